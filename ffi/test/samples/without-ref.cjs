// A program that never loads ref-napi itself and still uses its methods on Buffers.
const ffi = require("ffi-napi-compat");

const libc = ffi.Library(null, {
  strdup: ["pointer", ["string"]],
  free: ["void", ["pointer"]],
  getenv: ["string", ["string"]],
});
const copy = libc.strdup("held by C");
console.log(copy.isNull(), copy.readCString(), copy.reinterpret(4).toString());
console.log(libc.free(copy), libc.getenv("NO_SUCH_VARIABLE"));

const place = Buffer.alloc(8);
place.type = ffi.types.int64;
place.writeInt64LE("-9223372036854775808", 0);
console.log(place.deref(), place.readInt64LE(0), place.ref().deref().deref());
console.log(Object.keys(require.cache).some((file) => file.includes("ref-napi")));
