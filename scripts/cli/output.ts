// What the program prints: tables for people, JSON for programs. Never decides what is printed.

/** Rows as an aligned table; numbers to the right. Empty: says `none`. */
export function table(rows: readonly Record<string, unknown>[], columns?: readonly string[]): string {
  if (rows.length === 0) return "none\n";
  const names = columns ?? Object.keys(rows[0]!);
  const cells = rows.map((row) => names.map((name) => cell(row[name])));
  const widths = names.map((name, i) => Math.max(name.length, ...cells.map((line) => line[i]!.length)));
  const numeric = names.map((name) => rows.every((row) => typeof row[name] !== "string"));
  const line = (values: readonly string[]) =>
    values
      .map((value, i) => (numeric[i] ? value.padStart(widths[i]!) : value.padEnd(widths[i]!)))
      .join("  ")
      .trimEnd();
  return `${[line(names), ...cells.map(line)].join("\n")}\n`;
}

function cell(value: unknown): string {
  if (value === undefined || value === null) return "-";
  if (typeof value === "number" && !Number.isInteger(value)) return value.toFixed(2);
  if (typeof value === "object") return JSON.stringify(value);
  return String(value);
}

/** One JSON document, bigints as numbers. */
export function json(value: unknown): string {
  return `${JSON.stringify(value, (_key, item) => (typeof item === "bigint" ? Number(item) : item), 2)}\n`;
}

/** "1 flow", "2 flows". */
export const plural = (count: number, what: string): string => `${count} ${what}${count === 1 ? "" : "s"}`;
