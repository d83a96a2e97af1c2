// What edgelane is to reach, and how far from it a run is. A value of a line that was not right reaches nothing.
import { CASES, type RowSpec } from "../cases.js";
import { bytes, count, duration, percent, perSecond, short, times } from "./numbers.js";
import { byRow, isSmall, latest, type Measured, pick, ratioToOvs, setupRatio } from "./select.js";

export type Outcome = "reached" | "missed" | "not right" | "not measured";

export interface Distance {
  what: string;
  /** Such as "≥ 2×". */
  target: string;
  measured?: string;
  /** How many times the target's worth: 1 and above is reached, whichever way the target points. */
  share?: number;
  outcome: Outcome;
}

interface Target {
  what: string;
  least?: number;
  most?: number;
  format(value: number, as?: (value: number) => string): string;
  /** The lines it is told by; the worst of them counts. */
  lines: Measured[];
  value(line: Measured): number | undefined;
}

/** What is asked of a case's rate over OVS-DPDK's at so many flows; `stretch` is beyond it. */
export function askedRatio(
  name: string,
  flows: number | undefined,
  grade: "flows" | "stretch" = "flows",
): number | undefined {
  const bar = CASES.peers.bars.find(({ cases }) => new RegExp(cases).test(name));
  return bar?.[grade]?.[String(flows)];
}

/** Cases with a ratio to reach, their variants aside, and the numbers of flows at which it is asked. */
const ASKED = CASES.peers.cases
  .map(({ name }) => name)
  .filter((name) => !name.endsWith("-macs") && askedRatio(name, 1000) !== undefined)
  .sort(byRow);

type Spec<Kind, Row = RowSpec> = Row extends { kind: infer Name } ? (Kind extends Name ? Row : never) : never;

/** The plan's rows of a kind: they hold what is asked of them. */
const specs = <Kind extends RowSpec["kind"]>(kind: Kind): Spec<Kind>[] =>
  CASES.plans.full.more.filter((spec) => spec.kind === kind) as Spec<Kind>[];

const HEADER_CASES = ["vxlan-encap", "vxlan-decap", "gre-encap", "gre-decap"];

function packetTargets(lines: readonly Measured[]): Target[] {
  const own = pick(lines, { peer: "edgelane", march: undefined });
  const beside = ASKED.flatMap((name) =>
    [1000, 100_000].map(
      (flows): Target => ({
        what: `${name}, ${count(flows)} flows, pcap ports: rate beside OVS-DPDK`,
        least: askedRatio(name, flows)!,
        format: times,
        lines: pick(own, { case: name, flows, ports: "pcap" }).filter(
          (line) => isSmall(line) && (!line.ok || ratioToOvs(lines, line) !== undefined),
        ),
        value: (line) => ratioToOvs(lines, line),
      }),
    ),
  );
  const ring = pick(own, { ports: "ring", workers: undefined }).filter(({ masks }) => (masks ?? 0) <= 1);
  const cost = HEADER_CASES.map(
    (name): Target => ({
      what: `${name}, 1k flows, ring ports: cost of a packet`,
      most: 20,
      format: duration,
      lines: pick(ring, { case: name, flows: 1000 }),
      value: ({ ns_per_packet }) => ns_per_packet,
    }),
  );
  /** In turn in one process if that was measured, else each by itself. */
  const ofMillion = (name: string) => {
    const inTurn = pick(ring, { case: "flows", work: name, flows: 1_000_000 });
    return inTurn.length > 0 ? inTurn : pick(ring, { case: name, flows: 1_000_000 });
  };
  const million = ASKED.map(
    (name): Target => ({
      what: `${name}, 1M flows at random, ring ports: cost over 1k flows'`,
      most: specs("flows")[0]!.bar!,
      format: times,
      lines: ofMillion(name),
      value: ({ ns_per_packet, ratio, run }) => {
        if (ratio !== undefined) return ratio;
        const few = pick(ring, { case: name, flows: 1000, run, ok: true })[0]?.ns_per_packet;
        return few === undefined || ns_per_packet === undefined ? undefined : ns_per_packet / few;
      },
    }),
  );
  return [...beside, ...cost, ...million];
}

/** Cost of a line over that of the same row with one mask. */
export function overOneMask(lines: readonly Measured[], line: Measured): number | undefined {
  if (line.ratio !== undefined) return line.ratio;
  const one = pick(lines, {
    ...{ run: line.run, case: line.case, ports: line.ports, flows: line.flows, peer: line.peer },
    ...{ masks: 1, ok: true },
  })[0];
  if (one?.ns_per_packet === undefined || line.ns_per_packet === undefined) return undefined;
  return line.ns_per_packet / one.ns_per_packet;
}

/** Writes at the rate that was asked for; what the main thread can at most is no target. */
const atAskedRate = ({ asked }: Measured): boolean => asked !== undefined;

function tableTargets(lines: readonly Measured[]): Target[] {
  const own = pick(lines, { peer: "edgelane", march: undefined });
  const writes = specs("installs")[0]!.bar;
  const rates: [string, number, Partial<Measured>][] = [
    [
      "flows installed, removed, expired while forwarding, from C",
      writes.perSecond,
      { case: "installs", writer: "c" },
    ],
    ["the same, encoded in TypeScript", 1e6, { case: "installs", writer: "typescript" }],
  ];
  return [
    {
      what: "100k flows spread over 16 masks: cost over one mask's",
      most: specs("masks")[0]!.bar!,
      format: times,
      lines: pick(own, { case: "masks", masks: 16 }),
      value: (line) => overOneMask(own, line),
    },
    ...rates.map(
      ([what, least, wanted]): Target => ({
        ...{ what, least, format: perSecond, lines: pick(own, wanted).filter(atAskedRate) },
        value: ({ per_second_wall }) => per_second_wall,
      }),
    ),
    {
      ...{ what: "simulations of the reference network", least: 1e6, format: perSecond },
      lines: pick(own, { case: "simulate" }),
      value: ({ per_second }) => per_second,
    },
    {
      what: "forwarding lost while flows are written",
      most: writes.loss,
      format: percent,
      lines: pick(own, { case: "installs" }).filter(atAskedRate),
      value: ({ loss }) => loss,
    },
    ...specs("memory").map(
      ({ family, bar, work }): Target => ({
        what: `memory of an IPv${family} flow with its index, ${work}`,
        ...{ most: bar, format: bytes, lines: pick(own, { case: "memory", family, work }) },
        value: ({ bytes_per_flow }) => bytes_per_flow,
      }),
    ),
    {
      what: "two workers at once: rate over the sum of each alone",
      least: specs("scaling")[0]!.bar,
      format: times,
      lines: pick(own, { case: "scaling", workers: 2 }),
      value: ({ ratio }) => ratio,
    },
  ];
}

function controllerTargets(lines: readonly Measured[]): Target[] {
  const own = pick(lines, { peer: "edgelane" });
  const beside = (name: string, what: string, least: number): Target => ({
    ...{ what, least, format: times, lines: pick(own, { case: name }) },
    value: (line) => line.ratio ?? setupRatio(lines, line),
  });
  const latency = (
    what: string,
    most: number,
    wanted: Partial<Measured>,
    field: "p50_ns" | "p99_ns",
  ): Target => ({
    ...{ what, most, format: duration, lines: pick(own, wanted) },
    value: (line) => line[field],
  });
  return [
    beside("flow-setup", "new 5-tuples a second, miss to live entry: beside OVS-DPDK", 5),
    beside("bulk-load", "bulk load of 100k flows: beside ovs-ofctl --bundle", 10),
    latency("first packet, spinning: p50", 20_000, { case: "first-packet", mode: "spinning" }, "p50_ns"),
    latency(
      "first packet, event-driven: p50",
      120_000,
      { case: "first-packet", mode: "event-driven" },
      "p50_ns",
    ),
    latency(
      "invalidation of 100k flows to the last stale packet: p99",
      1e7,
      { case: "invalidation" },
      "p99_ns",
    ),
  ];
}

function distance({ what, least, most, format, lines, value }: Target): Distance {
  const target = least === undefined ? `≤ ${format(most!, short)}` : `≥ ${format(least, short)}`;
  if (latest(lines).some(({ ok }) => !ok)) return { what, target, outcome: "not right" };
  const values = latest(lines.filter((line) => value(line) !== undefined)).map((line) => value(line)!);
  if (values.length === 0) return { what, target, outcome: "not measured" };
  const worst = least === undefined ? Math.max(...values) : Math.min(...values);
  const share = least === undefined ? most! / Math.max(worst, 1e-9) : worst / least;
  const reached = least === undefined ? worst <= most! : worst >= least;
  return { what, target, measured: format(worst), share, outcome: reached ? "reached" : "missed" };
}

/** Every target in a fixed order, measured or not. */
export const distances = (lines: readonly Measured[]): Distance[] =>
  [...packetTargets(lines), ...tableTargets(lines), ...controllerTargets(lines)].map(distance);
