// Whose numbers a curve or bar shows, by which name, colour class and marker, in an order that never changes. Colour is
// never the only sign: each has its own marker and dash too.
import type { ReportLine } from "./line.js";

export type Marker = "circle" | "diamond" | "square" | "triangle" | "cross" | "star";

/** `tone`: a class of report.css that sets the colour in both schemes. */
export interface Look {
  name: string;
  tone: string;
  marker: Marker;
  dash?: string;
}

const LOOKS: readonly [(line: ReportLine) => boolean, (line: ReportLine) => Look][] = [
  [
    (line) => line.peer === "edgelane" && line.march === undefined,
    ({ ports }) =>
      ports === "ring"
        ? { name: "edgelane, ring ports", tone: "ring", marker: "diamond", dash: "6 3" }
        : {
            name: `edgelane${ports === undefined ? "" : `, ${ports} ports`}`,
            tone: "edgelane",
            marker: "circle",
          },
  ],
  [
    (line) => line.peer === "edgelane",
    ({ march, ports }) => ({
      name: `edgelane built for ${march}, ${ports} ports`,
      ...{ tone: "native", marker: "star", dash: "2 2" },
    }),
  ],
  [
    (line) => line.peer === "ovs-dpdk",
    ({ ports }) => ({
      name: `OVS-DPDK${ports === undefined ? "" : ` at its best, ${ports} ports`}`,
      tone: "ovs",
      marker: "square",
    }),
  ],
  [
    (line) => line.peer === "testpmd",
    ({ ports }) => ({
      name: `testpmd io, ${ports} ports (touches no packet)`,
      ...{ tone: "floor", marker: ports === "ring" ? "cross" : "triangle", dash: "1 4" },
    }),
  ],
];

export function lookOf(line: ReportLine): Look {
  const found = LOOKS.find(([holds]) => holds(line));
  return found?.[1](line) ?? { name: line.peer, tone: "other", marker: "cross" };
}

const PORTS = ["pcap", "ring"];
const PEERS = ["edgelane", "ovs-dpdk", "testpmd"];

/** Sorts lines so that the same peer always stands in the same place, whatever order they came in. */
export function byPeer(a: ReportLine, b: ReportLine): number {
  const place = (list: readonly string[], of = "") =>
    (list.indexOf(of) + list.length + 1) % (list.length + 1);
  return (
    place(PEERS, a.peer) - place(PEERS, b.peer) ||
    place(PORTS, a.ports) - place(PORTS, b.ports) ||
    (a.march ?? "").localeCompare(b.march ?? "")
  );
}

/** Looks for series that are no peers: loads, modes, masks. The n-th always looks the same. */
export function nthLook(n: number, name: string): Look {
  const markers: readonly Marker[] = ["circle", "square", "diamond", "triangle", "star", "cross"];
  const dashes = [undefined, "7 3", "2 3", "9 3 2 3", "1 4", "4 2"];
  const dash = dashes[n % dashes.length];
  return {
    name,
    tone: `tone-${n % 6}`,
    marker: markers[n % markers.length]!,
    ...(dash !== undefined && { dash }),
  };
}
