// When is a packet done with? For a replay: all that came in has its fate, or waits for an answer that only another
// packet, or time, can bring. It must never say so while the worker or the controller still holds an answer.
import type { Worker } from "../../bindings/index.js";
import type { Core } from "./core.js";

export class Settler {
  constructor(
    private readonly core: Core,
    private readonly link: Worker,
  ) {}

  /** `received`: packets that all rx queues together have received by then. */
  async settle(received: number): Promise<void> {
    for (;;) {
      const { rx, upcalls } = this.totals();
      if (rx >= received && upcalls === this.core.taken) {
        await this.core.syncs.all();
        const after = this.totals();
        // What the answers set loose may have missed again.
        if (after.upcalls === this.core.taken && this.core.outbox.waiting === 0) return;
      } else {
        this.core.work();
        await new Promise((resolve) => setImmediate(resolve));
      }
    }
  }

  private totals(): { rx: number; upcalls: number } {
    let rx = 0;
    let upcalls = 0;
    for (const { queues } of this.link.counters.sample().lcores)
      for (const queue of queues) {
        rx += queue.rx;
        upcalls += queue.upcalls;
      }
    return { rx, upcalls };
  }
}
