// A loaded library as an object: get() finds a symbol, error() tells the last failure.
// close() only ends the use of the object; the library stays loaded until the process ends.
import { FLAGS, type Flags } from "./dl-flags.js";
import { describe, FfiError, FfiTypeError } from "./errors.js";
import { libraryInLinkerScript } from "./linker-script.js";
import { loader } from "./loader.js";
import { pointerTo } from "./ref/memory.js";
import type { Pointer } from "./ref/type.js";
import { types } from "./ref/types.js";

/** A pointer to a symbol; knows the symbol's name, for error messages. */
export type SymbolPointer = Pointer & { name?: string };

class LoadedLibrary {
  readonly #path: string | null;
  readonly #handle: unknown;
  #closed = false;
  #error: string | null = null;

  constructor(path: string | null | undefined, mode: number = FLAGS.RTLD_LAZY) {
    if (typeof path !== "string" && path !== null && path !== undefined) {
      throw new FfiTypeError("ERR_FFI_DECLARATION", {
        problem: `DynamicLibrary: a path or null expected, got ${describe(path)}`,
        remedy: "Pass the file name of a library, or null for the running process",
      });
    }
    this.#path = path ?? null;
    this.#handle = open(this.#path, mode);
  }

  /** Ends the use of this object. The library itself stays loaded, so pointers into it stay good. */
  close(): number {
    this.#closed = true;
    return 0;
  }

  /** A pointer to `symbol`, a function or a variable. */
  get(symbol: string): SymbolPointer {
    if (this.#closed) {
      throw new FfiError("ERR_FFI_LIBRARY_CLOSED", {
        problem: `${this.#path ?? "the process"} was closed, ${symbol} cannot be looked up`,
        remedy: "Look symbols up before close()",
      });
    }
    const found = loader.find(this.#handle, symbol);
    if ("error" in found) {
      this.#error = found.error;
      throw new FfiError("ERR_FFI_SYMBOL_NOT_FOUND", {
        problem: `Dynamic Symbol Retrieval Error: ${found.error}`,
        remedy: `Check the spelling of ${symbol} and that the library exports it`,
        cause: new Error(found.error),
      });
    }
    const pointer: SymbolPointer = pointerTo(found.address);
    pointer.type = types.void;
    pointer.name = symbol;
    return pointer;
  }

  /** The system's words about the last symbol that was not found; null if there was none. */
  error(): string | null {
    return this.#error;
  }

  /** The path given to the constructor. */
  path(): string | null {
    return this.#path;
  }
}

function open(path: string | null, mode: number): unknown {
  const first = loader.open(path, mode);
  if ("handle" in first) return first.handle;
  const meant = libraryInLinkerScript(first.error);
  const second = meant === undefined ? first : loader.open(meant, mode);
  if ("handle" in second) return second.handle;
  throw new FfiError("ERR_FFI_LIBRARY_LOAD", {
    problem: `Dynamic Linking Error: ${second.error}`,
    remedy: "Check the file name, the library search path and that the library's own libraries are there",
    cause: new Error(second.error),
  });
}

/** A library and its symbols. */
export type DynamicLibrary = LoadedLibrary;

/** `DynamicLibrary(path?, mode?)`, with or without `new`. */
export interface DynamicLibraryConstructor {
  new (path?: string | null, mode?: number): DynamicLibrary;
  (path?: string | null, mode?: number): DynamicLibrary;
  readonly FLAGS: Flags;
  readonly prototype: DynamicLibrary;
}

// A class cannot be called without `new`, and ffi-napi's could be.
function makeDynamicLibrary(path?: string | null, mode?: number): DynamicLibrary {
  return new LoadedLibrary(path, mode);
}
makeDynamicLibrary.prototype = LoadedLibrary.prototype;

/** Opens a library; null or nothing is the running process. */
export const DynamicLibrary = Object.assign(makeDynamicLibrary, {
  FLAGS,
}) as unknown as DynamicLibraryConstructor;
