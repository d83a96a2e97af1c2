// The lines of `edgelane bench --json` as a reader knows them, and the one place that says whether a text holds such
// lines. Must refuse what is not ours with the place and the remedy; must let unknown fields be, since rows grow.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv2020, type ValidateFunction } from "ajv/dist/2020.js";
import { packageRoot } from "../../bindings/root.js";
import { BenchError } from "../error.js";

/** [percentile 0..100, nanoseconds] */
export type Percentile = readonly [number, number];

/** One thing measured; what each field means and its unit: `line.schema.json`. */
export interface ReportLine {
  peer: string;
  case: string;
  /** Of a row that is of no case alone: what is done with a packet, and how flows are drawn. */
  work?: string;
  draw?: string;
  /** Whose table is asked, and how. */
  lookup?: string;
  config?: string;
  march?: string;
  ports?: string;
  frame?: number;
  flows?: number;
  /** imix: `frame` is the mean. */
  mix?: string;
  /** In the flow table: one for all flows, or one for each. */
  entries?: number;
  masks?: number;
  workers?: number;
  memory?: string;
  mpps?: number;
  ns_per_packet?: number;
  cycles_per_packet?: number;
  min?: number;
  max?: number;
  core_share?: number;
  floor_ns?: number;
  over_floor_ns?: number;
  over_floor_cycles?: number;
  of_floor?: number;
  ratio?: number;
  bar?: number | string;
  met?: boolean;
  per_second?: number;
  per_second_wall?: number;
  asked?: number;
  operation?: string;
  writer?: string;
  batch?: number;
  placed?: string;
  loss?: number;
  cpu?: number;
  zero_loss_mpps?: number;
  limit?: string;
  bytes_per_flow?: number;
  family?: number;
  load?: number;
  mode?: string;
  cycles_per_byte?: number;
  ns_per_64k?: number;
  gbps?: number;
  label?: string;
  rate?: number;
  lost?: number;
  p50_ns?: number;
  p90_ns?: number;
  p99_ns?: number;
  p999_ns?: number;
  p9999_ns?: number;
  max_ns?: number;
  percentiles?: Percentile[];
  instructions?: number;
  ok: boolean;
  wrong?: string;
}

/** A host line's object; a saved run may lack what a later one says. */
export type Host = Record<string, string | number | boolean>;

export interface Run {
  /** Where the lines came from. */
  name: string;
  host: Host;
  lines: ReportLine[];
}

const REMEDY = "give what `edgelane bench --json` printed, unchanged";

let compiled: ValidateFunction | undefined;
function validate(): ValidateFunction {
  const read = () =>
    JSON.parse(readFileSync(join(packageRoot, "bench/report/line.schema.json"), "utf8")) as object;
  compiled ??= new Ajv2020({ strict: true, strictRequired: false, allowUnionTypes: true }).compile(read());
  return compiled;
}

/** What keeps a value from being a line of ours, or undefined. */
export function lineFault(value: unknown): string | undefined {
  const holds = validate();
  if (holds(value)) return undefined;
  const { instancePath = "", message = "is no line", params } = holds.errors![0]!;
  if (instancePath === "" && /required/.test(message)) return "has no `case` (or `part`) and `ok`";
  const allowed = "allowedValues" in params ? `: ${params.allowedValues}` : "";
  return `${instancePath.slice(1) || "the line"} ${message}${allowed}`;
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const isHost = (value: unknown): value is Host =>
  isRecord(value) &&
  Object.values(value).every((one) => ["string", "number", "boolean"].includes(typeof one));

/** One name for what lines have called differently. */
function tidy(line: Record<string, unknown>): ReportLine {
  const { part, ...rest } = line;
  const peer = typeof line.peer === "string" ? line.peer.replace(/^testpmd io$/, "testpmd") : "edgelane";
  const named = typeof part === "string" && line.case === undefined ? { case: part.split(":")[0]! } : {};
  return { ...rest, ...named, peer } as unknown as ReportLine;
}

/**
 * The run that a text of JSON lines holds. Throws BenchError REPORT_NOT_JSON, REPORT_LINE, REPORT_NO_HOST or
 * REPORT_EMPTY, whose message names the file and line.
 */
export function parseRun(name: string, text: string): Run {
  let host: Host | undefined;
  const lines: ReportLine[] = [];
  const refuse = (code: string, what: string) => new BenchError(code, `${name}${what}`, REMEDY);
  for (const [i, row] of text.split("\n").entries()) {
    if (row.trim() === "") continue;
    let value: unknown;
    try {
      value = JSON.parse(row);
    } catch {
      throw refuse("REPORT_NOT_JSON", `, line ${i + 1}, is no JSON`);
    }
    if (isRecord(value) && "host" in value) {
      if (!isHost(value.host)) throw refuse("REPORT_LINE", `, line ${i + 1}: host is no fingerprint`);
      host ??= value.host;
      continue;
    }
    const fault = lineFault(value);
    if (fault !== undefined) throw refuse("REPORT_LINE", `, line ${i + 1}: ${fault}`);
    lines.push(tidy(value as Record<string, unknown>));
  }
  if (host === undefined) throw refuse("REPORT_NO_HOST", " does not say which machine it was measured on");
  if (lines.length === 0) throw refuse("REPORT_EMPTY", " has no line of a measurement");
  return { name, host, lines };
}
