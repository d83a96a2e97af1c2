// Each field of a condition by itself: which packets it holds for, plain and inverted, and exactly which bits it reads to
// know. Packets of all kinds come by each, those that have no such field too.
import { readFileSync, writeFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { FIELDS } from "../../../bindings/layout.js";
import type { ElError } from "../../topology/error.js";
import { parseTopology } from "../../topology/index.js";
import type { Condition } from "../../topology/model.js";
import { definitions, loadSchemas, packagePath, TOPOLOGY_SCHEMAS } from "../../topology/schema.js";
import { compile } from "../compile.js";
import { describePath } from "../path.js";
import { simulate } from "../simulate.js";
import type { Snapshot } from "../snapshot.js";
import type { Packet } from "../verdict.js";
import { FACTS, MAC, topology, vm } from "./lib/networks.js";
import { packet, type Spec } from "./lib/packets.js";
import { TestState } from "./lib/state.js";

const tcp: Spec = {
  port: 1,
  src: MAC.a,
  dst: MAC.b,
  from: "10.1.2.3",
  to: "10.4.5.6",
  protocol: 6,
  tp: [1000, 80],
  tos: 0x28,
};
const six: Spec = { ...tcp, from: "2001:db8:1::3", to: "2001:db8:4::6" };
/** An error about a packet from 10.4.5.6 to 10.1.2.3. */
const quoted = Uint8Array.of(
  0x45,
  0,
  0,
  28,
  0,
  0,
  0,
  0,
  64,
  17,
  0,
  0,
  10,
  4,
  5,
  6,
  10,
  1,
  2,
  3,
  0,
  1,
  0,
  2,
  0,
  8,
  0,
  0,
);

/** Its sender's MAC is what it says of itself, and the frame's is another. */
function lying(one: Packet): Packet {
  one.data.set([2, 0, 0, 0, 0, 0x0a], one.l3Offset + 8);
  return one;
}

/** What comes by, by one letter. */
const PACKETS: Readonly<Record<string, Packet>> = {
  // TCP over IPv4, and the same but for all that a condition here asks for.
  T: packet(tcp),
  t: packet({
    ...tcp,
    src: MAC.c,
    dst: "02:00:00:00:01:0b",
    from: "10.9.2.3",
    to: "10.9.5.6",
    protocol: 17,
    tp: [2000, 90],
    tos: 0,
  }),
  // Its first part, and a later one.
  F: packet({ ...tcp, frag: "FIRST" }),
  L: packet({ ...tcp, frag: "LATER", tp: [0, 0] }),
  V: packet({ ...tcp, vlan: 5 }),
  "6": packet(six),
  A: packet({ port: 1, src: MAC.a, dst: MAC.all, arp: { sender: "10.1.2.3", target: "10.4.5.6" } }),
  // ARP that says it is from another MAC.
  a: lying(packet({ port: 1, src: MAC.c, dst: MAC.all, arp: { sender: "10.1.2.3", target: "10.4.5.6" } })),
  // Neighbour solicitation.
  N: packet({ ...six, protocol: 58, tp: [135, 0], target: "2001:db8:4::6" }),
  E: packet({ ...tcp, protocol: 1, tp: [3, 1], payload: quoted }),
  // Neither ARP nor IP.
  O: packet({ port: 1, src: MAC.a, dst: MAC.b, etherType: 0x88b5 }),
};

interface Row {
  match: Condition;
  /** Packets that it holds for. */
  holds: string;
  /** Fields of the key that it may read. */
  reads: string;
  /** It stands where the port is left; default: entered. */
  leaving?: true;
}

const range = (first: number, last = first): { first: number; last: number } => ({ first, last });
const IP = "eth_type ip_proto ip_frag";

const ROWS: Readonly<Record<string, Row>> = {
  inPorts: { match: { inPorts: ["vm1"] }, holds: "TtFLV6AaNEO", reads: "" },
  "inPorts of others": { match: { inPorts: ["vm2"] }, holds: "", reads: "" },
  outPorts: { match: { outPorts: ["vm2"] }, holds: "TtFLV6AaNEO", reads: "", leaving: true },
  inPortGroup: { match: { inPortGroup: "first" }, holds: "TtFLV6AaNEO", reads: "" },
  outPortGroup: { match: { outPortGroup: "second" }, holds: "TtFLV6AaNEO", reads: "", leaving: true },
  portGroup: { match: { portGroup: "first" }, holds: "TtFLV6AaNEO", reads: "" },
  "portGroup of where it leaves": {
    match: { portGroup: "second" },
    holds: "TtFLV6AaNEO",
    reads: "",
    leaving: true,
  },
  srcAddressGroup: { match: { srcAddressGroup: "ours" }, holds: "TFLV6NE", reads: "eth_type ip_src" },
  dstAddressGroup: { match: { dstAddressGroup: "theirs" }, holds: "TFLV6NE", reads: "eth_type ip_dst" },
  "srcAddressGroup of ARP": {
    match: { etherType: 0x0806, srcAddressGroup: "ours" },
    holds: "Aa",
    reads: "eth_type ip_src",
  },
  etherType: { match: { etherType: 0x0800 }, holds: "TtFLVE", reads: "eth_type" },
  "etherType of neither": { match: { etherType: 0x88b5 }, holds: "O", reads: "eth_type" },
  srcMac: { match: { srcMac: MAC.a }, holds: "TFLV6ANEO", reads: "eth_src" },
  srcMacMask: {
    match: { srcMac: "02:00:00:00:00:08", srcMacMask: "ff:ff:ff:ff:ff:fc" },
    holds: "TFLV6ANEO",
    reads: "eth_src",
  },
  dstMac: { match: { dstMac: MAC.b }, holds: "TFLV6NEO", reads: "eth_dst" },
  dstMacMask: {
    match: { dstMac: "01:00:00:00:00:00", dstMacMask: "01:00:00:00:00:00" },
    holds: "Aa",
    reads: "eth_dst",
  },
  noVlan: { match: { noVlan: true }, holds: "TtFL6AaNEO", reads: "vlan_tci" },
  "noVlan false": { match: { noVlan: false }, holds: "V", reads: "vlan_tci" },
  vlan: { match: { vlan: 5 }, holds: "V", reads: "vlan_tci" },
  tos: { match: { tos: 0x28 }, holds: "TFLV6NE", reads: "eth_type ip_tos" },
  protocol: { match: { protocol: 6 }, holds: "TFLV6", reads: "eth_type ip_proto" },
  "protocol of ARP": { match: { etherType: 0x0806, protocol: 1 }, holds: "Aa", reads: "eth_type ip_proto" },
  source: { match: { source: "10.1.0.0/16" }, holds: "TFLVE", reads: "eth_type ip_src" },
  "source of IPv6": { match: { source: "2001:db8:1::/48" }, holds: "6N", reads: "eth_type ip_src" },
  "source of ARP": {
    match: { etherType: 0x0806, source: "10.1.0.0/16" },
    holds: "Aa",
    reads: "eth_type ip_src",
  },
  destination: { match: { destination: "10.4.5.0/24" }, holds: "TFLVE", reads: "eth_type ip_dst" },
  "destination of IPv6": {
    match: { destination: "2001:db8:4::6/128" },
    holds: "6N",
    reads: "eth_type ip_dst",
  },
  "destination of ARP": {
    match: { etherType: 0x0806, destination: "10.4.5.6/32" },
    holds: "Aa",
    reads: "eth_type ip_dst",
  },
  sourcePorts: { match: { sourcePorts: range(1000) }, holds: "TFV6", reads: `${IP} tp_src` },
  "sourcePorts of TCP": {
    match: { protocol: 6, sourcePorts: range(900, 1100) },
    holds: "TFV6",
    reads: `${IP} tp_src`,
  },
  "sourcePorts of ICMP": { match: { protocol: 1, sourcePorts: range(3) }, holds: "E", reads: `${IP} tp_src` },
  destinationPorts: { match: { destinationPorts: range(80, 81) }, holds: "TFV6", reads: `${IP} tp_dst` },
  "destinationPorts, all": { match: { destinationPorts: range(0, 65535) }, holds: "TtFV6NE", reads: IP },
  "fragments any": { match: { fragments: "any" }, holds: "TtFLV6AaNEO", reads: "" },
  "fragments header": { match: { fragments: "header" }, holds: "TtFV6AaNEO", reads: "ip_frag" },
  "fragments nonheader": { match: { fragments: "nonheader" }, holds: "L", reads: "ip_frag" },
  "fragments unfragmented": { match: { fragments: "unfragmented" }, holds: "TtV6AaNEO", reads: "ip_frag" },
  traversedDevice: { match: { traversedDevice: "br" }, holds: "TtFLV6AaNEO", reads: "" },
  "traversedDevice that it was not in": { match: { traversedDevice: "other" }, holds: "", reads: "" },
  icmpDataSource: { match: { icmpDataSource: "10.4.0.0/16" }, holds: "E", reads: `${IP} tp_src` },
  icmpDataDestination: { match: { icmpDataDestination: "10.1.2.3/32" }, holds: "E", reads: `${IP} tp_src` },
  destinationRewritten: { match: { destinationRewritten: true }, holds: "", reads: "" },
  "destinationRewritten false": { match: { destinationRewritten: false }, holds: "TtFLV6AaNEO", reads: "" },
  neighbourTarget: {
    match: { neighbourTarget: "2001:db8:4::/64" },
    holds: "N",
    reads: "nd_target_set nd_target",
  },
  foreignMac: { match: { foreignMac: true }, holds: "a", reads: `${IP} tp_src` },
  "foreignMac false": { match: { foreignMac: false }, holds: "TtFLV6ANEO", reads: `${IP} tp_src` },
};

/** A chain of one rule, which drops; so does what comes after it: what is read is read by the rule. */
function probe(match: Condition | undefined, leaving: boolean): Snapshot {
  const rules = [{ id: "it", ...(match !== undefined && { match }), action: "drop" as const }, END];
  const document = topology({
    bridges: [{ id: "br", macTable: [{ mac: MAC.b, port: "vm2" }] }, { id: "other" }],
    ports: [
      vm(1, "br", leaving ? {} : { inboundChain: "c" }),
      vm(2, "br", leaving ? { outboundChain: "c" } : {}),
      vm(3, "other"),
    ],
    chains: [{ id: "c", rules: match === undefined ? [END] : rules }],
    ipAddressGroups: [
      { id: "ours", addresses: ["10.1.0.0/16", "2001:db8:1::/48"] },
      { id: "theirs", addresses: ["10.4.5.6", "2001:db8:4::6"] },
    ],
    portGroups: [
      { id: "first", ports: ["vm1"] },
      { id: "second", ports: ["vm2"] },
    ],
  });
  return compile(parseTopology(document), FACTS);
}
const END = { id: "else", action: "drop" as const };
const NOBODY = new TestState();

interface Asked {
  holds: boolean;
  /** Bits of each field. */
  reads: string;
  once: boolean;
}

function ask(snapshot: Snapshot, bare: Snapshot, one: Packet): Asked {
  const { mask: own } = simulate(bare, NOBODY, one);
  const verdict = simulate(snapshot, NOBODY, one);
  const names = FIELDS.flatMap(({ member, offset, bytes }) => {
    let count = 0;
    for (let i = offset; i < offset + bytes; i++) count += ones(verdict.mask[i]! & ~own[i]!);
    return count === 0 ? [] : [`${member} ${count}`];
  });
  const path = describePath(snapshot, verdict);
  const holds = path.some(({ step, id }) => step === "rule" && id === "it");
  return { holds, reads: names.join(", "), once: verdict.result.kind === "once" };
}

const ones = (byte: number): number => byte.toString(2).replaceAll("0", "").length;

/** All packets of one rule, by letter. */
function askAll(match: Condition, leaving = false): Map<string, Asked> {
  const [snapshot, bare] = [probe(match, leaving), probe(undefined, leaving)];
  return new Map(Object.entries(PACKETS).map(([letter, one]) => [letter, ask(snapshot, bare, one)]));
}

const holding = (all: ReadonlyMap<string, Asked>): string =>
  [...all].flatMap(([letter, { holds }]) => (holds ? [letter] : [])).join("");
const sorted = (letters: string): string => [...letters].sort().join("");

/** By row and what is read, the packets. EDGELANE_CONDITIONS=write writes it. */
const TABLE = packagePath("dataplane/simulation/test/lib/conditions.json");

describe("a condition", () => {
  const table = JSON.parse(readFileSync(TABLE, "utf8")) as Record<string, Record<string, string>>;
  const seen: typeof table = {};

  for (const [name, { match, holds, reads, leaving }] of Object.entries(ROWS))
    it(`on ${name} holds for what it says, and reads no more`, () => {
      const all = askAll(match, leaving);
      const there = Object.keys(PACKETS).join("");
      expect(sorted(holding(all))).toBe(sorted(holds));
      const may = new Set(reads.split(" "));
      const bits: Record<string, string> = {};
      for (const [letter, one] of all) {
        for (const field of one.reads.split(", "))
          if (field !== "") expect(may, `${letter} reads ${field}`).toContain(field.split(" ")[0]);
        bits[one.reads] = (bits[one.reads] ?? "") + letter;
      }
      seen[name] = bits;

      // Inverted as a whole: it holds where it did not, and asks the same.
      const inverted = askAll({ ...match, invert: true }, leaving);
      expect(sorted(holding(inverted))).toBe(
        sorted([...there].filter((one) => !holds.includes(one)).join("")),
      );
      for (const [letter, one] of inverted) expect(one.reads, letter).toBe(all.get(letter)!.reads);

      // One field inverted: of what the others hold for, where it did not.
      const field = Object.keys(match)
        .filter((key) => !key.endsWith("Mask"))
        .at(-1) as keyof Condition;
      const { [field]: _, ...others } = Object.fromEntries(
        Object.entries(match).filter(([key]) => key !== `${field}Mask`),
      ) as Condition;
      const rest = Object.keys(others).length === 0 ? there : holding(askAll(others, leaving));
      const not = askAll({ ...match, not: [field] }, leaving);
      expect(sorted(holding(not))).toBe(sorted([...rest].filter((one) => !holds.includes(one)).join("")));
    });

  it("reads exactly the bits of the table", () => {
    if (process.env.EDGELANE_CONDITIONS === "write")
      writeFileSync(TABLE, `${JSON.stringify(seen, null, 2)}\n`);
    else expect(seen).toEqual(table);
  });

  it("is for one packet only where it asks for what no key holds", () => {
    for (const [name, { match, leaving }] of Object.entries(ROWS)) {
      const once = [...askAll(match, leaving)]
        .flatMap(([letter, one]) => (one.once ? [letter] : []))
        .join("");
      expect(once, name).toBe(/^icmpData/.test(name) ? "E" : /^foreignMac/.test(name) ? "AaN" : "");
    }
  });

  it("has a row for each of its fields, or is refused", () => {
    const fields = Object.keys(definitions(loadSchemas(TOPOLOGY_SCHEMAS)).get("Condition")!.properties!);
    const named = new Set(Object.values(ROWS).flatMap(({ match }) => Object.keys(match)));
    const bare = fields.filter((field) => !named.has(field));
    expect(bare.sort()).toEqual(["forwardFlow", "invert", "not", "returnFlow"]);
  });

  it.each([
    ["SIMULATION_UNSUPPORTED", { forwardFlow: true }],
    ["SIMULATION_UNSUPPORTED", { returnFlow: false }],
    ["TOPOLOGY_MIXED_FAMILIES", { source: "10.0.0.0/8", destination: "2001:db8::/32" }],
    ["TOPOLOGY_MIXED_FAMILIES", { etherType: 0x86dd, source: "10.0.0.0/8" }],
    ["TOPOLOGY_EMPTY_RANGE", { sourcePorts: range(2, 1) }],
    ["TOPOLOGY_PORTS_OF_FRAGMENTS", { destinationPorts: range(80), fragments: "nonheader" }],
    ["TOPOLOGY_MASK_WITHOUT_MAC", { srcMacMask: "ff:00:00:00:00:00" }],
    ["TOPOLOGY_VLAN_AND_NO_VLAN", { vlan: 5, noVlan: true }],
    ["TOPOLOGY_NOT_OF_NOTHING", { not: ["vlan"] }],
    ["TOPOLOGY_NOT_OF_NOTHING", { vlan: 5, invert: true, not: ["invert"] }],
    ["TOPOLOGY_DUPLICATE_NOT", { vlan: 5, not: ["vlan", "vlan"] }],
    ["TOPOLOGY_UNKNOWN_REFERENCE", { inPortGroup: "nobody" }],
    ["TOPOLOGY_UNKNOWN_REFERENCE", { srcAddressGroup: "nobody" }],
    ["TOPOLOGY_UNKNOWN_REFERENCE", { traversedDevice: "nobody" }],
    ["TOPOLOGY_UNKNOWN_REFERENCE", { outPorts: ["nobody"] }],
  ] as [string, Condition][])("is refused by the name of %s: %o", (code, match) => {
    const refusal = ((): ElError | undefined => {
      try {
        probe(match, false);
      } catch (cause) {
        return cause as ElError;
      }
      return undefined;
    })();
    expect([refusal?.code, ...(refusal?.findings ?? []).map((one) => one.code)]).toContain(code);
  });
});
