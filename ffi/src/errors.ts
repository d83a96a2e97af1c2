// The errors this package throws: a stable code, what went wrong, what to do about it.
// Never throws by itself and never knows about koffi.

/** Every code an error of this package can carry. Codes never change their meaning. */
export type FfiErrorCode =
  | "ERR_FFI_LIBRARY_LOAD"
  | "ERR_FFI_LIBRARY_CLOSED"
  | "ERR_FFI_SYMBOL_NOT_FOUND"
  | "ERR_FFI_DECLARATION"
  | "ERR_FFI_UNKNOWN_TYPE"
  | "ERR_FFI_UNSUPPORTED_TYPE"
  | "ERR_FFI_UNSUPPORTED"
  | "ERR_FFI_STRUCT_LAYOUT"
  | "ERR_FFI_BAD_ABI"
  | "ERR_FFI_ARGUMENT_COUNT"
  | "ERR_FFI_ARGUMENT_TYPE"
  | "ERR_FFI_ARGUMENT_RANGE"
  | "ERR_FFI_CALLBACK_THREW"
  | "ERR_FFI_CALLBACK_RESULT"
  | "ERR_FFI_CALLBACK_LIMIT"
  | "ERR_FFI_BAD_POINTER"
  | "ERR_FFI_NULL_POINTER"
  | "ERR_FFI_VIEW_LENGTH"
  | "ERR_FFI_CALL";

/** What every error of this package has on top of `Error`. */
export interface FfiErrorFields {
  readonly code: FfiErrorCode;
  /** One sentence: what the caller can do. It is also the end of `message`. */
  readonly remedy: string;
}

/** What went wrong, in parts; the message is built from `problem` and `remedy`. */
export interface FfiErrorParts {
  readonly problem: string;
  readonly remedy: string;
  readonly cause?: unknown;
}

function messageOf(parts: FfiErrorParts): string {
  return `${parts.problem}. ${parts.remedy}`;
}

function optionsOf(parts: FfiErrorParts): ErrorOptions {
  return parts.cause === undefined ? {} : { cause: parts.cause };
}

/** A failure that is neither a wrong type nor a value out of range. */
export class FfiError extends Error implements FfiErrorFields {
  override readonly name = "FfiError";
  readonly remedy: string;
  constructor(
    readonly code: FfiErrorCode,
    parts: FfiErrorParts,
  ) {
    super(messageOf(parts), optionsOf(parts));
    this.remedy = parts.remedy;
  }
}

/** A value or a type of the wrong kind; a `TypeError`, as in ffi-napi. */
export class FfiTypeError extends TypeError implements FfiErrorFields {
  override readonly name = "FfiTypeError";
  readonly remedy: string;
  constructor(
    readonly code: FfiErrorCode,
    parts: FfiErrorParts,
  ) {
    super(messageOf(parts), optionsOf(parts));
    this.remedy = parts.remedy;
  }
}

/** A value that does not fit its C type; a `RangeError`, as in ref-napi. */
export class FfiRangeError extends RangeError implements FfiErrorFields {
  override readonly name = "FfiRangeError";
  readonly remedy: string;
  constructor(
    readonly code: FfiErrorCode,
    parts: FfiErrorParts,
  ) {
    super(messageOf(parts), optionsOf(parts));
    this.remedy = parts.remedy;
  }
}

/** Whether `value` is an error of this package. */
export function isFfiError(value: unknown): value is FfiError | FfiTypeError | FfiRangeError {
  return value instanceof FfiError || value instanceof FfiTypeError || value instanceof FfiRangeError;
}

/** A value in a few words, for an error message; never calls the value's own methods. */
export function describe(value: unknown): string {
  if (typeof value === "string") return `the string ${JSON.stringify(value.slice(0, 40))}`;
  if (typeof value === "bigint") return `the bigint ${value}n`;
  if (typeof value === "number" || typeof value === "boolean") return `the ${typeof value} ${value}`;
  if (value === null || value === undefined) return String(value);
  if (typeof value === "object") return `an object (${Object.prototype.toString.call(value)})`;
  return `a ${typeof value}`;
}
