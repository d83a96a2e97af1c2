// Puts a process ahead of others on a shared machine, where that is allowed: what is measured here is the work, not the
// queue for the CPU. Must be undone by who asked for it.
import { readdirSync, writeFileSync } from "node:fs";
import { setPriority } from "node:os";

const AHEAD = -20;

/** All its threads, and its session among the others (sched(7), autogroup). True when it is so. */
export function stepAhead(pid: number, nice = AHEAD): boolean {
  try {
    for (const thread of readdirSync(`/proc/${pid}/task`)) setPriority(Number(thread), nice);
    writeFileSync(`/proc/${pid}/autogroup`, String(nice));
    return true;
  } catch {
    return false;
  }
}

export const stepBack = (pid: number): boolean => stepAhead(pid, 0);
