// The public face of the topology folder.
export { type Change, diffTopology } from "./diff.js";
export { inFile } from "./document.js";
export { ElError, type ElErrorDetails, type Finding } from "./error.js";
export { derivedMac, MAX_KEY, portKey, portKeys } from "./keys.js";
export type * from "./model.js";
export { loadTopology, parseTopology } from "./parse.js";
export { nearest } from "./report.js";
export { revisionOf } from "./revision.js";
export { FileStore, type Stored, type TopologyStore } from "./store.js";
export {
  decodeRecording,
  decodeState,
  decodeTopology,
  decodeUpcall,
  encodeRecording,
  encodeState,
  encodeTopology,
  encodeUpcall,
  type Recording,
  type State,
  type Upcall,
} from "./wire.js";
