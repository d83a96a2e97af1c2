// Hashes of keys and of what a verdict is made of. What they take for equal is compared by the caller: they must never
// stand for equality.
import { randomFillSync } from "node:crypto";
import { KEY_SIZE } from "../../../bindings/layout.js";

const WORDS = KEY_SIZE / 4;
/** Odd, and unknown outside: nobody can aim keys at one chain. */
const secret = randomFillSync(new Uint32Array(2 * WORDS)).map((word) => word | 1);

/** Of the bits of a key that a mask names; `at`: the words in which it has any, `mask`: the mask in these words. */
export function hashKey(key: Uint32Array, at: Uint8Array, mask: Uint32Array): number {
  let sum = 0;
  for (let i = 0; i < at.length; i++) {
    const word = key[at[i]!]! & mask[i]!;
    // Halves times secrets: two keys agree in the sum only by chance.
    sum = (sum + Math.imul(word & 0xffff, secret[2 * i]!) + Math.imul(word >>> 16, secret[2 * i + 1]!)) | 0;
  }
  return scatter(sum);
}

/** Of words, in an order that counts; a long list takes the secrets in turn. */
export function hashWords(h: number, words: Int32Array, count: number): number {
  let sum = h ^ count;
  for (let i = 0; i < count; i++) {
    const word = words[i]!;
    const at = (2 * i) & (2 * WORDS - 1);
    sum = (sum + Math.imul(word & 0xffff, secret[at]!) + Math.imul(word >>> 16, secret[at + 1]!)) | 0;
  }
  return scatter(sum);
}

/** Spreads a sum over all bits (murmur3's finaliser). */
export function scatter(sum: number): number {
  let h = sum ^ (sum >>> 16);
  h = Math.imul(h, 0x85ebca6b);
  h ^= h >>> 13;
  h = Math.imul(h, 0xc2b2ae35);
  return h ^ (h >>> 16);
}

export const mix = (h: number, word: number): number => {
  const product = Math.imul(h ^ word, 0x9e3779b1);
  return (product << 13) | (product >>> 19);
};

export function hashBytes(h: number, bytes: Uint8Array): number {
  let sum = mix(h, bytes.length);
  let i = 0;
  for (; i + 3 < bytes.length; i += 4)
    sum = mix(sum, bytes[i]! | (bytes[i + 1]! << 8) | (bytes[i + 2]! << 16) | (bytes[i + 3]! << 24));
  for (; i < bytes.length; i++) sum = mix(sum, bytes[i]!);
  return sum;
}

/** Whole numbers up to 2^53. */
export function hashNumbers(h: number, numbers: ArrayLike<number>, length = numbers.length): number {
  let sum = mix(h, length);
  for (let i = 0; i < length; i++) {
    const value = numbers[i]!;
    sum = mix(sum, value | 0);
    if (value > 0xffffffff) sum = mix(sum, (value / 0x100000000) | 0);
  }
  return sum;
}

export function equal(a: ArrayLike<number>, b: ArrayLike<number>): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}
