// IPv4 addresses inside IPv6 ones (RFC 6052 2.2). Pure.

/** A prefix of 16 bytes, and how many of its bits count. */
export interface Prefix6052 {
  prefix: Uint8Array;
  bits: number;
}

/** Where the four bytes of an IPv4 address stand under a prefix of so many bits; bits 64 to 71 are nobody's. */
export const PLACES: Readonly<Record<number, readonly number[]>> = {
  32: [4, 5, 6, 7],
  40: [5, 6, 7, 9],
  48: [6, 7, 9, 10],
  56: [7, 9, 10, 11],
  64: [9, 10, 11, 12],
  96: [12, 13, 14, 15],
};
/** An IPv4 address as a key has it, its own bytes zero. */
export const MAPPED = Uint8Array.of(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff, 0, 0, 0, 0);

/** The address under the prefix that stands for four bytes of IPv4. */
export function embedded({ bits, prefix }: Prefix6052, four: Uint8Array): Uint8Array {
  const six = prefix.slice();
  for (const [i, place] of PLACES[bits]!.entries()) six[place] = four[i]!;
  return six;
}

/** The IPv4 address, mapped, that an address under the prefix stands for; undefined: it is not under it. */
export function extracted({ bits, prefix }: Prefix6052, six: Uint8Array): Uint8Array | undefined {
  for (let i = 0; i < bits / 8; i++) if (six[i] !== prefix[i]) return undefined;
  const four = MAPPED.slice();
  for (const [i, place] of PLACES[bits]!.entries()) four[12 + i] = six[place]!;
  return four;
}
