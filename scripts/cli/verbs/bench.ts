// `edgelane bench`: hands its words to the harness in bench/. Measures nothing itself.
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import type { Command } from "commander";
import { packageRoot } from "../../../bindings/root.js";

export function addBench(program: Command): Command {
  return program
    .command("bench")
    .description("measure: ns per packet, testpmd's floor in the same run, instructions per packet")
    .option("--quick", "fewer and shorter samples")
    .option("--only <pattern>", "cases whose name matches this regular expression")
    .allowUnknownOption()
    .action((options: { json?: boolean; quick?: boolean; only?: string }) => {
      const words = [
        ...(options.json ? ["--json"] : []),
        ...(options.quick ? ["--quick"] : []),
        ...(options.only ? ["--only", options.only] : []),
      ];
      const ended = spawnSync(process.execPath, [join(packageRoot, "build/js/bench/main.js"), ...words], {
        stdio: "inherit",
      });
      process.exitCode = ended.status ?? 3;
    });
}
