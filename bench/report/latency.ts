// Latency by percentile, drawn as HdrHistogram does: each step to the right is ten times rarer. Forwarding at shares of
// the zero-loss rate, and a first packet from miss to live entry, both beside an idle loop's own tail.
import { scaleLog } from "d3-scale";
import { type Axis, INSIDE } from "./axes.js";
import { html, type Markup } from "./html.js";
import type { Percentile, ReportLine } from "./line.js";
import { count, duration, percent, short } from "./numbers.js";
import { legend, linePlot, type Series } from "./plot.js";
import type { Section } from "./section.js";
import { distinct, latest, type Measured, pick } from "./select.js";
import { type Look, nthLook } from "./series.js";
import { folded, rowTone, table, verdict } from "./tables.js";

const NAMED: readonly [number, keyof ReportLine][] = [
  [50, "p50_ns"],
  [90, "p90_ns"],
  [99, "p99_ns"],
  [99.9, "p999_ns"],
  [99.99, "p9999_ns"],
];

/** Beyond this an axis has no end; a histogram's last entry is its maximum. */
const LAST = 99.999;

/** The percentiles that a line gives, rising: of its whole histogram, else those with a name. */
export function percentilesOf(line: ReportLine): Percentile[] {
  const named = NAMED.flatMap(([p, name]): Percentile[] => {
    const ns = line[name];
    return typeof ns === "number" ? [[p, ns]] : [];
  });
  const all = line.percentiles?.length ? line.percentiles : named;
  return all.filter(([p, ns]) => p >= 0 && p <= LAST && ns > 0).sort((a, b) => a[0] - b[0]);
}

/** 50 % is at 2, 99 % at 100, 99.99 % at 10 000. */
const rarity = (percentile: number): number => 100 / (100 - percentile);

function percentileAxis(most: number): Axis {
  const ticks = [50, 90, 99, 99.9, 99.99, 99.999].filter((p) => p <= most);
  return {
    label: "percentile, as 1/(1 − p) (log)",
    scale: scaleLog([1, rarity(Math.max(most, 90))], [INSIDE.left, INSIDE.right]),
    ticks: ticks.map(rarity),
    format: (value) => `${Number((100 - 100 / value).toFixed(3))}%`,
  };
}

/** Powers of ten, and between them 2 and 5 where there is room. */
function timeAxis(values: readonly number[]): Axis {
  const low = 10 ** Math.floor(Math.log10(Math.min(...values)));
  const high = 10 ** Math.ceil(Math.log10(Math.max(...values) * 1.01));
  const decades = Math.round(Math.log10(high / low));
  const steps = decades > 3 ? [1] : decades > 2 ? [1, 3] : [1, 2, 5];
  const ticks = Array.from({ length: decades + 1 }, (_, i) => steps.map((step) => low * 10 ** i * step))
    .flat()
    .filter((tick) => tick <= high);
  return {
    label: "latency (log)",
    scale: scaleLog([low, high], [INSIDE.bottom, INSIDE.top]),
    ticks,
    format: (ns) => duration(ns, short),
  };
}

interface Named {
  line: Measured;
  look: Look;
}

function percentilePlot(title: string, named: readonly Named[]): Markup {
  const points = named.flatMap(({ line }) => percentilesOf(line));
  const series = named.map(
    ({ line, look }): Series => ({
      look,
      bare: percentilesOf(line).length > 8,
      points: percentilesOf(line).map(([p, ns]) => ({
        ...{ x: rarity(p), y: ns, ok: line.ok },
        says: `${look.name}: p${Number(p.toFixed(3))} ${duration(ns)}`,
      })),
    }),
  );
  const x = percentileAxis(Math.max(...points.map(([p]) => p)));
  return linePlot({
    ...{ title, x, y: timeAxis(points.map(([, ns]) => ns)), series },
    legend: legend(named.map(({ look }) => look)),
  });
}

function numbers(caption: string, named: readonly Named[]): Markup {
  const at = (name: keyof ReportLine, percentile: number) => ({
    head: `p${percentile}`,
    cell: ({ line }: Named) => {
      const value = line[name] ?? line.percentiles?.find(([p]) => p === percentile)?.[1];
      return typeof value === "number" ? duration(value) : "";
    },
  });
  return folded(
    "The numbers of this plot",
    table(
      caption,
      [
        { head: "row", cell: ({ look }) => look.name, text: true },
        ...NAMED.map(([p, name]) => at(name, p)),
        { head: "longest", cell: ({ line }) => line.max_ns && duration(line.max_ns) },
        { head: "zero-loss rate, Mpps", cell: ({ line }) => zeroLoss(line) },
        { head: "packets lost", cell: ({ line }) => line.lost },
        { head: "result", cell: ({ line }) => verdict(line), text: true },
      ],
      named,
      ({ line }) => rowTone(line),
    ),
  );
}

const plain = (mode = ""): string => mode.replaceAll("-", " ");
const isIdle = ({ mode }: Measured): boolean => /^idle/.test(mode ?? "");

const zeroLoss = ({ zero_loss_mpps, limit }: Measured) =>
  zero_loss_mpps !== undefined &&
  `${short(zero_loss_mpps)}${limit === "generator" ? " (all the generator gives)" : ""}`;

/** Idle loops last, in grey; the others in their order. */
function look(lines: readonly Measured[], name: (line: Measured) => string): Named[] {
  const work = lines.filter((line) => !isIdle(line));
  const idle = lines.filter(isIdle);
  const gray = (line: Measured, i: number): Look => ({
    name: name(line),
    ...{ tone: "floor", marker: i % 2 === 0 ? "cross" : "triangle", dash: i % 2 === 0 ? "1 4" : "6 5" },
  });
  return [
    ...work.map((line, i) => ({ line, look: nthLook(i, name(line)) })),
    ...idle.map((line, i) => ({ line, look: gray(line, i) })),
  ];
}

const drawable = (line: Measured): boolean => percentilesOf(line).length > 0;

export function latency(lines: readonly Measured[]): Section {
  const title = "Forwarding latency";
  const rows = latest(lines).filter((line) => line.case === "latency" && drawable(line));
  if (!rows.some((line) => !isIdle(line)))
    return { title, missing: "no line of case latency has percentiles" };
  const groups = distinct(rows.filter((line) => !isIdle(line)).map(group));
  const plots = groups.map((one) => {
    const same = rows.filter((line) => group(line) === one);
    const own = same.some(isIdle) ? same : [...same, ...rows.filter(isIdle)];
    const sorted = [...own].sort((a, b) => (a.load ?? 0) - (b.load ?? 0));
    return { one, named: look(sorted, (line) => (isIdle(line) ? idleOf(line) : atLoad(line))) };
  });
  return {
    title,
    body: html`<p>Time of single packets from ring to ring at shares of the highest rate at which none is lost. The idle loop
  does nothing but read the clock: what its curve shows is the machine, not edgelane.</p><div class="plots">${plots.map(({ one, named }) => html`<div>${percentilePlot(one, named)}${numbers(`Forwarding latency, ${one}`, named)}</div>`)}</div>`,
  };
}

const group = ({ peer, work, ports, flows }: Measured): string =>
  `${peer}${work === undefined ? "" : `, ${work}`}${ports === undefined ? "" : `, ${ports} ports`}${flows === undefined ? "" : `, ${count(flows)} flows`}`;

const idleOf = ({ mode, cpu }: Measured): string =>
  `${plain(mode)}${cpu === undefined ? "" : `, CPU ${cpu}`}`;

const atLoad = ({ load, mpps, rate }: Measured): string =>
  `${load === undefined ? "some load" : `${percent(load, short)} load`}${(mpps ?? rate) === undefined ? "" : ` (${short(mpps ?? rate! / 1e6)} Mpps)`}`;

export function firstPacket(lines: readonly Measured[]): Section {
  const title = "First packet and invalidation";
  const rows = latest(lines).filter(
    (line) => /^(first-packet|invalidation)$/.test(line.case) && drawable(line),
  );
  if (rows.length === 0)
    return { title, missing: "no line of case first-packet or invalidation has percentiles" };
  const name = (line: Measured) =>
    `${line.work === undefined ? "" : `${line.work}, `}${line.mode === undefined ? `${count(line.flows ?? 0)} flows` : plain(line.mode)}${line.rate === undefined || isIdle(line) ? "" : ` at ${count(line.rate)} misses/s`}`;
  const kinds: [string, string][] = [
    ["first-packet", "Miss to live entry"],
    ["invalidation", "Invalidation to the last stale packet"],
  ];
  const figures = kinds.flatMap(([kind, says]) => {
    const named = look(pick(rows, { case: kind }), name);
    return named.length === 0 ? [] : html`<div>${percentilePlot(says, named)}${numbers(says, named)}</div>`;
  });
  return {
    title,
    body: html`<p>From a packet's arrival at the worker, by the controller's simulation, to the entry that the next packet
  hits; beside the tail that a loop has on this machine when it does nothing.</p><div class="plots">${figures}</div>`,
  };
}
