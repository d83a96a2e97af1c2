// Changes of chains, rules, groups, templates, mirrors, services in between and QoS.
import type { Condition } from "../../../topology/model.js";
import { add, all, less, more, part, type Row, remove, set } from "./edit.js";

/** Chain "groups", which printer's packets come to, gets another last rule. */
const matching = (match: Condition): Row[1] => part("chains", "groups", "rules", 1, { match });
const rules = (place: number, fields: object): Row[1] => part("chains", "r-in", "rules", place, fields);
const servers = (place: number, fields: object): Row[1] =>
  part("securityGroups", "servers", "rules", place, fields);
const [UDP, TCP] = [17, 6];
const from = { first: 4000, last: 4000 };

/** A field each: what the last rule then says. */
const CONDITIONS: { [F in keyof Required<Condition>]: Condition | null } = {
  invert: { inPortGroup: "printers", protocol: UDP, invert: true },
  not: { inPortGroup: "printers", protocol: UDP, not: ["protocol"] },
  inPorts: { inPorts: ["web2"], protocol: UDP },
  outPorts: { outPorts: ["web2"] },
  inPortGroup: { protocol: UDP },
  outPortGroup: { outPortGroup: "printers" },
  portGroup: { portGroup: "printers", protocol: TCP },
  srcAddressGroup: { srcAddressGroup: "friends" },
  dstAddressGroup: { dstAddressGroup: "friends", protocol: UDP },
  etherType: { etherType: 0x86dd },
  srcMac: { srcMac: "02:00:00:00:00:09" },
  srcMacMask: { srcMac: "02:00:00:00:00:00", srcMacMask: "ff:ff:ff:ff:ff:00" },
  dstMac: { dstMac: "02:00:00:00:00:04" },
  dstMacMask: { dstMac: "02:00:00:00:00:00", dstMacMask: "ff:ff:ff:ff:ff:00" },
  noVlan: { noVlan: true },
  vlan: { vlan: 5 },
  tos: { tos: 0 },
  protocol: { protocol: TCP },
  source: { source: "10.0.1.0/24" },
  destination: { destination: "10.0.1.4/32" },
  sourcePorts: { protocol: UDP, sourcePorts: from },
  destinationPorts: { protocol: UDP, destinationPorts: from },
  fragments: { fragments: "nonheader" },
  traversedDevice: { traversedDevice: "r" },
  icmpDataSource: { icmpDataSource: "10.0.0.0/8" },
  icmpDataDestination: { icmpDataDestination: "10.0.0.0/8" },
  // Refused: nothing here remembers connections.
  forwardFlow: null,
  returnFlow: null,
  destinationRewritten: { destinationRewritten: true },
  neighbourTarget: { neighbourTarget: "2001:db8::1" },
  foreignMac: { foreignMac: true },
};

const CONDITION_ROWS: readonly Row[] = Object.entries(CONDITIONS).flatMap(([field, match]): Row[] =>
  match === null ? [] : [[`a rule's condition is another: ${field}`, matching(match)]],
);

export const POLICY: readonly Row[] = [
  ["a chain has another name", set("chains", "r-in", { name: "else" })],
  ["a chain has another logger", set("chains", "r-in", { log: "writer" })],
  ["a chain comes that nobody names", add("chains", { id: "new", rules: [{ action: "drop" }] } as never)],
  ["a rule has another id", rules(0, { id: "else" })],
  ["a rule with no id has a logger", rules(2, { log: "writer" })],
  ["a rule decides otherwise", rules(0, { action: "accept" })],
  [
    "a rule is for the VLAN that a port's frames are put in",
    part("chains", "data-in", "rules", 0, { match: { vlan: 5 }, action: "drop" }),
  ],
  ["a rule jumps elsewhere", rules(1, { chain: "data-in" })],
  ["a rule redirects elsewhere", part("chains", "aside", "rules", 0, { port: "d1" })],
  ["a rule redirects into a port", part("chains", "aside", "rules", 0, { enter: true })],
  ["a rule that redirects fails open", part("chains", "aside", "rules", 0, { failOpen: true })],
  ["a rule has a logger", rules(0, { log: "writer" })],
  [
    "a rule comes first, for packets of no flow",
    more("chains", "r-in", "rules", { match: { source: "10.44.0.0/16" }, action: "drop" }, 0),
  ],
  [
    "a rule comes first, for packets of one flow",
    more("chains", "r-in", "rules", { match: { destination: "10.9.0.0/16" }, action: "reject" }, 0),
  ],
  ["a rule comes last", more("chains", "r-in", "rules", { match: { protocol: UDP }, action: "drop" })],
  ["a rule goes", less("chains", "r-in", "rules", 0)],
  ["rules change places", (t) => void t.chains!.find(({ id }) => id === "r-in")!.rules.reverse()],
  ["a rule of a jumped-to chain decides otherwise", part("chains", "log", "rules", 0, { action: "drop" })],
  ...CONDITION_ROWS,
  ["a member comes into an address group", more("ipAddressGroups", "friends", "addresses", "10.0.1.4")],
  ["a member leaves an address group", less("ipAddressGroups", "friends", "addresses", 0)],
  [
    "a member comes into an address group that no flow has",
    more("ipAddressGroups", "friends", "addresses", "10.77.0.1"),
  ],
  ["a port comes into a port group", more("portGroups", "printers", "ports", "web2")],
  ["a port leaves a port group", less("portGroups", "printers", "ports", 0)],
  ["a logger writes less", set("ruleLoggers", "writer", { events: "drop" })],
  ["a logger writes more slowly", set("ruleLoggers", "writer", { perSecond: 1 })],
  ["a logger may write more at once", set("ruleLoggers", "writer", { burst: 9 })],

  ["a security group has another name", set("securityGroups", "servers", { name: "else" })],
  ["a security group's rule has another id", servers(2, { id: "else" })],
  ["a security group's rule is for the other direction", servers(3, { direction: "egress" })],
  ["a security group's rule is for another family", servers(0, { family: "ipv6" })],
  ["a security group's rule is for another protocol", servers(2, { protocol: UDP })],
  ["a security group's rule is for other ports", servers(2, { ports: { first: 22, last: 80 } })],
  ["a security group's rule is for another prefix", servers(3, { remotePrefix: "198.51.100.0/24" })],
  [
    "a security group's rule is for another group",
    all(
      add("securityGroups", { id: "other", stateless: true, rules: [] } as never),
      servers(4, { remoteGroup: "other" }),
    ),
  ],
  ["answers to a security group's rule do not pass", servers(2, { replies: undefined })],
  [
    "a security group has a rule more",
    more("securityGroups", "servers", "rules", {
      direction: "ingress",
      protocol: 6,
      ports: { first: 22, last: 22 },
    }),
  ],

  ["a mirror copies to another port", set("mirrors", "taps", { to: "svc" })],
  ["a mirror copies other packets", set("mirrors", "taps", { match: { protocol: 6 } })],
  ["a mirror copies all", set("mirrors", "taps", { match: undefined })],
  ["an L2 gateway prefers its other port", set("l2Gateways", "exit", { ports: ["out2", "out1"] })],
  ["an L2 gateway waits longer", set("l2Gateways", "exit", { holdSeconds: 30 })],
  ["an L2 gateway goes", remove("l2Gateways", "exit")],
  ["another port is led through a service", set("l2Insertions", "firewall", { port: "l1" })],
  ["the service is behind another port", set("l2Insertions", "firewall", { servicePort: "tap" })],
  ["a service knows a port by another VLAN", set("l2Insertions", "firewall", { vlan: 101 })],
  ["a service has another position, alone", set("l2Insertions", "firewall", { position: 5 })],
  [
    "a service comes behind it",
    add("l2Insertions", { id: "second", port: "s1", servicePort: "svc", vlan: 99, position: 9 } as never),
  ],
  ["a service fails open, and is up", set("l2Insertions", "firewall", { failOpen: true })],
  [
    "what a service gives back must be from one MAC",
    set("l2Insertions", "firewall", { mac: "02:00:00:00:00:44" }),
  ],
  ["a service goes", remove("l2Insertions", "firewall")],

  ["a policy has another name", set("qosPolicies", "network", { name: "else" })],
  [
    "a policy's rate is for the other direction",
    part("qosPolicies", "network", "rates", 0, { direction: "in" }),
  ],
  ["a policy's rate is in bits", part("qosPolicies", "network", "rates", 0, { pps: undefined, kbps: 500 })],
  ["a policy's rate is another", part("qosPolicies", "network", "rates", 0, { pps: 500 })],
  ["a policy has another burst", part("qosPolicies", "network", "rates", 0, { burst: 50 })],
  ["a policy has a peak", part("qosPolicies", "network", "rates", 0, { peak: 5000 })],
  ["a policy has an excess burst", part("qosPolicies", "network", "rates", 0, { peakBurst: 50 })],
  [
    "a policy marks what is yellow",
    part("qosPolicies", "network", "rates", 0, { peakBurst: 50, yellowDscp: 8 }),
  ],
  ["a policy has a rate more", more("qosPolicies", "network", "rates", { direction: "in", pps: 9 })],
  ["a policy marks", set("qosPolicies", "network", { dscp: 12 })],
  ["a policy that nobody has marks otherwise", set("qosPolicies", "gold", { dscp: 12 })],
];
