// `edgelane apply TOPOLOGY`: puts a topology in force on a running node, atomically, and says whether what happened is
// what was planned.
import type { Command } from "commander";
import { inFile, loadTopology } from "../../../dataplane/topology/index.js";
import { clientOf, withNode } from "../node-option.js";
import { json } from "../output.js";
import { appliedLines } from "../plan-lines.js";

export function addApply(program: Command): Command {
  return withNode(
    program
      .command("apply")
      .description(
        "put a topology in force on a running node, and compare what happens with its plan; exit code 1 when they differ",
      )
      .argument("<topology>", "path of the JSON document"),
  ).action(async (path: string, options: { json?: boolean; node?: string }) => {
    const topology = loadTopology(path);
    const client = await clientOf(options);
    const applied = await client.applyPlanned(topology).catch((cause) => {
      throw inFile(cause, path);
    });
    process.stdout.write(options.json ? json(applied) : appliedLines(applied));
    if (applied.differences.length > 0) process.exitCode = 1;
  });
}
