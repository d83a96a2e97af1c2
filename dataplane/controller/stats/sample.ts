// What one look at the counter pages gives, typed. Sums since the worker's start unless said otherwise; all are whole
// numbers below 2^53. It must never hold a view into shared memory.
import type { OffloadRow } from "../offloads/rows.js";

/** An rx queue; "inject"; or "spread N": packets which lcore N received and this lcore handles. */
export type QueueName = number | "inject" | `spread ${number}`;

/** The ledger of one (lcore, port, rx queue); queue INJECT: of what the controller sent by that lcore. */
export interface QueueSample {
  /** EAL id of the lcore that polls it. */
  lcore: number;
  port: number;
  portName: string;
  queue: QueueName;
  rx: number;
  rxBytes: number;
  injected: number;
  cloned: number;
  split: number;
  tx: number;
  txBytes: number;
  consumed: number;
  merged: number;
  /** A level: packets parked or handed over now. */
  held: number;
  hits: number;
  misses: number;
  upcalls: number;
  /** By reason name (edgelane.h); only those that happened. */
  drops: Readonly<Record<string, number>>;
  /** Polls by packets received: 0, 1, 2-3, 4-7, 8-15, 16-31, 32-63, 64 and more. */
  batch: readonly number[];
}

export interface LcoreSample {
  lcore: number;
  busyCycles: number;
  idleCycles: number;
  polls: number;
  idleSleeps: number;
}

export interface PortSample {
  port: number;
  name: string;
  driver: string;
  mac: string;
  mtu: number;
  up: boolean;
  underlay: boolean;
  speedMbps: number;
  /** "X710"; "": none that is known by name. */
  card: string;
  /** The driver's names for its paths; "": it does not tell. */
  rxMode: string;
  txMode: string;
  /** What became of each wish. */
  offloads: readonly OffloadRow[];
  rxQueues: number;
  txQueues: number;
  /** Descriptors of one queue, as set up. */
  rxDescriptors: number;
  txDescriptors: number;
  /** Sent by any lcore. */
  txPackets: number;
  txBytes: number;
  /** The driver's own: lost before a queue. */
  rxMissed: number;
  rxNoMbuf: number;
  upcalls: PortUpcalls;
}

/** What a port asks of the controller. */
export interface PortUpcalls {
  /** Upcalls it was granted, and packets dropped instead: over its rate or its share, or nothing left for anybody. */
  taken: number;
  refused: number;
  /** Upcalls it may have at once, now; absent: no limit. */
  tokens?: number;
  /** Upcalls without an answer now. */
  waiting: number;
}

/** One look at everything. */
export interface Sample {
  /** Milliseconds of the controller's clock. */
  time: number;
  generation: number;
  flowCount: number;
  attached: boolean;
  lcores: readonly LcoreSample[];
  queues: readonly QueueSample[];
  ports: readonly PortSample[];
}

/** Packets dropped by a queue, all reasons. */
export function dropsOf(queue: QueueSample): number {
  let sum = 0;
  for (const count of Object.values(queue.drops)) sum += count;
  return sum;
}
