// L2 gateways: of two ports into one outside network one is active. What is for either leaves by the active one, and
// the other lets nothing in: what comes by it comes by the active one too. It must never relay what the active port's
// host sent, for that host thinks otherwise.
import { DROP, KEY } from "../../bindings/layout.js";
import { type Context, FATE, type Fate } from "./context.js";
import { STEP } from "./path.js";
import type { VPort } from "./snapshot.js";

/** The port of the gateway that frames go by: the one that is known to be active, else the preferred one. */
export function activeOf(ctx: Context, port: VPort): VPort {
  const { snapshot, state } = ctx;
  const gateway = snapshot.gateways[port.gateway]!;
  ctx.tag(gateway.tag);
  const known = state.gateway?.(gateway.id);
  const [preferred, second] = gateway.ports;
  const active = snapshot.ports[second]!.id === known ? second : preferred;
  ctx.step(STEP.GATEWAY, port.gateway, active);
  return snapshot.ports[active]!;
}

/** A frame from outside. 0: the port is active, the frame may enter. */
export function fromOutside(ctx: Context, port: VPort): Fate | 0 {
  const { ports, macs } = ctx.snapshot.gateways[port.gateway]!;
  const other = ports[0] === port.index ? 1 : 0;
  // What the other port's host says of itself when it takes over reaches this one through the outside network.
  if (ctx.bytesAre(KEY.eth_src, 6, macs[other], 0)) {
    learn(ctx, port, ctx.snapshot.ports[ports[other]]!);
    return FATE.CONSUMED;
  }
  return activeOf(ctx, port) === port ? 0 : ctx.drop(DROP.HAIRPIN);
}

/** From another host, for the port by its key; `tunnel` is that host's. The port it goes by. */
export function outward(ctx: Context, port: VPort, tunnel: number): VPort {
  const { snapshot } = ctx;
  const { ports } = snapshot.gateways[port.gateway]!;
  const other = snapshot.ports[ports[0] === port.index ? ports[1] : ports[0]]!;
  const active = activeOf(ctx, port);
  if (active === port) return port;
  if (tunnel !== other.target) return active;
  // The host of the port that is held to be active sends here: it has given up its own.
  learn(ctx, port, port);
  return port;
}

function learn(ctx: Context, at: VPort, active: VPort): void {
  const { id } = ctx.snapshot.gateways[at.gateway]!;
  ctx.learned.push({ kind: "gateway", gateway: id, port: active.id });
  ctx.step(STEP.GATEWAY, at.gateway, active.index);
}
