// One line of the result: what was measured, beside what, and whether every packet was right. Pure.
import type { Job } from "./cases.js";
import type { Summary } from "./samples.js";

/** What a measured line says of a packet. */
export interface Figures {
  ns_per_packet?: number;
  mpps?: number;
  /** Of the TSC, not of the core. */
  cycles_per_packet?: number;
  min?: number;
  max?: number;
  samples?: number;
  /** Lowest share of a sample that the measured thread had its core, 0..1. */
  core_share?: number;
  packets?: number;
  /** What it is compared with, and that one's median in the same minutes. */
  floor?: string;
  floor_ns?: number;
  over_floor_ns?: number;
  over_floor_cycles?: number;
  /** Share of the floor's rate, 0..1. */
  of_floor?: number;
  ok: boolean;
  /** Why not. */
  wrong?: string;
}

export interface Line extends Figures {
  ports: string;
  case: string;
  flows: number;
  peer: "edgelane" | "testpmd";
  /** Inner frame on the wire with its FCS, bytes. */
  frame: number;
  memory: string;
  /** Ring ports: testpmd's io in the same minutes; its packets stay in the cache. */
  testpmd_ns?: number;
}

/** A row that is of no case alone: `case` names its kind, `work` what is done with a packet. README.md has them all. */
export type RowLine = Omit<Line, "flows" | "memory" | "peer"> & {
  peer: "edgelane" | "dpdk";
  work: string;
  flows?: number;
  memory?: string;
  [field: string]: unknown;
};

/** `bar`: what the project wants; `met` says nothing of whether packets were right. */
export const barOf = (value: number, bar: number | undefined, most = true) =>
  bar === undefined ? {} : { bar, met: most ? value <= bar : value >= bar };

const FRAME = 64;
export const round = (value: number, digits = 2): number => Number(value.toFixed(digits));

export interface Beside {
  floor: string;
  ns: number;
}

/** `wrong`: undefined when every packet was right. */
export function lineOf(
  job: Job,
  peer: Line["peer"],
  memory: string,
  measured: Summary,
  tscHz: number,
  wrong: string | undefined,
  beside?: Beside,
): Line {
  return { ...head(job, peer, memory), ...figures(measured, tscHz, beside), ...verdict(wrong) };
}

export function figures(measured: Summary, tscHz: number, beside?: Beside) {
  const cycles = tscHz / 1e9;
  return {
    ns_per_packet: round(measured.ns),
    mpps: round(1e3 / measured.ns),
    cycles_per_packet: round(measured.ns * cycles, 1),
    min: round(measured.min),
    max: round(measured.max),
    samples: measured.samples,
    core_share: round(measured.share),
    packets: measured.packets,
    ...(beside && {
      floor: beside.floor,
      floor_ns: round(beside.ns),
      over_floor_ns: round(measured.ns - beside.ns),
      over_floor_cycles: round((measured.ns - beside.ns) * cycles, 1),
      of_floor: round(beside.ns / measured.ns, 3),
    }),
  };
}

/** What every line of a row begins with. */
export const rowHead = (kind: string, work: string, frame = FRAME) => ({
  ...{ ports: "ring", case: kind, work, peer: "edgelane" as const, frame },
});

/** A line for what could not be measured: it says so, it is not left out. */
export function failedLine(job: Job, memory: string, wrong: string): Line {
  return { ...head(job, "edgelane", memory), ...verdict(wrong) };
}

function head({ ports, case: what, flows }: Job, peer: Line["peer"], memory: string) {
  return { ports, case: what.name, flows, peer, frame: FRAME, memory };
}

export const verdict = (wrong: string | undefined) => ({
  ok: wrong === undefined,
  ...(wrong !== undefined && { wrong }),
});
