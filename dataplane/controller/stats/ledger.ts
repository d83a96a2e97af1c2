// Sample -> does every packet have a fate? rx + injected + cloned + split = tx + drops + consumed + merged + held.
import { map, type OperatorFunction } from "rxjs";
import { dropsOf, type QueueName, type QueueSample, type Sample } from "./sample.js";

export interface LedgerRow {
  lcore: number;
  port: number;
  portName: string;
  queue: QueueName;
  /** Packets that came to be. */
  in: number;
  /** Packets with a fate, held ones included. */
  out: number;
}

export interface Ledger {
  balanced: boolean;
  in: number;
  out: number;
  /** Queues whose two sides differ. */
  unbalanced: readonly LedgerRow[];
}

export function ledgerOf(queues: readonly QueueSample[]): Ledger {
  const rows = queues.map((queue) => ({
    lcore: queue.lcore,
    port: queue.port,
    portName: queue.portName,
    queue: queue.queue,
    in: queue.rx + queue.injected + queue.cloned + queue.split,
    out: queue.tx + dropsOf(queue) + queue.consumed + queue.merged + queue.held,
  }));
  const unbalanced = rows.filter((row) => row.in !== row.out);
  const total = (side: "in" | "out"): number => rows.reduce((sum, row) => sum + row[side], 0);
  return { balanced: unbalanced.length === 0, in: total("in"), out: total("out"), unbalanced };
}

/** `samples$.pipe(ledger())` judges each look; pages are consistent, so it must balance at every one. */
export function ledger(): OperatorFunction<Sample, Ledger> {
  return map((sample) => ledgerOf(sample.queues));
}
