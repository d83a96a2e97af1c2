// The capture a case is fed from. Must leave nothing behind once the process has ended.
import { existsSync, mkdtempSync, rmSync, statfsSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { PcapRecord } from "../scripts/pcap/read.js";
import { writePcap } from "../scripts/pcap/write.js";
import type { BenchCase } from "./cases.js";
import { frameOf, type SizeOf } from "./frames.js";
import { onLeaving } from "./leaving.js";

const FEWEST_PACKETS = 1024;

/** A folder for all that this process and its children make, in memory where there is room for captures. */
export function makeFolder(): string {
  const memory = "/dev/shm";
  const room = existsSync(memory) ? statfsSync(memory) : undefined;
  const fits = room !== undefined && room.bavail * room.bsize > 512 * 2 ** 20;
  const folder = mkdtempSync(join(fits ? memory : tmpdir(), "edgelane-bench-"));
  onLeaving(() => rmSync(folder, { recursive: true, force: true }));
  // Where DPDK makes a folder for each process, which it never removes.
  process.env.RUNTIME_DIRECTORY = folder;
  return folder;
}

/** Numbers 0..count-1 in an order that no prefetcher foresees; the same each time. */
export function shuffled(count: number): Uint32Array {
  const numbers = Uint32Array.from({ length: count }, (_, i) => i);
  let seed = 1;
  for (let i = count - 1; i > 0; i--) {
    seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
    const j = Math.floor((seed / 2 ** 32) * (i + 1));
    const kept = numbers[i]!;
    numbers[i] = numbers[j]!;
    numbers[j] = kept;
  }
  return numbers;
}

/** Packets in the capture for so many flows: a small number of flows is repeated. */
export const capturePackets = (flows: number): number => Math.max(flows, FEWEST_PACKETS);

/** Bytes of a turn of the capture, without what a tunnel has put in front. */
export function captureBytes(flows: number, sizeOf: SizeOf): number {
  const order = shuffled(flows);
  let bytes = 0;
  for (let i = 0; i < capturePackets(flows); i++) bytes += sizeOf(order[i % flows]!);
  return bytes;
}

/** One frame a flow in shuffled order, repeated up to at least 1024 packets, so that few flows replay as much memory. */
export function writeCapture(path: string, what: BenchCase, flows: number, sizeOf?: SizeOf): void {
  const order = shuffled(flows);
  const records = Array.from({ length: capturePackets(flows) }, (_, i): PcapRecord => {
    const data = frameOf(what, order[i % flows]!, sizeOf);
    return { time: 0n, data, length: data.length };
  });
  writePcap(path, records);
}
