// DHCPv6 messages: what a client says, and the bytes of options and answers (RFC 8415 8, 21). Pure; what to answer is not
// decided here. It must never read past what came up.
import { getShort, putShort } from "./checksum.js";

export const DHCP6 = {
  SOLICIT: 1,
  ADVERTISE: 2,
  REQUEST: 3,
  CONFIRM: 4,
  RENEW: 5,
  REBIND: 6,
  REPLY: 7,
  RELEASE: 8,
  DECLINE: 9,
  INFORMATION: 11,
} as const;
export const DHCP6_SERVER = 547;
export const DHCP6_CLIENT = 546;

export const OPTION6 = {
  CLIENT: 1,
  SERVER: 2,
  IA_NA: 3,
  IA_TA: 4,
  ADDRESS: 5,
  REQUEST: 6,
  STATUS: 13,
  RAPID_COMMIT: 14,
  DNS: 23,
  DOMAINS: 24,
  IA_PD: 25,
  REFRESH: 32,
  FQDN: 39,
} as const;

export const STATUS = { SUCCESS: 0, NO_ADDRESS: 2, NOT_ON_LINK: 4, NO_PREFIX: 6 } as const;

export interface Option6 {
  code: number;
  bytes: Uint8Array;
}

export interface Dhcp6Message {
  type: number;
  /** 3 bytes. */
  transaction: Uint8Array;
  options: readonly Option6[];
}

/** The message in the UDP datagram at `at`; null when it is none of a client, or ends before its options do. */
export function readDhcp6(data: Uint8Array, at: number): Dhcp6Message | null {
  if (at === 0 || at + 12 > data.length) return null;
  const end = at + getShort(data, at + 4);
  if (end > data.length || end < at + 12) return null;
  const type = data[at + 8]!;
  const options = readOptions(data.subarray(at + 12, end));
  if (type < DHCP6.SOLICIT || type > DHCP6.INFORMATION || options === null) return null;
  return { type, transaction: data.slice(at + 9, at + 12), options };
}

function readOptions(bytes: Uint8Array): Option6[] | null {
  const options: Option6[] = [];
  let at = 0;
  while (at + 4 <= bytes.length) {
    const size = getShort(bytes, at + 2);
    if (at + 4 + size > bytes.length) return null;
    options.push({ code: getShort(bytes, at), bytes: bytes.slice(at + 4, at + 4 + size) });
    at += 4 + size;
  }
  return at === bytes.length ? options : null;
}

/** An identity association as a client sends it; null when it is malformed. */
export function readIa({ code, bytes }: Option6): { id: Uint8Array; addresses: Uint8Array[] } | null {
  const fixed = code === OPTION6.IA_TA ? 4 : 12;
  const inner = bytes.length < fixed ? null : readOptions(bytes.subarray(fixed));
  if (inner === null) return null;
  const addresses = inner.filter((one) => one.code === OPTION6.ADDRESS && one.bytes.length >= 24);
  return { id: bytes.slice(0, 4), addresses: addresses.map((one) => one.bytes.slice(0, 16)) };
}

export function option6(code: number, ...parts: readonly (Uint8Array | readonly number[])[]): Uint8Array {
  const size = parts.reduce((sum, part) => sum + part.length, 0);
  const bytes = new Uint8Array(4 + size);
  putShort(bytes, 0, code);
  putShort(bytes, 2, size);
  let at = 4;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}

export const status6 = (code: number, words: string): Uint8Array =>
  option6(OPTION6.STATUS, [code >> 8, code & 0xff], Buffer.from(words, "latin1"));

export const word = (value: number): number[] => [
  value >>> 24,
  (value >>> 16) & 0xff,
  (value >>> 8) & 0xff,
  value & 0xff,
];

/** The UDP payload of an answer. */
export function dhcp6Answer(
  type: number,
  transaction: Uint8Array,
  options: readonly Uint8Array[],
): Uint8Array {
  return Uint8Array.from([type, ...transaction, ...options.flatMap((option) => [...option])]);
}
