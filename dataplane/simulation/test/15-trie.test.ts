// Longest-prefix match beside a list searched from end to end; and that the bits it says it read decide alone.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { KEY, KEY_SIZE } from "../../../bindings/layout.js";
import { Reader } from "../reader.js";
import { Trie } from "../trie.js";

interface Prefix {
  bytes: Uint8Array;
  bits: number;
}

const AT = KEY.ip_dst;

/** Addresses that differ in few bits, so that prefixes nest and lookups nearly hit. */
const near = (count: number) =>
  fc
    .array(fc.nat(count * 8 - 1), { maxLength: 5 })
    .map((flips) => flips.reduce((bytes, bit) => flipped(bytes, bit), new Uint8Array(count).fill(0x5a)));

const flipped = (bytes: Uint8Array, bit: number): Uint8Array<ArrayBuffer> => {
  const copy = new Uint8Array(bytes);
  copy[bit >> 3]! ^= 0x80 >> (bit & 7);
  return copy;
};

const agree = (a: Uint8Array, b: Uint8Array, bits: number): boolean => {
  for (let bit = 0; bit < bits; bit++)
    if (((a[bit >> 3]! ^ b[bit >> 3]!) & (0x80 >> (bit & 7))) !== 0) return false;
  return true;
};

/** Values of all prefixes of the address, the shortest first: of equal ones the last that was put in. */
function nested(prefixes: readonly Prefix[], address: Uint8Array): number[] {
  const byBits = new Map<number, number>();
  prefixes.forEach(({ bytes, bits }, value) => {
    if (agree(bytes, address, bits)) byBits.set(bits, value);
  });
  return [...byBits].sort(([a], [b]) => a - b).map(([, value]) => value);
}

function ask(trie: Trie, address: Uint8Array): { matched: number[]; read: Uint8Array } {
  const reader = new Reader();
  const key = new Uint8Array(KEY_SIZE);
  key.set(address, AT);
  reader.load(key);
  const found = trie.lookup(reader, AT);
  const matched = [...trie.matched.subarray(0, trie.matchedCount)];
  expect(found).toBe(matched.at(-1) ?? -1);
  return { matched, read: reader.mask.slice(AT, AT + address.length) };
}

describe.each([32, 128] as const)("a trie of %i bits", (width) => {
  const count = width / 8;
  const prefix = fc.record({
    bytes: near(count),
    bits: fc.oneof(fc.constant(width), fc.integer({ min: 0, max: width })),
  });

  it("finds what a search of the whole list finds, and reads what decides it", () => {
    fc.assert(
      fc.property(
        fc.array(prefix, { maxLength: 40 }),
        fc.array(near(count), { maxLength: 20 }),
        (all, others) => {
          const trie = new Trie(width);
          for (const [value, { bytes, bits }] of all.entries()) trie.insert(bytes, bits, value);
          for (const address of [...others, ...all.map(({ bytes }) => bytes)]) {
            const { matched, read } = ask(trie, address);
            expect(matched).toEqual(nested(all, address));
            for (let bit = 0; bit < width; bit++) {
              if ((read[bit >> 3]! & (0x80 >> (bit & 7))) !== 0) continue;
              expect(nested(all, flipped(address, bit))).toEqual(matched);
            }
          }
        },
      ),
      { numRuns: 300 },
    );
  });

  it("takes in more after it was asked", () => {
    const trie = new Trie(width);
    const address = (i: number) => Uint8Array.from({ length: count }, (_, at) => (at === count - 1 ? i : 1));
    for (let i = 0; i < 20; i++) {
      trie.insert(address(i), width, i);
      expect(ask(trie, address(i)).matched).toEqual([i]);
      expect(ask(trie, address(i + 1)).matched).toEqual([]);
    }
    trie.insert(address(0), 8, 99);
    expect(ask(trie, address(7)).matched).toEqual([99, 7]);
  });
});
