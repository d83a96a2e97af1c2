// The real worker process on pcap ports, driven through bindings: load, let run, stop, count, look at what it sends.
// Must never measure while something else than traffic moves.
import { spawn } from "node:child_process";
import { existsSync, rmSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { type FlowEvent, imbalance, type LcoreSample, PORT_FLAGS, type Worker } from "../bindings/index.js";
import { launch, makeLog, nodeFiles, type WorkerProcess } from "../dataplane/controller/index.js";
import { parseProfile, resolveProfile } from "../dataplane/profiles/index.js";
import { readPcap } from "../scripts/pcap/read.js";
import type { BenchCase } from "./cases.js";
import { loadFlows, setWayOut } from "./flows.js";
import { LOCAL } from "./frames.js";
import { onLeaving } from "./leaving.js";
import { MEASURED, OTHER } from "./machine.js";
import { pinnedThread, Share } from "./oncore.js";
import type { Sample } from "./samples.js";

const PORT = { in: 0, out: 1, proof: 2 } as const;
const SETTLE_MS = 50;
const PROOF_MS = 3;
const PROOF_TRIES = 20;
const END_MS = 20_000;

export interface SubjectOptions {
  what: BenchCase;
  flows: number;
  /** Folder for its files. */
  folder: string;
  capture: string;
  mbufs: number;
  mbufSize: number;
  hugepages: boolean;
  megabytes: number;
  /** Of the ports; default 1500. */
  mtu?: number;
  /** Another build of the worker. */
  program?: string;
}

let serial = 0;

export class Subject {
  readonly #options: SubjectOptions;
  readonly #process: WorkerProcess;
  readonly #thread: string;
  readonly #proof: string;
  readonly #errors: string[] = [];
  readonly #gone: () => void;
  #dump: FlowEvent[] = [];
  #dumped = () => {};

  /** Started and loaded, with its way in still shut. */
  static async start(options: SubjectOptions): Promise<Subject> {
    const name = `bench-${process.pid}-${serial++}`;
    const proof = join(options.folder, `${name}-proof.pcap`);
    const profile = parseProfile(profileOf(name, proof, options), "bench");
    const config = resolveProfile(profile, { cpus: [OTHER, MEASURED], runDir: options.folder });
    config.ports[PORT.in]!.flags &= ~PORT_FLAGS.UP;
    config.ports[PORT.proof]!.flags &= ~PORT_FLAGS.UP;
    const started = await launch(
      profile,
      config,
      nodeFiles(name, options.folder),
      makeLog("error"),
      options.program === undefined ? undefined : by(options.program),
    );
    const subject = new Subject(options, started, proof);
    await subject.#load();
    return subject;
  }

  private constructor(options: SubjectOptions, started: WorkerProcess, proof: string) {
    this.#options = options;
    this.#process = started;
    this.#proof = proof;
    this.#gone = onLeaving(() => started.kill("SIGKILL"));
    this.#thread = pinnedThread(started.pid, MEASURED)!;
    this.#link.onWork(() => this.#work());
  }

  get tscHz(): number {
    return this.#link.counters.sample().tscHz;
  }

  /** Lets traffic run for so long; undefined when none moved. */
  async sample(windowMs: number): Promise<Sample | undefined> {
    await this.#shut(PORT.in, false);
    await sleep(SETTLE_MS);
    const first = this.#page();
    const share = new Share(this.#thread);
    await sleep(windowMs);
    const on = share.now();
    const last = this.#page();
    await this.#shut(PORT.in, true);
    const packets = received(last) - received(first);
    if (packets === 0 || on === 0) return undefined;
    return { ns: ((last.timeNs - first.timeNs) * on) / packets, share: on, packets };
  }

  /** Sends some packets to a capture instead, by the same flows, and gives them. */
  async prove(): Promise<Uint8Array[]> {
    const { commands } = this.#link;
    setWayOut(commands, this.#options.what, PORT.proof);
    await this.#shut(PORT.proof, false);
    for (let tries = 0; tries < PROOF_TRIES; tries++) {
      await this.#shut(PORT.in, false);
      await sleep(PROOF_MS);
      await this.#shut(PORT.in, true);
      if (this.#page().tx[PORT.proof]!.packets > 0) break;
    }
    await this.#shut(PORT.proof, true);
    setWayOut(commands, this.#options.what, PORT.out);
    await this.#link.sync();
    return readPcap(this.#proof).map(({ data }) => data);
  }

  /** The final ledger and each flow's packets by its number; what the worker refused. */
  async audit(): Promise<Audit> {
    const page = this.#page();
    const queue = page.queues.find(({ port }) => port === PORT.in)!;
    const dumped = new Promise<void>((resolve) => {
      this.#dumped = resolve;
    });
    this.#link.commands.flowDump(1);
    this.#link.commands.publish();
    await dumped;
    const packets = new Float64Array(this.#options.flows);
    for (const flow of this.#dump) packets[flow.flowId] = flow.packets;
    return {
      ...{ rx: queue.rx, rxBytes: queue.rxBytes, hits: queue.hits, tx: queue.tx, txBytes: queue.txBytes },
      ...{ imbalance: imbalance(queue), flows: this.#dump.length, packets, refused: this.#errors },
    };
  }

  async close(): Promise<void> {
    this.#link.close();
    this.#process.kill("SIGTERM");
    const late = setTimeout(() => this.#process.kill("SIGKILL"), END_MS);
    await this.#process.ended;
    clearTimeout(late);
    this.#gone();
    if (existsSync(this.#proof)) rmSync(this.#proof);
  }

  get #link(): Worker {
    return this.#process.link;
  }

  #page(): LcoreSample {
    return this.#link.counters.lcore(0);
  }

  async #load(): Promise<void> {
    const { what, flows } = this.#options;
    await loadFlows(this.#link.commands, what, flows, PORT);
    await this.#link.sync();
  }

  /** In force, and counted to the end, when it resolves. */
  async #shut(port: number, shut: boolean): Promise<void> {
    this.#link.commands.portSet(port, shut ? 0 : PORT_FLAGS.UP);
    await this.#link.sync();
    for (let before = -1; shut && before !== received(this.#page()); await sleep(2))
      before = received(this.#page());
  }

  #work(): void {
    const { events, upcalls } = this.#link;
    while (upcalls.take() > 0);
    const take = () =>
      events.take((event) => {
        if (event.kind === "error") this.#errors.push(`command ${event.command} was refused: ${event.code}`);
        else if (event.kind === "flow") this.#dump.push(event);
        else if (event.kind === "dump-end") this.#dumped();
      });
    while (take() > 0);
  }
}

export interface Audit {
  rx: number;
  rxBytes: number;
  hits: number;
  tx: number;
  txBytes: number;
  /** 0 when the queue's ledger balances. */
  imbalance: number;
  /** Installed. */
  flows: number;
  /** Of each flow. */
  packets: Float64Array;
  refused: string[];
}

/** As a worker is always started, by another program. */
const by = (program: string) => (startFile: string) =>
  spawn(program, ["--config", startFile], { stdio: ["ignore", "ignore", "pipe"], detached: true });

const received = (page: LcoreSample): number => page.queues.find(({ port }) => port === PORT.in)!.rx;

function profileOf(name: string, proof: string, options: SubjectOptions): object {
  const { what, flows, capture, mbufs, mbufSize, hugepages, megabytes } = options;
  const port = { mtu: options.mtu ?? 1500, rxDescriptors: 256, txDescriptors: 256, promiscuous: false };
  return {
    ...{ version: 1, host: "bench", name, burst: 32 },
    ports: [
      { ...port, name: "in", device: `net_pcap0,rx_pcap=${capture},infinite_rx=1` },
      { ...port, name: "out", device: "net_null0,no-rx=1" },
      { ...port, name: "proof", device: `net_pcap1,tx_pcap=${proof}` },
    ],
    underlay: what.does === "decap" ? [{ port: "in", addresses: [`${LOCAL}/24`] }] : [],
    cores: [MEASURED],
    mbufs: { count: mbufs, size: mbufSize },
    memory: { hugepages, megabytes },
    idle: { backoffUs: 1000 },
    bounds: { flows: Math.max(64, flows), actions: 64, tunnels: 16, nexthops: 16, groups: 16, parked: 64 },
    timeouts: { flowIdleMs: 0 },
    ffi: { commandBytes: 4 * 2 ** 20, eventBytes: 4 * 2 ** 20 },
  };
}
