// The worker's rules for flow objects, as edgelane.h states them, in the plainest form: tables that refuse by throwing.
// It judges what the flow tables send; it must never be lenient.
import { MAX_MASKS } from "../../../bindings/layout.js";
import type { FlowCommands, GroupMember } from "../commands.js";
import { bytesKey, covers, masked } from "../flows/bits.js";

interface FlowAdd {
  actionId: number;
  maskId: number;
  cookie: number;
  key: Uint8Array;
}

export class ModelWorker implements FlowCommands {
  readonly masks = new Map<number, Uint8Array>();
  readonly actions = new Map<number, Uint8Array>();
  readonly groups = new Map<number, readonly GroupMember[]>();
  readonly flows = new Map<number, FlowAdd>();
  added = 0;
  removed = 0;
  private seq = 0;

  maskSet(id: number, mask: Uint8Array): number {
    if (id < 0 || id >= MAX_MASKS) throw new Error(`RANGE: mask ${id}`);
    if (mask[0] !== 0xff || mask[1] !== 0xff) throw new Error("RANGE: in_port is not all ones");
    const there = this.masks.get(id);
    if (there !== undefined && bytesKey(there) !== bytesKey(mask)) throw new Error(`EXISTS: mask ${id}`);
    this.masks.set(id, Uint8Array.from(mask));
    return ++this.seq;
  }

  maskDel(id: number): number {
    if (!this.masks.has(id)) throw new Error(`UNKNOWN_ID: mask ${id}`);
    if ([...this.flows.values()].some((flow) => flow.maskId === id)) throw new Error(`IN_USE: mask ${id}`);
    this.masks.delete(id);
    return ++this.seq;
  }

  actionSet(id: number, actions: Uint8Array): number {
    this.actions.set(id, Uint8Array.from(actions));
    return ++this.seq;
  }

  actionDel(id: number): number {
    if (!this.actions.delete(id)) throw new Error(`UNKNOWN_ID: action ${id}`);
    const named = [...this.groups.values()].some((members) =>
      members.some((member) => member.actionId === id),
    );
    if (named || [...this.flows.values()].some((flow) => flow.actionId === id))
      throw new Error(`IN_USE: action ${id}`);
    return ++this.seq;
  }

  groupSet(id: number, members: readonly GroupMember[]): number {
    for (const member of members)
      if (!this.actions.has(member.actionId)) throw new Error(`UNKNOWN_ID: action ${member.actionId}`);
    this.groups.set(id, members);
    return ++this.seq;
  }

  groupDel(id: number): number {
    if (!this.groups.delete(id)) throw new Error(`UNKNOWN_ID: group ${id}`);
    return ++this.seq;
  }

  flowAddMasked(
    id: number,
    actionId: number,
    maskId: number,
    _generation: number,
    cookie: number,
    words: Uint32Array,
    bits: Uint32Array,
  ): number {
    const key = new Uint8Array(words.map((word, i) => word & bits[i]!).buffer);
    const mask = this.masks.get(maskId);
    if (mask === undefined) throw new Error(`UNKNOWN_ID: mask ${maskId}`);
    if (!this.actions.has(actionId)) throw new Error(`UNKNOWN_ID: action ${actionId}`);
    if (!covers(mask, key)) throw new Error("RANGE: key bits outside the mask");
    if (this.flows.has(id)) throw new Error(`EXISTS: flow ${id}`);
    for (const other of this.flows.values())
      if (other.maskId === maskId && bytesKey(other.key) === bytesKey(key)) throw new Error("EXISTS: key");
    this.flows.set(id, { actionId, maskId, cookie, key: Uint8Array.from(key) });
    this.added++;
    return ++this.seq;
  }

  flowDel(id: number): number {
    if (!this.flows.delete(id)) throw new Error(`UNKNOWN_ID: flow ${id}`);
    this.removed++;
    return ++this.seq;
  }

  /** Flows a packet with this key hits. */
  lookup(key: Uint8Array): FlowAdd[] {
    return [...this.flows.values()].filter(
      (flow) => bytesKey(masked(key, this.masks.get(flow.maskId)!)) === bytesKey(flow.key),
    );
  }
}
