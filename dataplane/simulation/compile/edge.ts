// What every exterior port of this host serves: put together from the bridge's subnets, the routers on its link and the
// metadata hooks.
import type { Topology } from "../../topology/model.js";
import type { VDhcp, VEdge, VRa } from "../edge.js";
import { BRIDGE, LINK, type NodeFacts, type Tunnel, type VDevice, type VPort } from "../snapshot.js";
import { addressIn } from "../tags.js";
import { compileDhcp } from "./dhcp.js";
import { compileDhcp6 } from "./dhcp6.js";
import { compileMetadata } from "./metadata.js";
import type { Names } from "./names.js";
import { overlayMtu } from "./overlay-mtu.js";
import { bridgeRa, routerRa } from "./ra.js";
import { linkMtu } from "./sizes.js";

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
  // One for all ports of a kind: what is equal is compared once.
  const kinds = new Map<string, VDhcp>();
  const four = (lan: string, mtu: number): VDhcp | null => {
    const of = dhcp.get(lan);
    if (of === undefined || mtu === 0) return of ?? null;
    const name = `${lan} ${mtu}`;
    const have = kinds.get(name) ?? { ...of, linkMtu: mtu };
    kinds.set(name, have);
    return have;
  };
  /** What the port serves to frames of the VLAN; null: nothing. */
  const edgeOf = (device: VDevice, port: VPort, vlan: number): VEdge | null => {
    const lan = device.kind === BRIDGE ? addressIn(vlan, device.id) : "";
    const own = port.ra === null ? rasOf(topology, device, vlan, ports, mtu) : [port.ra];
    const edge = {
      dhcp: four(lan, linkMtu([port, ...routersOf(device, vlan, ports)])),
      dhcp6: dhcp6.get(lan) ?? null,
      ras: own,
      guest: null,
      hook: null,
      tagged: null,
    };
    return edge.dhcp === null && edge.dhcp6 === null && own.length === 0 ? null : edge;
  };
  for (const device of devices) {
    const vlans = device.kind === BRIDGE ? vlansOf(topology, device, ports) : [];
    for (const index of device.ports) {
      const port = ports[index]!;
      if (port.link !== LINK.LOCAL) continue;
      const untagged = port.vlan !== 0 || port.trunk === null || port.trunk.has(0);
      const tagged = vlans.flatMap((vlan): [number, VEdge][] => {
        const edge = takesTagged(port, vlan) ? edgeOf(device, port, vlan) : null;
        return edge === null ? [] : [[vlan, edge]];
      });
      const guest = guests.get(index) ?? null;
      const hook = hooks.get(index) ?? null;
      const own = untagged ? edgeOf(device, port, port.vlan) : null;
      if (own === null && guest === null && hook === null && tagged.length === 0) continue;
      port.edge = { ...(own ?? NOTHING), guest, hook, tagged: tagged.length === 0 ? null : new Map(tagged) };
    }
  }
}

const NOTHING = { dhcp: null, dhcp6: null, ras: [] } as const;

/** Are frames that come in with the VLAN's tag of that VLAN? */
const takesTagged = ({ vlan: own, trunk }: VPort, vlan: number): boolean =>
  trunk === null ? own === 0 : trunk.has(vlan);

/** VLANs of the bridge in which anything may be served. */
function vlansOf(topology: Topology, { id, ports: own }: VDevice, ports: readonly VPort[]): number[] {
  const declared = [...(topology.dhcp ?? []), ...(topology.dhcp6 ?? [])];
  const vlans = declared.flatMap(({ bridge, vlan }) => (bridge === id ? [vlan ?? 0] : []));
  for (const index of own) if (ports[index]!.towardsRouter) vlans.push(ports[index]!.vlan);
  return [...new Set(vlans)].filter((vlan) => vlan !== 0);
}

/** Router ports on the bridge's VLAN, seen from the bridge. */
const routersOf = ({ kind, ports: own }: VDevice, vlan: number, ports: readonly VPort[]): VPort[] =>
  kind === BRIDGE
    ? own.map((index) => ports[index]!).filter((port) => port.towardsRouter && port.vlan === vlan)
    : [];

/** Of the routers on a VLAN of the bridge, its own first. */
function rasOf(
  topology: Topology,
  device: VDevice,
  vlan: number,
  ports: readonly VPort[],
  mtu: number,
): VRa[] {
  if (device.kind !== BRIDGE) return [];
  const ra = vlan === 0 ? topology.bridges?.[device.index]?.ra : undefined;
  const own = ra === undefined ? [] : [bridgeRa(ra, device, ports, mtu)];
  return [...own, ...routersOf(device, vlan, ports).flatMap(({ target }) => ports[target]?.ra ?? [])];
}
