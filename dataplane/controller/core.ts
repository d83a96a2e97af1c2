// The loop itself: upcalls in, flows and packets out, one snapshot at a time. It must never start or end a process,
// nor publish a snapshot before the flows it changes are withdrawn.
import type { Event, FlowEvents, Upcalls, Worker } from "../../bindings/index.js";
import { CMD_KIND_NAMES, ERR_NAMES } from "../../bindings/layout.js";
import { checkFit, type Profile, upcallWeights } from "../profiles/index.js";
import type { Announced } from "../simulation/announce.js";
import { compile } from "../simulation/compile.js";
import { announceGateway, askNeighbour } from "../simulation/simulate.js";
import { LINK, type NodeFacts, type Snapshot, type VPort } from "../simulation/snapshot.js";
import { tag } from "../simulation/tags.js";
import type { Tag } from "../simulation/verdict.js";
import { parseIp, parseMac } from "../topology/addresses.js";
import { type Recording, revisionOf, type Topology } from "../topology/index.js";
import { Advertiser } from "./advertiser.js";
import type { Clock } from "./clock.js";
import { DropExamples } from "./explain/examples.js";
import { dropSaid } from "./explain/remedies.js";
import { type Cause, causeOf, TopologyCauses } from "./flows/cause.js";
import type { Within } from "./flows/fired.js";
import { FlowTable } from "./flows/table.js";
import type { SharedVerdict } from "./flows/verdicts.js";
import type { Log } from "./log.js";
import { ErrorBudget } from "./miss/error-budget.js";
import { type Kept, neighbourWait, tunnelWait } from "./miss/parked.js";
import { FairQueue } from "./miss/queue.js";
import { SlowPath } from "./miss/slow-path.js";
import { Waiting } from "./miss/waiting.js";
import { Outbox } from "./outbox.js";
import { planChange } from "./plan.js";
import { type Foreseen, foresee } from "./planning/foresee.js";
import { Meters } from "./qos/meters.js";
import { Recorder } from "./recording/recorder.js";
import { RuleLog } from "./rule-log.js";
import { announcedOf } from "./state/announced.js";
import { goneFrom } from "./state/gone.js";
import { LearnedTables } from "./state/learned.js";
import type { StateStore } from "./state/store.js";
import { Syncs } from "./syncs.js";
import { type Net, netsOf } from "./underlay/nets.js";
import { Underlay } from "./underlay/underlay.js";

/** Batches of upcalls in a row before timers and others get their turn. */
const BATCHES = 2;
/** Upcalls of a turn: so many at most are in front of a port's first. */
const TURN = 16;
/** The same while one port asks alone: they are answered where they lie, without a copy. */
const ALONE = 32;
/** Flow installs wait so long for others to be confirmed with. */
const CONFIRM_MS = 1;
/** Withdrawn flows deleted in a row. */
const SWEEP = 1024;

export interface CoreOptions {
  profile: Profile;
  topology: Topology;
  link: Worker;
  clock: Clock;
  log: Log;
  store: StateStore;
  /** Upcalls kept for those who ask; 0 = none. */
  recorded: number;
  /** The worker made no sense: the node must end. */
  failed(cause: unknown): void;
}

/** What an apply came to. */
export interface ApplySummary {
  revision: string;
  generation: number;
  /** Differences of the documents. */
  changes: number;
  flows: { invalidated: number; kept: number };
  /** Parked packets that were looked at again. */
  waiting: number;
}

export class Core {
  readonly outbox: Outbox;
  readonly syncs: Syncs;
  readonly flows: FlowTable;
  readonly state: LearnedTables;
  readonly underlay: Underlay;
  readonly waiting: Waiting<Kept>;
  /** Upcalls taken from the worker and not yet looked at. */
  readonly queue: FairQueue;
  readonly meters: Meters;
  readonly slow: SlowPath;
  readonly recorder: Recorder;
  readonly ruleLog: RuleLog;
  private readonly advertiser: Advertiser;
  readonly drops: DropExamples;
  readonly portNames: readonly string[];
  topology: Topology;
  revision: string;
  snapshot: Snapshot;
  generation: number;
  /** Upcalls looked at since the start. */
  taken = 0;
  private readonly linkUp: boolean[];
  private readonly facts: NodeFacts;
  private readonly onEvent = (event: Event): void => this.event(event);
  private readonly flowEvents: FlowEvents = {
    idle: (flowId, idleMs) => this.flows.idle(flowId, idleMs),
    flow: (flowId, cookie, packets, bytes) => this.flows.sampled(flowId, cookie, packets, bytes),
  };
  private readonly causes = new TopologyCauses();
  /** Tunnels to the other hosts of this one's gateways. */
  private watched: number[] = [];
  private dumps: (() => void)[] = [];
  private dumping = false;
  private confirming = false;
  private sweeping = false;
  private working = false;
  private ended = false;

  constructor(private readonly options: CoreOptions) {
    const { profile, topology, link, clock, log } = options;
    checkFit(topology, profile);
    this.portNames = profile.ports.map(({ name }) => name);
    const nets = netsFrom(profile, link);
    this.linkUp = link.counters.ports().map((port) => port.linkUp);
    this.facts = factsFrom(profile, nets);
    this.topology = topology;
    this.revision = revisionOf(topology);
    this.snapshot = compile(topology, this.facts);
    this.generation = link.welcome.generation + 1;
    this.outbox = new Outbox(link.commands, options.failed);
    this.syncs = new Syncs(this.outbox);
    this.recorder = new Recorder(options.recorded, this.portNames);
    this.drops = new DropExamples(clock);
    const weights = upcallWeights(profile);
    this.queue = new FairQueue(
      (port) => weights[port] ?? 1,
      profile.bounds.upcallSlots * link.counters.sample().lcores.length + link.upcalls.batch,
    );
    this.ruleLog = new RuleLog(clock, log);
    this.ruleLog.assign(topology);
    this.waiting = new Waiting(
      clock,
      profile.timeouts.parkMs,
      profile.bounds.parked * link.counters.sample().lcores.length,
    );
    this.underlay = new Underlay({
      profile,
      nets,
      clock,
      commands: this.outbox,
      changed: (tunnel) => {
        this.slow.wake(tunnelWait(tunnel));
        this.state.gateways.check();
      },
      learned: () => this.state.save(),
    });
    this.meters = new Meters(this.outbox, profile.bounds.meters);
    this.flows = new FlowTable({
      commands: this.outbox,
      clock,
      limits: profile.bounds,
      tunnelId: (id) => this.underlay.tunnels.id(id),
      meterId: (index) => this.meters.id(index),
      began: (verdict) => this.began(verdict),
      ended: (verdict) => this.endedVerdict(verdict),
    });
    this.state = new LearnedTables({
      host: profile.host,
      clock,
      timeouts: profile.timeouts,
      limit: profile.bounds.flows,
      store: options.store,
      pathMtus: this.underlay.pathMtus,
      events: {
        changed: (tags, why) => this.fired(tags, causeOf(why)),
        neighbour: (port, address) => this.slow.wake(neighbourWait(port, address)),
        ask: (port, address) => this.askNeighbour(port, address),
        wanted: (port, address) => this.wanted(port, address),
        alive: (port) => this.alive(port),
        local: (port) => this.vport(port)?.link === LINK.LOCAL,
        announce: (gateway) => this.announce(gateway),
        hello: (gateway) => this.say(gateway, []),
      },
    });
    this.slow = new SlowPath({
      snapshot: () => this.snapshot,
      revision: () => this.revision,
      generation: () => this.generation,
      state: this.state,
      flows: this.flows,
      waiting: this.waiting,
      underlay: this.underlay,
      meters: this.meters,
      outbox: this.outbox,
      errors: new ErrorBudget(clock),
      recorder: this.recorder,
      drops: this.drops,
      ruleLog: this.ruleLog,
      log,
      afterSync: (run) => this.syncs.after(run),
    });
    this.advertiser = new Advertiser(
      clock,
      () => this.snapshot,
      (generated) => this.slow.emit(generated),
    );
  }

  /** Programs the worker and starts answering. */
  async start(): Promise<void> {
    this.underlay.tunnels.fits(this.snapshot.tunnels);
    this.meters.fits(this.snapshot.meters);
    this.state.restore();
    this.outbox.generation(this.generation);
    this.underlay.assign(this.snapshot.tunnels, this.snapshot.endpoints);
    this.meters.assign(this.snapshot.meters);
    this.options.link.onWork(() => this.work());
    await this.syncs.all();
    this.underlay.start();
    this.advertiser.renew();
    this.gateways();
    this.outbox.flush();
  }

  /** Takes what waits, several batches at most; called by the doorbell, and over and over by one who spins. */
  work(): void {
    const { link, failed } = this.options;
    try {
      link.events.take(this.onEvent, this.flowEvents);
      for (let left = BATCHES * link.upcalls.batch; left > 0; ) {
        const served = this.turn(link.upcalls);
        this.outbox.flush();
        if (served < TURN) break;
        left -= served;
      }
      if (this.queue.size > 0) this.workSoon();
      if (this.flows.pending > 0) this.confirmSoon();
      if (this.flows.leaving > 0) this.sweepSoon();
    } catch (cause) {
      failed(cause);
    }
  }

  /** A few upcalls, each port's in its turn: nobody's first packet waits for a batch of another's. How many. */
  private turn(upcalls: Upcalls): number {
    const { queue } = this;
    if (queue.size === 0 && !upcalls.mixed)
      return this.serve(upcalls, upcalls.take(Math.min(ALONE, upcalls.batch)));
    const count = queue.room < upcalls.batch ? 0 : upcalls.take();
    for (let i = 0; i < count; i++) queue.add(upcalls.at(i));
    const round = queue.next(TURN);
    return this.serve(round, round.count);
  }

  private serve(upcalls: Parameters<SlowPath["take"]>[0], count: number): number {
    this.slow.take(upcalls, count);
    this.taken += count;
    return count;
  }

  /** Nobody rings for what waits here. */
  private workSoon(): void {
    if (this.working) return;
    this.working = true;
    setImmediate(() => {
      this.working = false;
      if (!this.ended) this.work();
    });
  }

  /** What `apply` would do, without doing it. Throws as it does. */
  foresee(topology: Topology): Foreseen {
    checkFit(topology, this.options.profile);
    const snapshot = compile(topology, this.facts, this.snapshot);
    const change = planChange(this.topology, topology, this.snapshot, snapshot);
    const { tunnels } = this.underlay;
    tunnels.fits(snapshot.tunnels);
    this.meters.fits(snapshot.meters);
    const { flows, state } = this;
    return foresee(topology, snapshot, change, { flows, state, dead: tunnels.absent(snapshot.tunnels) });
  }

  /** Puts a topology in force. Throws ElError and changes nothing when it does not fit this node. */
  async apply(topology: Topology): Promise<ApplySummary> {
    checkFit(topology, this.options.profile);
    const snapshot = compile(topology, this.facts, this.snapshot);
    const { changes, tags, within, words } = planChange(this.topology, topology, this.snapshot, snapshot);
    this.underlay.tunnels.fits(snapshot.tunnels);
    this.meters.fits(snapshot.meters);
    const before = this.flows.size;
    const revision = revisionOf(topology);
    const cause = this.causes.begin(revision, words);
    this.bump();
    this.withdraw(tags, cause, within);
    const dead = this.underlay.assign(snapshot.tunnels, snapshot.endpoints);
    for (const { id } of dead) this.flows.endThrough(id, cause);
    const unmetered = this.meters.assign(snapshot.meters);
    this.topology = topology;
    this.ruleLog.assign(topology);
    this.revision = revision;
    this.snapshot = snapshot;
    this.forget(topology);
    this.advertiser.renew();
    const kept = this.flows.size;
    const waiting = this.waiting.size;
    this.gateways();
    this.slow.wakeAll();
    await this.syncs.all();
    this.underlay.tunnels.end(dead);
    this.meters.end(unmetered);
    this.outbox.flush();
    const { generation } = this;
    return {
      revision,
      generation,
      changes: changes.length,
      flows: { invalidated: before - kept, kept },
      waiting,
    };
  }

  /** What a recording of upcalls begins with. */
  recordingHead(): Recording {
    const { facts, revision, portNames } = this;
    return {
      ...{ version: 1, host: facts.host, revision, maxDevices: facts.maxDevices ?? 0, ports: [...portNames] },
      underlay: facts.underlay.map((leg) => ({ ...leg, addresses: [...leg.addresses] })),
      state: this.state.dump(),
    };
  }

  /** Asks the worker for all flows' counters; they are in the flow records when it resolves. */
  sampleFlows(): Promise<void> {
    return new Promise((resolve) => {
      this.dumps.push(resolve);
      if (this.dumping) return;
      this.dumping = true;
      this.outbox.flowDump(0);
      this.outbox.flush();
    });
  }

  /** Asks the worker for all meters' counts; they are in their entries when it resolves. */
  async sampleMeters(): Promise<void> {
    this.meters.ask();
    await this.syncs.all();
  }

  stop(): void {
    this.ended = true;
    this.outbox.flush();
    this.state.stop();
    this.underlay.stop();
    this.advertiser.stop();
    this.flows.stop();
    this.outbox.close();
    this.syncs.fail(new Error("the node has ended"));
    for (const done of this.dumps) done();
  }

  /** What was learned is in its store. */
  saved(): Promise<void> {
    return this.options.store.close();
  }

  /** What was read under these tags no longer holds: its flows go, and verdicts made before come too late. */
  private fired(tags: readonly Tag[], cause: Cause): void {
    this.bump();
    this.withdraw(tags, cause);
  }

  /** Where many flows are concerned, the worker knows before anything else is done here. */
  private withdraw(tags: Iterable<Tag>, cause: Cause, within: readonly Within[] = []): void {
    const before = this.flows.leaving;
    this.flows.invalidate(tags, within, cause);
    if (this.flows.leaving === before) return;
    this.outbox.urge();
    this.sweepSoon();
  }

  private bump(): void {
    this.generation++;
    this.outbox.generation(this.generation);
  }

  private confirmSoon(): void {
    if (this.confirming || this.syncs.asked) return;
    this.confirming = true;
    setTimeout(() => {
      this.confirming = false;
      if (this.flows.pending === 0 || this.syncs.asked || this.ended) return;
      this.syncs.ask();
      this.outbox.flush();
    }, CONFIRM_MS).unref();
  }

  private sweepSoon(): void {
    if (this.sweeping) return;
    this.sweeping = true;
    setImmediate(() => {
      this.sweeping = false;
      if (this.ended) return;
      if (this.outbox.waiting === 0) this.flows.sweep(SWEEP);
      this.outbox.flush();
      if (this.flows.leaving > 0) this.sweepSoon();
    });
  }

  private event(event: Event): void {
    switch (event.kind) {
      case "sync":
        this.flows.confirm(event.token);
        this.syncs.came(event.token);
        break;
      case "dump-end":
        this.dumped();
        break;
      case "port":
        this.tellLink(this.portNames[event.port] ?? "", event.up);
        if (event.up && !this.linkUp[event.port]) this.underlay.announce(event.port);
        this.linkUp[event.port] = event.up;
        this.state.gateways.check();
        break;
      case "meter":
        this.meters.counted(event.meterId, event.packets, event.bytes);
        break;
      case "error":
        this.refused(event.seq, event.code, event.command, event.offset);
    }
  }

  private refused(seq: number, code: number, command: number, offset: number): void {
    const flow = this.flows.refused(seq);
    const names = { command: CMD_KIND_NAMES[command], error: ERR_NAMES[code], offset, flow };
    this.options.log.warn({ code: "COMMAND_REFUSED", ...names }, "the worker refused a command");
  }

  private tellLink(port: string, up: boolean): void {
    const { log } = this.options;
    if (up) log.info({ port, up }, "link");
    else log.warn({ code: "PORT_DOWN", port, up, remedy: dropSaid("PORT_DOWN").remedy }, "link");
  }

  private dumped(): void {
    const done = this.dumps;
    this.dumps = [];
    this.dumping = false;
    for (const run of done) run();
  }

  private began({ stations, tunnels }: SharedVerdict): void {
    for (const station of stations) this.state.stations.hold(station);
    for (const id of tunnels) {
      this.underlay.tunnels.get(id)!.users++;
      this.underlay.tunnels.want(id);
    }
  }

  private endedVerdict({ stations, tunnels }: SharedVerdict): void {
    for (const station of stations) this.state.stations.release(station);
    for (const id of tunnels) {
      const tunnel = this.underlay.tunnels.get(id);
      if (tunnel !== undefined) tunnel.users--;
    }
  }

  private askNeighbour(port: string, address: string): void {
    const ip = parseIp(address);
    if (ip !== undefined) this.slow.emit(askNeighbour(this.snapshot, this.state, port, ip));
  }

  private wanted(port: string, address: string): boolean {
    if (this.waiting.first(neighbourWait(port, address)) !== undefined) return true;
    return this.flows.depends(tag.neighbour(port, address));
  }

  /** The gateways of the snapshot. The host of one port keeps an eye on the other's, traffic or not. */
  private gateways(): void {
    const { ports, gateways } = this.snapshot;
    for (const id of this.watched) {
      const tunnel = this.underlay.tunnels.get(id);
      if (tunnel !== undefined) tunnel.users--;
    }
    this.watched = gateways.flatMap(({ ports: members }) => {
      const mine = members.some((index) => ports[index]!.link === LINK.LOCAL);
      return members
        .map((index) => ports[index]!)
        .filter(({ link }) => mine && link === LINK.REMOTE)
        .map(({ target }) => this.underlay.tunnels.id(target));
    });
    for (const id of this.watched) {
      this.underlay.tunnels.get(id)!.users++;
      this.underlay.tunnels.want(id);
    }
    this.state.gateways.declare(this.topology.l2Gateways ?? []);
  }

  /** Says by the gateway's active port where the stations behind it are. */
  private announce(gateway: string): void {
    const { topology, snapshot, state } = this;
    const said = announcedOf(topology, snapshot, gateway, state.stations.list(), state.answers.list());
    this.say(gateway, said);
  }

  private say(gateway: string, stations: readonly Announced[]): void {
    this.slow.emit(announceGateway(this.snapshot, this.state, gateway, stations));
    this.outbox.flush();
  }

  private vport(id: string): VPort | undefined {
    return this.snapshot.ports[this.snapshot.portOf.get(id) ?? -1];
  }

  private alive(id: string): boolean {
    const port = this.vport(id);
    if (port === undefined || !port.adminUp) return false;
    if (port.link === LINK.LOCAL) return this.linkUp[port.target] ?? false;
    if (port.link !== LINK.REMOTE) return false;
    return this.underlay.tunnels.state(this.underlay.tunnels.id(port.target)) !== "down";
  }

  /** What was learned of things that are no more. */
  private forget(topology: Topology): void {
    const gone = goneFrom(topology);
    this.state.stations.forget(({ bridge, where }) => gone.station(bridge, where));
    this.state.answers.forget(({ bridge }) => gone.bridge(bridge));
    this.state.neighbours.forget(({ scope }) => gone.port(scope));
  }
}

function netsFrom(profile: Profile, link: Worker): Net[] {
  const ports = new Map(
    link.counters.ports().map(({ port, name, driver, mac }) => [name, { port, mac: ownMac(driver, mac) }]),
  );
  return netsOf(profile.underlay, ports);
}

/** A TAP's MAC is that of the kernel's end of it; ours is the one beside it. */
function ownMac(driver: string, text: string): number {
  const mac = parseMac(text)!;
  return driver === "net_tap" ? (mac % 2 === 0 ? mac + 1 : mac - 1) : mac;
}

function factsFrom(profile: Profile, nets: readonly Net[]): NodeFacts {
  return {
    host: profile.host,
    maxDevices: profile.simulation.maxDevices,
    ports: new Map(profile.ports.map(({ name }, port) => [name, port])),
    mtus: new Map(profile.ports.map(({ name, mtu }) => [name, mtu])),
    underlay: nets.map(({ index, port, vlan, mac, mtu }) => ({
      port,
      vlan,
      mac,
      addresses: profile.underlay[index]!.addresses,
      mtu,
    })),
  };
}
