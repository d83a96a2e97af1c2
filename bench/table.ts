// Lines as a table for people. Pure.
import type { Line, RowLine } from "./lines.js";

const COLUMNS: readonly [string, (line: Line) => string | number | undefined][] = [
  ["ports", (line) => line.ports],
  ["case", (line) => line.case],
  ["flows", (line) => line.flows],
  ["peer", (line) => line.peer],
  ["ns", (line) => line.ns_per_packet],
  ["Mpps", (line) => line.mpps],
  ["cycles", (line) => line.cycles_per_packet],
  ["floor ns", (line) => line.floor_ns],
  ["cycles over", (line) => line.over_floor_cycles],
  ["of floor", (line) => line.of_floor],
  ["core", (line) => line.core_share],
  ["ok", (line) => (line.ok ? "yes" : `NO: ${line.wrong}`)],
];

const text = (value: string | number | undefined): string => (value === undefined ? "" : String(value));

/** Markdown, aligned so that it reads on a terminal too. */
export function markdown(
  head: readonly string[],
  rows: readonly (readonly (string | number | undefined)[])[],
): string {
  const cells = rows.map((row) => row.map(text));
  const widths = head.map((name, i) => Math.max(name.length, ...cells.map((row) => row[i]!.length)));
  const left = head.map((_, i) => rows.some((row) => typeof row[i] === "string"));
  const line = (values: readonly string[]) =>
    `| ${values.map((value, i) => (left[i] ? value.padEnd(widths[i]!) : value.padStart(widths[i]!))).join(" | ")} |\n`;
  const rule = widths.map((width, i) => (left[i] ? "-".repeat(width) : `${"-".repeat(width - 1)}:`));
  return [line(head), line(rule), ...cells.map(line)].join("");
}

export function table(lines: readonly Line[]): string {
  return markdown(
    COLUMNS.map(([name]) => name),
    lines.map((line) => COLUMNS.map(([, of]) => of(line))),
  );
}

/** Told by the heading, or too long for a table. */
const UNTOLD = new Set([
  "ports",
  "case",
  "peer",
  "frame",
  "memory",
  "cycles_per_packet",
  "wrong",
  "percentiles",
  "label",
  "published",
]);

/** One table a kind of row, of the fields its lines have. */
export function rowTables(lines: readonly RowLine[]): string {
  const kinds = [...new Set(lines.map((line) => line.case))];
  return kinds.map((kind) => rowTable(lines.filter((line) => line.case === kind))).join("\n");
}

function rowTable(lines: readonly RowLine[]): string {
  const fields = [...new Set(lines.flatMap((line) => Object.keys(line)))].filter(
    (field) => !UNTOLD.has(field) && field !== "ok",
  );
  const rows = lines.map((line) => [
    ...fields.map((field) => told(line[field])),
    line.ok ? "yes" : `NO: ${line.wrong}`,
  ]);
  return `${lines[0]!.case}:\n${markdown([...fields, "ok"], rows)}`;
}

const told = (value: unknown): string | number | undefined =>
  typeof value === "number" || typeof value === "string"
    ? value
    : value === undefined
      ? undefined
      : `${value}`;
