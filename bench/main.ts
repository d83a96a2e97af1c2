// `edgelane bench`: reads its words, runs what they ask for, prints lines as they come. Ends with 0; 1 when a line is
// wrong; 2 on a wrong word; 3 when the machine does not let it measure.
import { parseArgs } from "node:util";
import { makeFolder } from "./captures.js";
import { CASES, jobName, jobs, type Plan, type RowSpec, rowName } from "./cases.js";
import { fingerprint } from "./fingerprint.js";
import { GUESTS, guestsTable, runGuests } from "./guests/run.js";
import { compareInstructions, type Told } from "./instructions.js";
import { failedLine, type Line, type RowLine } from "./lines.js";
import { stepAside } from "./machine.js";
import { runMicrobench } from "./microbench.js";
import { offloadTable } from "./offload.js";
import { measurePcap } from "./pcap.js";
import { ovsVersion } from "./peers/ovs.js";
import { runPeers } from "./peers/run.js";
import { readRuns, writeReport } from "./report/command.js";
import { lineFault, parseRun } from "./report/line.js";
import { RingBench } from "./ring.js";
import { failedRow, measureRow } from "./rows.js";
import { measureSetup } from "./setup/rows.js";
import { runSim } from "./sim.js";
import { rowTables, table } from "./table.js";

interface Words {
  json: boolean;
  quick: boolean;
  only: string;
  instructions: boolean;
  accept: boolean;
  /** The rows of large sends, or their counts, only. */
  offload: boolean;
  /** The simulation only: by rules, and what changes do to flows. */
  sim: boolean;
  typescript: boolean;
  peers: boolean;
  native: boolean;
  report?: string;
  from?: string[];
}

const put = (text: string): boolean => process.stdout.write(text);
const tell = (text: string): boolean => process.stderr.write(text);

/** As every verb tells an error: a sentence for people, JSON for programs. */
function failed(code: string, message: string, remedy: string | undefined): void {
  if (process.argv.includes("--json")) put(`${JSON.stringify({ error: { code, message, remedy } })}\n`);
  else tell(`${code}: ${message}\n${remedy === undefined ? "" : `  remedy: ${remedy}\n`}`);
}

/** A wrong word: the exit code. */
function refuse(message: string, remedy: string): number {
  failed("USAGE_ARGUMENT", message, remedy);
  return 2;
}

function pattern(text: string): RegExp | undefined {
  try {
    return new RegExp(text);
  } catch {
    return undefined;
  }
}

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      json: { type: "boolean", default: false },
      quick: { type: "boolean", default: false },
      only: { type: "string", default: "" },
      instructions: { type: "boolean", default: false },
      accept: { type: "boolean", default: false },
      typescript: { type: "boolean", default: false },
      peers: { type: "boolean", default: false },
      native: { type: "boolean", default: false },
      report: { type: "string" },
      from: { type: "string", multiple: true },
    },
  });
  if (positionals.some((word) => !["offload", "guests", "sim"].includes(word)) || positionals.length > 1) {
    return refuse(
      `${positionals.join(" ")} is nothing to measure`,
      "edgelane bench offload, edgelane bench guests, or edgelane bench sim",
    );
  }
  const words: Words = {
    ...values,
    offload: positionals[0] === "offload",
    sim: positionals[0] === "sim",
  };
  const only = pattern(words.only);
  if (only === undefined) {
    return refuse(`--only ${words.only} is no regular expression`, 'write one: --only "pcap vxlan"');
  }
  if (words.accept && !words.instructions) {
    return refuse("--accept goes with --instructions", "edgelane bench --instructions --accept");
  }
  if (words.native && !words.peers) {
    return refuse("--native goes with --peers", "edgelane bench --peers --native");
  }
  if (words.from !== undefined) {
    if (words.report === undefined) {
      return refuse("--from goes with --report", "edgelane bench --report FILE.html --from LINES.jsonl");
    }
    writeReport(words.report, readRuns(words.from));
    return 0;
  }
  const lines: object[] = [];
  const report = (line: object): void => {
    const fault = lineFault(line);
    if (fault !== undefined) tell(`BENCH_LINE: a line is not as line.schema.json says: ${fault}\n`);
    lines.push(line);
    if (words.json) put(`${JSON.stringify(line)}\n`);
  };
  const folder = makeFolder();
  if (words.instructions) {
    const tellOne = (told: Told) => {
      report(told);
      if (!words.json) put(`${told.text}\n`);
    };
    const ok = await compareInstructions(asked(words, only), words.accept, folder, tellOne);
    return lines.length === 0 ? nothingMatched(words.only) : ok ? 0 : 1;
  }
  if (positionals[0] === "guests") {
    const told = await runGuests(only, GUESTS[words.quick ? "quick" : "full"], folder, tell);
    told.forEach(report);
    if (!words.json) put(guestsTable(told));
    return told.some(({ ok }) => !ok) ? 1 : 0;
  }
  stepAside();
  const host = { ...fingerprint(), ...(words.peers && { ovs: ovsVersion() }) };
  put(words.json ? `${JSON.stringify({ host })}\n` : `${describe(host)}\n\n`);
  const code = await measureAll(words, only, folder, (line) => report(line));
  if (lines.length === 0) return nothingMatched(words.only);
  if (words.report !== undefined) {
    const text = [{ host }, ...lines].map((line) => JSON.stringify(line)).join("\n");
    writeReport(words.report, [parseRun("this run", text)]);
    tell(`report: ${words.report}\n`);
  }
  return code;
}

function nothingMatched(only: string): number {
  return refuse(
    `--only ${only} matches no line of what was asked for`,
    'names are such as "ring vxlan-encap 1000", "ring masks microflow" or "flow-setup", with --peers "l2 1000", with --typescript or sim "simulate"; cases.json has them all',
  );
}

/** The names asked for. */
const asked = (words: Words, only: RegExp): Pick<RegExp, "test"> => ({
  test: (name) => (!words.offload || name.startsWith("offload ")) && only.test(name),
});

async function measureAll(
  words: Words,
  only: RegExp,
  folder: string,
  report: (line: object) => void,
): Promise<number> {
  /** The controller's rows; with --peers too, since Open vSwitch's are only comparable within a run. */
  const setUp = async (): Promise<boolean> => {
    if (words.quick) return true;
    const told = (name: string) => void (words.json || tell(`${name}\n`));
    return await measureSetup(only, folder, told, (line) => {
      report(line);
      if (!words.json) put(`${rowTables([line as RowLine])}\n`);
    });
  };
  if (words.sim)
    return runSim(
      only,
      words.quick,
      report as (line: object) => void,
      (text) => void (words.json || put(text)),
    )
      ? 0
      : 1;
  if (words.offload) {
    const lines = await measureRows(
      words.quick ? CASES.plans.quick : CASES.plans.full,
      only,
      folder,
      words.json,
      report,
      "offload",
    );
    if (!words.json && lines.length > 0) put(offloadTable(lines));
    return lines.some(({ ok }) => !ok) ? 1 : 0;
  }
  if (words.peers) {
    const quiet = (text: string): void => void (words.json || tell(text));
    const { ok, table: text } = await runPeers({
      only,
      native: words.native,
      quick: words.quick,
      folder,
      report,
      tell: quiet,
    });
    if (!words.json) put(text);
    return (await setUp()) && ok ? 0 : 1;
  }
  if (!words.typescript) {
    const plan = words.quick ? CASES.plans.quick : CASES.plans.full;
    const lines = await measure(plan, only, folder, words.json, report);
    if (!words.json && lines.length > 0) put(`${table(lines)}\n`);
    const rows = await measureRows(plan, only, folder, words.json, report);
    const sends = rows.filter((row) => row.case === "offload");
    if (!words.json) put(`${rowTables(rows.filter((row) => row.case !== "offload"))}\n`);
    if (!words.json && sends.length > 0) put(`${offloadTable(sends)}\n`);
    if (!(await setUp()) || [...lines, ...rows].some(({ ok }) => !ok)) return 1;
  }
  const micro = runMicrobench(only, words.quick, report);
  if (!words.json) put(micro.table);
  return micro.ok ? 0 : 1;
}

async function measure(
  plan: Plan,
  only: RegExp,
  folder: string,
  quiet: boolean,
  report: (line: Line) => void,
): Promise<Line[]> {
  const lines: Line[] = [];
  const rings = new RingBench(plan);
  const list = jobs(plan, only);
  try {
    for (const [i, job] of list.entries()) {
      if (!quiet) tell(`${i + 1}/${list.length} ${jobName(job)}\n`);
      const measuring = job.ports === "ring" ? rings.measure(job) : measurePcap(job, plan, folder);
      const made = await measuring.catch((error) => [failedLine(job, "", `not measured: ${told(error)}`)]);
      lines.push(...made);
      made.forEach(report);
    }
  } finally {
    await rings.close();
  }
  return lines;
}

async function measureRows(
  plan: Plan,
  only: RegExp,
  folder: string,
  quiet: boolean,
  report: (line: RowLine) => void,
  kind?: RowSpec["kind"],
): Promise<RowLine[]> {
  const lines: RowLine[] = [];
  const wanted = (spec: RowSpec) => (kind === undefined || spec.kind === kind) && only.test(rowName(spec));
  for (const spec of plan.more.filter(wanted)) {
    if (!quiet) tell(`${rowName(spec)}\n`);
    const made = await measureRow(spec, folder).catch((error) => [
      failedRow(spec, `not measured: ${told(error)}`),
    ]);
    lines.push(...made);
    made.forEach(report);
  }
  return lines;
}

/** "CODE: sentence" of a typed error; one of no code is a fault of the harness and goes on up. */
function told(error: unknown): string {
  const { code, message } = error as Error & { code?: string };
  if (code === undefined) throw error;
  return `${code}: ${message}`;
}

function describe(host: object): string {
  return Object.entries(host)
    .map(([name, value]) => `${name}: ${value}`)
    .join("\n");
}

for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => process.exit(130));

try {
  process.exit(await main());
} catch (error) {
  const { code = "INTERNAL", message, remedy } = error as Error & { code?: string; remedy?: string };
  if (process.env.EDGELANE_DEBUG) console.error(error);
  failed(code, message, remedy);
  const usage = /^(ERR_PARSE_ARGS|INTERNAL$)/.test(code) && error instanceof TypeError;
  process.exit(usage || code.startsWith("REPORT_") ? 2 : 3);
}
