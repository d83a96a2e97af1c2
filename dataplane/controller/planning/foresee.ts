// What a topology would be to this node: its snapshot, the learned state as it will be, and the live flows that go. It
// must say the same as `apply` does, and change nothing.
import type { Snapshot } from "../../simulation/snapshot.js";
import type { LearnedState, Tag } from "../../simulation/verdict.js";
import type { Topology } from "../../topology/model.js";
import type { FlowTable } from "../flows/table.js";
import type { SharedVerdict } from "../flows/verdicts.js";
import type { TopologyPlan } from "../plan.js";
import { afterwards, goneFrom } from "../state/gone.js";
import type { LearnedTables } from "../state/learned.js";
import type { TunnelEntry } from "../underlay/tunnels.js";

export interface Foreseen {
  topology: Topology;
  snapshot: Snapshot;
  state: LearnedState;
  change: TopologyPlan;
  /** Slots of the flows that go, by verdict. */
  affected: Map<SharedVerdict, readonly number[]>;
  /** Worker ids of tunnels that go. */
  dead: readonly number[];
  /** Why a flow with these tags and tunnels goes. */
  words(tags: Iterable<Tag>, tunnels: readonly number[]): string;
}

export interface ForeseeParts {
  flows: FlowTable;
  state: LearnedTables;
  /** Tunnels that the snapshot lacks. */
  dead: readonly TunnelEntry[];
}

export function foresee(
  topology: Topology,
  snapshot: Snapshot,
  change: TopologyPlan,
  { flows, state: tables, dead: entries }: ForeseeParts,
): Foreseen {
  const { state, tags } = afterwards(tables, goneFrom(topology));
  const dead = entries.map(({ id }) => id);
  const forgotten = new Set(tags);
  return {
    ...{ topology, snapshot, state, change, dead },
    affected: flows.affected([...change.tags, ...tags], change.within, dead),
    words: (of, through) => {
      const met = new Set<string>();
      for (const one of of) {
        const words =
          change.words(one) ?? (forgotten.has(one) ? "what was learned there is forgotten" : undefined);
        if (words !== undefined) met.add(words);
      }
      for (const { id, type, remote } of entries)
        if (through.includes(id)) met.add(`the tunnel ${type} to ${remote} goes`);
      return [...met].slice(0, 3).join(", ");
    },
  };
}
