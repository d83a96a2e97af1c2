// What a scene is for the simulation and for the executor: snapshots, and the tunnels as the node should program them.
// It must derive them from the scene alone, never ask the node.
import { SNAP, TUNNEL_TYPE } from "../../bindings/layout.js";
import { parsePacket } from "../../bindings/parse.js";
import { compile } from "../../dataplane/simulation/compile.js";
import {
  type Endpoint,
  LINK,
  type NodeFacts,
  type Snapshot,
  type Tunnel,
} from "../../dataplane/simulation/snapshot.js";
import { addressIn } from "../../dataplane/simulation/tags.js";
import type { LearnedState, Packet } from "../../dataplane/simulation/verdict.js";
import { formatIp, type Ip, parseIp, parsePrefix, writeMac } from "../../dataplane/topology/addresses.js";
import type { Topology } from "../../dataplane/topology/model.js";
import { bucketOf, type Machine, type Pipe } from "./execute.js";
import { HOST, type Known, portName, type Scene } from "./scene.js";

/** net_pcap's first port: "\x02pcap" and its number. */
export const UNDERLAY_MAC = 0x027063617000;

export interface World {
  snapshot: Snapshot;
  state: LearnedState;
  machine: Machine;
  endpoints: { type: number; udpDst: number; local: Uint8Array }[];
  /** The same as text. */
  endpointNames: string;
}

export function factsOf(scene: Scene): NodeFacts {
  const { mtus, underlay } = scene.settings;
  return {
    host: HOST,
    ports: new Map(mtus.map((_, port) => [portName(port), port])),
    mtus: new Map(mtus.map((mtu, port) => [portName(port), mtu])),
    underlay: [
      {
        ...{ port: 0, vlan: underlay.vlan, mac: UNDERLAY_MAC },
        ...{ addresses: underlay.addresses, mtu: underlay.mtu },
      },
    ],
  };
}

/** One world for each topology of the scene; learned state is the same in all but for the ports that gateways go by. */
export function worldsOf(scene: Scene, state: KnownState = new KnownState(scene.known)): World[] {
  let active: Active | undefined;
  return scene.topologies.map((topology) => {
    const snapshot = compile(topology, factsOf(scene));
    const pipes = snapshot.tunnels.map((tunnel) => pipeOf(scene, tunnel));
    // Before anybody was asked, no tunnel is held to be down.
    active ??= turned(topology, snapshot, () => true, new Map());
    active = turned(topology, snapshot, (tunnel) => pipes[tunnel]!.hops.length > 0, active);
    return {
      ...{ snapshot, state: new StateUnder(state, active) },
      machine: { mtus: scene.settings.mtus, pipes, meters: snapshot.meters.map(bucketOf) },
      endpoints: snapshot.endpoints.map(endpointOf),
      endpointNames: JSON.stringify(snapshot.endpoints),
    };
  });
}

/** Active ports by L2 gateway. */
type Active = ReadonlyMap<string, string>;

/** Where a gateway's active port cannot be reached and its other one can, that takes over, for good: nobody's clock runs
 * here. */
function turned(
  { l2Gateways = [] }: Topology,
  { ports, portOf }: Snapshot,
  up: (tunnel: number) => boolean,
  before: Active,
): Active {
  const alive = (id: string): boolean => {
    const port = ports[portOf.get(id) ?? -1];
    if (port === undefined || !port.adminUp) return false;
    return port.link === LINK.LOCAL || (port.link === LINK.REMOTE && up(port.target));
  };
  return new Map(
    l2Gateways.map(({ id, ports: [preferred, second] }) => {
      const had = before.get(id);
      const now = had === second ? second! : preferred!;
      const other = now === preferred ? second! : preferred!;
      return [id, !alive(now) && alive(other) ? other : now];
    }),
  );
}

const typeName = (type: string): keyof typeof TUNNEL_TYPE => type.toUpperCase() as keyof typeof TUNNEL_TYPE;

export function endpointOf({ type, local, udpPort }: Endpoint): World["endpoints"][number] {
  return { type: TUNNEL_TYPE[typeName(type)], udpDst: udpPort, local: parseIp(local)!.bytes };
}

export function pipeOf(
  scene: Pick<Scene, "settings" | "known">,
  { type, local, remote, udpPort }: Tunnel,
): Pipe {
  const { underlay, tunnels } = scene.settings;
  const ends = { local: parseIp(local)!, remote: parseIp(remote)! };
  const addresses = hopsOf(scene, ends.remote);
  const hops = addresses.flatMap((address) => {
    const mac = scene.known.hops.find((hop) => hop.address === address)?.mac;
    if (typeof mac !== "number") return [];
    return [{ port: 0, vlan: underlay.vlan, dst: macBytes(mac), src: macBytes(UNDERLAY_MAC) }];
  });
  const told = scene.known.pathMtus.find((path) => path.remote === remote)?.mtu ?? Number.POSITIVE_INFINITY;
  // RFC 7348 5, RFC 2890: inner Ethernet, tunnel header, outer IP.
  const around = 14 + (type === "vxlan" ? 16 : 8) + (ends.local.family === 4 ? 20 : 40);
  return {
    type,
    local: ends.local.bytes,
    remote: ends.remote.bytes,
    udpPort,
    sourceMin: tunnels.sourcePortMin,
    sourceRange: tunnels.sourcePortRange,
    ttl: tunnels.ttl,
    copyTos: tunnels.copyTos,
    udpChecksum: tunnels.udpChecksum,
    zeroChecksum6: tunnels.zeroChecksum6,
    asks: tunnels.tooBig === "icmp",
    // A tunnel without any way has no limit either: it is down.
    mtu: addresses.length === 0 ? 0 : Math.min(underlay.mtu, told) - around,
    hops,
  };
}

/** Underlay neighbours that lead to a remote: itself where it is on the link, else the gateways of its family. */
export function hopsOf({ settings: { underlay } }: Pick<Scene, "settings">, remote: Ip): string[] {
  const onLink = underlay.addresses.some((text) => {
    const own = parsePrefix(text)!;
    return own.family === remote.family && sameBits(own.bytes, remote.bytes, own.bits);
  });
  if (onLink) return [formatIp(remote.bytes)];
  return underlay.gateways.filter((gateway) => parseIp(gateway)!.family === remote.family);
}

/** Every underlay neighbour the node may ask for, as it writes them. */
export function hopAddresses(scene: Scene, worlds: readonly World[] = worldsOf(scene)): Set<string> {
  const remotes = worlds.flatMap(({ snapshot }) => snapshot.tunnels.map(({ remote }) => remote));
  const addresses = remotes.flatMap((remote) => hopsOf(scene, parseIp(remote)!));
  return new Set(
    [...addresses, ...scene.settings.underlay.gateways].map((text) => formatIp(parseIp(text)!.bytes)),
  );
}

function sameBits(a: Uint8Array, b: Uint8Array, bits: number): boolean {
  for (let bit = 0; bit < bits; bit++)
    if (((a[bit >> 3]! ^ b[bit >> 3]!) & (0x80 >> (bit & 7))) !== 0) return false;
  return true;
}

export function macBytes(mac: number): Uint8Array {
  const bytes = new Uint8Array(6);
  writeMac(mac, bytes);
  return bytes;
}

/** What the parser said of bytes, for as long as they live: a scene asks for the same packets over and over. */
const parses = new WeakMap<Uint8Array, { port: number; endpoints: string; packet: Packet | number }>();

/** The packet as an upcall would bring it, or why the worker drops it at once. */
export function parsed(world: World, port: number, data: Uint8Array, tunnels = port === 0): Packet | number {
  const endpoints = tunnels ? world.endpointNames : "";
  const known = parses.get(data);
  if (known !== undefined && known.port === port && known.endpoints === endpoints) return known.packet;
  const packet = parse(world, port, data, tunnels);
  parses.set(data, { port, endpoints, packet });
  return packet;
}

function parse(world: World, port: number, data: Uint8Array, tunnels: boolean): Packet | number {
  const found = parsePacket(data, port, data.length, tunnels ? world.endpoints : []);
  if (found.drop !== 0) return found.drop;
  const { key, innerOffset, l3Offset, l4Offset } = found;
  return { key, data: data.subarray(0, SNAP), length: data.length, innerOffset, l3Offset, l4Offset };
}

/** What is known, as the simulation asks for it. */
export class KnownState implements LearnedState {
  readonly stations: Map<string, string>;
  readonly neighbours: Map<string, number | "failed">;
  readonly bridgeNeighbours: Map<string, number>;
  readonly hops: Map<string, number | "failed">;
  readonly pathMtus: Map<string, number>;

  constructor(known: Known) {
    this.stations = new Map(known.stations.map((s) => [`${s.bridge} ${s.vlan} ${s.mac}`, s.where]));
    this.neighbours = new Map(known.neighbours.map((n) => [`${n.port} ${n.address}`, n.mac]));
    this.bridgeNeighbours = new Map(
      known.bridgeNeighbours.map((n) => [`${n.bridge} ${addressIn(n.vlan ?? 0, n.address)}`, n.mac]),
    );
    this.hops = new Map(known.hops.map((hop) => [hop.address, hop.mac]));
    this.pathMtus = new Map(known.pathMtus.map((path) => [path.remote, path.mtu]));
  }

  station(bridge: string, vlan: number, mac: number): string | undefined {
    return this.stations.get(`${bridge} ${vlan} ${mac}`);
  }

  neighbour(port: string, address: string): number | "failed" | undefined {
    return this.neighbours.get(`${port} ${address}`);
  }

  bridgeNeighbour(bridge: string, address: string, vlan: number): number | undefined {
    return this.bridgeNeighbours.get(`${bridge} ${addressIn(vlan, address)}`);
  }
}

/** What is known, under a topology in which these ports are active. */
class StateUnder implements LearnedState {
  constructor(
    private readonly known: KnownState,
    private readonly active: Active,
  ) {}

  station(bridge: string, vlan: number, mac: number): string | undefined {
    return this.known.station(bridge, vlan, mac);
  }

  neighbour(port: string, address: string): number | "failed" | undefined {
    return this.known.neighbour(port, address);
  }

  bridgeNeighbour(bridge: string, address: string, vlan: number): number | undefined {
    return this.known.bridgeNeighbour(bridge, address, vlan);
  }

  gateway(id: string): string | undefined {
    return this.active.get(id);
  }
}
