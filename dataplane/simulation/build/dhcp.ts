// DHCPv4 messages: what a client says, and the bytes of an answer (RFC 2131 2, RFC 2132, RFC 3396). Pure; what to
// answer is not decided here. It must never write an option in part, nor read past what came up.

import { readMac } from "../../topology/addresses.js";
import { OPTION } from "../../topology/dhcp-options.js";
import type { Mac } from "../verdict.js";
import { getShort, putShort } from "./checksum.js";

export const DHCP = {
  DISCOVER: 1,
  OFFER: 2,
  REQUEST: 3,
  DECLINE: 4,
  ACK: 5,
  NAK: 6,
  RELEASE: 7,
  INFORM: 8,
} as const;
export const DHCP_SERVER = 67;
export const DHCP_CLIENT = 68;

const COOKIE = 236;
const OPTIONS = 240;
const SNAME = { at: 44, size: 64 } as const;
const FILE = { at: 108, size: 128 } as const;
/** A BOOTP message is never shorter (RFC 1542 2.1), and every client takes a datagram as long as that. */
const SHORTEST = 300;
const LEAST_DATAGRAM = 576;
const MOST_DATAGRAM = 1500;
const BROADCAST_FLAG = 0x8000;

export interface DhcpMessage {
  type: number;
  xid: Uint8Array;
  flags: number;
  /** 4 bytes each; all zero: none. */
  ciaddr: Uint8Array;
  giaddr: Uint8Array;
  mac: Mac;
  options: ReadonlyMap<number, Uint8Array>;
}

export const wantsBroadcast = ({ flags }: DhcpMessage): boolean => (flags & BROADCAST_FLAG) !== 0;
export const isNone = (address: Uint8Array): boolean => address.every((byte) => byte === 0);

/** The request in the UDP datagram at `at`; null when it is none that an Ethernet station sends by DHCP. */
export function readDhcp(data: Uint8Array, at: number): DhcpMessage | null {
  if (at === 0 || at + 8 + OPTIONS > data.length) return null;
  const end = Math.min(data.length, at + Math.max(8, getShort(data, at + 4)));
  const message = data.subarray(at + 8, end);
  if (message.length < OPTIONS || message[0] !== 1 || message[1] !== 1 || message[2] !== 6) return null;
  if (getShort(message, COOKIE) !== 0x6382 || getShort(message, COOKIE + 2) !== 0x5363) return null;
  const options = new Map<number, Uint8Array>();
  readOptions(message.subarray(OPTIONS), options);
  const overload = options.get(OPTION.OVERLOAD)?.[0] ?? 0;
  if ((overload & 1) !== 0) readOptions(message.subarray(FILE.at, FILE.at + FILE.size), options);
  if ((overload & 2) !== 0) readOptions(message.subarray(SNAME.at, SNAME.at + SNAME.size), options);
  const type = options.get(OPTION.TYPE);
  if (type?.length !== 1) return null;
  return {
    type: type[0]!,
    xid: message.slice(4, 8),
    flags: getShort(message, 10),
    ciaddr: message.slice(12, 16),
    giaddr: message.slice(24, 28),
    mac: readMac(message, 28),
    options,
  };
}

/** An option that comes again goes on where it ended (RFC 3396 7). */
function readOptions(bytes: Uint8Array, into: Map<number, Uint8Array>): void {
  for (let at = 0; at < bytes.length && bytes[at] !== 255; ) {
    const code = bytes[at]!;
    if (code === 0) {
      at++;
      continue;
    }
    const size = bytes[at + 1];
    if (size === undefined || at + 2 + size > bytes.length) return;
    const value = bytes.slice(at + 2, at + 2 + size);
    const before = into.get(code);
    into.set(code, before === undefined ? value : Uint8Array.from([...before, ...value]));
    at += 2 + size;
  }
}

export interface DhcpAnswer {
  /** 4 bytes each. */
  ciaddr: Uint8Array;
  yiaddr: Uint8Array;
  /** The next server a booting station asks. */
  siaddr: Uint8Array;
  /** What it asks for; empty: nothing. */
  bootFile: Uint8Array;
  /** The first ones count most: what does not fit is left out. */
  options: readonly (readonly [code: number, bytes: Uint8Array])[];
}

/** The answer's UDP payload, no longer than the client takes (option 57). */
export function dhcpAnswer(to: DhcpMessage, answer: DhcpAnswer): Uint8Array {
  const { ciaddr, yiaddr, siaddr, bootFile, options } = answer;
  const asked = to.options.get(OPTION.MAX_SIZE);
  const most = asked?.length === 2 ? getShort(asked, 0) : LEAST_DATAGRAM;
  const room = Math.min(MOST_DATAGRAM, Math.max(LEAST_DATAGRAM, most)) - 28 - OPTIONS;
  const { main, file, sname } = pack(options, room);
  const bytes = new Uint8Array(Math.max(SHORTEST, OPTIONS + main.length));
  bytes.set([2, 1, 6]);
  bytes.set(to.xid, 4);
  putShort(bytes, 10, to.flags);
  bytes.set(ciaddr, 12);
  bytes.set(yiaddr, 16);
  bytes.set(siaddr, 20);
  bytes.set(to.giaddr, 24);
  for (let i = 0, mac = to.mac; i < 6; i++, mac = Math.floor(mac / 256)) bytes[33 - i] = mac % 256;
  bytes.set(sname, SNAME.at);
  // The field ends in a zero.
  bytes.set(file.length === 0 && bootFile.length < FILE.size ? bootFile : file, FILE.at);
  bytes.set([0x63, 0x82, 0x53, 0x63], COOKIE);
  bytes.set(main, OPTIONS);
  return bytes;
}

/** Options into their field, and into `file` and `sname` when that is too small (RFC 2132 9.3). */
function pack(
  options: DhcpAnswer["options"],
  room: number,
): { main: number[]; file: number[]; sname: number[] } {
  const parts = options.map(([code, bytes]) => split(code, bytes));
  const whole = parts.flat();
  if (whole.length < room) return { main: [...whole, 255], file: [], sname: [] };
  const fields = [
    { bytes: [] as number[], room: room - 4 },
    { bytes: [] as number[], room: FILE.size - 1 },
    { bytes: [] as number[], room: SNAME.size - 1 },
  ];
  for (const part of parts)
    fields.find((field) => field.bytes.length + part.length <= field.room)?.bytes.push(...part);
  const [main, file, sname] = fields.map(({ bytes }) => bytes) as [number[], number[], number[]];
  const overload = (file.length > 0 ? 1 : 0) | (sname.length > 0 ? 2 : 0);
  for (const field of [file, sname]) if (field.length > 0) field.push(255);
  if (overload !== 0) main.push(OPTION.OVERLOAD, 1, overload);
  return { main: [...main, 255], file, sname };
}

/** One option, in pieces of 255 bytes (RFC 3396 6). */
function split(code: number, bytes: Uint8Array): number[] {
  const out: number[] = [];
  for (let at = 0; at === 0 || at < bytes.length; at += 255) {
    const piece = bytes.subarray(at, at + 255);
    out.push(code, piece.length, ...piece);
  }
  return out;
}
