// A bridge's VXLAN gateway over the node's own underlay leg, through the real worker; time moves when the test says:
//
//   vm ── br ── VTEP gateway ── wire 192.0.2.1 ~~~ 192.0.2.2 (a foreign VTEP, on the link)
import { afterEach, expect, it } from "vitest";
import { VirtualClock } from "../index.js";
import { tunnelViews } from "../views.js";
import { Rig, story } from "./rig.js";

const vm = "02:00:00:00:00:01";
const far = "02:00:00:00:00:02";
/** The capture driver's own MAC of the second port. */
const wireMac = "02:70:63:61:70:01";
const gateway = ["02:00:00:00:99:01", "02:00:00:00:99:02"];

const udp = (size: number, flags = "''") =>
  `Ether(src="${vm}",dst="${far}")/IP(src="10.0.0.1",dst="10.0.0.2",flags=${flags})/UDP(sport=1000+i,dport=7)/("x"*${size})`;
const reply = (mac: string) =>
  `Ether(src="${mac}",dst="${wireMac}")/ARP(op=2,hwsrc="${mac}",psrc="192.0.2.2",hwdst="${wireMac}",pdst="192.0.2.1")`;
const announcement = (mac: string) =>
  `Ether(src="${mac}",dst="ff:ff:ff:ff:ff:ff")/ARP(op=1,hwsrc="${mac}",psrc="192.0.2.2",pdst="192.0.2.2")`;

function topology(host: string): object {
  return {
    bridges: [{ id: "br" }],
    ports: [
      { id: "vm", device: "br", host, interface: "vm" },
      {
        id: "gw",
        device: "br",
        vtep: { type: "vxlan", key: 100, host, remotes: [{ address: "192.0.2.2" }] },
      },
    ],
  };
}

const underlay = [{ port: "wire", addresses: ["192.0.2.1/24"] }];
const outer =
  "p.sprintf('{ARP:%ARP.op% %ARP.psrc%>%ARP.pdst%}{VXLAN:%Ether.src%>%Ether.dst% %IP.src%>%IP.dst% vni %VXLAN.vni%}')";

story("a VXLAN gateway", () => {
  let rig: Rig;
  afterEach(async () => rig.end());

  it("announces itself, finds the next hop while the packet waits, and follows its MAC", async () => {
    rig = new Rig();
    const a = rig.capture("vm", `[${udp(10)} for i in range(4)]`);
    const u = rig.capture("wire", `[${reply(gateway[0]!)}, ${announcement(gateway[1]!)}]`);
    const node = await rig.start(rig.profile({ vm: a, wire: u }, { underlay }), topology(rig.host), {
      clock: new VirtualClock(),
    });
    expect(node.sample().ports[1]).toMatchObject({ mac: wireMac, underlay: true });
    await rig.feed("vm", 2);
    expect(node.status()).toMatchObject({ waiting: 2, flows: 0 });
    await rig.feed("wire");
    expect(node.status()).toMatchObject({ waiting: 0 });
    expect(tunnelViews(node.core)).toMatchObject([
      { state: "up", mtu: 1450, nextHops: [{ address: "192.0.2.2", port: "wire", mac: gateway[0] }] },
    ]);
    await rig.feed("vm");
    await rig.feed("wire");
    await rig.feed("vm");
    const { queues } = node.sample();
    expect(queues.reduce((sum, queue) => sum + (queue.drops.TUNNEL_DOWN ?? 0), 0)).toBe(0);
    await node.stop();
    const sent = (mac: string) => `${wireMac}>${mac} 192.0.2.1>192.0.2.2 vni 0x64`;
    expect(rig.left("wire", outer)).toEqual([
      "who-has 192.0.2.1>192.0.2.1",
      "who-has 192.0.2.1>192.0.2.2",
      ...[gateway[0]!, gateway[0]!, gateway[0]!, gateway[1]!].map(sent),
    ]);
    const inner = "bytes(p[VXLAN].payload)[:12].hex() + str(p[VXLAN].payload[UDP].sport)";
    const macs = `${far}${vm}`.replaceAll(":", "");
    expect(rig.left("wire", `${inner} if VXLAN in p else ''`).slice(2)).toEqual(
      Array.from({ length: 4 }, (_, i) => `${macs}${1000 + i}`),
    );
  });

  it("lowers the tunnel's MTU when a router says so, tells senders, and forgets after ten minutes", async () => {
    rig = new Rig();
    const tooBig = `Ether(src="${gateway[0]}",dst="${wireMac}")/IP(src="192.0.2.9",dst="192.0.2.1")/ICMP(type=3,code=4,nexthopmtu=1000)/IP(src="192.0.2.1",dst="192.0.2.2",len=1400,flags="DF",proto=17)/UDP(sport=50000,dport=4789,len=1380)`;
    const a = rig.capture("vm", `[${udp(1200, "'DF'")} for i in range(2)]`);
    const u = rig.capture("wire", `[${reply(gateway[0]!)}, ${tooBig}]`);
    const clock = new VirtualClock();
    const node = await rig.start(rig.profile({ vm: a, wire: u }, { underlay }), topology(rig.host), {
      clock,
    });
    await rig.feed("vm");
    await rig.feed("wire");
    await rig.feed("wire");
    expect(tunnelViews(node.core)).toMatchObject([{ mtu: 950 }]);
    await rig.feed("vm");
    clock.advanceTo(599_999);
    expect(tunnelViews(node.core)).toMatchObject([{ mtu: 950 }]);
    clock.advanceTo(600_000);
    expect(tunnelViews(node.core)).toMatchObject([{ mtu: 1450 }]);
    await node.stop();
    expect(rig.left("wire", "VXLAN in p").filter((is) => is === "True").length).toBe(1);
    expect(rig.left("vm", "p.sprintf('%ICMP.type% %ICMP.code% ') + str(p[ICMP].nexthopmtu)")).toEqual([
      "dest-unreach fragmentation-needed 950",
    ]);
  });
});
