// The heart of it: what the worker's tables do to a packet is what a fresh simulation says, byte for byte, over random
// topologies and while they change. Cases that once failed come first.
//
//   random scene ──► node: real worker, captures in and out ──► frames, drops, ledger ─┐
//        └─────────► simulate afresh ──► executor in TypeScript ──► what must be ──────┴──► equal
import { readdirSync } from "node:fs";
import { basename, join } from "node:path";
import { expect, it } from "vitest";
import { check } from "./differential/check.js";
import { explore, fixtures } from "./differential/explore.js";
import { loadScene } from "./differential/scene.js";
import { looseness, meanBits } from "./differential/sums.js";
import { story } from "./lib/needs.js";

/** One saved case only. */
const only = process.env.EDGELANE_DIFF_CASE;
/** Nights take ten million (test/differential/soak.ts). */
const packets = Number(process.env.EDGELANE_DIFF_PACKETS ?? 120_000);
const seed = Number(process.env.EDGELANE_DIFF_SEED ?? 1);
const saved =
  only === undefined
    ? readdirSync(fixtures)
        .filter((name) => name.endsWith(".json"))
        .map((name) => join(fixtures, name))
    : [only];
const MINUTES = 60_000;
/** Bits that flows of random scenes may be exact in, on average: masks get no narrower unseen. */
const BIT_BUDGET = 200;
/** Share of exact bits that nothing hangs on. */
const LOOSE_BUDGET = 0.01;

story("table and simulation", ["built"], () => {
  for (const path of saved)
    it(`agree on a case that once failed: ${basename(path)}`, async () => {
      const { mismatches } = await check(loadScene(path));
      expect(mismatches.map(({ text }) => text)).toEqual([]);
    });

  it.runIf(only === undefined)(
    `say the same of ${packets} random packets`,
    async () => {
      const found = await explore({ packets, seed, tell: (line) => console.log(line) });
      console.log(found.summary);
      expect(found.failure ?? "no mismatch").toBe("no mismatch");
      const { sums } = found;
      expect(sums.packets).toBeGreaterThanOrEqual(packets);
      // Tables must have been asked, not the simulation each time.
      expect(sums.hits).toBeGreaterThan(packets / 2);
      expect(sums.siblings).toBeGreaterThan(sums.scenes * 100);
      expect(meanBits(sums)).toBeLessThan(BIT_BUDGET);
      expect(sums.turned).toBeGreaterThan(sums.scenes * 100);
      expect(looseness(sums)).toBeLessThan(LOOSE_BUDGET);
    },
    60 * MINUTES,
  );
});
