// The way to a metadata proxy and back, executed on the packets' bytes and judged by scapy.
//
//   vm1 10.0.1.10 ── br      vm2 10.0.1.10 ── other (another tenant)      proxy 198.18.0.2:8775 ── vm3 198.18.0.1 [hall]
import { describe, expect, it } from "vitest";
import { KEY } from "../../../bindings/layout.js";
import { describePath } from "../path.js";
import type { Verdict } from "../verdict.js";
import { MAC, Net, numberOf, vm } from "./lib/networks.js";
import type { Spec } from "./lib/packets.js";
import { actionsOf } from "./lib/print.js";
import { seen } from "./lib/services.js";

function net(known = true): Net {
  const one = new Net({
    bridges: [{ id: "br" }, { id: "other" }],
    routers: [{ id: "hall" }],
    ports: [
      vm(1, "br", { inboundChain: "nothing", outboundChain: "nothing" }),
      vm(2, "other"),
      vm(3, "hall", { mac: MAC.r, addresses: ["198.18.0.1/16", "fd02::1/64"] }),
      vm(4, "br"),
    ],
    chains: [{ id: "nothing", rules: [{ action: "drop" }] }],
    metadata: [
      {
        ...{ id: "cloud", port: "vm3", proxy: "198.18.0.2", proxy6: "fd02::2", tcpPort: 8775 },
        ...{ sources: "198.18.0.0/16", sources6: "fd02:1::/64" },
        guests: [
          { port: "vm1", mac: MAC.a, address: "10.0.1.10", address6: "fd01::a", source: "198.18.9.1" },
          { port: "vm2", mac: MAC.b, address: "10.0.1.10" },
        ],
      },
    ],
  });
  if (known)
    for (const proxy of ["198.18.0.2", "fd02::2"]) one.state.neighbours.set(`vm3 ${proxy}`, numberOf(MAC.c));
  return one;
}

const tcp = { protocol: 6, tp: [40_000, 80] as const };
const ask: Spec = { port: 1, src: MAC.a, dst: MAC.s, from: "10.0.1.10", to: "169.254.169.254", ...tcp };
const ask6: Spec = { ...ask, from: "fd01::a", to: "fd00:ec2::254" };
const told: Spec = {
  ...{ port: 3, src: MAC.c, dst: MAC.r, from: "198.18.0.2", to: "198.18.9.1" },
  protocol: 6,
  tp: [8775, 40_000],
};

const plain = (verdict: Verdict): string[] => {
  expect(verdict.result.kind).toBe("flow");
  return actionsOf(verdict.actions);
};

describe("a metadata hook", () => {
  it("sends a guest's request to the proxy from the guest's own source, past its chains", () => {
    const of = net();
    const words = plain(of.look(ask)).join(" ");
    for (const part of [
      `eth_dst ${MAC.c}`,
      `eth_src ${MAC.r}`,
      "ip_src 198.18.9.1",
      "ip_dst 198.18.0.2",
      "output 3",
    ])
      expect(words).toContain(part);
    expect(words).toMatch(/tp_dst (8775|0x2247|2247)/);
    expect(describePath(of.snapshot, of.look(ask))).toContainEqual({
      step: "metadata",
      id: "vm1",
      detail: "to the proxy",
    });
    const six = plain(of.look(ask6)).join(" ");
    expect(six).toContain("ip_dst fd02::2");
    expect(six).toMatch(/ip_src fd02:1::/);
  });

  it("sends the answer back as from the metadata address", () => {
    const words = plain(net().look(told)).join(" ");
    for (const part of [`eth_dst ${MAC.a}`, "ip_src 169.254.169.254", "ip_dst 10.0.1.10", "output 1"])
      expect(words).toContain(part);
    expect(words).toMatch(/tp_src (80|0x0050|0050)/);
  });

  it("tells tenants with equal addresses apart", () => {
    const of = net();
    const source = (to: Spec): string =>
      /ip_src (\S+)/.exec(plain(of.look(to)).join(" "))![1]!.replace(/,$/, "");
    const other = source({ ...ask, port: 2, src: MAC.b });
    expect(other).toMatch(/^198\.18\./);
    expect(other).not.toBe(source(ask));
    expect(plain(of.look({ ...told, to: other })).join(" ")).toMatch(/ip_dst 10\.0\.1\.10.*output 2/);
  });

  it("asks for the proxy first", () => {
    const verdict = net(false).look(ask);
    expect(verdict.result).toEqual({
      kind: "wait",
      on: { kind: "neighbour", port: "vm3", address: "198.18.0.2" },
    });
  });

  it("answers ARP and ND for the metadata address, and for guests' sources on the proxy's side", async () => {
    const of = net();
    const answer = async (to: Spec) => {
      const verdict = of.look(to);
      expect(verdict.result.kind).toBe("consumed");
      return (await seen([verdict.generated[0]!.data]))[0]!.fields;
    };
    const arp = (sender: string, target: string) => ({ arp: { sender, target } });
    const meta = await answer({ port: 1, src: MAC.a, dst: MAC.all, ...arp("10.0.1.10", "169.254.169.254") });
    expect(meta.ARP).toMatchObject({ op: 2, psrc: "169.254.169.254", hwdst: MAC.a });
    const guest = await answer({ port: 3, src: MAC.c, dst: MAC.all, ...arp("198.18.0.2", "198.18.9.1") });
    expect(guest.ARP).toMatchObject({ op: 2, hwsrc: MAC.r, psrc: "198.18.9.1" });
    const nd = await answer({
      ...{
        port: 1,
        src: MAC.a,
        dst: "33:33:ff:00:02:54",
        from: "fd01::a",
        to: "ff02::1:ff00:254",
        protocol: 58,
      },
      ...{ tp: [135, 0] as const, target: "fd00:ec2::254", ttl: 255 },
    });
    expect(nd.ICMPv6ND_NA).toMatchObject({ tgt: "fd00:ec2::254", S: 1 });
  });

  it("leaves everything else to the network, by few bits", () => {
    const of = net();
    for (const to of [
      { ...ask, tp: [40_000, 443] as const },
      { ...ask, protocol: 17 },
      { ...ask, from: "10.0.1.66" },
      { ...ask, port: 4 },
      { ...told, from: "198.18.0.3" },
      { ...told, tp: [22, 40_000] as const },
      { ...told, to: "198.18.9.99" },
    ])
      expect(JSON.stringify(describePath(of.snapshot, of.look(to)))).not.toContain("metadata");
    const verdict = of.look({ port: 2, src: MAC.b, dst: MAC.s, from: "10.0.1.10", to: "10.0.1.11", ...tcp });
    const bits = (at: number, size: number): number =>
      verdict.mask
        .subarray(at, at + size)
        .reduce((sum, byte) => sum + byte.toString(2).replaceAll("0", "").length, 0);
    expect([bits(KEY.ip_src, 16), bits(KEY.ip_dst, 16), bits(KEY.tp_src, 4)]).toEqual([0, 1, 0]);
  });
});
