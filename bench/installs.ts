// Flow set-up beside forwarding, with commands from the C client: rates in time on the CPU, and what forwarding lost.
import { join } from "node:path";
import type { InstallsRow } from "./cases.js";
import { ealWords, runHarness } from "./harness.js";
import { figures, type RowLine, round, rowHead, verdict } from "./lines.js";
import { MEASURED, OTHER } from "./machine.js";
import { wrongOf } from "./ring.js";
import { ofSeries, type Series } from "./samples.js";
import { stepAhead, stepBack } from "./setup/priority.js";

/** What one kind of batch took, over all passes. */
interface Toll {
  flows: number;
  wall_ns: number;
  /** Of the controller, and of the worker's main thread, each on its CPU. */
  encode_ns: number;
  apply_ns: number;
  worker: Series;
  /** In the rests next to it. */
  quiet: Series;
}

const ASKED = ["install", "remove", "expire"] as const;
const OPERATIONS = [...ASKED, "watch", "install-unbounded", "remove-unbounded"] as const;

/** Flows a second at which they are written: a bit more than is wanted, so that it is reached by the clock on the wall. */
export const askedRate = ({ bar }: InstallsRow): number => Math.round(bar.perSecond * 1.05);

/** Each operation by itself: the row is as good as its worst line. */
export const judged = (spec: InstallsRow, perSecond: number, loss: number) => ({
  bar: `${spec.bar.perSecond / 1e6} M/s, loss ${spec.bar.loss}`,
  met: perSecond >= spec.bar.perSecond && loss <= spec.bar.loss,
});

export interface InstallsResult extends Record<(typeof OPERATIONS)[number] | "load", Toll> {
  tsc_hz: number;
  base: number;
  batch: number;
  packets: number;
  wrong: number;
  what: string;
}

const rate = (flows: number, ns: number): number => Math.round((flows / ns) * 1e9);

// Where the controller is while the worker's main thread carries commands out.
const placed = (name: (typeof OPERATIONS)[number] | "load"): string =>
  name === "install" || name === "remove"
    ? "writes in turns with it"
    : name === "expire" || name === "watch"
      ? "answers it"
      : "sleeps";

function lineOf(
  spec: InstallsRow,
  result: InstallsResult,
  name: (typeof OPERATIONS)[number] | "load",
): RowLine {
  const { flows, wall_ns, encode_ns, apply_ns, worker, quiet } = result[name];
  const wall = rate(flows, wall_ns);
  const loss = round(1 - quiet.mean / worker.mean, 3);
  const forwards = worker.samples > 0;
  const wrong = forwards || name === "load" ? wrongOf(result) : "not measured: no round fell into it";
  const asked = (ASKED as readonly string[]).includes(name);
  return {
    ...rowHead("installs", spec.work),
    ...{ operation: name, writer: "c", flows: result.base, batch: result.batch, placed: placed(name) },
    ...(asked && { asked: askedRate(spec) }),
    per_second: rate(flows, apply_ns),
    per_second_wall: wall,
    ...(encode_ns > 0 && { encoded_per_second: rate(flows, encode_ns) }),
    ...(forwards && {
      ...figures(ofSeries(worker, Math.round(worker.samples * 4096)), result.tsc_hz),
      quiet_ns: round(quiet.mean),
      loss,
    }),
    ...(asked && judged(spec, wall, loss)),
    ...verdict(wrong),
  };
}

/** One line an operation. */
export const installLines = (spec: InstallsRow, result: InstallsResult): RowLine[] =>
  (["load", ...OPERATIONS] as const)
    .filter((name) => result[name].flows > 0)
    .map((name) => lineOf(spec, result, name));

export async function measureInstalls(
  spec: InstallsRow,
  hugepages: boolean,
  folder: string,
): Promise<RowLine[]> {
  const words = [
    ...[`--case=${spec.work}`, `--flows=${spec.flows}`, `--batch=${spec.batch}`, `--passes=${spec.passes}`],
    ...(spec.expire > 0 ? [`--expire=${spec.expire}`] : []),
    `--rate=${askedRate(spec)}`,
    ...[`--socket=${join(folder, "installs.sock")}`, `--cpu=${OTHER}`],
  ];
  stepAhead(process.pid); // and the program
  try {
    const { result } = await runHarness<InstallsResult>(
      "bench-installs",
      words,
      ealWords(hugepages, MEASURED),
    );
    return installLines(spec, result);
  } finally {
    stepBack(process.pid);
  }
}
