// The MACs of a packet of which only addresses were named: who sends it, and the router or station it is sent to, as the
// topology tells. Whatever it fills in, it says. It must never ask a neighbour that would be assumed to answer.
import { macsOf } from "../../dataplane/controller/index.js";
import { formatMac, parseIp } from "../../dataplane/topology/addresses.js";
import type { World } from "./world.js";

export interface AssumedWord {
  /** As it would be typed: "dmac=02:00:00:00:0a:01". */
  word: string;
  why: string;
}

/** Words for `frameOf` that these lack; none where no address was named. */
export function assumedMacs(world: World, port: string, words: readonly string[]): AssumedWord[] {
  const given = new Map(
    words.map((word): [string, string] => {
      const cut = word.indexOf("=");
      return [word.slice(0, cut), word.slice(cut + 1)];
    }),
  );
  const { snapshot, facts } = world;
  const vport = snapshot.ports[snapshot.bound[facts.ports.get(port) ?? -1] ?? -1];
  const [source, target] = [given.get("src"), given.get("dst")];
  const family = parseIp(target ?? source ?? "")?.family;
  if (vport === undefined || family === undefined) return [];
  const vlan = vport.vlan > 0 ? vport.vlan : Number(given.get("vlan") ?? 0);
  const { sender, receiver } = macsOf({ ...NOTHING_LEARNED, snapshot }, vport, {
    source,
    target,
    family,
    vlan,
  });
  const all = [
    { name: "smac", ...sender },
    { name: "dmac", ...receiver },
  ];
  return all
    .filter(({ name }) => !given.has(name))
    .map(({ name, mac, why }) => ({ word: `${name}=${formatMac(mac)}`, why }));
}

const NOTHING_LEARNED = {
  stations: () => [],
  state: { station: () => undefined, neighbour: () => undefined, bridgeNeighbour: () => undefined },
};
