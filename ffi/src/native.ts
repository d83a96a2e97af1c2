// The only file that imports koffi: the few koffi operations this package is built on, typed.
// Never converts values and never throws errors of its own.
import koffi, { type TypeObject } from "koffi";

/** A koffi type, opaque to the rest of the package. */
export type NativeType = TypeObject;

/** A callable koffi made: values in, value out, and the same on a worker thread. */
export interface NativeFunction {
  (...args: unknown[]): unknown;
  async(...args: unknown[]): void;
}

/** Anything koffi takes for an address. */
export type NativePointer = bigint | ArrayBufferView | ArrayBuffer | null;

const primitives: Readonly<Record<string, NativeType>> = koffi.types;

/** The koffi type of that name; an unknown name is a defect of this package. */
export function primitive(name: string): NativeType {
  const type = primitives[name];
  if (type === undefined) throw new Error(`koffi has no type ${name}`);
  return type;
}

/** `void *`, the one pointer type used: what it points to is known on the JavaScript side only. */
export const voidPointer: NativeType = koffi.pointer(koffi.types.void);

export function struct(members: Record<string, NativeType>, packed: boolean): NativeType {
  return packed ? koffi.pack(members) : koffi.struct(members);
}

export function array(element: NativeType, length: number): NativeType {
  return koffi.array(element, length);
}

export function offsetOf(type: NativeType, member: string): number {
  return koffi.offsetof(type, member);
}

const numbers = new Map<NativeType, number>();
const prototypes = new Map<string, NativeType>();

function numberOf(type: NativeType): number {
  const known = numbers.get(type);
  if (known !== undefined) return known;
  numbers.set(type, numbers.size);
  return numbers.size - 1;
}

/** A C function type; `variadic` adds the `...`. */
export function prototype(
  convention: string | null,
  result: NativeType,
  args: readonly NativeType[],
  variadic: boolean,
): NativeType {
  // koffi never forgets a type, so a program that makes callbacks in a loop must get the same one again.
  const key = `${convention} ${variadic} ${[result, ...args].map(numberOf)}`;
  const known = prototypes.get(key);
  if (known !== undefined) return known;
  const list: Array<NativeType | string> = variadic ? [...args, "..."] : [...args];
  const made = convention === null ? koffi.proto(result, list) : koffi.proto(convention, result, list);
  prototypes.set(key, made);
  return made;
}

/** The function at `address`, as a callable. */
export function functionAt(address: bigint, type: NativeType): NativeFunction {
  return koffi.decode(address, type) as NativeFunction;
}

const prototypePointers = new Map<NativeType, NativeType>();

export function registerCallback(fn: (...args: unknown[]) => unknown, type: NativeType): bigint {
  let pointer = prototypePointers.get(type);
  if (pointer === undefined) {
    pointer = koffi.pointer(type);
    prototypePointers.set(type, pointer);
  }
  return koffi.register(fn, pointer);
}

export function unregisterCallback(address: bigint): void {
  koffi.unregister(address);
}

export function addressOfNative(value: NativePointer): bigint {
  return koffi.address(value);
}

/** An ArrayBuffer over `length` bytes at `address`, without a copy. */
export function viewOf(address: NativePointer, length: number): ArrayBuffer {
  return koffi.view(address, length);
}

export function decode(from: NativePointer, offset: number, type: NativeType): unknown {
  return koffi.decode(from, offset, type);
}

export function encode(into: NativePointer, offset: number, type: NativeType, value: unknown): void {
  koffi.encode(into, offset, type, value);
}

export function readCStringAt(address: bigint): string {
  return koffi.decode.string(address);
}

/** The C `errno` of the calling thread. */
export function nativeErrno(): number {
  return koffi.errno();
}

/** A library opened by koffi itself; null is the running process. */
export interface NativeLibrary {
  symbol(name: string): unknown;
}

export function loadNative(path: string | null): NativeLibrary {
  return koffi.load(path);
}
