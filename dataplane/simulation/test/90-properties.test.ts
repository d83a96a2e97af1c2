// The theorem that flows without priorities stand on: what a verdict says of one packet holds for every packet that
// is equal to it under the mask. On random networks, with random packets; failures shrink to a small network.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { MAX_ACTION_BYTES, MAX_GROUP_MEMBERS } from "../../../bindings/layout.js";
import { compile, simulate } from "../index.js";
import { describePath } from "../path.js";
import type { Verdict } from "../verdict.js";
import { network } from "./lib/arbitrary.js";
import { packetOf } from "./lib/packets.js";
import { actionsOf } from "./lib/print.js";
import { Random, randomKey, sibling } from "./lib/random-keys.js";

/** All of a verdict that a flow is made of, as text. */
function decided(verdict: Verdict): string {
  const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString("hex");
  const groups = verdict.groups.map((group) =>
    group.members.map((member) => `${hex(member.actions)} ${member.weight} ${member.token}`),
  );
  return JSON.stringify([verdict.result, hex(verdict.actions), groups]);
}

const NETWORKS = 400;
const PACKETS = 100;
const SIBLINGS = 5;

describe("verdicts on random networks", () => {
  it("hold for every packet equal under the mask, and say the same twice", () => {
    let compared = 0;
    const results = new Map<string, number>();
    fc.assert(
      fc.property(network, fc.integer(), (net, seed) => {
        const snapshot = compile(net.topology, net.facts);
        const random = new Random(seed);
        for (let i = 0; i < PACKETS; i++) {
          const key = randomKey(random, net.pool);
          const verdict = simulate(snapshot, net.state, packetOf(key));
          const first = decided(verdict);
          results.set(verdict.result.kind, (results.get(verdict.result.kind) ?? 0) + 1);
          expect(decided(simulate(snapshot, net.state, packetOf(key)))).toBe(first);
          expect(verdict.mask.subarray(0, 2)).toEqual(Uint8Array.of(0xff, 0xff));
          if (verdict.result.kind !== "flow" && verdict.result.kind !== "drop") continue;
          for (let j = 0; j < SIBLINGS; j++) {
            const other = sibling(random, net.pool, key, verdict.mask);
            if (other === undefined) continue;
            compared++;
            const again = decided(simulate(snapshot, net.state, packetOf(other)));
            if (again !== first) {
              throw new Error(
                `${first}\n${again}\n${Buffer.from(key).toString("hex")}\n${Buffer.from(other).toString("hex")}\n` +
                  `${JSON.stringify(describePath(snapshot, verdict))}`,
              );
            }
          }
        }
      }),
      { numRuns: NETWORKS },
    );
    console.log(`compared ${compared} pairs; verdicts ${JSON.stringify(Object.fromEntries(results))}`);
    expect(compared).toBeGreaterThan(100_000);
    for (const kind of ["flow", "drop", "once", "consumed", "wait"])
      expect(results.get(kind)).toBeGreaterThan(0);
  });

  it("carry action lists that a worker takes", () => {
    fc.assert(
      fc.property(network, fc.integer(), (net, seed) => {
        const snapshot = compile(net.topology, net.facts);
        const random = new Random(seed);
        for (let i = 0; i < 20; i++) {
          const verdict = simulate(snapshot, net.state, packetOf(randomKey(random, net.pool)));
          const lists = [
            verdict.actions,
            ...verdict.groups.flatMap((group) => group.members.map((one) => one.actions)),
          ];
          for (const list of [...lists, ...verdict.generated.map((one) => one.actions)]) {
            expect(list.length).toBeLessThanOrEqual(MAX_ACTION_BYTES);
            const words = actionsOf(list);
            if (list.length > 0) expect(words.at(-1)).toMatch(/^(output|select|clone|drop)/);
          }
          for (const group of verdict.groups)
            expect(group.members.length).toBeLessThanOrEqual(MAX_GROUP_MEMBERS);
          const acts = verdict.result.kind === "consumed" || verdict.result.kind === "wait" ? 0 : 1;
          expect(verdict.actions.length > 0 ? 1 : 0).toBe(acts);
        }
      }),
      { numRuns: 200 },
    );
  });
});
