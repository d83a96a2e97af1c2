// The package as CommonJS sees it, and the default import: the same names, once as a whole.
// Adds nothing of its own.
import * as api from "./api.js";

export * from "./api.js";
export default api;
