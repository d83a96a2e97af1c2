// The theorem that flows without priorities stand on, put to the flows a node really has: what a flow does holds for
// every packet inside its mask, under the topology now in force.
import { relocate } from "../../dataplane/controller/flows/relocate.js";
import type { EdgeNode } from "../../dataplane/controller/index.js";
import { simulate } from "../../dataplane/simulation/simulate.js";
import { packetOf } from "../../dataplane/simulation/test/lib/packets.js";
import { type Pool, type Random, sibling } from "../../dataplane/simulation/test/lib/random-keys.js";
import type { Verdict } from "../../dataplane/simulation/verdict.js";
import { type Looseness, noLooseness, turnOver } from "./loose.js";
import type { World } from "./world.js";

export interface Held {
  complaints: string[];
  /** Keys simulated afresh. */
  tried: number;
  /** Flows looked at, and the bits they are exact in, in_port left out. */
  flows: number;
  bits: number;
  looseness: Looseness;
}

type Flow = ReturnType<EdgeNode["core"]["flows"]["list"]> extends IterableIterator<infer F> ? F : never;

/** One in so many sampled flows has every exact bit turned over. */
const TURNED = 15;

/** Always exact. */
const IN_PORT_BITS = 16;

/** Every flow by the key that made it; with a pool, `samples` of them by random keys inside their masks too. */
export function flowsHold(
  node: EdgeNode,
  world: World,
  random: Random,
  pool: Pool | undefined,
  samples: number,
): Held {
  const flows = [...node.core.flows.list()];
  const held: Held = { complaints: [], tried: 0, flows: flows.length, bits: 0, looseness: noLooseness() };
  for (const flow of flows) {
    held.bits += flow.computed.bits - IN_PORT_BITS;
    const installed = node.core.flows.masks.get(flow.maskId).mask;
    if (installed.some((bits, at) => (flow.computed.mask[at]! & ~bits) !== 0))
      held.complaints.push(`flow ${flow.serial} is wider than what was read`);
    compare(held, node, world, flow, flow.key);
  }
  for (let i = 0; pool !== undefined && flows.length > 0 && i < samples; i++) {
    const flow = random.pick(flows);
    for (const mask of [flow.computed.mask, node.core.flows.masks.get(flow.maskId).mask]) {
      const key = sibling(random, pool, flow.key, mask);
      if (key !== undefined) compare(held, node, world, flow, key);
    }
  }
  for (let i = 0; pool !== undefined && flows.length > 0 && i < samples / TURNED; i++)
    turnOver(world, random.pick(flows).key, held.looseness);
  return held;
}

function compare(held: Held, node: EdgeNode, world: World, flow: Flow, key: Uint8Array): void {
  held.tried++;
  const verdict = simulate(world.snapshot, world.state, packetOf(key));
  const installed = verdict.result.kind === "flow" || verdict.result.kind === "drop";
  const actions = relocate(verdict.actions, {
    tunnel: (id) => node.core.underlay.tunnels.id(id),
    meter: (index) => node.core.meters.id(index),
    group: (index) => flow.groupIds[index] ?? -1,
  });
  if (installed && Buffer.compare(actions, flow.actions) === 0 && sameGroups(node, verdict, flow)) return;
  held.complaints.push(
    `flow ${flow.serial} of ${hex(flow.key)} does ${hex(flow.actions)}; ${hex(key)} is inside its mask ` +
      `${hex(flow.computed.mask)} and gives ${verdict.result.kind} ${hex(actions)}`,
  );
}

function sameGroups(node: EdgeNode, verdict: Verdict, flow: Flow): boolean {
  const named = (members: readonly { token: bigint; weight: number }[]): string =>
    members.map(({ token, weight }) => `${token}*${weight}`).join(" ");
  if (verdict.result.kind === "drop") return true;
  return verdict.groups.every(
    ({ members }, index) =>
      named(members) === named(node.core.flows.groups.members(flow.groupIds[index] ?? -1)),
  );
}

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString("hex");
