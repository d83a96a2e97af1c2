// Structs and arrays by value and by pointer, made with ref-napi and made with this package's own ref.
import * as ffi from "ffi-napi-compat";
import { describe, expect, it } from "vitest";
import { buildFixture, thrownBy } from "./build-fixture";
import { type Instance, loadRefNapi, makeArray, makeStruct } from "./ref-family";

const path = buildFixture();

describe.each([
  ["ref-napi", loadRefNapi()],
  ["the package's own ref", ffi.ref],
] as const)("with %s", (_name, ref) => {
  const Struct = makeStruct(ref);
  const ArrayOf = makeArray(ref);
  const Small = Struct({ tag: "int8", number: "int32" });
  const Point = Struct({ x: "double", y: "double" });
  const Packed = Struct({ kind: "uint8", number: "uint32" }, { packed: true });
  const PackedLarge = Struct({ kind: "uint8", low: "uint64", high: "uint64" }, { packed: true });
  const Mixed = Struct({
    kind: ref.types.uint8,
    weight: "float",
    label: "string",
    codes: ArrayOf("int16", 3),
    inner: Small,
    big: "uint64",
  });
  const Ints = ArrayOf(ref.types.int);
  const lib = ffi.Library(path, {
    small_flip: [Small, [Small]],
    point_add: [Point, [Point, Point]],
    point_scale: ["void", [ref.refType(Point), "double"]],
    packed_next: [PackedLarge, [PackedLarge]],
    packed_number: ["uint32", [ref.refType(Packed)]],
    mixed_bump: [Mixed, [Mixed]],
    mixed_label_length: ["size_t", [Mixed]],
    sum_ints: ["int64", [Ints, "size_t"]],
    make_ints: [Ints, ["int"]],
    free_ints: ["void", ["pointer"]],
    map_point: ["double", [ffi.Function("double", [Point]), "double", "double"]],
  });

  it("small structs go by value both ways", () => {
    const back = lib.small_flip(new Small({ tag: 5, number: 41 }));
    expect(back).toBeInstanceOf(Small);
    expect([back.tag, back.number]).toEqual([-5, 42]);
    const sum = lib.point_add(new Point({ x: 1, y: 2 }), new Point({ x: 0.5, y: 0.25 }));
    expect([sum.x, sum.y]).toEqual([1.5, 2.25]);
  });
  it("a plain object stands for a struct", () => {
    expect(lib.small_flip({ tag: 1, number: 1 }).number).toBe(2);
  });
  it("packed structs go by pointer, and by value unless they are small and unaligned", () => {
    const back = lib.packed_next(new PackedLarge({ kind: 1, low: 5, high: 5 }));
    expect([back.kind, back.low, back.high]).toEqual([1, 6, 4]);
    expect(lib.packed_number(new Packed({ kind: 1, number: 4294967295 }))).toBe(4294967295);
    const error = thrownBy(() => ffi.Library(path, { packed_number: ["void", [Packed]] }));
    expect(error.code).toBe("ERR_FFI_STRUCT_LAYOUT");
  });
  it("a large struct keeps nested structs, arrays, strings and 64 bits", () => {
    const given = new Mixed({ kind: 1, weight: 1.5, label: "näme", big: "9007199254740993" });
    (given.codes as number[])[0] = 300;
    (given.codes as number[])[1] = -100;
    (given.inner as Instance).number = 9;
    const back = lib.mixed_bump(given);
    expect([back.kind, back.weight, back.label, back.big]).toEqual([2, 3, "näme", "9007199254740994"]);
    expect((back.codes as number[])[2]).toBe(200);
    expect((back.inner as Instance).number).toBe(-9);
    expect(lib.mixed_label_length(given)).toBe(5);
  });
  it("a pointer to a struct takes the instance and its Buffer", () => {
    const point = new Point({ x: 2, y: 3 });
    lib.point_scale(point, 10);
    lib.point_scale(point.ref(), 0.5);
    expect([point.x, point.y]).toEqual([10, 15]);
  });
  it("callbacks get structs", () => {
    const product = lib.map_point((point: Instance) => Number(point.x) * Number(point.y), 6, 7);
    expect(product).toBe(42);
  });
  it("arrays are given as instances, JavaScript arrays and Buffers, and come back as instances", () => {
    expect(lib.sum_ints(new Ints([1, 2, 3]), 3)).toBe(6);
    expect(lib.sum_ints([4, 5], 2)).toBe(9);
    expect(lib.sum_ints(Buffer.from(Int32Array.of(7).buffer), 1)).toBe(7);
    const made = lib.make_ints(4);
    // A pointer from C has no length; ref-array wants to be told.
    made.length = 4;
    expect([made[0], made[3]]).toEqual([0, 9]);
    lib.free_ints(made.buffer);
  });
  it("refuses what is no struct, and a struct C lays out otherwise", () => {
    expect(thrownBy(() => lib.small_flip(5)).code).toBe("ERR_FFI_ARGUMENT_TYPE");
    const Union = Object.assign(() => undefined, {
      fields: { a: { type: ref.types.int, offset: 0 }, b: { type: ref.types.double, offset: 0 } },
      size: 8,
      alignment: 8,
      indirection: 1,
    }) as unknown as ffi.Type;
    const error = thrownBy(() => ffi.Library(path, { small_flip: ["void", [Union]] }));
    expect(error.code).toBe("ERR_FFI_STRUCT_LAYOUT");
  });
});

describe("ref-napi's pointers", () => {
  const ref = loadRefNapi();
  const { counter_address, echo_pointer, counter_out, store_int32, greeting } = ffi.Library(path, {
    counter_address: [ref.refType("int"), []],
    echo_pointer: ["pointer", ["pointer"]],
    counter_out: ["void", [ref.refType(ref.refType("int"))]],
    store_int32: ["void", ["int *", "int"]],
    greeting: [ref.types.CString as ffi.Type<string>, [ref.types.int as ffi.Type<number>]],
  });

  it("are taken and given", () => {
    const int = ref.alloc("int", 3);
    store_int32(int, 11);
    expect(ref.deref(int)).toBe(11);
    expect(ref.address(echo_pointer(int))).toBe(ref.address(int));
    expect(ref.deref(counter_address() as Buffer)).toBe(7);
    const out = ref.alloc(ref.refType("int"));
    counter_out(out);
    expect(ref.deref(ref.deref(out) as Buffer)).toBe(7);
    expect(ref.isNull(echo_pointer(ref.NULL))).toBe(true);
    expect(greeting(1)).toBe("grüß dich");
  });
  it("can be reinterpreted by ref-napi beyond what we knew of them", () => {
    const text = Buffer.from("a longer text\0");
    const back = echo_pointer(text);
    expect(back.length).toBe(0);
    expect(ref.reinterpret(back, 8).toString()).toBe("a longer");
    expect(ref.readCString(back, 0)).toBe("a longer text");
  });
  it("types registered with ref-napi are known by name", () => {
    ref.types.celsius = Object.create(ref.types.double ?? null) as ffi.Type;
    const { echo_double } = ffi.Library(path, { echo_double: ["celsius", ["celsius"]] });
    expect(echo_double(36.6)).toBe(36.6);
  });
});

describe("types of one's own", () => {
  const colours = ["red", "green", "blue"];
  const Colour: ffi.Type<string> = {
    size: 4,
    alignment: 4,
    indirection: 1,
    name: "colour",
    get: (buffer, offset) => colours[buffer.readUInt32LE(offset)] ?? "?",
    set: (buffer, offset, value) => {
      const index = colours.indexOf(value);
      if (index < 0) throw new Error(`no such colour: ${value}`);
      buffer.writeUInt32LE(index, offset);
    },
  };
  it("are read and written by their own get and set", () => {
    const { echo_uint32 } = ffi.Library(path, { echo_uint32: [Colour, [Colour]] });
    expect(echo_uint32("blue")).toBe("blue");
    const error = thrownBy(() => echo_uint32("pink"));
    expect(error.code).toBe("ERR_FFI_ARGUMENT_TYPE");
    expect((error.cause as Error).message).toBe("no such colour: pink");
  });
  it("derived from a built-in type keep its C type", () => {
    const Tenths = Object.create(ffi.types.double) as ffi.Type<number>;
    Tenths.get = (buffer, offset) => buffer.readDoubleLE(offset) * 10;
    Tenths.set = (buffer, offset, value) => void buffer.writeDoubleLE(value / 10, offset);
    const { echo_double } = ffi.Library(path, { echo_double: ["double", [Tenths]] });
    expect(echo_double(5)).toBe(0.5);
  });
  it("may say with ffi_type as what they travel", () => {
    const AsDouble: ffi.Type<number> = {
      size: 8,
      indirection: 1,
      ffi_type: ffi.FFI_TYPES.double as Buffer,
      get: (buffer, offset) => buffer.readDoubleLE(offset),
      set: (buffer, offset, value) => void buffer.writeDoubleLE(value, offset),
    };
    const { echo_double } = ffi.Library(path, { echo_double: [AsDouble, [AsDouble]] });
    expect(echo_double(1.25)).toBe(1.25);
  });
  it("without a C counterpart are refused", () => {
    const Odd: ffi.Type = { size: 3, indirection: 1, get: () => 0, set: () => undefined };
    const error = thrownBy(() => ffi.Library(path, { echo_int: [Odd, []] }));
    expect(error.code).toBe("ERR_FFI_UNSUPPORTED_TYPE");
    expect(thrownBy(() => ffi.Library(path, { echo_int: ["int", ["void"]] })).code).toBe(
      "ERR_FFI_UNSUPPORTED_TYPE",
    );
  });
});
