// Verdicts in words, for assertions: action lists as short texts, masks as field=bits.
import { ACT_KIND, DROP_NAMES, FIELDS, KEY, PORT_TUNNEL } from "../../../../bindings/layout.js";
import { formatIp, formatMac, readMac } from "../../../topology/addresses.js";
import type { Verdict } from "../../verdict.js";

/** "decap", "set eth_dst 02:…", "encap 0/77", "output 3", "clone(…)", "select 0", "drop POLICY". */
export function actionsOf(bytes: Uint8Array): string[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const out: string[] = [];
  for (let at = 0; at < bytes.length; ) {
    const kind = view.getUint16(at, true);
    const length = view.getUint16(at + 2, true);
    if (length === 0 || length % 8 !== 0 || at + length > bytes.length) throw new Error(`malformed at ${at}`);
    const word = view.getUint32(at + 4, true);
    switch (kind) {
      case ACT_KIND.OUTPUT:
        out.push(word === PORT_TUNNEL ? "output tunnel" : `output ${word}`);
        break;
      case ACT_KIND.DROP:
        out.push(`drop ${DROP_NAMES[word]}`);
        break;
      case ACT_KIND.SET:
        out.push(`set ${fieldText(word, bytes.subarray(at + 8, at + 24))}`);
        break;
      case ACT_KIND.ENCAP:
        out.push(`encap ${word}/${view.getUint32(at + 8, true)}`);
        break;
      case ACT_KIND.CLONE:
        out.push(`clone(${actionsOf(bytes.subarray(at + 8, at + length)).join(", ")})`);
        break;
      case ACT_KIND.SELECT:
        out.push(`select ${word}`);
        break;
      case ACT_KIND.DECAP:
        out.push("decap");
        break;
      case ACT_KIND.DEC_TTL:
        out.push("dec-ttl");
        break;
      case ACT_KIND.METER:
        out.push(`meter ${word}`);
        break;
      case ACT_KIND.CHECK_MTU:
        out.push(`check-mtu ${word}`);
        break;
      case ACT_KIND.CLAMP_MSS:
        out.push(`clamp-mss ${word}`);
        break;
      case ACT_KIND.TRANSLATE:
        out.push(`translate ${word}`);
        break;
      case ACT_KIND.POP_VLAN:
        out.push("pop-vlan");
        break;
      case ACT_KIND.PUSH_VLAN:
        out.push(`push-vlan ${(word >>> 16) & 0xfff} pcp ${word >>> 29}`);
        break;
      default:
        throw new Error(`unknown action ${kind}`);
    }
    at += length;
  }
  return out;
}

function fieldText(offset: number, value: Uint8Array): string {
  const name = FIELDS.find((field) => field.offset === offset)!.member;
  if (offset === KEY.eth_dst || offset === KEY.eth_src) return `${name} ${formatMac(readMac(value))}`;
  if (offset === KEY.ip_src || offset === KEY.ip_dst) return `${name} ${formatIp(value)}`;
  if (offset === KEY.ip_tos) return `${name} ${value[0]!}`;
  return `${name} ${(value[0]! << 8) | value[1]!}`;
}

/** Number of marked bits by field, in_port left out: it is always exact. */
export function bitsOf(mask: Uint8Array): Record<string, number> {
  const bits: Record<string, number> = {};
  for (const field of FIELDS) {
    let count = 0;
    for (let i = 0; i < field.bytes; i++) {
      for (let byte = mask[field.offset + i]!; byte !== 0; byte &= byte - 1) count++;
    }
    if (count > 0 && field.member !== "in_port") bits[field.member] = count;
  }
  return bits;
}

/** The marked bytes of one field, hex. */
export function maskOf(verdict: Verdict, member: keyof typeof KEY): string {
  const field = FIELDS.find((one) => one.member === member)!;
  return Buffer.from(verdict.mask.subarray(field.offset, field.offset + field.bytes)).toString("hex");
}
