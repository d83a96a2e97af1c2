// The last packets that were dropped by name, a few for each reason and port, with the way that led there. Bounded in
// number and in rate: it must never cost a flood of drops more than a look at the clock.
import { ACT, ACT_DROP, ACT_KIND } from "../../../bindings/layout.js";
import { describePath } from "../../simulation/path.js";
import type { Snapshot } from "../../simulation/snapshot.js";
import type { PathStep, Verdict } from "../../simulation/verdict.js";
import type { Clock } from "../clock.js";

/** Kept of each reason and port. */
const KEPT = 4;
/** Pairs of reason and port. */
const MOST = 512;
/** Between two examples of one pair, once it has all it keeps. */
const EVERY_MS = 10;

export interface DropExample {
  reason: number;
  /** Worker port. */
  port: number;
  /** Milliseconds of the clock. */
  at: number;
  key: Uint8Array;
  path: PathStep[];
}

interface Pair {
  list: DropExample[];
  next: number;
  last: number;
}

export class DropExamples {
  private readonly pairs = new Map<number, Pair>();

  constructor(private readonly clock: Clock) {}

  /** Looks at a verdict; most are no drop. */
  note(key: Uint8Array, verdict: Verdict, snapshot: Snapshot): void {
    const reason = reasonOf(verdict);
    if (reason === undefined) return;
    const port = key[0]! | (key[1]! << 8);
    const name = reason * 0x10000 + port;
    let pair = this.pairs.get(name);
    if (pair === undefined) {
      if (this.pairs.size >= MOST) return;
      pair = { list: [], next: 0, last: 0 };
      this.pairs.set(name, pair);
    }
    const at = this.clock.now();
    if (pair.list.length === KEPT && at < pair.last + EVERY_MS) return;
    pair.last = at;
    pair.list[pair.next++ % KEPT] = {
      ...{ reason, port, at },
      key: key.slice(),
      path: describePath(snapshot, verdict),
    };
  }

  /** Latest first. */
  list(reason?: number, port?: number): DropExample[] {
    return [...this.pairs.values()]
      .flatMap(({ list }) => list)
      .filter((one) => (reason ?? one.reason) === one.reason && (port ?? one.port) === one.port)
      .sort((a, b) => b.at - a.at);
  }
}

/** Of a drop, and of a packet dropped alone: its list begins with the drop. */
function reasonOf({ result, actions, actionLength }: Verdict): number | undefined {
  if (result.kind === "drop") return result.reason;
  if (result.kind !== "once" || actionLength === 0) return undefined;
  const kind = actions[ACT.kind]! | (actions[ACT.kind + 1]! << 8);
  return kind === ACT_KIND.DROP
    ? actions[ACT_DROP.reason]! | (actions[ACT_DROP.reason + 1]! << 8)
    : undefined;
}
