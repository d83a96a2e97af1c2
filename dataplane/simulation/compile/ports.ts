// Ports: what each is linked to, seen from this host.
import { parseIp, parseMac, writeMac } from "../../topology/addresses.js";
import { derivedMac, portKeys } from "../../topology/keys.js";
import type { Port, Topology, Vtep } from "../../topology/model.js";
import { LINK, type NodeFacts, type VAddress, type VPort, type VVtep } from "../snapshot.js";
import { nameTag, tag } from "../tags.js";
import { AddressTries } from "../trie.js";
import { linkLocalOf } from "./mac.js";
import { addressOf, type Names, noNeighbours, ownAddresses } from "./names.js";
import { sizesOf } from "./sizes.js";
import { canonical, type Tunnels } from "./tunnels.js";

const NO_METERS: readonly number[] = [];
const macBytes = new Uint8Array(8);
const macWords = new Int32Array(macBytes.buffer);

export function compilePorts(topology: Topology, facts: NodeFacts, names: Names, tunnels: Tunnels): VPort[] {
  const keys = portKeys(topology);
  const routers = new Set((topology.routers ?? []).map((router) => router.id));
  // A link may be declared at either of its ends.
  const peers = new Map<string, string>();
  for (const port of topology.ports) {
    if (port.peer === undefined) continue;
    peers.set(port.id, port.peer);
    if (!peers.has(port.peer)) peers.set(port.peer, port.id);
  }
  return topology.ports.map((port, index): VPort => {
    const peer = names.port(peers.get(port.id));
    const mac = (port.mac === undefined ? undefined : parseMac(port.mac)) ?? derivedMac(port.id);
    writeMac(mac, macBytes);
    const addresses = ownAddresses(port.addresses);
    const link = linkOf(port, peer, facts, tunnels);
    const tunnel = link.link === LINK.REMOTE ? tunnels.tunnels[link.target] : undefined;
    return {
      index,
      id: port.id,
      device: names.device(port.device),
      adminUp: port.adminUp ?? true,
      inbound: names.chain(port.inboundChain),
      outbound: names.chain(port.outboundChain),
      ...link,
      ...sizesOf(port, link.link, topology.ports[peer], tunnel, facts),
      key: port.vtep?.key ?? keys.get(port.id) ?? 0,
      vtep: port.vtep?.host === facts.host ? gateway(port.id, port.vtep, tunnels) : null,
      mac,
      macHead: macWords[0]!,
      macTail: macWords[1]!,
      srcHead: macWords[0]! << 16,
      srcTail: (macWords[0]! >>> 16) | (macWords[1]! << 16),
      extras: 0,
      towardsRouter: peer >= 0 && routers.has(topology.ports[peer]!.device),
      vlan: port.vlan ?? 0,
      trunk: port.trunkVlans === undefined ? null : new Set(port.trunkVlans),
      hairpin: port.hairpin ?? false,
      gateway: (topology.l2Gateways ?? []).findIndex(({ ports }) => ports.includes(port.id)),
      addresses,
      neighbours: noNeighbours(),
      leases: null,
      answers: [],
      linkLocal: addresses.some(({ family }) => family === 6) ? linkLocal(mac) : null,
      ra: null,
      edge: null,
      dscp: -1,
      metersIn: NO_METERS,
      metersOut: NO_METERS,
      tag: tag.port(port.id),
      neighbourTag: nameTag("neighbour", port.id),
      mirrors: null,
      insertions: null,
      serves: null,
    };
  });
}

const linkLocal = (mac: number): VAddress => addressOf({ family: 6, bytes: linkLocalOf(mac) }, 128);

function linkOf(
  port: Port,
  peer: number,
  facts: NodeFacts,
  tunnels: Tunnels,
): { link: number; target: number } {
  if (port.vtep !== undefined) {
    return { link: port.vtep.host === facts.host ? LINK.VTEP : LINK.UNREACHABLE, target: -1 };
  }
  if (port.host !== undefined && port.host !== facts.host) {
    const target = tunnels.toHost.get(port.host) ?? -1;
    return { link: target < 0 ? LINK.UNREACHABLE : LINK.REMOTE, target };
  }
  if (port.host !== undefined) {
    const target = port.interface === undefined ? -1 : (facts.ports.get(port.interface) ?? -1);
    return { link: target < 0 ? LINK.UNBOUND : LINK.LOCAL, target };
  }
  return { link: peer < 0 ? LINK.NONE : LINK.PEER, target: peer };
}

function gateway(id: string, vtep: Vtep, tunnels: Tunnels): VVtep {
  const declared = vtep.remotes.map((remote) => canonical(remote.address));
  const node = vtep.serviceNode === undefined ? undefined : canonical(vtep.serviceNode);
  const floods = node === undefined ? (vtep.flood ?? declared).map(canonical) : [node];
  const remotes = [...new Set([...declared, ...floods])];
  const ids = tunnels.toRemotes(vtep, remotes);
  const told = new Map(vtep.remotes.map(({ address, key }) => [canonical(address), key]));
  const behind = vtep.remotes.flatMap(({ macs = [] }, number) =>
    macs.flatMap((text): [number, number][] => {
      const mac = parseMac(text);
      return mac === undefined ? [] : [[mac, number]];
    }),
  );
  const sources = new AddressTries();
  for (const [number, remote] of remotes.entries()) {
    const ip = parseIp(remote);
    if (ip !== undefined) sources.insert(ip.bytes, 128, ip.family, number);
  }
  return {
    remotes,
    tunnels: ids,
    keys: remotes.map((remote) => told.get(remote) ?? vtep.key),
    macs: new Map(behind),
    where: remotes.map((remote) => `${id}@${remote}`),
    flood: [...new Set(floods)]
      .map((remote) => remotes.indexOf(remote))
      .filter((number) => ids[number]! >= 0),
    serviceNode: node === undefined ? -1 : remotes.indexOf(node),
    floodProxy: vtep.floodProxy ?? false,
    sources,
  };
}
