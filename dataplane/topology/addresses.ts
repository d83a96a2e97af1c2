// Addresses as people write them, to and from the bytes the flow key holds. Pure; never looks anything up.
// An IP address is 16 bytes in wire order, IPv4 as ::ffff:a.b.c.d (RFC 4291 2.5.5.2); a MAC is a 48-bit number.
// Parsers answer undefined for text that is not exactly one such address; formatting follows RFC 5952.

export type Family = 4 | 6;

export interface Ip {
  family: Family;
  /** 16 bytes. */
  bytes: Uint8Array;
}

/** An address with a prefix length; host bits are kept as written. */
export interface Prefix extends Ip {
  /** As written: 0..32 or 0..128. */
  length: number;
  /** In the 16 bytes: IPv4 counts from 96. */
  bits: number;
}

const MAC = /^[0-9a-f]{2}(:[0-9a-f]{2}){5}$/i;
const IPV4 = /^(0|[1-9]\d{0,2})\.(0|[1-9]\d{0,2})\.(0|[1-9]\d{0,2})\.(0|[1-9]\d{0,2})$/;

export function parseMac(text: string): number | undefined {
  return MAC.test(text) ? Number.parseInt(text.replaceAll(":", ""), 16) : undefined;
}

export function formatMac(mac: number): string {
  const hex = mac.toString(16).padStart(12, "0");
  return `${hex.slice(0, 2)}:${hex.slice(2, 4)}:${hex.slice(4, 6)}:${hex.slice(6, 8)}:${hex.slice(8, 10)}:${hex.slice(10)}`;
}

export function readMac(bytes: Uint8Array, offset = 0): number {
  let mac = 0;
  for (let i = 0; i < 6; i++) mac = mac * 256 + bytes[offset + i]!;
  return mac;
}

export function writeMac(mac: number, bytes: Uint8Array, offset = 0): void {
  for (let i = 5, rest = mac; i >= 0; i--, rest = Math.floor(rest / 256)) bytes[offset + i] = rest % 256;
}

/** Broadcast and multicast: the lowest bit of the first byte. */
export function isGroupMac(mac: number): boolean {
  return Math.floor(mac / 2 ** 40) % 2 === 1;
}

export function parseIp(text: string): Ip | undefined {
  const bytes = new Uint8Array(16);
  if (IPV4.test(text)) return writeIpv4(text, bytes, 12) ? { family: 4, bytes: mapped(bytes) } : undefined;
  // A mapped address in text would be two spellings of one IPv4 address.
  if (!writeIpv6(text, bytes) || familyOf(bytes) === 4) return undefined;
  return { family: 6, bytes };
}

/** "10.0.0.1/24", "2001:db8::/32". */
export function parsePrefix(text: string): Prefix | undefined {
  const slash = text.indexOf("/");
  if (slash < 0 || !/^(0|[1-9]\d{0,2})$/.test(text.slice(slash + 1))) return undefined;
  const ip = parseIp(text.slice(0, slash));
  const length = Number(text.slice(slash + 1));
  if (!ip || length > (ip.family === 4 ? 32 : 128)) return undefined;
  return { ...ip, length, bits: ip.family === 4 ? length + 96 : length };
}

/** A single address counts as a prefix of its full length. */
export function parseIpOrPrefix(text: string): Prefix | undefined {
  if (text.includes("/")) return parsePrefix(text);
  const ip = parseIp(text);
  return ip && { ...ip, length: ip.family === 4 ? 32 : 128, bits: 128 };
}

export function familyOf(bytes: Uint8Array, offset = 0): Family {
  for (let i = 0; i < 10; i++) if (bytes[offset + i] !== 0) return 6;
  return bytes[offset + 10] === 0xff && bytes[offset + 11] === 0xff ? 4 : 6;
}

export function formatIp(bytes: Uint8Array, offset = 0): string {
  if (familyOf(bytes, offset) === 4) return bytes.subarray(offset + 12, offset + 16).join(".");
  const groups: number[] = [];
  for (let i = 0; i < 16; i += 2) groups.push((bytes[offset + i]! << 8) | bytes[offset + i + 1]!);
  let start = -1;
  let longest = 1; // a single zero group is written out (RFC 5952 4.2.2)
  for (let i = 0; i < 8; i++) {
    let run = 0;
    while (groups[i + run] === 0) run++;
    if (run > longest) [start, longest] = [i, run];
  }
  const hex = (part: number[]) => part.map((group) => group.toString(16)).join(":");
  return start < 0 ? hex(groups) : `${hex(groups.slice(0, start))}::${hex(groups.slice(start + longest))}`;
}

export function formatPrefix(prefix: Prefix): string {
  return `${formatIp(prefix.bytes)}/${prefix.length}`;
}

/** The same prefix with its host bits zeroed. */
export function networkOf(prefix: Prefix): Prefix {
  const bytes = prefix.bytes.slice();
  for (let bit = prefix.bits; bit < 128; bit++) bytes[bit >> 3]! &= ~(0x80 >> (bit & 7));
  return { ...prefix, bytes };
}

/** The highest address of the prefix; for IPv4 its directed broadcast. */
export function lastOf(prefix: Prefix): Uint8Array {
  const bytes = prefix.bytes.slice();
  for (let bit = prefix.bits; bit < 128; bit++) bytes[bit >> 3]! |= 0x80 >> (bit & 7);
  return bytes;
}

/** No IPv6 prefix holds an IPv4 address, though ::/0 has room for its mapped form. */
export function contains(prefix: Prefix, bytes: Uint8Array, offset = 0): boolean {
  if (prefix.family === 6 && familyOf(bytes, offset) === 4) return false;
  const whole = prefix.bits >> 3;
  for (let i = 0; i < whole; i++) if (prefix.bytes[i] !== bytes[offset + i]) return false;
  const rest = prefix.bits & 7;
  return rest === 0 || (prefix.bytes[whole]! ^ bytes[offset + whole]!) >> (8 - rest) === 0;
}

export function overlaps(a: Prefix, b: Prefix): boolean {
  if (a.family !== b.family) return false;
  return a.bits <= b.bits ? contains(a, b.bytes) : contains(b, a.bytes);
}

export function sameIp(a: Uint8Array, b: Uint8Array): boolean {
  for (let i = 0; i < 16; i++) if (a[i] !== b[i]) return false;
  return true;
}

function mapped(bytes: Uint8Array): Uint8Array {
  bytes[10] = 0xff;
  bytes[11] = 0xff;
  return bytes;
}

function writeIpv4(text: string, bytes: Uint8Array, offset: number): boolean {
  const parts = text.split(".").map(Number);
  bytes.set(parts, offset);
  return parts.every((part) => part <= 255);
}

function writeIpv6(text: string, bytes: Uint8Array): boolean {
  const halves = text.split("::");
  if (halves.length > 2) return false;
  const head = groupsOf(halves[0]!, halves.length === 1);
  const tail = halves.length === 2 ? groupsOf(halves[1]!, true) : [];
  if (!head || !tail) return false;
  const count = head.length + tail.length;
  if (halves.length === 1 ? count !== 8 : count > 7) return false;
  head.forEach((group, i) => {
    bytes[2 * i] = group >> 8;
    bytes[2 * i + 1] = group;
  });
  tail.forEach((group, i) => {
    const at = 16 - 2 * (tail.length - i);
    bytes[at] = group >> 8;
    bytes[at + 1] = group;
  });
  return true;
}

/** 16-bit groups of one side of "::"; the last may be dotted IPv4 when `dotted`. */
function groupsOf(text: string, dotted: boolean): number[] | undefined {
  if (text === "") return [];
  const groups: number[] = [];
  const parts = text.split(":");
  for (const [i, part] of parts.entries()) {
    if (/^[0-9a-f]{1,4}$/i.test(part)) groups.push(Number.parseInt(part, 16));
    else if (dotted && i === parts.length - 1 && IPV4.test(part)) {
      const quad = new Uint8Array(4);
      if (!writeIpv4(part, quad, 0)) return undefined;
      groups.push((quad[0]! << 8) | quad[1]!, (quad[2]! << 8) | quad[3]!);
    } else return undefined;
  }
  return groups;
}
