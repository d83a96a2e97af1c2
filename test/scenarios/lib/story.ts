// A scenario made ready to run: its frames built, its topologies in order. Plain values; both runs read the same.
import type { Topology } from "../../../dataplane/topology/index.js";
import { edited, type Scenario, type Step } from "./format.js";
import { bind, type Host, hostOf, namesOf } from "./host.js";
import type { Built, Scapy } from "./scapy.js";

export interface Turn {
  step: Step;
  /** Worker port and bytes that come in; -1: nothing does. */
  port: number;
  data: Uint8Array;
  /** The topology that this step puts in force. */
  apply: Topology | undefined;
  /** What must leave, by worker port. */
  out: ReadonlyMap<number, Built[]>;
}

export interface Story {
  scenario: Scenario;
  host: Host;
  first: Topology;
  turns: Turn[];
}

/** What one run saw of one step. */
export interface Seen {
  sent: { port: number; bytes: Uint8Array }[];
  /** Reasons' names, sorted. */
  drops: string[];
  consumed: number;
  /** A flow took the packet. */
  hit: boolean;
  /** What the flow that the packet hits was made of; undefined: there is none. */
  flow: { mask: Uint8Array; tags: ReadonlySet<number>; path: string[] } | undefined;
  invalidated: number;
  kept: number;
}

export async function storyOf(scenario: Scenario, scapy: Scapy): Promise<Story> {
  const topologies = [scenario.topology];
  for (const { apply } of scenario.steps)
    if (apply !== undefined) topologies.push(edited(topologies[topologies.length - 1]!, apply));
  const host = hostOf(scenario, topologies);
  const wanted = scenario.steps.flatMap(({ frame, out }) => [
    ...(frame === undefined ? [] : [frame]),
    ...Object.values(out ?? {}).flat(),
  ]);
  const built = await scapy.build(namesOf(scenario), scenario.frames, wanted);
  let next = 0;
  let phase = 0;
  const turns = scenario.steps.map((step): Turn => {
    const data = step.frame === undefined ? new Uint8Array(0) : built[next++]!.bytes;
    const out = new Map<number, Built[]>();
    for (const [id, frames] of Object.entries(step.out ?? {})) {
      const port = portOf(host, id);
      out.set(port, [...(out.get(port) ?? []), ...frames.map(() => built[next++]!)]);
    }
    const port = step.in === undefined ? -1 : portOf(host, step.in);
    return { step, port, data, apply: step.apply && bind(topologies[++phase]!, host), out };
  });
  return { scenario, host, first: bind(scenario.topology, host), turns };
}

function portOf(host: Host, id: string): number {
  const port = host.portOf.get(id);
  if (port === undefined)
    throw new Error(
      `"${id}" is no port of host "${host.facts.host}"; it has ${[...host.portOf.keys()].join(", ")}`,
    );
  return port;
}
