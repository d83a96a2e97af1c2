// The flow key between its 128 bytes and something a person reads. Must never be on a path taken once a packet: hot
// code reads the bytes at KEY's offsets.
import { formatAddress, formatMac, isMappedIpv4, parseAddress, parseMac } from "./address.js";
import { WorkerError } from "./error.js";
import { FIELDS, FRAG_NAMES, type KEY, KEY_SIZE, type KeyField, TUNNEL_TYPE_NAMES } from "./layout.js";

/** A field's name, as in struct el_key. */
export type KeyMember = keyof typeof KEY;

/** Fields by name; absent = zero. Numbers, "02:00:00:00:00:01" for MACs, "10.0.0.1" for addresses. */
export type KeyObject = { [member in KeyMember]?: number | string };

const BY_MEMBER = new Map(FIELDS.map((field) => [field.member as string, field]));
/** Bit 12 of a tag's TCI in the key: there is one. */
const TAG_PRESENT = 0x10;
/** Host order inside the key; all other numbers are big-endian. */
const HOST_ORDER: ReadonlySet<KeyMember> = new Set(["in_port", "tun_key", "stage"]);

/** The field of that name; throws WorkerError FIELD_UNKNOWN. */
export function keyField(member: string): KeyField {
  const field = BY_MEMBER.get(member);
  if (!field) {
    throw new WorkerError("FIELD_UNKNOWN", `"${member}" is not a field of the flow key`, {
      place: member,
      remedy: `Use one of: ${[...BY_MEMBER.keys()].join(", ")}.`,
    });
  }
  return field;
}

/** Bytes of one field's value, as they stand in the key. */
export function encodeField(member: KeyMember, value: number | string): Uint8Array {
  const field = keyField(member);
  if (field.bytes === 6 && typeof value === "string") return parseMac(value);
  if (field.bytes === 16 && typeof value === "string") return parseAddress(value);
  const number = Number(value);
  if (field.bytes > 4 || !Number.isInteger(number) || number < 0 || number >= 2 ** (8 * field.bytes)) {
    throw new WorkerError("FIELD_RANGE", `${member} cannot be ${value}`, {
      place: member,
      remedy:
        field.bytes > 4
          ? "Give the address as text."
          : `Give a number from 0 to ${2 ** (8 * field.bytes) - 1}.`,
    });
  }
  const bytes = Uint8Array.from({ length: field.bytes }, (_, i) => Math.floor(number / 2 ** (8 * i)) & 0xff);
  return HOST_ORDER.has(member) ? bytes : bytes.reverse();
}

/** Value of one field: text for MACs and addresses, else a number. */
export function decodeField(key: Uint8Array, member: KeyMember): number | string {
  const { offset, bytes } = keyField(member);
  const part = key.subarray(offset, offset + bytes);
  if (bytes === 6) return formatMac(part);
  if (bytes === 16) return formatAddress(part);
  const order = HOST_ORDER.has(member) ? [...part].reverse() : [...part];
  return order.reduce((sum, byte) => sum * 256 + byte, 0);
}

/** 128 key bytes from named fields. */
export function encodeKey(object: KeyObject): Uint8Array {
  const key = new Uint8Array(KEY_SIZE);
  for (const [member, value] of Object.entries(object)) {
    if (value !== undefined) key.set(encodeField(member as KeyMember, value), keyField(member).offset);
  }
  return key;
}

/** A mask with every bit of the named fields set. */
export function fieldMask(members: Iterable<KeyMember>): Uint8Array {
  const mask = new Uint8Array(KEY_SIZE);
  for (const member of members) {
    const { offset, bytes } = keyField(member);
    mask.fill(0xff, offset, offset + bytes);
  }
  return mask;
}

/** Every field that is not zero, by name. */
export function decodeKey(key: Uint8Array): KeyObject {
  const object: KeyObject = {};
  for (const { member, offset, bytes } of FIELDS) {
    if (key.subarray(offset, offset + bytes).some((byte) => byte !== 0))
      object[member] = decodeField(key, member);
  }
  return object;
}

/** "in_port=1,eth_type=0x0800,ip_dst=10.0.0.0/24": with a mask only the fields it names, partial ones with theirs. */
export function formatKey(key: Uint8Array, mask?: Uint8Array): string {
  const words: string[] = [];
  for (const { member, offset, bytes } of FIELDS) {
    const value = key.subarray(offset, offset + bytes);
    const bits = mask?.subarray(offset, offset + bytes) ?? value;
    if (bits.every((byte) => byte === 0)) continue;
    words.push(formatPart(key, member, value, bits, mask !== undefined));
  }
  return words.join(",");
}

/** The bits of a mask as text: names of fields, those of which not all is asked with "/bits". */
export function formatMask(mask: Uint8Array): string {
  const words: string[] = [];
  for (const { member, offset, bytes } of FIELDS) {
    const bits = mask.subarray(offset, offset + bytes);
    if (bits.every((byte) => byte === 0)) continue;
    if (member === "vlan_tci" && bits[0] === TAG_PRESENT && bits[1] === 0) words.push("tagged or not");
    else {
      const ipv4 = bits.length === 16 && bits.subarray(0, 12).every((byte) => byte === 0);
      const part = ipv4 ? bits.subarray(12) : bits;
      const whole = part.every((byte) => byte === 0xff);
      words.push(`${member}${ipv4 ? " (IPv4)" : ""}${whole ? "" : `/${formatBits(bits, part, member)}`}`);
    }
  }
  return words.join(",");
}

function formatPart(
  key: Uint8Array,
  member: KeyMember,
  value: Uint8Array,
  bits: Uint8Array,
  masked: boolean,
): string {
  if (member === "vlan_tci" && bits[0] === TAG_PRESENT && bits[1] === 0)
    return value[0]! & TAG_PRESENT ? "tagged" : "untagged";
  const ipv4 = bits.length === 16 && isIpv4(value, bits);
  const whole = ipv4 ? bits.subarray(12) : bits;
  const partial = masked && whole.some((byte) => byte !== 0xff);
  const shown = ipv4 ? [...value.subarray(12)].join(".") : formatValue(key, member);
  return `${member}=${shown}${partial ? `/${formatBits(value, whole, member)}` : ""}`;
}

/** Bits were read of the last four bytes only: an IPv4 address, whose family eth_type has told. */
function isIpv4(value: Uint8Array, bits: Uint8Array): boolean {
  return (
    isMappedIpv4(value) ||
    (bits.subarray(0, 12).every((byte) => byte === 0) && value.subarray(0, 12).every((byte) => byte === 0))
  );
}

/** One field's value in the form the field's people write it. */
export function formatValue(key: Uint8Array, member: KeyMember): string {
  const value = decodeField(key, member);
  if (typeof value === "string") return value;
  if (member === "tun_type") return (TUNNEL_TYPE_NAMES[value] ?? String(value)).toLowerCase();
  if (member === "ip_frag") return (FRAG_NAMES[value] ?? String(value)).toLowerCase();
  if (member === "eth_type" || member === "vlan_tpid") return `0x${value.toString(16).padStart(4, "0")}`;
  if (member === "vlan_tci" || member === "vlan2_tci" || member === "tcp_flags")
    return `0x${value.toString(16)}`;
  return String(value);
}

function formatBits(value: Uint8Array, bits: Uint8Array, member: KeyMember): string {
  const length = prefixLength(bits);
  if (bits.length === 16 && length !== undefined) {
    return String(length >= 96 && isMappedIpv4(value) ? length - 96 : length);
  }
  if (bits.length === 4 && value.length === 16)
    return length === undefined ? [...bits].join(".") : String(length);
  if (bits.length === 6) return formatMac(bits);
  if (bits.length === 16) return formatAddress(bits);
  const order = HOST_ORDER.has(member) ? [...bits].reverse() : [...bits];
  return `0x${order.map((byte) => byte.toString(16).padStart(2, "0")).join("")}`;
}

/** Leading ones when nothing but zeros follows, else undefined. */
function prefixLength(bits: Uint8Array): number | undefined {
  const text = Array.from(bits, (byte) => byte.toString(2).padStart(8, "0")).join("");
  const match = /^(1*)0*$/.exec(text);
  return match?.[1]?.length;
}
