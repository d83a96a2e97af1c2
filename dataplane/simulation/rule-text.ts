// A rule's condition as a sentence a person reads. It names whatever fields the condition has, known to it or not;
// never judges them.
import type { Condition, Rule } from "../topology/model.js";

const PROTOCOLS: Readonly<Record<number, string>> = {
  1: "icmp",
  6: "tcp",
  17: "udp",
  58: "icmpv6",
  132: "sctp",
};
const TYPES: Readonly<Record<number, string>> = { 2048: "ipv4", 2054: "arp", 34525: "ipv6" };

/** "protocol tcp, destinationPorts 23": the condition, and the chain or port it goes to. */
export function ruleText(rule: Rule | undefined): string {
  if (rule === undefined) return "";
  const jump = rule.action === "jump" && rule.chain !== undefined ? ` → chain ${rule.chain}` : "";
  const aside =
    rule.action === "redirect" ? ` → ${rule.enter === true ? "in" : "out"} by port ${rule.port}` : "";
  return `${conditionText(rule.match)}${jump}${aside}`;
}

export function conditionText(match: Condition | undefined): string {
  const { invert, not, ...fields } = match ?? {};
  const inverted = new Set<string>(not);
  const words = Object.entries(fields).map(
    ([name, value]) => `${inverted.has(name) ? "not " : ""}${name}${valueText(name, value)}`,
  );
  if (words.length === 0) return invert === true ? "no packet" : "any packet";
  return invert === true ? `not (${words.join(", ")})` : words.join(", ");
}

function valueText(name: string, value: unknown): string {
  if (value === true) return "";
  if (name === "protocol") return ` ${PROTOCOLS[value as number] ?? value}`;
  if (name === "etherType") return ` ${TYPES[value as number] ?? `0x${(value as number).toString(16)}`}`;
  if (Array.isArray(value)) return ` ${value.join(" or ")}`;
  if (typeof value === "object" && value !== null && "first" in value && "last" in value)
    return value.first === value.last ? ` ${value.first}` : ` ${value.first}-${value.last}`;
  return ` ${typeof value === "object" ? JSON.stringify(value) : value}`;
}
