// The real worker process on a ring that gives back what is sent into it (net_ring): some hundred frames go round for
// ever, one lcore at full rate. Must send every one of them to a capture in the end, to be judged.
import { existsSync, rmSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { ActionWriter, imbalance, type LcoreSample, PORT_FLAGS, type Worker } from "../bindings/index.js";
import { launch, makeLog, nodeFiles, type WorkerProcess } from "../dataplane/controller/index.js";
import { parseProfile, resolveProfile } from "../dataplane/profiles/index.js";
import { readPcap } from "../scripts/pcap/read.js";
import type { BenchCase } from "./cases.js";
import { loadFlows, setWayOut } from "./flows.js";
import { frameOf } from "./frames.js";
import { onLeaving } from "./leaving.js";
import { MEASURED, OTHER } from "./machine.js";
import { onCoreNs, pinnedThread } from "./oncore.js";
import { stepAhead, stepBack } from "./setup/priority.js";

const PORT = { loop: 0, proof: 1 } as const;
/** Frames that go round: the ring has 1024 places. */
export const ROUND = 512;
const PROOF_MS = 50;
const END_MS = 20_000;
const MEGABYTES = 96;

/** A moment: what was received, on the wall and on the CPUs. */
export interface Moment {
  packets: number;
  wallNs: number;
  /** Of the lcore, and of the worker's main thread, on their CPUs. */
  lcoreNs: number;
  mainNs: number;
}

let serial = 0;

export class Loop {
  readonly #what: BenchCase;
  readonly #process: WorkerProcess;
  readonly #lcore: string;
  readonly #proof: string;
  readonly #gone: () => void;
  readonly refused: string[] = [];
  /** Hears of silent flows. */
  onIdle?: (flow: number) => void;

  /**
   * Flows are loaded and frames go round when it resolves. `room`: flows that may be installed in all; `flowIdleMs`:
   * silent that long, a flow is told of, 0 never.
   */
  static async start(
    what: BenchCase,
    flows: number,
    room: number,
    folder: string,
    flowIdleMs = 0,
  ): Promise<Loop> {
    const name = `loop-${process.pid}-${serial++}`;
    const proof = join(folder, `${name}.pcap`);
    const profile = parseProfile(profileOf(name, proof, room, flowIdleMs), "bench");
    const config = resolveProfile(profile, { cpus: [OTHER, MEASURED], runDir: folder });
    config.ports[PORT.proof]!.flags &= ~PORT_FLAGS.UP;
    const started = await launch(profile, config, nodeFiles(name, folder), makeLog("error"));
    const loop = new Loop(what, started, proof);
    const { commands } = loop.link;
    await loadFlows(commands, what, flows, { in: PORT.loop, out: PORT.loop });
    const out = new ActionWriter().output(PORT.loop).take();
    for (let flow = 0; flow < ROUND; flow++) commands.inject(PORT.loop, out, frameOf(what, flow));
    await loop.link.sync();
    return loop;
  }

  private constructor(what: BenchCase, started: WorkerProcess, proof: string) {
    this.#what = what;
    this.#process = started;
    this.#proof = proof;
    this.#gone = onLeaving(() => started.kill("SIGKILL"));
    this.#lcore = pinnedThread(started.pid, MEASURED)!;
    this.link.onWork(() => this.#work());
    stepAhead(process.pid);
    stepAhead(started.pid);
  }

  get link(): Worker {
    return this.#process.link;
  }

  now(): Moment {
    const { timeNs } = this.#page();
    return {
      packets: received(this.#page()),
      wallNs: timeNs,
      lcoreNs: onCoreNs(this.#lcore),
      mainNs: onCoreNs(`/proc/${this.#process.pid}/task/${this.#process.pid}`),
    };
  }

  /** What is wrong with the ledger or the frames that went round, or undefined. Ends the round. */
  async audit(judge: (frame: Buffer) => string | undefined): Promise<string | undefined> {
    const { commands } = this.link;
    commands.portSet(PORT.proof, PORT_FLAGS.UP);
    setWayOut(commands, this.#what, PORT.proof);
    await this.link.sync();
    await sleep(PROOF_MS);
    const queue = this.#page().queues.find(({ port }) => port === PORT.loop)!;
    commands.portSet(PORT.proof, 0);
    await this.link.sync();
    if (this.refused.length > 0) return this.refused[0];
    if (imbalance(queue) !== 0) return `the ledger is out by ${imbalance(queue)} packets`;
    if (queue.hits !== queue.rx) return `${queue.rx - queue.hits} of ${queue.rx} packets hit no flow`;
    const frames = readPcap(this.#proof).map(({ data }) => Buffer.from(data));
    if (frames.length !== ROUND) return `${frames.length} frames came back, not ${ROUND}`;
    if (new Set(frames.map((frame) => frame.toString("hex"))).size !== ROUND)
      return "a frame came back twice";
    return frames.map(judge).find((found) => found !== undefined);
  }

  async close(): Promise<void> {
    stepBack(process.pid);
    this.link.close();
    this.#process.kill("SIGTERM");
    const late = setTimeout(() => this.#process.kill("SIGKILL"), END_MS);
    await this.#process.ended;
    clearTimeout(late);
    this.#gone();
    if (existsSync(this.#proof)) rmSync(this.#proof);
  }

  #page(): LcoreSample {
    return this.link.counters.lcore(0);
  }

  #work(): void {
    const { events, upcalls, commands } = this.link;
    while (upcalls.take() > 0);
    const flows = { idle: (flow: number) => this.onIdle?.(flow), flow() {} };
    const take = () =>
      events.take((event) => {
        if (event.kind === "error") this.refused.push(`command ${event.command} was refused: ${event.code}`);
      }, flows);
    while (take() > 0) if (this.onIdle) commands.publish();
  }
}

const received = (page: LcoreSample): number => page.queues.find(({ port }) => port === PORT.loop)!.rx;

function profileOf(name: string, proof: string, flows: number, flowIdleMs: number): object {
  const port = { mtu: 1500, rxDescriptors: 256, txDescriptors: 256, promiscuous: false };
  return {
    ...{ version: 1, host: "bench", name, burst: 32 },
    ports: [
      { ...port, name: "loop", device: "net_ring0" },
      { ...port, name: "proof", device: `net_pcap0,tx_pcap=${proof}` },
    ],
    underlay: [],
    cores: [MEASURED],
    mbufs: { count: 8192, size: 2048 },
    memory: { hugepages: false, megabytes: MEGABYTES },
    idle: { backoffUs: 0 },
    bounds: { flows, actions: 64, tunnels: 16, nexthops: 16, groups: 16, parked: 64 },
    timeouts: { flowIdleMs },
    ffi: { commandBytes: 4 * 2 ** 20, eventBytes: 4 * 2 ** 20 },
  };
}
