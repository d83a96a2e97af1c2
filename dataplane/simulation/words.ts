// The flow key as 32-bit words in host byte order: how a field's bytes lie in them. Most fields lie within one word.
//
// Here and in every module on a packet's way, constants of other modules are taken over as constants of the module's own
// (`const { KEY } = layout`). V8 folds those into the code it optimizes, with all that follows from them; an imported
// name it loads and checks at each use, which is a seventh of a simulation's time.
import * as layout from "../../bindings/layout.js";

const { KEY, KEY_SIZE } = layout;

/** A Reader's memory is three keys (reader.ts): where the second and third begin, counted in words. */
export const WRITTEN = KEY_SIZE / 4;
export const MASK = (2 * KEY_SIZE) / 4;

const scratch = new Uint8Array(KEY_SIZE);
const scratchWords = new Int32Array(scratch.buffer);

/** Number of the word that holds the byte. */
export const wordOf = (offset: number): number => offset >> 2;

/** The field's word with these bytes in the field's place, all else zero. */
export function inWord(offset: number, ...bytes: readonly number[]): number {
  for (const [i, byte] of bytes.entries()) scratch[offset + i] = byte;
  const word = scratchWords[wordOf(offset)]!;
  scratchWords[wordOf(offset)] = 0;
  return word;
}

/** The same for a 16-bit field in wire order. */
export const shortInWord = (offset: number, value: number): number =>
  inWord(offset, value >> 8, value & 0xff);

/** The bit, of those set, that comes first on the wire: in the first byte that has any, its highest. */
export function firstBit(word: number): number {
  const shift = (31 - Math.clz32(word & -word)) & 24;
  return (0x80 >>> (Math.clz32((word >>> shift) & 0xff) - 24)) << shift;
}

/** The bytes of a word the other way round: a number in wire order, or back. */
export const swapped32 = (word: number): number =>
  (word << 24) | ((word & 0xff00) << 8) | ((word >>> 8) & 0xff00) | (word >>> 24);

/** The two bytes of a 16-bit number, the other way round. */
export const swapped = (short: number): number => ((short & 0xff) << 8) | (short >>> 8);

export const ETH_TYPE = wordOf(KEY.eth_type);
export const ETH_TYPE_BITS = shortInWord(KEY.eth_type, 0xffff);
