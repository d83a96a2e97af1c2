// A small network with everything in it, and flows through all of it, each by name. Host "a" is simulated.
//
//   web1 web2 printer ── web ── r ── up (p8) ── outside        d1 d2 ── data (VLANs 5, 7)      l1 ── lan ══ out1 | out2
//          far (host b) ──┘     └── meta (p11): proxy           s1 ── seg ══ VTEPs               watch, guard: mirrors, service
import type { NodeFacts } from "../../../simulation/snapshot.js";
import type { Spec } from "../../../simulation/test/lib/packets.js";
import { TestState } from "../../../simulation/test/lib/state.js";
import type { Learned } from "../../../simulation/verdict.js";
import { parseTopology, type Topology } from "../../../topology/index.js";
import { portKeys } from "../../../topology/keys.js";

export const FACTS: NodeFacts = {
  host: "a",
  ports: new Map(Array.from({ length: 14 }, (_, index) => [`p${index + 1}`, index + 1])),
  mtus: new Map(Array.from({ length: 14 }, (_, index) => [`p${index + 1}`, 1500])),
  underlay: [
    {
      port: 0,
      vlan: 0,
      mac: 0x0200000000aa,
      addresses: ["192.0.2.1/24", "192.0.2.5/24", "2001:db8:ff::1/64"],
      mtu: 1600,
    },
  ],
};

const at = (port: number) => ({ host: "a", interface: `p${port}` });
const mac = (last: number): string => `02:00:00:00:00:${last.toString(16).padStart(2, "0")}`;
const MAC = {
  ...{ web1: mac(1), web2: mac(2), printer: mac(3), far: mac(4), d1: mac(5), d2: mac(6), s1: mac(7) },
  ...{ l1: mac(8), router: mac(0xf1), up: mac(0xf2), meta: mac(0xf3), next: mac(0xe1), other: mac(0xe2) },
  ...{ proxy: mac(0xe3), remote: mac(0xd1), outside: mac(0xd2), out2: mac(0xd3), guest: mac(0x11) },
  all: "ff:ff:ff:ff:ff:ff",
} as const;

const DOCUMENT = {
  version: 1,
  name: "everything",
  hosts: [{ id: "a", name: "first" }, { id: "b" }, { id: "c" }],
  tunnelZones: [
    {
      id: "zone",
      type: "vxlan",
      hosts: [
        { host: "a", address: "192.0.2.1" },
        { host: "b", address: "192.0.2.2" },
        { host: "c", address: "192.0.2.3" },
      ],
    },
  ],
  bridges: [
    {
      id: "web",
      name: "the web",
      macTable: [{ mac: MAC.printer, port: "printer", addresses: ["10.0.1.3"] }],
    },
    { id: "data", inboundChain: "data-in", outboundChain: "data-out", inboundMirrors: ["taps"] },
    { id: "seg", qos: "network" },
    { id: "lan" },
    { id: "watch" },
    { id: "guard" },
  ],
  routers: [
    {
      id: "r",
      name: "the router",
      inboundChain: "r-in",
      outboundChain: "r-out",
      outboundMirrors: ["taps"],
      nat64: { prefix: "64:ff9b::/96", pairs: [{ ipv6: "2001:db8:1::11", ipv4: "10.0.1.111" }] },
      routes: [
        { id: "default", destination: "0.0.0.0/0", port: "up", gateway: "192.168.0.254" },
        { id: "spare", destination: "0.0.0.0/0", port: "up", gateway: "192.168.0.253", weight: 200 },
        { id: "one", destination: "172.16.0.0/12", port: "up", gateway: "192.168.0.253" },
        { id: "two", destination: "172.16.0.0/12", port: "up", gateway: "192.168.0.254" },
        { id: "from-web1", destination: "172.31.0.0/16", source: "10.0.1.11/32", type: "blackhole" },
        { id: "hole", destination: "10.9.0.0/16", type: "blackhole" },
        { id: "no", destination: "10.8.0.0/16", type: "reject" },
      ],
    },
  ],
  ports: [
    {
      ...{ id: "web1", device: "web", ...at(1), key: 11, securityGroups: ["servers"] },
      antiSpoof: { pairs: [{ mac: MAC.web1, addresses: ["10.0.1.11", "2001:db8:1::11"] }] },
    },
    { id: "web2", device: "web", ...at(2), key: 12, mtu: 1500 },
    { id: "printer", device: "web", ...at(12), key: 18, inboundChain: "groups", outboundChain: "log" },
    { id: "far", device: "web", host: "b", interface: "x1", key: 21 },
    { id: "web-r", device: "web", peer: "r-web" },
    {
      ...{ id: "r-web", device: "r", mac: MAC.router },
      ...{
        peer: "web-r",
        addresses: ["10.0.1.1/24", "2001:db8:1::1/64"],
        ra: { interval: 600, prefixes: [{ prefix: "2001:db8:1::/64" }], routes: [{ prefix: "fd08::/48" }] },
      },
    },
    { id: "up", device: "r", ...at(8), key: 13, mac: MAC.up, addresses: ["192.168.0.1/24"], mssClamp: 1400 },
    { id: "meta", device: "r", ...at(11), key: 14, mac: MAC.meta, addresses: ["198.18.0.1/24"] },
    { id: "d1", device: "data", ...at(3), key: 31, vlan: 5 },
    { id: "d2", device: "data", ...at(4), key: 32, trunkVlans: [5, 7], mirrors: { preIn: ["taps"] } },
    { id: "s1", device: "seg", ...at(5), key: 33 },
    {
      id: "vx",
      device: "seg",
      vtep: {
        ...{ type: "vxlan", key: 5000, host: "a" },
        remotes: [{ address: "198.51.100.7" }, { address: "198.51.100.8" }],
      },
    },
    { id: "l1", device: "lan", ...at(7), key: 34, inboundChain: "aside" },
    { id: "out1", device: "lan", ...at(6), key: 35 },
    { id: "out2", device: "lan", host: "b", interface: "x2", key: 22 },
    { id: "tap", device: "watch", ...at(9), key: 36 },
    { id: "svc", device: "guard", ...at(10), key: 37 },
  ],
  chains: [
    {
      id: "r-in",
      name: "into the router",
      rules: [
        { id: "telnet", match: { protocol: 6, destinationPorts: { first: 23, last: 23 } }, action: "drop" },
        { id: "log-all", match: { source: "10.0.0.0/8" }, action: "jump", chain: "log" },
        { match: { destination: "10.7.0.0/16" }, action: "reject" },
      ],
    },
    { id: "r-out", rules: [{ id: "dns", match: { protocol: 17, tos: 0 }, action: "accept" }] },
    { id: "log", rules: [{ id: "nothing", action: "continue" }], log: "writer" },
    { id: "data-in", rules: [{ id: "seven", match: { vlan: 7 }, action: "accept" }] },
    { id: "data-out", rules: [{ id: "to-d2", match: { outPorts: ["d2"] }, action: "accept" }] },
    {
      id: "groups",
      rules: [
        { id: "friends", match: { dstAddressGroup: "friends" }, action: "accept" },
        { id: "members", match: { inPortGroup: "printers", protocol: 17 }, action: "accept" },
      ],
    },
    {
      id: "aside",
      rules: [
        {
          ...{ id: "probe", match: { protocol: 17, destinationPorts: { first: 4000, last: 4000 } } },
          ...{ action: "redirect", port: "web1", enter: false, failOpen: false },
        },
      ],
    },
  ],
  ipAddressGroups: [{ id: "friends", addresses: ["10.0.1.12", "10.0.1.128/25"] }],
  portGroups: [{ id: "printers", ports: ["printer"] }],
  securityGroups: [
    {
      id: "servers",
      stateless: true,
      rules: [
        { id: "all-out", direction: "egress", family: "ipv4" },
        { id: "six-out", direction: "egress", family: "ipv6" },
        { id: "http", direction: "ingress", protocol: 6, ports: { first: 80, last: 80 }, replies: true },
        { id: "office", direction: "ingress", remotePrefix: "203.0.113.0/24" },
        { id: "each-other", direction: "ingress", remoteGroup: "servers" },
      ],
    },
  ],
  ruleLoggers: [{ id: "writer", events: "all", perSecond: 5 }],
  l2Gateways: [{ id: "exit", ports: ["out1", "out2"] }],
  mirrors: [{ id: "taps", to: "tap", match: { protocol: 17 } }],
  l2Insertions: [{ id: "firewall", port: "s1", servicePort: "svc", vlan: 100 }],
  dhcp: [
    {
      ...{ id: "lan4", bridge: "web", subnet: "10.0.1.0/24", server: "10.0.1.1", gateway: "10.0.1.1" },
      routes: [{ destination: "10.0.0.0/8", gateway: "10.0.1.1" }],
      options: [{ option: "ntp-servers", values: ["10.0.1.9"] }],
      hosts: [{ mac: MAC.web1, address: "10.0.1.11" }],
    },
  ],
  dhcp6: [
    {
      id: "lan6",
      bridge: "web",
      subnet: "2001:db8:1::/64",
      hosts: [{ mac: MAC.web1, address: "2001:db8:1::11" }],
    },
  ],
  metadata: [
    {
      ...{ id: "cloud", port: "meta", proxy: "198.18.0.2", sources: "198.18.0.0/24" },
      guests: [{ port: "web2", mac: MAC.web2, address: "10.0.1.12", source: "198.18.0.12" }],
    },
  ],
  qosPolicies: [
    { id: "gold", rates: [{ direction: "in", kbps: 1000 }], dscp: 10 },
    { id: "network", rates: [{ direction: "out", pps: 1000 }] },
  ],
};

const PARSED = parseTopology(DOCUMENT);
export const base = (): Topology => structuredClone(PARSED);

const KEYS = portKeys(PARSED);
const ip = { from: "10.0.1.11", to: "8.8.8.8", protocol: 17, tp: [4000, 53] as const };
const toRouter = { dst: MAC.router };
const toWeb1 = { port: 2, src: MAC.web2, dst: MAC.web1, from: "10.0.1.12", to: "10.0.1.11", protocol: 6 };

/** Packets that make the flows. `port`: the worker's. */
export const FLOWS: Readonly<Record<string, Spec>> = {
  "web2>web1": { ...toWeb1, tp: [4000, 80] },
  "web2>web1 ssh": { ...toWeb1, tp: [4000, 22] },
  "web1>web2": { port: 1, src: MAC.web1, dst: MAC.web2, ...ip, to: "10.0.1.12" },
  "web1>printer": { port: 1, src: MAC.web1, dst: MAC.printer, ...ip, to: "10.0.1.3" },
  "printer>web2": { port: 12, src: MAC.printer, dst: MAC.web2, ...ip, from: "10.0.1.3", to: "10.0.1.12" },
  "printer>far": { port: 12, src: MAC.printer, dst: MAC.far, ...ip, from: "10.0.1.3", to: "10.0.1.4" },
  "web2>far": { port: 2, src: MAC.web2, dst: MAC.far, ...ip, from: "10.0.1.12", to: "10.0.1.4" },
  "web2 floods": { port: 2, src: MAC.web2, dst: MAC.all, ...ip, from: "10.0.1.12", to: "10.0.1.255" },
  "web2 asks": { port: 2, src: MAC.web2, dst: MAC.all, arp: { sender: "10.0.1.12", target: "10.0.1.99" } },
  "web2 boots": {
    port: 2,
    src: MAC.web2,
    dst: MAC.all,
    from: "0.0.0.0",
    to: "255.255.255.255",
    protocol: 17,
    tp: [68, 67],
  },
  "l1 aside": { port: 7, src: mac(0x50), dst: mac(0x51), ...ip, tp: [9, 4000] },
  "web2>nobody": { port: 2, src: MAC.web2, dst: mac(0x77), ...ip, from: "10.0.1.12", to: "10.0.1.77" },
  "web1>internet": { port: 1, src: MAC.web1, ...toRouter, ...ip },
  "web2>internet": {
    port: 2,
    src: MAC.web2,
    ...toRouter,
    ...ip,
    from: "10.0.1.12",
    protocol: 6,
    tp: [4000, 443],
  },
  "web2 telnet": {
    port: 2,
    src: MAC.web2,
    ...toRouter,
    ...ip,
    from: "10.0.1.12",
    protocol: 6,
    tp: [4000, 23],
  },
  "web2>equal": { port: 2, src: MAC.web2, ...toRouter, ...ip, from: "10.0.1.12", to: "172.16.1.1" },
  "web1>172.31": { port: 1, src: MAC.web1, ...toRouter, ...ip, to: "172.31.1.1" },
  "web2>172.31": { port: 2, src: MAC.web2, ...toRouter, ...ip, from: "10.0.1.12", to: "172.31.1.1" },
  "web2>hole": { port: 2, src: MAC.web2, ...toRouter, ...ip, from: "10.0.1.12", to: "10.9.1.1" },
  "web2>no": { port: 2, src: MAC.web2, ...toRouter, ...ip, from: "10.0.1.12", to: "10.8.1.1" },
  "web2>10.7": { port: 2, src: MAC.web2, ...toRouter, ...ip, from: "10.0.1.12", to: "10.7.1.1" },
  "web2>meta's link": { port: 2, src: MAC.web2, ...toRouter, ...ip, from: "10.0.1.12", to: "198.18.0.2" },
  "web2 in IPv6": {
    port: 2,
    src: MAC.web2,
    ...toRouter,
    from: "2001:db8:1::12",
    to: "2001:db8:9::1",
    protocol: 17,
    tp: [1, 2],
  },
  "web1 by NAT64": {
    port: 1,
    src: MAC.web1,
    ...toRouter,
    from: "2001:db8:1::11",
    to: "64:ff9b::808:808",
    protocol: 17,
    tp: [1, 2],
  },
  "internet>web1": {
    port: 8,
    src: MAC.next,
    dst: MAC.up,
    ...ip,
    from: "203.0.113.9",
    to: "10.0.1.11",
    protocol: 6,
    tp: [443, 4000],
  },
  "internet>web2": {
    port: 8,
    src: MAC.next,
    dst: MAC.up,
    ...ip,
    from: "203.0.113.9",
    to: "10.0.1.12",
    protocol: 6,
    tp: [443, 4000],
  },
  "web2>metadata": {
    port: 2,
    src: MAC.web2,
    dst: mac(0x78),
    ...ip,
    from: "10.0.1.12",
    to: "169.254.169.254",
    protocol: 6,
    tp: [4000, 80],
  },
  "proxy>web2": {
    port: 11,
    src: MAC.proxy,
    dst: MAC.meta,
    ...ip,
    from: "198.18.0.2",
    to: "198.18.0.12",
    protocol: 6,
    tp: [80, 4000],
  },
  "d1>d2": { port: 3, src: MAC.d1, dst: MAC.d2, ...ip, from: "10.5.0.1", to: "10.5.0.2" },
  "d1>d2 with a priority": {
    port: 3,
    src: MAC.d1,
    dst: MAC.d2,
    vlan: 0,
    ...ip,
    from: "10.5.0.1",
    to: "10.5.0.2",
  },
  "d2>d1": { port: 4, src: MAC.d2, dst: MAC.d1, vlan: 5, ...ip, from: "10.5.0.2", to: "10.5.0.1" },
  "d2 floods 7": { port: 4, src: MAC.d2, dst: MAC.all, vlan: 7, etherType: 0x88b5 },
  "d2 in 9": { port: 4, src: MAC.d2, dst: MAC.all, vlan: 9, etherType: 0x88b5 },
  "s1 led": { port: 5, src: MAC.s1, dst: MAC.remote, ...ip, from: "10.6.0.1", to: "10.6.0.2" },
  "s1 back": { port: 10, src: MAC.s1, dst: MAC.remote, vlan: 100, ...ip, from: "10.6.0.1", to: "10.6.0.2" },
  "s1 floods": { port: 10, src: MAC.s1, dst: MAC.all, vlan: 100, ...ip, from: "10.6.0.1", to: "10.6.0.255" },
  "remote>s1": {
    tunnel: { key: 5000, src: "198.51.100.7" },
    src: MAC.remote,
    dst: MAC.s1,
    ...ip,
    from: "10.6.0.2",
    to: "10.6.0.1",
  },
  "stranger>vx": { tunnel: { key: 5000, src: "198.51.100.99" }, src: MAC.remote, dst: MAC.s1, ...ip },
  "b>web2": { tunnel: { key: KEYS.get("web2")!, src: "192.0.2.2" }, src: MAC.far, dst: MAC.web2, ...ip },
  "c>s1": { tunnel: { key: KEYS.get("s1")!, src: "192.0.2.3" }, src: MAC.far, dst: MAC.s1, ...ip },
  "stranger>web2": {
    tunnel: { key: KEYS.get("web2")!, src: "192.0.2.99" },
    src: MAC.far,
    dst: MAC.web2,
    ...ip,
  },
  "b>unknown": { tunnel: { key: 4711, src: "192.0.2.2" }, src: MAC.far, dst: MAC.web2, ...ip },
  "b>out1": { tunnel: { key: KEYS.get("out1")!, src: "192.0.2.2" }, src: MAC.l1, dst: MAC.outside, ...ip },
  "l1>outside": { port: 7, src: MAC.l1, dst: MAC.outside, ...ip, from: "10.7.0.1", to: "10.7.0.2" },
  "l1 floods": { port: 7, src: MAC.l1, dst: MAC.all, etherType: 0x88b5 },
  "outside>l1": { port: 6, src: MAC.outside, dst: MAC.l1, ...ip, from: "10.7.0.2", to: "10.7.0.1" },
  "out1 turns back": { port: 6, src: mac(0x70), dst: MAC.outside, ...ip },
  "tap talks": { port: 9, src: mac(0x71), dst: MAC.all, etherType: 0x88b5 },
  "p13 is nobody's": { port: 13, src: mac(0x72), dst: MAC.all, etherType: 0x88b5 },
};

const numberOf = (text: string): number => Number.parseInt(text.replaceAll(":", ""), 16);

const STATIONS: readonly [bridge: string, vlan: number, mac: string, where: string][] = [
  ["web", 0, MAC.web1, "web1"],
  ["web", 0, MAC.web2, "web2"],
  ["web", 0, MAC.far, "far"],
  ["data", 5, MAC.d1, "d1"],
  ["data", 5, MAC.d2, "d2"],
  ["seg", 0, MAC.s1, "s1"],
  ["seg", 0, MAC.remote, "vx@198.51.100.7"],
  ["lan", 0, MAC.l1, "l1"],
  ["lan", 0, MAC.outside, "out1"],
];
const NEIGHBOURS: readonly [port: string, address: string, mac: string][] = [
  ["up", "192.168.0.254", MAC.next],
  ["up", "192.168.0.253", MAC.other],
  ["r-web", "10.0.1.11", MAC.web1],
  ["r-web", "10.0.1.12", MAC.web2],
  ["meta", "198.18.0.2", MAC.proxy],
];

/** What is learned by then. */
export const known = (): Learned[] => [
  ...STATIONS.map(([bridge, vlan, mac, where]): Learned => {
    return { kind: "station", bridge, vlan, mac: numberOf(mac), where };
  }),
  ...NEIGHBOURS.map(([port, address, mac]): Learned => {
    return { kind: "neighbour", port, address, mac: numberOf(mac) };
  }),
];

export function learned(): TestState {
  const state = new TestState();
  state.learn(known());
  return state;
}

export { MAC };
