// Names of the things a simulation can depend on, as 32-bit hashes: equal things have equal tags on every node and in
// every run. A change fires the tags of what changed; two things that collide only cost a needless re-simulation.
import type { Mac, Tag } from "./verdict.js";

const START = 0x9747b28c | 0;
const LOW = 0x85ebca6b;
const HIGH = 0xc2b2ae35;

let low = 0;
let high = 0;

/** Murmur3's finaliser over two 32-bit lanes, one word in. */
function absorb(word: number): void {
  low = Math.imul(low ^ word, LOW);
  low ^= low >>> 13;
  high = Math.imul(high ^ low, HIGH);
  high ^= high >>> 16;
  low = (low + high) | 0;
}

const start = (base: Tag): void => {
  high = START;
  low = base;
};

const finish = (): Tag => low ^ high;

/** A name under a kind; the base that the functions below go on from. */
export function nameTag(kind: string, ...names: string[]): Tag {
  start(0x3c6ef372);
  for (const name of [kind, ...names]) {
    for (let i = 0; i < name.length; i++) absorb(name.charCodeAt(i));
    absorb(0x10000 + name.length);
  }
  return finish();
}

/** `base` with a word added. */
export const withWord = (base: Tag, word: number): Tag => withWords(base, word, 0, 1);

/** `base` with a MAC (first two bytes, last four) and a VLAN added. */
export const withMac = (base: Tag, high: number, low: number, vlan: number): Tag =>
  withWords(base, low, high | (vlan << 16), 2);

/** The lanes as locals: what `absorb` does, up to twice. */
function withWords(base: Tag, first: number, second: number, count: number): Tag {
  let one = base;
  let other = START;
  for (let i = 0; i < count; i++) {
    one = Math.imul(one ^ (i === 0 ? first : second), LOW);
    one ^= one >>> 13;
    other = Math.imul(other ^ one, HIGH);
    other ^= other >>> 16;
    one = (one + other) | 0;
  }
  return one ^ other;
}

export function withText(base: Tag, text: string): Tag {
  start(base);
  for (let i = 0; i < text.length; i++) absorb(text.charCodeAt(i));
  absorb(text.length);
  return finish();
}

/** Base of tag.tunnelKey, for the hot path. */
export const TUNNEL_KEY_TAG = nameTag("tunnel-key");

/** An address on a bridge, in its VLAN: the same text may be somebody else's in another. */
export const addressIn = (vlan: number, address: string): string =>
  vlan === 0 ? address : `${address}%${vlan}`;

export const tag = {
  /** A bridge's or router's own fields (admin state, chains). */
  device: (id: string): Tag => nameTag("device", id),
  /** A port's own fields, its binding and peer. */
  port: (id: string): Tag => nameTag("port", id),
  /** An evaluation of the chain that stopped at the rule so called (ruleKeys of the topology): it depends on that rule
   * and all before it, and on no other. */
  rule: (chain: string, key: string): Tag => withText(nameTag("rule", chain), key),
  /** The same for many rules of one chain. */
  rules: (chain: string): ((key: string) => Tag) => {
    const base = nameTag("rule", chain);
    return (key) => withText(base, key);
  },
  /** An evaluation that ran to the chain's end. */
  chainEnd: (chain: string): Tag => nameTag("chain-end", chain),
  /** Resolved by this prefix of the router. A prefix added under another fires the tag of the other; the default
   * prefixes (0.0.0.0/0, ::/0) stand for "no route" too. Text as formatPrefix writes it, host bits zero. */
  route: (router: string, prefix: string): Tag => nameTag("route", router, prefix),
  /** Where the station is (or that it is unknown). */
  station: (bridge: string, vlan: number, mac: Mac): Tag =>
    withMac(nameTag("station", bridge), Math.floor(mac / 0x100000000), mac | 0, vlan),
  /** The set of ports that a flood of the bridge goes to: without VLAN, of those that take all or untagged frames,
   * which floods in every VLAN carry; with one, of the others that take it. */
  flood: (bridge: string, vlan = 0): Tag => {
    const base = nameTag("flood", bridge);
    return vlan === 0 ? base : withWord(base, vlan);
  },
  /** A router port's neighbour. */
  neighbour: (port: string, address: string): Tag => withText(nameTag("neighbour", port), address),
  /** Who answers for an address on a bridge, in the VLAN. */
  bridgeNeighbour: (bridge: string, address: string, vlan = 0): Tag =>
    withText(nameTag("bridge-neighbour", bridge), addressIn(vlan, address)),
  /** A mirror: where its copies go, and which. */
  mirror: (id: string): Tag => nameTag("mirror", id),
  /** The mirrors of one point of a port or device, where there are any. */
  mirrors: (owner: string, point: string): Tag => nameTag("mirrors", owner, point),
  /** Base of withMac: whether a MAC has a DHCP lease on a bridge. */
  leases: (bridge: string): Tag => nameTag("lease", bridge),
  lease: (bridge: string, mac: Mac): Tag =>
    withMac(nameTag("lease", bridge), Math.floor(mac / 0x100000000), mac | 0, 0),
  /** Which port of an L2 gateway is active. */
  gateway: (id: string): Tag => nameTag("l2-gateway", id),
  /** What a worker port is bound to. */
  workerPort: (port: number): Tag => withWord(nameTag("worker-port"), port),
  /** What a tunnel key of this host means. */
  tunnelKey: (key: number): Tag => withWord(TUNNEL_KEY_TAG, key),
  /** The tunnel to another host's address. */
  tunnel: (local: string, remote: string): Tag => nameTag("tunnel", local, remote),
};
