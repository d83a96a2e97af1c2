// One look of `edgelane top` as lines, as many and as wide as there is room for: flows first, then queues, drops and
// upcalls. Never asks anybody, nor knows of a terminal but its size.
import { dropSaid } from "../../dataplane/controller/explain/remedies.js";
import type { Sort, Top } from "../../dataplane/controller/index.js";
import { plural, table } from "./output.js";
import { type Row, rateRows } from "./rows.js";

/** Of the terminal; more than there is where there is none. */
export interface Room {
  rows: number;
  columns: number;
}

/** Of a table: its names, and a blank line before it. */
const HEAD = 2;
/** Between two columns. */
const GAP = 2;

export function topLines(top: Top, sort: Sort, { rows, columns }: Room, controller: boolean): string {
  const wanted = {
    queues: rateRows(sorted(top, sort)),
    drops: dropRows(top),
    upcalls: upcallRows(top),
    flows: controller ? top.flows : [],
  };
  const counts = share(rows - 1, [
    wanted.flows.length,
    wanted.queues.length,
    wanted.drops.length,
    wanted.upcalls.length,
  ]);
  const [flows = 0, queues = 0, drops = 0, upcalls = 0] = counts;
  const gone = controller ? "" : "; no controller answers: queues and drops only";
  const tables = [
    wanted.queues.slice(0, queues),
    wanted.drops.slice(0, drops),
    wanted.upcalls.slice(0, upcalls),
    flowRows(wanted.flows.slice(0, flows), columns),
  ];
  return [
    `${plural(top.flowCount, "flow")}${gone}  (sort: ${sort})\n`,
    ...tables.filter((part) => part.length > 0).map((part) => table(part)),
  ].join("\n");
}

/** Rows for each table, given out in turns: the first in `wanted` get theirs first, and one without a row takes none. */
function share(lines: number, wanted: readonly number[]): number[] {
  const given = wanted.map(() => 0);
  for (let left = lines; left > 0; ) {
    const before = left;
    for (const [i, most] of wanted.entries()) {
      const cost = given[i] === 0 ? HEAD + 1 : 1;
      if (given[i]! >= most || cost > left) continue;
      given[i]!++;
      left -= cost;
    }
    if (left === before) break;
  }
  return given;
}

/** Those that happen now first. */
function dropRows({ drops }: Top): Row[] {
  return drops
    .filter(({ rate, packets }) => rate > 0 || packets > 0)
    .map(({ port, reason, rate, packets }) => ({
      ...{ port, drops: reason, "/s": Math.round(rate), "in all": packets, because: dropSaid(reason).says },
    }));
}

function upcallRows({ upcalls }: Top): Row[] {
  return upcalls.map(({ port, rate, upcalls: all }) => ({
    port,
    "upcalls/s": Math.round(rate),
    "in all": all,
  }));
}

/** What a flow does and what it matches share the width that is left. */
function flowRows(flows: Top["flows"], columns: number): Row[] {
  const rows = flows.map(({ flow, inPort, packets, bits, actions, match }) => ({
    flow: String(flow),
    from: inPort,
    "packets/s": Math.round(packets),
    "Mb/s": (bits / 1e6).toFixed(2),
    does: actions,
    match,
  }));
  const width = (name: "flow" | "from" | "packets/s" | "Mb/s"): number =>
    Math.max(name.length, ...rows.map((row) => String(row[name]).length));
  const fixed = width("flow") + width("from") + width("packets/s") + width("Mb/s") + 5 * GAP;
  const left = Math.max(0, columns - fixed);
  const longest = Math.max(0, ...rows.map(({ match }) => match.length));
  const does = Math.max(Math.floor(left / 2), left - longest);
  return rows.map((row) => ({ ...row, does: cut(row.does, does) }));
}

const cut = (text: string, most: number): string =>
  text.length <= most ? text : `${text.slice(0, Math.max(0, most - 1))}…`;

function sorted({ queues }: Top, sort: Sort): Top["queues"] {
  const by: Readonly<Record<Sort, (a: Top["queues"][number], b: Top["queues"][number]) => number>> = {
    packets: (a, b) => b.rx - a.rx,
    bits: (a, b) => b.rxBits - a.rxBits,
    drops: (a, b) => b.drops - a.drops,
    port: (a, b) => a.portName.localeCompare(b.portName),
  };
  return [...queues].sort(by[sort]);
}
