// What offloads would spare the worker: 64 KB TCP sends through tunnels, cut and summed in software, beside the same
// sends left to a device. Must never be told without saying that no device was measured.
import type { OffloadRow } from "./cases.js";
import { ealWords, runHarness } from "./harness.js";
import { type RowLine, round, rowHead, verdict } from "./lines.js";
import { MEASURED } from "./machine.js";
import { wrongOf } from "./ring.js";
import type { Series } from "./samples.js";
import { markdown } from "./table.js";

/** What bench-offload prints; ns are of a send. */
export interface OffloadResult {
  tsc_hz: number;
  /** Bytes of TCP payload of a send. */
  payload: number;
  kinds: OffloadKind[];
  wrong: number;
  what: string;
}

export interface OffloadKind {
  /** "vxlan-6-in-4": IPv6 inside, IPv4 outside. */
  name: string;
  /** Payload bytes of a segment. */
  mss: number;
  sends: number;
  floor?: Series;
  offload?: Series;
  software?: Series;
}

export const LABEL = "worker side only, no NIC measured";

/** What offloads of the tunnel gave a whole node with a card, by others' measurement. */
export const PUBLISHED = {
  what: "ConnectX-3 Pro's VXLAN offload under MidoNet",
  throughput: 2.2,
  cpu: -0.52,
} as const;

const KB64 = 65_536;

/** Two lines a kind, software and offload; `ratio` of the first: its cost over the other's. */
export function offloadLines(result: OffloadResult): RowLine[] {
  const cycles = result.tsc_hz / 1e9;
  return result.kinds.flatMap(({ name, mss, sends, floor, offload, software }) =>
    [
      { mode: "software", own: software },
      { mode: "offload", own: offload },
    ].map(({ mode, own }) => ({
      ...rowHead("offload", name, result.payload),
      ...{ mode, mss, packets: sends, label: LABEL, published: PUBLISHED },
      ...(own && {
        cycles_per_byte: round((own.ns * cycles) / result.payload, 4),
        ns_per_64k: round((own.ns / result.payload) * KB64, 1),
        gbps: round((result.payload * 8) / own.ns, 1),
        min: round((own.p10 / result.payload) * KB64, 1),
        max: round((own.p90 / result.payload) * KB64, 1),
        ...(floor && { floor: "rx+tx burst", floor_ns: round((floor.ns / result.payload) * KB64, 1) }),
        ...(mode === "software" && offload && { ratio: round(own.ns / offload.ns, 1) }),
        ...{ core_share: round(own.share), samples: own.samples },
      }),
      ...verdict(wrongOf(result)),
    })),
  );
}

export async function measureOffload(spec: OffloadRow, hugepages: boolean): Promise<RowLine[]> {
  const { result } = await runHarness<OffloadResult>(
    "bench-offload",
    [`--quads=${spec.quads}`],
    ealWords(hugepages, MEASURED),
  );
  return offloadLines(result);
}

type Cell = (line: RowLine) => unknown;
const COLUMNS: readonly [string, Cell][] = [
  ["tunnel", ({ work }) => work],
  ["by", ({ mode }) => (mode === "offload" ? "the card, asked" : "worker, software")],
  ["cycles/byte", (line) => line.cycles_per_byte],
  ["ns/64 KB", (line) => line.ns_per_64k],
  ["Gb/s a core", (line) => line.gbps],
  ["software/offload", (line) => line.ratio],
  ["core", (line) => line.core_share],
  ["ok", ({ ok, wrong }) => (ok ? "yes" : `NO: ${wrong}`)],
];

const shown = (value: unknown): string | number | undefined =>
  typeof value === "string" || typeof value === "number" ? value : undefined;

/** The lines as a table for people, and what to hold them against. */
export function offloadTable(lines: readonly RowLine[]): string {
  const table = markdown(
    COLUMNS.map(([name]) => name),
    lines.map((line) => COLUMNS.map(([, of]) => shown(of(line)))),
  );
  return `offload, 64 KB TCP sends: ${LABEL}\n${table}${publishedSentence()}\n`;
}

/** The published gain, and why it is no such ratio. */
export const publishedSentence = (): string =>
  `published: ${PUBLISHED.what}: ${PUBLISHED.throughput} times the throughput, ${-PUBLISHED.cpu * 100} % less CPU. ` +
  "That is of a whole node with a card; the ratio above is of the worker's own cycles.";
