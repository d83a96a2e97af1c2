// Work on another thread, with the result to a callback; and symbols by hand.
const ffi = require("ffi-napi-compat");

const library = new ffi.DynamicLibrary(null);
const usleep = ffi.ForeignFunction(library.get("usleep"), "int", ["uint32"]);
const started = Date.now();
let ticked = false;
setTimeout(() => {
  ticked = true;
}, 5);
usleep.async(60000, (error, result) => {
  console.log(error, result, ticked, Date.now() - started >= 55);
});
console.log("not waiting");
