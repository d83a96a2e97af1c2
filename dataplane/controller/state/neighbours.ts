// Who has an address: asked for, answered, asked again before it is forgotten, failed. Used for router ports and for
// the underlay alike. It must never ask by itself: it says when, and `ask` does.
import type { Mac } from "../../simulation/verdict.js";
import type { Clock } from "../clock.js";
import { Expiry } from "../expiry.js";

export interface NeighbourTimes {
  retryMs: number;
  /** Requests before a neighbour counts as failed. */
  tries: number;
  /** Age at which a known neighbour is asked again. */
  staleMs: number;
  /** Age at which an unanswering neighbour is forgotten. */
  expireMs: number;
}

export interface Neighbour {
  /** Router port id, or worker port of the underlay. */
  scope: string;
  address: string;
  state: "asking" | "known" | "failed";
  /** The last known one; undefined until the first answer. */
  mac?: Mac;
}

export interface SeenNeighbour extends Neighbour {
  /** When it was last confirmed, or first asked for; milliseconds of the clock. */
  seen: number;
}

interface Entry extends SeenNeighbour {
  tries: number;
}

export interface NeighbourEvents {
  /** Send one request. */
  ask(neighbour: Neighbour): void;
  /** What `find` answers has changed. */
  changed(neighbour: Neighbour): void;
  /** Does anything still depend on it? If not it is left to expire unasked. */
  wanted(neighbour: Neighbour): boolean;
}

const nameOf = (scope: string, address: string): string => `${scope} ${address}`;

export class Neighbours {
  private readonly entries = new Map<string, Entry>();
  private readonly expiry: Expiry<string>;

  constructor(
    private readonly clock: Clock,
    private readonly times: NeighbourTimes,
    private readonly events: NeighbourEvents,
  ) {
    this.expiry = new Expiry(clock, (name) => this.due(name));
  }

  find(scope: string, address: string): Mac | "failed" | undefined {
    const entry = this.entries.get(nameOf(scope, address));
    if (entry === undefined || entry.state === "asking") return undefined;
    return entry.state === "failed" ? "failed" : entry.mac;
  }

  /** Somebody waits for it: starts asking, unless that is going on already. True when it starts. */
  want(scope: string, address: string, alreadyAsked = false): boolean {
    const name = nameOf(scope, address);
    if (this.entries.has(name)) return false;
    const entry: Entry = { scope, address, state: "asking", tries: 1, seen: this.clock.now() };
    this.entries.set(name, entry);
    this.expiry.set(name, this.clock.now() + this.times.retryMs);
    if (!alreadyAsked) this.events.ask(entry);
    return true;
  }

  learn(scope: string, address: string, mac: Mac): void {
    const name = nameOf(scope, address);
    const old = this.entries.get(name);
    const same = old?.state === "known" && old.mac === mac;
    const entry: Entry = { scope, address, state: "known", mac, tries: 0, seen: this.clock.now() };
    this.entries.set(name, entry);
    this.expiry.set(name, entry.seen + this.times.staleMs);
    if (!same) this.events.changed(entry);
  }

  forget(gone: (neighbour: Neighbour) => boolean): void {
    for (const [name, entry] of this.entries) if (gone(entry)) this.remove(name, entry);
  }

  list(): SeenNeighbour[] {
    return [...this.entries.values()].map(({ scope, address, state, mac, seen }) => ({
      scope,
      address,
      state,
      seen,
      ...(mac === undefined ? {} : { mac }),
    }));
  }

  /** From a store: confirmed at `seen`; tells nobody. It is asked again when that is long ago. */
  restore(scope: string, address: string, mac: Mac, seen: number): void {
    if (seen + this.times.expireMs <= this.clock.now()) return;
    const name = nameOf(scope, address);
    this.entries.set(name, { scope, address, state: "known", mac, tries: 0, seen });
    this.expiry.set(name, seen + this.times.staleMs);
  }

  stop(): void {
    this.expiry.clear();
  }

  private due(name: string): void {
    const entry = this.entries.get(name);
    if (entry === undefined) return;
    if (entry.state === "known") this.stale(name, entry);
    else if (entry.state === "failed") this.remove(name, entry);
    else this.unanswered(name, entry);
  }

  private stale(name: string, entry: Entry): void {
    const now = this.clock.now();
    const expires = entry.seen + this.times.expireMs;
    const wanted = this.events.wanted(entry);
    if (now >= expires) this.remove(name, entry);
    else this.expiry.set(name, wanted ? Math.min(now + this.times.retryMs, expires) : expires);
    if (wanted && now < expires) this.events.ask(entry);
  }

  private unanswered(name: string, entry: Entry): void {
    const now = this.clock.now();
    if (entry.tries < this.times.tries) {
      entry.tries++;
      this.expiry.set(name, now + this.times.retryMs);
      this.events.ask(entry);
      return;
    }
    entry.state = "failed";
    // A failure is believed for as long as it took to find out; then the next packet asks anew.
    this.expiry.set(name, now + this.times.retryMs * this.times.tries);
    this.events.changed(entry);
  }

  private remove(name: string, entry: Entry): void {
    this.entries.delete(name);
    this.expiry.drop(name);
    this.events.changed(entry);
  }
}
