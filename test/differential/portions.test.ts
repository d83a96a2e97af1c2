// Packets in portions: all of them, in order, and no more frames than lcores can hold for each other.
import fc from "fast-check";
import { expect, it } from "vitest";
import { portions } from "./portions.js";

it("keeps every packet in its place", () => {
  fc.assert(
    fc.property(fc.array(fc.nat(700)), fc.integer({ min: 1, max: 40 }), (list, most) => {
      const parts = [...portions(list, (frames) => frames, most)];
      expect(parts.flat()).toEqual(list);
      for (const part of parts) {
        expect(part.length).toBeGreaterThan(0);
        expect(part.length).toBeLessThanOrEqual(most);
        const frames = part.reduce((sum, one) => sum + one, 0);
        if (part.length > 1) expect(frames).toBeLessThanOrEqual(512);
      }
    }),
  );
});

it("counts packets alone where every lcore sends its own", () => {
  const list = Array.from({ length: 2500 }, (_, i) => i);
  expect([...portions(list)].map((part) => part.length)).toEqual([1024, 1024, 452]);
});
