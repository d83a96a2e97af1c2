// Which lcore polls what: as the profile says, or every queue in turn over the cores. Pure.
import { MAX_LCORES } from "./limits.js";
import type { Profile } from "./profile.js";

export interface Spread {
  lcore: number;
  /** Ports by their index in the profile. */
  queues: { port: number; queue: number }[];
}

/** `cpus`: what the process may run on, ascending. Lcores that would poll nothing are left out. */
export function spreadQueues(profile: Profile, cpus: readonly number[]): Spread[] {
  const index = new Map(profile.ports.map((port, i) => [port.name, i]));
  if (profile.lcores)
    return profile.lcores.map(({ lcore, queues }) => ({
      lcore,
      queues: queues.map(({ port, queue }) => ({ port: index.get(port)!, queue })),
    }));
  const all = profile.ports.flatMap((port, i) =>
    Array.from({ length: port.queues }, (_, queue) => ({ port: i, queue })),
  );
  // The first CPU is left to the controller and the worker's main thread, unless it is the only one.
  const cores = profile.cores ?? (cpus.length > 1 ? cpus.slice(1, 1 + MAX_LCORES) : cpus);
  return cores
    .map((lcore, i) => ({ lcore, queues: all.filter((_, n) => n % cores.length === i) }))
    .filter(({ queues }) => queues.length > 0);
}
