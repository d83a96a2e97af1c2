// MAC and IP addresses between text and the bytes the contract carries. Must never accept what it cannot print back.
import { isIP } from "node:net";
import { WorkerError } from "./error.js";

function bad(kind: string, text: string, example: string): WorkerError {
  return new WorkerError("ADDRESS_INVALID", `"${text}" is not ${kind}`, {
    place: text,
    remedy: `Write it like ${example}.`,
  });
}

/** Six bytes from "02:00:00:00:00:01". */
export function parseMac(text: string): Uint8Array {
  if (!/^[0-9a-f]{2}(:[0-9a-f]{2}){5}$/i.test(text)) throw bad("a MAC address", text, "02:00:00:00:00:01");
  return Uint8Array.from(text.split(":"), (byte) => Number.parseInt(byte, 16));
}

export function formatMac(bytes: Uint8Array): string {
  return Array.from(bytes.subarray(0, 6), (byte) => byte.toString(16).padStart(2, "0")).join(":");
}

/** Sixteen bytes from IPv4 or IPv6 text; IPv4 as ::ffff:a.b.c.d. */
export function parseAddress(text: string): Uint8Array {
  const bytes = new Uint8Array(16);
  const family = text.includes("%") ? 0 : isIP(text);
  if (family === 0) throw bad("an IP address", text, "10.0.0.1 or 2001:db8::1");
  if (family === 4) {
    bytes.set([0xff, 0xff], 10);
    bytes.set(text.split(".").map(Number), 12);
    return bytes;
  }
  const [front, back] = text.split("::");
  const head = toBytes(front!);
  const tail = toBytes(back ?? "");
  bytes.set(head, 0);
  bytes.set(tail, 16 - tail.length);
  return bytes;
}

function toBytes(groups: string): number[] {
  if (groups === "") return [];
  return groups.split(":").flatMap((group) => {
    if (group.includes(".")) return group.split(".").map(Number);
    const value = Number.parseInt(group, 16);
    return [value >> 8, value & 0xff];
  });
}

/** True for ::ffff:0:0/96. */
export function isMappedIpv4(bytes: Uint8Array): boolean {
  for (let i = 0; i < 10; i++) if (bytes[i] !== 0) return false;
  return bytes[10] === 0xff && bytes[11] === 0xff;
}

/** Text of sixteen bytes: dotted for a mapped IPv4 address, else RFC 5952. */
export function formatAddress(bytes: Uint8Array): string {
  if (isMappedIpv4(bytes)) return bytes.subarray(12, 16).join(".");
  const groups: number[] = [];
  for (let i = 0; i < 16; i += 2) groups.push((bytes[i]! << 8) | bytes[i + 1]!);
  const { start, length } = longestZeroRun(groups);
  const hex = (part: number[]) => part.map((group) => group.toString(16)).join(":");
  if (length < 2) return hex(groups);
  return `${hex(groups.slice(0, start))}::${hex(groups.slice(start + length))}`;
}

function longestZeroRun(groups: number[]): { start: number; length: number } {
  let best = { start: 0, length: 0 };
  for (let start = 0; start < groups.length; start++) {
    let end = start;
    while (end < groups.length && groups[end] === 0) end++;
    if (end - start > best.length) best = { start, length: end - start };
  }
  return best;
}
