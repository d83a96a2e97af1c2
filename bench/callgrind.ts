// Counts the instructions of bench_measured() by valgrind's callgrind: exactly the same each time.
// Must never give a count of packets that were not all right: bench-ring judges every one here too, bench-offload every byte.
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { type BenchCase, CASES } from "./cases.js";
import { BenchError } from "./error.js";
import { ealWords, runHarness } from "./harness.js";
import { OTHER } from "./machine.js";
import type { OffloadResult } from "./offload.js";
import type { RingResult } from "./ring.js";

export function hasValgrind(): boolean {
  return spawnSync("valgrind", ["--version"], { stdio: "ignore" }).status === 0;
}

/** Instructions in the worker's loop for one packet of a case. Throws BenchError. */
export async function countInstructions(what: BenchCase, flows: number, folder: string): Promise<number> {
  const words = [`--case=${what.name}`, `--flows=${flows}`, `--rounds=${CASES.instructions.rounds}`];
  const { total, result } = await count<RingResult>("bench-ring", what.name, words, folder);
  return Number((total / result.packets).toFixed(1));
}

/** The same for one byte of a large send that the worker cuts and sums. Throws BenchError. */
export async function countSoftware(kind: string, folder: string): Promise<number> {
  const words = [`--kind=${kind}`, `--rounds=${CASES.instructions.offload.rounds}`];
  const { total, result } = await count<OffloadResult>("bench-offload", kind, words, folder);
  const sends = result.kinds.reduce((sum, { sends }) => sum + sends, 0);
  return Number((total / sends / result.payload).toFixed(4));
}

async function count<Result extends { wrong: number; what: string }>(
  program: string,
  name: string,
  words: string[],
  folder: string,
): Promise<{ total: number; result: Result }> {
  const file = join(folder, "callgrind");
  const valgrind = [
    "valgrind",
    "--tool=callgrind",
    "--collect-atstart=no",
    "--toggle-collect=bench_measured",
  ];
  try {
    const { result, stderr } = await runHarness<Result>(program, words, ealWords(false, OTHER), [
      ...valgrind,
      `--callgrind-out-file=${file}`,
    ]);
    if (result.wrong > 0)
      throw new BenchError(
        "BENCH_WRONG",
        `${name}: ${result.wrong} wrong: ${result.what}`,
        "mend the worker",
      );
    const total = existsSync(file) ? /^totals: (\d+)/m.exec(readFileSync(file, "utf8"))?.[1] : undefined;
    if (total === undefined)
      throw new BenchError(
        "BENCH_CALLGRIND",
        `callgrind counted nothing: ${stderr.trim().split("\n").at(-1)}`,
        "build with -Dmarch=x86-64-v2 and apt-get install -y valgrind",
      );
    return { total: Number(total), result };
  } finally {
    rmSync(file, { force: true });
  }
}
