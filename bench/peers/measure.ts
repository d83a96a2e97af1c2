// One row: testpmd's io, Open vSwitch in each configuration, edgelane, and the same back, all from the same capture, one
// at a time on the measured CPU. Must give back every page, process and file.
import { rmSync } from "node:fs";
import { join } from "node:path";
import { capturePackets, writeCapture } from "../captures.js";
import type { PeerPlan } from "../cases.js";
import { BenchError } from "../error.js";
import { SIZES } from "../frames.js";
import { reserve } from "../machine.js";
import { HEADROOM, judgeAudit, judgeFrames, memoryFor, moved, SPARE_MB, SPARE_MBUFS } from "../pcap.js";
import { type Sample, type Summary, summarize } from "../samples.js";
import { Subject } from "../subject.js";
import { Testpmd } from "../testpmd.js";
import { linesOf, type Measured, type PeerLine } from "./lines.js";
import { OVS_MB, Ovs } from "./ovs.js";
import { CONFIGS, type Config, OvsPeer } from "./ovs-peer.js";
import type { PeerJob } from "./plan.js";

/** What Open vSwitch takes for an MTU of 1500; a frame has to fit one, since a replay takes no chains. */
const MBUF_SIZE = 2048;
const LARGE_MTU = 2000;
/** Of its core that a thread had in a window, 0..1. */
const LEAST_SHARE = 0.2;
const TRIES = 3;

/** `native`: another build of the worker to measure too. Throws BenchError and what starts processes throws. */
export async function measurePeers(
  job: PeerJob,
  plan: PeerPlan,
  folder: string,
  native: string | undefined,
): Promise<PeerLine[]> {
  const large = job.frame !== "64";
  const mbufs = capturePackets(job.flows) + SPARE_MBUFS;
  const megabytes = memoryFor(mbufs, MBUF_SIZE);
  const processes = native === undefined ? 2 : 3;
  const capture = join(folder, "peers.pcap");
  writeCapture(capture, job.case, job.flows, SIZES[job.frame]);
  const memory = reserve(OVS_MB + processes * megabytes + 2 * SPARE_MB);
  const closes: (() => Promise<void>)[] = [];
  const kept = <T extends { close(): Promise<void> }>(started: T): T => {
    closes.push(() => started.close());
    return started;
  };
  try {
    if (!memory.hugepages)
      throw new BenchError(
        "BENCH_HUGEPAGES",
        `the machine does not give ${OVS_MB + processes * megabytes + 2 * SPARE_MB} MiB in 2 MiB pages`,
        "end what else uses memory",
      );
    // First, since it takes most: others may be after the same pages.
    const open = await Ovs.start(folder);
    closes.push(() => open.close());
    const setting = { folder, capture, mbufs, megabytes, hugepages: true };
    const floor = kept(
      await Testpmd.start({
        devices: [`net_pcap0,rx_pcap=${capture},infinite_rx=1`, "net_null0,no-rx=1"],
        mbufBytes: MBUF_SIZE + HEADROOM,
        ...setting,
      }),
    );
    const work = {
      what: job.case,
      flows: job.flows,
      mbufSize: MBUF_SIZE,
      ...(large && { mtu: LARGE_MTU }),
      ...setting,
    };
    const builds = [kept(await Subject.start(work))];
    if (native !== undefined) builds.push(kept(await Subject.start({ ...work, program: native })));
    const hz = builds[0]!.tscHz;
    const ovs = await OvsPeer.start(open, folder, job, capture, hz);
    closes.unshift(() => ovs.close());

    const configs = Object.keys(CONFIGS) as Config[];
    const contenders: Contender[] = [
      { name: "floor", sample: (ms) => floor.sample(ms) },
      ...configs.map((name): Contender => ({ name, sample: (ms) => ovs.sample(name, ms) })),
      ...builds.map((one, i): Contender => ({ name: `build ${i}`, sample: (ms) => one.sample(ms) })),
    ];
    const taken = await thereAndBack(contenders, plan.passes, plan.windowMs);
    const wrong = await ovs.judge();
    await open.close();
    const own = await Promise.all(builds.map(async (one, i) => judged(job, one, taken.get(`build ${i}`)!)));
    return linesOf(
      job,
      {
        floor: taken.get("floor")!,
        ovs: Object.fromEntries(configs.map((name) => [name, { summary: taken.get(name)!, wrong }])),
        ...{ edgelane: own[0]!, native: own[1] },
      },
      hz,
    );
  } finally {
    for (const close of closes.reverse()) await close();
    rmSync(capture, { force: true });
    memory.release();
  }
}

async function judged(job: PeerJob, subject: Subject, summary: Summary): Promise<Measured> {
  const proof = await subject.prove();
  const audit = await subject.audit();
  return { summary, wrong: judgeFrames(job, proof) ?? judgeAudit(job, audit, proof) };
}

/** A window in which the thread hardly ran says little: it is taken again, longer, the last time for good. */
async function undisturbed(one: Contender, windowMs: number): Promise<Sample | undefined> {
  let taken = await one.sample(windowMs);
  for (let tries = 1; tries < TRIES && (taken?.share ?? 0) < LEAST_SHARE; tries++)
    taken = await one.sample(windowMs * 2 ** tries);
  return taken;
}

export interface Contender {
  name: string;
  sample(windowMs: number): Promise<Sample | undefined>;
}

/** Each in order and then in the opposite order, so that drift falls on all alike. Throws BenchError BENCH_STILL. */
export async function thereAndBack(
  contenders: readonly Contender[],
  passes: number,
  windowMs: number,
): Promise<Map<string, Summary>> {
  const taken = new Map(contenders.map(({ name }) => [name, [] as (Sample | undefined)[]]));
  for (let pass = 0; pass < passes; pass++)
    for (const one of [...contenders, ...[...contenders].reverse()])
      taken.get(one.name)!.push(await undisturbed(one, windowMs));
  return new Map(
    [...taken].map(([name, samples]) => {
      const some = samples.filter(moved);
      if (some.length === 0)
        throw new BenchError("BENCH_STILL", `no packet moved in a sample of ${name}`, "edgelane check");
      return [name, summarize(some)];
    }),
  );
}
