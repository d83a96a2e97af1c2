// Why, on a bridge with VLANs: what nobody named of a packet is filled in of its own VLAN, and what a flow depends on has
// a name.
import { afterEach, expect, it } from "vitest";
import { NodeClient } from "../index.js";
import { Rig, story } from "./rig.js";

const guest = (vlan: number) => `02:00:00:00:${vlan}:01`;
const gateway = (vlan: number) => `02:00:00:00:${vlan}:fe`;
const arp = (vlan: number) =>
  `Ether(src="${guest(vlan)}",dst="ff:ff:ff:ff:ff:ff")/ARP(op=1,hwsrc="${guest(vlan)}",psrc="10.0.${vlan}.9",pdst="10.0.${vlan}.1")`;
const udp = `Ether(src="${guest(10)}",dst="${gateway(10)}")/IP(src="10.0.10.9",dst="10.0.20.9")/UDP(dport=53)`;

story("why, on a bridge with VLANs,", () => {
  let rig: Rig;
  afterEach(async () => rig.end());

  it("fills in the router and the source of the packet's own VLAN, and names all a flow depends on", async () => {
    rig = new Rig();
    const profile = rig.profile({
      a: rig.capture("a", `[${arp(10)},${udp}]`),
      b: rig.capture("b", `[${arp(20)}]`),
      c: rig.capture("c", "[]"),
    });
    const legs = [10, 20].flatMap((vlan) => [
      { id: `lan-${vlan}`, device: "lan", peer: `r-${vlan}`, vlan },
      {
        id: `r-${vlan}`,
        device: "r",
        peer: `lan-${vlan}`,
        mac: gateway(vlan),
        addresses: [`10.0.${vlan}.1/24`],
      },
    ]);
    await rig.start(profile, {
      bridges: [{ id: "lan", inboundMirrors: ["tee"] }, { id: "aside" }],
      routers: [{ id: "r" }],
      mirrors: [{ id: "tee", to: "watch" }],
      ports: [
        { id: "ten", device: "lan", host: rig.host, interface: "a", vlan: 10 },
        { id: "twenty", device: "lan", host: rig.host, interface: "b", vlan: 20 },
        { id: "watch", device: "aside", host: rig.host, interface: "c" },
        ...legs,
      ],
    });
    await rig.feed("b", 1);
    await rig.feed("a", 2);
    const client = new NodeClient(rig.name, rig.folder);

    const back = await client.whyPacket({ port: "twenty", dst: "10.0.10.9", protocol: "tcp", dport: "22" });
    expect(back.why[0]!.says).toMatch(/simulated now, one would be sent to .*a$/);
    expect(back.why[0]!.assumed!.sort()).toEqual([
      `eth_dst=${gateway(20)} (of router port r-20)`,
      `eth_src=${guest(20)} (any)`,
      `ip_src=10.0.20.9 (of ${guest(20)})`,
    ]);
    const there = await client.whyPacket({
      src: "10.0.10.9",
      dst: "10.0.20.9",
      protocol: "udp",
      dport: "53",
    });
    expect(there.why[0]).toMatchObject({ kind: "live", packets: 1 });
    const tags = [...there.why, ...back.why].flatMap((why) => why.tags);
    expect(tags.filter((name) => name.includes("0x"))).toEqual([]);
    expect(tags).toEqual(
      expect.arrayContaining([
        "mirror tee",
        "mirrors of lan (in)",
        `station ${gateway(10)} of bridge lan in VLAN 10`,
        `station ${guest(20)} of bridge lan in VLAN 20`,
      ]),
    );
    const fields = (await client.get<{ fields: string }[]>("masks")).map((mask) => mask.fields);
    expect(fields.join(" ")).toMatch(/^in_port,tun_type,eth_dst,/);
    expect(fields.join(" ")).not.toContain("=");
  });
});
