// Whether ARP or neighbour discovery names another MAC for its sender than the frame comes from. No key holds what they
// name: who asks makes the verdict hold for one packet only. Other packets are told apart by their key alone.
import { KEY } from "../../bindings/layout.js";
import type { Context } from "./context.js";
import { ETHER, PROTO } from "./protocols.js";

/** Where the options begin: RFC 4861 4.1 to 4.5, by type from 133 on. */
const OPTIONS = Uint8Array.of(8, 16, 24, 24, 40);
const FIRST_TYPE = 133;
const LAST_TYPE = 137;
/** Source and target link-layer address. */
const LINK_LAYER = 2;

export function namesForeignMac(ctx: Context): boolean {
  const { data, l3Offset, l4Offset } = ctx.packet;
  if (ctx.shortIs(KEY.eth_type, ETHER.ARP)) {
    ctx.once = true;
    return l3Offset === 0 || !isSource(ctx, data, l3Offset + 8);
  }
  if (!ctx.shortIs(KEY.eth_type, ETHER.IP6) || !ctx.byteIs(KEY.ip_proto, PROTO.ICMP6)) return false;
  if (!ctx.byteIs(KEY.ip_frag, 0, 2) || !ctx.shortIn(KEY.tp_src, FIRST_TYPE, LAST_TYPE)) return false;
  ctx.once = true;
  if (l4Offset === 0) return true;
  const type = ctx.byte(KEY.tp_src + 1);
  for (let at = l4Offset + OPTIONS[type - FIRST_TYPE]!; at + 8 <= data.length; at += data[at + 1]! * 8) {
    if (data[at + 1] === 0) return true;
    if (data[at]! > 0 && data[at]! <= LINK_LAYER && !isSource(ctx, data, at + 2)) return true;
  }
  return false;
}

function isSource({ work }: Context, data: Uint8Array, at: number): boolean {
  for (let i = 0; i < 6; i++) if (data[at + i] !== work[KEY.eth_src + i]) return false;
  return true;
}
