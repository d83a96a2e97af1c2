// Throughput and cost of a packet against flows, one small plot a case, and against masks.
import { scaleLinear, scaleLog } from "d3-scale";
import { type Axis, INSIDE } from "./axes.js";
import { html, type Markup } from "./html.js";
import type { ReportLine } from "./line.js";
import { count, digits, short, times } from "./numbers.js";
import { legend, linePlot, type Point, type Series } from "./plot.js";
import type { Section } from "./section.js";
import {
  atTheirBest,
  byRow,
  distinct,
  isPacketRow,
  isSmall,
  latest,
  type Measured,
  rising,
} from "./select.js";
import { byPeer, lookOf, nthLook } from "./series.js";
import { folded, rowTone, table, verdict, wanted } from "./tables.js";
import { overOneMask } from "./targets.js";

/** A linear axis from 0 that all plots of a figure share. */
export function upright(label: string, values: readonly number[]): Axis {
  const scale = scaleLinear([0, Math.max(1e-9, ...values) * 1.04], [INSIDE.bottom, INSIDE.top]).nice(5);
  return { label, scale, ticks: scale.ticks(5), format: short };
}

const STEPS = [1, 2, 5];

/** A log axis from 1, 2 or 5 of a power of ten to such another. */
function uprightLog(unit: string, values: readonly number[]): Axis {
  const good = values.filter((value) => value > 0);
  const powers = Array.from({ length: 12 }, (_, i) => 10 ** (i - 3));
  const all = powers.flatMap((power) => STEPS.map((step) => Number((power * step).toPrecision(1))));
  const low = all.filter((tick) => tick <= Math.min(...good)).at(-1) ?? 1;
  const high = all.find((tick) => tick > Math.max(...good)) ?? low * 10;
  const scale = scaleLog([low, high], [INSIDE.bottom, INSIDE.top]);
  const ticks = all.filter((tick) => tick >= low && tick <= high);
  return { label: `${unit} (log)`, scale, ticks, format: short };
}

/** A log axis with a tick for each value there is, as far as they fit. */
export function logAxis(label: string, values: readonly number[]): Axis {
  const all = rising(values);
  const ends: [number, number] =
    all.length > 1 ? [all[0]!, all.at(-1)!] : [(all[0] ?? 1) / 10, (all[0] ?? 1) * 10];
  return {
    label,
    scale: scaleLog(ends, [INSIDE.left, INSIDE.right]),
    ticks: spaced(all, ends),
    format: count,
  };
}

/** Drops ticks whose labels would touch: each keeps a tenth of the axis to itself. */
function spaced(values: readonly number[], [low, high]: [number, number]): number[] {
  const place = (value: number) => Math.log(value / low) / Math.log(high / low);
  const kept: number[] = [];
  for (const value of [...values].reverse())
    if (kept.length === 0 || place(kept[0]!) - place(value) >= 0.1) kept.unshift(value);
  return kept;
}

interface Quantity {
  title: string;
  unit: string;
  of(line: ReportLine): number | undefined;
  axis(unit: string, values: readonly number[]): Axis;
}

const THROUGHPUT: Quantity = { title: "Throughput", unit: "Mpps", of: ({ mpps }) => mpps, axis: upright };
const COST: Quantity = {
  title: "Cost",
  unit: "ns/packet",
  of: ({ ns_per_packet }) => ns_per_packet,
  axis: uprightLog,
};

/** testpmd over rings passes the same few packets round and round: its rate would flatten every other. */
const fits = (quantity: Quantity, { peer, ports }: Measured): boolean =>
  quantity !== THROUGHPUT || peer !== "testpmd" || ports !== "ring";

function series(lines: readonly Measured[], quantity: Quantity): Series[] {
  const names = distinct(lines.map((line) => lookOf(line).name));
  return names.map((name) => {
    const own = lines.filter((line) => lookOf(line).name === name).sort((a, b) => a.flows! - b.flows!);
    const points = own.flatMap((line): Point[] => {
      const y = quantity.of(line);
      if (y === undefined) return [];
      const says = `${name}${line.config === undefined ? "" : ` (${line.config})`}, ${count(line.flows!)} flows: ${digits(y)} ${quantity.unit}`;
      return [{ x: line.flows!, y, says, ok: line.ok }];
    });
    return { look: lookOf(own[0]!), points };
  });
}

function figure(lines: readonly Measured[], quantity: Quantity, x: Axis): Markup {
  const shown = lines.filter((line) => fits(quantity, line));
  const values = shown.map(quantity.of).filter((value) => value !== undefined);
  const y = quantity.axis(quantity.unit, values);
  const cases = distinct(shown.map(({ row }) => row)).sort(byRow);
  const plots = cases.map((name) => {
    const curves = series(
      shown.filter((line) => line.row === name),
      quantity,
    );
    return linePlot({ title: name, x, y, series: curves });
  });
  return html`<h3>${quantity.title} against flows</h3>${legend([...shown].sort(byPeer).map(lookOf))}<div class="plots">${plots}</div>`;
}

const flowRows = (lines: readonly Measured[]): Markup =>
  folded(
    "The numbers of these plots",
    table(
      "Packets a second and cost of a packet by case, peer and flows",
      [
        { head: "case", cell: (line) => line.row, text: true },
        { head: "peer", cell: (line) => lookOf(line).name, text: true },
        { head: "set-up", cell: (line) => line.config ?? "", text: true },
        { head: "flows", cell: (line) => count(line.flows!) },
        { head: "Mpps", cell: ({ mpps }) => mpps && digits(mpps) },
        { head: "ns/packet", cell: ({ ns_per_packet }) => ns_per_packet && digits(ns_per_packet) },
        {
          head: "TSC cycles over the floor",
          cell: ({ over_floor_cycles }) => over_floor_cycles && digits(over_floor_cycles),
        },
        { head: "share of its core", cell: ({ core_share }) => core_share && digits(core_share) },
        { head: "result", cell: verdict, text: true },
      ],
      lines,
      rowTone,
    ),
  );

export function flowCurves(lines: readonly Measured[]): Section {
  const title = "Against flows";
  const rows = atTheirBest(latest(lines.filter((line) => isPacketRow(line) && isSmall(line)))).sort(
    (a, b) => byRow(a.row, b.row) || byPeer(a, b) || a.flows! - b.flows!,
  );
  if (!rows.some(({ mpps }) => mpps !== undefined))
    return { title, missing: "no line gives packets a second at a number of flows" };
  const x = logAxis(
    "flows (log)",
    rows.map(({ flows }) => flows!),
  );
  return {
    title,
    body: html`<p>Inner frames of 64 bytes on the wire, one core, one mask. All plots under a heading share their scales. testpmd's
  <i>io</i> touches no packet: it is what the pair of ports itself costs, so nobody on the same ports can be faster.
  Its line over ring ports, where the same few packets go round and round, is left out of the throughput plots.</p>${figure(rows, THROUGHPUT, x)}${figure(rows, COST, x)}${flowRows(rows)}`,
  };
}

/** What a row is, its masks aside. */
const maskRow = (line: Measured) =>
  `${line.peer === "edgelane" ? "" : `${line.peer}, `}${line.case}${line.work === undefined ? "" : ` ${line.work}`}, ${line.flows === undefined ? "" : `${count(line.flows)} flows, `}${line.ports} ports`;

export function maskCurves(lines: readonly Measured[]): Section {
  const title = "Against masks";
  const rows = latest(lines)
    .filter(({ masks, ns_per_packet }) => masks !== undefined && masks > 0 && ns_per_packet !== undefined)
    .filter((line, _, all) =>
      all.some((other) => maskRow(other) === maskRow(line) && other.masks !== line.masks),
    )
    .sort((a, b) => a.case.localeCompare(b.case) || a.masks! - b.masks!);
  if (rows.length === 0) return { title, missing: "no row was measured with one mask and with more" };
  const names = distinct(rows.map(maskRow));
  const x = {
    ...logAxis(
      "masks (log)",
      rows.map(({ masks }) => masks!),
    ),
    format: short,
  };
  const plot = (quantity: Quantity) =>
    linePlot({
      title: `${quantity.title} against masks`,
      x,
      y: upright(
        quantity.unit,
        rows.map((line) => quantity.of(line) ?? 0),
      ),
      series: names.map((one, i) => ({
        look: nthLook(i, one),
        points: rows
          .filter((line) => maskRow(line) === one && quantity.of(line) !== undefined)
          .map((line) => ({
            ...{ x: line.masks!, y: quantity.of(line)!, ok: line.ok },
            says: `${one}, ${line.masks} masks: ${digits(quantity.of(line)!)} ${quantity.unit}`,
          })),
      })),
    });
  const numbers = table<Measured>(
    "Cost of a packet by row and masks",
    [
      { head: "row", cell: maskRow, text: true },
      { head: "masks", cell: ({ masks }) => masks },
      { head: "ns/packet", cell: ({ ns_per_packet }) => digits(ns_per_packet!) },
      { head: "Mpps", cell: ({ mpps }) => mpps && digits(mpps) },
      { head: "cost over one mask's", cell: (line) => ratioText(overOneMask(rows, line)) },
      { head: "wanted", cell: wanted, text: true },
      { head: "result", cell: verdict, text: true },
    ],
    rows,
    rowTone,
  );
  return {
    title,
    body: html`<p>Flows spread evenly over so many masks. In <i>cold</i> rows each 5-tuple is seen once; in the others they come again.</p>${legend(names.map((one, i) => nthLook(i, one)))}<div class="plots">${plot(COST)}${plot(THROUGHPUT)}</div>${folded("The numbers of these plots", numbers)}`,
  };
}

const ratioText = (ratio: number | undefined): string => (ratio === undefined ? "" : times(ratio));
