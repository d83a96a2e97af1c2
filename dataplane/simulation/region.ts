// Which packets something may concern, as bits of the key they must have: so that a change is weighed against live
// flows without simulating any. A region may hold too many packets, never too few.
import { KEY } from "../../bindings/layout.js";
import { networkOf, type Prefix } from "../topology/addresses.js";
import type { Condition, Topology } from "../topology/model.js";
import { References } from "./compile/references.js";
import { TestWriter } from "./compile/tests.js";
import type { Tests } from "./snapshot.js";
import { TEST, TEST_STRIDE, WORDS } from "./tests.js";
import { inWord, swapped, swapped32 } from "./words.js";

/** Triples: number of a key word, value, bits that must be as in the value. Empty: every packet. */
export type Region = readonly number[];

/** What of a region can be told of packets by the bits under `mask` (32 words). What the walk wrote (Verdict.rewritten)
 * says nothing of where it was then. */
export function known(region: Region, mask: Int32Array, rewritten: number): Region {
  const left: number[] = [];
  for (let i = 0; i < region.length; i += 3) {
    const word = region[i]!;
    const bits = region[i + 2]! & mask[word]!;
    if (bits !== 0 && ((rewritten >>> word) & 1) === 0) left.push(word, region[i + 1]!, bits);
  }
  return left;
}

/** Is the packet in it whose key's words begin at `base`? */
export function holds(region: Region, keys: Uint32Array | Int32Array, base: number): boolean {
  for (let i = 0; i < region.length; i += 3)
    if (((keys[base + region[i]!]! ^ region[i + 1]!) & region[i + 2]!) !== 0) return false;
  return true;
}

/** Packets whose address in this 16-byte field of the key is under the prefix. */
export function regionOfPrefix(field: number, prefix: Prefix): Region {
  const { bytes, bits } = networkOf(prefix);
  const region: number[] = [];
  for (let at = prefix.family === 4 ? 12 : 0; at << 3 < bits; at += 4) {
    const ones = bits - (at << 3) >= 32 ? -1 : ~(-1 >>> (bits - (at << 3)));
    const wanted = inWord(field + at, ...bytes.subarray(at, at + 4));
    region.push((field + at) >> 2, wanted & swapped32(ones), swapped32(ones));
  }
  return region;
}

const NOWHERE = { port: () => -1, device: () => -1, chain: () => -1 };

/** Packets that a condition of this topology may hold for. */
export class Regions {
  private readonly references: References;

  constructor(topology: Topology) {
    this.references = new References(topology, NOWHERE);
  }

  of(match: Condition | undefined): Region {
    const writer = new TestWriter(this.references.begin());
    const [from, to] = writer.rule(match);
    const tests = writer.take();
    const region: number[] = [];
    for (let at = from; at < to; at += TEST_STRIDE) this.add(region, tests, at);
    return region;
  }

  private add(region: number[], { records, groups }: Tests, at: number): void {
    const [kind, a, b, words] = [records[at]!, records[at + 1]!, records[at + 2]!, records[at + 3]!];
    if (kind < WORDS) region.push(kind, a, b);
    else if (kind === TEST.RANGE) {
      const bits = Math.clz32((b >>> 16) ^ (b & 0xffff)) - 16;
      const shift = (a & 2) << 3;
      const ones = swapped((0xffff0000 >>> bits) & 0xffff) << shift;
      region.push(a >> 2, (swapped(b >>> 16) << shift) & ones, ones);
    } else if (kind === TEST.GROUP) {
      const trie = groups[b]!;
      const bits = trie.span();
      for (let i = 0; i < words && i << 5 < bits; i++) {
        const ones = bits - (i << 5) >= 32 ? -1 : ~(-1 >>> (bits - (i << 5)));
        region.push(a + i, swapped32(trie.possibleWords[i]! & ones), swapped32(ones));
      }
    }
  }
}

/** The address fields that a condition's groups are about. */
export const GROUP_FIELDS = {
  srcAddressGroup: { field: KEY.ip_src },
  dstAddressGroup: { field: KEY.ip_dst },
} as const;
