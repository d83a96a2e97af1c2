// simulate(snapshot, state, packet) -> verdict: what the virtual network does to this packet and which bits it read
// to know. Pure and deterministic: no clock, no randomness, no I/O; what is reused between packets decides nothing.
//
// The walk is a chain of calls, one file a device: ingress -> port -> bridge or router -> port -> ... -> a worker port
// or a tunnel. Each returns a fate; forks (floods, equal routes) walk every branch and unite what they read.
import * as layout from "../../bindings/layout.js";
import { ActionBuffer } from "./actions.js";
import { type Announced, announce } from "./announce.js";
import { bridge } from "./bridge.js";
import * as context from "./context.js";
import { Context, type Fate } from "./context.js";
import { tooBig } from "./errors.js";
import { originated } from "./forward.js";
import { ingress } from "./ingress.js";
import { solicit } from "./neighbour.js";
import { MOST_NESTED, nesting } from "./nesting.js";
import { admit, leave, send } from "./port.js";
import { rejected, router } from "./router.js";
import { serve } from "./serve.js";
import type { Snapshot } from "./snapshot.js";
import type { Exception, Generated, LearnedState, Packet, Result, Simulate, Verdict } from "./verdict.js";

// Folded, as imports are not (words.ts).
const { DROP, MAX_ACTION_BYTES } = layout;
const { FATE, SHORT_MS } = context;

const FLOW: Result = { kind: "flow" };
const ONCE: Result = { kind: "once" };
const CONSUMED: Result = { kind: "consumed" };

/** A verdict, and the bits of the key that were first read for each step of its path; one more set for what was read
 * after the last step. */
export interface Watched {
  verdict: Verdict;
  reads: Uint8Array[];
}

/** Simulates packet after packet in the same memory: no verdict costs an allocation of its own. */
export class Simulator {
  private readonly ctx = new Context({
    ...{ bridge, router, serve, rejected, originated, tooBig, leave, send, admit },
  });
  /** A list that is none of the walk's: a drop, or nothing. */
  private readonly other = new ActionBuffer();
  private list = this.other;
  private readonly verdict: Verdict = {
    result: FLOW,
    mask: this.ctx.mask,
    maskWords: this.ctx.maskWords,
    rewritten: 0,
    actions: this.list.bytes,
    actionWords: this.list.words,
    actionLength: 0,
    groups: this.ctx.groups,
    tags: this.ctx.tags,
    tagCount: 0,
    path: this.ctx.path,
    pathLength: 0,
    generated: this.ctx.generated,
    learned: this.ctx.learned,
  };

  /** The verdict is lent: good until the next call. */
  simulate(snapshot: Snapshot, state: LearnedState, packet: Packet, exception?: Exception): Verdict {
    const { ctx, verdict } = this;
    ctx.begin(snapshot, state, packet, exception);
    const fate = ingress(ctx);
    verdict.result = this.conclude(fate);
    const { list } = this;
    verdict.actionLength = list.length;
    verdict.rewritten = ctx.rewritten;
    verdict.tagCount = ctx.tagCount;
    verdict.pathLength = ctx.pathLength;
    // A look is cheaper than a store.
    if (verdict.actions !== list.bytes) {
      verdict.actions = list.bytes;
      verdict.actionWords = list.words;
    }
    if (verdict.tags !== ctx.tags) verdict.tags = ctx.tags;
    if (verdict.path !== ctx.path) verdict.path = ctx.path;
    return verdict;
  }

  /** The same, with what was read on the way. Memory of its own is best thrown away after it. */
  watched(snapshot: Snapshot, state: LearnedState, packet: Packet): Watched {
    const { ctx } = this;
    const reads: Uint8Array[] = [];
    let before: Uint8Array = new Uint8Array(ctx.mask.length);
    const note = (): void => {
      reads.push(ctx.mask.map((bits, i) => bits & ~before[i]!));
      before = ctx.mask.slice();
    };
    ctx.path = new Int32Array(0);
    ctx.watch = note;
    const verdict = this.simulate(snapshot, state, packet);
    ctx.watch = null;
    note();
    return { verdict, reads };
  }

  /** Asks once more for a router port's neighbour, as a waiting packet did first. Empty when there is no such port. */
  askNeighbour(
    snapshot: Snapshot,
    state: LearnedState,
    port: string,
    address: { family: 4 | 6; bytes: Uint8Array },
  ): Generated[] {
    const { ctx } = this;
    const index = snapshot.portOf.get(port);
    if (index === undefined) return [];
    const key = new Uint8Array(ctx.work.length);
    key[0] = snapshot.anyPort;
    const data = new Uint8Array(0);
    const packet: Packet = { key, data, length: 0, innerOffset: 0, l3Offset: 0, l4Offset: 0 };
    ctx.begin(snapshot, state, packet, undefined);
    solicit(ctx, snapshot.ports[index]!, address.bytes, address.family);
    return [...ctx.generated];
  }

  /** Frames that say by the gateway's active port where stations are. Empty when there is no such gateway. */
  announceGateway(
    snapshot: Snapshot,
    state: LearnedState,
    gateway: string,
    stations: readonly Announced[],
  ): Generated[] {
    const { ctx } = this;
    const index = snapshot.gateways.findIndex(({ id }) => id === gateway);
    if (index < 0) return [];
    const key = new Uint8Array(ctx.work.length);
    key[0] = snapshot.anyPort;
    const data = new Uint8Array(0);
    ctx.begin(snapshot, state, { key, data, length: 0, innerOffset: 0, l3Offset: 0, l4Offset: 0 }, undefined);
    announce(ctx, index, stations);
    return [...ctx.generated];
  }

  private conclude(fate: Fate): Result {
    const { ctx } = this;
    this.list = this.other;
    this.list.clear();
    if (ctx.fatal !== 0) return ctx.once ? this.dropOnce(ctx.fatal) : this.drop(ctx.fatal, SHORT_MS);
    if (fate === FATE.WAITING) return { kind: "wait", on: ctx.wait! };
    if (ctx.tooBig) return this.dropOnce(fate === FATE.DROPPED ? ctx.reason : DROP.MTU_NO_FRAG);
    // It was a mirror's copy that was too big: the packet itself is on its way.
    // So may it be where the mirror is no more.
    if (ctx.copyTooBig || ctx.exception?.copied === true) return this.bareDrop(DROP.TUNNEL_MTU);
    if (fate === FATE.CONSUMED) return this.consumed();
    if (fate === FATE.DROPPED)
      return ctx.once ? this.dropOnce(ctx.reason) : this.drop(ctx.reason, ctx.lifetimeMs);
    // The worker found the hop limit spent where the key said otherwise: run again, it would only come back.
    if (ctx.exception?.kind === "ttl") return this.dropOnce(DROP.TTL_EXPIRED);
    const list = ctx.sink.list(ctx.decap);
    if (list === null || !this.fits(list))
      return ctx.once ? this.dropOnce(DROP.FANOUT) : this.drop(DROP.FANOUT, SHORT_MS);
    this.list = list;
    return ctx.once ? ONCE : FLOW;
  }

  /** Taken in; where mirrors copied it, the packet itself becomes the last copy. */
  private consumed(): Result {
    const { ctx } = this;
    // Asked again because a copy of it cannot leave: then none does.
    if (ctx.sink.copies === 0 || ctx.exception !== undefined) return CONSUMED;
    const list = ctx.sink.mirrorsOnly(ctx.decap, true);
    if (!this.fits(list)) return CONSUMED;
    this.list = list;
    return ONCE;
  }

  /** Behind the copies that mirrors made of it. */
  private dropRecord(reason: number): void {
    const { ctx } = this;
    if (ctx.sink.copies > 0) {
      const list = ctx.sink.mirrorsOnly(ctx.decap, false);
      list.drop(reason);
      if (this.fits(list)) {
        this.list = list;
        return;
      }
    }
    this.list.drop(reason);
  }

  /** The worker would follow all of it. */
  private fits(list: ActionBuffer): boolean {
    const { groups } = this.ctx;
    if (list.length > MAX_ACTION_BYTES) return false;
    return groups.length === 0 || nesting(list.words, list.count, groups) <= MOST_NESTED;
  }

  private drop(reason: number, lifetimeMs: number): Result {
    this.dropRecord(reason);
    return { kind: "drop", reason, lifetimeMs };
  }

  private bareDrop(reason: number): Result {
    this.list.drop(reason);
    return ONCE;
  }

  /** Drops this packet by name and installs nothing. */
  private dropOnce(reason: number): Result {
    this.dropRecord(reason);
    return ONCE;
  }
}

// Not the one that lends: who holds a lent verdict may ask for a neighbour.
const own = new Simulator();

export const simulate: Simulate = (snapshot, state, packet, exception) =>
  keep(own.simulate(snapshot, state, packet, exception));

/** With the bits that each step needed: for people, slower. */
export function watch(snapshot: Snapshot, state: LearnedState, packet: Packet): Watched {
  const { verdict, reads } = new Simulator().watched(snapshot, state, packet);
  return { verdict: keep(verdict), reads };
}

export const askNeighbour: Simulator["askNeighbour"] = (snapshot, state, port, address) =>
  own.askNeighbour(snapshot, state, port, address);

export const announceGateway: Simulator["announceGateway"] = (snapshot, state, gateway, stations) =>
  own.announceGateway(snapshot, state, gateway, stations);

/** The verdict with memory of its own. */
export function keep(verdict: Verdict): Verdict {
  const mask = verdict.mask.slice();
  const actions = verdict.actions.slice(0, verdict.actionLength);
  return {
    result: verdict.result,
    mask,
    maskWords: new Int32Array(mask.buffer),
    rewritten: verdict.rewritten,
    actions,
    actionWords: new Int32Array(actions.buffer),
    actionLength: verdict.actionLength,
    groups: verdict.groups.slice(),
    tags: verdict.tags.slice(0, verdict.tagCount),
    tagCount: verdict.tagCount,
    path: verdict.path.slice(0, verdict.pathLength),
    pathLength: verdict.pathLength,
    generated: verdict.generated.slice(),
    learned: verdict.learned.slice(),
  };
}
