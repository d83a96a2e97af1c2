// Bridges: declared stations, who has which lease, router ports on their links, and every place a station can be.
import { parseMac } from "../../topology/addresses.js";
import type { Port, Topology } from "../../topology/model.js";
import { LINK, type Neighbours, type Place, type VDevice, type VPort } from "../snapshot.js";
import { StationTable } from "../stations.js";
import { addressIn, nameTag } from "../tags.js";
import type { Mac } from "../verdict.js";
import { noNeighbours, setNeighbour } from "./names.js";
import { canonical } from "./tunnels.js";

export function compileBridges(
  topology: Topology,
  devices: VDevice[],
  ports: VPort[],
): { places: Place[]; placeOf: Map<string, number> } {
  const places: Place[] = [];
  const placeOf = new Map<string, number>();
  const bridges = topology.bridges ?? [];
  const gateways = topology.ports.filter((port) => port.vtep !== undefined);
  for (const port of ports) {
    if (port.device >= bridges.length) continue;
    placeOf.set(port.id, places.push({ port: port.index, remote: -1 }) - 1);
    for (const [remote, where] of (port.vtep?.where ?? []).entries()) {
      placeOf.set(where, places.push({ port: port.index, remote }) - 1);
    }
  }
  for (const [index, bridge] of bridges.entries()) {
    const device = devices[index]!;
    const stationTag = nameTag("station", bridge.id);
    const stations = new StationTable(stationTag);
    const addresses = new Map<string, Mac>();
    const routers = new Map<string, number>();
    const byVlan = new Map<number, Neighbours>();
    const neighboursIn = (vlan: number): Neighbours => {
      const have = byVlan.get(vlan) ?? noNeighbours();
      byVlan.set(vlan, have);
      return have;
    };
    for (const station of bridge.macTable ?? []) {
      const mac = parseMac(station.mac);
      const place = placeOf.get(station.port);
      if (mac === undefined || place === undefined) continue;
      // At an access port it is of the port's VLAN; elsewhere of any, its addresses of none.
      const vlan = station.vlan ?? ports[places[place]!.port]!.vlan;
      stations.set(mac, vlan, place);
      for (const address of station.addresses ?? []) {
        addresses.set(addressIn(vlan, canonical(address)), mac);
        setNeighbour(neighboursIn(vlan), canonical(address), mac);
      }
    }
    const leasesIn = new Map<number, Map<string, Mac>>();
    for (const { vlan, address, mac } of leasesOf(topology, bridge.id)) {
      const text = addressIn(vlan, address);
      if (addresses.has(text)) continue;
      addresses.set(text, mac);
      leasesIn.set(vlan, (leasesIn.get(vlan) ?? new Map<string, Mac>()).set(address, mac));
    }
    for (const remote of declaredRemotes(gateways.filter((port) => port.device === bridge.id))) {
      const mac = parseMac(remote.mac);
      const place = placeOf.get(remote.where);
      if (mac !== undefined && place !== undefined)
        stations.set(mac, ports[places[place]!.port]!.vlan, place);
    }
    for (const number of device.ports) {
      const port = ports[number]!;
      if (port.link !== LINK.PEER || !port.towardsRouter) continue;
      const far = ports[port.target]!;
      stations.set(far.mac, port.vlan, placeOf.get(port.id)!);
      for (const own of far.linkLocal === null ? far.addresses : [...far.addresses, far.linkLocal]) {
        routers.set(addressIn(port.vlan, own.text), port.index);
        setNeighbour(neighboursIn(port.vlan), own.text, far.mac);
      }
      far.neighbours = neighboursIn(port.vlan);
      far.leases = leasesIn.get(port.vlan) ?? null;
    }
    device.bridge = {
      suppress: bridge.arpSuppression ?? true,
      stations,
      addresses,
      routers,
      stationTag,
      neighbourTag: nameTag("bridge-neighbour", bridge.id),
      floodTag: nameTag("flood", bridge.id),
    };
  }
  return { places, placeOf };
}

/** Whose addresses DHCP gives out: nobody has to be asked for them. */
function leasesOf(
  { dhcp = [], dhcp6 = [] }: Topology,
  id: string,
): { vlan: number; address: string; mac: Mac }[] {
  return [...dhcp, ...dhcp6].flatMap(({ bridge, enabled, vlan = 0, hosts = [] }) =>
    bridge !== id || enabled === false
      ? []
      : hosts.flatMap(({ mac: text, address }) => {
          const mac = text === undefined ? undefined : parseMac(text);
          return mac === undefined ? [] : [{ vlan, address: canonical(address), mac }];
        }),
  );
}

function declaredRemotes(gateways: readonly Port[]): { mac: string; where: string }[] {
  return gateways.flatMap((port) =>
    port.vtep === undefined
      ? []
      : port.vtep.remotes.flatMap((remote) =>
          (remote.macs ?? []).map((mac) => ({ mac, where: `${port.id}@${canonical(remote.address)}` })),
        ),
  );
}
