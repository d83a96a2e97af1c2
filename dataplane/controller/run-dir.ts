// Where a node's sockets and start file are. It must never make or remove anything but what belongs to one node name.
import { accessSync, constants, existsSync, mkdirSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { workerSocket } from "../profiles/resolve.js";
import { ElError } from "../topology/error.js";

/** EDGELANE_RUN_DIR, else a folder in XDG_RUNTIME_DIR, else /run/edgelane. */
export function runDirectory(env: NodeJS.ProcessEnv = process.env): string {
  if (env.EDGELANE_RUN_DIR) return env.EDGELANE_RUN_DIR;
  return env.XDG_RUNTIME_DIR ? join(env.XDG_RUNTIME_DIR, "edgelane") : "/run/edgelane";
}

export interface NodeFiles {
  runDir: string;
  worker: string;
  api: string;
  start: string;
}

export function nodeFiles(name: string, runDir: string): NodeFiles {
  return {
    runDir,
    worker: workerSocket(name, runDir),
    api: join(runDir, `${name}.api.sock`),
    start: join(runDir, `${name}.start`),
  };
}

/** Makes the folder if need be, and proves that it can be written. */
export function prepareRunDir(runDir: string): void {
  try {
    makeFolder(runDir);
    accessSync(runDir, constants.W_OK | constants.X_OK);
  } catch (cause) {
    throw new ElError("RUN_DIR", `The run folder ${runDir} cannot be used: ${(cause as Error).message}.`, {
      place: runDir,
      remedy: "Set EDGELANE_RUN_DIR to a folder of your own, or run as root.",
      cause,
    });
  }
}

/** Not mkdir's own recursion, which never returns where a file system says that nothing can be made: /proc. */
function makeFolder(path: string): void {
  if (existsSync(path)) return;
  if (dirname(path) !== path) makeFolder(dirname(path));
  try {
    mkdirSync(path, { mode: 0o755 });
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== "EEXIST") throw cause;
  }
}

/** What a worker that was killed could not remove itself. Only to be called when it is known to have ended. */
export function removeNodeFiles({ worker, api, start }: NodeFiles): void {
  for (const path of [worker, `${worker}.lock`, api, start]) rmSync(path, { force: true });
}
