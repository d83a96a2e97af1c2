// Reads action lists back, into objects and into words. Must never accept a list the worker would refuse for its shape.
import type { Action, MaskedAddress } from "./actions.js";
import { formatAddress, formatMac } from "./address.js";
import { WorkerError } from "./error.js";
import { formatKey } from "./key.js";
import {
  ACT_CHECK_MTU,
  ACT_CLAMP_MSS,
  ACT_CT,
  ACT_DECAP,
  ACT_DROP,
  ACT_ENCAP,
  ACT_KIND,
  ACT_KIND_SIZES,
  ACT_METER,
  ACT_OUTPUT,
  ACT_PUNT,
  ACT_PUSH_VLAN,
  ACT_SELECT,
  ACT_SET,
  ACT_TRANSLATE,
  DROP_NAMES,
  FIELDS,
  KEY_SIZE,
  PORT_TUNNEL,
} from "./layout.js";

/** Actions of an encoded list. Throws WorkerError ACTIONS_MALFORMED with the offset. */
export function decodeActions(bytes: Uint8Array): Action[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return decodeRange(view, 0, bytes.byteLength);
}

function decodeRange(view: DataView, from: number, to: number): Action[] {
  const actions: Action[] = [];
  for (let at = from; at < to; ) {
    const left = to - at;
    const kind = left >= 8 ? view.getUint16(at, true) : 0;
    const length = left >= 8 ? view.getUint16(at + 2, true) : 0;
    const least = ACT_KIND_SIZES[kind];
    const fits = kind === ACT_KIND.CLONE ? length >= 8 : length === least;
    if (least === undefined || !fits || length > left || length % 8 !== 0) {
      throw new WorkerError("ACTIONS_MALFORMED", `no action record stands at byte ${at} of the list`, {
        place: `byte ${at}`,
        remedy: "Encode lists with ActionWriter.",
      });
    }
    actions.push(decodeOne(view, kind, at, length));
    at += length;
  }
  return actions;
}

function decodeOne(view: DataView, kind: number, at: number, length: number): Action {
  const u16 = (offset: number) => view.getUint16(at + offset, true);
  const u32 = (offset: number) => view.getUint32(at + offset, true);
  const bytes = (offset: number, count: number) =>
    new Uint8Array(view.buffer, view.byteOffset + at + offset, count).slice();
  switch (kind) {
    case ACT_KIND.OUTPUT:
      return { kind: "output", port: u16(ACT_OUTPUT.port) };
    case ACT_KIND.DROP:
      return { kind: "drop", reason: u16(ACT_DROP.reason) };
    case ACT_KIND.SET: {
      const field = FIELDS.find((candidate) => candidate.offset === u16(ACT_SET.offset));
      if (!field) {
        throw new WorkerError("ACTIONS_MALFORMED", `SET at byte ${at} names no field`, {
          place: `byte ${at + ACT_SET.offset}`,
          remedy: "Encode lists with ActionWriter.",
        });
      }
      const value = bytes(ACT_SET.value, field.bytes);
      return { kind: "set", member: field.member, value, bits: bytes(ACT_SET.mask, field.bytes) };
    }
    case ACT_KIND.DEC_TTL:
      return { kind: "dec-ttl" };
    case ACT_KIND.PUSH_VLAN:
      return { kind: "push-vlan", tpid: u16(ACT_PUSH_VLAN.tpid), tci: u16(ACT_PUSH_VLAN.tci) };
    case ACT_KIND.POP_VLAN:
      return { kind: "pop-vlan" };
    case ACT_KIND.ENCAP:
      return { kind: "encap", tunnel: u32(ACT_ENCAP.tunnel_id), key: u32(ACT_ENCAP.key) };
    case ACT_KIND.DECAP: {
      const ethDst = formatMac(bytes(ACT_DECAP.eth_dst, 6));
      return { kind: "decap", ethDst, ethSrc: formatMac(bytes(ACT_DECAP.eth_src, 6)) };
    }
    case ACT_KIND.PUNT:
      return { kind: "punt", arg: u32(ACT_PUNT.arg) };
    case ACT_KIND.CLONE:
      return { kind: "clone", actions: decodeRange(view, at + 8, at + length) };
    case ACT_KIND.SELECT:
      return { kind: "select", group: u32(ACT_SELECT.group_id) };
    case ACT_KIND.METER:
      return { kind: "meter", meter: u32(ACT_METER.meter_id) };
    case ACT_KIND.CHECK_MTU:
      return { kind: "check-mtu", mtu: u16(ACT_CHECK_MTU.mtu) };
    case ACT_KIND.CLAMP_MSS:
      return { kind: "clamp-mss", mss: u16(ACT_CLAMP_MSS.mss) };
    case ACT_KIND.TRANSLATE:
      return {
        kind: "translate",
        family: view.getUint8(at + ACT_TRANSLATE.family) === 4 ? 4 : 6,
        src: { value: bytes(ACT_TRANSLATE.src, 16), bits: bytes(ACT_TRANSLATE.src_mask, 16) },
        dst: { value: bytes(ACT_TRANSLATE.dst, 16), bits: bytes(ACT_TRANSLATE.dst_mask, 16) },
      };
    default:
      return { kind: "ct", zone: u16(ACT_CT.zone), flags: u16(ACT_CT.flags), resume: u16(ACT_CT.resume) };
  }
}

/** How objects are called in print; ids when a name is not known. */
export interface Names {
  port?(id: number): string | undefined;
  tunnel?(id: number): string | undefined;
  meter?(id: number): string | undefined;
}

/** "dec_ttl, set eth_dst=02:…, encap tunnel=3 key=7001, output tunnel". An empty list drops without a word. */
export function formatActions(list: Uint8Array | readonly Action[], names: Names = {}): string {
  const actions = list instanceof Uint8Array ? decodeActions(list) : list;
  return actions.length === 0 ? "nothing" : actions.map((action) => formatOne(action, names)).join(", ");
}

function formatOne(action: Action, names: Names): string {
  switch (action.kind) {
    case "output":
      if (action.port === PORT_TUNNEL) return "output tunnel";
      return `output ${names.port?.(action.port) ?? `port ${action.port}`}`;
    case "drop":
      return `drop ${DROP_NAMES[action.reason] ?? action.reason}`;
    case "set":
      return `set ${formatSet(action)}`;
    case "dec-ttl":
      return "dec_ttl";
    case "push-vlan":
      return `push_vlan 0x${action.tpid.toString(16)} vid=${action.tci & 0xfff} pcp=${action.tci >> 13}`;
    case "pop-vlan":
      return "pop_vlan";
    case "encap":
      return `encap ${names.tunnel?.(action.tunnel) ?? `tunnel=${action.tunnel}`} key=${action.key}`;
    case "decap":
      return "decap";
    case "punt":
      return `punt arg=${action.arg}`;
    case "clone":
      return `clone(${formatActions(action.actions, names)})`;
    case "select":
      return `select group=${action.group}`;
    case "meter":
      return `meter ${names.meter?.(action.meter) ?? action.meter}`;
    case "check-mtu":
      return `check_mtu ${action.mtu}`;
    case "clamp-mss":
      return `clamp_mss ${action.mss}`;
    case "translate":
      return `translate ipv${action.family} src=${formatMasked(action.src)} dst=${formatMasked(action.dst)}`;
    case "ct":
      return `ct zone=${action.zone} resume=${action.resume}`;
  }
}

function formatSet({ member, value, bits }: Extract<Action, { kind: "set" }>): string {
  const key = new Uint8Array(KEY_SIZE);
  const mask = new Uint8Array(KEY_SIZE);
  const offset = FIELDS.find((field) => field.member === member)!.offset;
  key.set(value, offset);
  mask.set(bits, offset);
  return formatKey(key, mask);
}

/** The whole address, or with the bits that are written. */
function formatMasked({ value, bits }: MaskedAddress): string {
  const written = bits.every((byte) => byte === 0xff) ? "" : `/${formatAddress(bits)}`;
  return `${formatAddress(value)}${written}`;
}
