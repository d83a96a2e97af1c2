// Sample -> its queues.
import { map, type OperatorFunction } from "rxjs";
import type { QueueSample, Sample } from "./sample.js";

/** `samples$.pipe(queues())` gives the list of per-queue ledgers at each look. */
export function queues(): OperatorFunction<Sample, readonly QueueSample[]> {
  return map((sample) => sample.queues);
}
