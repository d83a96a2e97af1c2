// "Why does this packet …?": what a person knows of a packet, as bits of a key. It must never guess what was not said:
// guess.ts does, and tells.

import { WorkerError } from "../../../bindings/error.js";
import { encodeField, type KeyMember, keyField } from "../../../bindings/key.js";
import { KEY, KEY_SIZE } from "../../../bindings/layout.js";
import { parseIp } from "../../topology/addresses.js";
import { ElError } from "../../topology/error.js";
import { nearest } from "../../topology/report.js";

/** The words of `simulate`, as fields of a key. */
const MEMBERS: Readonly<Record<string, KeyMember>> = {
  smac: "eth_src",
  dmac: "eth_dst",
  type: "eth_type",
  src: "ip_src",
  dst: "ip_dst",
  protocol: "ip_proto",
  tos: "ip_tos",
  ttl: "ip_ttl",
  sport: "tp_src",
  dport: "tp_dst",
};
const PROTOCOLS: Readonly<Record<string, number>> = { icmp: 1, tcp: 6, udp: 17, icmpv6: 58, sctp: 132 };
const VLAN_PRESENT = 0x1000;

/** For --help. */
export const QUERY_FIELDS = ["port", ...Object.keys(MEMBERS), "vlan"].join(", ");

export interface Query {
  key: Uint8Array;
  /** The bits of it that were said. */
  bits: Uint8Array;
}

/** `portOf`: worker port id of a name. Throws ElError USAGE_FIELD. */
export function queryOf(fields: Readonly<Record<string, unknown>>, portOf: (name: string) => number): Query {
  const query: Query = { key: new Uint8Array(KEY_SIZE), bits: new Uint8Array(KEY_SIZE) };
  for (const [name, value] of Object.entries(fields)) {
    const text = String(value);
    try {
      put(query, name, text, portOf);
    } catch (cause) {
      if (!(cause instanceof WorkerError)) throw cause;
      throw cause.code === "FIELD_UNKNOWN" ? unknown(name, text) : wrong(name, text, cause);
    }
  }
  family(query, fields);
  return query;
}

function put(query: Query, name: string, text: string, portOf: (name: string) => number): void {
  if (name === "port") set(query, "in_port", portOf(text));
  else if (name === "vlan") set(query, "vlan_tci", VLAN_PRESENT | number(name, text, 4094), 0x1fff);
  else if (name === "ttl") set(query, "ip_ttl", Math.min(number(name, text, 255), 15));
  else if (name === "protocol") set(query, "ip_proto", PROTOCOLS[text] ?? number(name, text));
  else {
    const member = (MEMBERS[name] ?? name) as KeyMember;
    const { bytes } = keyField(member);
    set(query, member, bytes === 6 || bytes === 16 ? text : number(name, text));
  }
}

function set({ key, bits }: Query, member: KeyMember, value: number | string, mask?: number): void {
  const { offset, bytes } = keyField(member);
  key.set(encodeField(member, value), offset);
  if (mask === undefined) bits.fill(0xff, offset, offset + bytes);
  else bits.set(encodeField(member, mask), offset);
}

/** Addresses tell the type; ports, the rest, are asked of what can have them. */
function family({ key, bits }: Query, fields: Readonly<Record<string, unknown>>): void {
  if (fields.type !== undefined || fields.eth_type !== undefined) return;
  const text = fields.src ?? fields.dst ?? fields.ip_src ?? fields.ip_dst;
  const ip = text === undefined ? undefined : parseIp(String(text));
  if (ip === undefined) return;
  key.set(encodeField("eth_type", ip.family === 4 ? 0x0800 : 0x86dd), KEY.eth_type);
  bits.fill(0xff, KEY.eth_type, KEY.eth_type + 2);
}

function number(name: string, text: string, most = Number.MAX_SAFE_INTEGER): number {
  const value = text === "" ? Number.NaN : Number(text);
  if (Number.isInteger(value) && value >= 0 && value <= most) return value;
  throw wrong(name, text);
}

const EXAMPLES: Readonly<Record<string, string>> = {
  smac: "02:00:00:00:00:01",
  dmac: "02:00:00:00:00:01",
  vlan: "10, from 0 to 4094",
  type: "0x0800",
  src: "10.0.1.10 or fd00::1, without a prefix length",
  dst: "10.0.1.10 or fd00::1, without a prefix length",
  protocol: `${Object.keys(PROTOCOLS).join(", ")} or a number from 0 to 255`,
  ttl: "64, from 0 to 255",
  tos: "184, from 0 to 255",
  sport: "40000, from 0 to 65535",
  dport: "80, from 0 to 65535",
};

function wrong(name: string, text: string, cause?: WorkerError): ElError {
  const example = EXAMPLES[name];
  return new ElError("USAGE_FIELD", `${name}=${text} cannot be read.`, {
    place: name,
    remedy: example === undefined ? (cause?.remedy ?? "Give a number.") : `Write ${name} as in ${example}.`,
    cause,
  });
}

function unknown(name: string, text: string): ElError {
  const meant = nearest(name, QUERY_FIELDS.split(", "));
  return new ElError("USAGE_FIELD", `${name}=${text} names no field of a packet.`, {
    place: name,
    remedy:
      meant === undefined
        ? `The fields are ${QUERY_FIELDS}, and those of a flow's match.`
        : `Write ${meant}=${text}.`,
  });
}
