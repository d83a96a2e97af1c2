// Samples and what is said of them. Pure.

/** One measuring of one peer. */
export interface Sample {
  /** Nanoseconds on the core for one packet. */
  ns: number;
  /** Share of the time that it was on its core, 0..1. */
  share: number;
  packets: number;
}

export interface Summary {
  /** Median. */
  ns: number;
  min: number;
  max: number;
  /** Lowest. */
  share: number;
  packets: number;
  samples: number;
}

/** The middle one, or the mean of the middle two. NaN of nothing. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const half = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[half]! : (sorted[half - 1]! + sorted[half]!) / 2;
}

export function summarize(samples: readonly Sample[]): Summary {
  const ns = samples.map((sample) => sample.ns);
  return {
    ns: median(ns),
    min: Math.min(...ns),
    max: Math.max(...ns),
    share: Math.min(...samples.map(({ share }) => share)),
    packets: samples.reduce((sum, { packets }) => sum + packets, 0),
    samples: samples.length,
  };
}

/** Runs floor, subject, subject, floor `passes` times, so that drift falls on both alike. */
export async function interleave<T>(
  passes: number,
  floor: () => Promise<T>,
  subject: () => Promise<T>,
): Promise<{ floor: T[]; subject: T[] }> {
  const taken = { floor: [] as T[], subject: [] as T[] };
  for (let pass = 0; pass < passes; pass++) {
    taken.floor.push(await floor());
    taken.subject.push(await subject(), await subject());
    taken.floor.push(await floor());
  }
  return taken;
}

/** What a program of the harness says of a number of rounds. */
export interface Series {
  /** Median. */
  ns: number;
  /** Without the twentieth at either end. */
  mean: number;
  p10: number;
  p90: number;
  /** Of the timed rounds, 0..1. */
  share: number;
  samples: number;
}

/** `packets`: of all its rounds. */
export const ofSeries = ({ ns, p10, p90, share, samples }: Series, packets: number): Summary => ({
  ...{ ns, min: p10, max: p90, share, samples, packets },
});
