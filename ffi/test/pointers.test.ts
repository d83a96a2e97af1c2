// Pointers in and out: Buffers, typed arrays, strings, NULL, out-parameters, addresses and views.
import * as ffi from "ffi-napi-compat";
import { describe, expect, it } from "vitest";
import { buildFixture, thrownBy } from "./build-fixture";

const { ref } = ffi;
const path = buildFixture();
const lib = ffi.Library(path, {
  echo_pointer: ["pointer", ["pointer"]],
  sum_ints: ["int64", ["int *", "size_t"]],
  make_ints: ["int *", ["int"]],
  free_ints: ["void", ["pointer"]],
  counter_address: ["int *", []],
  counter_out: ["void", ["int **"]],
  greeting: ["string", ["int"]],
  greet: ["void", ["char *", "size_t", "string"]],
  count_strings: ["size_t", ["pointer"]],
  store_int32: ["void", ["int32 *", "int32"]],
  store_double: ["void", ["double*", "double"]],
  store_uint64: ["void", ["uint64 *", "uint64"]],
});

describe("pointer arguments", () => {
  it("take a Buffer, a typed array, an ArrayBuffer, a DataView, an address and null", () => {
    const ints = Int32Array.of(1, 2, 3);
    expect(lib.sum_ints(ints, 3)).toBe(6);
    expect(lib.sum_ints(Buffer.from(ints.buffer), 3)).toBe(6);
    expect(lib.sum_ints(ints.buffer, 3)).toBe(6);
    expect(lib.sum_ints(new DataView(ints.buffer, 4), 2)).toBe(5);
    expect(lib.sum_ints(ints.subarray(2), 1)).toBe(3);
    expect(lib.sum_ints(ffi.addressOf(ints), 3)).toBe(6);
    expect(lib.sum_ints(null, 0)).toBe(0);
  });
  it("refuse what has no memory", () => {
    for (const value of ["text", 5, undefined, {}, [1, 2], () => 1, -1n, 2n ** 64n]) {
      const error = thrownBy(() => lib.sum_ints(value as never, 0));
      expect(error).toMatchObject({ code: "ERR_FFI_ARGUMENT_TYPE", name: "FfiTypeError" });
      expect(error.message).toMatch(/argument 1 of sum_ints/);
      expect(error.message.endsWith(error.remedy ?? "?")).toBe(true);
    }
  });
  it("let C write into the Buffer", () => {
    const int = ref.alloc("int32");
    const double = ref.alloc("double");
    const wide = ref.alloc("uint64");
    lib.store_int32(int, -7);
    lib.store_double(double, 0.25);
    lib.store_uint64(wide, "18446744073709551615");
    expect([ref.deref(int), ref.deref(double), ref.deref(wide)]).toEqual([-7, 0.25, "18446744073709551615"]);
  });
});

describe("returned pointers", () => {
  it("know their type and the bytes of one value", () => {
    const pointer = lib.counter_address();
    expect(pointer.length).toBe(4);
    expect(ref.deref(pointer)).toBe(7);
    pointer.writeInt32LE(8);
    expect(ref.deref(lib.counter_address())).toBe(8);
    pointer.writeInt32LE(7);
  });
  it("can be seen at full length and given back", () => {
    const values = lib.make_ints(5);
    const all = ref.reinterpret(values, 20);
    expect([...new Int32Array(all.buffer, all.byteOffset, 5)]).toEqual([0, 1, 4, 9, 16]);
    expect(lib.sum_ints(values, 5)).toBe(30);
    lib.free_ints(values);
  });
  it("come through out-parameters", () => {
    const out = ref.alloc("int *");
    lib.counter_out(out);
    const pointer = ref.deref(out) as ffi.Pointer;
    expect(ref.deref(pointer)).toBe(7);
    expect(ffi.addressOf(pointer)).toBe(ffi.addressOf(lib.counter_address()));
  });
  it("are a NULL Buffer for NULL", () => {
    const nothing = lib.echo_pointer(null);
    expect(Buffer.isBuffer(nothing)).toBe(true);
    expect(ref.isNull(nothing)).toBe(true);
    expect(thrownBy(() => ref.readCString(nothing)).code).toBe("ERR_FFI_NULL_POINTER");
  });
});

describe("strings", () => {
  it("go and come as UTF-8, null as NULL", () => {
    expect(lib.greeting(1)).toBe("grüß dich");
    expect(lib.greeting(0)).toBeNull();
    const into = Buffer.alloc(32);
    lib.greet(into, 32, "wörld");
    expect(ref.readCString(into)).toBe("hello wörld");
    lib.greet(into, 32, null);
    expect(ref.readCString(into)).toBe("hello nobody");
    lib.greet(into, 32, ref.allocCString("buffer"));
    expect(ref.readCString(into)).toBe("hello buffer");
  });
  it("of any length", () => {
    const { strlen } = ffi.Library(null, { strlen: ["size_t", ["string"]] });
    expect(strlen("x".repeat(5_000_000))).toBe(5_000_000);
    expect(thrownBy(() => strlen(5 as never)).code).toBe("ERR_FFI_ARGUMENT_TYPE");
  });
  it("in a list of pointers", () => {
    const list = Buffer.alloc(8 * 3);
    ref.writePointer(list, 0, ref.allocCString("one"));
    ref.writePointer(list, 8, ref.allocCString("two"));
    expect(lib.count_strings(list)).toBe(2);
    expect(ref.readCString(ref.readPointer(list, 8))).toBe("two");
  });
});

describe("the extension", () => {
  it("view() shows foreign memory without a copy", () => {
    const pointer = lib.counter_address();
    const window = new Int32Array(ffi.view(pointer, 4));
    window[0] = 99;
    expect(ref.deref(lib.counter_address())).toBe(99);
    window[0] = 7;
    expect(ffi.view(ffi.addressOf(pointer), 4).byteLength).toBe(4);
  });
  it("view() refuses NULL and what is no length", () => {
    expect(thrownBy(() => ffi.view(0n, 4)).code).toBe("ERR_FFI_NULL_POINTER");
    expect(ffi.view(null, 0).byteLength).toBe(0);
    for (const length of [-1, 1.5, Number.NaN]) {
      expect(thrownBy(() => ffi.view(1n, length)).code).toBe("ERR_FFI_VIEW_LENGTH");
    }
    expect(thrownBy(() => ffi.view("x" as never, 4)).code).toBe("ERR_FFI_BAD_POINTER");
  });
  it("addressOf() and pointerTo() are inverse", () => {
    const buffer = Buffer.from("abcdef");
    const again = ffi.pointerTo(ffi.addressOf(buffer), 6);
    expect(again.toString()).toBe("abcdef");
    expect(ffi.addressOf(again)).toBe(ffi.addressOf(buffer));
    expect(ffi.addressOf(null)).toBe(0n);
  });
  it("the 'address' type gives and takes bare bigints", () => {
    const { counter_address, sum_ints, echo_pointer } = ffi.Library(path, {
      counter_address: ["address", []],
      sum_ints: ["int64", ["address", "size_t"]],
      echo_pointer: ["address", ["address"]],
    });
    const address: bigint = counter_address();
    expect(typeof address).toBe("bigint");
    expect(sum_ints(address, 1)).toBe(7);
    expect(sum_ints(Int32Array.of(4), 1)).toBe(4);
    expect(echo_pointer(null)).toBe(0n);
  });
});
