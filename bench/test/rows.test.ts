// What the rows' lines say of what the programs measured.
import { describe, expect, it } from "vitest";
import type { InstallsRow } from "../cases.js";
import { type InstallsResult, installLines } from "../installs.js";
import { NO_SPAN, plus, spanLine } from "../installs-typescript.js";
import { latencyLines } from "../latency.js";
import { memoryLine } from "../memory.js";
import { scalingLines } from "../scaling.js";
import { yardstickLines } from "../yardstick.js";

const series = (ns: number, samples = 8) => ({ ns, mean: ns, p10: ns, p90: ns, share: 1, samples });
const right = { packets: 1, wrong: 0, what: "" };

const installs: InstallsRow = {
  ...{ kind: "installs", work: "microflow", writer: "c" },
  ...{ flows: 1000, batch: 500, passes: 1, expire: 0, bar: { perSecond: 2e6, loss: 0.05 } },
};

describe("installs", () => {
  const toll = (flows: number, ns: number) => ({
    ...{
      flows,
      wall_ns: 4e6,
      encode_ns: 1e5,
      apply_ns: 4e5,
      worker: series(ns, ns > 0 ? 8 : 0),
      quiet: series(95),
    },
  });
  const result: InstallsResult = {
    ...{ ...right, tsc_hz: 2e9, base: 1000, batch: 500 },
    ...{ load: toll(1000, 0), install: toll(8000, 100), remove: toll(8000, 95) },
    ...{ watch: toll(1000, 95), expire: toll(0, 0) },
    ...{ "install-unbounded": toll(1000, 120), "remove-unbounded": toll(0, 0) },
  };

  it("are held against the bar by the clock, at the rate that is asked", () => {
    const lines = installLines(installs, result);
    expect(lines.map(({ operation, asked, met }) => [operation, asked, met])).toEqual([
      ["load", undefined, undefined],
      ["install", 2_100_000, true],
      ["remove", 2_100_000, true],
      ["watch", undefined, undefined],
      ["install-unbounded", undefined, undefined],
    ]);
    expect(lines[1]).toMatchObject({ loss: 0.05, per_second_wall: 2_000_000, quiet_ns: 95 });
    expect(lines[4]).toMatchObject({ per_second: 2_500_000, per_second_wall: 250_000, loss: 0.208 });
    expect(lines[0]).not.toHaveProperty("loss");
  });

  it("beside which nothing was forwarded were not measured", () => {
    const [, install] = installLines(installs, { ...result, install: toll(1000, 0) });
    expect(install).toMatchObject({ ok: false, wrong: "not measured: no round fell into it" });
    expect(install).not.toHaveProperty("mpps");
  });

  it("miss the bar by rate or by loss, each operation by itself", () => {
    const met = (install: object) =>
      installLines(installs, { ...result, install: { ...result.install, ...install } })
        .slice(1, 3)
        .map((line) => line.met);
    expect(met({})).toEqual([true, true]);
    expect(met({ wall_ns: 4.1e6 })).toEqual([false, true]);
    expect(met({ worker: series(101) })).toEqual([false, true]);
  });

  it("of TypeScript add up over passes", () => {
    const at = (packets: number, lcoreNs: number, mainNs: number) => ({
      ...{ packets, wallNs: 2 * lcoreNs, lcoreNs, mainNs },
    });
    const quiet = plus(plus(NO_SPAN, 0, at(0, 0, 0), at(10, 190, 0), 0), 0, at(20, 0, 0), at(30, 190, 0), 0);
    const span = plus(NO_SPAN, 500, at(30, 0, 0), at(50, 400, 2e5), 3e5);
    const spec = { ...installs, writer: "typescript" as const };
    const line = spanLine(spec, "install", span, quiet, undefined, 2_100_000);
    expect(line).toMatchObject({
      per_second: 1_000_000,
      ns_per_packet: 20,
      quiet_ns: 19,
      loss: 0.05,
      mpps: 50,
    });
    expect(line).toMatchObject({ writer: "typescript", core_share: 0.5, met: true, ok: true });
  });
});

it("scaling holds both at once against the sum of each alone", () => {
  const lane = (alone: number, both: number) => ({
    ...{ alone: series(alone), both: series(both), packets: 10, lines: 3 },
  });
  const lines = scalingLines(
    { kind: "scaling", work: "l2", flows: 1000, quads: 1, bar: 0.95 },
    { ...right, tsc_hz: 2e9, flows: 1000, lanes: [lane(20, 25), lane(10, 10)], shared_lines: 0 },
  );
  expect(lines.map(({ workers, mpps }) => [workers, mpps])).toEqual([
    [1, 50],
    [1, 100],
    [2, 140],
  ]);
  expect(lines[2]).toMatchObject({ ratio: 0.933, met: false, shared_lines: 0, ok: true });
});

it("latency tells each load, then the idle loops, and whose limit the rate was", () => {
  const tail = {
    ...{ p50_ns: 1, p90_ns: 2, p99_ns: 3, p999_ns: 4, p9999_ns: 5, max_ns: 6 },
    percentiles: [[50, 1]] as [number, number][],
  };
  const result = {
    ...{ ...right, flows: 1000, real_time: true, most_per_second: 2e6, zero_loss_per_second: 1e6 },
    loads: [0.1, 0.9].map((load) => ({ load, rate: load * 1e6, packets: 9, lost: 0, skipped: 0, ...tail })),
    ...{ idle_worker: tail, idle_generator: tail },
  };
  const lines = (busy: number) =>
    latencyLines({ kind: "latency", work: "l2", flows: 1000, passes: 1 }, { ...result, busy });
  expect(lines(1).map(({ mode, load, limit }) => [mode, load, limit])).toEqual([
    ["forwarding", 0.1, "worker"],
    ["forwarding", 0.9, "worker"],
    ["idle-loop", undefined, undefined],
    ["idle-loop", undefined, undefined],
  ]);
  expect(lines(0.9)[0]).toMatchObject({ limit: "generator", p999_ns: 4, percentiles: [[50, 1]] });
});

it("memory says which pages it was on, and whether a flow is small enough", () => {
  const line = (bytes: number, huge: number) =>
    memoryLine(
      { kind: "memory", work: "microflow6", flows: 10, family: 6, bar: 160 },
      { ...right, flows: 10, bytes, most: 170, book: 40, huge },
    );
  expect(line(160, 0.97)).toMatchObject({ memory: "2 MiB pages", met: true, frame: 70, bytes_per_flow: 160 });
  expect(line(160.1, 0)).toMatchObject({ memory: "4 KiB pages", met: false, most_bytes_per_flow: 170 });
});

it("yardsticks are held against our table asked in the same way", () => {
  const names = ["table", "table-single", "rte_hash", "rte_hash-single"];
  const lines = yardstickLines(
    { kind: "yardstick", work: "microflow", flows: 10, quads: 1 },
    {
      ...{ ...right, flows: 10, key_bytes: 32 },
      peers: names.map((name, i) => ({ name, lookup: series([10, 40, 20, 50][i]!) })),
    },
  );
  expect(lines.map(({ lookup, peer, ratio }) => [lookup, peer, ratio])).toEqual([
    ["table", "edgelane", 1],
    ["table-single", "edgelane", 1],
    ["rte_hash", "dpdk", 2],
    ["rte_hash-single", "dpdk", 1.25],
  ]);
});
