// pcapng files as others write them: read here as tshark reads them, and replayed as the same packets in a pcap file are.
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import {
  DIRECTION,
  enhancedPacket,
  interfaceDescription,
  sectionHeader,
} from "../dataplane/controller/capture/pcapng.js";
import { readIncoming } from "../scripts/pcap/incoming.js";
import { type PcapRecord, readPcap } from "../scripts/pcap/read.js";
import { writePcap } from "../scripts/pcap/write.js";
import { story } from "./lib/needs.js";

const folder = mkdtempSync(join(tmpdir(), "edgelane-pcapng-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const at = (name: string): string => join(folder, name);

const frame = (length: number, fill: number): Uint8Array => new Uint8Array(length).fill(fill);
const TIME = 1_700_000_000_123_456_789n;
const records: PcapRecord[] = [60, 61, 1514, 63].map((length, i) => ({
  time: TIME + BigInt(i) * 1_000_000_007n,
  data: frame(length, i + 1),
  length: length + 10 * i,
}));

/** Blocks of the other byte order. */
function block(kind: number, ...words: (number | Uint8Array)[]): Buffer {
  const parts = words.map((word) => {
    if (typeof word !== "number") return Buffer.concat([word, Buffer.alloc(-word.length & 3)]);
    const four = Buffer.alloc(4);
    four.writeUInt32BE(word);
    return four;
  });
  const body = Buffer.concat(parts);
  const around = Buffer.alloc(8);
  around.writeUInt32BE(kind);
  around.writeUInt32BE(body.length + 12, 4);
  return Buffer.concat([around, body, around.subarray(4)]);
}

story("pcapng files", ["tshark"], () => {
  const tshark = (path: string): { time: bigint; captured: number; length: number; bytes: string }[] => {
    const fields = ["time_epoch", "cap_len", "len"].flatMap((name) => ["-e", `frame.${name}`]);
    const text = execFileSync("tshark", ["-r", path, "-t", "e", "-T", "fields", ...fields], {
      stdio: "pipe",
    });
    const hex = execFileSync("tshark", ["-r", path, "-T", "jsonraw", "-J", "frame"], { stdio: "pipe" });
    const frames = JSON.parse(hex.toString()) as { _source: { layers: { frame_raw: string[] } } }[];
    return text
      .toString()
      .trim()
      .split("\n")
      .map((line, i) => {
        const [time, captured, length] = line.split("\t") as [string, string, string];
        const bytes = frames[i]!._source.layers.frame_raw[0]!;
        return {
          time: BigInt(time.replace(".", "")),
          captured: Number(captured),
          length: Number(length),
          bytes,
        };
      });
  };
  const ours = (path: string): ReturnType<typeof tshark> =>
    readPcap(path).map(({ time, data, length }) => {
      return { time, captured: data.length, length, bytes: Buffer.from(data).toString("hex") };
    });

  it("are read as they were before editcap wrote them", () => {
    writePcap(at("plain.pcap"), records);
    execFileSync("editcap", ["-F", "pcapng", at("plain.pcap"), at("plain.pcapng")]);
    expect(ours(at("plain.pcapng"))).toEqual(tshark(at("plain.pcapng")));
    const plain = readPcap(at("plain.pcapng")).map(({ time, data, length }) => ({
      time,
      data: [...data],
      length,
    }));
    expect(plain).toEqual(records.map((record) => ({ ...record, data: [...record.data] })));
  });

  it("are read in either byte order, with times of any unit, in sections one after the other", () => {
    const ETHERNET = 1 << 16;
    const other = Buffer.concat([
      block(0x0a0d0d0a, 0x1a2b3c4d, 1 << 16, 0xffffffff, 0xffffffff),
      // Times in 2^-20 s, and in microseconds, 1000 s later than they say.
      block(1, ETHERNET, 40, (9 << 16) | 1, Uint8Array.of(0x94), 0),
      block(1, ETHERNET, 0, (14 << 16) | 8, 0, 1000, 0),
      // One that holds no packet.
      block(4, 0),
      block(6, 0, 1, 0x2345_6789, 40, 70, frame(40, 7)),
      block(6, 1, 0x5000, 0x1234_5678, 33, 33, frame(33, 8), (2 << 16) | 4, 2, 0),
      block(2, (1 << 16) | 9, 0x5000, 0x1234_5999, 21, 22, frame(21, 9)),
    ]);
    writeFileSync(
      at("other.pcapng"),
      Buffer.concat([
        ...[other, sectionHeader("test"), interfaceDescription("eth0", "a port", 65535)],
        enhancedPacket({ on: 0, timeNs: TIME, data: frame(60, 1), length: 60, direction: DIRECTION.IN }),
      ]),
    );
    expect(ours(at("other.pcapng"))).toEqual(tshark(at("other.pcapng")));
    expect(readPcap(at("other.pcapng")).map(({ direction, on }) => [direction, on])).toEqual([
      [undefined, ""],
      ["out", ""],
      [undefined, ""],
      ["in", "eth0"],
    ]);
  });

  it("give what came in, once", () => {
    const sides = ["vm1 rx", "vm1 tx", "vm1 drops"];
    const packet = (on: number, fill: number): Buffer => {
      const direction = on === 1 ? DIRECTION.OUT : DIRECTION.IN;
      return enhancedPacket({ on, timeNs: TIME, data: frame(60, fill), length: 60, direction });
    };
    const head = [sectionHeader("edgelane"), ...sides.map((name) => interfaceDescription(name, name, 65535))];
    const fills = (name: string, packets: Buffer[]): number[] => {
      writeFileSync(at(name), Buffer.concat([...head, ...packets]));
      return readIncoming(at(name)).map(({ data }) => data[0]!);
    };
    const drops = [packet(2, 1), packet(2, 3)];
    expect(fills("all", [packet(0, 1), packet(0, 2), packet(1, 2), packet(0, 3), ...drops])).toEqual([
      1, 2, 3,
    ]);
    expect(fills("drops", drops)).toEqual([1, 3]);
  });

  it("are refused where they are damaged, by the record", () => {
    const whole = Buffer.concat([
      ...[sectionHeader("test"), interfaceDescription("eth0", "a port", 65535)],
      ...records.map(({ time, data, length }) =>
        enhancedPacket({ on: 0, timeNs: time, data, length, direction: DIRECTION.IN }),
      ),
    ]);
    const refusal = (name: string, bytes: Buffer): unknown => {
      writeFileSync(at(name), bytes);
      try {
        return readPcap(at(name)).length;
      } catch (error) {
        const { code, message } = error as { code: string; message: string };
        return `${code}: ${message.replace(/^the capture \S+ /, "")}`;
      }
    };
    expect(refusal("whole", whole)).toBe(4);
    expect(refusal("cut", whole.subarray(0, -5))).toBe("CAPTURE_TRUNCATED: ends inside record 4");
    const changed = (from: number, value: number): Buffer => {
      const bytes = Buffer.from(whole);
      bytes.writeUInt32LE(value, from);
      return bytes;
    };
    const first = whole.indexOf(interfaceDescription("eth0", "a port", 65535));
    expect(refusal("link", changed(first + 8, 113))).toMatch(
      /^CAPTURE_LINK: has link type 113, not Ethernet/,
    );
    expect(refusal("size", changed(first + 4, 7))).toMatch(
      /^CAPTURE_FORMAT: has a block of 7 bytes behind record 0/,
    );
    const packet = first + interfaceDescription("eth0", "a port", 65535).length;
    expect(refusal("on", changed(packet + 8, 9))).toMatch(/^CAPTURE_FORMAT: names interface 9/);
    expect(refusal("long", changed(packet + 20, 0x7fffffff))).toMatch(
      /^CAPTURE_FORMAT: claims 2147483647 bytes/,
    );
    // Whatever is cut off or changed: an answer or one sentence, never anything else.
    for (let i = 0; i < whole.length; i += 3) {
      expect(String(refusal("some", whole.subarray(0, i)))).toMatch(/^CAPTURE_|^[0-4]$/);
      expect(String(refusal("some", changed(Math.min(i, whole.length - 4), 0xfffffff7)))).toMatch(
        /^CAPTURE_|^[0-4]$/,
      );
    }
    truncateSync(at("some"), 0);
    expect(() => readPcap(at("some"))).toThrow(/too short/);
  });
});
