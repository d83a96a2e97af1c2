// A router port's neighbours: who they are, asking for them, and what ARP and ND tell of them. Next hops on virtual
// links are known from the topology; the others are learned.
import * as layout from "../../bindings/layout.js";
import { advertised } from "./advertise.js";
import { ARP_REPLY, ARP_REQUEST, arp, arpSenderMac } from "./build/arp.js";
import {
  ADVERTISEMENT,
  ALL_NODES,
  advertisement,
  groupMac,
  linkLayerOption,
  ND_FLAGS,
  SOLICITATION,
  solicitation,
} from "./build/nd.js";
import { ROUTER_SOLICITATION } from "./build/ra.js";
import type { Context, Fate } from "./context.js";
import * as context from "./context.js";
import { sendBy } from "./generate.js";
import * as path from "./path.js";
import type { Neighbours, VAddress, VPort } from "./snapshot.js";
import { withText } from "./tags.js";
import { addressText } from "./text.js";
import type { Mac } from "./verdict.js";

// Folded, as imports are not (words.ts).
const { DROP, KEY } = layout;
const { FATE } = context;
const { ANSWER, STEP } = path;

export const UNKNOWN = -1;
export const FAILED = -2;

/** MAC of the gateway, or of the destination when it is on the link. */
export function nextHop(ctx: Context, port: VPort, gateway: VAddress | null): Mac {
  const declared = declaredMac(ctx, port.neighbours, gateway);
  if (declared !== undefined) return declared;
  const text = gateway === null ? destination(ctx) : gateway.text;
  ctx.tag(withText(port.neighbourTag, text));
  const mac = port.leases?.get(text) ?? justLearned(ctx, port, text) ?? ctx.state.neighbour(port.id, text);
  if (mac === undefined) return UNKNOWN;
  if (mac === "failed") {
    ctx.step(STEP.NO_NEIGHBOUR, port.index, 0);
    return FAILED;
  }
  ctx.stepMac(STEP.NEIGHBOUR, port.index, mac);
  return mac;
}

function declaredMac(ctx: Context, { v4, v6 }: Neighbours, gateway: VAddress | null): Mac | undefined {
  if (gateway !== null) return gateway.family === 4 ? v4.get(gateway.word) : v6.get(gateway.text);
  if (ctx.work[KEY.eth_type] === 0x86) return v6.get(destination(ctx));
  ctx.markWire(KEY.ip_dst + 12, -1);
  return v4.get(ctx.wire(KEY.ip_dst + 12));
}

/** Asks for the next hop; the packet waits. */
export function waitFor(ctx: Context, port: VPort, gateway: VAddress | null): Fate {
  const bytes = gateway === null ? ctx.work.slice(KEY.ip_dst, KEY.ip_dst + 16) : gateway.bytes;
  const address = gateway === null ? destination(ctx) : gateway.text;
  const first = ctx.generated.length;
  solicit(ctx, port, bytes, address.includes(":") ? 6 : 4);
  ctx.wait = { kind: "neighbour", port: port.id, address };
  for (let i = first; i < ctx.generated.length; i++) ctx.generated[i]!.asks ??= ctx.wait;
  ctx.step(STEP.WAIT, port.index, 0);
  return FATE.WAITING;
}

/** An ARP request or neighbour solicitation out of the port. */
export function solicit(ctx: Context, port: VPort, target: Uint8Array, family: 4 | 6): void {
  const own = ownAddress(port, target, family);
  if (family === 4) {
    const frame = arp({
      operation: ARP_REQUEST,
      senderIp: own,
      senderMac: port.mac,
      targetIp: target,
      targetMac: 0,
    });
    sendBy(ctx, port, frame, ANSWER.ARP_REQUEST);
  } else {
    sendBy(ctx, port, solicitation({ target, srcIp: own, srcMac: port.mac }), ANSWER.ND_SOLICIT);
  }
}

/** ARP at a router port: requests for its addresses are answered, answers and announcements noted. */
export function resolution(ctx: Context, port: VPort): Fate {
  const { work, packet } = ctx;
  const mac = arpSenderMac(packet.data, packet.l3Offset);
  if (ctx.byteIs(KEY.ip_proto, ARP_REQUEST)) {
    const own = ownTarget(ctx, port, 4, KEY.ip_dst);
    if (own === null) return announcement(ctx, port, mac);
    ctx.exact(KEY.ip_src + 12, 4);
    learn(ctx, port, 4, KEY.ip_src, mac);
    const senderIp = work.slice(KEY.ip_src, KEY.ip_src + 16);
    const frame = arp({
      operation: ARP_REPLY,
      senderIp: own.bytes,
      senderMac: port.mac,
      targetIp: senderIp,
      targetMac: mac ?? ctx.mac(KEY.eth_src),
    });
    const fate = sendBy(ctx, port, frame, ANSWER.ARP_REPLY);
    return fate === FATE.WAITING ? fate : FATE.CONSUMED;
  }
  if (!ctx.byteIs(KEY.ip_proto, ARP_REPLY)) return ctx.drop(DROP.NOT_FOR_ROUTER);
  if (ownTarget(ctx, port, 4, KEY.ip_dst) === null) return announcement(ctx, port, mac);
  ctx.exact(KEY.ip_src + 12, 4);
  learn(ctx, port, 4, KEY.ip_src, mac);
  return FATE.CONSUMED;
}

/** Router and neighbour discovery at a router port. */
export function discovery(ctx: Context, port: VPort): Fate {
  const { work, packet } = ctx;
  const { data, l3Offset, l4Offset } = packet;
  if (port.ra !== null && ctx.shortIs(KEY.tp_src, ROUTER_SOLICITATION)) return advertised(ctx, port, port.ra);
  if (ctx.shortIs(KEY.tp_src, SOLICITATION)) {
    const own = ctx.byteIs(KEY.nd_target_set, 1) ? ownTarget(ctx, port, 6, KEY.nd_target) : null;
    if (own === null) return ctx.drop(DROP.NOT_FOR_ROUTER);
    if (!fromTheLink(ctx, l3Offset)) return ctx.drop(DROP.MALFORMED);
    ctx.exact(KEY.ip_src, 16);
    const src = work.slice(KEY.ip_src, KEY.ip_src + 16);
    // Duplicate address detection: the answer goes to all (RFC 4861 7.2.4).
    const probing = src.every((byte) => byte === 0);
    const mac = linkLayerOption(data, l4Offset, 1) ?? ctx.mac(KEY.eth_src);
    if (!probing) learn(ctx, port, 6, KEY.ip_src, mac);
    const frame = advertisement({
      target: own.bytes,
      mac: port.mac,
      srcIp: own.bytes,
      dstIp: probing ? ALL_NODES : src,
      dstMac: probing ? groupMac(ALL_NODES) : mac,
      flags: ND_FLAGS.ROUTER | ND_FLAGS.OVERRIDE | (probing ? 0 : ND_FLAGS.SOLICITED),
    });
    const fate = sendBy(ctx, port, frame, ANSWER.ND_ADVERT);
    return fate === FATE.WAITING ? fate : FATE.CONSUMED;
  }
  if (!ctx.shortIs(KEY.tp_src, ADVERTISEMENT) || !ctx.byteIs(KEY.nd_target_set, 1)) {
    return ctx.drop(DROP.NOT_FOR_ROUTER);
  }
  if (!fromTheLink(ctx, l3Offset)) return ctx.drop(DROP.MALFORMED);
  ctx.exact(KEY.nd_target, 16);
  learn(ctx, port, 6, KEY.nd_target, linkLayerOption(data, l4Offset, 2) ?? ctx.mac(KEY.eth_src));
  return FATE.CONSUMED;
}

/** Hop limit 255: it crossed no router (RFC 4861 7.1). No key holds it, so the verdict is for this packet only. */
function fromTheLink(ctx: Context, l3Offset: number): boolean {
  ctx.once = true;
  return l3Offset !== 0 && ctx.packet.data[l3Offset + 7] === 255;
}

/** An announcement (sender and target alike) from the port's own link updates what is known; no other is for us. */
function announcement(ctx: Context, port: VPort, mac: Mac | undefined): Fate {
  // Of others' talk two bits are read, not who talks with whom: a flood of requests makes few flows.
  if (!ctx.wordsAreSame((KEY.ip_src + 12) >> 2, (KEY.ip_dst + 12) >> 2)) return ctx.drop(DROP.NOT_FOR_ROUTER);
  learn(ctx, port, 4, KEY.ip_src, mac);
  return FATE.CONSUMED;
}

/** Notes the neighbour when it is on one of the port's links. Its address has been read. */
function learn(ctx: Context, port: VPort, family: 4 | 6, field: number, mac: Mac | undefined): void {
  if (mac === undefined || ctx.copying.length > 0) return;
  const bytes = ctx.work.subarray(field, field + 16);
  const onLink =
    (family === 6 && bytes[0] === 0xfe && (bytes[1]! & 0xc0) === 0x80) ||
    port.addresses.some(
      (own) => own.family === family && sharesPrefix(own, bytes) && !equal(own.bytes, bytes),
    );
  if (!onLink) return;
  const address = addressText(ctx.work, field);
  ctx.learned.push({ kind: "neighbour", port: port.id, address, mac });
  ctx.stepMac(STEP.LEARN, port.index, mac);
}

function ownTarget(ctx: Context, port: VPort, family: 4 | 6, field: number): VAddress | null {
  const skip = family === 4 ? 12 : 0;
  for (const own of port.addresses) {
    if (own.family === family && ctx.bytesAre(field + skip, 16 - skip, own.bytes, skip)) return own;
  }
  const { linkLocal } = port;
  if (family === 6 && linkLocal !== null && ctx.bytesAre(field, 16, linkLocal.bytes, 0)) return linkLocal;
  for (const whole of port.answers) {
    if (whole.family !== family || !ctx.prefixIs(field + skip, whole.bits - 8 * skip, whole.bytes, skip))
      continue;
    ctx.exact(field + skip, 16 - skip);
    return { ...whole, bytes: ctx.work.slice(field, field + 16) };
  }
  return null;
}

/** The address to ask with: of the target's own prefix where there is one. */
function ownAddress(port: VPort, target: Uint8Array, family: 4 | 6): Uint8Array {
  const usable = port.addresses.filter((own) => own.family === family);
  const near = usable.find((own) => sharesPrefix(own, target)) ?? usable[0];
  if (near !== undefined) return near.bytes;
  return family === 6
    ? new Uint8Array(16)
    : Uint8Array.of(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff, 0, 0, 0, 0);
}

export function sharesPrefix(own: VAddress, bytes: Uint8Array): boolean {
  for (let bit = 0; bit < own.bits; bit++) {
    if (((own.bytes[bit >> 3]! ^ bytes[bit >> 3]!) & (0x80 >> (bit & 7))) !== 0) return false;
  }
  return true;
}

function equal(a: Uint8Array, b: Uint8Array): boolean {
  for (let i = 0; i < 16; i++) if (a[i] !== b[i]) return false;
  return true;
}

/** Text of the packet's destination; reads all of it. */
function destination(ctx: Context): string {
  if (ctx.work[KEY.eth_type] === 0x86) ctx.exact(KEY.ip_dst, 16);
  else ctx.exact(KEY.ip_dst + 12, 4);
  return addressText(ctx.work, KEY.ip_dst);
}

function justLearned(ctx: Context, port: VPort, address: string): Mac | undefined {
  for (let up = ctx.parent; up !== null; up = up.parent) {
    for (const one of up.learned) {
      if (one.kind === "neighbour" && one.port === port.id && one.address === address) return one.mac;
    }
  }
  return undefined;
}
