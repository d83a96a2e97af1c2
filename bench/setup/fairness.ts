// Whether a port that floods the slow path keeps another port's first packets waiting: their wait, from the worker's
// stamp of the miss to the controller's answer, alone and beside a flood, round after round in one run. Every packet of
// the victim's is counted: one that is refused makes the line wrong.
import { rmSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { nowNs } from "../../bindings/index.js";
import type { EdgeNode } from "../../dataplane/controller/index.js";
import { round, verdict } from "../lines.js";
import { setupTopology, writeTuples } from "./network.js";
import { setupNode } from "./node.js";
import { percentile } from "./percentile.js";

/** First packets a second of the port that must not suffer. */
const RATE = 1000;
const SECONDS = 2;
const ROUNDS = 3;
/** Of each run, what only warms the compiler up. */
const WARM = 0.2;
const LATE_NS = 5e9;
const BAR = 2;

interface Run {
  /** Waits in rising order, nanoseconds. */
  waits: number[];
  /** First packets of the flooding port that were answered, and refused. */
  flood: number;
  refused: Record<string, number>;
  victim: number;
  lost: number;
}

/** `times`: the flood, in the victim's rates. */
export async function fairness(folder: string, times: number): Promise<object> {
  const alone: number[] = [];
  const beside: number[] = [];
  const runs: Run[] = [];
  for (let i = 0; i < ROUNDS; i++) {
    alone.push(...(await once(folder, 0)).waits);
    const run = await once(folder, times);
    runs.push(run);
    beside.push(...run.waits);
  }
  for (const waits of [alone, beside]) waits.sort((a, b) => a - b);
  const sum = (of: (run: Run) => number) => runs.reduce((all, run) => all + of(run), 0);
  const [idle, flooded] = [percentile(alone, 50), percentile(beside, 50)];
  const lost = sum((run) => run.lost);
  return {
    ...{ peer: "edgelane", case: "fairness", rate: RATE, times, ports: "pcap", frame: 64 },
    ...{ p50_ns: Math.round(flooded), p99_ns: Math.round(percentile(beside, 99)) },
    ...{ alone_p50_ns: Math.round(idle), alone_p99_ns: Math.round(percentile(alone, 99)) },
    ...{ ratio: round(flooded / idle), ratio_p99: round(percentile(beside, 99) / percentile(alone, 99)) },
    ...{ bar: BAR, met: flooded <= BAR * idle },
    ...{ packets: sum((run) => run.victim), flood_answered: sum((run) => run.flood) },
    refused: Object.entries(runs.at(-1)!.refused)
      .map(([reason, packets]) => `${packets} ${reason}`)
      .join(", "),
    ...verdict(lost > 0 ? `${lost} first packets of the victim's were lost` : undefined),
  };
}

async function once(folder: string, times: number): Promise<Run> {
  const count = RATE * SECONDS;
  const captures = ["victim", "flood"].map((name) => join(folder, `${name}.pcap`));
  writeTuples(captures[0]!, count);
  writeTuples(captures[1]!, Math.max(1, count * times));
  const [input, flood] = captures.map((path, i) => `net_pcap${i},rx_pcap=${path}`);
  const flows = Math.ceil(count * (times + 1) * 1.1) + 4096;
  const topology = setupTopology(true, false, ["in", "other"]);
  const { node, end } = await setupNode({
    folder,
    topology,
    input: input!,
    flood: flood!,
    gated: true,
    flows,
  });
  try {
    return await offer(node, count, times);
  } finally {
    await end();
    for (const path of captures) rmSync(path, { force: true });
  }
}

async function offer(node: EdgeNode, count: number, times: number): Promise<Run> {
  const { core } = node;
  const [victim, flooding] = ["in", "other"].map((name) =>
    node.sample().ports.findIndex((port) => port.name === name),
  );
  const waits: number[] = [];
  let flood = 0;
  const take = core.slow.take.bind(core.slow);
  core.slow.take = (upcalls, some) => {
    const stamps: number[] = [];
    for (let i = 0; i < some; i++) {
      const { port, timeNs } = upcalls.at(i);
      if (port === victim) stamps.push(timeNs);
      else flood++;
    }
    take(upcalls, some);
    const now = nowNs();
    for (const stamp of stamps) waits.push(now - stamp);
  };
  const began = nowNs();
  const credited = [0, 0];
  const refusedOf = (port: number): Record<string, number> => {
    const sums: Record<string, number> = {};
    for (const { drops } of node.sample().queues.filter((queue) => queue.port === port))
      for (const [reason, packets] of Object.entries(drops)) sums[reason] = (sums[reason] ?? 0) + packets;
    return sums;
  };
  for (;;) {
    const share = Math.min(1, (nowNs() - began) / (SECONDS * 1e9));
    for (const [i, name, all] of [[0, "in", count] as const, [1, "other", count * times] as const]) {
      const due = Math.ceil(share * all);
      if (due > credited[i]!) node.credit(name, due - credited[i]!);
      credited[i] = due;
    }
    const lost = Object.values(refusedOf(victim!)).reduce((all, some) => all + some, 0);
    if (waits.length + lost >= count || nowNs() > began + SECONDS * 1e9 + LATE_NS) {
      const refused = refusedOf(flooding!);
      const after = waits.slice(Math.floor(WARM * waits.length)).sort((a, b) => a - b);
      return { waits: after, flood, refused, victim: waits.length, lost: count - waits.length };
    }
    await sleep(1);
  }
}
