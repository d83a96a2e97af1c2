// What a C type looks like on the JavaScript side: the shape ref-napi gave its types.
// Only types and two tests for them; never reads or writes memory.
import { FfiTypeError } from "../errors.js";

/** A ref-style type: how large it is, and how a value of it is read from and written to a Buffer. */
export interface Type<T = unknown> {
  /** Bytes of one value; of the value pointed to when `indirection` is above 1. */
  size: number;
  /** 1 for a value, 2 for a pointer to it, 3 for a pointer to a pointer, and so on. */
  indirection: number;
  alignment?: number;
  name?: string;
  /** One of `FFI_TYPES`, for a type of one's own that should travel as that C type. */
  ffi_type?: Buffer;
  get(buffer: Buffer, offset: number): T;
  set(buffer: Buffer, offset: number, value: T): void;
}

/** A type, or the name of one: `"int"`, `"char *"`, `"pointer"`. */
export type TypeLike = string | Type;

/** A Buffer used as a pointer; `type` says what it points to. */
export type Pointer = Buffer & { type?: TypeLike };

export function isType(value: unknown): value is Type {
  if (value === null || (typeof value !== "object" && typeof value !== "function")) return false;
  return "size" in value && "indirection" in value;
}

/** For operations that take a Buffer and nothing else. */
export function assertBuffer(value: unknown, operation: string): asserts value is Buffer {
  if (Buffer.isBuffer(value)) return;
  throw new FfiTypeError("ERR_FFI_BAD_POINTER", {
    problem: `${operation}: Buffer instance expected`,
    remedy: "Pass a Buffer: one from alloc(), from a foreign function, or Buffer.alloc()",
  });
}
