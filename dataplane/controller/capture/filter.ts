// Which captured packets are wanted: `field=value` or `field!=value`, in the words of a rule's condition or the short
// ones of `simulate`. All must hold. It reads parsed keys only, and of a tunnelled packet the inner one's.
import { FRAG, KEY } from "../../../bindings/layout.js";
import { type Prefix, parseIpOrPrefix, parseMac, readMac } from "../../topology/addresses.js";
import { ElError } from "../../topology/error.js";
import { nearest } from "../../topology/report.js";

/** Does the packet with this key (128 bytes) pass? */
export type Filter = (key: Uint8Array) => boolean;

/** Undefined: the value cannot be read. */
type Make = (value: string) => Filter | undefined;

const short = (key: Uint8Array, at: number): number => (key[at]! << 8) | key[at + 1]!;
const isIp = (key: Uint8Array): boolean => [0x0800, 0x86dd].includes(short(key, KEY.eth_type));
const tagged = (key: Uint8Array): boolean => (key[KEY.vlan_tci]! & 0x10) !== 0;
const PROTOCOLS: Readonly<Record<string, number>> = { icmp: 1, tcp: 6, udp: 17, icmpv6: 58, sctp: 132 };

function number(text: string, most: number): number | undefined {
  const value = text.trim() === "" ? Number.NaN : Number(text);
  return Number.isInteger(value) && value >= 0 && value <= most ? value : undefined;
}

const numbered =
  (most: number, read: (key: Uint8Array, value: number) => boolean): Make =>
  (text) => {
    const value = PROTOCOLS[text] ?? number(text, most);
    return value === undefined ? undefined : (key) => read(key, value);
  };

const mac =
  (at: number): Make =>
  (text) => {
    const value = parseMac(text);
    return value === undefined ? undefined : (key) => readMac(key, at) === value;
  };

const address =
  (at: number): Make =>
  (text) => {
    const prefix = parseIpOrPrefix(text);
    if (prefix === undefined) return undefined;
    // IPv4 addresses are mapped in a key: ARP's too.
    const types = prefix.family === 6 ? [0x86dd] : [0x0800, 0x0806];
    return (key) => types.includes(short(key, KEY.eth_type)) && under(key, at, prefix);
  };

function under(key: Uint8Array, at: number, { bytes, bits }: Prefix): boolean {
  for (let bit = 0; bit < bits; bit++)
    if (((key[at + (bit >> 3)]! ^ bytes[bit >> 3]!) & (0x80 >> (bit & 7))) !== 0) return false;
  return true;
}

const range =
  (at: number): Make =>
  (text) => {
    const [first, last = first] = text.split("-").map((part) => number(part, 0xffff));
    if (first === undefined || last === undefined || first > last) return undefined;
    return (key) =>
      isIp(key) && key[KEY.ip_frag] !== FRAG.LATER && short(key, at) >= first && short(key, at) <= last;
  };

const FRAGMENTS: Readonly<Record<string, (frag: number) => boolean>> = {
  any: () => true,
  header: (frag) => frag !== FRAG.LATER,
  nonheader: (frag) => frag === FRAG.LATER,
  unfragmented: (frag) => frag === FRAG.NONE,
};

const FIELDS: Readonly<Record<string, Make>> = {
  etherType: numbered(0xffff, (key, value) => short(key, KEY.eth_type) === value),
  srcMac: mac(KEY.eth_src),
  dstMac: mac(KEY.eth_dst),
  vlan: numbered(4094, (key, value) => tagged(key) && (short(key, KEY.vlan_tci) & 0xfff) === value),
  noVlan: (text) =>
    ["true", "false"].includes(text) ? (key) => tagged(key) === (text === "false") : undefined,
  tos: numbered(255, (key, value) => isIp(key) && key[KEY.ip_tos] === value),
  protocol: numbered(255, (key, value) => isIp(key) && key[KEY.ip_proto] === value),
  source: address(KEY.ip_src),
  destination: address(KEY.ip_dst),
  sourcePorts: range(KEY.tp_src),
  destinationPorts: range(KEY.tp_dst),
  fragments: (text) => {
    const holds = FRAGMENTS[text];
    return holds === undefined ? undefined : (key) => isIp(key) && holds(key[KEY.ip_frag]!);
  },
};

const SHORT: Readonly<Record<string, string>> = {
  ...{ type: "etherType", smac: "srcMac", dmac: "dstMac", src: "source", dst: "destination" },
  ...{ sport: "sourcePorts", dport: "destinationPorts" },
};

/** For --help. */
export const FILTER_FIELDS: readonly string[] = Object.keys(FIELDS);

/** Throws ElError CAPTURE_FILTER naming the word. */
export function filterOf(words: readonly string[]): Filter {
  const parts = words.map((word) => {
    const at = word.indexOf("=");
    const not = word[at - 1] === "!";
    const name = word.slice(0, not ? at - 1 : at);
    const make = at < 1 ? undefined : FIELDS[SHORT[name] ?? name];
    const holds = make?.(word.slice(at + 1));
    if (holds !== undefined) return not ? (key: Uint8Array) => !holds(key) : holds;
    throw unreadable(word, name, make !== undefined);
  });
  return (key) => parts.every((holds) => holds(key));
}

/** Of fields whose values are no plain numbers. */
const EXAMPLES: Readonly<Record<string, string>> = {
  srcMac: "02:00:00:00:00:01",
  dstMac: "02:00:00:00:00:01",
  noVlan: "true",
  protocol: "tcp",
  source: "10.0.1.0/24",
  destination: "10.0.1.0/24",
  sourcePorts: "1024-2047",
  destinationPorts: "80",
  fragments: Object.keys(FRAGMENTS).join(" or "),
};

function unreadable(word: string, name: string, known: boolean): ElError {
  const all = [...FILTER_FIELDS, ...Object.keys(SHORT)];
  const example = `Write ${name}=${EXAMPLES[SHORT[name] ?? name] ?? "10"}.`;
  const meant = nearest(name, all);
  const fields = `the fields are ${FILTER_FIELDS.join(", ")}, and for short ${Object.keys(SHORT).join(", ")}`;
  const remedy =
    meant === undefined ? `Write field=value or field!=value; ${fields}.` : `Write ${meant}; ${fields}.`;
  return new ElError(
    "CAPTURE_FILTER",
    `"${word}" filters nothing: ${known ? "its value cannot be read" : "there is no such field"}.`,
    { place: word, remedy: known ? example : remedy },
  );
}
