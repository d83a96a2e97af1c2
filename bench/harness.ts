// Runs one program of bench/worker, the worker's own code in a process of its own, and takes the JSON line it prints.
// Must leave no process behind, and must not take a program that ended without a line for one that measured nothing.
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { packageRoot } from "../bindings/index.js";
import { BenchError } from "./error.js";
import { onLeaving } from "./leaving.js";

/** DPDK memory of one program, MiB. */
export const MEGABYTES = 192;

export const harnessProgram = (name: string): string => join(packageRoot, "build/c/bench/worker", name);

let serial = 0;

/** DPDK's words for lcores on these CPUs, the first one the main lcore. */
export const ealWords = (hugepages: boolean, ...cpus: number[]): string[] =>
  ealWith(MEGABYTES, hugepages, ...cpus);

export function ealWith(megabytes: number, hugepages: boolean, ...cpus: number[]): string[] {
  return [
    ...(hugepages ? ["--in-memory"] : ["--no-huge", "--no-shconf"]),
    ...["-m", String(megabytes), "--iova-mode=va", "--no-pci", "--no-telemetry", "--log-level=error"],
    `--file-prefix=bench-${process.pid}-${serial++}`,
    ...[`--lcores=${cpus.map((cpu) => `${cpu}@${cpu}`).join(",")}`, `--main-lcore=${cpus[0]}`],
  ];
}

export interface Ran<T> {
  result: T;
  stderr: string;
}

/** Runs a program, under `wrapper` if given; a result with `wrong` above 0 is a result. Throws BenchError. */
export async function runHarness<T>(
  name: string,
  words: string[],
  eal: string[],
  wrapper: string[] = [],
): Promise<Ran<T>> {
  const path = harnessProgram(name);
  if (!existsSync(path)) throw new BenchError("BENCH_NOT_BUILT", `there is no ${path}`, "npm run build");
  const [program, ...rest] = [...wrapper, path, ...words, "--", ...eal];
  const child = spawn(program!, rest, { stdio: ["ignore", "pipe", "pipe"] });
  const gone = onLeaving(() => child.kill("SIGKILL"));
  let stdout = "";
  let stderr = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => (stdout += text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
  const ended = await new Promise<string>((resolve) => {
    child.once("error", (cause) => resolve(cause.message));
    child.once("close", (code, signal) => resolve(signal ?? `code ${code}`));
  });
  gone();
  try {
    return { result: JSON.parse(stdout) as T, stderr };
  } catch {
    const last = stderr.trim().split("\n").slice(-4).join(" | ");
    throw new BenchError("BENCH_RING", `${name} ended by ${ended}: ${last}`, "edgelane check");
  }
}
