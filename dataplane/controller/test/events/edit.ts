// Edits of the scene's document, in as few words as a table of them needs.
import type { Topology } from "../../../topology/index.js";

/** What happens, and how it is written. */
export type Row = readonly [says: string, edit: (topology: Topology) => void];

type Lists = {
  [K in keyof Topology as Topology[K] extends { id: string }[] | undefined ? K : never]: Topology[K];
};
export type List = keyof Lists;

export function the(topology: Topology, list: List, id: string): Record<string, unknown> {
  const found = (topology[list] as { id: string }[] | undefined)?.find((one) => one.id === id);
  if (found === undefined) throw new Error(`${list} has no ${id}`);
  return found as unknown as Record<string, unknown>;
}

/** Fields of an object; undefined takes one away. */
export function set(list: List, id: string, fields: object): Row[1] {
  return (topology) => assign(the(topology, list, id), fields);
}

/** Of one of its parts: the list's key and the part's place. */
export function part(list: List, id: string, key: string, place: number, fields: object): Row[1] {
  return (topology) => assign((the(topology, list, id)[key] as Record<string, unknown>[])[place]!, fields);
}

/** A part more, at the end or there. */
export function more(list: List, id: string, key: string, value: unknown, place?: number): Row[1] {
  return (topology) => {
    const object = the(topology, list, id);
    object[key] ??= [];
    const parts = object[key] as unknown[];
    parts.splice(place ?? parts.length, 0, value);
  };
}

/** One part less. */
export function less(list: List, id: string, key: string, place: number): Row[1] {
  return (topology) => void (the(topology, list, id)[key] as unknown[]).splice(place, 1);
}

export function add(list: List, value: { id: string }): Row[1] {
  return (topology) => {
    const all = topology as unknown as Record<string, unknown[]>;
    all[list] ??= [];
    all[list].push(value);
  };
}

export function remove(list: List, id: string): Row[1] {
  return (topology) => {
    const all = topology[list] as { id: string }[];
    all.splice(all.indexOf(the(topology, list, id) as unknown as { id: string }), 1);
  };
}

export const all =
  (...edits: readonly Row[1][]): Row[1] =>
  (topology) => {
    for (const edit of edits) edit(topology);
  };

function assign(object: Record<string, unknown>, fields: object): void {
  for (const [key, value] of Object.entries(fields))
    if (value === undefined) delete object[key];
    else object[key] = value;
}
