// `edgelane capture`: packets of a running node as pcapng, to a file or a pipe. The copies are made by the worker; this
// verb only says which, and writes what comes.
import { type Command, Option } from "commander";
import { FILTER_FIELDS } from "../../../dataplane/controller/capture/filter.js";
import { BLOCK } from "../../../dataplane/controller/capture/pcapng.js";
import type { CaptureOptions } from "../../../dataplane/controller/index.js";
import { UsageError } from "../exit.js";
import { interruption } from "../interrupt.js";
import { clientOf, withNode } from "../node-option.js";
import { json, plural } from "../output.js";
import { refuseTerminal, save } from "../save.js";

interface Words {
  json?: boolean;
  node?: string;
  port?: string[];
  rx?: boolean;
  tx?: boolean;
  drops?: boolean;
  filter?: string[];
  tunnel: NonNullable<CaptureOptions["tunnel"]>;
  count?: string;
  seconds?: string;
  snap?: string;
  out: string;
}

export function addCapture(program: Command): Command {
  return withNode(
    program
      .command("capture")
      .description("copy packets of a running node as pcapng; drops carry their reason as a comment")
      .option("--port <ports...>", "the profile's names of ports; default: all")
      .option("--rx", "received packets; without --rx, --tx and --drops: received and sent ones")
      .option("--tx", "sent packets")
      .option("--drops", "dropped packets")
      .option("--filter <field=value...>", `all must hold; != inverts; fields: ${FILTER_FIELDS.join(", ")}`)
      .addOption(
        new Option("--tunnel <side>", "of a tunnel: the packet on the wire, the one inside, or both")
          .choices(["inner", "outer", "both"])
          .default("outer"),
      )
      .option("--count <packets>", "end after so many")
      .option("--seconds <seconds>", "end after so long")
      .option("--snap <bytes>", "of a packet at most; default: all")
      .option("--out <file>", "a file, or - for standard output: | tshark -r -", "-"),
  ).action(async (options: Words) => {
    const points = (["rx", "tx", "drops"] as const).filter((point) => options[point]);
    const asked: CaptureOptions = {
      points,
      tunnel: options.tunnel,
      ...(options.port && { ports: options.port }),
      ...(options.filter && { filter: options.filter }),
      ...number("count", options.count),
      ...number("seconds", options.seconds),
      ...number("snap", options.snap),
    };
    refuseTerminal(options.out, "edgelane capture", "tshark -r -");
    const signal = interruption();
    const client = await clientOf(options);
    const stream = await client.capture(asked);
    const lost = (cause: NodeJS.ErrnoException) => client.unreachable(cause);
    const { bytes, count } = await save(stream, {
      ...{ out: options.out, unit: blockLength, signal, lost },
      counts: (block) => block.readUInt32LE(0) === BLOCK.PACKET,
    });
    if (options.out === "-") return;
    process.stdout.write(
      options.json
        ? json({ file: options.out, packets: count, bytes })
        : `${options.out}: ${plural(count, "packet")}, ${plural(bytes, "byte")}\n`,
    );
  });
}

/** Of a pcapng block: its second word, in the little-endian order in which the node writes. */
const blockLength = (bytes: Buffer): number | undefined =>
  bytes.length < 8 ? undefined : bytes.readUInt32LE(4);

function number(name: "count" | "seconds" | "snap", text: string | undefined): Partial<CaptureOptions> {
  if (text === undefined) return {};
  const value = Number(text);
  if (Number.isFinite(value) && value > 0) return { [name]: value };
  throw new UsageError(`"${text}" is no number of ${name}`, `write --${name} 10`);
}
