// Mirrors: copies of a packet, as it stands at a point of a port or device, leave by another port. Whatever becomes of
// a copy, it must never change what becomes of the packet: it teaches nobody, is answered by nobody, and fails alone.
import { ACTION, evaluate } from "./chain.js";
import type { Context } from "./context.js";
import { STEP } from "./path.js";
import type { VMirror, VMirrorPoint } from "./snapshot.js";
import { settleTags } from "./vlan.js";

/** Copies of one packet at most, those of its copies included. */
const MAX_COPIES = 64;

/** The packet passes a point that has mirrors. */
export function mirror(ctx: Context, point: VMirrorPoint): void {
  ctx.tag(point.tag);
  for (const one of point.mirrors) {
    // A copy is never copied again by the mirror that made it, nor by one that made what it was copied from.
    if (ctx.copying.includes(one.index)) continue;
    ctx.tag(one.tag);
    if (one.chain < 0 || matches(ctx, one)) copy(ctx, one);
  }
}

/** The chain is nobody's: neither the way nor the tags tell of it. */
function matches(ctx: Context, { chain }: VMirror): boolean {
  const { pathLength, tagCount } = ctx;
  if (ctx.tagsHidden) settleTags(ctx);
  const decided = evaluate(ctx, chain);
  ctx.pathLength = pathLength;
  ctx.tagCount = tagCount;
  return decided === ACTION.ACCEPT;
}

function copy(ctx: Context, { index, to }: VMirror): void {
  const { snapshot, once, fatal, reason, lifetimeMs, wait, vtepRemote } = ctx;
  // A copy counts as a device: where the packet itself would be a loop, there is no copy.
  const lost = ctx.depth >= snapshot.maxDevices || ctx.copies >= MAX_COPIES;
  ctx.step(STEP.MIRROR, index, lost ? -1 : to);
  if (lost) return;
  ctx.copies++;
  ctx.save();
  ctx.traversed[ctx.depth++] = -1;
  ctx.vtepRemote = -1;
  ctx.openCopy(index);
  ctx.walk.leave(ctx, snapshot.ports[to]!);
  ctx.closeCopy(ctx.fatal !== fatal);
  ctx.restore();
  ctx.forget();
  Object.assign(ctx, { once, fatal, reason, lifetimeMs, wait, vtepRemote });
}
