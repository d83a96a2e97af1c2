// Packets of the network's own: their way out is simulated like any other's, in a context of their own, by the same
// chains, stations and tunnels. They must never cause errors, and they learn nothing about the packet's source.
import { KEY, MAX_ACTION_BYTES } from "../../bindings/layout.js";
import type { Frame } from "./build/frame.js";
import { type Context, FATE, type Fate } from "./context.js";
import { ANSWER, STEP } from "./path.js";
import { leave } from "./port.js";
import { LINK, type VDevice, type VPort } from "./snapshot.js";

/** An answer to an answer to an answer is where it ends: ARP for the reply of a request. */
const MAX_NESTING = 3;

/** Sends the frame out of the device by this port. `answer`: ANSWER of path.ts. */
export function sendBy(ctx: Context, port: VPort, frame: Frame, answer: number): Fate {
  // What is asked for on a copy's behalf may leave; a copy gets no answer.
  if (ctx.copying.length > 0 && answer !== ANSWER.ARP_REQUEST && answer !== ANSWER.ND_SOLICIT)
    return FATE.DROPPED;
  const child = begin(ctx, frame);
  if (child === null) return FATE.DROPPED;
  ctx.step(STEP.ANSWER, port.index, answer);
  // Back to the very tunnel it came from, not to all that get floods.
  if (port === ctx.inPort) child.vtepRemote = ctx.fromRemote;
  return end(ctx, child, leave(child, port), isError(answer));
}

/** Hands an answer to who asked at this exterior port of this host, past every chain: it never was in the network. */
export function sendAt(ctx: Context, port: VPort, frame: Frame, answer: number): void {
  const child = begin(ctx, frame);
  if (child === null || port.link !== LINK.LOCAL) return;
  ctx.step(STEP.ANSWER, port.index, answer);
  child.sink.output(child, port.target);
  end(ctx, child, FATE.SENT, false);
}

/** Sends the frame from the router itself: route, next hop, MACs. */
export function sendFrom(ctx: Context, device: VDevice, frame: Frame, answer: number): Fate {
  const child = begin(ctx, frame);
  if (child === null) return FATE.DROPPED;
  ctx.step(STEP.ANSWER, ctx.inPort === null ? -1 : ctx.inPort.index, answer);
  return end(ctx, child, ctx.walk.originated(child, device), isError(answer));
}

function begin(ctx: Context, frame: Frame): Context | null {
  let nesting = 0;
  for (let up = ctx.parent; up !== null; up = up.parent) nesting++;
  if (nesting >= MAX_NESTING) return null;
  const child = ctx.child();
  const { key, data, l3Offset, l4Offset } = frame;
  const packet = { key, data, length: data.length, innerOffset: 0, l3Offset, l4Offset };
  child.begin(ctx.snapshot, ctx.state, packet, undefined);
  child.parent = ctx;
  return child;
}

const isError = (answer: number): boolean =>
  answer === ANSWER.UNREACHABLE ||
  answer === ANSWER.TIME_EXCEEDED ||
  answer === ANSWER.TOO_BIG ||
  answer === ANSWER.RESET;

/** Hands what the child came to over to its parent; WAITING when it cannot leave before something is known. */
function end(ctx: Context, child: Context, fate: Fate, error: boolean): Fate {
  ctx.learned.push(...child.learned);
  ctx.generated.push(...child.generated);
  if (fate === FATE.WAITING) {
    ctx.wait ??= child.wait;
    return fate;
  }
  if (child.sink.count === 0 || child.fatal !== 0) return fate;
  const list = child.sink.list(false);
  if (list === null || list.length > MAX_ACTION_BYTES) return FATE.DROPPED;
  ctx.generated.push({
    actions: list.copy(),
    data: child.packet.data,
    port: workerPort(ctx),
    ...(error && { error }),
  });
  return fate;
}

/** The worker port of the packet that everything goes back to. */
function workerPort(ctx: Context): number {
  let from = ctx;
  while (from.parent !== null) from = from.parent;
  const key = from.packet.key;
  return key[KEY.in_port]! | (key[KEY.in_port + 1]! << 8);
}
