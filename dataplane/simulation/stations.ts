// Declared stations of one bridge: the place of a MAC, in any VLAN or in one. Built at compile, then read only.
import { withMac } from "./tags.js";
import type { Tag } from "./verdict.js";

/** Stands for every VLAN. */
const ANY = 0xffff;
/** First two bytes of the MAC and the VLAN, its other four, place + 1 (0: free), its station tag outside all VLANs. */
const STRIDE = 4;

export class StationTable {
  private slots = new Int32Array(0);
  private count = 0;
  private perVlan = false;

  /** `stationTag`: base of the bridge's station tags. */
  constructor(private readonly stationTag: Tag) {}

  /** `vlan` 0: any. A MAC that is there already moves. */
  set(mac: number, vlan: number, place: number): void {
    if (4 * (this.count + 1) > 3 * (this.slots.length / STRIDE)) this.grow();
    if (vlan !== 0) this.perVlan = true;
    const high = Math.floor(mac / 0x100000000) | ((vlan === 0 ? ANY : vlan) << 16);
    const at = this.slotOf(high, mac | 0);
    if (this.slots[at + 2] === 0) this.count++;
    this.slots[at] = high;
    this.slots[at + 1] = mac;
    this.slots[at + 2] = place + 1;
    this.slots[at + 3] = withMac(this.stationTag, high & 0xffff, mac | 0, 0);
  }

  /** Where the MAC (first two bytes and last four) stands here, -1 when it is not declared. */
  find(high: number, low: number, vlan: number): number {
    if (this.count === 0) return -1;
    const anywhere = this.slotOf(high | (ANY << 16), low);
    if (this.slots[anywhere + 2] !== 0) return anywhere;
    if (!this.perVlan) return -1;
    const there = this.slotOf(high | (vlan << 16), low);
    return this.slots[there + 2] === 0 ? -1 : there;
  }

  /** Its place. */
  placeAt(at: number): number {
    return this.slots[at + 2]! - 1;
  }

  /** Its station tag outside all VLANs. */
  tagAt(at: number): Tag {
    return this.slots[at + 3]!;
  }

  /** All of them; VLAN 0: any. */
  *list(): IterableIterator<{ mac: number; vlan: number; place: number }> {
    for (let at = 0; at < this.slots.length; at += STRIDE) {
      if (this.slots[at + 2] === 0) continue;
      const vlan = this.slots[at]! >>> 16;
      const mac = (this.slots[at]! & 0xffff) * 0x100000000 + (this.slots[at + 1]! >>> 0);
      yield { mac, vlan: vlan === ANY ? 0 : vlan, place: this.slots[at + 2]! - 1 };
    }
  }

  /** Where it is, or the free slot where it would be. */
  private slotOf(high: number, low: number): number {
    const { slots } = this;
    const mask = slots.length / STRIDE - 1;
    let slot = Math.imul(low ^ Math.imul(high, 0x9e3779b1), 0x85ebca6b);
    slot ^= slot >>> 15;
    for (;;) {
      const at = (slot & mask) * STRIDE;
      if (slots[at + 2] === 0 || (slots[at] === high && slots[at + 1] === low)) return at;
      slot++;
    }
  }

  private grow(): void {
    const old = this.slots;
    this.slots = new Int32Array(Math.max(4 * STRIDE, old.length * 2));
    for (let at = 0; at < old.length; at += STRIDE) {
      if (old[at + 2] === 0) continue;
      this.slots.set(old.subarray(at, at + STRIDE), this.slotOf(old[at]!, old[at + 1]!));
    }
  }
}
