// Writes classic pcap files with nanosecond stamps, little-endian. The same records give the same bytes.
import { writeFileSync } from "node:fs";
import type { PcapRecord } from "./read.js";

/** Writes an Ethernet capture. */
export function writePcap(path: string, records: readonly PcapRecord[]): void {
  const size = 24 + records.reduce((sum, record) => sum + 16 + record.data.length, 0);
  const bytes = Buffer.alloc(size);
  bytes.writeUInt32LE(0xa1b23c4d, 0);
  bytes.writeUInt16LE(2, 4);
  bytes.writeUInt16LE(4, 6);
  bytes.writeUInt32LE(262_144, 16);
  bytes.writeUInt32LE(1, 20);
  let at = 24;
  for (const { time, data, length } of records) {
    bytes.writeUInt32LE(Number(time / 1_000_000_000n), at);
    bytes.writeUInt32LE(Number(time % 1_000_000_000n), at + 4);
    bytes.writeUInt32LE(data.length, at + 8);
    bytes.writeUInt32LE(length, at + 12);
    bytes.set(data, at + 16);
    at += 16 + data.length;
  }
  writeFileSync(path, bytes);
}
