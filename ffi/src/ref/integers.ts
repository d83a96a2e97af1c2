// The integer types of C by name: how wide they are here and whether they have a sign.
// Only facts of the platform, asked from koffi; no reading, writing or converting.
import { primitive } from "../native.js";

/** How an integer type looks in memory. */
export interface IntegerShape {
  readonly bits: 8 | 16 | 32 | 64;
  readonly signed: boolean;
  readonly alignment: number;
}

function shape(nativeName: string, signed: boolean): IntegerShape {
  const type = primitive(nativeName);
  return { bits: (type.size * 8) as IntegerShape["bits"], signed, alignment: type.alignment };
}

/** Every integer type name of ref-napi. `bool` is apart: it reads and writes true and false. */
export const integers: ReadonlyMap<string, IntegerShape> = new Map([
  ["int8", shape("int8", true)],
  ["uint8", shape("uint8", false)],
  ["int16", shape("int16", true)],
  ["uint16", shape("uint16", false)],
  ["int32", shape("int32", true)],
  ["uint32", shape("uint32", false)],
  ["int64", shape("int64", true)],
  ["uint64", shape("uint64", false)],
  ["byte", shape("uchar", false)],
  ["char", shape("char", true)],
  ["uchar", shape("uchar", false)],
  ["short", shape("short", true)],
  ["ushort", shape("ushort", false)],
  ["int", shape("int", true)],
  ["uint", shape("uint", false)],
  ["long", shape("long", true)],
  ["ulong", shape("ulong", false)],
  ["longlong", shape("longlong", true)],
  ["ulonglong", shape("ulonglong", false)],
  ["size_t", shape("size_t", false)],
]);

export const pointerSize = primitive("uintptr_t").size;
export const littleEndian = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1;
