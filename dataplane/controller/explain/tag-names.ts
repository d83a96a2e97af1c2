// Tags back into words: a tag is a hash, so the things on a flow's way are hashed again and compared. What it finds no
// name for it says so. It must never be on a path taken once a packet.
import { KEY } from "../../../bindings/layout.js";
import { PATH_STRIDE, STEP } from "../../simulation/path.js";
import { LINK, ROUTER, type Snapshot } from "../../simulation/snapshot.js";
import { tag } from "../../simulation/tags.js";
import type { Mac, Tag } from "../../simulation/verdict.js";
import {
  formatIp,
  formatMac,
  formatPrefix,
  networkOf,
  type Prefix,
  readMac,
} from "../../topology/addresses.js";
import { ruleKeys } from "../../topology/rule-keys.js";

/** Ports of one device that are tried. */
const MOST_PORTS = 4096;

/** What the way of one flow gives to name tags by. */
interface Way {
  snapshot: Snapshot;
  key: Uint8Array;
  path: Int32Array;
}

/** "device br", "route 10.0.2.0/24 of router r", …: each tag once, in their order. */
export function tagNames(way: Way, tags: Int32Array): string[] {
  const names = candidates(way);
  return [...new Set(tags)].map(
    (one) => names.get(one) ?? `0x${(one >>> 0).toString(16)} (not on its way now)`,
  );
}

function candidates({ snapshot, key, path }: Way): Map<Tag, string> {
  const names = new Map<Tag, string>();
  const macs = new Set<Mac>([readMac(key, KEY.eth_src), readMac(key, KEY.eth_dst)]);
  const ports = new Set<number>();
  const chains = new Set<number>();
  for (let at = 0; at + PATH_STRIDE <= path.length; at += PATH_STRIDE) {
    const kind = path[at]! & 0xff;
    const object = path[at + 1]!;
    if (kind === STEP.STATION || kind === STEP.NEIGHBOUR)
      macs.add((path[at]! >> 8) * 0x100000000 + (path[at + 2]! >>> 0));
    if (kind === STEP.RULE) chains.add(chainOf(snapshot, object));
    else if (kind === STEP.CHAIN_END || kind === STEP.CHAIN_AGAIN) chains.add(object);
    if (snapshot.ports[object] !== undefined) ports.add(object);
  }
  for (const index of ports) {
    const { id, mac, device } = snapshot.ports[index]!;
    names.set(tag.port(id), `port ${id}`);
    macs.add(mac);
    for (const point of ["preIn", "postIn", "preOut", "postOut"])
      names.set(tag.mirrors(id, point), `mirrors of port ${id} (${point})`);
    for (const other of (snapshot.devices[device]?.ports ?? []).slice(0, MOST_PORTS)) {
      const port = snapshot.ports[other]!;
      names.set(tag.port(port.id), `port ${port.id}`);
      if (snapshot.ports[port.target] !== undefined && port.link === LINK.PEER) {
        const peer = snapshot.ports[port.target]!;
        names.set(tag.port(peer.id), `port ${peer.id}`);
        macs.add(peer.mac);
      }
    }
  }
  const addresses = new Set([formatIp(key, KEY.ip_src), formatIp(key, KEY.ip_dst)]);
  nameDevices(snapshot, names, key, { macs, addresses, vlans: vlansOf(snapshot, key, ports) });
  for (const index of chains) nameChain(snapshot, index, names);
  for (const index of ports) nameNeighbours(snapshot, index, addresses, names);
  nameTunnels(snapshot, names, key);
  return names;
}

/** What a packet may have met on a bridge. */
interface Met {
  macs: ReadonlySet<Mac>;
  addresses: ReadonlySet<string>;
  vlans: ReadonlySet<number>;
}

/** The packet's own, and those that ports on its way are in. */
function vlansOf(snapshot: Snapshot, key: Uint8Array, ports: ReadonlySet<number>): Set<number> {
  const own = ((key[KEY.vlan_tci]! & 0xf) << 8) | key[KEY.vlan_tci + 1]!;
  const peers = [...ports].flatMap((index) => {
    const { link, target } = snapshot.ports[index]!;
    return link === LINK.PEER ? [target] : [];
  });
  return new Set([0, own, ...[...ports, ...peers].map((index) => snapshot.ports[index]?.vlan ?? 0)]);
}

function nameDevices(
  snapshot: Snapshot,
  names: Map<Tag, string>,
  key: Uint8Array,
  { macs, addresses, vlans }: Met,
): void {
  for (const { id, kind, ports } of snapshot.devices) {
    names.set(tag.device(id), `${kind === ROUTER ? "router" : "bridge"} ${id}`);
    for (const point of ["in", "out"]) names.set(tag.mirrors(id, point), `mirrors of ${id} (${point})`);
    if (kind === ROUTER) {
      nameRoutes(id, key, names);
      continue;
    }
    for (const vlan of vlans) {
      const where = `bridge ${id}${vlan === 0 ? "" : ` in VLAN ${vlan}`}`;
      names.set(tag.flood(id, vlan), `flood of ${where}`);
      for (const mac of macs) names.set(tag.station(id, vlan, mac), `station ${formatMac(mac)} of ${where}`);
      for (const address of addresses)
        names.set(tag.bridgeNeighbour(id, address, vlan), `neighbour ${address} of ${where}`);
    }
    for (const mac of macs) names.set(tag.lease(id, mac), `lease of ${formatMac(mac)} on bridge ${id}`);
    for (const port of ports)
      names.set(tag.port(snapshot.ports[port]!.id), `port ${snapshot.ports[port]!.id}`);
  }
  for (const { id, tag: own } of snapshot.mirrors) names.set(own, `mirror ${id}`);
  for (const { id, tag: own } of snapshot.gateways) names.set(own, `L2 gateway ${id}`);
}

/** Every prefix that the destination, or the source it answers, lies in. */
function nameRoutes(router: string, key: Uint8Array, names: Map<Tag, string>): void {
  const text = (prefix: Prefix): string => formatPrefix(networkOf(prefix));
  for (const at of [KEY.ip_dst, KEY.ip_src]) {
    const bytes = key.slice(at, at + 16);
    const four = formatIp(bytes).includes(".");
    const [family, most] = four ? ([4, 32] as const) : ([6, 128] as const);
    for (let length = 0; length <= most; length++) {
      const prefix = text({ family, bytes, length, bits: length + (four ? 96 : 0) });
      names.set(tag.route(router, prefix), `route ${prefix} of router ${router}`);
    }
  }
  for (const prefix of ["0.0.0.0/0", "::/0"])
    names.set(tag.route(router, prefix), `route ${prefix} of router ${router}`);
}

function nameChain(snapshot: Snapshot, index: number, names: Map<Tag, string>): void {
  const chain = snapshot.chains[index];
  if (chain === undefined) return;
  for (const [place, key] of ruleKeys(chain.declared.rules).entries())
    names.set(
      tag.rule(chain.id, key),
      `chain ${chain.id} to rule ${chain.declared.rules[place]!.id ?? place}`,
    );
  names.set(tag.chainEnd(chain.id), `chain ${chain.id} to its end`);
}

function nameNeighbours(
  snapshot: Snapshot,
  index: number,
  addresses: ReadonlySet<string>,
  names: Map<Tag, string>,
): void {
  const { id, device } = snapshot.ports[index]!;
  if (snapshot.devices[device]?.kind !== ROUTER) return;
  const gateways = (snapshot.devices[device]?.router?.prefixes ?? []).flatMap(({ sources }) =>
    sources.flatMap(({ classes }) =>
      classes
        .flat()
        .flatMap(({ port, gateway }) => (port === index && gateway !== null ? [gateway.text] : [])),
    ),
  );
  for (const address of new Set([...addresses, ...gateways]))
    names.set(tag.neighbour(id, address), `neighbour ${address} of port ${id}`);
}

function nameTunnels(snapshot: Snapshot, names: Map<Tag, string>, key: Uint8Array): void {
  snapshot.tunnels.forEach(({ type, local, remote }, index) => {
    names.set(snapshot.tunnelTags[index]!, `tunnel ${type} ${local} to ${remote}`);
  });
  const number = new DataView(key.buffer, key.byteOffset).getUint32(KEY.tun_key, true);
  names.set(tag.tunnelKey(number), `tunnel key ${number}`);
  for (const [port, own] of snapshot.workerTags.entries()) names.set(own, `binding of worker port ${port}`);
}

const chainOf = ({ chains }: Snapshot, rule: number): number =>
  chains.findIndex(({ first, count }) => rule >= first && rule < first + count);
