// What a change fires, collected: flows that all go, and those of which some go, each with the differences that it is
// for. And the two revisions that are compared, whose numbers mean nothing to each other: names do.
import { type Region, Regions } from "../../simulation/region.js";
import type { Snapshot } from "../../simulation/snapshot.js";
import type { Tag } from "../../simulation/verdict.js";
import { formatPrefix, networkOf, parseIpOrPrefix } from "../../topology/addresses.js";
import type { Change, ObjectKind } from "../../topology/diff.js";
import type { Condition, Topology } from "../../topology/model.js";
import { BlamedTags } from "../blame.js";
import type { Within } from "../flows/fired.js";

/** One revision: templates written out, and compiled. */
export class Side {
  private made: Regions | undefined;

  constructor(
    readonly topology: Topology,
    readonly snapshot: Snapshot,
  ) {}

  port(index: number): string {
    return this.snapshot.ports[index]?.id ?? "";
  }

  device(index: number): string {
    return this.snapshot.devices[index]?.id ?? "";
  }

  chain(index: number): string {
    return this.snapshot.chains[index]?.id ?? "";
  }

  meters(indexes: readonly number[]): string {
    if (indexes.length === 0) return "";
    return indexes.map((index) => this.snapshot.meters[index]!.id).join();
  }

  tunnel(index: number): string {
    const one = this.snapshot.tunnels[index];
    return one === undefined ? "" : `${one.type} ${one.local} ${one.remote} ${one.udpPort}`;
  }

  /** Packets that the condition may hold for. */
  region(match: Condition | undefined): Region {
    this.made ??= new Regions(this.topology);
    return this.made.of(match);
  }
}

export class Firing {
  readonly tags = new BlamedTags();
  readonly within: Within[] = [];
  private readonly byObject = new Map<string, Change[]>();
  private blamed: readonly Change[] = [];

  constructor(
    readonly was: Side,
    readonly is: Side,
    private readonly changes: readonly Change[],
  ) {
    for (const change of changes) {
      const name = `${change.kind} ${change.id}`;
      const there = this.byObject.get(name);
      if (there === undefined) this.byObject.set(name, [change]);
      else there.push(change);
    }
  }

  /** What is fired from now on is for differences of the first of these objects that has any ("port vm1"), else for
   * those of the first kind of these, else for all. */
  because(objects: readonly string[], ...kinds: readonly ObjectKind[]): this {
    const named = objects.map((name) => this.byObject.get(name)).find((list) => list !== undefined);
    const ofKind = (): readonly Change[] => {
      for (const kind of kinds) {
        const found = this.changes.filter((change) => change.kind === kind);
        if (found.length > 0) return found;
      }
      return this.changes;
    };
    this.by(named ?? ofKind());
    return this;
  }

  by(changes: readonly Change[]): void {
    this.blamed = changes;
    this.tags.by(changes);
  }

  /** Destinations of the router's routes that came, went or are others. */
  routes(router: string): Set<string> {
    const found = new Set<string>();
    for (const { part } of this.byObject.get(`router ${router}`) ?? [])
      for (const [{ topology }, place] of [
        [this.was, part?.before],
        [this.is, part?.after],
      ] as const) {
        const route = topology.routers?.find(({ id }) => id === router)?.routes?.[place ?? -1];
        const prefix = route === undefined ? undefined : parseIpOrPrefix(route.destination);
        if (prefix !== undefined) found.add(formatPrefix(networkOf(prefix)));
      }
    return found;
  }

  /** All flows under the tag. */
  all(tag: Tag): void {
    this.tags.add(tag);
  }

  some(one: Within): void {
    this.tags.blame(one.tags, this.blamed);
    this.within.push(one);
  }
}
