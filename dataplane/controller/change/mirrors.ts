// Mirrors: what one copies, and which packets a point's mirrors concern when some come to it or are taken off it.
import type { Region } from "../../simulation/region.js";
import type { VMirrorPoint } from "../../simulation/snapshot.js";
import { tag } from "../../simulation/tags.js";
import { type Change, same } from "../../topology/diff.js";
import type { Mirror } from "../../topology/model.js";
import type { Passing } from "./chains.js";
import type { Firing, Side } from "./firing.js";

/** Mirrors that copy other packets, or to another port. */
export function mirrorsDiffer(fire: Firing): void {
  const { was, is } = fire;
  const before = new Map(was.topology.mirrors?.map((one) => [one.id, one]));
  for (const b of is.topology.mirrors ?? []) {
    const a = before.get(b.id);
    if (a === undefined || (a.to === b.to && same(a.match, b.match))) continue;
    const regions = [was.region(a.match), ...(same(a.match, b.match) ? [] : [is.region(b.match)])];
    fire.because([`mirror ${b.id}`]).some({ tags: [tag.mirror(b.id)], ...narrowed(regions) });
  }
}

/** Mirrors whose matches name a group of which members come or go. */
export function mirrorsOfGroup(fire: Firing, { kind, id }: Change): void {
  if (kind !== "ip-address-group" && kind !== "port-group") return;
  fire.because([`${kind} ${id}`]);
  const names = ({ match = {} }: Mirror): boolean => {
    const { inPortGroup, outPortGroup, portGroup, srcAddressGroup, dstAddressGroup } = match;
    return [inPortGroup, outPortGroup, portGroup, srcAddressGroup, dstAddressGroup].includes(id);
  };
  for (const { topology } of [fire.was, fire.is])
    for (const mirror of topology.mirrors ?? []) if (names(mirror)) fire.all(tag.mirror(mirror.id));
}

/** Mirrors of a point by name, in their order. */
export const mirrorsAt = (point: VMirrorPoint | null): string => idsOf(point).join();

const idsOf = (point: VMirrorPoint | null): string[] => point?.mirrors.map(({ id }) => id) ?? [];

/** Mirrors that come to a point or are taken off it: of whom they copy nothing stays, and names those that are there. */
export function mirrorsRead(
  fire: Firing,
  at: Passing,
  before: VMirrorPoint | null,
  after: VMirrorPoint | null,
): void {
  const [had, has] = [idsOf(before), idsOf(after)];
  const stay = had.filter((id) => has.includes(id));
  // Where a point had mirrors, what passed it says so.
  const passing = before === null ? at : { tags: [before.tag] };
  // In another order copies leave in another.
  if (stay.join() !== has.filter((id) => had.includes(id)).join()) {
    fire.some(passing);
    return;
  }
  const regions = [
    ...had.filter((id) => !stay.includes(id)).map((id) => copied(fire.was, id)),
    ...has.filter((id) => !stay.includes(id)).map((id) => copied(fire.is, id)),
  ];
  const gains = after === null ? [] : [after.tag, ...after.mirrors.map((one) => one.tag)];
  fire.some({ ...passing, ...narrowed(regions), gains });
}

const copied = (side: Side, id: string): Region =>
  side.region(side.topology.mirrors?.find((one) => one.id === id)?.match);

const narrowed = (regions: Region[]): { regions?: Region[] } =>
  regions.some((region) => region.length === 0) ? {} : { regions };
