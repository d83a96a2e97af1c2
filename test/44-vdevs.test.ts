// Every virtual device of DPDK that a profile may name carries real packets through the node.
//
//   a TAP of the worker's own, net_tap, net_af_packet, net_af_xdp, net_pcap (live), net_vhost, net_memif:
//     ns a eth0 10.0.0.1 ──device── edgelane bridge ──TAP── ns b eth0 10.0.0.2
//     (net_vhost: ns a ──TAP── testpmd, virtio-user ──vhost socket── edgelane; net_memif: likewise by a memif socket)
//
//   net_ring, a device that receives what it sends:
//     ns a eth0 ──TAP── edgelane bridge ──ring──┐
//                                       └───────┘
import { join } from "node:path";
import { afterAll, afterEach, beforeEach, expect, it } from "vitest";
import { Capture, judge } from "./lib/capture.js";
import { Edge, type EdgePort, host, ledger } from "./lib/edge.js";
import { story } from "./lib/needs.js";
import { Lab, type Netns } from "./lib/netns.js";
import { run } from "./lib/run.js";
import { testpmdWire } from "./lib/testpmd.js";
import { tcp, udpEcho } from "./lib/traffic.js";

const frames = join(import.meta.dirname, "lib/frames.py");

story("virtual devices", ["built", "netns", "tap", "scapy", "ping", "iperf3", "testpmd"], () => {
  let lab: Lab;
  let a: Netns;
  let b: Netns;

  beforeEach(async () => {
    lab = await Lab.open();
    a = await lab.netns("a");
    b = await lab.netns("b");
  });
  afterEach(() => lab.close());
  afterAll(() => lab.close());

  const bridged = (port: EdgePort) =>
    Edge.start(lab, {
      ports: [port, { name: "b", space: b, addresses: ["10.0.0.2/24"] }],
      topology: {
        bridges: [{ id: "br" }],
        ports: [
          { id: "a", device: "br", host, interface: "a" },
          { id: "b", device: "br", host, interface: "b" },
        ],
      },
    });

  async function proves(edge: Edge, driver: string): Promise<void> {
    const capture = await Capture.start(b, "eth0");
    expect(await a.ping("10.0.0.2", 4)).toBeGreaterThanOrEqual(3);
    expect(await b.ping("10.0.0.1", 3)).toBe(3);
    expect((await tcp(a, b, "10.0.0.2", { bytes: 2_000_000 })).received).toBeGreaterThan(1_000_000);
    expect(await udpEcho(a, b, "10.0.0.2", 1472, 20)).toMatchObject({ echoed: 20, different: 0 });
    expect((await judge(await capture.stop())).findings).toEqual([]);
    const ports = await edge.api.ports();
    expect(ports.find(({ name }) => name === "a")?.driver).toBe(driver);
    const queues = await edge.queues();
    expect(queues.find(({ portName, queue }) => portName === "a" && queue === 0)!.rx).toBeGreaterThan(50);
    expect(ledger(queues).unbalanced).toEqual([]);
    expect(await edge.stop()).toBe(0);
  }

  it("a TAP with virtio headers", async () => {
    await proves(await bridged({ name: "a", by: "tap", space: a, addresses: ["10.0.0.1/24"] }), "tap");
  });

  it("net_tap", async () => {
    await proves(
      await bridged({ name: "a", by: "net_tap", space: a, addresses: ["10.0.0.1/24"] }),
      "net_tap",
    );
  });

  it("net_af_packet", async () => {
    await proves(
      await bridged({ name: "a", by: "af_packet", space: a, addresses: ["10.0.0.1/24"] }),
      "net_af_packet",
    );
  });

  story("AF_XDP", ["xdp"], () => {
    it("net_af_xdp", async () => {
      await proves(
        await bridged({ name: "a", by: "af_xdp", space: a, addresses: ["10.0.0.1/24"] }),
        "net_af_xdp",
      );
    });
  });

  it("net_pcap on a live interface", async () => {
    await proves(await bridged({ name: "a", by: "pcap", space: a, addresses: ["10.0.0.1/24"] }), "net_pcap");
  });

  it("net_vhost with a virtio-user guest", async () => {
    const socket = join(lab.folder, "vhost.sock");
    const edge = await bridged({ name: "a", by: { device: `net_vhost0,iface=${socket},queues=1` } });
    const tap = lab.name("v");
    await testpmdWire(lab, "g", [`net_virtio_user0,path=${socket},queues=1`, `net_tap0,iface=${tap}`]);
    await a.adopt(tap, "eth0");
    await a.ip("link set eth0 address 02:00:00:00:44:01");
    await a.address("eth0", "10.0.0.1/24");
    await proves(edge, "net_vhost");
  });

  it("net_memif with another DPDK process", async () => {
    const socket = join(lab.folder, "memif.sock");
    const edge = await bridged({
      name: "a",
      by: { device: `net_memif0,role=server,socket=${socket},socket-abstract=no` },
    });
    const tap = lab.name("m");
    const client = `net_memif0,role=client,socket=${socket},socket-abstract=no`;
    await testpmdWire(lab, "m", [client, `net_tap0,iface=${tap}`]);
    await a.adopt(tap, "eth0");
    await a.ip("link set eth0 address 02:00:00:00:44:03");
    await a.address("eth0", "10.0.0.1/24");
    await proves(edge, "net_memif");
  });

  it("net_ring, which gives back what is flooded into it", async () => {
    const station = "02:00:00:00:44:02";
    const edge = await Edge.start(lab, {
      ports: [
        { name: "a", space: a },
        { name: "ring", by: { device: "net_ring0" } },
      ],
      topology: {
        bridges: [{ id: "br", macTable: [{ mac: station, port: "a" }] }],
        ports: [
          { id: "a", device: "br", host, interface: "a" },
          { id: "ring", device: "br", host, interface: "ring" },
        ],
      },
    });
    const sent = join(lab.folder, "sent.pcap");
    const words = [frames, "write", sent, station, "01:00:5e:09:09:09"];
    const kinds = JSON.parse((await run("/usr/bin/python3", words)).stdout) as string[];
    const capture = await Capture.start(a, "eth0", "back");
    await a.run("/usr/bin/python3", [frames, "send", sent, "eth0"]);
    // The capture sees each frame leave and come back.
    const how = JSON.stringify({ source: station, copies: 2 });
    const said = await run("/usr/bin/python3", [frames, "compare", sent, await capture.stop(), how]);
    expect(JSON.parse(said.stdout)).toEqual({ missing: [], changed: 0, found: 2 * kinds.length });
    const queues = await edge.queues();
    const ring = queues.find(({ portName, queue }) => portName === "ring" && queue === 0)!;
    expect(ring.rx).toBeGreaterThanOrEqual(kinds.length);
    expect(ledger(queues).unbalanced).toEqual([]);
    expect(await edge.stop()).toBe(0);
  });
});
