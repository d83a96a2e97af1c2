// The worker's number for a kind of tunnel. Nothing else.
import { TUNNEL_TYPE } from "../../../bindings/layout.js";
import type { TunnelKind } from "../../simulation/snapshot.js";

const TYPES = { vxlan: TUNNEL_TYPE.VXLAN, gre: TUNNEL_TYPE.GRE, nvgre: TUNNEL_TYPE.NVGRE } as const;

/** TUNNEL_TYPE of a kind. */
export function workerType(kind: TunnelKind): number {
  return TYPES[kind];
}
