// Mirrors: what one copies, and which packets a point's mirrors concern when some are taken off it.
import type { Region } from "../../simulation/region.js";
import type { VMirrorPoint } from "../../simulation/snapshot.js";
import { tag } from "../../simulation/tags.js";
import { type Change, same } from "../../topology/diff.js";
import type { Mirror } from "../../topology/model.js";
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

/** Packets of mirrors that a point has no more. All, where it has others: what passes must name those. */
export function mirrorRegions(
  { was }: Firing,
  before: VMirrorPoint,
  after: VMirrorPoint | null,
): { regions?: Region[] } {
  const ids = (point: VMirrorPoint | null): string[] => point?.mirrors.map(({ id }) => id) ?? [];
  const [had, has] = [ids(before), ids(after)];
  if (had.filter((id) => has.includes(id)).join() !== has.join()) return {};
  return narrowed(had.filter((id) => !has.includes(id)).map((id) => copied(was, id)));
}

const copied = (side: Side, id: string): Region =>
  side.region(side.topology.mirrors?.find((one) => one.id === id)?.match);

const narrowed = (regions: Region[]): { regions?: Region[] } =>
  regions.some((region) => region.length === 0) ? {} : { regions };
