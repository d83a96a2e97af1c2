// Outer headers on and off, byte by byte as RFC 7348, 2890, 7637 and 6040 have them. Part of the second opinion: it must
// share no code with the worker.
import { DROP, TUNNEL_TYPE } from "../../bindings/layout.js";
import { checksum, type Layout, layout, network, pseudo, putShort, short, sum } from "./bytes.js";
import { setTos } from "./edits.js";

/** A tunnel as the node should have told its worker. */
export interface Pipe {
  type: "vxlan" | "gre" | "nvgre";
  /** 16 bytes, IPv4 mapped. */
  local: Uint8Array;
  remote: Uint8Array;
  udpPort: number;
  sourceMin: number;
  sourceRange: number;
  ttl: number;
  copyTos: boolean;
  udpChecksum: boolean;
  zeroChecksum6: boolean;
  /** Too big: true = the controller is asked, false = dropped. */
  asks: boolean;
  /** Largest inner L3 packet; 0 = any. */
  mtu: number;
  hops: { port: number; vlan: number; dst: Uint8Array; src: Uint8Array }[];
}

/** A packet on its way. */
export interface Running {
  bytes: Uint8Array;
  /** TUNNEL_TYPE while its outer headers are on, 0 else. */
  tunnel: number;
  /** Of the flow it arrived as. */
  hash: number;
  /** Where the last encapsulation leads. */
  exit: number;
}

/** The packet that the key describes. */
export function inside(packet: Running): Layout {
  if (packet.tunnel === TUNNEL_TYPE.NONE) return layout(packet.bytes);
  const { at, type } = outer(packet);
  return packet.tunnel === TUNNEL_TYPE.GRE_IP ? network(packet.bytes, at, type, 0) : layout(packet.bytes, at);
}

/** Where the inner packet starts, where the outer one ends, and the outer TOS. RFC 7348 5, RFC 2890 2. */
function outer({ bytes, tunnel }: Running) {
  const found = layout(bytes);
  const tos = found.family === 4 ? bytes[found.l3 + 1]! : (short(bytes, found.l3) >> 4) & 0xff;
  if (tunnel === TUNNEL_TYPE.VXLAN)
    return { at: found.l4 + 16, end: found.l4 + short(bytes, found.l4 + 4), type: 0x6558, tos, gre: 0 };
  const flags = bytes[found.l4]!;
  const size = 4 + [0x80, 0x20, 0x10].filter((bit) => (flags & bit) !== 0).length * 4;
  const gre = (flags & 0x80) === 0 ? 0 : found.l4;
  const type = short(bytes, found.l4 + 2);
  return { at: found.l4 + size, end: found.l3 + found.ipLength, type, tos, gre };
}

export function decap(packet: Running, macs: Uint8Array): number {
  if (packet.tunnel === TUNNEL_TYPE.NONE) return DROP.ACTION_INVALID;
  const { at, end, type, tos, gre } = outer(packet);
  const bytes = packet.bytes.slice(0, Math.min(end, packet.bytes.length));
  // RFC 2784 2.3
  if (gre !== 0 && sum(bytes, gre, bytes.length) !== 0xffff) return DROP.MALFORMED;
  const bare = packet.tunnel === TUNNEL_TYPE.GRE_IP;
  packet.bytes = bare
    ? Uint8Array.of(...macs, type >> 8, type & 0xff, ...bytes.subarray(at))
    : bytes.slice(at);
  packet.tunnel = TUNNEL_TYPE.NONE;
  return congestion(packet, tos & 3);
}

/** RFC 6040 section 4.2, figure 4. 0 Not-ECT, 1 ECT(1), 2 ECT(0), 3 CE. */
function congestion(packet: Running, outerEcn: number): number {
  const { family, l3 } = layout(packet.bytes);
  if (family === 0 || outerEcn === 0) return 0;
  const tos = family === 4 ? packet.bytes[l3 + 1]! : (short(packet.bytes, l3) >> 4) & 0xff;
  const inner = tos & 3;
  if (outerEcn === 3 && inner === 0) return DROP.ECN;
  const now = outerEcn === 3 ? 3 : outerEcn === 1 && inner === 2 ? 1 : inner;
  if (now !== inner) setTos(packet.bytes, (tos & 0xfc) | now);
  return 0;
}

/** Outer headers by RFC 7348 section 5 and RFC 2890; entropy by RFC 7348 5 and RFC 6438. */
export function encap(packet: Running, pipe: Pipe, key: number): number {
  const { bytes, hash } = packet;
  if (packet.tunnel !== TUNNEL_TYPE.NONE) return DROP.ACTION_INVALID;
  const hop = pipe.hops[Math.floor((hash * pipe.hops.length) / 2 ** 32)];
  if (hop === undefined) return DROP.TUNNEL_DOWN;
  const { family, l3 } = layout(bytes);
  if (pipe.mtu > 0 && bytes.length - l3 > pipe.mtu) return DROP.TUNNEL_MTU;
  const tos =
    !pipe.copyTos || family === 0 ? 0 : family === 4 ? bytes[l3 + 1]! : (short(bytes, l3) >> 4) & 0xff;
  const six = pipe.local[0] !== 0 || pipe.local[10] !== 0xff;
  const ethernet = hop.vlan === 0 ? 14 : 18;
  const ip = six ? 40 : 20;
  const head = pipe.type === "vxlan" ? 16 : 8;
  const all = new Uint8Array(ethernet + ip + head + bytes.length);
  all.set(hop.dst, 0);
  all.set(hop.src, 6);
  if (hop.vlan !== 0) {
    putShort(all, 12, 0x8100);
    putShort(all, 14, hop.vlan);
  }
  putShort(all, ethernet - 2, six ? 0x86dd : 0x0800);
  all.set(bytes, ethernet + ip + head);
  const length = head + bytes.length;
  const protocol = pipe.type === "vxlan" ? 17 : 47;
  if (six) outer6(all, ethernet, pipe, tos, hash, length, protocol);
  else outer4(all, ethernet, pipe, tos, length, protocol);
  const l4 = ethernet + ip;
  if (pipe.type === "vxlan") {
    putShort(all, l4, pipe.sourceMin + (hash % pipe.sourceRange));
    putShort(all, l4 + 2, pipe.udpPort);
    putShort(all, l4 + 4, length);
    all[l4 + 8] = 0x08;
    all.set([key >>> 16, key >>> 8, key], l4 + 12);
    if (six ? !pipe.zeroChecksum6 : pipe.udpChecksum) {
      const start = six ? pseudo(all, l4 - 32, 16, 17, length) : pseudo(all, l4 - 8, 4, 17, length);
      putShort(all, l4 + 6, checksum(all, l4, all.length, start) || 0xffff);
    }
  } else {
    putShort(all, l4, 0x2000);
    putShort(all, l4 + 2, 0x6558);
    // RFC 7637 3.2: VSID, then the FlowID.
    const word = pipe.type === "nvgre" ? key * 256 + (hash & 0xff) : key;
    all.set([word / 0x1000000, word >>> 16, word >>> 8, word], l4 + 4);
  }
  packet.bytes = all;
  packet.exit = hop.port;
  return 0;
}

function outer4(
  all: Uint8Array,
  at: number,
  pipe: Pipe,
  tos: number,
  length: number,
  protocol: number,
): void {
  all.set([0x45, tos], at);
  putShort(all, at + 2, 20 + length);
  putShort(all, at + 6, 0x4000);
  all.set([pipe.ttl, protocol], at + 8);
  all.set(pipe.local.subarray(12), at + 12);
  all.set(pipe.remote.subarray(12), at + 16);
  putShort(all, at + 10, checksum(all, at, at + 20));
}

function outer6(
  all: Uint8Array,
  at: number,
  pipe: Pipe,
  tos: number,
  hash: number,
  length: number,
  protocol: number,
): void {
  all.set([0x60 | (tos >> 4), ((tos & 15) << 4) | ((hash >>> 16) & 15), hash >>> 8, hash], at);
  putShort(all, at + 4, length);
  all.set([protocol, pipe.ttl], at + 6);
  all.set(pipe.local, at + 8);
  all.set(pipe.remote, at + 24);
}
