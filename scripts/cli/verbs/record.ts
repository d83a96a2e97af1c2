// `edgelane record --out FILE`: writes the upcalls of a running node to a file, for `simulate --recording` elsewhere.
import { createWriteStream } from "node:fs";
import { pipeline } from "node:stream/promises";
import type { Command } from "commander";
import { ElError } from "../../../dataplane/topology/index.js";
import { UsageError } from "../exit.js";
import { interruption } from "../interrupt.js";
import { clientOf, withNode } from "../node-option.js";
import { json } from "../output.js";

interface Options {
  json?: boolean;
  node?: string;
  out: string;
  count: string;
  seconds: string;
}

export function addRecord(program: Command): Command {
  return withNode(
    program
      .command("record")
      .description(
        "write the packets that a running node is asked about, and its verdicts, to a file; Ctrl-C ends it",
      )
      .requiredOption("--out <file>", "the file")
      .option("--count <n>", "end after so many upcalls, 1..1000000", "10000")
      .option("--seconds <s>", "end after so many seconds, 1..3600", "60"),
  ).action(async (options: Options) => {
    const count = number("count", options.count, 1_000_000);
    const seconds = number("seconds", options.seconds, 3600);
    const signal = interruption();
    const stream = await clientOf(options).record({ count, seconds });
    let bytes = 0;
    stream.on("data", (chunk: Buffer) => {
      bytes += chunk.length;
    });
    signal.addEventListener("abort", () => stream.destroy());
    try {
      await pipeline(stream, createWriteStream(options.out));
    } catch (cause) {
      // Ended by hand: what came is whole, message by message.
      if (!signal.aborted) throw unwritable(options.out, cause as Error);
    }
    process.stdout.write(
      options.json
        ? json({ file: options.out, bytes })
        : `${bytes} bytes in ${options.out}; run them elsewhere: edgelane simulate --recording ${options.out} --topology T\n`,
    );
  });
}

function number(name: string, text: string, most: number): number {
  const value = Number(text);
  if (Number.isInteger(value) && value >= 1 && value <= most) return value;
  throw new UsageError(`--${name} ${text} is out of range`, `write a number from 1 to ${most}`);
}

function unwritable(file: string, cause: Error): ElError {
  return new ElError("RECORDING_UNWRITABLE", `The recording ended early: ${cause.message}.`, {
    place: file,
    remedy: "Name a file that can be written, and see that the node still runs: edgelane show status",
    cause,
  });
}
