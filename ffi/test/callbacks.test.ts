// JavaScript functions called by C: during a call, later, from another thread, and when they throw.
import * as ffi from "ffi-napi-compat";
import { describe, expect, it } from "vitest";
import { buildFixture, thrownBy } from "./build-fixture";

const path = buildFixture();
const binary = ffi.Function("int", ["int", "int"]);
const lib = ffi.Library(path, {
  apply: ["int", ["pointer", "int", "int"]],
  apply_times: ["int", ["pointer", "int"]],
  keep: ["void", ["pointer"]],
  call_kept: ["int", ["int", "int"]],
  pick_add: [binary, []],
  name_length: ["size_t", ["pointer"]],
  visit: ["void", ["pointer", "pointer"]],
  call_on_thread: ["int", ["pointer"]],
});

describe("Callback", () => {
  it("is called with converted arguments and its result comes back", () => {
    const subtract = ffi.Callback("int", ["int", "int"], (a, b) => a - b);
    expect(lib.apply(subtract, 50, 8)).toBe(42);
    expect(
      lib.apply(new ffi.Callback("int", ["int", "int"], ffi.FFI_DEFAULT_ABI, (a, b) => a * b), 6, 7),
    ).toBe(42);
  });
  it("stays callable for as long as its Buffer is kept", async () => {
    const kept = ffi.Callback("int", ["int", "int"], (a, b) => a + b);
    lib.keep(kept);
    for (let round = 0; round < 20; round++) {
      new Array(1000).fill(0).map((_, index) => Buffer.alloc(1000, index));
      await new Promise((resolve) => setImmediate(resolve));
      expect(lib.call_kept(round, 1)).toBe(round + 1);
    }
    expect(Buffer.isBuffer(kept)).toBe(true);
  });
  it("gives its place back when its Buffer is collected", async () => {
    // Half as many again as there are places; a full house would throw.
    for (let made = 0; made < 12_000; made++) {
      lib.apply(
        ffi.Callback("int", ["int", "int"], (a, b) => a + b),
        made,
        1,
      );
      if (made % 500 === 0) await new Promise((resolve) => setImmediate(resolve));
    }
  });
  it("gets strings, pointers and 64-bit values, and returns strings", () => {
    const data = ffi.ref.alloc("int", 5);
    const seen: unknown[] = [];
    const visitor = ffi.Callback("void", ["string", "int *", "int64"], (text, pointer, wide) => {
      seen.push(text, ffi.ref.deref(pointer), wide);
    });
    expect(lib.visit(visitor, data)).toBeNull();
    expect(seen).toEqual(["visited", 5, "9007199254740993"]);
    expect(lib.name_length(ffi.Callback("string", ["string"], (text) => `${text}?`))).toBe(4);
    expect(lib.name_length(ffi.Callback("string", ["string"], () => null))).toBe(999);
  });
  it("that throws makes the call throw, once, with the cause", () => {
    const cause = new Error("not today");
    let calls = 0;
    const thrower = ffi.Callback("int", ["int", "int"], () => {
      calls++;
      throw cause;
    });
    const error = thrownBy(() => lib.apply_times(thrower, 3));
    expect(error).toMatchObject({ code: "ERR_FFI_CALLBACK_THREW", cause });
    expect(calls).toBe(1);
    expect(lib.apply(ffi.Callback("int", ["int", "int"], Math.max), 1, 2)).toBe(2);
  });
  it("that returns the wrong type makes the call throw", () => {
    const wrong = ffi.Callback("int", ["int", "int"], () => ({}) as never);
    expect(thrownBy(() => lib.apply(wrong, 1, 2)).code).toBe("ERR_FFI_CALLBACK_RESULT");
  });
  it("can call C, and a callback in it", () => {
    const inner = ffi.Callback("int", ["int", "int"], (a, b) => a * b);
    const outer = ffi.Callback("int", ["int", "int"], (a, b) => lib.apply(inner, a, b) + 1);
    expect(lib.apply(outer, 6, 7)).toBe(43);
  });
  it("runs on the main thread when C calls it from another one", async () => {
    const add = ffi.Callback("int", ["int", "int"], (a, b) => a + b);
    const result = await new Promise((resolve, reject) => {
      lib.call_on_thread.async(add, (error, value) => (error ? reject(error) : resolve(value)));
    });
    expect(result).toBe(42);
  });
  it("refuses what is no function", () => {
    expect(thrownBy(() => ffi.Callback("int", ["int"], 5 as never)).code).toBe("ERR_FFI_DECLARATION");
    expect(thrownBy(() => ffi.Callback("int", "int" as never, () => 1)).code).toBe("ERR_FFI_DECLARATION");
  });
});

describe("Function", () => {
  it("makes C function pointers callable", () => {
    const add = lib.pick_add();
    expect(add(40, 2)).toBe(42);
    const pointer = binary.toPointer((a: number, b: number) => a - b);
    expect(binary.toFunction(pointer)(5, 3)).toBe(2);
  });
  it("takes JavaScript functions as arguments", () => {
    const { apply } = ffi.Library(path, { apply: ["int", [binary, "int", "int"]] });
    expect(apply((a: number, b: number) => a ** b, 2, 5)).toBe(32);
    expect(apply(binary.toPointer(Math.min as never), 2, 5)).toBe(2);
    expect(thrownBy(() => apply(5, 1, 2)).code).toBe("ERR_FFI_ARGUMENT_TYPE");
  });
  it("is stored in memory as a pointer", () => {
    const place = ffi.ref.alloc(binary as ffi.Type, (a: number, b: number) => a + b + 1);
    const fn = ffi.ref.deref(place) as (a: number, b: number) => number;
    expect(fn(1, 1)).toBe(3);
  });
});
