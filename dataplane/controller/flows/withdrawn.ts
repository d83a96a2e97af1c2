// Flows that no longer hold, many at a time: their action list becomes one that asks again, by one command, and they
// leave the worker bit by bit after that. It must never let one of them forward once its list was changed.
import { ACT_KIND, ACT_PUNT, ACT_PUNT_SIZE } from "../../../bindings/layout.js";
import type { ActionTable } from "./actions.js";
import { NONE } from "./slots.js";
import type { SharedVerdict } from "./verdicts.js";

/** Fewer flows than this are deleted at once: that costs no more than changing their list. */
const MANY = 64;

/** A list whose packets come up like those of no flow. */
const ASK_AGAIN: Uint8Array = (() => {
  const bytes = new Uint8Array(ACT_PUNT_SIZE);
  const view = new DataView(bytes.buffer);
  view.setUint16(0, ACT_KIND.PUNT, true);
  view.setUint16(2, ACT_PUNT_SIZE, true);
  view.setUint32(ACT_PUNT.arg, 0, true);
  return bytes;
})();

export class Withdrawn {
  /** Flows that the worker still has. */
  flows = 0;
  private readonly waiting: SharedVerdict[] = [];
  private head = 0;

  /** `finish` deletes one of them in the worker and closes its row. */
  constructor(
    private readonly actions: ActionTable,
    private readonly finish: (slot: number) => void,
  ) {}

  /** Is it better to change the list than to delete the flows? */
  worth({ flows, actionId }: SharedVerdict): boolean {
    return flows >= MANY && this.actions.exclusive(actionId);
  }

  take(shared: SharedVerdict, now: number): void {
    shared.stale = true;
    shared.staleAt = now;
    this.actions.replace(shared.actionId, ASK_AGAIN);
    this.flows += shared.flows;
    this.waiting.push(shared);
  }

  /** One of them has left the book. */
  left(): void {
    this.flows--;
  }

  sweep(most: number): void {
    for (let left = most; left > 0 && this.head < this.waiting.length; left--) {
      const { list } = this.waiting[this.head]!;
      if (list.first === NONE) this.head++;
      else this.finish(list.first);
    }
    if (this.head < this.waiting.length) return;
    this.waiting.length = 0;
    this.head = 0;
  }

  all(): void {
    while (this.flows > 0) this.sweep(Number.MAX_SAFE_INTEGER);
  }
}
