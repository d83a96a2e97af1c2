// Which running node a verb means: the one named, or the only one there is. A socket that nobody answers on, left by a
// node that was killed, is no node.
import { existsSync, readdirSync } from "node:fs";
import { connect } from "node:net";
import type { Command } from "commander";
import { NodeClient } from "../../dataplane/controller/api/client.js";
import { nodeFiles, runDirectory } from "../../dataplane/controller/run-dir.js";
import { ElError } from "../../dataplane/topology/error.js";
import { UsageError } from "./exit.js";

/** A worker outlives its controller: either socket may be a node. */
const SOCKET = /\.(?:api|worker)\.sock$/;
const START = "Start one: edgelane run PROFILE --topology TOPOLOGY";

export function withNode(command: Command): Command {
  return command.option("--node <name>", "name of the node; default: the only one that runs");
}

/** Names of nodes in the run folder of which a controller or a worker answers. */
async function running(): Promise<string[]> {
  const folder = runDirectory();
  let files: string[];
  try {
    files = readdirSync(folder).filter((file) => SOCKET.test(file));
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== "EACCES") return [];
    throw new ElError("RUN_DIR", `This user may not look into the run folder ${folder}.`, {
      place: folder,
      remedy: "Run as the user the node runs as, or as root.",
      cause,
    });
  }
  const names = [...new Set(files.map((file) => file.replace(SOCKET, "")))].sort();
  const live = await Promise.all(names.map(async (name) => (await answers(name)) || (await workerOf(name))));
  return names.filter((_, i) => live[i]);
}

/** Whether somebody listens there; one who may not ask cannot tell, and is told so when he asks. */
function answers(name: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(nodeFiles(name, runDirectory()).api);
    const end = (is: boolean): void => {
      socket.destroy();
      resolve(is);
    };
    socket.once("connect", () => end(true));
    socket.once("error", ({ code }: NodeJS.ErrnoException) => end(code === "EACCES" || code === "EPERM"));
  });
}

/** Process id of the worker of that name, if one answers. */
async function workerOf(name: string): Promise<number | undefined> {
  const { worker } = nodeFiles(name, runDirectory());
  if (!existsSync(worker)) return undefined;
  try {
    const { Observer } = await import("../../bindings/index.js");
    const observer = await Observer.connect(worker);
    observer.close();
    return observer.welcome.pid;
  } catch {
    return undefined;
  }
}

/** The node that `--node` names, or the only one that runs. Throws when there is none, or several. */
export async function nodeName(options: { node?: string }): Promise<string> {
  if (options.node?.includes("/")) return options.node;
  const names = await running();
  if (options.node !== undefined) {
    if (names.includes(options.node)) return options.node;
    const others = names.length > 0 ? `; there is ${names.join(", ")}` : "";
    throw notRunning(
      `No node "${options.node}" runs${others}`,
      names.length > 0 ? `Name it: --node ${names[0]}` : START,
    );
  }
  if (names.length > 1)
    throw new UsageError(
      `several nodes run: ${names.join(", ")}`,
      `name one of them: --node ${names.join(" or --node ")}`,
    );
  if (names[0] === undefined) throw notRunning("No node runs", START);
  return names[0];
}

function notRunning(what: string, remedy: string): ElError {
  const folder = runDirectory();
  return new ElError("NODE_NOT_RUNNING", `${what}, by the sockets in ${folder}.`, { place: folder, remedy });
}

/** A client of that node. Throws when its controller does not answer, though its worker may. */
export async function clientOf(options: { node?: string }): Promise<NodeClient> {
  const name = await nodeName(options);
  if (name.includes("/") || (await answers(name))) return new NodeClient(name);
  const worker = await workerOf(name);
  throw new ElError(
    "CONTROLLER_GONE",
    `The controller of node "${name}" is gone; its worker, process ${worker}, goes on forwarding what it knows.`,
    {
      place: nodeFiles(name, runDirectory()).api,
      remedy: `Look: edgelane top --node ${name}; start afresh: kill ${worker}, then edgelane run PROFILE --topology TOPOLOGY`,
    },
  );
}
