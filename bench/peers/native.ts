// The worker built for the machine it runs on, beside the default build for any x86-64 of the last decade.
import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { packageRoot } from "../../bindings/index.js";
import { BenchError } from "../error.js";

const folder = join(packageRoot, "build/c-native");
const worker = "dataplane/worker/edgelane-worker";

/** The program, brought up to date; undefined where it is not wanted and was never built. Throws BenchError. */
export function nativeWorker(wanted: boolean): string | undefined {
  if (!wanted && !existsSync(folder)) return undefined;
  const run = (program: string, ...words: string[]) => {
    try {
      execFileSync(program, words, { cwd: packageRoot, stdio: "ignore" });
    } catch {
      throw new BenchError(
        "BENCH_NATIVE",
        `the native build failed: ${program} ${words.join(" ")}`,
        "rm -r build/c-native; edgelane bench --peers --native",
      );
    }
  };
  if (!existsSync(join(folder, "build.ninja"))) run("meson", "setup", folder, "-Dmarch=native");
  run("ninja", "-C", folder, worker);
  return join(folder, worker);
}
