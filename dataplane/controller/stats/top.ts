// What is busy between two looks: queues, drops and upcalls from the counter pages, which need no controller; flows from
// whoever has them. Pure but for `watchTop`, which waits between its looks.
import type { Core } from "../core.js";
import type { FlowView } from "../views.js";
import { type QueueRate, ratesBetween } from "./rates.js";
import type { Sample } from "./sample.js";

export interface TopFlow {
  flow: number;
  inPort: string;
  match: string;
  actions: string;
  drop?: string;
  /** Per second. */
  packets: number;
  bits: number;
}

export interface Top {
  /** Between the two looks. */
  seconds: number;
  /** Of the node; 0 flows and no list of them where the controller is gone. */
  flowCount: number;
  attached: boolean;
  queues: QueueRate[];
  /** Per second and since the worker's start, those that happened between the looks first. */
  drops: { port: string; reason: string; rate: number; packets: number }[];
  /** Packets that asked the controller, per second and since the start. */
  upcalls: { port: string; rate: number; upcalls: number }[];
  flows: TopFlow[];
}

export const SORTS = ["packets", "bits", "drops", "port"] as const;
export type Sort = (typeof SORTS)[number];

export function topBetween(before: Sample, now: Sample, flows: TopFlow[] = []): Top {
  const seconds = Math.max(0.001, (now.time - before.time) / 1000);
  const drops = tally(now, before, (queue) => Object.entries(queue.drops));
  const upcalls = tally(now, before, (queue) => [["", queue.upcalls]]);
  return {
    ...{ seconds, flowCount: now.flowCount, attached: now.attached, flows },
    queues: ratesBetween(before, now).filter(({ queue }) => queue !== "inject"),
    drops: drops
      .map(({ port, name, is, was }) => ({ port, reason: name, rate: (is - was) / seconds, packets: is }))
      .sort((a, b) => b.rate - a.rate || b.packets - a.packets),
    upcalls: upcalls
      .filter(({ is }) => is > 0)
      .map(({ port, is, was }) => ({ port, rate: (is - was) / seconds, upcalls: is }))
      .sort((a, b) => b.rate - a.rate || b.upcalls - a.upcalls),
  };
}

interface Count {
  port: string;
  name: string;
  is: number;
  was: number;
}

/** Sums by port and name of both looks. */
function tally(
  now: Sample,
  before: Sample,
  of: (queue: Sample["queues"][number]) => readonly (readonly [string, number])[],
): Count[] {
  const rows = new Map<string, Count>();
  for (const [sample, when] of [
    [now, "is"],
    [before, "was"],
  ] as const)
    for (const queue of sample.queues)
      for (const [name, count] of of(queue)) {
        const key = `${queue.portName} ${name}`;
        const row = rows.get(key) ?? { port: queue.portName, name, is: 0, was: 0 };
        row[when] += count;
        rows.set(key, row);
      }
  return [...rows.values()];
}

/** Two looks at a node, `ms` apart in the machine's time, and its busiest flows. */
export async function watchTop(
  core: Core,
  sample: () => Sample,
  view: (serial: number) => FlowView | undefined,
  { ms, flows: most, sort }: { ms: number; flows: number; sort: Sort },
): Promise<Top> {
  await core.sampleFlows();
  const before = sample();
  const old = core.flows.counts();
  const begun = performance.now();
  await new Promise((resolve) => setTimeout(resolve, ms));
  await core.sampleFlows();
  const now = { ...sample(), time: before.time + performance.now() - begun };
  const is = core.flows.counts();
  const grown = (of: "packets" | "bytes", slot: number): number =>
    old.serials[slot] === is.serials[slot] ? is[of][slot]! - old[of][slot]! : is[of][slot]!;
  const busiest = core.flows.busiest(
    most,
    (shared) => sort !== "drops" || shared.drop !== undefined,
    (slot) => grown(sort === "bits" ? "bytes" : "packets", slot),
  );
  const seconds = Math.max(0.001, (now.time - before.time) / 1000);
  const flows = busiest.flatMap((flow): TopFlow[] => {
    const shown = view(flow.serial);
    if (shown === undefined) return [];
    const { flow: name, inPort, match, actions, drop } = shown;
    const [packets, bytes] = [grown("packets", flow.slot), grown("bytes", flow.slot)];
    const about = { flow: name, inPort, match, actions, ...(drop === undefined ? {} : { drop }) };
    return [{ ...about, packets: packets / seconds, bits: (8 * bytes) / seconds }];
  });
  return topBetween(before, now, flows);
}
