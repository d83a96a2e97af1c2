// A bridge: learns where sources are, sends to where the destination is, floods what nobody claims. One table of
// stations a VLAN. It must never send a frame back by the port it came from.
import * as layout from "../../bindings/layout.js";
import type { Context, Fate } from "./context.js";
import * as context from "./context.js";
import { activeOf } from "./gateway.js";
import * as path from "./path.js";
import { filter, fromVtep, leaveDevice } from "./port.js";
import type { Place, VBridge, VDevice, VPort } from "./snapshot.js";
import * as model from "./snapshot.js";
import { suppress } from "./suppress.js";
import { withMac, withWord } from "./tags.js";
import type { Mac, Tag } from "./verdict.js";
import * as vlans from "./vlan.js";
import { enterVlan, takes } from "./vlan.js";

// Folded, as imports are not (words.ts).
const { DROP, KEY } = layout;
const { FATE, SHORT_MS } = context;
const { STEP } = path;
const { LINK } = model;
const { FOREIGN } = vlans;

export function bridge(ctx: Context, device: VDevice, port: VPort): Fate {
  // A port that takes all as it is: its tag is read when it is asked for.
  const open = port.vlan === 0 && port.trunk === null;
  let vlan = open ? 0 : enterVlan(ctx, port);
  if (vlan === FOREIGN) return ctx.drop(DROP.VLAN_UNEXPECTED);
  const refused = filter(ctx, device.inbound, port);
  if (refused !== 0) return refused;
  if (ctx.byteIs(KEY.eth_src, 1, 1)) return ctx.drop(DROP.SRC_MULTICAST);
  if (open) vlan = enterVlan(ctx, port);
  learn(ctx, device, port, vlan);
  if (ctx.byteIs(KEY.eth_dst, 1, 1)) {
    const answered = suppress(ctx, device, port, vlan);
    return answered === 0 ? flood(ctx, device, port, vlan, true) : answered;
  }
  const place = placeOf(ctx, device, vlan);
  if (place === null) return flood(ctx, device, port, vlan, false);
  ctx.stepMacRead(STEP.STATION, place.port);
  const known = ctx.snapshot.ports[place.port]!;
  const out = known.gateway < 0 ? known : activeOf(ctx, known);
  if (turnsBack(ctx, port, out, place.remote)) return ctx.drop(DROP.HAIRPIN, SHORT_MS);
  ctx.vtepRemote = out.link === LINK.VTEP ? place.remote : -1;
  return leaveDevice(ctx, device, out, vlan);
}

/** Would it go back where it came from? Foreign VTEPs reach each other themselves, unless the gateway is their proxy. */
function turnsBack(ctx: Context, port: VPort, out: VPort, remote: number): boolean {
  if (out.link === LINK.VTEP && fromVtep(ctx))
    return !out.vtep!.floodProxy || (out === ctx.entry && remote === ctx.fromRemote);
  return out === port && !out.hairpin;
}

function learn(ctx: Context, device: VDevice, port: VPort, vlan: number): void {
  if (ctx.silent || port.towardsRouter) return;
  // What a replicator sends tells of the replicator only.
  if (port.link === LINK.VTEP && ctx.fromRemote >= 0 && ctx.fromRemote === port.vtep!.serviceNode) return;
  const table = device.bridge!;
  ctx.readSrc();
  if ((ctx.macHigh | ctx.macLow) === 0) return;
  const declared = table.stations.find(ctx.macHigh, ctx.macLow, vlan);
  // Declared or learned: when it moves, the next packet from here must be seen again.
  ctx.tag(stationTag(ctx, table, declared, vlan));
  if (declared >= 0) return;
  const mac = ctx.macRead;
  const where = port.link === LINK.VTEP && ctx.fromRemote >= 0 ? port.vtep!.where[ctx.fromRemote]! : port.id;
  ctx.learned.push({ kind: "station", bridge: device.id, vlan, mac, where });
}

/** Where the destination is: declared, told by the packet that is being answered, or learned. */
function placeOf(ctx: Context, device: VDevice, vlan: number): Place | null {
  const table = device.bridge!;
  const { places, placeOf: byText, ports } = ctx.snapshot;
  ctx.readDst();
  const declared = table.stations.find(ctx.macHigh, ctx.macLow, vlan);
  ctx.tag(stationTag(ctx, table, declared, vlan));
  if (declared >= 0) {
    const place = places[table.stations.placeAt(declared)]!;
    if (takes(ports[place.port]!, vlan)) return place;
  }
  const mac = ctx.macRead;
  const where = justLearned(ctx, device.id, vlan, mac) ?? ctx.state.station(device.id, vlan, mac);
  const place = where === undefined ? undefined : byText.get(where);
  // A port that was removed, or moved to another bridge or VLAN since.
  if (place === undefined) return null;
  const port = ports[places[place]!.port]!;
  return port.device === device.index && takes(port, vlan) ? places[place]! : null;
}

/** Of the MAC that was read last; `declared`: where the table of stations has it. */
const stationTag = (ctx: Context, table: VBridge, declared: number, vlan: number): Tag =>
  declared >= 0 && vlan === 0
    ? table.stations.tagAt(declared)
    : withMac(table.stationTag, ctx.macHigh, ctx.macLow, vlan);

function justLearned(ctx: Context, bridge: string, vlan: number, mac: Mac): string | undefined {
  for (let up = ctx.parent; up !== null; up = up.parent) {
    for (const one of up.learned) {
      if (one.kind === "station" && one.mac === mac && one.vlan === vlan && one.bridge === bridge)
        return one.where;
    }
  }
  return undefined;
}

/** By every other port of the VLAN. Routers get floods of group frames only: their own MACs are declared, so never
 * flooded. */
function flood(ctx: Context, device: VDevice, port: VPort, vlan: number, group: boolean): Fate {
  ctx.tag(device.bridge!.floodTag);
  if (vlan !== 0) ctx.tag(withWord(device.bridge!.floodTag, vlan));
  const ports = ctx.snapshot.ports;
  let sent = false;
  let taken = false;
  let waiting = false;
  let reason = 0;
  let lifetimeMs = 0;
  let branches = 0;
  ctx.save();
  for (const index of device.ports) {
    const out = ports[index]!;
    if (out.link === LINK.NONE || (out.towardsRouter && !group) || !takes(out, vlan)) continue;
    // A flood proxy passes floods on to the gateway's other remotes (leaveGateway in port.ts).
    if (turnsBack(ctx, port, out, -1) || (out.gateway >= 0 && activeOf(ctx, out) !== out)) continue;
    if (!ctx.branch()) break;
    if (branches++ > 0) ctx.restore();
    ctx.vtepRemote = -1;
    const fate = leaveDevice(ctx, device, out, vlan);
    if (fate === FATE.SENT) sent = true;
    else if (fate === FATE.CONSUMED) taken = true;
    else if (fate === FATE.WAITING) waiting = true;
    else {
      reason ||= ctx.reason;
      if (ctx.lifetimeMs !== 0)
        lifetimeMs = lifetimeMs === 0 ? ctx.lifetimeMs : Math.min(lifetimeMs, ctx.lifetimeMs);
    }
  }
  ctx.restore();
  ctx.forget();
  ctx.step(STEP.FLOOD, device.index, branches);
  if (branches === 0) return ctx.drop(DROP.HAIRPIN, SHORT_MS);
  if (waiting) return FATE.WAITING;
  if (sent) {
    if (taken) ctx.once = true;
    return FATE.SENT;
  }
  if (taken) return FATE.CONSUMED;
  ctx.reason = reason;
  ctx.lifetimeMs = lifetimeMs;
  return FATE.DROPPED;
}
