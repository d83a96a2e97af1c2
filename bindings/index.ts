// The public face of the contract in TypeScript. Internals (ring, record codec, library) stay behind it.
export { type Action, ActionWriter, encodeActions } from "./actions.js";
export { decodeActions, formatActions, type Names } from "./actions-print.js";
export { formatAddress, formatMac, isMappedIpv4, parseAddress, parseMac } from "./address.js";
export { type Captured, Captures } from "./captures.js";
export { Commands, type GroupMember, type NexthopSet, type TunnelSet } from "./commands.js";
export {
  type CounterSample,
  Counters,
  imbalance,
  type LcoreSample,
  type OffloadSample,
  type PortSample,
  type QueueSample,
} from "./counters.js";
export { WorkerError } from "./error.js";
export {
  type ErrorEvent,
  type Event,
  Events,
  type FlowEvent,
  type FlowEvents,
  type FlowStats,
  type PortEvent,
} from "./events.js";
export { hashFlow } from "./hash.js";
export {
  decodeField,
  decodeKey,
  encodeField,
  encodeKey,
  fieldMask,
  formatKey,
  formatMask,
  formatValue,
  type KeyMember,
  type KeyObject,
} from "./key.js";
export * from "./layout.js";
export { nowNs } from "./library.js";
export type { Welcome } from "./link.js";
export { type Endpoint, type ParsedPacket, parsePacket } from "./parse.js";
export {
  cardDevice,
  cardNames,
  type Device,
  type PlanRefusal,
  type PlanResult,
  type PlanRule,
  type PortPlan,
  planPort,
} from "./plan.js";
export { packageRoot } from "./root.js";
export { encodeStart, type PortWishes, type StartConfig, type StartLcore, type StartPort } from "./start.js";
export { Upcall, Upcalls } from "./upcalls.js";
export { type ConnectOptions, Observer, Worker } from "./worker-link.js";
