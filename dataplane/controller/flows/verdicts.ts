// What flows have of their verdict: one record for all flows with equal verdicts, so that a flow itself is a row of
// numbers. It must never take two verdicts for one that differ in anything but the key they were made from.
import { PATH_STRIDE, STEP } from "../../simulation/path.js";
import type { Snapshot } from "../../simulation/snapshot.js";
import type { Learned, Tag, Verdict } from "../../simulation/verdict.js";
import { stationName } from "../state/stations.js";
import type { Cause } from "./cause.js";
import type { Common } from "./common.js";
import { equal, hashWords } from "./hash.js";
import type { ComputedMask } from "./masks.js";
import type { Acquired } from "./program.js";
import { emptyList, type SlotList } from "./slots.js";

type Station = Extract<Learned, { kind: "station" }>;

/** A verdict that live flows have, or had until not long ago. */
export interface SharedVerdict extends Acquired {
  /** What the simulation read. */
  readonly computed: ComputedMask;
  /** As the simulation wrote them: tunnels and groups by its numbers. */
  readonly written: Int32Array;
  readonly groups: Verdict["groups"];
  /** Words of the key that the walk wrote, a bit each. */
  readonly rewritten: number;
  tags: Int32Array;
  readonly path: Int32Array;
  /** What the path's numbers index. */
  readonly snapshot: Snapshot;
  /** What its flows pass now is more or less than the path says: it decides nothing for them. */
  outlived: boolean;
  /** Drop reason; undefined when it forwards. */
  readonly drop: number | undefined;
  /** 0: no other end than its flows' own. */
  readonly lifetimeMs: number;
  /** Mirrors copy packets of its flows. */
  readonly mirrored: boolean;
  readonly learned: readonly Station[];
  /** Learned stations its flows' packets come from. */
  readonly stations: readonly string[];
  readonly hash: number;
  /** Of equal hash. */
  next: SharedVerdict | undefined;
  /** Its flows in the worker, and how many. */
  readonly list: SlotList;
  flows: number;
  /** What their packets have in common; undefined: there were never many. */
  common: Common | undefined;
  /** Its flows are withdrawn: what the worker still has of them asks again. */
  stale: boolean;
  /** When they were; the clock's milliseconds. */
  staleAt: number;
  /** What withdrew its flows, those that lived until then. */
  cause: Cause | undefined;
}

/** What a SharedVerdict begins as. */
export type Fresh = Omit<SharedVerdict, keyof Acquired | "computed">;

export class Verdicts {
  private readonly byHash = new Map<number, SharedVerdict>();
  private readonly all = new Set<SharedVerdict>();

  /** Those that live flows have. */
  values(): IterableIterator<SharedVerdict> {
    return this.all.values();
  }

  /** The record of this verdict, if a live flow has one. */
  find(verdict: Verdict, snapshot: Snapshot): SharedVerdict | undefined {
    let there = this.byHash.get(hashOf(verdict));
    while (there !== undefined && !same(there, verdict, snapshot)) there = there.next;
    return there;
  }

  add(shared: SharedVerdict): void {
    shared.next = this.byHash.get(shared.hash);
    this.byHash.set(shared.hash, shared);
    this.all.add(shared);
  }

  /** Its last flow has ended, or is withdrawn. */
  remove(shared: SharedVerdict): void {
    this.all.delete(shared);
    const first = this.byHash.get(shared.hash)!;
    if (first === shared) {
      if (shared.next === undefined) this.byHash.delete(shared.hash);
      else this.byHash.set(shared.hash, shared.next);
      return;
    }
    let before = first;
    while (before.next !== shared) before = before.next!;
    before.next = shared.next;
  }
}

/** Copies what a lent verdict holds. */
export function freshVerdict(verdict: Verdict, snapshot: Snapshot): Fresh {
  const { result, groups, rewritten, tags, tagCount, path, pathLength, actionWords, actionLength } = verdict;
  const learned = verdict.learned.filter(isStation);
  return {
    written: actionWords.slice(0, actionLength >> 2),
    groups: groups.slice(),
    rewritten,
    tags: tags.slice(0, tagCount),
    path: path.slice(0, pathLength),
    snapshot,
    outlived: false,
    drop: result.kind === "drop" ? result.reason : undefined,
    lifetimeMs: result.kind === "drop" ? result.lifetimeMs : 0,
    mirrored: isMirrored(path, pathLength),
    learned,
    stations: learned.map(({ bridge, vlan, mac }) => stationName(bridge, vlan, mac)),
    hash: hashOf(verdict),
    next: undefined,
    list: emptyList(),
    flows: 0,
    common: undefined,
    stale: false,
    staleAt: 0,
    cause: undefined,
  };
}

/** Its flows stay where a change came by, and depend on these too from now on. Those of them that it had not. */
export function outlive(shared: SharedVerdict, gains: readonly Tag[]): readonly Tag[] {
  shared.outlived = true;
  const { tags } = shared;
  const more = gains.filter((tag) => !tags.includes(tag));
  if (more.length === 0) return more;
  shared.tags = new Int32Array(tags.length + more.length);
  shared.tags.set(tags);
  shared.tags.set(more, tags.length);
  return more;
}

function isMirrored(path: Int32Array, length: number): boolean {
  for (let at = 0; at < length; at += PATH_STRIDE) if ((path[at]! & 0xff) === STEP.MIRROR) return true;
  return false;
}

const isStation = (learned: Learned): learned is Station => learned.kind === "station";

function hashOf({
  result,
  maskWords,
  actionWords,
  actionLength,
  tags,
  tagCount,
  path,
  pathLength,
}: Verdict): number {
  let h = result.kind === "drop" ? result.reason : 0;
  h = hashWords(h, maskWords, maskWords.length);
  h = hashWords(h, actionWords, actionLength >> 2);
  h = hashWords(h, tags, tagCount);
  return hashWords(h, path, pathLength);
}

function same(shared: SharedVerdict, verdict: Verdict, snapshot: Snapshot): boolean {
  const { result } = verdict;
  return (
    shared.snapshot === snapshot &&
    shared.rewritten === verdict.rewritten &&
    shared.drop === (result.kind === "drop" ? result.reason : undefined) &&
    shared.lifetimeMs === (result.kind === "drop" ? result.lifetimeMs : 0) &&
    starts(verdict.actionWords, verdict.actionLength >> 2, shared.written) &&
    starts(verdict.tags, verdict.tagCount, shared.tags) &&
    starts(verdict.path, verdict.pathLength, shared.path) &&
    starts(verdict.maskWords, verdict.maskWords.length, shared.computed.words) &&
    sameGroups(shared.groups, verdict.groups) &&
    sameStations(shared.learned, verdict.learned)
  );
}

function starts(lent: Int32Array, count: number, kept: Int32Array): boolean {
  if (count !== kept.length) return false;
  for (let i = 0; i < count; i++) if (lent[i] !== kept[i]) return false;
  return true;
}

function sameGroups(a: Verdict["groups"], b: Verdict["groups"]): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) {
    const one = a[i]!.members;
    const other = b[i]!.members;
    if (one.length !== other.length) return false;
    for (let j = 0; j < one.length; j++) {
      const { token, weight, actions } = one[j]!;
      const that = other[j]!;
      if (token !== that.token || weight !== that.weight) return false;
      if (!equal(actions, that.actions)) return false;
    }
  }
  return true;
}

function sameStations(kept: readonly Station[], learned: readonly Learned[]): boolean {
  let at = 0;
  for (const one of learned) {
    if (one.kind !== "station") continue;
    const other = kept[at++];
    if (other?.mac !== one.mac || other.vlan !== one.vlan || other.bridge !== one.bridge) return false;
  }
  return at === kept.length;
}
