// FFI_TYPES: the tokens with which a type of one's own says as what C type it travels.
// The tokens describe size, alignment and code as libffi did; nothing here ever reads them back.
import type { Kind } from "./kind.js";
import { integers, pointerSize } from "./ref/integers.js";

// libffi's numbering, kept because programs print it.
const CODES: Readonly<Record<string, number>> = {
  void: 0,
  float: 2,
  double: 3,
  uint8: 5,
  int8: 6,
  uint16: 7,
  int16: 8,
  uint32: 9,
  int32: 10,
  uint64: 11,
  int64: 12,
  pointer: 14,
};

/** Bytes of libffi's description of a type on this platform. */
export const FFI_TYPE_SIZE = pointerSize * 2 + 8;

const kinds = new Map<Buffer, Kind>();

function token(kind: Kind, size: number): Buffer {
  const buffer = Buffer.alloc(FFI_TYPE_SIZE);
  buffer.writeUInt32LE(size, 0);
  buffer.writeUInt16LE(Math.max(size, 1), pointerSize);
  buffer.writeUInt16LE(CODES[kind] ?? 0, pointerSize + 2);
  kinds.set(buffer, kind);
  return buffer;
}

function table(): Record<string, Buffer> {
  const result: Record<string, Buffer> = {
    void: token("void", 0),
    float: token("float", 4),
    double: token("double", 8),
    pointer: token("pointer", pointerSize),
  };
  for (const [name, shape] of integers) {
    result[name] = token(`${shape.signed ? "int" : "uint"}${shape.bits}`, shape.bits / 8);
  }
  return result;
}

/** One token for each C type; put one on a type as `ffi_type`. */
export const FFI_TYPES: Readonly<Record<string, Buffer>> = table();

/** The kind a token stands for; undefined for a Buffer that is none. */
export function kindOfFfiType(buffer: Buffer): Kind | undefined {
  return kinds.get(buffer);
}

/** The token for a kind; structs and the like have none. */
export function ffiTypeOfKind(kind: Kind): Buffer | undefined {
  for (const [buffer, known] of kinds) if (known === kind) return buffer;
  return undefined;
}
