// Packets for tests, in words: their key and their bytes, made to agree as the worker's parser would have it.
import { FRAG, KEY, KEY_SIZE, TUNNEL_TYPE } from "../../../../bindings/layout.js";
import { parseIp, parseMac, writeMac } from "../../../topology/addresses.js";
import { putShort } from "../../build/checksum.js";
import { type Extras, packetOf } from "../../build/from-key.js";
import type { Packet } from "../../verdict.js";

export { type Extras, frameOf, packetOf } from "../../build/from-key.js";

export interface Spec {
  port?: number;
  tunnel?: { type?: keyof typeof TUNNEL_TYPE; key: number; src: string; dst?: string };
  dst?: string;
  src?: string;
  vlan?: number;
  /** Second tag; the first is then 0x88a8. */
  vlan2?: number;
  etherType?: number;
  arp?: { operation?: number; sender: string; target: string };
  from?: string;
  to?: string;
  protocol?: number;
  tos?: number;
  ttl?: number;
  frag?: keyof typeof FRAG;
  /** Source and destination port, or ICMP type and code. */
  tp?: readonly [number, number];
  icmpId?: number;
  target?: string;
  /** What follows the L4 header. */
  payload?: Uint8Array;
}

const ip = (text: string): Uint8Array => parseIp(text)!.bytes;

/** The key the worker's parser would make of such a packet. */
export function keyOf(spec: Spec): Uint8Array {
  const key = new Uint8Array(KEY_SIZE);
  key[KEY.in_port] = spec.port ?? 0;
  if (spec.tunnel !== undefined) {
    key[KEY.tun_type] = TUNNEL_TYPE[spec.tunnel.type ?? "VXLAN"];
    for (let i = 0; i < 4; i++) key[KEY.tun_key + i] = spec.tunnel.key >>> (8 * i);
    key.set(ip(spec.tunnel.src), KEY.tun_src);
    key.set(ip(spec.tunnel.dst ?? "192.0.2.1"), KEY.tun_dst);
  }
  writeMac(parseMac(spec.dst ?? "02:00:00:00:00:02")!, key, KEY.eth_dst);
  writeMac(parseMac(spec.src ?? "02:00:00:00:00:01")!, key, KEY.eth_src);
  if (spec.vlan !== undefined) {
    putShort(key, KEY.vlan_tci, 0x1000 | spec.vlan);
    putShort(key, KEY.vlan_tpid, spec.vlan2 === undefined ? 0x8100 : 0x88a8);
  }
  if (spec.vlan2 !== undefined) putShort(key, KEY.vlan2_tci, 0x1000 | spec.vlan2);
  if (spec.arp !== undefined) {
    putShort(key, KEY.eth_type, 0x0806);
    key[KEY.ip_proto] = spec.arp.operation ?? 1;
    key.set(ip(spec.arp.sender), KEY.ip_src);
    key.set(ip(spec.arp.target), KEY.ip_dst);
  } else if (spec.from !== undefined && spec.to !== undefined) {
    putShort(key, KEY.eth_type, spec.from.includes(":") ? 0x86dd : 0x0800);
    key.set(ip(spec.from), KEY.ip_src);
    key.set(ip(spec.to), KEY.ip_dst);
    key[KEY.ip_proto] = spec.protocol ?? 17;
    key[KEY.ip_tos] = spec.tos ?? 0;
    key[KEY.ip_ttl] = Math.min(spec.ttl ?? 64, 15);
    key[KEY.ip_frag] = FRAG[spec.frag ?? "NONE"];
    if (spec.tp !== undefined) {
      putShort(key, KEY.tp_src, spec.tp[0]);
      putShort(key, KEY.tp_dst, spec.tp[1]);
    }
    putShort(key, KEY.icmp_id, spec.icmpId ?? 0);
    if (spec.target !== undefined) {
      key[KEY.nd_target_set] = 1;
      key.set(ip(spec.target), KEY.nd_target);
    }
  } else putShort(key, KEY.eth_type, spec.etherType ?? 0x88b5);
  return key;
}

export function packet(spec: Spec, extras: Extras = {}): Packet {
  const merged: Extras = { ...extras };
  if (spec.ttl !== undefined) merged.ttl = spec.ttl;
  if (spec.payload !== undefined) merged.payload = spec.payload;
  return packetOf(keyOf(spec), merged);
}
