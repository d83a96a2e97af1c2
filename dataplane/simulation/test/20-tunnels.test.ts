// Tunnels: by port key to other hosts, by VNI to foreign VTEPs.
//
//   vm1 ── br ── vm3 (host b)      gw: VNI 5000, remotes 198.51.100.7 (declares mac c) and .8
import { describe, expect, it } from "vitest";
import { DROP } from "../../../bindings/layout.js";
import { FACTS, MAC, Net, numberOf, vm } from "./lib/networks.js";
import { actionsOf, bitsOf } from "./lib/print.js";

const zones = ["gre", "vxlan"].map((type) => ({
  id: `zone-${type}`,
  type: type as "gre" | "vxlan",
  hosts: [
    { host: "a", address: "192.0.2.1" },
    { host: "b", address: "192.0.2.2" },
  ],
}));
const gateway = {
  id: "gw",
  device: "br",
  vtep: {
    type: "vxlan" as const,
    key: 5000,
    host: "a",
    remotes: [{ address: "198.51.100.7", macs: [MAC.c] }, { address: "198.51.100.8" }],
  },
};
const net = (): Net =>
  new Net({
    bridges: [{ id: "br" }],
    tunnelZones: zones,
    ports: [
      vm(1, "br", { key: 111 }),
      { id: "vm3", device: "br", host: "b", interface: "x", key: 333 },
      gateway,
    ],
  });

describe("tunnels between hosts", () => {
  it("are enumerated alike every time, VXLAN before GRE", () => {
    const { snapshot } = net();
    expect(snapshot.tunnels).toEqual([
      { id: 0, type: "vxlan", local: "192.0.2.1", remote: "192.0.2.2", udpPort: 4789 },
      { id: 1, type: "vxlan", local: "192.0.2.1", remote: "198.51.100.7", udpPort: 4789 },
      { id: 2, type: "vxlan", local: "192.0.2.1", remote: "198.51.100.8", udpPort: 4789 },
    ]);
    expect(snapshot.endpoints).toEqual([
      { type: "vxlan", local: "192.0.2.1", udpPort: 4789 },
      { type: "gre", local: "192.0.2.1", udpPort: 0 },
    ]);
  });

  it("lead straight to the port that the key names, whatever is inside", () => {
    const verdict = net().look({ port: 0, tunnel: { key: 111, src: "192.0.2.2" }, dst: MAC.a });
    expect(verdict.result).toEqual({ kind: "flow" });
    expect(actionsOf(verdict.actions)).toEqual(["decap", "output 1"]);
    expect(bitsOf(verdict.mask)).toEqual({ tun_type: 8, tun_key: 32, tun_src: 128 });
  });

  it("take no packet from a stranger, nor a key that names nothing here", () => {
    const look = (key: number, src: string) => net().look({ port: 0, tunnel: { key, src } }).result;
    expect(look(111, "192.0.2.3")).toMatchObject({ reason: DROP.TUNNEL_SOURCE });
    expect(look(5000, "192.0.2.2")).toMatchObject({ reason: DROP.TUNNEL_SOURCE });
    expect(look(112, "192.0.2.2")).toMatchObject({ reason: DROP.UNKNOWN_KEY });
    expect(look(333, "192.0.2.2")).toMatchObject({ reason: DROP.UNKNOWN_KEY });
  });

  it("need a zone that joins the two hosts", () => {
    const one = new Net({
      bridges: [{ id: "br", macTable: [{ mac: MAC.b, port: "vm3" }] }],
      ports: [vm(1, "br"), { id: "vm3", device: "br", host: "b", interface: "x" }],
    });
    expect(one.look({ port: 1, dst: MAC.b }).result).toMatchObject({ reason: DROP.NO_TUNNEL_PATH });
  });

  it("drop IP without Ethernet", () => {
    const verdict = net().look({ port: 0, tunnel: { type: "GRE_IP", key: 111, src: "192.0.2.2" } });
    expect(verdict.result).toMatchObject({ reason: DROP.L3_PAYLOAD });
  });
});

describe("a gateway to foreign VTEPs", () => {
  const from7 = { port: 0, tunnel: { key: 5000, src: "198.51.100.7" } };

  it("is one more port of the flood: a copy to each remote", () => {
    expect(net().actions({ port: 1, src: MAC.a, dst: MAC.all, etherType: 0x88b5 })).toEqual([
      "clone(encap 0/333, output tunnel)",
      "clone(encap 1/5000, output tunnel)",
      "encap 2/5000",
      "output tunnel",
    ]);
  });

  it("sends a declared station to its remote alone", () => {
    expect(net().actions({ port: 1, src: MAC.a, dst: MAC.c })).toEqual(["encap 1/5000", "output tunnel"]);
  });

  it("takes packets in, learns behind which remote the sender is, and floods to no remote again", () => {
    const one = net();
    const verdict = one.send({ ...from7, src: MAC.b, dst: MAC.a });
    expect(verdict.learned).toEqual([
      { kind: "station", bridge: "br", vlan: 0, mac: numberOf(MAC.b), where: "gw@198.51.100.7" },
    ]);
    expect(actionsOf(verdict.actions)).toEqual(["decap", "output 1", "encap 0/333", "output tunnel"]);
    expect(one.actions({ port: 1, src: MAC.a, dst: MAC.b })).toEqual(["encap 1/5000", "output tunnel"]);
  });

  it("answers an ARP question through the tunnel it came by", () => {
    const one = net();
    one.send({ port: 1, src: MAC.a, dst: MAC.all, arp: { sender: "10.0.0.1", target: "10.0.0.9" } });
    const verdict = one.look({
      ...from7,
      src: MAC.b,
      dst: MAC.all,
      arp: { sender: "10.0.0.2", target: "10.0.0.1" },
    });
    expect(verdict.result).toEqual({ kind: "consumed" });
    expect(verdict.generated.map((one) => actionsOf(one.actions))).toEqual([
      ["encap 1/5000", "output tunnel"],
    ]);
    expect(verdict.generated[0]!.port).toBe(0);
  });

  it("picks the local address of the remote's family", () => {
    const six = {
      ...gateway,
      vtep: { ...gateway.vtep, type: "gre" as const, remotes: [{ address: "2001:db8:ff::7" }] },
    };
    const { snapshot } = new Net({ bridges: [{ id: "br" }], ports: [vm(1, "br"), six] }, FACTS);
    expect(snapshot.tunnels).toEqual([
      { id: 0, type: "gre", local: "2001:db8:ff::1", remote: "2001:db8:ff::7", udpPort: 0 },
    ]);
  });
});
