// A frame from words a person types: `dst=10.0.2.10 protocol=tcp dport=80`. What is not said gets a plain default.
import { ethernet, type Frame, finishChecksum, ip } from "../../dataplane/simulation/build/frame.js";
import { parseIp, parseMac } from "../../dataplane/topology/addresses.js";
import { nearest } from "../../dataplane/topology/report.js";
import { UsageError } from "../cli/exit.js";

const FIELDS = [
  "smac",
  "dmac",
  "vlan",
  "type",
  "src",
  "dst",
  "protocol",
  "ttl",
  "tos",
  "sport",
  "dport",
  "size",
];
const PROTOCOLS: Readonly<Record<string, number>> = { icmp: 1, tcp: 6, udp: 17, icmpv6: 58, sctp: 132 };
const BODY: Readonly<Record<number, number>> = { 1: 8, 6: 20, 17: 8, 58: 8, 132: 12 };

/** Where the checksum of a protocol stands in its header. */
const CHECKSUM_AT: Readonly<Record<number, number>> = { 1: 2, 6: 16, 17: 6, 58: 2 };

/** Text that names the fields, for --help. */
export const FIELD_HELP = FIELDS.join(", ");

/** The frame that these words describe. Throws UsageError naming the word. */
export function frameOf(words: readonly string[]): Frame {
  const given = new Map<string, string>();
  for (const word of words) {
    const [field, value] = [word.slice(0, word.indexOf("=")), word.slice(word.indexOf("=") + 1)];
    if (!word.includes("=") || !FIELDS.includes(field)) {
      const meant = word.includes("=") ? nearest(field, FIELDS) : undefined;
      const remedy = meant === undefined ? `the fields are ${FIELD_HELP}` : `write ${meant}=${value}`;
      throw new UsageError(`"${word}" is no field=value`, remedy);
    }
    given.set(field, value);
  }
  const bad = (field: string): never => {
    throw new UsageError(
      `${field}=${given.get(field)} cannot be read`,
      `write ${field} as in ${EXAMPLES[field]}`,
    );
  };
  const number = (field: string, most: number, fallback: number): number => {
    const text = given.get(field);
    if (text === undefined) return fallback;
    const value = Number(text);
    return Number.isInteger(value) && value >= 0 && value <= most ? value : bad(field);
  };
  const address = (field: string) => {
    const text = given.get(field);
    return text === undefined ? undefined : (parseIp(text) ?? bad(field));
  };
  const mac = (field: string, fallback: number): number => {
    const text = given.get(field);
    return text === undefined ? fallback : (parseMac(text) ?? bad(field));
  };
  const link = {
    src: mac("smac", 0x020000000001),
    dst: mac("dmac", 0x020000000002),
    vlan: number("vlan", 4094, 0),
  };
  const [src, dst] = [address("src"), address("dst")];
  if (src === undefined && dst === undefined)
    return ethernet({ ...link, type: number("type", 0xffff, 0x88b5) }, number("size", 9000, 46));
  const family = (src ?? dst)!.family;
  if (src !== undefined && dst !== undefined && src.family !== dst.family)
    throw new UsageError("src and dst are of two families", "write both as IPv4 or both as IPv6");
  const zero = parseIp(family === 4 ? "192.0.2.254" : "2001:db8::fe")!;
  const named = given.get("protocol") ?? "udp";
  const protocol = PROTOCOLS[named] ?? number("protocol", 255, 17);
  const frame = ip(
    {
      ethernet: link,
      src: (src ?? zero).bytes,
      dst: (dst ?? zero).bytes,
      protocol,
      ttl: number("ttl", 255, 64),
      tos: number("tos", 255, 0),
    },
    family,
    (BODY[protocol] ?? 0) + number("size", 9000, 18),
  );
  fillL4(frame, protocol, family, {
    sport: number("sport", 0xffff, protocol === 1 ? 8 : protocol === 58 ? 128 : 40000),
    dport: number("dport", 0xffff, protocol === 1 || protocol === 58 ? 0 : 80),
  });
  return frame;
}

const EXAMPLES: Readonly<Record<string, string>> = {
  smac: "smac=02:00:00:00:00:01",
  dmac: "dmac=02:00:00:00:00:02",
  vlan: "vlan=10",
  type: "type=0x88b5",
  src: "src=10.0.1.10",
  dst: "dst=10.0.2.10",
  protocol: "protocol=tcp or protocol=47",
  ttl: "ttl=64",
  tos: "tos=184",
  sport: "sport=40000",
  dport: "dport=443",
  size: "size=1400",
};

function fillL4(
  frame: Frame,
  protocol: number,
  family: 4 | 6,
  ports: { sport: number; dport: number },
): void {
  const { data, l4Offset } = frame;
  const view = new DataView(data.buffer, data.byteOffset);
  if (protocol === 1 || protocol === 58) {
    view.setUint8(l4Offset, ports.sport);
    view.setUint8(l4Offset + 1, ports.dport);
  } else if (BODY[protocol] !== undefined) {
    view.setUint16(l4Offset, ports.sport);
    view.setUint16(l4Offset + 2, ports.dport);
  }
  if (protocol === 6) view.setUint16(l4Offset + 12, 0x5002);
  if (protocol === 17) view.setUint16(l4Offset + 4, data.length - l4Offset);
  const at = CHECKSUM_AT[protocol];
  if (at !== undefined) finishChecksum(frame, l4Offset + at, protocol !== 1 || family === 6);
}
