// Conditions of rules as test records (tests.ts): what reads nothing first, then what most packets share. What is one
// field of one key word becomes a word test, the only kind that can rule out other rules.
import { FRAG, KEY } from "../../../bindings/layout.js";
import { networkOf, parseIpOrPrefix, parseMac, writeMac } from "../../topology/addresses.js";
import type { Condition, Topology } from "../../topology/model.js";
import { ETHER, PROTO } from "../protocols.js";
import type { Rules } from "../snapshot.js";
import { tag } from "../tags.js";
import { NOT, TEST } from "../tests.js";
import { AddressTries } from "../trie.js";
import { inWord, shortInWord, wordOf } from "../words.js";
import type { Names } from "./names.js";
import { Numbers } from "./numbers.js";

const NEVER: ReadonlySet<string> = new Set();
/** A packet type that stands for IPv4 or IPv6. */
const ANY_IP = 1;

export class TestWriter {
  /** Tests of rules, and the tests that NOT_ALL names, which stand aside until `take`. */
  readonly tests = new Numbers();
  private readonly aside = new Numbers();
  private readonly inverted: number[] = [];
  readonly portSets: Set<number>[] = [];
  readonly groups: Rules["groups"];
  private readonly bytes: number[] = [];
  private readonly groupOf: Map<string, number>;
  private readonly portGroups: Map<string, readonly string[]>;
  private to = this.tests;
  private not: ReadonlySet<string> = NEVER;
  /** The packet type that this rule's tests so far have made sure of; 0 = any. */
  private type = 0;

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

  /** Appends the tests of one rule. */
  rule(match: Condition): void {
    if (match.invert !== true) {
      this.condition(match);
      return;
    }
    const from = this.aside.length;
    this.to = this.aside;
    this.condition(match);
    this.to = this.tests;
    this.inverted.push(this.tests.length);
    this.test(false, TEST.NOT_ALL, from, this.aside.length);
  }

  /** All tests and their bytes; nothing may be appended after it. */
  take(): Pick<Rules, "tests" | "bytes"> {
    const base = this.tests.length;
    for (const at of this.inverted) {
      this.tests.set(at + 1, this.tests.at(at + 1) + base);
      this.tests.set(at + 2, this.tests.at(at + 2) + base);
    }
    this.tests.append(this.aside);
    return { tests: this.tests.take(), bytes: Uint8Array.from(this.bytes) };
  }

  private condition(match: Condition): void {
    this.not = match.not === undefined ? NEVER : new Set(match.not);
    this.type = 0;
    const arp = match.etherType === ETHER.ARP && !this.not.has("etherType");
    this.where(match);
    if (match.etherType !== undefined) {
      if (this.not.has("etherType")) this.short(true, KEY.eth_type, match.etherType);
      else this.isOf(match.etherType);
    }
    if (match.noVlan !== undefined) this.byte(this.not.has("noVlan") === match.noVlan, KEY.vlan_tci, 0, 0x10);
    if (match.vlan !== undefined) this.short(this.not.has("vlan"), KEY.vlan_tci, 0x1000 | match.vlan, 0x1fff);
    this.mac("dstMac", KEY.eth_dst, match.dstMac, match.dstMacMask);
    this.mac("srcMac", KEY.eth_src, match.srcMac, match.srcMacMask);
    // With etherType ARP in the same rule, addresses and protocol mean ARP's; else they are of IP packets only.
    if (match.protocol !== undefined) this.protocol(match.protocol, arp);
    if (match.fragments !== undefined) this.fragments(match.fragments);
    this.prefix("destination", KEY.ip_dst, match.destination, arp);
    this.prefix("source", KEY.ip_src, match.source, arp);
    this.group("dstAddressGroup", KEY.ip_dst, match.dstAddressGroup, arp);
    this.group("srcAddressGroup", KEY.ip_src, match.srcAddressGroup, arp);
    if (match.tos !== undefined) this.tos(match.tos);
    const having = this.not.has("protocol") || arp ? undefined : match.protocol;
    this.range("destinationPorts", KEY.tp_dst, match.destinationPorts, having);
    this.range("sourcePorts", KEY.tp_src, match.sourcePorts, having);
    this.icmpData("icmpDataSource", 0, match.icmpDataSource);
    this.icmpData("icmpDataDestination", 1, match.icmpDataDestination);
  }

  /** Where the packet is and was: reads nothing of it. */
  private where(match: Condition): void {
    this.ports(TEST.IN_PORTS, "inPorts", match.inPorts);
    this.ports(TEST.OUT_PORTS, "outPorts", match.outPorts);
    this.ports(TEST.IN_PORTS, "inPortGroup", this.members(match.inPortGroup));
    this.ports(TEST.OUT_PORTS, "outPortGroup", this.members(match.outPortGroup));
    this.ports(TEST.EITHER_PORTS, "portGroup", this.members(match.portGroup));
    if (match.traversedDevice !== undefined)
      this.test(this.not.has("traversedDevice"), TEST.DEVICE, this.names.device(match.traversedDevice));
    if (match.destinationRewritten !== undefined)
      this.test(this.not.has("destinationRewritten") === match.destinationRewritten, TEST.REWRITTEN);
  }

  private test(not: boolean, kind: number, a = 0, b = 0, c = 0): void {
    this.to.push(not ? kind | NOT : kind, a, b, c);
  }

  private word(not: boolean, offset: number, value: number, bits: number): void {
    // That one bit is not so is that it is otherwise.
    const flip = not && (bits & (bits - 1)) === 0;
    this.test(not && !flip, wordOf(offset), flip ? value ^ bits : value, bits);
  }

  private byte(not: boolean, offset: number, value: number, bits = 0xff): void {
    this.word(not, offset, inWord(offset, value & bits), inWord(offset, bits));
  }

  private short(not: boolean, offset: number, value: number, bits = 0xffff): void {
    this.word(not, offset, shortInWord(offset, value & bits), shortInWord(offset, bits));
  }

  /** The packet must be of this type; asked once a rule. */
  private isOf(type: number): void {
    const known =
      this.type === type || (type === ANY_IP && (this.type === ETHER.IP4 || this.type === ETHER.IP6));
    if (known) return;
    if (type === ANY_IP) this.test(false, TEST.IP);
    else this.short(false, KEY.eth_type, type);
    this.type = type;
  }

  private ports(kind: number, name: string, ids: readonly string[] | undefined): void {
    if (ids === undefined) return;
    this.portSets.push(new Set(ids.map((id) => this.names.port(id))));
    this.test(this.not.has(name), kind, this.portSets.length - 1);
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
    this.test(this.not.has(name), TEST.MAC, field, this.keep(bytes));
  }

  private protocol(protocol: number, arp: boolean): void {
    if (this.not.has("protocol")) {
      this.test(true, TEST.PROTOCOL, protocol, arp ? ETHER.ARP : 0);
      return;
    }
    this.isOf(arp ? ETHER.ARP : ANY_IP);
    this.byte(false, KEY.ip_proto, protocol);
  }

  private fragments(policy: NonNullable<Condition["fragments"]>): void {
    const not = this.not.has("fragments");
    if (policy === "unfragmented") this.byte(not, KEY.ip_frag, FRAG.NONE, 3);
    else if (policy !== "any")
      this.byte(not, KEY.ip_frag, policy === "nonheader" ? FRAG.LATER : 0, FRAG.LATER);
    // Not any: none.
    else if (not) this.test(false, TEST.NOT_ALL, 0, 0);
  }

  private prefix(name: string, field: number, text: string | undefined, arp: boolean): void {
    const prefix = text === undefined ? undefined : parseIpOrPrefix(text);
    if (prefix === undefined) return;
    const { bytes, bits, family } = networkOf(prefix);
    const type = family === 6 ? ETHER.IP6 : arp ? ETHER.ARP : ETHER.IP4;
    const skip = family === 4 ? 96 : 0;
    const [offset, length] = [field + (skip >> 3), bits - skip];
    if (this.not.has(name)) {
      if (family === 6) this.test(true, TEST.PREFIX6, offset, this.keep(bytes), length);
      else this.test(true, TEST.PREFIX4, offset, this.keep(bytes), length | (type << 8));
      return;
    }
    this.isOf(type);
    if (length > 32) this.test(false, TEST.PREFIX6, offset, this.keep(bytes), length);
    else if (length > 0) {
      const ones = -1 << (32 - length);
      const at = skip >> 3;
      const value = inWord(offset, bytes[at]!, bytes[at + 1]!, bytes[at + 2]!, bytes[at + 3]!);
      this.word(false, offset, value, inWord(offset, ones >>> 24, ones >>> 16, ones >>> 8, ones));
    }
  }

  private group(name: string, field: number, id: string | undefined, arp: boolean): void {
    const group = id === undefined ? undefined : this.groupOf.get(id);
    if (group !== undefined) this.test(this.not.has(name), TEST.GROUP, field, group, arp ? ETHER.ARP : 0);
  }

  private tos(tos: number): void {
    if (this.not.has("tos")) this.test(true, TEST.TOS, tos);
    else {
      this.isOf(ANY_IP);
      this.byte(false, KEY.ip_tos, tos);
    }
  }

  /** `having`: the protocol that the rule has asked for. */
  private range(
    name: string,
    field: number,
    range: { first: number; last: number } | undefined,
    having: number | undefined,
  ): void {
    if (range === undefined) return;
    const { first, last } = range;
    if (this.not.has(name)) {
      this.test(true, TEST.PORTS, field, (first << 16) | last);
      return;
    }
    if (having === PROTO.TCP || having === PROTO.UDP || having === PROTO.SCTP)
      this.byte(false, KEY.ip_frag, 0, FRAG.LATER);
    else this.test(false, TEST.HAS_PORTS);
    if (first === last) this.short(false, field, first);
    else if (first > 0 || last < 0xffff) this.test(false, TEST.PORTS_IN, field, (first << 16) | last);
  }

  private icmpData(name: string, side: number, text: string | undefined): void {
    const prefix = text === undefined ? undefined : parseIpOrPrefix(text);
    if (prefix === undefined) return;
    const { bytes, bits } = networkOf(prefix);
    this.test(this.not.has(name), TEST.ICMP_DATA, side, this.keep(bytes), bits);
  }

  private keep(bytes: Uint8Array): number {
    const at = this.bytes.length;
    for (const byte of bytes) this.bytes.push(byte);
    return at;
  }
}
