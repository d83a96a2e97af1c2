// Reading and writing 64-bit integers in Buffers, in both byte orders, the way ref-napi did.
// Looks past the Buffer's end on purpose, as ref-napi does; never past NULL.
import { describe, FfiTypeError } from "../errors.js";
import { viewOf } from "../native.js";
import { fits64, numberOrString, toInteger } from "./int64.js";
import { littleEndian } from "./integers.js";
import { place } from "./memory.js";

/** What the 64-bit writers take: digits in a string keep what a number would lose. */
export type Int64Like = number | string | bigint;

function at(buffer: unknown, offset: number | undefined, operation: string): DataView {
  return new DataView(viewOf(place(buffer, offset, operation), 8));
}

export function readBigInt(
  buffer: Buffer,
  offset: number | undefined,
  signed: boolean,
  little: boolean,
): bigint {
  const memory = at(buffer, offset, signed ? "readInt64" : "readUInt64");
  return signed ? memory.getBigInt64(0, little) : memory.getBigUint64(0, little);
}

export function writeInteger(
  buffer: Buffer,
  offset: number | undefined,
  value: Int64Like,
  signed: boolean,
  little: boolean,
): void {
  const operation = signed ? "writeInt64" : "writeUInt64";
  const exact = toInteger(value);
  if (exact === undefined || !fits64(exact, signed)) {
    throw new FfiTypeError(exact === undefined ? "ERR_FFI_ARGUMENT_TYPE" : "ERR_FFI_ARGUMENT_RANGE", {
      problem: `${operation}: ${describe(value)} is not a 64-bit integer`,
      remedy: "Pass a number, a bigint or a string of digits that fits 64 bits",
    });
  }
  at(buffer, offset, operation).setBigInt64(0, BigInt.asIntN(64, exact), little);
}

function reader(signed: boolean, little: boolean) {
  return (buffer: Buffer, offset?: number): number | string =>
    numberOrString(readBigInt(buffer, offset, signed, little));
}

function writer(signed: boolean, little: boolean) {
  return (buffer: Buffer, offset: number, value: Int64Like): void =>
    writeInteger(buffer, offset, value, signed, little);
}

export const readInt64LE = reader(true, true);
export const readInt64BE = reader(true, false);
export const readUInt64LE = reader(false, true);
export const readUInt64BE = reader(false, false);
export const writeInt64LE = writer(true, true);
export const writeInt64BE = writer(true, false);
export const writeUInt64LE = writer(false, true);
export const writeUInt64BE = writer(false, false);
export const readInt64 = littleEndian ? readInt64LE : readInt64BE;
export const readUInt64 = littleEndian ? readUInt64LE : readUInt64BE;
export const writeInt64 = littleEndian ? writeInt64LE : writeInt64BE;
export const writeUInt64 = littleEndian ? writeUInt64LE : writeUInt64BE;
