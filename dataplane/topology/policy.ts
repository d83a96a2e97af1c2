// Security groups and anti-spoofing as what they stand for: chains of rules and address groups, called so that a person
// who reads a path knows which template spoke. Pure. It must never let pass what no rule names: answers pass where
// a rule says `replies`, since nothing here remembers connections.
import { formatIp, formatMac, parseMac } from "./addresses.js";
import type {
  AntiSpoof,
  Chain,
  Condition,
  IpAddressGroup,
  Port,
  Rule,
  SecurityGroup,
  SecurityRule,
  Topology,
} from "./model.js";

const ARP = 0x0806;
const [UDP, ICMP6] = [17, 58];
const IP4 = "0.0.0.0/0";
const IP6 = "::/0";
/** RFC 4861 4: types of router and neighbour discovery. */
const ND = { routerSolicit: 133, routerAdvert: 134, solicit: 135, advert: 136, redirect: 137 } as const;
/** RFC 3810 5, RFC 2710 3: multicast listeners. */
const MLD = { first: 130, last: 132 } as const;
const MLD2_REPORT = 143;

const only = (port: number): { first: number; last: number } => ({ first: port, last: port });
const icmp6 = (type: number, more: Condition = {}): Condition => ({
  ...{ protocol: ICMP6, source: IP6, sourcePorts: only(type) },
  ...more,
});
const dhcp = (from: number, to: number, family: string): Condition => ({
  ...{ protocol: UDP, destination: family, sourcePorts: only(from), destinationPorts: only(to) },
});

/** Ids that no document can have: a name has no spaces. */
export const policyIds = {
  ingress: (group: string): string => `security group ${group} ingress`,
  egress: (group: string): string => `security group ${group} egress`,
  members: (group: string): string => `security group ${group}`,
  from: (port: string): string => `from ${port}`,
  to: (port: string): string => `to ${port}`,
  spoof: (port: string): string => `anti-spoof ${port}`,
} as const;

/** The topology with all templates written out, and no port that names one. */
export function expandPolicy(topology: Topology): Topology {
  const templated = topology.ports.some(
    ({ securityGroups, antiSpoof }) => securityGroups !== undefined || antiSpoof !== undefined,
  );
  if (!templated) return topology;
  const chains: Chain[] = [];
  const groups: IpAddressGroup[] = [];
  for (const group of topology.securityGroups ?? []) {
    chains.push(
      { id: policyIds.egress(group.id), rules: groupRules(group, "egress") },
      { id: policyIds.ingress(group.id), rules: groupRules(group, "ingress") },
    );
    groups.push({ id: policyIds.members(group.id), addresses: membersOf(topology, group.id) });
  }
  const ports = topology.ports.map((port) => expandPort(port, chains, groups));
  return {
    ...topology,
    ports,
    chains: [...(topology.chains ?? []), ...chains],
    ipAddressGroups: [...(topology.ipAddressGroups ?? []), ...groups],
  };
}

function membersOf({ ports }: Topology, group: string): string[] {
  const members = ports.filter(({ securityGroups }) => securityGroups?.includes(group));
  return [...new Set(members.flatMap(({ antiSpoof }) => addressesOf(antiSpoof?.pairs ?? [])))];
}

function expandPort(port: Port, chains: Chain[], groups: IpAddressGroup[]): Port {
  const { securityGroups, antiSpoof, ...plain } = port;
  if (securityGroups === undefined && antiSpoof === undefined) return port;
  const [from, to]: [Rule[], Rule[]] = [[], []];
  if (antiSpoof !== undefined) {
    spoofChains(port, chains, groups);
    from.push({ id: `${port.id} anti-spoof`, action: "jump", chain: policyIds.spoof(port.id) });
  }
  if (port.inboundChain !== undefined) from.push({ action: "jump", chain: port.inboundChain });
  if (port.outboundChain !== undefined) to.push({ action: "jump", chain: port.outboundChain });
  if (securityGroups !== undefined) {
    from.push(...always(port.id, "egress"));
    to.push(...always(port.id, "ingress"));
    for (const group of securityGroups) {
      from.push({
        id: `${port.id} in security group ${group}`,
        action: "jump",
        chain: policyIds.egress(group),
      });
      to.push({
        id: `${port.id} in security group ${group}`,
        action: "jump",
        chain: policyIds.ingress(group),
      });
    }
    from.push({ id: `no security group lets ${port.id} send it`, action: "drop" });
    to.push({ id: `no security group lets it reach ${port.id}`, action: "drop" });
  }
  chains.push({ id: policyIds.from(port.id), rules: from }, { id: policyIds.to(port.id), rules: to });
  return {
    ...plain,
    ...(from.length > 0 && { inboundChain: policyIds.from(port.id) }),
    ...(to.length > 0 && { outboundChain: policyIds.to(port.id) }),
  };
}

/** Without these no address could be found or given. */
function always(port: string, direction: "ingress" | "egress"): Rule[] {
  const out = direction === "egress";
  const matches: [string, Condition][] = [
    ["ARP", { etherType: ARP }],
    ...[ND.solicit, ND.advert, out ? ND.routerSolicit : ND.routerAdvert].map((type): [string, Condition] => [
      `neighbour discovery ${type}`,
      icmp6(type),
    ]),
    ["multicast listeners", icmp6(0, { sourcePorts: MLD })],
    ...(out ? [["multicast listeners 2", icmp6(MLD2_REPORT)] as [string, Condition]] : []),
    ["DHCP", out ? dhcp(68, 67, IP4) : dhcp(67, 68, IP4)],
    ["DHCPv6", out ? dhcp(546, 547, IP6) : dhcp(547, 546, IP6)],
  ];
  return matches.map(([name, match]) => ({ id: `${port} always ${name}`, match, action: "accept" }));
}

function groupRules(group: SecurityGroup, direction: "ingress" | "egress"): Rule[] {
  return group.rules.flatMap((rule, number): Rule[] => {
    const id = `${group.id} ${rule.id ?? number}`;
    const answers = rule.direction !== direction;
    if (answers && rule.replies !== true) return [];
    const both = rule.family === undefined && rule.remotePrefix === undefined;
    const name = answers ? `${id} replies` : id;
    if (!both || rule.protocol !== undefined || rule.remoteGroup !== undefined)
      return [{ id: name, match: securityMatch(rule, direction, answers), action: "accept" }];
    // All of IP, and nothing that is not IP.
    return (["ipv4", "ipv6"] as const).map((family) => ({
      id: `${name} ${family}`,
      match: securityMatch({ ...rule, family }, direction, answers),
      action: "accept",
    }));
  });
}

function securityMatch(rule: SecurityRule, direction: "ingress" | "egress", answers: boolean): Condition {
  const { family, protocol, ports, remotePrefix, remoteGroup } = rule;
  const remote = direction === "ingress" ? "source" : "destination";
  const prefix = remotePrefix ?? (family === undefined ? undefined : family === "ipv4" ? IP4 : IP6);
  const group = direction === "ingress" ? "srcAddressGroup" : "dstAddressGroup";
  const isIcmp = protocol === 1 || protocol === ICMP6;
  // Of ICMP the type comes first in a key, as source ports do.
  const field = isIcmp || answers ? "sourcePorts" : "destinationPorts";
  return {
    ...(protocol !== undefined && { protocol }),
    ...(prefix !== undefined && { [remote]: prefix }),
    ...(remoteGroup !== undefined && { [group]: policyIds.members(remoteGroup) }),
    ...(ports !== undefined && { [field]: isIcmp && answers ? replyTypes(ports) : ports }),
  };
}

/** What answers an echo request; of other types, the type itself. */
function replyTypes({ first, last }: { first: number; last: number }): { first: number; last: number } {
  if (first !== last) return { first, last };
  const reply = first === 8 ? 0 : first === 128 ? 129 : first;
  return only(reply);
}

/** One chain that finds the MAC, and one for each pair that judges what it says. */
function spoofChains(port: Port, chains: Chain[], groups: IpAddressGroup[]): void {
  const { pairs, dhcpServer = false, router = false } = port.antiSpoof!;
  const spoof = policyIds.spoof(port.id);
  const rules: Rule[] = [];
  if (!router)
    for (const type of [ND.routerAdvert, ND.redirect])
      rules.push({ id: `${spoof}: no router (${type})`, match: icmp6(type), action: "drop" });
  if (!dhcpServer)
    rules.push(
      { id: `${spoof}: no DHCP server`, match: dhcp(67, 68, IP4), action: "drop" },
      { id: `${spoof}: no DHCPv6 server`, match: dhcp(547, 546, IP6), action: "drop" },
    );
  // Behind the others: each packet that it asks about is looked at by itself.
  rules.push({
    id: `${spoof}: another's MAC in ARP or neighbour discovery`,
    match: { foreignMac: true },
    action: "drop",
  });
  for (const pair of pairs) {
    const id = `${spoof} ${pair.mac}`;
    groups.push({ id, addresses: addressesOf([pair]) });
    chains.push({ id, rules: pairRules(id, pair) });
    rules.push(
      { match: { srcMac: pair.mac }, action: "jump", chain: id },
      { match: { srcMac: pair.mac }, action: "return" },
    );
  }
  rules.push({ id: `${spoof}: not its MAC`, action: "drop" });
  chains.push({ id: spoof, rules });
}

function pairRules(id: string, pair: AntiSpoof["pairs"][number]): Rule[] {
  const own: Condition = { srcAddressGroup: id };
  const targets = addressesOf([pair]).filter((address) => address.includes(":"));
  // RFC 5227 2.1.1, RFC 4862 5.4: who has no address yet asks for one, or whether it is free.
  const nobody6 = { source: "::" };
  return [
    ...targets.map((neighbourTarget): Rule => {
      return { match: icmp6(ND.advert, { neighbourTarget }), action: "return" };
    }),
    { id: `${id}: not its address advertised`, match: icmp6(ND.advert), action: "drop" },
    { match: own, action: "return" },
    { match: { ...own, etherType: ARP }, action: "return" },
    { match: { etherType: ARP, source: "0.0.0.0", protocol: 1 }, action: "return" },
    { match: { ...dhcp(68, 67, IP4), source: "0.0.0.0" }, action: "return" },
    ...[ND.solicit, ND.routerSolicit, MLD2_REPORT].map((type): Rule => {
      return { match: icmp6(type, nobody6), action: "return" };
    }),
    { id: `${id}: not its address`, action: "drop" },
  ];
}

/** All addresses of pairs, link-local ones included. */
function addressesOf(pairs: AntiSpoof["pairs"]): string[] {
  return pairs.flatMap(({ mac, addresses }) => [...addresses, linkLocal(mac)]);
}

/** RFC 4291 appendix A. */
function linkLocal(mac: string): string {
  const text = formatMac(parseMac(mac) ?? 0);
  const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0] = text.split(":").map((byte) => Number.parseInt(byte, 16));
  return formatIp(Uint8Array.of(0xfe, 0x80, 0, 0, 0, 0, 0, 0, a ^ 2, b, c, 0xff, 0xfe, d, e, f));
}
