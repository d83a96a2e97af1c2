// A case over ring ports: the worker's lcore code in a process of its own (bench-ring) which alternates it with rx and
// tx burst on the very same ports, and testpmd's io over net_ring before and after.
import type { Job, Plan } from "./cases.js";
import { ealWords, harnessProgram, MEGABYTES, type Ran, runHarness } from "./harness.js";
import { failedLine, type Line, lineOf } from "./lines.js";
import { MEASURED, type Memory, reserve } from "./machine.js";
import { ofSeries, type Sample, type Series, summarize } from "./samples.js";
import { Testpmd } from "./testpmd.js";

const PMD_MBUFS = 8192;

export const ringProgram = harnessProgram("bench-ring");

/** What bench-ring prints. */
export interface RingResult {
  tsc_hz: number;
  floor?: Series;
  variants: RingVariant[];
  packets: number;
  /** Frames and counters. */
  wrong: number;
  what: string;
}

export interface RingVariant {
  flows: number;
  masks: number;
  draw: string;
  worker: Series;
  packets: number;
}

/** Runs bench-ring, under `wrapper` if given; a result with `wrong` above 0 is a result. */
export const runRing = (words: string[], eal: string[], wrapper: string[] = []): Promise<Ran<RingResult>> =>
  runHarness<RingResult>("bench-ring", words, eal, wrapper);

/** What was wrong, or undefined. */
export const wrongOf = ({ wrong, what }: { wrong: number; what: string }): string | undefined =>
  wrong > 0 ? `${wrong} wrong: ${what}` : undefined;

export class RingBench {
  readonly #plan: Plan;
  readonly #memory: Memory = reserve(2 * MEGABYTES);
  #testpmd: Testpmd | undefined;

  constructor(plan: Plan) {
    this.#plan = plan;
  }

  /** Two lines: testpmd's and edgelane's. */
  async measure(job: Job): Promise<Line[]> {
    const { hugepages } = this.#memory;
    const pages = hugepages ? "2 MiB pages" : "4 KiB pages";
    const before = await this.#floor();
    const words = [`--case=${job.case.name}`, `--flows=${job.flows}`, `--quads=${this.#plan.quads}`];
    const { result } = await runRing(words, ealWords(hugepages, MEASURED));
    const after = await this.#floor();
    const io = [before, after].filter((sample): sample is Sample => sample !== undefined);
    const { floor, variants, tsc_hz: hz } = result;
    const measured = variants[0];
    if (io.length === 0 || floor === undefined || measured === undefined)
      return [failedLine(job, pages, "not measured: no packet moved in a sample")];
    const testpmd = summarize(io);
    const own = ofSeries(measured.worker, result.packets);
    return [
      lineOf(job, "testpmd", pages, testpmd, hz, undefined),
      {
        ...lineOf(job, "edgelane", pages, own, hz, wrongOf(result), { floor: "rx+tx burst", ns: floor.ns }),
        testpmd_ns: Number(testpmd.ns.toFixed(2)),
      },
    ];
  }

  async close(): Promise<void> {
    await this.#testpmd?.close();
    this.#memory.release();
  }

  async #floor(): Promise<Sample | undefined> {
    this.#testpmd ??= await Testpmd.start({
      devices: ["net_ring0", "net_ring1"],
      mbufs: PMD_MBUFS,
      mbufBytes: 2176,
      hugepages: this.#memory.hugepages,
      megabytes: MEGABYTES,
      sendFirst: true,
    });
    return this.#testpmd.sample(this.#plan.windowMs);
  }
}
