// What a flow table asks of its flows when a change fires, asked of one verdict: does its flow stay?
import type { Snapshot, Tag, Verdict } from "../../simulation/index.js";
import { concerns, concernsKey, type Fired, gained } from "../flows/fired.js";

/** The tags of a flow that does not go. `key`: of the packet that it was made from. */
export function stays(
  { tags, within }: Fired,
  snapshot: Snapshot,
  verdict: Verdict,
  key: Uint8Array,
): Set<Tag> | undefined {
  const fired = new Set(tags);
  if (verdict.tags.some((one) => fired.has(one))) return undefined;
  const shared = { ...verdict, snapshot, computed: { words: verdict.maskWords } };
  const words = new Int32Array(key.slice().buffer);
  const goes = within.some(
    (one) =>
      one.tags.some((tag) => verdict.tags.includes(tag)) &&
      concerns(shared, one) &&
      concernsKey(shared, one, words),
  );
  return goes ? undefined : new Set([...verdict.tags, ...(gained(shared, within) ?? [])]);
}
