// Rows beside Open vSwitch as one table for people. Pure.
import { markdown } from "../table.js";
import type { PeerLine } from "./lines.js";

const PORTS =
  "Ports: net_pcap (infinite_rx) in, net_null (no-rx) out; bursts of 32; one core; Mpps, and TSC cycles over testpmd's io.";

const HEAD = [
  ...[
    "case",
    "frame",
    "flows",
    "entries",
    "io floor",
    "OVS emc",
    "OVS emc=off",
    "OVS smc",
    "edgelane",
    "of floor",
  ],
  ...["over: OVS", "over: edgelane", "ratio", "wanted", "outcome", "core", "right"],
];

const named = ({ frame, mix }: PeerLine): string | number => mix ?? (frame > 1500 ? 1500 : frame);
const rowOf = (line: PeerLine): string => [line.case, named(line), line.flows].join(" ");

function outcome({ bar, met }: PeerLine): string {
  if (bar === undefined) return "";
  return met === true ? "reached" : "missed";
}

function verdict(lines: readonly PeerLine[]): string {
  const wrong = lines.find(({ ok }) => !ok);
  return wrong === undefined ? "yes" : `NO: ${wrong.peer} ${wrong.config ?? ""} ${wrong.wrong}`;
}

/** One row for each build of edgelane. */
export function peersTable(lines: readonly PeerLine[]): string {
  const own = lines.filter(({ peer }) => peer === "edgelane");
  const rows = own.map((line) => {
    const all = lines.filter((other) => rowOf(other) === rowOf(line));
    const of = (config: string) => all.find((other) => other.config === config)?.mpps;
    const beside = all.filter(({ peer, march }) => peer !== "edgelane" || march === line.march);
    return [
      ...[line.march === undefined ? line.case : `${line.case} (${line.march})`, named(line), line.flows],
      ...[line.entries, all.find(({ peer }) => peer === "testpmd")?.mpps],
      ...[of("emc"), of("emc=off"), of("smc"), line.mpps, line.of_floor],
      ...[all.find(({ best }) => best)?.over_floor_cycles, line.over_floor_cycles],
      ...[line.ratio, line.bar === undefined ? "" : `>= ${line.bar}`, outcome(line)],
      ...[Math.min(...beside.map(({ core_share: share }) => share ?? 0)), verdict(beside)],
    ];
  });
  return `${markdown(HEAD, rows)}\n${PORTS}\n`;
}
