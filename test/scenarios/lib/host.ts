// The host that a scenario runs on: its profile, the facts a simulation gets, and the names that expressions may use.
// Scenarios with equal settings have equal profiles, so that one worker serves them all.
import { type Profile, parseProfile } from "../../../dataplane/profiles/index.js";
import type { NodeFacts } from "../../../dataplane/simulation/snapshot.js";
import { formatMac, parseMac } from "../../../dataplane/topology/addresses.js";
import { derivedMac, portKeys, type Topology } from "../../../dataplane/topology/index.js";
import { UNDERLAY } from "../../../scripts/simulate/world.js";
import { UNDERLAY_MAC } from "../../differential/world.js";
import type { NodeSettings, Scenario } from "./format.js";
import type { Names } from "./scapy.js";

/** Ports of a worker that many scenarios share, up0 not counted. */
const PORTS = 8;
const ADDRESSES = ["192.0.2.1/24", "2001:db8:ff::1/64"];
const GATEWAYS = ["192.0.2.254", "2001:db8:ff::fffe"];

export interface Host {
  /** Equal for scenarios that one worker can serve. */
  settings: string;
  facts: NodeFacts;
  /** Worker port by topology port id, and up0. */
  portOf: ReadonlyMap<string, number>;
  /** The reverse: what to call a worker port. */
  idOf: ReadonlyMap<number, string>;
}

export const portName = (port: number): string => (port === 0 ? UNDERLAY : `port${port}`);

/** The topology with the interfaces of the host named as the worker's ports are. */
export function bind(topology: Topology, host: Host): Topology {
  return {
    ...topology,
    ports: topology.ports.map((port) => {
      const at = port.host === host.facts.host ? host.portOf.get(port.id) : undefined;
      return at === undefined ? port : { ...port, interface: portName(at) };
    }),
  };
}

/** All topologies of a scenario together name the ports. */
export function hostOf(scenario: Scenario, topologies: readonly Topology[]): Host {
  const { host, node } = scenario;
  const interfaces = new Map<string, number>();
  const portOf = new Map<string, number>([[UNDERLAY, 0]]);
  for (const { ports } of topologies)
    for (const port of ports) {
      if (port.host !== host || port.interface === undefined) continue;
      const at = interfaces.get(port.interface) ?? interfaces.size + 1;
      interfaces.set(port.interface, at);
      portOf.set(port.id, at);
    }
  const mtus: Record<number, number> = {};
  for (const [id, mtu] of Object.entries(node.mtu ?? {})) mtus[portOf.get(id) ?? -1] = mtu;
  const { vlan = 0, addresses = ADDRESSES } = node.underlay ?? {};
  const count = Math.max(PORTS, interfaces.size);
  const names = Array.from({ length: count }, (_, i) => portName(i + 1));
  const { mtu: _, silent: __, ...rest } = node;
  return {
    settings: JSON.stringify({ host, count, mtus, rest }),
    facts: {
      host,
      ports: new Map([UNDERLAY, ...names].map((name, port) => [name, port])),
      mtus: new Map([UNDERLAY, ...names].map((name, port) => [name, mtus[port] ?? 1500])),
      underlay: [{ port: 0, vlan, mac: UNDERLAY_MAC, addresses, mtu: node.underlay?.mtu ?? 1500 }],
    },
    portOf,
    idOf: new Map([...portOf].map(([id, port]) => [port, id])),
  };
}

/** By its settings; `device` names a worker port's DPDK device. */
export function profileOf(settings: string, device: (port: number) => string, name: string): Profile {
  const { host, count, mtus, rest } = JSON.parse(settings) as {
    host: string;
    count: number;
    mtus: Record<number, number>;
    rest: Omit<NodeSettings, "mtu" | "silent">;
  };
  const { underlay = {}, ...more } = rest;
  return parseProfile({
    version: 1,
    role: "gateway",
    host,
    name,
    ports: Array.from({ length: count + 1 }, (_, port) => ({
      name: portName(port),
      device: device(port),
      mtu: mtus[port] ?? 1500,
      ...{ gated: true, rxDescriptors: 64, txDescriptors: 64 },
    })),
    underlay: [{ port: UNDERLAY, addresses: ADDRESSES, gateways: GATEWAYS, ...underlay }],
    cores: [1],
    mbufs: { size: 9216 },
    memory: { hugepages: false, megabytes: 192 },
    idle: { backoffUs: 20 },
    ...more,
    bounds: { flows: 4096, parked: 256, upcallSlots: 256, upcallRate: 0, ...more.bounds },
    timeouts: { parkMs: 60_000, flowIdleMs: 0, ...more.timeouts },
  });
}

/** MAC of a neighbour that answers and is not given another: 02:ee and the last four bytes of its address. */
export function neighbourMac(bytes: Uint8Array): number {
  return bytes.subarray(12).reduce((mac, byte) => mac * 256 + byte, 0x02ee);
}

export function namesOf({ topology, node }: Scenario): Names {
  const [local4, local6] = [".", ":"].map(
    (dot) => (node.underlay?.addresses ?? ADDRESSES).find((text) => text.includes(dot))?.split("/")[0] ?? "",
  );
  const routers = new Set(topology.routers?.map(({ id }) => id));
  return {
    node: formatMac(UNDERLAY_MAC),
    local4: local4!,
    local6: local6!,
    vlan: node.underlay?.vlan ?? 0,
    ports: Object.fromEntries(
      topology.ports
        .filter(({ device }) => routers.has(device))
        .map(({ id, mac }) => [id, formatMac(mac === undefined ? derivedMac(id) : parseMac(mac)!)]),
    ),
    keys: Object.fromEntries(portKeys(topology)),
  };
}
