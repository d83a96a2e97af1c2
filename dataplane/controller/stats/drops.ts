// Sample -> what was dropped since the look before, by port and reason.
import { map, type OperatorFunction, pairwise, startWith } from "rxjs";
import type { Sample } from "./sample.js";

export interface DropSample {
  port: number;
  portName: string;
  reason: string;
  /** Since the worker's start. */
  packets: number;
  /** Since the look before; in the first look, all. */
  fresh: number;
}

/** `samples$.pipe(drops())` gives a row for each port and reason that ever dropped a packet. */
export function drops(): OperatorFunction<Sample, readonly DropSample[]> {
  return (source) =>
    source.pipe(
      startWith(undefined),
      pairwise(),
      map(([before, now]) => {
        const old = before === undefined ? new Map<string, DropSample>() : tally(before);
        return [...tally(now!)].map(([name, row]) => ({
          ...row,
          fresh: row.packets - (old.get(name)?.packets ?? 0),
        }));
      }),
    );
}

function tally(sample: Sample): Map<string, DropSample> {
  const rows = new Map<string, DropSample>();
  for (const queue of sample.queues)
    for (const [reason, packets] of Object.entries(queue.drops)) {
      const name = `${queue.port} ${reason}`;
      const row = rows.get(name);
      if (row !== undefined) row.packets += packets;
      else rows.set(name, { port: queue.port, portName: queue.portName, reason, packets, fresh: 0 });
    }
  return rows;
}
