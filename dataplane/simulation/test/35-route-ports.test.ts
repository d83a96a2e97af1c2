// Which route a packet takes depends on which ports are up: a flow must fall with each port whose route was looked at,
// also one that carries none of it.
import { expect, it } from "vitest";
import { formatMac } from "../../topology/addresses.js";
import { parseTopology } from "../../topology/index.js";
import { derivedMac } from "../../topology/keys.js";
import { compile, simulate, tag } from "../index.js";
import { packet } from "./lib/packets.js";
import { TestState } from "./lib/state.js";

const leg = (name: string, address: string, chain?: string): object[] => [
  { id: name, device: "r", peer: `${name}-up`, addresses: [address] },
  { id: `${name}-up`, device: name, peer: name, ...(chain === undefined ? {} : { outboundChain: chain }) },
  { id: `${name}-vm`, device: name, host: "h", interface: name },
];

function verdictWith(routes: object[], more: object = {}) {
  const topology = parseTopology({
    version: 1,
    hosts: [{ id: "h" }],
    bridges: [{ id: "in" }, { id: "one" }, { id: "two" }],
    routers: [{ id: "r", routes, ...more }],
    chains: [{ id: "none", rules: [{ action: "drop" }] }],
    ports: [...leg("in", "10.0.0.1/24"), ...leg("one", "10.1.0.1/24"), ...leg("two", "10.2.0.1/24")],
  });
  const ports = new Map(["in", "one", "two"].map((name, index) => [name, index]));
  const state = new TestState();
  state.neighbours.set("one 10.1.0.9", 0x020000000009);
  state.stations.set("one 0 2199023255561", "one-vm");
  state.neighbours.set("two 10.2.0.8", "failed");
  const asked = packet({
    port: 0,
    dst: formatMac(derivedMac("in")),
    from: "10.0.0.5",
    to: "172.16.0.1",
    tp: [1, 2],
  });
  return simulate(compile(topology, { host: "h", ports, underlay: [] }), state, asked);
}

const by = (port: string, gateway: string): object => ({ destination: "172.16.0.0/12", port, gateway });

it("falls with the port of an equal route whose next hop is not known", () => {
  const verdict = verdictWith([by("one", "10.1.0.9"), by("two", "10.2.0.9")]);
  expect(verdict.result.kind).toBe("flow");
  expect(verdict.tags).toContain(tag.port("two"));
});

it("falls with the port of an equal route whose next hop is silent", () => {
  const verdict = verdictWith([by("one", "10.1.0.9"), by("two", "10.2.0.8")]);
  expect(verdict.result.kind).toBe("flow");
  expect(verdict.tags).toContain(tag.port("two"));
});

it("falls with the port of the only route, whose next hop is silent", () => {
  const verdict = verdictWith([by("two", "10.2.0.8")]);
  expect(verdict.result.kind).toBe("drop");
  expect(verdict.tags).toContain(tag.port("two"));
});

it("falls with the port of a route that the router's own chain refuses", () => {
  const verdict = verdictWith([by("two", "10.2.0.9")], { outboundChain: "none" });
  expect(verdict.result.kind).toBe("drop");
  expect(verdict.tags).toContain(tag.port("two"));
});
