// What a change of the topology has simulated again, as `edgelane bench sim` counts it: no flow that it does not touch.
// What a simulation allocates: nothing.
import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { expect, it } from "vitest";
import { story } from "../../test/lib/needs.js";
import { measureChanges } from "../sim-changes.js";

it("touches as many of ten thousand flows as it is about, and leaves none stale", () => {
  const lines = measureChanges(/added beside|one rule|address added/, () => {});
  expect(lines.filter(({ ok }) => !ok)).toEqual([]);
  expect(lines.map(({ resimulated }) => resimulated)).toEqual([0, 2, 2]);
});

// As it is built, in a process of its own: a test runner's code is not what V8 optimizes for a node.
story("simulation", ["built"], () => {
  it("allocates nothing on the way that most packets take", () => {
    const built = join(import.meta.dirname, "../../build/js/bench/sim.js");
    const program = `import { allocated } from ${JSON.stringify(built)}; console.log(allocated(1000));`;
    const bytes = execFileSync(process.execPath, ["--input-type=module", "-e", program], {
      encoding: "utf8",
    });
    // The smallest object takes 16.
    expect(Number(bytes)).toBeLessThan(1);
  });
});
