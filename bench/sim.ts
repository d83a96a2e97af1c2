// `edgelane bench sim`: what the simulation costs by the number of rules, how much a verdict reads and allocates, and how
// few flows a change has simulated again. A line each, `ok` or `FAIL`.
import { getHeapStatistics } from "node:v8";
import { FIELDS } from "../bindings/layout.js";
import { Simulator } from "../dataplane/simulation/index.js";
import { type PartLine, simulation, time } from "./microbench.js";
import { NOTHING_LEARNED, ReferenceTraffic, referenceSnapshot } from "./reference-network.js";
import { median } from "./samples.js";
import { measureChanges } from "./sim-changes.js";

const COUNTS = [10, 1000, 10_000] as const;
const TUPLES = 4096;
const nameOf = (rules: number): string =>
  `simulate: 2 bridges, router, 4 chains of ${rules} rules, 4096 sources`;

/** Neighbours on the same machine come and go: a bar that is missed is tried again, and the best try counts. */
const TRIES = 3;

interface SimLine extends PartLine {
  tries: number;
  exact_bits: number;
  allocated_bytes: number;
}

/** Runs what `only` names; false when a line is not as it should be. */
export function runSim(
  only: Pick<RegExp, "test">,
  quick: boolean,
  report: (line: object) => void,
  put: (text: string) => void,
): boolean {
  const lines: boolean[] = [];
  for (const rules of COUNTS) {
    const name = nameOf(rules);
    if (!only.test(name)) continue;
    const line: SimLine = {
      ...best(name, rules, quick),
      exact_bits: exactBits(rules),
      allocated_bytes: allocated(rules),
    };
    const good = line.ok && line.met !== false && line.allocated_bytes < 1;
    report(line);
    put(
      `${word(good)} ${name}: ${(line.per_second / 1e6).toFixed(2)} M/s (${line.ns} ns, bar 1 M/s, ` +
        `core ${line.core_share}${line.tries > 1 ? `, best of ${line.tries}` : ""}), ${line.exact_bits} exact bits, ${line.allocated_bytes} bytes allocated${line.ok ? "" : `: ${line.wrong}`}\n`,
    );
    lines.push(good);
  }
  const changed = measureChanges(only, report);
  for (const { ok, part, flows, resimulated, wrong } of changed)
    put(`${word(ok)} ${part}: ${resimulated} of ${flows} flows simulated again${ok ? "" : `: ${wrong}`}\n`);
  return [...lines, ...changed.map(({ ok }) => ok)].every(Boolean);
}

function best(name: string, rules: number, quick: boolean): PartLine & { tries: number } {
  let line = time(simulation(name, TUPLES, rules), quick);
  let tries = 1;
  for (; tries < TRIES && line.ok && line.met === false; tries++) {
    const again = time(simulation(name, TUPLES, rules), quick);
    if (!again.ok || again.ns < line.ns) line = again;
  }
  return { ...line, tries };
}

const word = (good: boolean): string => (good ? "ok  " : "FAIL");

const WINDOWS = 7;
const WINDOW = 50_000;

/** Bytes of the heap that a simulation takes once its code is optimized: the median of some windows, for the collector
 * may run in one, and what the process does beside falls into another. */
export function allocated(rules: number): number {
  const snapshot = referenceSnapshot(rules);
  const traffic = new ReferenceTraffic(TUPLES, true);
  const simulator = new Simulator();
  const some = (): void => {
    for (let i = 0; i < WINDOW; i++) simulator.simulate(snapshot, NOTHING_LEARNED, traffic.next());
  };
  for (let i = 0; i < WINDOWS; i++) some();
  const taken = Array.from({ length: WINDOWS }, () => {
    const before = getHeapStatistics().used_heap_size;
    some();
    return (getHeapStatistics().used_heap_size - before) / WINDOW;
  });
  return Number(median(taken).toFixed(2));
}

/** Bits that a verdict reads beside in_port, mean over the traffic. */
function exactBits(rules: number): number {
  const snapshot = referenceSnapshot(rules);
  const traffic = new ReferenceTraffic(TUPLES, true);
  const simulator = new Simulator();
  let sum = 0;
  for (let i = 0; i < TUPLES; i++) {
    const { mask } = simulator.simulate(snapshot, NOTHING_LEARNED, traffic.next());
    for (const { member, offset, bytes } of FIELDS)
      for (let at = offset; member !== "in_port" && at < offset + bytes; at++)
        for (let bits = mask[at]!; bits !== 0; bits &= bits - 1) sum++;
  }
  return Number((sum / TUPLES).toFixed(1));
}
