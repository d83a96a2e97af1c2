// Deadlines of many keys on one timer of the clock. It must never fire a key before its deadline, nor one that was
// dropped or moved later.
import type { Clock, Timer } from "./clock.js";

interface Entry<K> {
  key: K;
  at: number;
}

/** Calls `expire` once for each key whose deadline passed. Setting again moves the deadline; cost O(log n). */
export class Expiry<K> {
  private readonly deadlines = new Map<K, number>();
  /** Where each key stands in the heap: one entry that counts, at its deadline or before; dropped keys may have one. */
  private readonly queued = new Map<K, number>();
  private readonly heap: Entry<K>[] = [];
  private timer: Timer | undefined;

  constructor(
    private readonly clock: Clock,
    private readonly expire: (key: K) => void,
  ) {}

  get size(): number {
    return this.deadlines.size;
  }

  set(key: K, at: number): void {
    this.deadlines.set(key, at);
    // A later deadline leaves the entry where it is; popping it finds the deadline and puts it back.
    const queued = this.queued.get(key);
    if (queued === undefined || at < queued) this.push({ key, at });
    this.arm();
  }

  drop(key: K): void {
    this.deadlines.delete(key);
    if (this.deadlines.size === 0) this.clear();
  }

  deadline(key: K): number | undefined {
    return this.deadlines.get(key);
  }

  clear(): void {
    this.deadlines.clear();
    this.queued.clear();
    this.heap.length = 0;
    this.timer?.cancel();
    this.timer = undefined;
  }

  private arm(): void {
    const first = this.heap[0];
    if (first === undefined || (this.timer !== undefined && this.timer.at <= first.at)) return;
    this.timer?.cancel();
    this.timer = this.clock.at(first.at, () => {
      this.timer = undefined;
      this.fire();
    });
  }

  private fire(): void {
    const now = this.clock.now();
    for (let first = this.heap[0]; first !== undefined && first.at <= now; first = this.heap[0]) {
      this.pop();
      if (this.queued.get(first.key) !== first.at) continue;
      this.queued.delete(first.key);
      const at = this.deadlines.get(first.key);
      if (at === undefined) continue;
      if (at > now) {
        this.push({ key: first.key, at });
        continue;
      }
      this.deadlines.delete(first.key);
      this.expire(first.key);
    }
    this.arm();
  }

  private push(entry: Entry<K>): void {
    this.queued.set(entry.key, entry.at);
    const heap = this.heap;
    let i = heap.length;
    heap.push(entry);
    while (i > 0) {
      const parent = (i - 1) >> 1;
      if (heap[parent]!.at <= entry.at) break;
      heap[i] = heap[parent]!;
      i = parent;
    }
    heap[i] = entry;
  }

  private pop(): void {
    const heap = this.heap;
    const last = heap.pop()!;
    if (heap.length === 0) return;
    let i = 0;
    for (;;) {
      let child = 2 * i + 1;
      if (child >= heap.length) break;
      if (child + 1 < heap.length && heap[child + 1]!.at < heap[child]!.at) child++;
      if (heap[child]!.at >= last.at) break;
      heap[i] = heap[child]!;
      i = child;
    }
    heap[i] = last;
  }
}
