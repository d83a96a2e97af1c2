// The public face of the controller.
export { type DropRow, NodeClient } from "./api/client.js";
export { FILTER_FIELDS } from "./capture/filter.js";
export type { CaptureOptions } from "./capture/session.js";
export { type Clock, RealClock, type Timer, VirtualClock } from "./clock.js";
export type { ApplySummary } from "./core.js";
export { pciDevices, refuseMissingDevices } from "./devices.js";
export type { Deed } from "./explain/deeds.js";
export type { Answer, DropWhy } from "./explain/explainer.js";
export { macsOf } from "./explain/guess.js";
export { QUERY_FIELDS } from "./explain/query.js";
export { dropNamed, dropSaid } from "./explain/remedies.js";
export type { Why, WhyStep } from "./explain/why.js";
export { launch, type SpawnWorker, type WorkerProcess } from "./launch.js";
export { type Log, type LogLevel, makeLog } from "./log.js";
export { EdgeNode, type NodeOptions, type NodeStatus } from "./node.js";
export { surroundings } from "./offloads/device.js";
export { type PlannedPort, plannedOffloads } from "./offloads/plan.js";
export type { OffloadRow } from "./offloads/rows.js";
export type { Applied, Plan } from "./planning/planner.js";
export type { FlowGroup } from "./planning/simulated.js";
export type { Warning } from "./planning/warnings.js";
export type { MeterView } from "./qos/views.js";
export { RECORDING_NAME, readRecording } from "./recording/file.js";
export { type Difference, type Rerun, rerun } from "./recording/rerun.js";
export type { PacketWords, RuleRecord } from "./rule-log.js";
export { nodeFiles, runDirectory } from "./run-dir.js";
export { type DropSample, drops } from "./stats/drops.js";
export { type Finding, findings } from "./stats/findings.js";
export { type FlowSample, flowRates } from "./stats/flows.js";
export { type Ledger, ledger, ledgerOf } from "./stats/ledger.js";
export { queues } from "./stats/queues.js";
export { type QueueRate, rates } from "./stats/rates.js";
export { readSample } from "./stats/read.js";
export { dropsOf, type LcoreSample, type PortSample, type QueueSample, type Sample } from "./stats/sample.js";
export { type PortSkew, type QueueLoad, skew, skewOf } from "./stats/skew.js";
export { Streams } from "./stats/streams.js";
export { SORTS, type Sort, type Top, type TopFlow, topBetween } from "./stats/top.js";
export type { FlowView, GroupView, NeighbourView, StationView, TunnelView, VerdictView } from "./views.js";
export { checkWire, type WireOutcome } from "./wire/check.js";
export { type Proofs, proofFile, readProofs } from "./wire/proofs.js";
export {
  faultRows,
  leftToCards,
  type WireFinding,
  type WireReport,
  wireFindings,
  wireRows,
} from "./wire/report.js";
