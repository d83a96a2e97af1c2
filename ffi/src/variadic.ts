// C functions with `...`, such as printf: one JavaScript function for each list of extra types.
// Never guesses the type of an extra argument from its value; the caller names the types.
import { conventionOf } from "./abi.js";
import { type ArgumentPlan, planArgument } from "./argument.js";
import type { CallPlan } from "./caller.js";
import { FfiError } from "./errors.js";
import { checkTypeList, type ForeignFunction, fromPlan, planCall } from "./foreign-function.js";
import type { ArgumentsOf, ResultOf, TypeList } from "./infer.js";
import { sortType } from "./kind.js";
import { functionAt, type NativeFunction, prototype } from "./native.js";
import { coerceType } from "./ref/coerce.js";
import { addressOf, type PointerLike } from "./ref/memory.js";
import type { Type, TypeLike } from "./ref/type.js";
import { types } from "./ref/types.js";

/** Give it the types of the extra arguments to get the function for them. */
export interface VariadicForeignFunction<
  Args extends readonly unknown[] = readonly unknown[],
  Result = unknown,
> {
  <const Extra extends TypeList>(...extra: Extra): ForeignFunction<[...Args, ...ArgumentsOf<Extra>], Result>;
  /** The result type; may be changed before the function for a list of types is asked for. */
  returnType: Type;
}

// On these platforms an extra argument travels just as a declared one does, so a plain call will do;
// it is faster and can run on a worker thread. Others (Apple's arm64, Windows) tell the two apart.
const SAME_AS_FIXED =
  (process.arch === "x64" || process.arch === "arm64") &&
  process.platform !== "win32" &&
  process.platform !== "darwin";

/** C widens small values after the `...`; a narrow type there can only mean the widened one. */
function promoted(type: Type): Type {
  if (type.indirection > 1) return type;
  const { kind, plain } = sortType(type);
  if (!plain) return type;
  if (kind === "float") return types.double;
  return kind === "bool" || /^u?int(8|16)$/.test(kind) ? types.int : type;
}

const identities = new WeakMap<Type, number>();
let lastIdentity = 0;

function identity(type: Type): number {
  const known = identities.get(type);
  if (known !== undefined) return known;
  identities.set(type, ++lastIdentity);
  return lastIdentity;
}

/** A declared variadic function; `extraTypes` follow its fixed ones. */
export interface VariadicSignature {
  readonly label: string;
  readonly result: Type;
  readonly fixed: readonly Type[];
  readonly abi?: number | undefined;
}

/** The plan for one list of extra types where the platform passes them in its own way. */
export function planVariadicCall(
  pointer: PointerLike,
  signature: VariadicSignature,
  extra: readonly Type[],
): CallPlan {
  const { label, result, fixed, abi } = signature;
  const base = planCall(pointer, { label, result, args: fixed, abi });
  const more = extra.map((type, index) =>
    planArgument(type, `argument ${fixed.length + index + 1} of ${label}`),
  );
  const natives = base.args.map((arg) => arg.native);
  const type = prototype(conventionOf(abi), base.result.native, natives, true);
  const native = interleaved(functionAt(addressOf(pointer), type), fixed.length, more, label);
  return { label, native, args: [...base.args, ...more], result: base.result };
}

/** koffi takes a type before each extra value. */
function interleaved(
  variadic: NativeFunction,
  fixed: number,
  extra: readonly ArgumentPlan[],
  label: string,
): NativeFunction {
  const call = (...values: unknown[]): unknown => {
    const tail = extra.flatMap((arg, index) => [arg.native, values[fixed + index]]);
    return variadic(...values.slice(0, fixed), ...tail);
  };
  const asynchronous = (): never => {
    throw new FfiError("ERR_FFI_UNSUPPORTED", {
      problem: `${label}: a variadic function cannot be called asynchronously on this platform`,
      remedy: "Call it synchronously",
    });
  };
  return Object.assign(call, { async: asynchronous });
}

/** `VariadicForeignFunction(pointer, resultType, fixedTypes, abi?)`, with or without `new`. */
export interface VariadicForeignFunctionConstructor {
  new <const R extends TypeLike, const A extends TypeList>(
    pointer: PointerLike,
    result: R,
    fixed: A,
    abi?: number,
  ): VariadicForeignFunction<ArgumentsOf<A>, ResultOf<R>>;
  <const R extends TypeLike, const A extends TypeList>(
    pointer: PointerLike,
    result: R,
    fixed: A,
    abi?: number,
  ): VariadicForeignFunction<ArgumentsOf<A>, ResultOf<R>>;
}

function makeVariadic(
  pointer: PointerLike & { name?: string },
  result: TypeLike,
  fixedTypes: TypeList,
  abi?: number,
) {
  const label = pointer?.name ?? "VariadicForeignFunction";
  checkTypeList(label, fixedTypes);
  const fixed = fixedTypes.map(coerceType);
  const made = new Map<string, ForeignFunction>();

  const choose = (...extraTypes: TypeLike[]): ForeignFunction => {
    const extra = extraTypes.map((type) => promoted(coerceType(type)));
    const returnType = coerceType(choose.returnType);
    const key = [returnType, ...extra].map(identity).join();
    const known = made.get(key);
    if (known !== undefined) return known;
    const plan = SAME_AS_FIXED
      ? planCall(pointer, { label, result: returnType, args: [...fixed, ...extra], abi })
      : planVariadicCall(pointer, { label, result: returnType, fixed, abi }, extra);
    const fn = fromPlan(plan);
    made.set(key, fn);
    return fn;
  };
  choose.returnType = coerceType(result);
  return choose;
}

/** Makes a pointer to a C function with `...` callable. */
export const VariadicForeignFunction = makeVariadic as unknown as VariadicForeignFunctionConstructor;
