// Lists and hash chains over slot numbers, in typed arrays: an entry costs a few bytes and no object. They must never
// be asked about a slot that is not in them.

/** No slot. */
export const NONE = -1;

/** Slots by a hash of the caller's; the caller compares what it hashed. */
export class SlotChains {
  private readonly heads: Int32Array;
  private readonly nexts: Int32Array;
  private readonly mask: number;

  /** Slots 0..limit-1. */
  constructor(limit: number) {
    const size = 2 ** Math.ceil(Math.log2(Math.max(2, limit)));
    this.heads = new Int32Array(size).fill(NONE);
    this.nexts = new Int32Array(limit);
    this.mask = size - 1;
  }

  /** The newest slot of this hash's chain, which other hashes share. */
  first(hash: number): number {
    return this.heads[hash & this.mask]!;
  }

  next(slot: number): number {
    return this.nexts[slot]!;
  }

  add(hash: number, slot: number): void {
    this.nexts[slot] = this.heads[hash & this.mask]!;
    this.heads[hash & this.mask] = slot;
  }

  remove(hash: number, slot: number): void {
    const head = hash & this.mask;
    let at = this.heads[head]!;
    if (at === slot) {
      this.heads[head] = this.nexts[slot]!;
      return;
    }
    while (this.nexts[at] !== slot) at = this.nexts[at]!;
    this.nexts[at] = this.nexts[slot]!;
  }
}

/** Where a list begins and ends; its links are in SlotLinks. */
export interface SlotList {
  first: number;
  last: number;
}

export const emptyList = (): SlotList => ({ first: NONE, last: NONE });

/** Links of any number of lists, of which a slot is in one at most. */
export class SlotLinks {
  private readonly nexts: Int32Array;
  private readonly befores: Int32Array;

  constructor(limit: number) {
    this.nexts = new Int32Array(limit);
    this.befores = new Int32Array(limit);
  }

  next(slot: number): number {
    return this.nexts[slot]!;
  }

  append(list: SlotList, slot: number): void {
    this.nexts[slot] = NONE;
    this.befores[slot] = list.last;
    if (list.last === NONE) list.first = slot;
    else this.nexts[list.last] = slot;
    list.last = slot;
  }

  remove(list: SlotList, slot: number): void {
    const before = this.befores[slot]!;
    const next = this.nexts[slot]!;
    if (before === NONE) list.first = next;
    else this.nexts[before] = next;
    if (next === NONE) list.last = before;
    else this.befores[next] = before;
  }
}
