// Memory for C to write to, made with ref-napi: numbers, pointers to pointers, text.
const ffi = require("ffi-napi-compat");
const ref = require("ref-napi");

const charPointer = ref.refType(ref.types.char);
const libc = ffi.Library("libc", {
  frexp: ["double", ["double", "int *"]],
  strtol: ["long", ["pointer", ref.refType(charPointer), "int"]],
  strchr: [charPointer, ["pointer", "char"]],
  memcpy: ["void *", ["void *", "void *", "size_t"]],
});

const exponent = ref.alloc("int");
const fraction = libc.frexp(48, exponent);
console.log(fraction, exponent.deref());

const text = ref.allocCString("1981 was a year");
const end = ref.alloc(charPointer);
console.log(libc.strtol(text, end, 10), JSON.stringify(end.deref().readCString()));

const found = libc.strchr(text, "w");
console.log(found.readCString(0), found.deref() === "w".charCodeAt(0), libc.strchr(text, "z").isNull());

const copy = Buffer.alloc(4);
const same = libc.memcpy(copy, text, 4);
console.log(copy.toString(), same.address() === copy.address());
