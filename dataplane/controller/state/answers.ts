// Who was last seen answering for an address on a bridge, in its VLAN, for ARP and ND suppression. It must never keep an answer
// longer than a host would.
import type { Mac } from "../../simulation/verdict.js";
import type { Clock } from "../clock.js";
import { Expiry } from "../expiry.js";

export interface Answer {
  bridge: string;
  vlan: number;
  address: string;
  mac: Mac;
  /** Milliseconds of the clock. */
  seen: number;
}

const nameOf = (bridge: string, vlan: number, address: string): string => `${bridge} ${vlan} ${address}`;

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

  find(bridge: string, vlan: number, address: string): Mac | undefined {
    return this.entries.get(nameOf(bridge, vlan, address))?.mac;
  }

  learn(bridge: string, vlan: number, address: string, mac: Mac): void {
    const old = this.find(bridge, vlan, address);
    if (!this.restore({ bridge, vlan, address, mac, seen: this.clock.now() }) || old === mac) return;
    this.changed(this.entries.get(nameOf(bridge, vlan, address))!);
  }

  /** From a store: seen at `seen`; tells nobody. False when it was not taken. */
  restore(answer: Answer): boolean {
    const name = nameOf(answer.bridge, answer.vlan, answer.address);
    const deadline = answer.seen + this.ageMs;
    if (deadline <= this.clock.now() || (!this.entries.has(name) && this.entries.size >= this.limit))
      return false;
    this.entries.set(name, answer);
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
