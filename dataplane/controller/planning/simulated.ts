// Flows looked at again under another topology: each by the packet that made it, in slices, so that packets are answered
// meanwhile, and no longer than a bound. Where there is not the time for all it is a sample, evenly spread, and says so.
import { formatKey } from "../../../bindings/key.js";
import { packetOf } from "../../simulation/build/from-key.js";
import { describePath } from "../../simulation/path.js";
import { Simulator } from "../../simulation/simulate.js";
import type { Snapshot } from "../../simulation/snapshot.js";
import type { LearnedState, PathStep, Verdict } from "../../simulation/verdict.js";
import { covers } from "../flows/bits.js";
import type { Flow } from "../flows/record.js";
import type { FlowTable } from "../flows/table.js";
import type { SharedVerdict } from "../flows/verdicts.js";
import { decider, type Kind, kindOf, type Outcome, Outcomes } from "./outcome.js";

/** Milliseconds of simulating without a break. */
const SLICE_MS = 5;
/** Looked at between two looks at the time. */
const STRIDE = 64;
/** Keys remembered, to be compared with what happens. */
const REMEMBERED = 20_000;

export interface Looked {
  serial: number;
  key: Uint8Array;
  kind: Kind;
  before: Outcome;
  after: Outcome;
}

export interface FlowGroup {
  kind: Kind;
  flows: number;
  packets: number;
  before: string;
  after: string;
  because: string;
  example: { flow: number; match: string; before: PathStep[]; after: PathStep[]; changed: string[] };
}

export interface Simulated {
  looked: number;
  /** Flows that were to be looked at. */
  of: number;
  /** Flows whose packets may come to differ among each other: fields that are read in addition, by number of flows. */
  split: { flows: number; fields: string[] };
  groups: FlowGroup[];
  remembered: Looked[];
}

export interface LookParts {
  flows: FlowTable;
  ports: readonly string[];
  snapshot: Snapshot;
  state: LearnedState;
  because(shared: SharedVerdict): string;
  /** Milliseconds in all. */
  budgetMs: number;
}

/** In no order, each once: every stretch of it is spread over all. */
function* spread(count: number): IterableIterator<number> {
  let step = Math.max(1, Math.round(count * 0.618));
  while (gcd(step, count) !== 1) step++;
  for (let i = 0, at = 0; i < count; i++, at = (at + step) % count) yield at;
}

const gcd = (a: number, b: number): number => (b === 0 ? a : gcd(b, a % b));

export async function look(
  affected: ReadonlyMap<SharedVerdict, readonly number[]>,
  parts: LookParts,
): Promise<Simulated> {
  const slots: number[] = [];
  const serials: number[] = [];
  for (const of of affected.values())
    for (const slot of of) {
      slots.push(slot);
      serials.push(parts.flows.serialOf(slot));
    }
  const run = new Look(parts);
  const begun = performance.now();
  let since = begun;
  let done = 0;
  for (const at of spread(slots.length)) {
    if (parts.flows.serialOf(slots[at]!) === serials[at]) run.one(slots[at]!);
    if (++done % STRIDE !== 0) continue;
    const now = performance.now();
    if (now - begun > parts.budgetMs) break;
    if (now - since < SLICE_MS) continue;
    await new Promise((resolve) => setImmediate(resolve));
    since = performance.now();
  }
  return { ...run.end(), looked: done, of: slots.length };
}

class Look {
  private readonly simulator = new Simulator();
  private readonly after: Outcomes;
  private readonly before = new Map<Snapshot, Outcomes>();
  private readonly groups = new Map<string, FlowGroup>();
  private readonly remembered: Looked[] = [];
  private readonly splitFields = new Set<string>();
  private splits = 0;

  constructor(private readonly parts: LookParts) {
    this.after = new Outcomes(parts.snapshot, parts.ports);
  }

  one(slot: number): void {
    const { flows, snapshot, state } = this.parts;
    const shared = flows.sharedOf(slot);
    const flow = flows.at(slot);
    if (shared === undefined || flow === undefined) return;
    const verdict = this.simulator.simulate(snapshot, state, packetOf(flow.key));
    const was = deciding(shared);
    const is = decidingNow(verdict);
    const before = this.outcomes(shared.snapshot).of(was);
    const after = this.after.of(is);
    const kind = kindOf(before, after);
    if (!covers(flows.maskOf(flow), verdict.mask)) this.split(flow, verdict);
    if (this.remembered.length < REMEMBERED)
      this.remembered.push({ serial: flow.serial, key: flow.key, kind, before, after });
    const by = kind === "same" ? "" : this.parts.because(shared);
    const name = `${kind}|${before.where}|${after.where}|${decider(was)}|${decider(is)}|${by}`;
    const group = this.groups.get(kind === "same" ? kind : name);
    if (group === undefined)
      this.groups.set(kind === "same" ? kind : name, this.first(flow, verdict, kind, before, after, by));
    else {
      group.flows++;
      group.packets += flow.packets;
    }
  }

  end(): Pick<Simulated, "split" | "groups" | "remembered"> {
    const order: readonly Kind[] = ["dropped", "moved", "reason", "rewritten", "answered", "passed", "same"];
    const groups = [...this.groups.values()].sort(
      (a, b) => order.indexOf(a.kind) - order.indexOf(b.kind) || b.flows - a.flows,
    );
    const fields = [...this.splitFields].sort();
    return { split: { flows: this.splits, fields }, groups, remembered: this.remembered };
  }

  private first(
    flow: Flow,
    verdict: Verdict,
    kind: Kind,
    before: Outcome,
    after: Outcome,
    because: string,
  ): FlowGroup {
    const was = this.outcomes(flow.snapshot).deeds(listOf(flow), flow.key);
    const is = this.after.deeds(verdict.actions.subarray(0, verdict.actionLength), flow.key);
    const changed = is
      .flatMap(({ rewrites }) => rewrites)
      .filter((one) => !was.some(({ rewrites }) => rewrites.includes(one)));
    return {
      ...{ kind, flows: 1, packets: flow.packets, before: before.where, after: after.where, because },
      example: {
        flow: flow.serial,
        match: formatKey(flow.key, this.parts.flows.maskOf(flow)),
        before: describePath(flow.snapshot, flow),
        after: describePath(this.parts.snapshot, verdict),
        changed: kind === "rewritten" ? changed : [],
      },
    };
  }

  /** It reads what the flow does not match: packets of the flow may be treated otherwise than the one that made it. */
  private split(flow: Flow, verdict: Verdict): void {
    this.splits++;
    if (this.splits > 64) return;
    const mask = this.parts.flows.maskOf(flow);
    const more = verdict.mask.map((bits, i) => bits & ~mask[i]!);
    for (const word of formatKey(flow.key, more).split(",")) this.splitFields.add(word.replace(/=.*/, ""));
  }

  private outcomes(snapshot: Snapshot): Outcomes {
    let outcomes = this.before.get(snapshot);
    if (outcomes === undefined) {
      outcomes = new Outcomes(snapshot, this.parts.ports);
      this.before.set(snapshot, outcomes);
    }
    return outcomes;
  }
}

const listOf = ({ written }: Pick<Flow, "written">): Uint8Array =>
  new Uint8Array(written.buffer, written.byteOffset, written.byteLength);

/** What a live flow's verdict decided. */
export const deciding = (shared: Pick<SharedVerdict, "drop" | "written" | "groups" | "path">) => ({
  result: shared.drop === undefined ? ("flow" as const) : ("drop" as const),
  drop: shared.drop,
  actions: listOf(shared),
  groups: shared.groups,
  path: shared.path,
  pathLength: shared.path.length,
});

/** What a verdict decides. */
export const decidingNow = ({ result, actions, actionLength, groups, path, pathLength }: Verdict) => ({
  result: result.kind,
  drop: result.kind === "drop" ? result.reason : undefined,
  actions: actions.subarray(0, actionLength),
  ...{ groups, path, pathLength },
});
