// What differs between two topologies, at the grain of object and sub-object (rule, route, station, member).
// Pure; says nothing of what a difference means for a flow.
import type { Rule, Topology } from "./model.js";
import { canonical, distinct, ruleName } from "./rule-keys.js";

export type ObjectKind =
  | "host"
  | "tunnel-zone"
  | "bridge"
  | "router"
  | "port"
  | "chain"
  | "ip-address-group"
  | "port-group"
  | "l2-gateway"
  | "mirror"
  | "l2-insertion"
  | "dhcp"
  | "dhcp6"
  | "metadata"
  | "qos-policy"
  | "security-group"
  | "rule-logger";

export type PartKind = "rule" | "route" | "station" | "member" | "lease" | "guest";

/** One difference. Without `part`: of the object itself, beside its parts. */
export interface Change {
  kind: ObjectKind;
  id: string;
  op: "added" | "removed" | "changed";
  /** Changed keys of the object ("adminUp"), parts left out; empty when it was added or removed. */
  fields: string[];
  part?: {
    kind: PartKind;
    /** The part's own id, else its content: "mac vlan" of a station, the address or id of a member. */
    key: string;
    /** Place in the old list; absent when added. */
    before?: number;
    /** Place in the new list; absent when removed. A rule may be "changed" by its place alone. */
    after?: number;
  };
}

/** Changes that make `b` of `a`, objects in the order of the document. An added or removed object lists no parts. */
export function diffTopology(a: Topology, b: Topology): Change[] {
  return FAMILIES.flatMap((family) => {
    const [before, after] = [byId(a[family.list]), byId(b[family.list])];
    const ids = new Set([...before.keys(), ...after.keys()]);
    return [...ids].flatMap((id) => diffObject(family, id, before.get(id), after.get(id)));
  });
}

type Plain = Record<string, unknown>;

interface Family {
  kind: ObjectKind;
  list: Exclude<keyof Topology, "version" | "name">;
  parts?: { key: string; kind: PartKind; name: (part: unknown) => string; ordered: boolean };
}

const own = (part: unknown): string => (part as { id?: string }).id ?? canonical(part);
const text = (part: unknown): string => part as string;

const FAMILIES: readonly Family[] = [
  { kind: "host", list: "hosts" },
  {
    kind: "tunnel-zone",
    list: "tunnelZones",
    parts: { key: "hosts", kind: "member", name: (part) => (part as { host: string }).host, ordered: false },
  },
  {
    kind: "bridge",
    list: "bridges",
    parts: { key: "macTable", kind: "station", name: stationName, ordered: false },
  },
  { kind: "router", list: "routers", parts: { key: "routes", kind: "route", name: own, ordered: false } },
  { kind: "port", list: "ports" },
  {
    kind: "chain",
    list: "chains",
    parts: { key: "rules", kind: "rule", name: (rule) => ruleName(rule as Rule), ordered: true },
  },
  {
    kind: "ip-address-group",
    list: "ipAddressGroups",
    parts: { key: "addresses", kind: "member", name: text, ordered: false },
  },
  {
    kind: "port-group",
    list: "portGroups",
    parts: { key: "ports", kind: "member", name: text, ordered: false },
  },
  { kind: "l2-gateway", list: "l2Gateways" },
  { kind: "mirror", list: "mirrors" },
  { kind: "l2-insertion", list: "l2Insertions" },
  { kind: "dhcp", list: "dhcp", parts: { key: "hosts", kind: "lease", name: leaseName, ordered: false } },
  { kind: "dhcp6", list: "dhcp6", parts: { key: "hosts", kind: "lease", name: leaseName, ordered: false } },
  {
    kind: "metadata",
    list: "metadata",
    parts: { key: "guests", kind: "guest", name: (part) => (part as { port: string }).port, ordered: false },
  },
  { kind: "qos-policy", list: "qosPolicies" },
  {
    kind: "security-group",
    list: "securityGroups",
    parts: { key: "rules", kind: "rule", name: own, ordered: true },
  },
  { kind: "rule-logger", list: "ruleLoggers" },
];

function diffObject(
  { kind, parts }: Family,
  id: string,
  a: Plain | undefined,
  b: Plain | undefined,
): Change[] {
  if (!a || !b) return [{ kind, id, op: a ? "removed" : "added", fields: [] }];
  const keys = [...new Set([...Object.keys(a), ...Object.keys(b)])].filter((key) => key !== parts?.key);
  const fields = keys.filter((key) => !same(a[key], b[key]));
  const changes: Change[] = fields.length > 0 ? [{ kind, id, op: "changed", fields }] : [];
  if (!parts) return changes;
  const lists = [a[parts.key], b[parts.key]].map((list) => (list as unknown[] | undefined) ?? []);
  for (const change of diffParts(lists[0]!, lists[1]!, parts)) changes.push({ kind, id, ...change });
  return changes;
}

type PartChange = Pick<Change, "op" | "fields" | "part">;

function diffParts(
  a: unknown[],
  b: unknown[],
  { kind, name, ordered }: NonNullable<Family["parts"]>,
): PartChange[] {
  const [before, after] = [named(a, name), named(b, name)];
  const moved = ordered ? movedKeys(before, after) : new Set<string>();
  const changes: PartChange[] = [];
  for (const [key, place] of before)
    if (!after.has(key)) changes.push({ op: "removed", fields: [], part: { kind, key, before: place } });
  for (const [key, place] of after) {
    const old = before.get(key);
    if (old === undefined) changes.push({ op: "added", fields: [], part: { kind, key, after: place } });
    else {
      const fields = same(a[old], b[place]) ? [] : changedFields(a[old], b[place]);
      if (fields.length > 0 || moved.has(key))
        changes.push({ op: "changed", fields, part: { kind, key, before: old, after: place } });
    }
  }
  return changes;
}

/** Places by name; equal names (the same rule twice) are told apart by their count. */
function named(list: unknown[], name: (part: unknown) => string): Map<string, number> {
  return new Map(distinct(list, name).map((key, place) => [key, place]));
}

/** What is not in one longest run of keys that kept their order: the fewest moves that explain the new order. */
function movedKeys(before: ReadonlyMap<string, number>, after: ReadonlyMap<string, number>): Set<string> {
  const kept = [...after.keys()].filter((key) => before.has(key));
  const places = kept.map((key) => before.get(key)!);
  const tails: number[] = []; // tails[n]: index of the smallest end of an ascending run of n + 1
  const previous: number[] = [];
  for (const [i, place] of places.entries()) {
    let low = 0;
    for (let high = tails.length; low < high; ) {
      const middle = (low + high) >> 1;
      if (places[tails[middle]!]! < place) low = middle + 1;
      else high = middle;
    }
    previous.push(tails[low - 1] ?? -1);
    tails[low] = i;
  }
  const moved = new Set(kept);
  for (let i = tails.at(-1) ?? -1; i >= 0; i = previous[i]!) moved.delete(kept[i]!);
  return moved;
}

function changedFields(a: unknown, b: unknown): string[] {
  if (typeof a !== "object" || typeof b !== "object") return [];
  const [before, after] = [a as Plain, b as Plain];
  const keys = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...keys].filter((key) => !same(before[key], after[key]));
}

/** Equal content, whatever the order of keys. */
export function same(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return false;
  const [before, after] = [a as Plain, b as Plain];
  const keys = Object.keys(before);
  return (
    keys.length === Object.keys(after).length &&
    keys.every((key) => Object.hasOwn(after, key) && same(before[key], after[key]))
  );
}

function stationName(part: unknown): string {
  const { mac, vlan } = part as { mac: string; vlan?: number };
  return `${mac.toLowerCase()} ${vlan ?? 0}`;
}

function leaseName(part: unknown): string {
  const { mac, duid } = part as { mac?: string; duid?: string };
  return (mac ?? duid ?? "").toLowerCase();
}

function byId(list: readonly object[] | undefined): Map<string, Plain> {
  return new Map((list ?? []).map((object) => [(object as { id: string }).id, object as Plain]));
}
