// What the demo shows. On a terminal the per-queue table is drawn over itself; on a pipe it comes every few seconds.
import { join } from "node:path";
import { type Subscription, throttleTime } from "rxjs";
import { packageRoot } from "../../bindings/root.js";
import type { FlowView, QueueSample, Streams } from "../../dataplane/controller/index.js";
import { liveTable } from "../cli/live.js";
import { table } from "../cli/output.js";
import { flowLines, queueRows, rateRows } from "../cli/rows.js";

/** The topology of the demo. */
export const EXAMPLE = join(packageRoot, "dataplane/topology/examples/demo.json");

const QUIET_MS = 5000;

export class Screen {
  constructor(private readonly out: NodeJS.WriteStream) {}

  title(text: string): void {
    this.out.write(`\n${text}\n${"─".repeat(text.length)}\n`);
  }

  line(text: string): void {
    this.out.write(`${text}\n`);
  }

  flows(flows: readonly FlowView[]): void {
    this.out.write(flowLines(flows));
  }

  queues(queues: readonly QueueSample[]): void {
    this.out.write(table(queueRows(queues)));
  }

  follow(stats: Streams): Subscription {
    if (this.out.isTTY) return liveTable(stats, this.out);
    return stats.rates$
      .pipe(throttleTime(QUIET_MS))
      .subscribe((rates) => this.out.write(`${table(rateRows(rates))}\n`));
  }
}
