// A verdict's actions as objects of the worker: its list, its groups, the tunnels it needs. It must never leave a
// use counted when it gives up half-way.
import { ACT_DROP, ACT_DROP_SIZE, ACT_KIND } from "../../../bindings/layout.js";
import type { Verdict } from "../../simulation/verdict.js";
import type { ActionTable } from "./actions.js";
import type { GroupTable } from "./groups.js";
import { relocate, tunnelsIn } from "./relocate.js";

export interface Acquired {
  actionId: number;
  /** The list as the worker has it. */
  actions: Uint8Array;
  groupIds: readonly number[];
  /** Worker tunnel ids. */
  tunnels: readonly number[];
}

/** A list to run once; its groups live until `free`. */
export interface Transient {
  actions: Uint8Array;
  free(): void;
}

/** Of a lent verdict the part that counts. */
export const actionsOf = (verdict: Verdict): Uint8Array => verdict.actions.subarray(0, verdict.actionLength);

export function dropAction(reason: number): Uint8Array {
  const bytes = new Uint8Array(ACT_DROP_SIZE);
  const view = new DataView(bytes.buffer);
  view.setUint16(0, ACT_KIND.DROP, true);
  view.setUint16(2, ACT_DROP_SIZE, true);
  view.setUint16(ACT_DROP.reason, reason, true);
  return bytes;
}

export class Program {
  constructor(
    private readonly actions: ActionTable,
    private readonly groups: GroupTable,
    private readonly tunnelId: (snapshotId: number) => number,
    private readonly meterId: (index: number) => number,
  ) {}

  acquire(verdict: Verdict): Acquired | undefined {
    // A drop with copies in front of it is a list like any other.
    if (verdict.result.kind === "drop" && verdict.actionLength === ACT_DROP_SIZE) {
      const actions = dropAction(verdict.result.reason);
      const actionId = this.actions.acquire(actions);
      return actionId === undefined ? undefined : { actionId, actions, groupIds: [], tunnels: [] };
    }
    const groupIds: number[] = [];
    if (!this.makeGroups(verdict, groupIds)) return undefined;
    const actions = this.place(actionsOf(verdict), groupIds);
    const actionId = this.actions.acquire(actions);
    if (actionId === undefined) {
      this.releaseGroups(groupIds);
      return undefined;
    }
    return { actionId, actions, groupIds, tunnels: this.tunnelsOf(verdict) };
  }

  /** For one packet: nothing is installed but its groups, if it has any. */
  transient(verdict: Verdict): Transient | undefined {
    const groupIds: number[] = [];
    if (!this.makeGroups(verdict, groupIds)) return undefined;
    return { actions: this.place(actionsOf(verdict), groupIds), free: () => this.releaseGroups(groupIds) };
  }

  /** The list goes before its groups, a group before those its members name: the worker deletes none in use. */
  release(acquired: Pick<Acquired, "actionId" | "groupIds">): void {
    this.actions.release(acquired.actionId);
    this.releaseGroups(acquired.groupIds);
  }

  /** A member may name a group of a lower index: the first is made first. False leaves none behind. */
  private makeGroups(verdict: Verdict, groupIds: number[]): boolean {
    for (const { members } of verdict.groups) {
      const id = this.groups.acquire(
        members.map((m) => ({ ...m, actions: this.place(m.actions, groupIds) })),
      );
      if (id === undefined) {
        this.releaseGroups(groupIds);
        return false;
      }
      groupIds.push(id);
    }
    return true;
  }

  private releaseGroups(groupIds: readonly number[]): void {
    for (const id of groupIds.toReversed()) this.groups.release(id);
  }

  /** Worker ids of the tunnels it sends into. */
  tunnelsOf(verdict: Verdict): number[] {
    const found = new Set(tunnelsIn(actionsOf(verdict)).map(this.tunnelId));
    for (const group of verdict.groups)
      for (const { actions } of group.members)
        for (const id of tunnelsIn(actions)) found.add(this.tunnelId(id));
    return [...found];
  }

  private place(actions: Uint8Array, groupIds: readonly number[]): Uint8Array {
    return relocate(actions, {
      tunnel: this.tunnelId,
      meter: this.meterId,
      group: (index) => {
        const id = groupIds[index];
        if (id === undefined) throw new RangeError(`a verdict names its group ${index} before it is made`);
        return id;
      },
    });
  }
}
