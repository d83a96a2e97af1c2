// Two lcores on two CPUs, each with ports and flows of its own: what each forwards alone, and both at once.
import type { ScalingRow } from "./cases.js";
import { ealWords, runHarness } from "./harness.js";
import { barOf, figures, type RowLine, round, rowHead, verdict } from "./lines.js";
import { MEASURED, OTHER } from "./machine.js";
import { wrongOf } from "./ring.js";
import { ofSeries, type Series } from "./samples.js";

export interface ScalingResult {
  tsc_hz: number;
  flows: number;
  lanes: { alone: Series; both: Series; packets: number; lines: number }[];
  /** Cache lines that an lcore wrote while forwarding and another has to do with. */
  shared_lines: number;
  packets: number;
  wrong: number;
  what: string;
}

/** A line for each alone, then one for both: `mpps` and `ns_per_packet` of all that was forwarded. */
export function scalingLines(spec: ScalingRow, result: ScalingResult): RowLine[] {
  const { lanes, tsc_hz: hz, shared_lines } = result;
  const wrong = wrongOf(result);
  const head = { ...rowHead("scaling", spec.work), flows: spec.flows };
  const alone = lanes.map(({ alone, packets }, i) => ({
    ...{ ...head, workers: 1, cpu: i === 0 ? MEASURED : OTHER },
    ...figures(ofSeries(alone, packets), hz),
    ...verdict(wrong),
  }));
  const rate = (of: (lane: (typeof lanes)[number]) => Series) =>
    lanes.reduce((sum, lane) => sum + 1e3 / of(lane).ns, 0);
  const ratio = rate(({ both }) => both) / rate(({ alone }) => alone);
  const mpps = rate(({ both }) => both);
  return [
    ...alone,
    {
      ...{ ...head, workers: lanes.length },
      ...{ mpps: round(mpps), ns_per_packet: round(1e3 / mpps) },
      ...{ core_share: round(Math.min(...lanes.map(({ both }) => both.share))), packets: result.packets },
      // Of what they forward alone: 1 is twice one.
      ratio: round(ratio, 3),
      shared_lines,
      ...barOf(ratio, spec.bar, false),
      ...verdict(wrong),
    },
  ];
}

export async function measureScaling(spec: ScalingRow, hugepages: boolean): Promise<RowLine[]> {
  const words = [`--case=${spec.work}`, `--flows=${spec.flows}`, `--quads=${spec.quads}`];
  const { result } = await runHarness<ScalingResult>(
    "bench-workers",
    words,
    ealWords(hugepages, MEASURED, OTHER),
  );
  return scalingLines(spec, result);
}
