// A node: one worker process and the loop that answers it, from start to an end that leaves nothing behind.
import { type Observable, Subject } from "rxjs";
import { type Endpoint, formatMask, type Worker } from "../../bindings/index.js";
import { checkFit, loadProfile, type Profile, resolveProfile } from "../profiles/index.js";
import { simulate } from "../simulation/simulate.js";
import type { TunnelKind } from "../simulation/snapshot.js";
import type { Packet } from "../simulation/verdict.js";
import { parseIp } from "../topology/addresses.js";
import { ElError, inFile, loadTopology, type Topology } from "../topology/index.js";
import { ApiServer } from "./api/server.js";
import { CaptureHub } from "./capture/hub.js";
import type { CaptureOptions, Sink } from "./capture/session.js";
import { type Clock, RealClock } from "./clock.js";
import { type ApplySummary, Core } from "./core.js";
import { allowedCpus } from "./cpus.js";
import { pciDevices, refuseMissingDevices } from "./devices.js";
import { end } from "./ending.js";
import { Explainer } from "./explain/explainer.js";
import { launch, type SpawnWorker, spawnWorker, type WorkerProcess } from "./launch.js";
import { type Log, makeLog } from "./log.js";
import { refuseImpossible, refuseUnmet } from "./offloads/plan.js";
import { packetOf } from "./packet.js";
import { type Applied, type Plan, Planner } from "./planning/planner.js";
import { portNamed } from "./port-names.js";
import type { RuleRecord } from "./rule-log.js";
import { type NodeFiles, nodeFiles, prepareRunDir, runDirectory } from "./run-dir.js";
import { Settler } from "./settle.js";
import { FileStore, NoStore } from "./state/store.js";
import type { Finding } from "./stats/findings.js";
import { readSample } from "./stats/read.js";
import type { Sample } from "./stats/sample.js";
import { Streams } from "./stats/streams.js";
import { type Sort, type Top, watchTop } from "./stats/top.js";
import { workerType } from "./underlay/kind.js";
import { type FlowView, flowView, type VerdictView, verdictView } from "./views.js";
import { proofFile, readProofs, withProofs } from "./wire/proofs.js";

export interface NodeOptions {
  /** A judged profile, or the name or path of one. */
  profile: Profile | string;
  /** A judged topology, or the path of one. */
  topology: Topology | string;
  /** Folder of sockets; default: EDGELANE_RUN_DIR, XDG_RUNTIME_DIR/edgelane or /run/edgelane. */
  runDir?: string;
  clock?: Clock;
  log?: Log;
  spawnWorker?: SpawnWorker;
  /** Serve the HTTP interface; default true. */
  api?: boolean;
  /** Look for work without sleeping: lower latency, one CPU busy; default false. */
  spin?: boolean;
  /** CPUs the worker may use; default: those of this process. */
  cpus?: readonly number[];
  /** Period of the streams; default 1000. */
  statsMs?: number;
  /** Upcalls kept for those who ask; default 0. */
  recorded?: number;
}

export class EdgeNode {
  readonly profile: Profile;
  readonly core: Core;
  readonly stats: Streams;
  readonly why: Explainer;
  readonly files: NodeFiles;
  /** Resolves when the node has ended: with the error it ended by, or undefined when it was stopped. */
  readonly ended: Promise<ElError | undefined>;
  /** The error the node ended with; completes with its end. */
  readonly errors$ = new Subject<ElError>();

  /** What rules decided about new flows, of chains and rules that have a logger. */
  get rules$(): Observable<RuleRecord> {
    return this.core.ruleLog.rules$;
  }

  private readonly log: Log;
  private readonly clock: Clock;
  private readonly settler: Settler;
  private readonly captures: CaptureHub;
  private readonly planner: Planner;
  private api: ApiServer | undefined;
  private stopping: Promise<void> | undefined;
  private spinning = false;
  private found: readonly Finding[] = [];
  private failure: ElError | undefined;
  private finish!: (error: ElError | undefined) => void;

  /** Throws ElError, with nothing left behind, when the node cannot start. */
  static async start(options: NodeOptions): Promise<EdgeNode> {
    const profile = typeof options.profile === "string" ? loadProfile(options.profile) : options.profile;
    const topology = typeof options.topology === "string" ? loadTopology(options.topology) : options.topology;
    const runDir = options.runDir ?? runDirectory();
    const log = options.log ?? makeLog();
    const devices = pciDevices();
    refuseMissingDevices(profile, devices);
    const proofs = readProofs(proofFile(profile, runDir));
    const config = withProofs(
      resolveProfile(profile, { cpus: options.cpus ?? allowedCpus(), runDir }),
      proofs,
    );
    const files = nodeFiles(profile.name, runDir);
    fitIn(topology, profile, options.topology);
    refuseImpossible(profile, config, { devices });
    prepareRunDir(runDir);
    const worker = await launch(profile, config, files, log, options.spawnWorker ?? spawnWorker);
    let node: EdgeNode;
    try {
      refuseUnmet(profile, worker.link.counters.ports());
      node = new EdgeNode(profile, topology, worker, files, log, options);
    } catch (cause) {
      await end(worker, files, log, false);
      throw cause;
    }
    try {
      await node.begin(options);
    } catch (cause) {
      await node.stop();
      throw cause;
    }
    return node;
  }

  private constructor(
    profile: Profile,
    topology: Topology,
    private readonly worker: WorkerProcess,
    files: NodeFiles,
    log: Log,
    options: NodeOptions,
  ) {
    this.profile = profile;
    this.files = files;
    this.log = log;
    this.clock = options.clock ?? new RealClock();
    const { link } = worker;
    const stateFile = profile.state.file;
    this.core = new Core({
      profile,
      topology,
      link,
      clock: this.clock,
      log,
      store: stateFile === undefined ? new NoStore() : new FileStore(stateFile, this.clock, log),
      recorded: options.recorded ?? 0,
      failed: (cause) => void this.fail(fault(profile, cause)),
    });
    this.settler = new Settler(this.core, link);
    this.planner = new Planner(this.core, profile);
    this.why = new Explainer(this.core, this.clock, () => this.sample());
    this.captures = captureHub(this.core, link, this.clock, profile);
    this.stats = new Streams({
      read: () => this.sample(),
      flows: async () => {
        const time = this.clock.now();
        return (await this.flows()).map(({ flow, match, actions, packets, bytes }) => ({
          ...{ flow, match, actions, packets, bytes, time },
          rate: 0,
        }));
      },
      periodMs: options.statsMs ?? 1000,
      tunnels: () => new Set(this.core.snapshot.endpoints.map(({ type }) => type)),
    });
    this.ended = new Promise((resolve) => {
      this.finish = resolve;
    });
  }

  get topology(): Topology {
    return this.core.topology;
  }

  /** What `GET /status` tells. */
  status(): NodeStatus {
    const { core, profile, worker } = this;
    return {
      name: profile.name,
      host: profile.host,
      role: profile.role,
      worker: worker.pid,
      controller: process.pid,
      revision: core.revision,
      generation: core.generation,
      flows: core.flows.size,
      masks: core.flows.masks.list().length,
      waiting: core.waiting.size,
      upcalls: core.taken,
      simulated: core.slow.simulated,
      faults: core.slow.faults,
      captures: this.captures.size,
    };
  }

  /** One look at the counters. */
  sample(): Sample {
    return readSample(this.worker.link.counters, this.clock.now());
  }

  /** What lasts and should not: of traffic, not of the machine. */
  findings(): readonly Finding[] {
    return this.found;
  }

  /** All live flows with fresh counters. */
  async flows(): Promise<FlowView[]> {
    await this.core.sampleFlows();
    const now = this.clock.now();
    return [...this.core.flows.list()].map((flow) => flowView(this.core, flow, now));
  }

  /** What is busy during the next `ms`: queues, drops, upcalls, and so many flows. */
  top(asked: { ms: number; flows: number; sort: Sort }): Promise<Top> {
    this.alive();
    return watchTop(
      this.core,
      () => this.sample(),
      (serial) => this.explain(serial),
      asked,
    );
  }

  /** One flow, also one that ended not long ago. */
  explain(flow: number): FlowView | undefined {
    const found = this.core.flows.find(flow);
    return found === undefined ? undefined : flowView(this.core, found, this.clock.now());
  }

  /** The flow that a packet with this key hits; else the latest ended one that it hit. */
  explainKey(key: Uint8Array): FlowView | undefined {
    const found = this.core.flows.match(key) ?? this.core.flows.matchPast(key);
    return found === undefined ? undefined : flowView(this.core, found, this.clock.now());
  }

  /** What would become of a packet that came in by this port now. Changes nothing. */
  simulate(port: string, data: Uint8Array): VerdictView {
    const inPort = portNamed(this.core, port);
    const underlay = this.profile.underlay.some((net) => net.port === this.core.portNames[inPort]);
    return this.simulateKey(packetOf(data, inPort, underlay ? this.core.snapshot.endpoints : []));
  }

  /** The same for a packet that is parsed already. */
  simulateKey(packet: Packet): VerdictView {
    const verdict = simulate(this.core.snapshot, this.core.state, packet);
    return verdictView(this.core, packet.key, verdict);
  }

  /** Puts a topology in force, atomically. Throws ElError and changes nothing when it does not fit this node. */
  apply(topology: Topology): Promise<ApplySummary> {
    this.alive();
    return this.core.apply(topology);
  }

  /** The same, planned first, and compared with its plan: slower where many flows are concerned. */
  applyPlanned(topology: Topology): Promise<Applied> {
    this.alive();
    return this.planner.apply(topology);
  }

  /** What `apply` would do: to which live flows, and how they would fare. Changes nothing. */
  plan(topology: Topology): Promise<Plan> {
    this.alive();
    return this.planner.plan(topology);
  }

  /** Throws ElError when the topology does not fit this node's profile. */
  fits(topology: Topology): void {
    checkFit(topology, this.profile);
  }

  /** Canonical masks alive, and how many flows each has. */
  masks(): { mask: number; fields: string; bits: number; flows: number }[] {
    return this.core.flows.masks.list().map(({ id, mask, bits, flows }) => ({
      mask: id,
      fields: formatMask(mask),
      bits,
      flows,
    }));
  }

  /** Copies packets to the sink as pcapng until what is given back is called, or the options end it. Throws ElError:
   * CAPTURE_FILTER, PORT_UNKNOWN, CAPTURE_BUSY. */
  capture(options: CaptureOptions, sink: Sink): () => void {
    this.alive();
    return this.captures.start(options, sink);
  }

  /** Lets a gated port receive `count` more packets. */
  credit(port: string, count: number): void {
    this.core.outbox.portCredit(portNamed(this.core, port), count);
    this.core.outbox.flush();
  }

  /** Resolves when ports received `received` packets in all and each of them has its fate, or waits for an answer. */
  settle(received: number): Promise<void> {
    this.alive();
    return this.settler.settle(received);
  }

  /** Ends the node: drains, ends the worker, removes all that was made. Once done, done. */
  stop(): Promise<void> {
    this.stopping ??= this.shutDown();
    return this.stopping;
  }

  private async begin({ api, spin }: NodeOptions): Promise<void> {
    this.worker.link.onEnd(() => void this.died());
    await this.core.start();
    this.stats.findings$.subscribe((found) => this.tell(found));
    if (spin === true) this.spin();
    if (api !== false) this.api = await ApiServer.listen(this, this.files.api, this.log);
    this.log.info(
      { name: this.profile.name, worker: this.worker.pid, revision: this.core.revision },
      "node runs",
    );
  }

  /** Each finding once, when it appears. */
  private tell(found: readonly Finding[]): void {
    for (const one of found)
      if (!this.found.some(({ code, port }) => code === one.code && port === one.port))
        this.log.warn({ code: one.code, port: one.port, remedy: one.remedy }, one.message);
    this.found = found;
  }

  private spin(): void {
    this.spinning = true;
    const turn = (): void => {
      if (!this.spinning) return;
      this.core.work();
      setImmediate(turn);
    };
    turn();
  }

  private async died(): Promise<void> {
    if (this.stopping !== undefined) return;
    const how = await this.worker.ended;
    await this.fail(
      new ElError(
        "WORKER_DIED",
        `The worker of node "${this.profile.name}" (process ${this.worker.pid}) ended with ${how}.`,
        {
          place: this.profile.name,
          remedy: "Its last words are in the log. Start it again: edgelane run PROFILE --topology TOPOLOGY",
        },
      ),
    );
  }

  private async fail(error: ElError): Promise<void> {
    if (this.stopping !== undefined) return;
    this.log.error({ code: error.code }, error.message);
    this.failure = error;
    const stopped = this.stop();
    this.errors$.next(error);
    await stopped;
  }

  private async shutDown(): Promise<void> {
    this.spinning = false;
    this.stats.stop();
    if (this.worker.link.alive) this.captures.stop();
    await this.api?.close();
    if (this.worker.link.alive) this.core.outbox.shutdown();
    this.core.outbox.flush();
    // With a full ring the order never left: a signal says the same.
    const told = this.worker.link.alive && this.core.outbox.waiting === 0;
    this.core.stop();
    await end(this.worker, this.files, this.log, told);
    await this.core.saved();
    this.errors$.complete();
    this.finish(this.failure);
  }

  private alive(): void {
    if (this.stopping === undefined) return;
    throw new ElError("NODE_STOPPED", `The node "${this.profile.name}" has ended.`, {
      place: this.profile.name,
      remedy: "Start it again.",
    });
  }
}

export interface NodeStatus {
  name: string;
  host: string;
  role: Profile["role"];
  /** Process ids. */
  worker: number;
  controller: number;
  revision: string;
  generation: number;
  flows: number;
  /** Canonical masks alive. */
  masks: number;
  /** Parked packets that wait for an answer. */
  waiting: number;
  upcalls: number;
  simulated: number;
  /** Simulations that failed. */
  faults: number;
  /** Captures that are on. */
  captures: number;
}

function fitIn(topology: Topology, profile: Profile, given: Topology | string): void {
  try {
    checkFit(topology, profile);
  } catch (cause) {
    throw typeof given === "string" ? inFile(cause, given) : cause;
  }
}

function captureHub(core: Core, link: Worker, clock: Clock, profile: Profile): CaptureHub {
  const underlay = new Set(profile.underlay.map(({ port }) => core.portNames.indexOf(port)));
  return new CaptureHub({
    clock,
    portNamed: (name) => portNamed(core, name),
    around: {
      portNames: core.portNames,
      isUnderlay: (port) => underlay.has(port),
      received: () =>
        core.snapshot.endpoints.map(({ type, local, udpPort }) => tunnelEnd(type, local, udpPort)),
      sent: () => core.snapshot.tunnels.map(({ type, remote, udpPort }) => tunnelEnd(type, remote, udpPort)),
    },
    command: (ports, points, snap) => {
      core.outbox.capture(ports, points, snap);
      core.outbox.flush();
    },
    take: (handle) => (link.alive ? link.captures.take(handle) : 0),
    lost: () => (link.alive ? link.captures.lost() : 0),
  });
}

function tunnelEnd(type: TunnelKind, address: string, udpPort: number): Endpoint {
  return { type: workerType(type), udpDst: udpPort, local: parseIp(address)!.bytes };
}

function fault(profile: Profile, cause: unknown): ElError {
  if (cause instanceof ElError) return cause;
  return new ElError(
    "CONTROLLER_FAULT",
    `The node "${profile.name}" cannot go on: ${(cause as Error).message}.`,
    {
      place: profile.name,
      remedy: "Start it again; if it comes back, report it with the log.",
      cause,
    },
  );
}
