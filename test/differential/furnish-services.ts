// Services at the edge of a random network: DHCP of both families, router advertisements, a way to a metadata proxy.
import { vmAddress, vmAddress6, vmMac, vmOf } from "../../dataplane/simulation/test/lib/arbitrary.js";
import type { Pool, Random } from "../../dataplane/simulation/test/lib/random-keys.js";
import { formatMac } from "../../dataplane/topology/addresses.js";
import { derivedMac } from "../../dataplane/topology/keys.js";
import type {
  Dhcp,
  Dhcp6,
  DhcpOption,
  Metadata,
  Port,
  RouterAdvertisement,
  Topology,
} from "../../dataplane/topology/model.js";
import { HOST } from "./scene.js";

/** Gives back what packets are drawn from now. */
export function served(random: Random, topology: Topology, pool: Pool): Pool {
  for (const [number, bridge] of (topology.bridges ?? []).entries()) {
    const vms = topology.ports.filter((port) => port.device === bridge.id && vmOf(port) >= 0);
    if (random.chance(60)) topology.dhcp = [...(topology.dhcp ?? []), dhcp(random, number, vms)];
    if (random.chance(60)) topology.dhcp6 = [...(topology.dhcp6 ?? []), dhcp6(random, number, vms)];
    if (random.chance(40)) {
      const of = { routerMac: "02:00:00:00:03:01", routerAddress: "fe80::77" };
      bridge.ra = { ...advertisement(random), ...(random.chance(50) ? of : {}) };
    }
  }
  const legs = topology.ports.filter(({ addresses }) => addresses !== undefined);
  for (const leg of legs) if (random.chance(40)) leg.ra = advertisement(random);
  return random.chance(60) ? hooked(random, topology, pool) : pool;
}

const OPTIONS: readonly DhcpOption[] = [
  { option: "ntp-servers", values: ["10.0.0.123"] },
  { option: "domain-name", values: ["example.net"] },
  { option: "domain-search", values: ["example.net", "lab.example.net"] },
  { option: "224", type: "bytes", values: ["00:01:02"] },
  { option: "225", type: "uint8", values: ["7"] },
  { option: "226", type: "uint16", values: ["700"] },
  { option: "227", type: "uint32", values: ["70000"] },
  { option: "228", type: "bool", values: ["true"] },
  { option: "229", type: "addresses", values: ["10.0.0.9", "10.0.0.10"] },
  { option: "230", type: "cidrs", values: ["10.0.0.0/24"] },
  { option: "231", type: "routes", values: ["10.1.0.0/16 10.0.0.1"] },
  { option: "232", type: "domains", values: ["example.net"] },
  { option: "233", type: "text", values: ["x".repeat(40)] },
];

const some = (random: Random): DhcpOption[] =>
  OPTIONS.filter(() => random.chance(25)).map((one) => ({ ...one }));
/** Each of these or not. */
const maybe = <T extends object>(random: Random, percent: number, value: T): Partial<T> =>
  random.chance(percent) ? value : {};

function dhcp(random: Random, bridge: number, vms: readonly Port[]): Dhcp {
  return {
    ...{ id: `four-${bridge}`, bridge: `bridge-${bridge}`, subnet: `10.0.${bridge}.0/24` },
    server: `10.0.${bridge}.${random.pick([1, 2, 250])}`,
    ...maybe(random, 20, { enabled: random.chance(50) }),
    ...maybe(random, 25, { vlan: random.pick([5, 100]) }),
    ...maybe(random, 40, { serverMac: `02:00:00:00:04:0${bridge}` }),
    ...maybe(random, 60, { gateway: `10.0.${bridge}.1` }),
    ...maybe(random, 50, { dnsServers: ["8.8.8.8", "10.0.0.53"] }),
    ...maybe(random, 40, { mtu: random.pick([1280, 1400, 9000]) }),
    ...maybe(random, 40, { leaseTime: random.pick([60, 4_294_967_295]) }),
    ...maybe(random, 40, { routes: [{ destination: "172.16.0.0/12", gateway: `10.0.${bridge}.200` }] }),
    ...maybe(random, 50, { options: some(random) }),
    hosts: vms
      .filter(() => random.chance(85))
      .map((vm) => ({
        mac: formatMac(vmMac(vmOf(vm))),
        address: vmAddress(bridge, vmOf(vm)),
        ...maybe(random, 50, { name: `host${vmOf(vm)}` }),
        ...maybe(random, 40, { options: some(random) }),
      })),
  };
}

/** DUID-LL of a station. */
export const duidOf = (vm: number): string => `00030001${formatMac(vmMac(vm)).replaceAll(":", "")}`;

function dhcp6(random: Random, bridge: number, vms: readonly Port[]): Dhcp6 {
  return {
    ...{ id: `six-${bridge}`, bridge: `bridge-${bridge}`, subnet: `2001:db8:${bridge}::/64` },
    ...maybe(random, 20, { enabled: random.chance(50) }),
    ...maybe(random, 25, { vlan: random.pick([5, 100]) }),
    ...maybe(random, 40, { serverMac: `02:00:00:00:06:0${bridge}` }),
    ...maybe(random, 40, { preferredLifetime: 1000, validLifetime: 2000 }),
    ...maybe(random, 50, { dnsServers: ["2001:db8::53"] }),
    ...maybe(random, 40, { domainSearch: ["example.net"] }),
    ...maybe(random, 40, { rapidCommit: random.chance(50) }),
    hosts: vms
      .filter(() => random.chance(85))
      .map((vm) => ({
        ...(random.chance(50) ? { mac: formatMac(vmMac(vmOf(vm))) } : { duid: duidOf(vmOf(vm)) }),
        address: vmAddress6(bridge, vmOf(vm)),
        ...maybe(random, 50, { name: `host${vmOf(vm)}` }),
      })),
  };
}

function advertisement(random: Random): RouterAdvertisement {
  const prefix = {
    ...{ prefix: "2001:db8:9::/64" },
    ...maybe(random, 50, { onLink: random.chance(50) }),
    ...maybe(random, 50, { autonomous: random.chance(50) }),
    ...maybe(random, 50, { validLifetime: 900, preferredLifetime: 600 }),
  };
  const route = {
    ...{ prefix: "2001:db8:77::/48" },
    ...maybe(random, 60, { preference: random.pick(["low", "medium", "high"] as const) }),
    ...maybe(random, 50, { lifetime: 900 }),
  };
  return {
    ...maybe(random, 50, { routes: [route] }),
    ...maybe(random, 50, { managed: random.chance(50), otherConfig: random.chance(50) }),
    ...maybe(random, 30, { lifetime: random.pick([0, 600]), hopLimit: 32 }),
    ...maybe(random, 30, { mtu: 1400, reachableTime: 3000, retransTimer: 500 }),
    ...maybe(random, 50, { preference: random.pick(["low", "medium", "high"] as const) }),
    ...maybe(random, 50, { prefixes: [prefix] }),
    ...maybe(random, 40, { dnsServers: ["2001:db8::53"], domainSearch: ["example.net"] }),
    // By a clock that stands still none goes out unasked.
    ...maybe(random, 30, { interval: 30 }),
  };
}

/** A VM becomes the proxy's side: its port a router's. */
function hooked(random: Random, topology: Topology, pool: Pool): Pool {
  const local = topology.ports.filter((port) => vmOf(port) >= 0 && port.host === HOST);
  const busy = new Set((topology.l2Insertions ?? []).flatMap(({ port, servicePort }) => [port, servicePort]));
  const port = local.findLast(({ id }) => !busy.has(id));
  const router = topology.routers?.[0];
  if (port === undefined || router === undefined || local.length < 2) return pool;
  for (const key of ["vlan", "trunkVlans", "hairpin"] as const) delete port[key];
  for (const bridge of topology.bridges ?? [])
    if (bridge.macTable !== undefined)
      bridge.macTable = bridge.macTable.filter((one) => one.port !== port.id);
  Object.assign(port, { device: router.id, addresses: ["198.18.0.1/16", "fd02::1/64"] });
  topology.metadata = [
    hook(
      random,
      port,
      local.filter((one) => one !== port),
    ),
  ];
  const own = derivedMac(port.id);
  const from = ["198.18.0.2", "fd02::2"] as const;
  return {
    ...pool,
    macs: [...pool.macs, own],
    ipv4: [...pool.ipv4, "198.18.0.1", from[0], "198.18.9.1", "169.254.169.254"],
    ipv6: [...pool.ipv6, "fd02::1", from[1], "fd00:ec2::254"],
    journeys: pool.journeys.map((one) => (one.port === vmOf(port) + 1 ? { ...one, dst: own, from } : one)),
  };
}

function hook(random: Random, { id }: Port, vms: readonly Port[]): Metadata {
  return {
    ...{ id: "cloud", port: id, proxy: "198.18.0.2", proxy6: "fd02::2" },
    ...{ sources: "198.18.0.0/16", sources6: "fd02:1::/64" },
    ...maybe(random, 50, { tcpPort: 8080 }),
    guests: vms.map((vm) => {
      const bridge = Number(/\d+$/.exec(vm.device)?.[0] ?? 0);
      return {
        ...{ port: vm.id, mac: formatMac(vmMac(vmOf(vm))) },
        ...maybe(random, 85, { address: vmAddress(bridge, vmOf(vm)) }),
        ...maybe(random, 85, { address6: vmAddress6(bridge, vmOf(vm)) }),
        ...maybe(random, 50, { source: `198.18.9.${1 + vmOf(vm)}`, source6: `fd02:1::${1 + vmOf(vm)}` }),
      };
    }),
  };
}
