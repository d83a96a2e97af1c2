// Which flows a packet hits of which only some fields are known. It looks at all there are, a slice at a time, so that
// packets are answered in between; it must never hold more than it shows.

import type { EndedFlow, Flow } from "../flows/record.js";
import type { FlowTable } from "../flows/table.js";
import type { Query } from "./query.js";

const SLICE = 65536;
/** Shown of each kind. */
export const SHOWN = 8;

export interface Found {
  /** Live; made by a packet that agrees in all that was said. */
  live: Flow[];
  /** Live; such a packet may hit them too, for they do not look at all that was said. */
  wide: Flow[];
  /** Ended, latest first; made by such a packet. */
  ended: EndedFlow[];
  counts: { live: number; wide: number; ended: number };
}

export async function search(flows: FlowTable, { key, bits }: Query): Promise<Found> {
  const found: Found = { live: [], wide: [], ended: [], counts: { live: 0, wide: 0, ended: 0 } };
  for (let from = 0; from < flows.reach; from += SLICE) {
    for (const { slot, live, alike } of flows.alike(from, from + SLICE, key, bits)) {
      const kind = live ? (alike ? "live" : "wide") : "ended";
      if (kind === "ended" && !alike) continue;
      found.counts[kind]++;
      if (kind !== "ended" && found[kind].length >= SHOWN) continue;
      const flow = flows.seen(slot)!;
      if (kind !== "ended") found[kind].push(flow);
      else if ("end" in flow) latest(found.ended, flow);
    }
    await new Promise((resolve) => setImmediate(resolve));
  }
  return found;
}

function latest(ended: EndedFlow[], flow: EndedFlow): void {
  const at = ended.findIndex(({ endedAt }) => endedAt < flow.endedAt);
  ended.splice(at < 0 ? ended.length : at, 0, flow);
  if (ended.length > SHOWN) ended.pop();
}
