// check --wire: has the worker program look at one cable, and remembers what it found. It must never touch a port that
// a node runs on, nor one that was not named.
import { spawn } from "node:child_process";
import { existsSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { encodeStart, Observer, WorkerError } from "../../../bindings/index.js";
import { type Profile, resolveProfile } from "../../profiles/index.js";
import { ElError } from "../../topology/error.js";
import { allowedCpus } from "../cpus.js";
import { refuseMissingDevices } from "../devices.js";
import { workerProgram } from "../launch.js";
import { nodeFiles, prepareRunDir, runDirectory } from "../run-dir.js";
import { startError } from "../worker-errors.js";
import { endsOf, narrow } from "./narrow.js";
import { deviceKey, proofFile, proofOf, readProofs, writeProofs } from "./proofs.js";
import { conclusive, type WireReport } from "./report.js";

/** The worker ends by itself within 20 s of its start; this is for one that does not. */
const MOST_MS = 60_000;

export interface WireOptions {
  runDir?: string;
  /** Ends it early. */
  signal?: AbortSignal;
}

export interface WireOutcome {
  report: WireReport;
  /** Where it is remembered. */
  file: string;
}

/** `ends`: "A:B", or "A" for a looped port. */
export async function checkWire(
  profile: Profile,
  ends: string,
  options: WireOptions = {},
): Promise<WireOutcome> {
  const ports = endsOf(profile, ends);
  const runDir = options.runDir ?? runDirectory();
  const part = narrow(profile, ports);
  const files = nodeFiles(profile.name, runDir);
  const file = proofFile(profile, runDir);
  const proofs = readProofs(file);
  await refuseLive(profile.name, files.worker);
  refuseMissingDevices(part);
  if (!existsSync(workerProgram()))
    throw new ElError("WORKER_NOT_BUILT", `There is no worker program at ${workerProgram()}.`, {
      place: workerProgram(),
      remedy: "Build it: npm run build",
    });
  prepareRunDir(runDir);
  const start = join(runDir, `${profile.name}.wire.start`);
  writeFileSync(start, encodeStart(resolveProfile(part, { cpus: allowedCpus(), runDir })), { mode: 0o600 });
  let report: WireReport;
  try {
    report = await look(part, start, options.signal);
  } finally {
    rmSync(start, { force: true });
  }
  if (conclusive(report)) {
    report.ports.forEach((port, index) => {
      const key = deviceKey(ports[index]!.device);
      proofs.set(key, proofOf(port, report.ending === "DONE", proofs.get(key)));
    });
    writeProofs(file, proofs);
  }
  return { report, file };
}

async function refuseLive(name: string, socket: string): Promise<void> {
  if (!existsSync(socket)) return;
  try {
    const other = await Observer.connect(socket);
    const { pid } = other.welcome;
    other.close();
    throw live(name, `its worker is process ${pid}`, `kill ${pid}`);
  } catch (cause) {
    if (cause instanceof WorkerError && ["WORKER_GONE", "WORKER_MISSING"].includes(cause.code)) return;
    throw cause;
  }
}

function live(name: string, how: string, stop: string): ElError {
  return new ElError(
    "WIRE_NODE_RUNS",
    `Node "${name}" runs (${how}): its ports are live, and no known frames are sent there.`,
    { place: name, remedy: `Stop it first (${stop}), then run edgelane check ${name} --wire again.` },
  );
}

/** The worker's one document. */
async function look(profile: Profile, start: string, signal?: AbortSignal): Promise<WireReport> {
  const child = spawn(workerProgram(), ["--config", start, "--wire"], { stdio: ["ignore", "pipe", "pipe"] });
  const end = () => void child.kill("SIGTERM");
  const late = setTimeout(() => child.kill("SIGKILL"), MOST_MS);
  let output = "";
  let said = "";
  child.stdout.setEncoding("utf8").on("data", (chunk: string) => {
    output += chunk;
  });
  child.stderr.setEncoding("utf8").on("data", (chunk: string) => {
    said += chunk;
  });
  signal?.addEventListener("abort", end);
  if (signal?.aborted) end();
  const ended = await new Promise<string>((resolve) => {
    child.once("error", (cause) => resolve(cause.message));
    child.once("close", (code, by) => resolve(by ?? `code ${code}`));
  });
  clearTimeout(late);
  signal?.removeEventListener("abort", end);
  if (ended === "code 0") return JSON.parse(output) as WireReport;
  const error = startError(profile, said, ended);
  throw error.code === "WORKER_NAME_TAKEN" ? live(profile.name, "its worker is there", "end it") : error;
}
