// Turns the simulation's action bytes into the worker's: tunnel, group and meter numbers of one verdict become the ids that
// the worker knows. It must never change anything else, nor the bytes it was given.
import { ACT, ACT_CLONE_SIZE, ACT_ENCAP, ACT_KIND, ACT_METER, ACT_SELECT } from "../../../bindings/layout.js";

export interface Places {
  tunnel(snapshotId: number): number;
  group(index: number): number;
  meter(index: number): number;
}

export function relocate(actions: Uint8Array, places: Places): Uint8Array {
  const copy = new Uint8Array(actions);
  walk(new DataView(copy.buffer), 0, copy.length, (view, at, kind) => {
    if (kind === ACT_KIND.ENCAP) {
      const field = at + ACT_ENCAP.tunnel_id;
      view.setUint32(field, places.tunnel(view.getUint32(field, true)), true);
    } else if (kind === ACT_KIND.SELECT) {
      const field = at + ACT_SELECT.group_id;
      view.setUint32(field, places.group(view.getUint32(field, true)), true);
    } else if (kind === ACT_KIND.METER) {
      const field = at + ACT_METER.meter_id;
      view.setUint32(field, places.meter(view.getUint32(field, true)), true);
    }
  });
  return copy;
}

/** Tunnels that the list encapsulates into, each once, clones included. */
export function tunnelsIn(actions: Uint8Array): number[] {
  const found = new Set<number>();
  const view = new DataView(actions.buffer, actions.byteOffset, actions.byteLength);
  walk(view, 0, actions.length, (_, at, kind) => {
    if (kind === ACT_KIND.ENCAP) found.add(view.getUint32(at + ACT_ENCAP.tunnel_id, true));
  });
  return [...found];
}

function walk(
  view: DataView,
  from: number,
  to: number,
  visit: (view: DataView, at: number, kind: number) => void,
): void {
  for (let at = from; at < to; ) {
    const kind = view.getUint16(at + ACT.kind, true);
    const len = view.getUint16(at + ACT.len, true);
    if (len < 8 || at + len > to) throw new RangeError(`an action record at byte ${at} has length ${len}`);
    visit(view, at, kind);
    if (kind === ACT_KIND.CLONE) walk(view, at + ACT_CLONE_SIZE, at + len, visit);
    at += len;
  }
}
