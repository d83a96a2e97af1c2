// Floods of a bridge that a port comes to take part in, or is taken out of.
import { BRIDGE, LINK, type VPort } from "../../simulation/snapshot.js";
import { tag } from "../../simulation/tags.js";
import type { Firing, Side } from "./firing.js";

/** `vlans`: only in these, 0 for untagged frames; else in all that the port takes. */
export function floods(fire: Firing, side: Side, port: VPort, vlans?: readonly number[]): void {
  const { vlan, trunk, link } = port;
  const bridge = side.snapshot.devices[port.device]!;
  if (bridge.kind !== BRIDGE || link === LINK.NONE) return;
  const open = vlan === 0 && trunk === null;
  if (open && vlans === undefined) {
    fire.all(tag.flood(bridge.id));
    return;
  }
  for (const one of vlans ?? [...(vlan === 0 ? [] : [vlan]), ...(trunk ?? [])])
    if (one !== 0) fire.all(tag.flood(bridge.id, one));
    else
      fire.some({
        tags: [tag.flood(bridge.id)],
        regions: [side.region({ noVlan: true }), side.region({ vlan: 0 })],
      });
}
