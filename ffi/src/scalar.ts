// Numbers, booleans and strings on their way to C: what passes as it is, what is converted, what is refused.
// Never rounds a value into range silently: C would read something the caller did not write.
import { describe, FfiRangeError, FfiTypeError } from "./errors.js";
import type { IntegerKind, Kind } from "./kind.js";
import { fits64, toInteger } from "./ref/int64.js";

/** Turns one argument into what koffi takes, or throws; `where` is fixed when the function is declared. */
export type Convert = (value: unknown) => unknown;

/** The refusal of a value of the wrong kind. */
export function wrongType(where: string, expected: string, value: unknown, remedy?: string): FfiTypeError {
  return new FfiTypeError("ERR_FFI_ARGUMENT_TYPE", {
    problem: `error setting ${where}: ${expected} expected, got ${describe(value)}`,
    remedy: remedy ?? `Pass ${expected}`,
  });
}

function outOfRange(where: string, kind: string, value: unknown): FfiRangeError {
  return new FfiRangeError("ERR_FFI_ARGUMENT_RANGE", {
    problem: `error setting ${where}: ${describe(value)} does not fit ${kind}`,
    remedy: "Pass a value in the range of the C type, or declare a wider type",
  });
}

function smallInteger(kind: IntegerKind, where: string): Convert {
  const bits = BigInt(kind.replace(/\D+/, ""));
  const signed = kind.startsWith("int");
  const low = signed ? -(2n ** (bits - 1n)) : 0n;
  const high = (signed ? 2n ** (bits - 1n) : 2n ** bits) - 1n;
  return (value) => {
    const given = bits === 8n && typeof value === "string" && value !== "" ? value.charCodeAt(0) : value;
    const exact = toInteger(given);
    if (exact === undefined) throw wrongType(where, "an integer", value);
    if (exact < low || exact > high) throw outOfRange(where, kind, value);
    return Number(exact);
  };
}

function wideInteger(kind: Kind, signed: boolean, where: string): Convert {
  return (value) => {
    const exact = toInteger(value);
    if (exact === undefined) throw wrongType(where, "an integer", value, "Pass a number, a bigint or digits");
    if (!fits64(exact, signed)) throw outOfRange(where, kind, value);
    return exact;
  };
}

function floating(where: string): Convert {
  return (value) => {
    if (typeof value === "bigint" || typeof value === "boolean") return Number(value);
    if (typeof value === "string" && value.trim() !== "") {
      const number = Number(value);
      if (!Number.isNaN(number)) return number;
    }
    if (typeof value === "number") return value;
    throw wrongType(where, "a number", value);
  };
}

function boolean(where: string): Convert {
  return (value) => {
    if (typeof value === "object" && value !== null) throw wrongType(where, "a boolean", value);
    return Boolean(value);
  };
}

function text(where: string): Convert {
  return (value) => {
    if (value === null || value === undefined) return null;
    if (typeof value === "string" || value instanceof Uint8Array) return value;
    throw wrongType(where, "a string", value, "Pass a string, a Buffer that ends in a zero byte, or null");
  };
}

/** A scalar kind: when a value may go to koffi untouched, and what to do with any other value. */
export interface ScalarRule {
  /** A JavaScript condition; `$` stands for the value. */
  readonly accepts: string;
  readonly convert: (where: string) => Convert;
}

const small = (kind: IntegerKind, same: string): ScalarRule => ({
  accepts: `typeof $ === "number" && (${same}) === $`,
  convert: (where) => smallInteger(kind, where),
});
const wide = (kind: Kind, signed: boolean): ScalarRule => ({
  accepts: "Number.isSafeInteger($)",
  convert: (where) => wideInteger(kind, signed, where),
});
const real: ScalarRule = { accepts: 'typeof $ === "number"', convert: floating };

/** The rule of each kind that is not a pointer, a struct or void. */
export const scalarRules: Partial<Record<Kind, ScalarRule>> = {
  int8: small("int8", "$ << 24 >> 24"),
  uint8: small("uint8", "$ & 255"),
  int16: small("int16", "$ << 16 >> 16"),
  uint16: small("uint16", "$ & 65535"),
  int32: small("int32", "$ | 0"),
  uint32: small("uint32", "$ >>> 0"),
  int64: wide("int64", true),
  uint64: wide("uint64", false),
  int64n: wide("int64n", true),
  uint64n: wide("uint64n", false),
  float: real,
  double: real,
  bool: { accepts: 'typeof $ === "boolean"', convert: boolean },
  cstring: { accepts: 'typeof $ === "string" || $ === null', convert: text },
};
