// Are masks narrower than they need to be? Each bit that a flow is exact in is turned over by itself: where the verdict
// then does the same, teaches the same, rests on the same and reads the same, nothing hung on that bit, and it is counted as loose.
import { KEY, KEY_SIZE } from "../../bindings/layout.js";
import { Simulator } from "../../dataplane/simulation/simulate.js";
import { packetOf } from "../../dataplane/simulation/test/lib/packets.js";
import { canonical } from "../../dataplane/simulation/test/lib/random-keys.js";
import type { Verdict } from "../../dataplane/simulation/verdict.js";
import type { World } from "./world.js";

export interface Looseness {
  /** Exact bits that were turned over, in_port's left out. */
  turned: number;
  /** Those that nothing hung on. */
  loose: number;
  /** Loose bits by field of the key. */
  fields: Map<string, number>;
}

export const noLooseness = (): Looseness => ({ turned: 0, loose: 0, fields: new Map() });

/** Adds what was found to the sum. */
export function addLooseness(sum: Looseness, { turned, loose, fields }: Looseness): void {
  sum.turned += turned;
  sum.loose += loose;
  for (const [field, count] of fields) sum.fields.set(field, (sum.fields.get(field) ?? 0) + count);
}

const simulator = new Simulator();

export function turnOver({ snapshot, state }: World, key: Uint8Array, into: Looseness): void {
  const verdict = simulator.simulate(snapshot, state, packetOf(key));
  const mask = verdict.mask.slice();
  const before = essence(verdict);
  const other = key.slice();
  for (let at = KEY.in_port + 2; at < KEY_SIZE; at++)
    for (let bit = 1; bit < 256; bit <<= 1) {
      if ((mask[at]! & bit) === 0) continue;
      other[at]! ^= bit;
      // No packet has such a key: nobody can tell whether the bit was needed.
      if (Buffer.compare(canonical(other), other) === 0) {
        into.turned++;
        const now = simulator.simulate(snapshot, state, packetOf(other));
        if (Buffer.compare(now.mask, mask) === 0 && essence(now) === before) {
          into.loose++;
          const field = fieldAt(at);
          into.fields.set(field, (into.fields.get(field) ?? 0) + 1);
        }
      }
      other[at]! ^= bit;
    }
}

/** What a flow would do, what it rests on, and what its packets teach. */
function essence(verdict: Verdict): string {
  const { result, actions, actionLength, groups, generated, learned } = verdict;
  const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString("latin1");
  const members = groups.map((group) =>
    group.members.map((one) => [hex(one.actions), one.weight, `${one.token}`]),
  );
  // Of what it depends on: a flow for two unknown stations would have to end when either is seen.
  const rests = [...new Set(verdict.tags.subarray(0, verdict.tagCount))].sort();
  const said = generated.map(({ actions: list, port }) => [hex(list), port]);
  return JSON.stringify([result, hex(actions.subarray(0, actionLength)), members, said, learned, rests]);
}

const FIELDS = (Object.entries(KEY) as [string, number][]).sort((a, b) => a[1] - b[1]);

const fieldAt = (at: number): string => FIELDS.findLast(([, offset]) => offset <= at)![0];
