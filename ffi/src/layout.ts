// The koffi counterpart of a struct type: same members, same offsets, pointers as plain addresses.
// Lets struct bytes travel by value; never interprets what a member means.
import { FfiTypeError } from "./errors.js";
import { isArrayType, isStructType, type Kind, type StructType, sortType } from "./kind.js";
import { array, type NativeType, offsetOf, primitive, struct, voidPointer } from "./native.js";
import type { Type } from "./ref/type.js";

const known = new WeakMap<Type, NativeType>();

// A compiler passes a larger struct in memory, packed or not. A smaller one travels in registers unless it
// has unaligned fields, an exception koffi does not make: the call would crash.
const LARGEST_IN_REGISTERS = 16;

const SCALARS: Partial<Record<Kind, string>> = {
  bool: "uint8",
  float: "float",
  double: "double",
  int64n: "int64",
  uint64n: "uint64",
};

/** The koffi type for the raw bytes of one value of `type`, as a member of a struct. */
function memberLayout(type: Type): NativeType {
  if (type.indirection > 1) return voidPointer;
  if (isStructType(type)) return structLayout(type);
  if (isArrayType(type)) {
    return type.fixedLength === undefined ? voidPointer : array(memberLayout(type.type), type.fixedLength);
  }
  return scalarLayout(sortType(type).kind);
}

/** The koffi type for the raw bits of a kind that fits a register. */
export function scalarLayout(kind: Kind): NativeType {
  switch (kind) {
    case "pointer":
    case "cstring":
    case "address":
    case "array":
    case "function":
      return voidPointer;
    default:
      return primitive(SCALARS[kind] ?? kind);
  }
}

/** The koffi type for `type`, checked to agree with it on size and on every offset. */
export function structLayout(type: StructType): NativeType {
  const ready = known.get(type);
  if (ready !== undefined) return ready;
  const fields = Object.entries(type.fields);
  if (fields.length === 0) throw mismatch(type, "it has no fields");
  const members = Object.fromEntries(fields.map(([name, field]) => [name, memberLayout(field.type)]));
  const layout = struct(members, type.isPacked === true);
  for (const [name, field] of fields) {
    const offset = offsetOf(layout, name);
    if (offset !== field.offset)
      throw mismatch(type, `C puts ${name} at ${offset}, the type at ${field.offset}`);
  }
  if (layout.size !== type.size)
    throw mismatch(type, `C needs ${layout.size} bytes, the type has ${type.size}`);
  if (layout.size <= LARGEST_IN_REGISTERS && hasUnaligned(type)) {
    throw mismatch(
      type,
      "koffi and C compilers disagree on how so small a struct with unaligned fields travels",
    );
  }
  known.set(type, layout);
  return layout;
}

/** Whether packing put a field, at any depth, where its type would not be aligned. */
function hasUnaligned(type: StructType): boolean {
  return Object.values(type.fields).some(({ type: field, offset }) => {
    const element = isArrayType(field) && field.fixedLength !== undefined ? field.type : field;
    if (element.indirection === 1 && isStructType(element) && hasUnaligned(element)) return true;
    return offset % (memberLayout(element).alignment || 1) !== 0;
  });
}

function mismatch(type: StructType, why: string): FfiTypeError {
  return new FfiTypeError("ERR_FFI_STRUCT_LAYOUT", {
    problem: `the struct with fields ${Object.keys(type.fields).join(", ") || "(none)"} cannot be passed by value: ${why}`,
    remedy: "Correct the fields, or declare a pointer to the struct; unions go by pointer only",
  });
}
