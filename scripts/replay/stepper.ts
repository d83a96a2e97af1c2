// One packet after another through a node whose ports are gated: each is fully handled before the next. It must never
// let time pass by itself: the clock is the caller's.
import type { EdgeNode, VirtualClock } from "../../dataplane/controller/index.js";

/** Answers what the node asks for now; true when it did. */
export type Answering = (node: EdgeNode) => boolean;

export class Stepper {
  private received = 0;

  constructor(
    private readonly node: EdgeNode,
    private readonly clock: VirtualClock,
    private readonly answer: Answering,
    private readonly signal?: AbortSignal,
  ) {}

  /** Lets ports receive so many packets more. */
  credit(port: string, count: number): void {
    this.node.credit(port, count);
    this.received += count;
  }

  /** The clock goes on to `when`. */
  advance(when: number): void {
    this.clock.advanceTo(when);
    this.node.core.work();
  }

  /** Until each packet has its fate, or waits for an answer that nobody gives. */
  async settle(): Promise<void> {
    this.signal?.throwIfAborted();
    do await this.node.settle(this.received);
    while (this.answer(this.node));
    await this.node.settle(this.received);
  }

  /** Lets time pass until nobody waits any more, `limit` at the latest. */
  async wind(limit: number): Promise<void> {
    while (this.node.core.waiting.size > 0) {
      const next = this.clock.nextDeadline;
      if (next === undefined || next > limit) break;
      this.advance(next);
      await this.settle();
    }
  }

  /** Packets that left by these ports since the start. */
  sent(ports: readonly string[]): number[] {
    const { ports: samples } = this.node.sample();
    return ports.map((name) => samples.find((port) => port.name === name)?.txPackets ?? 0);
  }
}
