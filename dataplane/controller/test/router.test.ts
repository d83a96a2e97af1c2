// A router between two networks, through the real worker; time moves only when the test says so:
//
//   a: 10.0.1.2 ── r-a 10.0.1.1 ─ router ─ 10.0.2.1 r-b ── b: 10.0.2.2
import { afterEach, expect, it } from "vitest";
import { VirtualClock } from "../index.js";
import { Rig, story } from "./rig.js";

const vmA = "02:00:00:00:00:0a";
const vmB = "02:00:00:00:00:0b";
const routerA = "02:00:00:00:01:01";
const routerB = "02:00:00:00:02:01";

function topology(host: string, more: object = {}): object {
  return {
    routers: [{ id: "r", ...more }],
    ports: [
      { id: "r-a", device: "r", host, interface: "a", mac: routerA, addresses: ["10.0.1.1/24"] },
      { id: "r-b", device: "r", host, interface: "b", mac: routerB, addresses: ["10.0.2.1/24"] },
    ],
  };
}

const udp = `Ether(src="${vmA}",dst="${routerA}")/IP(src="10.0.1.2",dst="10.0.2.2",ttl=9)/UDP(sport=1000+i,dport=7)/"hello"`;
const reply = `Ether(src="${vmB}",dst="${routerB}")/ARP(op=2,hwsrc="${vmB}",psrc="10.0.2.2",hwdst="${routerB}",pdst="10.0.2.1")`;
const brief =
  "p.sprintf('{ARP:%ARP.op% %ARP.pdst%}{UDP:%Ether.src%>%Ether.dst% %IP.ttl% %UDP.sport%}{ICMP:%ICMP.type%}')";

story("a router", () => {
  let rig: Rig;
  afterEach(async () => rig.end());

  it("parks what it has no next hop for, asks, and lets all of it go with the answer", async () => {
    rig = new Rig();
    const a = rig.capture("a", `[${udp} for i in (1,1,2,3)]`);
    const b = rig.capture("b", `[${reply}]`);
    const node = await rig.start(rig.profile({ a, b }), topology(rig.host), { clock: new VirtualClock() });
    await rig.feed("a", 3);
    expect(node.status()).toMatchObject({ waiting: 2, flows: 0 });
    await rig.feed("b");
    expect(node.status().waiting).toBe(0);
    const misses = node.sample().queues.reduce((sum, queue) => sum + queue.misses, 0);
    await rig.feed("a");
    const after = node.sample().queues;
    expect(after.reduce((sum, queue) => sum + queue.misses, 0)).toBe(misses);
    expect(after.reduce((sum, queue) => sum + queue.held, 0)).toBe(0);
    await node.stop();
    const sent = (port: number) => `${routerB}>${vmB} 8 ${port}`;
    expect(rig.left("b", brief)).toEqual([
      "who-has 10.0.2.2",
      sent(1001),
      sent(1001),
      sent(1002),
      sent(1003),
    ]);
    const rebuilt = "(lambda q: (q.delfieldval('chksum'), IP(bytes(q)).chksum)[1])(p[IP].copy())";
    expect(rig.left("b", `p[IP].chksum == ${rebuilt} if UDP in p else 'arp'`)).toEqual([
      "arp",
      ...Array(4).fill("True"),
    ]);
  });

  it("asks again, gives up, and tells the sender", async () => {
    rig = new Rig();
    const ask = `Ether(src="${vmA}",dst="ff:ff:ff:ff:ff:ff")/ARP(hwsrc="${vmA}",psrc="10.0.1.2",pdst="10.0.1.1")`;
    const a = rig.capture("a", `[${ask}]+[${udp} for i in range(2)]`);
    const clock = new VirtualClock();
    const timeouts = { parkMs: 30_000, neighbour: { retryMs: 1000, tries: 3 } };
    const node = await rig.start(
      rig.profile({ a, b: rig.capture("b", "[]") }, { timeouts }),
      topology(rig.host),
      { clock },
    );
    await rig.feed("a", 3);
    expect(node.status().waiting).toBe(2);
    clock.advanceTo(1000);
    clock.advanceTo(2000);
    clock.advanceTo(3000);
    await rig.feed("a", 0);
    expect(node.status().waiting).toBe(0);
    const held = node.sample().queues.reduce((sum, queue) => sum + queue.held, 0);
    expect(held).toBe(0);
    await node.stop();
    expect(rig.left("b", brief)).toEqual(Array.from({ length: 3 }, () => "who-has 10.0.2.2"));
    expect(rig.left("a", "p.sprintf('{ARP:%ARP.op%}{ICMP:%ICMP.type% %ICMP.code%}')")).toEqual([
      "is-at",
      "dest-unreach host-unreachable",
      "dest-unreach host-unreachable",
    ]);
  });

  it("puts a changed route in force for the very next packet, and keeps the flows of other prefixes", async () => {
    rig = new Rig();
    const far = (address: string) => udp.replace("10.0.2.2", address);
    const a = rig.capture("a", `[q for i in range(3) for q in (${far("172.16.1.1")}, ${far("172.16.2.1")})]`);
    const b = rig.capture("b", `[${reply}]`);
    const routes = (kind: object) => ({
      routes: [
        { id: "one", destination: "172.16.1.0/24", port: "r-b", gateway: "10.0.2.2" },
        { id: "two", destination: "172.16.2.0/24", port: "r-b", gateway: "10.0.2.2", ...kind },
      ],
    });
    const node = await rig.start(rig.profile({ a, b }), topology(rig.host, routes({})), {
      clock: new VirtualClock(),
    });
    await rig.feed("a", 2);
    await rig.feed("b");
    await rig.feed("a", 2);
    expect(node.status().flows).toBe(2);
    const next = {
      ...node.topology,
      routers: [{ id: "r", ...routes({ type: "blackhole", port: undefined, gateway: undefined }) }],
    };
    const changed = JSON.parse(JSON.stringify(next)) as typeof node.topology;
    expect(await node.plan(changed)).toMatchObject({ flows: { live: 2, affected: 1 } });
    const before = node.status().generation;
    const summary = await node.apply(changed);
    expect(summary).toMatchObject({ changes: 1, flows: { invalidated: 1, kept: 1 } });
    expect(summary.generation).toBeGreaterThan(before);
    await rig.feed("a", 2);
    const drops = node.sample().queues.map((queue) => queue.drops.BLACKHOLE ?? 0);
    expect(drops.reduce((sum, count) => sum + count, 0)).toBe(1);
    await node.stop();
    expect(rig.left("b", "p[IP].dst if IP in p else 'arp'")).toEqual([
      "arp",
      ...["172.16.1.1", "172.16.2.1", "172.16.1.1", "172.16.2.1", "172.16.1.1"],
    ]);
  });

  it("asks once a second for an equal route's next hop, however many flows pass it by", async () => {
    rig = new Rig();
    const prefixes = [1, 2, 3, 4];
    const a = rig.capture("a", `[${udp.replace("10.0.2.2", '172.16.%d.1"%(i+1)+"')} for i in range(4)]`);
    const b = rig.capture("b", `[${reply}]`);
    const routes = prefixes.flatMap((prefix) =>
      [2, 3].map((last) => ({
        ...{ id: `${prefix}-${last}`, destination: `172.16.${prefix}.0/24` },
        ...{ port: "r-b", gateway: `10.0.2.${last}` },
      })),
    );
    const clock = new VirtualClock();
    const timeouts = { parkMs: 30_000, neighbour: { retryMs: 1000, tries: 3 } };
    const node = await rig.start(rig.profile({ a, b }, { timeouts }), topology(rig.host, { routes }), {
      clock,
    });
    await rig.feed("a");
    await rig.feed("b");
    await rig.feed("a", 3);
    expect(node.status()).toMatchObject({ waiting: 0, flows: 4 });
    clock.advanceTo(1000);
    await rig.feed("a", 0);
    await node.stop();
    expect(rig.left("b", brief).filter((line) => line.startsWith("who-has"))).toEqual([
      "who-has 10.0.2.2",
      "who-has 10.0.2.3",
      "who-has 10.0.2.3",
    ]);
    expect(rig.left("b", "p[IP].dst if IP in p else 'arp'").filter((line) => line !== "arp")).toEqual(
      prefixes.map((prefix) => `172.16.${prefix}.1`),
    );
  });
});
