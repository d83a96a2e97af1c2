// A port: into its device, and out of it to wherever it is linked. Chains of the port run here; what a device does
// with the packet is the device's file.
import * as layout from "../../bindings/layout.js";
import { REDIRECT } from "./actions-of-rules.js";
import * as chains from "./chain.js";
import { evaluate } from "./chain.js";
import type { Context, Fate } from "./context.js";
import * as context from "./context.js";
import { asItCame, clamp, narrow } from "./fit.js";
import { giveBack, lead } from "./insertion.js";
import { mirror } from "./mirror.js";
import * as path from "./path.js";
import { arriving, departing } from "./qos.js";
import type { VDevice, VPort, VVtep } from "./snapshot.js";
import * as model from "./snapshot.js";
import { leaveVlan, settleTags } from "./vlan.js";

// Folded, as imports are not (words.ts).
const { DROP, KEY } = layout;
const { ACTION } = chains;
const { FATE } = context;
const { STEP } = path;
const { BRIDGE, EXTRA, LINK } = model;

/** The packet arrives at the port from outside its device. */
export function enter(ctx: Context, port: VPort): Fate {
  ctx.tag(port.tag);
  const device = ctx.snapshot.devices[port.device]!;
  if (ctx.depth >= ctx.snapshot.maxDevices) return ctx.abort(DROP.LOOP);
  if (ctx.tagsHidden && !settleTags(ctx)) return ctx.drop(DROP.VLAN_UNEXPECTED);
  ctx.inPort = port;
  ctx.outPort = null;
  ctx.step(STEP.PORT_IN, port.index, 0);
  if (!port.adminUp) return ctx.drop(DROP.ADMIN_DOWN);
  ctx.tag(device.tag);
  if (!device.adminUp && device.kind === BRIDGE) return ctx.drop(DROP.ADMIN_DOWN);
  if ((port.extras & EXTRA.ENTER) !== 0) {
    const taken = entering(ctx, port, device);
    if (taken !== 0) return taken;
  }
  return into(ctx, port, device);
}

/** What the port has before its chain. 0: the packet goes on. */
function entering(ctx: Context, port: VPort, device: VDevice): Fate | 0 {
  if (port.edge !== null && device.adminUp) {
    const served = ctx.walk.serve(ctx, port, port.edge);
    if (served !== 0) return served;
  }
  if (port.mss4 !== 0) clamp(ctx, port);
  if (port.mirrors?.preIn) mirror(ctx, port.mirrors.preIn);
  if (port.serves !== null) {
    const back = giveBack(ctx, port);
    if (back !== 0) return back;
  }
  return port.insertions === null ? 0 : lead(ctx, port, 0, false);
}

/** What a service gave back may enter the device that it was on its way to. */
export function admit(ctx: Context, port: VPort): Fate {
  const device = ctx.snapshot.devices[port.device]!;
  ctx.tag(device.tag);
  if (!device.adminUp && device.kind === BRIDGE) return ctx.drop(DROP.ADMIN_DOWN);
  if (ctx.tagsHidden && !settleTags(ctx)) return ctx.drop(DROP.VLAN_UNEXPECTED);
  return into(ctx, port, device);
}

function into(ctx: Context, port: VPort, device: VDevice): Fate {
  ctx.traversed[ctx.depth++] = device.index;
  const refused = filter(ctx, port.inbound, port);
  if (refused !== 0) return refused;
  if ((port.extras & EXTRA.INTO) !== 0) {
    if (port.mirrors?.postIn) mirror(ctx, port.mirrors.postIn);
    arriving(ctx, port);
  }
  if (device.inboundMirrors !== null) mirror(ctx, device.inboundMirrors);
  return device.kind === BRIDGE ? ctx.walk.bridge(ctx, device, port) : ctx.walk.router(ctx, device, port);
}

/** The packet leaves the port's device by the port. */
export function leave(ctx: Context, port: VPort): Fate {
  ctx.tag(port.tag);
  ctx.outPort = port;
  ctx.step(STEP.PORT_OUT, port.index, 0);
  if (!port.adminUp) return ctx.drop(DROP.ADMIN_DOWN);
  const extra = (port.extras & EXTRA.LEAVE) !== 0;
  if (extra && port.mirrors?.preOut) mirror(ctx, port.mirrors.preOut);
  const refused = filter(ctx, port.outbound, port);
  if (refused !== 0) return refused;
  if (extra) {
    const led = leaving(ctx, port);
    if (led !== 0) return led;
  }
  return send(ctx, port);
}

/** What the port has behind its chain. 0: the packet goes on. */
function leaving(ctx: Context, port: VPort): Fate | 0 {
  if (port.mirrors?.postOut) mirror(ctx, port.mirrors.postOut);
  return port.insertions === null ? 0 : lead(ctx, port, 0, true);
}

/** Out of the port, to wherever it is linked. */
export function send(ctx: Context, port: VPort): Fate {
  if ((port.extras & EXTRA.SEND) !== 0) {
    if (port.mss4 !== 0) clamp(ctx, port);
    const refused = port.mtu === 0 ? 0 : narrow(ctx, port);
    if (refused !== 0) return refused;
    departing(ctx, port);
  }
  switch (port.link) {
    case LINK.PEER:
      return enter(ctx, ctx.snapshot.ports[port.target]!);
    case LINK.LOCAL:
      ctx.step(STEP.OUTPUT, port.index, port.target);
      ctx.sink.output(ctx, port.target);
      return FATE.SENT;
    case LINK.REMOTE:
      return encap(ctx, port.target, port.key);
    case LINK.VTEP:
      return leaveGateway(ctx, port);
    case LINK.UNBOUND:
      return ctx.drop(DROP.UNBOUND_PORT);
    case LINK.UNREACHABLE:
      return ctx.drop(DROP.NO_TUNNEL_PATH);
    default:
      return ctx.drop(DROP.UNLINKED_PORT);
  }
}

/** Out of the bridge by a port that takes the frame's VLAN, through the bridge's own chain first. */
export function leaveDevice(ctx: Context, device: VDevice, out: VPort, vlan: number): Fate {
  ctx.outPort = out;
  // The chain may ask which port it is, and drop the packet before it gets there.
  if (device.outbound >= 0) ctx.tag(out.tag);
  const refused = filter(ctx, device.outbound, out);
  if (refused !== 0) return refused;
  if (device.outboundMirrors !== null) mirror(ctx, device.outboundMirrors);
  return leaveVlan(ctx, out, vlan) ? leave(ctx, out) : ctx.drop(DROP.VLAN_UNEXPECTED);
}

/** Runs a chain; 0 when it lets the packet pass. */
export function filter(ctx: Context, chain: number, port: VPort): Fate | 0 {
  if (chain < 0) return 0;
  if (ctx.tagsHidden && !settleTags(ctx)) return ctx.drop(DROP.VLAN_UNEXPECTED);
  const decided = evaluate(ctx, chain);
  if (decided === ACTION.ACCEPT) return 0;
  if (decided === ACTION.REDIRECT) return redirect(ctx, ctx.redirected);
  return decided === ACTION.REJECT ? ctx.walk.rejected(ctx, port) : ctx.drop(DROP.POLICY);
}

/** To the port that a rule named: out by it past its chains, or in by it. 0: it is down, and the packet goes on. */
function redirect(ctx: Context, target: number): Fate | 0 {
  const to = ctx.snapshot.ports[target >> REDIRECT.SHIFT]!;
  ctx.tag(to.tag);
  if (!to.adminUp || to.link === LINK.NONE || to.link >= LINK.UNBOUND) {
    if ((target & REDIRECT.FAIL_OPEN) !== 0) return 0;
    return ctx.drop(DROP.SERVICE_DOWN);
  }
  if ((target & REDIRECT.ENTER) !== 0) return enter(ctx, to);
  ctx.outPort = to;
  ctx.step(STEP.PORT_OUT, to.index, 0);
  return send(ctx, to);
}

/** Into the tunnels of a gateway port: one remote when the bridge knows which, else those that get floods. */
function leaveGateway(ctx: Context, port: VPort): Fate {
  const vtep = port.vtep!;
  const one = ctx.vtepRemote >= 0 ? ctx.vtepRemote : peerOf(ctx, port, vtep);
  if (one >= 0) return encap(ctx, vtep.tunnels[one]!, vtep.keys[one]!);
  // A replicator sends nothing back to where it came from.
  const from = fromVtep(ctx) && ctx.entry === port ? ctx.fromRemote : -1;
  let fate: Fate | 0 = 0;
  for (const remote of vtep.flood) {
    if (remote === from) continue;
    if (!ctx.branch()) return FATE.DROPPED;
    fate = encap(ctx, vtep.tunnels[remote]!, vtep.keys[remote]!);
  }
  return fate === 0 ? ctx.drop(DROP.NO_MEMBER) : fate;
}

/** It came from a foreign VTEP and has crossed no router since: its segment is the VTEPs' own. */
export const fromVtep = (ctx: Context): boolean => ctx.fromRemote >= 0 && ctx.lastRouterPort === null;

/** A router's peer: the remote that its next hop's MAC is declared behind, the only one there is, or -1. */
function peerOf(ctx: Context, port: VPort, vtep: VVtep): number {
  if (ctx.snapshot.devices[port.device]!.kind === BRIDGE || ctx.byteIs(KEY.eth_dst, 1, 1)) return -1;
  return vtep.macs.get(ctx.mac(KEY.eth_dst)) ?? (vtep.remotes.length === 1 ? 0 : -1);
}

function encap(ctx: Context, tunnel: number, key: number): Fate {
  if (tunnel < 0) return ctx.drop(DROP.NO_TUNNEL_PATH);
  ctx.tag(ctx.snapshot.tunnelTags[tunnel]!);
  if (ctx.exception?.kind === "tunnel-mtu") {
    // A mirror's copy that is too big is nobody's loss: it may not ask again, nor be answered.
    const copied = ctx.copying.length > 0;
    ctx.copyTooBig ||= copied;
    if (ctx.tooBig || copied) return ctx.drop(DROP.MTU_NO_FRAG);
    ctx.tooBig = true;
    return ctx.walk.tooBig(ctx, asItCame(ctx, ctx.exception.mtu ?? 0));
  }
  ctx.step(STEP.TUNNEL_OUT, tunnel, key);
  ctx.sink.encap(ctx, tunnel, key);
  return FATE.SENT;
}
