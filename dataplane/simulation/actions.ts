// Writes action records (edgelane.h) into a growing buffer. Never decides anything.
import { ACT_DECAP_SIZE, ACT_ENCAP_SIZE, ACT_KIND, ACT_SET_SIZE, KEY_SIZE } from "../../bindings/layout.js";

/** Bytes of action records; little-endian, 8-byte aligned. */
export class ActionBuffer {
  bytes = new Uint8Array(8192);
  /** The memory of `bytes`. */
  words = new Int32Array(this.bytes.buffer);
  length = 0;

  clear(): void {
    this.length = 0;
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

  select(group: number): void {
    this.small(ACT_KIND.SELECT, group);
  }

  decap(): void {
    this.header(ACT_KIND.DECAP, ACT_DECAP_SIZE);
    this.length += ACT_DECAP_SIZE;
  }

  encap(tunnel: number, key: number): void {
    const at = this.header(ACT_KIND.ENCAP, ACT_ENCAP_SIZE);
    this.word(at + 4, tunnel);
    this.word(at + 8, key);
    this.length += ACT_ENCAP_SIZE;
  }

  /** Writes the bits of one key field that `written` names. */
  set(field: number, size: number, work: Uint8Array, written: Uint8Array): void {
    const at = this.header(ACT_KIND.SET, ACT_SET_SIZE);
    const bytes = this.bytes;
    bytes[at + 4] = field;
    for (let i = 0; i < size && field + i < KEY_SIZE; i++) {
      bytes[at + 24 + i] = written[field + i]!;
      bytes[at + 8 + i] = work[field + i]! & written[field + i]!;
    }
    this.length += ACT_SET_SIZE;
  }

  /** Opens a clone; closeClone gives it its length. */
  openClone(): number {
    const at = this.length;
    this.small(ACT_KIND.CLONE, 0);
    return at;
  }

  closeClone(at: number): void {
    const length = this.length - at;
    this.bytes[at + 2] = length;
    this.bytes[at + 3] = length >> 8;
  }

  append(from: Uint8Array, start: number, end: number): void {
    this.room(end - start);
    this.bytes.set(from.subarray(start, end), this.length);
    this.length += end - start;
  }

  private small(kind: number, argument: number): void {
    const at = this.header(kind, 8);
    this.word(at + 4, argument);
    this.length += 8;
  }

  private header(kind: number, size: number): number {
    this.room(size);
    const at = this.length;
    this.bytes.fill(0, at, at + size);
    this.bytes[at] = kind;
    this.bytes[at + 2] = size;
    return at;
  }

  private word(at: number, value: number): void {
    this.bytes[at] = value;
    this.bytes[at + 1] = value >>> 8;
    this.bytes[at + 2] = value >>> 16;
    this.bytes[at + 3] = value >>> 24;
  }

  private room(size: number): void {
    if (this.length + size <= this.bytes.length) return;
    const grown = new Uint8Array((this.bytes.length * 2 + size) & ~7);
    grown.set(this.bytes.subarray(0, this.length));
    this.bytes = grown;
    this.words = new Int32Array(grown.buffer);
  }
}
