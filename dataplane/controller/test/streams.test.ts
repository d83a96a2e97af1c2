// The streams' timing, drawn: one letter is one look, one dash is one millisecond of the test's time.
import { map } from "rxjs";
import { type RunHelpers, TestScheduler } from "rxjs/testing";
import { describe, expect, it } from "vitest";
import { drops } from "../stats/drops.js";
import { findings } from "../stats/findings.js";
import { type FlowSample, flowRates } from "../stats/flows.js";
import { ledger } from "../stats/ledger.js";
import { poll } from "../stats/poll.js";
import { queues } from "../stats/queues.js";
import { rates } from "../stats/rates.js";
import type { QueueSample, Sample } from "../stats/sample.js";
import { skew } from "../stats/skew.js";

const zero: QueueSample = {
  ...{ lcore: 1, port: 0, portName: "vm", queue: 0, rx: 0, rxBytes: 0, injected: 0, cloned: 0, split: 0 },
  ...{ tx: 0, txBytes: 0, consumed: 0, merged: 0, held: 0, hits: 0, misses: 0, upcalls: 0 },
  drops: {},
  batch: [0, 0, 0, 0, 0, 0, 0, 0],
};

function look(time: number, ...rows: Partial<QueueSample>[]): Sample {
  return {
    ...{ time, generation: 1, flowCount: 0, attached: true, ports: [] },
    lcores: [{ lcore: 1, busyCycles: time, idleCycles: 3 * time, polls: 0, idleSleeps: 0 }],
    queues: rows.map((row) => ({ ...zero, ...row })),
  };
}

function marbles(story: (helpers: RunHelpers) => void): void {
  new TestScheduler((actual, expected) => expect(actual).toEqual(expected)).run(story);
}

describe("streams", () => {
  it("look at once, then each period, and not at all once nobody listens", () =>
    marbles(({ expectObservable }) => {
      let time = 0;
      const looks = poll(() => look(++time), 5).pipe(map((sample) => sample.time));
      expectObservable(looks, "------------!").toBe("a----b----c", { a: 1, b: 2, c: 3 });
      expectObservable(looks, "--------------------^------!").toBe("--------------------d----e", {
        d: 4,
        e: 5,
      });
    }));

  it("tell a clock that stands still once", () =>
    marbles(({ expectObservable }) => {
      const looks = poll(() => look(7), 5).pipe(map((sample) => sample.time));
      expectObservable(looks, "----------------!").toBe("a", { a: 7 });
    }));

  it("give the queues of each look", () =>
    marbles(({ cold, expectObservable }) => {
      const first = look(0, { rx: 1 });
      expectObservable(cold("a-b|", { a: first, b: look(1) }).pipe(queues())).toBe("a-b|", {
        a: first.queues,
        b: [],
      });
    }));

  it("count what was dropped since the look before", () =>
    marbles(({ cold, expectObservable }) => {
      const looks = cold("a-b|", {
        a: look(0, { drops: { POLICY: 2 } }, { queue: 1, drops: { POLICY: 1 } }),
        b: look(1000, { drops: { POLICY: 2, LOOP: 5 } }, { queue: 1, drops: { POLICY: 4 } }),
      });
      const row = { port: 0, portName: "vm" };
      expectObservable(looks.pipe(drops())).toBe("a-b|", {
        a: [{ ...row, reason: "POLICY", packets: 3, fresh: 3 }],
        b: [
          { ...row, reason: "POLICY", packets: 6, fresh: 3 },
          { ...row, reason: "LOOP", packets: 5, fresh: 5 },
        ],
      });
    }));

  it("turn sums into rates from the second look on", () =>
    marbles(({ cold, expectObservable }) => {
      const looks = cold("a-b|", {
        a: look(0, { rx: 10, rxBytes: 100, batch: [9, 10, 0, 0, 0, 0, 0, 0] }),
        b: look(500, {
          ...{ rx: 110, rxBytes: 600, tx: 50, misses: 5, drops: { POLICY: 20 } },
          batch: [20, 10, 50, 0, 0, 0, 0, 0],
        }),
      });
      const row = { lcore: 1, port: 0, portName: "vm", queue: 0 as const };
      expectObservable(looks.pipe(rates())).toBe("--b|", {
        b: [
          { ...row, rx: 200, tx: 100, drops: 40, misses: 10, rxBits: 8000, txBits: 0, fill: 2, busy: 0.25 },
        ],
      });
    }));

  it("measure how unevenly a port's packets fall on its queues", () =>
    marbles(({ cold, expectObservable }) => {
      const looks = cold("a-b|", {
        a: look(0, {}, { queue: 1 }, { port: 1 }),
        b: look(1000, { rx: 300 }, { queue: 1, rx: 100 }, { port: 1, rx: 5 }),
      });
      expectObservable(looks.pipe(rates(), skew())).toBe("--b|", {
        b: [{ port: 0, portName: "vm", queues: 2, skew: 1.5 }],
      });
    }));

  it("find a skew that lasts, and take it back", () =>
    marbles(({ cold, expectObservable }) => {
      let rx = [0, 0];
      const looks = (...shares: [number, number][]) =>
        shares.map(([a, b], i) => {
          rx = [rx[0]! + a, rx[1]! + b];
          return look(i * 1000, { rx: rx[0]! }, { queue: 1, rx: rx[1]! });
        });
      const [a, b, c, d, e, f] = looks([0, 0], [900, 100], [5000, 0], [5000, 0], [5000, 100], [2500, 2500]);
      const seen = cold("a-b-c-d-e-f|", { a, b, c, d, e, f } as Record<string, Sample>).pipe(
        rates(),
        findings(() => new Set(["gre"])),
        map((found) => found.map(({ code, port, message }) => `${code} ${port} ${message}`)),
      );
      const said = (share: number) => [
        `QUEUE_SKEW vm port vm: queue 0 gets ${share} % of the packets of 2 queues: gre gives a NIC no ports to spread by`,
      ];
      expectObservable(seen).toBe("--b-c-d-e-f|", { b: [], c: [], d: said(100), e: said(98), f: [] });
    }));

  it("find the queue that lost a packet", () =>
    marbles(({ cold, expectObservable }) => {
      const fair = { rx: 5, injected: 1, cloned: 2, tx: 3, consumed: 1, held: 1, drops: { POLICY: 3 } };
      const looks = cold("a-b|", { a: look(0, fair), b: look(1, fair, { queue: 1, rx: 2, tx: 1 }) });
      expectObservable(looks.pipe(ledger())).toBe("a-b|", {
        a: { balanced: true, in: 8, out: 8, unbalanced: [] },
        b: {
          ...{ balanced: false, in: 10, out: 9 },
          unbalanced: [{ lcore: 1, port: 0, portName: "vm", queue: 1, in: 2, out: 1 }],
        },
      });
    }));

  it("follow each flow's rate until it ends", () =>
    marbles(({ cold, expectObservable }) => {
      const flow = (id: number, packets: number, time: number, rate = 0): FlowSample => ({
        ...{ flow: id, match: "", actions: "", packets, bytes: 0, time, rate },
      });
      const looks = cold("a-b-c|", {
        a: [flow(1, 10, 0)],
        b: [flow(1, 30, 2000), flow(2, 4, 2000)],
        c: [flow(2, 5, 3000)],
      });
      expectObservable(looks.pipe(flowRates())).toBe("a-b-c|", {
        a: [flow(1, 10, 0)],
        b: [flow(1, 30, 2000, 10), flow(2, 4, 2000)],
        c: [flow(2, 5, 3000, 1)],
      });
    }));
});
