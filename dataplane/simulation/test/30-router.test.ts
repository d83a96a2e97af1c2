// A router between two bridges:
//
//   vm1 (10.0.1.10) ── left ── r1 [rt] r2 ── right ── vm2 (10.0.2.10)
//                               └ 10.0.1.1, 10.0.2.1, 2001:db8:1::1, 2001:db8:2::1
import { describe, expect, it } from "vitest";
import { DROP } from "../../../bindings/layout.js";
import type { Port, Route } from "../../topology/model.js";
import { MAC, Net, numberOf, vm } from "./lib/networks.js";
import type { Spec } from "./lib/packets.js";
import { actionsOf, bitsOf, maskOf } from "./lib/print.js";

const leg = (id: string, bridge: string, mac: string, number: number): Port[] => [
  { id, device: "rt", mac, addresses: [`10.0.${number}.1/24`, `2001:db8:${number}::1/64`], peer: `${id}-up` },
  { id: `${id}-up`, device: bridge, peer: id },
];

function net(routes: Route[] = [], more: Port[] = []): Net {
  const one = new Net({
    bridges: [{ id: "left" }, { id: "right" }],
    routers: [{ id: "rt", routes }],
    ports: [
      vm(1, "left"),
      vm(2, "right"),
      ...leg("r1", "left", MAC.r, 1),
      ...leg("r2", "right", MAC.s, 2),
      ...more,
    ],
  });
  one.state.stations.set(`left 0 ${numberOf(MAC.a)}`, "vm1");
  one.state.stations.set(`right 0 ${numberOf(MAC.b)}`, "vm2");
  return one;
}

const out: Spec = { port: 1, src: MAC.a, dst: MAC.r, from: "10.0.1.10", to: "10.0.2.10", tp: [1000, 80] };
const over6: Spec = { ...out, from: "2001:db8:1::10", to: "2001:db8:2::10" };
const routed = (mac: string): string[] => [
  `set eth_dst ${mac}`,
  `set eth_src ${MAC.s}`,
  "dec-ttl",
  "output 2",
];

describe("a router", () => {
  it("asks for a neighbour it does not know; the packet waits, then goes", () => {
    const one = net();
    const verdict = one.look(out);
    expect(verdict.result).toEqual({
      kind: "wait",
      on: { kind: "neighbour", port: "r2", address: "10.0.2.10" },
    });
    expect(verdict.generated.map((ask) => actionsOf(ask.actions))).toEqual([["output 2"]]);

    const answer = one.send({
      port: 2,
      src: MAC.b,
      dst: MAC.s,
      arp: { operation: 2, sender: "10.0.2.10", target: "10.0.2.1" },
    });
    expect(answer.result).toEqual({ kind: "consumed" });
    expect(answer.learned).toContainEqual({
      kind: "neighbour",
      port: "r2",
      address: "10.0.2.10",
      mac: numberOf(MAC.b),
    });
    expect(one.actions(out)).toEqual(routed(MAC.b));
  });

  it("asks over IPv6 by neighbour solicitation, and hears the advertisement", () => {
    const one = net();
    const verdict = one.look(over6);
    expect(verdict.result).toMatchObject({ kind: "wait", on: { port: "r2", address: "2001:db8:2::10" } });
    expect(verdict.generated).toHaveLength(1);
    const heard = one.send({
      ...{ port: 2, src: MAC.b, dst: MAC.s, from: "2001:db8:2::10", to: "2001:db8:2::1" },
      ...{ protocol: 58, tp: [136, 0], target: "2001:db8:2::10" },
    });
    expect(heard.result).toEqual({ kind: "consumed" });
    expect(one.actions(over6)).toEqual(routed(MAC.b));
  });

  it("reads the destination, one bit of the hop limit, and nothing of the transport", () => {
    const one = net();
    one.state.neighbours.set("r2 10.0.2.10", numberOf(MAC.b));
    const verdict = one.look(out);
    expect(maskOf(verdict, "ip_dst")).toBe("000000000000000000000000ffffffff");
    expect(maskOf(verdict, "ip_ttl")).toBe("08");
    // The source must only not be 0/8, 127/8 or 224/3: three bits of 10.0.1.10 prove it.
    expect(maskOf(verdict, "ip_src")).toBe("000000000000000000000000c8000000");
    expect(bitsOf(verdict.mask)).toEqual({
      ...{ eth_dst: 48, eth_src: 48, vlan_tci: 1, eth_type: 16, ip_src: 3, ip_dst: 32, ip_ttl: 1 },
    });
  });

  it("needs only the prefix of the destination when a gateway is the next hop", () => {
    const one = net([{ destination: "172.16.0.0/12", port: "r2", gateway: "10.0.2.10" }]);
    one.state.neighbours.set("r2 10.0.2.10", numberOf(MAC.b));
    const verdict = one.look({ ...out, to: "172.20.1.1" });
    expect(actionsOf(verdict.actions)).toEqual(routed(MAC.b));
    expect(maskOf(verdict, "ip_dst")).toBe("000000000000000000000000fff00000");
  });

  it("tells the bits that exclude a longer prefix apart from the others", () => {
    const one = net([
      { destination: "172.16.0.0/12", port: "r2", gateway: "10.0.2.10" },
      { destination: "172.16.128.0/24", type: "blackhole" },
    ]);
    one.state.neighbours.set("r2 10.0.2.10", numberOf(MAC.b));
    // 172.16.1.1 differs from 172.16.128.0/24 first in bit 16.
    expect(maskOf(one.look({ ...out, to: "172.16.1.1" }), "ip_dst")).toBe("000000000000000000000000fff88000");
    expect(one.look({ ...out, to: "172.16.128.9" }).result).toMatchObject({ reason: DROP.BLACKHOLE });
  });

  it("prefers the route whose source prefix fits, then the lower weight", () => {
    const one = net([
      { destination: "0.0.0.0/0", type: "blackhole", weight: 5 },
      { destination: "0.0.0.0/0", source: "10.0.1.0/24", type: "reject", weight: 50 },
      { destination: "0.0.0.0/0", source: "10.0.1.0/24", port: "r2", gateway: "10.0.2.10", weight: 10 },
    ]);
    one.state.neighbours.set("r2 10.0.2.10", numberOf(MAC.b));
    const fits = one.look({ ...out, to: "8.8.8.8" });
    expect(actionsOf(fits.actions)).toEqual(routed(MAC.b));
    expect(maskOf(fits, "ip_src")).toBe("000000000000000000000000ffffff00");
    expect(one.look({ ...out, from: "10.0.3.1", to: "8.8.8.8" }).result).toMatchObject({
      reason: DROP.BLACKHOLE,
    });
  });

  it("shares equal routes by a select group, weighted, of those whose next hop is known", () => {
    const one = net(
      [1, 2, 3].map((n) => ({ destination: "0.0.0.0/0", port: "r2", gateway: `10.0.2.${10 * n}`, share: n })),
    );
    one.state.neighbours.set("r2 10.0.2.10", numberOf(MAC.b));
    one.state.neighbours.set("r2 10.0.2.20", numberOf(MAC.c));
    one.state.stations.set(`right 0 ${numberOf(MAC.c)}`, "vm2");
    const verdict = one.look({ ...out, to: "8.8.8.8" });
    expect(verdict.result).toEqual({ kind: "flow" });
    expect(actionsOf(verdict.actions)).toEqual(["select 0"]);
    const members = verdict.groups[0]!.members;
    expect(members.map((member) => [member.weight, actionsOf(member.actions)])).toEqual([
      [1, routed(MAC.b)],
      [2, routed(MAC.c)],
    ]);
    expect(new Set(members.map((member) => member.token)).size).toBe(2);
    // The third is asked for meanwhile.
    expect(verdict.generated).toHaveLength(1);
    expect(maskOf(verdict, "tp_src")).toBe("0000");
  });

  it("drops for a neighbour that does not answer, and tells the sender", () => {
    const one = net();
    one.state.neighbours.set("r2 10.0.2.10", "failed");
    one.state.neighbours.set("r1 10.0.1.10", numberOf(MAC.a));
    const verdict = one.look(out);
    expect(verdict.result).toEqual({ kind: "drop", reason: DROP.NO_NEIGHBOUR, lifetimeMs: 1000 });
    expect(actionsOf(verdict.actions)).toEqual(["drop NO_NEIGHBOUR"]);
    expect(actionsOf(verdict.generated[0]!.actions)).toEqual([
      ...[`set eth_dst ${MAC.a}`, `set eth_src ${MAC.r}`, "output 1"],
    ]);
  });

  it("answers each packet whose hop limit ends, and installs nothing for it", () => {
    const one = net();
    one.state.neighbours.set("r1 10.0.1.10", numberOf(MAC.a));
    const verdict = one.look({ ...out, ttl: 1 });
    expect(verdict.result).toEqual({ kind: "once" });
    expect(actionsOf(verdict.actions)).toEqual(["drop TTL_EXPIRED"]);
    expect(verdict.generated).toHaveLength(1);
  });

  it.each([
    ["another station's frame", { dst: MAC.s }, DROP.NOT_FOR_ROUTER],
    ["a broadcast that is no ARP", { dst: MAC.all }, DROP.NOT_FOR_ROUTER],
    ["what is not IP", { etherType: 0x88b5, from: undefined }, DROP.NOT_IP],
    ["a VLAN tag", { vlan: 7 }, DROP.VLAN_UNEXPECTED],
    ["a loopback source", { from: "127.0.0.1" }, DROP.BAD_ADDRESS],
    ["a multicast destination", { to: "224.0.0.9" }, DROP.BAD_ADDRESS],
    ["a directed broadcast", { to: "10.0.2.255" }, DROP.BAD_ADDRESS],
    ["a destination without route", { to: "8.8.8.8" }, DROP.NO_ROUTE],
    ["a link-local source beyond its link", { from: "fe80::1", to: "2001:db8:2::10" }, DROP.BAD_ADDRESS],
  ])("drops %s by name", (_, change, reason) => {
    const one = new Net({
      routers: [{ id: "rt" }],
      ports: [
        { ...vm(1, "rt"), mac: MAC.r, addresses: ["10.0.1.1/24", "2001:db8:1::1/64"] },
        { ...vm(2, "rt"), mac: MAC.s, addresses: ["10.0.2.1/24", "2001:db8:2::1/64"] },
      ],
    });
    const spec = Object.fromEntries(
      Object.entries({ ...out, ...change }).filter(([, value]) => value !== undefined),
    );
    expect(one.look(spec as Spec).result).toMatchObject({ kind: "drop", reason });
  });

  it("takes a priority tag off", () => {
    const one = net();
    one.state.neighbours.set("r2 10.0.2.10", numberOf(MAC.b));
    expect(one.actions({ ...out, vlan: 0 })).toEqual(["pop-vlan", ...routed(MAC.b)]);
  });

  it("takes one off the hop limit for each router on the way", () => {
    const one = new Net({
      routers: [
        { id: "rt", routes: [{ destination: "10.0.2.0/24", port: "r-s", gateway: "10.9.0.2" }] },
        { id: "st" },
      ],
      ports: [
        { ...vm(1, "rt"), mac: MAC.r, addresses: ["10.0.1.1/24"] },
        { id: "r-s", device: "rt", addresses: ["10.9.0.1/30"], peer: "s-r" },
        { id: "s-r", device: "st", addresses: ["10.9.0.2/30"], peer: "r-s" },
        { ...vm(2, "st"), mac: MAC.s, addresses: ["10.0.2.1/24"] },
      ],
    });
    one.state.neighbours.set("vm2 10.0.2.10", numberOf(MAC.b));
    expect(one.actions(out)).toEqual([
      ...[`set eth_dst ${MAC.b}`, `set eth_src ${MAC.s}`, "dec-ttl", "dec-ttl", "output 2"],
    ]);
    expect(actionsOf(one.look({ ...out, ttl: 2 }).actions)).toEqual(["drop TTL_EXPIRED"]);
    expect(maskOf(one.look({ ...out, ttl: 3 }), "ip_ttl")).toBe("0f");
  });
});
