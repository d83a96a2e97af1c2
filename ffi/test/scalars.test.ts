// Every integer and float type there and back, at its limits, and what happens beyond them.
import fc from "fast-check";
import * as ffi from "ffi-napi-compat";
import { describe, expect, it } from "vitest";
import { buildFixture, thrownBy } from "./build-fixture";

const path = buildFixture();

function echo(type: string): (value: unknown) => unknown {
  const name = `echo_${type.replace(/64n$/, "64")}`;
  return ffi.Library(path, { [name]: [type, [type]] })[name] as (value: unknown) => unknown;
}

const small: Array<[string, number, number]> = [
  ["int8", -128, 127],
  ["uint8", 0, 255],
  ["int16", -32768, 32767],
  ["uint16", 0, 65535],
  ["int32", -(2 ** 31), 2 ** 31 - 1],
  ["uint32", 0, 2 ** 32 - 1],
  ["char", -128, 127],
  ["uchar", 0, 255],
  ["short", -32768, 32767],
  ["ushort", 0, 65535],
  ["int", -(2 ** 31), 2 ** 31 - 1],
  ["uint", 0, 2 ** 32 - 1],
];

describe.each(small)("%s", (type, low, high) => {
  const fn = echo(type);
  it("brings back every value of its range", () => {
    for (const value of [low, high, 0, 1]) expect(fn(value)).toBe(value);
    fc.assert(fc.property(fc.integer({ min: low, max: high }), (value) => fn(value) === value));
  });
  it("refuses a value outside its range instead of cutting it", () => {
    for (const value of [low - 1, high + 1, 2 ** 40, 10n ** 30n]) {
      expect(thrownBy(() => fn(value))).toMatchObject({
        code: "ERR_FFI_ARGUMENT_RANGE",
        name: "FfiRangeError",
      });
    }
  });
  it("refuses what is no integer", () => {
    for (const value of [
      undefined,
      null,
      {},
      [],
      Number.NaN,
      Number.POSITIVE_INFINITY,
      Symbol("x"),
      () => 1,
    ]) {
      expect(thrownBy(() => fn(value)).code).toBe("ERR_FFI_ARGUMENT_TYPE");
    }
  });
  it("takes what ref-napi takes: booleans, bigints, fractions cut off", () => {
    expect(fn(true)).toBe(1);
    expect(fn(5n)).toBe(5);
    expect(fn(5.9)).toBe(5);
  });
});

describe("characters", () => {
  it("go as the code of the first one for 8-bit types", () => {
    expect(echo("char")("A")).toBe(65);
    expect(echo("uint8")("z")).toBe(122);
  });
  it("are digits for wider types", () => {
    expect(echo("int")("-12")).toBe(-12);
    expect(thrownBy(() => echo("int")("twelve")).code).toBe("ERR_FFI_ARGUMENT_TYPE");
  });
});

describe.each(["int64", "longlong", "long", "uint64", "ulonglong", "ulong", "size_t"])("%s", (type) => {
  const fn = echo(type);
  const signed = !/^(u|size)/.test(type);
  it("is a number while that is exact and a string beyond, as with ref-napi", () => {
    expect(fn(2 ** 53)).toBe(2 ** 53);
    expect(fn("9007199254740993")).toBe("9007199254740993");
    expect(fn(9007199254740993n)).toBe("9007199254740993");
    expect(fn("0x10")).toBe(16);
    expect(fn("010")).toBe(8);
  });
  it("holds its limits", () => {
    if (signed) expect(fn("-9223372036854775808")).toBe("-9223372036854775808");
    else expect(fn("18446744073709551615")).toBe("18446744073709551615");
    if (!signed) expect(fn(-1)).toBe("18446744073709551615");
  });
  it("refuses more than 64 bits and what is no integer", () => {
    expect(thrownBy(() => fn(2n ** 64n)).code).toBe("ERR_FFI_ARGUMENT_RANGE");
    expect(thrownBy(() => fn("1e3")).code).toBe("ERR_FFI_ARGUMENT_TYPE");
    expect(thrownBy(() => fn(undefined)).code).toBe("ERR_FFI_ARGUMENT_TYPE");
  });
});

describe("the bigint types", () => {
  it("are always bigints", () => {
    const unsigned = echo("uint64n");
    const signed = echo("int64n");
    expect(unsigned(1)).toBe(1n);
    expect(unsigned(2n ** 64n - 1n)).toBe(2n ** 64n - 1n);
    expect(signed(-5)).toBe(-5n);
    fc.assert(
      fc.property(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }), (value) => signed(value) === value),
    );
  });
});

describe("floats and booleans", () => {
  it("double is exact", () => {
    const fn = echo("double");
    fc.assert(fc.property(fc.double(), (value) => Object.is(fn(value), value)));
    expect(fn("2.5")).toBe(2.5);
    expect(thrownBy(() => fn("two")).code).toBe("ERR_FFI_ARGUMENT_TYPE");
    expect(thrownBy(() => fn(undefined)).code).toBe("ERR_FFI_ARGUMENT_TYPE");
  });
  it("float is rounded to 32 bits", () => {
    expect(echo("float")(0.1)).toBe(Math.fround(0.1));
  });
  it("bool is true or false", () => {
    const fn = echo("bool");
    expect([fn(true), fn(false), fn(1), fn(0)]).toEqual([true, false, true, false]);
    expect(thrownBy(() => fn({})).code).toBe("ERR_FFI_ARGUMENT_TYPE");
  });
});

it("ten arguments of ten types keep their places", () => {
  const types = [
    "int8",
    "int16",
    "int32",
    "int64",
    "uint8",
    "uint16",
    "uint32",
    "uint64",
    "float",
    "double",
  ] as const;
  const { many } = ffi.Library(path, { many: ["int64", types] });
  expect(many(-1, -2, -3, -4, 1, 2, 3, 4, 50.5, 60.5)).toBe(110);
});
