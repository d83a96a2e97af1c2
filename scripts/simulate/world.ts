// A host's simulation without a node: its ports from the topology alone, and a memory that learns as packets pass.
// Neighbours nobody declared are assumed to answer, so that a path can be followed to its end.

import type { Learned, LearnedState, Mac } from "../../dataplane/simulation/index.js";
import { compile, type NodeFacts, type Snapshot } from "../../dataplane/simulation/index.js";
import { formatMac } from "../../dataplane/topology/addresses.js";
import { ElError, type Topology } from "../../dataplane/topology/index.js";

/** Name of the one underlay port of such a host. */
export const UNDERLAY = "up0";

/** MAC assumed for a neighbour: locally administered, a function of its address. */
export function assumedMac(address: string): Mac {
  let hash = 0x811c9dc5;
  for (const char of address) hash = Math.imul(hash ^ char.charCodeAt(0), 0x01000193) >>> 0;
  return 0x020e00000000 + hash;
}

export class World implements LearnedState {
  readonly snapshot: Snapshot;
  readonly facts: NodeFacts;
  /** Neighbours that were assumed, in words. */
  readonly assumed = new Set<string>();
  private readonly stations = new Map<string, string>();
  private readonly neighbours = new Map<string, Mac>();
  private readonly answers = new Map<string, Mac>();

  constructor(
    topology: Topology,
    host: string,
    private readonly assume: boolean,
  ) {
    this.facts = hostFacts(topology, host);
    this.snapshot = compile(topology, this.facts);
  }

  station(bridge: string, vlan: number, mac: Mac): string | undefined {
    return this.stations.get(`${bridge} ${vlan} ${mac}`);
  }

  neighbour(port: string, address: string): Mac | undefined {
    const known = this.neighbours.get(`${port} ${address}`);
    if (known !== undefined || !this.assume) return known;
    this.assumed.add(`${address} on ${port} is ${formatMac(assumedMac(address))}`);
    return assumedMac(address);
  }

  bridgeNeighbour(bridge: string, address: string, vlan: number): Mac | undefined {
    return this.answers.get(`${bridge} ${vlan} ${address}`);
  }

  /** Writes down what a verdict taught. */
  learn(learned: readonly Learned[]): void {
    for (const one of learned) {
      if (one.kind === "station") this.stations.set(`${one.bridge} ${one.vlan} ${one.mac}`, one.where);
      if (one.kind === "neighbour") this.neighbours.set(`${one.port} ${one.address}`, one.mac);
      if (one.kind === "bridge-neighbour")
        this.answers.set(`${one.bridge} ${one.vlan} ${one.address}`, one.mac);
    }
  }
}

/** Worker ports of a host as its topology implies them: one per bound interface, and one underlay port. */
export function hostFacts(topology: Topology, host: string): NodeFacts {
  if (!topology.hosts.some((entry) => entry.id === host))
    throw new ElError("SIMULATE_HOST", `the topology has no host "${host}"`, {
      place: host,
      remedy: `name one of ${topology.hosts.map((entry) => entry.id).join(", ")}`,
    });
  const names = topology.ports.flatMap((port) =>
    port.host === host && port.interface !== undefined ? [port.interface] : [],
  );
  const ports = new Map([...new Set(names), UNDERLAY].map((name, id) => [name, id]));
  const local = new Set<string>();
  for (const zone of topology.tunnelZones ?? [])
    for (const member of zone.hosts) if (member.host === host) local.add(member.address);
  for (const port of topology.ports) {
    if (port.vtep?.host !== host) continue;
    if (port.vtep.local !== undefined) local.add(port.vtep.local);
    else for (const remote of port.vtep.remotes) local.add(besides(remote.address));
  }
  const addresses = [...local].map((address) => `${address}/${address.includes(":") ? 64 : 24}`);
  return { host, ports, underlay: [{ port: ports.get(UNDERLAY)!, vlan: 0, mac: 0x020f00000001, addresses }] };
}

/** A local address for a gateway that names none: the remote's network, last digit 1 or 2. */
function besides(remote: string): string {
  const cut = Math.max(remote.lastIndexOf("."), remote.lastIndexOf(":")) + 1;
  return remote.slice(0, cut) + (remote.slice(cut) === "1" ? "2" : "1");
}
