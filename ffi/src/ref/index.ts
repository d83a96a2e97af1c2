// One object with the functions of ref-napi, so that ref-struct-di and ref-array-di work on it.
// Holds nothing of its own; objects stored in C memory (`ref.types.Object`) are not part of it.
import * as access from "./access.js";
import { coerceType, derefType, refType } from "./coerce.js";
import * as int64 from "./int64-access.js";
import { littleEndian, pointerSize } from "./integers.js";
import * as memory from "./memory.js";
import { types } from "./types.js";

const sizes = Object.entries(types).map(([name, type]) => [name, type.size] as const);
const alignments = Object.entries(types).map(([name, type]) => [name, type.alignment ?? 1] as const);

/** What `require('ref-napi')` gives, without ref-napi. */
export const ref = {
  types,
  coerceType,
  refType,
  derefType,
  endianness: littleEndian ? "LE" : "BE",
  sizeof: { ...Object.fromEntries(sizes), pointer: pointerSize } as Record<string, number>,
  alignof: { ...Object.fromEntries(alignments), pointer: pointerSize } as Record<string, number>,
  ...access,
  readPointer: memory.readPointer,
  writePointer: memory.writePointer,
  readCString: memory.readCString,
  reinterpret: memory.reinterpret,
  reinterpretUntilZeros: memory.reinterpretUntilZeros,
  _attach: (holder: object, value: unknown): void => memory.attach(holder, value),
  ...int64,
} as const;
