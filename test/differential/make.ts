// Random scenes: a network of the simulation's generator on a random underlay, packets that mostly get somewhere, and
// small changes of the topology. The same seed gives the same scene.
import fc from "fast-check";
import { KEY, TUNNEL_TYPE } from "../../bindings/layout.js";
import { type Network, network, vmMac } from "../../dataplane/simulation/test/lib/arbitrary.js";
import { canonical, type Pool, Random, randomKey } from "../../dataplane/simulation/test/lib/random-keys.js";
import { parseIp, parseMac, readMac, writeMac } from "../../dataplane/topology/addresses.js";
import type { Topology } from "../../dataplane/topology/index.js";
import { derivedMac, portKeys } from "../../dataplane/topology/keys.js";
import { short } from "./bytes.js";
import { changed } from "./change.js";
import { frame } from "./frames.js";
import { furnish } from "./furnish.js";
import { renumbered } from "./ids.js";
import { mended } from "./mend.js";
import { Messages } from "./messages.js";
import { HOST, type Scene, type ScenePacket, type Settings } from "./scene.js";
import { steady, type Verdicts } from "./steady.js";
import { macBytes, UNDERLAY_MAC } from "./world.js";

export interface Sizes {
  /** Packets of a scene, about. */
  packets: number;
  /** Changes of its topology. */
  changes: number;
}

export function makeScene(seed: number, sizes: Sizes): { scene: Scene; pool: Pool; verdicts: Verdicts } {
  const { random, net, topologies, pool: drawn } = drawnFrom(seed, sizes);
  const settings = settingsOf(random, net);
  const pool = poolOf(drawn, settings.mtus.length);
  const scene: Scene = {
    ...{ seed, settings, topologies, packets: [] },
    known: { stations: [], neighbours: [], bridgeNeighbours: [], pathMtus: [], hops: [] },
  };
  scene.packets = packetsOf(random, scene, pool, sizes);
  const macs = pool.macs.filter((mac) => mac < 0x010000000000 * 3);
  const answers = new Random(seed ^ 0x5eed);
  const settled = steady(
    scene,
    (_, address) => (answers.chance(20) ? "failed" : macOf(answers, address, macs)),
    () => (answers.chance(12) ? "failed" : 0x020000aa0000 + answers.below(65536)),
  );
  return { ...settled, pool };
}

/** The topologies of that scene alone. */
export const makeTopologies = (seed: number, sizes: Pick<Sizes, "changes">): Topology[] =>
  drawnFrom(seed, sizes).topologies;

function drawnFrom(seed: number, { changes }: Pick<Sizes, "changes">) {
  const random = new Random(seed);
  const six = random.chance(35);
  const net = rich(random, fc.sample(network, { seed, numRuns: random.chance(20) ? 1 : 12 }));
  const moved = underlaid(net, six);
  const { topology, pool } = varied(random, moved.topology, moved.pool);
  const topologies = [topology];
  while (topologies.length <= changes) topologies.push(changed(random, topologies.at(-1)!));
  return { random, net, topologies, pool };
}

/** The one of these networks in which most can happen. */
function rich(random: Random, networks: readonly Network[]): Network {
  const score = ({ topology, pool }: Network): number => {
    const locals = pool.ports.length - 1;
    const legs = topology.ports.filter(({ addresses }) => addresses !== undefined).length;
    const gateways = topology.ports.filter(({ vtep }) => vtep !== undefined).length;
    const rules = (topology.chains ?? []).reduce((sum, chain) => sum + chain.rules.length, 0);
    const zones = topology.tunnelZones?.length ?? 0;
    return (
      4 * Math.min(locals, 4) + 3 * Math.min(legs, 4) + 3 * gateways + 3 * zones + rules / 2 + random.below(8)
    );
  };
  return networks.map((net) => ({ net, score: score(net) })).sort((a, b) => b.score - a.score)[0]!.net;
}

/** The host's own MAC where the generator's addresses tell it, else any. */
function macOf(random: Random, address: string, macs: readonly number[]): number {
  const last = /^10\.0\.\d\.(\d+)$/.exec(address);
  if (last !== null && Number(last[1]) >= 10 && Number(last[1]) < 16 && random.chance(80))
    return vmMac(Number(last[1]) - 10);
  return random.pick(macs);
}

/** Zones and gateways on the IPv6 underlay where that is wanted. */
function underlaid(net: Network, six: boolean): { topology: Topology; pool: Pool } {
  if (!six) return { topology: net.topology, pool: net.pool };
  const text = JSON.stringify({ topology: net.topology, outer: net.pool.outer })
    .replaceAll('"192.0.2.', '"2001:db8:ff::')
    .replaceAll('"198.51.100.', '"2001:db8:fe::')
    .replaceAll("@198.51.100.", "@2001:db8:fe::");
  const { topology, outer } = JSON.parse(text) as { topology: Topology; outer: string[] };
  return { topology, pool: { ...net.pool, outer } };
}

function varied(random: Random, from: Topology, drawn: Pool): { topology: Topology; pool: Pool } {
  const topology = structuredClone(from);
  for (const port of topology.ports) {
    if (port.vtep !== undefined && random.chance(35))
      port.vtep = { ...port.vtep, type: random.chance(50) ? "gre" : "nvgre" };
    if (port.adminUp === false && random.chance(85)) port.adminUp = true;
  }
  for (const zone of topology.tunnelZones ?? [])
    if (zone.type === "vxlan" && random.chance(30)) zone.udpPort = 8472;
  // Where every path has a few filters that drop, little gets through: most networks are milder.
  const mild = random.pick([0, 60, 80, 95]);
  for (const { rules } of topology.chains ?? [])
    for (const rule of rules)
      if ((rule.action === "drop" || rule.action === "reject") && random.chance(mild))
        rule.action = "continue";
  const pool = furnish(random, topology, drawn);
  return { topology: mended(topology), pool };
}

function settingsOf(random: Random, net: Network): Settings {
  const vms = net.topology.ports.filter(({ interface: name }) => name !== undefined).length;
  const mtus = Array.from({ length: vms + 2 }, () => random.pick([1500, 1500, 1500, 1400, 1280, 4000]));
  mtus[0] = random.pick([1500, 1500, 1600, 1450, 4100]);
  return {
    lcores: random.chance(25) ? 2 : 1,
    flows: random.chance(12) ? 512 : 65536,
    mtus,
    underlay: {
      vlan: random.chance(25) ? 7 : 0,
      addresses: ["192.0.2.1/24", "2001:db8:ff::1/64"],
      gateways: random.pick([
        ...(random.chance(40) ? [[]] : []),
        ["192.0.2.251", "2001:db8:ff::fb"],
        ["192.0.2.251", "192.0.2.252", "192.0.2.253", "2001:db8:ff::fb", "2001:db8:ff::fc"],
      ]),
      mtu: Math.min(mtus[0], random.pick([1500, 1500, 1400])),
    },
    tunnels: {
      sourcePortMin: random.pick([49152, 32768]),
      sourcePortRange: random.pick([16384, 1024, 1]),
      copyTos: random.chance(70),
      ttl: random.pick([64, 255, 1]),
      udpChecksum: random.chance(40),
      zeroChecksum6: random.chance(40),
      tooBig: random.chance(75) ? "icmp" : "drop",
    },
  };
}

/** The generator's port that no node has becomes one that nothing is bound to. */
function poolOf(pool: Pool, ports: number): Pool {
  return { ...pool, ports: pool.ports.map((port) => (port < ports ? port : ports - 1)) };
}

function packetsOf(random: Random, scene: Scene, pool: Pool, sizes: Sizes): ScenePacket[] {
  const packets: ScenePacket[] = [];
  const phases = scene.topologies.length;
  const share = Math.floor(sizes.packets / (phases + 1) / 2);
  const owners = new Owners(scene);
  const doors = doorsOf(scene);
  const recent: { key: Uint8Array }[] = [];
  const messages = new Messages(scene.topologies[0]!);
  const add = (phase: number, during: boolean): void => {
    const id = packets.length;
    if (!messages.none && random.chance(4)) {
      packets.push({ phase, during, ...messages.draw(random, id) });
      return;
    }
    const again = recent.length > 50 && random.chance(45) ? random.pick(recent).key : undefined;
    const key =
      again === undefined ? drawn(random, pool, owners, doors) : neighbouring(random, pool, again, owners);
    if (again === undefined && recent.length < 2000) recent.push({ key });
    const data = frame(random, key, id, outerOf(random, scene));
    // What was spoilt may be the id itself.
    packets.push({ phase, during, port: key[KEY.in_port]!, data: renumbered(data, id) });
  };
  for (let phase = 0; phase < phases; phase++) {
    const last = phase === phases - 1;
    // The first topology is put to the longest test.
    const quiet = phase === 0 ? 2 * share : Math.floor(share / 2);
    for (let i = 0; i < quiet; i++) add(phase, false);
    if (!last) for (let i = 0; i < share / 2; i++) add(phase, true);
    // Some of them once more: by now there are flows for them.
    for (let i = 0; i < quiet; i++) {
      const old = packets[packets.length - 1 - random.below(quiet)]!;
      if (old.phase !== phase || old.during) continue;
      packets.push({ ...old, phase, during: false, data: renumbered(old.data, packets.length) });
    }
  }
  return packets.sort((a, b) => a.phase - b.phase || Number(a.during) - Number(b.during));
}

const outerOf = (random: Random, { settings, topologies }: Scene) => ({
  udpPort: random.chance(96) ? random.pick(udpPortsOf(topologies[0]!)) : random.pick([4789, 8472, 53]),
  dst: macBytes(UNDERLAY_MAC),
  src: macBytes(0x020000aa0001),
  vlan: random.chance(95) ? settings.underlay.vlan : 9,
});

const udpPortsOf = ({ tunnelZones = [], ports }: Topology): number[] => [
  tunnelZones[0]?.udpPort ?? 4789,
  ...ports.flatMap(({ vtep }) => vtep?.udpPort ?? []),
];

/** A key like another: a few fields are drawn anew, the rest is kept, so that flows are shared. */
function neighbouring(random: Random, pool: Pool, key: Uint8Array, owners: Owners): Uint8Array {
  const other = randomKey(random, pool);
  const mixed = key.slice();
  const fields = [
    [KEY.ip_src, 16],
    [KEY.ip_dst, 16],
    [KEY.tp_src, 4],
    [KEY.ip_tos, 1],
    [KEY.ip_ttl, 1],
    [KEY.icmp_id, 2],
    [KEY.tcp_flags, 1],
    [KEY.eth_dst, 6],
    [KEY.ip_frag, 1],
    [KEY.vlan_tci, 6],
  ] as const;
  if (short(key, KEY.eth_type) !== short(other, KEY.eth_type)) return key;
  for (const [at, size] of fields) if (random.chance(15)) mixed.set(other.subarray(at, at + size), at);
  return owners.owned(random, canonical(mixed));
}

/** The tunnels that end here: what comes through them makes sense. */
interface Door {
  type: number;
  key: number;
  sources: readonly string[];
}

function doorsOf({ topologies }: Scene): Door[] {
  const [topology] = topologies;
  const keys = [...portKeys(topology!)];
  const locals = new Set(topology!.ports.filter(({ host }) => host === HOST).map(({ id }) => id));
  const zones = (topology!.tunnelZones ?? []).flatMap((zone) => {
    const sources = zone.hosts.filter(({ host }) => host !== HOST).map(({ address }) => address);
    return keys.flatMap(([port, key]) =>
      locals.has(port) ? [{ type: typeOf(zone.type), key, sources }] : [],
    );
  });
  const gateways = topology!.ports.flatMap(({ vtep }) =>
    vtep === undefined
      ? []
      : [{ type: typeOf(vtep.type), key: vtep.key, sources: vtep.remotes.map(({ address }) => address) }],
  );
  return [...zones, ...gateways, ...gateways, ...gateways];
}

const typeOf = (type: string): number => TUNNEL_TYPE[type.toUpperCase() as keyof typeof TUNNEL_TYPE];

function drawn(random: Random, pool: Pool, owners: Owners, doors: readonly Door[]): Uint8Array {
  const key = randomKey(random, pool);
  if (key[KEY.tun_type] !== TUNNEL_TYPE.NONE) {
    if (doors.length > 0 && random.chance(85)) {
      const door = random.pick(doors);
      if (key[KEY.tun_type] !== TUNNEL_TYPE.GRE_IP || random.chance(80)) key[KEY.tun_type] = door.type;
      for (let i = 0; i < 4; i++) key[KEY.tun_key + i] = door.key >>> (8 * i);
      key.set(parseIp(random.pick(door.sources))!.bytes, KEY.tun_src);
    }
    // Of one family, and to one of the host's own addresses.
    const six = key[KEY.tun_src] !== 0 || key[KEY.tun_src + 10] !== 0xff;
    const own = random.chance(97)
      ? six
        ? "2001:db8:ff::1"
        : "192.0.2.1"
      : six
        ? "2001:db8:ff::9"
        : "192.0.2.9";
    key.set(parseIp(own)!.bytes, KEY.tun_dst);
  }
  return owners.owned(random, key);
}

/** Who has which source MAC: a station that is seen in two places would make order matter. */
class Owners {
  private readonly places = new Map<string, string>();
  /** MACs that are somebody's in the network, and where that is. */
  private readonly known = new Map<number, string>();
  private readonly own = new Map<string, number[]>();

  constructor({ topologies }: Scene) {
    const [topology] = topologies;
    for (const port of topology!.ports) {
      if (port.addresses !== undefined)
        this.known.set(port.mac === undefined ? derivedMac(port.id) : parseMac(port.mac)!, "router");
      const vm = /^vm-(\d+)$/.exec(port.id);
      if (vm !== null)
        this.reserve(vmMac(Number(vm[1])), port.host === HOST ? `${Number(vm[1]) + 1} ` : "elsewhere");
      for (const [number, { address }] of (port.vtep?.remotes ?? []).entries())
        this.reserve(vmMac(20 + number), `0 ${hex(parseIp(address)!.bytes)}`);
    }
  }

  owned(random: Random, key: Uint8Array): Uint8Array {
    if (random.chance(1) || key[KEY.tun_type] === TUNNEL_TYPE.GRE_IP) return key;
    const tunnel =
      key[KEY.tun_type] === TUNNEL_TYPE.NONE ? "" : hex(key.subarray(KEY.tun_src, KEY.tun_src + 16));
    const place = `${key[KEY.in_port]} ${tunnel}`;
    const vlan = short(key, KEY.vlan_tci) & 0xfff;
    for (let tries = 0; tries < 4; tries++) {
      const mac = readMac(key, KEY.eth_src);
      const owner = this.known.get(mac) ?? this.places.get(`${vlan} ${mac}`);
      if (owner === place) return key;
      if (owner === undefined && (key[KEY.eth_src]! & 1) === 0) {
        this.places.set(`${vlan} ${mac}`, place);
        return key;
      }
      writeMac(this.another(random, key, place), key, KEY.eth_src);
    }
    return key;
  }

  private reserve(mac: number, place: string): void {
    this.known.set(mac, place);
    this.own.set(place, [...(this.own.get(place) ?? []), mac]);
  }

  /** The place's own, or one of a few more. */
  private another(random: Random, key: Uint8Array, place: string): number {
    const own = this.own.get(place);
    if (own !== undefined && random.chance(70)) return random.pick(own);
    return 0x0200bb000000 + key[KEY.in_port]! * 65536 + key[KEY.tun_src + 15]! * 256 + random.below(4);
  }
}

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString("hex");
