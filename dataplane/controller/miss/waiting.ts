// Packets parked in the worker until something becomes known. It must never hold one longer than the worker does.
import type { Clock } from "../clock.js";
import { Expiry } from "../expiry.js";

export interface Waiter {
  parkId: bigint;
}

/** Parked packets by the name of what they wait on; each is given back once. */
export class Waiting<W extends Waiter> {
  private readonly byName = new Map<string, Map<bigint, W>>();
  private readonly nameOf = new Map<bigint, string>();
  private readonly expiry: Expiry<bigint>;

  /** `parkMs`: after that long the worker has dropped the packet itself; `limit`: packets held at most. */
  constructor(
    private readonly clock: Clock,
    private readonly parkMs: number,
    private readonly limit: number,
  ) {
    this.expiry = new Expiry(clock, (parkId) => this.forget(parkId));
  }

  get size(): number {
    return this.nameOf.size;
  }

  /** False when the bound is reached: the caller must then let the packet go. */
  add(name: string, waiter: W): boolean {
    if (this.nameOf.size >= this.limit) return false;
    let there = this.byName.get(name);
    if (there === undefined) {
      there = new Map();
      this.byName.set(name, there);
    }
    there.set(waiter.parkId, waiter);
    this.nameOf.set(waiter.parkId, name);
    this.expiry.set(waiter.parkId, this.clock.now() + this.parkMs);
    return true;
  }

  /** Takes out all that wait on the name, oldest first. */
  take(name: string): W[] {
    const there = [...(this.byName.get(name)?.values() ?? [])];
    for (const waiter of there) this.forget(waiter.parkId);
    return there;
  }

  takeAll(): W[] {
    return [...this.byName.keys()].flatMap((name) => this.take(name));
  }

  first(name: string): W | undefined {
    return this.byName.get(name)?.values().next().value;
  }

  names(): { name: string; packets: number }[] {
    return [...this.byName].map(([name, there]) => ({ name, packets: there.size }));
  }

  private forget(parkId: bigint): void {
    const name = this.nameOf.get(parkId);
    if (name === undefined) return;
    this.nameOf.delete(parkId);
    this.expiry.drop(parkId);
    const there = this.byName.get(name);
    if (there?.delete(parkId) && there.size === 0) this.byName.delete(name);
  }
}
