// Packets to a router's own addresses: echo requests are answered, other questions get the error that says nobody
// listens, TCP a reset. Nothing else runs on a router here.
import { DROP, FRAG, KEY } from "../../bindings/layout.js";
import { getShort } from "./build/checksum.js";
import { echoReply, ICMP_ERROR } from "./build/icmp.js";
import { reset } from "./build/tcp.js";
import { ANSWERED_MS, type Context, FATE, type Fate } from "./context.js";
import { WROTE } from "./emit.js";
import { mayTell, sendError } from "./errors.js";
import { sendFrom } from "./generate.js";
import { ANSWER, STEP } from "./path.js";
import { PROTO } from "./protocols.js";
import type { VDevice } from "./snapshot.js";

export function deliver(ctx: Context, device: VDevice, family: 4 | 6): Fate {
  // The router's own addresses are not reached through its translation.
  if (ctx.translated !== 0) return ctx.drop(DROP.NO_MEMBER);
  if (!ctx.byteIs(KEY.ip_frag, FRAG.NONE, 3)) return ctx.drop(DROP.NO_MEMBER);
  const icmp = family === 4 ? PROTO.ICMP : PROTO.ICMP6;
  if (ctx.byteIs(KEY.ip_proto, icmp)) {
    if (!ctx.shortIs(KEY.tp_src, family === 4 ? 8 : 128)) return ctx.drop(DROP.NO_MEMBER);
    return echo(ctx, device, family);
  }
  const tcp = ctx.byteIs(KEY.ip_proto, PROTO.TCP);
  if (!tcp && !ctx.byteIs(KEY.ip_proto, PROTO.UDP)) {
    sendError(ctx, device, ICMP_ERROR.PROTOCOL, family === 6 ? nextHeaderAt(ctx) : 0);
    return ctx.drop(DROP.NO_MEMBER, ANSWERED_MS);
  }
  // A trace ends here: each probe wants its own answer.
  if (tcp) hangUp(ctx, device, family);
  else sendError(ctx, device, ICMP_ERROR.PORT);
  ctx.once = true;
  return ctx.drop(DROP.NO_MEMBER);
}

/** Where an IPv6 packet says what nobody here understands: its last next-header field, from its header on. */
function nextHeaderAt({ packet: { data, l3Offset, l4Offset } }: Context): number {
  let [field, at] = [6, 40];
  while (l4Offset > 0 && l3Offset + at < l4Offset) {
    field = at;
    at += (data[l3Offset + at + 1]! + 1) * 8;
  }
  return field;
}

/** No port is open: the connection is refused (RFC 9293 3.10.7.1). Never waits, as errors never do. */
function hangUp(ctx: Context, device: VDevice, family: 4 | 6): void {
  const { data, l3Offset, l4Offset } = ctx.packet;
  if (l4Offset === 0 || !mayTell(ctx, family, ICMP_ERROR.PORT)) return;
  const total = family === 4 ? getShort(data, l3Offset + 2) : 40 + getShort(data, l3Offset + 4);
  const { work } = ctx;
  const fields = {
    ethernet: { dst: 0, src: 0 },
    src: work.slice(KEY.ip_dst, KEY.ip_dst + 16),
    dst: work.slice(KEY.ip_src, KEY.ip_src + 16),
  };
  const frame = reset(fields, family, data.subarray(l4Offset), l3Offset + total - l4Offset);
  if (frame === null) return;
  sendFrom(ctx, device, frame, ANSWER.RESET);
  ctx.wait = null;
}

function echo(ctx: Context, device: VDevice, family: 4 | 6): Fate {
  const { data, length, l3Offset, l4Offset } = ctx.packet;
  const { work } = ctx;
  // From here on the packet itself is looked at, not its key alone.
  ctx.once = true;
  if (ctx.copying.length > 0) return FATE.CONSUMED;
  if (l3Offset === 0 || l4Offset === 0) return FATE.CONSUMED;
  const total = family === 4 ? getShort(data, l3Offset + 2) : 40 + getShort(data, l3Offset + 4);
  const end = l3Offset + total;
  if (end > length) return ctx.drop(DROP.NO_MEMBER);
  if (end > data.length) return turnRound(ctx, device, family);
  const frame = echoReply(
    {
      ethernet: { dst: 0, src: 0 },
      src: work.slice(KEY.ip_dst, KEY.ip_dst + 16),
      dst: work.slice(KEY.ip_src, KEY.ip_src + 16),
      tos: work[KEY.ip_tos]!,
    },
    family,
    data.subarray(l4Offset + 4, end),
  );
  return sendFrom(ctx, device, frame, ANSWER.ECHO_REPLY) === FATE.WAITING ? FATE.WAITING : FATE.CONSUMED;
}

/** A request longer than what came up: the packet itself becomes the reply, its hop limit what it was. */
function turnRound(ctx: Context, device: VDevice, family: 4 | 6): Fate {
  const [src, dst] = [
    ctx.work.slice(KEY.ip_src, KEY.ip_src + 16),
    ctx.work.slice(KEY.ip_dst, KEY.ip_dst + 16),
  ];
  ctx.write(KEY.ip_src, dst, 0, 16);
  ctx.write(KEY.ip_dst, src, 0, 16);
  ctx.write(KEY.tp_src, Uint8Array.of(0, family === 4 ? 0 : 129), 0, 2);
  ctx.wrote(WROTE.IP_SRC | WROTE.IP_DST | WROTE.TP_SRC);
  ctx.step(STEP.ANSWER, ctx.inPort === null ? -1 : ctx.inPort.index, ANSWER.ECHO_REPLY);
  return ctx.walk.originated(ctx, device);
}
