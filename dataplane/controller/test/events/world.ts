// The real flow table over the scene's flows, asked what a change does to them.

import { compile } from "../../../simulation/compile.js";
import { keep, Simulator } from "../../../simulation/simulate.js";
import type { Snapshot } from "../../../simulation/snapshot.js";
import { tag } from "../../../simulation/tags.js";
import { packet } from "../../../simulation/test/lib/packets.js";
import type { Packet, Verdict } from "../../../simulation/verdict.js";
import type { Topology } from "../../../topology/index.js";
import { VirtualClock } from "../../clock.js";
import { FlowTable } from "../../flows/table.js";
import { planChange } from "../../plan.js";
import { Outcomes } from "../../planning/outcome.js";
import { decidingNow } from "../../planning/simulated.js";
import { placesOf } from "../../state/places.js";
import { ModelWorker } from "../model-worker.js";
import { base, FACTS, FLOWS, learned } from "./scene.js";

const PORTS = ["up0", ...FACTS.ports.keys()];
const simulator = new Simulator();

/** The scene and its flows' verdicts: made once. */
const SCENE = ((): {
  topology: Topology;
  snapshot: Snapshot;
  flows: Map<string, { packet: Packet; verdict: Verdict; does: string }>;
} => {
  const topology = base();
  const snapshot = compile(topology, FACTS);
  const outcomes = new Outcomes(snapshot, PORTS);
  const flows = new Map(
    Object.entries(FLOWS).map(([name, spec]) => {
      const one = packet(spec);
      const verdict = keep(simulator.simulate(snapshot, learned(), one));
      return [name, { packet: one, verdict, does: outcomes.of(decidingNow(verdict)).text }];
    }),
  );
  return { topology, snapshot, flows };
})();

export interface Judged {
  /** Simulated again, by whether they fare otherwise. */
  changed: string[];
  alike: string[];
  /** Kept, and yet they should fare otherwise, or name what they do not. */
  stale: string[];
}

export class World {
  readonly flows: FlowTable;
  private readonly state = learned();
  private readonly slots = new Map<string, number>();
  private readonly serials = new Map<string, number>();

  constructor() {
    this.flows = new FlowTable({
      ...{ commands: new ModelWorker(), clock: new VirtualClock() },
      limits: { flows: 256, actions: 256, groups: 16 },
      tunnelId: (id) => id,
      meterId: (id) => id,
    });
    for (const [name, { packet: one, verdict }] of SCENE.flows) {
      if (verdict.result.kind !== "flow" && verdict.result.kind !== "drop")
        throw new Error(`${name} makes no flow: ${JSON.stringify(verdict.result)}`);
      const slot = this.flows.install(one.key, verdict, SCENE.snapshot, 1);
      this.slots.set(name, slot);
      this.serials.set(name, this.flows.serialOf(slot));
    }
    if (new Set(this.slots.values()).size !== this.slots.size) throw new Error("two names are of one flow");
  }

  /** Invalidates what the change says, and looks at all others. Good for one change. */
  change(after: Topology): Judged {
    const snapshot = compile(after, FACTS, SCENE.snapshot);
    const plan = planChange(SCENE.topology, after, SCENE.snapshot, snapshot);
    const tags = new Set(plan.tags);
    // As a node does: stations that are nowhere now are forgotten, flows through tunnels that go end.
    const isPlace = placesOf(after);
    for (const [name, where] of this.state.stations) {
      const [bridge, vlan, mac] = name.split(" ");
      if (isPlace(bridge!, where)) continue;
      this.state.stations.delete(name);
      tags.add(tag.station(bridge!, Number(vlan), Number(mac)));
    }
    const foreseen = new Set(
      [...this.flows.affected(tags, plan.within, this.gone(snapshot)).values()].flat(),
    );
    this.flows.invalidate(tags, plan.within);
    for (const id of this.gone(snapshot)) this.flows.endThrough(id);
    const judged: Judged = { changed: [], alike: [], stale: [] };
    const outcomes = new Outcomes(snapshot, PORTS);
    for (const [name, slot] of this.slots) {
      const kept = this.flows.at(slot)?.serial === this.serials.get(name);
      if (kept === foreseen.has(slot)) throw new Error(`${name} was foreseen to ${kept ? "go" : "stay"}`);
      const { packet: one, does } = SCENE.flows.get(name)!;
      const fresh = simulator.simulate(snapshot, this.state, one);
      const same = outcomes.of(decidingNow(fresh)).text === does;
      const tags = new Set(kept ? this.flows.at(slot)!.tags : []);
      const named = fresh.tags.subarray(0, fresh.tagCount).every((one) => tags.has(one));
      if (kept && !(same && named)) judged.stale.push(name);
      else if (!kept) judged[same ? "alike" : "changed"].push(name);
    }
    return judged;
  }

  /** Tunnels that are no more. */
  private gone(after: Snapshot): number[] {
    const name = ({ type, local, remote, udpPort }: Snapshot["tunnels"][number]): string =>
      `${type} ${local} ${remote} ${udpPort}`;
    const there = new Set(after.tunnels.map(name));
    return SCENE.snapshot.tunnels.filter((one) => !there.has(name(one))).map(({ id }) => id);
  }
}
