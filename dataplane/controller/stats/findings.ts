// Rates -> what a person should know of how a port's packets fall on its queues. Pure; says nothing of a moment, only
// of what lasts.
import { map, type OperatorFunction, scan } from "rxjs";
import type { QueueRate } from "./rates.js";
import { skewOf } from "./skew.js";

/** A running node's finding; as the doctor's, but of traffic. */
export interface Finding {
  code: "QUEUE_SKEW";
  level: "warning";
  port: string;
  message: string;
  remedy: string;
}

/** Looks in a row that must agree before something is said, or taken back. */
const LOOKS = 3;
/** Packets per second below which a share means nothing. */
const LEAST_RATE = 1000;
/** The busiest queue's share over the even share. */
const MOST_SKEW = 1.5;

interface Memory {
  /** By port name: looks in a row that were skewed. */
  readonly skewed: ReadonlyMap<string, number>;
  readonly findings: readonly Finding[];
}

/** `samples$.pipe(rates(), findings(() => types))`; `tunnels` names the types of tunnels this node ends. */
export function findings(
  tunnels: () => ReadonlySet<string>,
): OperatorFunction<readonly QueueRate[], readonly Finding[]> {
  return (rates) =>
    rates.pipe(
      scan((before: Memory, rows) => next(before, rows, tunnels()), { skewed: new Map(), findings: [] }),
      map((memory) => memory.findings),
    );
}

function next(before: Memory, rows: readonly QueueRate[], tunnels: ReadonlySet<string>): Memory {
  const skewed = new Map<string, number>();
  const said: Finding[] = [];
  for (const { portName, skew, queues } of skewOf(rows)) {
    const of = rows.filter((row) => row.portName === portName);
    const total = of.reduce((sum, { rx }) => sum + rx, 0);
    if (total < LEAST_RATE || skew < MOST_SKEW) continue;
    const looks = (before.skewed.get(portName) ?? 0) + 1;
    skewed.set(portName, looks);
    const busiest = of.reduce((most, row) => (row.rx > most.rx ? row : most));
    if (looks >= LOOKS) said.push(finding(busiest, total, queues, tunnels));
  }
  return { skewed, findings: said };
}

function finding(busiest: QueueRate, total: number, queues: number, tunnels: ReadonlySet<string>): Finding {
  const { portName, queue } = busiest;
  const share = Math.round((busiest.rx / total) * 100);
  const gre = ["gre", "nvgre"].filter((type) => tunnels.has(type));
  const why =
    gre.length > 0
      ? `${gre.join(" and ")} gives a NIC no ports to spread by`
      : "few flows, or all alike in what the port spreads by";
  return {
    ...{ code: "QUEUE_SKEW", level: "warning", port: portName },
    message: `port ${portName}: queue ${queue} gets ${share} % of the packets of ${queues} queues: ${why}`,
    remedy:
      gre.length > 0
        ? `set "offloads": {"respread": "software"} at port ${portName} in the profile, or use vxlan`
        : `look at the flows, edgelane show flows, and at "rss" of port ${portName} in the profile`,
  };
}
