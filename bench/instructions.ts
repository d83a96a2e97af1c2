// Instructions a packet, and a byte of large sends cut in software, against the committed baseline: the number that noise does not touch, and the gate of CI.
// Must never change the baseline unless told to.
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { packageRoot } from "../bindings/index.js";
import { countInstructions, countSoftware, hasValgrind } from "./callgrind.js";
import { CASES } from "./cases.js";
import { BenchError } from "./error.js";
import { fingerprint } from "./fingerprint.js";

/** A change of more than this share is told. */
const GATE = 0.01;
const ACCEPT = "edgelane bench --instructions --accept";
const baselinePath = join(packageRoot, "bench/baseline.json");

export interface Baseline {
  /** What built what was counted: another compiler counts differently. */
  compiler: string;
  march: string;
  flows: number;
  /** By case; "l2 of 1": of so many flows instead, where all packets come in a row. */
  instructions: Record<string, number>;
  /** By kind of tunnel: a byte of large sends that the worker cuts and sums. */
  instructions_per_byte: Record<string, number>;
}

export type Unit = "packet" | "byte";

const DIGITS: Record<Unit, number> = { packet: 1, byte: 4 };

/** What can be counted, and how. */
interface Count {
  name: string;
  unit: Unit;
  count(folder: string): Promise<number>;
}

const [most, ...others] = CASES.instructions.flows as [number, ...number[]];

const COUNTS: readonly Count[] = [
  ...CASES.cases.flatMap((what): Count[] => [
    { name: what.name, unit: "packet", count: (folder) => countInstructions(what, most, folder) },
    ...others.map(
      (flows): Count => ({
        name: `${what.name} of ${flows}`,
        unit: "packet",
        count: (folder) => countInstructions(what, flows, folder),
      }),
    ),
  ]),
  ...CASES.instructions.offload.kinds.map(
    (kind): Count => ({
      name: `offload ${kind} software`,
      unit: "byte",
      count: (folder) => countSoftware(kind, folder),
    }),
  ),
];

export type Change = "same" | "more" | "fewer" | "new" | "accepted" | "failed";

/** One case's outcome; `text` is its line `ok …` or `FAIL …`. */
export interface Told {
  case: string;
  instructions?: number;
  baseline?: number;
  change: Change;
  ok: boolean;
  text: string;
}

/** How a count stands to the baseline's. */
export function changeOf(was: number | undefined, now: number): Change {
  if (was === undefined) return "new";
  if (now > was * (1 + GATE)) return "more";
  return now < was * (1 - GATE) ? "fewer" : "same";
}

/** What changed, by how much, and what to do about it. */
export function tellChange(name: string, was: number | undefined, now: number, unit: Unit = "packet"): Told {
  const change = changeOf(was, now);
  const ok = change === "same" || change === "fewer";
  const than = `${Math.abs((now / (was ?? now) - 1) * 100).toFixed(1)} % ${change} than ${was}`;
  const advice = {
    ...{ same: "", accepted: "", failed: "" },
    new: `, not in the baseline; take it up: ${ACCEPT}`,
    fewer: `, ${than}; keep that: ${ACCEPT}`,
    more: `, ${than}; if it is worth that: ${ACCEPT}`,
  }[change];
  return {
    ...{ case: name, instructions: now, change, ok },
    ...(was !== undefined && { baseline: was }),
    text: line(ok, `${name}: ${now.toFixed(DIGITS[unit])} instructions a ${unit}${advice}`),
  };
}

const line = (ok: boolean, text: string): string => `${ok ? "ok  " : "FAIL"} instructions: ${text}`;

function failed(name: string, { message, remedy }: BenchError): Told {
  return {
    ...{ case: name, change: "failed", ok: false },
    text: line(false, `${name}: ${message}; remedy: ${remedy}`),
  };
}

/** Counts every case and compares, or makes it the baseline; false when a case is not ok. */
export async function compareInstructions(
  only: Pick<RegExp, "test">,
  accept: boolean,
  folder: string,
  tell: (told: Told) => void,
): Promise<boolean> {
  const { compiler, march } = fingerprint();
  const old = existsSync(baselinePath)
    ? (JSON.parse(readFileSync(baselinePath, "utf8")) as Baseline)
    : undefined;
  const counted = {
    packet: { ...old?.instructions },
    byte: { ...old?.instructions_per_byte },
  };
  const outcomes: Told[] = [];
  for (const { name, unit, count } of COUNTS.filter((one) => only.test(one.name))) {
    try {
      if (!hasValgrind())
        throw new BenchError("BENCH_VALGRIND", "valgrind is not installed", "apt-get install -y valgrind");
      const was = counted[unit][name];
      const now = await count(folder);
      counted[unit][name] = now;
      const told = tellChange(name, was, now, unit);
      outcomes.push(accept ? accepted(told) : told);
    } catch (cause) {
      if (!(cause instanceof BenchError)) throw cause;
      outcomes.push(failed(name, cause));
    }
    tell(outcomes.at(-1)!);
  }
  const ok = outcomes.every((outcome) => outcome.ok);
  if (accept && ok) {
    const baseline: Baseline = {
      ...{ compiler, march, flows: most },
      ...{ instructions: counted.packet, instructions_per_byte: counted.byte },
    };
    writeFileSync(baselinePath, `${JSON.stringify(baseline, undefined, 2)}\n`);
  } else if (!ok && old !== undefined && (old.compiler !== compiler || old.march !== march)) {
    process.stderr.write(
      `The baseline was built by ${old.compiler} (${old.march}), this by ${compiler} (${march}).\n`,
    );
  }
  return ok;
}

function accepted(told: Told): Told {
  const text = line(true, `${told.case}: ${told.instructions} accepted, was ${told.baseline ?? "not there"}`);
  return { ...told, change: "accepted", ok: true, text };
}
