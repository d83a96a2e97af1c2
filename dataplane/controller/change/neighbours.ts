// MACs that a router port knows from the topology: of addresses declared or leased on its link.
import { STEP } from "../../simulation/path.js";
import type { Neighbours, VPort } from "../../simulation/snapshot.js";
import { tag } from "../../simulation/tags.js";
import { formatIp } from "../../topology/addresses.js";
import type { Firing } from "./firing.js";

/** An address with another MAC; it was known before. */
interface Moved {
  address: string;
  known: boolean;
}

/** Ports of one link share what they know. */
const compared = new WeakMap<Neighbours, { with: Neighbours; moved: readonly Moved[] }>();

export function neighboursOf(a: Neighbours, b: Neighbours): readonly Moved[] {
  const there = compared.get(a);
  if (there?.with === b) return there.moved;
  const moved = [...movedIn(a.v4, b.v4, textOf), ...movedIn(a.v6, b.v6, (text) => text)];
  compared.set(a, { with: b, moved });
  return moved;
}

export function neighboursRead(fire: Firing, a: VPort, b: VPort): void {
  const gateways = gatewaysBy(fire, a);
  for (const { address, known } of neighboursOf(a.neighbours, b.neighbours)) {
    if (!known) fire.all(tag.neighbour(a.id, address));
    else {
      const { id } = a;
      // It may come back by the port it was to leave by.
      const by = [STEP.PORT_OUT, STEP.PORT_IN].map((step) => ({ step, id }));
      const way = [by, [{ step: STEP.ROUTE }, { step: STEP.METADATA }]];
      const regions = gateways.has(address) ? {} : { regions: [fire.is.region({ destination: address })] };
      fire.some({ tags: [a.tag], way, ...regions });
    }
  }
}

/** Addresses that are leased to another now, or to nobody. */
export function leasesMoved({ leases: a }: VPort, { leases: b }: VPort): string[] {
  const all = new Set([...(a?.keys() ?? []), ...(b?.keys() ?? [])]);
  return a === b ? [] : [...all].filter((address) => a?.get(address) !== b?.get(address));
}

export function leasesRead(fire: Firing, a: VPort, b: VPort): void {
  for (const address of leasesMoved(a, b)) fire.all(tag.neighbour(a.id, address));
}

function* movedIn<K>(
  a: ReadonlyMap<K, number>,
  b: ReadonlyMap<K, number>,
  text: (key: K) => string,
): IterableIterator<Moved> {
  for (const [key, mac] of a) if (b.get(key) !== mac) yield { address: text(key), known: true };
  for (const key of b.keys()) if (!a.has(key)) yield { address: text(key), known: false };
}

const textOf = (word: number): string =>
  formatIp(Uint8Array.of(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 255, 255, word >>> 24, word >>> 16, word >>> 8, word));

/** Next hops of routes by the port as they were: their packets may be to anybody. */
function gatewaysBy({ was }: Firing, { index, device }: VPort): Set<string> {
  const found = new Set<string>();
  for (const { sources } of was.snapshot.devices[device]?.router?.prefixes ?? [])
    for (const { classes } of sources)
      for (const { port, gateway } of classes[0] ?? [])
        if (port === index && gateway !== null) found.add(gateway.text);
  return found;
}
