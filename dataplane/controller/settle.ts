// When is a packet done with? For a replay: all that came in has its fate, or waits for an answer that only another
// packet, or time, can bring. It must never say so while the worker or the controller still holds an answer.
import type { Worker } from "../../bindings/index.js";
import type { Core } from "./core.js";

/** Looks in a row before the CPU is left to the worker for a while. */
const LOOKS = 100;
const REST_MS = 1;

export class Settler {
  constructor(
    private readonly core: Core,
    private readonly link: Worker,
  ) {}

  /** `received`: packets that all rx queues together have received by then. */
  async settle(received: number): Promise<void> {
    for (let looks = 0; ; looks++) {
      const { rx, upcalls } = this.link.counters.progress();
      if (rx < received || upcalls !== this.core.taken) {
        this.core.work();
        await this.turn(looks);
        continue;
      }
      await this.core.syncs.all();
      // What the answers set loose may have missed again.
      if (this.link.counters.progress().upcalls === this.core.taken && this.core.outbox.waiting === 0) return;
    }
  }

  private turn(looks: number): Promise<void> {
    return new Promise((resolve) => {
      if (looks % LOOKS < LOOKS - 1) setImmediate(resolve);
      else setTimeout(resolve, REST_MS);
    });
  }
}
