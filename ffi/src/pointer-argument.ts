// What may be given where C wants an address, and how it becomes one.
// Never keeps anything alive by itself: it gives back the object whose memory is meant, and the caller holds it.
import { FUNCTION_TYPE, isArrayType } from "./kind.js";
import { MAX_UINT64 } from "./ref/int64.js";
import type { Type } from "./ref/type.js";
import { type Convert, wrongType } from "./scalar.js";

/** The values koffi can take as an address at once; `$` stands for the value. */
export const POINTER_ACCEPTS = "$ instanceof Uint8Array || $ === null";

const REMEDY =
  "Pass a Buffer, a typed array, a struct or array of ref, a bigint address or null; declare 'string' to pass text";

/** The Buffer behind a struct or array instance of the ref family. */
function backingBuffer(value: object): Buffer | undefined {
  if ("ref.buffer" in value && Buffer.isBuffer(value["ref.buffer"])) return value["ref.buffer"];
  if ("buffer" in value && Buffer.isBuffer(value.buffer)) return value.buffer;
  return undefined;
}

/** Converts what `POINTER_ACCEPTS` does not cover; gives back an object with memory, an address or null. */
export function pointerArgument(where: string): Convert {
  return (value) => {
    if (value === null || value instanceof Uint8Array) return value;
    if (typeof value === "bigint" && value >= 0n && value <= MAX_UINT64) return value;
    if (ArrayBuffer.isView(value)) return new Uint8Array(value.buffer, value.byteOffset, value.byteLength);
    if (value instanceof ArrayBuffer) return value;
    const buffer = typeof value === "object" ? backingBuffer(value as object) : undefined;
    if (buffer === undefined) throw wrongType(where, "a pointer", value, REMEDY);
    return buffer;
  };
}

/** As a pointer; also takes a JavaScript array and makes the C array from it. */
export function arrayArgument(type: Type, where: string): Convert {
  const pointer = pointerArgument(where);
  return (value) => (Array.isArray(value) && isArrayType(type) ? new type(value).buffer : pointer(value));
}

/** A type made by `ffi.Function`: it can make a C function pointer of a JavaScript function. */
export interface FunctionPointerType extends Type {
  readonly [FUNCTION_TYPE]: true;
  toPointer(fn: (...args: never[]) => unknown): Buffer;
}

/** As a pointer; also takes a JavaScript function and makes a callback of it for as long as the call lasts. */
export function functionArgument(type: FunctionPointerType, where: string): Convert {
  const pointer = pointerArgument(where);
  return (value) =>
    typeof value === "function" ? type.toPointer(value as (...args: never[]) => unknown) : pointer(value);
}
