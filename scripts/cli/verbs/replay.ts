// `edgelane replay`: pushes captures through the real worker and controller, no root needed; one capture a port and
// the ledger come out.
import type { Command } from "commander";
import { loadTopology } from "../../../dataplane/topology/index.js";
import { replay } from "../../replay/replay.js";
import { UsageError } from "../exit.js";
import { interruption } from "../interrupt.js";
import { json, plural, table } from "../output.js";

interface Options {
  json?: boolean;
  topology: string;
  host?: string;
  in: string[];
  out: string;
  fast?: boolean;
  assume: boolean;
}

export function addReplay(program: Command): Command {
  return program
    .command("replay")
    .description("push captures through the real worker and see what leaves, as captures and a ledger")
    .requiredOption("--topology <path>", "the topology document")
    .option("--host <host>", "the host whose node this is; default: the only one")
    .requiredOption(
      "--in <port=capture...>",
      "what comes in by a port: its id, or up0 for the underlay; pcap, or what came in of a pcapng file",
    )
    .requiredOption("--out <folder>", "where to write PORT.pcap, ledger.json, flows.json")
    .option("--fast", "all packets at once instead of one after the other")
    .option("--no-assume", "neighbours that the captures lack do not answer")
    .action(async (options: Options) => {
      const topology = loadTopology(options.topology);
      const host = options.host ?? (topology.hosts.length === 1 ? topology.hosts[0]!.id : undefined);
      if (host === undefined)
        throw new UsageError(
          `the topology has ${topology.hosts.length} hosts`,
          `name one: --host ${topology.hosts[0]!.id}`,
        );
      const { ledger } = await replay({
        ...{ topology, host, inputs: options.in, out: options.out, assume: options.assume },
        fast: options.fast === true,
        signal: interruption(),
      });
      if (options.json) {
        process.stdout.write(json(ledger));
        return;
      }
      const rows = Object.entries(ledger.ports).map(([port, { drops, ...terms }]) => ({
        port,
        rx: terms.rx + terms.injected,
        sent: terms.sent,
        misses: terms.misses,
        consumed: terms.consumed,
        drops: Object.values(drops).reduce((sum, count) => sum + count, 0),
      }));
      process.stdout.write(table(rows));
      for (const [reason, count] of Object.entries(ledger.drops))
        process.stdout.write(`dropped ${count} ${reason}\n`);
      for (const line of ledger.assumed) process.stdout.write(`assumed: ${line}\n`);
      process.stdout.write(
        `${plural(ledger.flows, "flow")}, ${plural(ledger.in, "packet")} in, ${ledger.out} accounted for: balanced\n`,
      );
    });
}
