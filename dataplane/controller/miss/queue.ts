// What waits to be simulated, a queue for each worker port, served in turn by weight (deficit round robin; a port that
// had nothing waiting comes first). So a port that floods waits for itself. It must never lose an upcall, nor let one
// overtake another of its port.
import { Upcall } from "../../../bindings/index.js";

/** Ring of one port's waiting upcalls. */
interface Line {
  readonly port: number;
  readonly weight: number;
  readonly waiting: Upcall[];
  head: number;
  /** Upcalls it may still be served in this turn. */
  credit: number;
}

/** Upcalls whose turn it is. */
export class Round {
  readonly upcalls: Upcall[] = [];

  get count(): number {
    return this.upcalls.length;
  }

  at(i: number): Upcall {
    return this.upcalls[i]!;
  }
}

/** What was taken from a line is forgotten when it is so much. */
const FAR = 1024;

export class FairQueue {
  private readonly lines = new Map<number, Line>();
  /** Ports that had nothing waiting, then those that have had their turn. */
  private readonly fresh: Line[] = [];
  private readonly turns: Line[] = [];
  private readonly free: Upcall[] = [];
  private readonly round = new Round();
  private count = 0;

  /** `weight` of a worker port, 1 or more; `limit`: upcalls kept at most. */
  constructor(
    private readonly weight: (port: number) => number,
    private readonly limit: number,
  ) {}

  get size(): number {
    return this.count;
  }

  /** So many more can be added. */
  get room(): number {
    return this.limit - this.count;
  }

  /** Of one port. */
  waiting(port: number): number {
    const line = this.lines.get(port);
    return line === undefined ? 0 : line.waiting.length - line.head;
  }

  /** Keeps a copy; there must be room. */
  add(upcall: Upcall): void {
    const line = this.line(upcall.port);
    if (line.head === line.waiting.length) {
      line.credit = line.weight;
      this.fresh.push(line);
    }
    const kept = this.free.pop() ?? Upcall.blank();
    kept.assign(upcall);
    line.waiting.push(kept);
    this.count++;
  }

  /** Whose turn it is: up to `most`, lent until the next call. */
  next(most: number): Round {
    const { round } = this;
    for (const upcall of round.upcalls) this.free.push(upcall);
    round.upcalls.length = 0;
    while (round.upcalls.length < most) {
      const from = this.fresh.length > 0 ? this.fresh : this.turns;
      const line = from[0];
      if (line === undefined) break;
      round.upcalls.push(line.waiting[line.head++]!);
      this.count--;
      line.credit--;
      this.moveOn(line, from);
    }
    return round;
  }

  /** One of the port's was taken. */
  private moveOn(line: Line, from: Line[]): void {
    if (line.head === line.waiting.length) {
      line.waiting.length = 0;
      line.head = 0;
      from.shift();
      return;
    }
    if (line.head === FAR) {
      line.waiting.splice(0, FAR);
      line.head = 0;
    }
    if (line.credit > 0) return;
    from.shift();
    line.credit = line.weight;
    this.turns.push(line);
  }

  private line(port: number): Line {
    let line = this.lines.get(port);
    if (line === undefined) {
      line = { port, weight: Math.max(1, this.weight(port)), waiting: [], head: 0, credit: 0 };
      this.lines.set(port, line);
    }
    return line;
  }
}
