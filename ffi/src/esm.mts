// The package as ES modules see it: the very objects of the CommonJS build, under named and default imports.
// Never loads a second copy: two copies would not know each other's types and errors.
import commonjs from "./index.js";

export * from "./index.js";
export default commonjs.default;
