// Open vSwitch doing a row's work: set up, measured in each of its configurations, its ledger and its frames judged.
// Must stand still, every thread of it, while others are measured.
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { capturePackets } from "../captures.js";
import { entriesOf } from "../cases.js";
import { BenchError } from "../error.js";
import { judge, LOCAL, LOCAL_MAC, outerBytes, REMOTE, REMOTE_MAC, SIZES, TUNNEL_KEY } from "../frames.js";
import { MEASURED } from "../machine.js";
import { Share } from "../oncore.js";
import type { Sample } from "../samples.js";
import { Fifo } from "./fifo.js";
import type { Ovs } from "./ovs.js";
import type { PeerJob } from "./plan.js";
import { PORT, tenantRules, underlayRules } from "./rules.js";
import { type PmdStats, parseActions, parseFlowCount, parsePmdStats, parsePortStats } from "./stats.js";

/** Its ways to find a flow before the megaflows: the exact match cache, none, the signature match cache. */
export const CONFIGS = {
  emc: { "emc-insert-inv-prob": 100, "smc-enable": false },
  "emc=off": { "emc-insert-inv-prob": 0, "smc-enable": false },
  smc: { "emc-insert-inv-prob": 0, "smc-enable": true },
} as const;
export type Config = keyof typeof CONFIGS;

const TENANT = "tenant";
const UNDERLAY = "underlay";
/** Room for the outer headers of a large frame. */
const MTU = { small: 1500, large: 2000 };
const SETTLE_MS = 150;
/** Packets. */
const LEAST_SETTLED = 100_000;
const LATE_MS = 5000;
const WARM_MS = 30_000;
const PROOF_MS = 30_000;
/** Nanoseconds of its own clock for a millisecond of a window: it stops while its thread does not get to poll. */
const LEAST_OF_WINDOW = 0.5e6;
/** RFC 7348 wants dynamic ports; this switch begins where Linux does. */
const SOURCE_PORTS = 32_768;

export class OvsPeer {
  readonly #ovs: Ovs;
  readonly #job: PeerJob;
  readonly #proof: Fifo;
  readonly #tscHz: number;
  #config: Config = "emc";
  #wrong: string | undefined;

  /** Every flow of the capture is in its datapath, and it stands still, when it resolves. Throws BenchError. */
  static async start(
    ovs: Ovs,
    folder: string,
    job: PeerJob,
    capture: string,
    tscHz: number,
  ): Promise<OvsPeer> {
    const proof = new Fifo(join(folder, "ovs-proof.pcap"));
    const peer = new OvsPeer(ovs, job, proof, tscHz);
    try {
      await peer.#wire(capture);
      await peer.#warm();
      ovs.pause();
      return peer;
    } catch (cause) {
      proof.close();
      throw cause;
    }
  }

  private constructor(ovs: Ovs, job: PeerJob, proof: Fifo, tscHz: number) {
    this.#ovs = ovs;
    this.#job = job;
    this.#proof = proof;
    this.#tscHz = tscHz;
  }

  /** Lets traffic run for so long in one of its configurations; undefined when none moved. */
  async sample(config: Config, windowMs: number): Promise<Sample | undefined> {
    this.#ovs.resume();
    await this.#configure(config);
    const first = await this.#settled();
    const share = new Share(this.#ovs.thread);
    await sleep(windowMs);
    const on = share.now();
    const last = await this.#stats();
    this.#ovs.pause();
    this.#wrong ??= hitsOf(config, first, last);
    const packets = last.received - first.received;
    // The thread's own clock: it is read with the packets, whenever this process gets to ask.
    const ns = ((last.cycles - first.cycles) * 1e9) / this.#tscHz;
    if (packets === 0 || on === 0 || ns < windowMs * LEAST_OF_WINDOW) return undefined;
    return { ns: (ns * on) / packets, share: on, packets };
  }

  /** What was wrong, or undefined: where packets were found, each that came left, its flows, and what it sends. */
  async judge(): Promise<string | undefined> {
    this.#ovs.resume();
    return this.#wrong ?? (await this.#judgeLedger()) ?? (await this.#judgeFrames());
  }

  /** The switch is to be ended first: it may be writing. */
  async close(): Promise<void> {
    this.#proof.close();
  }

  async #wire(capture: string): Promise<void> {
    const { case: what, frame } = this.#job;
    const mtu = frame === "64" ? MTU.small : MTU.large;
    await this.#ovs.bridge(TENANT, "02:00:00:00:02:01");
    if (what.tunnel !== "none") await this.#tunnel();
    await this.#ovs.port(this.#outBridge, "out", "net_null0,no-rx=1", PORT.out, mtu);
    await this.#ovs.port(this.#outBridge, "proof", `net_pcap1,tx_pcap=${this.#proof.path}`, PORT.proof, mtu);
    await this.#rules(PORT.out);
    const from = what.does === "decap" ? UNDERLAY : TENANT;
    await this.#ovs.port(from, "in", `net_pcap0,rx_pcap=${capture},infinite_rx=1`, PORT.in, mtu);
    await this.#ovs.liftLimit();
  }

  async #tunnel(): Promise<void> {
    const { tunnel } = this.#job.case;
    await this.#ovs.bridge(UNDERLAY, LOCAL_MAC);
    await this.#ovs.ip("link", "set", UNDERLAY, "mtu", String(MTU.large), "up");
    await this.#ovs.ip("address", "add", `${LOCAL}/24`, "dev", UNDERLAY);
    const options = [`options:remote_ip=${REMOTE}`, `options:local_ip=${LOCAL}`, `options:key=${TUNNEL_KEY}`];
    const set = ["--", "set", "Interface", "tunnel", `type=${tunnel}`, `ofport_request=${PORT.tunnel}`];
    await this.#ovs.vsctl("add-port", TENANT, "tunnel", ...set, ...options);
    await this.#ovs.ctl("ovs/route/add", `${LOCAL}/24`, UNDERLAY);
    await this.#ovs.ctl("tnl/arp/set", UNDERLAY, REMOTE, REMOTE_MAC);
  }

  get #outBridge(): string {
    return this.#job.case.does === "encap" ? UNDERLAY : TENANT;
  }

  async #rules(out: number): Promise<void> {
    const { case: what } = this.#job;
    if (what.tunnel !== "none") await this.#ovs.rules(UNDERLAY, underlayRules(what, out));
    await this.#ovs.rules(TENANT, tenantRules(what, out));
  }

  /** Until no packet misses. */
  async #warm(): Promise<void> {
    const deadline = performance.now() + WARM_MS;
    for (let before = await this.#stats(); performance.now() < deadline; ) {
      await this.#ovs.liftLimit();
      await sleep(SETTLE_MS);
      const now = await this.#stats();
      if (now.received > before.received && missesOf(before, now) === 0) return;
      before = now;
    }
    throw new BenchError("BENCH_OVS", "Open vSwitch has not taken up all flows", "edgelane bench --peers");
  }

  /** Once its thread has forwarded enough in the new configuration for its cache to be what it will be. */
  async #settled(): Promise<PmdStats> {
    const enough = Math.max(LEAST_SETTLED, 2 * capturePackets(this.#job.flows));
    const from = await this.#stats();
    for (const deadline = performance.now() + LATE_MS; ; ) {
      await sleep(SETTLE_MS);
      const now = await this.#stats();
      if (now.received - from.received >= enough || performance.now() > deadline) return now;
    }
  }

  async #configure(config: Config): Promise<void> {
    if (config === this.#config) return;
    const words = Object.entries(CONFIGS[config]).map(([name, value]) => `other_config:${name}=${value}`);
    await this.#ovs.vsctl("set", "Open_vSwitch", ".", ...words);
    this.#config = config;
  }

  async #stats(): Promise<PmdStats> {
    return parsePmdStats(await this.#ovs.ctl("dpif-netdev/pmd-stats-show"), MEASURED);
  }

  async #judgeLedger(): Promise<string | undefined> {
    const { case: what, flows, frame } = this.#job;
    const from = what.does === "decap" ? UNDERLAY : TENANT;
    await this.#ovs.ofctl(from, "mod-port", "in", "down");
    await sleep(SETTLE_MS);
    const [ports, { failed }] = [await this.#ovs.ctl("dpctl/show", "-s"), await this.#stats()];
    const [came, left] = ["in", "out"].map((name) => parsePortStats(ports, name));
    const [held, lists] = [parseFlowCount(ports), parseActions(await this.#ovs.ctl("dpctl/dump-flows"))];
    await this.#ovs.ofctl(from, "mod-port", "in", "up");
    return judgeLedger({
      ...{ came: came!.rx, left: left!.tx, failed, lost: came!.lost + left!.lost },
      ...{ held, wanted: entriesOf(what, flows) + (what.does === "decap" ? 1 : 0) },
      ...{ lists: [...lists.keys()], wantedLists: what.does === "decap" ? 2 : 1 },
      bytes: frame === "imix" ? undefined : came!.rxBytes,
      wantedBytes: came!.rx * (SIZES[frame](0) + (what.does === "decap" ? outerBytes(what) : 0)),
    });
  }

  /** Sends to a capture instead, by the same matches, until a frame of every flow was looked at. */
  async #judgeFrames(): Promise<string | undefined> {
    const { case: what, flows, frame } = this.#job;
    const expected = { flows, sizeOf: SIZES[frame], sourcePorts: SOURCE_PORTS };
    const seen = new Set<number>();
    let looked = 0;
    let wrong: string | undefined;
    const done = new Promise<void>((resolve) =>
      this.#proof.listen((frames) => {
        for (const one of frames) {
          if (wrong !== undefined || seen.size === flows) return resolve();
          const found = judge(what, expected, one);
          if (found !== undefined) wrong = `frame ${looked} ${found}`;
          else seen.add(numberIn(what.does === "encap" ? outerBytes(what) : 0, one));
          looked++;
        }
      }),
    );
    await this.#rules(PORT.proof);
    await this.#ovs.liftLimit();
    await Promise.race([done, sleep(PROOF_MS, undefined, { ref: false })]);
    this.#ovs.pause();
    if (wrong !== undefined) return wrong;
    return seen.size === flows
      ? undefined
      : `frames of ${seen.size} of ${flows} flows came out in ${PROOF_MS} ms`;
  }
}

/** Where a frame has its flow's number: behind Ethernet, IPv4 and UDP. */
const numberIn = (outer: number, frame: Buffer): number => frame.readUInt32BE(outer + 42);

const missesOf = (first: PmdStats, last: PmdStats): number =>
  last.missed - first.missed + last.failed - first.failed;

/** What speaks against a window having been measured in this configuration, or undefined. */
export function hitsOf(config: Config, first: PmdStats, last: PmdStats): string | undefined {
  const misses = missesOf(first, last);
  if (misses > 0) return `${misses} packets missed while they were measured`;
  const [emc, smc] = [last.emc - first.emc, last.smc - first.smc];
  if (config === "emc" ? smc > 0 : emc > 0 || (config === "emc=off" && smc > 0))
    return `with ${config}, ${emc} packets hit the EMC and ${smc} the SMC`;
  return undefined;
}

export interface Ledger {
  came: number;
  left: number;
  /** Upcalls that failed before its rules were in force. */
  failed: number;
  lost: number;
  /** Datapath flows. */
  held: number;
  wanted: number;
  /** Their action lists. */
  lists: string[];
  wantedLists: number;
  bytes: number | undefined;
  wantedBytes: number;
}

/** What is wrong with a ledger, or undefined. */
export function judgeLedger(ledger: Ledger): string | undefined {
  const { came, left, failed, lost, held, wanted, lists, wantedLists, bytes, wantedBytes } = ledger;
  if (came === 0) return "no packet came";
  if (came !== left + failed) return `${came - failed - left} of ${came} packets did not leave`;
  if (lost > 0) return `${lost} packets were lost at its ports`;
  if (held !== wanted) return `${held} datapath flows are held, not ${wanted}`;
  if (lists.length !== wantedLists)
    return `its flows have ${lists.length} action lists: ${lists.slice(0, 4).join(" ")}`;
  if (bytes !== undefined && bytes !== wantedBytes) return `${bytes} bytes came, not ${wantedBytes}`;
  return undefined;
}
