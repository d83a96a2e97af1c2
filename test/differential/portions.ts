// How many packets the node is given at a time, so that a slow lcore drops none for want of places. It must keep every
// packet, in order.

/** None may lack a parking place. */
const PACKETS = 1024;
/** Frames that become of them, where other lcores send some: the worker has places for twice as many between two
 * (handover.h). */
const FRAMES = 512;

/** `frames`: what becomes of one at most; undefined where every lcore sends its own. One alone may have more. */
export function* portions<T>(
  list: readonly T[],
  frames?: (one: T) => number,
  packets = PACKETS,
): Generator<readonly T[]> {
  let portion: T[] = [];
  let held = 0;
  for (const one of list) {
    const more = frames?.(one) ?? 0;
    if (portion.length === packets || (portion.length > 0 && held + more > FRAMES)) {
      yield portion;
      portion = [];
      held = 0;
    }
    portion.push(one);
    held += more;
  }
  if (portion.length > 0) yield portion;
}
