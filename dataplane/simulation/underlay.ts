// The underlay's own frames: no kernel answers on a port that DPDK owns, so the node does: ARP, neighbour discovery
// and echo for its addresses, and it hears what ICMP says of its tunnels. All else is dropped by name.
import { DROP, FRAG, KEY } from "../../bindings/layout.js";
import { ActionBuffer } from "./actions.js";
import { ARP_REPLY, ARP_REQUEST, arp, arpSenderMac } from "./build/arp.js";
import { getShort } from "./build/checksum.js";
import type { Frame } from "./build/frame.js";
import { echoReply } from "./build/icmp.js";
import {
  ADVERTISEMENT,
  ALL_NODES,
  advertisement,
  groupMac,
  linkLayerOption,
  ND_FLAGS,
  SOLICITATION,
} from "./build/nd.js";
import { type Context, FATE, type Fate } from "./context.js";
import { WROTE } from "./emit.js";
import { sharesPrefix } from "./neighbour.js";
import { ANSWER, STEP } from "./path.js";
import { ETHER, PROTO } from "./protocols.js";
import type { Underlay, VAddress } from "./snapshot.js";
import { addressText } from "./text.js";
import type { Mac } from "./verdict.js";

/** A frame that is no tunnel's. `own`: the port's addresses. */
export function underlay(ctx: Context, lower: Underlay, own: readonly VAddress[]): Fate {
  ctx.step(STEP.UNDERLAY, lower.port, 0);
  if (!onOurVlan(ctx, lower.vlan)) return unknown(ctx);
  if (ctx.shortIs(KEY.eth_type, ETHER.ARP)) return resolution(ctx, lower, own);
  const family = ctx.shortIs(KEY.eth_type, ETHER.IP4) ? 4 : ctx.shortIs(KEY.eth_type, ETHER.IP6) ? 6 : 0;
  if (family === 0) return unknown(ctx);
  if (!ctx.byteIs(KEY.ip_proto, family === 4 ? PROTO.ICMP : PROTO.ICMP6)) return unknown(ctx);
  if (!ctx.byteIs(KEY.ip_frag, FRAG.NONE, 3)) return unknown(ctx);
  if (family === 6) {
    if (ctx.shortIs(KEY.tp_src, SOLICITATION)) return question(ctx, lower, own);
    if (ctx.shortIs(KEY.tp_src, ADVERTISEMENT)) return answer(ctx, lower, own);
  }
  if (find(ctx, own, family, KEY.ip_dst) === null) return unknown(ctx);
  if (ctx.shortIs(KEY.tp_src, family === 4 ? 8 : 128)) return echo(ctx, lower, family);
  const tooBig =
    family === 4 ? ctx.shortIs(KEY.tp_src, 3) && ctx.shortIs(KEY.tp_dst, 4) : ctx.shortIs(KEY.tp_src, 2);
  return tooBig ? pathMtu(ctx, family) : unknown(ctx);
}

const unknown = (ctx: Context): Fate => ctx.drop(DROP.UNDERLAY_UNKNOWN);

function onOurVlan(ctx: Context, vlan: number): boolean {
  if (!ctx.byteIs(KEY.vlan_tci, 0x10, 0x10)) return vlan === 0;
  // A priority tag is no VLAN.
  return (
    ctx.byteIs(KEY.vlan_tci, vlan >> 8, 0x0f) &&
    ctx.byteIs(KEY.vlan_tci + 1, vlan & 0xff) &&
    !ctx.byteIs(KEY.vlan2_tci, 0x10, 0x10)
  );
}

function resolution(ctx: Context, lower: Underlay, own: readonly VAddress[]): Fate {
  const { work, packet } = ctx;
  const mac = arpSenderMac(packet.data, packet.l3Offset);
  const request = ctx.byteIs(KEY.ip_proto, ARP_REQUEST);
  if (!request && !ctx.byteIs(KEY.ip_proto, ARP_REPLY)) return unknown(ctx);
  const ours = find(ctx, own, 4, KEY.ip_dst);
  if (ours === null) {
    // Somebody else's talk, unless it announces a neighbour: a gateway that changed its MAC does.
    if (!ctx.wordsAreSame((KEY.ip_src + 12) >> 2, (KEY.ip_dst + 12) >> 2)) return unknown(ctx);
    // Whose MAC it is stands in the frame only, not in the key.
    ctx.once = true;
    return learn(ctx, lower, own, 4, KEY.ip_src, mac) ? FATE.CONSUMED : unknown(ctx);
  }
  ctx.exact(KEY.ip_src + 12, 4);
  learn(ctx, lower, own, 4, KEY.ip_src, mac);
  if (!request) return FATE.CONSUMED;
  const target = mac ?? ctx.mac(KEY.eth_src);
  const frame = arp({
    operation: ARP_REPLY,
    senderIp: ours.bytes,
    senderMac: lower.mac,
    targetIp: work.slice(KEY.ip_src, KEY.ip_src + 16),
    targetMac: target,
    vlan: lower.vlan,
  });
  return send(ctx, lower, frame, ANSWER.ARP_REPLY);
}

function question(ctx: Context, lower: Underlay, own: readonly VAddress[]): Fate {
  const { work, packet } = ctx;
  const ours = ctx.byteIs(KEY.nd_target_set, 1) ? find(ctx, own, 6, KEY.nd_target) : null;
  if (ours === null) return unknown(ctx);
  if (!fromTheLink(ctx)) return ctx.drop(DROP.MALFORMED);
  ctx.exact(KEY.ip_src, 16);
  const src = work.slice(KEY.ip_src, KEY.ip_src + 16);
  const probing = src.every((byte) => byte === 0);
  const mac = linkLayerOption(packet.data, packet.l4Offset, 1) ?? ctx.mac(KEY.eth_src);
  if (!probing) learn(ctx, lower, own, 6, KEY.ip_src, mac);
  const frame = advertisement({
    target: ours.bytes,
    mac: lower.mac,
    srcIp: ours.bytes,
    dstIp: probing ? ALL_NODES : src,
    dstMac: probing ? groupMac(ALL_NODES) : mac,
    flags: ND_FLAGS.OVERRIDE | (probing ? 0 : ND_FLAGS.SOLICITED),
    vlan: lower.vlan,
  });
  return send(ctx, lower, frame, ANSWER.ND_ADVERT);
}

function answer(ctx: Context, lower: Underlay, own: readonly VAddress[]): Fate {
  if (!ctx.byteIs(KEY.nd_target_set, 1)) return unknown(ctx);
  if (!fromTheLink(ctx)) return ctx.drop(DROP.MALFORMED);
  ctx.exact(KEY.nd_target, 16);
  const { data, l4Offset } = ctx.packet;
  const mac = linkLayerOption(data, l4Offset, 2) ?? ctx.mac(KEY.eth_src);
  return learn(ctx, lower, own, 6, KEY.nd_target, mac) ? FATE.CONSUMED : unknown(ctx);
}

/** Back to where the request came from: on a link the sender's MAC is the way back. */
function echo(ctx: Context, lower: Underlay, family: 4 | 6): Fate {
  const { data, length, l3Offset, l4Offset } = ctx.packet;
  const { work } = ctx;
  // From here on the frame itself is looked at.
  ctx.once = true;
  if (l3Offset === 0 || l4Offset === 0) return unknown(ctx);
  const end = l3Offset + (family === 4 ? getShort(data, l3Offset + 2) : 40 + getShort(data, l3Offset + 4));
  if (end > length) return unknown(ctx);
  if (end > data.length) return turnRound(ctx, lower, family);
  const frame = echoReply(
    {
      ethernet: { dst: ctx.mac(KEY.eth_src), src: lower.mac, vlan: lower.vlan },
      src: work.slice(KEY.ip_dst, KEY.ip_dst + 16),
      dst: work.slice(KEY.ip_src, KEY.ip_src + 16),
      tos: work[KEY.ip_tos]!,
    },
    family,
    data.subarray(l4Offset + 4, end),
  );
  return send(ctx, lower, frame, ANSWER.ECHO_REPLY);
}

/** A request longer than what came up: the frame itself becomes the reply, its tags and hop limit what they were. */
function turnRound(ctx: Context, lower: Underlay, family: 4 | 6): Fate {
  const { work } = ctx;
  const asker = work.slice(KEY.eth_src, KEY.eth_src + 6);
  const [src, dst] = [work.slice(KEY.ip_src, KEY.ip_src + 16), work.slice(KEY.ip_dst, KEY.ip_dst + 16)];
  ctx.write(KEY.eth_dst, asker, 0, 6);
  ctx.writeMac(KEY.eth_src, lower.mac);
  ctx.write(KEY.ip_src, dst, 0, 16);
  ctx.write(KEY.ip_dst, src, 0, 16);
  ctx.write(KEY.tp_src, Uint8Array.of(0, family === 4 ? 0 : 129), 0, 2);
  ctx.wrote(WROTE.ETH_DST | WROTE.ETH_SRC | WROTE.IP_SRC | WROTE.IP_DST | WROTE.TP_SRC);
  ctx.step(STEP.ANSWER, -1, ANSWER.ECHO_REPLY);
  ctx.sink.output(ctx, lower.port);
  return FATE.SENT;
}

/** A router says how large our tunnel packets may be (RFC 1191, RFC 8201). Believed when it quotes one of ours. */
function pathMtu(ctx: Context, family: 4 | 6): Fate {
  const { data, l4Offset } = ctx.packet;
  ctx.once = true;
  const quoted = l4Offset + 8;
  const header = family === 4 ? 20 : 40;
  if (l4Offset === 0 || quoted + header + 4 > data.length || data[quoted]! >> 4 !== family)
    return unknown(ctx);
  const protocol = data[quoted + (family === 4 ? 9 : 6)]!;
  const l4 = quoted + (family === 4 ? (data[quoted]! & 0xf) * 4 : 40);
  const udpPort = protocol === PROTO.UDP && l4 + 4 <= data.length ? getShort(data, l4 + 2) : 0;
  const size = family === 4 ? 4 : 16;
  const src = textAt(data, quoted + (family === 4 ? 12 : 8), size);
  const dst = textAt(data, quoted + (family === 4 ? 16 : 24), size);
  const ours = ctx.snapshot.tunnels.some(
    (tunnel) =>
      tunnel.local === src &&
      tunnel.remote === dst &&
      (tunnel.type !== "vxlan"
        ? protocol === PROTO.GRE
        : protocol === PROTO.UDP && udpPort === tunnel.udpPort),
  );
  const mtu = getShort(data, l4Offset + 6);
  // Below the least MTU of the family it is a lie (RFC 791 3.2, RFC 8200 5); 0 is a router older than RFC 1191.
  if (!ours || mtu < (family === 4 ? 576 : 1280)) return unknown(ctx);
  ctx.learned.push({ kind: "path-mtu", remote: dst, mtu });
  return FATE.CONSUMED;
}

const scratch = new Uint8Array(16);

function textAt(data: Uint8Array, at: number, size: number): string {
  scratch.fill(0);
  if (size === 4) scratch.fill(0xff, 10, 12);
  scratch.set(data.subarray(at, at + size), 16 - size);
  return addressText(scratch, 0);
}

function find(ctx: Context, own: readonly VAddress[], family: 4 | 6, field: number): VAddress | null {
  const skip = family === 4 ? 12 : 0;
  for (const address of own) {
    if (address.family === family && ctx.bytesAre(field + skip, 16 - skip, address.bytes, skip))
      return address;
  }
  return null;
}

/** True when the address is on the link and so was noted. */
function learn(
  ctx: Context,
  lower: Underlay,
  own: readonly VAddress[],
  family: 4 | 6,
  field: number,
  mac: Mac | undefined,
): boolean {
  if (mac === undefined || mac === lower.mac) return false;
  const bytes = ctx.work.subarray(field, field + 16);
  const local = family === 6 && bytes[0] === 0xfe && (bytes[1]! & 0xc0) === 0x80;
  if (!local && !own.some((address) => address.family === family && sharesPrefix(address, bytes)))
    return false;
  const address = addressText(ctx.work, field);
  ctx.learned.push({ kind: "underlay-neighbour", port: lower.port, address, mac });
  return true;
}

function fromTheLink(ctx: Context): boolean {
  const { data, l3Offset } = ctx.packet;
  ctx.once = true;
  return l3Offset !== 0 && data[l3Offset + 7] === 255;
}

function send(ctx: Context, lower: Underlay, frame: Frame, what: number): Fate {
  const buffer = new ActionBuffer();
  buffer.output(lower.port);
  ctx.generated.push({ actions: buffer.copy(), data: frame.data, port: lower.port });
  ctx.step(STEP.ANSWER, -1, what);
  return FATE.CONSUMED;
}
