// How large a packet may be on its way, and how large the segments two TCP ends agree on. What the packet's size is no
// key says: the worker is told the limit, and asks when a packet is over it. It must never read more than it needs to.
import * as layout from "../../bindings/layout.js";
import type { Context, Fate } from "./context.js";
import * as context from "./context.js";
import * as protocols from "./protocols.js";
import type { VPort } from "./snapshot.js";

// Folded, as imports are not (words.ts).
const { DROP, KEY } = layout;
const { FATE } = context;
const { PROTO } = protocols;

const SYN = 0x02;
/** Every IPv4 link takes this much (RFC 791 3.2). */
const LEAST = 68;

/** The packet leaves by a port of limited MTU: 0, or it was too large. A bridge tells nobody, so only what has crossed a
 * router is asked; what came in is no larger than the port it came in by takes. */
export function narrow(ctx: Context, port: VPort): Fate | 0 {
  if (ctx.lastRouterPort === null || ctx.parent !== null || ctx.copying.length > 0) return 0;
  const limit = asItCame(ctx, port.mtu);
  const known = ctx.pathMtu !== 0 ? ctx.pathMtu : (ctx.entry?.most ?? 0);
  if (known !== 0 && known <= limit) return 0;
  ctx.pathMtu = limit;
  if (ctx.exception?.kind !== "path-mtu" || ctx.exception.mtu !== limit) return 0;
  if (ctx.tooBig) return ctx.drop(DROP.MTU_NO_FRAG);
  ctx.tooBig = true;
  const fate = ctx.walk.tooBig(ctx, limit);
  return fate === FATE.SENT ? ctx.drop(DROP.MTU_NO_FRAG) : fate;
}

/** A limit behind a translation, for the packet in front of it (RFC 7915 4 and 5): headers of 20 bytes for 40, and where
 * IPv6 has fragments 8 more. */
export function asItCame(ctx: Context, mtu: number): number {
  if (ctx.translated === 0) return mtu;
  return ctx.translated === 4 ? Math.min(0xffff, mtu + 20) : Math.max(LEAST, mtu - 28);
}

/** SYNs that pass this port, in or out, offer no larger segments than it takes. */
export function clamp(ctx: Context, port: VPort): void {
  if (!ctx.isIp() || !ctx.byteIs(KEY.ip_proto, PROTO.TCP) || !ctx.byteIs(KEY.tcp_flags, SYN, SYN)) return;
  const mss = ctx.work[KEY.eth_type] === 0x86 ? port.mss6 : port.mss4;
  if (ctx.mss === 0 || mss < ctx.mss) ctx.mss = mss;
}
