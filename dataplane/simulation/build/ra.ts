// Router advertisements (RFC 4861 4.2 and 4.6, RFC 4191 2, RFC 8106 5). Pure; whom they are for is not decided here.
import { KEY } from "../../../bindings/layout.js";
import { writeMac } from "../../topology/addresses.js";
import type { Mac } from "../verdict.js";
import { putShort } from "./checksum.js";
import { type Frame, finishChecksum, ip } from "./frame.js";

export const ROUTER_SOLICITATION = 133;
export const ROUTER_ADVERTISEMENT = 134;

/** Times are seconds unless said otherwise. */
export interface RaFields {
  hopLimit: number;
  managed: boolean;
  otherConfig: boolean;
  preference: "low" | "medium" | "high";
  lifetime: number;
  /** Milliseconds. */
  reachableTime: number;
  /** Milliseconds. */
  retransTimer: number;
  mac: Mac;
  /** 0: not told. */
  mtu: number;
  prefixes: readonly {
    bytes: Uint8Array;
    length: number;
    onLink: boolean;
    autonomous: boolean;
    valid: number;
    preferred: number;
  }[];
  /** RFC 4191 2.3: behind this router, whoever the default one is. */
  routes: readonly {
    bytes: Uint8Array;
    length: number;
    preference: "low" | "medium" | "high";
    lifetime: number;
  }[];
  /** 16 bytes each. */
  dnsServers: readonly Uint8Array[];
  /** Domain names in their wire form; empty: none. */
  domains: Uint8Array;
  /** How long the DNS settings hold. */
  dnsLifetime: number;
}

const PREFERENCE = { low: 0x18, medium: 0, high: 0x08 } as const;

/** The ICMPv6 message, its checksum zero. */
export function raMessage(fields: RaFields): Uint8Array {
  // A router that is nobody's default has no preference (RFC 4191 2.2).
  const preference = fields.lifetime === 0 ? 0 : PREFERENCE[fields.preference];
  const flags = (fields.managed ? 0x80 : 0) | (fields.otherConfig ? 0x40 : 0) | preference;
  const link = new Uint8Array(8);
  link.set([1, 1]);
  writeMac(fields.mac, link, 2);
  const domains = padded(fields.domains);
  return Uint8Array.from([
    ...[ROUTER_ADVERTISEMENT, 0, 0, 0, fields.hopLimit, flags],
    ...[fields.lifetime >> 8, fields.lifetime & 0xff],
    ...word(fields.reachableTime),
    ...word(fields.retransTimer),
    ...link,
    ...(fields.mtu === 0 ? [] : [5, 1, 0, 0, ...word(fields.mtu)]),
    ...fields.prefixes.flatMap((prefix) => [
      ...[3, 4, prefix.length, (prefix.onLink ? 0x80 : 0) | (prefix.autonomous ? 0x40 : 0)],
      ...[...word(prefix.valid), ...word(prefix.preferred), 0, 0, 0, 0],
      ...prefix.bytes,
    ]),
    ...fields.routes.flatMap(({ bytes, length, preference: how, lifetime }) => {
      const size = 1 + Math.ceil(length / 64);
      return [24, size, length, PREFERENCE[how], ...word(lifetime), ...bytes.subarray(0, 8 * (size - 1))];
    }),
    ...(fields.dnsServers.length === 0
      ? []
      : [25, 1 + 2 * fields.dnsServers.length, 0, 0, ...word(fields.dnsLifetime)]),
    ...fields.dnsServers.flatMap((server) => [...server]),
    ...(domains.length === 0 ? [] : [31, 1 + domains.length / 8, 0, 0, ...word(fields.dnsLifetime)]),
    ...domains,
  ]);
}

export interface RaTo {
  mac: Mac;
  /** Link-local, 16 bytes. */
  source: Uint8Array;
  dstIp: Uint8Array;
  dstMac: Mac;
  /** VLAN to tag with, 0 none. */
  vlan: number;
}

export function routerAdvertisement(message: Uint8Array, to: RaTo): Frame {
  const { mac, source, dstIp, dstMac, vlan } = to;
  const fields = {
    ethernet: { dst: dstMac, src: mac, vlan },
    src: source,
    dst: dstIp,
    protocol: 58,
    ttl: 255,
  };
  const frame = ip(fields, 6, message.length);
  frame.data.set(message, frame.l4Offset);
  finishChecksum(frame, frame.l4Offset + 2, true);
  putShort(frame.key, KEY.tp_src, ROUTER_ADVERTISEMENT);
  return frame;
}

const word = (value: number): number[] => [
  value >>> 24,
  (value >>> 16) & 0xff,
  (value >>> 8) & 0xff,
  value & 0xff,
];

/** To a multiple of 8 with zeros (RFC 8106 5.2). */
function padded(bytes: Uint8Array): Uint8Array {
  const out = new Uint8Array(Math.ceil(bytes.length / 8) * 8);
  out.set(bytes);
  return out;
}
