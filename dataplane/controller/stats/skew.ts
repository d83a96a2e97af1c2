// Rates -> how unevenly a port's packets fall on its queues.
import { map, type OperatorFunction } from "rxjs";
import type { QueueRate } from "./rates.js";
import { type PortSkew, skewOf } from "./skew-of.js";

export { type PortSkew, type QueueLoad, skewOf } from "./skew-of.js";

/** `samples$.pipe(rates(), skew())`: one row for each port with two queues or more. */
export function skew(): OperatorFunction<readonly QueueRate[], readonly PortSkew[]> {
  return map(skewOf);
}
