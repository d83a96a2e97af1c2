// A sample of the table of events on a node of the real worker: what is planned is what comes of it, flow by flow, and
// the worker holds just the flows that were kept. EDGELANE_EVENTS=all: the whole table.
import { readFileSync } from "node:fs";
import { afterAll, beforeAll, expect, it } from "vitest";
import { simulate } from "../../simulation/simulate.js";
import { packet } from "../../simulation/test/lib/packets.js";
import { parseTopology } from "../../topology/index.js";
import { packagePath } from "../../topology/schema.js";
import { VirtualClock } from "../clock.js";
import { NETWORK } from "./events/rows-network.js";
import { POLICY } from "./events/rows-policy.js";
import { PORTS } from "./events/rows-ports.js";
import { SERVICES } from "./events/rows-services.js";
import { base, FLOWS, known } from "./events/scene.js";
import { Rig, story } from "./rig.js";

const EVERY = process.env.EDGELANE_EVENTS === "all" ? 1 : 15;
const ROWS = [...NETWORK, ...PORTS, ...POLICY, ...SERVICES].filter((_, place) => place % EVERY === 0);
type Table = Record<string, { changed: string; alike: string }>;

story("events on a node", () => {
  const rig = new Rig();

  beforeAll(async () => {
    const none = rig.capture("none", "[]");
    const names = ["up0", ...Array.from({ length: 14 }, (_, i) => `p${i + 1}`)];
    const profile = rig.profile(Object.fromEntries(names.map((name) => [name, none])), {
      ...{ host: "a", role: "gateway", mbufs: { size: 9216 } },
      underlay: [
        { port: "up0", addresses: ["192.0.2.1/24", "192.0.2.5/24", "2001:db8:ff::1/64"], mtu: 1500 },
      ],
    });
    // Time stands still: no flow ends but by a change.
    await rig.start(profile, base(), { clock: new VirtualClock() });
  });
  afterAll(async () => rig.end());

  /** All flows of the scene; their serials. */
  async function alive(): Promise<Map<string, number>> {
    const { core } = rig.node;
    for (const { serial } of [...core.flows.list()]) core.flows.end(serial, "invalidated");
    await core.apply(base());
    for (const one of known()) core.state.learn(one);
    const serials = new Map<string, number>();
    for (const [name, spec] of Object.entries(FLOWS)) {
      const one = packet(spec);
      const verdict = simulate(core.snapshot, core.state, one);
      const slot = core.flows.install(one.key, verdict, core.snapshot, core.generation);
      serials.set(name, core.flows.serialOf(slot));
    }
    return serials;
  }

  it(`are as planned: ${ROWS.length} of the table`, async () => {
    const table = JSON.parse(
      readFileSync(packagePath("dataplane/controller/test/events/events.json"), "utf8"),
    ) as Table;
    const { node } = rig;
    for (const [says, edit] of ROWS) {
      const serials = await alive();
      const after = base();
      edit(after);
      const applied = await node.applyPlanned(parseTopology(after));
      expect(applied.differences, says).toEqual([]);
      const gone = [...serials].filter(([, serial]) => {
        const flow = node.core.flows.find(serial);
        return flow === undefined || "end" in flow;
      });
      const { changed, alike } = table[says]!;
      const expected = [changed, alike].flatMap((text) => (text === "" ? [] : text.split(", ")));
      expect(gone.map(([name]) => name).sort(), says).toEqual(expected.sort());
      expect(applied.planned.flows.affected, says).toBe(expected.length);
      expect(applied.happened, says).toMatchObject({ asPlanned: expected.length, unplanned: 0 });
      while (node.core.flows.leaving > 0) await new Promise((resolve) => setImmediate(resolve));
      await node.core.sampleFlows();
      expect(node.sample().flowCount, says).toBe(node.core.flows.size);
    }
  }, 120_000);
});
