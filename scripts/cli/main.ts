// The program `edgelane`: one thin file a verb. It parses words, calls public faces, prints, and sets the exit code.
// It never decides anything about packets.
import { readFileSync } from "node:fs";
import { Command, CommanderError } from "commander";
import { packageRoot } from "../../bindings/root.js";
import { tell, UsageError } from "./exit.js";
import { onReaderGone } from "./pipe.js";

const version = (JSON.parse(readFileSync(`${packageRoot}/package.json`, "utf8")) as { version: string })
  .version;

const program = new Command("edgelane")
  .description("One node of a virtual network: a DPDK worker in C, a simulation engine in TypeScript.")
  .version(version)
  .configureOutput({ writeErr: () => {} })
  .exitOverride();

type Add = (program: Command) => Command;

/** In the order of --help. What is not asked for is not loaded: a verb should answer at once. */
const VERBS: Readonly<Record<string, () => Promise<Add>>> = {
  run: async () => (await import("./verbs/run.js")).addRun,
  check: async () => (await import("./verbs/check.js")).addCheck,
  replay: async () => (await import("./verbs/replay.js")).addReplay,
  simulate: async () => (await import("./verbs/simulate.js")).addSimulate,
  show: async () => (await import("./verbs/show.js")).addShow,
  top: async () => (await import("./verbs/top.js")).addTop,
  plan: async () => (await import("./verbs/plan.js")).addPlan,
  record: async () => (await import("./verbs/record.js")).addRecord,
  apply: async () => (await import("./verbs/apply.js")).addApply,
  capture: async () => (await import("./verbs/capture.js")).addCapture,
  validate: async () => (await import("./verbs/validate.js")).addValidate,
  why: async () => (await import("./verbs/why.js")).addWhy,
  bench: async () => (await import("./verbs/bench.js")).addBench,
};

/** The verb that is named first; all of them where that is none, to help or to say which was meant. */
async function addVerbs(words: readonly string[]): Promise<void> {
  const [first = ""] = words;
  for (const load of Object.hasOwn(VERBS, first) ? [VERBS[first]!] : Object.values(VERBS))
    (await load())(program)
      .option("--json", "print JSON")
      .configureOutput({ writeErr: () => {} })
      .exitOverride();
}

/** Help is no error; anything else commander refuses is told like every wrong argument. */
function usage(error: CommanderError, words: readonly string[]): number {
  if (error.exitCode === 0) return 0;
  const asJson = words.includes("--json");
  const verb = words.find((word) => Object.hasOwn(VERBS, word));
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
    await addVerbs(words);
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
