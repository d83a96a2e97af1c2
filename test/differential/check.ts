// One scene from end to end: expected, observed, compared, and the flows it left looked into.

import { relocate } from "../../dataplane/controller/flows/relocate.js";
import type { EdgeNode } from "../../dataplane/controller/index.js";
import { simulate } from "../../dataplane/simulation/simulate.js";
import { packetOf } from "../../dataplane/simulation/test/lib/packets.js";
import { type Pool, Random, sibling } from "../../dataplane/simulation/test/lib/random-keys.js";
import type { Verdict } from "../../dataplane/simulation/verdict.js";
import { type Execute, expectation } from "./expect.js";
import { type Case, judge, type Mismatch } from "./judge.js";
import { type Observed, observe } from "./rig.js";
import type { Scene } from "./scene.js";
import { isSteady } from "./steady.js";
import { KnownState, type World, worldsOf } from "./world.js";

export interface Checked {
  /** What was put to the test: without what was pruned. */
  scene: Scene;
  mismatches: Mismatch[];
  seen: Observed;
  /** Sibling keys simulated afresh. */
  siblings: number;
  /** By kind of verdict. */
  results: Map<string, number>;
}

export interface CheckOptions {
  /** Draws siblings of live flows; none without it. */
  pool?: Pool;
  samples?: number;
  /** Leave out packets that would change what is known; else they are an error. */
  prune?: boolean;
  /** Stands in for the executor. */
  run?: Execute;
}

/** All that must become of the scene's packets. Throws when order would matter, unless it prunes. */
export function casesOf(from: Scene, { prune, run }: CheckOptions = {}): { scene: Scene; cases: Case[] } {
  const state = new KnownState(from.known);
  const worlds = worldsOf(from, state);
  const cases: Case[] = [];
  const packets = from.packets.filter((packet) => {
    const { phase, during, port, data } = packet;
    const outcomes = [expectation(worlds[phase]!, port, data, run)];
    const next = during ? worlds[phase + 1] : undefined;
    if (next !== undefined) outcomes.push(expectation(next, port, data, run));
    if (outcomes.every((outcome) => isSteady(state, outcome))) {
      cases.push({ packet: cases.length, outcomes });
      return true;
    }
    if (prune === true) return false;
    throw new Error(`packet ${cases.length} of the scene of seed ${from.seed} would change what is known`);
  });
  return { scene: { ...from, packets }, cases };
}

export async function check(from: Scene, options: CheckOptions = {}): Promise<Checked> {
  const { scene, cases } = casesOf(from, options);
  const worlds = worldsOf(scene);
  const random = new Random(scene.seed);
  let siblings = 0;
  const seen = await observe(scene, (node, phase) => {
    if (options.pool === undefined) return [];
    const { complaints, tried } = flowsHold(node, worlds[phase]!, random, options.pool, options.samples ?? 0);
    siblings += tried;
    return complaints;
  });
  const results = new Map<string, number>();
  for (const { outcomes } of cases)
    results.set(outcomes[0]!.result, (results.get(outcomes[0]!.result) ?? 0) + 1);
  return { scene, mismatches: judge(scene, cases, seen), seen, siblings, results };
}

/** Random packets inside live flows' masks, simulated afresh, must give the flows' actions. */
function flowsHold(
  node: EdgeNode,
  world: World,
  random: Random,
  pool: Pool,
  samples: number,
): { complaints: string[]; tried: number } {
  const complaints: string[] = [];
  const flows = [...node.core.flows.list()];
  let tried = 0;
  for (let i = 0; i < samples && flows.length > 0; i++) {
    const flow = random.pick(flows);
    const installed = node.core.flows.masks.get(flow.maskId).mask;
    for (let at = 0; at < installed.length; at++)
      if ((flow.computed.mask[at]! & ~installed[at]!) !== 0)
        complaints.push(`flow ${flow.serial} is wider than what was read`);
    for (const mask of [flow.computed.mask, installed]) {
      const key = sibling(random, pool, flow.key, mask);
      if (key === undefined) continue;
      tried++;
      const verdict = simulate(world.snapshot, world.state, packetOf(key));
      const actions = actionsOf(node, verdict, flow.groupIds);
      if (verdict.result.kind === "flow" || verdict.result.kind === "drop") {
        if (Buffer.compare(actions, flow.actions) === 0) continue;
      }
      complaints.push(
        `flow ${flow.serial} of ${hex(flow.key)} does ${hex(flow.actions)}; ${hex(key)} is inside its mask ${hex(mask)} and gives ${verdict.result.kind} ${hex(actions)}`,
      );
    }
  }
  return { complaints, tried };
}

function actionsOf(node: EdgeNode, verdict: Verdict, groupIds: readonly number[]): Uint8Array {
  return relocate(verdict.actions, {
    tunnel: (id) => node.core.underlay.tunnels.id(id),
    group: (index) => groupIds[index] ?? -1,
  });
}

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString("hex");
