// Addresses of a key as text, for state and maps that are named by text; formatted once, then remembered.
import { formatIp } from "../topology/addresses.js";

/** A memo, not a state: emptied when it is full, it only costs time. */
const LIMIT = 65536;
const known = new Map<number, string>();

/** The address at `offset` of a key: 16 bytes. Marks nothing: the caller has read it. */
export function addressText(key: Uint8Array, offset: number): string {
  if (!isMapped(key, offset)) return formatIp(key, offset);
  const number =
    key[offset + 12]! * 0x1000000 +
    ((key[offset + 13]! << 16) | (key[offset + 14]! << 8) | key[offset + 15]!);
  let text = known.get(number);
  if (text === undefined) {
    if (known.size >= LIMIT) known.clear();
    text = formatIp(key, offset);
    known.set(number, text);
  }
  return text;
}

function isMapped(key: Uint8Array, offset: number): boolean {
  for (let i = 0; i < 10; i++) if (key[offset + i] !== 0) return false;
  return key[offset + 10] === 0xff && key[offset + 11] === 0xff;
}
