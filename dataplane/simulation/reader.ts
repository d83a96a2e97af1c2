// The working key of one packet and the exact set of bits that were read of the original one. Every question about
// the packet goes through here; nothing here may answer one without marking the bits that prove the answer.
//
// A bit that the simulation wrote itself depends on nothing and is never marked. A comparison that fails marks one
// differing bit: any packet with that bit fails it too. So two packets equal under the mask take the same way.
import { KEY_SIZE } from "../../bindings/layout.js";

const word = (bytes: Uint8Array, at: number): number =>
  (bytes[at]! << 24) | (bytes[at + 1]! << 16) | (bytes[at + 2]! << 8) | bytes[at + 3]!;

/** Bits 0..n-1 from the left of a byte. */
const LEFT = [0, 0x80, 0xc0, 0xe0, 0xf0, 0xf8, 0xfc, 0xfe, 0xff] as const;

export const highestBit = (byte: number): number => 0x80 >> (Math.clz32(byte) - 24);

export class Reader {
  /** The key as it stands on this branch of the walk. */
  readonly work = new Uint8Array(KEY_SIZE);
  /** Bits of `work` that no longer come from the packet. */
  readonly written = new Uint8Array(KEY_SIZE);
  /** Bits of the original that were read. */
  readonly mask = new Uint8Array(KEY_SIZE);

  private readonly writtenWords = new Uint32Array(this.written.buffer);
  /** The memory of `mask`. */
  readonly maskWords = new Int32Array(this.mask.buffer);

  load(key: Uint8Array): void {
    // Loops are cheaper than set and fill for arrays this small.
    const { work, writtenWords, maskWords } = this;
    for (let i = 0; i < KEY_SIZE; i++) work[i] = key[i]!;
    for (let i = 0; i < KEY_SIZE / 4; i++) {
      writtenWords[i] = 0;
      maskWords[i] = 0;
    }
  }

  /** Marks `bits` of one byte as read. */
  mark(offset: number, bits: number): void {
    this.mask[offset]! |= bits & ~this.written[offset]!;
  }

  exact(offset: number, bytes: number): void {
    for (let i = offset; i < offset + bytes; i++) this.mask[i]! |= ~this.written[i]!;
  }

  markPrefix(offset: number, bits: number): void {
    const whole = offset + (bits >> 3);
    for (let i = offset; i < whole; i++) this.mask[i]! |= ~this.written[i]!;
    if ((bits & 7) !== 0) this.mark(whole, LEFT[bits & 7]!);
  }

  markBit(offset: number, bit: number): void {
    this.mark(offset + (bit >> 3), 0x80 >> (bit & 7));
  }

  /** One byte, under `bits`. */
  byteIs(offset: number, value: number, bits = 0xff): boolean {
    const differ = (this.work[offset]! ^ value) & bits;
    if (differ === 0) {
      this.mark(offset, bits);
      return true;
    }
    this.differs(offset, differ);
    return false;
  }

  /** A 16-bit field in wire order. */
  shortIs(offset: number, value: number): boolean {
    const high = this.work[offset]! ^ (value >> 8);
    const low = this.work[offset + 1]! ^ (value & 0xff);
    if ((high | low) === 0) {
      this.mask[offset]! |= ~this.written[offset]!;
      this.mask[offset + 1]! |= ~this.written[offset + 1]!;
      return true;
    }
    if (high !== 0 && (low === 0 || !this.known(offset + 1, low))) this.differs(offset, high);
    else this.differs(offset + 1, low);
    return false;
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
      this.differs(offset + first, (this.work[offset + first]! ^ value[at + first]!) & care);
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

  /** Four bytes in wire order as one number, under `care`: an IPv4 prefix at a fraction of prefixIs's cost. */
  wordIs(offset: number, value: number, care: number): boolean {
    const differ = (word(this.work, offset) ^ value) & care;
    if (differ === 0) this.markWord(offset, care);
    else if ((differ & (word(this.mask, offset) | word(this.written, offset))) === 0) {
      this.markWord(offset, 0x80000000 >>> Math.clz32(differ));
    }
    return differ === 0;
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
    for (let bits = 0; ; bits++) {
      const rest = 0xffff >> bits;
      const low = value & ~rest;
      const high = value | rest;
      const inside = low >= first && high <= last;
      if (!inside && high >= first && low <= last) continue;
      this.markPrefix(offset, bits);
      return inside;
    }
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

  /** A whole 16-bit field in wire order. */
  short(offset: number): number {
    this.exact(offset, 2);
    return (this.work[offset]! << 8) | this.work[offset + 1]!;
  }

  byte(offset: number): number {
    this.mark(offset, 0xff);
    return this.work[offset]!;
  }

  /** A whole MAC as a number. */
  mac(offset: number): number {
    this.exact(offset, 6);
    const work = this.work;
    const high = (work[offset]! << 8) | work[offset + 1]!;
    const low =
      work[offset + 2]! * 0x1000000 +
      ((work[offset + 3]! << 16) | (work[offset + 4]! << 8) | work[offset + 5]!);
    return high * 0x100000000 + low;
  }

  /** Writes constant bytes: from here on the field depends on nothing. */
  write(offset: number, value: Uint8Array, at: number, count: number): void {
    for (let i = 0; i < count; i++) {
      this.work[offset + i] = value[at + i]!;
      this.written[offset + i] = 0xff;
    }
  }

  writeMac(offset: number, mac: number): void {
    const high = Math.floor(mac / 0x100000000);
    const low = mac >>> 0;
    const work = this.work;
    work[offset] = high >> 8;
    work[offset + 1] = high;
    work[offset + 2] = low >>> 24;
    work[offset + 3] = low >>> 16;
    work[offset + 4] = low >>> 8;
    work[offset + 5] = low;
    this.written.fill(0xff, offset, offset + 6);
  }

  writeZero(offset: number, count: number): void {
    this.work.fill(0, offset, offset + count);
    this.written.fill(0xff, offset, offset + count);
  }

  private markWord(offset: number, bits: number): void {
    this.mark(offset, bits >>> 24);
    this.mark(offset + 1, (bits >>> 16) & 0xff);
    this.mark(offset + 2, (bits >>> 8) & 0xff);
    this.mark(offset + 3, bits & 0xff);
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

  private differs(offset: number, differ: number): void {
    if (!this.known(offset, differ)) this.mask[offset]! |= highestBit(differ);
  }
}
