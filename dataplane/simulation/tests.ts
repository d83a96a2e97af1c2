// The tests that rules are made of: records of TEST_STRIDE numbers, compiled from conditions (compile/conditions.ts).
// Each asks the reader for exactly the bits that decide it. A field the packet does not have fails its test.
import { FRAG, KEY } from "../../bindings/layout.js";
import type { Context } from "./context.js";
import { embeddedAddressIs } from "./icmp-data.js";
import { ETHER, PROTO } from "./protocols.js";
import type { Rules } from "./snapshot.js";

export const TEST_STRIDE = 6;

/** Kinds, in the order a rule runs them: what reads nothing first, then what is shared by most packets. */
export const TEST = {
  IN_PORTS: 0,
  OUT_PORTS: 1,
  EITHER_PORTS: 2,
  DEVICE: 3,
  REWRITTEN: 4,
  /** 1: value. */
  ETHER_TYPE: 5,
  NO_VLAN: 6,
  /** 1: VLAN id. */
  VLAN: 7,
  /** 1: key offset, 2: offset of 6 bytes of value and 6 of mask in Rules.bytes. */
  MAC: 8,
  /** 1: value, 2: eth_type it is a field of, 0 = IPv4 and IPv6. */
  PROTOCOL: 9,
  /** 1: policy (FRAGMENTS). */
  FRAGMENTS: 10,
  /** IPv6; 1: key offset, 2: offset of 16 bytes, 3: prefix bits. */
  PREFIX: 11,
  /** 1: key offset, 2: group, 3: eth_type, 0 = IPv4 and IPv6. */
  GROUP: 12,
  /** 1: value. */
  TOS: 13,
  /** 1: key offset, 2: first, 3: last. */
  PORTS: 14,
  /** 1: 0 = source, 1 = destination, 2: offset of 16 bytes, 3: prefix bits of the 16. */
  ICMP_DATA: 15,
  /** IPv4 or ARP; 1: key offset of the 4 bytes, 2: prefix as a number, 3: its bits likewise, 4: eth_type. */
  PREFIX4: 16,
} as const;

/** Added to the kind: the test must fail. */
export const NOT = 0x100;

export const FRAGMENTS = { ANY: 0, HEADER: 1, NONHEADER: 2, UNFRAGMENTED: 3 } as const;

/** What a rule cannot do without, as Rules.gate holds it: an eth_type above, a protocol + 1 below, 0 = any. */
export const gateOf = (etherType: number, protocol: number): number => (etherType << 16) | (protocol + 1);
/** An eth_type that stands for IPv4 or IPv6. */
export const ANY_IP = 1;

/** True when bits that are already read say that the rule cannot match: its tests would fail and mark nothing. */
export function shut(ctx: Context, gate: number): boolean {
  const { mask, work } = ctx;
  const needs = gate >>> 16;
  if (needs !== 0 && mask[KEY.eth_type] === 0xff && mask[KEY.eth_type + 1] === 0xff) {
    const type = (work[KEY.eth_type]! << 8) | work[KEY.eth_type + 1]!;
    if (needs === ANY_IP ? type !== ETHER.IP4 && type !== ETHER.IP6 : type !== needs) return true;
  }
  const protocol = gate & 0xffff;
  return protocol !== 0 && mask[KEY.ip_proto] === 0xff && work[KEY.ip_proto] !== protocol - 1;
}

/** Do all tests of the rule hold (or, inverted, does one fail)? */
export function testsHold(ctx: Context, rules: Rules, rule: number): boolean {
  const end = rules.firstTest[rule + 1]!;
  for (let at = rules.firstTest[rule]!; at < end; at += TEST_STRIDE) {
    const kind = rules.tests[at]!;
    if (holds(ctx, rules, kind & 0xff, at) === kind >= NOT) return rules.invert[rule] === 1;
  }
  return rules.invert[rule] === 0;
}

function holds(ctx: Context, rules: Rules, kind: number, at: number): boolean {
  const { tests, bytes } = rules;
  const a = tests[at + 1]!;
  const b = tests[at + 2]!;
  const c = tests[at + 3]!;
  switch (kind) {
    case TEST.IN_PORTS:
      return ctx.inPort !== null && rules.portSets[a]!.has(ctx.inPort.index);
    case TEST.OUT_PORTS:
      return ctx.outPort !== null && rules.portSets[a]!.has(ctx.outPort.index);
    case TEST.EITHER_PORTS: {
      const set = rules.portSets[a]!;
      return (
        (ctx.inPort !== null && set.has(ctx.inPort.index)) ||
        (ctx.outPort !== null && set.has(ctx.outPort.index))
      );
    }
    case TEST.DEVICE:
      return traversed(ctx, a);
    case TEST.REWRITTEN:
      return ctx.written[KEY.ip_dst + 15] !== 0;
    case TEST.ETHER_TYPE:
      return ctx.shortIs(KEY.eth_type, a);
    case TEST.NO_VLAN:
      return ctx.byteIs(KEY.vlan_tci, 0, 0x10);
    case TEST.VLAN:
      return (
        ctx.byteIs(KEY.vlan_tci, 0x10, 0x10) &&
        ctx.byteIs(KEY.vlan_tci, a >> 8, 0x0f) &&
        ctx.byteIs(KEY.vlan_tci + 1, a & 0xff)
      );
    case TEST.MAC:
      return ctx.bytesAre(a, 6, bytes, b, bytes, b + 6);
    case TEST.PROTOCOL:
      return (b === 0 ? isIp(ctx) : ctx.shortIs(KEY.eth_type, b)) && ctx.byteIs(KEY.ip_proto, a);
    case TEST.FRAGMENTS:
      if (a === FRAGMENTS.UNFRAGMENTED) return ctx.byteIs(KEY.ip_frag, FRAG.NONE, 3);
      return a === FRAGMENTS.ANY || ctx.byteIs(KEY.ip_frag, FRAG.LATER, 2) === (a === FRAGMENTS.NONHEADER);
    case TEST.PREFIX4:
      // The eth_type has told that the field holds a mapped address: only the address itself is read.
      return ctx.shortIs(KEY.eth_type, tests[at + 4]!) && ctx.wordIs(a, b, c);
    case TEST.PREFIX:
      return ctx.shortIs(KEY.eth_type, ETHER.IP6) && ctx.prefixIs(a, c, bytes, b);
    case TEST.GROUP: {
      const group = rules.groups[b]!;
      ctx.tag(group.tag);
      if (c !== 0) return ctx.shortIs(KEY.eth_type, c) && group.tries.lookup(ctx, a, 4) >= 0;
      if (ctx.shortIs(KEY.eth_type, ETHER.IP4)) return group.tries.lookup(ctx, a, 4) >= 0;
      return ctx.shortIs(KEY.eth_type, ETHER.IP6) && group.tries.lookup(ctx, a, 6) >= 0;
    }
    case TEST.TOS:
      return isIp(ctx) && ctx.byteIs(KEY.ip_tos, a);
    case TEST.PORTS:
      return hasPorts(ctx) && ctx.shortIn(a, b, c);
    default:
      return embeddedAddressIs(ctx, a, bytes, b, c);
  }
}

export function isIp(ctx: Context): boolean {
  return ctx.shortIs(KEY.eth_type, ETHER.IP4) || ctx.shortIs(KEY.eth_type, ETHER.IP6);
}

/** TCP, UDP, SCTP ports or ICMP type and code are there to be asked. */
function hasPorts(ctx: Context): boolean {
  const four = ctx.shortIs(KEY.eth_type, ETHER.IP4);
  if (!four && !ctx.shortIs(KEY.eth_type, ETHER.IP6)) return false;
  if (!ctx.byteIs(KEY.ip_frag, 0, FRAG.LATER)) return false;
  const protocol = ctx.byte(KEY.ip_proto);
  return (
    protocol === PROTO.TCP ||
    protocol === PROTO.UDP ||
    protocol === PROTO.SCTP ||
    protocol === (four ? PROTO.ICMP : PROTO.ICMP6)
  );
}

function traversed(ctx: Context, device: number): boolean {
  for (let i = 0; i < ctx.depth; i++) if (ctx.traversed[i] === device) return true;
  return false;
}
