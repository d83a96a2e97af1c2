// `ffi.Function`: the type of a C function pointer, to be used wherever a type can be.
// Never calls anything; it only makes callbacks from functions and functions from pointers.

import { type CallbackFunction, makeCallback } from "./callback.js";
import { checkTypeList, type ForeignFunction, fromPlan, planCall } from "./foreign-function.js";
import type { ArgumentsOf, ResultOf, TypeList } from "./infer.js";
import { FUNCTION_TYPE } from "./kind.js";
import { coerceType } from "./ref/coerce.js";
import { pointerSize } from "./ref/integers.js";
import { type PointerLike, readPointer, writePointer } from "./ref/memory.js";
import type { Pointer, Type, TypeLike } from "./ref/type.js";

/** The type of a pointer to a C function with this signature. */
export interface FunctionType<Args extends readonly unknown[] = readonly unknown[], Result = unknown>
  extends Type<ForeignFunction<Args, Result>> {
  readonly [FUNCTION_TYPE]: true;
  readonly retType: Type;
  readonly argTypes: readonly Type[];
  readonly abi: number | undefined;
  /** A C function pointer to `fn`; keep it while C may call it. */
  toPointer(fn: CallbackFunction): Pointer;
  /** The function at `pointer`, callable. */
  toFunction(pointer: PointerLike): ForeignFunction<Args, Result>;
}

/** `Function(resultType, argumentTypes, abi?)`, with or without `new`. */
export interface FunctionTypeConstructor {
  new <const R extends TypeLike, const A extends TypeList>(
    result: R,
    args: A,
    abi?: number,
  ): FunctionType<ArgumentsOf<A>, ResultOf<R>>;
  <const R extends TypeLike, const A extends TypeList>(
    result: R,
    args: A,
    abi?: number,
  ): FunctionType<ArgumentsOf<A>, ResultOf<R>>;
}

function makeFunctionType(result: TypeLike, args: TypeList, abi?: number): FunctionType {
  checkTypeList("Function", args);
  const retType = coerceType(result);
  const argTypes = args.map(coerceType);
  const toPointer = (fn: CallbackFunction): Pointer => makeCallback(retType, argTypes, abi, fn);
  const toFunction = (pointer: PointerLike): ForeignFunction =>
    fromPlan(planCall(pointer, { label: "function pointer", result: retType, args: argTypes, abi }));
  return {
    [FUNCTION_TYPE]: true,
    name: "function",
    size: pointerSize,
    alignment: pointerSize,
    indirection: 1,
    retType,
    argTypes,
    abi,
    toPointer,
    toFunction,
    get: (buffer, offset) => toFunction(readPointer(buffer, offset)),
    set: (buffer, offset, value: unknown) => {
      const pointer =
        typeof value === "function" ? toPointer(value as CallbackFunction) : (value as Buffer | null);
      writePointer(buffer, offset, pointer);
    },
  };
}

/** Makes the type of a C function pointer. */
export const FunctionType = makeFunctionType as unknown as FunctionTypeConstructor;
