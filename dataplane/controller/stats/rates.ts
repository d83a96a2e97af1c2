// Samples -> packets and bits per second by queue.
import { map, type OperatorFunction, pairwise } from "rxjs";
import { dropsOf, type QueueName, type QueueSample, type Sample } from "./sample.js";

export interface QueueRate {
  lcore: number;
  port: number;
  portName: string;
  queue: QueueName;
  /** Packets per second. */
  rx: number;
  tx: number;
  drops: number;
  misses: number;
  /** Bits per second, without preamble and gap. */
  rxBits: number;
  txBits: number;
  /** Packets per poll that received any; 0 when none did. */
  fill: number;
  /** Share of its lcore's cycles that were busy, 0..1. */
  busy: number;
}

/** `samples$.pipe(rates())` starts with the second look. A queue that was not there before is left out once. */
export function rates(): OperatorFunction<Sample, readonly QueueRate[]> {
  return (source) =>
    source.pipe(
      pairwise(),
      map(([before, now]) => ratesBetween(before, now)),
    );
}

/** Of the queues that both looks have. */
export function ratesBetween(before: Sample, now: Sample): QueueRate[] {
  const seconds = (now.time - before.time) / 1000;
  if (seconds <= 0) return [];
  const old = new Map(before.queues.map((queue) => [nameOf(queue), queue]));
  return now.queues.flatMap((queue) => {
    const was = old.get(nameOf(queue));
    if (was === undefined) return [];
    const per = (a: number, b: number): number => (a - b) / seconds;
    const fullPolls = sum(queue.batch.slice(1)) - sum(was.batch.slice(1));
    return {
      lcore: queue.lcore,
      port: queue.port,
      portName: queue.portName,
      queue: queue.queue,
      rx: per(queue.rx, was.rx),
      tx: per(queue.tx, was.tx),
      drops: per(dropsOf(queue), dropsOf(was)),
      misses: per(queue.misses, was.misses),
      rxBits: 8 * per(queue.rxBytes, was.rxBytes),
      txBits: 8 * per(queue.txBytes, was.txBytes),
      fill: fullPolls === 0 ? 0 : (queue.rx - was.rx) / fullPolls,
      busy: busyOf(before, now, queue.lcore),
    };
  });
}

function busyOf(before: Sample, now: Sample, lcore: number): number {
  const was = before.lcores.find((page) => page.lcore === lcore);
  const is = now.lcores.find((page) => page.lcore === lcore);
  if (was === undefined || is === undefined) return 0;
  const busy = is.busyCycles - was.busyCycles;
  const all = busy + is.idleCycles - was.idleCycles;
  return all === 0 ? 0 : busy / all;
}

const nameOf = (queue: QueueSample): string => `${queue.lcore} ${queue.port} ${queue.queue}`;
const sum = (of: readonly number[]): number => of.reduce((a, b) => a + b, 0);
