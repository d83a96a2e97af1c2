// Builds a packet of the network's own, its bytes and its key together, so that the two cannot disagree. Ethernet,
// one VLAN tag, IPv4 without options, IPv6 without extension headers; what follows them is the caller's.
import { KEY, KEY_SIZE } from "../../../bindings/layout.js";
import { writeMac } from "../../topology/addresses.js";
import type { Mac } from "../verdict.js";
import { fold, putShort, sumBytes } from "./checksum.js";

/** A packet ready to be sent or simulated; offsets as in Packet. */
export interface Frame {
  key: Uint8Array;
  data: Uint8Array;
  l3Offset: number;
  l4Offset: number;
}

export interface EthernetFields {
  dst: Mac;
  src: Mac;
  type: number;
  /** VLAN id to tag with; 0 or absent: untagged. */
  vlan?: number;
}

/** Worker port the frame counts as coming from, in its key. */
export const NO_PORT = 0xffff;

/** A frame with `size` zero bytes behind its Ethernet header. */
export function ethernet(fields: EthernetFields, size: number): Frame {
  const tagged = (fields.vlan ?? 0) !== 0;
  const l3Offset = tagged ? 18 : 14;
  const data = new Uint8Array(l3Offset + size);
  const key = new Uint8Array(KEY_SIZE);
  key[KEY.in_port] = NO_PORT & 0xff;
  key[KEY.in_port + 1] = NO_PORT >> 8;
  writeMac(fields.dst, data, 0);
  writeMac(fields.src, data, 6);
  if (tagged) {
    putShort(data, 12, 0x8100);
    putShort(data, 14, fields.vlan!);
    putShort(key, KEY.vlan_tpid, 0x8100);
    putShort(key, KEY.vlan_tci, 0x1000 | fields.vlan!);
  }
  putShort(data, l3Offset - 2, fields.type);
  writeMac(fields.dst, key, KEY.eth_dst);
  writeMac(fields.src, key, KEY.eth_src);
  putShort(key, KEY.eth_type, fields.type);
  return { key, data, l3Offset, l4Offset: 0 };
}

export interface IpFields {
  ethernet: Omit<EthernetFields, "type">;
  /** 16 bytes, IPv4 mapped. */
  src: Uint8Array;
  dst: Uint8Array;
  protocol: number;
  /** Hop limit; default 64. */
  ttl?: number;
  tos?: number;
}

/** An IP packet with `size` zero bytes of payload; the family is that of the addresses. */
export function ip(fields: IpFields, family: 4 | 6, size: number): Frame {
  const header = family === 4 ? 20 : 40;
  const frame = ethernet({ ...fields.ethernet, type: family === 4 ? 0x0800 : 0x86dd }, header + size);
  const { data, key, l3Offset: at } = frame;
  const ttl = fields.ttl ?? 64;
  const tos = fields.tos ?? 0;
  if (family === 4) {
    data[at] = 0x45;
    data[at + 1] = tos;
    putShort(data, at + 2, header + size);
    putShort(data, at + 6, 0x4000);
    data[at + 8] = ttl;
    data[at + 9] = fields.protocol;
    data.set(fields.src.subarray(12), at + 12);
    data.set(fields.dst.subarray(12), at + 16);
    putShort(data, at + 10, fold(sumBytes(data, at, at + 20)));
  } else {
    data[at] = 0x60 | (tos >> 4);
    data[at + 1] = (tos & 0xf) << 4;
    putShort(data, at + 4, size);
    data[at + 6] = fields.protocol;
    data[at + 7] = ttl;
    data.set(fields.src, at + 8);
    data.set(fields.dst, at + 24);
  }
  key.set(fields.src, KEY.ip_src);
  key.set(fields.dst, KEY.ip_dst);
  key[KEY.ip_proto] = fields.protocol;
  key[KEY.ip_tos] = tos;
  key[KEY.ip_ttl] = Math.min(ttl, 15);
  frame.l4Offset = at + header;
  return frame;
}

/** Fills in an L4 checksum at `field`; IPv6's covers the pseudo header (RFC 8200 8.1), ICMP over IPv4 none. */
export function finishChecksum(frame: Frame, field: number, pseudo: boolean): void {
  const { data, key, l3Offset, l4Offset } = frame;
  putShort(data, field, 0);
  let sum = sumBytes(data, l4Offset, data.length);
  if (pseudo) {
    const family = data[l3Offset]! >> 4;
    sum =
      family === 4
        ? sumBytes(data, l3Offset + 12, l3Offset + 20, sum)
        : sumBytes(data, l3Offset + 8, l3Offset + 40, sum);
    sum += data.length - l4Offset + key[KEY.ip_proto]!;
  }
  putShort(data, field, fold(sum));
}
