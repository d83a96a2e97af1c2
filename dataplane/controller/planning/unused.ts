// Objects of a topology that nothing names, and rules that no packet comes to. Pure; cheap enough for a hundred thousand
// rules: what would be dear to prove is not claimed.
import type { Condition, Rule, Topology } from "../../topology/index.js";
import type { Warning } from "./warnings.js";

type Found = Omit<Warning, "fresh">;

/** Rules of one chain that are compared pair by pair. */
const PAIRS = 256;
const ENDS: ReadonlySet<Rule["action"]> = new Set(["accept", "drop", "reject", "return", "redirect"]);

export function unusedObjects(topology: Topology): Found[] {
  const named = idsNamed(topology);
  const ports = new Set(topology.ports.map(({ device }) => device));
  const unused = (what: string, id: string): Found => ({
    ...{ code: "UNUSED", id },
    message: `${what} ${id} is named by nothing`,
    remedy: "name it, or remove it",
  });
  const empty = (what: string, id: string): Found => ({
    ...{ code: "UNUSED", id },
    message: `${what} ${id} has no port`,
    remedy: "give it a port, or remove it",
  });
  return [
    ...(topology.chains ?? []).filter(({ id }) => !named.has(id)).map(({ id }) => unused("chain", id)),
    ...(topology.ipAddressGroups ?? [])
      .filter(({ id }) => !named.has(id))
      .map(({ id }) => unused("IP address group", id)),
    ...(topology.portGroups ?? [])
      .filter(({ id }) => !named.has(id))
      .map(({ id }) => unused("port group", id)),
    ...(topology.bridges ?? []).filter(({ id }) => !ports.has(id)).map(({ id }) => empty("bridge", id)),
    ...(topology.routers ?? []).filter(({ id }) => !ports.has(id)).map(({ id }) => empty("router", id)),
  ];
}

/** Every text in the document but ids: what names an object names it somewhere. */
function idsNamed(topology: Topology): Set<string> {
  const found = new Set<string>();
  const walk = (value: unknown, key: string): void => {
    if (typeof value === "string") {
      if (key !== "id" && key !== "name") found.add(value);
    } else if (Array.isArray(value)) for (const one of value) walk(one, key);
    else if (typeof value === "object" && value !== null)
      for (const [name, one] of Object.entries(value)) walk(one, name);
  };
  walk(topology, "");
  return found;
}

export function shadowedRules({ chains }: Topology): Found[] {
  return (chains ?? []).flatMap(({ id, rules }) => {
    const seen: { rule: Rule; place: number; match: Record<string, string> }[] = [];
    const exact = new Map<string, number>();
    const found: Found[] = [];
    for (const [place, rule] of rules.entries()) {
      const match = fieldsOf(rule.match);
      const text = JSON.stringify(Object.entries(match).sort());
      const by =
        exact.get(text) ??
        seen.find(({ match: wider }) => Object.entries(wider).every(([name, value]) => match[name] === value))
          ?.place;
      if (by !== undefined) found.push(shadowed(id, rules, place, by));
      else if (ENDS.has(rule.action)) {
        exact.set(text, place);
        const plain = rule.match?.invert !== true && (rule.match?.not ?? []).length === 0;
        if (plain && seen.length < PAIRS) seen.push({ rule, place, match });
      }
    }
    return found;
  });
}

function fieldsOf(match: Condition | undefined): Record<string, string> {
  return Object.fromEntries(
    Object.entries(match ?? {}).map(([name, value]) => [name, JSON.stringify(value)]),
  );
}

function shadowed(chain: string, rules: readonly Rule[], place: number, by: number): Found {
  const called = (at: number): string => rules[at]!.id ?? `${chain}[${at}]`;
  return {
    ...{ code: "RULE_SHADOWED", id: called(place) },
    message: `no packet comes to rule ${called(place)} of chain ${chain}: rule ${called(by)} before it takes all that it means`,
    remedy: "put it before that rule, or remove it",
  };
}
