// Reads pcapng files, as `edgelane capture` and Wireshark write them: any number of sections and interfaces, both byte
// orders. Blocks that hold no packet are passed over.
// Source: draft-ietf-opsawg-pcapng, sections 3.1 (blocks) to 4.4 (simple packets) and A.1 (obsolete packets).
import {
  BLOCK,
  DIRECTION,
  INTERFACE_OPTION,
  ORDER,
  PACKET_OPTION,
} from "../../dataplane/controller/capture/pcapng.js";
import { cut, ETHERNET, type Fail, MOST, type PcapRecord } from "./record.js";

/** Blocks and an option that others write. */
const OLD = 2;
const SIMPLE = 3;
const TIME_OFFSET = 14;
/** Type and length before a block's body, length again behind it. */
const AROUND = 12;
const END = 0;

interface Interface {
  name: string;
  /** Bytes of a packet at most; 0: any. */
  snap: number;
  /** Of its times: units a second, seconds to add. */
  units: bigint;
  offset: bigint;
}

export const isPcapng = (bytes: Buffer): boolean => bytes.readUInt32LE(0) === BLOCK.SECTION;

export function readPcapng(bytes: Buffer, path: string, fail: Fail): PcapRecord[] {
  const records: PcapRecord[] = [];
  let interfaces: Interface[] = [];
  let little = true;
  const u16 = (at: number): number => (little ? bytes.readUInt16LE(at) : bytes.readUInt16BE(at));
  const u32 = (at: number): number => (little ? bytes.readUInt32LE(at) : bytes.readUInt32BE(at));
  const wrong = (what: string): never =>
    fail("CAPTURE_FORMAT", `${what} behind record ${records.length}`, "capture it again");

  function* options(from: number, end: number): Generator<{ code: number; at: number; size: number }> {
    for (let at = from; at + 4 <= end; ) {
      const [code, size] = [u16(at), u16(at + 2)];
      if (code === END) return;
      if (at + 4 + size > end) wrong("has an option that is longer than its block");
      yield { code, at: at + 4, size };
      at += 4 + padded(size);
    }
  }

  const describe = (at: number, end: number): Interface => {
    if (u16(at) !== ETHERNET)
      fail("CAPTURE_LINK", `has link type ${u16(at)}, not Ethernet`, "capture on an Ethernet interface");
    const one: Interface = { name: "", snap: u32(at + 4), units: 1_000_000n, offset: 0n };
    for (const option of options(at + 8, end)) {
      const value = bytes.subarray(option.at, option.at + option.size);
      if (option.code === INTERFACE_OPTION.NAME) one.name = value.toString();
      else if (option.code === INTERFACE_OPTION.TIME_RESOLUTION && option.size === 1)
        one.units = (value[0]! & 0x80) === 0 ? 10n ** BigInt(value[0]!) : 1n << BigInt(value[0]! & 0x7f);
      else if (option.code === TIME_OFFSET && option.size === 8)
        one.offset = little ? value.readBigInt64LE() : value.readBigInt64BE();
    }
    return one;
  };

  /** `data`: where its bytes are, `end`: of the block. */
  const packet = (
    on: number,
    ticks: bigint,
    data: number,
    captured: number,
    length: number,
    end: number,
  ): void => {
    const port = interfaces[on] ?? wrong(`names interface ${on}, which it does not describe,`);
    if (captured > MOST || data + captured > end) wrong(`claims ${captured} bytes for a packet`);
    const time = (ticks * 1_000_000_000n) / port.units + port.offset * 1_000_000_000n;
    const record: PcapRecord = { time, data: bytes.subarray(data, data + captured), length, on: port.name };
    for (const option of options(data + padded(captured), end)) {
      const way = option.code === PACKET_OPTION.FLAGS && option.size === 4 ? u32(option.at) & 3 : 0;
      if (way !== 0) record.direction = way === DIRECTION.IN ? "in" : "out";
    }
    records.push(record);
  };

  for (let at = 0; at < bytes.length; ) {
    if (at + AROUND > bytes.length) cut(fail, path, records.length);
    // The same in both orders.
    const section = bytes.readUInt32LE(at) === BLOCK.SECTION;
    if (section) {
      little = bytes.readUInt32LE(at + 8) === ORDER;
      if (!little && bytes.readUInt32BE(at + 8) !== ORDER) wrong("has a section of no byte order");
      interfaces = [];
    }
    const [kind, size] = [u32(at), u32(at + 4)];
    if (size < AROUND || size % 4 !== 0) wrong(`has a block of ${size} bytes`);
    if (at + size > bytes.length) cut(fail, path, records.length);
    const [body, end] = [at + 8, at + size - 4];
    const least = (count: number): unknown => end - body >= count || wrong(`has a block of ${size} bytes`);
    if (kind === BLOCK.INTERFACE) {
      least(8);
      interfaces.push(describe(body, end));
    } else if (kind === BLOCK.PACKET || kind === OLD) {
      least(20);
      const ticks = (BigInt(u32(body + 4)) << 32n) | BigInt(u32(body + 8));
      const on = kind === BLOCK.PACKET ? u32(body) : u16(body);
      packet(on, ticks, body + 20, u32(body + 12), u32(body + 16), end);
    } else if (kind === SIMPLE) {
      least(4);
      const snap = interfaces[0]?.snap ?? 0;
      const captured = Math.min(u32(body), snap === 0 ? MOST : snap);
      packet(0, 0n, body + 4, captured, u32(body), body + 4 + padded(captured));
    }
    at += size;
  }
  return records;
}

const padded = (size: number): number => (size + 3) & ~3;
