// New 5-tuples a second, from a miss in the worker to a live entry and the packet gone, one core simulating. Must lose
// no packet: what is parked stays below the bound by the credit of a gated port.
import { rmSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { EdgeNode } from "../../dataplane/controller/index.js";
import { round, verdict } from "../lines.js";
import { median } from "../samples.js";
import { setupTopology, writeTuples } from "./network.js";
import { lost, sent, setupNode } from "./node.js";

/** Packets on their way from the miss to the answer at most. */
const WINDOW = 4096;
const LOOK_MS = 1;
const LATE_MS = 60_000;

interface Pass {
  perSecond: number;
  /** Per second that this process had a CPU. */
  perCoreSecond: number;
  wrong: string | undefined;
}

export async function flowSetup(folder: string, flows: number, passes: number): Promise<object> {
  const capture = join(folder, "setup.pcap");
  writeTuples(capture, flows);
  const taken: Pass[] = [];
  try {
    for (let i = 0; i < passes + 1; i++) {
      const one = await pass(folder, capture, flows);
      // The first only warms the compiler up.
      if (i > 0) taken.push(one);
    }
  } finally {
    rmSync(capture, { force: true });
  }
  const rates = taken.map(({ perSecond }) => perSecond);
  return {
    ...{ peer: "edgelane", case: "flow-setup", ports: "pcap", frame: 64, flows },
    per_second: Math.round(median(rates)),
    ...{ min: Math.round(Math.min(...rates)), max: Math.round(Math.max(...rates)) },
    per_core_second: Math.round(median(taken.map(({ perCoreSecond }) => perCoreSecond))),
    core_share: round(median(taken.map((one) => one.perSecond / one.perCoreSecond))),
    samples: passes,
    ...verdict(taken.find(({ wrong }) => wrong !== undefined)?.wrong),
  };
}

async function pass(folder: string, capture: string, flows: number): Promise<Pass> {
  const input = `net_pcap0,rx_pcap=${capture}`;
  const { node, end } = await setupNode({
    ...{ folder, topology: setupTopology(true), input, gated: true },
    // Room above what comes: nothing is evicted.
    flows: Math.ceil(flows * 1.1) + 4096,
  });
  try {
    const began = process.hrtime.bigint();
    const cpu = process.cpuUsage();
    await feed(node, flows);
    const used = process.cpuUsage(cpu);
    const seconds = Number(process.hrtime.bigint() - began) / 1e9;
    const wrong = lost(node) ?? judge(node, flows);
    const on = Math.min(seconds, (used.user + used.system) / 1e6);
    return { perSecond: flows / seconds, perCoreSecond: flows / on, wrong };
  } finally {
    await end();
  }
}

/** Lets all in, never more than the window before its answers; until every packet has left. */
async function feed(node: EdgeNode, flows: number): Promise<void> {
  const deadline = performance.now() + LATE_MS;
  let credited = 0;
  for (;;) {
    const room = Math.min(flows, node.core.taken + WINDOW) - credited;
    if (room >= WINDOW / 4 || (room > 0 && credited + room === flows)) {
      node.credit("in", room);
      credited += room;
    }
    if (node.core.taken >= flows && sent(node, "out") >= flows) return;
    if (performance.now() > deadline) return;
    await sleep(LOOK_MS);
  }
}

function judge(node: EdgeNode, flows: number): string | undefined {
  const out = sent(node, "out");
  if (out !== flows) return `${out} of ${flows} packets left`;
  const { size } = node.core.flows;
  if (size !== flows) return `${size} flows are in the book, not ${flows}`;
  const { flowCount } = node.sample();
  if (flowCount !== flows) return `${flowCount} flows are in the worker, not ${flows}`;
  return node.core.slow.faults > 0 ? `${node.core.slow.faults} simulations failed` : undefined;
}
