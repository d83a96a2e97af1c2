// Instructions a packet, counted by callgrind, against the committed baseline: the number that noise does not touch.
// Must never pass a packet it counted unjudged: bench-ring judges every one here too.
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { packageRoot } from "../bindings/index.js";
import { type BenchCase, CASES } from "./cases.js";
import { BenchError } from "./error.js";
import { fingerprint } from "./fingerprint.js";
import { OTHER } from "./machine.js";
import { ealWords, runRing } from "./ring.js";

/** A change of more than this share is told. */
const GATE = 0.01;
const COMMAND = "edgelane bench --instructions --accept";
export const baselinePath = join(packageRoot, "bench/baseline.json");

export interface Baseline {
  /** What built what was counted: another compiler counts differently. */
  compiler: string;
  march: string;
  flows: number;
  /** By case. */
  instructions: Record<string, number>;
}

export type Change = "same" | "more" | "fewer" | "new";

/** How a count stands to the baseline's. */
export function changeOf(was: number | undefined, now: number): Change {
  if (was === undefined) return "new";
  if (now > was * (1 + GATE)) return "more";
  return now < was * (1 - GATE) ? "fewer" : "same";
}

/** One line for one case: `ok` or `FAIL`, what changed, and what to do about it. */
export function tellChange(
  name: string,
  was: number | undefined,
  now: number,
): { ok: boolean; text: string } {
  const count = `${now.toFixed(1)} instructions a packet`;
  const percent = was === undefined ? 0 : (now / was - 1) * 100;
  const than = `${Math.abs(percent).toFixed(1)} %`;
  switch (changeOf(was, now)) {
    case "same":
      return { ok: true, text: `ok   instructions: ${name}: ${count}` };
    case "new":
      return { ok: false, text: `FAIL instructions: ${name}: ${count}, no baseline; take it up: ${COMMAND}` };
    case "fewer":
      return {
        ok: true,
        text: `ok   instructions: ${name}: ${count}, ${than} fewer than ${was}; keep that: ${COMMAND}`,
      };
    case "more":
      return {
        ok: false,
        text: `FAIL instructions: ${name}: ${count}, ${than} more than ${was}; if it is worth it: ${COMMAND}`,
      };
  }
}

/** Instructions in the worker's loop for one packet of a case. Throws BenchError. */
export async function countInstructions(what: BenchCase, folder: string): Promise<number> {
  const file = join(folder, "callgrind");
  const { flows, rounds } = CASES.instructions;
  const valgrind = [
    "valgrind",
    "--tool=callgrind",
    "--collect-atstart=no",
    "--toggle-collect=bench_measured",
  ];
  try {
    const { result, stderr } = await runRing(
      [`--case=${what.name}`, `--flows=${flows}`, `--rounds=${rounds}`],
      ealWords(false, OTHER),
      [...valgrind, `--callgrind-out-file=${file}`],
    );
    if (result.wrong > 0)
      throw new BenchError(
        "BENCH_WRONG",
        `${what.name}: ${result.wrong} wrong: ${result.what}`,
        "mend the worker",
      );
    const total = existsSync(file) ? /^totals: (\d+)/m.exec(readFileSync(file, "utf8"))?.[1] : undefined;
    if (total === undefined)
      throw new BenchError(
        "BENCH_CALLGRIND",
        `callgrind counted nothing: ${stderr.trim().split("\n").at(-1)}`,
        "build with -Dmarch=x86-64-v2 and apt-get install -y valgrind",
      );
    return Number((Number(total) / result.packets).toFixed(1));
  } finally {
    rmSync(file, { force: true });
  }
}

/** Counts every case and compares, or writes the baseline; false when a line says FAIL. */
export async function compareInstructions(
  only: RegExp,
  accept: boolean,
  folder: string,
  put: (text: string) => unknown,
): Promise<boolean> {
  refuseWithoutValgrind();
  const { compiler, march } = fingerprint();
  const old = readBaseline();
  if (!accept && old !== undefined && (old.compiler !== compiler || old.march !== march))
    put(`     the baseline was built by ${old.compiler} (${old.march}), this by ${compiler} (${march})\n`);
  const counted: Record<string, number> = accept ? { ...old?.instructions } : {};
  let ok = true;
  for (const what of CASES.cases.filter(({ name }) => only.test(name))) {
    const now = await countInstructions(what, folder);
    counted[what.name] = now;
    const told = tellChange(what.name, old?.instructions[what.name], now);
    ok &&= accept || told.ok;
    put(accept ? `ok   instructions: ${what.name}: ${now} accepted\n` : `${told.text}\n`);
  }
  if (accept) writeBaseline({ compiler, march, flows: CASES.instructions.flows, instructions: counted });
  return ok;
}

function readBaseline(): Baseline | undefined {
  return existsSync(baselinePath) ? (JSON.parse(readFileSync(baselinePath, "utf8")) as Baseline) : undefined;
}

function writeBaseline(baseline: Baseline): void {
  writeFileSync(baselinePath, `${JSON.stringify(baseline, undefined, 2)}\n`);
}

function refuseWithoutValgrind(): void {
  try {
    execFileSync("valgrind", ["--version"], { stdio: "ignore" });
  } catch {
    throw new BenchError("BENCH_VALGRIND", "valgrind is not installed", "apt-get install -y valgrind");
  }
}
