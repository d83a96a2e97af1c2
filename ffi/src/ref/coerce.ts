// From the name of a type to the type, and from a type to the pointer to it and back.
// Parses names when something is declared; never called during a foreign call.
import { inspect } from "node:util";
import { FfiTypeError } from "../errors.js";
import { typeInLoadedRef } from "./loaded-ref.js";
import { isType, type Type, type TypeLike } from "./type.js";
import { types } from "./types.js";

const byLowerCase = new Map(Object.keys(types).map((name) => [name.toLowerCase(), name]));
byLowerCase.set("string", "CString");
byLowerCase.set("utf8string", "CString");

function named(name: string): Type | undefined {
  if (Object.hasOwn(types, name)) return types[name];
  const known = byLowerCase.get(name.toLowerCase());
  return known === undefined ? typeInLoadedRef(name) : types[known];
}

/** The type itself, or the one a name such as `"int"`, `"char **"` or `"pointer"` stands for. */
export function coerceType(type: TypeLike): Type {
  if (typeof type !== "string") {
    if (isType(type)) return type;
    throw unknownType(type);
  }
  const exact = named(type);
  if (exact !== undefined) return exact;
  const compact = type.replace(/\s+/g, "");
  if (compact.toLowerCase() === "pointer") return refType(types.void);
  const name = compact.replace(/\*+$/, "");
  let result = name.toLowerCase() === "pointer" ? refType(types.void) : named(name);
  if (result === undefined) throw unknownType(type);
  for (let depth = compact.length - name.length; depth > 0; depth--) result = refType(result);
  return result;
}

/** The type of a pointer to `type`. */
export function refType(type: TypeLike): Type<Buffer> {
  const target = coerceType(type);
  const pointer = Object.create(target) as Type<Buffer>;
  pointer.indirection = target.indirection + 1;
  if (target.name) {
    // A struct type is a function, whose own name is read-only and would refuse an assignment.
    Object.defineProperty(pointer, "name", {
      value: `${target.name}*`,
      configurable: true,
      enumerable: true,
      writable: true,
    });
  }
  return pointer;
}

/** The type a pointer type points to. */
export function derefType(type: TypeLike): Type {
  const pointer = coerceType(type);
  if (pointer.indirection === 1) {
    throw new FfiTypeError("ERR_FFI_UNKNOWN_TYPE", {
      problem: `${inspect(pointer.name ?? pointer)} is not a pointer type, it cannot be dereferenced`,
      remedy: "Make a pointer type with refType() first",
    });
  }
  const target = Object.getPrototypeOf(pointer) as Type;
  if (target.indirection === pointer.indirection - 1) return target;
  const made = Object.create(pointer) as Type;
  made.indirection = pointer.indirection - 1;
  return made;
}

function unknownType(type: unknown): FfiTypeError {
  return new FfiTypeError("ERR_FFI_UNKNOWN_TYPE", {
    problem: `could not determine a proper "type" from: ${inspect(type)}`,
    remedy: "Use a name listed in `types`, a name with * for a pointer, or a type object",
  });
}
