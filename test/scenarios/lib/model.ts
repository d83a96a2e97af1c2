// A scenario by simulation alone: verdict after verdict, run by the executor, with the learned state that a controller
// would keep between them. It must never ask a worker anything.
import { hashFlow } from "../../../bindings/hash.js";
import { ACT_DROP_SIZE, DROP, DROP_NAMES, UPCALL_REASON } from "../../../bindings/layout.js";
import { VirtualClock } from "../../../dataplane/controller/clock.js";
import {
  type Concerned,
  concerns,
  concernsKey,
  gained,
  type Within,
} from "../../../dataplane/controller/flows/fired.js";
import { neighbourWait } from "../../../dataplane/controller/miss/parked.js";
import { planChange } from "../../../dataplane/controller/plan.js";
import { LearnedTables } from "../../../dataplane/controller/state/learned.js";
import { NoStore } from "../../../dataplane/controller/state/store.js";
import { PathMtus } from "../../../dataplane/controller/underlay/mtu.js";
import type { Profile } from "../../../dataplane/profiles/index.js";
import { compile } from "../../../dataplane/simulation/compile.js";
import { describePath } from "../../../dataplane/simulation/path.js";
import { askNeighbour, simulate } from "../../../dataplane/simulation/simulate.js";
import type { VMeter } from "../../../dataplane/simulation/snapshot.js";
import type {
  Exception,
  Generated,
  Learned,
  Packet,
  Verdict,
} from "../../../dataplane/simulation/verdict.js";
import { parseIp } from "../../../dataplane/topology/addresses.js";
import type { Topology } from "../../../dataplane/topology/index.js";
import { type Bucket, bucketOf, execute, type Running, tunnelOf } from "../../differential/execute.js";
import type { Scene } from "../../differential/scene.js";
import { endpointOf, hopsOf, parsed, pipeOf, type World } from "../../differential/world.js";
import { Outside } from "./outside.js";
import type { Seen, Story, Turn } from "./story.js";
import { wordsOf } from "./words.js";

/** Exceptions of exceptions end here. */
const MOST_ROUNDS = 4;

interface Parked {
  packet: Packet;
  running: Running;
  port: number;
  exception: Exception | undefined;
  round: number;
}

/** A verdict that a controller would have installed. */
interface Installed {
  key: Uint8Array;
  mask: Uint8Array;
  tags: Set<number>;
  concerned: Concerned;
  path: string[];
  until: number;
}

function touched({ key, tags, concerned }: Installed, within: Within): boolean {
  const words = new Int32Array(key.slice().buffer);
  return (
    within.tags.some((tag) => tags.has(tag)) &&
    concerns(concerned, within) &&
    concernsKey(concerned, within, words)
  );
}

/** Every step of the story. */
export function simulated(story: Story, profile: Profile): Seen[] {
  const model = new Model(story, profile);
  const seen = story.turns.map((turn) => model.turn(turn));
  model.stop();
  return seen;
}

class Model {
  private readonly clock = new VirtualClock(1_000_000);
  private readonly tables: LearnedTables;
  private readonly pathMtus: PathMtus;
  private readonly outside: Outside;
  private readonly buckets = new Map<string, Bucket>();
  private readonly waiting = new Map<string, Parked[]>();
  private readonly woken = new Set<string>();
  private installed: Installed[] = [];
  private topology: Topology;
  private world!: World;
  private now!: Seen;
  private busy = false;

  constructor(
    private readonly story: Story,
    private readonly profile: Profile,
  ) {
    const { clock } = this;
    this.outside = new Outside(story.scenario);
    this.pathMtus = new PathMtus(clock, () => this.tunnels());
    this.tables = new LearnedTables({
      ...{ host: profile.host, clock, timeouts: profile.timeouts, limit: profile.bounds.flows },
      ...{ store: new NoStore(), pathMtus: this.pathMtus },
      events: {
        changed: (tags) => this.withdraw(new Set(tags)),
        neighbour: (port, address) => this.wake(neighbourWait(port, address)),
        ask: (port, address) => this.ask(port, address),
        wanted: (port, address) => this.waiting.has(neighbourWait(port, address)),
      },
    });
    this.topology = story.first;
    this.now = nothing();
    this.build();
  }

  turn({ step, port, data, apply }: Turn): Seen {
    this.now = nothing();
    if (port >= 0) this.receive(port, data);
    else if (apply !== undefined) this.apply(apply);
    else this.clock.advanceTo(this.clock.now() + step.wait!);
    this.answer();
    if (port >= 0) this.look(port, data);
    this.now.drops.sort();
    return this.now;
  }

  stop(): void {
    this.tables.stop();
    this.pathMtus.stop();
  }

  private build(): void {
    const snapshot = compile(this.topology, this.story.host.facts);
    const endpoints = snapshot.endpoints;
    this.world = {
      ...{ snapshot, state: this.tables, endpoints: endpoints.map(endpointOf) },
      endpointNames: JSON.stringify(endpoints),
      machine: {
        mtus: this.profile.ports.map(({ mtu }) => mtu),
        pipes: [],
        meters: snapshot.meters.map((one) => this.bucket(one)),
      },
    };
    this.tunnels();
  }

  /** One for good, as far as its rates stay: new ones keep what is left, and no more than they hold. */
  private bucket(meter: VMeter): Bucket {
    const fresh = bucketOf(meter);
    const there = this.buckets.get(meter.id) ?? fresh;
    const kept = { ...fresh, cbs: Math.min(there.cbs, fresh.cbs), ebs: Math.min(there.ebs, fresh.ebs) };
    this.buckets.set(meter.id, kept);
    return kept;
  }

  /** How to reach each remote. */
  private tunnels(): void {
    const { profile, world } = this;
    const underlay = profile.underlay[0]!;
    const scene = {
      settings: { underlay: { ...underlay, vlan: underlay.vlan ?? 0 }, tunnels: profile.tunnels },
      known: { pathMtus: this.pathMtus.list(), hops: [] },
    } as unknown as Scene;
    const addresses = world.snapshot.tunnels.flatMap(({ remote }) => hopsOf(scene, parseIp(remote)!));
    const hops = addresses.map((address) => ({
      address,
      mac: this.outside.hop(address) ?? ("failed" as const),
    }));
    const known = { ...scene.known, hops };
    const pipes = world.snapshot.tunnels.map((tunnel) => pipeOf({ ...scene, known }, tunnel));
    this.world = { ...world, machine: { ...world.machine, pipes } };
  }

  private apply(topology: Topology): void {
    const { facts } = this.story.host;
    const { tags, within } = planChange(
      this.topology,
      topology,
      this.world.snapshot,
      compile(topology, facts),
    );
    const before = this.installed.length;
    this.withdraw(tags, within);
    this.now.kept = this.installed.length;
    this.now.invalidated = before - this.now.kept;
    this.topology = topology;
    this.build();
    const ports = new Set(topology.ports.map(({ id }) => id));
    this.tables.neighbours.forget(({ scope }) => !ports.has(scope));
    this.tables.stations.forget(({ where }) => !ports.has(where.split("@")[0]!));
    for (const name of this.waiting.keys()) this.wake(name);
  }

  private receive(port: number, data: Uint8Array): void {
    const packet = parsed(this.world, port, data);
    if (typeof packet === "number") this.drop(packet);
    else {
      this.now.hit = this.hits(packet.key) !== undefined;
      this.whole({
        packet,
        running: { bytes: data, tunnel: tunnelOf(packet.key), hash: hashFlow(packet.key), exit: -1 },
        ...{ port, exception: undefined, round: 0 },
      });
    }
  }

  /** Decides, and then on all that this set loose. */
  private whole(parked: Parked): void {
    this.busy = true;
    this.decide(parked);
    this.wakeUp();
    this.busy = false;
  }

  private decide(parked: Parked): void {
    const { packet, exception } = parked;
    const hit = exception === undefined && this.hits(packet.key) !== undefined;
    const verdict = simulate(this.world.snapshot, this.tables, packet, exception);
    const { result } = verdict;
    if (!hit) for (const one of verdict.learned) this.learn(one);
    if (result.kind === "wait") {
      const { port, address } = result.on;
      if (this.tables.neighbours.want(port, address, true)) this.emit(verdict.generated);
      const name = neighbourWait(port, address);
      this.waiting.set(name, [...(this.waiting.get(name) ?? []), parked]);
      return;
    }
    if (!hit)
      this.emit(
        verdict.generated.filter(
          ({ asks }) => asks === undefined || this.tables.neighbours.want(asks.port, asks.address, true),
        ),
      );
    if (exception === undefined && !hit) this.install(packet.key, verdict);
    if (result.kind === "consumed") this.now.consumed++;
    else if (result.kind === "drop" && verdict.actionLength === ACT_DROP_SIZE) this.drop(result.reason);
    else this.carryOut(verdict, parked);
  }

  private install(key: Uint8Array, verdict: Verdict): void {
    const { result, mask, tags } = verdict;
    if (result.kind !== "flow" && result.kind !== "drop") return;
    const lifetime = result.kind === "drop" ? result.lifetimeMs : 0;
    const until = lifetime === 0 ? Number.POSITIVE_INFINITY : this.clock.now() + lifetime;
    const { snapshot } = this.world;
    const concerned = { ...verdict, snapshot, computed: { words: verdict.maskWords } };
    const path = wordsOf(describePath(this.world.snapshot, verdict));
    this.installed.push({ key, mask, tags: new Set(tags), concerned, path, until });
  }

  private hits(key: Uint8Array): Installed | undefined {
    this.installed = this.installed.filter(({ until }) => until > this.clock.now());
    return this.installed.find(({ key: own, mask }) =>
      mask.every((bits, at) => ((own[at]! ^ key[at]!) & bits) === 0),
    );
  }

  private withdraw(tags: ReadonlySet<number>, within: readonly Within[] = []): void {
    this.installed = this.installed.filter(
      (one) =>
        one.until > this.clock.now() &&
        ![...one.tags].some((tag) => tags.has(tag)) &&
        !within.some((some) => touched(one, some)),
    );
    for (const one of this.installed) {
      for (const tag of gained(one.concerned, within) ?? []) one.tags.add(tag);
      one.concerned = { ...one.concerned, tags: Int32Array.from(one.tags) };
    }
  }

  private learn(one: Learned): void {
    if (one.kind === "path-mtu") this.pathMtus.learn(one.remote, one.mtu);
    else if (one.kind !== "underlay-neighbour") this.tables.learn(one);
  }

  private emit(generated: readonly Generated[]): void {
    for (const { actions, data, port } of generated) {
      const packet = parsed(this.world, port, data);
      if (typeof packet === "number") this.drop(packet);
      else {
        const running = { bytes: data, tunnel: tunnelOf(packet.key), hash: hashFlow(packet.key), exit: -1 };
        this.carryOut({ actions, groups: [] }, { packet, running, port, exception: undefined, round: 0 });
      }
    }
  }

  private carryOut(program: Pick<Verdict, "actions" | "groups">, parked: Parked): void {
    for (const fate of execute(this.world.machine, program, parked.running)) {
      if (fate.kind === "sent") this.now.sent.push({ port: fate.port, bytes: fate.bytes });
      else if (fate.kind === "dropped") this.drop(fate.reason);
      else {
        const exception: Exception =
          fate.reason === UPCALL_REASON.TTL
            ? { kind: "ttl" }
            : {
                kind: fate.reason === UPCALL_REASON.PATH_MTU ? "path-mtu" : "tunnel-mtu",
                mtu: fate.arg,
              };
        const outer = parked.port === 0 && fate.packet.tunnel !== 0;
        const packet = parsed(this.world, parked.port, fate.packet.bytes, outer);
        if (typeof packet === "number") this.drop(packet);
        else if (parked.round === MOST_ROUNDS) this.drop(DROP.SIM_FAULT);
        else
          this.decide({
            ...{ packet, running: fate.packet, port: parked.port, exception },
            round: parked.round + 1,
          });
      }
    }
  }

  private drop(reason: number): void {
    this.now.drops.push(DROP_NAMES[reason] ?? String(reason));
  }

  private wake(name: string): void {
    this.woken.add(name);
    if (this.busy) return;
    this.busy = true;
    this.wakeUp();
    this.busy = false;
  }

  private wakeUp(): void {
    for (const name of this.woken) {
      this.woken.delete(name);
      const all = this.waiting.get(name) ?? [];
      this.waiting.delete(name);
      for (const parked of all) this.decide(parked);
    }
  }

  private ask(port: string, address: string): void {
    this.emit(askNeighbour(this.world.snapshot, this.tables, port, parseIp(address)!));
  }

  /** Neighbours that are asked for and answer. */
  private answer(): void {
    for (let again = true; again; ) {
      again = false;
      for (const { scope, address, state } of this.tables.neighbours.list()) {
        const mac = state === "asking" ? this.outside.neighbour(address) : undefined;
        if (mac === undefined) continue;
        this.tables.learn({ kind: "neighbour", port: scope, address, mac });
        again = true;
      }
    }
  }

  /** The flow that stands for such packets. */
  private look(port: number, data: Uint8Array): void {
    const packet = parsed(this.world, port, data);
    if (typeof packet !== "number") this.now.flow = this.hits(packet.key);
  }
}

const nothing = (): Seen => ({
  ...{ sent: [], drops: [], consumed: 0, hit: false, flow: undefined, invalidated: 0, kept: 0 },
});
