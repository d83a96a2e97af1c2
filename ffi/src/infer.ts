// From the types in a declaration to TypeScript's types of the arguments and the result.
// Types only; nothing here exists at run time.
import type { PointerLike } from "./ref/memory.js";
import type { Pointer, Type, TypeLike } from "./ref/type.js";

type Small = "int8" | "uint8" | "int16" | "uint16" | "int32" | "uint32";
type Named = "byte" | "char" | "uchar" | "short" | "ushort" | "int" | "uint";
type Wide = "int64" | "uint64" | "long" | "ulong" | "longlong" | "ulonglong" | "size_t";
type Bigint = "int64n" | "uint64n";
type Text = "string" | "CString" | "Utf8String";

/** What a declared result type gives. */
export type ResultOf<T> = T extends Small | Named | "float" | "double"
  ? number
  : T extends Wide
    ? number | string
    : T extends Bigint | "address"
      ? bigint
      : T extends "bool"
        ? boolean
        : T extends "void"
          ? null
          : T extends Text
            ? string | null
            : T extends "pointer" | `${string}*`
              ? Pointer
              : T extends Type<infer Value>
                ? Value
                : unknown;

/** What a declared argument type takes. */
export type ArgumentOf<T> = T extends Small | Named | Wide | Bigint
  ? number | bigint | string | boolean
  : T extends "float" | "double"
    ? number
    : T extends "bool"
      ? boolean | number
      : T extends Text
        ? string | Uint8Array | null | undefined
        : T extends "pointer" | "address" | `${string}*`
          ? PointerLike | object
          : unknown;

/** The arguments of a whole list of types. */
export type ArgumentsOf<A extends readonly unknown[]> = { [K in keyof A]: ArgumentOf<A[K]> };

/** A list of argument types as it is written in a declaration. */
export type TypeList = readonly TypeLike[];
