// Regions of conditions: a packet that a condition holds for is in its region, whatever the condition.
import fc from "fast-check";
import { expect, it } from "vitest";
import { DROP, KEY_SIZE } from "../../../bindings/layout.js";
import { compile } from "../compile.js";
import { STEP } from "../path.js";
import { holds, known, Regions } from "../region.js";
import { simulate } from "../simulate.js";
import { condition, network } from "./lib/arbitrary.js";
import { packetOf } from "./lib/packets.js";
import { Random, randomKey } from "./lib/random-keys.js";

const WHOLE = new Int32Array(KEY_SIZE / 4).fill(-1);

it("have every packet that the condition holds for", () => {
  const count = { held: 0, out: 0, packets: 0 };
  fc.assert(
    fc.property(network, condition, fc.integer(), ({ topology, facts, state, pool }, match, seed) => {
      const vm = topology.ports.find(({ host, vlan }) => host === "a" && vlan === undefined);
      fc.pre(vm !== undefined);
      Object.assign(vm!, { inboundChain: "asked", adminUp: true });
      topology.chains = [...topology.chains!, { id: "asked", rules: [{ match, action: "drop" }] }];
      const snapshot = compile(topology, facts);
      const region = new Regions(topology).of(match);
      const random = new Random(seed);
      for (let i = 0; i < 60; i++) {
        const key = randomKey(random, pool);
        const { result, path } = simulate(snapshot, state, packetOf(key));
        count.packets++;
        const is = holds(known(region, WHOLE, 0), new Int32Array(key.slice().buffer), 0);
        if (!is) count.out++;
        if (result.kind !== "drop" || result.reason !== DROP.POLICY) continue;
        // The chain that came first, and dropped it: it stood there as it came.
        const chain = snapshot.chains.find(({ id }) => id === "asked")!;
        const first = [...path.keys()].find((at) => at % 3 === 0 && (path[at]! & 0xff) === STEP.RULE);
        if (first === undefined || path[first + 1] !== chain.first) continue;
        count.held++;
        expect(is, JSON.stringify(match)).toBe(true);
      }
    }),
    { numRuns: 60 },
  );
  console.log(`of ${count.packets} packets ${count.held} were dropped, ${count.out} could not be`);
  expect(count.held).toBeGreaterThan(20);
  expect(count.out).toBeGreaterThan(count.packets / 5);
});
