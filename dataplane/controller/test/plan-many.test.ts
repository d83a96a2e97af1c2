// A plan over a hundred thousand flows: each is looked at, or, where there is not the time, a sample that is spread over
// all; the figures are printed, never judged.
import { expect, it } from "vitest";
import { compile } from "../../simulation/compile.js";
import { Simulator } from "../../simulation/simulate.js";
import { packet } from "../../simulation/test/lib/packets.js";
import { TestState } from "../../simulation/test/lib/state.js";
import { parseTopology } from "../../topology/index.js";
import { VirtualClock } from "../clock.js";
import type { FlowCommands } from "../commands.js";
import { FlowTable } from "../flows/table.js";
import { planChange } from "../plan.js";
import { look } from "../planning/simulated.js";

const FLOWS = 100_000;

const network = (port: number) =>
  parseTopology({
    version: 1,
    hosts: [{ id: "h" }],
    bridges: [{ id: "br", inboundChain: "in" }],
    ports: ["a", "b"].map((id) => ({ id, device: "br", host: "h", interface: id })),
    chains: [
      {
        id: "in",
        rules: [{ match: { protocol: 6, destinationPorts: { first: port, last: port } }, action: "drop" }],
      },
    ],
  });

/** A worker that takes everything. */
function silent(): FlowCommands {
  let seq = 0;
  const next = () => ++seq;
  return {
    ...{ maskSet: next, maskDel: next, actionSet: next, actionDel: next, groupSet: next, groupDel: next },
    ...{ flowAddMasked: next, flowDel: next },
  };
}

it("looks at each of 100k flows, or at a sample and says so", async () => {
  const [before, after] = [network(23), network(80)];
  const ports = new Map([
    ["a", 0],
    ["b", 1],
  ]);
  const facts = { host: "h", ports, underlay: [] };
  const snapshot = compile(before, facts);
  const state = new TestState();
  const simulator = new Simulator();
  const limits = { flows: 2 * FLOWS, actions: 4096, groups: 16 };
  const flows = new FlowTable({
    ...{ commands: silent(), clock: new VirtualClock(), limits },
    tunnelId: (id) => id,
    meterId: (id) => id,
  });
  for (let i = 0; i < FLOWS; i++) {
    const from = `10.${i >> 16}.${(i >> 8) & 255}.${i & 255}`;
    const src = `02:00:00:${[i >> 16, (i >> 8) & 255, i & 255].map((byte) => byte.toString(16).padStart(2, "0")).join(":")}`;
    const one = packet({
      port: 0,
      src,
      from,
      to: "10.9.9.9",
      protocol: 6,
      tp: [1024, i % 10 === 0 ? 80 : 443],
    });
    flows.install(one.key, simulator.simulate(snapshot, state, one), snapshot, 1);
  }
  expect(flows.size).toBe(FLOWS);
  const next = compile(after, facts);
  const { tags, within } = planChange(before, after, snapshot, next);
  const affected = flows.affected(tags, within, []);
  const parts = {
    ...{ flows, ports: ["a", "b"], snapshot: next, state },
    because: () => "",
  };
  const begun = process.cpuUsage();
  const all = await look(affected, { ...parts, budgetMs: 60_000 });
  const { user, system } = process.cpuUsage(begun);
  console.log(`${all.looked} flows looked at in ${Math.round((user + system) / 1000)} ms of CPU time`);
  expect(all.looked).toBe(all.of);
  const dropped = all.groups.find(({ kind }) => kind === "dropped");
  expect(dropped).toMatchObject({ flows: FLOWS / 10, before: "b", after: "dropped POLICY" });
  const some = await look(affected, { ...parts, budgetMs: 20 });
  console.log(`${some.looked} of ${some.of} in 20 ms`);
  expect(some.looked).toBeLessThan(some.of);
  const share = some.groups.find(({ kind }) => kind === "dropped")!.flows / some.looked;
  expect(share).toBeGreaterThan(0.5 * (dropped!.flows / all.of));
  expect(share).toBeLessThan(2 * (dropped!.flows / all.of));
});
