// Masks, tags and paths in the words of a scenario. Each check says what is wrong in a line, or nothing.
import { FIELDS } from "../../../bindings/layout.js";
import { tag } from "../../../dataplane/simulation/tags.js";
import type { PathStep } from "../../../dataplane/simulation/verdict.js";
import { formatIp, parseIp, parseMac } from "../../../dataplane/topology/addresses.js";

export const wordsOf = (path: readonly PathStep[]): string[] =>
  path.map(({ step, id, detail }) => `${step} ${id}${detail ? ` (${detail})` : ""}`);

/** The path must have these steps, in this order, others between them; each by how it begins. */
export function pathComplaint(expected: readonly string[], path: readonly string[]): string | undefined {
  let at = 0;
  for (const word of expected) {
    const found = path.findIndex((step, index) => index >= at && matches(step, word));
    if (found < 0)
      return `the path has no "${word}" ${at > 0 ? `behind "${path[at - 1]}"` : ""}: ${path.join(" → ")}`;
    at = found + 1;
  }
  return undefined;
}

const matches = (step: string, word: string): boolean =>
  step === word || step.startsWith(`${word} `) || (word.endsWith("…") && step.startsWith(word.slice(0, -1)));

/** `only`: what is not named must not be read. Fields by name: "exact", "none", "some", "/24", "0x0fff". */
export function maskComplaints(expected: Record<string, string | boolean>, mask: Uint8Array): string[] {
  const lines: string[] = [];
  for (const name of Object.keys(expected))
    if (name !== "only" && !FIELDS.some(({ member }) => member === name))
      lines.push(`"${name}" is no field of a flow`);
  for (const { member, offset, bytes } of FIELDS) {
    const want = expected[member] ?? (expected.only === true && member !== "in_port" ? "none" : undefined);
    if (want === undefined) continue;
    const bits = mask.subarray(offset, offset + bytes);
    if (!fits(String(want), bits)) lines.push(`${member} is read as ${shown(bits)}, not ${want}`);
  }
  return lines;
}

const binary = (bits: Uint8Array): string =>
  Array.from(bits, (byte) => byte.toString(2).padStart(8, "0")).join("");

/** An IPv4 address is the last four of sixteen bytes. */
function own(bits: Uint8Array): Uint8Array {
  return bits.length === 16 && bits.subarray(0, 12).every((byte) => byte === 0) ? bits.subarray(12) : bits;
}

function fits(want: string, all: Uint8Array): boolean {
  const bits = own(all);
  const ones = binary(bits);
  if (want === "none") return !ones.includes("1");
  if (want === "some") return ones.includes("1");
  if (want === "exact") return !ones.includes("0");
  if (want.startsWith("/")) return ones === "1".repeat(Number(want.slice(1))).padEnd(ones.length, "0");
  return `0x${Buffer.from(bits).toString("hex")}` === want;
}

function shown(all: Uint8Array): string {
  const bits = own(all);
  const ones = binary(bits);
  if (!ones.includes("1")) return "none";
  if (!ones.includes("0")) return "exact";
  const prefix = /^(1+)0+$/.exec(ones)?.[1];
  return prefix === undefined ? `0x${Buffer.from(bits).toString("hex")}` : `/${prefix.length}`;
}

const address = (text: string): string => formatIp(parseIp(text)!.bytes);

/** Tag of "kind name…". */
const TAGS: Record<string, (...words: string[]) => number> = {
  bridge: (id) => tag.device(id!),
  router: (id) => tag.device(id!),
  device: (id) => tag.device(id!),
  port: (id) => tag.port(id!),
  rule: (chain, key) => tag.rule(chain!, key!),
  "chain-end": (chain) => tag.chainEnd(chain!),
  route: (router, prefix) => tag.route(router!, prefix!),
  station: (bridge, mac, vlan = "0") => tag.station(bridge!, Number(vlan), parseMac(mac!)!),
  flood: (bridge) => tag.flood(bridge!),
  neighbour: (port, text) => tag.neighbour(port!, address(text!)),
  "bridge-neighbour": (bridge, text) => tag.bridgeNeighbour(bridge!, address(text!)),
  "tunnel-key": (key) => tag.tunnelKey(Number(key)),
  tunnel: (local, remote) => tag.tunnel(local!, remote!),
};

/** Each of these must be among the tags; with "not " in front it must not. */
export function tagComplaints(expected: readonly string[], tags: ReadonlySet<number>): string[] {
  return expected.flatMap((text) => {
    const absent = text.startsWith("not ");
    const [kind, ...words] = (absent ? text.slice(4) : text).split(" ");
    const make = TAGS[kind!];
    if (make === undefined) return [`"${kind}" is no kind of tag: ${Object.keys(TAGS).join(", ")}`];
    if (tags.has(make(...words)) !== absent) return [];
    return [absent ? `the flow depends on "${text.slice(4)}"` : `the flow does not depend on "${text}"`];
  });
}

/** Bits that a flow is exact in, in_port left out. */
export function exactBits(mask: Uint8Array): number {
  return FIELDS.reduce((sum, { member, offset, bytes }) => {
    if (member === "in_port") return sum;
    return sum + [...binary(mask.subarray(offset, offset + bytes))].filter((bit) => bit === "1").length;
  }, 0);
}
