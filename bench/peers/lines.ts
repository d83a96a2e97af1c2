// The lines of a row beside Open vSwitch: each peer by its floor, edgelane by the other's best. Pure.
import { entriesOf } from "../cases.js";
import { barOf, type Figures, figures, round, verdict } from "../lines.js";
import type { Summary } from "../samples.js";
import type { PeerJob } from "./plan.js";

export interface PeerLine extends Figures {
  peer: "edgelane" | "ovs-dpdk" | "testpmd";
  case: string;
  ports: "pcap";
  /** Inner frame on the wire with its FCS, bytes; of a mix the mean. */
  frame: number;
  mix?: "imix";
  flows: number;
  /** In the flow table: one for all flows, or one for each. */
  entries: number;
  masks: number;
  /** Open vSwitch: emc, emc=off, smc. */
  config?: string;
  /** Its fastest. */
  best?: boolean;
  /** edgelane, where not the default build. */
  march?: string;
  /** edgelane's rate over Open vSwitch's best in the same passes. */
  ratio?: number;
  bar?: number;
  met?: boolean;
}

export interface Measured {
  summary: Summary;
  /** Undefined when all was right. */
  wrong?: string | undefined;
}

export interface Row {
  floor: Summary;
  /** By configuration. */
  ovs: Record<string, Measured>;
  edgelane: Measured;
  /** The same worker built for this very machine. */
  native?: Measured | undefined;
}

/** Bytes on the wire of a frame; of 7:4:1 of 64, 570 and 1504 the mean. */
const FRAMES = { 64: 64, 1500: 1504, imix: 353 };
const FLOOR = "testpmd io";

/** The floor, Open vSwitch's configurations, edgelane, and its native build. */
export function linesOf(job: PeerJob, row: Row, tscHz: number): PeerLine[] {
  const beside = { floor: FLOOR, ns: row.floor.ns };
  const fastest = Math.min(...Object.values(row.ovs).map(({ summary }) => summary.ns));
  const own = ({ summary, wrong }: Measured, build: object): PeerLine => {
    const ratio = round(fastest / summary.ns);
    return {
      ...head(job, "edgelane"),
      ...build,
      ...{ ...figures(summary, tscHz, beside), ratio, ...barOf(ratio, job.bar, false), ...verdict(wrong) },
    };
  };
  return [
    { ...head(job, "testpmd"), ...figures(row.floor, tscHz), ok: true },
    ...Object.entries(row.ovs).map(
      ([config, { summary, wrong }]): PeerLine => ({
        ...{ ...head(job, "ovs-dpdk"), config, best: summary.ns === fastest },
        ...{ ...figures(summary, tscHz, beside), ...verdict(wrong) },
      }),
    ),
    own(row.edgelane, {}),
    ...(row.native === undefined ? [] : [own(row.native, { march: "native" })]),
  ];
}

/** A line for a row that could not be measured. */
export const failedRow = (job: PeerJob, wrong: string): PeerLine => ({
  ...head(job, "edgelane"),
  ...verdict(wrong),
});

function head({ case: what, flows, frame }: PeerJob, peer: PeerLine["peer"]) {
  return {
    ...{ peer, case: what.name, ports: "pcap" as const, frame: FRAMES[frame] },
    ...(frame === "imix" && { mix: "imix" as const }),
    ...{ flows, entries: entriesOf(what, flows), masks: 1 },
  };
}
