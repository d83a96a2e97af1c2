// `edgelane bench`: hands its words to the harness in bench/. Measures nothing itself.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import type { Command } from "commander";
import { packageRoot } from "../../../bindings/root.js";

interface Options {
  json?: boolean;
  quick?: boolean;
  instructions?: boolean;
  accept?: boolean;
  typescript?: boolean;
  peers?: boolean;
  native?: boolean;
  only?: string;
  report?: string | true;
  from?: string[];
}

const REPORT = "edgelane-bench.html";

const SWITCHES = ["json", "quick", "instructions", "accept", "typescript", "peers", "native"] as const;

export function addBench(program: Command): Command {
  return program
    .command("bench")
    .argument(
      "[what]",
      "offload: 64 KB TCP sends, cut in software and left to a card; sim: simulations by rules, and what changes do to flows; guests: TCP between namespaces, beside the kernel's bridge and VXLAN; nothing: all else",
    )
    .description("measure: ns per packet, testpmd's floor in the same run, instructions per packet")
    .option("--quick", "fewer and shorter samples, under 90 seconds")
    .option("--only <pattern>", 'lines whose name ("pcap vxlan-encap 1000") matches this regular expression')
    .option("--instructions", "count instructions a packet and compare them with the committed baseline")
    .option("--accept", "with --instructions: make what is counted the baseline")
    .option("--typescript", "the TypeScript parts only: simulate, encode, decode")
    .option("--peers", "beside Open vSwitch with DPDK and testpmd, same ports, same captures")
    .option("--native", "with --peers: also the worker built for this very machine")
    .option("--report [file.html]", `write a page with plots of what is measured (${REPORT})`)
    .option("--from <lines.jsonl...>", "with --report: of saved --json output, measuring nothing")
    .action(async (what: string | undefined, options: Options) => {
      const words = [
        ...(what === undefined ? [] : [what]),
        ...SWITCHES.filter((name) => options[name] === true).map((name) => `--${name}`),
        ...(options.only === undefined ? [] : ["--only", options.only]),
        ...(options.report === undefined
          ? []
          : ["--report", options.report === true ? REPORT : options.report]),
        ...(options.from ?? []).flatMap((path) => ["--from", path]),
      ];
      // With the engine set up as it is for a node.
      const main = [...process.execArgv, join(packageRoot, "build/js/bench/main.js")];
      const child = spawn(process.execPath, [...main, ...words], { stdio: "inherit" });
      for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => child.kill(signal));
      const [code] = (await once(child, "close")) as [number | null];
      process.exitCode = code ?? 3;
    });
}
