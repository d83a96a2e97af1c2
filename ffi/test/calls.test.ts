// Libraries, symbols, errno, asynchronous and variadic calls, and the errors of all of them.
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import * as ffi from "ffi-napi-compat";
import { describe, expect, it } from "vitest";
import { makeGeneral } from "../src/caller";
import { planVariadicCall } from "../src/variadic";
import { buildFixture, thrownBy } from "./build-fixture";

const path = buildFixture();

describe("Library", () => {
  it("loads by name, by path and the process itself, with and without new", () => {
    expect(ffi.Library("libm", { ceil: ["double", ["double"]] }).ceil(1.5)).toBe(2);
    expect(new ffi.Library("libm.so.6", { floor: ["double", ["double"]] }).floor(1.5)).toBe(1);
    expect(ffi.Library(null, { atoi: ["int", ["string"]] }).atoi("1234")).toBe(1234);
    expect(ffi.Library.EXT).toBe(ffi.LIB_EXT);
  });
  it("adds to a given object", () => {
    const target = { mine: 1 };
    const lib = ffi.Library(path, { echo_int: ["int", ["int"]] }, target);
    expect(lib).toBe(target);
    expect([lib.mine, lib.echo_int(2)]).toEqual([1, 2]);
  });
  it("follows a linker script", () => {
    const script = join(mkdtempSync(join(tmpdir(), "ffi-script-")), "libscript.so");
    writeFileSync(
      script,
      `/* text for the linker, longer than an ELF header is so that it is read ${"-".repeat(80)} */\nGROUP ( ${path} )\n`,
    );
    expect(ffi.Library(script, { echo_int: ["int", ["int"]] }).echo_int(3)).toBe(3);
  });
  it("says what is missing", () => {
    const library = thrownBy(() => ffi.Library("libno-such-thing"));
    expect(library).toMatchObject({ code: "ERR_FFI_LIBRARY_LOAD", name: "FfiError" });
    expect(library.message).toMatch(/^Dynamic Linking Error: libno-such-thing\.so: cannot open/);
    expect(library.cause).toBeInstanceOf(Error);
    const symbol = thrownBy(() => ffi.Library(path, { no_such_symbol: ["int", []] }));
    expect(symbol.code).toBe("ERR_FFI_SYMBOL_NOT_FOUND");
    expect(symbol.message).toMatch(/^Dynamic Symbol Retrieval Error: .*no_such_symbol/);
    for (const error of [library, symbol]) expect(error.message.endsWith(error.remedy ?? "?")).toBe(true);
  });
  it("refuses declarations that make no sense", () => {
    const declare = (declaration: unknown) => () => ffi.Library(path, { echo_int: declaration } as never);
    expect(thrownBy(declare("int")).code).toBe("ERR_FFI_DECLARATION");
    expect(thrownBy(declare(["int", "int"])).code).toBe("ERR_FFI_DECLARATION");
    expect(thrownBy(declare(["int", ["no such type"]])).code).toBe("ERR_FFI_UNKNOWN_TYPE");
    expect(thrownBy(declare(["int", [undefined]])).code).toBe("ERR_FFI_UNKNOWN_TYPE");
    expect(thrownBy(declare(["int", ["int"], { abi: 99 }])).code).toBe("ERR_FFI_BAD_ABI");
  });
});

describe("calls", () => {
  it("want exactly the declared arguments", () => {
    const { echo_int } = ffi.Library(path, { echo_int: ["int", ["int"]] });
    for (const args of [[], [1, 2]]) {
      const error = thrownBy(() => (echo_int as (...given: number[]) => number)(...args));
      expect(error).toMatchObject({ code: "ERR_FFI_ARGUMENT_COUNT", name: "FfiTypeError" });
      expect(error.message).toContain(`Expected 1 arguments, got ${args.length}`);
    }
    expect(ffi.isFfiError(thrownBy(() => (echo_int as unknown as () => number)()))).toBe(true);
  });
  it("leave errno to be read", () => {
    const { fail_with } = ffi.Library(path, { fail_with: ["int", ["int"]] });
    for (const code of [2, 13, 22]) {
      fail_with(code);
      expect(ffi.errno()).toBe(code);
    }
  });
});

describe("async", () => {
  const { echo_int, greeting, sum_ints, fail_with } = ffi.Library(path, {
    echo_int: ["int", ["int"]],
    greeting: ["string", ["int"]],
    sum_ints: ["int64", ["pointer", "size_t"]],
    fail_with: ["int", ["int"]],
  });
  it("gives the result to the callback, after the call", async () => {
    const order: string[] = [];
    const done = new Promise<string | null>((resolve) => {
      greeting.async(1, (error, text) => {
        order.push("called back");
        expect(error).toBeNull();
        resolve(text);
      });
    });
    order.push("returned");
    expect(await done).toBe("grüß dich");
    expect(order).toEqual(["returned", "called back"]);
  });
  it("keeps its arguments alive and can be promisified", async () => {
    const sum = promisify(sum_ints.async) as (values: Int32Array, count: number) => Promise<number>;
    const sums = Array.from({ length: 50 }, (_, index) => sum(new Int32Array(1000).fill(index), 1000));
    expect(await Promise.all(sums)).toEqual(sums.map((_, index) => index * 1000));
  });
  it("takes more calls than there is room for at once", async () => {
    const echo = promisify(echo_int.async) as (value: number) => Promise<number>;
    const values = Array.from({ length: 1000 }, (_, index) => index);
    expect(await Promise.all(values.map((value) => echo(value)))).toEqual(values);
  });
  it("reports a bad argument to the callback and a missing callback at once", async () => {
    const error = await new Promise((resolve) => echo_int.async("x" as never, resolve));
    expect(error).toMatchObject({ code: "ERR_FFI_ARGUMENT_TYPE" });
    expect(thrownBy(() => (echo_int.async as (value: number) => void)(1)).code).toBe("ERR_FFI_ARGUMENT_TYPE");
    expect(
      thrownBy(() => (echo_int.async as unknown as (done: () => void) => void)(() => undefined)).code,
    ).toBe("ERR_FFI_ARGUMENT_COUNT");
  });
  it("shows the call's errno in the callback", async () => {
    const code = await new Promise((resolve) => fail_with.async(42, () => resolve(ffi.errno())));
    expect(code).toBe(42);
  });
  it("can be the function itself", async () => {
    const lib = ffi.Library(path, { echo_int: ["int", ["int"], { async: true }] });
    expect(await new Promise((resolve) => lib.echo_int(9, (_error, value) => resolve(value)))).toBe(9);
  });
});

describe("variadic functions", () => {
  const { snprintf } = ffi.Library(null, {
    snprintf: ["int", ["char *", "size_t", "string"], { varargs: true }],
  });
  const format = (text: string, ...pairs: Array<[ffi.TypeLike, unknown]>): string => {
    const into = Buffer.alloc(200);
    const call = snprintf(...pairs.map(([type]) => type)) as (...args: unknown[]) => number;
    const length = call(into, into.length, text, ...pairs.map(([, value]) => value));
    return into.toString("utf8", 0, length);
  };
  it("take what the named types say", () => {
    expect(format("plain")).toBe("plain");
    expect(format("%d %s %.2f", ["int", -5], ["string", "five"], ["double", 5.125])).toBe("-5 five 5.12");
    expect(format("%lu %c %p", ["size_t", "18446744073709551615"], ["char", 65], ["pointer", null])).toBe(
      "18446744073709551615 A (nil)",
    );
    expect(
      format(
        "%g %g %g %g %g %g %g %g %g",
        ...Array.from({ length: 9 }, (_, i) => ["double", i + 0.5] as [string, number]),
      ),
    ).toBe("0.5 1.5 2.5 3.5 4.5 5.5 6.5 7.5 8.5");
  });
  it("widen narrow types as C does", () => {
    expect(format("%f %d", ["float", 0.5], ["int8", -3])).toBe("0.500000 -3");
  });
  it("make one function for each list of types", () => {
    expect(snprintf("int")).toBe(snprintf("int"));
    expect(snprintf("int")).not.toBe(snprintf("double"));
    expect(snprintf("int")).toBe(snprintf(ffi.types.int));
  });
  it("check types and numbers of arguments, and let the result type be changed", () => {
    expect(thrownBy(() => format("%d", ["int", "x"])).code).toBe("ERR_FFI_ARGUMENT_TYPE");
    expect(thrownBy(() => (snprintf("int") as (...args: unknown[]) => number)(null, 0, "")).code).toBe(
      "ERR_FFI_ARGUMENT_COUNT",
    );
    const { sum_variadic } = ffi.Library(path, { sum_variadic: ["int", ["int"], { varargs: true }] });
    sum_variadic.returnType = ffi.types.double;
    expect(sum_variadic("double", "double")(2, 1.25, 2.5)).toBe(3.75);
  });
  it("run asynchronously", async () => {
    const { sum_variadic } = ffi.Library(path, { sum_variadic: ["double", ["int"], { varargs: true }] });
    const sum = await new Promise((resolve) =>
      sum_variadic("double").async(1, 2.5, (_error, value) => resolve(value)),
    );
    expect(sum).toBe(2.5);
  });
  it("work where the platform passes extra arguments in its own way", () => {
    const pointer = ffi.DynamicLibrary(path).get("sum_variadic");
    const signature = { label: "sum_variadic", result: ffi.types.double, fixed: [ffi.types.int] };
    const plan = planVariadicCall(pointer, signature, [ffi.types.double, ffi.types.double]);
    expect(makeGeneral(plan)(2, 1.5, 2)).toBe(3.5);
    expect(thrownBy(() => plan.native.async()).code).toBe("ERR_FFI_UNSUPPORTED");
  });
});

describe("DynamicLibrary", () => {
  it("finds functions and variables", () => {
    const library = ffi.DynamicLibrary(path, ffi.RTLD_NOW | ffi.RTLD_GLOBAL);
    expect(library).toBeInstanceOf(ffi.DynamicLibrary);
    expect(library.path()).toBe(path);
    const echo = ffi.ForeignFunction(library.get("echo_int"), "int", ["int"]);
    expect(echo(5)).toBe(5);
    expect(echo.name).toBe("echo_int");
    const variable = ffi.ref.reinterpret(library.get("shared_number"), 4);
    expect(variable.readInt32LE()).toBe(42);
  });
  it("remembers what was not found, and stays loaded after close()", () => {
    const library = new ffi.DynamicLibrary(path);
    expect(library.error()).toBeNull();
    expect(thrownBy(() => library.get("nowhere")).code).toBe("ERR_FFI_SYMBOL_NOT_FOUND");
    expect(library.error()).toContain("nowhere");
    const echo = ffi.ForeignFunction(library.get("echo_int"), "int", ["int"]);
    expect(library.close()).toBe(0);
    expect(echo(6)).toBe(6);
    expect(thrownBy(() => library.get("echo_int")).code).toBe("ERR_FFI_LIBRARY_CLOSED");
    expect(thrownBy(() => ffi.DynamicLibrary(5 as never)).code).toBe("ERR_FFI_DECLARATION");
  });
  it("a NULL function pointer is an error", () => {
    expect(thrownBy(() => ffi.ForeignFunction(null, "int", [])).code).toBe("ERR_FFI_NULL_POINTER");
  });
});

describe("the names of libffi", () => {
  it("are there, and what cannot work says so", () => {
    expect([ffi.FFI_OK, ffi.FFI_BAD_TYPEDEF, ffi.FFI_BAD_ABI]).toEqual([0, 1, 2]);
    expect(ffi.DynamicLibrary.FLAGS.RTLD_NOW).toBe(ffi.RTLD_NOW);
    expect(ffi.ffiType("int")).toBe(ffi.FFI_TYPES.int32 ?? ffi.ffiType("int32"));
    expect(ffi.ffiType("string")).toBe(ffi.FFI_TYPES.pointer);
    expect(thrownBy(() => ffi.CIF()).code).toBe("ERR_FFI_UNSUPPORTED");
    expect(thrownBy(() => ffi.CIF_var()).code).toBe("ERR_FFI_UNSUPPORTED");
  });
});
