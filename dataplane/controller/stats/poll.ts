// A stream of looks: one now, one each period, shared by all who listen, and none while nobody does.
import { distinctUntilChanged, map, type Observable, type SchedulerLike, share, timer } from "rxjs";
import type { Sample } from "./sample.js";

/**
 * `poll(read, 1000)` samples each second.
 * Repeated looks at an unmoved clock (a replay that stands still) are told once.
 */
export function poll(read: () => Sample, periodMs: number, scheduler?: SchedulerLike): Observable<Sample> {
  return timer(0, periodMs, scheduler).pipe(
    map(read),
    distinctUntilChanged((a, b) => a.time === b.time),
    share(),
  );
}
