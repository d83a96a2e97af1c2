// The table of built-in types, with ref-napi's names and ref-napi's way of reading and writing values.
// A type read through this table never allocates foreign memory; strings live in Buffers kept by the holder.

import { primitive } from "../native.js";
import { readBigInt, readInt64, readUInt64, writeInt64, writeInteger, writeUInt64 } from "./int64-access.js";
import { type IntegerShape, integers, littleEndian, pointerSize } from "./integers.js";
import { addressOf, readCString, readPointer, writePointer } from "./memory.js";
import type { Type } from "./type.js";

/** The built-in types by name. Types of one's own may be added; their names then work in declarations. */
export type Types = Record<string, Type> & {
  [K in "int8" | "uint8" | "int16" | "uint16" | "int32" | "uint32" | "int" | "uint"]: Type<number>;
} & { [K in "byte" | "char" | "uchar" | "short" | "ushort" | "float" | "double"]: Type<number> } & {
  [K in "int64" | "uint64" | "long" | "ulong" | "longlong" | "ulonglong" | "size_t"]: Type<number | string>;
} & { [K in "int64n" | "uint64n" | "address"]: Type<bigint> } & {
  void: Type<null>;
  bool: Type<boolean>;
  CString: Type<string | null>;
};

/** A NUL-terminated UTF-8 copy of `text` in a Buffer of its own. */
export function terminated(text: string): Buffer {
  return Buffer.from(`${text}\0`, "utf8");
}

function value<T>(
  name: string,
  size: number,
  alignment: number,
  access: Pick<Type<T>, "get" | "set">,
): Type<T> {
  return { name, size, alignment, indirection: 1, get: access.get, set: access.set };
}

function small(shape: IntegerShape): Pick<Type<number>, "get" | "set"> {
  const order = shape.bits === 8 ? "" : littleEndian ? "LE" : "BE";
  const suffix = `${shape.signed ? "" : "U"}Int${shape.bits}${order}` as "Int16LE";
  const read = `read${suffix}` as const;
  const write = `write${suffix}` as const;
  return {
    get: (buffer, offset) => buffer[read](offset || 0),
    set: (buffer, offset, given: unknown) => {
      const number = typeof given === "string" && shape.bits === 8 ? given.charCodeAt(0) : given;
      buffer[write](number as number, offset || 0);
    },
  };
}

function wide(signed: boolean): Pick<Type<number | string>, "get" | "set"> {
  return signed
    ? { get: readInt64, set: (buffer, offset, given) => writeInt64(buffer, offset, given) }
    : { get: readUInt64, set: (buffer, offset, given) => writeUInt64(buffer, offset, given) };
}

function wideBigint(signed: boolean): Pick<Type<bigint>, "get" | "set"> {
  return {
    get: (buffer, offset) => readBigInt(buffer, offset, signed, littleEndian),
    set: (buffer, offset, given) => writeInteger(buffer, offset, given, signed, littleEndian),
  };
}

const byteSet = small({ bits: 8, signed: false, alignment: 1 });
const float = primitive("float");
const double = primitive("double");

const table: Record<string, Type> = {
  void: value<null>("void", 0, 1, { get: () => null, set: () => undefined }),
  bool: value<boolean>("bool", primitive("bool").size, 1, {
    get: (buffer, offset) => byteSet.get(buffer, offset) !== 0,
    set: (buffer, offset, given: unknown) =>
      byteSet.set(buffer, offset, typeof given === "number" ? given : given ? 1 : 0),
  }),
  float: value<number>("float", float.size, float.alignment, {
    get: (buffer, offset) =>
      littleEndian ? buffer.readFloatLE(offset || 0) : buffer.readFloatBE(offset || 0),
    set: (buffer, offset, given) => {
      if (littleEndian) buffer.writeFloatLE(given, offset || 0);
      else buffer.writeFloatBE(given, offset || 0);
    },
  }),
  double: value<number>("double", double.size, double.alignment, {
    get: (buffer, offset) =>
      littleEndian ? buffer.readDoubleLE(offset || 0) : buffer.readDoubleBE(offset || 0),
    set: (buffer, offset, given) => {
      if (littleEndian) buffer.writeDoubleLE(given, offset || 0);
      else buffer.writeDoubleBE(given, offset || 0);
    },
  }),
  CString: value<string | null>("CString", pointerSize, pointerSize, {
    get: (buffer, offset) => {
      const text = readPointer(buffer, offset);
      return addressOf(text) === 0n ? null : readCString(text);
    },
    set: (buffer, offset, given: unknown) => {
      const text = typeof given === "string" ? terminated(given) : ((given ?? null) as Buffer | null);
      writePointer(buffer, offset, text);
    },
  }),
  address: value<bigint>("address", pointerSize, pointerSize, {
    get: (buffer, offset) => addressOf(readPointer(buffer, offset)),
    set: (buffer, offset, given) => writePointer(buffer, offset, given),
  }),
};

for (const [name, shape] of integers) {
  const access: Pick<Type, "get" | "set"> = shape.bits === 64 ? wide(shape.signed) : small(shape);
  table[name] = value(name, shape.bits / 8, shape.alignment, access);
}
for (const [name, base] of [
  ["int64n", "int64"],
  ["uint64n", "uint64"],
] as const) {
  const shape = integers.get(base) as IntegerShape;
  table[name] = value(name, 8, shape.alignment, wideBigint(shape.signed));
}
// The old name of CString; not listed among the types, as in ref-napi.
Object.defineProperty(table, "Utf8String", { value: table.CString, enumerable: false });

export const types = table as Types;
