// Which masks flows are installed under: at most 16 alive, chosen from what is live. It must never hand out a mask
// that does not cover what the simulation read, nor keep the worker from its port-and-L2 mask.
//
// A computed mask gets a canonical mask of its own while one is free. After that the last one, the wide mask, takes
// what no other covers and grows to do so; a computed mask that many flows in the wide one ask for is promoted into
// the place of the least useful, whose flows move to the wide mask. Lookup cost is thus bounded whatever the policy.
import { FIELDS, KEY_SIZE, MAX_MASKS } from "../../../bindings/layout.js";
import { covers, popcount, union } from "./bits.js";
import { equal, hashBytes } from "./hash.js";

/** What a bridge's plain forwarding reads. */
const BASE_FIELDS = [
  "IN_PORT",
  "TUN_TYPE",
  "ETH_DST",
  "ETH_SRC",
  "VLAN_TCI",
  "VLAN2_TCI",
  "VLAN_TPID",
  "ETH_TYPE",
];
/** A computed mask is promoted when it has this many times the flows of the least useful, and this many more. */
const PROMOTE_TIMES = 4;
const PROMOTE_MARGIN = 64;

export const BASE_MASK_ID = 0;
const NOTHING: readonly Redefine[] = [];

export interface CanonicalMask {
  id: number;
  mask: Uint8Array;
  bits: number;
  flows: number;
  /** The 32-bit words of a key in which it has a bit, and its bits there, for hashKey. */
  readonly at: Uint8Array;
  readonly words: Uint32Array;
  /** All 32 words. */
  readonly all: Uint32Array;
}

/** A computed mask that at least one live flow has. */
export interface ComputedMask {
  readonly mask: Uint8Array;
  /** The memory of `mask`. */
  readonly words: Int32Array;
  readonly bits: number;
  readonly hash: number;
  flows: number;
  /** Of these flows, those installed under the wide mask. */
  wide: number;
  /** The smallest canonical mask over it, while the set's version is this one. */
  home: CanonicalMask | undefined;
  version: number;
  /** Of equal hash. */
  next: ComputedMask | undefined;
}

/** A mask id to define anew: flows under it must leave first, or move along when it is the wide one. */
export interface Redefine {
  id: number;
  mask: Uint8Array;
  /** Flows may be under it. */
  occupied: boolean;
}

/** Where a flow goes, and what must be done, in order, before it can. */
export interface MaskPlan {
  use: CanonicalMask;
  redefine: readonly Redefine[];
}

export class MaskSet {
  private readonly alive = new Map<number, CanonicalMask>();
  private readonly byId: (CanonicalMask | undefined)[] = [];
  private readonly computed = new Map<number, ComputedMask>();
  /** Rises when a mask comes or goes. */
  private version = 0;
  readonly wideId: number;

  constructor(limit: number = MAX_MASKS) {
    this.wideId = limit - 1;
    this.put(BASE_MASK_ID, baseMask());
  }

  list(): CanonicalMask[] {
    return [...this.alive.values()];
  }

  get(id: number): CanonicalMask {
    const found = this.byId[id];
    if (found === undefined) throw new RangeError(`mask ${id} is not alive`);
    return found;
  }

  /** The record of a computed mask; it is kept from the first `hold` to the last `release`. */
  intern(mask: Uint8Array): ComputedMask {
    const hash = hashBytes(0, mask);
    let there = this.computed.get(hash);
    while (there !== undefined && !equal(there.mask, mask)) there = there.next;
    if (there !== undefined) return there;
    const copy = new Uint8Array(mask);
    return {
      ...{ mask: copy, words: new Int32Array(copy.buffer), bits: popcount(copy), hash, flows: 0, wide: 0 },
      ...{ home: undefined, version: -1, next: undefined },
    };
  }

  /** Chooses where flows with this computed mask go. The set changes at once; the plan must then be carried out. */
  place(of: ComputedMask): MaskPlan {
    const best = this.smallest(of);
    if (best !== undefined && best.bits === of.bits) return { use: best, redefine: NOTHING };
    const free = this.free();
    if (free !== undefined) return this.define(free, of.mask);
    if (best !== undefined && best.id !== this.wideId) return { use: best, redefine: NOTHING };
    if (best !== undefined)
      return this.wantsPromotion(of) ? this.promote(of) : { use: best, redefine: NOTHING };
    const wide = this.alive.get(this.wideId);
    return this.define(this.wideId, wide === undefined ? of.mask : union(wide.mask, of.mask));
  }

  /** What `place` would choose when it would change nothing, found at once; else undefined. */
  settled(of: ComputedMask): CanonicalMask | undefined {
    if (of.version !== this.version) return undefined;
    const { home } = of;
    return home !== undefined && home.bits === of.bits ? home : undefined;
  }

  /** Would `place` change a mask that has flows? */
  moves(of: ComputedMask): boolean {
    const best = this.smallest(of);
    if (best?.bits === of.bits || this.free() !== undefined) return false;
    if (best === undefined) return this.alive.has(this.wideId);
    return best.id === this.wideId && this.wantsPromotion(of);
  }

  /** Where a flow goes whose mask a plan redefined: never a place that needs another plan. Counts it there. */
  rehome(of: ComputedMask): CanonicalMask {
    const best = this.smallest(of);
    if (best === undefined) throw new Error("no live mask covers a live flow");
    best.flows++;
    if (best.id === this.wideId) of.wide++;
    return best;
  }

  hold(id: number, of: ComputedMask): void {
    this.get(id).flows++;
    of.flows++;
    if (id === this.wideId) of.wide++;
    if (of.flows > 1) return;
    of.next = this.computed.get(of.hash);
    this.computed.set(of.hash, of);
  }

  /** True when the mask has lost its last flow and is no longer alive; never for `keep`, which is about to get one. */
  release(id: number, of: ComputedMask, keep: number): boolean {
    const mask = this.get(id);
    mask.flows--;
    of.flows--;
    if (id === this.wideId) of.wide--;
    if (of.flows === 0) this.forget(of);
    if (mask.flows > 0 || id === BASE_MASK_ID || id === keep) return false;
    this.remove(id);
    return true;
  }

  private forget(of: ComputedMask): void {
    const first = this.computed.get(of.hash)!;
    if (first === of) {
      if (of.next === undefined) this.computed.delete(of.hash);
      else this.computed.set(of.hash, of.next);
      return;
    }
    let before = first;
    while (before.next !== of) before = before.next!;
    before.next = of.next;
  }

  private remove(id: number): void {
    this.alive.delete(id);
    this.byId[id] = undefined;
    this.version++;
  }

  private put(id: number, mask: Uint8Array): CanonicalMask {
    const copy = new Uint8Array(mask);
    const all = new Uint32Array(copy.buffer);
    const at = Uint8Array.from(all.keys()).filter((word) => all[word] !== 0);
    const made = {
      ...{ id, mask: copy, bits: popcount(copy), flows: this.alive.get(id)?.flows ?? 0 },
      ...{ at, words: Uint32Array.from(at, (word) => all[word]!), all },
    };
    this.alive.set(id, made);
    this.byId[id] = made;
    this.version++;
    return made;
  }

  private define(id: number, mask: Uint8Array): MaskPlan {
    const occupied = this.alive.has(id);
    const use = this.put(id, mask);
    return { use, redefine: [{ id, mask: use.mask, occupied }] };
  }

  private smallest(of: ComputedMask): CanonicalMask | undefined {
    if (of.version === this.version) return of.home;
    let best: CanonicalMask | undefined;
    for (const candidate of this.alive.values())
      if ((best === undefined || candidate.bits < best.bits) && covers(candidate.mask, of.mask))
        best = candidate;
    of.home = best;
    of.version = this.version;
    return best;
  }

  private free(): number | undefined {
    for (let id = BASE_MASK_ID + 1; id < this.wideId; id++) if (!this.alive.has(id)) return id;
    return undefined;
  }

  private wantsPromotion(of: ComputedMask): boolean {
    return of.wide > PROMOTE_TIMES * this.least().flows + PROMOTE_MARGIN;
  }

  private least(): CanonicalMask {
    const movable = this.list().filter((mask) => mask.id !== BASE_MASK_ID && mask.id !== this.wideId);
    return movable.reduce((least, mask) => (mask.flows < least.flows ? mask : least));
  }

  /** The least useful mask gives its id to `of`; the wide mask grows first where it does not cover the leaver. */
  private promote(of: ComputedMask): MaskPlan {
    const out = this.least();
    const wide = this.get(this.wideId);
    const redefine: Redefine[] = [];
    if (!covers(wide.mask, out.mask)) {
      const grown = this.put(wide.id, union(wide.mask, out.mask));
      redefine.push({ id: grown.id, mask: grown.mask, occupied: true });
    }
    this.remove(out.id);
    const use = this.put(out.id, of.mask);
    redefine.push({ id: use.id, mask: use.mask, occupied: true });
    return { use, redefine };
  }
}

export function baseMask(): Uint8Array {
  const mask = new Uint8Array(KEY_SIZE);
  for (const field of FIELDS)
    if (BASE_FIELDS.includes(field.name)) mask.fill(0xff, field.offset, field.offset + field.bytes);
  return mask;
}
