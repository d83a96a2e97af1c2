// `edgelane check [PROFILE]`: will it run here, and if not, what mends it? Changes nothing.
import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Command } from "commander";
import { diagnose } from "../../../dataplane/controller/doctor/diagnose.js";
import { readMachine } from "../../../dataplane/controller/doctor/machine/index.js";
import {
  checkWire,
  plannedOffloads,
  proofFile,
  readProofs,
  runDirectory,
  surroundings,
  wireFindings,
} from "../../../dataplane/controller/index.js";
import { loadProfile, type Profile } from "../../../dataplane/profiles/index.js";
import { UsageError } from "../exit.js";
import { interruption } from "../interrupt.js";
import { plannedLines } from "../offloads.js";
import { json } from "../output.js";
import { wireLines } from "../wire.js";

interface Options {
  json?: boolean;
  sysfsRoot: string;
  wire?: string;
}

export function addCheck(program: Command): Command {
  return program
    .command("check")
    .description("find what keeps this machine from running a profile, with the command that mends it")
    .argument("[profile]", "name or path of a profile; without one: what any profile would meet")
    .option("--sysfs-root <dir>", "read sys/, proc/ and dev/ below this folder, as captured elsewhere", "/")
    .option(
      "--wire <ports>",
      "send known frames from A to B (A:B), or over a looped port (A): what do the cards do?",
    )
    .action(async (name: string | undefined, options: Options) => {
      if (options.wire !== undefined) return await wire(name, options.wire, options.json === true);
      if (!existsSync(join(options.sysfsRoot, "sys")))
        throw new UsageError(
          `there is no folder sys below ${options.sysfsRoot}`,
          "edgelane check --sysfs-root DIR, where DIR/sys, DIR/proc and DIR/dev are copies of /sys, /proc and /dev",
        );
      const machine = readMachine(options.sysfsRoot);
      const profile = name === undefined ? undefined : loadProfile(name);
      const around = surroundings(machine);
      const offloads = profile
        ? plannedOffloads(profile, machine.cpus.allowed, around, proofsOf(profile))
        : [];
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

const proofsOf = (profile: Profile) => readProofs(proofFile(profile, runDirectory()));

async function wire(name: string | undefined, ends: string, asJson: boolean): Promise<void> {
  if (name === undefined)
    throw new UsageError("no profile is named", `edgelane check PROFILE --wire ${ends}`);
  const outcome = await checkWire(loadProfile(name), ends, { signal: interruption() });
  const findings = wireFindings(outcome.report);
  process.stdout.write(
    asJson ? json({ findings, wire: outcome.report, file: outcome.file }) : wireLines(outcome),
  );
  if (findings.some(({ level }) => level === "error")) process.exitCode = 1;
}
