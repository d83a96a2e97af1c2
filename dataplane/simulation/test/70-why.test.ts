// What a verdict says for itself: its path in the operator's words, and tags that are the same everywhere.
import { describe, expect, it } from "vitest";
import { parseIp } from "../../topology/addresses.js";
import { askNeighbour, describePath, tag } from "../index.js";
import { MAC, Net, numberOf, vm } from "./lib/networks.js";
import { actionsOf } from "./lib/print.js";

const net = (): Net =>
  new Net({
    bridges: [{ id: "web" }],
    routers: [
      { id: "edge", routes: [{ id: "uplink", destination: "0.0.0.0/0", port: "up", gateway: "10.0.2.254" }] },
    ],
    ports: [
      vm(1, "web", { inboundChain: "guard" }),
      { id: "web-edge", device: "web", peer: "edge-web" },
      { id: "edge-web", device: "edge", mac: MAC.r, addresses: ["10.0.1.1/24"], peer: "web-edge" },
      { ...vm(2, "edge"), id: "up", mac: MAC.s, addresses: ["10.0.2.1/24"] },
    ],
    chains: [{ id: "guard", rules: [{ id: "let-web-out", match: { protocol: 6 }, action: "accept" }] }],
  });
const out = {
  port: 1,
  src: MAC.a,
  dst: MAC.r,
  from: "10.0.1.10",
  to: "8.8.8.8",
  protocol: 6,
  tp: [1, 2] as const,
};

describe("the path of a packet", () => {
  it("names ports, rules, routes and neighbours as the operator does", () => {
    const one = net();
    one.state.neighbours.set("up 10.0.2.254", numberOf(MAC.b));
    const steps = describePath(one.snapshot, one.look(out)).map(({ step, id }) => `${step} ${id}`);
    expect(steps).toEqual([
      "worker-port 1",
      "port-in vm1",
      "rule let-web-out",
      `station ${MAC.r}`,
      "port-out web-edge",
      "port-in edge-web",
      "route uplink",
      "neighbour up",
      "port-out up",
      "output up",
    ]);
  });

  it("ends with the reason of a drop", () => {
    const steps = describePath(net().snapshot, net().look({ ...out, dst: MAC.r, from: "127.0.0.1" }));
    expect(steps.at(-1)).toEqual({ step: "drop", id: "BAD_ADDRESS", detail: "router edge" });
  });
});

describe("tags", () => {
  it("name what the flow depends on, by the same numbers the controller fires", () => {
    const one = net();
    one.state.neighbours.set("up 10.0.2.254", numberOf(MAC.b));
    const { tags } = one.look(out);
    for (const name of [
      tag.workerPort(1),
      ...["vm1", "web-edge", "edge-web", "up"].map(tag.port),
      ...["web", "edge"].map(tag.device),
      tag.rule("guard", "let-web-out"),
      tag.route("edge", "0.0.0.0/0"),
      tag.neighbour("up", "10.0.2.254"),
      tag.station("web", 0, numberOf(MAC.a)),
      tag.station("web", 0, numberOf(MAC.r)),
    ]) {
      expect(tags).toContain(name);
    }
    expect(tags).not.toContain(tag.flood("web"));
  });

  it("are 53-bit numbers that tell near names apart", () => {
    const names = [
      tag.port("a1"),
      tag.port("1a"),
      tag.device("a1"),
      tag.station("a", 1, 0),
      tag.station("a", 0, 1),
    ];
    expect(new Set(names).size).toBe(names.length);
    for (const one of names) expect(Number.isSafeInteger(one)).toBe(true);
    // The same in every run and on every node: hosts compare them.
    expect(tag.port("vm1")).toBe(tag.port("vm1"));
  });
});

describe("asking for a neighbour once more", () => {
  it("sends what the waiting packet sent", () => {
    const one = net();
    const waiting = one.look(out);
    const again = askNeighbour(one.snapshot, one.state, "up", parseIp("10.0.2.254")!);
    expect(again.map((ask) => [actionsOf(ask.actions), ask.data])).toEqual(
      waiting.generated.map((ask) => [actionsOf(ask.actions), ask.data]),
    );
    expect(askNeighbour(one.snapshot, one.state, "nowhere", parseIp("10.0.2.254")!)).toEqual([]);
  });
});
