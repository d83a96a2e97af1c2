// Numbers as people read them: three digits that count, k and M for counts, a unit always. Pure.

/** Three significant digits, never in exponents: 1234, 12.0, 0.0123. */
export function digits(value: number): string {
  if (!Number.isFinite(value)) return "–";
  if (value === 0) return "0";
  const places = Math.max(0, 2 - Math.floor(Math.log10(Math.abs(value))));
  return value.toFixed(Math.min(places, 6));
}

/** The same without zeros that say nothing, for round numbers: 12, 2.5. */
export const short = (value: number): string =>
  Number.isFinite(value) ? String(Number(digits(value))) : digits(value);

/** 1, 1k, 100k, 1.5M. */
export function count(value: number): string {
  if (value >= 1e6) return `${short(value / 1e6)}M`;
  return value >= 1e3 ? `${short(value / 1e3)}k` : short(value);
}

/** "1.20 M/s", "86.0 k/s". */
export const perSecond = (value: number, as = digits): string =>
  value >= 1e6 ? `${as(value / 1e6)} M/s` : value >= 1e3 ? `${as(value / 1e3)} k/s` : `${as(value)} /s`;

/** Nanoseconds in the unit that suits them. */
export function duration(ns: number, as = digits): string {
  if (ns >= 1e6) return `${as(ns / 1e6)} ms`;
  return ns >= 1e3 ? `${as(ns / 1e3)} µs` : `${as(ns)} ns`;
}

/** 0.0312 as "3.12 %". */
export const percent = (share: number, as = digits): string => `${as(share * 100)} %`;

export const times = (ratio: number, as = digits): string => `${as(ratio)}×`;

export const bytes = (value: number, as = digits): string => `${as(value)} B`;
