// 64-bit integers as ref-napi shows them: a number while that is exact, a decimal string beyond.
// Never loses digits silently: what cannot be represented is undefined here and an error above.

const INTEGER = /^\s*([+-]?)(0x[0-9a-f]+|0[0-7]*|[1-9][0-9]*)\s*$/i;

export const MIN_INT64 = -(2n ** 63n);
export const MAX_INT64 = 2n ** 63n - 1n;
export const MAX_UINT64 = 2n ** 64n - 1n;
// ref-napi counts 2^53 itself as exact, one more than Number.MAX_SAFE_INTEGER.
const LAST_EXACT = 2n ** 53n;

/** A number when it is exact, else the decimal digits. */
export function numberOrString(value: bigint): number | string {
  return value >= -LAST_EXACT && value <= LAST_EXACT ? Number(value) : value.toString();
}

/** Reads decimal, 0x and 0-octal digits, the forms C's strtoll takes with base 0. */
export function parseInteger(text: string): bigint | undefined {
  const match = INTEGER.exec(text);
  if (match === null) return undefined;
  const [, sign, digits = "0"] = match;
  const octal = digits.length > 1 && digits[0] === "0" && !/^0x/i.test(digits);
  const magnitude = BigInt(octal ? `0o${digits.slice(1)}` : digits);
  return sign === "-" ? -magnitude : magnitude;
}

/** The exact integer a number, bigint, boolean or digit string stands for; fractions are cut off. */
export function toInteger(value: unknown): bigint | undefined {
  if (typeof value === "bigint") return value;
  if (typeof value === "number") return Number.isFinite(value) ? BigInt(Math.trunc(value)) : undefined;
  if (typeof value === "boolean") return value ? 1n : 0n;
  if (typeof value === "string") return parseInteger(value);
  return undefined;
}

/** Whether the 64 bits can hold it; an unsigned one also takes negatives, as C's `(size_t)-1`. */
export function fits64(value: bigint, signed: boolean): boolean {
  return value >= MIN_INT64 && value <= (signed ? MAX_INT64 : MAX_UINT64);
}
