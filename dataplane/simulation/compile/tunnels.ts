// The tunnels of one host, enumerated so that two compilations of one topology agree: zones first, then gateways.
import { formatIp, parseIp } from "../../topology/addresses.js";
import type { Topology, Vtep } from "../../topology/model.js";
import type { Endpoint, NodeFacts, Tunnel } from "../snapshot.js";
import { AddressTries } from "../trie.js";
import { ownAddresses } from "./names.js";

const VXLAN_PORT = 4789;

export interface Tunnels {
  tunnels: Tunnel[];
  endpoints: Endpoint[];
  /** Tunnel id by host; VXLAN where several zones join the two. */
  toHost: ReadonlyMap<string, number>;
  peers: AddressTries;
  /** The same by address. */
  peerTunnels: ReadonlyMap<string, number>;
  /** Tunnel ids of a gateway's remotes, -1 where no local address fits. */
  toRemotes(vtep: Vtep, remotes: readonly string[]): number[];
}

export function compileTunnels(topology: Topology, facts: NodeFacts): Tunnels {
  const tunnels: Tunnel[] = [];
  const endpoints: Endpoint[] = [];
  const toHost = new Map<string, number>();
  const peers = new AddressTries();
  const peerTunnels = new Map<string, number>();

  const tunnel = (type: Tunnel["type"], local: string, remote: string, udpPort: number): number => {
    const same = (one: Tunnel): boolean =>
      one.type === type && one.local === local && one.remote === remote && one.udpPort === udpPort;
    const have = tunnels.findIndex(same);
    return have >= 0 ? have : tunnels.push({ id: tunnels.length, type, local, remote, udpPort }) - 1;
  };
  const endpoint = (type: Endpoint["type"], local: string, udpPort: number): void => {
    const same = (one: Endpoint): boolean =>
      one.type === type && one.local === local && one.udpPort === udpPort;
    if (!endpoints.some(same)) endpoints.push({ type, local, udpPort });
  };

  const byId = (a: { id: string }, b: { id: string }): number => (a.id < b.id ? -1 : 1);
  const zones = [...(topology.tunnelZones ?? [])].sort(byId);
  for (const type of ["vxlan", "gre"] as const) {
    for (const zone of zones) {
      const own = zone.hosts.find((member) => member.host === facts.host);
      if (zone.type !== type || own === undefined) continue;
      const udpPort = type === "vxlan" ? (zone.udpPort ?? VXLAN_PORT) : 0;
      const local = canonical(own.address);
      endpoint(type, local, udpPort);
      for (const member of [...zone.hosts].sort((a, b) => (a.host < b.host ? -1 : 1))) {
        if (member.host === facts.host) continue;
        const remote = canonical(member.address);
        const ip = parseIp(remote);
        if (!toHost.has(member.host)) toHost.set(member.host, tunnel(type, local, remote, udpPort));
        if (ip === undefined) continue;
        peers.insert(ip.bytes, 128, ip.family, toHost.get(member.host)!);
        peerTunnels.set(remote, toHost.get(member.host)!);
      }
    }
  }

  const locals = facts.underlay.flatMap((one) => ownAddresses(one.addresses));
  return {
    tunnels,
    endpoints,
    toHost,
    peers,
    peerTunnels,
    toRemotes(vtep, remotes) {
      const udpPort = vtep.type === "vxlan" ? (vtep.udpPort ?? VXLAN_PORT) : 0;
      return remotes.map((remote) => {
        const family = parseIp(remote)?.family;
        const declared = vtep.local === undefined ? undefined : parseIp(vtep.local);
        const local =
          declared === undefined
            ? locals.find((own) => own.family === family)?.text
            : declared.family === family
              ? canonical(vtep.local!)
              : undefined;
        if (local === undefined) return -1;
        endpoint(vtep.type, local, udpPort);
        return tunnel(vtep.type, local, remote, udpPort);
      });
    },
  };
}

/** The one spelling that tunnels and stations are named by. */
export function canonical(address: string): string {
  const ip = parseIp(address);
  return ip === undefined ? address : formatIp(ip.bytes);
}
