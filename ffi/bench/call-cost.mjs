// What a call costs beside the same call made with koffi directly: node ffi/bench/call-cost.mjs
// Takes the best of several rounds in turn, so that a busy machine slows both sides alike.
import { Library } from "ffi-napi-compat";
import koffi from "koffi";

const CALLS = 300_000;
const ROUNDS = 15;

const libc = koffi.load(null);
const bytes = Buffer.from("text\0");
const array = new Uint8Array(64);
const address = koffi.address(bytes);

/** Each case: koffi's function, this package's function, and one loop for each so that neither sees the other. */
const cases = [
  [
    "int (int)",
    libc.func("abs", "int", ["int"]),
    Library(null, { abs: ["int", ["int"]] }).abs,
    (fn) => (count) => {
      for (let i = 0; i < count; i++) fn(-i);
    },
  ],
  [
    "double (double, double)",
    libc.func("fmax", "double", ["double", "double"]),
    Library(null, { fmax: ["double", ["double", "double"]] }).fmax,
    (fn) => (count) => {
      for (let i = 0; i < count; i++) fn(i, 0.5);
    },
  ],
  [
    "size_t (Buffer, size_t)",
    libc.func("strnlen", "size_t", ["void *", "size_t"]),
    Library(null, { strnlen: ["size_t", ["pointer", "size_t"]] }).strnlen,
    (fn) => (count) => {
      for (let i = 0; i < count; i++) fn(bytes, 5);
    },
  ],
  [
    "int (Uint8Array, Buffer, size_t)",
    libc.func("memcmp", "int", ["void *", "void *", "size_t"]),
    Library(null, { memcmp: ["int", ["pointer", "pointer", "size_t"]] }).memcmp,
    (fn) => (count) => {
      for (let i = 0; i < count; i++) fn(array, bytes, 1);
    },
  ],
  [
    "size_t (address, size_t)",
    libc.func("strnlen", "size_t", ["void *", "size_t"]),
    Library(null, { strnlen: ["size_t", ["address", "size_t"]] }).strnlen,
    (fn) => (count) => {
      for (let i = 0; i < count; i++) fn(address, 5);
    },
  ],
  [
    "int (string)",
    libc.func("atoi", "int", ["str"]),
    Library(null, { atoi: ["int", ["string"]] }).atoi,
    (fn) => (count) => {
      for (let i = 0; i < count; i++) fn("1234");
    },
  ],
];

function nanoseconds(loop) {
  const start = process.hrtime.bigint();
  loop(CALLS);
  return Number(process.hrtime.bigint() - start) / CALLS;
}

for (const [name, theirs, ours, makeLoop] of cases) {
  // A loop function made from its own source is optimised for its own callee only.
  const separate = (fn) =>
    new Function("fn", "bytes", "array", "address", `return (${makeLoop})(fn)`)(fn, bytes, array, address);
  const loops = [separate(theirs), separate(ours)];
  const best = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
  for (let round = 0; round < ROUNDS; round++) {
    for (const side of [0, 1]) best[side] = Math.min(best[side], nanoseconds(loops[side]));
  }
  const [koffiCost, cost] = best;
  console.log(
    `${name.padEnd(34)} koffi ${koffiCost.toFixed(1)} ns  this ${cost.toFixed(1)} ns  ratio ${(cost / koffiCost).toFixed(2)}`,
  );
}
