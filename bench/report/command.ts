// `edgelane bench --report`: lines in, one HTML file out. Measures nothing.
import { readFileSync, writeFileSync } from "node:fs";
import { BenchError } from "../error.js";
import { parseRun, type Run } from "./line.js";
import { reportPage } from "./page.js";

const reason = (error: unknown): string => (error as NodeJS.ErrnoException).code ?? String(error);

/** The saved runs of these files. Throws BenchError REPORT_UNREADABLE, and what `parseRun` throws. */
export const readRuns = (paths: readonly string[]): Run[] =>
  paths.map((path) => {
    let text: string;
    try {
      text = readFileSync(path, "utf8");
    } catch (error) {
      throw new BenchError(
        "REPORT_UNREADABLE",
        `${path} cannot be read (${reason(error)})`,
        "name a file that holds what `edgelane bench --json` printed",
      );
    }
    return parseRun(path, text);
  });

/** Writes the page of these runs. Throws BenchError REPORT_UNWRITABLE. */
export function writeReport(path: string, runs: readonly Run[]): void {
  try {
    writeFileSync(path, reportPage(runs));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).syscall === undefined) throw error;
    throw new BenchError(
      "REPORT_UNWRITABLE",
      `${path} cannot be written (${reason(error)})`,
      "name a file in a folder that you may write to: edgelane bench --report FILE.html",
    );
  }
}
