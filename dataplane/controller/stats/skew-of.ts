// How unevenly a port's packets fall on its queues, of one look. Pure, and without streams: who asks once needs none.
import type { QueueRate } from "./rates.js";

export interface PortSkew {
  port: number;
  portName: string;
  queues: number;
  /** Busiest queue's share over the even share: 1 = even, `queues` = all on one; 0 = no packets. */
  skew: number;
}

/** What it takes to tell a skew: a queue's rate, or its packets since the start. */
export type QueueLoad = Pick<QueueRate, "port" | "portName" | "queue" | "rx">;

/** One row for each port with two queues or more. */
export function skewOf(rows: readonly QueueLoad[]): PortSkew[] {
  const byPort = new Map<number, QueueLoad[]>();
  for (const row of rows) {
    if (row.queue === "inject") continue;
    byPort.set(row.port, [...(byPort.get(row.port) ?? []), row]);
  }
  return [...byPort.values()].filter((queues) => queues.length > 1).map(portSkew);
}

function portSkew(queues: readonly QueueLoad[]): PortSkew {
  const total = queues.reduce((sum, queue) => sum + queue.rx, 0);
  const most = Math.max(...queues.map((queue) => queue.rx));
  const { port, portName } = queues[0]!;
  return { port, portName, queues: queues.length, skew: total === 0 ? 0 : (most * queues.length) / total };
}
