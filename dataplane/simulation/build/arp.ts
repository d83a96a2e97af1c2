// ARP requests, replies and announcements for IPv4 over Ethernet (RFC 826, RFC 5227). Pure.
import { KEY } from "../../../bindings/layout.js";
import { writeMac } from "../../topology/addresses.js";
import type { Mac } from "../verdict.js";
import { ethernet, type Frame } from "./frame.js";

export const BROADCAST: Mac = 0xffffffffffff;
export const ARP_REQUEST = 1;
export const ARP_REPLY = 2;

export interface ArpFields {
  operation: typeof ARP_REQUEST | typeof ARP_REPLY;
  /** 16 bytes, mapped. */
  senderIp: Uint8Array;
  senderMac: Mac;
  targetIp: Uint8Array;
  /** 0 in requests. */
  targetMac: Mac;
  /** Where the frame goes; default: the target, or everybody in a request. */
  to?: Mac;
  vlan?: number;
}

export function arp(fields: ArpFields): Frame {
  const to = fields.to ?? (fields.operation === ARP_REQUEST ? BROADCAST : fields.targetMac);
  const frame = ethernet({ dst: to, src: fields.senderMac, type: 0x0806, vlan: fields.vlan ?? 0 }, 28);
  const { data, key, l3Offset: at } = frame;
  data.set([0, 1, 8, 0, 6, 4, 0, fields.operation], at);
  writeMac(fields.senderMac, data, at + 8);
  data.set(fields.senderIp.subarray(12), at + 14);
  writeMac(fields.targetMac, data, at + 18);
  data.set(fields.targetIp.subarray(12), at + 24);
  key.set(fields.senderIp, KEY.ip_src);
  key.set(fields.targetIp, KEY.ip_dst);
  key[KEY.ip_proto] = fields.operation;
  return frame;
}

/** "I have this address": an ARP announcement (RFC 5227 3). */
export function arpAnnouncement(ip: Uint8Array, mac: Mac, vlan = 0): Frame {
  return arp({ operation: ARP_REQUEST, senderIp: ip, senderMac: mac, targetIp: ip, targetMac: 0, vlan });
}

/** Hardware address of the sender, from the ARP header at `at`; undefined when it does not fit or is no station's. */
export function arpSenderMac(data: Uint8Array, at: number): Mac | undefined {
  return at === 0 || at + 28 > data.length ? undefined : stationMac(data, at + 8);
}

/** The MAC at `at`, unless it is zero or a group address. */
export function stationMac(data: Uint8Array, at: number): Mac | undefined {
  if ((data[at]! & 1) !== 0) return undefined;
  let mac = 0;
  for (let i = 0; i < 6; i++) mac = mac * 256 + data[at + i]!;
  return mac === 0 ? undefined : mac;
}
