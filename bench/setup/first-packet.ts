// How long the first packet of a flow waits: from its miss, stamped by the worker, to its entry in the table. Spinning,
// the controller sees the worker's flow count rise; event-driven it hears of it by a SYNC, which comes after the entry
// and costs a wake-up more. Both on CLOCK_MONOTONIC; both are late, never early. No packet may be lost.
import { rmSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep, setImmediate as turn } from "node:timers/promises";
import { nowNs, Observer } from "../../bindings/index.js";
import type { EdgeNode } from "../../dataplane/controller/index.js";
import { verdict } from "../lines.js";
import { setupTopology, writeTuples } from "./network.js";
import { lost, setupNode } from "./node.js";
import { percentile } from "./percentile.js";

export type Mode = "spinning" | "event-driven";

/** Misses at the start that only warm the compiler up. */
const WARM = 0.3;
const IDLE_NS = 1e9;
const LATE_NS = 20e9;
const BARS: Record<Mode, number> = { spinning: 20_000, "event-driven": 120_000 };

export async function firstPacket(
  folder: string,
  mode: Mode,
  rate: number,
  seconds: number,
): Promise<object> {
  const count = Math.round(rate * seconds);
  const capture = join(folder, "first.pcap");
  writeTuples(capture, count);
  const input = `net_pcap0,rx_pcap=${capture}`;
  const flows = Math.ceil(count * 1.1) + 4096;
  const { node, end } = await setupNode({ folder, topology: setupTopology(true), input, gated: true, flows });
  const worker = await Observer.connect(node.files.worker);
  try {
    const waits = await offer(node, mode, rate, count, () => worker.counters.flows);
    const after = waits.slice(Math.floor(WARM * waits.length)).sort((a, b) => a - b);
    const wrong = waits.length < count ? `${waits.length} of ${count} flows came to be` : lost(node);
    return {
      ...{ peer: "edgelane", case: "first-packet", mode, rate, ports: "pcap", frame: 64, flows: count },
      ...told(after),
      ...(rate === 1000 ? { bar: BARS[mode], met: percentile(after, 50) <= BARS[mode] } : {}),
      ...verdict(wrong),
    };
  } finally {
    worker.close();
    await end();
    rmSync(capture, { force: true });
  }
}

/** The gaps that a loop sees which does nothing but read the clock: what the machine adds to any wait. */
export async function idleLoop(): Promise<object> {
  const gaps: number[] = [];
  const until = nowNs() + IDLE_NS;
  for (let last = nowNs(); last < until; ) {
    const now = nowNs();
    gaps.push(now - last);
    last = now;
  }
  gaps.sort((a, b) => a - b);
  return { peer: "edgelane", case: "first-packet", mode: "idle-loop", ...told(gaps), ...verdict(undefined) };
}

const told = (rising: readonly number[]) => ({
  samples: rising.length,
  p50_ns: Math.round(percentile(rising, 50)),
  p99_ns: Math.round(percentile(rising, 99)),
  p999_ns: Math.round(percentile(rising, 99.9)),
  max_ns: Math.round(rising.at(-1) ?? 0),
});

/** Lets `count` misses in at that rate; how long each waited, in order. `live`: flows in the worker. */
async function offer(
  node: EdgeNode,
  mode: Mode,
  rate: number,
  count: number,
  live: () => number,
): Promise<number[]> {
  const { core } = node;
  const missed: number[] = [];
  const waits: number[] = [];
  const taken = (flows: number): void => {
    const now = nowNs();
    while (waits.length < Math.min(flows, missed.length)) waits.push(now - missed[waits.length]!);
  };
  const take = core.slow.take.bind(core.slow);
  core.slow.take = (upcalls, some) => {
    for (let i = 0; i < some; i++) missed.push(upcalls.at(i).timeNs);
    take(upcalls, some);
    if (mode === "spinning" || some === 0) return;
    const flows = missed.length;
    void core.syncs.all().then(() => taken(flows));
  };
  let credited = 0;
  const began = nowNs();
  while (waits.length < count && nowNs() < began + (count / rate) * 1e9 + LATE_NS) {
    const due = Math.min(count, Math.ceil(((nowNs() - began) * rate) / 1e9));
    if (due > credited) node.credit("in", due - credited);
    credited = due;
    if (mode === "event-driven") {
      await sleep(1);
      continue;
    }
    for (let looks = 0; looks < 64; looks++) {
      core.work();
      if (waits.length < missed.length) taken(live());
    }
    await turn();
  }
  return waits;
}
