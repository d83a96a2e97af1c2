// What a change of the topology means for live flows: the tags it fires, at the grain of what changed. Pure; what it
// cannot name finely it names coarsely, and it must never leave a flow that the new topology would treat otherwise.
//
// Two revisions are compared as compiled, so that whatever an object reads of others is seen where it is read: a port
// is another when its network's policy is. Only rules and groups are compared as declared: they may be very many.
import type { Snapshot } from "../simulation/snapshot.js";
import type { Tag } from "../simulation/verdict.js";
import { type Change, diffTopology } from "../topology/diff.js";
import type { Topology } from "../topology/model.js";
import { expandPolicy } from "../topology/policy.js";
import { devicesDiffer } from "./change/devices.js";
import { Firing, Side } from "./change/firing.js";
import { linksDiffer } from "./change/links.js";
import { mirrorsDiffer, mirrorsOfGroup } from "./change/mirrors.js";
import { portsDiffer } from "./change/ports.js";
import type { Fired, Within } from "./flows/fired.js";
import { planRules } from "./plan-rules.js";

/** All flows under `tags` go, and of those under others the ones that `within` says. */
export interface TopologyPlan extends Fired {
  changes: Change[];
  tags: Set<Tag>;
  within: Within[];
  /** Words of the difference that fired a tag. */
  words(tag: Tag): string | undefined;
}

/** Nothing but rules and mirrors is compiled of these. */
const AS_DECLARED: ReadonlySet<Change["kind"]> = new Set([
  "chain",
  "ip-address-group",
  "port-group",
  "rule-logger",
  "host",
]);

/** `was` and `is`: what the two are compiled to, for the same host. */
export function planChange(from: Topology, to: Topology, was: Snapshot, is: Snapshot): TopologyPlan {
  const declared = diffTopology(from, to);
  const [before, after] = [expandPolicy(from), expandPolicy(to)];
  // Templates change as the chains and groups they stand for.
  const changes = before === from && after === to ? declared : diffTopology(before, after);
  const fire = new Firing(new Side(before, was), new Side(after, is), changes);
  if (changes.some(({ kind }) => !AS_DECLARED.has(kind))) {
    devicesDiffer(fire, portsDiffer(fire));
    linksDiffer(fire);
    mirrorsDiffer(fire);
  }
  for (const change of changes) mirrorsOfGroup(fire, change);
  for (const { by, ...one } of planRules(before, after, changes)) {
    fire.by(by);
    fire.some(one);
  }
  const { tags, within } = fire;
  return { changes: declared, tags: new Set(tags), within, words: (tag) => tags.words(tag) };
}
