// Names on the wire that hosts agree on without talking: tunnel keys and MACs derived from ids. Pure.
import type { Topology } from "./model.js";

/** Tunnel keys are 1..MAX_KEY (24 bits). */
export const MAX_KEY = 2 ** 24 - 1;

/** FNV-1a, 32 bits, over UTF-16 units. */
export function hashId(text: string, seed = 0): number {
  let hash = (0x811c9dc5 ^ seed) >>> 0;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193) >>> 0;
  // FNV's low bits mix badly on short ids that differ at their end
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d) >>> 0;
  return (hash ^ (hash >>> 13)) >>> 0;
}

/** The key an id asks for first, 1..MAX_KEY; `attempt` counts the collisions before. */
export function portKey(id: string, attempt = 0): number {
  return 1 + (hashId(id, attempt) % MAX_KEY);
}

/**
 * Tunnel key of every exterior port by port id. Declared keys stand; the others are derived in the order of
 * their ids, past every key taken by a port or by a VTEP gateway: the document's own order does not matter.
 */
export function portKeys(topology: Topology): Map<string, number> {
  const exterior = topology.ports.filter((port) => port.host !== undefined);
  const keys = new Map<string, number>();
  const taken = new Set(topology.ports.flatMap((port) => (port.vtep ? [port.vtep.key] : [])));
  for (const port of exterior) if (port.key !== undefined) keys.set(port.id, port.key);
  for (const key of keys.values()) taken.add(key);
  const derived = exterior.filter((port) => port.key === undefined).map((port) => port.id);
  for (const id of derived.sort()) {
    let attempt = 0;
    while (taken.has(portKey(id, attempt))) attempt++;
    keys.set(id, portKey(id, attempt));
    taken.add(keys.get(id)!);
  }
  return keys;
}

/** MAC of a router port that declares none: locally administered, unicast, derived from its id. */
export function derivedMac(id: string): number {
  return 0x02 * 2 ** 40 + (hashId(id, 1) & 0xff) * 2 ** 32 + hashId(id);
}
