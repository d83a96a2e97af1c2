// The node's own legs: next hops found, followed and shared, its tunnel addresses answered for.
//
//   ns vm               edgelane                    ns fabric (a switch)      ns gw1 .253            ns far
//   eth0 10.0.0.1 ──TAP── br ── VTEP ─ 192.0.2.1 ──TAP── u0 ─┬─ bridge ─────── u0 │ f0 ── bridge ──── u0 198.51.100.2
//                                      2001:db8::1           └──────────────── u0 │ f0 ──────┘        vx0 10.0.0.2
//                                                                              ns gw2 .254
import { afterAll, beforeAll, expect, it } from "vitest";
import { Capture, judge, tsharkFindings } from "./lib/capture.js";
import { Edge, host, ledger } from "./lib/edge.js";
import { kernelVtep } from "./lib/kernel-vtep.js";
import { story } from "./lib/needs.js";
import { Lab, type Netns } from "./lib/netns.js";
import { eventually, run } from "./lib/run.js";
import { udpFan } from "./lib/traffic.js";

story("the underlay", ["built", "netns", "tap", "vxlan", "scapy", "ping"], () => {
  let lab: Lab;
  let edge: Edge;
  let vm: Netns;
  let fabric: Netns;
  let far: Netns;
  const gateways: Netns[] = [];

  beforeAll(async () => {
    lab = await Lab.open();
    vm = await lab.netns("vm");
    fabric = await lab.netns("fab");
    far = await lab.netns("far");
    await fabric.ip("link add near type bridge");
    await fabric.ip("link add away type bridge");
    for (const [index, last] of [253, 254].entries()) {
      const gateway = await lab.netns(`gw${index}`);
      gateways.push(gateway);
      await lab.veth(fabric, `n${index}`, gateway, "u0");
      await lab.veth(fabric, `a${index}`, gateway, "f0");
      await fabric.ip(`link set n${index} master near`);
      await fabric.ip(`link set a${index} master away`);
      await gateway.sysctl("net.ipv4.ip_forward=1");
      await gateway.address("u0", `192.0.2.${last}/24`, `2001:db8::${last}/64`);
      await gateway.address("f0", `198.51.100.${last}/24`);
    }
    await lab.veth(fabric, "a9", far, "u0");
    await fabric.ip("link set a9 master away");
    for (const bridge of ["near", "away"]) await fabric.ip(`link set ${bridge} up`);
    await far.address("u0", "198.51.100.2/24");
    await far.ip("route add 192.0.2.0/24 via 198.51.100.253");
    edge = await Edge.start(lab, {
      ports: [
        { name: "vm", space: vm, addresses: ["10.0.0.1/24"], mtu: 1450 },
        { name: "wire", space: fabric, as: "n9" },
      ],
      underlay: [
        {
          port: "wire",
          addresses: ["192.0.2.1/24", "2001:db8::1/64"],
          gateways: ["192.0.2.253", "192.0.2.254"],
        },
      ],
      topology: {
        bridges: [{ id: "br" }],
        ports: [
          { id: "vm", device: "br", host, interface: "vm" },
          {
            id: "remote",
            device: "br",
            vtep: { type: "vxlan", key: 7, host, remotes: [{ address: "198.51.100.2" }] },
          },
        ],
      },
      profile: { timeouts: { neighbour: { retryMs: 200, tries: 3, staleMs: 1_000, expireMs: 3_000 } } },
    });
    await fabric.ip("link set n9 master near");
    const place = { underlay: "u0", local: "198.51.100.2", remote: "192.0.2.1", vni: 7 };
    await kernelVtep(far, { ...place, addresses: ["10.0.0.2/24"] });
    await eventually("a ping through the gateways", async () => (await vm.ping("10.0.0.2", 1)) === 1);
  });
  afterAll(() => lab.close());

  it("answers ARP, neighbour solicitations and pings for its tunnel addresses", async () => {
    const [gateway] = gateways;
    expect(await gateway!.ping("192.0.2.1", 3)).toBe(3);
    expect(await gateway!.ping("2001:db8::1", 3)).toBe(3);
    for (const own of ["192.0.2.1", "2001:db8::1"]) {
      expect(await gateway!.ping(own, 2, ["-s", "1400"]), `1,400 bytes to ${own}`).toBe(2);
    }
    const known = await gateway!.ip("neigh show dev u0");
    expect(known).toMatch(/192\.0\.2\.1 lladdr/);
    expect(known).toMatch(/2001:db8::1 lladdr/);
    expect(known).not.toContain("PERMANENT");
  });

  it("answers a ping of its tunnel address from behind a gateway", async () => {
    expect(await far.ping("192.0.2.1", 3)).toBeGreaterThanOrEqual(2);
  });

  it("shares connections among its gateways, each by one of them", async () => {
    const captures = await Promise.all(gateways.map((gateway, i) => Capture.start(gateway, "u0", `gw${i}`)));
    expect(await udpFan(vm, far, "10.0.0.2", 64)).toBe(64);
    const verdicts = await Promise.all(
      captures.map(async (capture) =>
        judge(await capture.stop(), { type: "vxlan", key: 7, node: "192.0.2.1" }),
      ),
    );
    expect(verdicts.flatMap(({ findings }) => findings)).toEqual([]);
    const shares = verdicts.map(({ connections }) => connections["192.0.2.1"] ?? 0);
    expect(Math.min(...shares)).toBeGreaterThan(0);
    expect(shares.reduce((sum, share) => sum + share, 0)).toBe(64);
  });

  it("goes on by the other gateway when one is gone, and takes it back", async () => {
    await fabric.ip("link set n1 down");
    await eventually(
      "all connections by the first gateway",
      async () => (await udpFan(vm, far, "10.0.0.2", 16)) === 16,
    );
    await fabric.ip("link set n1 up");
    await eventually("both gateways again", async () => {
      const capture = await Capture.start(gateways[1]!, "u0", "back");
      const answered = await udpFan(vm, far, "10.0.0.2", 32);
      const verdict = await judge(await capture.stop(), { type: "vxlan" });
      return answered === 32 && (verdict.connections["192.0.2.1"] ?? 0) > 0;
    });
  });

  it("follows a gateway whose MAC changes, announced or not, without a restart", async () => {
    // One gateway left, so that nothing else can carry the packets.
    await fabric.ip("link set n1 down");
    await eventually("the first gateway alone", async () => (await vm.ping("10.0.0.2", 2)) === 2);
    const [gateway] = gateways;
    for (const [notify, last] of [
      [1, "a1"],
      [0, "a2"],
    ] as const) {
      await gateway!.sysctl(`net.ipv4.conf.u0.arp_notify=${notify}`);
      await gateway!.ip(`link set u0 down`);
      await gateway!.ip(`link set u0 address 02:00:00:00:43:${last}`);
      await gateway!.ip(`link set u0 up`);
      await eventually(
        `pings after the MAC became ${last}`,
        async () => (await vm.ping("10.0.0.2", 2)) === 2,
      );
      expect(edge.running.running).toBe(true);
    }
  });

  it("gave every packet its fate", async () => {
    expect(ledger(await edge.queues()).unbalanced).toEqual([]);
  });
});

// ns peer u0 ──veth, libpcap driver── edgelane: the wire is there before the node is.
story("a node that starts", ["built", "netns", "tshark"], () => {
  let lab: Lab;
  beforeAll(async () => {
    lab = await Lab.open();
  });
  afterAll(() => lab.close());

  it("announces its tunnel addresses", async () => {
    const peer = await lab.netns("peer");
    const edge = await Edge.prepare(lab, {
      ports: [{ name: "wire", by: "pcap", space: peer, as: "u0" }],
      underlay: [{ port: "wire", addresses: ["192.0.2.1/24", "2001:db8::1/64"] }],
      topology: { ports: [] },
    });
    const capture = await Capture.start(peer, "u0");
    edge.running = edge.launch();
    await edge.ready();
    const path = await capture.stop();
    for (const announcement of [
      "arp.src.proto_ipv4 == 192.0.2.1 && arp.dst.proto_ipv4 == 192.0.2.1",
      "icmpv6.type == 136 && icmpv6.nd.na.target_address == 2001:db8::1 && ipv6.dst == ff02::1",
    ]) {
      const { stdout } = await run("tshark", ["-n", "-r", path, "-Y", announcement]);
      expect(stdout, announcement).not.toBe("");
    }
    expect(await tsharkFindings(path)).toEqual([]);
    expect(await edge.stop()).toBe(0);
  });
});
