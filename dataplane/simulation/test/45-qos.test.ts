// Rates and marks: which meters a packet passes, in which order with what else is written, and what is read for it.
//
//   vm1 ─┐
//   vm2 ─┼─ br ─── r ─── far ── vm3
//   vm4 ─┘ (host b, by tunnel)
import { describe, expect, it } from "vitest";
import { MAC, Net, vm } from "./lib/networks.js";
import { actionsOf, bitsOf } from "./lib/print.js";

const rates = [
  { direction: "in" as const, kbps: 1000 },
  { direction: "in" as const, pps: 10 },
  { direction: "out" as const, kbps: 8, burst: 5000, peak: 16, peakBurst: 6000, yellowDscp: 10 },
];
const qosPolicies = [
  { id: "both", rates, dscp: 46 },
  { id: "out", rates: [{ direction: "out" as const, pps: 5 }] },
];
const a = { port: 1, src: MAC.a };

describe("a port's policy", () => {
  it("marks, then meters what comes in: once, whatever number of copies leave", () => {
    const net = new Net({
      bridges: [{ id: "br" }],
      qosPolicies,
      ports: [vm(1, "br", { qos: "both" }), vm(2, "br"), vm(3, "br")],
    });
    const verdict = net.look({ ...a, dst: MAC.all, from: "10.0.0.1", to: "10.0.0.2" });
    expect(actionsOf(verdict.actions)).toEqual([
      "set ip_tos 184",
      "meter 0",
      "meter 1",
      "output 2",
      "output 3",
    ]);
    expect(bitsOf(verdict.mask)).not.toHaveProperty("ip_tos");
  });

  it("meters each copy that goes out by its port, and no other", () => {
    const net = new Net({
      bridges: [{ id: "br" }],
      qosPolicies,
      ports: [vm(1, "br"), vm(2, "br", { qos: "out" }), vm(3, "br", { qos: "out" }), vm(4, "br")],
    });
    expect(net.actions({ ...a, dst: MAC.all })).toEqual([
      "output 4",
      "clone(meter 0, output 2)",
      "meter 1",
      "output 3",
    ]);
  });

  it("holds for what a network's ports send together, but not for ports with one of their own", () => {
    const net = new Net({
      bridges: [{ id: "br", qos: "out" }],
      qosPolicies,
      ports: [vm(1, "br"), vm(2, "br"), vm(3, "br"), vm(4, "br", { qos: "both" })],
    });
    expect(net.snapshot.meters.map(({ id }) => id)).toEqual([
      "bridge br out 0",
      "port vm4 in 0",
      "port vm4 in 1",
      "port vm4 out 0",
    ]);
    expect(net.actions({ ...a, dst: MAC.all })).toEqual([
      "clone(meter 0, output 2)",
      "clone(meter 0, output 3)",
      "meter 3",
      "output 4",
    ]);
  });

  it("says in bytes and packets what a document says in kilobits, bursts included", () => {
    const { meters } = new Net({
      bridges: [{ id: "br" }],
      qosPolicies,
      ports: [vm(1, "br", { qos: "both" })],
    }).snapshot;
    const of = { policy: "both", yellow: -1, pir: 0, ebs: 0 };
    expect(meters).toEqual([
      { ...of, id: "port vm1 in 0", unit: "bytes", cir: 125_000, cbs: 100_000 },
      { ...of, id: "port vm1 in 1", unit: "packets", cir: 10, cbs: 8 },
      { ...of, id: "port vm1 out 0", unit: "bytes", cir: 1000, cbs: 5000, pir: 2000, ebs: 6000, yellow: 10 },
    ]);
  });
});

describe("where a packet is metered", () => {
  const zone = {
    id: "zone",
    type: "vxlan" as const,
    hosts: [
      { host: "a", address: "192.0.2.1" },
      { host: "b", address: "192.0.2.2" },
    ],
  };
  const remote = { id: "vm4", device: "br", host: "b", interface: "x", key: 444, qos: "out" };
  const parts = {
    bridges: [{ id: "br" }],
    tunnelZones: [zone],
    qosPolicies,
    ports: [vm(1, "br", { qos: "both", key: 111 }), remote],
  };

  it("on its way out is the host that has the port, where all that goes there comes together", () => {
    const net = new Net(parts);
    expect(net.actions({ ...a, dst: MAC.b })).toEqual(["meter 0", "meter 1", "encap 0/444", "output tunnel"]);
    expect(net.snapshot.meters.map(({ id }) => id)).not.toContain("port vm4 out 0");
    const arrived = {
      port: 0,
      src: MAC.b,
      dst: MAC.a,
      tunnel: { key: 111, src: "192.0.2.2", dst: "192.0.2.1" },
    };
    expect(net.actions(arrived)).toEqual(["decap", "meter 2", "output 1"]);
  });

  it("is behind what was rewritten so far, and in front of the rest", () => {
    const net = new Net({
      bridges: [{ id: "br" }, { id: "far" }],
      routers: [{ id: "r" }],
      qosPolicies,
      ports: [
        vm(1, "br", { qos: "both" }),
        { id: "br-r", device: "br", peer: "r-br" },
        { id: "r-br", device: "r", peer: "br-r", mac: MAC.r, addresses: ["10.0.0.254/24"] },
        { id: "r-far", device: "r", peer: "far-r", mac: MAC.s, addresses: ["10.0.1.254/24"], qos: "out" },
        { id: "far-r", device: "far", peer: "r-far" },
        vm(3, "far"),
      ],
    });
    net.state.learn([{ kind: "neighbour", port: "r-far", address: "10.0.1.3", mac: 0x02000000000b }]);
    const list = net.actions({ ...a, dst: MAC.r, from: "10.0.0.1", to: "10.0.1.3" });
    expect(list.map((action) => action.replace(/ [0-9a-f:]{17}$/, ""))).toEqual([
      "set ip_tos 184",
      "meter 0",
      "meter 1",
      "set eth_dst",
      "set eth_src",
      "dec-ttl",
      "meter 3",
      "output 3",
    ]);
  });
});
