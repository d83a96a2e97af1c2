// `Library(file, declarations)`: a library and the functions wanted from it, in one step.
// Finds every function at once, so that a missing one is known before anything is called.
import { DynamicLibrary } from "./dynamic-library.js";
import { describe, FfiTypeError } from "./errors.js";
import { ForeignFunction } from "./foreign-function.js";
import type { ArgumentsOf, ResultOf, TypeList } from "./infer.js";
import type { TypeLike } from "./ref/type.js";
import { VariadicForeignFunction } from "./variadic.js";

/** Options of one function. */
export interface FunctionOptions {
  readonly abi?: number | undefined;
  /** Makes the function itself asynchronous: callback last, no result. */
  readonly async?: boolean | undefined;
  /** The function has a `...` after the declared arguments. */
  readonly varargs?: boolean | undefined;
}

/** The declaration of one function. */
export type FunctionDeclaration = readonly [result: TypeLike, args: TypeList, options?: FunctionOptions];

/** The declarations of a library, by symbol. */
export type Declarations = Readonly<Record<string, FunctionDeclaration>>;

type Declared<D> = D extends readonly [infer R, infer A extends TypeList, infer O]
  ? O extends { varargs: true }
    ? VariadicForeignFunction<ArgumentsOf<A>, ResultOf<R>>
    : O extends { async: true }
      ? ForeignFunction<ArgumentsOf<A>, ResultOf<R>>["async"]
      : ForeignFunction<ArgumentsOf<A>, ResultOf<R>>
  : D extends readonly [infer R, infer A extends TypeList]
    ? ForeignFunction<ArgumentsOf<A>, ResultOf<R>>
    : never;

/** The functions of a library, by name. */
export type LibraryFunctions<D extends Declarations> = { -readonly [K in keyof D]: Declared<D[K]> };

/** The usual ending of a library's file name here. */
export const LIB_EXT =
  process.platform === "win32" ? ".dll" : process.platform === "darwin" ? ".dylib" : ".so";

/** `Library(file, declarations?, target?)`, with or without `new`. */
export interface LibraryConstructor {
  new <const D extends Declarations, T extends object = object>(
    file: string | null,
    declarations?: D,
    target?: T,
  ): LibraryFunctions<D> & T;
  <const D extends Declarations, T extends object = object>(
    file: string | null,
    declarations?: D,
    target?: T,
  ): LibraryFunctions<D> & T;
  readonly EXT: string;
}

function withExtension(file: string | null | undefined): string | null {
  if (!file) return null;
  return file.includes(LIB_EXT) ? file : file + LIB_EXT;
}

function checkDeclaration(name: string, declaration: unknown): asserts declaration is FunctionDeclaration {
  if (Array.isArray(declaration) && declaration.length >= 2) return;
  throw new FfiTypeError("ERR_FFI_DECLARATION", {
    problem: `Library: the declaration of ${name} is ${describe(declaration)}`,
    remedy: "Declare a function as [resultType, [argumentType, ...], options?]",
  });
}

function makeLibrary(file: string | null, declarations: Declarations = {}, target: object = {}): object {
  const library = new DynamicLibrary(withExtension(file), DynamicLibrary.FLAGS.RTLD_NOW);
  const functions = target as Record<string, unknown>;
  for (const [name, declaration] of Object.entries(declarations)) {
    checkDeclaration(name, declaration);
    const [result, args, options] = declaration;
    const pointer = library.get(name);
    if (options?.varargs) {
      functions[name] = VariadicForeignFunction(pointer, result, args, options.abi);
      continue;
    }
    const fn = ForeignFunction(pointer, result, args, options?.abi);
    functions[name] = options?.async ? fn.async : fn;
  }
  return target;
}

/** Loads a library (null: the running process) and makes the declared functions callable. */
export const Library = Object.assign(makeLibrary, { EXT: LIB_EXT }) as unknown as LibraryConstructor;
