// Declared stations of one bridge: the place of a MAC, in any VLAN or in one. Built at compile, then read only.

/** Stands for every VLAN. */
const ANY = 0xffff;
/** First two bytes of the MAC and the VLAN, its other four, place + 1 (0: free). */
const STRIDE = 3;

export class StationTable {
  private slots = new Int32Array(0);
  private count = 0;
  private perVlan = false;

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
  }

  /** The place of the MAC (first two bytes and last four), -1 when it is not declared. */
  find(high: number, low: number, vlan: number): number {
    if (this.count === 0) return -1;
    const anywhere = this.slots[this.slotOf(high | (ANY << 16), low) + 2]!;
    if (anywhere !== 0 || !this.perVlan) return anywhere - 1;
    return this.slots[this.slotOf(high | (vlan << 16), low) + 2]! - 1;
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
