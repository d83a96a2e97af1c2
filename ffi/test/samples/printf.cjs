// A variadic function through Library and through VariadicForeignFunction.
const ffi = require("ffi-napi-compat");

const { sprintf } = ffi.Library(null, { sprintf: ["int", ["pointer", "string"], { varargs: true }] });
const into = Buffer.alloc(64);
console.log(sprintf("int", "double", "string")(into, "%04d|%.3f|%s", 42, Math.E, "end"), into.readCString());

const pointer = ffi.DynamicLibrary().get("sprintf");
const again = ffi.VariadicForeignFunction(pointer, "int", ["pointer", "string"]);
console.log(again("longlong")(into, "%lld", "-9007199254740993"), into.readCString());
