// Who was last seen answering for an address on a bridge, for ARP and ND suppression. It must never keep an answer
// longer than a host would.
import type { Mac } from "../../simulation/verdict.js";
import type { Clock } from "../clock.js";
import { Expiry } from "../expiry.js";

export interface Answer {
  bridge: string;
  address: string;
  mac: Mac;
  /** Milliseconds of the clock. */
  seen: number;
}

const nameOf = (bridge: string, address: string): string => `${bridge} ${address}`;

export class Answers {
  private readonly entries = new Map<string, Answer>();
  private readonly expiry: Expiry<string>;

  /** `limit`: entries held at most; past that nothing new is learned. */
  constructor(
    private readonly clock: Clock,
    private readonly ageMs: number,
    private readonly limit: number,
    private readonly changed: (answer: Answer) => void,
  ) {
    this.expiry = new Expiry(clock, (name) => {
      const entry = this.entries.get(name);
      this.entries.delete(name);
      if (entry !== undefined) this.changed(entry);
    });
  }

  find(bridge: string, address: string): Mac | undefined {
    return this.entries.get(nameOf(bridge, address))?.mac;
  }

  learn(bridge: string, address: string, mac: Mac): void {
    const old = this.find(bridge, address);
    if (!this.restore(bridge, address, mac, this.clock.now()) || old === mac) return;
    this.changed(this.entries.get(nameOf(bridge, address))!);
  }

  /** From a store: seen at `seen`; tells nobody. False when it was not taken. */
  restore(bridge: string, address: string, mac: Mac, seen: number): boolean {
    const name = nameOf(bridge, address);
    const deadline = seen + this.ageMs;
    if (deadline <= this.clock.now() || (!this.entries.has(name) && this.entries.size >= this.limit))
      return false;
    this.entries.set(name, { bridge, address, mac, seen });
    this.expiry.set(name, deadline);
    return true;
  }

  forget(gone: (answer: Answer) => boolean): void {
    for (const [name, entry] of this.entries) {
      if (!gone(entry)) continue;
      this.entries.delete(name);
      this.expiry.drop(name);
      this.changed(entry);
    }
  }

  list(): Answer[] {
    return [...this.entries.values()];
  }

  stop(): void {
    this.expiry.clear();
  }
}
