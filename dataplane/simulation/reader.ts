// The working key of one packet and the exact set of bits that were read of the original one. Every question about
// the packet goes through here; nothing here may answer one without marking the bits that prove the answer.
//
// A bit that the simulation wrote itself depends on nothing and is never marked. A comparison that fails marks one
// differing bit: any packet with that bit fails it too. So two packets equal under the mask take the same way.
import * as layout from "../../bindings/layout.js";
import * as protocols from "./protocols.js";
import * as words from "./words.js";

// Folded, as imports are not (words.ts).
const { KEY, KEY_SIZE } = layout;
const { ETHER } = protocols;
const { ETH_TYPE, ETH_TYPE_BITS, MASK, WRITTEN } = words;
const { firstBit, inWord, shortInWord, swapped, swapped32, wordOf } = words;

/** Bits 0..n-1 from the left of a byte. */
const LEFT = [0, 0x80, 0xc0, 0xe0, 0xf0, 0xf8, 0xfc, 0xfe, 0xff] as const;
const IP4 = shortInWord(KEY.eth_type, ETHER.IP4);
const IP6 = shortInWord(KEY.eth_type, ETHER.IP6);

export const highestBit = (byte: number): number => 0x80 >> (Math.clz32(byte) - 24);

const IN_PORT = wordOf(KEY.in_port);
const IN_PORT_BITS = shortInWord(KEY.in_port, 0xffff);
const DST_MAC = wordOf(KEY.eth_dst);
const DST_TAIL = inWord(KEY.eth_dst + 4, 0xff, 0xff);
/** The source MAC begins in the word in which the destination's ends. */
const SRC_MAC = wordOf(KEY.eth_src);
const SRC_HEAD = inWord(KEY.eth_src, 0xff, 0xff);
const MAC_WORDS = (1 << DST_MAC) | (1 << SRC_MAC) | (1 << (SRC_MAC + 1));

export class Reader {
  /** Three keys as words in host byte order (words.ts): as it stands on this branch of the walk; which of its bits no
   * longer come from the packet (from WRITTEN on); which bits of the original were read (from MASK on). They are written
   * by whole words only: a word that is read right after a byte of it was written waits until that byte has left the
   * store buffer. */
  readonly words = new Int32Array((3 * KEY_SIZE) / 4);
  /** The memory of the three, as bytes. */
  readonly work = new Uint8Array(this.words.buffer, 0, KEY_SIZE);
  readonly written = new Uint8Array(this.words.buffer, KEY_SIZE, KEY_SIZE);
  readonly mask = new Uint8Array(this.words.buffer, 2 * KEY_SIZE, KEY_SIZE);
  readonly maskWords = new Int32Array(this.words.buffer, 2 * KEY_SIZE, KEY_SIZE / 4);
  /** The last two: stores of 8 bytes clear them in half the time. */
  private readonly longs = new Float64Array(this.words.buffer, KEY_SIZE, (2 * KEY_SIZE) / 8);
  /** For lookups (trie.ts): an address as words in wire order, and the bits of it that were read. */
  readonly address = new Int32Array(4);
  readonly addressRead = new Int32Array(4);
  /** What readMac read: the first two bytes and the last four, each as a number. */
  macHigh = 0;
  macLow = 0;
  /** Words that were ever written, on any branch: a bit each. */
  rewritten = 0;

  /** Of a packet nothing is read yet but where it came in. `keyWords`: the same 128 bytes as words, if there are such; they are copied faster. */
  load(key: Uint8Array, keyWords?: Int32Array): void {
    const { words, longs } = this;
    this.rewritten = 0;
    if (keyWords === undefined) this.work.set(key);
    else
      for (let i = 0; i < KEY_SIZE / 4; i += 4) {
        words[i] = keyWords[i]!;
        words[i + 1] = keyWords[i + 1]!;
        words[i + 2] = keyWords[i + 2]!;
        words[i + 3] = keyWords[i + 3]!;
      }
    for (let i = 0; i < (2 * KEY_SIZE) / 8; i += 4) {
      longs[i] = 0;
      longs[i + 1] = 0;
      longs[i + 2] = 0;
      longs[i + 3] = 0;
    }
    words[IN_PORT + MASK] = IN_PORT_BITS;
  }

  /** Bits of one word of the key against `value`, which has no others. */
  wordIs(word: number, value: number, bits: number): boolean {
    const { words } = this;
    const differ = (words[word]! ^ value) & bits;
    const written = words[word + WRITTEN]!;
    const mask = words[word + MASK]!;
    if (differ === 0) words[word + MASK] = mask | (bits & ~written);
    // A bit that is already read, or was written, proves the difference at no cost.
    else if ((differ & (mask | written)) === 0) words[word + MASK] = mask | firstBit(differ);
    return differ === 0;
  }

  /** Two words of the key against each other: where they differ, one bit of each proves it. */
  wordsAreSame(one: number, other: number): boolean {
    const { words } = this;
    const differ = words[one]! ^ words[other]!;
    const known =
      (words[one + MASK]! | words[one + WRITTEN]!) & (words[other + MASK]! | words[other + WRITTEN]!);
    if (differ !== 0 && (differ & known) !== 0) return false;
    const bits = differ === 0 ? -1 : firstBit(differ);
    words[one + MASK]! |= bits & ~words[one + WRITTEN]!;
    words[other + MASK]! |= bits & ~words[other + WRITTEN]!;
    return differ === 0;
  }

  /** One byte, under `bits`. */
  byteIs(offset: number, value: number, bits = 0xff): boolean {
    const shift = (offset & 3) << 3;
    return this.wordIs(offset >> 2, (value & bits) << shift, bits << shift);
  }

  /** The destination MAC, given as words of the key. */
  dstMacIs(head: number, tail: number): boolean {
    const { words } = this;
    const first = words[DST_MAC]! ^ head;
    const second = (words[DST_MAC + 1]! ^ tail) & DST_TAIL;
    if ((first | second) === 0) {
      words[DST_MAC + MASK]! |= ~words[DST_MAC + WRITTEN]!;
      words[DST_MAC + 1 + MASK]! |= DST_TAIL & ~words[DST_MAC + 1 + WRITTEN]!;
      return true;
    }
    const readFirst = words[DST_MAC + MASK]! | words[DST_MAC + WRITTEN]!;
    const readSecond = words[DST_MAC + 1 + MASK]! | words[DST_MAC + 1 + WRITTEN]!;
    if (((first & readFirst) | (second & readSecond)) !== 0) return false;
    if (first !== 0) words[DST_MAC + MASK]! |= firstBit(first);
    else words[DST_MAC + 1 + MASK]! |= firstBit(second);
    return false;
  }

  /** A 16-bit field in wire order; those never cross a word. */
  shortIs(offset: number, value: number): boolean {
    const shift = (offset & 2) << 3;
    return this.wordIs(offset >> 2, swapped(value) << shift, 0xffff << shift);
  }

  isIp(): boolean {
    return this.wordIs(ETH_TYPE, IP4, ETH_TYPE_BITS) || this.wordIs(ETH_TYPE, IP6, ETH_TYPE_BITS);
  }

  /** Four bytes at a multiple of 4, as a number in wire order. Marks nothing. */
  wire(offset: number): number {
    return swapped32(this.words[offset >> 2]!);
  }

  /** Marks bits of four such bytes. */
  markWire(offset: number, bits: number): void {
    const { words } = this;
    words[(offset >> 2) + MASK]! |= swapped32(bits) & ~words[(offset >> 2) + WRITTEN]!;
  }

  /** The first bits of four such bytes. */
  wireIs(offset: number, value: number, bits: number): boolean {
    return this.wordIs(offset >> 2, swapped32(value), swapped32(bits));
  }

  /** Marks `bits` of one byte as read. */
  mark(offset: number, bits: number): void {
    const word = offset >> 2;
    this.words[word + MASK]! |= (bits << ((offset & 3) << 3)) & ~this.words[word + WRITTEN]!;
  }

  exact(offset: number, bytes: number): void {
    const end = offset + bytes;
    for (let at = offset & ~3; at < end; at += 4) {
      let bits = at < offset ? -1 << ((offset - at) << 3) : -1;
      if (end - at < 4) bits &= ~(-1 << ((end - at) << 3));
      this.words[(at >> 2) + MASK]! |= bits & ~this.words[(at >> 2) + WRITTEN]!;
    }
  }

  markPrefix(offset: number, bits: number): void {
    const whole = offset + (bits >> 3);
    this.exact(offset, bits >> 3);
    if ((bits & 7) !== 0) this.mark(whole, LEFT[bits & 7]!);
  }

  markBit(offset: number, bit: number): void {
    this.mark(offset + (bit >> 3), 0x80 >> (bit & 7));
  }

  /** `count` bytes against value[at..], under mask[maskAt..] when given. */
  bytesAre(
    offset: number,
    count: number,
    value: Uint8Array,
    at: number,
    mask: Uint8Array | null = null,
    maskAt = 0,
  ): boolean {
    let first = -1;
    for (let i = 0; i < count; i++) {
      const differ = (this.work[offset + i]! ^ value[at + i]!) & (mask === null ? 0xff : mask[maskAt + i]!);
      if (differ === 0) continue;
      if (this.known(offset + i, differ)) return false;
      if (first < 0) first = i;
    }
    if (first >= 0) {
      const care = mask === null ? 0xff : mask[maskAt + first]!;
      const differ = (this.work[offset + first]! ^ value[at + first]!) & care;
      this.mark(offset + first, highestBit(differ));
      return false;
    }
    for (let i = 0; i < count; i++) this.mark(offset + i, mask === null ? 0xff : mask[maskAt + i]!);
    return true;
  }

  /** The first `bits` bits against value[at..]. */
  prefixIs(offset: number, bits: number, value: Uint8Array, at: number): boolean {
    const differ = this.firstDifference(offset, value, at, 0, bits);
    if (differ < 0) {
      this.markPrefix(offset, bits);
      return true;
    }
    if (!this.knownDifference(offset, bits, value, at)) this.markBit(offset, differ);
    return false;
  }

  /** Position of the first differing bit in [from, to), or -1. Marks nothing: the caller does. */
  firstDifference(offset: number, value: Uint8Array, at: number, from: number, to: number): number {
    for (let i = from >> 3; i << 3 < to; i++) {
      let differ = this.work[offset + i]! ^ value[at + i]!;
      if (i === from >> 3) differ &= 0xff >> (from & 7);
      if (differ === 0) continue;
      const bit = (i << 3) + Math.clz32(differ) - 24;
      return bit < to ? bit : -1;
    }
    return -1;
  }

  /** A 16-bit field in wire order against first..last: marks the shortest prefix that decides it. */
  shortIn(offset: number, first: number, last: number): boolean {
    const value = (this.work[offset]! << 8) | this.work[offset + 1]!;
    const shift = (offset & 2) << 3;
    const word = offset >> 2;
    const inside = value >= first && value <= last;
    const bits = inside
      ? Math.max(bitsFrom(value, first), bitsFrom(0xffff - value, 0xffff - last))
      : Math.clz32(value ^ (value < first ? first : last)) - 15;
    const read = swapped((0xffff0000 >>> bits) & 0xffff) << shift;
    this.words[word + MASK]! |= read & ~this.words[word + WRITTEN]!;
    return inside;
  }

  /** One byte of `width` significant low bits against 0..last; the bits above are always zero in a key. */
  byteAtMost(offset: number, last: number, width: number): boolean {
    const value = this.work[offset]!;
    for (let bits = 0; ; bits++) {
      const rest = (1 << (width - bits)) - 1;
      const inside = (value | rest) <= last;
      if (!inside && (value & ~rest) <= last) continue;
      this.mark(offset, ((1 << width) - 1) & ~rest);
      return inside;
    }
  }

  /** A 16-bit field in wire order as it stands, and its bits that are read or written. Mark nothing. */
  valueOf(offset: number): number {
    return (this.work[offset]! << 8) | this.work[offset + 1]!;
  }

  readOf(offset: number): number {
    const high = this.mask[offset]! | this.written[offset]!;
    return (high << 8) | this.mask[offset + 1]! | this.written[offset + 1]!;
  }

  /** A whole 16-bit field in wire order. */
  short(offset: number): number {
    this.exact(offset, 2);
    return (this.work[offset]! << 8) | this.work[offset + 1]!;
  }

  byte(offset: number): number {
    this.mark(offset, 0xff);
    return this.work[offset]!;
  }

  /** The whole destination MAC, into macHigh and macLow. */
  readDst(): void {
    const { words } = this;
    const head = words[DST_MAC]!;
    words[DST_MAC + MASK]! |= ~words[DST_MAC + WRITTEN]!;
    words[DST_MAC + 1 + MASK]! |= DST_TAIL & ~words[DST_MAC + 1 + WRITTEN]!;
    this.macHigh = swapped(head & 0xffff);
    this.macLow = (swapped(head >>> 16) << 16) | swapped(words[DST_MAC + 1]! & 0xffff);
  }

  /** The whole source MAC. */
  readSrc(): void {
    const { words } = this;
    words[SRC_MAC + MASK]! |= SRC_HEAD & ~words[SRC_MAC + WRITTEN]!;
    words[SRC_MAC + 1 + MASK]! |= ~words[SRC_MAC + 1 + WRITTEN]!;
    this.macHigh = swapped(words[SRC_MAC]! >>> 16);
    this.macLow = swapped32(words[SRC_MAC + 1]!);
  }

  /** That MAC as a number. */
  get macRead(): number {
    return this.macHigh * 0x100000000 + (this.macLow >>> 0);
  }

  /** The source's or destination's MAC as a number. */
  mac(offset: typeof KEY.eth_dst | typeof KEY.eth_src): number {
    if (offset === KEY.eth_dst) this.readDst();
    else this.readSrc();
    return this.macRead;
  }

  /** Writes constant bytes: from here on the field depends on nothing. */
  write(offset: number, value: Uint8Array, at: number, count: number): void {
    for (let i = 0; i < count; i++) this.put(offset + i, 0xff, value[at + i]!);
  }

  writeMac(offset: number, mac: number): void {
    const low = mac | 0;
    this.put(offset, 0xffff, swapped(Math.floor(mac / 0x100000000)));
    this.put(offset + 2, 0xffff, swapped(low >>> 16));
    this.put(offset + 4, 0xffff, swapped(low & 0xffff));
  }

  /** Both MACs; the source's as the words of a key hold it in eth_src. */
  writeMacs(dst: number, srcHead: number, srcTail: number): void {
    const { words } = this;
    const low = dst | 0;
    words[DST_MAC] = swapped(Math.floor(dst / 0x100000000)) | (swapped(low >>> 16) << 16);
    words[SRC_MAC] = swapped(low & 0xffff) | srcHead;
    words[SRC_MAC + 1] = srcTail;
    words[DST_MAC + WRITTEN] = -1;
    words[SRC_MAC + WRITTEN] = -1;
    words[SRC_MAC + 1 + WRITTEN] = -1;
    this.rewritten |= MAC_WORDS;
  }

  /** A 16-bit field in wire order. */
  writeShort(offset: number, value: number): void {
    this.put(offset, 0xffff, swapped(value));
  }

  /** Some bits of one byte; the others stay what they were. */
  writeBits(offset: number, bits: number, value: number): void {
    this.put(offset, bits, value & bits);
  }

  writeZero(offset: number, count: number): void {
    for (let i = offset; i < offset + count; i++) this.put(i, 0xff, 0);
  }

  /** Writes one byte, or two at an even offset; `bits` says which. */
  private put(offset: number, bits: number, value: number): void {
    const word = offset >> 2;
    const shift = (offset & 3) << 3;
    this.words[word] = (this.words[word]! & ~(bits << shift)) | (value << shift);
    this.words[word + WRITTEN]! |= bits << shift;
    this.rewritten |= 1 << word;
  }

  /** One of these differing bits is already read, or was written: it proves the difference at no cost. */
  private known(offset: number, differ: number): boolean {
    return (differ & (this.mask[offset]! | this.written[offset]!)) !== 0;
  }

  private knownDifference(offset: number, bits: number, value: Uint8Array, at: number): boolean {
    for (let i = 0; i << 3 < bits; i++) {
      let differ = this.work[offset + i]! ^ value[at + i]!;
      if (bits - (i << 3) < 8) differ &= LEFT[bits & 7]!;
      if (differ !== 0 && this.known(offset + i, differ)) return true;
    }
    return false;
  }
}

/** How many leading bits of a 16-bit value, not below `first`, prove that it is not. */
function bitsFrom(value: number, first: number): number {
  if (first === 0) return 0;
  // Where only zeros follow in `first`, whatever follows in the value is not below them.
  const significant = 16 - (31 - Math.clz32(first & -first));
  return value === first ? significant : Math.min(Math.clz32(value ^ first) - 15, significant);
}
