// Conditions of rules as test records (tests.ts): what reads nothing first, then what most packets share. All that is
// about bits becomes tests of key words, alone or put together by ALL and ANY.
import { FRAG, KEY } from "../../../bindings/layout.js";
import { networkOf, type Prefix, parseIpOrPrefix, parseMac, writeMac } from "../../topology/addresses.js";
import type { Condition } from "../../topology/model.js";
import { ETHER, PROTO } from "../protocols.js";
import type { Tests } from "../snapshot.js";
import { NOT, TEST, TEST_STRIDE, WORDS } from "../tests.js";
import type { AddressTries, Trie } from "../trie.js";
import { inWord, shortInWord, wordOf } from "../words.js";
import { Numbers } from "./numbers.js";

const NEVER: ReadonlySet<string> = new Set();
/** A packet type that stands for IPv4 or IPv6. */
const ANY_IP = 1;

/** What conditions name, by the operator's ids. */
export interface Named {
  port(id: string): number;
  device(id: string): number;
  /** Ports of a port group. */
  members(group: string): readonly string[];
  addresses(group: string): AddressTries | undefined;
}

type Records = number[];

export class TestWriter {
  private readonly tests = new Numbers();
  private readonly portSets: Set<number>[] = [];
  private readonly groups: Trie[] = [];
  private readonly prefixes: Prefix[] = [];
  private readonly prefixNumbers = new Map<string, number>();
  private not: ReadonlySet<string> = NEVER;
  /** The packet type that this rule's tests so far have made sure of; 0 = any. */
  private type = 0;
  private to: Records = [];
  readsIn = false;
  readsOut = false;

  constructor(private readonly named: Named) {}

  /** Writes the tests of one rule; where they begin and end. */
  rule(match: Condition | undefined): [from: number, to: number] {
    this.to = [];
    if (match !== undefined) {
      this.condition(match);
      if (match.invert === true) this.to = this.all(this.to, true);
    }
    return this.aside(this.to);
  }

  /** The tests of a rule that were written before, and lie at begin..to with its own from `from` on. Only such that name
   * nothing that may have become another; undefined otherwise. */
  again(
    records: Int32Array,
    begin: number,
    from: number,
    to: number,
  ): [from: number, to: number] | undefined {
    for (let at = begin; at < to; at += TEST_STRIDE) {
      const kind = records[at]! & ~NOT;
      if (kind >= WORDS && kind !== TEST.ALL && kind !== TEST.ANY && kind !== TEST.RANGE) return undefined;
    }
    const moved = this.tests.grow(to - begin) - begin;
    for (let at = begin; at < to; at += TEST_STRIDE) {
      const kind = records[at]!;
      const by = (kind & ~NOT) === TEST.ALL || (kind & ~NOT) === TEST.ANY ? moved : 0;
      this.tests.set(moved + at, kind);
      this.tests.set(moved + at + 1, records[at + 1]! + by);
      this.tests.set(moved + at + 2, records[at + 2]! + by);
    }
    return [from + moved, to + moved];
  }

  /** All of them; nothing may be written after it. */
  take(): Tests {
    const { portSets, groups, prefixes } = this;
    return { records: this.tests.take(), portSets, groups, prefixes };
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
    const family = arp ? ETHER.ARP : ANY_IP;
    if (match.protocol !== undefined) this.byteOf("protocol", family, KEY.ip_proto, match.protocol);
    if (match.fragments !== undefined) this.fragments(match.fragments);
    this.prefix("destination", KEY.ip_dst, match.destination, arp);
    this.prefix("source", KEY.ip_src, match.source, arp);
    this.group("dstAddressGroup", KEY.ip_dst, match.dstAddressGroup, arp);
    this.group("srcAddressGroup", KEY.ip_src, match.srcAddressGroup, arp);
    if (match.tos !== undefined) this.byteOf("tos", ANY_IP, KEY.ip_tos, match.tos);
    const having = this.not.has("protocol") || arp ? undefined : match.protocol;
    this.range("destinationPorts", KEY.tp_dst, match.destinationPorts, having);
    this.range("sourcePorts", KEY.tp_src, match.sourcePorts, having);
    this.neighbourTarget(match.neighbourTarget);
    if (match.foreignMac !== undefined)
      this.test(this.not.has("foreignMac") === match.foreignMac, TEST.FOREIGN_MAC);
    this.icmpData("icmpDataSource", 0, match.icmpDataSource);
    this.icmpData("icmpDataDestination", 1, match.icmpDataDestination);
  }

  /** Where the packet is and was: reads nothing of it. */
  private where(match: Condition): void {
    const members = (group: string | undefined): readonly string[] | undefined =>
      group === undefined ? undefined : this.named.members(group);
    this.ports(TEST.IN_PORTS, "inPorts", match.inPorts);
    this.ports(TEST.OUT_PORTS, "outPorts", match.outPorts);
    this.ports(TEST.IN_PORTS, "inPortGroup", members(match.inPortGroup));
    this.ports(TEST.OUT_PORTS, "outPortGroup", members(match.outPortGroup));
    this.ports(TEST.EITHER_PORTS, "portGroup", members(match.portGroup));
    if (match.traversedDevice !== undefined)
      this.test(this.not.has("traversedDevice"), TEST.DEVICE, this.named.device(match.traversedDevice));
    if (match.destinationRewritten !== undefined)
      this.test(this.not.has("destinationRewritten") === match.destinationRewritten, TEST.REWRITTEN);
  }

  private test(not: boolean, kind: number, a = 0, b = 0, c = 0): void {
    this.to.push(not ? kind | NOT : kind, a, b, c);
  }

  /** Records that others name; where they lie. */
  private aside(records: Records): [from: number, to: number] {
    const from = this.tests.grow(records.length);
    for (const [i, number] of records.entries()) this.tests.set(from + i, number);
    return [from, from + records.length];
  }

  private all(records: Records, not = false): Records {
    const [from, to] = this.aside(records);
    return [not ? TEST.ALL | NOT : TEST.ALL, from, to, 0];
  }

  private any(...alternatives: Records[]): Records {
    if (alternatives.length === 1) return alternatives[0]!;
    const [from, to] = this.aside(alternatives.flatMap((one) => (one.length === 4 ? one : this.all(one))));
    return [TEST.ANY, from, to, 0];
  }

  /** What `write` appends, by itself. */
  private apart(write: () => void): Records {
    const [to, type] = [this.to, this.type];
    this.to = [];
    write();
    const records = this.to;
    this.to = to;
    this.type = type;
    return records;
  }

  /** What `write` appends, or that it does not all hold. */
  private unless(not: boolean, write: () => void): void {
    if (not) this.to.push(...this.all(this.apart(write), true));
    else write();
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
    if (type === ANY_IP) this.to.push(...this.any(this.isType(ETHER.IP4), this.isType(ETHER.IP6)));
    else this.short(false, KEY.eth_type, type);
    this.type = type;
  }

  private isType(type: number): Records {
    return this.apart(() => this.short(false, KEY.eth_type, type));
  }

  private ports(kind: number, name: string, ids: readonly string[] | undefined): void {
    if (ids === undefined) return;
    this.readsIn ||= kind !== TEST.OUT_PORTS;
    this.readsOut ||= kind !== TEST.IN_PORTS;
    this.portSets.push(new Set(ids.map((id) => this.named.port(id))));
    this.test(this.not.has(name), kind, this.portSets.length - 1);
  }

  private mac(name: string, field: number, value: string | undefined, mask: string | undefined): void {
    if (value === undefined) return;
    const [bytes, care] = [new Uint8Array(6), new Uint8Array(6)];
    writeMac(parseMac(value) ?? 0, bytes);
    writeMac(parseMac(mask ?? "ff:ff:ff:ff:ff:ff") ?? 0, care);
    this.unless(this.not.has(name), () => this.bytes(field, bytes, care));
  }

  /** Bytes of the key from `offset` on, under a mask: a test for each word they lie in. */
  private bytes(offset: number, value: Uint8Array, care: Uint8Array): void {
    for (let at = 0; at < value.length; ) {
      const end = Math.min(value.length, at + 4 - ((offset + at) & 3));
      const under = care.subarray(at, end);
      const bits = inWord(offset + at, ...under);
      const wanted = inWord(offset + at, ...value.subarray(at, end)) & bits;
      if (bits !== 0) this.test(false, wordOf(offset + at), wanted, bits);
      at = end;
    }
  }

  /** A whole byte that only packets of this type have. */
  private byteOf(name: string, type: number, field: number, value: number): void {
    this.unless(this.not.has(name), () => {
      this.isOf(type);
      this.byte(false, field, value);
    });
  }

  private fragments(policy: NonNullable<Condition["fragments"]>): void {
    const not = this.not.has("fragments");
    if (policy === "unfragmented") this.byte(not, KEY.ip_frag, FRAG.NONE, 3);
    else if (policy !== "any")
      this.byte(not, KEY.ip_frag, policy === "nonheader" ? FRAG.LATER : 0, FRAG.LATER);
    // Not any: none.
    else if (not) this.nothing();
  }

  /** Holds for no packet. */
  private nothing(): void {
    this.to.push(...this.all([], true));
  }

  private prefix(name: string, field: number, text: string | undefined, arp: boolean): void {
    const prefix = text === undefined ? undefined : parseIpOrPrefix(text);
    if (prefix === undefined) return;
    this.unless(this.not.has(name), () => {
      this.isOf(prefix.family === 6 ? ETHER.IP6 : arp ? ETHER.ARP : ETHER.IP4);
      this.under(field, prefix);
    });
  }

  /** The address in this field is under the prefix; its family is known. */
  private under(field: number, prefix: Prefix): void {
    const { bytes, bits, family } = networkOf(prefix);
    const skip = family === 4 ? 12 : 0;
    const care = new Uint8Array(16 - skip);
    for (let i = 0; i < bits - skip * 8; i++) care[i >> 3]! |= 0x80 >> (i & 7);
    this.bytes(field + skip, bytes.subarray(skip), care);
  }

  private group(name: string, field: number, id: string | undefined, arp: boolean): void {
    if (id === undefined) return;
    const tries = this.named.addresses(id);
    const under = (type: number, trie: Trie | undefined, offset: number): Records[] =>
      trie === undefined || trie.span() < 0
        ? []
        : [
            this.apart(() => {
              this.isOf(type);
              this.groups.push(trie);
              this.test(false, TEST.GROUP, wordOf(offset), this.groups.length - 1, trie.width / 32);
            }),
          ];
    const known4 = arp || this.type === ETHER.IP4;
    const alternatives = [
      ...(this.type === ETHER.IP6 ? [] : under(arp ? ETHER.ARP : ETHER.IP4, tries?.v4, field + 12)),
      ...(known4 ? [] : under(ETHER.IP6, tries?.v6, field)),
    ];
    this.unless(this.not.has(name), () => {
      if (alternatives.length === 0) this.nothing();
      else this.to.push(...this.any(...alternatives));
    });
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
    const not = this.not.has(name);
    const asked = !not && (having === PROTO.TCP || having === PROTO.UDP || having === PROTO.SCTP);
    this.unless(not, () => {
      if (asked) this.byte(false, KEY.ip_frag, 0, FRAG.LATER);
      else this.hasPorts();
      // What all in the range begin with comes first: one bit of it that differs is enough.
      const shared = (0xffff0000 >>> (Math.clz32(first ^ last) - 16)) & 0xffff;
      if (shared !== 0) this.short(false, field, first, shared);
      const whole = (first & ~shared) === 0 && (last | shared) === 0xffff;
      if (!whole) this.test(false, TEST.RANGE, field, (first << 16) | last);
    });
  }

  /** TCP, UDP, SCTP ports or ICMP type and code are there to be asked. */
  private hasPorts(): void {
    const is = (protocol: number, type?: number): Records =>
      this.apart(() => {
        if (type !== undefined) this.short(false, KEY.eth_type, type);
        this.byte(false, KEY.ip_proto, protocol);
      });
    this.isOf(ANY_IP);
    this.byte(false, KEY.ip_frag, 0, FRAG.LATER);
    this.to.push(
      ...this.any(
        ...[is(PROTO.TCP), is(PROTO.UDP), is(PROTO.SCTP)],
        ...[is(PROTO.ICMP, ETHER.IP4), is(PROTO.ICMP6, ETHER.IP6)],
      ),
    );
  }

  /** Only neighbour discovery has one, and its key says so. */
  private neighbourTarget(text: string | undefined): void {
    const prefix = text === undefined ? undefined : parseIpOrPrefix(text);
    if (prefix === undefined) return;
    this.unless(this.not.has("neighbourTarget"), () => {
      this.byte(false, KEY.nd_target_set, 1);
      this.under(KEY.nd_target, prefix);
    });
  }

  private icmpData(name: string, side: number, text: string | undefined): void {
    const prefix = text === undefined ? undefined : parseIpOrPrefix(text);
    if (prefix === undefined) return;
    let number = this.prefixNumbers.get(text!);
    if (number === undefined) {
      number = this.prefixes.push(networkOf(prefix)) - 1;
      this.prefixNumbers.set(text!, number);
    }
    this.test(this.not.has(name), TEST.ICMP_DATA, 2 * number + side);
  }
}
