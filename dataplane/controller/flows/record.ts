// One flow as the controller shows it: made when somebody looks, from the row of the book and the verdict it shares.
// Types only.
import type { Snapshot } from "../../simulation/snapshot.js";
import type { Verdict } from "../../simulation/verdict.js";
import type { Cause } from "./cause.js";
import type { ComputedMask } from "./masks.js";

/** Why a flow ended. */
export const FLOW_ENDS = [
  "idle",
  "lifetime",
  "invalidated",
  "evicted",
  "refused",
  "replaced",
  "stopped",
] as const;
export type FlowEnd = (typeof FLOW_ENDS)[number];

export interface Flow {
  /** Names the flow for good: never used again while the node runs; the worker's cookie. */
  readonly serial: number;
  /** The worker's flow id; used again later. */
  readonly slot: number;
  /** The packet that made it, all 128 bytes. */
  readonly key: Uint8Array;
  /** What the simulation read. */
  readonly computed: ComputedMask;
  /** The canonical mask it is installed under. */
  readonly maskId: number;
  readonly actionId: number;
  /** Its action list as it was installed. */
  readonly actions: Uint8Array;
  readonly groupIds: readonly number[];
  /** Worker tunnel ids it encapsulates into. */
  readonly tunnels: readonly number[];
  /** Learned stations its packets come from. */
  readonly stations: readonly string[];
  readonly tags: Verdict["tags"];
  readonly path: Verdict["path"];
  /** What the path's numbers index. */
  readonly snapshot: Snapshot;
  /** The path is of the time when it was made: what it passes now decides the same. */
  readonly outlived: boolean;
  /** Drop reason; undefined when it forwards. */
  readonly drop: number | undefined;
  /** As the simulation wrote them: tunnels and groups by its numbers. */
  readonly written: Int32Array;
  readonly groups: Verdict["groups"];
  readonly installedAt: number;
  readonly generation: number;
  /** The worker has said that all before it is in force. */
  readonly confirmed: boolean;
  /** As last sampled. */
  readonly packets: number;
  readonly bytes: number;
}

export interface EndedFlow extends Flow {
  readonly end: FlowEnd;
  readonly endedAt: number;
  /** Of one that was invalidated. */
  readonly cause: Cause | undefined;
}
