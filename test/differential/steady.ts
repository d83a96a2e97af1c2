// Brings the learned state to rest: all that the packets teach is known before they come, so that what becomes of one
// does not depend on which came before. Packets that contradict what others taught are taken out.

import { PATH_STRIDE, STEP } from "../../dataplane/simulation/path.js";
import { simulate } from "../../dataplane/simulation/simulate.js";
import { addressIn, tag } from "../../dataplane/simulation/tags.js";
import type { Learned, Verdict } from "../../dataplane/simulation/verdict.js";
import { isNews, type Outcome } from "./expect.js";
import type { Scene, ScenePacket } from "./scene.js";
import { hopAddresses, KnownState, parsed, type World, worldsOf } from "./world.js";

/** Who answers for a neighbour that a packet waits for. */
export type Answers = (port: string, address: string) => number | "failed";

/** Packets that are one to a simulation, and what it last said of them in each of the worlds that they may meet. */
interface Pupil {
  packets: ScenePacket[];
  /** Undefined where the parser lets it go no further; empty: nobody was asked yet. */
  verdicts: (Verdict | undefined)[];
}

/** What was said of packets when all was known. */
export type Verdicts = WeakMap<Uint8Array, readonly (Verdict | undefined)[]>;

/** The scene with the state completed; packets that cannot be reconciled are left out. */
export function steady(
  scene: Scene,
  asked: Answers,
  hop: (address: string) => number | "failed",
): { scene: Scene; verdicts: Verdicts } {
  const state = new KnownState(scene.known);
  tunnelsKnown(scene, state, hop);
  const worlds = worldsOf({ ...scene, known: listed(state) }, state);
  let pupils = pupilsOf(worlds, scene.packets);
  for (let changed: Set<number> | undefined; changed === undefined || changed.size > 0; ) {
    const before = changed;
    const again = new Set<number>();
    const waits: { port: string; address: string }[] = [];
    const all = pupils;
    pupils = [];
    const go = (pupil: Pupil): void => {
      // It would learn the same again: nothing that it read has changed.
      if (pupil.verdicts.length > 0 && before !== undefined && !restsOn(pupil.verdicts, before)) {
        pupils.push(pupil);
        return;
      }
      const [one, ...others] = pupil.packets as [ScenePacket, ...ScenePacket[]];
      const worldsMet = worlds.slice(one.phase, one.phase + (one.during ? 2 : 1));
      pupil.verdicts = worldsMet.map((world) => simulated(world, one));
      const contradicts = worldsMet.some((world, at) => !learnt(world, pupil.verdicts[at], state, again));
      for (const verdict of pupil.verdicts)
        if (verdict?.result.kind === "wait") waits.push(verdict.result.on);
      if (!contradicts) pupils.push(pupil);
      if (others.length === 0 || pupil.verdicts.every(ofTheKeyAlone)) return;
      // What is in it was looked at too: each by itself from now on.
      pupil.packets = [one];
      for (const other of others) go({ packets: [other], verdicts: [] });
    };
    for (const pupil of all) go(pupil);
    for (const { port, address } of waits) {
      const name = `${port} ${address}`;
      if (!state.neighbours.has(name)) state.neighbours.set(name, asked(port, address));
      again.add(tag.neighbour(port, address));
    }
    changed = again;
  }
  const verdicts: Verdicts = new WeakMap();
  const left = new Set<ScenePacket>();
  for (const { packets, verdicts: all } of pupils)
    for (const packet of packets) {
      left.add(packet);
      if (all.every((verdict) => verdict === undefined || !answers(verdict))) verdicts.set(packet.data, all);
    }
  const packets = scene.packets.filter((packet) => left.has(packet));
  return { scene: { ...scene, packets, known: listed(state) }, verdicts };
}

function pupilsOf(worlds: readonly World[], packets: readonly ScenePacket[]): Pupil[] {
  const byKey = new Map<string, Pupil>();
  for (const packet of packets) {
    const { phase, during, port, data } = packet;
    const found = during ? 0 : parsed(worlds[phase]!, port, data);
    const name =
      typeof found === "number"
        ? `alone ${byKey.size}`
        : `${phase} ${Buffer.from(found.key).toString("latin1")}`;
    const pupil = byKey.get(name);
    if (pupil === undefined) byKey.set(name, { packets: [packet], verdicts: [] });
    else pupil.packets.push(packet);
  }
  return [...byKey.values()];
}

function simulated(world: World, { port, data }: ScenePacket): Verdict | undefined {
  const packet = parsed(world, port, data);
  return typeof packet === "number" ? undefined : simulate(world.snapshot, world.state, packet);
}

/** False: it contradicts what others taught. The tags of what is new go into `again`. */
function learnt(world: World, verdict: Verdict | undefined, state: KnownState, again: Set<number>): boolean {
  for (const one of verdict?.learned ?? []) {
    if (!isNews(world, one)) continue;
    const taken = learn(state, one);
    if (taken === "contradiction") return false;
    if (taken === "news") again.add(tagOf(one));
  }
  return true;
}

/** Tags are a flow's: where packets of the network's own go is not among them. */
const restsOn = (verdicts: readonly (Verdict | undefined)[], changed: ReadonlySet<number>): boolean =>
  verdicts.some(
    (verdict) => verdict !== undefined && (answers(verdict) || verdict.tags.some((one) => changed.has(one))),
  );

/** It would say something of its own, whether or not that found its way out. */
function answers({ generated, path }: Verdict): boolean {
  if (generated.length > 0) return true;
  for (let at = 0; at < path.length; at += PATH_STRIDE) if ((path[at]! & 0xff) === STEP.ANSWER) return true;
  return false;
}

/** All packets with that key get it: nothing but the key was looked at. */
function ofTheKeyAlone(verdict: Verdict | undefined): boolean {
  if (verdict === undefined) return true;
  const { result, learned } = verdict;
  if (!learned.every(({ kind }) => kind === "station")) return false;
  return result.kind === "wait" || (["flow", "drop"].includes(result.kind) && !answers(verdict));
}

/** What a simulation that asked for it carries. Tunnels are no simulation's business. */
function tagOf(one: Learned): number {
  switch (one.kind) {
    case "station":
      return tag.station(one.bridge, one.vlan, one.mac);
    case "neighbour":
      return tag.neighbour(one.port, one.address);
    case "bridge-neighbour":
      return tag.bridgeNeighbour(one.bridge, one.address, one.vlan);
    case "gateway":
      return tag.gateway(one.gateway);
    default:
      return 0;
  }
}

/** Every next hop of every tunnel is known or known to be silent. */
function tunnelsKnown(scene: Scene, state: KnownState, hop: (address: string) => number | "failed"): void {
  for (const address of hopAddresses(scene, worldsOf(scene, state))) {
    if (!state.hops.has(address)) state.hops.set(address, hop(address));
  }
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
      // Another port would be active from then on.
      return "contradiction";
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
