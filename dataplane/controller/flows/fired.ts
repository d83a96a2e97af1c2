// What a change fires: tags whose flows all go, and tags of which only those go that it can concern. It may concern
// too many flows, never too few.
import { PATH_STRIDE, STEP } from "../../simulation/path.js";
import { type Region, touches } from "../../simulation/region.js";
import type { Snapshot } from "../../simulation/snapshot.js";
import type { Tag } from "../../simulation/verdict.js";

/** What is asked of a verdict that flows share. */
export interface Concerned {
  readonly tags: Int32Array;
  readonly path: Int32Array;
  readonly snapshot: Snapshot;
  readonly rewritten: number;
  readonly computed: { readonly words: Int32Array };
}

/** Flows under one of the tags, narrowed by all else that is given. */
export interface Within {
  tags: readonly Tag[];
  /** A packet of theirs may be in one of these. */
  regions?: readonly Region[];
  /** They carry one of these tags too. */
  also?: readonly Tag[];
  /** They enter, or leave, a device by this port. */
  entering?: string;
  leaving?: string;
}

export interface Fired {
  tags: Iterable<Tag>;
  within: readonly Within[];
}

/** May flows of this verdict be concerned, whatever their packets? */
export function concerns(shared: Concerned, { also, entering, leaving }: Within): boolean {
  if (also !== undefined && !also.some((tag) => shared.tags.includes(tag))) return false;
  if (entering !== undefined && passes(shared, STEP.PORT_IN, entering)) return true;
  if (leaving !== undefined && passes(shared, STEP.PORT_OUT, leaving)) return true;
  return entering === undefined && leaving === undefined;
}

/** May the flow made by this packet be concerned, of a verdict that may? */
export function concernsKey(shared: Concerned, { regions }: Within, key: Uint32Array | Int32Array): boolean {
  if (regions === undefined) return true;
  const { words } = shared.computed;
  return regions.some((region) => touches(region, key, words, shared.rewritten));
}

function passes({ path, snapshot }: Concerned, step: number, port: string): boolean {
  for (let at = 0; at < path.length; at += PATH_STRIDE)
    if ((path[at]! & 0xff) === step && snapshot.ports[path[at + 1]!]?.id === port) return true;
  return false;
}
