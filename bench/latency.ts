// Forwarding latency at shares of the zero-loss rate, beside what a loop that does nothing sees on either core.
import type { LatencyRow } from "./cases.js";
import { ealWords, runHarness } from "./harness.js";
import { type RowLine, round, rowHead, verdict } from "./lines.js";
import { MEASURED, OTHER } from "./machine.js";
import { wrongOf } from "./ring.js";

interface Percentiles {
  p50_ns: number;
  p90_ns: number;
  p99_ns: number;
  p999_ns: number;
  p9999_ns: number;
  max_ns: number;
  /** [percentile 0..100, nanoseconds], rising. */
  percentiles: [number, number][];
}

export interface LatencyResult {
  flows: number;
  /** The threads were scheduled before all others. */
  real_time: boolean;
  /** Flooded; and the share of the worker's time that had packets then: below 1 the generator was the limit. */
  most_per_second: number;
  busy: number;
  zero_loss_per_second: number;
  loads: ({ load: number; rate: number; packets: number; lost: number; skipped: number } & Percentiles)[];
  idle_worker: Percentiles;
  idle_generator: Percentiles;
  packets: number;
  wrong: number;
  what: string;
}

const BUSY = 0.95;

/** A line a load, then what each core's idle loop saw. */
export function latencyLines(spec: LatencyRow, result: LatencyResult): RowLine[] {
  const wrong = wrongOf(result);
  const head = { ...rowHead("latency", spec.work), flows: spec.flows };
  const { zero_loss_per_second, most_per_second, real_time } = result;
  const loads = result.loads.map(({ load, rate, packets, lost, skipped, ...latencies }) => ({
    ...{ ...head, mode: "forwarding", load, rate, packets, lost, skipped },
    ...{ zero_loss_mpps: round(zero_loss_per_second / 1e6), most_mpps: round(most_per_second / 1e6) },
    ...{ limit: result.busy < BUSY ? "generator" : "worker", real_time },
    ...latencies,
    ...verdict(wrong),
  }));
  const idle = (cpu: number, latencies: Percentiles) => ({
    ...{ ...head, mode: "idle-loop", cpu, real_time, ...latencies },
    ...verdict(wrong),
  });
  return [...loads, idle(MEASURED, result.idle_worker), idle(OTHER, result.idle_generator)];
}

export async function measureLatency(spec: LatencyRow, hugepages: boolean): Promise<RowLine[]> {
  const words = [`--case=${spec.work}`, `--flows=${spec.flows}`, `--passes=${spec.passes}`];
  const { result } = await runHarness<LatencyResult>(
    "bench-latency",
    words,
    ealWords(hugepages, OTHER, MEASURED),
  );
  return latencyLines(spec, result);
}
