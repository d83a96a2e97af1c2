// What the simulation's generator of networks leaves out, put into one: names and keys, L2 gateways, all that a VTEP
// gateway may say, meters, guards of ports, services. It must never make the fate of a packet depend on the time.

import { vmMac, vmOf } from "../../dataplane/simulation/test/lib/arbitrary.js";
import type { Pool, Random } from "../../dataplane/simulation/test/lib/random-keys.js";
import { formatMac } from "../../dataplane/topology/addresses.js";
import { derivedMac, portKeys } from "../../dataplane/topology/keys.js";
import type { QosRate, Topology, Vtep } from "../../dataplane/topology/model.js";
import { guarded } from "./furnish-policy.js";
import { served } from "./furnish-services.js";
import { HOST } from "./scene.js";

/** Changes both in place. What may not be declared, mending takes out. */
export function furnish(random: Random, topology: Topology, pool: Pool): Pool {
  named(random, topology);
  const own = keyed(random, topology, pool);
  switched(random, topology);
  stationed(random, topology);
  for (const { vtep } of topology.ports) if (vtep !== undefined && random.chance(60)) spoken(random, vtep);
  if (random.chance(40)) measured(random, topology);
  if (random.chance(35)) guarded(random, topology);
  const known = random.chance(35) ? served(random, topology, own) : own;
  return random.chance(50) ? doubled(random, topology, known) : known;
}

/** Switches that say what is so without them, or the contrary. */
function switched(random: Random, { bridges = [], routers = [], ports, l2Insertions = [] }: Topology): void {
  for (const device of [...bridges, ...routers]) if (random.chance(20)) device.adminUp = true;
  for (const port of ports) if (vmOf(port) >= 0 && random.chance(15)) port.hairpin = random.chance(75);
  for (const one of l2Insertions) if (random.chance(20)) one.mac = formatMac(vmMac(random.below(6)));
}

/** For people; nothing may come of it. */
function named(random: Random, topology: Topology): void {
  const lists = [topology.hosts, topology.bridges, topology.routers, topology.chains] as const;
  if (random.chance(50)) topology.name = "a random network";
  for (const list of lists)
    for (const one of list ?? []) if (random.chance(30)) one.name = `the one called ${one.id}`;
  for (const { rules } of topology.chains ?? [])
    for (const [number, rule] of rules.entries()) if (random.chance(50)) rule.id = `rule-${number}`;
  for (const { routes = [] } of topology.routers ?? [])
    for (const [number, route] of routes.entries()) {
      if (random.chance(50)) route.id = `route-${number}`;
      if (route.port !== undefined && random.chance(30)) route.type = "port";
    }
}

/** Tunnel keys and routers' MACs that are declared. */
function keyed(random: Random, topology: Topology, pool: Pool): Pool {
  const moved = new Map<number, number>();
  for (const [number, port] of topology.ports.entries()) {
    if (port.host !== undefined && random.chance(25)) port.key = 7000 + number;
    if (port.addresses === undefined || !random.chance(25)) continue;
    moved.set(derivedMac(port.id), 0x020000000500 + number);
    port.mac = formatMac(0x020000000500 + number);
  }
  const now = (mac: number): number => moved.get(mac) ?? mac;
  const journeys = pool.journeys.map((one) => ({ ...one, dst: now(one.dst) }));
  return {
    ...pool,
    macs: pool.macs.map(now),
    journeys,
    keys: [...pool.keys, ...portKeys(topology).values()],
  };
}

function stationed(random: Random, topology: Topology): void {
  for (const bridge of topology.bridges ?? []) {
    const ports = topology.ports.filter(({ device, host }) => device === bridge.id && host !== undefined);
    if (ports.length === 0 || bridge.macTable !== undefined || !random.chance(25)) continue;
    const port = random.pick(ports);
    const vlan = random.pick([5, 100]);
    bridge.macTable = [{ mac: formatMac(vmMac(vmOf(port))), port: port.id, vlan }];
  }
}

function spoken(random: Random, vtep: Vtep): void {
  const four = !vtep.remotes[0]!.address.includes(":");
  if (random.chance(40)) vtep.local = four ? "192.0.2.1" : "2001:db8:ff::1";
  if (vtep.type === "vxlan" && random.chance(25)) vtep.udpPort = 4790;
  const last = vtep.remotes.at(-1)!;
  if (random.chance(30)) last.key = 6001;
  if (random.chance(35)) vtep.floodProxy = random.chance(80);
  if (random.chance(25)) vtep.flood = random.chance(80) ? [vtep.remotes[0]!.address] : [];
  else if (random.chance(30) && (last.macs ?? []).length === 0) vtep.serviceNode = last.address;
}

/** Rates whose colour is decided: so high that all is green, or buckets too small for any frame beside others that
 * never empty. */
const RATES: readonly Omit<QosRate, "direction">[] = [
  { kbps: 4_000_000_000 },
  { pps: 4_000_000_000 },
  { kbps: 4_000_000_000, peak: 4_000_000_000 },
  { kbps: 4_000_000_000, burst: 4_294_967_295, peakBurst: 1, yellowDscp: 7 },
  { kbps: 1, burst: 1, peakBurst: 4_294_967_295, yellowDscp: 12 },
  { kbps: 1, burst: 1, peakBurst: 4_294_967_295 },
  { kbps: 1, burst: 1, peak: 4_000_000_000, peakBurst: 4_294_967_295, yellowDscp: 34 },
  { pps: 1, burst: 1, peakBurst: 4_294_967_295 },
  { pps: 1, burst: 1, peak: 4_000_000_000, peakBurst: 4_294_967_295 },
];
/** Nothing passes. */
const RED: readonly Omit<QosRate, "direction">[] = [
  { kbps: 1, burst: 1 },
  { kbps: 1, burst: 1, peak: 1, peakBurst: 13 },
  { kbps: 4_000_000_000, burst: 4_294_967_295, peak: 4_000_000_000, peakBurst: 1 },
];

function measured(random: Random, topology: Topology): void {
  const directions = ["in", "out"] as const;
  topology.qosPolicies = [0, 1, 2].map((number) => ({
    id: `policy-${number}`,
    ...(random.chance(30) ? { name: "what they may" } : {}),
    rates: directions.flatMap((direction) =>
      Array.from({ length: random.pick([0, 1, 1, 2]) }, () => ({
        direction,
        ...random.pick(number === 2 && random.chance(60) ? RED : RATES),
      })),
    ),
    ...(random.chance(50) ? { dscp: random.pick([0, 10, 46, 63]) } : {}),
  }));
  // Few are held down: what is behind them is seen by nobody.
  for (const object of [...topology.ports, ...(topology.bridges ?? [])])
    if (random.chance(30)) object.qos = `policy-${random.pick([0, 0, 0, 1, 1, 1, 2])}`;
}

/** Two ports of a bridge, here and there, into one outside. What one says of itself to the other comes in here too. */
function doubled(random: Random, topology: Topology, pool: Pool): Pool {
  for (const one of topology.ports) {
    if (vmOf(one) < 0 || one.host !== HOST || one.addresses !== undefined) continue;
    const other = topology.ports.find(
      ({ id, device, host }) => id !== one.id && device === one.device && host !== undefined && host !== HOST,
    );
    if (other === undefined) continue;
    for (const key of ["vlan", "trunkVlans"] as const) {
      delete other[key];
      if (one[key] !== undefined) Object.assign(other, { [key]: one[key] });
    }
    const ports = random.chance(50) ? [one.id, other.id] : [other.id, one.id];
    topology.l2Gateways = [{ id: "pair", ports, ...(random.chance(50) ? { holdSeconds: 3 } : {}) }];
    return { ...pool, macs: [...pool.macs, derivedMac(one.id), derivedMac(other.id)] };
  }
  return pool;
}
