// DHCPv6 and router advertisements at the edge, client messages and judgement by scapy.
//
//   vm1 (02:..:0a = fd01::a), vm2 (02:..:0b by its DUID = fd01::b) ── br ── r1 fd01::1 [rt] r3 ── vm3
import { describe, expect, it } from "vitest";
import type { RouterAdvertisement } from "../../topology/services.js";
import { advertising } from "../advertise.js";
import { describePath } from "../path.js";
import type { Verdict } from "../verdict.js";
import { MAC, Net, vm } from "./lib/networks.js";
import type { Spec } from "./lib/packets.js";
import { actionsOf } from "./lib/print.js";
import { built, type Seen, seen } from "./lib/services.js";

const SERVER = "02:00:00:00:01:06";
const SERVER_LL = "fe80::ff:fe00:106";
const AGENTS = "33:33:00:01:00:02";

const net = (ra: RouterAdvertisement = {}, bridgeRa?: RouterAdvertisement, rapidCommit = true): Net =>
  new Net({
    bridges: [{ id: "br", ...(bridgeRa === undefined ? {} : { ra: bridgeRa }) }],
    routers: [{ id: "rt" }],
    ports: [
      vm(1, "br", { outboundChain: "nothing" }),
      vm(2, "br"),
      vm(3, "rt", { mac: MAC.s, addresses: ["fd03::1/64"], ra: { lifetime: 0 } }),
      { id: "up", device: "br", peer: "r1" },
      { id: "r1", device: "rt", peer: "up", mac: MAC.r, addresses: ["fd01::1/64", "10.0.1.1/24"], ra },
    ],
    chains: [{ id: "nothing", rules: [{ action: "drop" }] }],
    dhcp6: [
      {
        ...{ id: "six", bridge: "br", subnet: "fd01::/64", serverMac: SERVER, rapidCommit },
        ...{ preferredLifetime: 1000, validLifetime: 2000 },
        ...{ dnsServers: ["fd01::53", "fd01::54"], domainSearch: ["eng.example.net"] },
        hosts: [
          { mac: MAC.a, address: "fd01::a", name: "vm1.example.net" },
          { duid: "00:03:00:01:02:00:00:00:00:0b", address: "fd01::b" },
        ],
      },
    ],
  });

const duid = (mac: string): string => `DUID_LL(lladdr='${mac}')`;
const client = (mac: string): string => `DHCP6OptClientId(duid=${duid(mac)})`;
const server = `DHCP6OptServerId(duid=${duid(SERVER)})`;
const ia = (...addresses: string[]): string =>
  `DHCP6OptIA_NA(iaid=9, ianaopts=[${addresses.map((one) => `DHCP6OptIAAddress(addr='${one}')`).join(",")}])`;
const ask = "DHCP6OptOptReq(reqopts=[23, 24, 39])";
const M = await built({
  solicit: `DHCP6_Solicit(trid=5)/${client(MAC.a)}/${ia()}/${ask}`,
  rapid: `DHCP6_Solicit(trid=5)/${client(MAC.a)}/${ia()}/DHCP6OptRapidCommit()`,
  prefixes: `DHCP6_Solicit(trid=5)/${client(MAC.a)}/${ia()}/DHCP6OptIA_PD(iaid=3)`,
  duid: `DHCP6_Solicit(trid=5)/${client(MAC.b)}/${ia()}`,
  stranger: `DHCP6_Solicit(trid=5)/${client(MAC.c)}/${ia()}`,
  request: `DHCP6_Request(trid=6)/${client(MAC.a)}/${server}/${ia("fd01::a")}`,
  nobody: `DHCP6_Request(trid=6)/${client(MAC.a)}/${ia("fd01::a")}`,
  other: `DHCP6_Request(trid=6)/${client(MAC.a)}/DHCP6OptServerId(duid=${duid(MAC.s)})/${ia("fd01::a")}`,
  renew: `DHCP6_Renew(trid=7)/${client(MAC.a)}/${server}/${ia("fd01::a", "fd01::99")}`,
  rebind: `DHCP6_Rebind(trid=7)/${client(MAC.a)}/${ia("fd01::a")}`,
  confirm: `DHCP6_Confirm(trid=8)/${client(MAC.a)}/${ia("fd01::77")}`,
  moved: `DHCP6_Confirm(trid=8)/${client(MAC.a)}/${ia("fd09::77")}`,
  release: `DHCP6_Release(trid=9)/${client(MAC.a)}/${server}/${ia("fd01::a")}`,
  decline: `DHCP6_Decline(trid=9)/${client(MAC.a)}/${server}/${ia("fd01::a")}`,
  settings: `DHCP6_InfoRequest(trid=10)/${ask}`,
  relay: "DHCP6_RelayForward(linkaddr='fd01::9', peeraddr='fe80::9')",
});

const spec = (payload: Uint8Array, src: string = MAC.a, port = 1): Spec => ({
  ...{ port, src, dst: AGENTS, from: `fe80::${src.slice(-2)}`, to: "ff02::1:2", tp: [546, 547] as const },
  payload,
});

async function answers(verdict: Verdict, port = 1): Promise<Seen[]> {
  expect(verdict.result).toEqual({ kind: "consumed" });
  for (const { actions } of verdict.generated) expect(actionsOf(actions)).toEqual([`output ${port}`]);
  const all = await seen(verdict.generated.map(({ data }) => data));
  for (const one of all) expect(one.intact).toBe(true);
  return all;
}

async function only(to: Spec, of = net()): Promise<Seen> {
  const all = await answers(of.look(to), to.port);
  expect(all).toHaveLength(1);
  return all[0]!;
}

/** The addresses of the IA_NA, and their lifetimes. */
const given = ({ fields }: Seen): unknown[] =>
  (fields.DHCP6OptIA_NA!.ianaopts as [string, Record<string, unknown>][]).map(([, option]) =>
    option.addr === undefined ? option.statuscode : [option.addr, option.preflft, option.validlft],
  );

describe("a DHCPv6 server at the edge", () => {
  it("advertises a station its address and the settings it asks for", async () => {
    const one = await only(spec(M.solicit));
    expect(one.layers.slice(0, 4)).toEqual(["Ether", "IPv6", "UDP", "DHCP6_Advertise"]);
    expect(one.fields.Ether).toMatchObject({ src: SERVER, dst: MAC.a });
    expect(one.fields.IPv6).toMatchObject({ src: SERVER_LL, dst: "fe80::a" });
    expect(one.fields.UDP).toMatchObject({ sport: 547, dport: 546 });
    expect(one.fields.DHCP6_Advertise).toMatchObject({ trid: 5 });
    expect(one.fields.DHCP6OptServerId!.duid).toMatchObject(["DUID_LL", { type: 3, lladdr: SERVER }]);
    expect(one.fields.DHCP6OptIA_NA).toMatchObject({ iaid: 9, T1: 500, T2: 800 });
    expect(given(one)).toEqual([["fd01::a", 1000, 2000]]);
    expect(one.fields.DHCP6OptDNSServers).toMatchObject({ dnsservers: ["fd01::53", "fd01::54"] });
    expect(one.fields.DHCP6OptDNSDomains).toMatchObject({ dnsdomains: ["eng.example.net."] });
    expect(JSON.stringify(one.fields.DHCP6OptClientFQDN)).toContain(
      Buffer.from("vm1.example.net").toString("hex"),
    );
  });

  it("gives it at once to who asks for that, unless it may not", async () => {
    const one = await only(spec(M.rapid));
    expect(one.layers).toContain("DHCP6_Reply");
    expect(one.layers).toContain("DHCP6OptRapidCommit");
    const slow = await only(spec(M.rapid), net({}, undefined, false));
    expect(slow.layers).toContain("DHCP6_Advertise");
    expect(slow.layers).not.toContain("DHCP6OptRapidCommit");
  });

  it("knows a station by its DUID, and has no prefixes to give", async () => {
    expect(given(await only(spec(M.duid, MAC.b, 2)))).toEqual([["fd01::b", 1000, 2000]]);
    const one = await only(spec(M.prefixes));
    expect(JSON.stringify(one.fields.DHCP6OptIA_PD)).toMatch(/"statuscode": ?6/);
  });

  it("replies to request, renew and rebind, and takes back what is not its own", async () => {
    for (const message of [M.request, M.rebind])
      expect(given(await only(spec(message)))).toEqual([["fd01::a", 1000, 2000]]);
    expect(given(await only(spec(M.renew)))).toEqual([
      ["fd01::a", 1000, 2000],
      ["fd01::99", 0, 0],
    ]);
  });

  it("confirms addresses of the link, and no others", async () => {
    expect((await only(spec(M.confirm))).fields.DHCP6OptStatusCode).toMatchObject({ statuscode: 0 });
    expect((await only(spec(M.moved))).fields.DHCP6OptStatusCode).toMatchObject({ statuscode: 4 });
  });

  it("notes release and decline by name", async () => {
    for (const [message, detail] of [
      [M.release, "dhcp release: noted"],
      [M.decline, "dhcp decline: noted"],
    ] as const) {
      expect((await only(spec(message))).fields.DHCP6OptStatusCode).toMatchObject({ statuscode: 0 });
      const of = net();
      expect(describePath(of.snapshot, of.look(spec(message)))).toContainEqual({
        step: "service",
        id: "vm1",
        detail,
      });
    }
  });

  it("tells its settings to any station", async () => {
    const one = await only(spec(M.settings, MAC.c, 2));
    expect(one.layers).toContain("DHCP6_Reply");
    expect(one.fields.DHCP6OptDNSServers).toMatchObject({ dnsservers: ["fd01::53", "fd01::54"] });
    expect(one.layers).not.toContain("DHCP6OptIA_NA");
  });

  it("leaves other servers' clients, strangers, relays and other UDP to the network", () => {
    const of = net();
    for (const to of [spec(M.other, MAC.a, 2), spec(M.stranger, MAC.c, 2), spec(M.relay, MAC.a, 2)]) {
      const verdict = of.look(to);
      expect(verdict.generated).toHaveLength(0);
      expect(verdict.result.kind).toBe("once");
    }
    const verdict = of.look({ ...spec(M.solicit, MAC.a, 2), tp: [546, 548] });
    expect(verdict.result.kind).toMatch(/^(flow|drop)$/);
    expect(of.look(spec(M.nobody)).generated).toHaveLength(0);
  });
});

describe("a router advertisement", () => {
  const solicit = (port: number, from: string, more: Spec = {}): Spec => ({
    ...{
      port,
      src: MAC.a,
      dst: "33:33:00:00:00:02",
      from,
      to: "ff02::2",
      protocol: 58,
      tp: [133, 0] as const,
    },
    ...{ ttl: 255, ...more },
  });

  it("tells of the router, its prefix, MTU and name servers", async () => {
    const of = net({
      ...{ managed: true, otherConfig: true, mtu: 1400, preference: "high", reachableTime: 30_000 },
      ...{ dnsServers: ["fd01::53"], domainSearch: ["example.net"], interval: 100 },
    });
    const one = await only(solicit(1, "fe80::a"), of);
    expect(one.fields.Ether).toMatchObject({ src: MAC.r, dst: MAC.a });
    expect(one.fields.IPv6).toMatchObject({ src: "fe80::ff:fe00:f1", dst: "fe80::a", hlim: 255 });
    expect(one.fields.ICMPv6ND_RA).toMatchObject({
      ...{ M: 1, O: 1, prf: 1, chlim: 64, routerlifetime: 1800, reachabletime: 30_000, retranstimer: 0 },
    });
    expect(one.fields.ICMPv6NDOptSrcLLAddr).toMatchObject({ lladdr: MAC.r });
    expect(one.fields.ICMPv6NDOptMTU).toMatchObject({ mtu: 1400 });
    expect(one.fields.ICMPv6NDOptPrefixInfo).toMatchObject({
      ...{ prefix: "fd01::", prefixlen: 64, L: 1, A: 1, validlifetime: 86_400, preferredlifetime: 14_400 },
    });
    expect(one.fields.ICMPv6NDOptRDNSS).toMatchObject({ dns: ["fd01::53"], lifetime: 300 });
    expect(one.fields.ICMPv6NDOptDNSSL).toMatchObject({ searchlist: ["example.net."] });
  });

  it("goes to all where the station has no address yet", async () => {
    const one = await only(solicit(1, "::"));
    expect(one.fields.IPv6).toMatchObject({ dst: "ff02::1" });
    expect(one.fields.Ether).toMatchObject({ dst: "33:33:00:00:00:01" });
  });

  it("is not sent to who is not on the link", () => {
    const verdict = net().look(solicit(1, "fe80::a", { ttl: 64 }));
    expect(verdict.result.kind).toBe("consumed");
    expect(verdict.generated).toHaveLength(0);
  });

  it("comes from every router of the link, the bridge's own first", async () => {
    const of = net(
      {},
      { routerMac: "02:00:00:00:09:09", prefixes: [{ prefix: "fd09::/64", onLink: false }] },
    );
    const [own, router] = await answers(of.look(solicit(1, "fe80::a")));
    expect(own!.fields.IPv6).toMatchObject({ src: "fe80::ff:fe00:909" });
    expect(own!.fields.ICMPv6NDOptPrefixInfo).toMatchObject({ prefix: "fd09::", L: 0, A: 1 });
    expect(router!.fields.IPv6).toMatchObject({ src: "fe80::ff:fe00:f1" });
  });

  it("comes from a router port that a guest is at, which is no default router where that is said", async () => {
    const one = await only(solicit(3, "fe80::a"));
    expect(one.fields.ICMPv6ND_RA).toMatchObject({ routerlifetime: 0, prf: 0 });
    expect(one.fields.ICMPv6NDOptPrefixInfo).toMatchObject({ prefix: "fd03::" });
  });

  it("goes out by itself, the same to all", async () => {
    const out = advertising(net({ interval: 30 }).snapshot);
    expect(out.map(({ port, intervalMs }) => [port, intervalMs])).toEqual([
      ["vm1", 30_000],
      ["vm2", 30_000],
      ["vm3", 600_000],
    ]);
    const [one] = await seen([out[0]!.generated[0]!.data]);
    expect(one!.fields.IPv6).toMatchObject({ src: "fe80::ff:fe00:f1", dst: "ff02::1", hlim: 255 });
    expect(one!.intact).toBe(true);
  });

  it("comes from an address that answers", async () => {
    const target = "fe80::ff:fe00:f1";
    const of = net();
    const verdict = of.look({
      ...{
        port: 2,
        src: MAC.b,
        dst: "33:33:ff:00:00:f1",
        from: "fe80::b",
        to: "ff02::1:ff00:f1",
        protocol: 58,
      },
      ...{ tp: [135, 0] as const, target, ttl: 255 },
    });
    const [advert] = await seen([verdict.generated[0]!.data]);
    expect(advert!.fields.ICMPv6ND_NA).toMatchObject({ tgt: target, R: 1, S: 1 });
  });
});
