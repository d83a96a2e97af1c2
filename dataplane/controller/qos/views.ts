// Meters in the operator's words. It must never change what it shows.
import type { Core } from "../core.js";
import type { Colours } from "./meters.js";

export interface MeterView {
  /** Whose rate: "port vm1 in 0", "bridge web out 0". */
  meter: string;
  policy: string;
  unit: "bytes" | "packets";
  /** Units a second, units. */
  rate: number;
  burst: number;
  /** RFC 2698's, when there is one. */
  peak?: number;
  /** Burst of the peak, or the excess burst (RFC 2697); absent where nothing is ever yellow. */
  peakBurst?: number;
  yellowDscp?: number;
  /** Since it was made: passed, passed beyond the rate, dropped. */
  packets: { green: number; yellow: number; red: number };
  bytes: { green: number; yellow: number; red: number };
}

const named = ([green, yellow, red]: Colours) => ({ green, yellow, red });

export function meterViews(core: Core): MeterView[] {
  return [...core.meters.list()].map(({ meter, packets, bytes }) => ({
    meter: meter.id,
    policy: meter.policy,
    unit: meter.unit,
    rate: meter.cir,
    burst: meter.cbs,
    ...(meter.pir > 0 ? { peak: meter.pir } : {}),
    ...(meter.ebs > 0 ? { peakBurst: meter.ebs } : {}),
    ...(meter.yellow >= 0 ? { yellowDscp: meter.yellow } : {}),
    packets: named(packets),
    bytes: named(bytes),
  }));
}
