// A packet to decide on, and what it may wait for. One that is kept has its bytes for its own.
import { UPCALL_REASON, type Upcall } from "../../../bindings/index.js";
import { MOST_RETURNS } from "../../../bindings/layout.js";
import type { Exception, Packet } from "../../simulation/verdict.js";

export interface Parked {
  /** The worker's park id in halves; both 0 = not parked. */
  parkLow: number;
  parkHigh: number;
  packet: Packet;
  exception: Exception | undefined;
  /** Its flow was gone each time it was let go: it is not to look for one again. */
  last: boolean;
}

/** What Waiting holds. */
export interface Kept extends Parked {
  parkId: bigint;
}

export const neighbourWait = (port: string, address: string): string => `neighbour ${port} ${address}`;
export const tunnelWait = (tunnel: number): string => `tunnel ${tunnel}`;

export const parkId = ({ parkLow, parkHigh }: Parked): bigint => (BigInt(parkHigh) << 32n) | BigInt(parkLow);

export const isParked = ({ parkLow, parkHigh }: Parked): boolean => (parkLow | parkHigh) !== 0;

/** A copy that outlives the upcall. */
export function keepParked(parked: Parked): Kept {
  const { key, data, length, innerOffset, l3Offset, l4Offset } = parked.packet;
  const packet = { key: key.slice(), data: data.slice(), length, innerOffset, l3Offset, l4Offset };
  return { ...parked, packet, parkId: parkId(parked) };
}

/** Flows move between tables, and make room for others, before the packet that made them is looked up. */
export const isLast = ({ reason, arg }: Upcall): boolean =>
  reason === UPCALL_REASON.MISS && arg >= MOST_RETURNS;

/** `copied`: mirrors copied packets of the flow that asks. A packet whose flow was withdrawn comes by PUNT: it is one without a flow, like any other. */
export function exceptionOf(upcall: Upcall, copied: (flow: number) => boolean): Exception | undefined {
  const { reason } = upcall;
  if (reason === UPCALL_REASON.MISS) return undefined;
  if (reason === UPCALL_REASON.TTL) return { kind: "ttl" };
  if (reason === UPCALL_REASON.TUNNEL_MTU)
    return { kind: "tunnel-mtu", mtu: upcall.arg, copied: copied(upcall.flowId) };
  if (reason === UPCALL_REASON.PATH_MTU) return { kind: "path-mtu", mtu: upcall.arg };
  return undefined;
}
