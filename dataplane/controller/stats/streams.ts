// The node's streams, from one reader of the counter pages. Nothing is read while nobody listens; all complete when
// the node ends.
import { exhaustMap, from, map, type Observable, Subject, share, takeUntil, timer } from "rxjs";
import { type DropSample, drops } from "./drops.js";
import { type Finding, findings } from "./findings.js";
import { type FlowSample, flowRates } from "./flows.js";
import { type Ledger, ledger } from "./ledger.js";
import { poll } from "./poll.js";
import { queues } from "./queues.js";
import { type QueueRate, rates } from "./rates.js";
import type { QueueSample, Sample } from "./sample.js";
import { type PortSkew, skew } from "./skew.js";

export interface StreamSources {
  read(): Sample;
  /** All flows with fresh counters. */
  flows(): Promise<readonly FlowSample[]>;
  periodMs: number;
  /** Types of the tunnels that this node ends. */
  tunnels(): ReadonlySet<string>;
}

export class Streams {
  readonly samples$: Observable<Sample>;
  readonly queues$: Observable<readonly QueueSample[]>;
  readonly drops$: Observable<readonly DropSample[]>;
  readonly rates$: Observable<readonly QueueRate[]>;
  readonly skew$: Observable<readonly PortSkew[]>;
  readonly findings$: Observable<readonly Finding[]>;
  readonly ledger$: Observable<Ledger>;
  readonly flows$: Observable<readonly FlowSample[]>;
  private readonly end = new Subject<void>();

  constructor({ read, flows, periodMs, tunnels }: StreamSources) {
    this.samples$ = poll(read, periodMs).pipe(takeUntil(this.end), share());
    this.queues$ = this.samples$.pipe(queues());
    this.drops$ = this.samples$.pipe(drops());
    this.rates$ = this.samples$.pipe(rates());
    this.skew$ = this.rates$.pipe(skew());
    this.findings$ = this.rates$.pipe(findings(tunnels), share());
    this.ledger$ = this.samples$.pipe(ledger());
    this.flows$ = timer(0, periodMs).pipe(
      // A dump of many flows may take longer than a period: the next is asked for when it is done.
      exhaustMap(() => from(flows())),
      map((list) => list.map((flow) => ({ ...flow }))),
      flowRates(),
      takeUntil(this.end),
      share(),
    );
  }

  stop(): void {
    this.end.next();
    this.end.complete();
  }
}
