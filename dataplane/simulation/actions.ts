// Writes action records (edgelane.h) into a growing buffer, a word at a time. Never decides anything.
import * as layout from "../../bindings/layout.js";
import * as keyWords from "./words.js";

// Folded, as imports are not (words.ts).
const { ACT_DECAP_SIZE, ACT_ENCAP_SIZE, ACT_KIND, ACT_SET_SIZE, ACT_TRANSLATE_SIZE, KEY } = layout;
const { WRITTEN } = keyWords;

const WORD = 4;
/** Of tags that are put on. */
const TPID = 0x8100;

/** Four bytes from an even offset on. */
const wordAt = (key: Int32Array, offset: number): number =>
  (offset & 2) === 0 ? key[offset >> 2]! : (key[offset >> 2]! >>> 16) | (key[(offset >> 2) + 1]! << 16);

/** Action records; little-endian, 8-byte aligned. */
export class ActionBuffer {
  words = new Int32Array(2048);
  /** The memory of `words`. */
  bytes = new Uint8Array(this.words.buffer);
  /** Words written; what lies behind them means nothing. */
  count = 0;

  /** Bytes written. */
  get length(): number {
    return this.count * WORD;
  }

  clear(): void {
    this.count = 0;
  }

  output(port: number): void {
    this.small(ACT_KIND.OUTPUT, port);
  }

  drop(reason: number): void {
    this.small(ACT_KIND.DROP, reason);
  }

  decTtl(): void {
    this.small(ACT_KIND.DEC_TTL, 0);
  }

  popVlan(): void {
    this.small(ACT_KIND.POP_VLAN, 0);
  }

  /** `tci`: VLAN id and PCP, host order. */
  pushVlan(tci: number): void {
    this.small(ACT_KIND.PUSH_VLAN, TPID | (tci << 16));
  }

  /** Writes the VLAN id of the outermost tag; its priority stays. */
  setVlan(vlan: number): void {
    const at = this.begin(ACT_KIND.SET, ACT_SET_SIZE);
    const { words } = this;
    words[at + 1] = KEY.vlan_tci;
    words[at + 2] = (vlan >> 8) | ((vlan & 0xff) << 8);
    words[at + 6] = 0xff0f;
  }

  select(group: number): void {
    this.small(ACT_KIND.SELECT, group);
  }

  meter(meter: number): void {
    this.small(ACT_KIND.METER, meter);
  }

  /** Writes some bits of one byte of the key. */
  setByte(offset: number, bits: number, value: number): void {
    const at = this.begin(ACT_KIND.SET, ACT_SET_SIZE);
    this.words[at + 1] = offset;
    this.words[at + 2] = value & bits;
    this.words[at + 6] = bits;
  }

  decap(): void {
    this.begin(ACT_KIND.DECAP, ACT_DECAP_SIZE);
  }

  encap(tunnel: number, key: number): void {
    const at = this.begin(ACT_KIND.ENCAP, ACT_ENCAP_SIZE);
    this.words[at + 1] = tunnel;
    this.words[at + 2] = key;
  }

  /** Writes the bits of one key field that were written: `size` bytes from `offset` on, both even. A reader's words. */
  set(offset: number, size: number, key: Int32Array): void {
    this.room(ACT_SET_SIZE / WORD);
    const { words, count: at } = this;
    words[at] = ACT_KIND.SET | (ACT_SET_SIZE << 16);
    words[at + 1] = offset;
    for (let i = 0; i < 4; i++) {
      const left = size - i * WORD;
      const from = offset + i * WORD;
      const bits = left <= 0 ? 0 : wordAt(key, from + WRITTEN * WORD) & (left < WORD ? 0xffff : -1);
      words[at + 2 + i] = bits === 0 ? 0 : wordAt(key, from) & bits;
      words[at + 6 + i] = bits;
    }
    this.count = at + ACT_SET_SIZE / WORD;
  }

  checkMtu(mtu: number): void {
    this.small(ACT_KIND.CHECK_MTU, mtu);
  }

  clampMss(mss: number): void {
    this.small(ACT_KIND.CLAMP_MSS, mss);
  }

  /** To this family; of the addresses the bits that `written` names become those of `work`. Keys as words. */
  translate(family: number, work: Int32Array, written: number): void {
    const at = this.begin(ACT_KIND.TRANSLATE, ACT_TRANSLATE_SIZE);
    const { words } = this;
    words[at + 1] = family;
    for (let i = 0; i < 8; i++) {
      const word = KEY.ip_src / WORD + i;
      const bits = work[word + written]!;
      const to = at + 2 + (i < 4 ? i : i + 4);
      words[to] = work[word]! & bits;
      words[to + 4] = bits;
    }
  }

  /** Opens a clone; closeClone gives it its length. */
  openClone(): number {
    const at = this.count;
    this.small(ACT_KIND.CLONE, 0);
    return at;
  }

  closeClone(at: number): void {
    this.words[at] = ACT_KIND.CLONE | (((this.count - at) * WORD) << 16);
  }

  /** Words of another buffer. */
  append(from: Int32Array, start: number, end: number): void {
    this.room(end - start);
    const { words } = this;
    let to = this.count;
    for (let i = start; i < end; i++) words[to++] = from[i]!;
    this.count = to;
  }

  /** The bytes, in memory of their own. */
  copy(): Uint8Array {
    return this.bytes.slice(0, this.length);
  }

  private small(kind: number, argument: number): void {
    this.room(2);
    const { words, count } = this;
    words[count] = kind | (8 << 16);
    words[count + 1] = argument;
    this.count = count + 2;
  }

  /** A record of zeros behind its header; where it is. */
  private begin(kind: number, size: number): number {
    this.room(size / WORD);
    const { words, count } = this;
    const end = count + size / WORD;
    words[count] = kind | (size << 16);
    for (let i = count + 1; i < end; i++) words[i] = 0;
    this.count = end;
    return count;
  }

  private room(words: number): void {
    if (this.count + words <= this.words.length) return;
    const grown = new Int32Array(this.words.length * 2 + words + (words & 1));
    grown.set(this.words.subarray(0, this.count));
    this.words = grown;
    this.bytes = new Uint8Array(grown.buffer);
  }
}
