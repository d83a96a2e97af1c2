// A packet from its key: bytes that the worker would parse to it, for when the packet itself is long gone (a live flow
// looked at again) or never was (one that is asked about). It must never be taken for what was really received.
import { FRAG, KEY, TUNNEL_TYPE } from "../../../bindings/layout.js";
import type { Packet } from "../verdict.js";
import { fold, getShort, putShort, sumBytes } from "./checksum.js";

export interface Extras {
  payload?: Uint8Array;
  /** The whole hop limit: a key holds at most 15. */
  ttl?: number;
  /** IPv4 without "don't fragment". */
  mayFragment?: boolean;
}

/** The key as a packet: a frame that the worker would parse to it. */
export function packetOf(key: Uint8Array, extras: Extras = {}): Packet {
  const frame = frameOf(key, extras);
  return { key, length: frame.data.length, ...frame };
}

/** Bytes with the key's fields; the outer headers of a tunnelled packet are there too. */
export function frameOf(
  key: Uint8Array,
  extras: Extras = {},
): { data: Uint8Array; innerOffset: number; l3Offset: number; l4Offset: number } {
  const tags = (key[KEY.vlan_tci]! & 0x10) === 0 ? 0 : (key[KEY.vlan2_tci]! & 0x10) === 0 ? 1 : 2;
  const l3 = 14 + 4 * tags;
  const type = getShort(key, KEY.eth_type);
  const body =
    type === 0x0800 ? ipv4(key, extras) : type === 0x86dd ? ipv6(key, extras) : other(key, type, extras);
  if (key[KEY.tun_type] === TUNNEL_TYPE.GRE_IP) {
    const wrapped = tunnelled(key, body.bytes, type);
    const l4Offset = body.l4 === 0 ? 0 : wrapped.start + body.l4;
    return { data: wrapped.data, innerOffset: wrapped.start, l3Offset: wrapped.start, l4Offset };
  }
  const inner = new Uint8Array(l3 + body.bytes.length);
  inner.set(key.subarray(KEY.eth_dst, KEY.eth_dst + 12));
  if (tags > 0) {
    inner.set(key.subarray(KEY.vlan_tpid, KEY.vlan_tpid + 2), 12);
    inner.set(key.subarray(KEY.vlan_tci, KEY.vlan_tci + 2), 14);
  }
  if (tags > 1) {
    putShort(inner, 16, 0x8100);
    inner.set(key.subarray(KEY.vlan2_tci, KEY.vlan2_tci + 2), 18);
  }
  // 802.3 frames carry their length where others carry a type.
  putShort(inner, l3 - 2, type === 0x05ff ? body.bytes.length : type);
  inner.set(body.bytes, l3);
  const { data, start } = tunnelled(key, inner, 0x6558);
  return {
    data,
    innerOffset: start,
    l3Offset: start + l3,
    l4Offset: body.l4 === 0 ? 0 : start + l3 + body.l4,
  };
}

/** Puts the outer Ethernet, IP, UDP or GRE headers of the key in front of what they carry. */
function tunnelled(
  key: Uint8Array,
  inner: Uint8Array,
  payloadType: number,
): { data: Uint8Array; start: number } {
  const type = key[KEY.tun_type]!;
  if (type === TUNNEL_TYPE.NONE) return { data: inner, start: 0 };
  const four = isMapped(key, KEY.tun_dst);
  const ipLength = four ? 20 : 40;
  const vxlan = type === TUNNEL_TYPE.VXLAN;
  const at = 14 + ipLength;
  const start = at + (vxlan ? 16 : 8);
  const data = new Uint8Array(start + inner.length);
  const carried = data.length - at;
  data.set([2, 0, 0, 0, 0, 0xaa, 2, 0, 0, 0, 0, 0xbb]);
  putShort(data, 12, four ? 0x0800 : 0x86dd);
  if (four) {
    data.set([0x45, key[KEY.tun_tos]!, 0, 0, 0, 0, 0x40, 0, 64, vxlan ? 17 : 47], 14);
    putShort(data, 16, 20 + carried);
    data.set(key.subarray(KEY.tun_src + 12, KEY.tun_src + 16), 26);
    data.set(key.subarray(KEY.tun_dst + 12, KEY.tun_dst + 16), 30);
    putShort(data, 24, fold(sumBytes(data, 14, 34)));
  } else {
    putShort(data, 14, 0x6000 | (key[KEY.tun_tos]! << 4));
    putShort(data, 18, carried);
    data.set([vxlan ? 17 : 47, 64], 20);
    data.set(key.subarray(KEY.tun_src, KEY.tun_src + 32), 22);
  }
  const keyWord = [3, 2, 1, 0].map((i) => key[KEY.tun_key + i]!);
  if (vxlan) {
    // A zero UDP checksum: RFC 7348 5, RFC 6935 for IPv6.
    data.set([0xc0, 0, 4789 >> 8, 4789 & 0xff, carried >> 8, carried & 0xff, 0, 0, 0x08], at);
    data.set(keyWord.slice(1), at + 12);
  } else {
    putShort(data, at, 0x2000);
    putShort(data, at + 2, payloadType);
    data.set(type === TUNNEL_TYPE.NVGRE ? [...keyWord.slice(1), 0] : keyWord, at + 4);
  }
  data.set(inner, start);
  return { data, start };
}

function isMapped(key: Uint8Array, at: number): boolean {
  return (
    key.subarray(at, at + 10).every((byte) => byte === 0) && key[at + 10] === 0xff && key[at + 11] === 0xff
  );
}

interface Body {
  bytes: Uint8Array;
  /** Offset of the L4 header, 0 none. */
  l4: number;
}

function other(key: Uint8Array, type: number, extras: Extras): Body {
  if (type !== 0x0806) return { bytes: extras.payload ?? new Uint8Array(46), l4: 0 };
  const bytes = new Uint8Array(28);
  bytes.set([0, 1, 8, 0, 6, 4, 0, key[KEY.ip_proto]!]);
  bytes.set(key.subarray(KEY.eth_src, KEY.eth_src + 6), 8);
  bytes.set(key.subarray(KEY.ip_src + 12, KEY.ip_src + 16), 14);
  bytes.set(key.subarray(KEY.ip_dst + 12, KEY.ip_dst + 16), 24);
  return { bytes, l4: 0 };
}

function ipv4(key: Uint8Array, extras: Extras): Body {
  const l4 = transport(key, false, extras);
  const bytes = new Uint8Array(20 + l4.length);
  bytes[0] = 0x45;
  bytes[1] = key[KEY.ip_tos]!;
  putShort(bytes, 2, bytes.length);
  const frag = key[KEY.ip_frag]!;
  const flags =
    frag === FRAG.NONE ? (extras.mayFragment === true ? 0 : 0x4000) : frag === FRAG.FIRST ? 0x2000 : 0x0010;
  putShort(bytes, 6, flags);
  bytes[8] = extras.ttl ?? hopLimit(key);
  bytes[9] = key[KEY.ip_proto]!;
  bytes.set(key.subarray(KEY.ip_src + 12, KEY.ip_src + 16), 12);
  bytes.set(key.subarray(KEY.ip_dst + 12, KEY.ip_dst + 16), 16);
  putShort(bytes, 10, fold(sumBytes(bytes, 0, 20)));
  bytes.set(l4, 20);
  return { bytes, l4: frag === FRAG.LATER ? 0 : 20 };
}

function ipv6(key: Uint8Array, extras: Extras): Body {
  const l4 = transport(key, true, extras);
  const frag = key[KEY.ip_frag]!;
  const extension = frag === FRAG.NONE ? 0 : 8;
  const bytes = new Uint8Array(40 + extension + l4.length);
  putShort(bytes, 0, 0x6000 | (key[KEY.ip_tos]! << 4));
  putShort(bytes, 4, extension + l4.length);
  bytes[6] = extension === 0 ? key[KEY.ip_proto]! : 44;
  bytes[7] = extras.ttl ?? (key[KEY.nd_target_set] === 1 && key[KEY.ip_ttl] === 15 ? 255 : hopLimit(key));
  bytes.set(key.subarray(KEY.ip_src, KEY.ip_src + 32), 8);
  if (extension > 0) {
    bytes[40] = key[KEY.ip_proto]!;
    putShort(bytes, 42, frag === FRAG.FIRST ? 1 : 8);
  }
  bytes.set(l4, 40 + extension);
  return { bytes, l4: frag === FRAG.LATER ? 0 : 40 + extension };
}

const hopLimit = (key: Uint8Array): number => (key[KEY.ip_ttl] === 15 ? 64 : key[KEY.ip_ttl]!);

/** L4 header and payload; the checksum is right. */
function transport(key: Uint8Array, six: boolean, extras: Extras): Uint8Array {
  const payload = extras.payload ?? Uint8Array.from({ length: 16 }, (_, i) => i);
  if (key[KEY.ip_frag] === FRAG.LATER) return payload;
  const protocol = key[KEY.ip_proto]!;
  const icmp = protocol === (six ? 58 : 1);
  const ports = protocol === 6 || protocol === 17 || protocol === 132;
  const target = key[KEY.nd_target_set] === 1;
  const header = protocol === 6 ? 20 : protocol === 132 ? 12 : icmp && target ? 32 : icmp || ports ? 8 : 0;
  const bytes = new Uint8Array(header + (target ? 0 : payload.length));
  if (!target) bytes.set(payload, header);
  if (icmp) {
    bytes[0] = key[KEY.tp_src + 1]!;
    bytes[1] = key[KEY.tp_dst + 1]!;
    bytes.set(key.subarray(KEY.icmp_id, KEY.icmp_id + 2), 4);
    if (target) {
      bytes.set(key.subarray(KEY.nd_target, KEY.nd_target + 16), 8);
      bytes[24] = bytes[0] === 135 ? 1 : 2;
      bytes[25] = 1;
      bytes.set(key.subarray(KEY.eth_src, KEY.eth_src + 6), 26);
    }
  } else if (ports) bytes.set(key.subarray(KEY.tp_src, KEY.tp_src + 4));
  if (protocol === 6) {
    bytes[12] = 0x50;
    bytes[13] = key[KEY.tcp_flags]!;
  }
  if (protocol === 17) putShort(bytes, 4, bytes.length);
  const field = icmp ? 2 : protocol === 6 ? 16 : protocol === 17 ? 6 : -1;
  if (field >= 0) {
    const addresses = six
      ? sumBytes(key, KEY.ip_src, KEY.ip_src + 32)
      : sumBytes(key, KEY.ip_src + 12, KEY.ip_src + 16) + sumBytes(key, KEY.ip_dst + 12, KEY.ip_dst + 16);
    const pseudo = icmp && !six ? 0 : addresses + bytes.length + protocol;
    putShort(bytes, field, fold(sumBytes(bytes, 0, bytes.length, pseudo)));
  }
  return bytes;
}
