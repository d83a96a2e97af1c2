// A plain Ethernet frame as the standards lay it out, and the sums over it. It must share nothing with the worker or
// the simulation: it is the second opinion.

export interface Layout {
  /** Ethernet header with its tags, bytes. */
  l3: number;
  tags: number;
  /** EtherType behind the tags. */
  type: number;
  /** 0: no IP. */
  family: 0 | 4 | 6;
  /** Last next header reached. */
  protocol: number;
  /** 0: none, or a later fragment. */
  l4: number;
  later: boolean;
  fragment: boolean;
  /** From the IP header to the end it declares. */
  ipLength: number;
}

export const short = (bytes: Uint8Array, at: number): number => (bytes[at]! << 8) | bytes[at + 1]!;

export function putShort(bytes: Uint8Array, at: number, value: number): void {
  bytes[at] = (value >> 8) & 0xff;
  bytes[at + 1] = value & 0xff;
}

const isTag = (type: number): boolean => type === 0x8100 || type === 0x88a8;

/** A frame whose headers are all there. `at`: where it starts. */
export function layout(bytes: Uint8Array, at = 0): Layout {
  let l3 = at + 14;
  let tags = 0;
  while (tags < 2 && isTag(short(bytes, l3 - 2))) {
    l3 += 4;
    tags++;
  }
  return network(bytes, l3, short(bytes, l3 - 2), tags);
}

/** The same from the network header on. */
export function network(bytes: Uint8Array, l3: number, type: number, tags: number): Layout {
  const found: Layout = {
    ...{ l3, tags, type, family: 0, protocol: 0, l4: 0, later: false, fragment: false, ipLength: 0 },
  };
  if (type === 0x0800) {
    const fragment = short(bytes, l3 + 6);
    found.family = 4;
    found.protocol = bytes[l3 + 9]!;
    found.ipLength = short(bytes, l3 + 2);
    found.later = (fragment & 0x1fff) !== 0;
    found.fragment = (fragment & 0x3fff) !== 0;
    if (!found.later) found.l4 = l3 + (bytes[l3]! & 15) * 4;
  } else if (type === 0x86dd) {
    found.family = 6;
    found.ipLength = 40 + short(bytes, l3 + 4);
    extensions(bytes, found);
  }
  return found;
}

/** RFC 8200 section 4. */
function extensions(bytes: Uint8Array, found: Layout): void {
  let next = bytes[found.l3 + 6]!;
  let at = found.l3 + 40;
  while ([0, 43, 44, 51, 60].includes(next)) {
    const length = next === 44 ? 8 : next === 51 ? (bytes[at + 1]! + 2) * 4 : (bytes[at + 1]! + 1) * 8;
    if (next === 44) {
      const word = short(bytes, at + 2);
      if ((word & 0xfff9) !== 0) found.fragment = true;
      if ((word & 0xfff8) !== 0) found.later = true;
    }
    next = bytes[at]!;
    at += length;
    if (found.later) break;
  }
  found.protocol = next;
  if (!found.later) found.l4 = at;
}

/** RFC 1071: the folded sum, not complemented. */
export function sum(bytes: Uint8Array, from: number, to: number, start = 0): number {
  let total = start;
  for (let at = from; at < to; at++) total += at % 2 === from % 2 ? bytes[at]! * 256 : bytes[at]!;
  while (total > 0xffff) total = (total % 0x10000) + Math.floor(total / 0x10000);
  return total;
}

export const checksum = (bytes: Uint8Array, from: number, to: number, start = 0): number =>
  0xffff - sum(bytes, from, to, start);

/** Of the pseudo header (RFC 768, RFC 8200 section 8.1); `size` bytes an address, source and destination together. */
export const pseudo = (
  bytes: Uint8Array,
  at: number,
  size: number,
  protocol: number,
  length: number,
): number => sum(bytes, at, at + 2 * size, protocol + length);

/** RFC 1624 equation 3: the checksum at `field` after bytes that were `old` became `now`. Even lengths. */
export function adjust(bytes: Uint8Array, field: number, old: Uint8Array, now: Uint8Array): void {
  let total = 0xffff - short(bytes, field);
  for (let i = 0; i < old.length; i += 2) total += 0xffff - short(old, i) + short(now, i);
  while (total > 0xffff) total = (total & 0xffff) + (total >>> 16);
  putShort(bytes, field, 0xffff - total);
}

/** CRC32c (RFC 9260 appendix A) of the bytes, as SCTP writes it. */
export function crc32c(bytes: Uint8Array, from: number, to: number): Uint8Array {
  let crc = 0xffffffff;
  for (let at = from; at < to; at++) {
    crc ^= bytes[at]!;
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0x82f63b78 : 0);
  }
  crc = ~crc >>> 0;
  return Uint8Array.of(crc, crc >>> 8, crc >>> 16, crc >>> 24);
}
