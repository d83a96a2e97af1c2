// Rates say exactly one kind of limit each, and a peak is one.
import { at, type Check } from "./context.js";

export const checkQos: Check = ({ topology }, report) => {
  for (const [path, policy] of at("/qosPolicies", topology.qosPolicies))
    for (const [place, { kbps, pps, peak, peakBurst, yellowDscp }] of at(`${path}/rates`, policy.rates)) {
      if ((kbps === undefined) === (pps === undefined))
        report.add(
          "RATE_AMBIGUOUS",
          place,
          `A rate of the policy "${policy.id}" has ${kbps === undefined ? "neither kbps nor pps" : "both kbps and pps"}.`,
          "Give each rate one of the two.",
        );
      const rate = kbps ?? pps;
      if (peak !== undefined && rate !== undefined && peak < rate)
        report.add(
          "PEAK_BELOW_RATE",
          `${place}/peak`,
          `The peak ${peak} of the policy "${policy.id}" is below its rate ${rate}.`,
          `Set it to ${rate} or more, or leave it out.`,
        );
      if (yellowDscp !== undefined && peak === undefined && peakBurst === undefined)
        report.add(
          "NOTHING_YELLOW",
          `${place}/yellowDscp`,
          `The policy "${policy.id}" marks yellow packets, of which there are none without a peak or a peak burst.`,
          "Give the rate a peak or a peakBurst, or leave yellowDscp out.",
        );
    }
};
