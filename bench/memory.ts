// Bytes that a flow takes in the worker's process, once where huge pages are to be had for the asking and once without.
import type { MemoryRow } from "./cases.js";
import { ealWords, runHarness } from "./harness.js";
import { barOf, type RowLine, round, rowHead, verdict } from "./lines.js";
import { MEASURED } from "./machine.js";
import { wrongOf } from "./ring.js";

export interface MemoryResult {
  flows: number;
  /** A flow: of all that the process has more; the most of that on the way from half the flows; and the main thread's
   * book alone, which is there once however many lcores there are. */
  bytes: number;
  most: number;
  book: number;
  /** Share of it in huge pages. */
  huge: number;
  packets: number;
  wrong: number;
  what: string;
}

export const memoryLine = (spec: MemoryRow, result: MemoryResult): RowLine => ({
  ...rowHead("memory", spec.work, spec.family === 6 ? 70 : 64),
  ...{ flows: result.flows, family: spec.family, memory: result.huge > 0.5 ? "2 MiB pages" : "4 KiB pages" },
  bytes_per_flow: round(result.bytes, 1),
  most_bytes_per_flow: round(result.most, 1),
  book_bytes_per_flow: round(result.book, 1),
  packets: result.packets,
  ...barOf(result.bytes, spec.bar),
  ...verdict(wrongOf(result)),
});

export async function measureMemory(spec: MemoryRow): Promise<RowLine[]> {
  const words = [`--case=${spec.work}`, `--flows=${spec.flows}`];
  const lines: RowLine[] = [];
  for (const pages of [[], ["--small-pages"]]) {
    const { result } = await runHarness<MemoryResult>(
      "bench-memory",
      [...words, ...pages],
      ealWords(false, MEASURED),
    );
    lines.push(memoryLine(spec, result));
  }
  return lines;
}
