// Where stations were last seen, by bridge, VLAN and MAC. It must never age a station that a live flow came from.
import type { Mac } from "../../simulation/verdict.js";
import type { Clock } from "../clock.js";
import { Expiry } from "../expiry.js";

export interface Station {
  bridge: string;
  vlan: number;
  mac: Mac;
  /** A port id, or "portId@remote". */
  where: string;
}

export interface SeenStation extends Station {
  /** Milliseconds of the clock; now for one that live flows come from. */
  seen: number;
}

interface Entry extends Station {
  flows: number;
}

export const stationName = (bridge: string, vlan: number, mac: Mac): string => `${bridge} ${vlan} ${mac}`;

export class Stations {
  private readonly entries = new Map<string, Entry>();
  private readonly expiry: Expiry<string>;

  /** `changed` hears of each station learned, moved or forgotten. */
  constructor(
    private readonly clock: Clock,
    private readonly ageMs: number,
    /** Entries held at most; past that no new station is learned, known ones still move. */
    private readonly limit: number,
    private readonly changed: (station: Station) => void,
  ) {
    this.expiry = new Expiry(clock, (name) => {
      const entry = this.entries.get(name);
      if (entry === undefined) return;
      this.entries.delete(name);
      this.changed(entry);
    });
  }

  find(bridge: string, vlan: number, mac: Mac): string | undefined {
    return this.entries.get(stationName(bridge, vlan, mac))?.where;
  }

  learn(station: Station): void {
    const name = stationName(station.bridge, station.vlan, station.mac);
    const entry = this.entries.get(name);
    if (entry === undefined && this.entries.size >= this.limit) return;
    if (entry === undefined) this.entries.set(name, { ...station, flows: 0 });
    if (entry === undefined || entry.flows === 0) this.expiry.set(name, this.clock.now() + this.ageMs);
    if (entry?.where === station.where) return;
    if (entry !== undefined) entry.where = station.where;
    this.changed(station);
  }

  /** A live flow's packets come from this station: it does not age until as many releases. */
  hold(name: string): void {
    const entry = this.entries.get(name);
    if (entry === undefined) return;
    entry.flows++;
    this.expiry.drop(name);
  }

  release(name: string): void {
    const entry = this.entries.get(name);
    if (entry === undefined || entry.flows === 0) return;
    entry.flows--;
    if (entry.flows === 0) this.expiry.set(name, this.clock.now() + this.ageMs);
  }

  /** Forgets what the predicate names: its port or bridge is gone. */
  forget(gone: (station: Station) => boolean): void {
    for (const [name, entry] of this.entries) {
      if (!gone(entry)) continue;
      this.entries.delete(name);
      this.expiry.drop(name);
      this.changed(entry);
    }
  }

  list(): SeenStation[] {
    const now = this.clock.now();
    return [...this.entries].map(([name, { bridge, vlan, mac, where }]) => {
      const deadline = this.expiry.deadline(name);
      return { bridge, vlan, mac, where, seen: deadline === undefined ? now : deadline - this.ageMs };
    });
  }

  /** From a store: what was seen at `seen` and has not aged since; tells nobody. */
  restore(station: Station, seen: number): void {
    const name = stationName(station.bridge, station.vlan, station.mac);
    const deadline = seen + this.ageMs;
    if (deadline <= this.clock.now() || this.entries.size >= this.limit) return;
    this.entries.set(name, { ...station, flows: 0 });
    this.expiry.set(name, deadline);
  }

  stop(): void {
    this.expiry.clear();
  }
}
