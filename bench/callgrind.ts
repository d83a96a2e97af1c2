// Counts the instructions of bench_measured() by valgrind's callgrind: exactly the same each time.
// Must never give a count of packets that were not all right: bench-ring judges every one here too.
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { type BenchCase, CASES } from "./cases.js";
import { BenchError } from "./error.js";
import { ealWords } from "./harness.js";
import { OTHER } from "./machine.js";
import { runRing } from "./ring.js";

export function hasValgrind(): boolean {
  return spawnSync("valgrind", ["--version"], { stdio: "ignore" }).status === 0;
}

/** Instructions in the worker's loop for one packet of a case. Throws BenchError. */
export async function countInstructions(what: BenchCase, flows: number, folder: string): Promise<number> {
  const file = join(folder, "callgrind");
  const { rounds } = CASES.instructions;
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
