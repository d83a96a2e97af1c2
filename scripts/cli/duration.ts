// Durations as people type them. Never a default: an unreadable one is a usage error.
import { UsageError } from "./exit.js";

const UNITS: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 };

/** "20s", "1.5m", "200ms" in milliseconds. */
export function milliseconds(text: string): number {
  const match = /^(\d+(?:\.\d+)?)(ms|s|m|h)$/.exec(text);
  if (!match) throw new UsageError(`"${text}" is no duration`, "write a number and a unit: 20s, 1.5m, 200ms");
  return Number(match[1]) * UNITS[match[2]!]!;
}
