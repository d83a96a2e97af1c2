// JavaScript called by C: sorting, with the callback kept alive to the end of the program.
const ffi = require("ffi-napi-compat");
const ref = require("ref-napi");
const ArrayType = require("ref-array-di")(ref);

const Ints = ArrayType("int");
const compare = ffi.Function("int", ["int *", "int *"]);
const libc = ffi.Library(null, { qsort: ["void", [Ints, "size_t", "size_t", compare]] });

const numbers = new Ints([5, -3, 12, 0]);
libc.qsort(numbers, numbers.length, ref.sizeof.int, (left, right) => left.deref() - right.deref());
console.log(numbers.toArray().join(" "));

const descending = ffi.Callback("int", ["pointer", "pointer"], (left, right) => {
  return ref.get(right.reinterpret(4), 0, "int") - ref.get(left.reinterpret(4), 0, "int");
});
libc.qsort(numbers, numbers.length, ref.sizeof.int, descending);
console.log(numbers.toArray().join(" "));

process.on("exit", () => console.log("kept:", Buffer.isBuffer(descending)));
