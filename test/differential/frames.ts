// Random frames as a port could receive them: keys of the simulation's generator made into whole packets with outer
// headers, options, extension headers, odd sizes, spoilt bytes. Each has an id where there is room.
import { KEY, TUNNEL_TYPE } from "../../bindings/layout.js";
import { frameOf } from "../../dataplane/simulation/test/lib/packets.js";
import type { Random } from "../../dataplane/simulation/test/lib/random-keys.js";
import { checksum, layout, pseudo, putShort, short } from "./bytes.js";
import { idBytes } from "./ids.js";

export interface Outer {
  /** VXLAN destination port. */
  udpPort: number;
  /** MACs of the underlay frame. */
  dst: Uint8Array;
  src: Uint8Array;
  vlan: number;
}

/** A frame that is parsed to this key, unless it is spoilt. */
export function frame(random: Random, key: Uint8Array, id: number, outer: Outer): Uint8Array {
  const inner = key.slice();
  inner.fill(0, KEY.tun_type, KEY.eth_dst);
  const extras = {
    payload: payload(random, id, hasOwnHeader(key) ? 0 : HEADER),
    mayFragment: random.chance(40),
    ...(key[KEY.ip_ttl] === 15 && key[KEY.nd_target_set] === 0 && random.chance(30)
      ? { ttl: 15 + random.below(241) }
      : {}),
  };
  let bytes = frameOf(inner, extras).data;
  if (random.chance(70)) bytes = offering(random, bytes);
  if (random.chance(8)) bytes = lengthened(random, bytes);
  bytes = oddities(random, bytes);
  // Behind the end that headers declare there may be padding: it is all that ARP and ND have for an id.
  const filled = idIsInside(key);
  if (!filled || random.chance(5)) bytes = join(bytes, new Uint8Array(random.below(20)), idBytes(id));
  if (key[KEY.tun_type] !== TUNNEL_TYPE.NONE) bytes = wrap(random, key, bytes, outer);
  return random.chance(2) ? spoilt(random, bytes) : bytes;
}

/** Room for ports, a length and a checksum: translators write that of UDP-Lite and DCCP. */
const HEADER = 8;

/** The generator puts an L4 header in front of what it is given. */
const hasOwnHeader = (key: Uint8Array): boolean => [1, 6, 17, 58, 132].includes(key[KEY.ip_proto]!);

const idIsInside = (key: Uint8Array): boolean =>
  short(key, KEY.eth_type) !== 0x0806 && key[KEY.nd_target_set] === 0;

/** `front`: bytes that somebody may write to. */
function payload(random: Random, id: number, front: number): Uint8Array {
  if (random.chance(2)) return new Uint8Array(random.below(front + 8));
  const sizes = [0, 0, 4, 18, 18, 40, 100, 300, 1300, 1372, 1400, 1430, 1452, 2500, 4000];
  // Large ones are few: the tests of MTU need them, all others only wait for them.
  const size = front + sizes[random.below(random.chance(12) ? sizes.length : 6)]! + random.below(8);
  const bytes = new Uint8Array(size).map((_, i) => i * 7 + id);
  return join(bytes, idBytes(id), new Uint8Array(random.chance(10) ? random.below(4) : 0));
}

/** IPv4 options, IPv6 extension headers: parsers walk over them, and L4 is elsewhere. */
function lengthened(random: Random, bytes: Uint8Array): Uint8Array {
  const at = layout(bytes);
  if (at.family === 4) {
    const options = random.pick([
      Uint8Array.of(1, 1, 1, 0),
      Uint8Array.of(7, 7, 4, 0, 0, 0, 0, 0),
      Uint8Array.of(131, 7, 4, 10, 9, 9, 9, 0),
      Uint8Array.of(131, 7, 8, 10, 9, 9, 9, 0),
    ]);
    const longer = join(bytes.subarray(0, at.l3 + 20), options, bytes.subarray(at.l3 + 20));
    longer[at.l3] = 0x45 + options.length / 4;
    putShort(longer, at.l3 + 2, at.ipLength + options.length);
    return headerSummed(longer, at.l3);
  }
  if (at.family === 6) {
    const header = random.pick([
      { kind: 0, bytes: Uint8Array.of(0, 0, 1, 4, 0, 0, 0, 0) },
      { kind: 60, bytes: Uint8Array.of(0, 0, 1, 4, 0, 0, 0, 0) },
      { kind: 43, bytes: Uint8Array.of(0, 2, 4, 0, 0, 0, 0, 0, ...new Uint8Array(16).fill(0x20)) },
      { kind: 43, bytes: Uint8Array.of(0, 2, 4, 1, 0, 0, 0, 0, ...new Uint8Array(16).fill(0x20)) },
      { kind: 60, bytes: Uint8Array.of(0, 2, 201, 16, ...new Uint8Array(16).fill(0x20), 1, 2, 0, 0) },
    ]);
    const longer = join(bytes.subarray(0, at.l3 + 40), header.bytes, bytes.subarray(at.l3 + 40));
    longer[at.l3 + 40] = bytes[at.l3 + 6]!;
    longer[at.l3 + 6] = header.kind;
    putShort(longer, at.l3 + 4, short(bytes, at.l3 + 4) + header.bytes.length);
    return longer;
  }
  return bytes;
}

function headerSummed(bytes: Uint8Array, l3: number): Uint8Array {
  putShort(bytes, l3 + 10, 0);
  putShort(bytes, l3 + 10, checksum(bytes, l3, l3 + (bytes[l3]! & 15) * 4));
  return bytes;
}

/** A SYN says how large the segments are that it takes, behind other options or none. */
function offering(random: Random, bytes: Uint8Array): Uint8Array {
  const at = layout(bytes);
  const syn = at.l4 !== 0 && at.protocol === 6 && !at.fragment && (bytes[at.l4 + 13]! & 2) !== 0;
  if (!syn || bytes[at.l4 + 12]! >> 4 !== 5) return bytes;
  const mss = random.pick([536, 1220, 1440, 1460, 8960]);
  const options = random.pick([
    [2, 4, mss >> 8, mss & 0xff],
    [1, 2, 4, mss >> 8, mss & 0xff, 1, 1, 0],
    [8, 10, 0, 0, 0, 1, 0, 0, 0, 2, 2, 4, mss >> 8, mss & 0xff, 0, 0],
    [2, 0, mss >> 8, mss & 0xff],
  ]);
  const longer = join(bytes.subarray(0, at.l4 + 20), Uint8Array.from(options), bytes.subarray(at.l4 + 20));
  longer[at.l4 + 12] = (5 + options.length / 4) << 4;
  const total = at.ipLength + options.length;
  putShort(longer, at.l3 + (at.family === 4 ? 2 : 4), at.family === 4 ? total : total - 40);
  if (at.family === 4) headerSummed(longer, at.l3);
  const length = at.l3 + total - at.l4;
  putShort(longer, at.l4 + 16, 0);
  const size = at.family === 4 ? 4 : 16;
  const start = pseudo(longer, at.l3 + (at.family === 4 ? 12 : 8), size, 6, length);
  putShort(longer, at.l4 + 16, checksum(longer, at.l4, at.l4 + length, start));
  return longer;
}

/** Checksums that are absent or wrong, a tag's other bits, several fragment offsets. */
function oddities(random: Random, bytes: Uint8Array): Uint8Array {
  const at = layout(bytes);
  if (at.l4 !== 0 && at.protocol === 17 && random.chance(10)) putShort(bytes, at.l4 + 6, 0);
  if (at.l4 !== 0 && at.protocol === 17 && random.chance(3)) putShort(bytes, at.l4 + 6, 0xffff);
  if (at.l4 !== 0 && [6, 17].includes(at.protocol) && random.chance(3))
    putShort(bytes, at.l4 + (at.protocol === 6 ? 16 : 6), random.below(65536));
  if (at.family === 4 && at.later && random.chance(50)) {
    putShort(bytes, at.l3 + 6, random.below(2) * 0x2000 + 1 + random.below(0x1fff));
    headerSummed(bytes, at.l3);
  }
  if (at.family === 4 && random.chance(20)) {
    putShort(bytes, at.l3 + 4, random.below(65536));
    headerSummed(bytes, at.l3);
  }
  return bytes;
}

/** The outer headers of the key's tunnel, lengths and checksums right. */
function wrap(random: Random, key: Uint8Array, inner: Uint8Array, outer: Outer): Uint8Array {
  const type = key[KEY.tun_type]!;
  const bare = type === TUNNEL_TYPE.GRE_IP;
  const at = layout(inner);
  const ethernet = short(key, KEY.eth_type);
  // GRE_IP: no Ethernet inside.
  const carried = bare ? inner.subarray(at.l3) : inner;
  const word = [3, 2, 1, 0].map((i) => key[KEY.tun_key + i]!);
  const head =
    type === TUNNEL_TYPE.VXLAN
      ? vxlan(random, word, carried, outer.udpPort)
      : gre(random, type, word, carried, bare ? ethernet : 0x6558);
  const six = key[KEY.tun_dst] !== 0 || key[KEY.tun_dst + 10] !== 0xff;
  const bytes = six ? outer6(random, key, head, carried) : outer4(random, key, head, carried);
  const tag = outer.vlan === 0 ? [] : [0x81, 0x00, outer.vlan >> 8, outer.vlan & 0xff];
  const whole = join(
    Uint8Array.of(...outer.dst, ...outer.src, ...tag, ...(six ? [0x86, 0xdd] : [0x08, 0x00])),
    bytes,
  );
  if (type === TUNNEL_TYPE.VXLAN && random.chance(30)) summed(whole, six);
  // An Ethernet trailer: not the inner packet's.
  return random.chance(5) ? join(whole, new Uint8Array(1 + random.below(9)).fill(0x5a)) : whole;
}

function summed(bytes: Uint8Array, six: boolean): void {
  const { l4, l3 } = layout(bytes);
  const length = short(bytes, l4 + 4);
  const start = six ? pseudo(bytes, l3 + 8, 16, 17, length) : pseudo(bytes, l3 + 12, 4, 17, length);
  putShort(bytes, l4 + 6, checksum(bytes, l4, l4 + length, start) || 0xffff);
}

function vxlan(random: Random, word: number[], carried: Uint8Array, port: number): Uint8Array {
  const head = new Uint8Array(16);
  putShort(head, 0, 49152 + random.below(16384));
  putShort(head, 2, port);
  putShort(head, 4, 16 + carried.length);
  head[8] = 0x08;
  head.set(word.slice(1), 12);
  return head;
}

function gre(random: Random, type: number, word: number[], carried: Uint8Array, payload: number): Uint8Array {
  const nvgre = type === TUNNEL_TYPE.NVGRE;
  const [sum, sequence] = nvgre ? [false, false] : [random.chance(15), random.chance(15)];
  const head = Uint8Array.of(
    ...[(sum ? 0x80 : 0) | 0x20 | (sequence ? 0x10 : 0), 0, payload >> 8, payload & 0xff],
    ...(sum ? [0, 0, 0, 0] : []),
    ...(nvgre ? [...word.slice(1), random.below(256)] : word),
    ...(sequence ? [0, 0, 0, random.below(256)] : []),
  );
  if (sum)
    putShort(
      head,
      4,
      checksum(join(head, carried), 0, head.length + carried.length) ^ (random.chance(10) ? 1 : 0),
    );
  return head;
}

function outer4(random: Random, key: Uint8Array, head: Uint8Array, carried: Uint8Array): Uint8Array {
  const bytes = join(new Uint8Array(20), head, carried);
  bytes[0] = 0x45;
  bytes[1] = key[KEY.tun_tos]!;
  putShort(bytes, 2, bytes.length);
  bytes[8] = 1 + random.below(255);
  bytes[9] = key[KEY.tun_type] === TUNNEL_TYPE.VXLAN ? 17 : 47;
  bytes.set(key.subarray(KEY.tun_src + 12, KEY.tun_src + 16), 12);
  bytes.set(key.subarray(KEY.tun_dst + 12, KEY.tun_dst + 16), 16);
  return headerSummed(bytes, 0);
}

function outer6(random: Random, key: Uint8Array, head: Uint8Array, carried: Uint8Array): Uint8Array {
  const bytes = join(new Uint8Array(40), head, carried);
  const tos = key[KEY.tun_tos]!;
  bytes.set([0x60 | (tos >> 4), ((tos & 15) << 4) | random.below(16), random.below(256), random.below(256)]);
  putShort(bytes, 4, bytes.length - 40);
  bytes[6] = key[KEY.tun_type] === TUNNEL_TYPE.VXLAN ? 17 : 47;
  bytes[7] = 1 + random.below(255);
  bytes.set(key.subarray(KEY.tun_src, KEY.tun_src + 32), 8);
  return bytes;
}

/** Cut short, or with bytes of its headers changed. */
function spoilt(random: Random, from: Uint8Array): Uint8Array {
  if (random.chance(40)) return from.slice(0, 1 + random.below(from.length));
  const bytes = from.slice();
  for (let i = 0; i <= random.below(3); i++)
    bytes[12 + random.below(Math.min(80, bytes.length - 12))] = random.below(256);
  return bytes;
}

export function join(...parts: readonly Uint8Array[]): Uint8Array {
  // Not a Buffer: its slice shares memory.
  return new Uint8Array(Buffer.concat(parts));
}
