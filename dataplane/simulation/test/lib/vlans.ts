// VLANs for random networks: some bridge ports become access ports, trunks or both, what was learned behind them is
// learned in their VLANs too, and packets come with their tags.
import fc from "fast-check";
import type { Port } from "../../../topology/model.js";
import type { Network } from "./arbitrary.js";

/** VLANs of random networks; rules name them too. */
const VLANS = [5, 100] as const;

type Choice = Pick<Port, "vlan" | "trunkVlans" | "hairpin">;

/** One for each port of a network, over and over. */
export const vlanChoices: fc.Arbitrary<Choice[]> = fc.array(
  fc.constantFrom<Choice>(
    {},
    {},
    { vlan: 5 },
    { vlan: 5 },
    { vlan: 100 },
    { trunkVlans: [0, 5] },
    { trunkVlans: [5, 100] },
    { vlan: 5, trunkVlans: [100, 7] },
    { hairpin: true },
    { vlan: 5, hairpin: true },
  ),
  { minLength: 3, maxLength: 12 },
);

export function withVlans(net: Network, choices: readonly Choice[]): Network {
  const { topology, state } = net;
  const bridges = new Set((topology.bridges ?? []).map(({ id }) => id));
  const legs = new Set(topology.ports.flatMap((port) => (port.addresses === undefined ? [] : [port.peer])));
  const ports = topology.ports.map((port, index): Port => {
    if (!bridges.has(port.device)) return port;
    const { hairpin, ...vlans } = choices[index % choices.length]!;
    // A router takes untagged frames only.
    if (legs.has(port.id)) return vlans.trunkVlans === undefined ? { ...port, ...vlans } : port;
    return { ...port, ...vlans, ...(hairpin === true && port.host !== undefined ? { hairpin } : {}) };
  });
  for (const [name, where] of [...state.stations]) {
    const [bridge, , mac] = name.split(" ");
    for (const vlan of VLANS) state.stations.set(`${bridge} ${vlan} ${mac}`, where);
  }
  for (const [name, mac] of [...state.bridgeNeighbours])
    for (const vlan of VLANS) state.bridgeNeighbours.set(`${name}%${vlan}`, mac);
  return { ...net, topology: { ...topology, ports }, pool: { ...net.pool, vlans: [0, 5, 100, 5, 7] } };
}
