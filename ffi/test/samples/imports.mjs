// The same objects by default import, by named import and by require.
import { createRequire } from "node:module";
import ffi, { Callback, Library, types } from "ffi-napi-compat";

const required = createRequire(import.meta.url)("ffi-napi-compat");
console.log(ffi.Library === Library, required.Library === Library, required.default.Callback === Callback);
console.log(required.types === types, Library(null, { abs: ["int", ["int"]] }).abs(-1));
