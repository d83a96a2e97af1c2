// How many ICMP errors the network's routers send about what comes in by one worker port (RFC 1812 4.3.2.8, RFC 4443
// 2.4(f)): a token bucket each, so that who floods takes nobody else's answers. It must never hold anything back but errors.
import type { Clock } from "../clock.js";

/** As many a second as Linux sends by default, and as many at once. */
export const ERRORS_PER_SECOND = 1000;

export class ErrorBudget {
  /** Errors that were not sent. */
  withheld = 0;
  private readonly buckets = new Map<number, { tokens: number; at: number }>();

  constructor(private readonly clock: Clock) {}

  /** True: one may be sent. `port`: the worker port of the packet it is about. */
  take(port: number): boolean {
    const now = this.clock.now();
    let bucket = this.buckets.get(port);
    if (bucket === undefined) {
      bucket = { tokens: ERRORS_PER_SECOND, at: now };
      this.buckets.set(port, bucket);
    }
    const earned = ((now - bucket.at) * ERRORS_PER_SECOND) / 1000;
    bucket.tokens = Math.min(ERRORS_PER_SECOND, bucket.tokens + earned);
    bucket.at = now;
    if (bucket.tokens < 1) {
      this.withheld++;
      return false;
    }
    bucket.tokens--;
    return true;
  }
}
