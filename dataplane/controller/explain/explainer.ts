// Answers "why" about a running node: a flow, a packet of which some fields are known, a drop reason. It must never
// change what it is asked about.
import { formatKey, keyField } from "../../../bindings/key.js";
import { DROP_NAMES, KEY } from "../../../bindings/layout.js";
import type { PathStep } from "../../simulation/verdict.js";
import { ElError } from "../../topology/index.js";
import type { Clock } from "../clock.js";
import type { Core } from "../core.js";
import type { EndedFlow, Flow } from "../flows/record.js";
import { portNamed } from "../port-names.js";
import type { Sample } from "../stats/sample.js";
import { names, snapshotNames } from "../views.js";
import { guess } from "./guess.js";
import { type Query, queryOf } from "./query.js";
import { dropNamed, dropSaid } from "./remedies.js";
import { SHOWN, search } from "./search.js";
import { type Why, type WhyParts, whyFlow, whyKey } from "./why.js";

/** About a packet. */
export interface Answer {
  /** The flows it hits, best first; else those it hit; else what it would come to. */
  why: Why[];
  /** Flows like them that are not shown, and live flows that look at less than was said: it may hit those too. */
  more: number;
  wide: number;
}

/** About a drop reason at a port. */
export interface DropWhy {
  reason: string;
  port: string;
  packets: number;
  says: string;
  remedy: string;
  /** Flows that drop by it, those with most packets first; else, of a drop by the worker, the busiest of that port. */
  flows: {
    flow: number;
    match: string;
    actions: string;
    packets: number;
    drops: boolean;
    path: PathStep[];
  }[];
  /** Packets that the simulation dropped by it, latest first. */
  examples: { match: string; agoMs: number; path: PathStep[] }[];
  /** What is down now, where that is the reason. */
  down: string[];
}

export class Explainer {
  constructor(
    private readonly core: Core,
    private readonly clock: Clock,
    private readonly sample: () => Sample,
  ) {}

  /** Undefined when there is no such flow, and none that ended lately. */
  async flow(serial: number): Promise<Why | undefined> {
    await this.core.sampleFlows();
    const flow = Number.isSafeInteger(serial) ? this.core.flows.find(serial) : undefined;
    return flow === undefined ? undefined : whyFlow(flow, this.parts());
  }

  /** `fields` as in query.ts. */
  async packet(fields: Readonly<Record<string, unknown>>): Promise<Answer> {
    const { core } = this;
    const query = queryOf(fields, (name) => portNamed(core, name));
    await core.sampleFlows();
    const { snapshot, state } = core;
    const stations = () => core.state.stations.list();
    const addresses = () => [...core.state.neighbours.list(), ...core.state.answers.list()];
    const like = await this.like(query);
    const guessed = guess(query, { portNames: core.portNames, snapshot, state, stations, addresses, like });
    const { live, ended, wide, counts } = await search(core.flows, query);
    const hit = guessed === undefined ? undefined : core.flows.match(guessed.key);
    const parts = this.parts();
    const flows = (list: readonly (Flow | EndedFlow)[]): Why[] => list.map((flow) => whyFlow(flow, parts));
    if (hit !== undefined || live.length > 0) {
      const all = [
        ...(hit === undefined ? [] : [hit]),
        ...live.filter(({ serial }) => serial !== hit?.serial),
      ];
      const shown = all.slice(0, SHOWN);
      const of =
        counts.live + (hit !== undefined && !live.some(({ serial }) => serial === hit.serial) ? 1 : 0);
      return { why: flows(shown), more: Math.max(0, of - shown.length), wide: counts.wide };
    }
    if (guessed === undefined) {
      if (wide.length + ended.length === 0) throw unknownPort(core.portNames);
      const list = wide.length > 0 ? wide : ended;
      const of = wide.length > 0 ? counts.wide : counts.ended;
      return { why: flows(list), more: of - list.length, wide: counts.wide };
    }
    const now = whyKey(guessed.key, guessed.assumed, parts);
    return {
      why: [now, ...flows(ended.slice(0, 3))],
      more: Math.max(0, counts.ended - 3),
      wide: counts.wide,
    };
  }

  /** One entry for each port that the reason dropped packets of, those with most first. */
  async drop(reason: string, port?: string): Promise<DropWhy[]> {
    const { core } = this;
    const number = dropNamed(reason);
    const wanted = port === undefined ? undefined : portNamed(core, port);
    await core.sampleFlows();
    const counted = new Map<number, number>();
    const name = DROP_NAMES[number]!;
    for (const queue of this.sample().queues)
      if (queue.drops[name] !== undefined)
        counted.set(queue.port, (counted.get(queue.port) ?? 0) + queue.drops[name]);
    for (const { port: seen } of core.drops.list(number)) if (!counted.has(seen)) counted.set(seen, 0);
    return [...counted]
      .filter(([at]) => wanted === undefined || at === wanted)
      .sort((a, b) => b[1] - a[1])
      .map(([at, packets]) => this.dropAt(number, at, packets));
  }

  /** The key of a packet that a flow was made from, of the same source and, if that was said, port. */
  private async like(query: Query): Promise<Uint8Array | undefined> {
    const bits = new Uint8Array(query.bits.length);
    for (const member of ["in_port", "eth_src", "eth_type", "ip_src"] as const) {
      const { offset, bytes } = keyField(member);
      bits.set(query.bits.subarray(offset, offset + bytes), offset);
    }
    if (bits[KEY.ip_src + 15] === 0 && bits[KEY.eth_src] === 0) return undefined;
    const { live, ended } = await search(this.core.flows, { key: query.key, bits });
    return (live[0] ?? ended[0])?.key;
  }

  private dropAt(reason: number, port: number, packets: number): DropWhy {
    const { core } = this;
    const now = this.clock.now();
    const name = DROP_NAMES[reason]!;
    const busiest = core.flows.busiest(SHOWN, (shared, inPort) => shared.drop === reason && inPort === port);
    const inWorker = busiest.length === 0 && reason < FIRST_OF_SIMULATION;
    const suspects = inWorker ? core.flows.busiest(3, (_, inPort) => inPort === port) : busiest;
    return {
      reason: name,
      port: core.portNames[port] ?? String(port),
      packets,
      ...dropSaid(name),
      flows: suspects.map((flow) => ({
        flow: flow.serial,
        match: formatKey(flow.key, core.flows.masks.get(flow.maskId).mask),
        actions: whyFlow(flow, this.parts()).says,
        packets: flow.packets,
        drops: flow.drop === reason,
        path: whyFlow(flow, this.parts()).path,
      })),
      examples: core.drops
        .list(reason, port)
        .map(({ key, at, path }) => ({ match: formatKey(key), agoMs: Math.round(now - at), path })),
      down: this.down(name),
    };
  }

  private down(reason: string): string[] {
    if (reason === "TUNNEL_DOWN")
      return [...this.core.underlay.tunnels.list()]
        .filter(({ id }) => this.core.underlay.tunnels.state(id) === "down")
        .map(
          ({ type, remote, hops }) => `tunnel ${type} to ${remote} (${hops.length} next hops, none answers)`,
        );
    if (reason === "PORT_DOWN")
      return this.sample()
        .ports.filter(({ up }) => !up)
        .map(({ name }) => `port ${name}`);
    return [];
  }

  private parts(): WhyParts {
    const { core } = this;
    return {
      snapshot: core.snapshot,
      state: core.state,
      names: names(core),
      snapshotNames: snapshotNames(core),
      maskOf: (flow) => core.flows.masks.get(flow.maskId).mask,
      now: this.clock.now(),
    };
  }
}

/** Reasons below it are the worker's own. */
const FIRST_OF_SIMULATION = 64;

function unknownPort(ports: readonly string[]): ElError {
  return new ElError("WHY_PORT_UNKNOWN", "Nothing tells by which port such a packet comes in.", {
    place: "port",
    remedy: `Name it: ${ports.map((name) => `port=${name}`).join(" or ")}`,
  });
}
