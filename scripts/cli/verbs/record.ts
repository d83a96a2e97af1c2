// `edgelane record --out FILE`: writes the upcalls of a running node to a file, for `simulate --recording` elsewhere.
import type { Command } from "commander";
import { RECORDING_NAME } from "../../../dataplane/controller/recording/file.js";
import { UsageError } from "../exit.js";
import { interruption } from "../interrupt.js";
import { clientOf, withNode } from "../node-option.js";
import { json, plural } from "../output.js";
import { refuseTerminal, save } from "../save.js";

interface Options {
  json?: boolean;
  node?: string;
  out: string;
  count: string;
  seconds: string;
}

/** Units before the first upcall: its name, and its head. */
const BEFORE = 2;

export function addRecord(program: Command): Command {
  return withNode(
    program
      .command("record")
      .description(
        "write the packets that a running node is asked about, and its verdicts, to a file; Ctrl-C ends it",
      )
      .requiredOption("--out <file>", "a file, or - for standard output")
      .option("--count <n>", "end after so many upcalls, 1..1000000", "10000")
      .option("--seconds <s>", "end after so many seconds, 1..3600", "60"),
  ).action(async (options: Options) => {
    refuseTerminal(options.out, "edgelane record", "cat >asked.rec");
    const count = number("count", options.count, 1_000_000);
    const seconds = number("seconds", options.seconds, 3600);
    const signal = interruption();
    const client = await clientOf(options);
    const stream = await client.record({ count, seconds });
    const lost = (cause: NodeJS.ErrnoException) => client.unreachable(cause);
    const counts = (): boolean => true;
    const saved = await save(stream, { out: options.out, unit: messageLength, counts, signal, lost });
    if (options.out === "-") return;
    const { bytes } = saved;
    const upcalls = Math.max(0, saved.count - BEFORE);
    process.stdout.write(
      options.json
        ? json({ file: options.out, upcalls, bytes })
        : `${plural(upcalls, "upcall")}, ${plural(bytes, "byte")} in ${options.out}; run them elsewhere: edgelane simulate --recording ${options.out} --topology T\n`,
    );
  });
}

function number(name: string, text: string, most: number): number {
  const value = Number(text);
  if (Number.isInteger(value) && value >= 1 && value <= most) return value;
  throw new UsageError(`--${name} ${text} is out of range`, `write a number from 1 to ${most}`);
}

/** The name it begins with; then each message behind its length. */
const messageLength = (bytes: Buffer, first: boolean): number | undefined => {
  if (first) return RECORDING_NAME.length;
  return bytes.length < 4 ? undefined : 4 + bytes.readUInt32LE(0);
};
