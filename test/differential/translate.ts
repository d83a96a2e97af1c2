// IPv4 to IPv6 and back as RFC 7915 has it. Part of the second opinion: it must share no code with the worker.
import { DROP } from "../../bindings/layout.js";
import { adjust, checksum, layout, pseudo, putShort, short } from "./bytes.js";
import type { Running } from "./tunnels.js";

interface Old {
  family: 4 | 6;
  tos: number;
  ttl: number;
  protocol: number;
  src: Uint8Array;
  dst: Uint8Array;
  /** In units of 8 bytes. */
  offset: number;
  more: boolean;
  /** It is, or says that it may be, a fragment. */
  part: boolean;
  id: number;
  body: Uint8Array;
}

const MAPPED = Uint8Array.of(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff);
const isMapped = (address: Uint8Array): boolean => MAPPED.every((byte, i) => address[i] === byte);

/** A drop reason; 0: done. `record`: from the family on. */
export function translate(packet: Running, record: Uint8Array): number {
  const to = record[0] === 4 ? 4 : 6;
  const { l3, family } = layout(packet.bytes);
  if (family === 0 || family === to) return DROP.ACTION_INVALID;
  const old = to === 6 ? read4(packet.bytes, l3) : read6(packet.bytes, l3);
  const written = (was: Uint8Array, at: number): Uint8Array =>
    was.map((byte, i) => (byte & ~record[at + 16 + i]!) | (record[at + i]! & record[at + 16 + i]!));
  const [srcWas, dstWas] = to === 6 ? addresses4(packet.bytes, l3) : addresses6(packet.bytes, l3);
  const [src, dst] = [written(srcWas, 4), written(dstWas, 36)];
  if (isMapped(src) !== (to === 4) || isMapped(dst) !== (to === 4)) return DROP.ACTION_INVALID;
  if (old === undefined) return DROP.UNTRANSLATABLE;
  const body = transport(old, to, src, dst);
  if (body === undefined) return DROP.UNTRANSLATABLE;
  const head = packet.bytes.slice(0, l3);
  putShort(head, l3 - 2, to === 4 ? 0x0800 : 0x86dd);
  const now = { ...old, protocol: body.protocol, body: body.bytes };
  const ip = to === 4 ? write4(now, src, dst) : write6(now, src, dst);
  packet.bytes = Uint8Array.of(...head, ...ip, ...body.bytes);
  return 0;
}

const addresses6 = (bytes: Uint8Array, l3: number): [Uint8Array, Uint8Array] => [
  bytes.slice(l3 + 8, l3 + 24),
  bytes.slice(l3 + 24, l3 + 40),
];

const addresses4 = (bytes: Uint8Array, l3: number): [Uint8Array, Uint8Array] => [
  Uint8Array.of(...MAPPED, ...bytes.subarray(l3 + 12, l3 + 16)),
  Uint8Array.of(...MAPPED, ...bytes.subarray(l3 + 16, l3 + 20)),
];

function read4(bytes: Uint8Array, l3: number): Old | undefined {
  const header = (bytes[l3]! & 15) * 4;
  const word = short(bytes, l3 + 6);
  // IPv6 would take them for its own headers.
  if ([0, 43, 44, 51, 60].includes(bytes[l3 + 9]!)) return undefined;
  for (
    let at = l3 + 20;
    at + 2 < l3 + header && bytes[at] !== 0;
    at += bytes[at] === 1 ? 1 : bytes[at + 1]!
  ) {
    if ((bytes[at] === 131 || bytes[at] === 137) && bytes[at + 2]! <= bytes[at + 1]!) return undefined;
    if (bytes[at] === 131 || bytes[at] === 137 || (bytes[at] !== 1 && bytes[at + 1]! < 2)) break;
  }
  return {
    family: 4,
    tos: bytes[l3 + 1]!,
    ttl: bytes[l3 + 8]!,
    protocol: bytes[l3 + 9]!,
    src: bytes.slice(l3 + 12, l3 + 16),
    dst: bytes.slice(l3 + 16, l3 + 20),
    offset: word & 0x1fff,
    more: (word & 0x2000) !== 0,
    part: (word & 0x3fff) !== 0,
    id: short(bytes, l3 + 4),
    body: bytes.slice(l3 + header, l3 + short(bytes, l3 + 2)),
  };
}

function read6(bytes: Uint8Array, l3: number): Old | undefined {
  const [src, dst] = addresses6(bytes, l3);
  const old: Old = {
    ...{ family: 6, src, dst, offset: 0, more: false, part: false, id: 0 },
    tos: (short(bytes, l3) >> 4) & 0xff,
    ttl: bytes[l3 + 7]!,
    protocol: bytes[l3 + 6]!,
    body: bytes,
  };
  let at = l3 + 40;
  while ([0, 43, 44, 60].includes(old.protocol) && old.offset === 0) {
    if (old.protocol === 43 && bytes[at + 3]! > 0) return undefined;
    if (old.protocol === 60 && hasHome(bytes, at)) return undefined;
    const size = old.protocol === 44 ? 8 : (bytes[at + 1]! + 1) * 8;
    if (old.protocol === 44) {
      const word = short(bytes, at + 2);
      Object.assign(old, { part: true, offset: word >> 3, more: (word & 1) !== 0, id: short(bytes, at + 6) });
    }
    old.protocol = bytes[at]!;
    at += size;
  }
  if (old.protocol === 51) return undefined;
  old.body = bytes.slice(at, l3 + 40 + short(bytes, l3 + 4));
  return old;
}

/** RFC 6275 6.3. */
function hasHome(bytes: Uint8Array, at: number): boolean {
  const end = at + (bytes[at + 1]! + 1) * 8;
  for (let option = at + 2; option + 2 <= end; option += bytes[option] === 0 ? 1 : bytes[option + 1]! + 2)
    if (bytes[option] === 201) return true;
  return false;
}

/** What the other family's transport says; undefined: nothing. */
function transport(
  old: Old,
  to: 4 | 6,
  src: Uint8Array,
  dst: Uint8Array,
): { bytes: Uint8Array; protocol: number } | undefined {
  const bytes = old.body.slice();
  const now = to === 4 ? [...src.subarray(12), ...dst.subarray(12)] : [...src, ...dst];
  const was = [...old.src, ...old.dst];
  if (old.protocol === (to === 6 ? 1 : 58)) return echo(old, to, bytes, was, now);
  if (old.protocol === (to === 6 ? 58 : 1)) return undefined;
  const places: { [protocol: number]: number } = { 6: 16, 17: 6, 33: 6, 136: 6 };
  const field = places[old.protocol];
  if (field === undefined || old.offset > 0) return { bytes, protocol: old.protocol };
  const zeroIsNone = old.protocol === 17 || old.protocol === 136;
  if (zeroIsNone && short(bytes, field) === 0) {
    if (to === 4 || old.protocol === 136) return { bytes, protocol: old.protocol };
    if (old.more) return undefined;
    const start = pseudo(Uint8Array.from(now), 0, 16, 17, bytes.length);
    putShort(bytes, 6, checksum(bytes, 0, bytes.length, start) || 0xffff);
    return { bytes, protocol: 17 };
  }
  replace(bytes, field, was, now);
  if (zeroIsNone && short(bytes, field) === 0) putShort(bytes, field, 0xffff);
  return { bytes, protocol: old.protocol };
}

/** RFC 1624; the shorter list has zeros behind it. */
function replace(bytes: Uint8Array, field: number, was: number[], now: number[]): void {
  const size = Math.max(was.length, now.length);
  const padded = (list: number[]): Uint8Array => Uint8Array.from({ length: size }, (_, i) => list[i] ?? 0);
  adjust(bytes, field, padded(was), padded(now));
}

function echo(
  old: Old,
  to: 4 | 6,
  bytes: Uint8Array,
  was: number[],
  now: number[],
): { bytes: Uint8Array; protocol: number } | undefined {
  const [request, reply] = to === 6 ? [8, 0] : [128, 129];
  if (old.offset > 0 || old.more || bytes.length < 8) return undefined;
  if (bytes[0] !== request && bytes[0] !== reply) return undefined;
  const type = to === 6 ? (bytes[0] === request ? 128 : 129) : bytes[0] === request ? 8 : 0;
  const code = bytes[1]!;
  // Length and protocol stand in IPv6's pseudo header.
  const rest = [0, 0, bytes.length >> 8, bytes.length & 0xff, 0, 0, 0, 58];
  const before = to === 6 ? [bytes[0]!, code] : [bytes[0]!, code, ...was, ...rest];
  const after = to === 6 ? [type, code, ...now, ...rest] : [type, code];
  bytes[0] = type;
  replace(bytes, 2, before, after);
  return { bytes, protocol: to === 6 ? 58 : 1 };
}

function write6({ tos, ttl, protocol, offset, more, part, id, body }: Old, src: Uint8Array, dst: Uint8Array) {
  const extension = part
    ? [protocol, 0, (offset << 3) >> 8, ((offset << 3) & 0xff) | (more ? 1 : 0), 0, 0, id >> 8, id & 0xff]
    : [];
  const length = body.length + extension.length;
  const first = [0x60 | (tos >> 4), (tos & 15) << 4, 0, 0, length >> 8, length & 0xff];
  return [...first, part ? 44 : protocol, ttl, ...src, ...dst, ...extension];
}

function write4({ tos, ttl, protocol, offset, more, part, id, body }: Old, src: Uint8Array, dst: Uint8Array) {
  const total = 20 + body.length;
  const place = ({ 6: 16, 17: 6, 1: 2 } as { [protocol: number]: number })[protocol];
  const sum = place === undefined || offset > 0 ? 0 : short(body, place);
  const name = part ? id : total > 1260 ? 0 : sum;
  const word = part ? offset | (more ? 0x2000 : 0) : total > 1260 ? 0x4000 : 0;
  const head = Uint8Array.of(
    ...[0x45, tos, total >> 8, total & 0xff, name >> 8, name & 0xff, word >> 8, word & 0xff],
    ...[ttl, protocol, 0, 0, ...src.subarray(12), ...dst.subarray(12)],
  );
  putShort(head, 10, checksum(head, 0, 20));
  return [...head];
}
