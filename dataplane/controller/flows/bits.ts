// Arithmetic on keys and masks of 128 bytes. Pure; it must never know a field's name.
import { KEY_SIZE } from "../../../bindings/layout.js";

const ONES = Uint8Array.from({ length: 256 }, (_, byte) => {
  let ones = 0;
  for (let rest = byte; rest > 0; rest >>= 1) ones += rest & 1;
  return ones;
});

export function popcount(mask: Uint8Array): number {
  let ones = 0;
  for (let i = 0; i < mask.length; i++) ones += ONES[mask[i]!]!;
  return ones;
}

/** Is each bit of `inner` also in `outer`? */
export function covers(outer: Uint8Array, inner: Uint8Array): boolean {
  for (let i = 0; i < KEY_SIZE; i++) if ((inner[i]! & ~outer[i]!) !== 0) return false;
  return true;
}

export function union(a: Uint8Array, b: Uint8Array): Uint8Array {
  const both = new Uint8Array(KEY_SIZE);
  for (let i = 0; i < KEY_SIZE; i++) both[i] = a[i]! | b[i]!;
  return both;
}

export function masked(key: Uint8Array, mask: Uint8Array): Uint8Array {
  const rest = new Uint8Array(KEY_SIZE);
  for (let i = 0; i < KEY_SIZE; i++) rest[i] = key[i]! & mask[i]!;
  return rest;
}

/** Do two keys agree on the mask's bits? */
export function agree(a: Uint8Array, b: Uint8Array, mask: Uint8Array): boolean {
  for (let i = 0; i < KEY_SIZE; i++) if (((a[i]! ^ b[i]!) & mask[i]!) !== 0) return false;
  return true;
}

/** A string that equals another's exactly when the bytes are equal: for Map keys. */
export function bytesKey(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("latin1");
}
