// Static translation of IPv4 and IPv6 at a router (RFC 7915): hosts of the table have an address of both families, all of
// IPv4 has addresses under the prefix (RFC 6052). The walk goes on with the packet as it will be. It must never let a bit
// of a translated field pass for one that was not read: what is constant is written, what is kept stays where it was.
import { DROP, FRAG, KEY } from "../../bindings/layout.js";
import { embedded, MAPPED, PLACES } from "./build/embedded.js";
import { ICMP_ERROR } from "./build/icmp.js";
import { translatedError } from "./build/translate-error.js";
import { type Context, FATE, type Fate } from "./context.js";
import { refuse } from "./errors.js";
import { sendFrom } from "./generate.js";
import { ANSWER, STEP } from "./path.js";
import { ETHER, PROTO } from "./protocols.js";
import type { VDevice, VNat64 } from "./snapshot.js";

/** 0: the packet goes on, translated or none of the table's. */
export function translate(ctx: Context, device: VDevice, table: VNat64, family: 4 | 6): Fate | 0 {
  if (family === 6) {
    if (!ctx.prefixIs(KEY.ip_dst, table.bits, table.prefix, 0)) return 0;
  } else if (table.pairs.lookup(ctx, KEY.ip_dst, 4) < 0) return 0;
  const to = family === 6 ? 4 : 6;
  ctx.step(STEP.TRANSLATE, device.index, to);
  // Twice on its way, and nobody could tell its sender what became of it.
  if (ctx.translated !== 0) return ctx.drop(DROP.LOOP);
  const icmp = ctx.byteIs(KEY.ip_proto, family === 6 ? PROTO.ICMP6 : PROTO.ICMP);
  if (icmp) {
    const type = echoType(ctx, family);
    if (type < 0) return error(ctx, device, table, family);
    ctx.write(KEY.tp_src, Uint8Array.of(0, type), 0, 2);
    ctx.write(KEY.ip_proto, Uint8Array.of(family === 6 ? PROTO.ICMP : PROTO.ICMP6), 0, 1);
  }
  const known = table.pairs.lookup(ctx, family === 6 ? KEY.ip_src : KEY.ip_dst, family);
  if (known < 0) return refuse(ctx, device, DROP.NO_PAIR, ICMP_ERROR.SOURCE);
  if (family === 6) {
    ctx.write(KEY.ip_src, table.four[known]!, 0, 16);
    extract(ctx, table, KEY.ip_dst);
  } else {
    ctx.write(KEY.ip_dst, table.six[known]!, 0, 16);
    embed(ctx, table, KEY.ip_src);
  }
  ctx.writeShort(KEY.eth_type, to === 4 ? ETHER.IP4 : ETHER.IP6);
  ctx.translated = to;
  ctx.translator = device;
  ctx.translatedAfter = ctx.ttlDecrements;
  return 0;
}

/** The other family's type of an echo message that is no fragment; -1 for anything else. */
function echoType(ctx: Context, family: 4 | 6): number {
  if (!ctx.byteIs(KEY.ip_frag, FRAG.NONE, 3)) return -1;
  const [request, reply] = family === 6 ? [128, 129] : [8, 0];
  if (ctx.shortIs(KEY.tp_src, request)) return family === 6 ? 8 : 128;
  return ctx.shortIs(KEY.tp_src, reply) ? (family === 6 ? 0 : 129) : -1;
}

/** Under a /96 the four bytes stand where a key has those of IPv4: they stay, unread. Under others they move, read. */
function extract(ctx: Context, { bits }: VNat64, field: number): void {
  const four = MAPPED.slice();
  if (bits !== 96) for (const [i, place] of PLACES[bits]!.entries()) four[12 + i] = ctx.byte(field + place);
  ctx.write(field, four, 0, bits === 96 ? 12 : 16);
}

function embed(ctx: Context, { bits, prefix }: VNat64, field: number): void {
  if (bits !== 96) {
    ctx.exact(field + 12, 4);
    ctx.write(field, embedded({ bits, prefix }, ctx.work.subarray(field + 12, field + 16)), 0, 16);
  } else ctx.write(field, prefix, 0, 12);
}

/** An error is translated here, with the packet it quotes; other messages mean nothing across (RFC 7915 4.2, 5.2). */
function error(ctx: Context, device: VDevice, table: VNat64, family: 4 | 6): Fate {
  if (!ctx.byteIs(KEY.ip_frag, FRAG.NONE, 3)) return ctx.drop(DROP.UNTRANSLATABLE);
  const type = ctx.short(KEY.tp_src);
  const isError = family === 6 ? type >= 1 && type <= 4 : type === 3 || type === 11 || type === 12;
  if (!isError) return ctx.drop(DROP.UNTRANSLATABLE);
  // From here on the packet itself is looked at.
  ctx.once = true;
  const own = device.ports
    .flatMap((port) => ctx.snapshot.ports[port]!.addresses)
    .find((address) => address.family !== family);
  const frame = translatedError(ctx.packet, family, table, own?.bytes);
  if (frame === undefined) return ctx.drop(DROP.UNTRANSLATABLE);
  const fate = sendFrom(ctx, device, frame, ANSWER.TRANSLATED);
  return fate === FATE.WAITING ? fate : FATE.CONSUMED;
}
