// A router, IPv4 and IPv6 alike: takes what is addressed to its port's MAC, answers ARP and ND for its addresses,
// routes the rest. It must never route a frame it was not addressed by, nor a bogus address.
import * as layout from "../../bindings/layout.js";
import { getShort } from "./build/checksum.js";
import * as icmp from "./build/icmp.js";
import type { Context, Fate } from "./context.js";
import * as context from "./context.js";
import { refuse, sendError } from "./errors.js";
import { forward } from "./forward.js";
import { translate } from "./nat64.js";
import { discovery, resolution } from "./neighbour.js";
import { filter } from "./port.js";
import * as protocols from "./protocols.js";
import { highestBit } from "./reader.js";
import type { VDevice, VPort } from "./snapshot.js";
import { Trie } from "./trie.js";
import { untag } from "./vlan.js";

// Folded, as imports are not (words.ts).
const { DROP, FRAG, KEY } = layout;
const { ICMP_ERROR } = icmp;
const { ANSWERED_MS, FATE } = context;
const { ETHER, PROTO } = protocols;

export function router(ctx: Context, device: VDevice, port: VPort): Fate {
  ctx.lastRouterPort = port;
  if (!untag(ctx)) return ctx.drop(DROP.VLAN_UNEXPECTED);
  const addressed = ctx.dstMacIs(port.macHead, port.macTail);
  if (!addressed && !ctx.byteIs(KEY.eth_dst, 1, 1)) return ctx.drop(DROP.NOT_FOR_ROUTER);
  const four = ctx.shortIs(KEY.eth_type, ETHER.IP4);
  if (!four) {
    if (ctx.shortIs(KEY.eth_type, ETHER.ARP)) return resolution(ctx, port);
    const six = ctx.shortIs(KEY.eth_type, ETHER.IP6);
    if (six && isDiscovery(ctx)) return discovery(ctx, port);
    if (addressed && !six) return ctx.drop(DROP.NOT_IP);
  }
  if (!addressed) return ctx.drop(DROP.NOT_FOR_ROUTER);
  // It stays on its links to say so.
  if (!device.adminUp) return refuse(ctx, device, DROP.ADMIN_DOWN, ICMP_ERROR.PROHIBITED);
  const refused = filter(ctx, device.inbound, port);
  if (refused !== 0) {
    const dropped = refused === FATE.DROPPED && ctx.reason === DROP.POLICY;
    return four && dropped ? refusedPart(ctx, device, refused) : refused;
  }
  const family = four ? 4 : 6;
  if (isBogus(ctx, KEY.ip_src, family) || isBogus(ctx, KEY.ip_dst, family)) {
    return ctx.drop(DROP.BAD_ADDRESS);
  }
  const { nat64 } = device.router!;
  if (nat64 === null) return forward(ctx, device, family);
  const fate = translate(ctx, device, nat64, family);
  if (fate !== 0) return fate;
  if (ctx.translated === 0 || ctx.translated === family) return forward(ctx, device, family);
  if (isBogus(ctx, KEY.ip_src, ctx.translated) || isBogus(ctx, KEY.ip_dst, ctx.translated)) {
    return ctx.drop(DROP.BAD_ADDRESS);
  }
  return forward(ctx, device, ctx.translated);
}

/** A chain that asks for ports drops the first part of a packet, for the later ones have none: its sender is told to send
 * no larger packets than such a part, whole. */
function refusedPart(ctx: Context, device: VDevice, refused: Fate): Fate {
  if (!ctx.byteIs(KEY.ip_frag, FRAG.FIRST, 3)) return refused;
  const { data, l3Offset } = ctx.packet;
  if (l3Offset !== 0) sendError(ctx, device, ICMP_ERROR.TOO_BIG, getShort(data, l3Offset + 2));
  return ctx.drop(DROP.POLICY, ANSWERED_MS);
}

/** A chain at a router's port or of the router rejected the packet; bridges just drop it. */
export function rejected(ctx: Context, port: VPort): Fate {
  const device = ctx.snapshot.devices[port.device]!;
  if (device.router !== null && ctx.lastRouterPort !== null) {
    sendError(ctx, device, ICMP_ERROR.PROHIBITED);
  }
  return ctx.drop(DROP.REJECTED, ANSWERED_MS);
}

/** Router and neighbour discovery, redirects: types 133 to 137. */
function isDiscovery(ctx: Context): boolean {
  return (
    ctx.byteIs(KEY.ip_proto, PROTO.ICMP6) &&
    ctx.byteIs(KEY.ip_frag, 0, 2) &&
    ctx.shortIn(KEY.tp_src, 133, 137)
  );
}

/** No source and no destination of a routed packet (RFC 1812 5.3.7, RFC 4291 2.5.2, 2.5.3, 2.7). */
function isBogus(ctx: Context, field: number, family: 4 | 6): boolean {
  if (family === 6) return BOGUS6.lookup(ctx, field) >= 0;
  const first = ctx.work[field + 12]!;
  ctx.mark(field + 12, PROOF4[first]!);
  return isBogus4(first);
}

const isBogus4 = (first: number): boolean => first === 0 || first === 127 || first >= 224;

/** Which bits of an IPv4 address's first byte prove that it is bogus, or that it is not. */
const PROOF4 = Uint8Array.from({ length: 256 }, (_, first) => {
  if (first >= 224) return 0xe0;
  if (isBogus4(first)) return 0xff;
  const some = highestBit((first ^ 0xe0) & 0xe0);
  // One bit that is not 0's and one that is not 127's.
  const proof = some | ((first & some) === 0 ? highestBit(first) : 0);
  return proof | (((first ^ 127) & proof) === 0 ? highestBit(first ^ 127) : 0);
});

const BOGUS6 = new Trie(128);
BOGUS6.insert(new Uint8Array(16), 127, 0);
// An IPv4-mapped address on the wire (RFC 4291 2.5.5.2) would pass for the IPv4 address in our state.
BOGUS6.insert(Uint8Array.of(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff, 0, 0, 0, 0), 96, 0);
BOGUS6.insert(Uint8Array.of(0xff, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0), 8, 0);
