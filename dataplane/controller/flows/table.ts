// The flows that are installed: by mask and key, by tag, by slot. It must never let the worker hold a flow it does
// not know, nor install one under a mask that does not cover what the simulation read.
import { LRUCache } from "lru-cache";
import type { Snapshot } from "../../simulation/snapshot.js";
import type { Tag, Verdict } from "../../simulation/verdict.js";
import type { Clock } from "../clock.js";
import type { FlowCommands } from "../commands.js";
import { Expiry } from "../expiry.js";
import { reached } from "../syncs.js";
import { ActionTable } from "./actions.js";
import { agree, bytesKey, covers, masked } from "./bits.js";
import { GroupTable } from "./groups.js";
import { Ids } from "./ids.js";
import { BASE_MASK_ID, type CanonicalMask, type MaskPlan, MaskSet } from "./masks.js";
import { Program, type Transient } from "./program.js";
import type { EndedFlow, Flow, FlowEnd } from "./record.js";
import { TagIndex } from "./tags.js";

const ENDED_KEPT = 4096;

export interface FlowTableOptions {
  commands: FlowCommands;
  clock: Clock;
  limits: { flows: number; actions: number; groups: number };
  /** The worker's tunnel id of a snapshot's. */
  tunnelId(snapshotId: number): number;
  began?(flow: Flow): void;
  ended?(flow: EndedFlow): void;
}

export type Installed =
  | { kind: "installed" | "exists"; flow: Flow }
  /** The worker has no room for its action lists or groups. */
  | { kind: "refused" };

export class FlowTable {
  readonly masks = new MaskSet();
  readonly actions: ActionTable;
  readonly groups: GroupTable;
  private readonly program: Program;
  private readonly slots: Ids;
  private readonly bySerial = new Map<number, Flow>();
  private readonly bySlot = new Map<number, Flow>();
  private readonly byMask = new Map<number, Map<string, Flow>>();
  private readonly tags = new TagIndex<Flow>();
  private readonly unconfirmed = new Map<number, Flow>();
  private readonly lifetimes: Expiry<number>;
  private readonly past = new LRUCache<number, EndedFlow>({ max: ENDED_KEPT });
  private readonly definedMasks = new Set<number>();
  private serial = 0;

  constructor(private readonly options: FlowTableOptions) {
    const { commands, limits, clock } = options;
    this.actions = new ActionTable(commands, limits.actions);
    this.groups = new GroupTable(commands, this.actions, limits.groups);
    this.program = new Program(this.actions, this.groups, options.tunnelId);
    this.slots = new Ids(limits.flows);
    this.lifetimes = new Expiry(clock, (serial) => this.end(serial, "lifetime"));
    this.define(BASE_MASK_ID, this.masks.get(BASE_MASK_ID).mask);
  }

  get size(): number {
    return this.bySerial.size;
  }

  list(): IterableIterator<Flow> {
    return this.bySerial.values();
  }

  find(serial: number): Flow | EndedFlow | undefined {
    return this.bySerial.get(serial) ?? this.past.get(serial);
  }

  /** The live flow of a worker's flow id. */
  at(slot: number): Flow | undefined {
    return this.bySlot.get(slot);
  }

  /** A live flow that a packet with this key would hit. */
  match(key: Uint8Array): Flow | undefined {
    for (const { id, mask } of this.masks.list()) {
      const flow = this.byMask.get(id)?.get(bytesKey(masked(key, mask)));
      if (flow !== undefined) return flow;
    }
    return undefined;
  }

  /** The latest flow, ended ones included, that such a packet hit. */
  matchPast(key: Uint8Array): EndedFlow | undefined {
    for (const flow of this.past.values()) if (agree(key, flow.key, flow.computed.mask)) return flow;
    return undefined;
  }

  /** Installs a verdict of kind flow or drop, made from a packet with this key. */
  install(
    key: Uint8Array,
    verdict: Verdict,
    snapshot: Snapshot,
    generation: number,
    stations: readonly string[],
  ): Installed {
    const computed = this.masks.intern(verdict.mask);
    const list = this.program.acquire(verdict);
    if (list === undefined) return { kind: "refused" };
    const plan = this.masks.place(computed);
    this.carryOut(plan, generation);
    const use = plan.use;
    if (!covers(use.mask, computed.mask)) throw new Error("a canonical mask does not cover the computed one");
    const name = bytesKey(masked(key, use.mask));
    const there = this.byMask.get(use.id)?.get(name);
    if (there !== undefined && there.actionId === list.actionId) {
      this.program.release(list);
      return { kind: "exists", flow: there };
    }
    if (there !== undefined) this.finish(there, "replaced", { keep: use.id });
    if (this.slots.used === this.slots.limit) this.evict(use.id);
    const slot = this.slots.take();
    if (slot === undefined) throw new Error("no flow id is free after an eviction");
    const flow: Flow = {
      serial: ++this.serial,
      slot,
      key: new Uint8Array(key),
      computed,
      maskId: use.id,
      name,
      ...list,
      stations,
      tags: verdict.tags,
      path: verdict.path,
      snapshot,
      ...(verdict.result.kind === "drop" ? { drop: verdict.result.reason } : {}),
      installedAt: this.options.clock.now(),
      generation,
      confirmed: false,
      packets: 0,
      bytes: 0,
    };
    this.masks.hold(use.id, computed);
    this.bySerial.set(flow.serial, flow);
    this.bySlot.set(slot, flow);
    this.tags.add(flow);
    this.add(flow, use);
    if (verdict.result.kind === "drop" && verdict.result.lifetimeMs > 0)
      this.lifetimes.set(flow.serial, flow.installedAt + verdict.result.lifetimeMs);
    this.options.began?.(flow);
    return { kind: "installed", flow };
  }

  /** A verdict's list for one packet; undefined when the worker has no room for its groups. */
  transient(verdict: Verdict): Transient | undefined {
    return this.program.transient(verdict);
  }

  /** Flows that depend on any of the tags. */
  tagged(tags: Iterable<Tag>): Set<Flow> {
    return this.tags.find(tags);
  }

  /** Does a live flow carry the tag? */
  depends(tag: Tag): boolean {
    return this.tags.has(tag);
  }

  /** Takes out every flow that carries one of the tags; how many that were. */
  invalidate(tags: Iterable<Tag>): number {
    const flows = this.tags.find(tags);
    for (const flow of flows) this.end(flow.serial, "invalidated");
    return flows.size;
  }

  /** Takes out flows that encapsulate into a tunnel that goes away. */
  endThrough(tunnel: number): void {
    for (const flow of [...this.bySerial.values()])
      if (flow.tunnels.includes(tunnel)) this.finish(flow, "invalidated");
  }

  /** The worker's FLOW_IDLE. An event older than the flow speaks of the slot's last holder. */
  idle(slot: number, idleMs: number): void {
    const flow = this.bySlot.get(slot);
    if (flow !== undefined && this.options.clock.now() - flow.installedAt >= idleMs)
      this.end(flow.serial, "idle");
  }

  sampled(slot: number, cookie: number, packets: number, bytes: number): void {
    const flow = this.bySlot.get(slot);
    if (flow === undefined || flow.serial !== cookie) return;
    flow.packets = packets;
    flow.bytes = bytes;
  }

  /** The worker refused the FLOW_ADD with this sequence number. */
  refused(seq: number): Flow | undefined {
    const flow = this.unconfirmed.get(seq);
    this.unconfirmed.delete(seq);
    if (flow === undefined || this.bySerial.get(flow.serial) !== flow) return undefined;
    this.finish(flow, "refused", { gone: true });
    return flow;
  }

  /** Flows whose install the worker has not confirmed yet. */
  get pending(): number {
    return this.unconfirmed.size;
  }

  /** All commands up to `seq` are in force. */
  confirm(seq: number): void {
    for (const [added, flow] of this.unconfirmed) {
      if (!reached(added, seq)) break;
      flow.confirmed = true;
      this.unconfirmed.delete(added);
    }
  }

  end(serial: number, why: FlowEnd): void {
    const flow = this.bySerial.get(serial);
    if (flow !== undefined) this.finish(flow, why);
  }

  stop(): void {
    this.lifetimes.clear();
  }

  private evict(keep: number): void {
    const oldest = this.bySerial.values().next().value;
    if (oldest !== undefined) this.finish(oldest, "evicted", { keep });
  }

  /** `keep`: a mask about to get a flow; `gone`: the worker has not got the flow any more. */
  private finish(flow: Flow, why: FlowEnd, how: { keep?: number; gone?: boolean } = {}): void {
    this.bySerial.delete(flow.serial);
    this.bySlot.delete(flow.slot);
    const under = this.byMask.get(flow.maskId);
    if (under?.get(flow.name) === flow) under.delete(flow.name);
    this.tags.remove(flow);
    this.lifetimes.drop(flow.serial);
    if (how.gone !== true) this.options.commands.flowDel(flow.slot);
    this.slots.give(flow.slot);
    this.program.release(flow);
    if (this.masks.release(flow.maskId, flow.computed, how.keep)) this.undefine(flow.maskId);
    const ended: EndedFlow = Object.assign(flow, { end: why, endedAt: this.options.clock.now() });
    this.past.set(flow.serial, ended);
    this.options.ended?.(ended);
  }

  private add(flow: Flow, under: CanonicalMask): void {
    let there = this.byMask.get(under.id);
    if (there === undefined) {
      there = new Map();
      this.byMask.set(under.id, there);
    }
    there.set(flow.name, flow);
    const { slot, actionId, generation, serial } = flow;
    const key = masked(flow.key, under.mask);
    const seq = this.options.commands.flowAdd(slot, actionId, under.id, generation, serial, key);
    this.unconfirmed.set(seq, flow);
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
    for (const { id, mask } of plan.redefine) {
      const movers = [...(this.byMask.get(id)?.values() ?? [])];
      for (const flow of movers) this.options.commands.flowDel(flow.slot);
      this.byMask.delete(id);
      this.define(id, mask);
      for (const flow of movers) {
        const home = id === this.masks.wideId ? this.masks.get(id) : this.masks.rehome(flow.computed);
        flow.maskId = home.id;
        flow.name = bytesKey(masked(flow.key, home.mask));
        flow.generation = generation;
        if (this.byMask.get(home.id)?.has(flow.name) !== true) this.add(flow, home);
        else this.finish(flow, "replaced", { gone: true, keep: home.id });
      }
    }
  }
}
