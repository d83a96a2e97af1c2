// `edgelane run [PROFILE]`: the node itself, until Ctrl-C or --for. On a terminal a live per-queue table, otherwise
// structured logs. Whatever was made is removed at the end.
import type { Command } from "commander";
import { EdgeNode, makeLog, refuseMissingDevices } from "../../../dataplane/controller/index.js";
import { loadProfile } from "../../../dataplane/profiles/index.js";
import { milliseconds } from "../duration.js";
import { UsageError } from "../exit.js";
import { interruption } from "../interrupt.js";
import { liveTable } from "../live.js";

interface Options {
  json?: boolean;
  profile?: string;
  topology?: string;
  for?: string;
  spin?: boolean;
}

export function addRun(program: Command): Command {
  return program
    .command("run")
    .description("run one node: its worker and its controller")
    .argument("[profile]", "name or path of a profile")
    .option("--profile <profile>", "the same, as an option")
    .option("--topology <path>", "the topology document")
    .option("--for <duration>", "end after this long: 20s, 5m")
    .option("--spin", "look for work without sleeping: lower latency, one CPU busy")
    .action(async (argument: string | undefined, options: Options) => {
      const name = argument ?? options.profile;
      if (name === undefined)
        throw new UsageError("no profile is named", "edgelane run PROFILE --topology TOPOLOGY");
      if (argument !== undefined && options.profile !== undefined)
        throw new UsageError("the profile is named twice", `leave --profile ${options.profile} out`);
      const profile = loadProfile(name);
      // A node that cannot run here at all is told so first.
      refuseMissingDevices(profile);
      if (options.topology === undefined)
        throw new UsageError("no topology is named", `edgelane run ${name} --topology TOPOLOGY`);
      const ends = options.for === undefined ? undefined : milliseconds(options.for);
      const terminal = process.stdout.isTTY === true && options.json !== true;
      const interrupted = interruption();
      const node = await EdgeNode.start({
        profile,
        topology: options.topology,
        log: makeLog(terminal ? "warn" : "info"),
        ...(options.spin === true && { spin: true }),
      });
      await runUntil(node, ends, terminal, interrupted);
    });
}

async function runUntil(
  node: EdgeNode,
  ends: number | undefined,
  terminal: boolean,
  interrupted: AbortSignal,
): Promise<void> {
  let failure: Error | undefined;
  node.errors$.subscribe((error) => {
    failure = error;
  });
  const stop = () => void node.stop();
  interrupted.addEventListener("abort", stop);
  if (interrupted.aborted) stop();
  const timer = ends === undefined ? undefined : setTimeout(stop, ends);
  const live = terminal ? liveTable(node.stats, process.stdout) : undefined;
  try {
    await node.ended;
  } finally {
    clearTimeout(timer);
    live?.unsubscribe();
  }
  if (failure !== undefined) throw failure;
}
