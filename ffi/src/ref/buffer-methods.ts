// ref-napi's methods on every Buffer: programs for ffi-napi call buf.deref() without loading ref-napi,
// because ffi-napi loaded it for them. Never replaces a method that is there already.
import * as access from "./access.js";
import {
  type Int64Like,
  readInt64BE,
  readInt64LE,
  readUInt64BE,
  readUInt64LE,
  writeInt64BE,
  writeInt64LE,
  writeUInt64BE,
  writeUInt64LE,
} from "./int64-access.js";
import * as memory from "./memory.js";
import type { Pointer } from "./type.js";

type Method = (this: Pointer, ...args: never[]) => unknown;

type Read = (buffer: Buffer, offset?: number) => number | string;
type Write = (buffer: Buffer, offset: number, value: Int64Like) => void;

const reads: Record<string, Read> = { readInt64LE, readInt64BE, readUInt64LE, readUInt64BE };
const writes: Record<string, Write> = { writeInt64LE, writeInt64BE, writeUInt64LE, writeUInt64BE };

const methods: Record<string, Method> = {
  address(this: Pointer): number {
    return access.address(this);
  },
  hexAddress(this: Pointer): string {
    return access.hexAddress(this);
  },
  isNull(this: Pointer): boolean {
    return access.isNull(this);
  },
  ref(this: Pointer): Pointer {
    return access.ref(this);
  },
  deref(this: Pointer): unknown {
    return access.deref(this);
  },
  readPointer(this: Pointer, offset?: number, size?: number): Pointer {
    return memory.readPointer(this, offset, size);
  },
  writePointer(this: Pointer, pointer: Buffer | null, offset?: number): void {
    memory.writePointer(this, offset, pointer);
  },
  readCString(this: Pointer, offset?: number): string {
    return memory.readCString(this, offset);
  },
  writeCString(this: Pointer, text: string, offset?: number, encoding?: BufferEncoding): void {
    access.writeCString(this, offset, text, encoding);
  },
  reinterpret(this: Pointer, size: number, offset?: number): Pointer {
    return memory.reinterpret(this, size, offset);
  },
  reinterpretUntilZeros(this: Pointer, size: number, offset?: number): Pointer {
    return memory.reinterpretUntilZeros(this, size, offset);
  },
};
for (const [name, read] of Object.entries(reads)) {
  methods[name] = function (this: Pointer, offset?: number) {
    return read(this, offset);
  };
}
for (const [name, write] of Object.entries(writes)) {
  methods[name] = function (this: Pointer, value: Int64Like, offset?: number) {
    write(this, offset ?? 0, value);
  };
}

/** Adds the missing methods; writable, so that a ref-napi loaded later puts its own in place. */
export function installBufferMethods(): void {
  for (const [name, method] of Object.entries(methods)) {
    if (name in Buffer.prototype) continue;
    Object.defineProperty(Buffer.prototype, name, {
      value: method,
      writable: true,
      configurable: true,
      enumerable: false,
    });
  }
}
