// `edgelane check [PROFILE]`: will it run here, and if not, what mends it? Changes nothing.
import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Command } from "commander";
import { diagnose } from "../../../dataplane/controller/doctor/diagnose.js";
import { readMachine } from "../../../dataplane/controller/doctor/machine/index.js";
import { plannedOffloads, surroundings } from "../../../dataplane/controller/index.js";
import { loadProfile } from "../../../dataplane/profiles/index.js";
import { UsageError } from "../exit.js";
import { plannedLines } from "../offloads.js";
import { json } from "../output.js";

export function addCheck(program: Command): Command {
  return program
    .command("check")
    .description("find what keeps this machine from running a profile, with the command that mends it")
    .argument("[profile]", "name or path of a profile; without one: what any profile would meet")
    .option("--sysfs-root <dir>", "read sys/, proc/ and dev/ below this folder, as captured elsewhere", "/")
    .action((name: string | undefined, options: { json?: boolean; sysfsRoot: string }) => {
      if (!existsSync(join(options.sysfsRoot, "sys")))
        throw new UsageError(
          `there is no folder sys below ${options.sysfsRoot}`,
          "edgelane check --sysfs-root DIR, where DIR/sys, DIR/proc and DIR/dev are copies of /sys, /proc and /dev",
        );
      const machine = readMachine(options.sysfsRoot);
      const profile = name === undefined ? undefined : loadProfile(name);
      const around = surroundings(machine);
      const offloads = profile ? plannedOffloads(profile, machine.cpus.allowed, around) : [];
      const findings = [
        ...offloads.flatMap((port) =>
          port.findings.map((finding) => ({ ...finding, level: "error" as const })),
        ),
        ...diagnose(machine, profile),
      ];
      if (options.json) process.stdout.write(json({ findings, offloads }));
      else if (findings.length === 0) process.stdout.write("nothing to mend\n");
      for (const finding of options.json ? [] : findings) {
        process.stdout.write(
          `${finding.level} ${finding.code}: ${finding.message}\n  remedy: ${finding.remedy}\n`,
        );
      }
      if (offloads.length > 0 && !options.json) process.stdout.write(`\n${plannedLines(offloads)}`);
      if (findings.some((finding) => finding.level === "error")) process.exitCode = 1;
    });
}
