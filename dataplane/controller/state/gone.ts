// What was learned of things that a topology no longer has: which of it `apply` forgets, and what the simulation reads
// when it has. Pure: forgets nothing itself.
import { tag } from "../../simulation/tags.js";
import type { LearnedState, Mac, Tag } from "../../simulation/verdict.js";
import type { Topology } from "../../topology/model.js";
import type { LearnedTables } from "./learned.js";
import { placesOf } from "./places.js";

export interface Gone {
  station(bridge: string, where: string): boolean;
  /** Of answers on a bridge. */
  bridge(id: string): boolean;
  /** Of neighbours of a router port. */
  port(id: string): boolean;
}

export function goneFrom(topology: Topology): Gone {
  const bridges = new Set((topology.bridges ?? []).map(({ id }) => id));
  const ports = new Set(topology.ports.map(({ id }) => id));
  const isPlace = placesOf(topology);
  return {
    station: (bridge, where) => !isPlace(bridge, where),
    bridge: (id) => !bridges.has(id),
    port: (id) => !ports.has(id),
  };
}

/** The tables as they read once that is forgotten, and the tags that forgetting fires. */
export function afterwards(tables: LearnedTables, gone: Gone): { state: LearnedState; tags: Tag[] } {
  const state = Object.assign(Object.create(tables) as LearnedState, {
    station: (bridge: string, vlan: number, mac: Mac) => {
      const where = tables.station(bridge, vlan, mac);
      return where === undefined || gone.station(bridge, where) ? undefined : where;
    },
    neighbour: (port: string, address: string) =>
      gone.port(port) ? undefined : tables.neighbour(port, address),
    bridgeNeighbour: (bridge: string, address: string, vlan: number) =>
      gone.bridge(bridge) ? undefined : tables.bridgeNeighbour(bridge, address, vlan),
  });
  const tags: Tag[] = [];
  for (const { bridge, vlan, mac, where } of tables.stations.list())
    if (gone.station(bridge, where)) tags.push(tag.station(bridge, vlan, mac));
  for (const { bridge, vlan, address } of tables.answers.list())
    if (gone.bridge(bridge)) tags.push(tag.bridgeNeighbour(bridge, address, vlan));
  for (const { scope, address } of tables.neighbours.list())
    if (gone.port(scope)) tags.push(tag.neighbour(scope, address));
  return { state, tags };
}
