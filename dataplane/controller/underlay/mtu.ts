// How large an inner packet a tunnel takes: underlay MTU, less the outer headers, less what a router on the way told.
// It must never believe an MTU below what its family guarantees, nor one that raises the limit.
import type { Clock } from "../clock.js";
import { Expiry } from "../expiry.js";

/** RFC 1191 section 6.3: a learned value is forgotten after 10 minutes. */
export const PATH_MTU_AGE_MS = 600_000;
/** RFC 791 and RFC 8200: every host takes this much. */
const LEAST = { 4: 576, 6: 1280 } as const;

export class PathMtus {
  private readonly values = new Map<string, number>();
  private readonly expiry: Expiry<string>;

  constructor(
    private readonly clock: Clock,
    private readonly changed: (remote: string) => void,
  ) {
    this.expiry = new Expiry(clock, (remote) => {
      this.values.delete(remote);
      this.changed(remote);
    });
  }

  /** L3 bytes of outer packets to that address; undefined: nothing was told. */
  get(remote: string): number | undefined {
    return this.values.get(remote);
  }

  learn(remote: string, mtu: number): void {
    const least = LEAST[remote.includes(":") ? 6 : 4];
    const value = Math.max(mtu, least);
    const old = this.values.get(remote);
    if (old !== undefined && value > old) return;
    this.values.set(remote, value);
    this.expiry.set(remote, this.clock.now() + PATH_MTU_AGE_MS);
    if (value !== old) this.changed(remote);
  }

  list(): { remote: string; mtu: number; seen: number }[] {
    return [...this.values].map(([remote, mtu]) => {
      const deadline = this.expiry.deadline(remote) ?? this.clock.now();
      return { remote, mtu, seen: deadline - PATH_MTU_AGE_MS };
    });
  }

  /** From a store; tells nobody. */
  restore(remote: string, mtu: number, seen: number): void {
    const deadline = seen + PATH_MTU_AGE_MS;
    if (deadline <= this.clock.now()) return;
    this.values.set(remote, mtu);
    this.expiry.set(remote, deadline);
  }

  stop(): void {
    this.expiry.clear();
  }
}
