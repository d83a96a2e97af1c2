// Durations as people type them. Never a default: an unreadable one is a usage error.
import { UsageError } from "./exit.js";

const UNITS: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 };

/** "20s", "1.5m", "200ms" in milliseconds. */
export function milliseconds(text: string): number {
  const match = /^(\d+(?:\.\d+)?)(ms|s|m|h)$/.exec(text);
  if (!match) throw new UsageError(`"${text}" is no duration`, "write a number and a unit: 20s, 1.5m, 200ms");
  return Number(match[1]) * UNITS[match[2]!]!;
}

/** A duration as people say it: "0.4 s", "12 s", "3 min", "5 h". */
export function ago(ms: number): string {
  if (ms < 10_000) return `${(ms / 1000).toFixed(1)} s`;
  if (ms < 120_000) return `${Math.round(ms / 1000)} s`;
  return ms < 7_200_000 ? `${Math.round(ms / 60_000)} min` : `${Math.round(ms / 3_600_000)} h`;
}
