// One case of the differential test, whole: what is declared, what is known, which packets come in. It is what is
// shrunk, saved and replayed, so it must hold plain values only and never a random choice.
import { readFileSync, writeFileSync } from "node:fs";
import type { Topology } from "../../dataplane/topology/model.js";

/** A neighbour's MAC, or that nobody answered. */
export type Answer = number | "failed";

export interface Known {
  stations: { bridge: string; vlan: number; mac: number; where: string }[];
  neighbours: { port: string; address: string; mac: Answer }[];
  bridgeNeighbours: { bridge: string; address: string; vlan?: number; mac: number }[];
  pathMtus: { remote: string; mtu: number }[];
  /** Of the underlay. */
  hops: { address: string; mac: Answer }[];
}

export interface Settings {
  lcores: 1 | 2;
  /** Bound of the flow table. */
  flows: number;
  /** L3 MTU by worker port; port 0 is the underlay's. */
  mtus: number[];
  underlay: { vlan: number; addresses: string[]; gateways: string[]; mtu: number };
  tunnels: {
    sourcePortMin: number;
    sourcePortRange: number;
    copyTos: boolean;
    ttl: number;
    udpChecksum: boolean;
    zeroChecksum6: boolean;
    tooBig: "icmp" | "drop";
  };
}

export interface ScenePacket {
  /** Which topology is in force; one more with `during`. */
  phase: number;
  /** In flight while the next topology is put in force. */
  during: boolean;
  /** Worker port. */
  port: number;
  data: Uint8Array;
}

export interface Scene {
  /** Where it came from. */
  seed: number;
  settings: Settings;
  /** Put in force one after another. */
  topologies: Topology[];
  known: Known;
  packets: ScenePacket[];
}

/** The host that is tested. */
export const HOST = "a";
export const UNDERLAY_NAME = "wire";
export const portName = (port: number): string => (port === 0 ? UNDERLAY_NAME : `port${port}`);

export function saveScene(path: string, scene: Scene): void {
  const packets = scene.packets.map(({ data, ...rest }) => ({
    ...rest,
    data: Buffer.from(data).toString("hex"),
  }));
  writeFileSync(path, `${JSON.stringify({ ...scene, packets }, null, 1)}\n`);
}

export function loadScene(path: string): Scene {
  const scene = JSON.parse(readFileSync(path, "utf8")) as Omit<Scene, "packets"> & {
    packets: (Omit<ScenePacket, "data"> & { data: string })[];
  };
  return {
    ...scene,
    packets: scene.packets.map((packet) => ({
      ...packet,
      data: new Uint8Array(Buffer.from(packet.data, "hex")),
    })),
  };
}
