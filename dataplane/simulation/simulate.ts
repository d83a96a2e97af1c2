// simulate(snapshot, state, packet) -> verdict: what the virtual network does to this packet and which bits it read
// to know. Pure and deterministic: no clock, no randomness, no I/O; the context behind it is reused, never returned.
//
// The walk is a chain of calls, one file a device: ingress -> port -> bridge or router -> port -> ... -> a worker port
// or a tunnel. Each returns a fate; forks (floods, equal routes) walk every branch and unite what they read.
import { DROP, MAX_ACTION_BYTES } from "../../bindings/layout.js";
import { ActionBuffer, Slab } from "./actions.js";
import { bridge } from "./bridge.js";
import { Context, FATE, type Fate, SHORT_MS } from "./context.js";
import { tooBig } from "./errors.js";
import { originated } from "./forward.js";
import { ingress } from "./ingress.js";
import { solicit } from "./neighbour.js";
import { rejected, router } from "./router.js";
import type { Snapshot } from "./snapshot.js";
import type { Exception, Generated, LearnedState, Packet, Result, Simulate, Verdict } from "./verdict.js";

const context = new Context({ bridge, router, rejected, originated, tooBig });
const slab = new Slab();
const buffer = new ActionBuffer();
const FLOW: Result = { kind: "flow" };
const ONCE: Result = { kind: "once" };
const CONSUMED: Result = { kind: "consumed" };
const NOTHING = new Uint8Array(0);

export const simulate: Simulate = (
  snapshot: Snapshot,
  state: LearnedState,
  packet: Packet,
  exception?: Exception,
): Verdict => {
  const ctx = context;
  ctx.begin(snapshot, state, packet, exception);
  const fate = ingress(ctx);
  buffer.clear();
  const result = conclude(ctx, fate);
  return {
    result,
    mask: slab.copy(ctx.mask, ctx.mask.length),
    actions: buffer.length === 0 ? NOTHING : slab.copy(buffer.bytes, buffer.length),
    groups: ctx.groups,
    tags: ctx.takeTags(),
    path: ctx.takePath(),
    generated: ctx.generated,
    learned: ctx.learned,
  };
};

/** Asks once more for a router port's neighbour, as a waiting packet did first. Empty when there is no such port. */
export function askNeighbour(
  snapshot: Snapshot,
  state: LearnedState,
  port: string,
  address: { family: 4 | 6; bytes: Uint8Array },
): Generated[] {
  const index = snapshot.portOf.get(port);
  if (index === undefined) return [];
  const key = new Uint8Array(context.work.length);
  key[0] = snapshot.anyPort;
  const ctx = context;
  ctx.begin(
    snapshot,
    state,
    { key, data: NOTHING, length: 0, innerOffset: 0, l3Offset: 0, l4Offset: 0 },
    undefined,
  );
  solicit(ctx, snapshot.ports[index]!, address.bytes, address.family);
  return ctx.generated;
}

function conclude(ctx: Context, fate: Fate): Result {
  if (ctx.fatal !== 0) return dropped(ctx.fatal, SHORT_MS);
  if (fate === FATE.WAITING) return { kind: "wait", on: ctx.wait! };
  if (ctx.tooBig) return dropOnce(fate === FATE.DROPPED ? ctx.reason : DROP.MTU_NO_FRAG);
  if (fate === FATE.CONSUMED) return CONSUMED;
  if (fate === FATE.DROPPED) return ctx.once ? dropOnce(ctx.reason) : dropped(ctx.reason, ctx.lifetimeMs);
  // The worker found the hop limit spent where the key said otherwise: run again, it would only come back.
  if (ctx.exception?.kind === "ttl") return dropOnce(DROP.TTL_EXPIRED);
  ctx.sink.encode(buffer, ctx.decap);
  if (buffer.length > MAX_ACTION_BYTES) {
    buffer.clear();
    return dropped(DROP.FANOUT, SHORT_MS);
  }
  return ctx.once ? ONCE : FLOW;
}

function dropped(reason: number, lifetimeMs: number): Result {
  buffer.drop(reason);
  return { kind: "drop", reason, lifetimeMs };
}

/** Drops this packet by name and installs nothing. */
function dropOnce(reason: number): Result {
  buffer.drop(reason);
  return ONCE;
}
