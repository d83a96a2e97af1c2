// ICMP and ICMPv6: echo replies and errors (RFC 792, RFC 4443). Pure; who may be answered is not decided here.
import { KEY } from "../../../bindings/layout.js";
import { putShort } from "./checksum.js";
import { type Frame, finishChecksum, type IpFields, ip } from "./frame.js";

/** Most an error may be long: RFC 1812 4.3.2.3 and RFC 4443 2.4(c). */
const LONGEST = { 4: 576, 6: 1280 } as const;
/** Precedence "internetwork control" (RFC 1812 4.3.2.5); IPv6 knows no such rule. */
const TOS = { 4: 0xc0, 6: 0 } as const;

/** Type, code and the second word of an error's header. */
export interface IcmpError {
  type: number;
  code: number;
  /** Next-hop MTU or pointer where the error carries one, 0 else. */
  mtu: number;
  /** The word's other half; 0 when absent. */
  high?: number;
}

/** What went wrong, in both families' words. */
export const ICMP_ERROR = {
  NO_ROUTE: { 4: { type: 3, code: 0 }, 6: { type: 1, code: 0 } },
  HOST: { 4: { type: 3, code: 1 }, 6: { type: 1, code: 3 } },
  /** IPv6: an unrecognized next header, at the place told (RFC 8200 4). */
  PROTOCOL: { 4: { type: 3, code: 2 }, 6: { type: 4, code: 1 } },
  PORT: { 4: { type: 3, code: 3 }, 6: { type: 1, code: 4 } },
  PROHIBITED: { 4: { type: 3, code: 13 }, 6: { type: 1, code: 1 } },
  /** RFC 7915 5.1: an IPv6 source that IPv4 has no address for. */
  SOURCE: { 4: { type: 3, code: 13 }, 6: { type: 1, code: 5 } },
  TOO_BIG: { 4: { type: 3, code: 4 }, 6: { type: 2, code: 0 } },
  HOP_LIMIT: { 4: { type: 11, code: 0 }, 6: { type: 3, code: 0 } },
} as const;

export type IcmpKind = (typeof ICMP_ERROR)[keyof typeof ICMP_ERROR];

/** `original`: the packet the error speaks of, from its IP header on. */
export function icmpError(
  fields: Omit<IpFields, "protocol">,
  family: 4 | 6,
  error: IcmpError,
  original: Uint8Array,
): Frame {
  const header = family === 4 ? 20 : 40;
  const room = LONGEST[family] - header - 8;
  const carried = original.subarray(0, Math.min(room, original.length));
  const frame = ip(
    { tos: TOS[family], ...fields, protocol: family === 4 ? 1 : 58 },
    family,
    8 + carried.length,
  );
  const { data, l4Offset: at } = frame;
  // RFC 1191 4: the MTU stands in the low half of the second word; RFC 4443 3.2: it is the word.
  putShort(data, at + 4, error.high ?? 0);
  putShort(data, at + 6, error.mtu);
  data.set(carried, at + 8);
  return finish(frame, family, error.type, error.code);
}

/** `body`: of the request from its identifier on. */
export function echoReply(fields: Omit<IpFields, "protocol">, family: 4 | 6, body: Uint8Array): Frame {
  const frame = ip({ ...fields, protocol: family === 4 ? 1 : 58 }, family, 4 + body.length);
  frame.data.set(body, frame.l4Offset + 4);
  frame.key[KEY.icmp_id] = body[0] ?? 0;
  frame.key[KEY.icmp_id + 1] = body[1] ?? 0;
  return finish(frame, family, family === 4 ? 0 : 129, 0);
}

function finish(frame: Frame, family: 4 | 6, type: number, code: number): Frame {
  const { data, key, l4Offset: at } = frame;
  data[at] = type;
  data[at + 1] = code;
  finishChecksum(frame, at + 2, family === 6);
  putShort(key, KEY.tp_src, type);
  putShort(key, KEY.tp_dst, code);
  return frame;
}
