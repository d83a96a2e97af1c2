// `edgelane show WHAT`: asks a running node and prints a table. With the controller gone, queues, drops, ports and
// offloads come from the worker's counter pages, read-only.
import { Argument, type Command } from "commander";
import type { Observer } from "../../../bindings/index.js";
import { dropNamed } from "../../../dataplane/controller/explain/remedies.js";
import type { OffloadRow } from "../../../dataplane/controller/index.js";
import { nodeFiles, runDirectory } from "../../../dataplane/controller/run-dir.js";
import { readSample } from "../../../dataplane/controller/stats/read.js";
import type { PortSample, Sample } from "../../../dataplane/controller/stats/sample.js";
import { UsageError } from "../exit.js";
import { clientOf, nodeName, withNode } from "../node-option.js";
import { offloadTable } from "../offloads.js";
import { json, table } from "../output.js";
import {
  dropRows,
  flowLines,
  meterRows,
  portRows,
  queueRows,
  saidDrops,
  tunnelRows,
  upcallRows,
} from "../rows.js";

const WHAT = [
  "status",
  "ports",
  "offloads",
  "queues",
  "lcores",
  "flows",
  "masks",
  "drops",
  "tunnels",
  "meters",
  "upcalls",
  "stations",
  "neighbours",
  "waiting",
  "findings",
] as const;
type What = (typeof WHAT)[number];
/** What is of a port. */
const PORTED: readonly What[] = [
  ...(["ports", "offloads", "queues", "flows", "drops", "upcalls"] as const),
  ...(["stations", "neighbours", "findings"] as const),
];
const DROPPED: readonly What[] = ["flows", "drops"];

type Rows = Record<string, unknown>[];

interface Options {
  json?: boolean;
  node?: string;
  port?: string;
  drop?: string;
  limit?: string;
}

export function addShow(program: Command): Command {
  return withNode(
    program
      .command("show")
      .description("look at a running node")
      .addArgument(new Argument("<what>", "what to show").choices(WHAT))
      .option("--port <port>", `of this port only: ${PORTED.join(", ")}`)
      .option("--drop <reason>", "flows and drops: by this drop reason only")
      .option("--limit <count>", "at most so many rows"),
  ).action(async (what: What, options: Options) => {
    judge(what, options);
    const name = await nodeName(options);
    const source = what === "offloads" || what === "upcalls" ? "ports" : what;
    const data = await clientOf({ node: name })
      .then((client) => client.get<Record<string, unknown>[]>(source))
      .catch((error: unknown) => fromWorker(source, nodeFiles(name, runDirectory()).worker, error));
    const some = what === "upcalls" ? (upcallRows(data as never) as unknown as typeof data) : data;
    const all = what === "offloads" ? (offloadsOf(data) as never) : some;
    let rows = chosen(what, all, options);
    if (options.port !== undefined && what !== "neighbours" && rows.length === 0)
      rows = chosen(what, all, { ...options, port: await ownName(name, options.port) });
    process.stdout.write(options.json ? json(rows) : asText(what, rows));
  });
}

/** What is asked of something that has none is refused, rather than answered by an empty table. */
function judge(what: What, { port, drop, limit }: Options): void {
  const refuse = (option: string, of: readonly string[]): never => {
    throw new UsageError(`${option} says nothing of ${what}`, `leave it out; it goes with ${of.join(", ")}`);
  };
  if (port !== undefined && !PORTED.includes(what)) refuse(`--port ${port}`, PORTED);
  if (drop !== undefined && !DROPPED.includes(what)) refuse(`--drop ${drop}`, DROPPED);
  if (limit !== undefined && what === "status") refuse(`--limit ${limit}`, ["all that has rows"]);
  if (drop !== undefined) dropNamed(drop);
}

/** The profile's name of a port that may be called as in the topology; of a port that is none, a typing error. */
async function ownName(node: string, port: string): Promise<string> {
  const client = await clientOf({ node });
  return (await client.port(port)).name;
}

/** The rows that the options leave. */
function chosen<T extends Rows | Record<string, unknown>>(what: What, data: T, options: Options): T | Rows {
  if (!Array.isArray(data)) return data;
  const limit = options.limit === undefined ? data.length : count(options.limit);
  const reason = options.drop?.toUpperCase();
  const rows = data as Rows;
  return rows
    .filter((row) => options.port === undefined || portsOf(what, row).includes(options.port))
    .filter((row) => reason === undefined || row.drop === reason || row.reason === reason)
    .slice(0, limit);
}

/** What a row calls the port it is about. */
function portsOf(what: What, row: Record<string, unknown>): unknown[] {
  const path = row.path as { step: string; id: string }[] | undefined;
  if (what === "flows")
    return [row.inPort, ...(path ?? []).filter(({ step }) => step === "port-in").map(({ id }) => id)];
  return [row.portName, row.name, row.port, row.where];
}

function count(text: string): number {
  const number = Number(text);
  if (Number.isInteger(number) && number >= 0) return number;
  throw new UsageError(`--limit ${text} is no number of rows`, "write --limit 20");
}

/** The counter pages need no controller. */
async function fromWorker(what: What, socket: string, error: unknown): Promise<never[]> {
  if (!["ports", "queues", "drops", "lcores"].includes(what)) throw error;
  let observer: Observer;
  try {
    const bindings = await import("../../../bindings/index.js");
    observer = await bindings.Observer.connect(socket);
  } catch {
    throw error;
  }
  try {
    const sample: Sample = readSample(observer.counters, performance.now());
    const { ports, queues, lcores } = sample;
    const rows = { ports, queues, lcores, drops: dropRows(queues) };
    return rows[what as keyof typeof rows] as never[];
  } finally {
    observer.close();
  }
}

function asText(what: What, data: Rows | Record<string, unknown>): string {
  if (!Array.isArray(data)) return fieldLines(data);
  if (what === "queues") return table(queueRows(data as never));
  if (what === "drops") return table(saidDrops(data as never));
  if (what === "tunnels") return table(tunnelRows(data as never));
  if (what === "ports") return `${table(portRows(data as never))}\n${offloadTable(offloadsOf(data))}`;
  if (what === "offloads") return offloadTable(data as never);
  if (what === "flows") return flowLines(data as never);
  if (what === "meters") return table(meterRows(data as never));
  if (what === "findings" && data.length === 0) return "nothing to mend\n";
  return table(data);
}

/** One thing: a line a field. */
function fieldLines(data: Record<string, unknown>): string {
  const wide = Math.max(...Object.keys(data).map((name) => name.length));
  return Object.entries(data)
    .map(([name, value]) => `${name.padEnd(wide)}  ${String(value)}\n`)
    .join("");
}

/** What became of all ports' wishes. */
function offloadsOf(ports: readonly Record<string, unknown>[]): OffloadRow[] {
  return (ports as unknown as PortSample[]).flatMap(({ offloads }) => offloads);
}
