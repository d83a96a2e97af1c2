// Percentiles of a few samples. Pure.

/** `percent` 0..100 of values in rising order: the smallest that so many percent do not exceed. NaN of nothing. */
export function percentile(rising: readonly number[], percent: number): number {
  return rising[Math.max(0, Math.ceil((percent / 100) * rising.length) - 1)] ?? Number.NaN;
}
