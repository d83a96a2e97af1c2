// What many scenes come to, as plain numbers: added up in one process, told to another, put into one line for people.
import type { Checked } from "./check.js";

export interface Sums {
  packets: number;
  scenes: number;
  /** Packets that found a flow in the worker. */
  hits: number;
  /** Keys drawn inside live flows' masks. */
  siblings: number;
  /** Flows that expired or were invalidated at random. */
  churned: number;
  /** Flows looked at, and the bits they are exact in, in_port left out. */
  flows: number;
  bits: number;
  /** Exact bits that were turned over one by one, and those that nothing hung on, by field too. */
  turned: number;
  loose: number;
  fields: Record<string, number>;
  /** Packets by kind of verdict. */
  results: Record<string, number>;
}

export const noSums = (): Sums => ({
  ...{ packets: 0, scenes: 0, hits: 0, siblings: 0, churned: 0, flows: 0, bits: 0, turned: 0, loose: 0 },
  ...{ fields: {}, results: {} },
});

export function sumsOf({ scene, seen, siblings, flows, bits, looseness, results }: Checked): Sums {
  const { turned, loose, fields } = looseness;
  return {
    ...{ packets: scene.packets.length, scenes: 1, hits: seen.hits, churned: seen.churned },
    ...{ siblings, flows, bits, turned, loose },
    ...{ fields: Object.fromEntries(fields), results: Object.fromEntries(results) },
  };
}

export function add(into: Sums, more: Sums): void {
  for (const key of ["packets", "scenes", "hits", "siblings", "churned"] as const) into[key] += more[key];
  for (const key of ["flows", "bits", "turned", "loose"] as const) into[key] += more[key];
  for (const key of ["fields", "results"] as const)
    for (const [name, count] of Object.entries(more[key])) into[key][name] = (into[key][name] ?? 0) + count;
}

export const meanBits = ({ bits, flows }: Sums): number => bits / Math.max(1, flows);
export const looseness = ({ loose, turned }: Sums): number => loose / Math.max(1, turned);

export function summary(sums: Sums, seconds: number): string {
  const { packets, scenes, hits, siblings, churned } = sums;
  const listed = (counts: Record<string, number>, most: number): string =>
    Object.entries(counts)
      .sort((a, b) => b[1] - a[1])
      .slice(0, most)
      .map(([name, count]) => `${count} ${name}`)
      .join(", ");
  return (
    `${packets} packets over ${scenes} scenes, ${hits} flow hits, ${siblings} siblings, ${churned} flows expired or invalidated at random; ` +
    `${meanBits(sums).toFixed(1)} exact bits a flow, ${(100 * looseness(sums)).toFixed(2)} % of ${sums.turned} turned over were loose (${listed(sums.fields, 6)}); ` +
    `verdicts: ${listed(sums.results, 9)}; ${Math.round(seconds)} s, ${Math.round(packets / seconds)} packets/s`
  );
}
