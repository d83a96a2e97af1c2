// What is measured, as data (cases.json), and which of it was asked for. Never how.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type KeyMember, packageRoot } from "../bindings/index.js";

/** One kind of work on a packet. */
export interface BenchCase {
  name: string;
  tunnel: "none" | "vxlan" | "gre";
  does: "forward" | "route" | "encap" | "decap";
  /** Key fields its flows match exactly, beside the port. */
  match: KeyMember[];
  /** First bits of ip_dst that are matched, where not all. */
  prefix?: number;
  /** One entry takes all flows, which differ in addresses and ports that it does not match. Else each has its own. */
  entries?: "one";
}

/** Entries of the flow table for so many flows. */
export const entriesOf = ({ entries }: BenchCase, flows: number): number => (entries === "one" ? 1 : flows);

/** Inner frames: 64 or 1500 bytes (the first on the wire, the second in memory), or 7:4:1 of 60, 566 and 1500. */
export type FrameKind = "64" | "1500" | "imix";

export type PortKind = "ring" | "pcap";

export interface Plan {
  /** Ring ports: floor, worker, worker, floor this many times, 4096 packets each. */
  quads: number;
  /** Processes: one sample's length. */
  windowMs: number;
  /** Processes: floor, worker, worker, floor this many times. */
  passes: number;
  /** `cases`: regular expression. */
  rows: { ports: PortKind; cases: string; flows: number[] }[];
  /** Rows of other kinds, in this order. */
  more: RowSpec[];
}

/** A worker of its own within one process, measured in turn with the others. */
export interface Variant {
  flows: number;
  /** 0: what the case matches; 1 to 16: microflows, spread over so many. */
  masks?: number;
  draw?: "uniform" | "zipf" | "once";
}

/** What every kind of row has. */
interface AnyRow {
  /** Name of the frames and actions: a case of the ring harness. */
  work: string;
}

/** ns a packet of each, beside the first. */
export interface VariantsRow extends AnyRow {
  kind: "masks" | "cold" | "zipf" | "flows";
  quads: number;
  variants: Variant[];
  /** Most that the ratio of the last may be. */
  bar?: number;
}

/** Flows set, removed and expired while an lcore forwards. */
export interface InstallsRow extends AnyRow {
  kind: "installs";
  /** In the table all the time, and forwarded by. */
  flows: number;
  /** Installed and removed at a time, beside those. */
  batch: number;
  passes: number;
  /** Who writes commands: the C client in the harness's own process, or bindings' classes to a worker's. */
  writer: "c" | "typescript";
  /** Times that a batch is let expire. */
  expire: number;
  /** Forwarding undisturbed before each batch. */
  quietMs?: number;
  /** Least flows a second; most share of the forwarding rate lost. */
  bar: { perSecond: number; loss: number };
}

/** Two lcores on two CPUs beside each alone. */
export interface ScalingRow extends AnyRow {
  kind: "scaling";
  /** Of each lcore. */
  flows: number;
  quads: number;
  /** Least share of their rates alone that two have at once. */
  bar: number;
}

/** Latency at shares of the zero-loss rate. */
export interface LatencyRow extends AnyRow {
  kind: "latency";
  flows: number;
  /** Tenths of a second at each load. */
  passes: number;
}

/** What a flow takes, on huge pages and on small ones. */
export interface MemoryRow extends AnyRow {
  kind: "memory";
  flows: number;
  family: 4 | 6;
  /** Most bytes a flow. */
  bar: number;
}

/** Lookups alone. */
export interface YardstickRow extends AnyRow {
  kind: "yardstick";
  flows: number;
  quads: number;
}

/** Large TCP sends into tunnels, cut and summed by the worker or left to a device. */
export interface OffloadRow extends AnyRow {
  kind: "offload";
  quads: number;
}

export type RowSpec =
  | VariantsRow
  | InstallsRow
  | ScalingRow
  | LatencyRow
  | MemoryRow
  | YardstickRow
  | OffloadRow;

/** "ring masks microflow": what --only is matched against. */
export const rowName = (spec: RowSpec): string =>
  `ring ${spec.kind} ${spec.work}${spec.kind === "installs" ? ` ${spec.writer}` : ""}`;

/** What is measured beside Open vSwitch. */
export interface PeerPlan {
  windowMs: number;
  /** Floor, Open vSwitch, edgelane and back this many times. */
  passes: number;
  quick: { windowMs: number; passes: number };
  /** Theirs, which may differ from those of the other plans. */
  cases: BenchCase[];
  rows: { cases: string; frame: FrameKind; flows: number[] }[];
  /** What is wanted of the ratio, by number of flows; and what would be better still. */
  bars: { cases: string; flows: Record<string, number>; stretch?: Record<string, number> }[];
}

export interface Cases {
  peers: PeerPlan;
  cases: BenchCase[];
  plans: { full: Plan; quick: Plan };
  /** Counted at each number of flows: the first under the case's own name, another as "l2 of 1". */
  instructions: {
    flows: number[];
    rounds: number;
    /** Of the software path, by kind of tunnel, a byte of TCP payload. */
    offload: { kinds: string[]; rounds: number };
  };
}

/** One line to come. */
export interface Job {
  ports: PortKind;
  case: BenchCase;
  flows: number;
  /** Default 64. */
  frame?: FrameKind;
}

export const CASES = JSON.parse(readFileSync(join(packageRoot, "bench/cases.json"), "utf8")) as Cases;

/** "ring vxlan-encap 1000": what --only is matched against. */
export const jobName = (job: Job): string => `${job.ports} ${job.case.name} ${job.flows}`;

/** The plan's lines in order of port kind, case and flows. */
export function jobs(plan: Plan, only: RegExp, cases: readonly BenchCase[] = CASES.cases): Job[] {
  const wanted = plan.rows.flatMap(({ ports, cases: pattern, flows }) =>
    cases
      .filter(({ name }) => new RegExp(pattern).test(name))
      .flatMap((one) => flows.map((count): Job => ({ ports, case: one, flows: count }))),
  );
  const place = (job: Job) => (job.ports === "ring" ? 0 : cases.length) + cases.indexOf(job.case);
  return wanted
    .filter((job) => only.test(jobName(job)))
    .sort((a, b) => place(a) - place(b) || a.flows - b.flows);
}
