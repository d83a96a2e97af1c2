// Commands against a ring that is often full: none is lost, none overtakes another, and their numbers are right.
import fc from "fast-check";
import { expect, it } from "vitest";
import type { Commands } from "../../../bindings/index.js";
import { Outbox } from "../outbox.js";

/** Room for `slots` commands until the worker takes them. */
class TightRing {
  readonly taken: number[] = [];
  private readonly written: number[] = [];
  private published = 0;
  private sequence = 0;

  constructor(private readonly slots: number) {}

  hasRoom = (): boolean => this.written.length < this.slots;

  flowDel = (flow: number): number => {
    if (!this.hasRoom()) throw new Error("written past the ring's end");
    this.written.push(flow);
    return ++this.sequence;
  };

  publish = (): void => {
    this.published = this.written.length;
  };

  /** The worker's side. */
  work(): void {
    this.taken.push(...this.written.splice(0, this.published));
    this.published = 0;
  }
}

it("keeps every command and their order when the ring is full", async () => {
  const bursts = fc.array(fc.nat({ max: 12 }), { minLength: 1, maxLength: 20 });
  await fc.assert(
    fc.asyncProperty(bursts, fc.integer({ min: 1, max: 8 }), async (sizes, slots) => {
      const ring = new TightRing(slots);
      const outbox = new Outbox(ring as unknown as Commands, (cause) => {
        throw cause;
      });
      let given = 0;
      for (const size of sizes) {
        for (let i = 0; i < size; i++) expect(outbox.flowDel(given)).toBe(++given);
        outbox.flush();
        ring.work();
      }
      for (let turn = 0; turn < given + 1; turn++) {
        await new Promise((resolve) => setImmediate(resolve));
        ring.work();
      }
      expect(outbox.waiting).toBe(0);
      expect(ring.taken).toEqual(Array.from({ length: given }, (_, i) => i));
    }),
    { numRuns: 50 },
  );
});
