// Declared stations of a bridge: where they are.
import type { VBridge, VDevice } from "../../simulation/snapshot.js";
import { tag } from "../../simulation/tags.js";
import type { Firing, Side } from "./firing.js";

const VLANS = 4096;

export function stationsRead(fire: Firing, a: VBridge, b: VBridge, { id }: VDevice): void {
  const [before, after] = [placesOf(fire.was, a), placesOf(fire.is, b)];
  for (const name of new Set([...before.keys(), ...after.keys()])) {
    if (before.get(name) === after.get(name)) continue;
    const [mac, vlan] = name.split(" ").map(Number) as [number, number];
    if (vlan !== 0) fire.all(tag.station(id, vlan, mac));
    // In none is in any.
    else for (let one = 0; one < VLANS; one++) fire.all(tag.station(id, one, mac));
  }
}

/** "port" or "port@remote" by MAC and VLAN. */
function placesOf({ snapshot }: Side, { stations }: VBridge): Map<string, string> {
  const { places, ports } = snapshot;
  const found = new Map<string, string>();
  for (const { mac, vlan, place } of stations.list()) {
    const { port, remote } = places[place]!;
    const one = ports[port]!;
    found.set(`${mac} ${vlan}`, remote < 0 ? one.id : (one.vtep?.where[remote] ?? one.id));
  }
  return found;
}
