// `edgelane show WHAT`: asks a running node and prints a table. With the controller gone, queues, drops, ports and
// offloads come from the worker's counter pages, read-only.
import { Argument, type Command } from "commander";
import { Observer } from "../../../bindings/index.js";
import {
  type NodeClient,
  nodeFiles,
  type OffloadRow,
  runDirectory,
} from "../../../dataplane/controller/index.js";
import { readSample } from "../../../dataplane/controller/stats/read.js";
import type { PortSample, Sample } from "../../../dataplane/controller/stats/sample.js";
import { clientOf, nodeName, withNode } from "../node-option.js";
import { offloadTable } from "../offloads.js";
import { json, table } from "../output.js";
import { dropRows, flowLines, portRows, queueRows } from "../rows.js";

const WHAT = [
  "status",
  "ports",
  "offloads",
  "queues",
  "flows",
  "drops",
  "tunnels",
  "stations",
  "neighbours",
  "findings",
] as const;
type What = (typeof WHAT)[number];

interface Options {
  json?: boolean;
  node?: string;
}

export function addShow(program: Command): Command {
  return withNode(
    program
      .command("show")
      .description("look at a running node")
      .addArgument(new Argument("<what>", "what to show").choices(WHAT)),
  ).action(async (what: What, options: Options) => {
    const client = clientOf(options);
    const source = what === "offloads" ? "ports" : what;
    const data = await client.get<Record<string, unknown>[]>(source).catch((error: unknown) => {
      return fromWorker(source, nodeFiles(nodeName(options), runDirectory()).worker, error);
    });
    const shown = what === "offloads" ? offloadsOf(data) : data;
    process.stdout.write(options.json ? json(shown) : await asText(what, data, client));
  });
}

/** The counter pages need no controller. */
async function fromWorker(what: What, socket: string, error: unknown): Promise<never[]> {
  if (!["ports", "queues", "drops"].includes(what)) throw error;
  let observer: Observer;
  try {
    observer = await Observer.connect(socket);
  } catch {
    throw error;
  }
  try {
    const sample: Sample = readSample(observer.counters, performance.now());
    const rows = { ports: sample.ports, queues: sample.queues, drops: dropRows(sample.queues) };
    return rows[what as keyof typeof rows] as never[];
  } finally {
    observer.close();
  }
}

async function asText(what: What, data: Record<string, unknown>[], client: NodeClient): Promise<string> {
  if (what === "status") return table([data as unknown as Record<string, unknown>]);
  if (what === "queues") return table(queueRows(await client.queues().catch(() => data as never)));
  if (what === "ports") return `${table(portRows(data as never))}\n${offloadTable(offloadsOf(data))}`;
  if (what === "offloads") return offloadTable(offloadsOf(data));
  if (what === "flows") return flowLines(data as never);
  if (what === "findings" && data.length === 0) return "nothing to mend\n";
  return table(data);
}

/** What became of all ports' wishes. */
function offloadsOf(ports: readonly Record<string, unknown>[]): OffloadRow[] {
  return (ports as unknown as PortSample[]).flatMap(({ offloads }) => offloads);
}
