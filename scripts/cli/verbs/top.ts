// `edgelane top`: queues, drops, upcalls and the busiest flows of a running node, live. With the controller gone queues,
// drops and upcalls come from the worker's counter pages. Changes nothing.
import { setTimeout } from "node:timers/promises";
import { type Command, Option } from "commander";
import { nodeFiles, runDirectory } from "../../../dataplane/controller/run-dir.js";
import { readSample } from "../../../dataplane/controller/stats/read.js";
import { SORTS, type Sort, type Top, topBetween } from "../../../dataplane/controller/stats/top.js";
import { milliseconds } from "../duration.js";
import { UsageError } from "../exit.js";
import { interruption } from "../interrupt.js";
import { clientOf, nodeName, withNode } from "../node-option.js";
import { json } from "../output.js";
import { topLines } from "../top-lines.js";

interface Options {
  json?: boolean;
  node?: string;
  once?: boolean;
  sort: Sort;
  interval: string;
  flows: string;
}

/** A look, and whether the controller gave it. */
interface Look {
  top: Top;
  controller: boolean;
}

const KEYS: Readonly<Record<string, Sort>> = { p: "packets", b: "bits", d: "drops", o: "port" };
const UNBOUNDED = { rows: Number.MAX_SAFE_INTEGER, columns: Number.MAX_SAFE_INTEGER };

export function addTop(program: Command): Command {
  return withNode(
    program
      .command("top")
      .description(
        "queues, drops, upcalls and the busiest flows, live; keys: p packets, b bits, d drops, o port (sort), q quit",
      )
      .option(
        "--once",
        "one look, then end; so it is too where standard output is no terminal, unless --json",
      )
      .addOption(new Option("--sort <by>", "what is busiest").choices([...SORTS]).default("packets"))
      .option("--interval <duration>", "time between looks, 100ms to 60s", "1s")
      .option("--flows <n>", "flows at most, 0 to 1000", "20"),
  ).action(async (options: Options) => {
    const ms = milliseconds(options.interval);
    if (ms < 100 || ms > 60_000)
      throw new UsageError(`--interval ${options.interval} is out of range`, "write 100ms to 60s");
    const flows = Number(options.flows);
    if (!Number.isInteger(flows) || flows < 0 || flows > 1000)
      throw new UsageError(`--flows ${options.flows} is out of range`, "write a number from 0 to 1000");
    const name = await nodeName(options);
    const once = options.once === true || (process.stdout.isTTY !== true && options.json !== true);
    const look = (sort: Sort, signal?: AbortSignal): Promise<Look> =>
      lookAt(name, { ms, flows, sort }, signal);
    if (once) {
      const { top, controller } = await look(options.sort);
      process.stdout.write(options.json ? json(top) : topLines(top, options.sort, UNBOUNDED, controller));
      return;
    }
    await live(look, options);
  });
}

async function lookAt(
  name: string,
  asked: { ms: number; flows: number; sort: Sort },
  signal?: AbortSignal,
): Promise<Look> {
  try {
    const client = await clientOf({ node: name });
    return { top: await client.top(asked, signal), controller: true };
  } catch (error) {
    const top = await fromWorker(name, asked.ms, signal).catch(() => undefined);
    if (top === undefined) throw error;
    return { top, controller: false };
  }
}

async function fromWorker(name: string, ms: number, signal?: AbortSignal): Promise<Top> {
  signal?.throwIfAborted();
  const { Observer } = await import("../../../bindings/index.js");
  const observer = await Observer.connect(nodeFiles(name, runDirectory()).worker);
  try {
    const before = readSample(observer.counters, performance.now());
    await setTimeout(ms, undefined, signal && { signal });
    return topBetween(before, readSample(observer.counters, performance.now()));
  } finally {
    observer.close();
  }
}

/** Until q, Ctrl-C or an error; a look that is under way is not waited for. */
async function live(
  look: (sort: Sort, signal: AbortSignal) => Promise<Look>,
  options: Options,
): Promise<void> {
  const signalled = interruption();
  const quit = new AbortController();
  const { signal } = quit;
  signalled.addEventListener("abort", () => quit.abort());
  const { stdin, stdout } = process;
  const terminal = stdin.isTTY === true && options.json !== true;
  let sort = options.sort;
  const onKey = (key: Buffer): void => {
    const text = key.toString();
    if (text === "q" || text === "\x03") quit.abort();
    sort = KEYS[text] ?? sort;
  };
  if (terminal) stdin.setRawMode(true).on("data", onKey).resume();
  try {
    while (!signal.aborted) {
      const { top, controller } = await look(sort, signal);
      if (options.json) stdout.write(`${JSON.stringify(top)}\n`);
      else {
        const { rows = 24, columns = 80 } = stdout;
        stdout.write(`\x1b[H\x1b[J${clipped(topLines(top, sort, { rows, columns }, controller), columns)}`);
      }
    }
  } catch (error) {
    if (!signal.aborted) throw error;
  } finally {
    if (terminal) stdin.setRawMode(false).off("data", onKey).pause();
    // The next prompt, or what went wrong, begins a line of its own.
    if (!options.json) stdout.write("\n");
  }
}

/** What fits: a line that wraps would push the first ones out. */
const clipped = (text: string, columns: number): string =>
  text
    .split("\n")
    .map((line) => line.slice(0, columns))
    .join("\n")
    .trimEnd();
