// Longest-prefix match over address bits, marking exactly what the walk read: the longest matched prefix, and below
// it the bits that exclude every longer one. Built at compile, then read only.
import { KEY } from "../../bindings/layout.js";
import type { Reader } from "./reader.js";

/** Deepest nest of prefixes. */
const MOST = 130;

/** A compressed binary trie over `width` bits; values are small integers, -1 none. */
export class Trie {
  /** Prefixes, as words in wire order (the first bit is the highest). */
  private prefixes = new Int32Array(0);
  private bits = new Int32Array(0);
  /** By node, where the next bit is 0 and 1: two children, -1 none. */
  private children = new Int32Array(0);
  private value = new Int32Array(0);
  private count = 0;
  private root = -1;
  private readonly stride: number;
  /** Values that the last lookup matched, shortest prefix first. */
  readonly matched = new Int32Array(MOST);
  matchedCount = 0;

  constructor(readonly width: 32 | 128) {
    this.stride = width / 32;
  }

  /** `prefix`: bytes from the first significant one on. The value of an equal prefix is replaced. */
  insert(prefix: Uint8Array, bits: number, value: number): void {
    const words = new Int32Array(this.stride);
    for (let i = 0; i < bits; i += 8) words[i >> 5]! |= prefix[i >> 3]! << (24 - (i & 31));
    if ((bits & 31) !== 0) words[bits >> 5]! &= leading(bits & 31);
    this.root = this.put(this.root, words, bits, value);
  }

  /** The value of the longest prefix of the field at `offset`, -1 when none; marks what it read. */
  lookup(reader: Reader, offset: number): number {
    const { prefixes, bits, children, value, matched, stride } = this;
    const { address, addressRead } = reader;
    for (let i = 0; i < stride; i++) {
      address[i] = reader.wire(offset + 4 * i);
      addressRead[i] = 0;
    }
    this.matchedCount = 0;
    let longest = 0;
    let depth = 0;
    walk: for (let node = this.root; node >= 0; ) {
      const to = bits[node]!;
      for (let i = depth >> 5; i << 5 < to; i++) {
        const differ = (address[i]! ^ prefixes[node * stride + i]!) & leading(to - (i << 5));
        if (differ === 0) continue;
        addressRead[i]! |= 0x80000000 >>> Math.clz32(differ);
        break walk;
      }
      if (value[node]! >= 0) {
        matched[this.matchedCount++] = value[node]!;
        longest = to;
      }
      depth = to;
      // With children there is a next bit.
      if (children[2 * node]! < 0 && children[2 * node + 1]! < 0) break;
      const next = 0x80000000 >>> (depth & 31);
      addressRead[depth >> 5]! |= next;
      node = children[2 * node + ((address[depth >> 5]! & next) === 0 ? 0 : 1)]!;
    }
    for (let i = 0; i << 5 < longest; i++) addressRead[i]! |= leading(longest - (i << 5));
    for (let i = 0; i < stride; i++) reader.markWire(offset + 4 * i, addressRead[i]!);
    return this.matchedCount === 0 ? -1 : matched[this.matchedCount - 1]!;
  }

  private put(node: number, prefix: Int32Array, bits: number, value: number): number {
    if (node < 0) return this.create(prefix, bits, value);
    const have = this.bits[node]!;
    const shared = this.common(node, prefix, Math.min(have, bits));
    if (shared === have && shared === bits) {
      this.value[node] = value;
      return node;
    }
    if (shared === have) {
      const side = 2 * node + bitOf(prefix, 0, have);
      const child = this.put(this.children[side]!, prefix, bits, value);
      this.children[side] = child;
      return node;
    }
    const parent = this.create(prefix, shared, shared === bits ? value : -1);
    const side = bitOf(this.prefixes, node * this.stride, shared);
    this.children[2 * parent + side] = node;
    if (shared === bits) return parent;
    const leaf = this.create(prefix, bits, value);
    this.children[2 * parent + (side ^ 1)] = leaf;
    return parent;
  }

  private create(prefix: Int32Array, bits: number, value: number): number {
    const node = this.count++;
    if (node === this.bits.length) this.grow();
    const at = node * this.stride;
    for (let i = 0; i << 5 < bits; i++) this.prefixes[at + i] = prefix[i]! & leading(bits - (i << 5));
    this.bits[node] = bits;
    this.value[node] = value;
    this.children[2 * node] = -1;
    this.children[2 * node + 1] = -1;
    return node;
  }

  private grow(): void {
    const room = Math.max(8, this.bits.length * 2);
    this.prefixes = enlarged(this.prefixes, room * this.stride);
    this.bits = enlarged(this.bits, room);
    this.value = enlarged(this.value, room);
    this.children = enlarged(this.children, room * 2);
  }

  private common(node: number, prefix: Int32Array, limit: number): number {
    for (let i = 0; i << 5 < limit; i++) {
      const differ = this.prefixes[node * this.stride + i]! ^ prefix[i]!;
      if (differ !== 0) return Math.min(limit, (i << 5) + Math.clz32(differ));
    }
    return limit;
  }
}

/** The first n bits of a word; n > 0. */
const leading = (n: number): number => (n >= 32 ? -1 : ~(-1 >>> n));

const bitOf = (words: Int32Array, at: number, bit: number): number =>
  (words[at + (bit >> 5)]! >>> (31 - (bit & 31))) & 1;

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
