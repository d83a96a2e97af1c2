// The underlay port: no kernel answers there, so the node does. 192.0.2.1/24 and 2001:db8:ff::1/64 are ours.
import { describe, expect, it } from "vitest";
import { DROP } from "../../../bindings/layout.js";
import { parseIp } from "../../topology/addresses.js";
import { judge } from "./lib/judge.js";
import { FACTS, MAC, Net, numberOf, vm } from "./lib/networks.js";
import { packet, type Spec } from "./lib/packets.js";
import { actionsOf, bitsOf } from "./lib/print.js";

const zone = {
  id: "z",
  type: "vxlan" as const,
  hosts: [
    { host: "a", address: "192.0.2.1" },
    { host: "b", address: "198.51.100.9" },
  ],
};
const net = (vlan = 0): Net =>
  new Net(
    { bridges: [{ id: "br" }], tunnelZones: [zone], ports: [vm(1, "br")] },
    { ...FACTS, underlay: [{ ...FACTS.underlay[0]!, vlan }] },
  );
const ours = "02:00:00:00:00:aa";
const gateway: Spec = { port: 0, src: MAC.r };
const UNKNOWN = { kind: "drop", reason: DROP.UNDERLAY_UNKNOWN, lifetimeMs: 0 };

describe("the underlay", () => {
  it("answers ARP for its address and learns who asks", () => {
    const verdict = net().look({
      ...gateway,
      dst: MAC.all,
      arp: { sender: "192.0.2.254", target: "192.0.2.1" },
    });
    expect(verdict.result).toEqual({ kind: "consumed" });
    expect(verdict.learned).toEqual([
      { kind: "underlay-neighbour", port: 0, address: "192.0.2.254", mac: numberOf(MAC.r) },
    ]);
    expect(actionsOf(verdict.generated[0]!.actions)).toEqual(["output 0"]);
    const [seen] = judge([verdict.generated[0]!.data]);
    expect(seen).toMatchObject({
      intact: true,
      fields: { "ARP.op": 2, "ARP.hwsrc": ours, "ARP.psrc": "192.0.2.1", "Ether.dst": MAC.r },
    });
  });

  it("answers in its VLAN only", () => {
    const question: Spec = { ...gateway, dst: MAC.all, arp: { sender: "192.0.2.254", target: "192.0.2.1" } };
    expect(net(9).look(question).result).toEqual(UNKNOWN);
    expect(net().look({ ...question, vlan: 9 }).result).toEqual(UNKNOWN);
    const [seen] = judge([net(9).look({ ...question, vlan: 9 }).generated[0]!.data]);
    expect(seen!.fields).toMatchObject({ "Dot1Q.vlan": 9, "ARP.op": 2 });
  });

  it("follows a gateway that announces another MAC, and no stranger", () => {
    const announce = (address: string) =>
      net().look({ ...gateway, dst: MAC.all, arp: { sender: address, target: address } });
    expect(announce("192.0.2.254").learned).toHaveLength(1);
    expect(announce("10.0.0.1").learned).toEqual([]);
    expect(announce("192.0.2.254").result).toEqual({ kind: "consumed" });
  });

  it("answers neighbour solicitations, and echo over both families", () => {
    const solicit: Spec = {
      ...gateway,
      ...{ dst: "33:33:ff:00:00:01", from: "2001:db8:ff::fe", to: "ff02::1:ff00:1", protocol: 58 },
      ...{ tp: [135, 0] as const, target: "2001:db8:ff::1" },
    };
    const echo4: Spec = {
      ...gateway,
      dst: ours,
      from: "198.51.100.1",
      to: "192.0.2.1",
      protocol: 1,
      tp: [8, 0],
      icmpId: 5,
    };
    const echo6: Spec = {
      ...gateway,
      dst: ours,
      from: "2001:db8:ff::fe",
      to: "2001:db8:ff::1",
      protocol: 58,
      tp: [128, 0],
    };
    const frames = [solicit, echo4, echo6].map((spec) => net().look(spec).generated[0]!.data);
    const [nd, four, six] = judge(frames);
    expect([nd!.intact, four!.intact, six!.intact]).toEqual([true, true, true]);
    expect(nd!.fields).toMatchObject({ "ICMPv6ND_NA.S": 1, "ICMPv6NDOptDstLLAddr.lladdr": ours });
    expect(four!.fields).toMatchObject({
      "ICMP.type": 0,
      "ICMP.id": 5,
      "IP.dst": "198.51.100.1",
      "Ether.dst": MAC.r,
    });
    expect(six!.layers).toContain("ICMPv6EchoReply");
  });

  it("hears from routers how large a tunnel packet may be, when they quote one of ours", () => {
    const quote = (dst: string): Uint8Array => {
      const inner = new Uint8Array(28);
      inner.set([0x45, 0, 0, 28, 0, 0, 0x40, 0, 64, 17]);
      inner.set(parseIp("192.0.2.1")!.bytes.subarray(12), 12);
      inner.set(parseIp(dst)!.bytes.subarray(12), 16);
      inner.set([0xc0, 0, 4789 >> 8, 4789 & 0xff], 20);
      return inner;
    };
    const spec: Spec = {
      ...gateway,
      dst: ours,
      from: "203.0.113.1",
      to: "192.0.2.1",
      protocol: 1,
      tp: [3, 4],
    };
    const tell = (mtu: number, dst: string) => {
      const built = packet({ ...spec, payload: quote(dst) });
      built.data[built.l4Offset + 6] = mtu >> 8;
      built.data[built.l4Offset + 7] = mtu;
      return net().look(built).learned;
    };
    expect(tell(1400, "198.51.100.9")).toEqual([{ kind: "path-mtu", remote: "198.51.100.9", mtu: 1400 }]);
    expect(tell(1400, "198.51.100.10")).toEqual([]);
    expect(tell(68, "198.51.100.9")).toEqual([]);
  });

  it("drops the rest by name, having read little", () => {
    const one = net();
    const udp = one.look({ ...gateway, dst: ours, from: "198.51.100.1", to: "192.0.2.1", tp: [53, 53] });
    expect(udp.result).toEqual(UNKNOWN);
    expect(bitsOf(udp.mask)).toEqual({ tun_type: 8, vlan_tci: 1, eth_type: 16, ip_proto: 1 });
    expect(one.look({ ...gateway, etherType: 0x88cc }).result).toEqual(UNKNOWN);
  });
});
