// Select groups in the worker: equal groups are one object, counted by who names them. It must never delete one in
// use, nor leave an action list of a deleted group behind.

import type { FlowCommands, GroupMember } from "../commands.js";
import type { ActionTable } from "./actions.js";
import { bytesKey } from "./bits.js";
import { Ids } from "./ids.js";

interface Entry {
  id: number;
  name: string;
  members: GroupMember[];
  uses: number;
}

export interface MemberBytes {
  actions: Uint8Array;
  weight: number;
  token: bigint;
}

export class GroupTable {
  private readonly byName = new Map<string, Entry>();
  private readonly byId = new Map<number, Entry>();
  private readonly ids: Ids;

  constructor(
    private readonly commands: FlowCommands,
    private readonly actions: ActionTable,
    limit: number,
  ) {
    this.ids = new Ids(limit);
  }

  get size(): number {
    return this.byId.size;
  }

  /** The id of the group with these members; undefined when groups or action lists ran out. */
  acquire(members: readonly MemberBytes[]): number | undefined {
    const name = members.map((m) => `${m.token} ${m.weight} ${bytesKey(m.actions)}`).join("\n");
    const there = this.byName.get(name);
    if (there !== undefined) {
      there.uses++;
      return there.id;
    }
    const lists: GroupMember[] = [];
    for (const member of members) {
      const actionId = this.actions.acquire(member.actions);
      if (actionId === undefined) break;
      lists.push({ actionId, weight: member.weight, token: member.token });
    }
    const id = lists.length === members.length ? this.ids.take() : undefined;
    if (id === undefined) {
      for (const list of lists) this.actions.release(list.actionId);
      return undefined;
    }
    const entry: Entry = { id, name, members: lists, uses: 1 };
    this.byName.set(name, entry);
    this.byId.set(id, entry);
    this.commands.groupSet(id, lists);
    return id;
  }

  release(id: number): void {
    const entry = this.byId.get(id);
    if (entry === undefined || --entry.uses > 0) return;
    this.byName.delete(entry.name);
    this.byId.delete(id);
    this.ids.give(id);
    this.commands.groupDel(id);
    for (const member of entry.members) this.actions.release(member.actionId);
  }

  members(id: number): readonly GroupMember[] {
    return this.byId.get(id)?.members ?? [];
  }
}
