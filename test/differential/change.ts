// Small edits of a topology, as an operator makes them. What comes out may be declared.
import fc from "fast-check";
import { condition } from "../../dataplane/simulation/test/lib/arbitrary.js";
import type { Random } from "../../dataplane/simulation/test/lib/random-keys.js";
import type { Topology } from "../../dataplane/topology/index.js";
import type { Chain, Route, Rule } from "../../dataplane/topology/model.js";
import { mended } from "./mend.js";

type Edit = (random: Random, topology: Topology) => void;

const MOST_TRIES = 50;

/** The topology after one to three edits. */
export function changed(random: Random, from: Topology): Topology {
  for (let tries = 0; tries < MOST_TRIES; tries++) {
    const topology = structuredClone(from);
    for (let edits = 1 + random.below(3); edits > 0; edits--) random.pick(EDITS)(random, topology);
    try {
      return mended(topology);
    } catch {
      // An edit may contradict another part: the next draw may not.
    }
  }
  return from;
}

const chainOf = (random: Random, { chains }: Topology): Chain | undefined =>
  chains === undefined || chains.length === 0 ? undefined : random.pick(chains);

const rule = (random: Random): Rule => ({
  match: fc.sample(condition, { seed: random.next() | 0, numRuns: 1 })[0]!,
  action: random.pick(["accept", "drop", "reject", "return", "continue"]),
});

const routesOf = (random: Random, { routers }: Topology): Route[] | undefined =>
  routers === undefined || routers.length === 0 ? undefined : random.pick(routers).routes;

const maybeChain = (random: Random, topology: Topology): string | undefined =>
  random.chance(30) ? undefined : chainOf(random, topology)?.id;

function setChain(
  of: { inboundChain?: string; outboundChain?: string },
  side: "inboundChain" | "outboundChain",
  id: string | undefined,
): void {
  if (id === undefined) delete of[side];
  else of[side] = id;
}

const EDITS: readonly Edit[] = [
  (random, topology) => {
    const rules = chainOf(random, topology)?.rules;
    rules?.splice(random.below(rules.length + 1), 0, rule(random));
  },
  (random, topology) => {
    const rules = chainOf(random, topology)?.rules;
    if (rules !== undefined && rules.length > 0) rules.splice(random.below(rules.length), 1);
  },
  (random, topology) => {
    const rules = chainOf(random, topology)?.rules;
    if (rules === undefined || rules.length === 0) return;
    const one = random.pick(rules);
    if (one.action !== "jump") one.action = one.action === "drop" ? "accept" : "drop";
  },
  (random, topology) => {
    const rules = chainOf(random, topology)?.rules;
    if (rules !== undefined && rules.length > 1) rules.push(rules.shift()!);
  },
  (random, topology) => {
    const port = random.pick(topology.ports);
    port.adminUp = port.adminUp === false;
  },
  (random, topology) => {
    setChain(
      random.pick(topology.ports),
      random.chance(50) ? "inboundChain" : "outboundChain",
      maybeChain(random, topology),
    );
  },
  (random, topology) => {
    const devices = [...(topology.bridges ?? []), ...(topology.routers ?? [])];
    if (devices.length === 0) return;
    const device = random.pick(devices);
    if (random.chance(20)) device.adminUp = device.adminUp === false;
    else setChain(device, random.chance(50) ? "inboundChain" : "outboundChain", maybeChain(random, topology));
  },
  (random, topology) => {
    const bridge = random.pick(topology.bridges ?? []);
    bridge.arpSuppression = bridge.arpSuppression === false;
  },
  (random, topology) => {
    const routes = routesOf(random, topology);
    if (routes !== undefined && routes.length > 0) routes.splice(random.below(routes.length), 1);
  },
  (random, topology) => {
    routesOf(random, topology)?.push({
      destination: random.pick([
        "10.0.1.0/24",
        "10.0.0.11/32",
        "8.0.0.0/8",
        "2001:db8:1::/64",
        "172.16.0.0/16",
      ]),
      type: random.pick(["blackhole", "reject"]),
      weight: random.pick([10, 100]),
    });
  },
  (random, topology) => {
    const routes = routesOf(random, topology);
    if (routes !== undefined && routes.length > 0) random.pick(routes).weight = random.pick([5, 50, 200]);
  },
  (random, topology) => {
    const group = topology.ipAddressGroups?.[0];
    if (group === undefined) return;
    const address = random.pick(["10.0.0.10", "10.0.0.12", "10.0.2.0/24", "2001:db8::/48"]);
    const has = group.addresses.includes(address);
    group.addresses = has ? group.addresses.filter((one) => one !== address) : [...group.addresses, address];
  },
  (random, { mirrors, ports }) => {
    if (mirrors !== undefined && mirrors.length > 0) random.pick(mirrors).to = random.pick(ports).id;
  },
  (random, { mirrors }) => {
    if (mirrors !== undefined && mirrors.length > 0) random.pick(mirrors).match = rule(random).match!;
  },
  (random, { mirrors, ports, bridges, routers }) => {
    if (mirrors === undefined || mirrors.length === 0) return;
    const ids = random.chance(30) ? [] : [random.pick(mirrors).id];
    const point = random.pick(["preIn", "postIn", "preOut", "postOut"] as const);
    const port = random.pick(ports);
    const device = random.pick([...(bridges ?? []), ...(routers ?? [])]);
    if (random.chance(60)) port.mirrors = { ...port.mirrors, [point]: ids };
    else device[random.pick(["inboundMirrors", "outboundMirrors"] as const)] = ids;
  },
  (random, { l2Insertions }) => {
    if (l2Insertions === undefined || l2Insertions.length === 0) return;
    const one = random.pick(l2Insertions);
    if (random.chance(50)) one.failOpen = one.failOpen !== true;
    else l2Insertions.splice(l2Insertions.indexOf(one), 1);
  },
  // What follows changes who is linked to what; mending takes out what then dangles. Nothing may come back, nor move:
  // a node forgets what it learned there.
  (random, topology) => {
    if (random.chance(50)) topology.ports.splice(random.below(topology.ports.length), 1);
  },
  (random, topology) => {
    const vtep = topology.ports.find((port) => port.vtep !== undefined)?.vtep;
    if (vtep === undefined) return;
    if (random.chance(50)) vtep.remotes.reverse();
    else if (vtep.remotes.length > 1) vtep.remotes.pop();
  },
  (random, topology) => {
    const legs = topology.ports.filter(({ addresses }) => addresses !== undefined);
    if (legs.length === 0) return;
    const leg = random.pick(legs);
    const net = leg.addresses![0]!.split(".").slice(0, 3).join(".");
    const router = topology.routers?.find(({ id }) => id === leg.device);
    router?.routes?.push({
      destination: random.pick(["0.0.0.0/0", "172.16.0.0/12", "8.8.8.8/32"]),
      port: leg.id,
      gateway: `${net}.${random.pick([10, 11, 12, 200])}`,
      weight: random.pick([10, 100]),
    });
  },
  (random, topology) => {
    const legs = new Set(
      topology.ports.flatMap(({ addresses, peer }) => (addresses === undefined ? [] : [peer])),
    );
    const bridges = new Set(topology.bridges?.map(({ id }) => id));
    const own = topology.ports.filter(({ id, device }) => bridges.has(device) && !legs.has(id));
    if (own.length === 0) return;
    const port = random.pick(own);
    delete port.vlan;
    delete port.trunkVlans;
    const vlan = random.pick([0, 5, 100]);
    if (vlan !== 0) port.vlan = vlan;
    if (random.chance(30)) port.trunkVlans = vlan === 7 || vlan === 0 ? [0, 5] : [7];
  },
  (_, topology) => {
    const zone = topology.tunnelZones?.[0];
    if (zone !== undefined) zone.type = zone.type === "gre" ? "vxlan" : "gre";
    if (zone?.type === "gre") delete zone.udpPort;
  },
];
