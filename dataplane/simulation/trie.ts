// Longest-prefix match over address bits, marking exactly what the walk read: the longest matched prefix, and below
// it the bits that exclude every longer one. Built at compile, then read only.
import { KEY } from "../../bindings/layout.js";
import type { Reader } from "./reader.js";

const STRIDE = 16;

/** A compressed binary trie over `width` bits; values are small integers, -1 none. */
export class Trie {
  private bytes = new Uint8Array(0);
  private readonly bits: number[] = [];
  private readonly left: number[] = [];
  private readonly right: number[] = [];
  private readonly value: number[] = [];
  private root = -1;
  /** Nodes with a value that the last lookup matched, shortest first. */
  readonly matched = new Int32Array(130);
  matchedCount = 0;

  constructor(readonly width: 32 | 128) {}

  get empty(): boolean {
    return this.root < 0;
  }

  /** `prefix`: bytes from the first significant one on. The value of an equal prefix is replaced. */
  insert(prefix: Uint8Array, bits: number, value: number): void {
    this.root = this.put(this.root, 0, prefix, bits, value);
  }

  /** The value of exactly this prefix, -1 when there is none. */
  find(prefix: Uint8Array, bits: number): number {
    let node = this.root;
    while (node >= 0 && this.bits[node]! <= bits) {
      if (this.common(node, prefix, this.bits[node]!) < this.bits[node]!) return -1;
      if (this.bits[node] === bits) return this.value[node]!;
      node = this.child(node, prefix);
    }
    return -1;
  }

  /** The value of the longest prefix of the field at `offset`, -1 when none; marks what it read. */
  lookup(reader: Reader, offset: number): number {
    this.matchedCount = 0;
    let node = this.root;
    let depth = 0;
    let longest = 0;
    while (node >= 0) {
      const bits = this.bits[node]!;
      const differ = reader.firstDifference(offset, this.bytes, node * STRIDE, depth, bits);
      if (differ >= 0) {
        reader.markBit(offset, differ);
        break;
      }
      if (this.value[node]! >= 0) {
        this.matched[this.matchedCount++] = this.value[node]!;
        longest = bits;
      }
      depth = bits;
      if (depth === this.width) break;
      const left = this.left[node]!;
      const right = this.right[node]!;
      if (left < 0 && right < 0) break;
      reader.markBit(offset, depth);
      const bit = reader.work[offset + (depth >> 3)]! & (0x80 >> (depth & 7));
      node = bit === 0 ? left : right;
    }
    if (this.matchedCount === 0) return -1;
    reader.markPrefix(offset, longest);
    return this.matched[this.matchedCount - 1]!;
  }

  private put(node: number, _depth: number, prefix: Uint8Array, bits: number, value: number): number {
    if (node < 0) return this.create(prefix, bits, value);
    const have = this.bits[node]!;
    const shared = this.common(node, prefix, Math.min(have, bits));
    if (shared === have && shared === bits) {
      this.value[node] = value;
      return node;
    }
    if (shared === have) {
      if (bitOf(prefix, have) === 0) this.left[node] = this.put(this.left[node]!, have, prefix, bits, value);
      else this.right[node] = this.put(this.right[node]!, have, prefix, bits, value);
      return node;
    }
    const parent = this.create(prefix, shared, shared === bits ? value : -1);
    const bit = bitOf(this.bytes.subarray(node * STRIDE, node * STRIDE + STRIDE), shared);
    if (bit === 0) this.left[parent] = node;
    else this.right[parent] = node;
    if (shared === bits) return parent;
    const leaf = this.create(prefix, bits, value);
    if (bit === 0) this.right[parent] = leaf;
    else this.left[parent] = leaf;
    return parent;
  }

  private create(prefix: Uint8Array, bits: number, value: number): number {
    const node = this.bits.length;
    if ((node + 1) * STRIDE > this.bytes.length) {
      const grown = new Uint8Array(Math.max(64 * STRIDE, this.bytes.length * 2));
      grown.set(this.bytes);
      this.bytes = grown;
    }
    const at = node * STRIDE;
    for (let i = 0; i << 3 < bits; i++) this.bytes[at + i] = prefix[i]!;
    if ((bits & 7) !== 0) this.bytes[at + (bits >> 3)]! &= 0xff00 >> (bits & 7);
    this.bits.push(bits);
    this.left.push(-1);
    this.right.push(-1);
    this.value.push(value);
    return node;
  }

  private child(node: number, prefix: Uint8Array): number {
    return bitOf(prefix, this.bits[node]!) === 0 ? this.left[node]! : this.right[node]!;
  }

  private common(node: number, prefix: Uint8Array, limit: number): number {
    for (let bit = 0; bit < limit; bit += 8) {
      const differ = this.bytes[node * STRIDE + (bit >> 3)]! ^ prefix[bit >> 3]!;
      if (differ !== 0) return Math.min(limit, bit + Math.clz32(differ) - 24);
    }
    return limit;
  }
}

const bitOf = (bytes: Uint8Array, bit: number): number => bytes[bit >> 3]! & (0x80 >> (bit & 7));

/** One trie a family, asked with the family that the packet's eth_type proved. */
export class AddressTries {
  readonly v4 = new Trie(32);
  readonly v6 = new Trie(128);

  /** `bytes`: 16, IPv4 mapped; `bits` counted in the 16 bytes. */
  insert(bytes: Uint8Array, bits: number, family: 4 | 6, value: number): void {
    if (family === 4) this.v4.insert(bytes.subarray(12), bits - 96, value);
    else this.v6.insert(bytes, bits, value);
  }

  find(bytes: Uint8Array, bits: number, family: 4 | 6): number {
    return family === 4 ? this.v4.find(bytes.subarray(12), bits - 96) : this.v6.find(bytes, bits);
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
