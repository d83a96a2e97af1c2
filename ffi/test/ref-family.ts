// The ref modules, which come without TypeScript types: just enough of a shape for the tests.
// Loads ref-napi on purpose; the tests without it do not import this file.
import { createRequire } from "node:module";
import type { Pointer, Type, TypeLike } from "ffi-napi-compat";

const require = createRequire(import.meta.url);

/** A struct instance: its fields, and the Buffer behind it. */
export interface Instance {
  [field: string]: unknown;
  ref(): Pointer;
}

export interface StructConstructor extends Type<Instance> {
  new (data?: object): Instance;
  defineProperty(name: string, type: TypeLike): void;
}

export interface ArrayConstructor extends Type<ArrayInstance> {
  new (data: readonly unknown[] | number): ArrayInstance;
}

export interface ArrayInstance {
  [index: number]: unknown;
  length: number;
  buffer: Buffer;
  toArray(): unknown[];
}

export interface Ref {
  types: Record<string, Type>;
  NULL: Buffer;
  alloc(type: TypeLike, value?: unknown): Pointer;
  refType(type: TypeLike): Type;
  deref(buffer: Buffer): unknown;
  isNull(buffer: Buffer): boolean;
  address(buffer: Buffer): number;
  reinterpret(buffer: Buffer, size: number): Buffer;
  readCString(buffer: Buffer, offset?: number): string;
  readPointer(buffer: Buffer, offset: number, length: number): Buffer;
  allocCString(text: string): Buffer;
}

export type StructFactory = (fields?: object, options?: { packed?: boolean }) => StructConstructor;
export type ArrayFactory = (type: TypeLike, length?: number) => ArrayConstructor;

export const makeStruct = require("ref-struct-di") as (ref: unknown) => StructFactory;
export const makeArray = require("ref-array-di") as (ref: unknown) => ArrayFactory;
/** Loads ref-napi, which puts its methods on every Buffer. */
export const loadRefNapi = (): Ref => require("ref-napi") as Ref;
