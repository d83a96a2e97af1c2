// What a replay came to, without anything that two runs could differ in.
import {
  type EdgeNode,
  type FlowView,
  ledgerOf,
  type QueueSample,
} from "../../dataplane/controller/index.js";
import type { Outside } from "./outside.js";
import type { ReplayPort } from "./plan.js";

export interface ReplayReport {
  ledger: {
    balanced: boolean;
    /** rx + injected + cloned + split. */
    in: number;
    /** tx + drops + consumed + merged + held. */
    out: number;
    ports: Record<string, PortLedger>;
    drops: Record<string, number>;
    flows: number;
    misses: number;
    /** Neighbours that no capture had. */
    assumed: string[];
  };
  flows: ReplayFlow[];
}

export type PortLedger = Pick<
  QueueSample,
  "rx" | "injected" | "cloned" | "split" | "consumed" | "merged" | "held" | "misses" | "hits"
> & {
  /** Of this port's packets, by whatever port they left. */
  tx: number;
  /** Packets that left by this port. */
  sent: number;
  drops: Record<string, number>;
};

export type ReplayFlow = Pick<FlowView, "flow" | "match" | "actions" | "drop" | "path" | "packets" | "bytes">;

const TERMS = [
  "rx",
  "injected",
  "cloned",
  "split",
  "consumed",
  "merged",
  "held",
  "misses",
  "hits",
  "tx",
] as const;

export async function reportOf(
  node: EdgeNode,
  ports: readonly ReplayPort[],
  outside: Outside,
): Promise<ReplayReport> {
  const views = await node.flows();
  const sample = node.sample();
  const { balanced, in: into, out } = ledgerOf(sample.queues);
  const drops: Record<string, number> = {};
  const byPort: Record<string, PortLedger> = {};
  for (const port of ports) {
    const queues = sample.queues.filter((queue) => queue.portName === port.name && queue.queue !== "inject");
    byPort[port.id] = sumOf(queues, sample.ports.find((entry) => entry.name === port.name)?.txPackets ?? 0);
  }
  byPort.controller = sumOf(
    sample.queues.filter((queue) => queue.queue === "inject"),
    0,
  );
  for (const queue of sample.queues) addDrops(drops, queue.drops);
  return {
    ledger: {
      ...{ balanced, in: into, out, ports: byPort, drops, flows: views.length },
      misses: sample.queues.reduce((sum, queue) => sum + queue.misses, 0),
      assumed: [...outside.assumed].sort(),
    },
    flows: views.map(({ flow, match, actions, drop, path, packets, bytes }) => ({
      ...{ flow, match, actions },
      ...(drop !== undefined && { drop }),
      ...{ path, packets, bytes },
    })),
  };
}

function addDrops(sum: Record<string, number>, drops: Readonly<Record<string, number>>): void {
  for (const [reason, count] of Object.entries(drops)) sum[reason] = (sum[reason] ?? 0) + count;
}

function sumOf(queues: readonly QueueSample[], sent: number): PortLedger {
  const ledger = { sent, drops: {} } as PortLedger;
  for (const term of TERMS) ledger[term] = queues.reduce((sum, queue) => sum + queue[term], 0);
  for (const queue of queues) addDrops(ledger.drops, queue.drops);
  return ledger;
}
