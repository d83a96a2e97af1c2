// The routing step of a router: which route, by which port, to which next hop. Balances over equal routes with a
// select group. It must never forward what its hop limit forbids, nor to a next hop whose MAC is not known.
import * as layout from "../../bindings/layout.js";
import * as icmp from "./build/icmp.js";
import type { Context, Fate } from "./context.js";
import * as context from "./context.js";
import * as emission from "./emit.js";
import { refuse, sendError } from "./errors.js";
import { deliver } from "./local.js";
import { mirror } from "./mirror.js";
import * as neighbours from "./neighbour.js";
import { nextHop, waitFor } from "./neighbour.js";
import * as path from "./path.js";
import { enter, filter, leave } from "./port.js";
import type { VDevice, VPort, VRoute } from "./snapshot.js";
import * as model from "./snapshot.js";
import type { Mac } from "./verdict.js";

// Folded, as imports are not (words.ts).
const { DROP, KEY } = layout;
const { ICMP_ERROR } = icmp;
const { ANSWERED_MS, FATE } = context;
const { WROTE } = emission;
const { FAILED, UNKNOWN } = neighbours;
const { STEP } = path;
const { ROUTE } = model;

/** A packet that entered the router and may pass. */
export function forward(ctx: Context, device: VDevice, family: 4 | 6): Fate {
  const routes = lookup(ctx, device, family);
  if (routes === null) return refuse(ctx, device, DROP.NO_ROUTE, ICMP_ERROR.NO_ROUTE);
  const route = routes[0]!;
  ctx.step(STEP.ROUTE, route.index, 0);
  switch (route.type) {
    case ROUTE.LOCAL:
      return deliver(ctx, device, family);
    case ROUTE.BLACKHOLE:
      return ctx.drop(DROP.BLACKHOLE);
    case ROUTE.REJECT:
      return refuse(ctx, device, DROP.ROUTE_REJECT, ICMP_ERROR.PROHIBITED);
  }
  if (family === 6 && (isLinkLocal(ctx, KEY.ip_src) || isLinkLocal(ctx, KEY.ip_dst))) {
    return ctx.drop(DROP.BAD_ADDRESS);
  }
  // Routers before this one took one off each: what is asked is whether the original had enough.
  if (ctx.byteAtMost(KEY.ip_ttl, ctx.ttlDecrements + 1, 4)) {
    sendError(ctx, device, ICMP_ERROR.HOP_LIMIT);
    // Each probe of a trace wants its own answer.
    ctx.once = true;
    return ctx.drop(DROP.TTL_EXPIRED);
  }
  ctx.ttlDecrements++;
  if (routes.length === 1) return single(ctx, device, route);
  // A packet of the network's own is one packet: it takes one of the ways, always the same.
  if (ctx.parent !== null) return single(ctx, device, routes[pick(ctx.work, routes.length)]!);
  return balance(ctx, device, routes);
}

/** A packet of the router's own: neither hop limit nor the router's chains, one path. */
export function originated(ctx: Context, device: VDevice): Fate {
  const family = ctx.work[KEY.eth_type] === 0x86 ? 6 : 4;
  const back = (ctx.parent ?? ctx).lastRouterPort;
  if (family === 6 && back !== null && isLinkLocal(ctx, KEY.ip_dst)) return resolve(ctx, device, back, null);
  const routes = lookup(ctx, device, family);
  if (routes === null) return ctx.drop(DROP.NO_ROUTE);
  const route = routes[pick(ctx.work, routes.length)]!;
  if (route.type !== ROUTE.PORT) return ctx.drop(DROP.BLACKHOLE);
  return resolve(ctx, device, ctx.snapshot.ports[route.port]!, route);
}

/** Routes of equal preference to the longest prefix that has one for this source. */
function lookup(ctx: Context, device: VDevice, family: 4 | 6): readonly VRoute[] | null {
  const table = device.router!;
  const trie = family === 4 ? table.routes.v4 : table.routes.v6;
  // Where the address's own bits start: an IPv4 address is the last of the 16 bytes.
  const skip = family === 4 ? 96 : 0;
  const destination = KEY.ip_dst + (skip >> 3);
  const source = KEY.ip_src + (skip >> 3);
  trie.lookup(ctx, destination);
  for (let i = trie.matchedCount - 1; i >= 0; i--) {
    const prefix = table.prefixes[trie.matched[i]!]!;
    ctx.tag(prefix.tag);
    for (const from of prefix.sources) {
      if (from.bits > skip && !ctx.prefixIs(source, from.bits - skip, from.bytes, skip >> 3)) continue;
      if (from.classes.length > 0) return from.classes[0]!;
    }
  }
  ctx.tag(family === 4 ? table.none4 : table.none6);
  ctx.step(STEP.NO_ROUTE, device.index, 0);
  return null;
}

function single(ctx: Context, device: VDevice, route: VRoute): Fate {
  const port = ctx.snapshot.ports[route.port]!;
  // Whatever comes of it: another route is taken when the port goes down.
  ctx.tag(port.tag);
  ctx.outPort = port;
  const refused = filter(ctx, device.outbound, port);
  return refused !== 0 ? refused : resolve(ctx, device, port, route);
}

/** Through the port to the next hop. `route` null: the destination is on the link. */
function resolve(ctx: Context, device: VDevice, port: VPort, route: VRoute | null): Fate {
  ctx.outPort = port;
  if (route?.connected && isNetworkOrBroadcast(ctx, port)) return ctx.drop(DROP.BAD_ADDRESS);
  const mac = nextHop(ctx, port, route === null ? null : route.gateway);
  if (mac === UNKNOWN) return waitFor(ctx, port, route === null ? null : route.gateway);
  if (mac === FAILED) return unreachable(ctx, device);
  return send(ctx, port, mac);
}

function send(ctx: Context, port: VPort, mac: Mac): Fate {
  ctx.writeMacs(mac, port.srcHead, port.srcTail);
  ctx.wrote(WROTE.ETH_DST | WROTE.ETH_SRC);
  const { outboundMirrors } = ctx.snapshot.devices[port.device]!;
  if (outboundMirrors !== null) mirror(ctx, outboundMirrors);
  // An address on its link that the router has itself: the packet is back by the port it would leave by.
  if (mac === port.mac) return enter(ctx, port);
  return leave(ctx, port);
}

/** One member a route whose next hop is known; the worker picks by connection. */
function balance(ctx: Context, device: VDevice, routes: readonly VRoute[]): Fate {
  const members: { actions: Uint8Array; weight: number; token: bigint }[] = [];
  let unknown: VRoute | null = null;
  let failed = false;
  let other = false;
  let reason = 0;
  let lifetimeMs = 0;
  ctx.save();
  for (const route of routes) {
    if (!ctx.branch()) break;
    ctx.restore();
    const port = ctx.snapshot.ports[route.port]!;
    ctx.tag(port.tag);
    ctx.step(STEP.ROUTE, route.index, 0);
    const mac = nextHop(ctx, port, route.gateway);
    if (mac === UNKNOWN) unknown ??= route;
    if (mac === FAILED) failed = true;
    if (mac < 0) continue;
    ctx.outPort = port;
    ctx.openSink();
    const refused = filter(ctx, device.outbound, port);
    const fate = refused !== 0 ? refused : send(ctx, port, mac);
    const actions = ctx.closeSink();
    if (fate === FATE.SENT) {
      if (actions === null) ctx.abort(DROP.FANOUT);
      else members.push({ actions, weight: route.share, token: route.token });
    } else if (fate === FATE.DROPPED) {
      reason ||= ctx.reason;
      lifetimeMs ||= ctx.lifetimeMs;
    } else other = true;
  }
  ctx.restore();
  ctx.forget();
  // Asked for beside the traffic: when it answers, its tag brings the flow back here.
  if (unknown !== null) {
    const waiting = waitFor(ctx, ctx.snapshot.ports[unknown.port]!, unknown.gateway);
    if (members.length === 0) return waiting;
    ctx.wait = null;
  }
  if (members.length > 0) {
    ctx.groups.push({ members });
    ctx.sink.select(ctx, ctx.groups.length - 1);
    ctx.step(STEP.BALANCE, device.index, members.length);
    return FATE.SENT;
  }
  if (other) return ctx.wait === null ? FATE.CONSUMED : FATE.WAITING;
  if (reason === 0 && failed) return unreachable(ctx, device);
  ctx.reason = reason;
  ctx.lifetimeMs = lifetimeMs;
  return FATE.DROPPED;
}

function unreachable(ctx: Context, device: VDevice): Fate {
  sendError(ctx, device, ICMP_ERROR.HOST);
  return ctx.drop(DROP.NO_NEIGHBOUR, ANSWERED_MS);
}

/** fe80::/10 never leaves its link (RFC 4291 2.5.6). */
function isLinkLocal(ctx: Context, field: number): boolean {
  return ctx.prefixIs(field, 10, LINK_LOCAL, 0);
}
const LINK_LOCAL = Uint8Array.of(0xfe, 0x80);

/** The first or last address of the port's IPv4 prefix: nobody's (RFC 2644). The whole address is read anyway. */
function isNetworkOrBroadcast(ctx: Context, port: VPort): boolean {
  const address = ctx.wire(KEY.ip_dst + 12);
  for (const { family, bits, word, ones } of port.addresses) {
    if (family !== 4 || bits > 126 || ((address ^ word) & ones) !== 0) continue;
    const rest = address & ~ones;
    if (rest !== 0 && rest !== ~ones) continue;
    ctx.markWire(KEY.ip_dst + 12, -1);
    return true;
  }
  return false;
}

function pick(key: Uint8Array, count: number): number {
  if (count === 1) return 0;
  let hash = 0;
  for (let i = KEY.ip_src; i < KEY.ip_src + 32; i++) hash = (Math.imul(hash, 31) + key[i]!) | 0;
  return (hash >>> 0) % count;
}
