// The tests that rules are made of: records of TEST_STRIDE numbers, compiled from conditions (compile/tests.ts). A
// rule holds when all of its tests do. Each asks the reader for exactly the bits that decide it; a field that the
// packet does not have fails its test.
import { FRAG, KEY } from "../../bindings/layout.js";
import type { Context } from "./context.js";
import { embeddedAddressIs } from "./icmp-data.js";
import { ETHER, PROTO } from "./protocols.js";
import type { Rules } from "./snapshot.js";

export const TEST_STRIDE = 4;

/** Kinds. Those below WORDS are the number of a key word: 1: its value, 2: the bits that count, 3: where Rules.kills
 * tells which rules of the block a bit of that word rules out. chain.ts runs those itself. */
export const WORDS = 32;
export const TEST = {
  IN_PORTS: 32,
  OUT_PORTS: 33,
  EITHER_PORTS: 34,
  DEVICE: 35,
  REWRITTEN: 36,
  /** IPv4 or IPv6. */
  IP: 37,
  /** 1: key offset, 2: offset of 6 bytes of value and 6 of mask in Rules.bytes. */
  MAC: 38,
  /** 1: value, 2: eth_type it is a field of, 0 = IPv4 and IPv6. */
  PROTOCOL: 39,
  /** IPv4 or ARP; 1: key offset of the 4 bytes, 2: offset of 16 bytes, 3: prefix bits of the 4 bytes and eth_type << 8. */
  PREFIX4: 40,
  /** IPv6; 1: key offset, 2: offset of 16 bytes, 3: prefix bits. */
  PREFIX6: 41,
  /** 1: key offset, 2: group, 3: eth_type, 0 = IPv4 and IPv6. */
  GROUP: 42,
  /** 1: value. */
  TOS: 43,
  /** The packet has L4 ports, or type and code. */
  HAS_PORTS: 44,
  /** Of a packet that has ports; 1: key offset, 2: first << 16 | last, 3: where Rules.kills has the block's ranges. */
  PORTS_IN: 45,
  /** Both of the last two; without the third. */
  PORTS: 46,
  /** 1: 0 = source, 1 = destination, 2: offset of 16 bytes, 3: prefix bits of the 16. */
  ICMP_DATA: 47,
  /** The tests from record 1 to record 2 do not all hold. */
  NOT_ALL: 48,
} as const;

/** Added to the kind: the test must fail. */
export const NOT = 0x100;

/** The test at `at`, whose kind that is. */
export function holds(ctx: Context, rules: Rules, kind: number, at: number): boolean {
  return ask(ctx, rules, kind & 0xff, at) !== kind >= NOT;
}

function ask(ctx: Context, rules: Rules, kind: number, at: number): boolean {
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
    case TEST.IP:
      return ctx.isIp();
    case TEST.MAC:
      return ctx.bytesAre(a, 6, bytes, b, bytes, b + 6);
    case TEST.PROTOCOL:
      return (b === 0 ? ctx.isIp() : ctx.shortIs(KEY.eth_type, b)) && ctx.byteIs(KEY.ip_proto, a);
    case TEST.PREFIX4:
      // The eth_type has told that the field holds a mapped address: only the address itself is read.
      return ctx.shortIs(KEY.eth_type, c >> 8) && ctx.prefixIs(a, c & 0xff, bytes, b + 12);
    case TEST.PREFIX6:
      return ctx.shortIs(KEY.eth_type, ETHER.IP6) && ctx.prefixIs(a, c, bytes, b);
    case TEST.GROUP: {
      const group = rules.groups[b]!;
      ctx.tag(group.tag);
      if (c !== 0) return ctx.shortIs(KEY.eth_type, c) && group.tries.lookup(ctx, a, 4) >= 0;
      if (ctx.shortIs(KEY.eth_type, ETHER.IP4)) return group.tries.lookup(ctx, a, 4) >= 0;
      return ctx.shortIs(KEY.eth_type, ETHER.IP6) && group.tries.lookup(ctx, a, 6) >= 0;
    }
    case TEST.TOS:
      return ctx.isIp() && ctx.byteIs(KEY.ip_tos, a);
    case TEST.HAS_PORTS:
      return hasPorts(ctx);
    case TEST.PORTS_IN:
      return ctx.shortIn(a, b >>> 16, b & 0xffff);
    case TEST.PORTS:
      return hasPorts(ctx) && ctx.shortIn(a, b >>> 16, b & 0xffff);
    case TEST.ICMP_DATA:
      return embeddedAddressIs(ctx, a, bytes, b, c);
    case TEST.NOT_ALL:
      for (let one = a; one < b; one += TEST_STRIDE) if (!holds(ctx, rules, tests[one]!, one)) return true;
      return false;
    default:
      return ctx.wordIs(kind, a, b);
  }
}

/** TCP, UDP, SCTP ports or ICMP type and code are there to be asked. */
function hasPorts(ctx: Context): boolean {
  if (!ctx.isIp() || !ctx.byteIs(KEY.ip_frag, 0, FRAG.LATER)) return false;
  const protocol = ctx.byte(KEY.ip_proto);
  return (
    protocol === PROTO.TCP ||
    protocol === PROTO.UDP ||
    protocol === PROTO.SCTP ||
    protocol === (ctx.shortIs(KEY.eth_type, ETHER.IP4) ? PROTO.ICMP : PROTO.ICMP6)
  );
}

function traversed(ctx: Context, device: number): boolean {
  for (let i = 0; i < ctx.depth; i++) if (ctx.traversed[i] === device) return true;
  return false;
}
