// A JavaScript function as a C function pointer, for as long as the returned Buffer is alive.
// Never lets an exception unwind through C: C gets a zero result, and the JavaScript caller the exception.
import { conventionOf } from "./abi.js";
import { planArgument } from "./argument.js";
import { describe, FfiError, FfiTypeError } from "./errors.js";
import { checkTypeList } from "./foreign-function.js";
import type { ArgumentOf, ResultOf, TypeList } from "./infer.js";
import { sortType } from "./kind.js";
import { primitive, prototype, registerCallback, unregisterCallback, voidPointer } from "./native.js";
import { coerceType, refType } from "./ref/coerce.js";
import { windowAt } from "./ref/memory.js";
import type { Pointer, Type, TypeLike } from "./ref/type.js";
import { terminated, types } from "./ref/types.js";
import { planResult } from "./result.js";

/** The function a callback calls. */
export type CallbackFunction = (...args: never[]) => unknown;

// The slots for callbacks are few (8192), so a collected one has to give its slot back.
// The engine collects when it sees enough memory in use; a callback has to look large for it to do so
// well before the slots run out. None of the memory is real: it is the size of an unused view.
const APPARENT_SIZE = 32768;
const collected = new FinalizationRegistry<bigint>(unregisterCallback);

/** How the result of the JavaScript function goes back to C. */
interface Return {
  readonly native: ReturnType<typeof primitive>;
  convert(value: unknown): unknown;
}

function planReturn(type: Type): Return {
  const { kind, plain } = sortType(type);
  if (kind === "void") return { native: primitive("void"), convert: () => undefined };
  // What C reads after the callback has returned must not be collected: the last result is kept here.
  let last: unknown = null;
  const argument = planArgument(type, "result of the callback");
  if (kind === "cstring" && plain) {
    const convert = (value: unknown): unknown => {
      const text = argument.convert(value, null);
      last = typeof text === "string" ? terminated(text) : text;
      return last;
    };
    return { native: voidPointer, convert };
  }
  const convert = (value: unknown): unknown => {
    const hold: unknown[] = [];
    const native = argument.convert(value, hold);
    last = [value, native, hold];
    return native;
  };
  return { native: argument.native, convert };
}

function threw(cause: unknown): FfiError {
  const why = cause instanceof Error ? cause.message : String(cause);
  return new FfiError("ERR_FFI_CALLBACK_THREW", {
    problem: `a callback threw: ${why}`,
    remedy: "See the cause; catch the error inside the callback if C has to be told",
    cause,
  });
}

function badResult(cause: unknown): FfiTypeError {
  const why = cause instanceof Error ? cause.message : String(cause);
  return new FfiTypeError("ERR_FFI_CALLBACK_RESULT", {
    problem: `a callback returned a value of the wrong type: ${why}`,
    remedy: "Return a value of the declared result type",
    cause,
  });
}

/** A C function pointer that calls `fn`. */
export function makeCallback(
  result: TypeLike,
  args: TypeList,
  abi: number | undefined,
  fn: CallbackFunction,
): Pointer {
  checkTypeList("Callback", args);
  if (typeof fn !== "function") {
    throw new FfiTypeError("ERR_FFI_DECLARATION", {
      problem: `Callback: function expected, got ${describe(fn)}`,
      remedy: "Call Callback(resultType, [argumentType, ...], function)",
    });
  }
  const plans = args.map((type) => planResult(coerceType(type)));
  const back = planReturn(coerceType(result));
  const call = fn as (...values: unknown[]) => unknown;
  const entry = (...given: unknown[]): unknown => {
    let value: unknown;
    try {
      value = call(...plans.map((plan, index) => plan.convert(given[index])));
    } catch (cause) {
      throw threw(cause);
    }
    try {
      return back.convert(value);
    } catch (cause) {
      throw badResult(cause);
    }
  };
  const natives = plans.map((plan) => plan.native);
  const address = register(entry, prototype(conventionOf(abi), back.native, natives, false));
  const pointer: Pointer = windowAt(address, 0, APPARENT_SIZE);
  pointer.type = refType(types.void);
  collected.register(pointer, address);
  return pointer;
}

function register(entry: (...given: unknown[]) => unknown, type: ReturnType<typeof prototype>): bigint {
  try {
    return registerCallback(entry, type);
  } catch (cause) {
    throw new FfiError("ERR_FFI_CALLBACK_LIMIT", {
      problem: "no room for another callback",
      remedy: "Keep and reuse callbacks; unused ones go away when their Buffer is collected",
      cause,
    });
  }
}

/** `Callback(resultType, argumentTypes, abi?, function)`, with or without `new`. */
export interface CallbackConstructor {
  new <const R extends TypeLike, const A extends TypeList>(
    result: R,
    args: A,
    ...rest: CallbackRest<R, A>
  ): Pointer;
  <const R extends TypeLike, const A extends TypeList>(
    result: R,
    args: A,
    ...rest: CallbackRest<R, A>
  ): Pointer;
}

type Given<A extends TypeList> = { -readonly [K in keyof A]: ResultOf<A[K]> };
type Back<R> = R extends "void" ? unknown : ArgumentOf<R>;
type CallbackRest<R, A extends TypeList> =
  | [fn: (...args: Given<A>) => Back<R>]
  | [abi: number | null | undefined, fn: (...args: Given<A>) => Back<R>];

function callback(
  result: TypeLike,
  args: TypeList,
  abi: number | CallbackFunction,
  fn?: CallbackFunction,
): Pointer {
  if (typeof abi === "function") return makeCallback(result, args, undefined, abi);
  return makeCallback(result, args, abi, fn as CallbackFunction);
}

/** Turns a JavaScript function into a C function pointer. Keep the returned Buffer while C may call it. */
export const Callback = callback as unknown as CallbackConstructor;
