// The plan for a value that comes back from C: the result of a function, or an argument of a callback.
// Never frees what a returned pointer or string points to.
import { type Kind, type StructType, sortType } from "./kind.js";
import { scalarLayout, structLayout } from "./layout.js";
import { encode, type NativeType, primitive, voidPointer } from "./native.js";
import { derefType } from "./ref/coerce.js";
import { pointerSize } from "./ref/integers.js";
import { pointerTo } from "./ref/memory.js";
import type { Type } from "./ref/type.js";

/** How one value comes back. */
export interface ResultPlan {
  readonly native: NativeType;
  /** JavaScript for the converted value (`$` is koffi's value); null when `convert` must be called. */
  readonly expression: string | null;
  convert(value: unknown): unknown;
}

const same = (value: unknown): unknown => value;
const digits = (value: unknown): unknown => (typeof value === "bigint" ? value.toString() : value);
const exact = (value: unknown): unknown => (typeof value === "number" ? BigInt(value) : value);
const zeroForNull = (value: unknown): unknown => value ?? 0n;

const DIGITS = 'typeof $ === "bigint" ? $.toString() : $';
const EXACT = 'typeof $ === "number" ? BigInt($) : $';

/** The plan for a value of `type`. */
export function planResult(type: Type): ResultPlan {
  const { kind, plain } = sortType(type);
  if (kind === "pointer") return pointerPlan(type);
  if (kind === "struct") return structPlan(type as StructType);
  if (!plain || kind === "array" || kind === "function") return customPlan(type, kind);
  return scalarPlan(kind);
}

function scalarPlan(kind: Kind): ResultPlan {
  switch (kind) {
    case "void":
      return { native: primitive("void"), expression: "null", convert: () => null };
    case "int64":
    case "uint64":
      return { native: primitive(kind), expression: DIGITS, convert: digits };
    case "int64n":
      return { native: primitive("int64"), expression: EXACT, convert: exact };
    case "uint64n":
      return { native: primitive("uint64"), expression: EXACT, convert: exact };
    case "address":
      return { native: voidPointer, expression: "$ ?? 0n", convert: zeroForNull };
    case "cstring":
      return { native: primitive("str"), expression: "$", convert: same };
    default:
      return { native: primitive(kind), expression: "$", convert: same };
  }
}

/** A Buffer that knows what it points to and is as long as that. */
function pointerPlan(type: Type): ResultPlan {
  const target = derefType(type);
  const convert = (value: unknown): unknown => {
    // A struct type may get fields after the function is declared, so the size is asked each time.
    const length = type.indirection === 2 ? type.size : pointerSize;
    const pointer = pointerTo((value as bigint | null) ?? 0n, length);
    pointer.type = target;
    return pointer;
  };
  return { native: voidPointer, expression: null, convert };
}

function structPlan(type: StructType): ResultPlan {
  const native = structLayout(type);
  const convert = (value: unknown): unknown => {
    const bytes = Buffer.alloc(type.size);
    encode(bytes, 0, native, value);
    return new type(bytes);
  };
  return { native, expression: null, convert };
}

/** Writes koffi's value into memory as C would see it and lets the type's own get read it. */
function customPlan(type: Type, kind: Kind): ResultPlan {
  const native = kind === "void" ? primitive("void") : scalarLayout(kind);
  const convert = (value: unknown): unknown => {
    const bytes = Buffer.alloc(Math.max(type.size, native.size));
    if (kind !== "void") encode(bytes, 0, native, value);
    return type.get(bytes, 0);
  };
  return { native, expression: null, convert };
}
