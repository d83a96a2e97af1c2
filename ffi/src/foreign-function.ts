// A C function at an address as a JavaScript function: sets up the plans, once for each declaration.
// Never looks up a symbol: whoever has the address calls this.
import { conventionOf } from "./abi.js";
import { planArgument } from "./argument.js";
import { type AsyncCaller, makeAsyncCaller } from "./async-caller.js";
import { type CallPlan, makeCaller } from "./caller.js";
import { FfiTypeError } from "./errors.js";
import type { ArgumentsOf, ResultOf, TypeList } from "./infer.js";
import { functionAt, prototype } from "./native.js";
import { coerceType } from "./ref/coerce.js";
import { addressOf, nullPointer, type PointerLike } from "./ref/memory.js";
import type { TypeLike } from "./ref/type.js";
import { planResult } from "./result.js";

/** A callable C function. */
export interface ForeignFunction<Args extends readonly unknown[] = readonly unknown[], Result = unknown> {
  (...args: Args): Result;
  /** The same call on a worker thread; the callback comes after the arguments. */
  async(...args: [...Args, (error: Error | null, value: Result) => void]): void;
}

/** What a declaration says about a function, apart from where it is. */
export interface Signature {
  readonly label: string;
  readonly result: TypeLike;
  readonly args: TypeList;
  readonly abi?: number | undefined;
}

/** Throws unless `args` is a list; the mistake is easy to make and its effect hard to see. */
export function checkTypeList(label: string, args: unknown): asserts args is TypeList {
  if (Array.isArray(args)) return;
  throw new FfiTypeError("ERR_FFI_DECLARATION", {
    problem: `${label}: expected Array as the list of argument types`,
    remedy: "Declare a function as [resultType, [argumentType, ...]]",
  });
}

/** The plan to call the function at `pointer`. */
export function planCall(pointer: PointerLike, signature: Signature): CallPlan {
  const { label } = signature;
  checkTypeList(label, signature.args);
  const address = addressOf(pointer);
  if (address === 0n) throw nullPointer(label);
  const result = planResult(coerceType(signature.result));
  const args = signature.args.map((type, index) =>
    planArgument(coerceType(type), `argument ${index + 1} of ${label}`),
  );
  const natives = args.map((arg) => arg.native);
  const type = prototype(conventionOf(signature.abi), result.native, natives, false);
  return { label, native: functionAt(address, type), args, result };
}

/** The callable for `plan`, with its `async`. */
export function fromPlan(plan: CallPlan): ForeignFunction {
  const asynchronous: AsyncCaller = makeAsyncCaller(plan);
  const call = Object.assign(makeCaller(plan), { async: asynchronous });
  Object.defineProperty(call, "name", { value: plan.label, configurable: true });
  return call as ForeignFunction;
}

/** `ForeignFunction(pointer, resultType, argumentTypes, abi?)`, with or without `new`. */
export interface ForeignFunctionConstructor {
  new <const R extends TypeLike, const A extends TypeList>(
    pointer: PointerLike,
    result: R,
    args: A,
    abi?: number,
  ): ForeignFunction<ArgumentsOf<A>, ResultOf<R>>;
  <const R extends TypeLike, const A extends TypeList>(
    pointer: PointerLike,
    result: R,
    args: A,
    abi?: number,
  ): ForeignFunction<ArgumentsOf<A>, ResultOf<R>>;
}

function makeForeignFunction(
  pointer: PointerLike & { name?: string },
  result: TypeLike,
  args: TypeList,
  abi?: number,
) {
  return fromPlan(planCall(pointer, { label: pointer?.name ?? "ForeignFunction", result, args, abi }));
}

/** Makes a C function pointer callable. */
export const ForeignFunction = makeForeignFunction as unknown as ForeignFunctionConstructor;
