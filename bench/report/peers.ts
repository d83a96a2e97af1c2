// edgelane beside OVS-DPDK and testpmd's floor: the headline table, and the bars by case and flows.
import { barPlot, type Group } from "./bars.js";
import { html, type Markup } from "./html.js";
import { count, digits, percent, short, times } from "./numbers.js";
import { legend } from "./plot.js";
import type { Section } from "./section.js";
import {
  beside,
  byRow,
  distinct,
  isPacketRow,
  isSmall,
  latest,
  type Measured,
  pick,
  ratioToOvs,
  rising,
} from "./select.js";
import { byPeer, lookOf } from "./series.js";
import { rowTone, table, verdict } from "./tables.js";
import { askedRatio } from "./targets.js";

interface Row {
  line: Measured;
  ovs: Measured | undefined;
  floor: Measured | undefined;
}

const ordered = (a: Measured, b: Measured): number =>
  Number(isSmall(b)) - Number(isSmall(a)) ||
  byRow(a.row, b.row) ||
  (a.frame ?? 64) - (b.frame ?? 64) ||
  a.flows! - b.flows! ||
  byPeer(a, b);

function rowsOf(lines: readonly Measured[]): Row[] {
  const own = pick(lines.filter(isPacketRow), { peer: "edgelane" });
  const rows = own
    .map((line) => ({
      line,
      ovs: beside(lines, line, "ovs-dpdk"),
      floor: beside(lines, line, "testpmd"),
    }))
    .filter(({ ovs }) => ovs !== undefined);
  const last = new Set(latest(rows.map(({ line }) => line)));
  return rows.filter(({ line }) => last.has(line)).sort((a, b) => ordered(a.line, b.line));
}

function outcome({ line, ovs }: Row, lines: readonly Measured[]): Markup {
  if (!line.ok) return verdict(line);
  if (ovs?.ok === false) return html`OVS-DPDK: ${verdict(ovs)}`;
  const ratio = ratioToOvs(lines, line);
  const asked = wantedOf(line);
  if (asked === undefined || ratio === undefined) return html`no target`;
  if (ratio < asked) return html`<span class="missed">✗ missed by ${percent(1 - ratio / asked)}</span>`;
  const further = askedRatio(line.case, line.flows, "stretch") ?? Number.POSITIVE_INFINITY;
  return html`<span class="reached">✓ reached${ratio >= further && `, and ${times(further, short)}`}</span>`;
}

/** edgelane beside OVS-DPDK, a row each, with what was asked. */
export function headline(lines: readonly Measured[]): Section {
  const title = "edgelane beside OVS-DPDK";
  const rows = rowsOf(lines);
  if (rows.length === 0)
    return {
      title,
      missing: "no run has edgelane and OVS-DPDK on the same row; edgelane bench --peers measures both",
    };
  const mpps = (line: Measured | undefined) => line?.mpps !== undefined && digits(line.mpps);
  return {
    title,
    body: table(
      "Million packets a second on one core; OVS-DPDK in the fastest of its configurations for the row; same ports, same captures, same run",
      [
        { head: "case", cell: ({ line }) => line.case, text: true },
        { head: "frame, bytes", cell: ({ line }) => line.mix ?? line.frame },
        { head: "flows", cell: ({ line }) => count(line.flows!) },
        { head: "entries", cell: ({ line }) => line.entries !== undefined && count(line.entries) },
        { head: "build", cell: ({ line }) => line.march ?? "baseline", text: true },
        { head: "edgelane, Mpps", cell: ({ line }) => mpps(line) },
        { head: "OVS-DPDK, Mpps", cell: ({ ovs }) => mpps(ovs) },
        { head: "ratio", cell: ({ line }) => strong(ratioToOvs(lines, line)) },
        { head: "target", cell: ({ line }) => asked(line) },
        { head: "outcome", cell: (row) => outcome(row, lines), text: true },
        { head: "OVS-DPDK's set-up", cell: ({ ovs }) => ovs?.config ?? "", text: true },
        { head: "testpmd io, Mpps", cell: ({ floor }) => mpps(floor) },
        { head: "edgelane's share of it", cell: ({ line, floor }) => share(line, floor) },
        { head: "ports", cell: ({ line }) => line.ports, text: true },
      ],
      rows,
      ({ line }) => rowTone(line),
    ),
  };
}

const strong = (ratio: number | undefined) => ratio !== undefined && html`<strong>${times(ratio)}</strong>`;

/** As the line itself says, else as is asked of its case. */
const wantedOf = (line: Measured): number | undefined =>
  typeof line.bar === "number" ? line.bar : isSmall(line) ? askedRatio(line.case, line.flows) : undefined;

function asked(line: Measured): string {
  const ratio = wantedOf(line);
  return ratio === undefined ? "" : `≥ ${times(ratio, short)}`;
}

const share = (line: Measured, floor: Measured | undefined) =>
  line.mpps !== undefined && floor?.mpps !== undefined && percent(line.mpps / floor.mpps);

const isRated = (line: Measured | undefined): line is Measured => line?.mpps !== undefined;

/** Bars by case, one plot for each number of flows that both have. */
export function sideBySide(lines: readonly Measured[]): Section {
  const title = "Side by side";
  const all = rowsOf(lines).flatMap(({ line, ovs, floor }) => [line, ovs, floor].filter(isRated));
  const shown = distinct(all).filter(isSmall).sort(ordered);
  if (shown.length === 0) return { title, missing: "there is no row that edgelane shares with a peer" };
  const most = Math.max(...shown.map(({ mpps }) => mpps!));
  const plots = rising(shown.map(({ flows }) => flows)).map((flows) => {
    const here = shown.filter((line) => line.flows === flows);
    const groups = distinct(here.map(({ row }) => row)).map(
      (name): Group => ({
        name,
        bars: pick(here, { row: name }).map((line) => {
          const ratio = line.peer === "edgelane" ? ratioToOvs(lines, line) : undefined;
          const aside = ratio === undefined ? line.peer === "ovs-dpdk" && line.config : times(ratio);
          return {
            ...{ look: lookOf(line), value: line.mpps!, ok: line.ok },
            text: `${digits(line.mpps!)} Mpps${aside ? ` (${aside})` : ""}`,
          };
        }),
      }),
    );
    return barPlot(`${count(flows)} flows`, groups, most);
  });
  return {
    title,
    body: html`<p>Longer is faster. At edgelane's bars: how many times OVS-DPDK's rate; at OVS-DPDK's: the set-up that was its best. The numbers are those of the table above.</p>${legend([...shown].sort(byPeer).map(lookOf), "bars")}<div class="plots">${plots}</div>`,
  };
}
