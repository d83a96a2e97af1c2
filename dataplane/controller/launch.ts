// Starts the worker process and waits until it can be attached to. It must never leave a process or a file behind when
// that fails, nor attach to a worker that it did not start.
import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import {
  encodeStart,
  Observer,
  packageRoot,
  type StartConfig,
  Worker,
  WorkerError,
} from "../../bindings/index.js";
import type { Profile } from "../profiles/index.js";
import { ElError } from "../topology/error.js";
import { NodeClient } from "./api/client.js";
import type { Log } from "./log.js";
import { type NodeFiles, removeNodeFiles } from "./run-dir.js";
import { prepareVhostSockets } from "./vhost-sockets.js";
import { startError } from "./worker-errors.js";

const READY_MS = 60_000;
const LOOK_MS = 10;
/** Standard error kept for the start's error. */
const OUTPUT_BYTES = 64 * 1024;

export interface WorkerProcess {
  readonly pid: number;
  readonly link: Worker;
  /** Resolves when the process has ended: its exit code or signal. */
  readonly ended: Promise<string>;
  kill(signal: NodeJS.Signals): void;
}

/** Gives the started process; a stand-in may start it elsewhere. */
export type SpawnWorker = (startFile: string) => ChildProcess;

export function workerProgram(env: NodeJS.ProcessEnv = process.env): string {
  return env.EDGELANE_WORKER ?? join(packageRoot, "build/c/dataplane/worker/edgelane-worker");
}

/** A group of its own: Ctrl-C goes to the controller, which drains the worker; and the worker outlives it. */
export const spawnWorker: SpawnWorker = (startFile) =>
  spawn(workerProgram(), ["--config", startFile], { stdio: ["ignore", "ignore", "pipe"], detached: true });

export async function launch(
  profile: Profile,
  config: StartConfig,
  files: NodeFiles,
  log: Log,
  start: SpawnWorker = spawnWorker,
): Promise<WorkerProcess> {
  await refuseSecond(profile, files);
  await prepareVhostSockets(profile);
  if (start === spawnWorker && !existsSync(workerProgram()))
    throw new ElError("WORKER_NOT_BUILT", `There is no worker program at ${workerProgram()}.`, {
      place: workerProgram(),
      remedy: "Build it: npm run build",
    });
  writeFileSync(files.start, encodeStart(config), { mode: 0o600 });
  const child = start(files.start);
  const output = collect(child, log);
  const ended = new Promise<string>((resolve) => {
    child.once("error", (cause) => resolve(cause.message));
    // Not "exit": its last words are to be read first.
    child.once("close", (code, signal) => resolve(signal ?? `code ${code}`));
  });
  try {
    const link = await attach(profile, files, child, ended, output);
    rmSync(files.start, { force: true });
    return { pid: child.pid!, link, ended, kill: (signal) => void child.kill(signal) };
  } catch (cause) {
    child.kill("SIGTERM");
    const late = setTimeout(() => child.kill("SIGKILL"), 5000);
    await ended;
    clearTimeout(late);
    // A worker that found its name taken has left the other's socket alone; so do we.
    if ((cause as ElError).code === "WORKER_NAME_TAKEN") rmSync(files.start, { force: true });
    else removeNodeFiles(files);
    throw cause;
  }
}

/** A live worker of this name answers on its socket; one that was killed left a socket that nobody answers on. */
async function refuseSecond(profile: Profile, files: NodeFiles): Promise<void> {
  if (!existsSync(files.worker)) return;
  let pid: number;
  try {
    const other = await Observer.connect(files.worker);
    pid = other.welcome.pid;
    other.close();
  } catch (cause) {
    if (cause instanceof WorkerError && ["WORKER_GONE", "WORKER_MISSING"].includes(cause.code)) {
      rmSync(files.worker, { force: true });
      return;
    }
    throw cause;
  }
  const controller = await new NodeClient(files.api).status().then(
    (status) => status.controller,
    () => undefined,
  );
  throw new ElError(
    "NODE_RUNNING",
    `A node named "${profile.name}" runs already: its worker is process ${pid}${controller === undefined ? ", and its controller is gone" : ""}.`,
    {
      place: files.worker,
      remedy: `Stop it: kill ${controller ?? pid}; or give this node another "name" in its profile.`,
    },
  );
}

async function attach(
  profile: Profile,
  files: NodeFiles,
  child: ChildProcess,
  ended: Promise<string>,
  output: () => string,
): Promise<Worker> {
  let end: string | undefined;
  void ended.then((how) => {
    end = how;
  });
  for (const deadline = performance.now() + READY_MS; performance.now() < deadline; ) {
    if (end !== undefined) throw startError(profile, output(), end);
    if (existsSync(files.worker)) {
      const link = await connect(files.worker, profile.ffi.batch);
      if (link !== undefined && link.welcome.pid === child.pid) return link;
      link?.close();
    }
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
  }
  throw new ElError(
    "WORKER_SILENT",
    `The worker was not ready after ${READY_MS / 1000} s. ${output()}`.trim(),
    {
      place: files.worker,
      remedy: "Look at its last words; edgelane check tells what this machine lacks.",
    },
  );
}

async function connect(socket: string, batch: number): Promise<Worker | undefined> {
  try {
    return await Worker.connect(socket, { batch });
  } catch (cause) {
    if (cause instanceof WorkerError && ["WORKER_GONE", "WORKER_MISSING"].includes(cause.code))
      return undefined;
    throw cause;
  }
}

/** The worker's lines go to the log; all of them so far are what the function gives. */
function collect(child: ChildProcess, log: Log): () => string {
  let text = "";
  let line = "";
  child.stderr?.setEncoding("utf8");
  child.stderr?.on("data", (chunk: string) => {
    text = (text + chunk).slice(-OUTPUT_BYTES);
    const lines = (line + chunk).split("\n");
    line = lines.pop()!;
    for (const one of lines) tellWorkerLine(log, one);
  });
  return () => text;
}

function tellWorkerLine(log: Log, line: string): void {
  const parsed = /^\S+Z (error|warn|info) (.*)$/.exec(line);
  if (parsed === null) log.debug({ from: "worker" }, line);
  else log[parsed[1] as "error" | "warn" | "info"]({ from: "worker" }, parsed[2]!);
}
