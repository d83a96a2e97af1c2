// Ends of flows that live for a given time: a queue for each length of time, so that nothing is sorted. It must never
// end one early.
import type { Clock, Timer } from "../clock.js";

/** Flows by serial, the next to end first: all of one lifetime. */
interface Queue {
  serials: Float64Array;
  ends: Float64Array;
  head: number;
  tail: number;
}

const START = 256;

export class Lifetimes {
  private readonly queues = new Map<number, Queue>();
  private timer: Timer | undefined;

  constructor(
    private readonly clock: Clock,
    private readonly end: (serial: number) => void,
  ) {}

  /** `end` is called with the serial after so many milliseconds, also when the flow has ended before. */
  add(serial: number, lifetimeMs: number): void {
    let queue = this.queues.get(lifetimeMs);
    if (queue === undefined) {
      queue = { serials: new Float64Array(START), ends: new Float64Array(START), head: 0, tail: 0 };
      this.queues.set(lifetimeMs, queue);
    }
    if (queue.head - queue.tail === queue.serials.length) grow(queue);
    const at = queue.head++ & (queue.serials.length - 1);
    queue.serials[at] = serial;
    queue.ends[at] = this.clock.now() + lifetimeMs;
    if (queue.head - queue.tail === 1) this.arm();
  }

  clear(): void {
    this.queues.clear();
    this.timer?.cancel();
    this.timer = undefined;
  }

  private arm(): void {
    let first = Number.POSITIVE_INFINITY;
    for (const queue of this.queues.values())
      if (queue.head > queue.tail) first = Math.min(first, queue.ends[queue.tail & (queue.ends.length - 1)]!);
    if (!Number.isFinite(first) || (this.timer !== undefined && this.timer.at <= first)) return;
    this.timer?.cancel();
    this.timer = this.clock.at(first, () => {
      this.timer = undefined;
      this.fire();
    });
  }

  private fire(): void {
    const now = this.clock.now();
    for (const queue of this.queues.values()) {
      for (; queue.head > queue.tail; queue.tail++) {
        const at = queue.tail & (queue.ends.length - 1);
        if (queue.ends[at]! > now) break;
        this.end(queue.serials[at]!);
      }
    }
    this.arm();
  }
}

function grow(queue: Queue): void {
  const size = queue.serials.length;
  const serials = new Float64Array(2 * size);
  const ends = new Float64Array(2 * size);
  for (let i = queue.tail; i < queue.head; i++) {
    serials[i & (2 * size - 1)] = queue.serials[i & (size - 1)]!;
    ends[i & (2 * size - 1)] = queue.ends[i & (size - 1)]!;
  }
  queue.serials = serials;
  queue.ends = ends;
}
