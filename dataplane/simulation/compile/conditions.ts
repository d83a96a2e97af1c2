// Chains and their conditions, as test records (tests.ts): what reads nothing first, then what most packets share.
import { KEY } from "../../../bindings/layout.js";
import { networkOf, parseIpOrPrefix, parseMac, writeMac } from "../../topology/addresses.js";
import type { Finding } from "../../topology/error.js";
import type { Condition, Topology } from "../../topology/model.js";
import { ACTION } from "../chain.js";
import { ETHER } from "../protocols.js";
import type { Rules, VChain } from "../snapshot.js";
import { tag } from "../tags.js";
import { ANY_IP, FRAGMENTS, gateOf, NOT, TEST, TEST_STRIDE } from "../tests.js";
import { AddressTries } from "../trie.js";
import type { Names } from "./names.js";

const ACTIONS = {
  accept: ACTION.ACCEPT,
  drop: ACTION.DROP,
  reject: ACTION.REJECT,
  return: ACTION.RETURN,
  jump: ACTION.JUMP,
  continue: ACTION.CONTINUE,
} as const;

const POLICIES = {
  any: FRAGMENTS.ANY,
  header: FRAGMENTS.HEADER,
  nonheader: FRAGMENTS.NONHEADER,
  unfragmented: FRAGMENTS.UNFRAGMENTED,
} as const;

/** Needs the result of connection tracking, which a simulation of one stage does not have. */
const STATEFUL = ["forwardFlow", "returnFlow"] as const;

export function compileRules(
  topology: Topology,
  names: Names,
  findings: Finding[],
): { chains: VChain[]; rules: Rules } {
  const compiler = new Compiler(topology, names);
  const ids: string[] = [];
  const action: number[] = [];
  const chain: number[] = [];
  const invert: number[] = [];
  const gate: number[] = [];
  const firstTest: number[] = [];
  const chains = (topology.chains ?? []).map((one, index): VChain => {
    const first = ids.length;
    for (const [number, rule] of one.rules.entries()) {
      const match = rule.match ?? {};
      for (const field of STATEFUL)
        if (match[field] !== undefined) findings.push(stateful(one.id, index, number, field));
      ids.push(rule.id ?? `${one.id}[${number}]`);
      action.push(ACTIONS[rule.action]);
      chain.push(names.chain(rule.chain));
      invert.push(match.invert === true ? 1 : 0);
      firstTest.push(compiler.tests.length);
      compiler.condition(match);
      gate.push(gateFor(match));
    }
    const tags = Int32Array.from({ length: one.rules.length + 1 }, (_, stop) => tag.chain(one.id, stop));
    return { index, id: one.id, first, count: one.rules.length, tags };
  });
  firstTest.push(compiler.tests.length);
  const rules: Rules = {
    ids,
    action: Uint8Array.from(action),
    chain: Int32Array.from(chain),
    invert: Uint8Array.from(invert),
    gate: Int32Array.from(gate),
    firstTest: Int32Array.from(firstTest),
    tests: Int32Array.from(compiler.tests),
    bytes: Uint8Array.from(compiler.bytes),
    portSets: compiler.portSets,
    groups: compiler.groups,
  };
  return { chains, rules };
}

/** What every packet that the condition takes must be; an inverted condition takes all sorts. */
function gateFor(match: Condition): number {
  if (match.invert === true) return 0;
  const asked = (name: keyof Condition): boolean => match[name] !== undefined && !match.not?.includes(name);
  const protocol = asked("protocol") ? match.protocol! : -1;
  if (asked("etherType")) return gateOf(match.etherType!, protocol);
  const prefixes = (["source", "destination"] as const).filter(asked).map((name) => match[name]!);
  if (prefixes.length > 0) return gateOf(prefixes[0]!.includes(":") ? ETHER.IP6 : ETHER.IP4, protocol);
  const ip = protocol >= 0 || (["tos", "sourcePorts", "destinationPorts"] as const).some(asked);
  return ip ? gateOf(ANY_IP, protocol) : 0;
}

function stateful(chain: string, index: number, number: number, field: string): Finding {
  return {
    code: "SIMULATION_UNSUPPORTED",
    path: `/chains/${index}/rules/${number}/match/${field}`,
    message: `Rule ${number} of chain ${chain} matches on ${field}, which needs connection tracking; this build has none.`,
    remedy: `Remove ${field} from the rule's match.`,
  };
}

class Compiler {
  readonly tests: number[] = [];
  readonly bytes: number[] = [];
  readonly portSets: Set<number>[] = [];
  readonly groups: Rules["groups"];
  private readonly groupOf: Map<string, number>;
  private readonly portGroups: Map<string, readonly string[]>;
  private not: ReadonlySet<string> = new Set();

  constructor(
    topology: Topology,
    private readonly names: Names,
  ) {
    const groups = topology.ipAddressGroups ?? [];
    this.groupOf = new Map(groups.map((group, index) => [group.id, index]));
    this.portGroups = new Map((topology.portGroups ?? []).map((group) => [group.id, group.ports]));
    this.groups = groups.map((group) => {
      const tries = new AddressTries();
      for (const text of group.addresses) {
        const prefix = parseIpOrPrefix(text);
        if (prefix !== undefined) tries.insert(prefix.bytes, prefix.bits, prefix.family, 0);
      }
      return { id: group.id, tag: tag.addressGroup(group.id), tries };
    });
  }

  /** Appends the tests of one condition, cheapest first. */
  condition(match: Condition): void {
    this.not = new Set(match.not ?? []);
    this.ports(TEST.IN_PORTS, "inPorts", match.inPorts);
    this.ports(TEST.OUT_PORTS, "outPorts", match.outPorts);
    this.ports(TEST.IN_PORTS, "inPortGroup", this.members(match.inPortGroup));
    this.ports(TEST.OUT_PORTS, "outPortGroup", this.members(match.outPortGroup));
    this.ports(TEST.EITHER_PORTS, "portGroup", this.members(match.portGroup));
    if (match.traversedDevice !== undefined) {
      this.test("traversedDevice", TEST.DEVICE, this.names.device(match.traversedDevice));
    }
    this.flag("destinationRewritten", TEST.REWRITTEN, match.destinationRewritten);
    if (match.etherType !== undefined) this.test("etherType", TEST.ETHER_TYPE, match.etherType);
    this.flag("noVlan", TEST.NO_VLAN, match.noVlan);
    if (match.vlan !== undefined) this.test("vlan", TEST.VLAN, match.vlan);
    this.mac("dstMac", KEY.eth_dst, match.dstMac, match.dstMacMask);
    this.mac("srcMac", KEY.eth_src, match.srcMac, match.srcMacMask);
    // With etherType ARP in the same rule, addresses and protocol mean ARP's; else they are of IP packets only.
    const arp = match.etherType === ETHER.ARP && !this.not.has("etherType");
    if (match.protocol !== undefined)
      this.test("protocol", TEST.PROTOCOL, match.protocol, arp ? ETHER.ARP : 0);
    if (match.fragments !== undefined) this.test("fragments", TEST.FRAGMENTS, POLICIES[match.fragments]);
    this.prefix("destination", KEY.ip_dst, match.destination, arp);
    this.prefix("source", KEY.ip_src, match.source, arp);
    this.group("dstAddressGroup", KEY.ip_dst, match.dstAddressGroup, arp);
    this.group("srcAddressGroup", KEY.ip_src, match.srcAddressGroup, arp);
    if (match.tos !== undefined) this.test("tos", TEST.TOS, match.tos);
    this.range("destinationPorts", KEY.tp_dst, match.destinationPorts);
    this.range("sourcePorts", KEY.tp_src, match.sourcePorts);
    this.icmpData("icmpDataSource", 0, match.icmpDataSource);
    this.icmpData("icmpDataDestination", 1, match.icmpDataDestination);
  }

  private test(name: string, kind: number, ...numbers: number[]): void {
    const record = [this.not.has(name) ? kind | NOT : kind, ...numbers];
    while (record.length < TEST_STRIDE) record.push(0);
    this.tests.push(...record);
  }

  /** `false` asks for the opposite. */
  private flag(name: string, kind: number, value: boolean | undefined): void {
    if (value === undefined) return;
    this.test(name, kind);
    if (!value) this.tests[this.tests.length - TEST_STRIDE]! ^= NOT;
  }

  private ports(kind: number, name: string, ids: readonly string[] | undefined): void {
    if (ids === undefined) return;
    this.portSets.push(new Set(ids.map((id) => this.names.port(id))));
    this.test(name, kind, this.portSets.length - 1);
  }

  private members(group: string | undefined): readonly string[] | undefined {
    return group === undefined ? undefined : (this.portGroups.get(group) ?? []);
  }

  private mac(name: string, field: number, value: string | undefined, mask: string | undefined): void {
    if (value === undefined) return;
    const bytes = new Uint8Array(12);
    writeMac(parseMac(value) ?? 0, bytes, 0);
    writeMac(parseMac(mask ?? "ff:ff:ff:ff:ff:ff") ?? 0, bytes, 6);
    for (let i = 0; i < 6; i++) bytes[i]! &= bytes[6 + i]!;
    this.test(name, TEST.MAC, field, this.keep(bytes));
  }

  private prefix(name: string, field: number, text: string | undefined, arp: boolean): void {
    const prefix = text === undefined ? undefined : parseIpOrPrefix(text);
    if (prefix === undefined) return;
    const { bytes, bits, family } = networkOf(prefix);
    if (family === 6) {
      this.test(name, TEST.PREFIX, field, this.keep(bytes), bits);
      return;
    }
    const value = (bytes[12]! << 24) | (bytes[13]! << 16) | (bytes[14]! << 8) | bytes[15]!;
    const care = bits === 96 ? 0 : -1 << (128 - bits);
    this.test(name, TEST.PREFIX4, field + 12, value, care, arp ? ETHER.ARP : ETHER.IP4);
  }

  private group(name: string, field: number, id: string | undefined, arp: boolean): void {
    const group = id === undefined ? undefined : this.groupOf.get(id);
    if (group !== undefined) this.test(name, TEST.GROUP, field, group, arp ? ETHER.ARP : 0);
  }

  private range(name: string, field: number, range: { first: number; last: number } | undefined): void {
    if (range !== undefined) this.test(name, TEST.PORTS, field, range.first, range.last);
  }

  private icmpData(name: string, side: number, text: string | undefined): void {
    const prefix = text === undefined ? undefined : parseIpOrPrefix(text);
    if (prefix === undefined) return;
    const { bytes, bits } = networkOf(prefix);
    this.test(name, TEST.ICMP_DATA, side, this.keep(bytes), bits);
  }

  private keep(bytes: Uint8Array): number {
    const at = this.bytes.length;
    this.bytes.push(...bytes);
    return at;
  }
}
