// How long one thread of another process really was on its CPU. Dividing by that instead of wall time keeps a number
// right when something else runs on the core; it cannot mend what the other does to the caches.
import { readdirSync, readFileSync } from "node:fs";

/** The thread of a process that is pinned to one CPU alone: the lcore. Undefined while there is none. */
export function pinnedThread(pid: number, cpu: number): string | undefined {
  let busiest: { path: string; ns: number } | undefined;
  for (const thread of readdirSync(`/proc/${pid}/task`)) {
    const path = `/proc/${pid}/task/${thread}`;
    if (pinnedTo(path) !== String(cpu)) continue;
    const ns = onCoreNs(path);
    if (busiest === undefined || ns > busiest.ns) busiest = { path, ns };
  }
  return busiest?.path;
}

/** The busiest thread of a process that may not run on that CPU: the worker's main thread. */
export function unpinnedThread(pid: number, cpu: number): string {
  const threads = readdirSync(`/proc/${pid}/task`).map((thread) => `/proc/${pid}/task/${thread}`);
  const [busiest] = threads
    .filter((path) => pinnedTo(path) !== String(cpu))
    .sort((a, b) => onCoreNs(b) - onCoreNs(a));
  return busiest!;
}

const pinnedTo = (path: string): string | undefined =>
  /^Cpus_allowed_list:\s*(\S+)$/m.exec(readFileSync(`${path}/status`, "utf8"))?.[1];

/** Nanoseconds on a CPU since the thread began (proc_pid_schedstat); exact to a scheduler tick while it runs. */
export function onCoreNs(thread: string): number {
  return Number(readFileSync(`${thread}/schedstat`, "utf8").split(" ")[0]);
}

/** Share of the time since `start` that the thread was on its CPU, 0..1. */
export class Share {
  readonly #thread: string;
  readonly #on: number;
  readonly #wall = process.hrtime.bigint();

  constructor(thread: string) {
    this.#thread = thread;
    this.#on = onCoreNs(thread);
  }

  now(): number {
    const wall = Number(process.hrtime.bigint() - this.#wall);
    return Math.min(1, (onCoreNs(this.#thread) - this.#on) / wall);
  }
}
