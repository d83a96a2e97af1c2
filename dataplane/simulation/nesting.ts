// How deep the lists of a verdict lie in each other: copies, fragments and choices. The worker follows so many and
// drops what lies deeper, so that no list must be written that does.
import { ACT_KIND } from "../../bindings/layout.js";
import type { Group } from "./verdict.js";

/** MAX_DEPTH of the worker's actions.c. */
export const MOST_NESTED = 8;

/** `words`: action records, `count` of them are written. A choice's members may end in earlier choices. */
export function nesting(words: Int32Array, count: number, groups: readonly Group[]): number {
  const depths: number[] = [];
  for (const { members } of groups)
    depths.push(
      Math.max(0, ...members.map(({ actions }) => deepest(wordsOf(actions), 0, actions.length >> 2, depths))),
    );
  return deepest(words, 0, count, depths);
}

const wordsOf = ({ buffer, byteOffset, length }: Uint8Array): Int32Array =>
  new Int32Array(buffer, byteOffset, length >> 2);

function deepest(words: Int32Array, from: number, to: number, groups: readonly number[]): number {
  let own = 0;
  let most = 0;
  for (let at = from; at < to; ) {
    const kind = words[at]! & 0xffff;
    const next = at + (words[at]! >>> 18);
    if (kind === ACT_KIND.CLONE) most = Math.max(most, own + 1 + deepest(words, at + 2, next, groups));
    // Each fragment goes on by itself.
    else if (kind === ACT_KIND.CHECK_MTU) own++;
    else if (kind === ACT_KIND.SELECT) most = Math.max(most, own + 1 + groups[words[at + 1]!]!);
    most = Math.max(most, own);
    at = next;
  }
  return most;
}
