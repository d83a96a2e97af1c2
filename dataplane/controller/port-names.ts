// A port of the node by what a person calls it: the profile's name, or the topology's id of what is bound to it. It must
// never take one port for another: the profile's names come first.
import type { Snapshot } from "../simulation/snapshot.js";
import { ElError, nearest } from "../topology/index.js";

export interface Named {
  /** Worker ports by id. */
  readonly portNames: readonly string[];
  readonly snapshot: Pick<Snapshot, "bound" | "ports" | "portOf">;
}

/** Worker port id. Throws ElError PORT_UNKNOWN. */
export function portNamed(node: Named, name: string): number {
  const { portNames, snapshot } = node;
  const own = portNames.indexOf(name);
  if (own >= 0) return own;
  const bound = snapshot.bound.indexOf(snapshot.portOf.get(name) ?? -2);
  if (bound >= 0) return bound;
  const ids = [...snapshot.bound].flatMap((port) => snapshot.ports[port]?.id ?? []);
  const meant = nearest(name, [...portNames, ...ids]);
  throw new ElError(
    "PORT_UNKNOWN",
    `No port "${name}" is bound at this node; it has ${portNames.join(", ")}.`,
    {
      place: name,
      remedy: meant === undefined ? "List them: edgelane show ports" : `Write "${meant}".`,
    },
  );
}
