// Two subnets joined by a virtual router; one VM here, one station behind the kernel's VTEP.
//
//   ns vm                 edgelane                                                      ns peer
//   eth0 10.0.1.10  ──TAP── left ── 10.0.1.1 │ router r │ 10.0.2.1 ── right ── VTEP ──TAP── u0 192.0.2.2
//        fd01::10           (bridge) fd01::1 │          │ fd02::1    (bridge) VNI 77       vx0 10.0.2.10 fd02::10
//
// The VM's MTU is 1,500, the tunnel's inner MTU 1,450: what is too big must be told to the sender.
import { afterAll, beforeAll, expect, it } from "vitest";
import { Capture, judged } from "./lib/capture.js";
import { Edge, host, ledger } from "./lib/edge.js";
import { kernelVtep } from "./lib/kernel-vtep.js";
import { story } from "./lib/needs.js";
import { Lab, type Netns } from "./lib/netns.js";
import { tcp, udpEcho } from "./lib/traffic.js";

story("a virtual router", ["built", "netns", "tap", "vxlan", "scapy", "tshark", "ping", "iperf3"], () => {
  let lab: Lab;
  let edge: Edge;
  let vm: Netns;
  let peer: Netns;
  let capture: Capture;

  beforeAll(async () => {
    lab = await Lab.open();
    vm = await lab.netns("vm");
    peer = await lab.netns("peer");
    edge = await Edge.start(lab, {
      ports: [
        { name: "vm", space: vm, addresses: ["10.0.1.10/24", "fd01::10/64"] },
        { name: "wire", space: peer, as: "u0", addresses: ["192.0.2.2/24"] },
      ],
      underlay: [{ port: "wire", addresses: ["192.0.2.1/24"] }],
      topology: {
        bridges: [{ id: "left" }, { id: "right" }],
        routers: [
          {
            id: "r",
            routes: [
              { destination: "10.0.1.0/24", port: "r-left" },
              { destination: "fd01::/64", port: "r-left" },
              { destination: "10.0.2.0/24", port: "r-right" },
              { destination: "fd02::/64", port: "r-right" },
            ],
          },
        ],
        ports: [
          { id: "vm", device: "left", host, interface: "vm" },
          { id: "left-r", device: "left", peer: "r-left" },
          { id: "r-left", device: "r", peer: "left-r", addresses: ["10.0.1.1/24", "fd01::1/64"] },
          { id: "right-r", device: "right", peer: "r-right" },
          { id: "r-right", device: "r", peer: "right-r", addresses: ["10.0.2.1/24", "fd02::1/64"] },
          {
            id: "remote",
            device: "right",
            vtep: { type: "vxlan", key: 77, host, remotes: [{ address: "192.0.2.2" }] },
          },
        ],
      },
    });
    await kernelVtep(peer, {
      underlay: "u0",
      local: "192.0.2.2",
      remote: "192.0.2.1",
      vni: 77,
      addresses: ["10.0.2.10/24", "fd02::10/64"],
    });
    await vm.ip("route add default via 10.0.1.1");
    await vm.ip("-6 route add default via fd01::1");
    // The station names a larger segment than the tunnel takes, so that only path MTU discovery can save TCP.
    await peer.ip("route add 10.0.1.0/24 via 10.0.2.1 advmss 1460");
    await peer.ip("-6 route add fd01::/64 via fd02::1 advmss 1440");
    capture = await Capture.start(peer, "u0");
  });
  afterAll(() => lab.close());

  it("joins the subnets both ways", async () => {
    for (const [from, to] of [
      [vm, "10.0.2.10"],
      [vm, "fd02::10"],
      [peer, "10.0.1.10"],
      [peer, "fd01::10"],
    ] as const) {
      expect(await from.ping(to, 4), to).toBeGreaterThanOrEqual(3);
    }
  });

  it("takes one from the TTL", async () => {
    expect(await vm.pingText("10.0.2.10")).toContain("ttl=63");
    expect(await peer.pingText("fd01::10")).toContain("ttl=63");
  });

  it("answers pings of its own addresses, the far ones too", async () => {
    for (const own of ["10.0.1.1", "10.0.2.1", "fd01::1", "fd02::1"]) {
      expect(await vm.ping(own, 2), `vm to ${own}`).toBe(2);
      expect(await peer.ping(own, 2), `peer to ${own}`).toBe(2);
    }
  });

  it("names itself when the TTL runs out", async () => {
    expect(await vm.pingText("10.0.2.10", 1, ["-t", "1"])).toMatch(
      /From 10\.0\.1\.1 .*Time to live exceeded/,
    );
    expect(await vm.pingText("fd02::10", 1, ["-t", "1"])).toMatch(/From fd01::1 .*Time exceeded: Hop limit/);
    expect(await peer.pingText("10.0.1.10", 1, ["-t", "1"])).toMatch(
      /From 10\.0\.2\.1 .*Time to live exceeded/,
    );
  });

  it("says what has no route", async () => {
    expect(await vm.pingText("203.0.113.9")).toMatch(/From 10\.0\.1\.1 .*Unreachable/);
    expect(await vm.pingText("2001:db8:9::9")).toMatch(/From fd01::1 .*(No route|unreachable)/);
  });

  it("tells the sender of a packet that is too big for the tunnel, and TCP goes on", async () => {
    const big = await vm.pingText("10.0.2.10", 2, ["-M", "do", "-s", "1472"]);
    expect(big).toMatch(/From 10\.0\.1\.1 .*Frag needed and DF set \(mtu = 1450\)/);
    expect(await vm.ip("route get 10.0.2.10")).toContain("mtu 1450");
    const big6 = await vm.pingText("fd02::10", 2, ["-M", "do", "-s", "1452"]);
    expect(big6).toMatch(/From fd01::1 .*Packet too big: mtu=1450/);
    expect(await vm.ping("10.0.2.10", 2, ["-M", "do", "-s", "1422"])).toBe(2);
    expect(await vm.ping("fd02::10", 2, ["-M", "do", "-s", "1402"])).toBe(2);
  });

  it("carries TCP that has to find the path MTU first", async () => {
    await vm.ip("route flush cache");
    await vm.ip("-6 route flush cache");
    for (const to of ["10.0.2.10", "fd02::10"]) {
      const done = await tcp(vm, peer, to, { bytes: 3_000_000 });
      expect(done.received, to).toBeGreaterThan(1_500_000);
    }
    expect(await udpEcho(vm, peer, "10.0.2.10", 1400, 20)).toMatchObject({ echoed: 20, different: 0 });
  });

  it("put only right packets on the wire, and each has its fate", async () => {
    const verdict = await judged(capture, { type: "vxlan", key: 77, node: "192.0.2.1" });
    expect(verdict.findings).toEqual([]);
    expect(verdict.longest["192.0.2.1"]).toBe(1464);
    expect(ledger(await edge.queues()).unbalanced).toEqual([]);
    expect((await edge.api.flows()).length).toBeLessThanOrEqual(64);
  });
});
