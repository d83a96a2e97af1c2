// What the tables ask of the worker. They speak through these, never to a ring. All give the command's sequence number.
import type { GroupMember, MeterSet, NexthopSet, TunnelSet } from "../../bindings/commands.js";

export type { GroupMember, MeterSet, NexthopSet, TunnelSet } from "../../bindings/commands.js";

/** As bindings/commands.ts defines them. */
export interface FlowCommands {
  maskSet(maskId: number, mask: Uint8Array): number;
  maskDel(maskId: number): number;
  actionSet(actionId: number, actions: Uint8Array): number;
  actionDel(actionId: number): number;
  groupSet(groupId: number, members: readonly GroupMember[]): number;
  groupDel(groupId: number): number;
  flowAddMasked(
    flowId: number,
    actionId: number,
    maskId: number,
    generation: number,
    cookie: number,
    key: Uint32Array,
    mask: Uint32Array,
  ): number;
  flowDel(flowId: number): number;
}

export interface UnderlayCommands {
  nexthopSet(nexthopId: number, nexthop: NexthopSet): number;
  nexthopDel(nexthopId: number): number;
  tunnelSet(tunnelId: number, tunnel: TunnelSet): number;
  tunnelDel(tunnelId: number): number;
  endpointSet(endpointId: number, type: number, local: Uint8Array, udpDst: number): number;
  endpointDel(endpointId: number): number;
  inject(port: number, actions: Uint8Array, packet: Uint8Array): number;
}

export interface MeterCommands {
  meterSet(meterId: number, meter: MeterSet): number;
  meterDel(meterId: number): number;
  meterStats(meterId: number): number;
}
