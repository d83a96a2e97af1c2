// The flows that are installed: which, under which mask, until when. It must never let the worker hold a flow it does
// not know, nor install one under a mask that does not cover what the simulation read.
import type { Snapshot } from "../../simulation/snapshot.js";
import type { Tag, Verdict } from "../../simulation/verdict.js";
import type { Clock } from "../clock.js";
import type { FlowCommands } from "../commands.js";
import { ActionTable } from "./actions.js";
import { agree, covers } from "./bits.js";
import { FlowBook, STATE } from "./book.js";
import type { Cause } from "./cause.js";
import { asked, concerns, type Within } from "./fired.js";
import { GroupTable } from "./groups.js";
import { hashKey } from "./hash.js";
import { Ids } from "./ids.js";
import { Lifetimes } from "./lifetimes.js";
import { BASE_MASK_ID, type CanonicalMask, type MaskPlan, MaskSet } from "./masks.js";
import { Past } from "./past.js";
import { Pending } from "./pending.js";
import { Program, type Transient } from "./program.js";
import type { EndedFlow, Flow, FlowEnd } from "./record.js";
import { NONE } from "./slots.js";
import { TagIndex } from "./tags.js";
import { freshVerdict, outlive, type SharedVerdict, Verdicts } from "./verdicts.js";
import { Withdrawn } from "./withdrawn.js";

/** A packet is parked no longer than this, ms: so late an upcall may come. */
const ASKED_MS = 10_000;

export interface FlowTableOptions {
  commands: FlowCommands;
  clock: Clock;
  limits: { flows: number; actions: number; groups: number };
  /** The worker's tunnel id of a snapshot's. */
  tunnelId(snapshotId: number): number;
  /** The worker's meter id of a snapshot's meter. */
  meterId(index: number): number;
  /** The first flow of a verdict was installed. */
  began?(verdict: SharedVerdict): void;
  /** The last one has ended. */
  ended?(verdict: SharedVerdict): void;
}

/** What `install` gives when the worker has no room for a verdict's action lists or groups. */
export const REFUSED = -1;

export class FlowTable {
  readonly masks = new MaskSet();
  readonly actions: ActionTable;
  readonly groups: GroupTable;
  private readonly book: FlowBook;
  private readonly verdicts = new Verdicts();
  /** Slots whose flows were mirrored until another took them, and when that was; oldest first. */
  private readonly copiers = new Map<number, number>();
  private readonly program: Program;
  private readonly slots: Ids;
  private readonly most: number;
  private readonly tags = new TagIndex<SharedVerdict>();
  private readonly unconfirmed = new Pending();
  private readonly lifetimes: Lifetimes;
  private readonly past = new Past();
  private readonly withdrawn: Withdrawn;
  private readonly definedMasks = new Set<number>();
  private readonly whole = new Uint32Array(32);
  private readonly wholeBytes = new Uint8Array(this.whole.buffer);
  /** The clock's milliseconds during a batch. */
  private moment: number | undefined;
  private live = 0;
  /** A mask about to get a flow. */
  private keeping = NONE;

  constructor(private readonly options: FlowTableOptions) {
    const { commands, limits, clock } = options;
    this.actions = new ActionTable(commands, limits.actions);
    this.groups = new GroupTable(commands, this.actions, limits.groups);
    this.program = new Program(this.actions, this.groups, options.tunnelId, options.meterId);
    this.slots = new Ids(limits.flows);
    // Ended flows can be asked about until their slot is used again.
    this.most = limits.flows - Math.min(4096, limits.flows >> 6);
    this.book = new FlowBook(limits.flows);
    this.lifetimes = new Lifetimes(clock, (serial) => this.end(serial, "lifetime"));
    this.withdrawn = new Withdrawn(this.actions, (slot) => this.finish(slot, "invalidated"));
    this.define(BASE_MASK_ID, this.masks.get(BASE_MASK_ID).mask);
  }

  get size(): number {
    return this.live;
  }

  /** All live flows, oldest first, each made as it is looked at. */
  *list(): IterableIterator<Flow> {
    const { book } = this;
    for (let slot = book.byAge.first; slot !== NONE; slot = book.after(slot))
      if (book.live(slot)) yield book.view(slot)!;
  }

  find(serial: number): Flow | EndedFlow | undefined {
    const slot = this.book.slotOf(serial);
    return slot === NONE ? undefined : this.book.view(slot);
  }

  /** Did mirrors copy packets of the flow that this worker's flow id means, or meant not long ago? */
  mirrored(slot: number): boolean {
    if (this.book.verdicts[slot]?.mirrored === true) return true;
    const since = this.copiers.get(slot);
    return since !== undefined && this.options.clock.now() - since < ASKED_MS;
  }

  /** The live flow of a worker's flow id. */
  at(slot: number): Flow | undefined {
    return this.book.live(slot) ? this.book.view(slot) : undefined;
  }

  /** A live flow that a packet with this key would hit. */
  match(key: Uint8Array): Flow | undefined {
    const slot = this.slotFor(key, true);
    return slot === NONE ? undefined : this.book.view(slot);
  }

  /** The latest flow, ended ones included, that such a packet hit. */
  matchPast(key: Uint8Array): EndedFlow | undefined {
    const slot = this.slotFor(key, false);
    if (slot !== NONE) return this.book.view(slot) as EndedFlow;
    for (const serial of this.past.newestFirst()) {
      const flow = this.find(serial);
      if (flow !== undefined && "end" in flow && agree(key, flow.key, flow.computed.mask)) return flow;
    }
    return undefined;
  }

  /** The record that live flows with this verdict share. */
  known(verdict: Verdict, snapshot: Snapshot): SharedVerdict | undefined {
    return this.verdicts.find(verdict, snapshot);
  }

  /** Worker ids of the tunnels that a verdict sends into. */
  tunnelsOf(verdict: Verdict): readonly number[] {
    return this.program.tunnelsOf(verdict);
  }

  /**
   * Installs a verdict of kind flow or drop, made from a packet with this key; `known` as `known` gave it. Gives the
   * slot of the flow that such packets hit from now on, new or not, or REFUSED.
   */
  install(
    key: Uint8Array,
    verdict: Verdict,
    snapshot: Snapshot,
    generation: number,
    known = this.known(verdict, snapshot),
  ): number {
    this.wholeBytes.set(key);
    return this.installWhole(verdict, snapshot, generation, known);
  }

  /** The same with the key as 32 words in host byte order, from number `at` on: copied faster. */
  installWords(
    words: Int32Array,
    at: number,
    verdict: Verdict,
    snapshot: Snapshot,
    generation: number,
    known = this.known(verdict, snapshot),
  ): number {
    const { whole } = this;
    for (let i = 0; i < whole.length; i++) whole[i] = words[at + i]!;
    return this.installWhole(verdict, snapshot, generation, known);
  }

  /** All that `run` installs is installed at once: the clock is asked one time. */
  batch(run: () => void): void {
    this.moment = this.options.clock.now();
    try {
      run();
    } finally {
      this.moment = undefined;
    }
  }

  /** A verdict's list for one packet; undefined when the worker has no room for its groups. */
  transient(verdict: Verdict): Transient | undefined {
    return this.program.transient(verdict);
  }

  /** How many live flows depend on any of the tags, or are concerned by one of the others. */
  tagged(tags: Iterable<Tag>, within: readonly Within[] = []): number {
    const whole = this.tags.find(tags);
    let flows = 0;
    for (const [shared, slots] of this.concerned(whole, within)) flows += slots?.size ?? shared.flows;
    for (const shared of whole) flows += shared.flows;
    return flows;
  }

  /** Does a live flow carry the tag? */
  depends(tag: Tag): boolean {
    return this.tags.has(tag);
  }

  /** Live flows that encapsulate into a tunnel. */
  through(tunnel: number): number {
    let flows = 0;
    for (const shared of this.verdicts.values()) if (shared.tunnels.includes(tunnel)) flows += shared.flows;
    return flows;
  }

  /** Live flows that `invalidate` and `endThrough` would take out, by verdict: slots. */
  affected(
    tags: Iterable<Tag>,
    within: readonly Within[],
    tunnels: readonly number[],
  ): Map<SharedVerdict, readonly number[]> {
    const whole = this.tags.find(tags);
    for (const shared of this.verdicts.values())
      if (shared.tunnels.some((id) => tunnels.includes(id))) whole.add(shared);
    const found = new Map<SharedVerdict, readonly number[]>();
    for (const [shared, slots] of this.concerned(whole, within))
      found.set(shared, [...(slots ?? this.book.ofOne(shared))]);
    for (const shared of whole) found.set(shared, [...this.book.ofOne(shared)]);
    return found;
  }

  /** Slots that may hold a flow are 0 to this, exclusive. */
  get reach(): number {
    return this.book.verdicts.length;
  }

  /** Slots from `first` to `last`, exclusive, of flows, live or ended, that packets hit of which these bits are known:
   * 128 bytes each. `alike`: the packet that made it agrees in them too. */
  *alike(
    first: number,
    last: number,
    key: Uint8Array,
    bits: Uint8Array,
  ): IterableIterator<{ slot: number; live: boolean; alike: boolean }> {
    const { book } = this;
    const words = new Uint32Array(key.slice().buffer);
    const known = new Uint32Array(bits.slice().buffer);
    const all = new Uint32Array(words.length).fill(0xffffffff);
    for (let slot = first; slot < Math.min(last, this.reach); slot++) {
      const shared = book.verdicts[slot];
      if (shared === undefined) continue;
      const live = book.live(slot);
      const mask = live ? this.masks.get(book.maskIds[slot]!).all : shared.computed.words;
      if (!book.mayHit(slot, words, known, mask)) continue;
      yield { slot, live, alike: book.mayHit(slot, words, known, all) };
    }
  }

  /** Of the live flows that are wanted, those with most packets as last sampled, or another count by slot. */
  busiest(
    most: number,
    wanted: (shared: SharedVerdict, inPort: number) => boolean,
    count: (slot: number, packets: number) => number = (_, packets) => packets,
  ): Flow[] {
    const { book } = this;
    const top: { slot: number; packets: number }[] = [];
    for (let slot = most === 0 ? NONE : book.byAge.first; slot !== NONE; slot = book.after(slot)) {
      const packets = count(slot, book.packets[slot]!);
      if (top.length === most && packets <= top[most - 1]!.packets) continue;
      if (!book.live(slot) || !wanted(book.verdicts[slot]!, book.keys[slot * 32]! & 0xffff)) continue;
      const at = top.findIndex((one) => one.packets < packets);
      top.splice(at < 0 ? top.length : at, 0, { slot, packets });
      if (top.length > most) top.pop();
    }
    return top.map(({ slot }) => book.view(slot)!);
  }

  /** Copies by slot: whose they are, and what was sampled last. */
  counts(): { serials: Float64Array; packets: Float64Array; bytes: Float64Array } {
    const { serials, packets, bytes } = this.book;
    const end = this.reach;
    return { serials: serials.slice(0, end), packets: packets.slice(0, end), bytes: bytes.slice(0, end) };
  }

  /** Of a slot's flow, live or ended; 0: none yet. */
  serialOf(slot: number): number {
    return this.book.serials[slot]!;
  }

  sharedOf(slot: number): SharedVerdict | undefined {
    return this.book.verdicts[slot];
  }

  /** The mask a live flow is installed under. */
  maskOf(flow: Flow): Uint8Array {
    return this.masks.get(flow.maskId).mask;
  }

  /** The flow that the slot holds or held last. */
  seen(slot: number): Flow | EndedFlow | undefined {
    return this.book.view(slot);
  }

  /** Takes out every flow that carries one of the tags or is concerned by one of the others; how many that were. */
  invalidate(tags: Iterable<Tag>, within: readonly Within[] = [], cause?: Cause): number {
    const before = this.live;
    const whole = this.tags.find(tags);
    const some = this.concerned(whole, within);
    for (const shared of whole) this.withdraw(shared, cause);
    for (const [shared, slots] of some) {
      shared.cause = cause;
      if (slots === undefined || slots.size === shared.flows) this.withdraw(shared, cause);
      else for (const slot of slots) this.finish(slot, "invalidated");
    }
    for (const one of within) if (one.gains !== undefined) this.outlast(one, one.gains);
    return before - this.live;
  }

  /** Takes out flows that encapsulate into a tunnel that goes away, now: it may be ended right after. */
  endThrough(tunnel: number, cause?: Cause): void {
    for (const shared of [...this.verdicts.values()])
      if (shared.tunnels.includes(tunnel)) {
        shared.cause = cause;
        this.endAll(shared, "invalidated");
      }
    this.withdrawn.all();
  }

  /** The worker's FLOW_IDLE. An event older than the flow speaks of the slot's last holder. */
  idle(slot: number, idleMs: number): void {
    if (this.book.live(slot) && this.options.clock.now() - this.book.installedAt[slot]! >= idleMs)
      this.finish(slot, "idle");
  }

  sampled(slot: number, cookie: number, packets: number, bytes: number): void {
    if (!this.book.has(slot) || this.book.serials[slot] !== cookie) return;
    this.book.packets[slot] = packets;
    this.book.bytes[slot] = bytes;
  }

  /** The worker refused the FLOW_ADD with this sequence number; the flow's serial. */
  refused(seq: number): number | undefined {
    const slot = this.unconfirmed.find(seq);
    if (slot === NONE || !this.book.has(slot) || this.book.added[slot] !== seq) return undefined;
    this.finish(slot, "refused", true);
    return this.book.serials[slot]!;
  }

  /** Flows whose install the worker has not confirmed yet. */
  get pending(): number {
    return this.unconfirmed.size;
  }

  /** All commands up to `seq` are in force. */
  confirm(seq: number): void {
    const { states, added } = this.book;
    this.unconfirmed.confirm(seq, (slot, sequence) => {
      if (states[slot] === STATE.SENT && added[slot] === sequence) states[slot] = STATE.CONFIRMED;
    });
  }

  end(serial: number, why: FlowEnd): void {
    const slot = this.book.slotOf(serial);
    if (slot !== NONE && this.book.live(slot)) this.finish(slot, why);
  }

  /** Withdrawn flows that the worker still has. */
  get leaving(): number {
    return this.withdrawn.flows;
  }

  /** Deletes up to so many of them in the worker. */
  sweep(most: number): void {
    this.withdrawn.sweep(most);
  }

  stop(): void {
    this.lifetimes.clear();
  }

  private installWhole(
    verdict: Verdict,
    snapshot: Snapshot,
    generation: number,
    known: SharedVerdict | undefined,
  ): number {
    const shared = known ?? this.share(verdict, snapshot);
    if (shared === undefined) return REFUSED;
    const fresh = shared.flows === 0;
    // Counted already: making room below must not end it.
    shared.flows++;
    const use = this.masks.settled(shared.computed) ?? this.place(shared, generation);
    this.keeping = use.id;
    const slot = this.enter(shared, use, generation, fresh);
    this.keeping = NONE;
    return slot;
  }

  /** By verdict, slots of flows that are concerned (undefined: all that it has), of all but those that go anyway. */
  private concerned(
    but: ReadonlySet<SharedVerdict>,
    within: readonly Within[],
  ): Map<SharedVerdict, Set<number> | undefined> {
    const found = new Map<SharedVerdict, Set<number> | undefined>();
    for (const one of within)
      for (const shared of this.tags.find(one.tags)) {
        const before = found.get(shared);
        if (but.has(shared) || (found.has(shared) && before === undefined) || !concerns(shared, one))
          continue;
        const regions = asked(shared, one);
        const slots = regions === undefined ? undefined : this.book.inside(shared, regions);
        if (slots === undefined) found.set(shared, undefined);
        else if (before === undefined && slots.length > 0) found.set(shared, new Set(slots));
        else for (const slot of slots) before?.add(slot);
      }
    return found;
  }

  /** What is left of flows that one of a change's fires asked about. */
  private outlast(one: Within, gains: readonly Tag[]): void {
    for (const shared of this.tags.find(one.tags))
      if (concerns(shared, one)) this.tags.add(shared, outlive(shared, gains));
  }

  private slotFor(key: Uint8Array, live: boolean): number {
    this.wholeBytes.set(key);
    for (const mask of this.masks.list()) {
      const slot = this.book.find(this.whole, hashKey(this.whole, mask.at, mask.words), mask);
      if (slot !== NONE && this.book.live(slot) === live) return slot;
    }
    return NONE;
  }

  private share(verdict: Verdict, snapshot: Snapshot): SharedVerdict | undefined {
    const acquired = this.program.acquire(verdict);
    if (acquired === undefined) return undefined;
    return { ...freshVerdict(verdict, snapshot), ...acquired, computed: this.masks.intern(verdict.mask) };
  }

  private place(shared: SharedVerdict, generation: number): CanonicalMask {
    if (this.masks.moves(shared.computed)) this.withdrawn.all();
    const plan = this.masks.place(shared.computed);
    this.keeping = plan.use.id;
    this.carryOut(plan, generation);
    if (!covers(plan.use.mask, shared.computed.mask))
      throw new Error("a canonical mask does not cover the computed one");
    return plan.use;
  }

  /** Puts the flow of `whole` under the mask, or gives the one that is there and does the same. */
  private enter(shared: SharedVerdict, use: CanonicalMask, generation: number, fresh: boolean): number {
    const { book } = this;
    const hash = hashKey(this.whole, use.at, use.words);
    const there = book.find(this.whole, hash, use);
    if (there !== NONE && book.live(there) && sameProgram(book.verdicts[there]!, shared)) {
      shared.flows--;
      if (shared.flows === 0) this.program.release(shared);
      return there;
    }
    if (there !== NONE) this.finish(there, "replaced");
    const slot = this.takeSlot();
    shared.flows--;
    this.masks.hold(use.id, shared.computed);
    if (fresh) this.begin(shared);
    this.live++;
    if (book.verdicts[slot]?.mirrored === true) this.remember(slot);
    const serial = book.open(slot, this.whole, hash, shared, use.id);
    book.installedAt[slot] = this.moment ?? this.options.clock.now();
    this.send(slot, this.whole, use, generation);
    if (shared.lifetimeMs > 0) this.lifetimes.add(serial, shared.lifetimeMs);
    return slot;
  }

  /** The slot's last flow was mirrored: a copy of it may still ask in its name. */
  private remember(slot: number): void {
    const now = this.options.clock.now();
    for (const [one, since] of this.copiers) {
      if (now - since < ASKED_MS) break;
      this.copiers.delete(one);
    }
    this.copiers.delete(slot);
    this.copiers.set(slot, now);
  }

  private begin(shared: SharedVerdict): void {
    this.verdicts.add(shared);
    this.tags.add(shared);
    this.options.began?.(shared);
  }

  /** Nothing depends on it any more. */
  private leave(shared: SharedVerdict): void {
    this.verdicts.remove(shared);
    this.tags.remove(shared);
    this.options.ended?.(shared);
  }

  private withdraw(shared: SharedVerdict, cause: Cause | undefined): void {
    shared.cause = cause;
    if (!this.withdrawn.worth(shared)) {
      this.endAll(shared, "invalidated");
      return;
    }
    this.live -= shared.flows;
    this.leave(shared);
    this.withdrawn.take(shared, this.options.clock.now());
  }

  private endAll(shared: SharedVerdict, why: FlowEnd): void {
    while (shared.list.first !== NONE) this.finish(shared.list.first, why);
  }

  private takeSlot(): number {
    if (this.slots.used >= this.most) this.evict();
    const slot = this.slots.take();
    if (slot === undefined) throw new Error("no flow id is free after an eviction");
    return slot;
  }

  private evict(): void {
    this.withdrawn.sweep(1);
    if (this.slots.used < this.most) return;
    this.finish(this.book.byAge.first, "evicted");
  }

  /** `gone`: the worker has not got the flow any more. */
  private finish(slot: number, why: FlowEnd, gone = false): void {
    const { book } = this;
    const shared = book.verdicts[slot]!;
    book.close(slot, why, this.options.clock.now());
    if (shared.stale) this.withdrawn.left();
    else this.live--;
    if (!gone) this.options.commands.flowDel(slot);
    this.slots.give(slot);
    this.past.add(book.serials[slot]!);
    if (shared.flows === 0) {
      if (!shared.stale) this.leave(shared);
      this.program.release(shared);
    }
    const maskId = book.maskIds[slot]!;
    if (this.masks.release(maskId, shared.computed, this.keeping)) this.undefine(maskId);
  }

  private send(slot: number, key: Uint32Array, under: CanonicalMask, generation: number): void {
    const { book } = this;
    book.generations[slot] = generation;
    const { actionId } = book.verdicts[slot]!;
    const serial = book.serials[slot]!;
    const { commands } = this.options;
    const seq = commands.flowAddMasked(slot, actionId, under.id, generation, serial, key, under.all);
    book.added[slot] = seq;
    book.states[slot] = STATE.SENT;
    this.unconfirmed.add(seq, slot);
  }

  private define(id: number, mask: Uint8Array): void {
    if (this.definedMasks.has(id)) this.options.commands.maskDel(id);
    this.definedMasks.add(id);
    this.options.commands.maskSet(id, mask);
  }

  private undefine(id: number): void {
    this.definedMasks.delete(id);
    this.options.commands.maskDel(id);
  }

  /** Redefined masks: their flows are installed anew from the packet that made them, narrower, never wider. */
  private carryOut(plan: MaskPlan, generation: number): void {
    const { book, masks } = this;
    for (const { id, mask, occupied } of plan.redefine) {
      const movers: number[] = [];
      for (let slot = occupied ? book.byAge.first : NONE; slot !== NONE; slot = book.after(slot))
        if (book.maskIds[slot] === id) movers.push(slot);
      for (const slot of movers) {
        this.options.commands.flowDel(slot);
        book.leave(slot);
      }
      this.define(id, mask);
      for (const slot of movers) {
        const { computed } = book.verdicts[slot]!;
        const home = id === masks.wideId ? masks.get(id) : masks.rehome(computed);
        const hash = book.hashUnder(slot, home);
        const there = book.find(book.keyOf(slot), hash, home);
        book.enter(slot, hash, home.id);
        if (there === NONE) this.send(slot, book.keyOf(slot), home, generation);
        else this.finish(slot, "replaced", true);
      }
    }
  }
}

/** Each has a list of its own, perhaps: do they do the same? */
const sameProgram = (a: SharedVerdict, b: SharedVerdict): boolean =>
  a.actionId === b.actionId || Buffer.compare(a.actions, b.actions) === 0;
