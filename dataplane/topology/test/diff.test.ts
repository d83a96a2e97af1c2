// Differences at the grain of what changed; nothing else is named.
import fc from "fast-check";
import { expect, it } from "vitest";
import { type Change, diffTopology } from "../diff.js";
import { loadTopology, type Topology } from "../index.js";
import type { Rule } from "../model.js";
import { packagePath } from "../schema.js";
import { anyTopology } from "./arbitrary.js";

const demo = loadTopology(packagePath("dataplane/topology/examples/demo.json"));

function after(change: (topology: Topology) => void): string[] {
  const next = structuredClone(demo);
  change(next);
  return diffTopology(demo, next).map(show);
}

function show({ kind, id, op, fields, part }: Change): string {
  const place = part ? ` ${part.kind} ${part.key} ${part.before ?? "-"}>${part.after ?? "-"}` : "";
  return `${op} ${kind} ${id}${place}${fields.length > 0 ? ` (${fields.join(",")})` : ""}`;
}

it("is empty for equal topologies, whatever the order of keys and objects", () => {
  fc.assert(
    fc.property(anyTopology, (topology) => {
      const turned = Object.fromEntries(Object.entries(topology).reverse()) as unknown as Topology;
      expect(diffTopology(topology, structuredClone(turned))).toEqual([]);
    }),
  );
  expect(after((t) => t.ports.reverse())).toEqual([]);
});

it("turns round when the topologies do", () => {
  const turn = { added: "removed", removed: "added", changed: "changed" };
  fc.assert(
    fc.property(anyTopology, anyTopology, (a, b) => {
      const ids = (t: Topology) => new Set(t.ports.map(({ id }) => id)).size === t.ports.length;
      fc.pre(ids(a) && ids(b));
      const there = diffTopology(a, b).filter(({ kind }) => kind === "port");
      const back = diffTopology(b, a).filter(({ kind }) => kind === "port");
      const key = ({ id, op }: Change) => `${id} ${op}`;
      expect(there.map(({ id, op }) => `${id} ${turn[op]}`).sort()).toEqual(back.map(key).sort());
    }),
  );
});

it("names a port that came, went or changed, and the keys that changed", () => {
  expect(after((t) => t.ports.push({ id: "vm3", device: "net-a", host: "edge1", interface: "vm3" }))).toEqual(
    ["added port vm3"],
  );
  expect(after((t) => t.ports.splice(1, 1))).toEqual(["removed port vm2"]);
  expect(after((t) => Object.assign(t.ports[0]!, { adminUp: false, key: 5 }))).toEqual([
    "changed port vm1 (adminUp,key)",
  ]);
});

it("names one rule, not its chain", () => {
  const rules = (t: Topology) => t.chains![0]!.rules;
  expect(after((t) => Object.assign(rules(t)[1]!, { action: "drop" }))).toEqual([
    "changed chain from-vm1 rule own-arp 1>1 (action)",
  ]);
  expect(after((t) => rules(t).splice(2, 1))).toEqual(["removed chain from-vm1 rule spoofed-ipv4 2>-"]);
  expect(after((t) => rules(t).splice(1, 0, { id: "new", action: "accept" }))).toEqual([
    "added chain from-vm1 rule new ->1",
  ]);
});

it("names the one rule that moved", () => {
  const move = (t: Topology) => {
    const rules = t.chains![0]!.rules;
    rules.unshift(rules.pop()!);
  };
  expect(after(move)).toEqual(["changed chain from-vm1 rule spoofed-arp 3>0"]);
});

it("finds the fewest moves: what stays, undisturbed, is in order", () => {
  const rules = fc.uniqueArray(fc.nat({ max: 30 }), { maxLength: 12 });
  fc.assert(
    fc.property(rules, fc.infiniteStream(fc.nat()), (numbers, random) => {
      const shuffled = numbers.map((n) => ({ n, by: random.next().value! })).sort((a, b) => a.by - b.by);
      const chain = (list: number[]): Topology => ({
        version: 1,
        hosts: [],
        ports: [],
        chains: [{ id: "c", rules: list.map((n): Rule => ({ id: `${n}`, action: "drop" })) }],
      });
      const moved = new Set(
        diffTopology(chain(numbers), chain(shuffled.map(({ n }) => n))).map(({ part }) => part!.key),
      );
      const stay = (list: number[]) => list.filter((n) => !moved.has(`${n}`));
      expect(stay(shuffled.map(({ n }) => n))).toEqual(stay(numbers));
    }),
  );
});

it("names routes, stations and members", () => {
  const change = (t: Topology) => {
    t.routers![0]!.routes = [{ destination: "10.9.0.0/16", type: "reject" }];
    t.bridges![0]!.macTable = [{ mac: "02:00:00:00:00:0A", port: "vm1" }];
    t.ipAddressGroups![0]!.addresses.pop();
  };
  expect(after(change)).toEqual([
    "added bridge net-a station 02:00:00:00:00:0a 0 ->0",
    'added router router route {"destination":"10.9.0.0/16","type":"reject"} ->0',
    "removed ip-address-group lab-hosts member fd00:0:0:b::/64 1>-",
  ]);
});

it("tells copies of one rule apart", () => {
  const twin: Rule = { action: "drop", match: { protocol: 1 } };
  const first = structuredClone(demo);
  first.chains![0]!.rules.push(twin, { ...twin });
  const second = structuredClone(first);
  second.chains![0]!.rules.pop();
  expect(diffTopology(first, second).map(show)).toEqual([
    'removed chain from-vm1 rule {"action":"drop","match":{"protocol":1}}#2 5>-',
  ]);
});
