// Which running node a verb means: the one named, or the only one there is.
import { readdirSync } from "node:fs";
import type { Command } from "commander";
import { NodeClient, runDirectory } from "../../dataplane/controller/index.js";
import { UsageError } from "./exit.js";

/** A worker outlives its controller: either socket is a node. */
const SOCKET = /\.(?:api|worker)\.sock$/;

export function withNode(command: Command): Command {
  return command.option("--node <name>", "name of the node; default: the only one that runs");
}

/** Node names whose socket is in the run folder. */
function running(): string[] {
  try {
    const files = readdirSync(runDirectory()).filter((file) => SOCKET.test(file));
    return [...new Set(files.map((file) => file.replace(SOCKET, "")))].sort();
  } catch {
    return [];
  }
}

/** The node that `--node` names, or the only one that runs. */
export function nodeName(options: { node?: string }): string {
  if (options.node !== undefined) return options.node;
  const names = running();
  if (names.length > 1)
    throw new UsageError(`several nodes run: ${names.join(", ")}`, `name one: --node ${names[0]}`);
  return names[0] ?? "edgelane";
}

/** A client of that node. */
export function clientOf(options: { node?: string }): NodeClient {
  return new NodeClient(nodeName(options));
}
