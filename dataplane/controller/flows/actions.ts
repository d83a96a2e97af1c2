// Action lists in the worker: equal lists are one object, counted by who names them. It must never delete one in use.
import type { FlowCommands } from "../commands.js";
import { bytesKey } from "./bits.js";
import { Ids } from "./ids.js";

interface List {
  id: number;
  name: string;
  bytes: Uint8Array;
  uses: number;
}

export class ActionTable {
  private readonly byName = new Map<string, List>();
  private readonly byId = new Map<number, List>();
  private readonly ids: Ids;

  constructor(
    private readonly commands: FlowCommands,
    limit: number,
  ) {
    this.ids = new Ids(limit);
  }

  get size(): number {
    return this.byId.size;
  }

  /** The id of this list, one more use counted; undefined when the worker has no room for another. */
  acquire(bytes: Uint8Array): number | undefined {
    const name = bytesKey(bytes);
    let list = this.byName.get(name);
    if (list === undefined) {
      const id = this.ids.take();
      if (id === undefined) return undefined;
      list = { id, name, bytes, uses: 0 };
      this.byName.set(name, list);
      this.byId.set(id, list);
      this.commands.actionSet(id, bytes);
    }
    list.uses++;
    return list.id;
  }

  release(id: number): void {
    const list = this.byId.get(id);
    if (list === undefined || --list.uses > 0) return;
    this.byName.delete(list.name);
    this.byId.delete(id);
    this.ids.give(id);
    this.commands.actionDel(id);
  }

  bytes(id: number): Uint8Array | undefined {
    return this.byId.get(id)?.bytes;
  }
}
