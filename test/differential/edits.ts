// SET, DEC_TTL and VLAN actions on a plain frame's bytes, checksums kept by RFC 1624. Part of the second opinion: it
// must share no code with the worker.
import { DROP, KEY } from "../../bindings/layout.js";
import { adjust, crc32c, type Layout, layout, putShort, short } from "./bytes.js";

interface Bytes {
  bytes: Uint8Array;
}

const merge = (old: Uint8Array, value: Uint8Array, mask: Uint8Array): Uint8Array =>
  old.map((byte, i) => (byte & ~mask[i]! & 0xff) | (value[i]! & mask[i]!));

/** Where the transport checksum is; 0: the protocol has none that an address or port is part of. */
function checksumAt({ l4, protocol, family }: Layout): number {
  if (l4 === 0) return 0;
  const offset: { [protocol: number]: number } = { 6: 16, 17: 6, 136: 6, 33: 6, [family === 4 ? 1 : 58]: 2 };
  return offset[protocol] === undefined ? 0 : l4 + offset[protocol];
}

function followTransport(bytes: Uint8Array, at: Layout, old: Uint8Array, now: Uint8Array): void {
  const field = checksumAt(at);
  const zeroIsNone = at.protocol === 17 || at.protocol === 136;
  if (field === 0 || (zeroIsNone && short(bytes, field) === 0)) return;
  adjust(bytes, field, old, now);
  if (zeroIsNone && short(bytes, field) === 0) putShort(bytes, field, 0xffff);
}

/** A drop reason; 0: done. `value` and `mask` as in the key, left-aligned. */
export function setField(packet: Bytes, field: number, value: Uint8Array, mask: Uint8Array): number {
  const { bytes } = packet;
  const at = layout(bytes);
  switch (field) {
    case KEY.eth_dst:
    case KEY.eth_src: {
      const place = field === KEY.eth_dst ? 0 : 6;
      bytes.set(merge(bytes.slice(place, place + 6), value, mask), place);
      return 0;
    }
    case KEY.vlan_tci:
      if (at.tags === 0) return DROP.ACTION_INVALID;
      // Bit 12 of the key says "tagged"; on the wire it is DEI and stays.
      bytes.set(merge(bytes.slice(14, 16), value, Uint8Array.of(mask[0]! & 0xef, mask[1]!)), 14);
      return 0;
    case KEY.ip_src:
    case KEY.ip_dst:
      return setAddress(bytes, at, field === KEY.ip_dst, value, mask);
    case KEY.ip_tos: {
      if (at.family === 0) return DROP.ACTION_INVALID;
      const old = at.family === 4 ? bytes[at.l3 + 1]! : (short(bytes, at.l3) >> 4) & 0xff;
      setTos(bytes, (old & ~mask[0]! & 0xff) | (value[0]! & mask[0]!));
      return 0;
    }
    case KEY.tp_src:
    case KEY.tp_dst:
      return setPort(bytes, at, field === KEY.tp_dst, value, mask);
    case KEY.icmp_id: {
      const echo = at.family === 4 ? [8, 0] : [128, 129];
      const icmp = at.l4 !== 0 && at.protocol === (at.family === 4 ? 1 : 58);
      if (at.family === 0 || !icmp || !echo.includes(bytes[at.l4]!)) return DROP.ACTION_INVALID;
      replaceWord(bytes, at, at.l4 + 4, merge(bytes.slice(at.l4 + 4, at.l4 + 6), value, mask));
      return 0;
    }
  }
  throw new Error(`the field at ${field} is none that may be set`);
}

function setAddress(
  bytes: Uint8Array,
  at: Layout,
  isDst: boolean,
  value: Uint8Array,
  mask: Uint8Array,
): number {
  const arp = at.type === 0x0806 && aboutIpv4(bytes, at.l3);
  if (at.family === 0 && !arp) return DROP.ACTION_INVALID;
  // A key holds ::ffff:a.b.c.d; no other is one of IPv4.
  if (at.family !== 6 && !merge(MAPPED, value, mask).every((byte, i) => byte === MAPPED[i]))
    return DROP.ACTION_INVALID;
  if (arp) {
    const place = at.l3 + (isDst ? 24 : 14);
    bytes.set(merge(bytes.slice(place, place + 4), value.subarray(12), mask.subarray(12)), place);
    return 0;
  }
  const size = at.family === 4 ? 4 : 16;
  const place = at.l3 + (at.family === 4 ? 12 : 8) + (isDst ? size : 0);
  const old = bytes.slice(place, place + size);
  const now = merge(old, value.subarray(16 - size), mask.subarray(16 - size));
  const replaced =
    at.l4 !== 0 && (at.family === 4 ? sourceRouted(bytes, at, isDst) : rerouted(bytes, at, isDst));
  // ICMP over IPv4 has no pseudo header.
  if (!(at.family === 4 && at.protocol === 1) && !replaced) followTransport(bytes, at, old, now);
  if (at.family === 4) adjust(bytes, at.l3 + 10, old, now);
  bytes.set(now, place);
  return 0;
}

const MAPPED = Uint8Array.of(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff);

/** RFC 826: hardware Ethernet, protocol IPv4, their lengths. */
const aboutIpv4 = (bytes: Uint8Array, at: number): boolean =>
  [0, 1, 8, 0, 6, 4].every((byte, i) => bytes[at + i] === byte);

/** RFC 791 3.1: with hops left, the pseudo header has the last of them. */
function sourceRouted(bytes: Uint8Array, { l3, l4 }: Layout, isDst: boolean): boolean {
  for (
    let at = l3 + 20;
    isDst && at + 2 < l4 && bytes[at] !== 0;
    at += bytes[at] === 1 ? 1 : bytes[at + 1]!
  ) {
    if (bytes[at] === 131 || bytes[at] === 137) return bytes[at + 2]! <= bytes[at + 1]!;
    if (bytes[at] !== 1 && bytes[at + 1]! < 2) return false;
  }
  return false;
}

/** RFC 8200 8.1: a routing header with segments left, or a home address (RFC 6275), stands in the pseudo header. */
function rerouted(bytes: Uint8Array, { l3, l4 }: Layout, isDst: boolean): boolean {
  let next = bytes[l3 + 6]!;
  for (let at = l3 + 40; at < l4; ) {
    const length = next === 44 ? 8 : next === 51 ? (bytes[at + 1]! + 2) * 4 : (bytes[at + 1]! + 1) * 8;
    if (next === 43 && isDst && bytes[at + 3]! > 0) return true;
    if (next === 60 && !isDst) {
      for (
        let option = at + 2;
        option < at + length;
        option += bytes[option] === 0 ? 1 : bytes[option + 1]! + 2
      )
        if (bytes[option] === 201) return true;
    }
    next = bytes[at]!;
    at += length;
  }
  return false;
}

export function setTos(bytes: Uint8Array, tos: number): void {
  const { l3, family } = layout(bytes);
  if (family === 4) {
    adjust(bytes, l3 + 10, bytes.slice(l3, l3 + 2), Uint8Array.of(bytes[l3]!, tos));
    bytes[l3 + 1] = tos;
  } else putShort(bytes, l3, (short(bytes, l3) & 0xf00f) | (tos << 4));
}

function replaceWord(bytes: Uint8Array, at: Layout, place: number, now: Uint8Array): void {
  const old = bytes.slice(place, place + 2);
  bytes.set(now, place);
  followTransport(bytes, at, old, now);
}

function setPort(bytes: Uint8Array, at: Layout, isDst: boolean, value: Uint8Array, mask: Uint8Array): number {
  if (at.family === 0) return DROP.ACTION_INVALID;
  if (at.later) return 0;
  if (at.protocol === (at.family === 4 ? 1 : 58)) {
    // Type and code, each as a 16-bit number.
    if ((value[0]! & mask[0]!) !== 0) return DROP.ACTION_INVALID;
    const now = bytes.slice(at.l4, at.l4 + 2);
    const which = isDst ? 1 : 0;
    now[which] = (now[which]! & ~mask[1]! & 0xff) | (value[1]! & mask[1]!);
    replaceWord(bytes, at, at.l4, now);
    return 0;
  }
  if (![6, 17, 132].includes(at.protocol)) return DROP.ACTION_INVALID;
  const place = at.l4 + (isDst ? 2 : 0);
  const now = merge(bytes.slice(place, place + 2), value, mask);
  if (at.protocol === 132) return setSctpPort(bytes, at, place, now);
  replaceWord(bytes, at, place, now);
  return 0;
}

/** RFC 9260: a right checksum is right again; a wrong one stays wrong by as much, zero stays zero. */
function setSctpPort(bytes: Uint8Array, at: Layout, place: number, now: Uint8Array): number {
  if (at.fragment) return DROP.ACTION_INVALID;
  const end = at.l3 + at.ipLength;
  const had = bytes.slice(at.l4 + 8, at.l4 + 12);
  const sum = (): Uint8Array => {
    bytes.fill(0, at.l4 + 8, at.l4 + 12);
    return crc32c(bytes, at.l4, end);
  };
  const before = sum();
  bytes.set(now, place);
  const after = sum();
  const zero = had.every((byte) => byte === 0);
  bytes.set(zero ? had : had.map((byte, i) => byte ^ before[i]! ^ after[i]!), at.l4 + 8);
  return 0;
}

export function decTtl(bytes: Uint8Array): number {
  const { l3, family } = layout(bytes);
  if (family === 0) return DROP.ACTION_INVALID;
  if (family === 4) {
    adjust(bytes, l3 + 10, bytes.slice(l3 + 8, l3 + 10), Uint8Array.of(bytes[l3 + 8]! - 1, bytes[l3 + 9]!));
    bytes[l3 + 8]!--;
  } else bytes[l3 + 7]!--;
  return 0;
}

export function popVlan(packet: Bytes): number {
  if (layout(packet.bytes).tags === 0) return DROP.ACTION_INVALID;
  packet.bytes = Uint8Array.of(...packet.bytes.subarray(0, 12), ...packet.bytes.subarray(16));
  return 0;
}

export function pushVlan(packet: Bytes, tpid: number, tci: number): number {
  const tag = [tpid >> 8, tpid & 0xff, tci >> 8, tci & 0xff];
  packet.bytes = Uint8Array.of(...packet.bytes.subarray(0, 12), ...tag, ...packet.bytes.subarray(12));
  return 0;
}
