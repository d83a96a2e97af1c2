// Derived tunnel keys: in range, unique, clear of declared keys and VNIs, the same whatever the document's order.
import fc from "fast-check";
import { expect, it } from "vitest";
import { isGroupMac } from "../addresses.js";
import { derivedMac, MAX_KEY, portKey, portKeys } from "../keys.js";
import type { Port, Topology } from "../model.js";

const exterior = (id: string, more: Partial<Port> = {}): Port => ({
  id,
  device: "b",
  host: "h",
  interface: id,
  ...more,
});
const topology = (ports: Port[]): Topology => ({ version: 1, hosts: [{ id: "h" }], ports });
const many = Array.from({ length: 20_000 }, (_, i) => exterior(`port-${i}`));

it("are unique and in range over 20,000 ports, some of which collide", () => {
  const wished = new Set(many.map(({ id }) => portKey(id)));
  expect(wished.size).toBeLessThan(many.length);
  const keys = [...portKeys(topology(many)).values()];
  expect(new Set(keys).size).toBe(many.length);
  expect(Math.min(...keys)).toBeGreaterThanOrEqual(1);
  expect(Math.max(...keys)).toBeLessThanOrEqual(MAX_KEY);
});

it("spread evenly: no sixteenth of the range has a tenth more or less than its share", () => {
  const counts = new Array<number>(16).fill(0);
  for (const { id } of many) counts[Math.floor(((portKey(id) - 1) * 16) / MAX_KEY)]!++;
  for (const count of counts) expect(Math.abs(count - many.length / 16)).toBeLessThan(many.length / 160);
});

it("do not depend on the order of the document", () => {
  expect([...portKeys(topology([...many].reverse()))].sort()).toEqual([...portKeys(topology(many))].sort());
});

it("leave declared keys and VNIs alone, and give interior ports none", () => {
  fc.assert(
    fc.property(fc.constantFrom("declared", "vni"), fc.nat({ max: 19_999 }), (kind, n) => {
      const wanted = portKey(many[n]!.id);
      const remotes = [{ address: "192.0.2.2" }];
      const rival: Port =
        kind === "declared"
          ? exterior("rival", { key: wanted })
          : { id: "rival", device: "b", vtep: { type: "vxlan", key: wanted, host: "h", remotes } };
      const keys = portKeys(topology([many[n]!, rival, { id: "inner", device: "b", peer: "x" }]));
      expect(keys.get(many[n]!.id)).not.toBe(wanted);
      expect(keys.get("rival")).toBe(kind === "declared" ? wanted : undefined);
      expect(keys.has("inner")).toBe(false);
    }),
    { numRuns: 50 },
  );
});

it("do not change from version to version: hosts of two versions must agree", () => {
  expect(["vm1", "vm2", "port-0", "Ω"].map((id) => portKey(id))).toMatchInlineSnapshot(`
    [
      4745904,
      13407348,
      10803984,
      7492626,
    ]
  `);
  expect(["router-a", "router-b"].map((id) => derivedMac(id).toString(16))).toMatchInlineSnapshot(`
    [
      "2c10a1fd7a3",
      "2e6da4bb23d",
    ]
  `);
});

it("derived MACs are locally administered unicast, and differ", () => {
  const macs = many.map(({ id }) => derivedMac(id));
  expect(new Set(macs).size).toBe(macs.length);
  for (const mac of macs) {
    expect(isGroupMac(mac)).toBe(false);
    expect(Math.floor(mac / 2 ** 40)).toBe(2);
  }
});
