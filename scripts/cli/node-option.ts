// Which running node a verb means: the one named, or the only one there is.
import { readdirSync } from "node:fs";
import type { Command } from "commander";
import { NodeClient, runDirectory } from "../../dataplane/controller/index.js";
import { UsageError } from "./exit.js";

const SUFFIX = ".api.sock";

export function withNode(command: Command): Command {
  return command.option("--node <name>", "name of the node; default: the only one that runs");
}

/** Node names whose socket is in the run folder. */
function running(): string[] {
  try {
    return readdirSync(runDirectory())
      .filter((file) => file.endsWith(SUFFIX))
      .map((file) => file.slice(0, -SUFFIX.length))
      .sort();
  } catch {
    return [];
  }
}

/** A client of the node that `--node` names. */
export function clientOf(options: { node?: string }): NodeClient {
  if (options.node !== undefined) return new NodeClient(options.node);
  const names = running();
  if (names.length > 1)
    throw new UsageError(`several nodes run: ${names.join(", ")}`, `name one: --node ${names[0]}`);
  return new NodeClient(names[0] ?? "edgelane");
}
