// The table's lookup alone beside DPDK's own tables, on the same keys.
import { barPlot, type Group } from "./bars.js";
import { html } from "./html.js";
import { count, digits, times } from "./numbers.js";
import { legend } from "./plot.js";
import type { Section } from "./section.js";
import { latest, type Measured, pick, rising } from "./select.js";
import type { Look } from "./series.js";
import { folded, rowTone, table, verdict } from "./tables.js";

const OURS: Look = { name: "edgelane's table", tone: "edgelane", marker: "circle" };
const THEIRS: Look = { name: "DPDK's tables", tone: "ovs", marker: "square" };

export function lookups(lines: readonly Measured[]): Section {
  const title = "Lookup alone";
  const rows = latest(pick(lines, { case: "yardstick" })).filter(({ ns_per_packet: ns }) => ns !== undefined);
  if (rows.length === 0) return { title, missing: "no line of case yardstick" };
  const look = ({ peer }: Measured) => (peer === "edgelane" ? OURS : THEIRS);
  const most = Math.max(...rows.map(({ ns_per_packet }) => ns_per_packet!));
  const plots = rising(rows.map(({ flows }) => flows)).map((flows) => {
    const groups = pick(rows, { flows }).map(
      (line): Group => ({
        name: line.lookup ?? line.peer,
        bars: [
          {
            ...{ look: look(line), value: line.ns_per_packet!, ok: line.ok },
            text: `${digits(line.ns_per_packet!)} ns${line.ratio === undefined ? "" : ` (${times(line.ratio)})`}`,
          },
        ],
      }),
    );
    return barPlot(`${count(flows)} flows`, groups, most);
  });
  const numbers = table<Measured>(
    "Cost of a lookup; ratio: over that of edgelane's table, asked in the same way",
    [
      { head: "lookup", cell: ({ lookup, peer }) => lookup ?? peer, text: true },
      { head: "flows", cell: ({ flows }) => flows !== undefined && count(flows) },
      { head: "ns", cell: ({ ns_per_packet }) => digits(ns_per_packet!) },
      { head: "ratio", cell: ({ ratio }) => ratio !== undefined && times(ratio) },
      { head: "result", cell: verdict, text: true },
    ],
    rows,
    rowTone,
  );
  return {
    title,
    body: html`<p>Shorter is faster. Many at a time, or <i>single</i>: one at a time. In brackets: the cost over that of edgelane's table, asked in the same way.</p>${legend(rows.map(look), "bars")}<div class="plots">${plots}</div>${folded("The numbers of these plots", numbers)}`,
  };
}
