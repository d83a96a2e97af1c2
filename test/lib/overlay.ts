// The scene that 40 and 41 share: one VM behind the node, one station behind a foreign tunnel endpoint, and the proofs
// that everything between them is right. It must never know which endpoint it is: that is a parameter.
import { afterAll, beforeAll, expect, it } from "vitest";
import { Capture, judged } from "./capture.js";
import { Edge, host, ledger } from "./edge.js";
import { type Need, story } from "./needs.js";
import { Lab, type Netns } from "./netns.js";
import { tcp, udpEcho } from "./traffic.js";

export interface Overlay {
  name: string;
  needs: Need[];
  type: "vxlan" | "gre";
  key: number;
  family: 4 | 6;
  /** Of the underlay. */
  mtu: number;
  /** Bytes between the underlay's MTU and the inner one. */
  overhead: number;
  /** The outer UDP checksum, when it is not what the family asks for: zero over IPv4, filled over IPv6. */
  udpChecksum?: boolean;
  /** Data room of the node's mbufs; smaller than a frame: packets are chains of mbufs. */
  mbuf?: number;
  /** Makes the remote endpoint in the namespace, on interface u0. */
  peer(space: Netns, at: PeerPlace): Promise<unknown>;
}

export interface PeerPlace {
  underlay: string;
  /** With prefix length. */
  local: string;
  remote: string;
  key: number;
  addresses: string[];
  mtu: number;
  underlayMtu: number;
}

const wires = {
  4: { node: "192.0.2.1", peer: "192.0.2.2", length: 24 },
  6: { node: "2001:db8::1", peer: "2001:db8::2", length: 64 },
};

/** Flows that two stations, their protocols and the underlay may need at most. */
const mostFlows = 48;

export function overlayStory(overlay: Overlay): void {
  const wire = wires[overlay.family];
  const mtu = overlay.mtu - overlay.overhead;
  const filled = overlay.udpChecksum ?? overlay.family === 6;
  // Drivers without virtio headers: sums are judged as they are on a wire. The TAP one takes no frame above 1,522 bytes,
  // the libpcap one sends no chains.
  const by = overlay.mtu > 1500 ? "pcap" : "net_tap";
  story(
    overlay.name,
    ["built", "netns", "tap", "scapy", "tshark", "ping", "iperf3", ...overlay.needs],
    () => {
      let lab: Lab;
      let edge: Edge;
      let vm: Netns;
      let peer: Netns;
      let capture: Capture;
      let carried = 0;

      beforeAll(async () => {
        lab = await Lab.open();
        vm = await lab.netns("vm");
        peer = await lab.netns("peer");
        edge = await Edge.start(lab, {
          ports: [
            { name: "vm", by, space: vm, addresses: ["10.0.0.1/24", "fd00::1/64"], mtu },
            { name: "wire", by, space: peer, as: "u0", mtu: overlay.mtu },
          ],
          profile: {
            mbufs: { size: overlay.mbuf ?? (overlay.mtu > 1500 ? 9_216 : 2_048) },
            tunnels: { udpChecksum: filled, zeroChecksum6: !filled },
          },
          underlay: [{ port: "wire", addresses: [`${wire.node}/${wire.length}`] }],
          topology: {
            bridges: [{ id: "br" }],
            ports: [
              { id: "vm", device: "br", host, interface: "vm" },
              {
                id: "remote",
                device: "br",
                vtep: { type: overlay.type, key: overlay.key, host, remotes: [{ address: wire.peer }] },
              },
            ],
          },
        });
        capture = await Capture.start(peer, "u0");
        await overlay.peer(peer, {
          underlay: "u0",
          local: `${wire.peer}/${wire.length}`,
          remote: wire.node,
          key: overlay.key,
          addresses: ["10.0.0.2/24", "fd00::2/64"],
          mtu,
          underlayMtu: overlay.mtu,
        });
      });
      afterAll(() => lab.close());

      it("carries ping, TCP and UDP both ways, and every byte on the wire is right", async () => {
        expect(await vm.ping("10.0.0.2", 5)).toBeGreaterThanOrEqual(4);
        expect(await peer.ping("10.0.0.1", 5)).toBe(5);
        expect(await vm.ping("fd00::2", 5)).toBeGreaterThanOrEqual(4);
        expect(await peer.ping("fd00::1", 5)).toBe(5);
        const bytes = 2_000_000;
        for (const reverse of [false, true]) {
          const done = await tcp(vm, peer, "10.0.0.2", { streams: 4, bytes, reverse });
          expect(done.streams).toBe(4);
          expect(done.sent).toBeGreaterThanOrEqual(bytes);
          expect(done.received).toBeGreaterThan(bytes / 2);
        }
        for (const size of [Math.min(1_400, mtu - 48), mtu - 48]) {
          const intact = { echoed: 30, different: 0 };
          expect(await udpEcho(vm, peer, "10.0.0.2", size, 30)).toMatchObject(intact);
          expect(await udpEcho(peer, vm, "fd00::1", size, 30)).toMatchObject(intact);
        }
        const verdict = await judged(capture, {
          type: overlay.type,
          key: overlay.key,
          node: wire.node,
          zero6: !filled,
        });
        expect(verdict.findings).toEqual([]);
        carried = verdict.tunnelled;
        expect(verdict.keys).toEqual([overlay.key]);
        expect(Object.keys(verdict.directions).sort()).toEqual(
          [`${wire.node} > ${wire.peer}`, `${wire.peer} > ${wire.node}`].sort(),
        );
        expect(verdict.longest[wire.node]).toBe(mtu + 14);
        expect(verdict.longest[wire.peer]).toBe(mtu + 14);
        expect(verdict.ttls[wire.node]).toEqual([64]);
        // Neighbours are found by asking, in both directions, never told.
        expect(verdict.plain[overlay.family === 4 ? "arp" : "nd"]).toBeGreaterThanOrEqual(2);
        if (overlay.type === "vxlan") {
          expect(verdict.udpChecksums[wire.node]).toEqual([filled ? "filled" : "zero"]);
          const connections = verdict.connections[wire.node] ?? 0;
          expect(connections).toBeGreaterThanOrEqual(10);
          expect(verdict.sourcePorts[wire.node]!.length).toBeGreaterThan(connections / 2);
        }
      });

      it("needed few flows, and every packet has its fate", async () => {
        const flows = await edge.api.flows();
        expect(flows.length).toBeGreaterThan(0);
        expect(flows.length).toBeLessThanOrEqual(mostFlows);
        const sum = ledger(await edge.queues());
        expect(sum.unbalanced).toEqual([]);
        expect(sum.in).toBe(sum.out);
        expect(sum.in).toBeGreaterThanOrEqual(carried);
      });

      it("ends at Ctrl-C with nothing left", async () => {
        expect(await edge.stop()).toBe(0);
        if (overlay.mtu === 1500)
          if (overlay.mtu === 1500) expect(await peer.ip("-br link")).not.toContain("u0");
      });
    },
  );
}
