// What every exterior port of this host serves: put together from the bridge's subnets, the routers on its link and the
// metadata hooks.
import type { Topology } from "../../topology/model.js";
import type { VRa } from "../edge.js";
import { BRIDGE, LINK, type NodeFacts, type Tunnel, type VDevice, type VPort } from "../snapshot.js";
import { compileDhcp } from "./dhcp.js";
import { compileDhcp6 } from "./dhcp6.js";
import { compileMetadata } from "./metadata.js";
import type { Names } from "./names.js";
import { overlayMtu } from "./overlay-mtu.js";
import { bridgeRa, routerRa } from "./ra.js";

/** Sets `ra` of router ports and `edge` of the ports of this host. */
export function compileEdges(
  topology: Topology,
  facts: NodeFacts,
  names: Names,
  devices: readonly VDevice[],
  ports: readonly VPort[],
  tunnels: readonly Tunnel[],
): void {
  const mtu = overlayMtu(tunnels, facts);
  for (const [index, { ra, addresses }] of topology.ports.entries())
    if (ra !== undefined) ports[index]!.ra = routerRa(ra, ports[index]!, addresses ?? [], mtu);
  const dhcp = compileDhcp(topology.dhcp ?? [], devices, ports, mtu);
  const dhcp6 = compileDhcp6(topology.dhcp6 ?? []);
  const { guests, hooks } = compileMetadata(topology.metadata ?? [], names, ports);
  for (const device of devices) {
    for (const index of device.ports) {
      const port = ports[index]!;
      if (port.link !== LINK.LOCAL) continue;
      // Subnets are of the bridge's untagged network.
      const lan = device.kind === BRIDGE && port.vlan === 0 ? device.id : "";
      const edge = {
        dhcp: dhcp.get(lan) ?? null,
        dhcp6: dhcp6.get(lan) ?? null,
        ras: port.ra === null ? rasOf(topology, device, port, ports, mtu) : [port.ra],
        guest: guests.get(index) ?? null,
        hook: hooks.get(index) ?? null,
      };
      const serves = edge.dhcp ?? edge.dhcp6 ?? edge.guest ?? edge.hook ?? edge.ras[0] ?? null;
      if (serves !== null) port.edge = edge;
    }
  }
}

/** Of the port's link: the routers of its VLAN. */
function rasOf(
  topology: Topology,
  device: VDevice,
  { vlan }: VPort,
  ports: readonly VPort[],
  mtu: number,
): VRa[] {
  if (device.kind !== BRIDGE) return [];
  const ra = vlan === 0 ? topology.bridges?.[device.index]?.ra : undefined;
  const own = ra === undefined ? [] : [bridgeRa(ra, device, ports, mtu)];
  const routers = device.ports.flatMap((index) => {
    const port = ports[index]!;
    return (port.towardsRouter && port.vlan === vlan ? ports[port.target]?.ra : null) ?? [];
  });
  return [...own, ...routers];
}
