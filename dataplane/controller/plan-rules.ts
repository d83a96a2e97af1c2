// What a change of rules, address groups and port groups means for live flows: those that came to a changed rule, or
// past its place, and have packets that it may hold for. Pure. A flow keeps the tag of the rule it stopped at for as
// long as it lives, so rules are known by name, never by place.
import { GROUP_FIELDS, type Region, Regions, regionOfPrefix } from "../simulation/region.js";
import { tag } from "../simulation/tags.js";
import type { Tag } from "../simulation/verdict.js";
import { parseIpOrPrefix } from "../topology/addresses.js";
import { type Change, same } from "../topology/diff.js";
import type { Chain, Condition, Rule, Topology } from "../topology/model.js";
import { ruleKeys } from "../topology/rule-keys.js";
import type { Within } from "./flows/fired.js";

/** More regions than this are taken for all packets. */
const MOST = 64;

/** With the differences that it is for. */
export type Blamed = Within & { by: readonly Change[] };

export function planRules(before: Topology, after: Topology, changes: readonly Change[]): Blamed[] {
  const kinds: readonly Change["kind"][] = ["chain", "ip-address-group", "port-group"];
  const concerning = changes.filter(({ kind }) => kinds.includes(kind));
  return concerning.length === 0 ? [] : new RulePlanner(before, after).plan(concerning);
}

class RulePlanner {
  private readonly was: Regions;
  private readonly is: Regions;
  private readonly chains: ReadonlyMap<string, Chain>;
  private readonly after: ReadonlyMap<string, Chain>;
  private readonly tags = new Map<string, Tag[]>();

  constructor(before: Topology, after: Topology) {
    this.was = new Regions(before);
    this.is = new Regions(after);
    this.chains = new Map(before.chains?.map((chain) => [chain.id, chain]));
    this.after = new Map(after.chains?.map((chain) => [chain.id, chain]));
  }

  plan(changes: readonly Change[]): Blamed[] {
    const members = new Map<string, Change[]>();
    const rules = new Map<string, Change[]>();
    for (const change of changes) {
      const by = change.kind === "chain" ? rules : members;
      const name = change.kind === "chain" ? change.id : `${change.kind} ${change.id}`;
      by.set(name, [...(by.get(name) ?? []), change]);
    }
    const chains = [...rules].flatMap(([id, by]) => this.chain(id, by).map((one) => ({ ...one, by })));
    const by = [...members.values()].flat();
    return [...chains, ...this.groups(members).map((one) => ({ ...one, by }))];
  }

  /** Rules of one chain: all that came as far as the first place where old and new list decide otherwise, and what
   * stopped at a rule that has another name now. */
  private chain(id: string, changes: readonly Change[]): Within[] {
    const [was, is] = [this.chains.get(id)?.rules ?? [], this.after.get(id)?.rules ?? []];
    if (was.length === 0 && !this.chains.has(id)) return [];
    // Of the chain itself: it is gone.
    if (changes.some(({ part, op }) => part === undefined && op === "removed"))
      return [{ tags: this.from(id, 0) }];
    const renamed = new Set<number>();
    const keys = ruleKeys(is);
    for (const [place, key] of ruleKeys(was).entries())
      if (place < is.length && key !== keys[place] && decidesAlike(was[place]!, is[place]!))
        renamed.add(place);
    const tags = [...renamed].map((place) => this.from(id, place)[0]!);
    const found: Within[] = tags.length > 0 ? [{ tags }] : [];
    let first = 0;
    while (first < was.length && first < is.length && decidesAlike(was[first]!, is[first]!)) first++;
    if (first === was.length && first === is.length) return found;
    const regions: Region[] = [];
    for (const { part, fields } of changes) {
      if (part === undefined) continue;
      const { before, after } = part;
      // Who writes it down, and nothing else.
      if (before === after && fields.length > 0 && fields.every((field) => field === "log")) continue;
      if (before !== undefined && !renamed.has(before)) regions.push(this.was.of(was[before]!.match));
      if (after !== undefined && !renamed.has(after)) regions.push(this.is.of(is[after]!.match));
    }
    return regions.length === 0 ? found : [...found, narrowed(this.from(id, first), regions)];
  }

  /** Rules that name a group of which members come or go. */
  private groups(members: ReadonlyMap<string, readonly Change[]>): Within[] {
    if (members.size === 0) return [];
    const found: Within[] = [];
    for (const { id, rules } of this.chains.values())
      for (const [place, rule] of rules.entries()) {
        if (rule.match === undefined) continue;
        for (const one of this.ports(rule.match, members)) found.push({ ...one, tags: this.from(id, place) });
        const regions = this.addresses(rule.match, members);
        if (regions.length > 0) found.push(narrowed(this.from(id, place), regions));
      }
    return found;
  }

  private ports(match: Condition, members: ReadonlyMap<string, readonly Change[]>): Omit<Within, "tags">[] {
    return (["inPortGroup", "outPortGroup", "portGroup"] as const).flatMap((field) => {
      const changes = members.get(`port-group ${match[field]}`) ?? [];
      const also = changes.flatMap(({ part }) => (part === undefined ? [] : [tag.port(part.key)]));
      if (also.length === 0) return [];
      const region = match.invert === true ? [] : this.was.of(without(match, field));
      return [{ also, ...(region.length > 0 ? { regions: [region] } : {}) }];
    });
  }

  private addresses(match: Condition, members: ReadonlyMap<string, readonly Change[]>): Region[] {
    return (["srcAddressGroup", "dstAddressGroup"] as const).flatMap((name) => {
      const changes = members.get(`ip-address-group ${match[name]}`) ?? [];
      const rest = match.invert === true ? [] : this.was.of(without(match, name));
      return changes.flatMap(({ part }) => {
        const prefix = part === undefined ? undefined : parseIpOrPrefix(plainKey(part.key));
        return prefix === undefined ? [] : [[...rest, ...regionOfPrefix(GROUP_FIELDS[name].field, prefix)]];
      });
    });
  }

  /** Evaluations of the chain as it was that stopped there or later. */
  private from(id: string, place: number): Tag[] {
    let tags = this.tags.get(id);
    if (tags === undefined) {
      tags = stopsIn(id, this.chains.get(id)?.rules ?? []);
      this.tags.set(id, tags);
    }
    return tags.slice(place);
  }
}

const stopsIn = (id: string, rules: readonly Rule[]): Tag[] => [
  ...ruleKeys(rules).map(tag.rules(id)),
  tag.chainEnd(id),
];

/** Whatever they are called, and whoever writes it down. */
function decidesAlike(a: Rule, b: Rule): boolean {
  // All that is not left out here decides, a field of tomorrow too.
  const deciding = ({ id: _, log: __, enter = false, failOpen = false, ...rest }: Rule) => ({
    ...rest,
    ...{ enter, failOpen },
  });
  return same(deciding(a), deciding(b));
}

const narrowed = (tags: readonly Tag[], regions: readonly Region[]): Within =>
  regions.length > MOST || regions.some((region) => region.length === 0) ? { tags } : { tags, regions };

/** A member that stands there twice has a number behind its name. */
const plainKey = (key: string): string => key.replace(/#\d+$/, "");

function without(match: Condition, field: keyof Condition): Condition {
  const { [field]: _, ...rest } = match;
  return match.not === undefined ? rest : { ...rest, not: match.not.filter((name) => name !== field) };
}
