// What a program sees when something is wrong.
const ffi = require("ffi-napi-compat");

const libc = ffi.Library(null, { abs: ["int", ["int"]], close: ["int", ["int"]] });
const attempts = [
  () => ffi.Library("libdoes_not_exist"),
  () => ffi.Library(null, { does_not_exist: ["int", []] }),
  () => libc.abs(),
  () => libc.abs({}),
  () => libc.abs(2 ** 31),
];
for (const attempt of attempts) {
  try {
    attempt();
    console.log("nothing thrown");
  } catch (error) {
    console.log(error instanceof Error, error.code);
  }
}
console.log(libc.close(-1), ffi.errno());
