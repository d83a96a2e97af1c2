// Reads captures, whole, into records: classic pcap files (both byte orders, microseconds or nanoseconds) here, pcapng
// in pcapng.ts. Never guesses: a file that ends inside a record is an error that names the record.
// Source: libpcap's pcap-savefile(5).
import { readFileSync } from "node:fs";
import { ElError } from "../../dataplane/topology/error.js";
import { isPcapng, readPcapng } from "./pcapng.js";
import { cut, ETHERNET, type Fail, MOST, type PcapRecord } from "./record.js";

export type { PcapRecord } from "./record.js";

const MAGIC_MICRO = 0xa1b2c3d4;
const MAGIC_NANO = 0xa1b23c4d;
const FILE_HEADER = 24;
const RECORD_HEADER = 16;

/** All records of an Ethernet capture. Throws ElError CAPTURE_* naming the file and the record. */
export function readPcap(path: string): PcapRecord[] {
  let bytes: Buffer;
  try {
    bytes = readFileSync(path);
  } catch (cause) {
    throw new ElError(
      "CAPTURE_UNREADABLE",
      `the capture ${path} cannot be read: ${(cause as Error).message}`,
      {
        place: path,
        remedy: `check the path: ls -l ${path}`,
        cause,
      },
    );
  }
  const fail: Fail = (code, what, remedy) => {
    throw new ElError(code, `the capture ${path} ${what}`, { place: path, remedy });
  };
  if (bytes.length < FILE_HEADER) fail("CAPTURE_FORMAT", "is too short to be a capture", "capture it again");
  if (isPcapng(bytes)) return readPcapng(bytes, path, fail);
  const raw = bytes.readUInt32LE(0);
  const little = raw === MAGIC_MICRO || raw === MAGIC_NANO;
  const magic = little ? raw : bytes.readUInt32BE(0);
  if (magic !== MAGIC_MICRO && magic !== MAGIC_NANO)
    fail("CAPTURE_FORMAT", "is no pcap or pcapng file", "name an Ethernet capture");
  const u32 = (at: number) => (little ? bytes.readUInt32LE(at) : bytes.readUInt32BE(at));
  if ((u32(20) & 0x0fffffff) !== ETHERNET)
    fail("CAPTURE_LINK", `has link type ${u32(20)}, not Ethernet`, "capture on an Ethernet interface");
  const fraction = magic === MAGIC_NANO ? 1n : 1000n;
  const records: PcapRecord[] = [];
  for (let at = FILE_HEADER; at < bytes.length; ) {
    if (at + RECORD_HEADER > bytes.length) cut(fail, path, records.length);
    const captured = u32(at + 8);
    if (captured > MOST)
      fail("CAPTURE_FORMAT", `claims ${captured} bytes for record ${records.length + 1}`, "capture it again");
    if (at + RECORD_HEADER + captured > bytes.length) cut(fail, path, records.length);
    records.push({
      time: BigInt(u32(at)) * 1_000_000_000n + BigInt(u32(at + 4)) * fraction,
      data: bytes.subarray(at + RECORD_HEADER, at + RECORD_HEADER + captured),
      length: u32(at + 12),
    });
    at += RECORD_HEADER + captured;
  }
  return records;
}
