// What a topology would change, and, when it is put in force, whether it did: `plan` and `apply` of a node. It must
// never put anything in force by itself.
import type { Profile } from "../../profiles/index.js";
import { packetOf } from "../../simulation/build/from-key.js";
import { Simulator } from "../../simulation/simulate.js";
import { revisionOf, type Topology } from "../../topology/index.js";
import { changeText } from "../blame.js";
import type { ApplySummary, Core } from "../core.js";
import { Outcomes } from "./outcome.js";
import { deciding, decidingNow, type FlowGroup, type Looked, look, type Simulated } from "./simulated.js";
import { type Warning, warningsOf } from "./warnings.js";

/** What `plan` takes of the controller's time for flows, ms. */
const BUDGET_MS = 2000;
/** Of a report after `apply`. */
const AUDIT_MS = 500;
const GROUPS = 50;
const NAMED = 20;

export interface Plan {
  /** In force, and planned. */
  from: string;
  revision: string;
  changes: string[];
  flows: {
    live: number;
    /** To be simulated again: they read what changes. */
    affected: number;
    /** Simulated again for the plan; fewer than affected: a sample. */
    looked: number;
    sampled: boolean;
    same: number;
    changed: number;
    /** They forward now and would be dropped. */
    lost: number;
  };
  /** The new verdict reads more: packets of these flows may come to differ among each other by these fields. */
  split: { flows: number; fields: string[] };
  groups: FlowGroup[];
  /** Groups that are not listed, and their flows. */
  more: { groups: number; flows: number };
  warnings: Warning[];
  ms: number;
}

export interface Applied extends ApplySummary {
  planned: Plan;
  /** Flows that went: as planned, and others. */
  happened: { asPlanned: number; unplanned: number; checked: number; kept: number };
  /** Where it was not as planned. */
  differences: string[];
}

export class Planner {
  constructor(
    private readonly core: Core,
    private readonly profile: Profile,
  ) {}

  async plan(topology: Topology): Promise<Plan> {
    return (await this.look(topology)).plan;
  }

  /** Plans, applies, and compares. */
  async apply(topology: Topology): Promise<Applied> {
    const { plan, simulated, planned } = await this.look(topology);
    const { core } = this;
    const gone = [...core.foresee(topology).affected.values()].flatMap((slots) =>
      slots.map((slot) => core.flows.serialOf(slot)),
    );
    const late = gone.filter((serial) => !planned.has(serial)).length;
    const summary = await core.apply(topology);
    const differences: string[] = [];
    const survived = gone.filter((serial) => {
      const flow = core.flows.find(serial);
      return flow !== undefined && !("end" in flow);
    });
    name(differences, survived, (serial) => `flow ${serial} was to go and is still in force`);
    const unplanned = summary.flows.invalidated - gone.length;
    if (unplanned > 0) differences.push(`${unplanned} flows went that were not to go`);
    if (late > 0) differences.push(`${late} flows came between the plan and its application; they went too`);
    this.compare(simulated.remembered, differences);
    const kept = this.audit(differences);
    return {
      ...summary,
      planned: plan,
      happened: {
        ...{ asPlanned: gone.length - survived.length - late, unplanned: Math.max(0, unplanned) + late },
        ...{ checked: simulated.remembered.length, kept },
      },
      differences,
    };
  }

  private async look(
    topology: Topology,
  ): Promise<{ plan: Plan; simulated: Simulated; planned: Set<number> }> {
    const { core } = this;
    const begun = performance.now();
    await core.sampleFlows();
    const foreseen = core.foresee(topology);
    const planned = new Set<number>();
    for (const slots of foreseen.affected.values())
      for (const slot of slots) planned.add(core.flows.serialOf(slot));
    const live = core.flows.size;
    const simulated = await look(foreseen.affected, {
      ...{ flows: core.flows, ports: core.portNames, snapshot: foreseen.snapshot, state: foreseen.state },
      because: (shared) => foreseen.words(shared.tags, shared.tunnels),
      budgetMs: BUDGET_MS,
    });
    const warnings = warningsOf(core.topology, core.snapshot, topology, foreseen.snapshot, this.profile);
    const plan = planOf(simulated, {
      ...{ from: core.revision, revision: revisionOf(topology), live, warnings },
      changes: foreseen.change.changes.map(changeText),
      ms: Math.round(performance.now() - begun),
    });
    return { plan, simulated, planned };
  }

  /** The planned outcome, the one that the engine in force gives, and that of the flow that traffic has made since. */
  private compare(remembered: readonly Looked[], differences: string[]): void {
    const { core } = this;
    const simulator = new Simulator();
    const outcomes = new Outcomes(core.snapshot, core.portNames);
    const wrong: string[] = [];
    for (const { serial, key, after } of remembered) {
      const verdict = simulator.simulate(core.snapshot, core.state, packetOf(key));
      const now = outcomes.of(decidingNow(verdict));
      if (now.text !== after.text) wrong.push(`flow ${serial}: planned ${after.where}, now ${now.where}`);
      const flow = core.flows.match(key);
      const made = flow === undefined ? undefined : outcomes.of(deciding(flow));
      if (flow !== undefined && flow.serial !== serial && made!.text !== after.text)
        wrong.push(`flow ${serial}: planned ${after.where}, flow ${flow.serial} does ${made!.where}`);
    }
    name(differences, wrong, (text) => text);
  }

  /** Flows that were kept, looked at again; how many that were. */
  private audit(differences: string[]): number {
    const { core } = this;
    const simulator = new Simulator();
    const is = new Outcomes(core.snapshot, core.portNames);
    const until = performance.now() + AUDIT_MS;
    const wrong: string[] = [];
    let count = 0;
    for (const flow of core.flows.list()) {
      if (performance.now() > until) break;
      count++;
      const verdict = simulator.simulate(core.snapshot, core.state, packetOf(flow.key));
      const should = is.of(decidingNow(verdict));
      const does = new Outcomes(flow.snapshot, core.portNames).of(deciding(flow));
      if (does.text !== should.text)
        wrong.push(`flow ${flow.serial} was kept, does ${does.where}, and should do ${should.where}`);
    }
    name(differences, wrong, (text) => text);
    return count;
  }
}

function planOf(
  { looked, of, split, groups }: Simulated,
  about: Pick<Plan, "from" | "revision" | "changes" | "warnings" | "ms"> & { live: number },
): Plan {
  const { live, ...rest } = about;
  const count = (list: readonly FlowGroup[]): number => list.reduce((sum, { flows }) => sum + flows, 0);
  const changed = groups.filter(({ kind }) => kind !== "same");
  const listed = changed.slice(0, GROUPS);
  return {
    ...rest,
    flows: {
      ...{ live, affected: of, looked, sampled: looked < of },
      same: count(groups) - count(changed),
      changed: count(changed),
      lost: count(changed.filter(({ kind }) => kind === "dropped")),
    },
    ...{ split, groups: listed },
    more: { groups: changed.length - listed.length, flows: count(changed) - count(listed) },
  };
}

function name<T>(differences: string[], found: readonly T[], words: (one: T) => string): void {
  for (const one of found.slice(0, NAMED)) differences.push(words(one));
  if (found.length > NAMED) differences.push(`and ${found.length - NAMED} more like these`);
}
