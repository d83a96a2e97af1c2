// A chain that comes to a point of the network or is taken off it, and the flows that pass there: which of them may fare
// otherwise for it. Of all others it must be certain that the chain lets every packet of theirs pass.
import type { Region } from "../../simulation/region.js";
import { tag } from "../../simulation/tags.js";
import type { Tag } from "../../simulation/verdict.js";
import type { Condition, Rule } from "../../topology/model.js";
import { ruleKeys } from "../../topology/rule-keys.js";
import type { Within } from "../flows/fired.js";
import type { Firing, Side } from "./firing.js";

/** Rules looked at, those of chains jumped to among them; with more a chain may refuse any packet. Most of them give every
 * flow that stays a tag. */
const MOST = 32;

/** Who passes the point. */
export type Passing = Pick<Within, "tags" | "way">;

/** `before` and `after` are indexes of the two snapshots, -1 for none. */
export function chainRead(fire: Firing, at: Passing, before: number, after: number): void {
  const { was, is } = fire;
  const effect = after < 0 ? { regions: [], gains: [] } : effectOf(is, is.chain(after));
  fire.some({ ...at, ...effect });
  // Whom it let pass goes on as without it.
  if (before >= 0 && effect !== ALL)
    fire.some({ ...at, tags: refusals(was, was.chain(before)), also: at.tags });
}

/** Of packets that come by the chain: those that it may refuse, and what the others depend on from then on. */
interface Effect {
  regions?: readonly Region[];
  gains?: readonly Tag[];
}
const ALL: Effect = {};

function effectOf(side: Side, chain: string): Effect {
  const regions: Region[] = [];
  const gains = new Set<Tag>();
  const inside = new Set<string>();
  let looked = 0;
  const enter = (id: string, under: Region): boolean => {
    inside.add(id);
    const rules = rulesOf(side, id);
    const keys = ruleKeys(rules);
    for (const [place, rule] of rules.entries()) {
      if (++looked > MOST) return false;
      const region = [...under, ...side.region(rule.match)];
      if (refuses(rule) || looksInside(rule.match)) regions.push(region);
      else if (rule.action !== "continue") {
        // A chain that is being evaluated is not entered again.
        const again = rule.action !== "jump" || inside.has(rule.chain!);
        if (!again && !enter(rule.chain!, region)) return false;
        gains.add(tag.rule(id, keys[place]!));
      }
      if (rule.match === undefined && rule.action !== "jump" && rule.action !== "continue") break;
    }
    gains.add(tag.chainEnd(id));
    inside.delete(id);
    return true;
  };
  if (!enter(chain, []) || regions.some((region) => region.length === 0)) return ALL;
  return { regions, gains: [...gains] };
}

/** Evaluations of the chain that ended in anything but that the packet may pass. */
function refusals(side: Side, chain: string): Tag[] {
  const found: Tag[] = [];
  const seen = new Set([chain]);
  for (const id of seen) {
    const rules = rulesOf(side, id);
    const keys = ruleKeys(rules);
    for (const [place, rule] of rules.entries()) {
      if (refuses(rule)) found.push(tag.rule(id, keys[place]!));
      if (rule.action === "jump") seen.add(rule.chain!);
    }
  }
  return found;
}

/** Every action but those that are known to let packets pass. */
const refuses = ({ action }: Rule): boolean => !["accept", "return", "continue", "jump"].includes(action);

/** It asks for more than a key has: packets that come to it make no flow. */
const looksInside = ({ icmpDataSource, icmpDataDestination, foreignMac }: Condition = {}): boolean =>
  [icmpDataSource, icmpDataDestination, foreignMac].some((field) => field !== undefined);

const rulesOf = ({ topology }: Side, id: string): readonly Rule[] =>
  topology.chains?.find((chain) => chain.id === id)?.rules ?? [];
