// One flow as the controller knows it, and what is kept of it after its end. Types only.
import type { Snapshot } from "../../simulation/snapshot.js";
import type { Verdict } from "../../simulation/verdict.js";
import type { ComputedMask } from "./masks.js";

/** Why a flow ended. */
export type FlowEnd = "idle" | "lifetime" | "invalidated" | "evicted" | "refused" | "replaced" | "stopped";

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
  maskId: number;
  /** Its masked key as text, unique under its mask. */
  name: string;
  readonly actionId: number;
  /** Its action list as the worker has it. */
  readonly actions: Uint8Array;
  readonly groupIds: readonly number[];
  /** Worker tunnel ids it encapsulates into. */
  readonly tunnels: readonly number[];
  /** Learned stations its packets come from. */
  readonly stations: readonly string[];
  readonly tags: Int32Array;
  readonly path: Verdict["path"];
  /** What the path's numbers index. */
  readonly snapshot: Snapshot;
  /** Drop reason; undefined when it forwards. */
  readonly drop?: number;
  readonly installedAt: number;
  generation: number;
  /** The worker has said that all before it is in force. */
  confirmed: boolean;
  /** As last sampled. */
  packets: number;
  bytes: number;
}

export interface EndedFlow extends Flow {
  end: FlowEnd;
  endedAt: number;
}
