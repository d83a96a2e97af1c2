// Brings the learned state to rest: all that the packets teach is known before they come, so that what becomes of one
// does not depend on which came before. Packets that contradict what others taught are taken out.
import { addressIn } from "../../dataplane/simulation/tags.js";
import type { Learned } from "../../dataplane/simulation/verdict.js";
import { lesson, type Outcome } from "./expect.js";
import type { Scene } from "./scene.js";
import { hopAddresses, KnownState, worldsOf } from "./world.js";

/** Who answers for a neighbour that a packet waits for. */
export type Answers = (port: string, address: string) => number | "failed";

/** The scene with the state completed; packets that cannot be reconciled are left out. */
export function steady(scene: Scene, answers: Answers, hop: (address: string) => number | "failed"): Scene {
  const state = new KnownState(scene.known);
  let packets = scene.packets;
  for (let news = true; news; ) {
    news = tunnelsKnown(scene, state, hop);
    const settled = { ...scene, known: listed(state) };
    const worlds = worldsOf(settled, state);
    const waits: { port: string; address: string }[] = [];
    packets = packets.filter((packet) => {
      for (const world of worlds.slice(packet.phase, packet.phase + (packet.during ? 2 : 1))) {
        const { learned, waits: on } = lesson(world, packet.port, packet.data);
        for (const one of learned) {
          const taken = learn(state, one);
          if (taken === "contradiction") return false;
          if (taken === "news") news = true;
        }
        if (on !== undefined) waits.push(on);
      }
      return true;
    });
    for (const { port, address } of waits) {
      const name = `${port} ${address}`;
      news = true;
      if (!state.neighbours.has(name)) state.neighbours.set(name, answers(port, address));
    }
  }
  return { ...scene, packets, known: listed(state) };
}

/** Every next hop of every tunnel is known or known to be silent. */
function tunnelsKnown(scene: Scene, state: KnownState, hop: (address: string) => number | "failed"): boolean {
  let news = false;
  for (const address of hopAddresses(scene, worldsOf(scene, state))) {
    if (state.hops.has(address)) continue;
    state.hops.set(address, hop(address));
    news = true;
  }
  return news;
}

/** Does the state hold still under this outcome? It is looked at only: a packet that is left out teaches nothing. */
export function isSteady(state: KnownState, outcome: Outcome): boolean {
  const look: Put = (map, name, value) => (map.get(name) === value ? "known" : "news");
  return (
    outcome.waits === undefined && outcome.learned.every((learned) => learn(state, learned, look) === "known")
  );
}

type Put = <T>(map: Map<string, T>, name: string, value: T) => "news" | "known" | "contradiction";

function learn(state: KnownState, learned: Learned, write: Put = put): "news" | "known" | "contradiction" {
  switch (learned.kind) {
    case "station":
      return write(state.stations, `${learned.bridge} ${learned.vlan} ${learned.mac}`, learned.where);
    case "neighbour":
      return write<number | "failed">(state.neighbours, `${learned.port} ${learned.address}`, learned.mac);
    case "bridge-neighbour":
      return write(
        state.bridgeNeighbours,
        `${learned.bridge} ${addressIn(learned.vlan, learned.address)}`,
        learned.mac,
      );
    case "underlay-neighbour":
      return write<number | "failed">(state.hops, learned.address, learned.mac);
    case "gateway":
      return "known";
    case "path-mtu": {
      // Only a smaller value is believed.
      const had = state.pathMtus.get(learned.remote);
      return had === undefined || had <= learned.mtu
        ? write(state.pathMtus, learned.remote, Math.min(had ?? learned.mtu, learned.mtu))
        : "contradiction";
    }
  }
}

function put<T>(map: Map<string, T>, name: string, value: T): "news" | "known" | "contradiction" {
  const had = map.get(name);
  if (had !== undefined) return had === value ? "known" : "contradiction";
  map.set(name, value);
  return "news";
}

export function listed(state: KnownState): Scene["known"] {
  const words = (text: string): [string, string] => {
    const at = text.lastIndexOf(" ");
    return [text.slice(0, at), text.slice(at + 1)];
  };
  return {
    stations: [...state.stations].map(([name, where]) => {
      const [place, mac] = words(name);
      const [bridge, vlan] = words(place);
      return { bridge, vlan: Number(vlan), mac: Number(mac), where };
    }),
    neighbours: [...state.neighbours].map(([name, mac]) => {
      const [port, address] = words(name);
      return { port, address, mac };
    }),
    bridgeNeighbours: [...state.bridgeNeighbours].map(([name, mac]) => {
      const [bridge, place] = words(name);
      const [address, vlan] = place.split("%");
      return { bridge, address: address!, ...(vlan === undefined ? {} : { vlan: Number(vlan) }), mac };
    }),
    pathMtus: [...state.pathMtus].map(([remote, mtu]) => ({ remote, mtu })),
    hops: [...state.hops].map(([address, mac]) => ({ address, mac })),
  };
}
