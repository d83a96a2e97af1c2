// Flow installs that the worker has not confirmed yet, in the order they were sent. It must never confirm one that was
// sent after what the worker speaks of.
import { reached } from "../syncs.js";
import { NONE } from "./slots.js";

const START = 1024;

export class Pending {
  private sequences = new Uint32Array(START);
  private slots = new Int32Array(START);
  /** Both only grow; places are modulo the size. */
  private head = 0;
  private tail = 0;

  get size(): number {
    return this.head - this.tail;
  }

  add(sequence: number, slot: number): void {
    if (this.size === this.slots.length) this.grow();
    const at = this.head++ & (this.slots.length - 1);
    this.sequences[at] = sequence;
    this.slots[at] = slot;
  }

  /** Takes out all up to `sequence`, each told with its own sequence number. */
  confirm(sequence: number, confirmed: (slot: number, sequence: number) => void): void {
    for (; this.tail < this.head; this.tail++) {
      const at = this.tail & (this.slots.length - 1);
      if (!reached(this.sequences[at]!, sequence)) return;
      confirmed(this.slots[at]!, this.sequences[at]!);
    }
  }

  /** The slot sent with this sequence number, or NONE. */
  find(sequence: number): number {
    for (let i = this.tail; i < this.head; i++) {
      const at = i & (this.slots.length - 1);
      if (this.sequences[at] === sequence) return this.slots[at]!;
    }
    return NONE;
  }

  private grow(): void {
    const size = this.slots.length;
    const sequences = new Uint32Array(2 * size);
    const slots = new Int32Array(2 * size);
    for (let i = this.tail; i < this.head; i++) {
      sequences[i & (2 * size - 1)] = this.sequences[i & (size - 1)]!;
      slots[i & (2 * size - 1)] = this.slots[i & (size - 1)]!;
    }
    this.sequences = sequences;
    this.slots = slots;
  }
}
