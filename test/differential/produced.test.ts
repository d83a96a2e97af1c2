// Random scenes use all that a topology can say, or it is written down here why not: what no scene ever has, no soak
// ever puts to the test.
import { expect, it } from "vitest";
import { makeTopologies } from "./make.js";
import { note, parts } from "./produced.js";

/** Parts of the format that no scene has, and why. */
const LEFT_OUT: Readonly<Record<string, string>> = {
  "Topology.$schema": "a path for editors, taken out before anything is compiled",
  "Condition.forwardFlow=true": "refused: it needs connection tracking, which this build does not do",
  "Condition.forwardFlow=false": "refused, as above",
  "Condition.returnFlow=true": "refused, as above",
  "Condition.returnFlow=false": "refused, as above",
  "SecurityGroup.stateless=false": "refused, as above",
};
/** At most: it ends when nothing is missing any more. */
const SCENES = 500;

it("random scenes say all that a topology can say", () => {
  const used = new Set<string>();
  const all = parts();
  const absent = (): string[] => [...all].filter((part) => !used.has(part) && LEFT_OUT[part] === undefined);
  let seed = 1;
  for (; seed <= SCENES && (seed % 10 !== 1 || absent().length > 0); seed++)
    for (const topology of makeTopologies(seed, { changes: seed % 4 })) note(topology, used);
  const missing = absent();
  const excused = Object.keys(LEFT_OUT).filter((part) => used.has(part) || !all.has(part));
  console.log(`${used.size} of ${all.size} parts of the format are in ${seed - 1} scenes`);
  expect(missing).toEqual([]);
  expect(excused).toEqual([]);
});
