// What every change of a topology does to live flows: which are simulated again, by name, and that all others do under
// the new topology what they did, and name all that they would depend on there. One table, events/events.json: of each
// change the flows that fare otherwise, and those that were asked and fare as before. EDGELANE_EVENTS=write writes it.
import { readFileSync, writeFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { parseTopology } from "../../topology/index.js";
import { packagePath } from "../../topology/schema.js";
import type { Row } from "./events/edit.js";
import { allFields, differing } from "./events/fields.js";
import { NETWORK } from "./events/rows-network.js";
import { POLICY } from "./events/rows-policy.js";
import { PORTS } from "./events/rows-ports.js";
import { SERVICES } from "./events/rows-services.js";
import { base } from "./events/scene.js";
import { type Judged, World } from "./events/world.js";

const PATH = packagePath("dataplane/controller/test/events/events.json");
type Table = Record<string, { changed: string; alike: string }>;

/** What cannot change, and why. */
const FIXED: Readonly<Record<string, string>> = {
  "Topology.version": "there is one",
  "Topology.$schema": "it is for editors",
  "SecurityGroup.stateless": "there is no other kind",
  "Condition.forwardFlow": "refused: nothing remembers connections",
  "Condition.returnFlow": "refused: nothing remembers connections",
};
/** Names are who somebody is: another name is another object. */
const isName = (field: string): boolean => /^[A-Z][A-Za-z0-9]*\.id$/.test(field) && !OPTIONAL.has(field);
const OPTIONAL = new Set(["Route.id", "Rule.id", "SecurityRule.id"]);

const text = ({ changed, alike }: Judged): Table[string] => ({
  changed: changed.join(", "),
  alike: alike.join(", "),
});

describe("a change of the topology", () => {
  const table = JSON.parse(readFileSync(PATH, "utf8")) as Table;
  const seen: Table = {};
  const touched = new Set<string>();
  const groups: Record<string, readonly Row[]> = {
    "of hosts, zones, bridges, routers and routes": NETWORK,
    "of ports": PORTS,
    "of policy": POLICY,
    "of services": SERVICES,
  };
  for (const [name, rows] of Object.entries(groups))
    it(`${name} is for exactly the flows that read it`, () => {
      for (const [says, edit] of rows) {
        const [before, after] = [base(), base()];
        edit(after);
        const parsed = parseTopology(after);
        for (const field of differing(before, parsed)) touched.add(field);
        const judged = new World().change(parsed);
        expect(judged.stale, `stale when ${says}`).toEqual([]);
        expect(seen[says], `${says} stands there twice`).toBeUndefined();
        seen[says] = text(judged);
      }
    });

  it("is as the table says", () => {
    if (process.env.EDGELANE_EVENTS === "write") writeFileSync(PATH, `${JSON.stringify(seen, null, 2)}\n`);
    else expect(seen).toEqual(table);
  });

  it("is there for each field that a topology may have", () => {
    const missing = [...allFields()].filter(
      (field) => !touched.has(field) && FIXED[field] === undefined && !isName(field),
    );
    expect(missing).toEqual([]);
    console.log(`${Object.keys(seen).length} changes of ${touched.size} fields`);
  });
});
