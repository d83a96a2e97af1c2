// What ffi-napi showed of libffi itself. There is no libffi below this package, so most of it can only refuse.
// Never pretends: a function that cannot work throws and says what to use instead.
import { FfiError, FfiTypeError } from "./errors.js";
import { ffiTypeOfKind } from "./ffi-types.js";
import { sortType } from "./kind.js";
import { coerceType } from "./ref/coerce.js";
import type { TypeLike } from "./ref/type.js";

/** The token of FFI_TYPES for `type`. */
export function ffiType(type: TypeLike): Buffer {
  const wanted = coerceType(type);
  const { kind } = sortType(wanted);
  const direct = ffiTypeOfKind(kind);
  if (direct !== undefined) return direct;
  const pointer = kind === "cstring" || kind === "array" || kind === "function" || kind === "address";
  const token = ffiTypeOfKind(pointer ? "pointer" : kind === "bool" ? "uint8" : kind);
  if (token !== undefined) return token;
  throw new FfiTypeError("ERR_FFI_UNSUPPORTED_TYPE", {
    problem: `there is no FFI_TYPES entry for a ${kind}`,
    remedy: "Use the type itself in declarations; only ffi_type needs an FFI_TYPES entry",
  });
}

function refuse(name: string): never {
  throw new FfiError("ERR_FFI_UNSUPPORTED", {
    problem: `${name} prepares a call for libffi, which this package does not use`,
    remedy: "Make the function with ForeignFunction or VariadicForeignFunction instead",
  });
}

/** Not supported: throws ERR_FFI_UNSUPPORTED. */
export function CIF(): never {
  return refuse("CIF");
}

/** Not supported: throws ERR_FFI_UNSUPPORTED. */
export function CIF_var(): never {
  return refuse("CIF_var");
}
