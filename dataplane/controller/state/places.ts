// Where stations can be in a topology, as learned stations name it. Pure.
import { formatIp, parseIp } from "../../topology/addresses.js";
import type { Topology } from "../../topology/model.js";

/** Is this still a place on that bridge? A port id, or "portId@remote" behind a gateway. */
export function placesOf(topology: Topology): (bridge: string, where: string) => boolean {
  const places = new Map<string, string>();
  for (const { id, device, vtep } of topology.ports) {
    places.set(id, device);
    for (const { address } of vtep?.remotes ?? []) {
      const ip = parseIp(address);
      if (ip !== undefined) places.set(`${id}@${formatIp(ip.bytes)}`, device);
    }
  }
  return (bridge, where) => places.get(where) === bridge;
}
