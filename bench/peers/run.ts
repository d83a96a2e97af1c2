// `edgelane bench --peers`: the rows, then how fast Open vSwitch takes up flows. Measures nothing itself.
import { CASES, type PeerPlan } from "../cases.js";
import { BenchError } from "../error.js";
import { failedRow, type PeerLine } from "./lines.js";
import { measurePeers } from "./measure.js";
import { nativeWorker } from "./native.js";
import { ovsMissing } from "./ovs.js";
import { ovsBulkLoad, ovsFlowSetup, type SetupLine } from "./ovs-setup.js";
import { type PeerJob, peerJobName, peerJobs } from "./plan.js";
import { peersTable } from "./table.js";

const SETUPS = { "flow-setup": ovsFlowSetup, "bulk-load": ovsBulkLoad };

export interface PeersOptions {
  only: RegExp;
  /** Build and measure the native worker too. */
  native: boolean;
  /** Each peer there and back once only, in shorter windows. */
  quick: boolean;
  folder: string;
  /** Each line as it comes. */
  report(line: PeerLine | SetupLine): void;
  /** What is being done. */
  tell(text: string): void;
}

/** Whether every line was right, and all of them as a table. Throws BenchError where Open vSwitch cannot run. */
export async function runPeers(options: PeersOptions): Promise<{ ok: boolean; table: string }> {
  const { only, folder, report, tell } = options;
  const missing = ovsMissing();
  if (missing !== undefined)
    throw new BenchError(
      "BENCH_OVS",
      `Open vSwitch cannot be measured: ${missing}`,
      "scripts/setup.sh --test",
    );
  const jobs = peerJobs(only);
  const setups = Object.entries(SETUPS).filter(([name]) => only.test(name));
  const native = jobs.length === 0 ? undefined : nativeWorker(options.native);
  const plan = options.quick ? { ...CASES.peers, ...CASES.peers.quick } : CASES.peers;
  const lines: PeerLine[] = [];
  for (const [i, job] of jobs.entries()) {
    tell(`${i + 1}/${jobs.length} ${peerJobName(job)}\n`);
    const made = await measureTwice(job, plan, folder, native);
    for (const line of made) report(line);
    lines.push(...made);
  }
  const taken: SetupLine[] = [];
  for (const [name, measure] of setups) {
    tell(`${name}\n`);
    const line = await measure({ folder });
    report(line);
    taken.push(line);
  }
  const told = taken.map(
    ({ case: name, flows, per_second, min, max, ok }) =>
      `ovs-dpdk ${name}: ${per_second} a second (${min} to ${max}), ${flows} flows${ok ? "" : ": NOT RIGHT"}\n`,
  );
  return {
    ok: [...lines, ...taken].every(({ ok }) => ok),
    table: `${lines.length === 0 ? "" : `${peersTable(lines)}\n`}${told.join("")}`,
  };
}

const LACKS_PAGES = /^(BENCH_(OVS|TESTPMD|HUGEPAGES)|WORKER_HUGEPAGES|WORKER_NO_MEMORY)$/;

/** Once more where another program may have taken the pages; a line that says so where that does not help. */
async function measureTwice(
  job: PeerJob,
  plan: PeerPlan,
  folder: string,
  native: string | undefined,
  again = true,
): Promise<PeerLine[]> {
  try {
    return await measurePeers(job, plan, folder, native);
  } catch (cause) {
    const { code, message } = cause as Error & { code?: string };
    if (code === undefined) throw cause;
    if (again && LACKS_PAGES.test(code)) return measureTwice(job, plan, folder, native, false);
    return [failedRow(job, `not measured: ${code}: ${message}`)];
  }
}
