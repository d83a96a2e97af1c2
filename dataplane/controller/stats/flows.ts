// Flow counters -> with their rates since the look before.
import { map, type OperatorFunction, pairwise, startWith } from "rxjs";

export interface FlowSample {
  /** Names the flow for good. */
  flow: number;
  match: string;
  actions: string;
  packets: number;
  bytes: number;
  /** Milliseconds of the controller's clock when it was looked at. */
  time: number;
  /** Packets per second since the look before; 0 in its first. */
  rate: number;
}

/** Fills in `rate`. A flow that ended is left out from then on. */
export function flowRates(): OperatorFunction<readonly FlowSample[], readonly FlowSample[]> {
  return (source) =>
    source.pipe(
      startWith([] as readonly FlowSample[]),
      pairwise(),
      map(([before, now]) => {
        const old = new Map(before.map((flow) => [flow.flow, flow]));
        return now.map((flow) => {
          const was = old.get(flow.flow);
          const seconds = was === undefined ? 0 : (flow.time - was.time) / 1000;
          return { ...flow, rate: seconds > 0 ? (flow.packets - was!.packets) / seconds : 0 };
        });
      }),
    );
}
