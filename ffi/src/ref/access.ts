// Typed values in Buffers: allocate room for one, read it, write it, point to it, follow a pointer.
// The counterpart of ref-napi's functions of the same names; never touches memory without a type.
import { FfiTypeError } from "../errors.js";
import { coerceType, derefType, refType } from "./coerce.js";
import { pointerSize } from "./integers.js";
import { addressOf, readPointer, writePointer } from "./memory.js";
import { assertBuffer, type Pointer, type Type, type TypeLike } from "./type.js";
import { terminated, types } from "./types.js";

/** The type of what `buffer` points to. */
export function getType(buffer: Pointer): Type {
  if (buffer.type !== undefined) return coerceType(buffer.type);
  const complain = (): never => {
    throw new FfiTypeError("ERR_FFI_UNKNOWN_TYPE", {
      problem: 'the Buffer has an unknown "type", its value cannot be read or written',
      remedy: "Set buffer.type, or pass the type along",
    });
  };
  const type: Type = { size: buffer.length, indirection: 1, get: complain, set: complain };
  buffer.type = type;
  return type;
}

/** Reads the value of `type` at `offset`; a pointer comes back as a Buffer that knows its type. */
export function get(buffer: Pointer, offset = 0, type?: TypeLike): unknown {
  const wanted = type === undefined ? getType(buffer) : coerceType(type);
  if (wanted.indirection === 1) return wanted.get(buffer, offset);
  const pointer = readPointer(buffer, offset, wanted.indirection === 2 ? wanted.size : pointerSize);
  pointer.type = derefType(wanted);
  return pointer;
}

/** Writes `value` as a `type` at `offset`; pointers are written as addresses. */
export function set(buffer: Pointer, offset = 0, value: unknown, type?: TypeLike): void {
  const wanted = type === undefined ? getType(buffer) : coerceType(type);
  if (wanted.indirection === 1) wanted.set(buffer, offset, value);
  else writePointer(buffer, offset, value as Buffer);
}

/** A new Buffer with room for one `type`, holding `value` if one is given, else zeros. */
export function alloc(type: TypeLike, ...value: [unknown?]): Pointer {
  const wanted = coerceType(type);
  const buffer: Pointer = Buffer.alloc(wanted.indirection === 1 ? wanted.size : pointerSize);
  buffer.type = wanted;
  if (value.length > 0) set(buffer, 0, value[0], wanted);
  return buffer;
}

/** A new Buffer holding a pointer to `buffer`. */
export function ref(buffer: Pointer): Pointer {
  return alloc(refType(getType(buffer)), buffer);
}

/** What `buffer` points to. */
export function deref(buffer: Pointer): unknown {
  return get(buffer);
}

/** A Buffer with a NUL-terminated copy of `text`; the NULL pointer for null and undefined. */
export function allocCString(text: string | null | undefined, encoding: BufferEncoding = "utf8"): Pointer {
  if (text === null || text === undefined) return NULL;
  const buffer: Pointer = encoding === "utf8" ? terminated(text) : Buffer.from(`${text}\0`, encoding);
  buffer.type = refType(types.char);
  return buffer;
}

/** Writes `text` and a NUL into `buffer`, cut off where the Buffer ends. */
export function writeCString(
  buffer: Buffer,
  offset: number | undefined,
  text: string,
  encoding: BufferEncoding = "utf8",
): void {
  assertBuffer(buffer, "writeCString");
  const start = offset ?? 0;
  const written = buffer.write(text, start, Math.max(0, buffer.length - start - 1), encoding);
  buffer.writeUInt8(0, start + written);
}

/** Whether `buffer` is the NULL pointer. */
export function isNull(buffer: Buffer): boolean {
  assertBuffer(buffer, "isNull");
  return addressOf(buffer) === 0n;
}

/** The address as a number; exact only below 2^53, which holds for addresses of today's processors. */
export function address(buffer: Buffer, offset = 0): number {
  assertBuffer(buffer, "address");
  return Number(addressOf(buffer)) + offset;
}

/** The address in hexadecimal digits, without a prefix. */
export function hexAddress(buffer: Buffer, offset = 0): string {
  assertBuffer(buffer, "hexAddress");
  return (addressOf(buffer) + BigInt(offset)).toString(16);
}

/** The NULL pointer. */
export const NULL: Pointer = Buffer.alloc(0);
NULL.type = types.void;

/** A pointer-sized Buffer that holds NULL. */
export const NULL_POINTER: Pointer = ref(NULL);
