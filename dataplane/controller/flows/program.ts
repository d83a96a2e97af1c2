// A verdict's actions as objects of the worker: its list, its groups, the tunnels it needs. It must never leave a
// use counted when it gives up half-way.
import { ACT_DROP, ACT_DROP_SIZE, ACT_KIND } from "../../../bindings/layout.js";
import type { Verdict } from "../../simulation/verdict.js";
import type { ActionTable } from "./actions.js";
import type { GroupTable } from "./groups.js";
import { relocate, tunnelsIn } from "./relocate.js";

export interface Acquired {
  actionId: number;
  groupIds: readonly number[];
  /** Worker tunnel ids. */
  tunnels: readonly number[];
}

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
  ) {}

  acquire(verdict: Verdict): Acquired | undefined {
    if (verdict.result.kind === "drop") {
      const actionId = this.actions.acquire(dropAction(verdict.result.reason));
      return actionId === undefined ? undefined : { actionId, groupIds: [], tunnels: [] };
    }
    const groupIds: number[] = [];
    const tunnels = new Set(tunnelsIn(verdict.actions).map(this.tunnelId));
    // A member may name a group of a higher index: the last is made first.
    for (let index = verdict.groups.length - 1; index >= 0; index--) {
      const members = verdict.groups[index]!.members;
      for (const { actions } of members) for (const id of tunnelsIn(actions)) tunnels.add(this.tunnelId(id));
      const id = this.groups.acquire(members.map((m) => ({ ...m, actions: this.place(m.actions, groupIds) })));
      if (id === undefined) return this.giveUp(groupIds);
      groupIds[index] = id;
    }
    const actionId = this.actions.acquire(this.place(verdict.actions, groupIds));
    if (actionId === undefined) return this.giveUp(groupIds);
    return { actionId, groupIds, tunnels: [...tunnels] };
  }

  /** The list goes before its groups, a group before those its members name: the worker deletes none in use. */
  release(acquired: Acquired): void {
    this.actions.release(acquired.actionId);
    for (const id of acquired.groupIds) this.groups.release(id);
  }

  private giveUp(groupIds: readonly number[]): undefined {
    for (const id of groupIds) if (id !== undefined) this.groups.release(id);
    return undefined;
  }

  private place(actions: Uint8Array, groupIds: readonly number[]): Uint8Array {
    return relocate(actions, {
      tunnel: this.tunnelId,
      group: (index) => {
        const id = groupIds[index];
        if (id === undefined) throw new RangeError(`a verdict names its group ${index} before it is made`);
        return id;
      },
    });
  }
}
