// The table's lookup alone, beside DPDK's own tables on the same keys.
import type { YardstickRow } from "./cases.js";
import { ealWith, runHarness } from "./harness.js";
import { type RowLine, round, rowHead, verdict } from "./lines.js";
import { MEASURED } from "./machine.js";
import { wrongOf } from "./ring.js";
import type { Series } from "./samples.js";

export interface YardstickResult {
  flows: number;
  key_bytes: number;
  peers: { name: string; lookup: Series }[];
  wrong: number;
  what: string;
}

const OURS = /^table/;

/** One line a kind of lookup; `ratio` is its cost over that of our table asked in the same way. */
export function yardstickLines(spec: YardstickRow, result: YardstickResult): RowLine[] {
  const ours = (single: boolean) =>
    result.peers.find(({ name }) => name === (single ? "table-single" : "table"))!.lookup.ns;
  return result.peers.map(({ name, lookup: { ns, p10, p90, share, samples } }) => ({
    ...rowHead("yardstick", spec.work),
    ...{ lookup: name, peer: OURS.test(name) ? ("edgelane" as const) : ("dpdk" as const) },
    ...{ flows: result.flows, key_bytes: result.key_bytes },
    ...{ ns_per_packet: round(ns), mpps: round(1e3 / ns), min: round(p10), max: round(p90) },
    ...{ core_share: round(share), samples },
    ratio: round(ns / ours(name.endsWith("-single")), 3),
    ...verdict(wrongOf(result)),
  }));
}

/** DPDK memory for its tables, MiB. */
export const yardstickMegabytes = (flows: number): number => 128 + Math.ceil(flows / 2500);

export async function measureYardstick(spec: YardstickRow, hugepages: boolean): Promise<RowLine[]> {
  const words = [`--flows=${spec.flows}`, `--quads=${spec.quads}`];
  const eal = ealWith(yardstickMegabytes(spec.flows), hugepages, MEASURED);
  const { result } = await runHarness<YardstickResult>("bench-yardstick", words, eal);
  return yardstickLines(spec, result);
}
