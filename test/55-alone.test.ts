// A node whose controller was killed: tunnels live on, because the worker says by itself where they end. Its peers forget
// all they know of the node first, as they would in time.
//
//   ns vm                edgelane                      ns peer
//   eth0 10.0.0.1 ──TAP── vm │ bridge │ VTEP port ──TAP── u0 192.0.2.2 or 2001:db8::2
//                             192.0.2.1 or 2001:db8::1     vx0 10.0.0.2 (kernel VXLAN)
import { afterEach, beforeEach, expect, it } from "vitest";
import { Capture, tsharkFindings } from "./lib/capture.js";
import { Edge, host } from "./lib/edge.js";
import { kernelVtep } from "./lib/kernel-vtep.js";
import { story } from "./lib/needs.js";
import { Lab } from "./lib/netns.js";
import { eventually } from "./lib/run.js";

const net = {
  4: { own: "192.0.2.1", far: "192.0.2.2", bits: 24 },
  6: { own: "2001:db8::1", far: "2001:db8::2", bits: 64 },
};

story("a node whose controller is dead", ["built", "netns", "tap", "vxlan", "ping", "tshark"], () => {
  let lab: Lab;
  beforeEach(async () => {
    lab = await Lab.open();
  });
  afterEach(() => lab.close());

  it.each([4, 6] as const)("is found by its peers over IPv%i, and forwards", async (family) => {
    const { own, far, bits } = net[family];
    const [vm, peer] = [await lab.netns("vm"), await lab.netns("peer")];
    const edge = await Edge.start(lab, {
      ports: [
        { name: "vm", space: vm, addresses: ["10.0.0.1/24"], mtu: 1430 },
        { name: "wire", space: peer, as: "u0", addresses: [`${far}/${bits}`] },
      ],
      underlay: [{ port: "wire", addresses: [`${own}/${bits}`] }],
      topology: {
        bridges: [{ id: "br" }],
        ports: [
          { id: "vm", device: "br", host, interface: "vm" },
          {
            ...{ id: "remote", device: "br" },
            vtep: { type: "vxlan", key: 7, host, remotes: [{ address: far }] },
          },
        ],
      },
    });
    await kernelVtep(peer, { underlay: "u0", local: far, remote: own, vni: 7, addresses: ["10.0.0.2/24"] });
    await eventually("a ping through the tunnel", async () => (await peer.ping("10.0.0.1", 2)) === 2);

    process.kill(edge.running.pid, "SIGKILL");
    expect(await edge.running.ended(5_000)).toBeDefined();
    await peer.ip("neigh flush dev u0");
    const capture = await Capture.start(peer, "u0");
    expect(await peer.ping("10.0.0.1", 5)).toBe(5);
    expect(await tsharkFindings(await capture.stop())).toEqual([]);
    const known = await peer.ip("neigh show dev u0");
    expect(known).toMatch(new RegExp(`${own.replaceAll(".", "\\.")} lladdr`));
    expect(known).not.toContain("PERMANENT");
  });
});
