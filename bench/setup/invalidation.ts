// How long a withdrawn flow is still used: from the change, in learned state or by a new rule, to the last packet that
// left by a flow made before it, while a stream runs over all of them. Stale packets leave by another port than those
// after the change, or those after it not at all, so they are counted by port; the page that counted the last one is
// stamped by the worker, a millisecond late at most. A new rule counts from when its topology is compiled.

import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { rmSync } from "node:fs";
import { join } from "node:path";
import { setImmediate as turn } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { nowNs } from "../../bindings/index.js";
import type { EdgeNode } from "../../dataplane/controller/index.js";
import { verdict } from "../lines.js";
import { STATION, setupTopology, writeTuples } from "./network.js";
import { setupNode } from "./node.js";
import { percentile } from "./percentile.js";
import { stepAhead } from "./priority.js";

export type Change = "state" | "rule";

/** Port ids, as the profile has them. */
const PORT = { out: 1, other: 2 } as const;
const LATE_NS = 30e9;
const BAR_NS = 10e6;

export async function invalidation(
  folder: string,
  change: Change,
  flows: number,
  trials: number,
): Promise<object> {
  const capture = join(folder, "stream.pcap");
  writeTuples(capture, flows);
  const { node, end } = await setupNode({
    ...{ folder, topology: setupTopology(change === "rule"), gated: false },
    ...{
      input: `net_pcap0,rx_pcap=${capture},infinite_rx=1`,
      flows: 4 * flows,
      window: 4096,
      replayed: flows,
    },
  });
  const watch = await watcher(node.files.worker);
  const taken: number[] = [];
  const kind = change === "state" ? movingStation(node) : closingRule(node);
  let wrong: string | undefined;
  try {
    await kind.begin();
    wrong = await settled(node, flows);
    for (let trial = 0; trial < trials && wrong === undefined; trial++) {
      await say(watch, kind.stale());
      const last = heard(watch);
      const changed = await kind.change();
      taken.push(((await last) as number) - changed);
      wrong = await settled(node, flows);
      if (wrong === undefined && (await kind.back())) wrong = await settled(node, flows);
    }
    if (taken.some((ns) => ns <= 0)) wrong ??= "the stream stood still";
  } finally {
    watch.disconnect();
    await end();
    rmSync(capture, { force: true });
  }
  taken.sort((a, b) => a - b);
  const p99 = percentile(taken, 99);
  return {
    ...{ peer: "edgelane", case: "invalidation", work: change, ports: "pcap", frame: 64, flows },
    ...{ samples: taken.length, resolution_ns: 1e6 },
    ...{ p50_ns: Math.round(percentile(taken, 50)), p99_ns: Math.round(p99) },
    max_ns: Math.round(taken.at(-1) ?? 0),
    ...{ bar: BAR_NS, met: p99 <= BAR_NS },
    ...verdict(wrong),
  };
}

interface Kind {
  begin(): Promise<void>;
  /** The port that packets of the flows of now leave by. */
  stale(): number;
  /** When it was changed. */
  change(): Promise<number>;
  /** Makes the next trial possible. False: nothing was to be done. */
  back(): Promise<boolean>;
}

/** The station moves between the two ports. */
function movingStation({ core }: EdgeNode): Kind {
  let where: keyof typeof PORT = "out";
  const move = () => {
    core.state.stations.learn({ ...STATION, where });
    core.outbox.flush();
  };
  return {
    begin: async () => move(),
    stale: () => PORT[where],
    change: async () => {
      where = where === "out" ? "other" : "out";
      const before = nowNs();
      move();
      return before;
    },
    back: async () => false,
  };
}

/** The rule that accepted all of it drops it; then the other way round. */
function closingRule(node: EdgeNode): Kind {
  const open = setupTopology(true);
  const shut = setupTopology(true, true);
  const { outbox } = node.core;
  const tell = outbox.generation;
  let changed = 0;
  outbox.generation = (generation) => {
    changed = nowNs();
    return tell(generation);
  };
  return {
    begin: async () => {},
    stale: () => PORT.out,
    change: async () => {
      await node.apply(shut);
      return changed;
    },
    back: async () => {
      await node.apply(open);
      return true;
    },
  };
}

/** The watching process, ready. */
async function watcher(socket: string): Promise<ChildProcess> {
  const child = fork(fileURLToPath(new URL("watch.js", import.meta.url)), [socket]);
  await heard(child);
  stepAhead(child.pid!);
  return child;
}

const heard = async (child: ChildProcess): Promise<unknown> => (await once(child, "message"))[0];

/** Resolves when it looks. */
async function say(child: ChildProcess, port: number): Promise<void> {
  child.send(port);
  await heard(child);
}

/** Waits until every flow is there anew and nothing stale is left. What is wrong when that does not come. */
async function settled(node: EdgeNode, flows: number): Promise<string | undefined> {
  const deadline = nowNs() + LATE_NS;
  const { core } = node;
  while (core.flows.size < flows || core.flows.leaving > 0 || core.flows.pending > 0) {
    if (nowNs() > deadline) return `${core.flows.size} of ${flows} flows came back`;
    await turn();
  }
  return undefined;
}
