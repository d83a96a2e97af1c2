// The addresses inside an ICMP error, which no key holds: who reads them makes the verdict hold for one packet only.
// Packets that are no ICMP error are told apart by their key alone.
import { KEY } from "../../bindings/layout.js";
import type { Context } from "./context.js";
import { ETHER, PROTO } from "./protocols.js";

/** ICMP errors (RFC 792, RFC 1122 3.2.2). Any other type carries no packet. */
const isError4 = (type: number): boolean =>
  type === 3 || type === 4 || type === 5 || type === 11 || type === 12;

/** Is the packet an ICMP or ICMPv6 error? Marks what tells. */
export function isIcmpError(ctx: Context): boolean {
  if (ctx.shortIs(KEY.eth_type, ETHER.IP4)) {
    if (!ctx.byteIs(KEY.ip_proto, PROTO.ICMP) || !ctx.byteIs(KEY.ip_frag, 0, 2)) return false;
    return isError4(ctx.short(KEY.tp_src));
  }
  if (!ctx.shortIs(KEY.eth_type, ETHER.IP6)) return false;
  // RFC 4443 2.1: errors have types 0 to 127. 0 is also what a later fragment's key holds.
  return (
    ctx.byteIs(KEY.ip_proto, PROTO.ICMP6) && ctx.byteIs(KEY.ip_frag, 0, 2) && ctx.shortIn(KEY.tp_src, 1, 127)
  );
}

/** `side` 0 = source, 1 = destination; the prefix is bytes[at..] with `bits` of 16 bytes. */
export function embeddedAddressIs(
  ctx: Context,
  side: number,
  bytes: Uint8Array,
  at: number,
  bits: number,
): boolean {
  if (!isIcmpError(ctx)) return false;
  ctx.once = true;
  const { data, l4Offset } = ctx.packet;
  if (l4Offset === 0) return false;
  const start = l4Offset + 8;
  const version = data[start]! >> 4;
  const mapped = bits >= 96 && bytes[at + 10] === 0xff && bytes[at + 11] === 0xff && bytes[at] === 0;
  const size = version === 4 ? 4 : 16;
  const field = start + (version === 4 ? 12 : 8) + side * size;
  if ((version !== 4 && version !== 6) || (version === 4) !== mapped || field + size > data.length)
    return false;
  for (let bit = mapped ? 96 : 0; bit < bits; bit++) {
    const have = data[field + (bit >> 3) - (mapped ? 12 : 0)]!;
    if (((have ^ bytes[at + (bit >> 3)]!) & (0x80 >> (bit & 7))) !== 0) return false;
  }
  return true;
}
