// Action lists in the worker, counted by who names them. Equal lists are one object once there are many; while there
// are few, each asker has its own, which can then be changed under all its flows by one command. It must never delete
// one in use.
import type { FlowCommands } from "../commands.js";
import { equal, hashBytes } from "./hash.js";
import { Ids } from "./ids.js";

/** Up to so many lists nothing is shared: the worker's caches hold them all. */
const FEW = 1024;

interface List {
  id: number;
  hash: number;
  bytes: Uint8Array;
  uses: number;
  /** Found again by its bytes. */
  shared: boolean;
  /** Of equal hash. */
  next: List | undefined;
}

export class ActionTable {
  private readonly byHash = new Map<number, List>();
  private readonly byId: (List | undefined)[] = [];
  private readonly ids: Ids;

  constructor(
    private readonly commands: FlowCommands,
    private readonly limit: number,
  ) {
    this.ids = new Ids(limit);
  }

  get size(): number {
    return this.ids.used;
  }

  /** The id of this list, one more use counted; undefined when the worker has no room for another. */
  acquire(bytes: Uint8Array): number | undefined {
    const hash = hashBytes(0, bytes);
    let list = this.find(hash, bytes);
    if (list === undefined || this.ids.used < Math.min(FEW, this.limit >> 1))
      list = this.make(hash, bytes) ?? list;
    if (list === undefined) return undefined;
    list.uses++;
    return list.id;
  }

  release(id: number): void {
    const list = this.byId[id];
    if (list === undefined || --list.uses > 0) return;
    this.unshare(list);
    this.byId[id] = undefined;
    this.ids.give(id);
    this.commands.actionDel(id);
  }

  /** True when nobody but one asker names it. */
  exclusive(id: number): boolean {
    return this.byId[id]?.uses === 1;
  }

  /** Changes the list under all that name it; nobody is given it from then on. */
  replace(id: number, bytes: Uint8Array): void {
    const list = this.byId[id]!;
    this.unshare(list);
    list.bytes = bytes;
    this.commands.actionSet(id, bytes);
  }

  bytes(id: number): Uint8Array | undefined {
    return this.byId[id]?.bytes;
  }

  private find(hash: number, bytes: Uint8Array): List | undefined {
    let list = this.byHash.get(hash);
    while (list !== undefined && !equal(list.bytes, bytes)) list = list.next;
    return list;
  }

  private make(hash: number, bytes: Uint8Array): List | undefined {
    const id = this.ids.take();
    if (id === undefined) return undefined;
    const list: List = { id, hash, bytes, uses: 0, shared: true, next: this.byHash.get(hash) };
    this.byHash.set(hash, list);
    this.byId[id] = list;
    this.commands.actionSet(id, bytes);
    return list;
  }

  private unshare(list: List): void {
    if (!list.shared) return;
    list.shared = false;
    const first = this.byHash.get(list.hash)!;
    if (first === list) {
      if (list.next === undefined) this.byHash.delete(list.hash);
      else this.byHash.set(list.hash, list.next);
      return;
    }
    let before = first;
    while (before.next !== list) before = before.next!;
    before.next = list.next;
  }
}
