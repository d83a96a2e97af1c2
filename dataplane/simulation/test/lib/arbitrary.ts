// Random networks for property tests: bridges, routers between them, VMs here and on another host, gateways to foreign
// VTEPs, chains of rules on every field, equal routes, and some learned state. They shrink to small ones.
//
//   vm ── bridge ── router ── bridge ── vm          host "a" is simulated; "b" is reached by tunnel
//            │         └──── router ── …
//          gateway
import fc from "fast-check";
import { formatMac } from "../../../topology/addresses.js";
import { derivedMac, portKeys } from "../../../topology/keys.js";
import type { Chain, Condition, L2Insertion, Port, Route, Rule, Topology } from "../../../topology/model.js";
import type { NodeFacts } from "../../snapshot.js";
import type { Mac } from "../../verdict.js";
import type { Journey, Pool } from "./random-keys.js";
import { TestState } from "./state.js";
import { vlanChoices, withVlans } from "./vlans.js";

export interface Network {
  topology: Topology;
  facts: NodeFacts;
  state: TestState;
  pool: Pool;
}

/** Worker port of the underlay; VMs have 1, 2, … */
export const UNDERLAY = 0;
export const VNI = 5000;
const REMOTE_VTEPS = ["198.51.100.7", "198.51.100.8"] as const;
const OTHER_HOST = "192.0.2.2";

export const vmMac = (vm: number): Mac => 0x020000000100 + vm;
/** The number of a port that is called "vm-3"; -1: it is none of these. */
export const vmOf = ({ id }: Pick<Port, "id">): number => Number(/^vm-(\d+)$/.exec(id)?.[1] ?? -1);
export const vmAddress = (bridge: number, vm: number): string => `10.0.${bridge}.${10 + vm}`;
export const vmAddress6 = (bridge: number, vm: number): string =>
  `2001:db8:${bridge}::${(16 + vm).toString(16)}`;

const small = (limit: number): fc.Arbitrary<number> => fc.nat({ max: limit });
const maybe = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> =>
  fc.option(arbitrary, { nil: undefined, freq: 3 });

const prefix4 = fc
  .record({ bridge: small(3), last: small(20), length: fc.constantFrom(0, 8, 16, 20, 24, 30, 32) })
  .map(({ bridge, last, length }) => `10.0.${bridge}.${last}/${length}`);
const prefix6 = fc
  .record({ bridge: small(3), length: fc.constantFrom(0, 16, 32, 48, 64, 128) })
  .map(({ bridge, length }) => `2001:db8:${bridge}::11/${length}`);
const prefix = fc.oneof({ weight: 3, arbitrary: prefix4 }, prefix6);
const range = fc
  .tuple(fc.constantFrom(0, 8, 22, 80, 443, 1024, 8080, 65535), small(2000))
  .map(([first, more]) => ({ first, last: Math.min(65535, first + more) }));

const FIELDS = [
  "etherType",
  "vlan",
  "tos",
  "protocol",
  "source",
  "destination",
  "sourcePorts",
  "destinationPorts",
  "srcMac",
  "dstMac",
  "fragments",
  "dstAddressGroup",
  "srcAddressGroup",
  "noVlan",
] as const;

/** Of the way of a packet, and of what it carries. */
const PATHS = [
  "inPorts",
  "outPorts",
  "inPortGroup",
  "outPortGroup",
  "portGroup",
  "traversedDevice",
  "icmpDataSource",
  "icmpDataDestination",
  "destinationRewritten",
  "neighbourTarget",
  "foreignMac",
  "invert",
] as const;

/** A condition on a few fields, some of them inverted. */
export const condition: fc.Arbitrary<Condition> = fc
  .record({
    all: fc.record({
      etherType: fc.constantFrom(0x0800, 0x0806, 0x86dd, 0x88b5),
      vlan: fc.constantFrom(0, 5, 100),
      noVlan: fc.boolean(),
      tos: fc.constantFrom(0, 46, 184),
      protocol: fc.constantFrom(1, 6, 17, 58),
      source: prefix,
      destination: prefix,
      sourcePorts: range,
      destinationPorts: range,
      srcMac: small(6).map((vm) => formatMac(vmMac(vm))),
      dstMac: small(6).map((vm) => formatMac(vmMac(vm))),
      dstMacMask: fc.constantFrom("ff:ff:ff:ff:ff:ff", "01:00:00:00:00:00"),
      srcMacMask: fc.constantFrom("ff:ff:ff:ff:ff:ff", "ff:ff:ff:00:00:00", "00:00:00:00:00:01"),
      fragments: fc.constantFrom("any", "header", "nonheader", "unfragmented"),
      dstAddressGroup: fc.constant("group"),
      srcAddressGroup: fc.constant("group"),
    }),
    chosen: fc.uniqueArray(fc.constantFrom(...FIELDS), { maxLength: 3 }),
    inverted: fc.array(fc.nat({ max: 3 }), { maxLength: 1 }),
    paths: fc.record({
      inPorts: fc.constantFrom<string[]>(["vm-0"], ["vm-0", "vm-1"]),
      outPorts: fc.constantFrom<string[]>(["vm-0"], ["vm-2", "vm-1"]),
      inPortGroup: fc.constant("ports"),
      outPortGroup: fc.constant("ports"),
      portGroup: fc.constant("ports"),
      traversedDevice: fc.constantFrom("bridge-0", "router-0"),
      icmpDataSource: fc.constant("10.0.0.0/16"),
      icmpDataDestination: fc.constant("10.0.1.0/24"),
      destinationRewritten: fc.boolean(),
      neighbourTarget: fc.constantFrom("2001:db8::/64", "2001:db8:1::11"),
      foreignMac: fc.boolean(),
      invert: fc.boolean(),
    }),
    taken: fc.uniqueArray(fc.constantFrom(...PATHS), { minLength: 1, maxLength: 4 }),
    withPaths: fc.boolean(),
  })
  .map(({ all, chosen, inverted, paths, taken, withPaths }): Condition => {
    const fields = Object.fromEntries(chosen.map((name) => [name, all[name]]));
    const ways = withPaths ? Object.fromEntries(taken.map((name) => [name, paths[name]])) : {};
    const not = inverted.flatMap((i) => chosen[i] ?? []);
    const mask = {
      ...(chosen.includes("srcMac") ? { srcMacMask: all.srcMacMask } : {}),
      ...(chosen.includes("dstMac") ? { dstMacMask: all.dstMacMask } : {}),
    };
    return { ...fields, ...mask, ...(not.length > 0 ? { not } : {}), ...ways };
  });

const ruleOf = (chains: number): fc.Arbitrary<Rule> =>
  fc
    .record({
      match: condition,
      action: fc.constantFrom<Rule["action"]>(
        "accept",
        "accept",
        "accept",
        "continue",
        "drop",
        "reject",
        "return",
        "jump",
        "continue",
        "redirect",
      ),
      chain: small(chains - 1),
      port: small(19),
      enter: fc.boolean(),
      failOpen: fc.boolean(),
    })
    .map(({ match, action, chain, port, enter, failOpen }) => {
      if (action === "redirect") return { match, action, port: String(port), enter, failOpen };
      return action === "jump" ? { match, action, chain: `chain-${chain}` } : { match, action };
    });

/** A few where `there` comes to 0, else none. */
const seldom = <T>(item: fc.Arbitrary<T>, there: fc.Arbitrary<number>): fc.Arbitrary<T[]> =>
  there.chain((number) => fc.array(item, { maxLength: number === 0 ? 3 : 0 }));

const CHAINS = 4;

interface Plan {
  bridges: number;
  routers: number;
  vms: { bridge: number; remote: boolean; up: boolean; inbound: number; outbound: number }[];
  links: { router: number; bridge: number; inbound: number }[];
  between: boolean;
  bridgePeer: boolean;
  gateway: number | undefined;
  chains: Rule[][];
  deviceChains: number[];
  suppress: boolean;
  routes: (Route & { router: number })[];
  ecmp: boolean;
  zone: "vxlan" | "gre" | undefined;
  known: number;
  declared: boolean;
  mirrors: { to: number; match: Condition | undefined; at: number; point: number }[];
  services: { port: number; second: boolean; failOpen: boolean; vlan: number }[];
  limits: { port: number; mtu: number | undefined; mssClamp: number | undefined }[];
  nat64: { router: number; prefix: string }[];
}

const plan: fc.Arbitrary<Plan> = fc.record({
  bridges: fc.integer({ min: 1, max: 3 }),
  routers: small(2),
  vms: fc.array(
    fc.record({
      bridge: small(2),
      remote: fc.boolean(),
      up: fc.integer({ min: 0, max: 9 }).map((n) => n > 0),
      inbound: small(CHAINS * 2),
      outbound: small(CHAINS * 2),
    }),
    { minLength: 1, maxLength: 6 },
  ),
  links: fc.array(fc.record({ router: small(1), bridge: small(2), inbound: small(CHAINS * 3) }), {
    maxLength: 4,
  }),
  between: fc.boolean(),
  bridgePeer: fc.boolean(),
  gateway: maybe(small(2)),
  chains: fc.array(fc.array(ruleOf(CHAINS), { maxLength: 5 }), { minLength: CHAINS, maxLength: CHAINS }),
  deviceChains: fc.array(small(CHAINS * 3), { minLength: 10, maxLength: 10 }),
  suppress: fc.boolean(),
  routes: fc.array(
    fc.record({
      router: small(1),
      destination: prefix,
      source: fc.constantFrom("0.0.0.0/0", "10.0.0.0/16", "10.0.1.0/24"),
      type: fc.constantFrom<"blackhole" | "reject" | "local">("blackhole", "reject", "local"),
      weight: fc.constantFrom(10, 100),
    }),
    { maxLength: 4 },
  ),
  ecmp: fc.boolean(),
  zone: fc.constantFrom("vxlan", "gre", undefined),
  known: fc.nat({ max: 0xffff }),
  declared: fc.boolean(),
  mirrors: seldom(
    fc.record({ to: small(19), match: maybe(condition), at: small(19), point: small(5) }),
    fc.nat({ max: 2 }),
  ),
  limits: seldom(
    fc.record({
      port: small(19),
      mtu: maybe(fc.constantFrom(1300, 1400, 900)),
      mssClamp: maybe(fc.constantFrom(0, 1200, 536)),
    }),
    fc.nat({ max: 2 }),
  ),
  nat64: seldom(
    fc.record({
      router: small(1),
      prefix: fc.constantFrom("64:ff9b::/96", "64:ff9b::/96", "2001:db8:64::/64", "2001:db8:6400::/40"),
    }),
    fc.nat({ max: 2 }),
  ),
  services: seldom(
    fc.record({
      port: small(5),
      second: fc.boolean(),
      failOpen: fc.boolean(),
      vlan: fc.constantFrom(5, 100),
    }),
    fc.nat({ max: 4 }),
  ),
});

/** Optional in a document is absent, never undefined. */
type Defined<T> = { [K in keyof T]: Exclude<T[K], undefined> };

export const network: fc.Arbitrary<Network> = fc
  .record({ of: plan, vlans: fc.option(vlanChoices, { nil: undefined, freq: 1 }) })
  .map(({ of, vlans }) => {
    const net = build(of);
    return vlans === undefined ? net : withVlans(net, vlans);
  });

function build(of: Plan): Network {
  const chain = (number: number): string | undefined => (number < CHAINS ? `chain-${number}` : undefined);
  const defined = <T extends object>(object: T): Defined<T> =>
    Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined)) as Defined<T>;
  const vms = of.vms.map((vm, index) => ({
    ...vm,
    index,
    bridge: vm.bridge % of.bridges,
    name: `vm-${index}`,
  }));
  const ports: Port[] = vms.map((vm) =>
    defined({
      id: vm.name,
      device: `bridge-${vm.bridge}`,
      adminUp: vm.up,
      host: vm.remote ? "b" : "a",
      interface: `port${vm.index + 1}`,
      inboundChain: chain(vm.inbound),
      outboundChain: chain(vm.outbound),
    }),
  );
  const join = (left: Omit<Port, "peer">, right: Omit<Port, "peer">): void =>
    void ports.push({ ...left, peer: right.id }, { ...right, peer: left.id });
  const links = of.routers === 0 ? [] : of.links;
  for (const [index, link] of links.entries()) {
    const bridge = link.bridge % of.bridges;
    join(
      defined({
        id: `leg-${index}`,
        device: `router-${link.router % of.routers}`,
        addresses: [`10.0.${bridge}.${1 + index}/24`, `2001:db8:${bridge}::${1 + index}/64`],
        inboundChain: chain(link.inbound),
      }),
      { id: `up-${index}`, device: `bridge-${bridge}` },
    );
  }
  if (of.routers > 1 && of.between) {
    join(
      { id: "left", device: "router-0", addresses: ["10.9.0.1/30", "fd00::1/64"] },
      { id: "right", device: "router-1", addresses: ["10.9.0.2/30", "fd00::2/64"] },
    );
  }
  if (of.bridges > 1 && of.bridgePeer) {
    join({ id: "east", device: "bridge-0" }, { id: "west", device: "bridge-1" });
  }
  if (of.gateway !== undefined) {
    ports.push({
      id: "gateway",
      device: `bridge-${of.gateway % of.bridges}`,
      vtep: {
        type: "vxlan",
        key: VNI,
        host: "a",
        remotes: [
          { address: REMOTE_VTEPS[0], macs: of.declared ? [formatMac(vmMac(20))] : [] },
          { address: REMOTE_VTEPS[1] },
        ],
      },
    });
  }
  const routes = (router: number): Route[] => {
    const declared: Route[] = of.routes
      .filter((route) => route.router === router)
      .map(({ router: _, ...route }) =>
        route.destination.includes(":") ? { ...route, source: "::/0" } : route,
      );
    const legs = links.flatMap((link, index) =>
      link.router % of.routers === router ? [{ ...link, index }] : [],
    );
    for (const leg of of.ecmp ? legs : []) {
      const port = `leg-${leg.index}`;
      const bridge = leg.bridge % of.bridges;
      declared.push({ destination: "0.0.0.0/0", port, gateway: vmAddress(bridge, leg.index) });
      declared.push({ destination: "172.16.0.0/12", port, gateway: `10.0.${bridge}.200`, share: 2 });
      declared.push({ destination: "::/0", port, gateway: vmAddress6(bridge, leg.index) });
    }
    if (of.between && of.routers > 1) {
      const [port, gateway] = router === 0 ? ["left", "10.9.0.2"] : ["right", "10.9.0.1"];
      declared.push({ destination: "10.0.0.0/16", port, gateway, weight: 50 });
    }
    return declared;
  };
  const aside = (rule: Rule): Rule =>
    rule.port === undefined ? rule : { ...rule, port: ports[Number(rule.port) % ports.length]!.id };
  const chains: Chain[] = of.chains.map((rules, index) => ({
    id: `chain-${index}`,
    rules: rules.map(aside),
  }));
  const zoneHosts = [
    { host: "a", address: "192.0.2.1" },
    { host: "b", address: OTHER_HOST },
  ];
  const station = { mac: formatMac(vmMac(0)), port: "vm-0", addresses: [vmAddress(0, 0), vmAddress6(0, 0)] };
  const topology: Topology = defined({
    version: 1,
    hosts: [{ id: "a" }, { id: "b" }],
    tunnelZones: of.zone === undefined ? undefined : [{ id: "zone", type: of.zone, hosts: zoneHosts }],
    bridges: Array.from({ length: of.bridges }, (_, index) =>
      defined({
        id: `bridge-${index}`,
        arpSuppression: of.suppress,
        inboundChain: chain(of.deviceChains[index]!),
        outboundChain: chain(of.deviceChains[index + 3]!),
        macTable: of.declared && index === 0 && vms[0]?.bridge === 0 ? [station] : undefined,
      }),
    ),
    routers: Array.from({ length: of.routers }, (_, index) =>
      defined({
        id: `router-${index}`,
        inboundChain: chain(of.deviceChains[index + 6]!),
        outboundChain: chain(of.deviceChains[index + 8]!),
        routes: routes(index),
      }),
    ),
    ports,
    chains,
    ipAddressGroups: [
      { id: "group", addresses: ["10.0.0.11", "10.0.1.0/28", "2001:db8::10", "2001:db8:1::/64"] },
    ],
    portGroups: [{ id: "ports", ports: ["vm-0"] }],
  }) as Topology;
  mirrored(of, topology);
  serviced(of, topology);
  fitted(of, topology, vms);
  const local = vms.filter((vm) => !vm.remote);
  const facts: NodeFacts = {
    host: "a",
    ports: new Map(local.map((vm) => [`port${vm.index + 1}`, vm.index + 1])),
    underlay: [
      { port: UNDERLAY, vlan: 0, mac: 0x020000000001, addresses: ["192.0.2.1/24", "2001:db8:ff::1/64"] },
    ],
  };
  const bridgesOf = links.map((link) => link.bridge % of.bridges);
  return {
    topology,
    facts,
    state: stateOf(of, vms, bridgesOf),
    pool: poolOf(topology, vms, bridgesOf),
  };
}

const POINTS = ["preIn", "postIn", "preOut", "postOut"] as const;

/** Mirrors at random points: of ports, or with the last two of the port's device. */
function mirrored(of: Plan, topology: Topology): void {
  const { ports } = topology;
  if (of.mirrors.length === 0) return;
  topology.mirrors = of.mirrors.map(({ to, match }, index) => ({
    id: `mirror-${index}`,
    to: ports[to % ports.length]!.id,
    ...(match === undefined ? {} : { match }),
  }));
  const devices = [...topology.bridges!, ...topology.routers!];
  for (const [index, { at, point }] of of.mirrors.entries()) {
    const port = ports[at % ports.length]!;
    const name = POINTS[point];
    if (name !== undefined) {
      port.mirrors = { ...port.mirrors, [name]: [...(port.mirrors?.[name] ?? []), `mirror-${index}`] };
      continue;
    }
    const device = devices.find(({ id }) => id === port.device)!;
    const list = point === 4 ? "inboundMirrors" : "outboundMirrors";
    device[list] = [...(device[list] ?? []), `mirror-${index}`];
  }
}

/** Some ports take less, some clamp what TCP offers; routers translate for the VMs. */
function fitted(of: Plan, topology: Topology, vms: readonly Vm[]): void {
  const { ports, routers = [] } = topology;
  for (const { port: at, mtu, mssClamp } of of.limits) {
    const port = ports[at % ports.length]!;
    if (mtu !== undefined) port.mtu = mtu;
    if (mssClamp !== undefined) port.mssClamp = mssClamp;
  }
  for (const { router, prefix } of of.nat64) {
    const one = routers[router % Math.max(1, routers.length)];
    const pairs = vms.map((vm) => ({ ipv6: vmAddress6(vm.bridge, vm.index), ipv4: pairedAddress(vm.index) }));
    if (one !== undefined) one.nat64 = { prefix, pairs };
  }
}

const pairedAddress = (vm: number): string => `10.77.0.${vm + 10}`;
/** What VMs are called under each of the prefixes. */
const translatedAddress = (vm: Vm): string => {
  const last = [10, 0, vm.bridge, vm.index + 10].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return `64:ff9b::${last.slice(0, 4)}:${last.slice(4)}`;
};

/** The last VMs are services of the others. */
function serviced(of: Plan, topology: Topology): void {
  const vms = topology.ports.filter(({ interface: name }) => name !== undefined);
  if (vms.length < 2) return;
  const taken = new Set<string>();
  const insertions: L2Insertion[] = [];
  for (const [position, { port, second, failOpen, vlan }] of of.services.entries()) {
    const servicePort = vms[vms.length - (second && vms.length > 2 ? 2 : 1)]!.id;
    const others = vms.slice(0, vms.length - (vms.length > 2 ? 2 : 1));
    if (taken.has(`${servicePort} ${vlan}`)) continue;
    taken.add(`${servicePort} ${vlan}`);
    const id = `insertion-${position}`;
    insertions.push({ id, port: others[port % others.length]!.id, servicePort, vlan, position, failOpen });
  }
  if (insertions.length > 0) topology.l2Insertions = insertions;
}

interface Vm {
  index: number;
  bridge: number;
  name: string;
  remote: boolean;
}

/** Part of what could be learned has been, by the bits of `known`. */
function stateOf(of: Plan, vms: readonly Vm[], bridgesOf: readonly number[]): TestState {
  const state = new TestState();
  const knows = (bit: number): boolean => (of.known & (1 << bit)) !== 0;
  for (const vm of vms) {
    if (knows(vm.index)) state.stations.set(`bridge-${vm.bridge} 0 ${vmMac(vm.index)}`, vm.name);
    if (knows(vm.index + 1)) {
      state.bridgeNeighbours.set(`bridge-${vm.bridge} ${vmAddress(vm.bridge, vm.index)}`, vmMac(vm.index));
    }
    for (const [leg, bridge] of bridgesOf.entries()) {
      if (bridge !== vm.bridge || !knows((vm.index + leg + 3) % 12)) continue;
      const answer = knows((vm.index + leg) % 8) ? vmMac(vm.index) : "failed";
      state.neighbours.set(`leg-${leg} ${vmAddress(bridge, vm.index)}`, answer);
      state.neighbours.set(`leg-${leg} ${vmAddress6(bridge, vm.index)}`, answer);
      state.neighbours.set(`leg-${leg} 10.0.${bridge}.200`, vmMac(vm.index));
    }
  }
  if (of.gateway !== undefined && knows(8)) {
    state.stations.set(`bridge-${of.gateway % of.bridges} 0 ${vmMac(21)}`, `gateway@${REMOTE_VTEPS[1]}`);
  }
  return state;
}

function poolOf(topology: Topology, vms: readonly Vm[], bridgesOf: readonly number[]): Pool {
  const legMacs = topology.ports.flatMap((port) => (port.addresses ? [derivedMac(port.id)] : []));
  return {
    ports: [...vms.flatMap((vm) => (vm.remote ? [] : [vm.index + 1])), 40],
    underlayPorts: [UNDERLAY],
    macs: [
      ...vms.map((vm) => vmMac(vm.index)),
      vmMac(20),
      vmMac(21),
      ...legMacs,
      ...legMacs,
      0xffffffffffff,
      0x3333ff000010,
    ],
    ipv4: [
      ...vms.map((vm) => vmAddress(vm.bridge, vm.index)),
      ...bridgesOf.map((bridge, leg) => `10.0.${bridge}.${1 + leg}`),
      ...["10.0.0.255", "10.9.0.1", "172.16.5.5", "8.8.8.8", "192.0.2.1", "192.0.2.9", "127.0.0.1"],
    ],
    ipv6: [
      ...vms.map((vm) => vmAddress6(vm.bridge, vm.index)),
      ...bridgesOf.map((bridge, leg) => `2001:db8:${bridge}::${1 + leg}`),
      ...["2001:db8:ff::1", "fe80::1", "::", "ff02::1", "2620:0:2d0::1"],
    ],
    vlans: [0, 5, 100],
    journeys: journeysOf(topology, vms),
    keys: [VNI, ...portKeys(topology).values()],
    outer: [...REMOTE_VTEPS, OTHER_HOST, "203.0.113.5", "2001:db8:ff::2"],
  };
}

/** From every VM here to every VM and router port of its bridge, and by each router to every VM anywhere. */
function journeysOf(topology: Topology, vms: readonly Vm[]): Journey[] {
  const both = (vm: Vm): readonly [string, string] => [
    vmAddress(vm.bridge, vm.index),
    vmAddress6(vm.bridge, vm.index),
  ];
  return vms.flatMap((vm) => {
    if (vm.remote) return [];
    const start = { port: vm.index + 1, src: vmMac(vm.index), from: both(vm) };
    const direct = vms
      .filter((other) => other.bridge === vm.bridge && other !== vm)
      .map((other) => ({ ...start, dst: vmMac(other.index), to: both(other) }));
    const legs = topology.ports.filter(
      (port) =>
        port.addresses !== undefined &&
        topology.ports.some((up) => up.peer === port.id && up.device === `bridge-${vm.bridge}`),
    );
    const routed = legs.flatMap((leg) => {
      const dst = derivedMac(leg.id);
      const own = leg.addresses!.map((text) => text.split("/")[0]!) as [string, string];
      const ends: (readonly [string, string])[] = [
        ...vms.map(both),
        own,
        ["8.8.8.8", "2620:0:2d0::1"],
        ["172.16.5.5", "fd00::2"],
        ...(topology.routers?.some(({ nat64 }) => nat64 !== undefined)
          ? vms.map((other): readonly [string, string] => [
              pairedAddress(other.index),
              translatedAddress(other),
            ])
          : []),
      ];
      return ends.map((to) => ({ ...start, dst, to }));
    });
    const asking = {
      ...start,
      dst: 0xffffffffffff,
      to: legs[0] ? ([legs[0].addresses![0]!.split("/")[0]!, "ff02::1"] as const) : both(vm),
    };
    return [...direct, ...routed, asking];
  });
}
