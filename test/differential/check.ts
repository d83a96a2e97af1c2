// One scene from end to end: expected, observed, compared, and the flows it left looked into.

import { type Pool, Random } from "../../dataplane/simulation/test/lib/random-keys.js";
import { type Execute, expectation } from "./expect.js";
import { flowsHold } from "./flows-hold.js";
import { type Case, judge, type Mismatch } from "./judge.js";
import { addLooseness, type Looseness, noLooseness } from "./loose.js";
import { type Observed, observe } from "./rig.js";
import type { Scene } from "./scene.js";
import { isSteady, type Verdicts } from "./steady.js";
import { KnownState, type World, worldsOf } from "./world.js";

export interface Checked {
  /** What was put to the test: without what was pruned. */
  scene: Scene;
  mismatches: Mismatch[];
  seen: Observed;
  /** Keys inside live flows' masks, simulated afresh. */
  siblings: number;
  /** Flows looked at, and the bits they are exact in, in_port left out. */
  flows: number;
  bits: number;
  looseness: Looseness;
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
  /** Of packets that were simulated in this state before. */
  verdicts?: Verdicts;
}

/** About packets that came by one port: a node whose clock stands has a second's worth of them, and some that ask
 * again take another. */
const MOST_ERRORS = 500;

/** All that must become of the scene's packets. Throws when order would matter, unless it prunes. */
export function casesOf(
  from: Scene,
  { prune, run, verdicts }: CheckOptions = {},
): { scene: Scene; cases: Case[] } {
  const state = new KnownState(from.known);
  const worlds = worldsOf(from, state);
  const cases: Case[] = [];
  const errors = new Map<number, number>();
  const packets = from.packets.filter((packet) => {
    const { phase, during, port, data } = packet;
    const met = during ? between(worlds[phase]!, worlds[phase + 1]) : [worlds[phase]!];
    const outcomes = met.map((world, at) =>
      expectation(world, port, data, run, at < 2 ? verdicts?.get(data)?.[at] : undefined),
    );
    // What the worker asks about a packet may be answered after the change.
    if (met.length > 1)
      outcomes.push(expectation(met[0]!, port, data, run, verdicts?.get(data)?.[0], met[1]!));
    const told = (errors.get(port) ?? 0) + Math.max(...outcomes.map((outcome) => outcome.errors));
    const steady = outcomes.every((outcome) => isSteady(state, outcome));
    if (steady && (prune !== true || told <= MOST_ERRORS)) {
      errors.set(port, told);
      cases.push({ packet: cases.length, outcomes });
      return true;
    }
    if (prune === true) return false;
    throw new Error(`packet ${cases.length} of the scene of seed ${from.seed} would change what is known`);
  });
  return { scene: { ...from, packets }, cases };
}

/** The worlds that a packet in flight may meet. One that was parsed before its tunnel address came or went may be
 * decided on after: the parser is not the simulation's. */
function between(now: World, next: World | undefined): World[] {
  if (next === undefined) return [now];
  if (now.endpointNames === next.endpointNames) return [now, next];
  const mixed = (world: World, { endpoints, endpointNames }: World): World => ({
    ...world,
    endpoints,
    endpointNames,
  });
  return [now, next, mixed(now, next), mixed(next, now)];
}

/** So many frames may become of it, those that are dropped on their way out among them. */
const framesOf = ({ outcomes }: Case): number =>
  Math.max(
    ...outcomes.map(({ sure, maybe }) =>
      [sure, maybe].reduce((sum, { sent, drops }) => sum + sent.length + drops.length, 0),
    ),
  );

/** `prepared`: what casesOf gave for the scene. */
export async function check(
  from: Scene,
  options: CheckOptions = {},
  prepared = casesOf(from, options),
): Promise<Checked> {
  const { scene, cases } = prepared;
  const worlds = worldsOf(scene);
  const random = new Random(scene.seed);
  const sums = { siblings: 0, flows: 0, bits: 0, looseness: noLooseness() };
  const seen = await observe(scene, cases.map(framesOf), (node, phase) => {
    const { complaints, tried, flows, bits, looseness } = flowsHold(
      node,
      worlds[phase]!,
      random,
      options.pool,
      Math.ceil((options.samples ?? 0) / scene.topologies.length),
    );
    sums.siblings += tried;
    sums.flows += flows;
    sums.bits += bits;
    addLooseness(sums.looseness, looseness);
    return complaints;
  });
  const results = new Map<string, number>();
  for (const { outcomes } of cases)
    results.set(outcomes[0]!.result, (results.get(outcomes[0]!.result) ?? 0) + 1);
  return { scene, mismatches: judge(scene, cases, seen), seen, ...sums, results };
}
