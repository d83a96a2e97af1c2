// Time as the controller sees it: what is late, and what to do then. Nothing else in this folder may read
// the machine's time for a decision, so that a replay owns its time.

/** A planned call; cancelling twice, or after it ran, does nothing. */
export interface Timer {
  readonly at: number;
  cancel(): void;
}

export interface Clock {
  /** Milliseconds, only growing; the origin means nothing. */
  now(): number;
  /** Unix time, milliseconds: for what outlives the process only. */
  wall(): number;
  /** Calls `run` once at or after `when`. */
  at(when: number, run: () => void): Timer;
}

/** The machine's own time. Timers do not keep the process alive. */
export class RealClock implements Clock {
  now(): number {
    return performance.now();
  }

  wall(): number {
    return Date.now();
  }

  at(when: number, run: () => void): Timer {
    const handle = setTimeout(run, Math.max(0, Math.ceil(when - this.now())));
    handle.unref();
    return { at: when, cancel: () => clearTimeout(handle) };
  }
}

interface Planned {
  at: number;
  order: number;
  run: () => void;
  live: boolean;
}

/** Stands still until told: the time of a replay is the time in its captures. */
export class VirtualClock implements Clock {
  private time: number;
  private order = 0;
  private plan: Planned[] = [];

  constructor(start = 0) {
    this.time = start;
  }

  now(): number {
    return this.time;
  }

  wall(): number {
    return this.time;
  }

  at(when: number, run: () => void): Timer {
    const planned: Planned = { at: Math.max(when, this.time), order: this.order++, run, live: true };
    this.plan.push(planned);
    return {
      at: planned.at,
      cancel: () => {
        planned.live = false;
      },
    };
  }

  /** When the next planned call is due; undefined when nothing is planned. */
  get nextDeadline(): number | undefined {
    return this.next()?.at;
  }

  /** Moves to `when` and runs what falls due on the way, in order of time, then of planning. */
  advanceTo(when: number): void {
    for (let due = this.next(); due !== undefined && due.at <= when; due = this.next()) {
      this.time = due.at;
      due.live = false;
      due.run();
    }
    this.time = Math.max(this.time, when);
  }

  private next(): Planned | undefined {
    this.plan = this.plan.filter((planned) => planned.live);
    let first: Planned | undefined;
    for (const planned of this.plan)
      if (
        first === undefined ||
        planned.at < first.at ||
        (planned.at === first.at && planned.order < first.order)
      )
        first = planned;
    return first;
  }
}
