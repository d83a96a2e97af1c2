// A bridge: learns where sources are, sends to where the destination is, floods what nobody claims. One table of
// stations a VLAN. It must never send a frame back by the port it came from.
import { DROP, KEY } from "../../bindings/layout.js";
import { type Context, FATE, type Fate, SHORT_MS } from "./context.js";
import { STEP } from "./path.js";
import { filter, leaveDevice } from "./port.js";
import { LINK, type Place, type VDevice, type VPort } from "./snapshot.js";
import { suppress } from "./suppress.js";
import { withMac } from "./tags.js";
import type { Mac } from "./verdict.js";

export function bridge(ctx: Context, device: VDevice, port: VPort): Fate {
  const refused = filter(ctx, device.inbound, port);
  if (refused !== 0) return refused;
  if (ctx.byteIs(KEY.eth_src, 1, 1)) return ctx.drop(DROP.SRC_MULTICAST);
  const vlan = vlanOf(ctx);
  learn(ctx, device, port, vlan);
  if (ctx.byteIs(KEY.eth_dst, 1, 1)) {
    const answered = suppress(ctx, device, port, vlan);
    return answered === 0 ? flood(ctx, device, port, true) : answered;
  }
  const place = placeOf(ctx, device, vlan);
  if (place === null) return flood(ctx, device, port, false);
  ctx.stepMacRead(STEP.STATION, place.port);
  if (place.port === port.index) return ctx.drop(DROP.HAIRPIN, SHORT_MS);
  const out = ctx.snapshot.ports[place.port]!;
  ctx.vtepRemote = out.link === LINK.VTEP ? place.remote : -1;
  return leaveDevice(ctx, device, out);
}

/** VLAN id of the outermost tag; 0 for none and for priority tags. */
function vlanOf(ctx: Context): number {
  if (!ctx.byteIs(KEY.vlan_tci, 0x10, 0x10)) return 0;
  ctx.mark(KEY.vlan_tci, 0x0f);
  ctx.mark(KEY.vlan_tci + 1, 0xff);
  return ((ctx.work[KEY.vlan_tci]! & 0x0f) << 8) | ctx.work[KEY.vlan_tci + 1]!;
}

function learn(ctx: Context, device: VDevice, port: VPort, vlan: number): void {
  if (ctx.silent || port.towardsRouter) return;
  const table = device.bridge!;
  ctx.readMac(KEY.eth_src);
  if ((ctx.macHigh | ctx.macLow) === 0) return;
  // Declared or learned: when it moves, the next packet from here must be seen again.
  ctx.tag(withMac(table.stationTag, ctx.macHigh, ctx.macLow, vlan));
  if (table.stations.find(ctx.macHigh, ctx.macLow, vlan) >= 0) return;
  const mac = ctx.macRead;
  const where = port.link === LINK.VTEP && ctx.fromRemote >= 0 ? port.vtep!.where[ctx.fromRemote]! : port.id;
  ctx.learned.push({ kind: "station", bridge: device.id, vlan, mac, where });
}

/** Where the destination is: declared, told by the packet that is being answered, or learned. */
function placeOf(ctx: Context, device: VDevice, vlan: number): Place | null {
  const table = device.bridge!;
  const { places, placeOf: byText, ports } = ctx.snapshot;
  ctx.readMac(KEY.eth_dst);
  ctx.tag(withMac(table.stationTag, ctx.macHigh, ctx.macLow, vlan));
  const declared = table.stations.find(ctx.macHigh, ctx.macLow, vlan);
  if (declared >= 0) return places[declared]!;
  const mac = ctx.macRead;
  const where = justLearned(ctx, device.id, vlan, mac) ?? ctx.state.station(device.id, vlan, mac);
  const place = where === undefined ? undefined : byText.get(where);
  // A port that was removed or moved to another bridge since.
  if (place === undefined || ports[places[place]!.port]!.device !== device.index) return null;
  return places[place]!;
}

function justLearned(ctx: Context, bridge: string, vlan: number, mac: Mac): string | undefined {
  for (let up = ctx.parent; up !== null; up = up.parent) {
    for (const one of up.learned) {
      if (one.kind === "station" && one.mac === mac && one.vlan === vlan && one.bridge === bridge)
        return one.where;
    }
  }
  return undefined;
}

/** By every other port. Routers get floods of group frames only: their own MACs are declared, so never flooded. */
function flood(ctx: Context, device: VDevice, port: VPort, group: boolean): Fate {
  ctx.tag(device.bridge!.floodTag);
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
    if (out === port || out.link === LINK.NONE || (out.towardsRouter && !group)) continue;
    if (!ctx.branch()) break;
    if (branches++ > 0) ctx.restore();
    ctx.vtepRemote = -1;
    const fate = leaveDevice(ctx, device, out);
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
