// The public face of the simulation: what the controller and tools may use.
export { compile } from "./compile.js";
export { describePath } from "./path.js";
export { askNeighbour, keep, Simulator, simulate } from "./simulate.js";
export * from "./snapshot.js";
export { tag } from "./tags.js";
export * from "./verdict.js";
