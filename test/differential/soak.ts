// The differential test as a program: so many random packets over random topologies, a process for each core, and what
// comes out wrong shrunk and saved. EDGELANE_DIFF_PACKETS sets how many, EDGELANE_DIFF_SEED where to start,
// EDGELANE_DIFF_PROCESSES how many at a time.
import { fork } from "node:child_process";
import { availableParallelism } from "node:os";
import { fileURLToPath } from "node:url";
import { explore } from "./explore.js";
import { add, noSums, type Sums, summary } from "./sums.js";

const number = (name: string, otherwise: number): number => Number(process.env[name] ?? otherwise);
const packets = number("EDGELANE_DIFF_PACKETS", 10_000_000);
const seed = number("EDGELANE_DIFF_SEED", Math.floor(Date.now() / 1000));
/** Half of its time a process waits for its worker. */
const processes = number("EDGELANE_DIFF_PROCESSES", 2 * availableParallelism());
/** Wrong scenes before a process ends: one fault does not keep the rest from being found. */
const FAILURES = 3;
/** Of scenes nearly all is soon garbage: less of it is looked at where there is room for more. */
const ROOM = ["--max-semi-space-size=64"];
const LINE_MS = 30_000;

/** What a process tells the one that started it. */
type Told = { more: Sums } | { line: string };

async function lane(place: number): Promise<void> {
  // Nobody would hear of what is found.
  process.on("disconnect", () => process.exit());
  const say = (told: Told): void => void process.send!(told);
  const found = await explore({
    packets: Math.ceil(packets / processes),
    // One scene at a time: while another is made, nobody would answer the worker, and what is parked is dropped in time.
    ...{ seed: seed + place, step: processes, failures: FAILURES, lanes: 1 },
    came: (more) => say({ more }),
    tell: (line) => {
      if (!/^\d+ packets over/.test(line)) say({ line });
    },
  });
  process.exit(found.failure === undefined ? 0 : 1);
}

async function all(): Promise<void> {
  const started = performance.now();
  const sums = noSums();
  const line = (): void => console.log(summary(sums, (performance.now() - started) / 1000));
  console.log(`from seed ${seed} on, ${processes} processes`);
  const timer = setInterval(line, LINE_MS);
  const codes = await Promise.all(
    Array.from({ length: processes }, (_, place) => {
      const child = fork(fileURLToPath(import.meta.url), [String(place)], { execArgv: ROOM });
      child.on("message", (told: Told) => {
        if ("more" in told) add(sums, told.more);
        else console.log(told.line);
      });
      return new Promise<number | null>((done) => child.on("exit", done));
    }),
  );
  clearInterval(timer);
  line();
  if (codes.some((code) => code !== 0)) process.exitCode = 1;
}

await (process.argv[2] === undefined ? all() : lane(Number(process.argv[2])));
