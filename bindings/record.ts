// Structs of the contract to and from plain objects, by the generated types: for records that are rare.
// Must never be used once a packet; hot records are written field by field where they are needed.
import { WorkerError } from "./error.js";
import { TYPES } from "./layout.js";

/** A struct's tag without `el_`. */
export type StructName = keyof typeof TYPES;

/** Values by the field names of C: numbers (u64 as a number below 2^53 or a bigint), bytes, text, nested, arrays. */
export type RecordValue = number | bigint | string | Uint8Array | readonly RecordValue[] | RecordObject;
export interface RecordObject {
  readonly [field: string]: RecordValue | undefined;
}

interface Part {
  name: string;
  type: string;
  offset: number;
  /** Bytes of one element. */
  unit: number;
  /** Array dimensions; empty = a single value. */
  dims: number[];
}

const UNITS: Record<string, number> = { u8: 1, char: 1, u16: 2, u32: 4, u64: 8 };
const plans = new Map<string, { parts: Part[]; size: number }>();

function plan(name: string): { parts: Part[]; size: number } {
  const known = plans.get(name);
  if (known) return known;
  let offset = 0;
  const parts = TYPES[name as StructName].split(", ").map((declaration): Part => {
    const [, type, field, brackets] = /^(\w+) (\w+)(.*)$/.exec(declaration)!;
    const dims = [...brackets!.matchAll(/\d+/g)].map(Number);
    const unit = UNITS[type!] ?? plan(type!.slice(3)).size;
    const part = { name: field!, type: type!, offset, unit, dims };
    offset += dims.reduce((product, dim) => product * dim, unit);
    return part;
  });
  const made = { parts, size: offset };
  plans.set(name, made);
  return made;
}

/** Bytes of the struct, as its fields add up. */
export function structSize(name: StructName): number {
  return plan(name).size;
}

/** Writes the fields present in `object` at `at`, nested structs from objects or from their bytes; the others stay. Throws WorkerError FIELD_RANGE. */
export function encodeStruct(view: DataView, at: number, name: StructName, object: RecordObject): void {
  for (const part of plan(name).parts) {
    const value = object[part.name];
    if (value !== undefined) encodePart(view, at + part.offset, part, part.dims, value);
  }
}

function encodePart(view: DataView, at: number, part: Part, dims: number[], value: RecordValue): void {
  const { type, name } = part;
  if (type === "char" && dims.length === 1) {
    encodeText(view, at, name, dims[0]!, value);
  } else if (dims.length > 0) {
    if (!Array.isArray(value) && !(value instanceof Uint8Array)) throw range(name, value);
    const [first, ...rest] = dims;
    const stride = rest.reduce((product, dim) => product * dim, part.unit);
    if (value.length > first!) throw range(name, value);
    for (let i = 0; i < value.length; i++)
      encodePart(view, at + i * stride, part, rest, value[i] as RecordValue);
  } else if (UNITS[type] === undefined && value instanceof Uint8Array) {
    if (value.length !== part.unit) throw range(name, `${value.length} bytes`);
    new Uint8Array(view.buffer, view.byteOffset + at, part.unit).set(value);
  } else if (UNITS[type] === undefined) {
    encodeStruct(view, at, type.slice(3) as StructName, value as RecordObject);
  } else {
    encodeNumber(view, at, part, value);
  }
}

function encodeNumber(view: DataView, at: number, { name, unit }: Part, value: RecordValue): void {
  if (unit === 8) {
    const whole =
      typeof value === "bigint" || Number.isSafeInteger(value) ? BigInt(value as number | bigint) : -1n;
    if (whole < 0n || whole >= 2n ** 64n) throw range(name, value);
    view.setBigUint64(at, whole, true);
    return;
  }
  if (typeof value !== "number" || !Number.isInteger(value) || value < 0 || value >= 2 ** (8 * unit)) {
    throw range(name, value);
  }
  if (unit === 1) view.setUint8(at, value);
  else if (unit === 2) view.setUint16(at, value, true);
  else view.setUint32(at, value, true);
}

function encodeText(view: DataView, at: number, name: string, room: number, value: RecordValue): void {
  const bytes = new TextEncoder().encode(String(value));
  if (bytes.length >= room || bytes.includes(0)) throw range(name, value);
  const field = new Uint8Array(view.buffer, view.byteOffset + at, room);
  field.fill(0);
  field.set(bytes);
}

function range(name: string, value: unknown): WorkerError {
  return new WorkerError("FIELD_RANGE", `${name} cannot hold ${String(value)}`, {
    place: name,
    remedy: "Give a value within the field's range; text must fit with its final NUL.",
  });
}

/** Reads a struct. u64 become numbers, exact to 2^53; char arrays text; u8 arrays bytes (copied). */
export function decodeStruct(view: DataView, at: number, name: StructName): RecordObject {
  const object: Record<string, RecordValue> = {};
  for (const part of plan(name).parts)
    object[part.name] = decodePart(view, at + part.offset, part, part.dims);
  return object;
}

function decodePart(view: DataView, at: number, part: Part, dims: number[]): RecordValue {
  const { type, unit } = part;
  if (dims.length === 1 && (type === "char" || type === "u8")) {
    const bytes = new Uint8Array(view.buffer, view.byteOffset + at, dims[0]!).slice();
    if (type === "u8") return bytes;
    const end = bytes.indexOf(0);
    return new TextDecoder().decode(end < 0 ? bytes : bytes.subarray(0, end));
  }
  if (dims.length > 0) {
    const [first, ...rest] = dims;
    const stride = rest.reduce((product, dim) => product * dim, unit);
    return Array.from({ length: first! }, (_, i) => decodePart(view, at + i * stride, part, rest));
  }
  if (UNITS[type] === undefined) return decodeStruct(view, at, type.slice(3) as StructName);
  if (unit === 8) return readU64(view, at);
  return unit === 1 ? view.getUint8(at) : unit === 2 ? view.getUint16(at, true) : view.getUint32(at, true);
}

/** A u64 as a number: exact below 2^53, which counters of packets and bytes stay under for centuries. */
export function readU64(view: DataView, at: number): number {
  return view.getUint32(at, true) + view.getUint32(at + 4, true) * 0x1_0000_0000;
}
