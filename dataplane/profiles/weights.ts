// Shares of the slow path by port. Nothing else.
import type { Profile } from "./profile.js";

const MOST = 1000;

/** By place of the port: its own weight where it has one, else 1; tunnels' ports together as much as all others. */
export function upcallWeights({ ports, underlay }: Pick<Profile, "ports" | "underlay">): number[] {
  const lower = new Set(underlay.map(({ port }) => port));
  const plain = ports.filter(({ name }) => !lower.has(name));
  const sum = plain.reduce((total, { upcallWeight = 1 }) => total + upcallWeight, 0);
  const half = Math.max(1, Math.ceil(sum / Math.max(1, lower.size)));
  return ports.map(({ name, upcallWeight }) => Math.min(MOST, upcallWeight ?? (lower.has(name) ? half : 1)));
}
