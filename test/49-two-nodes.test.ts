// Two nodes of one virtual network, in a tunnel zone: the ingress node simulates the whole way, the tunnel key names the
// egress port, and the other node puts the packet out there. One topology document, two workers. The stations are declared:
// each node's router has a neighbour table of its own, and an answer reaches the node nearest to the neighbour only.
//
//   ns a                 node one                 ns fabric            node two                 ns b
//   eth0 10.0.1.10 ──TAP── left ─┐  192.0.2.1 ──TAP── n0 ┐      ┌ n1 ──TAP── 192.0.2.2   right ──TAP── eth0 10.0.2.10
//                                router r                bridge                      left
//   ns c eth0 10.0.1.11 is the second station of the bridge `left`, on node two
import { afterAll, beforeAll, expect, it } from "vitest";
import { Capture, judged } from "./lib/capture.js";
import { Edge, ledger } from "./lib/edge.js";
import { story } from "./lib/needs.js";
import { Lab, type Netns } from "./lib/netns.js";
import { eventually } from "./lib/run.js";
import { tcp, udpEcho } from "./lib/traffic.js";

const macs = { a: "02:00:00:49:00:0a", b: "02:00:00:49:00:0b", c: "02:00:00:49:00:0c" };

for (const zone of [
  { type: "vxlan", one: "192.0.2.1", two: "192.0.2.2", length: 24, inner: 1450 },
  { type: "gre", one: "192.0.2.1", two: "192.0.2.2", length: 24, inner: 1458 },
  { type: "vxlan", one: "2001:db8::1", two: "2001:db8::2", length: 64, inner: 1430 },
] as const) {
  const needs = ["built", "netns", "tap", "scapy", "tshark", "ping", "iperf3"] as const;
  story(`two nodes joined by ${zone.type} between ${zone.one} and ${zone.two}`, [...needs], () => {
    let lab: Lab;
    const edges: Edge[] = [];
    let a: Netns;
    let b: Netns;
    let c: Netns;
    let fabric: Netns;

    beforeAll(async () => {
      lab = await Lab.open();
      [a, b, c] = [await lab.netns("a"), await lab.netns("b"), await lab.netns("c")];
      fabric = await lab.netns("fab");
      await fabric.ip("link add wire type bridge");
      await fabric.ip("link set wire up");
      const topology = {
        hosts: [{ id: "one" }, { id: "two" }],
        tunnelZones: [
          {
            id: "zone",
            type: zone.type,
            hosts: [
              { host: "one", address: zone.one },
              { host: "two", address: zone.two },
            ],
          },
        ],
        bridges: [
          {
            id: "left",
            macTable: [
              { mac: macs.a, port: "a", addresses: ["10.0.1.10"] },
              { mac: macs.c, port: "c", addresses: ["10.0.1.11"] },
            ],
          },
          { id: "right", macTable: [{ mac: macs.b, port: "b", addresses: ["10.0.2.10"] }] },
        ],
        routers: [
          {
            id: "r",
            routes: [
              { destination: "10.0.1.0/24", port: "r-left" },
              { destination: "10.0.2.0/24", port: "r-right" },
            ],
          },
        ],
        ports: [
          { id: "a", device: "left", host: "one", interface: "vm" },
          { id: "b", device: "right", host: "two", interface: "vm" },
          { id: "c", device: "left", host: "two", interface: "vm2" },
          { id: "left-r", device: "left", peer: "r-left" },
          { id: "r-left", device: "r", peer: "left-r", addresses: ["10.0.1.1/24"] },
          { id: "right-r", device: "right", peer: "r-right" },
          { id: "r-right", device: "r", peer: "right-r", addresses: ["10.0.2.1/24"] },
        ],
      };
      const mtu = zone.inner;
      const start = (host: "one" | "two", as: string, ports: Parameters<typeof Edge.start>[1]["ports"]) =>
        Edge.start(lab, {
          host,
          label: host,
          topology,
          ports: [...ports, { name: "wire", space: fabric, as }],
          underlay: [{ port: "wire", addresses: [`${zone[host]}/${zone.length}`] }],
        });
      edges.push(
        await start("one", "n0", [{ name: "vm", space: a, mac: macs.a, addresses: ["10.0.1.10/24"], mtu }]),
      );
      edges.push(
        await start("two", "n1", [
          { name: "vm", space: b, mac: macs.b, addresses: ["10.0.2.10/24"], mtu },
          { name: "vm2", space: c, mac: macs.c, addresses: ["10.0.1.11/24"], mtu },
        ]),
      );
      for (const wire of ["n0", "n1"]) await fabric.ip(`link set ${wire} master wire`);
      await a.ip("route add default via 10.0.1.1");
      await b.ip("route add default via 10.0.2.1");
      // The first node asked for the second before there was one: a failure is believed for a while.
      await eventually("a ping between the nodes", async () => (await a.ping("10.0.1.11", 1)) === 1);
    });
    afterAll(() => lab.close());

    it("carries a bridge and a router over both nodes, every byte right", async () => {
      const capture = await Capture.start(fabric, "n0");
      expect(await a.ping("10.0.1.11", 4)).toBeGreaterThanOrEqual(3);
      expect(await b.ping("10.0.1.10", 4)).toBeGreaterThanOrEqual(3);
      expect(await a.pingText("10.0.2.10")).toContain("ttl=63");
      expect((await tcp(a, b, "10.0.2.10", { bytes: 2_000_000 })).received).toBeGreaterThan(1_000_000);
      expect(await udpEcho(c, a, "10.0.1.10", 1400, 20)).toMatchObject({ echoed: 20, different: 0 });
      const verdict = await judged(capture, { type: zone.type, node: zone.one });
      expect(verdict.findings).toEqual([]);
      // Keys name the ports a, b and c: never a segment.
      expect(verdict.keys.length).toBe(3);
      expect(Object.keys(verdict.directions)).toHaveLength(2);
      for (const edge of edges) expect(ledger(await edge.queues()).unbalanced).toEqual([]);
    });

    it("both nodes end at Ctrl-C", async () => {
      for (const edge of edges) expect(await edge.stop()).toBe(0);
    });
  });
}
