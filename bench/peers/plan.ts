// Which rows are measured beside Open vSwitch, from the data in cases.json. Pure.
import { type BenchCase, CASES, type FrameKind, type Job, type PeerPlan } from "../cases.js";

export interface PeerJob extends Job {
  frame: FrameKind;
  /** Of the ratio. */
  bar?: number;
}

/** "l2 1000", "l2 imix 1000": what --only is matched against. */
export const peerJobName = ({ case: { name }, frame, flows }: PeerJob): string =>
  frame === "64" ? `${name} ${flows}` : `${name} ${frame} ${flows}`;

function barOf(plan: PeerPlan, { name }: BenchCase, frame: FrameKind, flows: number): number | undefined {
  if (frame !== "64") return undefined;
  return plan.bars.find(({ cases }) => new RegExp(cases).test(name))?.flows[flows];
}

/** In order of frame, case and flows. */
export function peerJobs(only: RegExp, plan: PeerPlan = CASES.peers): PeerJob[] {
  return plan.rows
    .flatMap(({ cases, frame, flows }) =>
      plan.cases
        .filter(({ name }) => new RegExp(cases).test(name))
        .flatMap((one) => flows.map((count) => ({ one, frame, count }))),
    )
    .map(({ one, frame, count }): PeerJob => {
      const bar = barOf(plan, one, frame, count);
      return { ports: "pcap", case: one, flows: count, frame, ...(bar !== undefined && { bar }) };
    })
    .filter((job) => only.test(peerJobName(job)));
}
