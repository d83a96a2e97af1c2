// A library by its short name and functions of the process itself.
const ffi = require("ffi-napi-compat");

const maths = ffi.Library("libm", {
  hypot: ["double", ["double", "double"]],
  lround: ["long", ["double"]],
});
const self = new ffi.Library(null, {
  strtoul: ["ulong", ["string", "pointer", "int"]],
  toupper: ["int", ["int"]],
  getpid: ["int", []],
});

console.log(maths.hypot(3, 4), maths.lround(2.6));
console.log(self.strtoul("ffffffffffffffff", null, 16), String.fromCharCode(self.toupper(97)));
console.log(self.getpid() === process.pid, ffi.LIB_EXT, ffi.Library.EXT);
