// What a change fires: tags whose flows all go, and tags of which only those go that it can concern. It may concern
// too many flows, never too few.
import { PATH_STRIDE, STEP } from "../../simulation/path.js";
import { holds, known, type Region } from "../../simulation/region.js";
import type { Snapshot, VPort } from "../../simulation/snapshot.js";
import type { Tag } from "../../simulation/verdict.js";

/** What is asked of a verdict that flows share. */
export interface Concerned {
  readonly tags: Int32Array;
  readonly path: Int32Array;
  readonly snapshot: Snapshot;
  readonly rewritten: number;
  readonly computed: { readonly words: Int32Array };
}

/** A step of a way: its kind, and what it is about, by the operator's id. */
export interface WayStep {
  step: number;
  /** Port, device, insertion, … as the step has it; absent: any. */
  id?: string;
  /** The bridge or router that the step's port, or its route, is of. */
  device?: string;
  /** One of these may be the VLAN that its port puts frames in; 0: none. */
  vlans?: readonly number[];
}

/** Flows under one of the tags, narrowed by all else that is given. */
export interface Within {
  tags: readonly Tag[];
  /** A packet of theirs may be in one of these. */
  regions?: readonly Region[];
  /** That is asked of packets as they came in, whatever was written since. */
  asTheyCame?: boolean;
  /** They carry one of these tags too. */
  also?: readonly Tag[];
  /** Their way has one step of each of these lists. */
  way?: readonly (readonly WayStep[])[];
  /** Something came onto the way of all these or left it, and decides nothing for those that are not concerned: they stay
   * and carry these tags too. */
  gains?: readonly Tag[];
}

export interface Fired {
  tags: Iterable<Tag>;
  within: readonly Within[];
}

/** May flows of this verdict be concerned, whatever their packets? */
export function concerns(shared: Concerned, { also, way }: Within): boolean {
  if (also !== undefined && !also.some((tag) => shared.tags.includes(tag))) return false;
  return way === undefined || way.every((steps) => passes(shared, steps));
}

/** Tags that flows of this verdict carry too if they stay; undefined: nothing is new on their way. */
export function gained(shared: Concerned, within: readonly Within[]): Tag[] | undefined {
  const those = within.filter(
    (one) =>
      one.gains !== undefined && one.tags.some((tag) => shared.tags.includes(tag)) && concerns(shared, one),
  );
  return those.length === 0 ? undefined : those.flatMap(({ gains = [] }) => gains);
}

/** Regions of which one must hold a packet of such a verdict, in bits that it has read; undefined: all are concerned. */
export function asked(shared: Concerned, { regions, asTheyCame = false }: Within): Region[] | undefined {
  const left = regions?.map((one) => known(one, shared.computed.words, asTheyCame ? 0 : shared.rewritten));
  if (left === undefined || left.some(({ length }) => length === 0)) return undefined;
  // A rule is often where it was before.
  return [...new Map(left.map((region) => [region.join(), region])).values()];
}

/** May the flow made by this packet be concerned, of a verdict that may? */
export function concernsKey(shared: Concerned, within: Within, key: Uint32Array | Int32Array): boolean {
  return asked(shared, within)?.some((region) => holds(region, key, 0)) ?? true;
}

function passes({ path, snapshot }: Concerned, steps: readonly WayStep[]): boolean {
  for (let at = 0; at < path.length; at += PATH_STRIDE)
    for (const one of steps) if (isStep(snapshot, path[at]! & 0xff, path[at + 1]!, one)) return true;
  return false;
}

function isStep(
  snapshot: Snapshot,
  kind: number,
  object: number,
  { step, id, device, vlans }: WayStep,
): boolean {
  if (kind !== step) return false;
  if (id !== undefined && objectOf(snapshot, kind, object) !== id) return false;
  if (device !== undefined && deviceOf(snapshot, kind, object) !== device) return false;
  return vlans === undefined || mayBeIn(snapshot.ports[object], vlans);
}

/** All that comes in by an access port is in one VLAN. */
function mayBeIn(port: VPort | undefined, vlans: readonly number[]): boolean {
  const isAccess = port !== undefined && port.vlan !== 0 && port.trunk === null;
  return !isAccess || vlans.includes(port.vlan);
}

function objectOf(snapshot: Snapshot, kind: number, object: number): string | undefined {
  switch (kind) {
    case STEP.FLOOD:
    case STEP.TRANSLATE:
      return snapshot.devices[object]?.id;
    case STEP.TO_SERVICE:
    case STEP.FROM_SERVICE:
    case STEP.SERVICE_DOWN:
      return snapshot.insertions[object]?.id;
    case STEP.GATEWAY:
      return snapshot.gateways[object]?.id;
    case STEP.MIRROR:
      return snapshot.mirrors[object]?.id;
    default:
      return snapshot.ports[object]?.id;
  }
}

function deviceOf(snapshot: Snapshot, kind: number, object: number): string | undefined {
  if (kind === STEP.ROUTE) return snapshot.routes[object]?.router;
  return snapshot.devices[snapshot.ports[object]?.device ?? -1]?.id;
}
