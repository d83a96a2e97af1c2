// What is done so many times a second: flows written while packets pass, simulations, flow set-up, bulk load; and what a
// flow takes of memory.
import { type Bar, barPlot, type Group } from "./bars.js";
import { html } from "./html.js";
import { bytes, count, digits, percent, perSecond, times } from "./numbers.js";
import { legend } from "./plot.js";
import type { Section } from "./section.js";
import { distinct, latest, type Measured, setupRatio } from "./select.js";
import { byPeer, lookOf, nthLook } from "./series.js";
import { type Column, folded, rowTone, table, verdict, wanted } from "./tables.js";

const WRITERS: Record<string, string> = { c: "C", typescript: "TypeScript" };

/** Who wrote, and what else that one did meanwhile. */
const writerOf = ({ writer = "c", placed }: Measured): string =>
  `from ${WRITERS[writer] ?? writer}${placed === undefined ? "" : `, which ${placed}`}`;

const rate: Column<Measured> = {
  head: "a second",
  cell: ({ per_second }) => per_second && perSecond(per_second),
};
const result: Column<Measured> = { head: "result", cell: verdict, text: true };

const operation = (line: Measured): string =>
  `${line.operation ?? "install"}${line.family === 6 ? " v6" : ""}${line.batch === undefined ? "" : ` ${count(line.batch)}`}${line.flows === undefined ? "" : ` of ${count(line.flows)}`}`;

function groups(
  rows: readonly Measured[],
  name: (line: Measured) => string,
  bar: (line: Measured) => Bar,
): Group[] {
  return distinct(rows.map(name)).map((one) => ({
    name: one,
    bars: rows.filter((line) => name(line) === one).map(bar),
  }));
}

export function installs(lines: readonly Measured[]): Section {
  const title = "Flows written while forwarding";
  const rows = latest(lines).filter((line) => line.case === "installs" && line.per_second !== undefined);
  if (rows.length === 0) return { title, missing: "no line of case installs gives a rate" };
  const writers = distinct(rows.map(writerOf));
  const look = (line: Measured) => nthLook(writers.indexOf(writerOf(line)), writerOf(line));
  const rates = groups(rows, operation, (line) => ({
    ...{ look: look(line), value: line.per_second!, text: perSecond(line.per_second!), ok: line.ok },
  }));
  const lossy = rows.filter(({ loss }) => loss !== undefined);
  const losses = groups(lossy, operation, (line) => ({
    ...{ look: look(line), value: Math.max(0, line.loss!), text: percent(line.loss!), ok: line.ok },
  }));
  const numbers = table<Measured>(
    "Flows written a second while packets pass at full rate, and what forwarding lost by it",
    [
      { head: "what", cell: operation, text: true },
      { head: "written", cell: writerOf, text: true },
      rate,
      { head: "by the clock", cell: ({ per_second_wall: wall }) => wall && perSecond(wall) },
      { head: "forwarding lost", cell: ({ loss }) => loss !== undefined && percent(loss) },
      { head: "Mpps meanwhile", cell: ({ mpps }) => mpps && digits(mpps) },
      { head: "wanted", cell: wanted, text: true },
      result,
    ],
    rows,
    rowTone,
  );
  const most = (all: readonly Group[]) =>
    Math.max(1e-9, ...all.flatMap(({ bars }) => bars.map(({ value }) => value)));
  return {
    title,
    body: html`<p>The worker's main thread writes the tables while its lcore forwards at full rate.</p>${legend(rows.map(look), "bars")}<div class="plots">${barPlot("Flows written a second", rates, most(rates))}${losses.length > 0 && barPlot("Forwarding rate lost meanwhile", losses, Math.max(0.05, most(losses)))}</div>${folded("The numbers of these plots", numbers)}`,
  };
}

/** What set-up is done over says nothing of these rates. */
const peerLook = ({ ports: _, ...line }: Measured) => lookOf(line);

const WORKS = ["simulate", "encode", "decode", "flow-setup", "bulk-load"];

export function works(lines: readonly Measured[]): Section {
  const title = "Simulation and flow set-up";
  const rows = latest(lines)
    .filter((line) => WORKS.includes(line.case) && line.per_second !== undefined)
    .sort((a, b) => WORKS.indexOf(a.case) - WORKS.indexOf(b.case) || byPeer(a, b));
  if (rows.length === 0)
    return { title, missing: "no line says how many simulations or flow set-ups a second" };
  const plots = distinct(rows.map((line) => line.case)).map((name) => {
    const own = rows.filter((line) => line.case === name);
    const bars = groups(
      own,
      (line) => line.work ?? line.mode ?? line.peer,
      (line) => ({
        ...{ look: peerLook(line), value: line.per_second!, text: perSecond(line.per_second!), ok: line.ok },
      }),
    );
    return barPlot(name, bars, Math.max(...own.map(({ per_second }) => per_second!)));
  });
  const numbers = table<Measured>(
    "Operations a second of one core",
    [
      { head: "what", cell: (line) => line.case, text: true },
      { head: "peer", cell: (line) => peerLook(line).name, text: true },
      { head: "by", cell: ({ work, mode }) => work ?? mode, text: true },
      { head: "flows", cell: ({ flows }) => flows !== undefined && count(flows) },
      rate,
      {
        head: "beside OVS-DPDK",
        cell: (line) => {
          const ratio = line.peer === "edgelane" ? (line.ratio ?? setupRatio(lines, line)) : undefined;
          return ratio !== undefined && times(ratio);
        },
      },
      { head: "wanted", cell: wanted, text: true },
      result,
    ],
    rows,
    rowTone,
  );
  return {
    title,
    body: html`<p>Longer is faster; each plot has a scale of its own.</p>${legend(rows.map(peerLook), "bars")}<div class="plots">${plots}</div>${folded("The numbers of these plots", numbers)}`,
  };
}

const OTHERS = ["flows", "zipf", "cold", "scaling", "memory"];

/** Rows that need no plot. */
export function others(lines: readonly Measured[]): Section {
  const title = "Many flows, Zipf, cold flows, two workers, memory";
  const rows = latest(lines)
    .filter((line) => OTHERS.includes(line.case))
    .sort((a, b) => OTHERS.indexOf(a.case) - OTHERS.indexOf(b.case));
  if (rows.length === 0) return { title, missing: "no line of case flows, zipf, cold, scaling or memory" };
  return {
    title,
    body: table<Measured>(
      "Bytes, costs and ratios: cost over that of the first of a kind; of two workers, their rate over the sum of each alone",
      [
        { head: "row", cell: (line) => line.case, text: true },
        { head: "work", cell: ({ work }) => work, text: true },
        { head: "flows", cell: ({ flows }) => flows !== undefined && count(flows) },
        { head: "drawn", cell: ({ draw }) => draw, text: true },
        { head: "IP", cell: ({ family }) => family && `v${family}` },
        { head: "masks", cell: ({ masks }) => masks },
        { head: "workers", cell: ({ workers }) => workers },
        {
          head: "bytes a flow",
          cell: ({ bytes_per_flow }) => bytes_per_flow && bytes(bytes_per_flow),
        },
        { head: "ns/packet", cell: ({ ns_per_packet }) => ns_per_packet && digits(ns_per_packet) },
        { head: "Mpps", cell: ({ mpps }) => mpps && digits(mpps) },
        { head: "ratio", cell: ({ ratio }) => ratio !== undefined && times(ratio) },
        { head: "wanted", cell: wanted, text: true },
        { head: "memory", cell: ({ memory }) => memory, text: true },
        result,
      ],
      rows,
      rowTone,
    ),
  };
}
