// Addresses and Buffers: a Buffer over foreign memory, the address of a Buffer, pointers stored in memory.
// Never frees or copies foreign memory, and never checks that an address is readable: it cannot be known.
import { describe, FfiError, FfiRangeError, FfiTypeError } from "../errors.js";
import { addressOfNative, decode, encode, readCStringAt, viewOf, voidPointer } from "../native.js";
import { assertBuffer, type Pointer } from "./type.js";

/** What can be given where C wants a pointer. A bigint is a bare address. */
export type PointerLike = ArrayBufferView | ArrayBuffer | bigint | null;

// ref-napi remembers every ArrayBuffer it meets by the address it starts at, and then refuses to
// reinterpret() from that address beyond the ArrayBuffer's end. Starting a little before the pointed-to
// memory (which is never touched) keeps the two apart; a multiple of 8 keeps typed arrays aligned.
const LEAD = 4072;

const held = new WeakMap<object, Map<number, unknown>>();
let attachments = 0;

/** Keeps `value` alive for as long as `holder` is; a later value for the same `slot` replaces it. */
export function attach(holder: object, value: unknown, slot = --attachments): void {
  let slots = held.get(holder);
  if (slots === undefined) {
    slots = new Map();
    held.set(holder, slots);
  }
  slots.set(slot, value);
}

/** The address of a Buffer, typed array or ArrayBuffer; 0n for null, a bigint is its own address. */
export function addressOf(value: PointerLike): bigint {
  if (typeof value === "bigint") return value;
  if (value === null) return 0n;
  if (ArrayBuffer.isView(value) || value instanceof ArrayBuffer) return addressOfNative(value);
  throw new FfiTypeError("ERR_FFI_BAD_POINTER", {
    problem: `${describe(value)} has no address`,
    remedy: "Pass a Buffer, a typed array, an ArrayBuffer, a bigint address or null",
  });
}

/** A Buffer of `byteLength` bytes at `address`, without a copy. The memory must outlive every use. */
export function pointerTo(address: bigint, byteLength = 0): Pointer {
  return windowAt(address, byteLength, LEAD);
}

/** As `pointerTo`, with the start of the ArrayBuffer `wantedLead` bytes before `address`. */
export function windowAt(address: bigint, byteLength: number, wantedLead: number): Pointer {
  if (address === 0n) return Buffer.alloc(0);
  const lead = address > BigInt(wantedLead) ? wantedLead : 0;
  const window = viewOf(address - BigInt(lead), lead + (byteLength || 1));
  return Buffer.from(window, lead, byteLength);
}

/** An ArrayBuffer over `byteLength` bytes at `pointer`, without a copy. The memory must outlive it. */
export function view(pointer: PointerLike, byteLength: number): ArrayBuffer {
  if (!Number.isSafeInteger(byteLength) || byteLength < 0) {
    throw new FfiRangeError("ERR_FFI_VIEW_LENGTH", {
      problem: `view: ${describe(byteLength)} is not a length in bytes`,
      remedy: "Pass a whole number of bytes, zero or more",
    });
  }
  const address = addressOf(pointer);
  if (address === 0n && byteLength > 0) throw nullPointer("view");
  return viewOf(address, byteLength);
}

/** The place in memory an operation is about, NULL being an error. Looks past the Buffer's end on purpose. */
export function place(buffer: unknown, offset: number | undefined, operation: string): bigint {
  assertBuffer(buffer, operation);
  const address = addressOfNative(buffer);
  if (address === 0n) throw nullPointer(operation);
  return address + BigInt(offset ?? 0);
}

/** The pointer stored in `buffer` at `offset`, as a Buffer of `length` bytes. */
export function readPointer(buffer: Buffer, offset?: number, length = 0): Pointer {
  const value = decode(place(buffer, offset, "readPointer"), 0, voidPointer);
  return pointerTo((value as bigint | null) ?? 0n, length);
}

/** Stores the address of `value` in `buffer` at `offset` and keeps `value` alive with that memory. */
export function writePointer(buffer: Buffer, offset: number | undefined, value: PointerLike): void {
  encode(place(buffer, offset, "writePointer"), 0, voidPointer, addressOf(value));
  // On the ArrayBuffer, not on the Buffer: a struct writes its pointers through short-lived slices.
  attach(buffer.buffer, value, buffer.byteOffset + (offset ?? 0));
}

/** The NUL-terminated UTF-8 string at `buffer` + `offset`. */
export function readCString(buffer: Buffer, offset?: number): string {
  return readCStringAt(place(buffer, offset, "readCString"));
}

/** The same memory as `buffer`, seen with another length. */
export function reinterpret(buffer: Buffer, size: number, offset?: number): Pointer {
  const result = pointerTo(place(buffer, offset, "reinterpret"), size);
  attach(result, buffer);
  return result;
}

/** The same memory up to the first `size` zero bytes in a row, counted in steps of `size`. */
export function reinterpretUntilZeros(buffer: Buffer, size: number, offset?: number): Pointer {
  const start = place(buffer, offset, "reinterpretUntilZeros");
  const step = Math.max(1, Math.trunc(size));
  let length = 0;
  for (;;) {
    const chunk = new Uint8Array(viewOf(start + BigInt(length), step));
    if (chunk.every((byte) => byte === 0)) break;
    length += step;
  }
  return reinterpret(buffer, length, offset);
}

export function nullPointer(operation: string): FfiError {
  return new FfiError("ERR_FFI_NULL_POINTER", {
    problem: `${operation}: the pointer is NULL`,
    remedy: "Check with isNull() before using what a pointer points to",
  });
}
