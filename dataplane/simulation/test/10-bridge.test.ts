// A bridge with two ports here and one on host b:
//
//   vm1 ─┐
//   vm2 ─┼─ br ─── vm3 (host b, by tunnel)
import { describe, expect, it } from "vitest";
import { DROP } from "../../../bindings/layout.js";
import { MAC, Net, numberOf, vm } from "./lib/networks.js";
import { actionsOf, bitsOf } from "./lib/print.js";

const zone = {
  id: "zone",
  type: "vxlan" as const,
  hosts: [
    { host: "a", address: "192.0.2.1" },
    { host: "b", address: "192.0.2.2" },
  ],
};
const remote = { id: "vm3", device: "br", host: "b", interface: "x", key: 333 };
const net = (): Net =>
  new Net({ bridges: [{ id: "br" }], tunnelZones: [zone], ports: [vm(1, "br"), vm(2, "br"), remote] });
const a = { port: 1, src: MAC.a };
const b = { port: 2, src: MAC.b };

describe("a bridge", () => {
  it("floods to every other port what nobody is known to be, and reads no more than the Ethernet header", () => {
    const verdict = net().look({ ...a, dst: MAC.b, from: "10.0.0.1", to: "10.0.0.2", tp: [1, 2] });
    expect(verdict.result).toEqual({ kind: "flow" });
    expect(actionsOf(verdict.actions)).toEqual(["output 2", "encap 0/333", "output tunnel"]);
    expect(bitsOf(verdict.mask)).toEqual({ eth_dst: 48, eth_src: 48, vlan_tci: 1 });
  });

  it("learns where the sender is and sends the answer there alone", () => {
    const one = net();
    const first = one.send({ ...a, dst: MAC.b });
    expect(first.learned).toEqual([
      { kind: "station", bridge: "br", vlan: 0, mac: numberOf(MAC.a), where: "vm1" },
    ]);
    expect(one.actions({ ...b, dst: MAC.a })).toEqual(["output 1"]);
  });

  it("keeps one table a VLAN", () => {
    const one = net();
    one.send({ ...a, dst: MAC.b, vlan: 5 });
    expect(one.actions({ ...b, dst: MAC.a, vlan: 5 })).toEqual(["output 1"]);
    expect(one.actions({ ...b, dst: MAC.a, vlan: 6 })[0]).toBe("output 1");
    expect(one.actions({ ...b, dst: MAC.a, vlan: 6 })).toHaveLength(3);
    const tagged = one.look({ ...b, dst: MAC.a, vlan: 5 });
    expect(bitsOf(tagged.mask)).toEqual({ eth_dst: 48, eth_src: 48, vlan_tci: 13 });
  });

  it("drops what would leave by the port it came in, for a short while only", () => {
    const one = net();
    one.send({ ...a, dst: MAC.b });
    expect(one.look({ ...a, src: MAC.c, dst: MAC.a }).result).toEqual({
      kind: "drop",
      reason: DROP.HAIRPIN,
      lifetimeMs: 5000,
    });
  });

  it("drops frames from a group address, having read one bit of it", () => {
    const verdict = net().look({ ...a, src: "03:00:00:00:00:01" });
    expect(verdict.result).toMatchObject({ kind: "drop", reason: DROP.SRC_MULTICAST });
    expect(bitsOf(verdict.mask)).toEqual({ eth_src: 1 });
  });

  it("believes its declared table over what it hears", () => {
    const one = new Net({
      bridges: [{ id: "br", macTable: [{ mac: MAC.b, port: "vm2" }] }],
      ports: [vm(1, "br"), vm(2, "br"), vm(3, "br")],
    });
    expect(one.send({ port: 3, src: MAC.b, dst: MAC.c }).learned).toEqual([]);
    expect(one.actions({ ...a, dst: MAC.b })).toEqual(["output 2"]);
  });

  it("is down when its port or itself is", () => {
    const one = new Net({
      bridges: [{ id: "br" }, { id: "off", adminUp: false }],
      ports: [vm(1, "br", { adminUp: false }), vm(2, "off"), vm(3, "br"), vm(4, "br")],
    });
    expect(one.look({ port: 1 }).result).toMatchObject({ reason: DROP.ADMIN_DOWN });
    expect(one.look({ port: 2 }).result).toMatchObject({ reason: DROP.ADMIN_DOWN });
    expect(one.actions({ port: 3, dst: MAC.b })).toEqual(["output 4"]);
  });

  it("drops a loop of bridges whole instead of multiplying it", () => {
    const ring = ["x", "y", "z"];
    const one = new Net({
      bridges: ring.map((id) => ({ id })),
      ports: [
        vm(1, "x"),
        vm(2, "y"),
        ...ring.flatMap((id, index) => {
          const next = ring[(index + 1) % 3]!;
          return [
            { id: `${id}-${next}`, device: id, peer: `${next}-${id}` },
            { id: `${next}-${id}`, device: next, peer: `${id}-${next}` },
          ];
        }),
      ],
    });
    expect(one.look({ ...a, dst: MAC.all }).result).toMatchObject({ kind: "drop", reason: DROP.LOOP });
  });

  it("says which worker port is bound to nothing", () => {
    expect(net().look({ port: 7 }).result).toMatchObject({ kind: "drop", reason: DROP.UNBOUND_INGRESS });
    expect(bitsOf(net().look({ port: 7 }).mask)).toEqual({});
  });
});

describe("ARP and neighbour discovery on a bridge", () => {
  const who = (target: string) => ({ ...a, dst: MAC.all, arp: { sender: "10.0.0.1", target } });

  it("floods a question whose answer nobody knows, as a flow", () => {
    const verdict = net().look(who("10.0.0.2"));
    expect(verdict.result).toEqual({ kind: "flow" });
    expect(actionsOf(verdict.actions)).toEqual(["output 2", "encap 0/333", "output tunnel"]);
    expect(bitsOf(verdict.mask)).toMatchObject({ eth_type: 16, ip_proto: 8, ip_src: 32, ip_dst: 32 });
  });

  it("answers for a neighbour it has heard, back by the port of the question", () => {
    const one = net();
    one.send({ ...b, dst: MAC.all, arp: { sender: "10.0.0.2", target: "10.0.0.9" } });
    const verdict = one.look(who("10.0.0.2"));
    expect(verdict.result).toEqual({ kind: "consumed" });
    expect(verdict.generated).toHaveLength(1);
    expect(actionsOf(verdict.generated[0]!.actions)).toEqual(["output 1"]);
  });

  it("leaves probes for one's own address alone", () => {
    const one = net();
    one.send({ ...a, dst: MAC.all, arp: { sender: "10.0.0.1", target: "10.0.0.9" } });
    expect(one.look({ ...a, dst: MAC.all, arp: { sender: "0.0.0.0", target: "10.0.0.1" } }).result).toEqual({
      kind: "flow",
    });
  });

  it("asks nothing of a bridge told not to answer", () => {
    const one = new Net({
      bridges: [{ id: "br", arpSuppression: false }],
      ports: [vm(1, "br"), vm(2, "br")],
    });
    const verdict = one.look(who("10.0.0.2"));
    expect(actionsOf(verdict.actions)).toEqual(["output 2"]);
    expect(bitsOf(verdict.mask)).toEqual({ eth_dst: 1, eth_src: 48, vlan_tci: 1 });
  });

  it("answers a neighbour solicitation for a declared address", () => {
    const one = new Net({
      bridges: [{ id: "br", macTable: [{ mac: MAC.b, port: "vm2", addresses: ["2001:db8::2"] }] }],
      ports: [vm(1, "br"), vm(2, "br")],
    });
    const verdict = one.look({
      ...a,
      dst: "33:33:ff:00:00:02",
      from: "2001:db8::1",
      to: "ff02::1:ff00:2",
      protocol: 58,
      tp: [135, 0],
      target: "2001:db8::2",
    });
    expect(verdict.result).toEqual({ kind: "consumed" });
    expect(actionsOf(verdict.generated[0]!.actions)).toEqual(["output 1"]);
  });
});
