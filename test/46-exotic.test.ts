// Frames that are rare and legal pass a bridge and a tunnel unchanged, byte for byte, both ways: stacked VLAN tags, IPv6
// extension headers, fragments, options, SCTP, IPsec, LLC, tunnels inside the tunnel. VXLAN, GRE with key and NVGRE.
//
//   ns vm                 edgelane              ns peer
//   scapy ── eth0 ──TAP── br ── VTEP port ──TAP── u0 192.0.2.2 or 2001:db8::2 ── scapy
//            capture                             capture
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { Capture, judge, tsharkFindings } from "./lib/capture.js";
import { Edge, host, ledger } from "./lib/edge.js";
import { story } from "./lib/needs.js";
import { Lab, type Netns } from "./lib/netns.js";
import { eventually, run } from "./lib/run.js";

const frames = join(import.meta.dirname, "lib/frames.py");
const here = "02:00:00:46:00:01";
const there = "02:00:00:46:00:02";

const scenes = [
  { type: "vxlan", key: 0xabcdef, node: "192.0.2.1", peer: "192.0.2.2", length: 24 },
  { type: "vxlan", key: 1, node: "2001:db8::1", peer: "2001:db8::2", length: 64 },
  { type: "gre", key: 0xfedcba98, node: "192.0.2.1", peer: "192.0.2.2", length: 24 },
  { type: "nvgre", key: 0x123456, node: "2001:db8::1", peer: "2001:db8::2", length: 64 },
] as const;

interface Compared {
  missing: number[];
  changed: number;
  found: number;
}

for (const scene of scenes) {
  story(
    `rare frames in ${scene.type} to ${scene.peer}`,
    ["built", "netns", "tap", "scapy", "tshark", "ping"],
    () => {
      let lab: Lab;
      let edge: Edge;
      let vm: Netns;
      let peer: Netns;
      let nodeMac: string;
      let kinds: string[];

      const python = async (space: Netns | undefined, ...words: string[]) => {
        const exec = space === undefined ? run : space.run.bind(space);
        return (await exec("/usr/bin/python3", [frames, ...words])).stdout;
      };
      const file = (name: string) => join(lab.folder, `${name}.pcap`);

      beforeAll(async () => {
        lab = await Lab.open();
        vm = await lab.netns("vm");
        peer = await lab.netns("peer");
        const written = Promise.all([
          python(undefined, "write", file("out"), here, there),
          python(undefined, "write", file("plain"), there, here),
        ]);
        edge = await Edge.start(lab, {
          ports: [
            { name: "vm", space: vm },
            { name: "wire", space: peer, as: "u0", addresses: [`${scene.peer}/${scene.length}`] },
          ],
          underlay: [{ port: "wire", addresses: [`${scene.node}/${scene.length}`] }],
          topology: {
            bridges: [{ id: "br" }],
            ports: [
              { id: "vm", device: "br", host, interface: "vm" },
              {
                id: "remote",
                device: "br",
                vtep: { type: scene.type, key: scene.key, host, remotes: [{ address: scene.peer }] },
              },
            ],
          },
        });
        await peer.spawn("/usr/bin/python3", [frames, "swallow"]).says(/ready/);
        await eventually(
          "the node's answer on the underlay",
          async () => (await peer.ping(scene.node, 1)) === 1,
        );
        const neighbours = await peer.ip(`neigh show ${scene.node} dev u0`);
        kinds = JSON.parse((await written)[0]) as string[];
        nodeMac = /lladdr (\S+)/.exec(neighbours)![1]!;
      });
      afterAll(() => lab.close());

      it("leave the tunnel's far end as they came, in right outer headers", async () => {
        const capture = await Capture.start(peer, "u0");
        await python(vm, "send", file("out"), "eth0");
        const path = await capture.stop();
        const how = JSON.stringify({ type: scene.type, source: here });
        const [said, verdict, tshark] = await Promise.all([
          python(undefined, "compare", file("out"), path, how),
          judge(path, { type: scene.type, key: scene.key, node: scene.node }),
          tsharkFindings(path),
        ]);
        const compared = JSON.parse(said) as Compared;
        expect(compared.missing.map((number) => kinds[number])).toEqual([]);
        expect(compared.changed).toBe(0);
        expect(verdict.findings).toEqual([]);
        expect(verdict.inner.qinq).toBe(2);
        expect(verdict.inner.extension).toBeGreaterThanOrEqual(4);
        expect(verdict.inner.fragment).toBeGreaterThanOrEqual(4);
        expect(tshark).toEqual([]);
      });

      it("reach the VM as they were sent into the tunnel", async () => {
        const wrap = { type: scene.type, key: scene.key, src: scene.peer, dst: scene.node };
        const macs = { smac: await peer.mac("u0"), dmac: nodeMac };
        await python(undefined, "wrap", file("plain"), file("in"), JSON.stringify({ ...wrap, ...macs }));
        const capture = await Capture.start(vm, "eth0");
        await python(peer, "send", file("in"), "u0");
        const path = await capture.stop();
        const how = JSON.stringify({ source: there });
        const compared = JSON.parse(await python(undefined, "compare", file("plain"), path, how)) as Compared;
        expect(compared.missing.map((number) => kinds[number])).toEqual([]);
        expect(compared.changed).toBe(0);
      });

      it("leave the ledger balanced", async () => {
        expect(ledger(await edge.queues()).unbalanced).toEqual([]);
      });
    },
  );
}
