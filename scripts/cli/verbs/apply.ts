// `edgelane apply TOPOLOGY`: puts a topology in force on a running node, atomically, and says what it withdrew.
import type { Command } from "commander";
import { loadTopology } from "../../../dataplane/topology/index.js";
import { clientOf, withNode } from "../node-option.js";
import { json } from "../output.js";

export function addApply(program: Command): Command {
  return withNode(
    program
      .command("apply")
      .description("put a topology in force on a running node; what it does not touch goes on undisturbed")
      .argument("<topology>", "path of the JSON document"),
  ).action(async (path: string, options: { json?: boolean; node?: string }) => {
    const summary = await clientOf(options).apply(loadTopology(path));
    if (options.json) {
      process.stdout.write(json(summary));
      return;
    }
    const { revision, changes, flows } = summary;
    process.stdout.write(
      `revision ${revision}: ${changes} changes, ${flows.invalidated} flows withdrawn, ${flows.kept} kept\n`,
    );
  });
}
