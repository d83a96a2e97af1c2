// What a flow table asks of its flows when a change fires, asked of one verdict: does its flow go?
import type { Snapshot, Verdict } from "../../simulation/index.js";
import { concerns, concernsKey, type Fired } from "../flows/fired.js";

/** `key`: of the packet that the flow was made from. */
export function goes(
  { tags, within }: Fired,
  snapshot: Snapshot,
  verdict: Verdict,
  key: Uint8Array,
): boolean {
  const fired = new Set(tags);
  if (verdict.tags.some((one) => fired.has(one))) return true;
  const shared = { ...verdict, snapshot, computed: { words: verdict.maskWords } };
  const words = new Int32Array(key.slice().buffer);
  return within.some(
    (one) =>
      one.tags.some((tag) => verdict.tags.includes(tag)) &&
      concerns(shared, one) &&
      concernsKey(shared, one, words),
  );
}
