// Random packets: keys drawn from what a network knows, so that most of them get somewhere, and keys equal to a given
// one under a mask. Every key is one that the worker's parser could make.
import { FRAG, KEY, KEY_SIZE, TUNNEL_TYPE } from "../../../../bindings/layout.js";
import { parseIp, writeMac } from "../../../topology/addresses.js";
import { getShort, putShort } from "../../build/checksum.js";
import type { Mac } from "../../verdict.js";

/** mulberry32: small, seeded, good enough to pick packets. */
export class Random {
  constructor(private seed: number) {}

  next(): number {
    this.seed = (this.seed + 0x6d2b79f5) | 0;
    let t = Math.imul(this.seed ^ (this.seed >>> 15), 1 | this.seed);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return (t ^ (t >>> 14)) >>> 0;
  }

  below(limit: number): number {
    return this.next() % limit;
  }

  pick<T>(list: readonly T[]): T {
    return list[this.below(list.length)]!;
  }

  chance(percent: number): boolean {
    return this.below(100) < percent;
  }
}

/** What packets of a network are drawn from. */
export interface Pool {
  /** Worker ports. */
  ports: readonly number[];
  underlayPorts: readonly number[];
  macs: readonly Mac[];
  ipv4: readonly string[];
  ipv6: readonly string[];
  vlans: readonly number[];
  /** Tunnel keys and outer sources. */
  keys: readonly number[];
  outer: readonly string[];
  /** Ends of conversations that make sense: who is where, and by which MAC another is reached. */
  journeys: readonly Journey[];
}

export interface Journey {
  port: number;
  src: Mac;
  dst: Mac;
  /** IPv4 and IPv6, of source and destination. */
  from: readonly [string, string];
  to: readonly [string, string];
}

const PROTOCOLS = [1, 6, 17, 17, 58, 132, 47] as const;
const PORTS = [22, 53, 80, 443, 1024, 8080, 40000, 65535] as const;
const ETHER_TYPES = [0x0800, 0x0800, 0x0800, 0x86dd, 0x86dd, 0x0806, 0x88b5, 0x05ff] as const;
const ICMP_TYPES = [0, 3, 8, 11, 128, 129, 135, 136] as const;

export function randomKey(random: Random, pool: Pool): Uint8Array {
  const key = new Uint8Array(KEY_SIZE);
  const below = pool.underlayPorts.length > 0 && random.chance(30);
  key[KEY.in_port] = random.pick(below ? pool.underlayPorts : pool.ports);
  if (below && random.chance(85)) {
    key[KEY.tun_type] = random.pick([1, 1, 1, 2, 3, 4]);
    const word = random.chance(90) ? random.pick(pool.keys) : random.next();
    for (let i = 0; i < 4; i++) key[KEY.tun_key + i] = word >>> (8 * i);
    key.set(parseIp(random.pick(pool.outer))!.bytes, KEY.tun_src);
    key[KEY.tun_tos] = random.below(256);
  }
  const journey = !below && pool.journeys.length > 0 && random.chance(70) ? random.pick(pool.journeys) : null;
  if (journey !== null) key[KEY.in_port] = journey.port;
  writeMac(journey === null ? randomMac(random, pool) : journey.dst, key, KEY.eth_dst);
  writeMac(journey === null ? randomMac(random, pool) : journey.src, key, KEY.eth_src);
  if (random.chance(journey === null ? 20 : 5))
    putShort(key, KEY.vlan_tci, 0x1000 | (random.below(8) << 13) | random.pick(pool.vlans));
  putShort(key, KEY.vlan_tpid, 0x8100);
  if (random.chance(5)) putShort(key, KEY.vlan2_tci, 0x1000 | random.pick(pool.vlans));
  putShort(key, KEY.eth_type, random.chance(97) ? random.pick(ETHER_TYPES) : random.below(65536));
  const six = getShort(key, KEY.eth_type) === 0x86dd;
  const addresses = six ? pool.ipv6 : pool.ipv4;
  const [from, to] =
    journey === null ? [addresses, addresses] : [[journey.from[six ? 1 : 0]], [journey.to[six ? 1 : 0]]];
  key.set(randomAddress(random, from), KEY.ip_src);
  key.set(randomAddress(random, random.chance(10) ? addresses : to), KEY.ip_dst);
  key[KEY.ip_proto] = random.chance(95) ? random.pick(PROTOCOLS) : random.below(256);
  if (getShort(key, KEY.eth_type) === 0x0806) key[KEY.ip_proto] = random.pick([1, 1, 2, 3]);
  key[KEY.ip_tos] = random.chance(70) ? 0 : random.below(256);
  key[KEY.ip_ttl] = random.chance(80) ? 15 : random.below(16);
  key[KEY.ip_frag] = random.chance(90) ? FRAG.NONE : random.below(3);
  const icmp = key[KEY.ip_proto] === 1 || key[KEY.ip_proto] === 58;
  putShort(key, KEY.tp_src, icmp ? random.pick(ICMP_TYPES) : randomPort(random));
  putShort(key, KEY.tp_dst, icmp ? random.below(5) : randomPort(random));
  putShort(key, KEY.icmp_id, random.below(65536));
  key[KEY.tcp_flags] = random.below(256);
  key[KEY.nd_target_set] = 1;
  key.set(parseIp(random.pick(pool.ipv6))!.bytes, KEY.nd_target);
  return canonical(key);
}

/** A key equal to `key` under `mask`, else drawn anew; undefined when the draw makes no possible packet. */
export function sibling(
  random: Random,
  pool: Pool,
  key: Uint8Array,
  mask: Uint8Array,
): Uint8Array | undefined {
  const other = randomKey(random, pool);
  const drawn = new Uint8Array(KEY_SIZE);
  const keep = random.below(100);
  for (let i = 0; i < KEY_SIZE; i++) {
    const free = random.chance(keep) ? key[i]! : random.chance(80) ? other[i]! : random.below(256);
    drawn[i] = (key[i]! & mask[i]!) | (free & ~mask[i]!);
  }
  const possible = canonical(drawn);
  for (let i = 0; i < KEY_SIZE; i++) if (((possible[i]! ^ key[i]!) & mask[i]!) !== 0) return undefined;
  return possible;
}

/** The node's underlay addresses, where tunnels end. */
export const OUR_IPV4 = parseIp("192.0.2.1")!.bytes;
export const OUR_IPV6 = parseIp("2001:db8:ff::1")!.bytes;

/** The nearest key that a parser could make: fields that the packet would not have are zero. */
export function canonical(from: Uint8Array): Uint8Array {
  const key = from.slice();
  const zero = (offset: number, bytes: number): void => void key.fill(0, offset, offset + bytes);
  key[KEY.in_port + 1] = 0;
  key[KEY.tun_type]! %= 5;
  if (key[KEY.tun_type] === TUNNEL_TYPE.NONE) zero(KEY.tun_tos, KEY.eth_dst - KEY.tun_tos);
  else key.set(key[KEY.tun_src] === 0 ? OUR_IPV4 : OUR_IPV6, KEY.tun_dst);
  if (key[KEY.tun_type] !== TUNNEL_TYPE.NONE && key[KEY.tun_src] === 0) mapped(key, KEY.tun_src);
  if (key[KEY.tun_type] === TUNNEL_TYPE.VXLAN || key[KEY.tun_type] === TUNNEL_TYPE.NVGRE)
    key[KEY.tun_key + 3] = 0;
  if ((key[KEY.vlan_tci]! & 0x10) === 0) zero(KEY.vlan_tci, 6);
  else {
    const tpid = getShort(key, KEY.vlan_tpid);
    if (tpid !== 0x8100 && tpid !== 0x88a8) putShort(key, KEY.vlan_tpid, 0x8100);
    if ((key[KEY.vlan2_tci]! & 0x10) === 0) zero(KEY.vlan2_tci, 2);
  }
  if (key[KEY.tun_type] === TUNNEL_TYPE.GRE_IP) {
    zero(KEY.eth_dst, KEY.eth_type - KEY.eth_dst);
    if (getShort(key, KEY.eth_type) !== 0x86dd) putShort(key, KEY.eth_type, 0x0800);
  }
  zero(KEY.eth_type + 2, 4);
  const type = getShort(key, KEY.eth_type);
  // Below 0x0600 the field is a length, and the key says 0x05ff.
  if (type < 0x0600) putShort(key, KEY.eth_type, 0x05ff);
  // A third tag is no type a simulation would meet as one.
  if (type === 0x8100 || type === 0x88a8 || type === 0x9100) putShort(key, KEY.eth_type, 0x88b5);
  zero(KEY.ct_state, 3);
  key[KEY.nd_target_set + 1] = 0;
  if (type === 0x0806) {
    mapped(key, KEY.ip_src, KEY.ip_dst);
    zero(KEY.ip_tos, KEY_SIZE - KEY.ip_tos);
  } else if (type === 0x0800 || type === 0x86dd) {
    if (type === 0x0800) mapped(key, KEY.ip_src, KEY.ip_dst);
    key[KEY.ip_ttl] = Math.min(key[KEY.ip_ttl]!, 15);
    key[KEY.ip_frag]! %= 3;
    layer4(key, type === 0x86dd);
  } else zero(KEY.ip_src, KEY_SIZE - KEY.ip_src);
  return key;
}

function layer4(key: Uint8Array, six: boolean): void {
  const protocol = key[KEY.ip_proto]!;
  const later = key[KEY.ip_frag] === FRAG.LATER;
  const icmp = !later && protocol === (six ? 58 : 1);
  const ports = !later && (protocol === 6 || protocol === 17 || protocol === 132);
  // IPv6 extension headers are walked past: they are never the protocol.
  if (six && [0, 43, 44, 51, 60].includes(protocol)) key[KEY.ip_proto] = 59;
  if (icmp) {
    key[KEY.tp_src] = 0;
    key[KEY.tp_dst] = 0;
  } else if (!ports) key.fill(0, KEY.tp_src, KEY.tp_src + 4);
  const message = key[KEY.tp_src + 1]!;
  const echo = icmp && (six ? message === 128 || message === 129 : message === 8 || message === 0);
  if (!echo) key.fill(0, KEY.icmp_id, KEY.icmp_id + 2);
  if (protocol !== 6 || later) key[KEY.tcp_flags] = 0;
  const discovery = icmp && six && (message === 135 || message === 136);
  key[KEY.nd_target_set] = discovery ? 1 : 0;
  if (!discovery) key.fill(0, KEY.nd_target, KEY.nd_target + 16);
}

function mapped(key: Uint8Array, ...fields: number[]): void {
  for (const field of fields) {
    key.fill(0, field, field + 10);
    key.fill(0xff, field + 10, field + 12);
  }
}

function randomMac(random: Random, pool: Pool): Mac {
  if (random.chance(90)) return random.pick(pool.macs);
  return random.below(65536) * 2 ** 32 + random.next();
}

function randomAddress(random: Random, addresses: readonly string[]): Uint8Array {
  const bytes = parseIp(random.pick(addresses))!.bytes.slice();
  if (random.chance(25)) bytes[15] = random.below(256);
  if (random.chance(5)) bytes[12 + random.below(4)] = random.below(256);
  return bytes;
}

function randomPort(random: Random): number {
  return random.chance(80) ? random.pick(PORTS) : random.below(65536);
}
