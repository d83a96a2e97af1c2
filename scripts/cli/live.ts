// The live per-queue table of a terminal: drawn over itself once a sample. Must never be used on a pipe.
import type { Subscription } from "rxjs";
import type { Streams } from "../../dataplane/controller/index.js";
import { table } from "./output.js";
import { rateRows } from "./rows.js";

/** Draws until it is unsubscribed or the streams end. */
export function liveTable(stats: Streams, out: NodeJS.WritableStream): Subscription {
  let lines = 0;
  return stats.rates$.subscribe((rates) => {
    const text = table(rateRows(rates));
    if (lines > 0) out.write(`\x1b[${lines}A\x1b[0J`);
    out.write(text);
    lines = text.split("\n").length - 1;
  });
}
