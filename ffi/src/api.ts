// Everything the package offers, under the names of ffi-napi plus the extension, in one place.
// Only names; the one thing done here is to give Buffers the methods ffi-napi's programs expect.
import { FLAGS } from "./dl-flags.js";
import { nativeErrno } from "./native.js";
import { installBufferMethods } from "./ref/buffer-methods.js";

installBufferMethods();

export * from "./abi.js";
export { Callback } from "./callback.js";
export { DynamicLibrary } from "./dynamic-library.js";
export {
  FfiError,
  type FfiErrorCode,
  type FfiErrorFields,
  FfiRangeError,
  FfiTypeError,
  isFfiError,
} from "./errors.js";
export { FFI_TYPE_SIZE, FFI_TYPES } from "./ffi-types.js";
export { ForeignFunction } from "./foreign-function.js";
export { FunctionType as Function } from "./function-type.js";
export { CIF, CIF_var, ffiType } from "./libffi.js";
export {
  type Declarations,
  type FunctionDeclaration,
  type FunctionOptions,
  LIB_EXT,
  Library,
  type LibraryFunctions,
} from "./library.js";
export { ref } from "./ref/index.js";
export { addressOf, type PointerLike, pointerTo, view } from "./ref/memory.js";
export type { Pointer, Type, TypeLike } from "./ref/type.js";
export { types } from "./ref/types.js";
export { VariadicForeignFunction } from "./variadic.js";

/** The C `errno` as the last foreign call of this thread left it. */
export function errno(): number {
  return nativeErrno();
}

export const RTLD_LAZY = FLAGS.RTLD_LAZY;
export const RTLD_NOW = FLAGS.RTLD_NOW;
export const RTLD_LOCAL = FLAGS.RTLD_LOCAL;
export const RTLD_GLOBAL = FLAGS.RTLD_GLOBAL;
export const RTLD_NOLOAD = FLAGS.RTLD_NOLOAD;
export const RTLD_NODELETE = FLAGS.RTLD_NODELETE;
export const RTLD_FIRST = FLAGS.RTLD_FIRST;
export const RTLD_NEXT = FLAGS.RTLD_NEXT;
export const RTLD_DEFAULT = FLAGS.RTLD_DEFAULT;
export const RTLD_SELF = FLAGS.RTLD_SELF;
export const RTLD_MAIN_ONLY = FLAGS.RTLD_MAIN_ONLY;
