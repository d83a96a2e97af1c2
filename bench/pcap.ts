// A case over pcap ports: the worker's own process, its flows loaded through bindings, beside testpmd's io, both fed
// from the same capture for ever (net_pcap infinite_rx) and both sending into net_null.
import { rmSync } from "node:fs";
import { join } from "node:path";
import { captureBytes, capturePackets, writeCapture } from "./captures.js";
import { entriesOf, type Job, type Plan } from "./cases.js";
import { judge, outerBytes, SIZES } from "./frames.js";
import { failedLine, type Line, lineOf } from "./lines.js";
import { freeMb, reserve } from "./machine.js";
import { interleave, type Sample, summarize } from "./samples.js";
import { type Audit, Subject } from "./subject.js";
import { Testpmd } from "./testpmd.js";

/** Small, so that a million packets wait in memory; what the profile allows least. */
const MBUF_SIZE = 1024;
export const HEADROOM = 128;
/** struct rte_mbuf, the mempool's own header, and rounding. */
const MBUF_OVERHEAD = 256;
/** For queues, caches and bursts. */
export const SPARE_MBUFS = 8192;
const OWN_MB = 96;
/** What DPDK takes beyond what it is told to. */
export const SPARE_MB = 128;
const LACKS_PAGES = /^(WORKER_HUGEPAGES|WORKER_NO_MEMORY|BENCH_TESTPMD)$/;
/** Flow table, records and Node's side of a flow, bytes. */
const FLOW_BYTES = 512;

/** DPDK memory of one process that replays so many packets, MiB: their buffers and two rings of pointers. */
export function memoryFor(mbufs: number, size = MBUF_SIZE): number {
  const rings = 2 * 8 * 2 ** Math.ceil(Math.log2(mbufs + 1));
  return Math.ceil((mbufs * (size + HEADROOM + MBUF_OVERHEAD) + rings) / 2 ** 20) + OWN_MB;
}

/** Two lines: testpmd's and edgelane's. Where hugepages go to somebody else in the meantime, without them. */
export async function measurePcap(job: Job, plan: Plan, folder: string): Promise<Line[]> {
  const mbufs = capturePackets(job.flows) + SPARE_MBUFS;
  const capture = join(folder, `${job.case.name}-${job.flows}.pcap`);
  const setting = { folder, capture, mbufs, megabytes: memoryFor(mbufs) };
  const memory = reserve(2 * setting.megabytes + SPARE_MB);
  try {
    writeCapture(capture, job.case, job.flows);
    if (memory.hugepages) {
      const lines = await measure(job, plan, { ...setting, hugepages: true });
      rmSync(capture);
      return lines;
    }
  } catch (cause) {
    if (!LACKS_PAGES.test((cause as { code?: string }).code ?? "")) throw cause;
  } finally {
    memory.release();
  }
  const needed = 2 * setting.megabytes + Math.ceil((job.flows * FLOW_BYTES) / 2 ** 20);
  const free = freeMb();
  try {
    if (free < needed)
      return [failedLine(job, "4 KiB pages", `not measured: it needs ${needed} MiB, ${free} MiB are free`)];
    return await measure(job, plan, { ...setting, hugepages: false });
  } finally {
    rmSync(capture, { force: true });
  }
}

interface Setting {
  folder: string;
  capture: string;
  mbufs: number;
  megabytes: number;
  hugepages: boolean;
}

async function measure(job: Job, plan: Plan, setting: Setting): Promise<Line[]> {
  const pages = setting.hugepages ? "2 MiB pages" : "4 KiB pages";
  const closes: (() => Promise<void>)[] = [];
  try {
    const floor = await Testpmd.start({
      devices: [`net_pcap0,rx_pcap=${setting.capture},infinite_rx=1`, "net_null0,no-rx=1"],
      mbufBytes: MBUF_SIZE + HEADROOM,
      ...setting,
    });
    closes.push(() => floor.close());
    const subject = await Subject.start({
      ...{ what: job.case, flows: job.flows, mbufSize: MBUF_SIZE },
      ...setting,
    });
    closes.push(() => subject.close());
    const taken = await interleave(
      plan.passes,
      () => floor.sample(plan.windowMs),
      () => subject.sample(plan.windowMs),
    );
    const proof = await subject.prove();
    const audit = await subject.audit();
    const wrong = judgeFrames(job, proof) ?? judgeAudit(job, audit, proof);
    const hz = subject.tscHz;
    const [io, own] = [taken.floor.filter(moved), taken.subject.filter(moved)];
    if (io.length === 0 || own.length === 0)
      return [failedLine(job, pages, "not measured: no packet moved in a sample")];
    const beside = summarize(io);
    return [
      lineOf(job, "testpmd", pages, beside, hz, undefined),
      lineOf(job, "edgelane", pages, summarize(own), hz, wrong, { floor: "testpmd io", ns: beside.ns }),
    ];
  } finally {
    for (const close of closes.reverse()) await close();
  }
}

export const moved = (sample: Sample | undefined): sample is Sample => sample !== undefined;

/** What is wrong with the frames that left, or undefined. */
export function judgeFrames(
  { case: what, flows, frame: kind }: Job,
  frames: readonly Uint8Array[],
): string | undefined {
  if (frames.length === 0) return "no frame came out to be looked at";
  const sizeOf = SIZES[kind ?? "64"];
  for (const [i, frame] of frames.entries()) {
    const found = judge(what, { flows, sizeOf }, Buffer.from(frame.buffer, frame.byteOffset, frame.length));
    if (found !== undefined) return `frame ${i} of ${frames.length} ${found}`;
  }
  return undefined;
}

/**
 * What is wrong with the ledger, or undefined: everything received hit, and left; in whole bytes; and each flow had
 * exactly the packets that so many turns of the capture bring it.
 */
export function judgeAudit(job: Job, audit: Audit, proof: readonly Uint8Array[]): string | undefined {
  const { case: what, flows } = job;
  const entries = entriesOf(what, flows);
  const outer = {
    came: what.does === "decap" ? outerBytes(what) : 0,
    left: what.does === "encap" ? outerBytes(what) : 0,
  };
  const turns = audit.rx / capturePackets(flows);
  if (audit.refused.length > 0) return audit.refused[0];
  if (audit.flows !== entries) return `${audit.flows} flows are installed, not ${entries}`;
  if (audit.imbalance !== 0) return `the ledger is out by ${audit.imbalance} packets`;
  if (audit.hits !== audit.rx) return `${audit.rx - audit.hits} of ${audit.rx} packets hit no flow`;
  if (audit.tx !== audit.rx) return `${audit.rx - audit.tx} of ${audit.rx} packets did not leave`;
  const inner = innerBytes(job, audit, turns);
  const [came, left] = [inner + audit.rx * outer.came, inner + audit.tx * outer.left];
  if (audit.rxBytes !== came) return `${audit.rxBytes} bytes came, not ${came}`;
  if (audit.txBytes !== left) return `${audit.txBytes} bytes left, not ${left}`;
  if (proof.length > audit.tx) return "more frames were captured than sent";
  const counted = audit.packets.reduce((sum, packets) => sum + packets, 0);
  if (counted !== audit.hits) return `flows counted ${counted} packets, the queue ${audit.hits} hits`;
  const most = Math.ceil(capturePackets(flows) / entries) * Math.ceil(turns);
  const least = Math.floor(capturePackets(flows) / entries) * Math.floor(turns);
  const odd = audit.packets.subarray(0, entries).findIndex((packets) => packets < least || packets > most);
  return odd < 0 ? undefined : `flow ${odd} counted ${audit.packets[odd]} packets, not ${least} to ${most}`;
}

/** Bytes of all inner frames that came: exact for frames of one size, else what came if whole turns say it may be so. */
function innerBytes({ case: what, flows, frame = "64" }: Job, { rx, rxBytes }: Audit, turns: number): number {
  if (frame !== "imix") return rx * SIZES[frame](0);
  const turn = captureBytes(flows, SIZES[frame]);
  const inner = rxBytes - (what.does === "decap" ? rx * outerBytes(what) : 0);
  return Math.min(Math.max(inner, turn * Math.floor(turns)), turn * Math.ceil(turns));
}
