// The way to a metadata proxy and back, by rewriting alone: what a guest asks of the metadata address goes to the proxy
// from an address that names the guest's port, so that guests with equal addresses differ; answers go the other way.
// No connection is remembered: each guest has one address there, and the proxy one here.
import { DROP, FRAG, KEY } from "../../bindings/layout.js";
import { ARP_REPLY, ARP_REQUEST, arp } from "./build/arp.js";
import { ALL_NODES, advertisement, groupMac, linkLayerOption, ND_FLAGS, SOLICITATION } from "./build/nd.js";
import { type Context, FATE, type Fate } from "./context.js";
import type { VGuest, VGuestSide, VHook } from "./edge.js";
import { WROTE } from "./emit.js";
import { sendAt } from "./generate.js";
import { FAILED, nextHop, UNKNOWN, waitFor } from "./neighbour.js";
import { ANSWER, STEP } from "./path.js";
import { leave } from "./port.js";
import { ETHER, PROTO } from "./protocols.js";
import type { VPort } from "./snapshot.js";
import { addressText } from "./text.js";
import type { Mac } from "./verdict.js";

/** 169.254.169.254 and fd00:ec2::254, as clouds have them. */
export const METADATA4 = Uint8Array.of(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff, 169, 254, 169, 254);
export const METADATA6 = Uint8Array.of(0xfd, 0, 0x0e, 0xc2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2, 0x54);
export const METADATA_PORT = 80;
const WORD4 = (169 << 24) | (254 << 16) | (169 << 8) | 254;

/** From the guest. 0: not for the metadata address, or not from the address that is served. */
export function toProxy(ctx: Context, port: VPort, guest: VGuest): Fate | 0 {
  const { four, six } = guest;
  if (four !== null) {
    if (ctx.shortIs(KEY.eth_type, ETHER.IP4)) {
      return ctx.wireIs(KEY.ip_dst + 12, WORD4, -1) ? redirect(ctx, guest, four, 12) : 0;
    }
    if (ctx.shortIs(KEY.eth_type, ETHER.ARP))
      return ctx.wireIs(KEY.ip_dst + 12, WORD4, -1) ? answerArp(ctx, port, METADATA4, guest.own) : 0;
  }
  if (six === null || !ctx.shortIs(KEY.eth_type, ETHER.IP6)) return 0;
  if (ctx.bytesAre(KEY.ip_dst, 16, METADATA6, 0) && !isIcmp6(ctx)) return redirect(ctx, guest, six, 0);
  return isQuestion(ctx) && ctx.bytesAre(KEY.nd_target, 16, METADATA6, 0)
    ? answerNd(ctx, port, METADATA6, guest.own)
    : 0;
}

/** `skip`: where the family's addresses start in their 16 bytes. */
function redirect(ctx: Context, guest: VGuest, side: VGuestSide, skip: number): Fate | 0 {
  if (!isTcp(ctx) || !ctx.shortIs(KEY.tp_dst, METADATA_PORT)) return 0;
  if (!ctx.bytesAre(KEY.ip_src + skip, 16 - skip, side.guest, skip)) return 0;
  const hook = ctx.snapshot.ports[guest.hookPort]!;
  ctx.tag(hook.tag);
  rewrite(ctx, side.source, side.proxy.bytes, KEY.tp_dst, guest.tcpPort);
  ctx.step(STEP.METADATA, guest.port, 0);
  const mac = nextHop(ctx, hook, side.proxy);
  if (mac === UNKNOWN) return waitFor(ctx, hook, side.proxy);
  if (mac === FAILED) return ctx.drop(DROP.NO_NEIGHBOUR);
  macs(ctx, hook.mac, mac);
  return leave(ctx, hook);
}

/** From the proxy. 0: not from where it listens, or not to a guest. */
export function fromProxy(ctx: Context, port: VPort, hook: VHook): Fate | 0 {
  const { proxy4, proxy6, guests, tcpPort } = hook;
  if (proxy4 !== null) {
    if (ctx.shortIs(KEY.eth_type, ETHER.ARP)) return ownArp(ctx, port, hook);
    if (ctx.shortIs(KEY.eth_type, ETHER.IP4)) {
      if (!ctx.wireIs(KEY.ip_src + 12, proxy4.word, -1) || !isAnswer(ctx, tcpPort)) return 0;
      ctx.exact(KEY.ip_dst + 12, 4);
      const guest = guests.get(addressText(ctx.work, KEY.ip_dst));
      return guest?.four ? giveBack(ctx, guest, guest.four, METADATA4) : 0;
    }
  }
  if (proxy6 === null || !ctx.shortIs(KEY.eth_type, ETHER.IP6)) return 0;
  if (isQuestion(ctx)) {
    ctx.exact(KEY.nd_target, 16);
    const asked = guests.has(addressText(ctx.work, KEY.nd_target));
    return asked ? answerNd(ctx, port, ctx.work.slice(KEY.nd_target, KEY.nd_target + 16), port.mac) : 0;
  }
  if (!ctx.bytesAre(KEY.ip_src, 16, proxy6.bytes, 0) || !isAnswer(ctx, tcpPort)) return 0;
  ctx.exact(KEY.ip_dst, 16);
  const guest = guests.get(addressText(ctx.work, KEY.ip_dst));
  return guest?.six ? giveBack(ctx, guest, guest.six, METADATA6) : 0;
}

/** To the guest's port, past its chains: it is an answer to what the port itself let through. */
function giveBack(ctx: Context, guest: VGuest, side: VGuestSide, from: Uint8Array): Fate {
  const to = ctx.snapshot.ports[guest.port]!;
  ctx.tag(to.tag);
  ctx.step(STEP.METADATA, guest.port, 1);
  if (!to.adminUp) return ctx.drop(DROP.ADMIN_DOWN);
  rewrite(ctx, from, side.guest, KEY.tp_src, METADATA_PORT);
  macs(ctx, guest.own, guest.mac);
  ctx.step(STEP.OUTPUT, to.index, to.target);
  ctx.sink.output(ctx, to.target);
  return FATE.SENT;
}

/** The proxy's host asks for the addresses that stand for guests. */
function ownArp(ctx: Context, port: VPort, { guests }: VHook): Fate | 0 {
  if (!ctx.byteIs(KEY.ip_proto, ARP_REQUEST)) return 0;
  ctx.exact(KEY.ip_dst + 12, 4);
  if (!guests.has(addressText(ctx.work, KEY.ip_dst))) return 0;
  return answerArp(ctx, port, ctx.work.slice(KEY.ip_dst, KEY.ip_dst + 16), port.mac);
}

function answerArp(ctx: Context, port: VPort, address: Uint8Array, mac: Mac): Fate | 0 {
  if (!ctx.byteIs(KEY.ip_proto, ARP_REQUEST)) return 0;
  ctx.exact(KEY.ip_src + 12, 4);
  const targetIp = ctx.work.slice(KEY.ip_src, KEY.ip_src + 16);
  const targetMac = ctx.mac(KEY.eth_src);
  const frame = arp({ operation: ARP_REPLY, senderIp: address, senderMac: mac, targetIp, targetMac });
  sendAt(ctx, port, frame, ANSWER.ARP_REPLY);
  return FATE.CONSUMED;
}

function answerNd(ctx: Context, port: VPort, target: Uint8Array, mac: Mac): Fate {
  ctx.exact(KEY.ip_src, 16);
  const from = ctx.work.slice(KEY.ip_src, KEY.ip_src + 16);
  const probing = from.every((byte) => byte === 0);
  const { data, l4Offset } = ctx.packet;
  const frame = advertisement({
    target,
    mac,
    srcIp: target,
    dstIp: probing ? ALL_NODES : from,
    dstMac: probing ? groupMac(ALL_NODES) : (linkLayerOption(data, l4Offset, 1) ?? ctx.mac(KEY.eth_src)),
    flags: ND_FLAGS.OVERRIDE | (probing ? 0 : ND_FLAGS.SOLICITED),
  });
  sendAt(ctx, port, frame, ANSWER.ND_ADVERT);
  return FATE.CONSUMED;
}

function isTcp(ctx: Context): boolean {
  return ctx.byteIs(KEY.ip_proto, PROTO.TCP) && ctx.byteIs(KEY.ip_frag, FRAG.NONE, 3);
}

const isAnswer = (ctx: Context, tcpPort: number): boolean => isTcp(ctx) && ctx.shortIs(KEY.tp_src, tcpPort);
const isIcmp6 = (ctx: Context): boolean => ctx.byteIs(KEY.ip_proto, PROTO.ICMP6);

function isQuestion(ctx: Context): boolean {
  return (
    isIcmp6(ctx) &&
    ctx.byteIs(KEY.ip_frag, FRAG.NONE, 3) &&
    ctx.shortIs(KEY.tp_src, SOLICITATION) &&
    ctx.byteIs(KEY.nd_target_set, 1)
  );
}

function rewrite(ctx: Context, src: Uint8Array, dst: Uint8Array, field: number, port: number): void {
  ctx.write(KEY.ip_src, src, 0, 16);
  ctx.write(KEY.ip_dst, dst, 0, 16);
  ctx.write(field, Uint8Array.of(port >> 8, port), 0, 2);
  ctx.wrote(WROTE.IP_SRC | WROTE.IP_DST | (field === KEY.tp_dst ? WROTE.TP_DST : WROTE.TP_SRC));
}

function macs(ctx: Context, src: Mac, dst: Mac): void {
  ctx.writeMac(KEY.eth_src, src);
  ctx.writeMac(KEY.eth_dst, dst);
  ctx.wrote(WROTE.ETH_DST | WROTE.ETH_SRC);
}
