// `edgelane plan TOPOLOGY`: what a topology would change in the live table of a running node, in words. Changes nothing.
import type { Command } from "commander";
import { inFile, loadTopology } from "../../../dataplane/topology/index.js";
import { clientOf, withNode } from "../node-option.js";
import { json } from "../output.js";
import { planLines } from "../plan-lines.js";

export function addPlan(program: Command): Command {
  return withNode(
    program
      .command("plan")
      .description(
        "say which live flows a topology would change and how, and what it leaves unreachable; exit code 1 when traffic that passes now would be dropped, or a port would lose its tunnel",
      )
      .argument("<topology>", "path of the JSON document"),
  ).action(async (path: string, options: { json?: boolean; node?: string }) => {
    const topology = loadTopology(path);
    const client = await clientOf(options);
    const plan = await client.plan(topology).catch((cause) => {
      throw inFile(cause, path);
    });
    process.stdout.write(options.json ? json(plan) : planLines(plan));
    const loses = plan.warnings.some(({ code, fresh }) => fresh && code === "PORT_LOSES_TUNNEL");
    if (plan.flows.lost > 0 || loses) process.exitCode = 1;
  });
}
