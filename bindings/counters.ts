// Samples the worker's counter pages into typed objects. Must never mix two moments of one lcore: each page is one
// consistent copy (seqlock in C).
import { formatMac } from "./address.js";
import { fromClient, WorkerError } from "./error.js";
import {
  BATCH_HIST,
  COUNTERS,
  DROP_COUNT,
  ID_NONE,
  MAX_PORTS,
  PAGE,
  PAGE_SIZE,
  PORT_INFO_SIZE,
  QUEUE_STATS,
  QUEUE_STATS_SIZE,
  TX_STATS,
  TX_STATS_SIZE,
  UPCALL_STATS,
  UPCALL_STATS_SIZE,
} from "./layout.js";
import { decodeStruct, type RecordObject, readU64 } from "./record.js";

/** The ledger of one (port, rx queue) on one lcore; queue QUEUE_INJECT: what the controller injected. */
export interface QueueSample {
  port: number;
  queue: number;
  rx: number;
  rxBytes: number;
  injected: number;
  cloned: number;
  split: number;
  tx: number;
  txBytes: number;
  consumed: number;
  merged: number;
  /** A level, not a sum. */
  held: number;
  hits: number;
  misses: number;
  upcalls: number;
  /** By DROP number. */
  drops: number[];
  /** Polls by packets received: 0, 1, 2-3, 4-7, 8-15, 16-31, 32-63, 64 and more. */
  batch: number[];
}

export interface LcoreSample {
  /** EAL lcore id. */
  lcore: number;
  /** CLOCK_MONOTONIC at publishing. */
  timeNs: number;
  busyCycles: number;
  idleCycles: number;
  polls: number;
  idleSleeps: number;
  queues: QueueSample[];
  /** What it sent, by port id, ports without traffic too. */
  tx: { packets: number; bytes: number }[];
  /** Misses by port id. */
  upcalls: UpcallCounters[];
}

export interface PortSample {
  port: number;
  name: string;
  driver: string;
  mac: string;
  /** PORT_FLAGS bits as now. */
  flags: number;
  mtu: number;
  rxQueues: number;
  txQueues: number;
  linkUp: boolean;
  speedMbps: number;
  /** Descriptors of one queue, as set up. */
  rxDesc: number;
  txDesc: number;
  rxMissed: number;
  rxNombuf: number;
  /** "X710"; "": none that is known by name. */
  card: string;
  /** The driver's names for its paths; "": it does not tell. */
  rxMode: string;
  txMode: string;
  /** By OFFLOAD number, OFFLOAD_COUNT of them. */
  offloads: OffloadSample[];
}

/** What became of one wish. */
export interface OffloadSample {
  /** OUTCOME. */
  outcome: number;
  /** WHY. */
  why: number;
  /** PROOF. */
  proof: number;
}

export interface CounterSample {
  tscHz: number;
  startNs: number;
  generation: number;
  session: number;
  flowCount: number;
  /** A controller is. */
  attached: boolean;
  ports: PortSample[];
  lcores: LcoreSample[];
}

/** Copies one page, el_counters_read: 0 or a negative result. */
export type ReadPage = (lcore: number, out: Uint8Array) => number;

/** Misses of one port on one lcore. */
export interface UpcallCounters {
  /** Upcalls it was granted. */
  taken: number;
  /** Dropped: over its rate or its share, or nothing was left for anybody. */
  refused: number;
  /** Upcalls it may have at once; absent: its rate has no limit. */
  tokens?: number;
  /** Upcalls without an answer now. */
  waiting: number;
}

export class Counters {
  readonly #page = new Uint8Array(PAGE_SIZE);
  readonly #read: ReadPage;
  readonly #place: string;
  #shared: DataView | undefined;

  /** `memory` is the mapped struct el_counters. */
  constructor(memory: ArrayBuffer, read: ReadPage, place: string) {
    this.#shared = new DataView(memory);
    this.#read = read;
    this.#place = place;
  }

  /** All lcores and ports. Lcores are sampled one after another, each consistent in itself. */
  sample(): CounterSample {
    const shared = this.#memory();
    const u64 = (offset: number) => readU64(shared, offset);
    const lcoreCount = shared.getUint32(COUNTERS.lcore_count, true);
    return {
      tscHz: u64(COUNTERS.tsc_hz),
      startNs: u64(COUNTERS.start_ns),
      generation: u64(COUNTERS.generation),
      session: u64(COUNTERS.session),
      flowCount: shared.getUint32(COUNTERS.flow_count, true),
      attached: shared.getUint32(COUNTERS.attached, true) !== 0,
      ports: this.ports(),
      lcores: Array.from({ length: lcoreCount }, (_, i) => this.lcore(i)),
    };
  }

  /** Packets received and upcalls made by all lcores so far; cheap enough to ask again and again. */
  progress(): { rx: number; upcalls: number } {
    const lcoreCount = this.#memory().getUint32(COUNTERS.lcore_count, true);
    const page = new DataView(this.#page.buffer);
    const sum = { rx: 0, upcalls: 0 };
    for (let lcore = 0; lcore < lcoreCount; lcore++) {
      this.#copy(lcore);
      const queueCount = page.getUint16(PAGE.queue_count, true);
      for (let i = 0; i < queueCount; i++) {
        const at = PAGE.queues + i * QUEUE_STATS_SIZE;
        sum.rx += readU64(page, at + QUEUE_STATS.rx);
        sum.upcalls += readU64(page, at + QUEUE_STATS.upcalls);
      }
    }
    return sum;
  }

  /** The page of one lcore by its index. */
  lcore(index: number): LcoreSample {
    this.#memory();
    this.#copy(index);
    return decodePage(new DataView(this.#page.buffer), this.#portCount());
  }

  ports(): PortSample[] {
    const shared = this.#memory();
    return Array.from({ length: this.#portCount() }, (_, port) => {
      const info = decodeStruct(shared, COUNTERS.ports + port * PORT_INFO_SIZE, "port_info");
      return {
        port,
        name: info.name as string,
        driver: info.driver as string,
        mac: formatMac(info.mac as Uint8Array),
        flags: info.flags as number,
        mtu: info.mtu as number,
        rxQueues: info.rx_queues as number,
        txQueues: info.tx_queues as number,
        linkUp: info.link_up !== 0,
        speedMbps: info.speed_mbps as number,
        rxDesc: info.rx_desc as number,
        txDesc: info.tx_desc as number,
        rxMissed: info.rx_missed as number,
        rxNombuf: info.rx_nombuf as number,
        card: info.card as string,
        rxMode: info.rx_mode as string,
        txMode: info.tx_mode as string,
        offloads: decodeOffloads(info.offloads as readonly RecordObject[]),
      };
    });
  }

  /** Flows installed now: one word, for who looks often. */
  get flows(): number {
    return this.#memory().getUint32(COUNTERS.flow_count, true);
  }

  /** Lets go of the shared memory. */
  close(): void {
    this.#shared = undefined;
  }

  #copy(lcore: number): void {
    const result = this.#read(lcore, this.#page);
    if (result !== 0)
      throw fromClient(result, `the counter page of lcore ${lcore} cannot be read`, this.#place);
  }

  #portCount(): number {
    return Math.min(this.#memory().getUint32(COUNTERS.port_count, true), MAX_PORTS);
  }

  #memory(): DataView {
    if (this.#shared) return this.#shared;
    throw new WorkerError("WORKER_CLOSED", "the connection to the worker is closed", {
      place: this.#place,
      remedy: "Attach again with Worker.connect.",
    });
  }
}

/** Rows of a port's table, without padding. */
export function decodeOffloads(rows: readonly RecordObject[]): OffloadSample[] {
  return rows.map(({ outcome, why, proof }) => ({
    outcome: outcome as number,
    why: why as number,
    proof: proof as number,
  }));
}

function decodePage(page: DataView, ports: number): LcoreSample {
  const queueCount = page.getUint16(PAGE.queue_count, true);
  return {
    lcore: page.getUint16(PAGE.lcore, true),
    timeNs: readU64(page, PAGE.time_ns),
    busyCycles: readU64(page, PAGE.busy_cycles),
    idleCycles: readU64(page, PAGE.idle_cycles),
    polls: readU64(page, PAGE.polls),
    idleSleeps: readU64(page, PAGE.idle_sleeps),
    queues: Array.from({ length: queueCount }, (_, i) =>
      decodeQueue(page, PAGE.queues + i * QUEUE_STATS_SIZE),
    ),
    tx: Array.from({ length: ports }, (_, i) => {
      const at = PAGE.tx + i * TX_STATS_SIZE;
      return { packets: readU64(page, at + TX_STATS.packets), bytes: readU64(page, at + TX_STATS.bytes) };
    }),
    upcalls: Array.from({ length: ports }, (_, i) => {
      const at = PAGE.upcalls + i * UPCALL_STATS_SIZE;
      const tokens = page.getUint32(at + UPCALL_STATS.tokens, true);
      return {
        taken: readU64(page, at + UPCALL_STATS.taken),
        refused: readU64(page, at + UPCALL_STATS.refused),
        ...(tokens === ID_NONE ? {} : { tokens }),
        waiting: page.getUint32(at + UPCALL_STATS.waiting, true),
      };
    }),
  };
}

function decodeQueue(page: DataView, at: number): QueueSample {
  const u64 = (offset: number) => readU64(page, at + offset);
  const array = (offset: number, count: number) =>
    Array.from({ length: count }, (_, i) => u64(offset + 8 * i));
  return {
    port: page.getUint16(at + QUEUE_STATS.port, true),
    queue: page.getUint16(at + QUEUE_STATS.queue, true),
    rx: u64(QUEUE_STATS.rx),
    rxBytes: u64(QUEUE_STATS.rx_bytes),
    injected: u64(QUEUE_STATS.injected),
    cloned: u64(QUEUE_STATS.cloned),
    split: u64(QUEUE_STATS.split),
    tx: u64(QUEUE_STATS.tx),
    txBytes: u64(QUEUE_STATS.tx_bytes),
    consumed: u64(QUEUE_STATS.consumed),
    merged: u64(QUEUE_STATS.merged),
    held: u64(QUEUE_STATS.held),
    hits: u64(QUEUE_STATS.hits),
    misses: u64(QUEUE_STATS.misses),
    upcalls: u64(QUEUE_STATS.upcalls),
    drops: array(QUEUE_STATS.drops, DROP_COUNT),
    batch: array(QUEUE_STATS.batch, BATCH_HIST),
  };
}

/** What came in minus what is accounted for: 0 at every snapshot of a correct worker. */
export function imbalance(queue: QueueSample): number {
  const came = queue.rx + queue.injected + queue.cloned + queue.split;
  const dropped = queue.drops.reduce((sum, count) => sum + count, 0);
  return came - (queue.tx + dropped + queue.consumed + queue.merged + queue.held);
}
