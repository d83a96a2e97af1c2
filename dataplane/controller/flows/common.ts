// The bits in which the packets of all a verdict's flows agree, so that what a change concerns is told of many flows at
// once. It must never hold a bit in which two of them differ.
import { KEY_SIZE } from "../../../bindings/layout.js";
import type { Region } from "../../simulation/region.js";

const WORDS = KEY_SIZE / 4;

export class Common {
  private readonly ones = new Uint32Array(WORDS).fill(0xffffffff);
  private readonly zeros = new Uint32Array(WORDS).fill(0xffffffff);

  /** One more, whose key's words begin at `base`. Those that go make it no wider. */
  add(keys: Uint32Array, base: number): void {
    const { ones, zeros } = this;
    for (let i = 0; i < WORDS; i++) {
      const word = keys[base + i]!;
      ones[i]! &= word;
      zeros[i]! &= ~word;
    }
  }

  /** Are all of them in the region (true), or none (false)? undefined: that hangs on the packet. */
  inside(region: Region): boolean | undefined {
    let all = true;
    for (let i = 0; i < region.length; i += 3) {
      const word = region[i]!;
      const bits = region[i + 2]!;
      const ones = this.ones[word]!;
      const alike = ones | this.zeros[word]!;
      if (((ones ^ region[i + 1]!) & bits & alike) !== 0) return false;
      if ((bits & ~alike) !== 0) all = false;
    }
    return all ? true : undefined;
  }
}
