// Where a packet enters: a worker port bound to a virtual one, a tunnel whose key names a port of this host or a
// gateway port, or the underlay itself. A tunnelled packet counts only from a peer we know.
import * as layout from "../../bindings/layout.js";
import type { Context, Fate } from "./context.js";
import * as context from "./context.js";
import { fromOutside, outward } from "./gateway.js";
import * as path from "./path.js";
import { enter, send } from "./port.js";
import { departing } from "./qos.js";
import * as model from "./snapshot.js";
import * as tags from "./tags.js";
import { withWord } from "./tags.js";
import { underlay } from "./underlay.js";

// Folded, as imports are not (words.ts).
const { DROP, KEY, TUNNEL_TYPE } = layout;
const { FATE } = context;
const { STEP } = path;
const { LINK } = model;
const { TUNNEL_KEY_TAG } = tags;

export function ingress(ctx: Context): Fate {
  const { snapshot, work } = ctx;
  const workerPort = work[KEY.in_port]! | (work[KEY.in_port + 1]! << 8);
  ctx.step(STEP.WORKER_IN, workerPort, 0);
  if (workerPort >= snapshot.bound.length) return ctx.drop(DROP.UNBOUND_INGRESS);
  ctx.tag(snapshot.workerTags[workerPort]!);
  const lower = snapshot.underlayOf[workerPort]!;
  if (lower >= 0) {
    if (!ctx.byteIs(KEY.tun_type, TUNNEL_TYPE.NONE)) return tunnelled(ctx);
    return underlay(ctx, snapshot.underlay[lower]!, snapshot.ownAddresses[lower]!);
  }
  const bound = snapshot.bound[workerPort]!;
  if (bound < 0) return ctx.drop(DROP.UNBOUND_INGRESS);
  ctx.entry = snapshot.ports[bound]!;
  if (ctx.entry.gateway >= 0) {
    ctx.tag(ctx.entry.tag);
    const kept = fromOutside(ctx, ctx.entry);
    if (kept !== 0) return kept;
  }
  return enter(ctx, ctx.entry);
}

function tunnelled(ctx: Context): Fate {
  const { snapshot, work } = ctx;
  if (ctx.byteIs(KEY.tun_type, TUNNEL_TYPE.GRE_IP)) return ctx.drop(DROP.L3_PAYLOAD);
  const gateways = gatewaysOf(ctx);
  ctx.exact(KEY.tun_key, 4);
  // Host byte order, little-endian.
  const key =
    work[KEY.tun_key + 3]! * 0x1000000 +
    ((work[KEY.tun_key + 2]! << 16) | (work[KEY.tun_key + 1]! << 8) | work[KEY.tun_key]!);
  ctx.tag(withWord(TUNNEL_KEY_TAG, key));
  ctx.decap = true;
  const gateway = gateways.get(key);
  if (gateway !== undefined) {
    const port = snapshot.ports[gateway]!;
    ctx.step(STEP.TUNNEL_IN, gateway, key);
    const remote = port.vtep!.sources.lookupOuter(ctx);
    if (remote < 0) return ctx.drop(DROP.TUNNEL_SOURCE);
    ctx.fromRemote = remote;
    ctx.entry = port;
    return enter(ctx, port);
  }
  const named = snapshot.keys.get(key);
  if (named === undefined) return ctx.drop(DROP.UNKNOWN_KEY);
  const port = snapshot.ports[named]!;
  ctx.step(STEP.TUNNEL_IN, named, key);
  ctx.tag(port.tag);
  const peer = snapshot.peers.lookupOuter(ctx);
  if (peer < 0) return ctx.drop(DROP.TUNNEL_SOURCE);
  if (!port.adminUp) return ctx.drop(DROP.ADMIN_DOWN);
  if (port.link !== LINK.LOCAL) return ctx.drop(DROP.UNBOUND_PORT);
  if (port.gateway >= 0) {
    const out = outward(ctx, port, peer);
    if (out !== port) return send(ctx, out);
  }
  // The ingress host has simulated all of the virtual network, this port's chains included; but only here all that
  // goes out by the port comes together.
  departing(ctx, port);
  ctx.step(STEP.OUTPUT, named, port.target);
  ctx.sink.output(ctx, port.target);
  return FATE.SENT;
}

/** Gateway ports by key, for the packet's kind of tunnel: each kind numbers its segments for itself. */
function gatewaysOf(ctx: Context): ReadonlyMap<number, number> {
  const { snapshot } = ctx;
  if (ctx.byteIs(KEY.tun_type, TUNNEL_TYPE.VXLAN)) return snapshot.vnis;
  return ctx.byteIs(KEY.tun_type, TUNNEL_TYPE.NVGRE) ? snapshot.vsids : snapshot.greKeys;
}
