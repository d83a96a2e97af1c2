// A case over ring ports: the worker's lcore code in a process of its own (bench-ring) which alternates it with rx and
// tx burst on the very same ports, and testpmd's io over net_ring before and after.
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { packageRoot } from "../bindings/index.js";
import type { Job, Plan } from "./cases.js";
import { BenchError } from "./error.js";
import { onLeaving } from "./leaving.js";
import { failedLine, type Line, lineOf } from "./lines.js";
import { MEASURED, type Memory, reserve } from "./machine.js";
import { type Sample, summarize } from "./samples.js";
import { Testpmd } from "./testpmd.js";

const MEGABYTES = 192;
const PMD_MBUFS = 8192;

export const ringProgram = join(packageRoot, "build/c/bench/worker/bench-ring");

/** What bench-ring prints. */
export interface RingResult {
  tsc_hz: number;
  floor?: RingSeries;
  worker?: RingSeries;
  packets: number;
  /** Frames and counters. */
  wrong: number;
  what: string;
}

interface RingSeries {
  ns: number;
  p10: number;
  p90: number;
  /** Of the timed rounds, 0..1. */
  share: number;
  samples: number;
}

let serial = 0;

export function ealWords(hugepages: boolean, cpu: number): string[] {
  return [
    ...(hugepages ? ["--in-memory"] : ["--no-huge", "--no-shconf"]),
    ...["-m", String(MEGABYTES), "--iova-mode=va", "--no-pci", "--no-telemetry", "--log-level=error"],
    ...[`--file-prefix=bench-ring-${process.pid}-${serial++}`, `--lcores=${cpu}@${cpu}`],
  ];
}

/** Runs bench-ring, under `wrapper` if given; a result with `wrong` above 0 is a result. */
export async function runRing(
  words: string[],
  eal: string[],
  wrapper: string[] = [],
): Promise<{ result: RingResult; stderr: string }> {
  if (!existsSync(ringProgram))
    throw new BenchError("BENCH_NOT_BUILT", `there is no ${ringProgram}`, "npm run build");
  const [program, ...rest] = [...wrapper, ringProgram, ...words, "--", ...eal];
  const child = spawn(program!, rest, { stdio: ["ignore", "pipe", "pipe"] });
  const gone = onLeaving(() => child.kill("SIGKILL"));
  let stdout = "";
  let stderr = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => (stdout += text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
  const ended = await new Promise<string>((resolve) => {
    child.once("error", (cause) => resolve(cause.message));
    child.once("close", (code, signal) => resolve(signal ?? `code ${code}`));
  });
  gone();
  try {
    return { result: JSON.parse(stdout) as RingResult, stderr };
  } catch {
    const last = stderr.trim().split("\n").slice(-4).join(" | ");
    throw new BenchError("BENCH_RING", `bench-ring ended by ${ended}: ${last}`, "edgelane check");
  }
}

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
    const { floor, worker } = result;
    if (io.length === 0 || floor === undefined || worker === undefined)
      return [failedLine(job, pages, "not measured: no packet moved in a sample")];
    const wrong = result.wrong > 0 ? `${result.wrong} wrong: ${result.what}` : undefined;
    const testpmd = summarize(io);
    const own = {
      ...{ ns: worker.ns, min: worker.p10, max: worker.p90 },
      ...{ share: worker.share, samples: worker.samples },
      packets: result.packets,
    };
    const hz = result.tsc_hz;
    return [
      lineOf(job, "testpmd io", pages, testpmd, hz, undefined),
      {
        ...lineOf(job, "edgelane", pages, own, hz, wrong, { floor: "rx+tx burst", ns: floor.ns }),
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
