// ICMP errors from one IP version to the other, with the packet they quote (RFC 7915 4.2, 4.3, 5.2, 5.3). Pure.
import type { VNat64 } from "../snapshot.js";
import type { Packet } from "../verdict.js";
import { fold, getShort, putShort, sumBytes } from "./checksum.js";
import { embedded, extracted } from "./embedded.js";
import type { Frame } from "./frame.js";
import { icmpError } from "./icmp.js";

interface Meaning {
  type: number;
  code: number;
  /** Second word: an MTU, or a pointer in its first byte (IPv4) or as a number (IPv6). */
  word: number;
}

const OVERHEAD = 20;
const LEAST_MTU6 = 1280;
const MOST_MTU = 65535;

/** Places in an IPv4 header by places in an IPv6 one, and back (RFC 7915 figures 3 and 6). */
const POINTER4TO6 = new Map([
  ...[
    [0, 0],
    [1, 1],
    [2, 4],
    [3, 4],
    [8, 7],
    [9, 6],
  ],
  ...[12, 13, 14, 15].map((at) => [at, 8]),
  ...[16, 17, 18, 19].map((at) => [at, 24]),
] as [number, number][]);

function pointer6to4(at: number): number | undefined {
  if (at < 2) return at;
  if (at === 4 || at === 5) return 2;
  if (at === 6) return 9;
  if (at === 7) return 8;
  return at < 8 || at > 39 ? undefined : at < 24 ? 12 : 16;
}

/** The error as a frame of the other family; undefined: there is no such error there, or it quotes nothing of ours.
 * `own`: an address of the translator in that family, for senders that have none. */
export function translatedError(
  packet: Packet,
  family: 4 | 6,
  table: VNat64,
  own: Uint8Array | undefined,
): Frame | undefined {
  const { data, l3Offset, l4Offset } = packet;
  if (l3Offset === 0 || l4Offset === 0 || l4Offset + 8 > data.length) return undefined;
  const meaning = family === 4 ? meaning4(data, l4Offset) : meaning6(data, l4Offset);
  const ttl = data[l3Offset + (family === 4 ? 8 : 7)]!;
  if (meaning === undefined || ttl <= 1) return undefined;
  const total = family === 4 ? getShort(data, l3Offset + 2) : 40 + getShort(data, l3Offset + 4);
  const quoted = data.subarray(l4Offset + 8, Math.min(data.length, l3Offset + total));
  const [from, to] = addresses(data, l3Offset, family);
  const src = across(table, family, from) ?? own;
  const dst = across(table, family, to);
  const inner = quote(quoted, family, table);
  if (src === undefined || dst === undefined || inner === undefined) return undefined;
  const tos =
    family === 4 ? data[l3Offset + 1]! : ((data[l3Offset]! & 0xf) << 4) | (data[l3Offset + 1]! >> 4);
  const { type, code, word } = meaning;
  return icmpError(
    { ethernet: { dst: 0, src: 0 }, src, dst, ttl: ttl - 1, tos },
    family === 4 ? 6 : 4,
    { type, code, mtu: word & 0xffff, high: word >>> 16 },
    inner,
  );
}

/** Source and destination of a header, 16 bytes each. */
function addresses(data: Uint8Array, at: number, family: 4 | 6): [Uint8Array, Uint8Array] {
  if (family === 6) return [data.slice(at + 8, at + 24), data.slice(at + 24, at + 40)];
  const mapped = (from: number): Uint8Array =>
    Uint8Array.of(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff, ...data.subarray(from, from + 4));
  return [mapped(at + 12), mapped(at + 16)];
}

/** An address in the other family: of a pair, or of the prefix. */
function across(table: VNat64, family: 4 | 6, address: Uint8Array): Uint8Array | undefined {
  const here = family === 4 ? table.four : table.six;
  const pair = here.findIndex((one) => one.every((byte, i) => byte === address[i]));
  if (pair >= 0) return (family === 4 ? table.six : table.four)[pair];
  return family === 4 ? embedded(table, address.subarray(12)) : extracted(table, address);
}

function meaning4(data: Uint8Array, at: number): Meaning | undefined {
  const [type, code] = [data[at]!, data[at + 1]!];
  if (type === 11) return { type: 3, code, word: 0 };
  if (type === 12) {
    const place = code === 0 || code === 2 ? POINTER4TO6.get(data[at + 4]!) : undefined;
    return place === undefined ? undefined : { type: 4, code: 0, word: place };
  }
  switch (code) {
    case 2:
      return { type: 4, code: 1, word: 6 };
    case 3:
      return { type: 1, code: 4, word: 0 };
    case 4: {
      // A router older than RFC 1191 names none.
      const mtu = getShort(data, at + 6);
      return { type: 2, code: 0, word: Math.min(MOST_MTU, Math.max(LEAST_MTU6, mtu + OVERHEAD)) };
    }
    case 9:
    case 10:
    case 13:
    case 15:
      return { type: 1, code: 1, word: 0 };
    default:
      return code > 13 ? undefined : { type: 1, code: 0, word: 0 };
  }
}

function meaning6(data: Uint8Array, at: number): Meaning | undefined {
  const [type, code] = [data[at]!, data[at + 1]!];
  const word = getShort(data, at + 4) * 0x10000 + getShort(data, at + 6);
  if (type === 3) return { type: 11, code, word: 0 };
  if (type === 2) return { type: 3, code: 4, word: Math.max(68, Math.min(MOST_MTU, word) - OVERHEAD) };
  if (type === 4) {
    if (code === 1) return { type: 3, code: 2, word: 0 };
    const place = code === 0 ? pointer6to4(word) : undefined;
    return place === undefined ? undefined : { type: 12, code: 0, word: place << 24 };
  }
  const unreachable = [1, 10, 1, 1, 3][code];
  return unreachable === undefined ? undefined : { type: 3, code: unreachable, word: 0 };
}

/** The packet that the error quotes, as far as it does; undefined: none that was translated here. */
function quote(data: Uint8Array, family: 4 | 6, table: VNat64): Uint8Array | undefined {
  const least = family === 4 ? 20 : 40;
  if (data.length < least + 8 || data[0]! >> 4 !== family) return undefined;
  const header = family === 4 ? (data[0]! & 15) * 4 : 40;
  const [from, to] = addresses(data, 0, family);
  const [src, dst] = [across(table, family, from), across(table, family, to)];
  if (src === undefined || dst === undefined || data.length < header + 8) return undefined;
  const protocol = data[family === 4 ? 9 : 6]!;
  const rest = data.slice(header);
  // An extension header or a fragment is not looked behind.
  if (family === 6 ? [0, 43, 44, 51, 60].includes(protocol) : (getShort(data, 6) & 0x3fff) !== 0)
    return undefined;
  const size = family === 4 ? getShort(data, 2) - header : getShort(data, 4);
  const carried = family === 4 ? [from.subarray(12), to.subarray(12)] : [from, to];
  const next = family === 4 ? [src, dst] : [src.subarray(12), dst.subarray(12)];
  const echo = mendTransport(rest, protocol, family, carried, next, size);
  const tos = family === 4 ? data[1]! : ((data[0]! & 0xf) << 4) | (data[1]! >> 4);
  const ttl = data[family === 4 ? 8 : 7]!;
  return family === 4
    ? Uint8Array.of(...header6(tos, size, echo, ttl), ...src, ...dst, ...rest)
    : Uint8Array.of(...header4(tos, 20 + size, echo, ttl, next[0]!, next[1]!), ...rest);
}

const header6 = (tos: number, size: number, protocol: number, ttl: number): number[] => [
  ...[0x60 | (tos >> 4), (tos & 0xf) << 4, 0, 0, size >> 8, size & 0xff, protocol, ttl],
];

function header4(
  tos: number,
  total: number,
  protocol: number,
  ttl: number,
  src: Uint8Array,
  dst: Uint8Array,
): Uint8Array {
  const bytes = Uint8Array.of(
    0x45,
    tos,
    total >> 8,
    total & 0xff,
    0,
    0,
    0x40,
    0,
    ttl,
    protocol,
    0,
    0,
    ...src,
    ...dst,
  );
  putShort(bytes, 10, fold(sumBytes(bytes, 0, 20)));
  return bytes;
}

/** Its checksum follows the addresses, an echo's its type too; returns the protocol's number in the other family. */
function mendTransport(
  l4: Uint8Array,
  protocol: number,
  family: 4 | 6,
  old: Uint8Array[],
  now: Uint8Array[],
  size: number,
): number {
  const icmp = family === 4 ? 1 : 58;
  const field = protocol === 6 ? 16 : protocol === 17 ? 6 : protocol === icmp ? 2 : -1;
  const becomes = protocol === icmp ? 59 - icmp : protocol;
  if (field < 0 || field + 2 > l4.length) return becomes;
  const added = (list: Uint8Array[]): number =>
    list.reduce((sum, one) => sumBytes(one, 0, one.length, sum), 0);
  let [before, after] = [added(old), added(now)];
  if (protocol === icmp) {
    // The pseudo header is IPv6's alone.
    const type = family === 4 ? (l4[0] === 8 ? 128 : 129) : l4[0] === 128 ? 8 : 0;
    before = (family === 4 ? 0 : before + size + 58) + getShort(l4, 0);
    l4[0] = type;
    after = (family === 4 ? after + size + 58 : 0) + getShort(l4, 0);
  } else if (protocol === 17 && getShort(l4, field) === 0) return becomes;
  // RFC 1624 equation 3.
  const was = 0xffff - getShort(l4, field);
  putShort(l4, field, fold(was + fold(before) + after));
  return becomes;
}
