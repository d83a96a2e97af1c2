// Sorts a ref-style type into the C kind it travels as, and says whether its own get and set matter.
// Looks at types when something is declared; never at values.
import { FfiTypeError } from "./errors.js";
import { kindOfFfiType } from "./ffi-types.js";
import { integers } from "./ref/integers.js";
import type { Type } from "./ref/type.js";

/** Integers by width and sign, so that `long` is one thing here whatever it is on the platform. */
export type IntegerKind = "int8" | "uint8" | "int16" | "uint16" | "int32" | "uint32" | "int64" | "uint64";

/** How a value travels to C and back. */
export type Kind =
  | IntegerKind
  | "void"
  | "bool"
  | "float"
  | "double"
  | "int64n"
  | "uint64n"
  | "address"
  | "cstring"
  | "pointer"
  | "array"
  | "function"
  | "struct";

/** A sorted type. */
export interface Sorted {
  readonly kind: Kind;
  /** False when a program gave the type its own get or set, which must then be called for every value. */
  readonly plain: boolean;
}

/** A ref-array type: with a fixed length it is memory in place, without one it is a pointer. */
export interface ArrayType extends Type {
  new (data: unknown): { buffer: Buffer };
  fixedLength?: number;
  type: Type;
  BYTES_PER_ELEMENT: number;
}

/** A ref-struct type. */
export interface StructType extends Type {
  new (data?: unknown): { "ref.buffer": Buffer };
  fields: Record<string, { type: Type; offset: number }>;
  isPacked?: boolean;
}

/** Marks the types made by `ffi.Function`. */
export const FUNCTION_TYPE = Symbol("ffi function type");

const named = new Map<string, Kind>([
  ["void", "void"],
  ["bool", "bool"],
  ["float", "float"],
  ["double", "double"],
  ["CString", "cstring"],
  ["int64n", "int64n"],
  ["uint64n", "uint64n"],
  ["address", "address"],
]);
for (const [name, shape] of integers) {
  named.set(name, `${shape.signed ? "int" : "uint"}${shape.bits}`);
}

export function isArrayType(type: Type): type is ArrayType {
  return typeof type === "function" && "BYTES_PER_ELEMENT" in type;
}

export function isStructType(type: Type): type is StructType {
  return typeof type === "function" && "fields" in type;
}

/** The nearest object on the prototype chain that has `key` of its own. */
function owner(type: object, key: string): object | null {
  let candidate: object | null = type;
  while (candidate !== null && !Object.hasOwn(candidate, key)) candidate = Object.getPrototypeOf(candidate);
  return candidate;
}

function nameOf(candidate: object | null): string {
  return candidate !== null && "name" in candidate && typeof candidate.name === "string"
    ? candidate.name
    : "";
}

/** Whether get and set are those of a built-in type, of this package or of ref-napi. */
function isPlain(type: Type): boolean {
  return [owner(type, "get"), owner(type, "set")].every(
    (holder) => holder !== null && Object.hasOwn(holder, "name") && named.has(nameOf(holder)),
  );
}

function kindByName(type: Type): Kind | undefined {
  let candidate: object | null = type;
  while (candidate !== null) {
    const kind = named.get(nameOf(candidate));
    if (kind !== undefined) return kind;
    candidate = Object.getPrototypeOf(candidate) as object | null;
  }
  return undefined;
}

function kindBySize(type: Type): Kind | undefined {
  return [1, 2, 4, 8].includes(type.size) ? (`uint${type.size * 8}` as Kind) : undefined;
}

/** Sorts `type`; an unsupported one is an error that names it. */
export function sortType(type: Type): Sorted {
  if (type.indirection > 1) return { kind: "pointer", plain: true };
  if (FUNCTION_TYPE in type) return { kind: "function", plain: true };
  if (isStructType(type)) return { kind: "struct", plain: true };
  if (isArrayType(type)) return { kind: "array", plain: true };
  const declared = type.ffi_type === undefined ? undefined : kindOfFfiType(type.ffi_type);
  const kind = declared ?? kindByName(type) ?? kindBySize(type);
  if (kind !== undefined) return { kind, plain: isPlain(type) };
  throw new FfiTypeError("ERR_FFI_UNSUPPORTED_TYPE", {
    problem: `the type ${type.name ?? "without a name"} of ${type.size} bytes has no C counterpart`,
    remedy: "Use a built-in type, a struct, a pointer, or set the type's ffi_type to one of FFI_TYPES",
  });
}
