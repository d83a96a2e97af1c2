// `npm start`: the embedded demo. Live where it can be, from captures where it cannot, and it says why.
import { parseArgs } from "node:util";
import { diagnose } from "../../dataplane/controller/doctor/diagnose.js";
import { readMachine } from "../../dataplane/controller/doctor/machine/index.js";
import { loadProfile } from "../../dataplane/profiles/index.js";
import { milliseconds } from "../cli/duration.js";
import { tell, UsageError } from "../cli/exit.js";
import { interruption } from "../cli/interrupt.js";
import { onReaderGone } from "../cli/pipe.js";
import { captureDemo } from "./capture.js";
import { liveDemo } from "./live.js";
import { Screen } from "./screen.js";

function duration(words: readonly string[]): number | undefined {
  try {
    const { values } = parseArgs({ args: [...words], options: { for: { type: "string" } }, strict: true });
    return values.for === undefined ? undefined : milliseconds(values.for);
  } catch (error) {
    if (error instanceof UsageError) throw error;
    throw new UsageError((error as Error).message, "npm start -- --for 20s");
  }
}

async function main(): Promise<void> {
  const ends = duration(process.argv.slice(2));
  const screen = new Screen(process.stdout);
  const interrupted = interruption();
  const lacking = diagnose(readMachine(), loadProfile("demo")).filter(({ level }) => level === "error");
  if (lacking.length > 0) {
    screen.line("This machine cannot run the live demo:");
    for (const { code, message, remedy } of lacking)
      screen.line(`  ${code}: ${message}\n    remedy: ${remedy}`);
    screen.line("So here is its capture form, through the same worker.");
    await captureDemo(screen, interrupted);
    return;
  }
  const stop = new Promise<void>((resolve) => {
    interrupted.addEventListener("abort", () => resolve());
    onReaderGone(resolve);
  });
  await liveDemo(screen, ends, stop);
}

main().catch((error: unknown) => {
  if (process.env.EDGELANE_DEBUG) console.error(error);
  process.exitCode = tell(error, false);
});
