// When commands are in force: what runs after a SYNC came back. It must never run early, and never forget when the
// worker has gone.
import type { Outbox } from "./outbox.js";

interface Waiter {
  seq: number;
  run: () => void;
  fail: (cause: Error) => void;
}

export class Syncs {
  private waiters: Waiter[] = [];
  private outstanding = 0;

  constructor(private readonly outbox: Outbox) {}

  /** Is a SYNC on its way? */
  get asked(): boolean {
    return this.outstanding > 0;
  }

  /** Runs it once all commands given so far are in force; with the next SYNC that anybody sends. */
  after(run: () => void, fail: (cause: Error) => void = () => {}): void {
    this.waiters.push({ seq: this.outbox.last, run, fail });
  }

  /** Sends a SYNC. */
  ask(): void {
    this.outstanding++;
    this.outbox.sync((this.outbox.last + 1) >>> 0);
  }

  /** All commands so far are in force when it resolves. */
  all(): Promise<void> {
    return new Promise((resolve, reject) => {
      this.after(resolve, reject);
      this.ask();
      this.outbox.flush();
    });
  }

  /** The worker's SYNC event; gives the sequence number up to which all is in force. */
  came(token: number): void {
    this.outstanding--;
    const ready = this.waiters.filter(({ seq }) => reached(seq, token));
    this.waiters = this.waiters.filter(({ seq }) => !reached(seq, token));
    for (const { run } of ready) run();
  }

  fail(cause: Error): void {
    const waiters = this.waiters;
    this.waiters = [];
    for (const { fail } of waiters) fail(cause);
  }
}

/** Sequence numbers wrap at 2^32. */
export const reached = (seq: number, token: number): boolean => (token - seq) >>> 0 < 0x8000_0000;
