// How a worker process ends: asked, asked again, killed as the last resort; and what it could not remove itself is
// removed. It must never end a process that the node did not start.
import type { WorkerProcess } from "./launch.js";
import type { Log } from "./log.js";
import { type NodeFiles, removeNodeFiles } from "./run-dir.js";

/** The worker drains in this time, or is killed. */
const SHUTDOWN_MS = 10_000;

/** Waits for the worker, which was told to end or is told now; kills it as the last resort. */
export async function end(worker: WorkerProcess, files: NodeFiles, log: Log, told: boolean): Promise<void> {
  if (!told || !(await within(worker.ended, SHUTDOWN_MS))) worker.kill("SIGTERM");
  if (!(await within(worker.ended, SHUTDOWN_MS))) {
    log.error({ code: "WORKER_KILLED", worker: worker.pid }, "the worker did not end; it is killed");
    worker.kill("SIGKILL");
  }
  await worker.ended;
  worker.link.close();
  removeNodeFiles(files);
}

async function within(done: Promise<unknown>, ms: number): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(false), ms);
  });
  const result = await Promise.race([done.then(() => true), late]);
  clearTimeout(timer);
  return result;
}
