// Picks lines out of runs: what stands for a row, who is beside it, and how they compare. Must never compare lines of
// two runs: another day is another machine.
import type { ReportLine, Run } from "./line.js";

/** A line and the run it is of. */
export interface Measured extends ReportLine {
  run: number;
  /** Its case, and whether one flow entry takes all its flows, or each (by its MAC) has its own: that is other work. */
  row: string;
}

/** Cases that are no cost of one packet at so many flows. */
const OTHER_CASES = new Set([
  ...["masks", "cold", "zipf", "flows", "latency", "scaling", "installs", "memory", "yardstick", "offload"],
  ...["flow-setup", "bulk-load", "first-packet", "invalidation", "simulate", "encode", "decode"],
]);

const ORDER = ["l2", "microflow", "l3", "vxlan-encap", "vxlan-decap", "gre-encap", "gre-decap"];

/** Rows in the order they are always shown; a variant of a case comes behind it. */
export function byRow(a: string, b: string): number {
  const place = (row: string) => {
    const at = ORDER.findLastIndex((name) => row.startsWith(name));
    return at < 0 ? ORDER.length : at;
  };
  return place(a) - place(b) || (a < b ? -1 : a > b ? 1 : 0);
}

/** Fields that say what was measured, not what came out. */
const IDENTITY =
  "peer row work draw lookup config march ports frame mix flows masks workers operation writer family load mode rate";

const identity = (line: Measured): string =>
  JSON.stringify(
    IDENTITY.split(" ").map((name) => {
      const value = line[name as keyof Measured];
      return name === "masks" ? (value ?? 1) : (value ?? null);
    }),
  );

/** All lines of all runs, in their order. A build that is not the host line's keeps its `march`. */
export const merge = (runs: readonly Run[]): Measured[] =>
  runs.flatMap(({ lines, host }, run) => {
    const shared = new Set(
      lines
        .filter(({ entries, flows }) => entries !== undefined && flows !== undefined && entries < flows)
        .map((line) => line.case),
    );
    return lines.map(({ march, ...line }) => ({
      ...line,
      ...(march !== undefined && march !== host.march && { march }),
      run,
      row:
        line.entries !== undefined && shared.has(line.case)
          ? `${line.case}, one entry`
          : line.case.replace(/-macs$/, ""),
    }));
  });

/** Where several runs measured the same thing, the last run's lines. */
export function latest<Line extends Measured>(lines: readonly Line[]): Line[] {
  const runs = new Map<string, number>();
  for (const line of lines) runs.set(identity(line), Math.max(line.run, runs.get(identity(line)) ?? 0));
  return lines.filter((line) => runs.get(identity(line)) === line.run);
}

type Wanted = Partial<Record<keyof Measured, unknown>>;

export const matches = (line: Measured, wanted: Wanted): boolean =>
  Object.entries(wanted).every(([name, value]) => line[name as keyof Measured] === value);

export const pick = (lines: readonly Measured[], wanted: Wanted): Measured[] =>
  lines.filter((line) => matches(line, wanted));

/** Cost of one packet of a plain row: one mask, one worker. */
export const isPacketRow = (line: Measured): boolean =>
  !OTHER_CASES.has(line.case) &&
  line.work === undefined &&
  line.flows !== undefined &&
  line.instructions === undefined &&
  (line.masks ?? 1) <= 1 &&
  (line.workers ?? 1) === 1 &&
  line.load === undefined;

export const isSmall = ({ frame = 64, mix }: Measured): boolean => frame === 64 && mix === undefined;

/** Of several set-ups of a peer on the same row and run, its fastest that was right. */
export function atTheirBest(lines: readonly Measured[]): Measured[] {
  const best = new Map<string, Measured>();
  for (const line of lines) {
    const { config: _, ...row } = line;
    const key = `${line.run} ${identity(row)}`;
    const other = best.get(key);
    const better =
      other === undefined || (line.ok && !other.ok) || (line.ok === other.ok && rate(line) > rate(other));
    if (better) best.set(key, line);
  }
  return [...best.values()];
}

const rate = ({ mpps, per_second }: ReportLine): number => mpps ?? per_second ?? 0;

/** The same row of another peer in the same run, at its best; undefined where there is none. */
export function beside(lines: readonly Measured[], line: Measured, peer: string): Measured | undefined {
  const { run, row, ports, flows, mix } = line;
  const same = pick(lines, { run, row, ports, flows, mix, peer });
  return atTheirBest(
    same.filter((one) => (one.frame ?? 64) === (line.frame ?? 64) && (one.masks ?? 1) === (line.masks ?? 1)),
  )[0];
}

/** edgelane's rate over OVS's best on the same row: as the run itself compared them, else of their medians. */
export function ratioToOvs(lines: readonly Measured[], line: Measured): number | undefined {
  if (!line.ok) return undefined;
  const ovs = beside(lines, line, "ovs-dpdk");
  if (ovs === undefined || !ovs.ok) return undefined;
  if (line.ratio !== undefined) return line.ratio;
  return rate(ovs) > 0 ? rate(line) / rate(ovs) : undefined;
}

/** Operations a second over OVS-DPDK's in the same run, whatever ports each has for it. */
export function setupRatio(
  lines: readonly Measured[],
  { run, row, per_second, ok }: Measured,
): number | undefined {
  const ovs = atTheirBest(pick(lines, { run, row, peer: "ovs-dpdk", ok: true }))[0];
  if (!ok || per_second === undefined || ovs?.per_second === undefined) return undefined;
  return per_second / ovs.per_second;
}

export const distinct = <T>(values: readonly T[]): T[] => [...new Set(values)];

/** Distinct numbers, rising. */
export const rising = (values: readonly (number | undefined)[]): number[] =>
  distinct(values.filter((value) => value !== undefined)).sort((a, b) => a - b);
