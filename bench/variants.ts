// Rows of the ring harness whose point is a ratio: more masks, other draws, more flows, each beside the first, all in
// one process and in turn.
import type { VariantsRow } from "./cases.js";
import { ealWords } from "./harness.js";
import { barOf, figures, type RowLine, round, rowHead, verdict } from "./lines.js";
import { MEASURED } from "./machine.js";
import { type RingResult, runRing, wrongOf } from "./ring.js";
import { ofSeries } from "./samples.js";

/** One line a variant; `ratio` is its cost over the first one's, and the last is held against the bar. */
export function variantLines(spec: VariantsRow, result: RingResult, memory: string): RowLine[] {
  const first = result.variants[0]!;
  const wrong = wrongOf(result);
  return result.variants.map(({ flows, masks, draw, worker, packets }, i) => {
    const ratio = worker.ns / first.worker.ns;
    return {
      ...rowHead(spec.kind, spec.work),
      ...{ memory, flows, masks, draw },
      ...figures(ofSeries(worker, packets), result.tsc_hz, {
        ...{ floor: "rx+tx burst", ns: result.floor?.ns ?? 0 },
      }),
      ratio: round(ratio, 3),
      ...(i === result.variants.length - 1 && barOf(ratio, spec.bar)),
      ...verdict(wrong),
    };
  });
}

export async function measureVariants(spec: VariantsRow, hugepages: boolean): Promise<RowLine[]> {
  const variants = spec.variants.map(
    ({ flows, masks, draw }) =>
      `--variant=flows=${flows}${masks === undefined ? "" : `,masks=${masks}`},draw=${draw ?? "uniform"}`,
  );
  const words = [`--case=${spec.work}`, `--quads=${spec.quads}`, ...variants];
  const { result } = await runRing(words, ealWords(hugepages, MEASURED));
  return variantLines(spec, result, hugepages ? "2 MiB pages" : "4 KiB pages");
}
