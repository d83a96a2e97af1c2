// The meters of the snapshot as objects of the worker: one id for good by whose rate it is. A new rate is one command
// and no flow is touched. It must never give a meter's id to another while a flow names it.
import { METER_TYPE, METER_UNIT, METER_UNMARKED } from "../../../bindings/layout.js";
import type { VMeter } from "../../simulation/snapshot.js";
import { ElError } from "../../topology/error.js";
import type { MeterCommands } from "../commands.js";
import { Ids } from "../flows/ids.js";

/** By colour: green passed, yellow passed (and was marked), red was dropped. */
export type Colours = [green: number, yellow: number, red: number];

export interface MeterEntry {
  /** The worker's. */
  readonly id: number;
  meter: VMeter;
  packets: Colours;
  bytes: Colours;
}

export class Meters {
  private readonly byName = new Map<string, MeterEntry>();
  private readonly byId = new Map<number, MeterEntry>();
  /** Worker id by snapshot index. */
  private places: number[] = [];
  private readonly ids: Ids;

  constructor(
    private readonly commands: MeterCommands,
    limit: number,
  ) {
    this.ids = new Ids(limit);
  }

  /** Throws ElError METERS_TOO_MANY when `assign` would find no room; changes nothing. */
  fits(meters: readonly VMeter[]): void {
    const fresh = meters.filter(({ id }) => !this.byName.has(id)).length;
    const room = this.ids.limit - this.ids.used;
    if (fresh <= room) return;
    throw new ElError("METERS_TOO_MANY", `The topology needs ${fresh} more meters, and ${room} are left.`, {
      place: "/bounds/meters",
      remedy: `Raise bounds.meters in the profile to at least ${this.ids.used + fresh}.`,
    });
  }

  /** Makes and changes what a new snapshot asks for; gives back what it no longer has, to be ended with `end`. */
  assign(meters: readonly VMeter[]): MeterEntry[] {
    for (const meter of meters) this.put(meter);
    this.places = meters.map(({ id }) => this.byName.get(id)!.id);
    const named = new Set(meters.map(({ id }) => id));
    return [...this.byName].filter(([name]) => !named.has(name)).map(([, entry]) => entry);
  }

  /** Takes away those that no snapshot has named again meanwhile. No flow may name them. */
  end(entries: readonly MeterEntry[]): void {
    for (const entry of entries) {
      if (this.byId.get(entry.id) !== entry || this.places.includes(entry.id)) continue;
      this.byName.delete(entry.meter.id);
      this.byId.delete(entry.id);
      this.commands.meterDel(entry.id);
      this.ids.give(entry.id);
    }
  }

  /** The worker's id of a snapshot's meter. */
  id(index: number): number {
    const id = this.places[index];
    if (id === undefined) throw new RangeError(`the snapshot has no meter ${index}`);
    return id;
  }

  get(id: number): MeterEntry | undefined {
    return this.byId.get(id);
  }

  list(): IterableIterator<MeterEntry> {
    return this.byId.values();
  }

  /** Asks the worker for all counts; they are in the entries with the next SYNC. */
  ask(): void {
    for (const id of this.byId.keys()) this.commands.meterStats(id);
  }

  /** What came of it. */
  counted(id: number, packets: Colours, bytes: Colours): void {
    const entry = this.byId.get(id);
    if (entry !== undefined) Object.assign(entry, { packets, bytes });
  }

  private put(meter: VMeter): void {
    let entry = this.byName.get(meter.id);
    if (entry !== undefined && sameRates(entry.meter, meter)) {
      entry.meter = meter;
      return;
    }
    if (entry === undefined) {
      entry = { id: this.ids.take()!, meter, packets: [0, 0, 0], bytes: [0, 0, 0] };
      this.byName.set(meter.id, entry);
      this.byId.set(entry.id, entry);
    }
    entry.meter = meter;
    const { unit, cir, cbs, pir, ebs, yellow } = meter;
    this.commands.meterSet(entry.id, {
      type: pir > 0 ? METER_TYPE.TRTCM : METER_TYPE.SRTCM,
      unit: unit === "bytes" ? METER_UNIT.BYTES : METER_UNIT.PACKETS,
      yellow: yellow < 0 ? METER_UNMARKED : yellow,
      cir: BigInt(cir),
      cbs: BigInt(cbs),
      ebs: BigInt(ebs),
      pir: BigInt(pir),
    });
  }
}

const sameRates = (a: VMeter, b: VMeter): boolean =>
  (["unit", "cir", "cbs", "pir", "ebs", "yellow"] as const).every((key) => a[key] === b[key]);
