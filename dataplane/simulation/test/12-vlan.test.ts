// VLANs of bridge ports. Inside the bridge a frame of a VLAN has its tag:
//
//   vm1 ── 10 ─┐
//   vm2 ── 10 ─┤
//   vm3 ── 20 ─┼─ br ─── vm4: a trunk of all VLANs
//   vm5: 30 untagged, 10 and 40 tagged
import { describe, expect, it } from "vitest";
import { DROP } from "../../../bindings/layout.js";
import type { Port, Topology } from "../../topology/model.js";
import { MAC, Net, vm } from "./lib/networks.js";
import { actionsOf, bitsOf } from "./lib/print.js";

const ports: Port[] = [
  vm(1, "br", { vlan: 10 }),
  vm(2, "br", { vlan: 10 }),
  vm(3, "br", { vlan: 20 }),
  vm(4, "br"),
  vm(5, "br", { vlan: 30, trunkVlans: [10, 40] }),
];
const net = (more: Partial<Topology> = {}): Net => new Net({ bridges: [{ id: "br" }], ports, ...more });

describe("a VLAN-aware bridge", () => {
  it("floods in the VLAN only: untagged at access ports, tagged at trunks", () => {
    const verdict = net().look({ port: 1, dst: MAC.b });
    expect(actionsOf(verdict.actions)).toEqual(["output 2", "push-vlan 10 pcp 0", "output 4", "output 5"]);
    expect(bitsOf(verdict.mask)).toEqual({ eth_dst: 48, eth_src: 48, vlan_tci: 1 });
  });

  it("takes the tag off what a trunk brings, reading the VLAN and nothing under it", () => {
    const one = net();
    one.send({ port: 3, src: MAC.b });
    const verdict = one.look({ port: 4, dst: MAC.b, vlan: 20 });
    expect(actionsOf(verdict.actions)).toEqual(["pop-vlan", "output 3"]);
    expect(bitsOf(verdict.mask)).toEqual({ eth_dst: 48, eth_src: 48, vlan_tci: 13 });
  });

  it("keeps untagged frames of a trunk among the trunks", () => {
    expect(net().look({ port: 4, dst: MAC.b }).result).toMatchObject({ kind: "drop", reason: DROP.HAIRPIN });
    const two = net({ ports: [...ports, vm(6, "br")] });
    expect(two.actions({ port: 4, dst: MAC.b })).toEqual(["output 6"]);
  });

  it("knows stations per VLAN", () => {
    const one = net();
    expect(one.send({ port: 1, src: MAC.a, dst: MAC.b }).learned).toMatchObject([{ vlan: 10, where: "vm1" }]);
    expect(one.actions({ port: 2, src: MAC.b, dst: MAC.a })).toEqual(["output 1"]);
    expect(one.actions({ port: 4, src: MAC.b, dst: MAC.a, vlan: 10 })).toEqual(["pop-vlan", "output 1"]);
    expect(one.actions({ port: 3, src: MAC.b, dst: MAC.a })).toEqual(["push-vlan 20 pcp 0", "output 4"]);
  });

  it("gives a priority tag the port's VLAN and lets it keep its priority", () => {
    const one = net();
    one.send({ port: 4, src: MAC.b, vlan: 10 });
    // Priority 3, VLAN 0.
    const packet = { port: 1, dst: MAC.b, vlan: 0x6000 };
    expect(one.actions(packet)).toEqual(["set vlan_tci 10", "output 4"]);
    expect(one.actions({ ...packet, dst: MAC.c })).toEqual([
      "clone(pop-vlan, output 2)",
      "set vlan_tci 10",
      "output 4",
      "output 5",
    ]);
  });

  it("leaves tags from behind an access port inside", () => {
    const one = net();
    expect(one.actions({ port: 1, dst: MAC.b, vlan: 7 })).toEqual([
      "output 2",
      "push-vlan 10 pcp 0",
      "output 4",
      "output 5",
    ]);
    one.send({ port: 1, src: MAC.a, dst: MAC.b });
    expect(one.actions({ port: 4, src: MAC.b, dst: MAC.a, vlan: 10, vlan2: 7 })).toEqual([
      "pop-vlan",
      "output 1",
    ]);
  });

  it("takes at a native VLAN port its own untagged and others tagged, and nothing else", () => {
    const one = net();
    expect(one.actions({ port: 5, dst: MAC.b })).toEqual(["push-vlan 30 pcp 0", "output 4"]);
    expect(one.actions({ port: 5, dst: MAC.b, vlan: 10 })).toEqual([
      "output 4",
      "pop-vlan",
      "output 1",
      "output 2",
    ]);
    expect(one.look({ port: 5, dst: MAC.b, vlan: 20 }).result).toMatchObject({
      reason: DROP.VLAN_UNEXPECTED,
    });
    expect(one.look({ port: 5, dst: MAC.b, vlan: 30 }).result).toMatchObject({
      reason: DROP.VLAN_UNEXPECTED,
    });
  });

  it("lets no inner tag pass for a VLAN at a native VLAN port", () => {
    const one = net();
    one.send({ port: 5, src: MAC.c });
    expect(one.actions({ port: 4, dst: MAC.c, vlan: 30 })).toEqual(["pop-vlan", "output 5"]);
    expect(one.look({ port: 4, dst: MAC.c, vlan: 30, vlan2: 10 }).result).toMatchObject({
      reason: DROP.VLAN_UNEXPECTED,
    });
  });

  it("restricts a trunk both ways", () => {
    const one = new Net({
      bridges: [{ id: "br" }],
      ports: [vm(1, "br", { trunkVlans: [10] }), vm(2, "br"), vm(3, "br", { vlan: 20 })],
    });
    expect(one.look({ port: 1, dst: MAC.b }).result).toMatchObject({ reason: DROP.VLAN_UNEXPECTED });
    expect(one.actions({ port: 1, dst: MAC.b, vlan: 10 })).toEqual(["output 2"]);
    expect(one.actions({ port: 2, dst: MAC.b, vlan: 20 })).toEqual(["pop-vlan", "output 3"]);
  });

  it("translates between bridges, and leaves no trace of a tag that came on and off", () => {
    const one = new Net({
      bridges: [{ id: "br" }, { id: "far" }],
      ports: [
        vm(1, "br", { vlan: 10 }),
        vm(2, "br"),
        { id: "x", device: "br", peer: "y", vlan: 10 },
        { id: "y", device: "far", peer: "x", vlan: 77 },
        vm(3, "far", { vlan: 77 }),
        vm(4, "far"),
      ],
    });
    expect(one.actions({ port: 1, dst: MAC.all })).toEqual([
      "output 3",
      "clone(push-vlan 10 pcp 0, output 2)",
      "push-vlan 77 pcp 0",
      "output 4",
    ]);
    expect(one.actions({ port: 2, dst: MAC.all, vlan: 10 })).toEqual([
      "clone(pop-vlan, output 1, output 3)",
      "pop-vlan",
      "push-vlan 77 pcp 0",
      "output 4",
    ]);
  });

  it("shows chains the frame as it is there: untagged at the access port, tagged inside", () => {
    const drop = (id: string, match: object) => ({ id, rules: [{ match, action: "drop" as const }] });
    const with_ = (chain: Partial<Port>, device: object = {}): Net =>
      new Net({
        bridges: [{ id: "br", ...device }],
        ports: [vm(1, "br", { vlan: 10, ...chain }), vm(2, "br")],
        chains: [drop("tagged", { vlan: 10 }), drop("plain", { noVlan: true })],
      });
    const from = { port: 1, dst: MAC.b };
    const to = { port: 2, src: MAC.b, dst: MAC.all, vlan: 10 };
    const policy = { kind: "drop", reason: DROP.POLICY };
    expect(with_({ inboundChain: "tagged" }).look(from).result).toEqual({ kind: "flow" });
    expect(with_({ inboundChain: "plain" }).look(from).result).toMatchObject(policy);
    expect(with_({}, { inboundChain: "tagged" }).look(from).result).toMatchObject(policy);
    expect(with_({}, { inboundChain: "plain" }).look(from).result).toEqual({ kind: "flow" });
    expect(with_({}, { outboundChain: "tagged" }).look(to).result).toMatchObject(policy);
    expect(with_({ outboundChain: "plain" }).look(to).result).toMatchObject(policy);
    expect(with_({ outboundChain: "tagged" }).look(to).result).toEqual({ kind: "flow" });
    // What is under the tag that came off is read when a chain asks for it, not before.
    const asked = with_({ outboundChain: "tagged" }).look({ ...to, vlan2: 10 });
    expect(asked.result).toMatchObject(policy);
    expect(bitsOf(asked.mask)).toMatchObject({ vlan2_tci: 16 });
    expect(bitsOf(with_({}).look({ ...to, vlan2: 10 }).mask)).not.toHaveProperty("vlan2_tci");
  });

  it("routes between VLANs by router ports behind access ports", () => {
    const one = new Net({
      bridges: [{ id: "br" }],
      routers: [{ id: "ro" }],
      ports: [
        vm(1, "br", { vlan: 10 }),
        vm(2, "br"),
        { id: "l10", device: "br", peer: "r10", vlan: 10 },
        { id: "l20", device: "br", peer: "r20", vlan: 20 },
        { id: "r10", device: "ro", peer: "l10", mac: MAC.r, addresses: ["10.0.10.1/24"] },
        { id: "r20", device: "ro", peer: "l20", mac: MAC.s, addresses: ["10.0.20.1/24"] },
      ],
    });
    one.state.neighbours.set("r20 10.0.20.9", 0x02000000000b);
    const out = one.actions({ port: 1, dst: MAC.r, from: "10.0.10.9", to: "10.0.20.9", protocol: 6 });
    expect(out).toEqual([
      "set eth_dst 02:00:00:00:00:0b",
      "set eth_src 02:00:00:00:00:f2",
      "dec-ttl",
      "push-vlan 20 pcp 0",
      "output 2",
    ]);
    const ask = one.look({
      port: 2,
      dst: MAC.all,
      vlan: 20,
      arp: { sender: "10.0.20.9", target: "10.0.20.1" },
    });
    expect(ask.result).toEqual({ kind: "consumed" });
    const reply = ask.generated[0]!;
    expect(actionsOf(reply.actions)).toEqual(["push-vlan 20 pcp 0", "output 2"]);
    const wrong = one.look({
      port: 2,
      dst: MAC.all,
      vlan: 10,
      arp: { sender: "10.0.10.9", target: "10.0.20.1" },
    });
    expect(wrong.result).toEqual({ kind: "flow" });
  });
});

describe("suppression in VLANs", () => {
  const arp = (sender: string, target: string) => ({ dst: MAC.all, arp: { sender, target } });

  it("answers what is known in the VLAN, with the tag the port has outside, and floods what is not", () => {
    const one = net();
    one.send({ port: 1, src: MAC.a, ...arp("10.0.0.1", "10.0.0.99") });
    const untagged = one.look({ port: 2, src: MAC.b, ...arp("10.0.0.2", "10.0.0.1") });
    expect(untagged.result).toEqual({ kind: "consumed" });
    expect(untagged.generated[0]!.data.subarray(12, 14)).toEqual(Uint8Array.of(0x08, 0x06));
    const tagged = one.look({ port: 4, src: MAC.b, vlan: 10, ...arp("10.0.0.2", "10.0.0.1") });
    expect(tagged.result).toEqual({ kind: "consumed" });
    expect(tagged.generated[0]!.data.subarray(12, 16)).toEqual(Uint8Array.of(0x81, 0, 0, 10));
    expect(one.look({ port: 3, src: MAC.b, ...arp("10.0.0.2", "10.0.0.1") }).result).toEqual({
      kind: "flow",
    });
    expect(
      one.look({ port: 4, src: MAC.b, vlan: 10, vlan2: 7, ...arp("10.0.0.2", "10.0.0.1") }).result,
    ).toEqual({
      kind: "flow",
    });
  });

  it("knows declared addresses in the VLAN of their port", () => {
    const one = net({
      bridges: [
        { id: "br", macTable: [{ mac: MAC.c, port: "vm1", addresses: ["10.0.0.7", "2001:db8::7"] }] },
      ],
    });
    expect(one.look({ port: 4, src: MAC.b, vlan: 10, ...arp("10.0.0.2", "10.0.0.7") }).result.kind).toBe(
      "consumed",
    );
    expect(one.look({ port: 4, src: MAC.b, vlan: 20, ...arp("10.0.0.2", "10.0.0.7") }).result.kind).toBe(
      "flow",
    );
    expect(one.actions({ port: 4, src: MAC.b, dst: MAC.c, vlan: 20 })).toEqual(["pop-vlan", "output 3"]);
  });
});

describe("hairpin", () => {
  it("sends back where it is asked for, floods too", () => {
    const one = new Net({
      bridges: [{ id: "br" }],
      ports: [vm(1, "br", { hairpin: true, vlan: 10 }), vm(2, "br")],
    });
    one.send({ port: 1, src: MAC.b });
    expect(one.actions({ port: 1, src: MAC.a, dst: MAC.b })).toEqual(["output 1"]);
    expect(one.actions({ port: 1, src: MAC.a, dst: MAC.c })).toEqual([
      "output 1",
      "push-vlan 10 pcp 0",
      "output 2",
    ]);
    expect(one.look({ port: 2, vlan: 10, src: MAC.c, dst: MAC.c }).result).toEqual({ kind: "flow" });
  });
});
