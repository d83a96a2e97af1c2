// How long a single simulation takes at worst: each is timed by itself in a loop that does nothing else, in turn with a
// loop that is timed alike and does nothing at all. What the second one shows is the machine's, not the simulation's.
import { Simulator } from "../dataplane/simulation/index.js";
import { NOTHING_LEARNED, ReferenceTraffic, referenceSnapshot } from "./reference-network.js";
import { markdown } from "./table.js";

export const TAIL = "simulate one: time of each";

/** One round of either loop. */
const ROUND = 50_000;

export function tail(quick: boolean, report: (line: object) => void): string {
  const snapshot = referenceSnapshot();
  const traffic = new ReferenceTraffic();
  const simulator = new Simulator();
  const one = (): void => {
    simulator.simulate(snapshot, NOTHING_LEARNED, traffic.next());
  };
  const nothing = (): void => {};
  const rounds = quick ? 4 : 20;
  const modes = [
    { mode: "spinning", run: one, times: new Float64Array(rounds * ROUND) },
    { mode: "idle-loop", run: nothing, times: new Float64Array(rounds * ROUND) },
  ];
  for (let i = 0; i < 2 * ROUND; i++) one();
  for (let round = 0; round < rounds; round++) {
    for (const { run, times } of modes) spin(run, times.subarray(round * ROUND, (round + 1) * ROUND));
  }
  const lines = modes.map(({ mode, times }) => {
    times.sort();
    const at = (share: number): number =>
      Math.round(times[Math.min(times.length - 1, Math.floor(share * times.length))]!);
    const line = {
      ...{ part: TAIL, mode, samples: times.length },
      ...{ p50_ns: at(0.5), p99_ns: at(0.99), p999_ns: at(0.999), max_ns: at(1), ok: true },
    };
    report(line);
    return line;
  });
  const head = ["one at a time", "p50 ns", "p99", "p99.9", "max", "of"];
  return markdown(
    head,
    lines.map((line) => [line.mode, line.p50_ns, line.p99_ns, line.p999_ns, line.max_ns, line.samples]),
  );
}

/** Nanoseconds of each run, the clock's own cost among them. */
function spin(run: () => void, times: Float64Array): void {
  for (let i = 0; i < times.length; i++) {
    const begun = performance.now();
    run();
    times[i] = (performance.now() - begun) * 1e6;
  }
}
