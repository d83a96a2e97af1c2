// The program `edgelane`: one thin file a verb. It parses words, calls public faces, prints, and sets the exit code.
// It never decides anything about packets.
import { readFileSync } from "node:fs";
import { Command, CommanderError } from "commander";
import { packageRoot } from "../../bindings/root.js";
import { tell, UsageError } from "./exit.js";
import { onReaderGone } from "./pipe.js";
import { addApply } from "./verbs/apply.js";
import { addBench } from "./verbs/bench.js";
import { addCapture } from "./verbs/capture.js";
import { addCheck } from "./verbs/check.js";
import { addPlan } from "./verbs/plan.js";
import { addRecord } from "./verbs/record.js";
import { addReplay } from "./verbs/replay.js";
import { addRun } from "./verbs/run.js";
import { addShow } from "./verbs/show.js";
import { addSimulate } from "./verbs/simulate.js";
import { addTop } from "./verbs/top.js";
import { addValidate } from "./verbs/validate.js";
import { addWhy } from "./verbs/why.js";

const version = (JSON.parse(readFileSync(`${packageRoot}/package.json`, "utf8")) as { version: string })
  .version;

const program = new Command("edgelane")
  .description("One node of a virtual network: a DPDK worker in C, a simulation engine in TypeScript.")
  .version(version)
  .configureOutput({ writeErr: () => {} })
  .exitOverride();

const VERBS = [
  addRun,
  addCheck,
  addReplay,
  addSimulate,
  addShow,
  addTop,
  addPlan,
  addRecord,
  addApply,
  addCapture,
  addValidate,
  addWhy,
  addBench,
];
for (const add of VERBS) {
  add(program)
    .option("--json", "print JSON")
    .configureOutput({ writeErr: () => {} })
    .exitOverride();
}

/** Help is no error; anything else commander refuses is told like every wrong argument. */
function usage(error: CommanderError, words: readonly string[]): number {
  if (error.exitCode === 0) return 0;
  const asJson = words.includes("--json");
  const verb = words.find((word) => program.commands.some((command) => command.name() === word));
  const help = verb === undefined ? "edgelane --help" : `edgelane ${verb} --help`;
  if (error.code === "commander.help") {
    const asked = words.find((word) => word !== "help" && !word.startsWith("-"));
    const what = asked === undefined ? "no verb is named" : `there is no verb "${asked}"`;
    return tell(new UsageError(what, "edgelane --help"), asJson);
  }
  const [said = "", meant] = error.message
    .replace(/^error: /, "")
    .replaceAll("'", '"')
    .split("\n");
  const better = /^\(Did you mean (.*)\?\)$/.exec(meant ?? "")?.[1];
  return tell(
    new UsageError(said, better === undefined ? help : `write ${better}; all there is: ${help}`),
    asJson,
  );
}

/** Runs the program with these words (without node and script); resolves to its exit code. */
async function main(words: readonly string[]): Promise<number> {
  try {
    await program.parseAsync([...words], { from: "user" });
    return Number(process.exitCode ?? 0);
  } catch (error) {
    if (error instanceof CommanderError) return usage(error, words);
    if (process.env.EDGELANE_DEBUG) console.error(error);
    return tell(error, words.includes("--json"));
  }
}

// A running node ends as by Ctrl-C; every other verb has nothing more to say.
onReaderGone(() => {
  if (!process.emit("SIGINT")) process.exit(0);
});
process.exitCode = await main(process.argv.slice(2));
