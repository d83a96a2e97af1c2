// How many bits the flows of each scenario may be exact in: what they were when last written down.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { folder } from "./format.js";

const path = join(folder, "budget.json");

/** Mean bits of a flow, by scenario. */
export type Budget = Readonly<Record<string, number>>;

export const readBudget = (): Budget => JSON.parse(readFileSync(path, "utf8")) as Budget;

export function writeBudget(budget: Budget): void {
  const sorted = Object.fromEntries(Object.entries(budget).sort(([a], [b]) => (a < b ? -1 : 1)));
  writeFileSync(path, `${JSON.stringify(sorted, null, 2)}\n`);
}

/** To a tenth. */
export const mean = (counts: readonly number[]): number =>
  Math.round((10 * counts.reduce((sum, count) => sum + count, 0)) / Math.max(1, counts.length)) / 10;
