// `edgelane simulate`: one packet's path, hop by hop, and the flow that would be installed. No worker, no change.
import type { Command } from "commander";
import { formatActions, formatKey } from "../../../bindings/index.js";
import { DROP_NAMES, DROP_TEXT } from "../../../bindings/layout.js";
import { packetOf } from "../../../dataplane/controller/packet.js";
import { describePath, type Endpoint, type Packet, simulate } from "../../../dataplane/simulation/index.js";
import { ElError, loadTopology, nearest, type Topology } from "../../../dataplane/topology/index.js";
import { readIncoming } from "../../pcap/incoming.js";
import { FIELD_HELP, frameOf } from "../../simulate/frame.js";
import { assumedMacs } from "../../simulate/macs.js";
import { rerunFile, rerunLines } from "../../simulate/recording.js";
import { UNDERLAY, World } from "../../simulate/world.js";
import { UsageError } from "../exit.js";
import { json, plural } from "../output.js";

/** Ports named in a remedy. */
const NAMED = 10;

interface Options {
  json?: boolean;
  topology: string;
  port?: string;
  host?: string;
  pcap?: string;
  recording?: string;
  assume: boolean;
}

export function addSimulate(program: Command): Command {
  return program
    .command("simulate")
    .description("walk packets through the virtual network and show path and flow of each")
    .argument("[fields...]", `the packet, field=value: ${FIELD_HELP}`)
    .requiredOption("--topology <path>", "the topology document")
    .option("--port <port>", `topology port it comes in by, or ${UNDERLAY} for the underlay`)
    .option("--host <host>", "the host it comes in at; default: where the port is bound")
    .option(
      "--pcap <file>",
      "take the packets from a capture instead: pcap, or what came in of a pcapng file",
    )
    .option("--recording <file>", "run recorded upcalls (edgelane record), and compare their verdicts")
    .option("--no-assume", "wait for unknown neighbours instead of assuming that they answer")
    .action((words: string[], options: Options) => {
      const topology = loadTopology(options.topology);
      if (options.recording !== undefined) {
        const run = rerunFile(options.recording, topology);
        process.stdout.write(options.json ? json(run) : rerunLines(run));
        if (run.differ > 0) process.exitCode = 1;
        return;
      }
      const { host, name } = ingress(topology, options);
      const world = new World(topology, host, options.assume);
      if (options.pcap !== undefined && words.length > 0)
        throw new UsageError("both --pcap and fields are given", "leave one of them out");
      const assumed = options.pcap === undefined && name !== UNDERLAY ? assumedMacs(world, name, words) : [];
      const frames =
        options.pcap === undefined
          ? [frameOf([...words, ...assumed.map(({ word }) => word)]).data]
          : readIncoming(options.pcap).map((r) => r.data);
      const all = frames.map((frame) => one(world, name, frame));
      process.stdout.write(options.json ? json(all) : all.map(asText).join("\n"));
      const lines = [...assumed.map(({ word, why }) => `${word} (${why})`), ...world.assumed];
      for (const line of options.json ? [] : lines) process.stdout.write(`assumed: ${line}\n`);
    });
}

/** Host and interface that the port option means. */
function ingress(topology: Topology, options: Options): { host: string; name: string } {
  if (options.port === undefined)
    throw new UsageError(
      'required option "--port <port>" not specified',
      "name the port it comes in by: --port vm1",
    );
  const port = topology.ports.find((entry) => entry.id === options.port);
  if (port === undefined && options.port !== UNDERLAY) {
    const ids = topology.ports.flatMap((one) => (one.interface === undefined ? [] : [one.id]));
    const meant = nearest(options.port, ids) ?? `one of ${[...ids.slice(0, NAMED), UNDERLAY].join(", ")}`;
    throw new ElError("SIMULATE_PORT", `the topology has no port "${options.port}"`, {
      place: "--port",
      remedy: `name ${meant}`,
    });
  }
  const host =
    options.host ?? port?.host ?? (topology.hosts.length === 1 ? topology.hosts[0]!.id : undefined);
  if (host === undefined)
    throw new UsageError(`--port ${options.port} does not tell the host`, "name it: --host HOST");
  if (options.port === UNDERLAY) return { host, name: UNDERLAY };
  if (port?.interface === undefined || port.host !== host) {
    const bound = topology.ports.flatMap((one) =>
      one.host === host && one.interface !== undefined ? [one.id] : [],
    );
    const meant = nearest(options.port, bound) ?? `one of ${[...bound.slice(0, NAMED), UNDERLAY].join(", ")}`;
    throw new ElError("SIMULATE_PORT", `no packet can come in by port "${options.port}" at host "${host}"`, {
      place: "--port",
      remedy: `name ${meant}: a port that is bound to an interface of ${host}`,
    });
  }
  return { host, name: port.interface };
}

interface Told {
  result: string;
  drop?: string;
  why?: string;
  path: { step: string; id: string; detail?: string }[];
  match: string;
  actions: string;
  answers: number;
}

/** What the worker's parser refuses is a result like any other. */
function parsed(frame: Uint8Array, port: number, endpoints: readonly Endpoint[]): Packet | Told {
  try {
    return packetOf(frame, port, endpoints);
  } catch (error) {
    if (!(error instanceof ElError) || error.code !== "PACKET_UNPARSED") throw error;
    return {
      result: "drop",
      drop: "UNPARSED",
      why: error.message,
      path: [],
      match: "",
      actions: "",
      answers: 0,
    };
  }
}

function one(world: World, port: string, frame: Uint8Array): Told {
  const { snapshot, facts } = world;
  const packet = parsed(frame, facts.ports.get(port)!, port === UNDERLAY ? snapshot.endpoints : []);
  if ("result" in packet) return packet;
  const verdict = simulate(snapshot, world, packet);
  world.learn(verdict.learned);
  const names = [...facts.ports.keys()];
  const { result } = verdict;
  return {
    result: result.kind,
    ...(result.kind === "drop" && {
      drop: DROP_NAMES[result.reason] ?? "",
      why: DROP_TEXT[result.reason] ?? "",
    }),
    path: describePath(snapshot, verdict),
    match: formatKey(packet.key, verdict.mask),
    actions: formatActions(verdict.actions, {
      port: (id) => names[id],
      tunnel: (id) => `${snapshot.tunnels[id]?.type} to ${snapshot.tunnels[id]?.remote}`,
    }),
    answers: verdict.generated.length,
  };
}

function asText(told: Told): string {
  const lines = told.path.map(
    ({ step, id, detail }) => `  ${step.padEnd(10)} ${id}${detail ? `  (${detail})` : ""}`,
  );
  lines.push(`result  ${told.result}${told.drop ? ` ${told.drop}: ${told.why}` : ""}`);
  lines.push(`match   ${told.match}`, `actions ${told.actions || "none"}`);
  if (told.answers > 0) lines.push(`sends   ${plural(told.answers, "packet")} of its own`);
  return `${lines.join("\n")}\n`;
}
