// Longest-prefix match over address bits, marking exactly what the walk read: the longest matched prefix, and below
// it the bits that exclude every longer one. Built at compile, then read only.
import * as layout from "../../bindings/layout.js";
import type { Reader } from "./reader.js";

// Folded, as imports are not (words.ts).
const { KEY } = layout;

/** Deepest nest of prefixes. */
const MOST = 130;

/** Words of a node: a cache line holds two. */
const NODE = 8;
const BITS = 0;
const VALUE = 1;
/** Where the next bit is 0 and 1: two children, -1 none. */
const CHILD = 2;
/** The prefix in wire order (the first bit is the highest). */
const PREFIX = 4;
/** With fewer whole addresses the walk is as short as the look for one. */
const FEW = 8;
/** Nodes of a trie of about half as many prefixes. */
const LARGE = 128;

/** A compressed binary trie over `width` bits; values are small integers, -1 none. */
export class Trie {
  /** NODE words each; a node is named by its first. */
  private nodes = new Int32Array(0);
  private count = 0;
  private root = -1;
  private readonly stride: number;
  /** Whole addresses by hash, all about one in one place: its value, -1 none; the nearest node above it that has a value,
   * -1 none; its words. Empty where there are few. */
  private hosts = new Int32Array(0);
  private readonly hostStride: number;
  /** Of a node, by its number: the nearest above it that has a value, -1 none. */
  private above = new Int32Array(0);
  private hostCount = 0;
  private sealed = true;
  /** Values that the last lookup matched, shortest prefix first. */
  readonly matched = new Int32Array(MOST);
  matchedCount = 0;
  /** The prefix that `possible` found, words in wire order. */
  readonly possibleWords = new Int32Array(4);

  constructor(readonly width: 32 | 128) {
    this.stride = width / 32;
    this.hostStride = width === 32 ? 4 : 8;
  }

  /** `prefix`: bytes from the first significant one on. The value of an equal prefix is replaced. */
  insert(prefix: Uint8Array, bits: number, value: number): void {
    const words = new Int32Array(this.stride);
    for (let i = 0; i < bits; i += 8) words[i >> 5]! |= prefix[i >> 3]! << (24 - (i & 31));
    if ((bits & 31) !== 0) words[bits >> 5]! &= leading(bits & 31);
    this.root = this.put(this.root, words, bits, value);
    this.sealed = false;
  }

  /** The value of the longest prefix of the field at `offset`, -1 when none; marks what it read. */
  lookup(reader: Reader, offset: number): number {
    if (!this.sealed) this.seal();
    if (this.width === 32) return this.lookup32(reader, offset);
    const { nodes, matched, stride } = this;
    const { address, addressRead } = reader;
    for (let i = 0; i < stride; i++) {
      address[i] = reader.wire(offset + 4 * i);
      addressRead[i] = 0;
    }
    this.matchedCount = 0;
    let longest = 0;
    const host = this.hosts.length > 0 ? this.host(address) : -1;
    if (host >= 0) {
      this.match(host);
      longest = this.width;
    }
    let depth = 0;
    walk: for (let node = host >= 0 ? -1 : this.root; node >= 0; ) {
      const to = nodes[node + BITS]!;
      for (let i = depth >> 5; i << 5 < to; i++) {
        const differ = (address[i]! ^ nodes[node + PREFIX + i]!) & leading(to - (i << 5));
        if (differ === 0) continue;
        addressRead[i]! |= 0x80000000 >>> Math.clz32(differ);
        break walk;
      }
      const value = nodes[node + VALUE]!;
      if (value >= 0) {
        matched[this.matchedCount++] = value;
        longest = to;
      }
      depth = to;
      // With children there is a next bit.
      if (nodes[node + CHILD]! < 0 && nodes[node + CHILD + 1]! < 0) break;
      const next = 0x80000000 >>> (depth & 31);
      addressRead[depth >> 5]! |= next;
      node = nodes[node + CHILD + ((address[depth >> 5]! & next) === 0 ? 0 : 1)]!;
    }
    for (let i = 0; i << 5 < longest; i++) addressRead[i]! |= leading(longest - (i << 5));
    for (let i = 0; i < stride; i++) reader.markWire(offset + 4 * i, addressRead[i]!);
    return this.matchedCount === 0 ? -1 : matched[this.matchedCount - 1]!;
  }

  /** The same of one word, which stays in a register. */
  private lookup32(reader: Reader, offset: number): number {
    const { nodes, matched } = this;
    const address = reader.wire(offset);
    let read = 0;
    let longest = 0;
    let node = this.root;
    this.matchedCount = 0;
    if (this.hosts.length > 0) {
      reader.address[0] = address;
      const host = this.host(reader.address);
      if (host >= 0) {
        this.match(host);
        longest = 32;
        node = -1;
      }
    }
    while (node >= 0) {
      const to = nodes[node + BITS]!;
      const differ = (address ^ nodes[node + PREFIX]!) & leading(to);
      if (differ !== 0) {
        read |= 0x80000000 >>> Math.clz32(differ);
        break;
      }
      const value = nodes[node + VALUE]!;
      if (value >= 0) {
        matched[this.matchedCount++] = value;
        longest = to;
      }
      // With children there is a next bit.
      if (nodes[node + CHILD]! < 0 && nodes[node + CHILD + 1]! < 0) break;
      const next = 0x80000000 >>> to;
      read |= next;
      node = nodes[node + CHILD + ((address & next) === 0 ? 0 : 1)]!;
    }
    reader.markWire(offset, read | leading(longest));
    return this.matchedCount === 0 ? -1 : matched[this.matchedCount - 1]!;
  }

  /** Too many prefixes to be told apart one by one. */
  get large(): boolean {
    return this.count > LARGE;
  }

  /** Bits of a prefix that an address may be under of which the `known` bits are `value`'s, words in wire order; -1 when
   * there is none. When the known bits put it under one, it is that one. */
  possible(known: Int32Array, value: Int32Array): number {
    return this.root < 0 ? -1 : this.search(this.root, known, value);
  }

  /** Bits of the prefix that all are under, -1 for an empty trie; its words as `possible` leaves them. */
  span(): number {
    if (this.root < 0) return -1;
    return this.found(this.root);
  }

  /** No prefix below one that is found is looked at: it would say no more. */
  private search(node: number, known: Int32Array, value: Int32Array): number {
    const { nodes } = this;
    const bits = nodes[node + BITS]!;
    for (let i = 0; i << 5 < bits; i++)
      if (((value[i]! ^ nodes[node + PREFIX + i]!) & known[i]! & leading(bits - (i << 5))) !== 0) return -1;
    if (nodes[node + VALUE]! >= 0) return this.found(node);
    const left = nodes[node + CHILD]!;
    const first = left < 0 ? -1 : this.search(left, known, value);
    if (first >= 0) return first;
    const right = nodes[node + CHILD + 1]!;
    return right < 0 ? -1 : this.search(right, known, value);
  }

  private found(node: number): number {
    for (let i = 0; i < this.stride; i++) this.possibleWords[i] = this.nodes[node + PREFIX + i]!;
    return this.nodes[node + BITS]!;
  }

  /** Where this whole address stands in `hosts`, -1 nowhere. */
  private host(address: Int32Array): number {
    const { hosts, hostStride, stride } = this;
    const mask = hosts.length - hostStride;
    for (let at = (hashed(address, 0, stride) * hostStride) & mask; ; at = (at + hostStride) & mask) {
      if (hosts[at]! < 0) return -1;
      let i = 0;
      while (i < stride && hosts[at + 2 + i] === address[i]) i++;
      if (i === stride) return at;
    }
  }

  /** What a walk to this host would have matched. */
  private match(host: number): void {
    const { nodes, above, hosts, matched } = this;
    let count = 0;
    for (let node = hosts[host + 1]!; node >= 0; node = above[node / NODE]!) count++;
    matched[count] = hosts[host]!;
    this.matchedCount = count + 1;
    for (let node = hosts[host + 1]!; node >= 0; node = above[node / NODE]!)
      matched[--count] = nodes[node + VALUE]!;
  }

  /** Makes whole addresses found without a walk: groups of hosts are mostly those. */
  private seal(): void {
    this.sealed = true;
    this.hostCount = 0;
    this.above = new Int32Array(this.count);
    this.hosts = new Int32Array(0);
    if (this.root >= 0) this.visit(this.root, -1, () => this.hostCount++);
    if (this.hostCount < FEW) return;
    const { nodes, stride, hostStride } = this;
    const hosts = new Int32Array(hostStride * 2 ** Math.ceil(Math.log2(2 * this.hostCount))).fill(-1);
    const mask = hosts.length - hostStride;
    this.visit(this.root, -1, (node) => {
      let at = (hashed(nodes, node + PREFIX, stride) * hostStride) & mask;
      while (hosts[at]! >= 0) at = (at + hostStride) & mask;
      hosts[at] = nodes[node + VALUE]!;
      hosts[at + 1] = this.above[node / NODE]!;
      for (let i = 0; i < stride; i++) hosts[at + 2 + i] = nodes[node + PREFIX + i]!;
    });
    this.hosts = hosts;
  }

  private visit(node: number, above: number, host: (node: number) => void): void {
    const { nodes } = this;
    this.above[node / NODE] = above;
    if (nodes[node + BITS] === this.width) host(node);
    const next = nodes[node + VALUE]! >= 0 ? node : above;
    for (const child of [nodes[node + CHILD]!, nodes[node + CHILD + 1]!])
      if (child >= 0) this.visit(child, next, host);
  }

  private put(node: number, prefix: Int32Array, bits: number, value: number): number {
    if (node < 0) return this.create(prefix, bits, value);
    const have = this.nodes[node + BITS]!;
    const shared = this.common(node, prefix, Math.min(have, bits));
    if (shared === have && shared === bits) {
      this.nodes[node + VALUE] = value;
      return node;
    }
    if (shared === have) {
      const side = node + CHILD + bitOf(prefix, 0, have);
      const child = this.put(this.nodes[side]!, prefix, bits, value);
      this.nodes[side] = child;
      return node;
    }
    const parent = this.create(prefix, shared, shared === bits ? value : -1);
    const side = bitOf(this.nodes, node + PREFIX, shared);
    this.nodes[parent + CHILD + side] = node;
    if (shared === bits) return parent;
    const leaf = this.create(prefix, bits, value);
    this.nodes[parent + CHILD + (side ^ 1)] = leaf;
    return parent;
  }

  private create(prefix: Int32Array, bits: number, value: number): number {
    const node = this.count++ * NODE;
    if (node === this.nodes.length) this.nodes = enlarged(this.nodes, Math.max(8 * NODE, 2 * node));
    const { nodes } = this;
    nodes[node + BITS] = bits;
    nodes[node + VALUE] = value;
    nodes[node + CHILD] = -1;
    nodes[node + CHILD + 1] = -1;
    for (let i = 0; i << 5 < bits; i++) nodes[node + PREFIX + i] = prefix[i]! & leading(bits - (i << 5));
    return node;
  }

  private common(node: number, prefix: Int32Array, limit: number): number {
    for (let i = 0; i << 5 < limit; i++) {
      const differ = this.nodes[node + PREFIX + i]! ^ prefix[i]!;
      if (differ !== 0) return Math.min(limit, (i << 5) + Math.clz32(differ));
    }
    return limit;
  }
}

/** The first n bits of a word. */
const leading = (n: number): number => (n >= 32 ? -1 : ~(-1 >>> n));

const bitOf = (words: Int32Array, at: number, bit: number): number =>
  (words[at + (bit >> 5)]! >>> (31 - (bit & 31))) & 1;

/** Of `count` words from `at` on. */
function hashed(words: Int32Array, at: number, count: number): number {
  let sum = 0;
  for (let i = 0; i < count; i++) sum = Math.imul(sum ^ words[at + i]!, 0x9e3779b1) ^ (sum >>> 15);
  return sum ^ (sum >>> 15);
}

function enlarged(from: Int32Array, length: number): Int32Array<ArrayBuffer> {
  const to = new Int32Array(length);
  to.set(from);
  return to;
}

/** One trie a family, asked with the family that the packet's eth_type proved. */
export class AddressTries {
  readonly v4 = new Trie(32);
  readonly v6 = new Trie(128);

  /** `bytes`: 16, IPv4 mapped; `bits` counted in the 16 bytes. */
  insert(bytes: Uint8Array, bits: number, family: 4 | 6, value: number): void {
    if (family === 4) this.v4.insert(bytes.subarray(12), bits - 96, value);
    else this.v6.insert(bytes, bits, value);
  }

  /** `offset`: of the 16-byte field in the key. */
  lookup(reader: Reader, offset: number, family: 4 | 6): number {
    return family === 4 ? this.v4.lookup(reader, offset + 12) : this.v6.lookup(reader, offset);
  }

  /** For outer addresses, whose family no other field tells: the mapped prefix is read too. */
  lookupOuter(reader: Reader): number {
    const family = reader.prefixIs(KEY.tun_src, 96, MAPPED, 0) ? 4 : 6;
    return this.lookup(reader, KEY.tun_src, family);
  }
}

const MAPPED = Uint8Array.of(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff, 0, 0, 0, 0);
