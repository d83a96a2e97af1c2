// What a change of the topology has simulated again, as `edgelane bench sim` counts it: no flow that it does not touch.
import { expect, it } from "vitest";
import { measureChanges } from "../sim-changes.js";

it("touches as many of ten thousand flows as it is about, and leaves none stale", () => {
  const lines = measureChanges(/added beside|one rule|address added/, () => {});
  expect(lines.filter(({ ok }) => !ok)).toEqual([]);
  expect(lines.map(({ resimulated }) => resimulated)).toEqual([0, 2, 2]);
});
