// `edgelane validate TOPOLOGY`: is the document right? Lists everything that is not. Changes nothing.
import type { Command } from "commander";
import { loadTopology } from "../../../dataplane/topology/index.js";
import { json } from "../output.js";

export function addValidate(program: Command): Command {
  return program
    .command("validate")
    .description("check a topology document and list all that is wrong with it")
    .argument("<topology>", "path of the JSON document")
    .action((path: string, options: { json?: boolean }) => {
      const topology = loadTopology(path);
      const counts = {
        hosts: topology.hosts.length,
        bridges: topology.bridges?.length ?? 0,
        routers: topology.routers?.length ?? 0,
        ports: topology.ports.length,
        chains: topology.chains?.length ?? 0,
      };
      process.stdout.write(
        options.json
          ? json({ valid: true, ...counts })
          : `valid: ${Object.entries(counts)
              .map(([what, count]) => `${count} ${what}`)
              .join(", ")}\n`,
      );
    });
}
