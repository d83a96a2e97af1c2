// The public face of the simulation: what the controller and tools may use.
export { compile } from "./compile.js";
export { describePath } from "./path.js";
export { conditionText, ruleText } from "./rule-text.js";
export { askNeighbour, keep, Simulator, simulate, type Watched, watch } from "./simulate.js";
export * from "./snapshot.js";
export { tag } from "./tags.js";
export * from "./verdict.js";
