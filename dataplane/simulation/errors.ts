// ICMP errors a router sends about a packet it cannot pass on, and who must not be told (RFC 1812 4.3.2.7, RFC 4443
// 2.4(e)). They look at the packet without marking it: whether the sender hears of it never changes what a flow does.
import { DROP, FRAG, KEY } from "../../bindings/layout.js";
import { fold, getShort, putShort, sumBytes } from "./build/checksum.js";
import { ICMP_ERROR, type IcmpKind, icmpError } from "./build/icmp.js";
import { ANSWERED_MS, type Context, type Fate } from "./context.js";
import { sendBy, sendFrom } from "./generate.js";
import { ANSWER } from "./path.js";
import { ETHER, PROTO } from "./protocols.js";
import type { VDevice } from "./snapshot.js";
import { vlanAsSent } from "./vlan.js";

/** May the packet's sender be told of this kind of error? */
export const mayTell = (ctx: Context, family: 4 | 6, kind: IcmpKind): boolean =>
  !ctx.silent && !forbidden(ctx, family, kind);

/** Tells the sender, if it may be told. Never waits: when the way back is not known, that is asked for, and this one
 * error is lost. What becomes of the packet must not depend on where its sender is. `mtu`: or a pointer. */
export function sendError(ctx: Context, device: VDevice, kind: IcmpKind, mtu = 0): void {
  const family = familyOf(ctx);
  if (family === 0 || !mayTell(ctx, family, kind)) return;
  // The sender speaks the family it was translated from: who translated it speaks for those behind.
  const speaker = ctx.translator ?? device;
  const from = addressOf(ctx, speaker, family);
  if (from === null) return;
  const original = originalPacket(ctx, family);
  if (original === null) return;
  const { type, code } = kind[family];
  const frame = icmpError(
    { ethernet: { dst: 0, src: 0 }, src: from, dst: asItWas(ctx).slice(KEY.ip_src, KEY.ip_src + 16) },
    family,
    { type, code, mtu },
    original,
  );
  const answer =
    kind === ICMP_ERROR.HOP_LIMIT
      ? ANSWER.TIME_EXCEEDED
      : kind === ICMP_ERROR.TOO_BIG
        ? ANSWER.TOO_BIG
        : ANSWER.UNREACHABLE;
  sendFrom(ctx, speaker, frame, answer);
  ctx.wait = null;
}

/** Drops the packet and tells its sender why. */
export function refuse(ctx: Context, device: VDevice, reason: number, error: IcmpKind): Fate {
  sendError(ctx, device, error);
  return ctx.drop(reason, ANSWERED_MS);
}

/** The packet is larger than the tunnel or link takes (`mtu`, L3 bytes of it as it came in): its sender is told, by the last router it crossed or, where it only
 * crossed bridges, in the name of the one it was sent to: there is nobody else the sender would believe. */
export function tooBig(ctx: Context, mtu: number): Fate {
  const family = familyOf(ctx);
  // Without DF an IPv4 sender does not want to know (RFC 1191 3).
  const asks = family === 6 || (family === 4 && dontFragment(ctx));
  if (!asks || mtu === 0) return ctx.drop(DROP.TUNNEL_MTU);
  // RFC 8200 5: no IPv6 link is told to be smaller than this.
  const told = family === 6 ? Math.max(mtu, 1280) : mtu;
  if (ctx.parent !== null || forbidden(ctx, family, ICMP_ERROR.TOO_BIG))
    return ctx.drop(DROP.ICMP_SUPPRESSED);
  const router = ctx.lastRouterPort;
  if (router !== null) {
    const device = ctx.snapshot.devices[router.device]!;
    sendError(ctx, device, ICMP_ERROR.TOO_BIG, told);
    return ctx.drop(DROP.MTU_NO_FRAG);
  }
  return inItsName(ctx, family, told);
}

function inItsName(ctx: Context, family: 4 | 6, mtu: number): Fate {
  const original = originalPacket(ctx, family);
  const entry = ctx.entry;
  if (original === null || entry === null) return ctx.drop(DROP.MTU_NO_FRAG);
  const { work } = ctx;
  const frame = icmpError(
    {
      ethernet: { dst: ctx.mac(KEY.eth_src), src: ctx.mac(KEY.eth_dst), vlan: vlanAsSent(ctx) },
      src: work.slice(KEY.ip_dst, KEY.ip_dst + 16),
      dst: work.slice(KEY.ip_src, KEY.ip_src + 16),
    },
    family,
    { ...ICMP_ERROR.TOO_BIG[family], mtu },
    original,
  );
  const here = ctx.inPort;
  ctx.inPort = entry;
  sendBy(ctx, entry, frame, ANSWER.TOO_BIG);
  ctx.inPort = here;
  return ctx.drop(DROP.MTU_NO_FRAG);
}

function forbidden(ctx: Context, family: 4 | 6, kind: IcmpKind): boolean {
  const key = asItWas(ctx);
  if ((key[KEY.eth_dst]! & 1) !== 0 && (ctx.written[KEY.eth_dst]! & 1) === 0) return true;
  // A part may be too big for a path like any IPv6 packet (RFC 8201 5.5), unless it may be an error's.
  const spared = family === 6 && kind === ICMP_ERROR.TOO_BIG && key[KEY.ip_proto] !== PROTO.ICMP6;
  if (key[KEY.ip_frag] === FRAG.LATER && !spared) return true;
  const type = getShort(key, KEY.tp_src);
  if (family === 4) {
    const [src, dst] = [key[KEY.ip_src + 12]!, key[KEY.ip_dst + 12]!];
    if (src === 0 || src === 127 || src >= 224 || dst >= 224) return true;
    // Anything but queries and their replies may be an error (RFC 1122 3.2.2).
    const query = type === 0 || type === 8 || (type >= 13 && type <= 18);
    return key[KEY.ip_proto] === PROTO.ICMP && !query;
  }
  const src = key.subarray(KEY.ip_src, KEY.ip_src + 16);
  if (src[0] === 0xff || key[KEY.ip_dst] === 0xff || src.every((byte, i) => byte === 0 || i === 15))
    return true;
  return key[KEY.ip_proto] === PROTO.ICMP6 && (type < 128 || type === 137);
}

/** The address of the port it came in by, else any of the router's. */
function addressOf(ctx: Context, device: VDevice, family: 4 | 6): Uint8Array | null {
  const ports = ctx.snapshot.ports;
  const first = ctx.lastRouterPort;
  if (first !== null && first.device === device.index) {
    for (const own of first.addresses) if (own.family === family) return own.bytes;
  }
  for (const index of device.ports) {
    for (const own of ports[index]!.addresses) if (own.family === family) return own.bytes;
  }
  return null;
}

/** The packet as this router got it: the routers before it took one off its hop limit each. */
function originalPacket(ctx: Context, family: 4 | 6): Uint8Array | null {
  const { data, l3Offset } = ctx.packet;
  const header = family === 4 ? 20 : 40;
  if (l3Offset === 0 || l3Offset + header > data.length) return null;
  const total = family === 4 ? getShort(data, l3Offset + 2) : 40 + getShort(data, l3Offset + 4);
  const bytes = data.slice(l3Offset, Math.min(data.length, l3Offset + Math.max(header, total)));
  const at = family === 4 ? 8 : 7;
  const hops = ctx.translated === 0 ? ctx.ttlDecrements : ctx.translatedAfter;
  bytes[at] = Math.max(0, bytes[at]! - hops);
  if (family === 4) {
    const end = Math.min(bytes.length, (bytes[0]! & 0xf) * 4);
    putShort(bytes, 10, 0);
    putShort(bytes, 10, fold(sumBytes(bytes, 0, end)));
  }
  return bytes;
}

function dontFragment(ctx: Context): boolean {
  const { data, l3Offset } = ctx.packet;
  return l3Offset !== 0 && (data[l3Offset + 6]! & 0x40) !== 0;
}

/** The packet as its sender would know it. */
const asItWas = (ctx: Context): Uint8Array => (ctx.translated === 0 ? ctx.work : ctx.packet.key);

/** The family its sender speaks. */
function familyOf(ctx: Context): 0 | 4 | 6 {
  const type = getShort(asItWas(ctx), KEY.eth_type);
  return type === ETHER.IP4 ? 4 : type === ETHER.IP6 ? 6 : 0;
}
