// The plan for one argument, made once when a function is declared: its koffi type and its conversion.
// Never looks at a value here; all decisions that need no value are taken before the first call.
import { FfiTypeError } from "./errors.js";
import { type Kind, type StructType, sortType } from "./kind.js";
import { scalarLayout, structLayout } from "./layout.js";
import { decode, type NativeType, primitive, voidPointer } from "./native.js";
import {
  arrayArgument,
  type FunctionPointerType,
  functionArgument,
  POINTER_ACCEPTS,
  pointerArgument,
} from "./pointer-argument.js";
import type { Type } from "./ref/type.js";
import { scalarRules, wrongType } from "./scalar.js";

/** How one argument goes to C. */
export interface ArgumentPlan {
  readonly native: NativeType;
  /** Condition (`$` is the value) under which the value goes to koffi as it is; null if it never does. */
  readonly accepts: string | null;
  /** Everything else. What must stay alive until the call is over and is not the result goes to `hold`. */
  convert(value: unknown, hold: unknown[] | null): unknown;
}

const NATIVE_NAMES: Partial<Record<Kind, string>> = { int64n: "int64", uint64n: "uint64", cstring: "str" };

/** The plan for a `type` argument; `where` names the argument in errors. */
export function planArgument(type: Type, where: string): ArgumentPlan {
  const { kind, plain } = sortType(type);
  if (kind === "void") {
    throw new FfiTypeError("ERR_FFI_UNSUPPORTED_TYPE", {
      problem: `${where} is declared void`,
      remedy: "Declare an empty list for a function without arguments, or 'pointer' for void *",
    });
  }
  if (kind === "struct") return structPlan(type as StructType, where);
  if (!plain) return customPlan(type, kind, where);
  const rule = scalarRules[kind];
  if (rule !== undefined) {
    const native = primitive(NATIVE_NAMES[kind] ?? kind);
    return { native, accepts: rule.accepts, convert: rule.convert(where) };
  }
  switch (kind) {
    case "array":
      return { native: voidPointer, accepts: POINTER_ACCEPTS, convert: arrayArgument(type, where) };
    case "function": {
      const convert = functionArgument(type as FunctionPointerType, where);
      return { native: voidPointer, accepts: POINTER_ACCEPTS, convert };
    }
    case "address":
      // An address is a bigint nearly always, a pointer nearly never: the quick test is the other one.
      return { native: voidPointer, accepts: 'typeof $ === "bigint"', convert: pointerArgument(where) };
    default:
      return { native: voidPointer, accepts: POINTER_ACCEPTS, convert: pointerArgument(where) };
  }
}

/** By value: the bytes of the instance, or of a new one made from a plain object. */
function structPlan(type: StructType, where: string): ArgumentPlan {
  const native = structLayout(type);
  return {
    native,
    accepts: null,
    convert(value, hold) {
      if (value === null || typeof value !== "object") throw wrongType(where, "a struct", value);
      const instance = value instanceof type ? value : new type(value);
      hold?.push(instance);
      return decode(instance["ref.buffer"], 0, native);
    },
  };
}

/** A type with a set of its own: it writes the value, and the written bytes travel as the type's kind. */
function customPlan(type: Type, kind: Kind, where: string): ArgumentPlan {
  const native = scalarLayout(kind);
  return {
    native,
    accepts: null,
    convert(value, hold) {
      const scratch = Buffer.alloc(Math.max(type.size, native.size));
      try {
        type.set(scratch, 0, value);
      } catch (cause) {
        const why = cause instanceof Error ? cause.message : String(cause);
        throw new FfiTypeError("ERR_FFI_ARGUMENT_TYPE", {
          problem: `error setting ${where}: ${why}`,
          remedy: "Pass a value the type's own set() takes",
          cause,
        });
      }
      hold?.push(scratch);
      return decode(scratch, 0, native);
    },
  };
}
