// The rows of all flows, a column an array: what one flow costs is bytes in these, never an object. A row is read after
// its flow's end until the slot is used again. It must never decide what becomes of a flow.
import { KEY_SIZE } from "../../../bindings/layout.js";
import { holds, type Region } from "../../simulation/region.js";
import { Common } from "./common.js";
import { hashKey } from "./hash.js";
import type { CanonicalMask } from "./masks.js";
import { type EndedFlow, FLOW_ENDS, type Flow, type FlowEnd } from "./record.js";
import { emptyList, NONE, SlotChains, SlotLinks } from "./slots.js";
import type { SharedVerdict } from "./verdicts.js";

const WORDS = KEY_SIZE / 4;
/** Flows of a verdict from which on it is known what they have in common. */
const MANY = 64;

/** What a slot is. */
export const STATE = {
  /** Never used. */
  FREE: 0,
  /** Sent to the worker, which has not said that it has it. */
  SENT: 1,
  /** In force. */
  CONFIRMED: 2,
  /** Its row says what it was. */
  ENDED: 3,
} as const;

export class FlowBook {
  /** The packets' whole keys, 32 words a slot. */
  readonly keys: Uint32Array;
  readonly serials: Float64Array;
  readonly generations: Float64Array;
  /** Milliseconds of the clock. */
  readonly installedAt: Float64Array;
  readonly endedAt: Float64Array;
  /** As last sampled. */
  readonly packets: Float64Array;
  readonly bytes: Float64Array;
  /** Sequence numbers of their FLOW_ADDs. */
  readonly added: Uint32Array;
  readonly maskIds: Uint8Array;
  /** STATE */
  readonly states: Uint8Array;
  /** The verdict of each slot ever used. */
  readonly verdicts: SharedVerdict[] = [];
  /** All that the worker has, oldest first. */
  readonly byAge = emptyList();
  private readonly age: SlotLinks;
  private readonly ofVerdict: SlotLinks;
  private readonly byKey: SlotChains;
  private readonly bySerial: SlotChains;
  private readonly hashes: Int32Array;
  private readonly ends: Uint8Array;
  private serial = 0;

  /** Slots 0..limit-1; memory is touched as they are used. */
  constructor(readonly limit: number) {
    this.keys = new Uint32Array(limit * WORDS);
    this.serials = new Float64Array(limit);
    this.generations = new Float64Array(limit);
    this.installedAt = new Float64Array(limit);
    this.endedAt = new Float64Array(limit);
    this.packets = new Float64Array(limit);
    this.bytes = new Float64Array(limit);
    this.added = new Uint32Array(limit);
    this.maskIds = new Uint8Array(limit);
    this.states = new Uint8Array(limit);
    this.hashes = new Int32Array(limit);
    this.ends = new Uint8Array(limit);
    this.age = new SlotLinks(limit);
    this.ofVerdict = new SlotLinks(limit);
    this.byKey = new SlotChains(limit);
    this.bySerial = new SlotChains(limit);
  }

  /** Writes the row of a new flow; its last one's is gone. `key`: 32 words; `hash`: hashUnder. Gives its serial. */
  open(slot: number, key: Uint32Array, hash: number, verdict: SharedVerdict, maskId: number): number {
    if (this.states[slot] === STATE.ENDED) this.bySerial.remove(this.serials[slot]!, slot);
    const serial = ++this.serial;
    const { keys, verdicts } = this;
    for (let i = 0, at = slot * WORDS; i < WORDS; i++) keys[at + i] = key[i]!;
    this.serials[slot] = serial;
    this.packets[slot] = 0;
    this.bytes[slot] = 0;
    verdicts[slot] = verdict;
    this.bySerial.add(serial, slot);
    this.age.append(this.byAge, slot);
    this.ofVerdict.append(verdict.list, slot);
    verdict.flows++;
    this.join(verdict, slot);
    this.states[slot] = STATE.SENT;
    this.enter(slot, hash, maskId);
    return serial;
  }

  /** Makes it found under this mask. */
  enter(slot: number, hash: number, maskId: number): void {
    this.hashes[slot] = hash;
    this.maskIds[slot] = maskId;
    this.byKey.add(hash, slot);
  }

  /** It is no longer found by its key. */
  leave(slot: number): void {
    this.byKey.remove(this.hashes[slot]!, slot);
  }

  close(slot: number, end: FlowEnd, now: number): void {
    const verdict = this.verdicts[slot]!;
    this.leave(slot);
    this.age.remove(this.byAge, slot);
    this.ofVerdict.remove(verdict.list, slot);
    verdict.flows--;
    this.states[slot] = STATE.ENDED;
    this.ends[slot] = verdict.stale ? FLOW_ENDS.indexOf("invalidated") : FLOW_ENDS.indexOf(end);
    this.endedAt[slot] = verdict.stale ? verdict.staleAt : now;
  }

  /** In the worker, withdrawn or not. */
  has(slot: number): boolean {
    const state = this.states[slot];
    return state === STATE.SENT || state === STATE.CONFIRMED;
  }

  live(slot: number): boolean {
    return this.has(slot) && !this.verdicts[slot]!.stale;
  }

  /** The slot of the flow with this serial, ended or not, or NONE. */
  slotOf(serial: number): number {
    for (let slot = this.bySerial.first(serial); slot !== NONE; slot = this.bySerial.next(slot))
      if (this.serials[slot] === serial) return slot;
    return NONE;
  }

  /** The slot that the worker has under this mask for keys like this one, withdrawn or not, or NONE. */
  find(key: Uint32Array, hash: number, mask: CanonicalMask): number {
    for (let slot = this.byKey.first(hash); slot !== NONE; slot = this.byKey.next(slot))
      if (this.hashes[slot] === hash && this.maskIds[slot] === mask.id && this.agrees(slot, key, mask))
        return slot;
    return NONE;
  }

  hashUnder(slot: number, mask: CanonicalMask): number {
    return hashKey(this.keyOf(slot), mask.at, mask.words);
  }

  /** Its whole key: a view. */
  keyOf(slot: number): Uint32Array {
    return this.keys.subarray(slot * WORDS, slot * WORDS + WORDS);
  }

  after(slot: number): number {
    return this.age.next(slot);
  }

  /** All slots of a verdict's flows. */
  *ofOne({ list }: SharedVerdict): IterableIterator<number> {
    for (let slot = list.first; slot !== NONE; slot = this.ofVerdict.next(slot)) yield slot;
  }

  /** Those of them whose packet is in one of the regions; undefined: all. */
  inside(verdict: SharedVerdict, regions: readonly Region[]): number[] | undefined {
    const { keys, ofVerdict } = this;
    const open: Region[] = [];
    for (const region of regions) {
      const all = verdict.common?.inside(region);
      if (all === true) return undefined;
      if (all === undefined) open.push(region);
    }
    const found: number[] = [];
    if (open.length === 0) return found;
    for (let slot = verdict.list.first; slot !== NONE; slot = ofVerdict.next(slot))
      if (open.some((region) => holds(region, keys, slot * WORDS))) found.push(slot);
    return found.length === verdict.flows ? undefined : found;
  }

  /** The flow as somebody may look at it; undefined when the slot was never used. */
  view(slot: number): Flow | EndedFlow | undefined {
    if (this.states[slot] === STATE.FREE || slot >= this.limit) return undefined;
    const {
      computed,
      actionId,
      actions,
      groupIds,
      tunnels,
      stations,
      tags,
      path,
      snapshot,
      outlived,
      drop,
      stale,
      staleAt,
      cause,
      written,
      groups,
    } = this.verdicts[slot]!;
    const flow: Flow = {
      ...{ serial: this.serials[slot]!, slot, key: new Uint8Array(this.keyOf(slot).slice().buffer) },
      ...{ computed, maskId: this.maskIds[slot]!, actionId, actions, groupIds, tunnels, stations },
      ...{ tags, path, snapshot, outlived, drop, written, groups },
      ...{ installedAt: this.installedAt[slot]!, generation: this.generations[slot]! },
      confirmed: this.states[slot] !== STATE.SENT,
      ...{ packets: this.packets[slot]!, bytes: this.bytes[slot]! },
    };
    if (this.states[slot] === STATE.ENDED)
      return { ...flow, end: FLOW_ENDS[this.ends[slot]!]!, endedAt: this.endedAt[slot]!, cause };
    return stale ? { ...flow, end: "invalidated", endedAt: staleAt, cause } : flow;
  }

  /** Could a packet hit it of which these bits are known? `words`, `bits`: 32 each; `mask`: what its flow matches. */
  mayHit(slot: number, words: Uint32Array, bits: Uint32Array, mask: ArrayLike<number>): boolean {
    const base = slot * WORDS;
    for (let i = 0; i < WORDS; i++)
      if (((this.keys[base + i]! ^ words[i]!) & bits[i]! & mask[i]!) !== 0) return false;
    return true;
  }

  /** Few flows are asked one by one. */
  private join(verdict: SharedVerdict, slot: number): void {
    const { keys } = this;
    if (verdict.common !== undefined) verdict.common.add(keys, slot * WORDS);
    else if (verdict.flows >= MANY) {
      verdict.common = new Common();
      for (const one of this.ofOne(verdict)) verdict.common.add(keys, one * WORDS);
    }
  }

  private agrees(slot: number, key: Uint32Array, { at, words }: CanonicalMask): boolean {
    const { keys } = this;
    const base = slot * WORDS;
    for (let i = 0; i < at.length; i++)
      if (((keys[base + at[i]!]! ^ key[at[i]!]!) & words[i]!) !== 0) return false;
    return true;
  }
}
