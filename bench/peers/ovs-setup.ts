// How fast Open vSwitch takes up flows: new 5-tuples by upcalls, and rules in bulk by ovs-ofctl. What edgelane's
// flow set-up stands beside. Must lift the switch's own limit on flows, or failed upcalls would be measured.
import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { writeCapture } from "../captures.js";
import type { BenchCase } from "../cases.js";
import { addresses, LOCAL_MAC } from "../frames.js";
import { MEASURED, reserve } from "../machine.js";
import { Share } from "../oncore.js";
import { median } from "../samples.js";
import { OVS_MB, Ovs } from "./ovs.js";
import { PER_TUPLE } from "./rules.js";
import { parseFlowCount, parsePmdStats } from "./stats.js";

/** Every 5-tuple an entry of its own. */
const TUPLES: BenchCase = {
  ...{ name: "microflow", tunnel: "none", does: "forward" },
  match: ["eth_type", "ip_src", "ip_dst", "ip_proto", "ip_frag", "tp_src", "tp_dst"],
};
const SPARE_MB = 128;
const POLL_MS = 10;
const LATE_MS = 60_000;
/** Few at the start are not counted, nor the last: the polling thread is then busy with hits. */
const FROM = 0.01;
const TO = 0.95;

export interface SetupLine {
  peer: "ovs-dpdk";
  case: "flow-setup" | "bulk-load";
  flows: number;
  /** Median; of the samples the lowest and highest. */
  per_second: number;
  min: number;
  max: number;
  samples: number;
  ok: boolean;
  wrong?: string;
}

export interface SetupOptions {
  /** For files and sockets. */
  folder: string;
  /** Default 100000. */
  flows?: number;
  /** Default 3. */
  samples?: number;
}

/**
 * New 5-tuples a second, miss to datapath flow, by upcalls on the polling thread (the measured CPU), its limit on flows
 * lifted, in time that it was on its core. Takes 2 MiB pages for the while and gives them back. Throws BenchError BENCH_OVS.
 */
export async function ovsFlowSetup({
  folder,
  flows = 100_000,
  samples = 3,
}: SetupOptions): Promise<SetupLine> {
  const capture = join(folder, "ovs-setup.pcap");
  writeCapture(capture, TUPLES, flows);
  const taken = await withSwitch(folder, async (ovs) => {
    await ovs.port("br0", "in", `net_pcap0,rx_pcap=${capture},infinite_rx=1`, 1);
    const rates: number[] = [];
    for (let i = 0; i < samples; i++) rates.push(await takeUp(ovs, flows));
    return rates;
  }).finally(() => rmSync(capture, { force: true }));
  return lineOf("flow-setup", flows, taken);
}

/** Without a rule one flow drops all; then one rule wants a flow for each 5-tuple: flows a second while they come. */
async function takeUp(ovs: Ovs, flows: number): Promise<number> {
  await ovs.ofctl("br0", "del-flows");
  await ovs.ctl("revalidator/purge");
  const count = async () => parseFlowCount(await ovs.ctl("dpctl/show"));
  const deadline = performance.now() + LATE_MS;
  while ((await count()) > 1 && performance.now() < deadline) await sleep(POLL_MS);
  await ovs.ctl("dpif-netdev/pmd-stats-clear");
  await ovs.rules("br0", [`in_port=1,udp,actions=${PER_TUPLE}output:2`]);
  let first: { at: number; flows: number; share: Share } | undefined;
  for (; performance.now() < deadline; await sleep(POLL_MS)) {
    await ovs.liftLimit();
    const now = { at: performance.now(), flows: await count() };
    if (now.flows < flows * FROM) continue;
    first ??= { ...now, share: new Share(ovs.thread) };
    if (now.flows < flows * TO) continue;
    // Upcalls are handled by the polling thread itself.
    const on = first.share.now();
    const { failed } = parsePmdStats(await ovs.ctl("dpif-netdev/pmd-stats-show"), MEASURED);
    return failed > 0 ? Number.NaN : ((now.flows - first.flows) * 1e3) / (now.at - first.at) / on;
  }
  return Number.NaN;
}

/**
 * Rules a second of `ovs-ofctl --bundle add-flows`, start of the program to its end, one 5-tuple each; program and
 * switch share a CPU. Throws BenchError BENCH_OVS.
 */
export async function ovsBulkLoad({
  folder,
  flows = 100_000,
  samples = 3,
}: SetupOptions): Promise<SetupLine> {
  const file = join(folder, "ovs-bulk.rules");
  writeFileSync(file, `${Array.from({ length: flows }, (_, flow) => tupleRule(flow)).join("\n")}\n`);
  const taken = await withSwitch(folder, async (ovs) => {
    const rates: number[] = [];
    for (let i = 0; i < samples; i++) {
      await ovs.ofctl("br0", "del-flows");
      const from = performance.now();
      await ovs.ofctl("br0", "add-flows", file);
      const ms = performance.now() - from;
      const held = /flow_count=(\d+)/.exec(await ovs.ofctl("br0", "dump-aggregate"))?.[1];
      rates.push(Number(held) === flows ? (flows * 1e3) / ms : Number.NaN);
    }
    return rates;
  }).finally(() => rmSync(file, { force: true }));
  return lineOf("bulk-load", flows, taken);
}

function tupleRule(flow: number): string {
  const of = addresses(TUPLES, flow);
  const dotted = (address: number) => [24, 16, 8, 0].map((shift) => (address >>> shift) & 255).join(".");
  const addressed = `nw_src=${dotted(of.src)},nw_dst=${dotted(of.dst)}`;
  return `priority=10,udp,${addressed},tp_src=${of.srcPort},tp_dst=${of.dstPort},actions=output:2`;
}

async function withSwitch<T>(folder: string, use: (ovs: Ovs) => Promise<T>): Promise<T> {
  const memory = reserve(OVS_MB + SPARE_MB);
  let ovs: Ovs | undefined;
  try {
    ovs = await Ovs.start(folder);
    await ovs.bridge("br0", LOCAL_MAC);
    await ovs.port("br0", "out", "net_null0,no-rx=1", 2);
    return await use(ovs);
  } finally {
    await ovs?.close();
    memory.release();
  }
}

function lineOf(name: SetupLine["case"], flows: number, rates: readonly number[]): SetupLine {
  const right = rates.filter((rate) => !Number.isNaN(rate)).map(Math.round);
  const wrong = rates.length - right.length;
  return {
    ...{ peer: "ovs-dpdk", case: name, flows },
    ...{ per_second: median(right), min: Math.min(...right), max: Math.max(...right), samples: right.length },
    ok: wrong === 0,
    ...(wrong > 0 && { wrong: `${wrong} of ${rates.length} times not all flows were taken up` }),
  };
}
