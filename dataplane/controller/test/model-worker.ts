// The worker's rules for flow objects, as edgelane.h states them, in the plainest form: tables that refuse by throwing.
// It judges what the flow tables send; it must never be lenient.
import { MAX_MASKS } from "../../../bindings/layout.js";
import { bytesKey, covers, masked } from "../flows/bits.js";
import type { FlowAdd, FlowCommands, GroupMember } from "../flows/commands.js";

export class ModelWorker implements FlowCommands {
  readonly masks = new Map<number, Uint8Array>();
  readonly actions = new Map<number, Uint8Array>();
  readonly groups = new Map<number, readonly GroupMember[]>();
  readonly flows = new Map<number, FlowAdd>();
  added = 0;
  removed = 0;
  private seq = 0;

  maskSet(id: number, mask: Uint8Array): void {
    if (id < 0 || id >= MAX_MASKS) throw new Error(`RANGE: mask ${id}`);
    if (mask[0] !== 0xff || mask[1] !== 0xff) throw new Error("RANGE: in_port is not all ones");
    const there = this.masks.get(id);
    if (there !== undefined && bytesKey(there) !== bytesKey(mask)) throw new Error(`EXISTS: mask ${id}`);
    this.masks.set(id, Uint8Array.from(mask));
  }

  maskDel(id: number): void {
    if (!this.masks.has(id)) throw new Error(`UNKNOWN_ID: mask ${id}`);
    if ([...this.flows.values()].some((flow) => flow.maskId === id)) throw new Error(`IN_USE: mask ${id}`);
    this.masks.delete(id);
  }

  actionSet(id: number, actions: Uint8Array): void {
    this.actions.set(id, Uint8Array.from(actions));
  }

  actionDel(id: number): void {
    if (!this.actions.delete(id)) throw new Error(`UNKNOWN_ID: action ${id}`);
    const named = [...this.groups.values()].some((members) => members.some((member) => member.actionId === id));
    if (named || [...this.flows.values()].some((flow) => flow.actionId === id)) throw new Error(`IN_USE: action ${id}`);
  }

  groupSet(id: number, members: readonly GroupMember[]): void {
    for (const member of members)
      if (!this.actions.has(member.actionId)) throw new Error(`UNKNOWN_ID: action ${member.actionId}`);
    this.groups.set(id, members);
  }

  groupDel(id: number): void {
    if (!this.groups.delete(id)) throw new Error(`UNKNOWN_ID: group ${id}`);
  }

  flowAdd(flow: FlowAdd): number {
    const mask = this.masks.get(flow.maskId);
    if (mask === undefined) throw new Error(`UNKNOWN_ID: mask ${flow.maskId}`);
    if (!this.actions.has(flow.actionId)) throw new Error(`UNKNOWN_ID: action ${flow.actionId}`);
    if (!covers(mask, flow.key)) throw new Error("RANGE: key bits outside the mask");
    if (this.flows.has(flow.flowId)) throw new Error(`EXISTS: flow ${flow.flowId}`);
    for (const other of this.flows.values())
      if (other.maskId === flow.maskId && bytesKey(other.key) === bytesKey(flow.key)) throw new Error("EXISTS: key");
    this.flows.set(flow.flowId, { ...flow, key: Uint8Array.from(flow.key) });
    this.added++;
    return ++this.seq;
  }

  flowDel(id: number): void {
    if (!this.flows.delete(id)) throw new Error(`UNKNOWN_ID: flow ${id}`);
    this.removed++;
  }

  /** Flows a packet with this key hits. */
  lookup(key: Uint8Array): FlowAdd[] {
    return [...this.flows.values()].filter(
      (flow) => bytesKey(masked(key, this.masks.get(flow.maskId)!)) === bytesKey(flow.key),
    );
  }
}
