// Packets of the network's own, judged by scapy: ARP and ND answers and questions, echo replies, errors.
//
//   vm1 (10.0.1.10) ── r1 [rt] r2 ── vm2 (10.0.2.10, never answers), br: vm3, vm4 (declared)
import { describe, expect, it } from "vitest";
import { DROP } from "../../../bindings/layout.js";
import type { Generated, Verdict } from "../verdict.js";
import { judge } from "./lib/judge.js";
import { MAC, Net, numberOf, vm } from "./lib/networks.js";
import { packet, type Spec } from "./lib/packets.js";
import { actionsOf } from "./lib/print.js";

function net(): Net {
  const one = new Net({
    bridges: [
      { id: "br", macTable: [{ mac: MAC.b, port: "vm4", addresses: ["10.7.0.4", "2001:db8:7::4"] }] },
    ],
    routers: [{ id: "rt", routes: [{ destination: "10.66.0.0/16", type: "reject" }] }],
    ports: [
      vm(1, "rt", { mac: MAC.r, addresses: ["10.0.1.1/24", "2001:db8:1::1/64"] }),
      vm(2, "rt", { mac: MAC.s, addresses: ["10.0.2.1/24", "2001:db8:2::1/64"] }),
      vm(3, "br"),
      vm(4, "br"),
    ],
  });
  for (const address of ["10.0.1.10", "2001:db8:1::10"])
    one.state.neighbours.set(`vm1 ${address}`, numberOf(MAC.a));
  for (const address of ["10.0.2.10", "2001:db8:2::10"]) one.state.neighbours.set(`vm2 ${address}`, "failed");
  return one;
}

const four: Spec = { port: 1, src: MAC.a, dst: MAC.r, from: "10.0.1.10", to: "10.0.2.10", tp: [1000, 80] };
const six: Spec = { ...four, from: "2001:db8:1::10", to: "2001:db8:2::10" };
const ping4: Spec = { ...four, protocol: 1, tp: [8, 0], icmpId: 77, payload: Uint8Array.of(0, 9, 1, 2, 3) };
const ping6: Spec = { ...six, protocol: 58, tp: [128, 0], icmpId: 78 };

/** The frame as it leaves: the MACs that the actions write are written. */
function leaving(generated: Generated): Uint8Array {
  const frame = generated.data.slice();
  for (const word of actionsOf(generated.actions)) {
    const [, field, mac] = /^set (eth_dst|eth_src) (.*)$/.exec(word) ?? [];
    if (mac === undefined) continue;
    frame.set(Buffer.from(mac.replaceAll(":", ""), "hex"), field === "eth_dst" ? 0 : 6);
  }
  return frame;
}

function only(verdict: Verdict): Uint8Array {
  expect(verdict.generated).toHaveLength(1);
  return leaving(verdict.generated[0]!);
}

const CASES: [string, Spec, string[], Record<string, unknown>][] = [
  [
    "ARP for the router",
    { port: 1, src: MAC.a, dst: MAC.all, arp: { sender: "10.0.1.10", target: "10.0.1.1" } },
    ["Ether", "ARP"],
    { "Ether.dst": MAC.a, "ARP.op": 2, "ARP.hwsrc": MAC.r, "ARP.psrc": "10.0.1.1", "ARP.pdst": "10.0.1.10" },
  ],
  [
    "ARP answered by the bridge",
    { port: 3, src: MAC.c, dst: MAC.all, arp: { sender: "10.7.0.3", target: "10.7.0.4" } },
    ["Ether", "ARP"],
    { "Ether.dst": MAC.c, "ARP.op": 2, "ARP.hwsrc": MAC.b, "ARP.hwdst": MAC.c },
  ],
  [
    "a solicitation of the router",
    {
      ...six,
      dst: "33:33:ff:00:00:01",
      to: "ff02::1:ff00:1",
      protocol: 58,
      tp: [135, 0],
      target: "2001:db8:1::1",
    },
    ["Ether", "IPv6", "ICMPv6ND_NA", "ICMPv6NDOptDstLLAddr"],
    {
      "IPv6.hlim": 255,
      "ICMPv6ND_NA.R": 1,
      "ICMPv6ND_NA.S": 1,
      "ICMPv6NDOptDstLLAddr.lladdr": MAC.r,
      "Ether.dst": MAC.a,
    },
  ],
  [
    "a solicitation answered by the bridge",
    {
      ...{ port: 3, src: MAC.c, dst: "33:33:ff:00:00:04", from: "2001:db8:7::3", to: "ff02::1:ff00:4" },
      ...{ protocol: 58, tp: [135, 0] as const, target: "2001:db8:7::4" },
    },
    ["Ether", "IPv6", "ICMPv6ND_NA", "ICMPv6NDOptDstLLAddr"],
    { "ICMPv6ND_NA.R": 0, "ICMPv6ND_NA.tgt": "2001:db8:7::4", "ICMPv6NDOptDstLLAddr.lladdr": MAC.b },
  ],
  [
    "ping of the near port",
    { ...ping4, to: "10.0.1.1" },
    ["Ether", "IP", "ICMP", "Raw"],
    {
      "IP.src": "10.0.1.1",
      "IP.dst": "10.0.1.10",
      "IP.ttl": 64,
      "ICMP.type": 0,
      "ICMP.id": 77,
      "ICMP.seq": 0,
    },
  ],
  [
    "ping of the far port over IPv6",
    { ...ping6, to: "2001:db8:2::1" },
    ["Ether", "IPv6", "ICMPv6EchoReply"],
    { "IPv6.src": "2001:db8:2::1", "ICMPv6EchoReply.id": 78, "Ether.src": MAC.r, "Ether.dst": MAC.a },
  ],
  [
    "a spent hop limit",
    { ...four, ttl: 1 },
    ["Ether", "IP", "ICMP", "IPerror", "UDPerror", "Raw"],
    { "ICMP.type": 11, "IP.src": "10.0.1.1" },
  ],
  [
    "a spent hop limit over IPv6",
    { ...six, ttl: 1 },
    ["Ether", "IPv6", "ICMPv6TimeExceeded"],
    { "ICMPv6TimeExceeded.code": 0 },
  ],
  ["no route", { ...four, to: "9.9.9.9" }, ["Ether", "IP", "ICMP"], { "ICMP.type": 3, "ICMP.code": 0 }],
  [
    "no route over IPv6",
    { ...six, to: "2620::9" },
    ["Ether", "IPv6", "ICMPv6DestUnreach"],
    { "ICMPv6DestUnreach.code": 0 },
  ],
  ["a silent neighbour", four, ["Ether", "IP", "ICMP"], { "ICMP.type": 3, "ICMP.code": 1 }],
  [
    "a silent neighbour over IPv6",
    six,
    ["Ether", "IPv6", "ICMPv6DestUnreach"],
    { "ICMPv6DestUnreach.code": 3 },
  ],
  [
    "a reject route",
    { ...four, to: "10.66.1.1" },
    ["Ether", "IP", "ICMP"],
    { "ICMP.type": 3, "ICMP.code": 13 },
  ],
  [
    "a port nobody listens on",
    { ...four, to: "10.0.2.1" },
    ["Ether", "IP", "ICMP"],
    { "ICMP.type": 3, "ICMP.code": 3 },
  ],
];

describe("what the network says itself, as scapy reads it", () => {
  const judged = judge(CASES.map(([, spec]) => only(net().look(spec))));

  it.each(CASES.map(([name, , layers, fields], index) => ({ name, layers, fields, seen: judged[index]! })))(
    "$name",
    ({ layers, fields, seen }) => {
      expect(seen.layers.slice(0, layers.length)).toEqual(layers);
      expect(seen.fields).toMatchObject(fields);
      expect(seen.intact).toBe(true);
    },
  );

  it("but for a wrong checksum, which it tells", () => {
    const frame = only(net().look({ ...ping4, to: "10.0.1.1" }));
    frame[frame.length - 1]! ^= 1;
    expect(judge([frame])[0]!.intact).toBe(false);
  });

  it("questions: an ARP request and a neighbour solicitation", () => {
    const unknown = net();
    unknown.state.neighbours.clear();
    const [arp, nd] = judge([only(unknown.look(four)), only(unknown.look(six))]);
    expect(arp!.fields).toMatchObject({
      "ARP.op": 1,
      "ARP.psrc": "10.0.2.1",
      "ARP.pdst": "10.0.2.10",
      "Ether.dst": MAC.all,
    });
    expect(nd!.fields).toMatchObject({
      "ICMPv6ND_NS.tgt": "2001:db8:2::10",
      "Ether.dst": "33:33:ff:00:00:10",
      "IPv6.hlim": 255,
    });
    expect([arp!.intact, nd!.intact]).toEqual([true, true]);
  });
});

describe("errors are not sent", () => {
  it.each<[string, Spec]>([
    ["about errors", { ...four, protocol: 1, tp: [3, 1] }],
    ["about ICMPv6 errors", { ...six, protocol: 58, tp: [1, 0] }],
    ["about later fragments", { ...four, tp: [0, 0], frag: "LATER" }],
    ["to a source that is no host", { ...four, from: "255.255.255.255" }],
  ])("%s", (_, spec) => {
    const verdict = net().look(spec);
    expect(verdict.result.kind).toBe("drop");
    expect(verdict.generated).toEqual([]);
  });
});

describe("what is too big for its tunnel", () => {
  const zone = {
    id: "z",
    type: "vxlan" as const,
    hosts: [
      { host: "a", address: "192.0.2.1" },
      { host: "b", address: "192.0.2.2" },
    ],
  };
  const far = { id: "vm9", host: "b", interface: "x" };
  const mtu = { kind: "tunnel-mtu" as const, mtu: 1400 };

  it("is told by the last router on its way", () => {
    const one = new Net({
      routers: [{ id: "rt" }],
      tunnelZones: [zone],
      ports: [
        vm(1, "rt", { mac: MAC.r, addresses: ["10.0.1.1/24"] }),
        { ...far, device: "rt", addresses: ["10.0.2.1/24"] },
      ],
    });
    one.state.neighbours.set("vm1 10.0.1.10", numberOf(MAC.a));
    one.state.neighbours.set("vm9 10.0.2.10", numberOf(MAC.b));
    const verdict = one.look(packet({ ...four, payload: new Uint8Array(1300) }), {}, mtu);
    expect(verdict.result).toEqual({ kind: "once" });
    expect(actionsOf(verdict.actions)).toEqual(["drop MTU_NO_FRAG"]);
    const [seen] = judge([only(verdict)]);
    expect(seen!.fields).toMatchObject({
      "IP.src": "10.0.1.1",
      "ICMP.type": 3,
      "ICMP.code": 4,
      "ICMP.nexthopmtu": 1400,
      "IP.len": 576,
    });
    expect(seen!.intact).toBe(true);
    const silent = one.look(packet(four, { mayFragment: true }), {}, mtu);
    expect(actionsOf(silent.actions)).toEqual([`drop TUNNEL_MTU`]);
    expect(silent.generated).toEqual([]);
  });

  it("is told in the name of the one it was sent to, where there is no router", () => {
    const one = new Net({
      bridges: [{ id: "br", macTable: [{ mac: MAC.b, port: "vm9" }] }],
      tunnelZones: [zone],
      ports: [vm(1, "br"), { ...far, device: "br" }],
    });
    const verdict = one.look(packet({ ...six, dst: MAC.b }), {}, mtu);
    expect(actionsOf(verdict.generated[0]!.actions)).toEqual(["output 1"]);
    const [seen] = judge([only(verdict)]);
    expect(seen!.fields).toMatchObject({
      "Ether.src": MAC.b,
      "IPv6.src": "2001:db8:2::10",
      "ICMPv6PacketTooBig.mtu": 1400,
    });
  });
});

describe("a long ping", () => {
  it("turns round itself when not all of it came up", () => {
    const whole = packet({ ...ping4, to: "10.0.1.1", payload: new Uint8Array(1500) });
    const verdict = net().look({ ...whole, data: whole.data.subarray(0, 1344) });
    expect(verdict.result).toEqual({ kind: "once" });
    expect(actionsOf(verdict.actions)).toEqual([
      ...[
        `set eth_dst ${MAC.a}`,
        `set eth_src ${MAC.r}`,
        "set ip_src 10.0.1.1",
        "set ip_dst 10.0.1.10",
        "set tp_src 0",
      ],
      "output 1",
    ]);
  });

  it("is not answered by what is no echo", () => {
    expect(net().look({ ...four, to: "10.0.1.1", protocol: 47 }).result).toMatchObject({
      reason: DROP.NO_MEMBER,
    });
  });
});
