// What flows have in common tells of all of them what a look at each tells, or nothing.
import fc from "fast-check";
import { expect, it } from "vitest";
import { KEY_SIZE } from "../../../bindings/layout.js";
import { holds } from "../../simulation/region.js";
import { Common } from "../flows/common.js";

const WORDS = KEY_SIZE / 4;

/** Keys that agree in all but some bits of a few words, and a region that asks about bits near those. */
const flows = fc.record({
  base: fc.array(fc.integer(), { minLength: WORDS, maxLength: WORDS }),
  changes: fc.array(
    fc.array(fc.tuple(fc.integer({ min: 0, max: 3 }), fc.integer({ min: 0, max: 0xff })), { maxLength: 3 }),
    { minLength: 1, maxLength: 12 },
  ),
  region: fc.array(
    fc.record({
      word: fc.integer({ min: 0, max: 5 }),
      bits: fc.integer(),
      wrong: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 0x1ff })),
    }),
    { maxLength: 3 },
  ),
});

it("is what each of them is, and is told where no bit that is asked for differs", () => {
  const seen = { all: 0, none: 0, some: 0 };
  fc.assert(
    fc.property(flows, ({ base, changes, region }) => {
      const keys = new Uint32Array(changes.length * WORDS);
      changes.forEach((words, i) => {
        keys.set(base, i * WORDS);
        for (const [word, bits] of words) keys[i * WORDS + word]! ^= bits;
      });
      const common = new Common();
      for (const i of changes.keys()) common.add(keys, i * WORDS);
      const triples = region.flatMap(({ word, bits, wrong }) => [word, (base[word]! ^ wrong) & bits, bits]);
      const each = changes.map((_, i) => holds(triples, keys, i * WORDS));
      const said = common.inside(triples);
      seen[said === undefined ? "some" : said ? "all" : "none"]++;
      if (said !== undefined) expect(new Set(each)).toEqual(new Set([said]));
      const differ = region.some(({ word, bits }) =>
        changes.some((_, i) => ((keys[i * WORDS + word]! ^ keys[word]!) & bits) !== 0),
      );
      if (!differ) expect(said).toBe(each[0]);
    }),
    { numRuns: 2000 },
  );
  for (const count of Object.values(seen)) expect(count).toBeGreaterThan(50);
});
