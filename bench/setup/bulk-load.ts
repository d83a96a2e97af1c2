// Flows that nobody has asked for yet, loaded through the controller's own book and command ring into the worker; with
// verdicts made before, or simulated one by one on the way. Counted until the worker says that all are in force.
import { parsePacket } from "../../bindings/index.js";
import type { SharedVerdict } from "../../dataplane/controller/flows/verdicts.js";
import { keep, Simulator } from "../../dataplane/simulation/simulate.js";
import type { Packet, Verdict } from "../../dataplane/simulation/verdict.js";
import { round, verdict } from "../lines.js";
import { MEASURED } from "../machine.js";
import { onCoreNs, unpinnedThread } from "../oncore.js";
import { median } from "../samples.js";
import { setupTopology, tuplePacket } from "./network.js";
import { type SetupNode, setupNode } from "./node.js";

const BATCH = 512;
/** Keys in memory beside the flows: what comes from a file or the network is read in pieces too. */
const KEY_BYTES = 128;

export type Work = "precomputed" | "simulated";

/** A verdict that many flows have. */
interface Plan {
  verdict: Verdict;
  known: SharedVerdict | undefined;
}

interface Pass {
  perSecond: number;
  controllerNs: number;
  workerNs: number;
  wrong: string | undefined;
}

export async function bulkLoad(folder: string, work: Work, flows: number, passes: number): Promise<object> {
  const keys = new Uint8Array(flows * KEY_BYTES);
  for (let i = 0; i < flows; i++) {
    const { key } = parsePacket(tuplePacket(i), 0);
    keys.set(key, i * KEY_BYTES);
  }
  const taken: Pass[] = [];
  for (let i = 0; i < passes + 1; i++) {
    const set = await setupNode({
      ...{ folder, topology: setupTopology(true), input: "net_null2,no-rx=1", gated: true },
      ...{ flows: Math.ceil(flows * 1.1) + 4096, window: 1024 },
    });
    try {
      const one = await load(set, work, keys, flows);
      // The first only warms the compiler up.
      if (i > 0) taken.push(one);
    } finally {
      await set.end();
    }
  }
  const rates = taken.map(({ perSecond }) => perSecond);
  return {
    ...{ peer: "edgelane", case: "bulk-load", work, flows },
    per_second: Math.round(median(rates)),
    ...{ min: Math.round(Math.min(...rates)), max: Math.round(Math.max(...rates)) },
    controller_ns: round(median(taken.map(({ controllerNs }) => controllerNs))),
    worker_ns: round(median(taken.map(({ workerNs }) => workerNs))),
    samples: passes,
    ...verdict(taken.find(({ wrong }) => wrong !== undefined)?.wrong),
  };
}

async function load({ node }: SetupNode, work: Work, keys: Uint8Array, flows: number): Promise<Pass> {
  const { core } = node;
  const { snapshot, generation } = core;
  const words = new Int32Array(keys.buffer);
  const simulator = new Simulator();
  const packet = (i: number): Packet => ({
    key: keys.subarray(i * KEY_BYTES, (i + 1) * KEY_BYTES),
    ...{ data: tuplePacket(i), length: 60, innerOffset: 0, l3Offset: 14, l4Offset: 34 },
  });
  const made = work === "precomputed" ? precompute(node, packet, flows) : undefined;
  const main = unpinnedThread(node.status().worker, MEASURED);
  const began = process.hrtime.bigint();
  const cpu = process.cpuUsage();
  const mainBegan = onCoreNs(main);
  const install = (i: number): void => {
    const at = (i * KEY_BYTES) / 4;
    const plan = made?.[i];
    if (plan === undefined) {
      const one = simulator.simulate(snapshot, core.state, packet(i));
      core.flows.installWords(words, at, one, snapshot, generation);
    } else {
      plan.known ??= core.flows.known(plan.verdict, snapshot);
      core.flows.installWords(words, at, plan.verdict, snapshot, generation, plan.known);
    }
  };
  for (let i = 0; i < flows; i += BATCH) {
    await core.outbox.room(BATCH);
    core.flows.batch(() => {
      for (let one = i; one < Math.min(flows, i + BATCH); one++) install(one);
    });
  }
  await core.syncs.all();
  const ns = Number(process.hrtime.bigint() - began);
  const used = process.cpuUsage(cpu);
  const { flowCount } = node.sample();
  return {
    perSecond: (flows / ns) * 1e9,
    controllerNs: ((used.user + used.system) * 1000) / flows,
    workerNs: (onCoreNs(main) - mainBegan) / flows,
    wrong:
      flowCount === flows && core.flows.size === flows
        ? undefined
        : `${flowCount} flows are in the worker and ${core.flows.size} in the book, not ${flows}`,
  };
}

/** A verdict for each flow; equal ones are one object, as a saved table would give them. */
function precompute({ core }: SetupNode["node"], packet: (i: number) => Packet, flows: number): Plan[] {
  const simulator = new Simulator();
  const distinct = new Map<string, Plan>();
  return Array.from({ length: flows }, (_, i) => {
    const lent = simulator.simulate(core.snapshot, core.state, packet(i));
    const name = `${lent.path.slice(0, lent.pathLength)}`;
    const there = distinct.get(name) ?? { verdict: keep(lent), known: undefined };
    distinct.set(name, there);
    return there;
  });
}
