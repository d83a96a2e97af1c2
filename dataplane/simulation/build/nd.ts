// Neighbour solicitations and advertisements (RFC 4861 4.3, 4.4). Pure.
import { KEY } from "../../../bindings/layout.js";
import { writeMac } from "../../topology/addresses.js";
import type { Mac } from "../verdict.js";
import { stationMac } from "./arp.js";
import { putShort } from "./checksum.js";
import { type Frame, finishChecksum, ip } from "./frame.js";

export const SOLICITATION = 135;
export const ADVERTISEMENT = 136;
export const ND_FLAGS = { ROUTER: 0x80, SOLICITED: 0x40, OVERRIDE: 0x20 } as const;

/** ff02::1 and its MAC. */
export const ALL_NODES = Uint8Array.of(0xff, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1);

/** ff02::1:ffxx:xxxx of an address (RFC 4291 2.7.1). */
export function solicitedNode(address: Uint8Array): Uint8Array {
  const group = Uint8Array.of(0xff, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0xff, 0, 0, 0);
  group.set(address.subarray(13), 13);
  return group;
}

/** 33:33 and the last four bytes of the group (RFC 2464 7). */
export function groupMac(group: Uint8Array): Mac {
  return (
    0x3333 * 0x100000000 + (group[12]! * 0x1000000 + ((group[13]! << 16) | (group[14]! << 8) | group[15]!))
  );
}

export interface SolicitationFields {
  target: Uint8Array;
  srcIp: Uint8Array;
  srcMac: Mac;
  vlan?: number;
}

/** Asks everybody who may have `target`. */
export function solicitation(fields: SolicitationFields): Frame {
  const group = solicitedNode(fields.target);
  return message(SOLICITATION, 0, 1, {
    ...fields,
    dstIp: group,
    dstMac: groupMac(group),
    mac: fields.srcMac,
  });
}

export interface AdvertisementFields {
  target: Uint8Array;
  /** Whose MAC the target has: the option, and the Ethernet source unless `srcMac` says another. */
  mac: Mac;
  srcIp: Uint8Array;
  dstIp: Uint8Array;
  dstMac: Mac;
  /** ND_FLAGS. */
  flags: number;
  vlan?: number;
}

export function advertisement(fields: AdvertisementFields): Frame {
  return message(ADVERTISEMENT, fields.flags, 2, { ...fields, srcMac: fields.mac });
}

/** "I have this address": an unsolicited advertisement to all nodes (RFC 4861 7.2.6). */
export function unsolicitedAdvertisement(address: Uint8Array, mac: Mac, vlan = 0): Frame {
  return advertisement({
    target: address,
    mac,
    srcIp: address,
    dstIp: ALL_NODES,
    dstMac: groupMac(ALL_NODES),
    flags: ND_FLAGS.OVERRIDE,
    vlan,
  });
}

interface MessageFields {
  target: Uint8Array;
  srcIp: Uint8Array;
  srcMac: Mac;
  dstIp: Uint8Array;
  dstMac: Mac;
  mac: Mac;
  vlan?: number;
}

function message(type: number, flags: number, option: number, fields: MessageFields): Frame {
  const frame = ip(
    {
      ethernet: { dst: fields.dstMac, src: fields.srcMac, vlan: fields.vlan ?? 0 },
      src: fields.srcIp,
      dst: fields.dstIp,
      protocol: 58,
      ttl: 255,
    },
    6,
    32,
  );
  const { data, key, l4Offset: at } = frame;
  data[at] = type;
  data[at + 4] = flags;
  data.set(fields.target, at + 8);
  data[at + 24] = option;
  data[at + 25] = 1;
  writeMac(fields.mac, data, at + 26);
  finishChecksum(frame, at + 2, true);
  putShort(key, KEY.tp_src, type);
  key[KEY.nd_target_set] = 1;
  key.set(fields.target, KEY.nd_target);
  return frame;
}

/** The link-layer address option of kind 1 (source) or 2 (target) of the message at `at`; undefined when absent. */
export function linkLayerOption(data: Uint8Array, at: number, kind: 1 | 2): Mac | undefined {
  if (at === 0) return undefined;
  for (let option = at + 24; option + 8 <= data.length; option += data[option + 1]! * 8) {
    if (data[option + 1] === 0) return undefined;
    if (data[option] === kind) return stationMac(data, option + 2);
  }
  return undefined;
}
