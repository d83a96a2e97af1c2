// DHCPv4 at the edge, client messages and judgement by scapy: who is answered and how, and what is left alone.
//
//   vm1 (02:..:0a = 10.0.1.10), vm2 ── br ── r1 10.0.1.1 [rt]      served: 10.0.1.0/24 by 10.0.1.2 and 10.0.5.0/24 by 10.0.5.1
import { describe, expect, it } from "vitest";
import { KEY } from "../../../bindings/layout.js";
import type { Dhcp } from "../../topology/services.js";
import { describePath } from "../path.js";
import type { Verdict } from "../verdict.js";
import { MAC, Net, numberOf, vm } from "./lib/networks.js";
import type { Spec } from "./lib/packets.js";
import { actionsOf } from "./lib/print.js";
import { built, type Seen, seen } from "./lib/services.js";

const SERVER = "02:00:00:00:01:02";
const SUBNET: Dhcp = {
  id: "lan",
  bridge: "br",
  subnet: "10.0.1.0/24",
  server: "10.0.1.2",
  serverMac: SERVER,
  gateway: "10.0.1.1",
  dnsServers: ["10.0.1.3", "10.0.1.4"],
  mtu: 1400,
  leaseTime: 3600,
  routes: [
    { destination: "10.0.0.0/8", gateway: "10.0.1.9" },
    { destination: "192.0.2.128/25", gateway: "0.0.0.0" },
  ],
  options: [
    { option: "ntp-servers", values: ["10.0.1.5", "10.0.1.6"] },
    { option: "domain-search", values: ["eng.example.net", "example.net"] },
    { option: "ip-forwarding", values: ["true"] },
    { option: "policy-filter", values: ["10.9.0.0/16"] },
    { option: "default-ip-ttl", values: ["33"] },
    { option: "224", type: "text", values: ["site"] },
    { option: "225", values: ["0a:0b"] },
  ],
  hosts: [
    { mac: MAC.a, address: "10.0.1.10", name: "vm1" },
    { mac: MAC.c, address: "10.0.1.12", options: [{ option: "domain-name", values: ["x".repeat(400)] }] },
  ],
};

const net = (more: Partial<Dhcp> = {}, underlayMtu?: number): Net =>
  new Net(
    {
      bridges: [{ id: "br" }],
      routers: [{ id: "rt" }],
      tunnelZones: [
        {
          id: "z",
          type: "vxlan",
          hosts: [
            { host: "a", address: "192.0.2.1" },
            { host: "b", address: "192.0.2.2" },
          ],
        },
      ],
      ports: [
        vm(1, "br", { inboundChain: "nothing", outboundChain: "nothing" }),
        vm(2, "br"),
        { id: "far", device: "br", host: "b", interface: "p1" },
        { id: "up", device: "br", peer: "r1" },
        { id: "r1", device: "rt", peer: "up", mac: MAC.r, addresses: ["10.0.1.1/24", "10.0.5.1/24"] },
      ],
      chains: [{ id: "nothing", rules: [{ action: "drop" }] }],
      dhcp: [
        { ...SUBNET, ...more },
        {
          id: "router",
          bridge: "br",
          subnet: "10.0.5.0/24",
          server: "10.0.5.1",
          leaseTime: 0xffffffff,
          hosts: [{ mac: MAC.b, address: "10.0.5.11" }],
        },
      ],
    },
    {
      host: "a",
      ports: new Map([1, 2].map((n) => [`p${n}`, n])),
      underlay: [{ port: 0, vlan: 0, mac: 2, addresses: ["192.0.2.1/24"], mtu: underlayMtu ?? 1500 }],
    },
  );

const options = (list: string): string => `DHCP(options=[${list}, 'end'])`;
const bootp = (mac: string, more = ""): string =>
  `BOOTP(chaddr=bytes.fromhex('${mac.replaceAll(":", "")}'), xid=7${more})`;
const A = bootp(MAC.a);
const renewing = bootp(MAC.a, ", ciaddr='10.0.1.10'");
const all = "('param_req_list', [121, 1, 3, 6, 15, 26, 119, 12, 249])";
const M = await built({
  discover: `${A}/${options("('message-type', 1)")}`,
  asking: `${A}/${options(`('message-type', 1), ('client_id', b'\\x01abc'), ${all}`)}`,
  loud: `${bootp(MAC.a, ", flags=0x8000")}/${options("('message-type', 1)")}`,
  select: `${A}/${options("('message-type', 3), ('server_id', '10.0.1.2'), ('requested_addr', '10.0.1.10')")}`,
  other: `${A}/${options("('message-type', 3), ('server_id', '10.0.1.77'), ('requested_addr', '10.0.1.10')")}`,
  wrong: `${A}/${options("('message-type', 3), ('server_id', '10.0.1.2'), ('requested_addr', '10.0.1.99')")}`,
  reboot: `${A}/${options("('message-type', 3), ('requested_addr', '10.0.1.10')")}`,
  moved: `${A}/${options("('message-type', 3), ('requested_addr', '172.16.0.1')")}`,
  renew: `${renewing}/${options("('message-type', 3)")}`,
  inform: `${bootp(MAC.a, ", ciaddr='10.0.1.50'")}/${options(`('message-type', 8), ${all}`)}`,
  release: `${renewing}/${options("('message-type', 7), ('server_id', '10.0.1.2')")}`,
  decline: `${A}/${options("('message-type', 4), ('server_id', '10.0.1.2'), ('requested_addr', '10.0.1.10')")}`,
  relayed: `${bootp(MAC.a, ", giaddr='10.0.1.1'")}/${options("('message-type', 1)")}`,
  another: `${bootp(MAC.b)}/${options("('message-type', 1)")}`,
  bootp: A,
  offered: `${bootp(MAC.a, ", op=2")}/${options("('message-type', 2)")}`,
  long: `${bootp(MAC.c)}/${options("('message-type', 1)")}`,
  longest: `${bootp(MAC.c)}/${options("('message-type', 1), ('max_dhcp_size', 1500)")}`,
  nothing: `${A}/${options("('message-type', 3)")}`,
});

const spec = (payload: Uint8Array, more: Spec = {}): Spec => ({
  ...{ port: 1, src: MAC.a, dst: MAC.all, from: "0.0.0.0", to: "255.255.255.255", tp: [68, 67] as const },
  ...{ payload, ...more },
});
const unicast = (payload: Uint8Array, more: Spec = {}): Spec =>
  spec(payload, { dst: SERVER, from: "10.0.1.10", to: "10.0.1.2", ...more });

function frameOf(verdict: Verdict): Uint8Array {
  expect(verdict.result).toEqual({ kind: "consumed" });
  expect(verdict.generated).toHaveLength(1);
  // Straight back, past the chains of the port that drop everything.
  expect(actionsOf(verdict.generated[0]!.actions)).toEqual(["output 1"]);
  return verdict.generated[0]!.data;
}

const answerTo = async (to: Spec, of = net()): Promise<Seen> => {
  const [one] = await seen([frameOf(of.look(to))]);
  expect(one!.intact).toBe(true);
  return one!;
};

const option = ({ options: list }: Seen, name: string | number): unknown => {
  const found = list.find((one) => Array.isArray(one) && one[0] === name) as unknown[] | undefined;
  return found === undefined ? undefined : found.length === 2 ? found[1] : found.slice(1);
};

describe("a DHCP server at the edge", () => {
  it("offers a known station its address and all its settings", async () => {
    const offer = await answerTo(spec(M.discover));
    expect(offer.layers.slice(0, 5)).toEqual(["Ether", "IP", "UDP", "BOOTP", "DHCP"]);
    expect(offer.fields.Ether).toMatchObject({ src: SERVER, dst: MAC.a });
    expect(offer.fields.IP).toMatchObject({ src: "10.0.1.2", dst: "10.0.1.10", ttl: 64 });
    expect(offer.fields.UDP).toMatchObject({ sport: 67, dport: 68 });
    expect(offer.fields.BOOTP).toMatchObject({ op: 2, xid: 7, yiaddr: "10.0.1.10", ciaddr: "0.0.0.0" });
    const told = Object.entries({
      "message-type": 2,
      server_id: "10.0.1.2",
      lease_time: 3600,
      renewal_time: 1800,
      rebinding_time: 3150,
      subnet_mask: "255.255.255.0",
      router: "10.0.1.1",
      name_server: ["10.0.1.3", "10.0.1.4"],
      hostname: Buffer.from("vm1").toString("hex"),
      "interface-mtu": 1400,
      broadcast_address: "10.0.1.255",
      NTP_server: ["10.0.1.5", "10.0.1.6"],
    });
    for (const [name, value] of told) expect(option(offer, name), name).toEqual(value);
  });

  it("tells a station what it asks for, in its order, and repeats its identifier", async () => {
    const offer = await answerTo(spec(M.asking));
    const names = offer.options.map((one) => (Array.isArray(one) ? one[0] : one));
    expect(names).toEqual([
      ...["message-type", "server_id", "client_id", "lease_time", "renewal_time", "rebinding_time"],
      ...["classless_static_routes", "subnet_mask", "router", "name_server", "interface-mtu"],
      ...["domain_search", "hostname", 249, "end"].map((name) => (name === "domain_search" ? 119 : name)),
    ]);
    expect(option(offer, "client_id")).toBe("01616263");
    expect(option(offer, "classless_static_routes")).toEqual([
      ...["0.0.0.0/0:10.0.1.1", "10.0.0.0/8:10.0.1.9", "192.0.2.128/25:0.0.0.0"],
    ]);
    // eng.example.net, and example.net by a pointer to it.
    expect(option(offer, 119)).toBe(
      `03${Buffer.from("eng").toString("hex")}07${Buffer.from("example").toString("hex")}03${Buffer.from("net").toString("hex")}00c004`,
    );
  });

  it("writes option values of every type", async () => {
    const offer = await answerTo(spec(M.discover));
    // As they stand on the wire: ip-forwarding, policy-filter, default-ip-ttl.
    const bytes = Buffer.from(frameOf(net().look(spec(M.discover)))).toString("hex");
    for (const part of ["130101", "15080a090000ffff0000", "170121"]) expect(bytes).toContain(part);
    expect(option(offer, 224)).toBe(Buffer.from("site").toString("hex"));
    expect(option(offer, 225)).toBe("0a0b");
  });

  it("keeps to what the tunnels carry", async () => {
    expect(option(await answerTo(spec(M.discover), net({}, 1442)), "interface-mtu")).toBe(1392);
    expect(option(await answerTo(spec(M.discover), net({}, 9000)), "interface-mtu")).toBe(1400);
  });

  it("broadcasts where the station cannot take anything else", async () => {
    const offer = await answerTo(spec(M.loud));
    expect(offer.fields.Ether).toMatchObject({ dst: MAC.all });
    expect(offer.fields.IP).toMatchObject({ dst: "255.255.255.255" });
  });

  it("acknowledges the address it gave, in every state of the client", async () => {
    for (const to of [spec(M.select), spec(M.reboot), unicast(M.renew)]) {
      const ack = await answerTo(to);
      expect(option(ack, "message-type")).toBe(5);
      expect(ack.fields.BOOTP).toMatchObject({ yiaddr: "10.0.1.10" });
      expect(option(ack, "lease_time")).toBe(3600);
    }
    expect((await answerTo(unicast(M.renew))).fields.BOOTP).toMatchObject({ ciaddr: "10.0.1.10" });
  });

  it("refuses any other address, to everybody's hearing", async () => {
    for (const message of [M.wrong, M.moved]) {
      const nak = await answerTo(spec(message));
      expect(option(nak, "message-type")).toBe(6);
      expect(nak.fields.Ether).toMatchObject({ dst: MAC.all });
      expect(nak.fields.BOOTP).toMatchObject({ yiaddr: "0.0.0.0" });
      expect(option(nak, "lease_time")).toBeUndefined();
    }
  });

  it("informs a station that has an address of its own", async () => {
    const ack = await answerTo(unicast(M.inform, { from: "10.0.1.50" }));
    expect(option(ack, "message-type")).toBe(5);
    expect(ack.fields.IP).toMatchObject({ dst: "10.0.1.50" });
    expect(ack.fields.BOOTP).toMatchObject({ yiaddr: "0.0.0.0", ciaddr: "10.0.1.50" });
    expect(option(ack, "lease_time")).toBeUndefined();
    expect(option(ack, "router")).toBe("10.0.1.1");
  });

  it("takes in release, decline, relayed and broken messages by name, without an answer", async () => {
    const words = [
      [unicast(M.release), "dhcp release: noted"],
      [spec(M.decline), "dhcp decline: noted"],
      [spec(M.relayed), "dhcp relayed: refused"],
      [spec(M.nothing), "dhcp malformed"],
    ] as const;
    const one = net();
    for (const [to, detail] of words) {
      const verdict = one.look(to);
      expect(verdict.result, detail).toEqual({ kind: "consumed" });
      expect(verdict.generated).toHaveLength(0);
      expect(describePath(one.snapshot, verdict)).toContainEqual({ step: "service", id: "vm1", detail });
    }
  });

  it("answers at a router's address too, and for ever where that is said", async () => {
    const of = net();
    const offer = (await seen([of.look(spec(M.another, { port: 2, src: MAC.b })).generated[0]!.data]))[0]!;
    expect(offer.fields.Ether).toMatchObject({ src: MAC.r });
    expect(offer.fields.IP).toMatchObject({ src: "10.0.5.1" });
    expect(option(offer, "lease_time")).toBe(0xffffffff);
    expect(option(offer, "renewal_time")).toBe(0xffffffff);
  });

  it("answers ARP for its own address at the edge, and leaves the router's to the router", async () => {
    const ask = (target: string): Spec => ({
      port: 1,
      src: MAC.a,
      dst: MAC.all,
      arp: { sender: "10.0.1.10", target },
    });
    const reply = (await seen([frameOf(net().look(ask("10.0.1.2")))]))[0]!;
    expect(reply.fields.ARP).toMatchObject({ op: 2, hwsrc: SERVER, psrc: "10.0.1.2", pdst: "10.0.1.10" });
    expect(net().look(ask("10.0.1.1")).result.kind).toBe("drop");
  });

  it("puts what is too long for its field into the others, and leaves out what fits nowhere", async () => {
    const of = net();
    const at = (payload: Uint8Array): Uint8Array => of.look(spec(payload, { src: MAC.c })).generated[0]!.data;
    const [short, long] = await seen([at(M.long), at(M.longest)]);
    expect(at(M.long).length).toBeLessThanOrEqual(14 + 576);
    // 400 bytes of a domain name go nowhere in 576, and are one option in two parts where there is room.
    expect(option(short!, "domain")).toBeUndefined();
    const parts = long!.options.filter((one) => Array.isArray(one) && one[0] === "domain") as string[][];
    expect(parts.map((one) => one[1]!.length / 2)).toEqual([255, 145]);
  });
});

describe("what is not the server's", () => {
  const flow = (of: Net, to: Spec): Verdict => {
    const verdict = of.look(to);
    expect(verdict.generated).toHaveLength(0);
    return verdict;
  };

  it("goes on its way: stations without a lease, other servers' clients, BOOTP, replies", async () => {
    const of = net();
    for (const to of [
      spec(M.discover, { src: MAC.s, port: 2 }),
      spec(M.other, { port: 2 }),
      spec(M.bootp, { port: 2 }),
    ])
      expect(flow(of, to).result.kind).toMatch(/flow|once/);
    expect(flow(of, spec(M.offered, { port: 2 })).result.kind).toBe("once");
    // Known by its key alone: a flow, that reads who it is from.
    const other = flow(of, spec(M.discover, { src: MAC.s, port: 2 }));
    expect(other.result.kind).toBe("flow");
    expect([...other.mask.subarray(KEY.eth_src, KEY.eth_src + 6)]).toEqual([255, 255, 255, 255, 255, 255]);
  });

  it("is told apart by few bits", async () => {
    const of = net();
    const to = (more: Spec): Spec => ({
      port: 2,
      src: MAC.b,
      dst: MAC.c,
      from: "10.0.1.11",
      to: "10.0.1.12",
      ...more,
    });
    of.state.stations.set(`br 0 ${numberOf(MAC.c)}`, "vm1");
    const bits = (verdict: Verdict, at: number, size: number): number =>
      verdict.mask
        .subarray(at, at + size)
        .reduce((sum, byte) => sum + byte.toString(2).replaceAll("0", "").length, 0);
    const ping = of.look(to({ protocol: 1, tp: [8, 0] }));
    for (const [at, size] of [
      [KEY.eth_type, 2],
      [KEY.ip_src, 32],
      [KEY.ip_proto, 1],
      [KEY.tp_src, 4],
    ] as const)
      expect(bits(ping, at, size)).toBe(0);
    // A broadcast of another protocol reads one bit of what it is.
    const cry = of.look(to({ dst: MAC.all, protocol: 17, tp: [9, 9] }));
    expect(bits(cry, KEY.tp_src, 2)).toBe(0);
    expect(bits(cry, KEY.tp_dst, 2)).toBe(1);
    const tagged = of.look(to({ dst: MAC.all, vlan: 5, protocol: 17, tp: [68, 67] }));
    expect(tagged.result.kind).toBe("flow");
  });
});
