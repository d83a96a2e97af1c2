// What is said of samples: medians, order, lines, tables, and when a count has changed.
import { describe, expect, it } from "vitest";
import { changeOf, tellChange } from "../instructions.js";
import { failedLine, lineOf } from "../lines.js";
import { interleave, median, summarize } from "../samples.js";
import { markdown, rowTables, table } from "../table.js";
import { variantLines } from "../variants.js";
import { caseOf } from "./tools.js";

const job = { ports: "ring", case: caseOf("vxlan-encap"), flows: 1000 } as const;
const summary = { ns: 20, min: 19, max: 25, share: 0.98765, packets: 4096, samples: 3 };

describe("samples", () => {
  it("are told by their median", () => {
    expect(median([3, 1, 100])).toBe(3);
    expect(median([4, 1, 2, 100])).toBe(3);
    expect(median([])).toBeNaN();
    const samples = [
      { ns: 30, share: 0.5, packets: 1 },
      { ns: 10, share: 1, packets: 2 },
      { ns: 20, share: 0.9, packets: 3 },
    ];
    expect(summarize(samples)).toEqual({ ns: 20, min: 10, max: 30, share: 0.5, packets: 6, samples: 3 });
  });

  it("are taken as floor, subject, subject, floor, one at a time", async () => {
    const order: string[] = [];
    const take = (name: string) => async () => {
      order.push(`${name}+`);
      await new Promise((resolve) => setImmediate(resolve));
      order.push(`${name}-`);
      return order.length;
    };
    const taken = await interleave(2, take("floor"), take("subject"));
    const pass = ["floor", "subject", "subject", "floor"].flatMap((name) => [`${name}+`, `${name}-`]);
    expect(order).toEqual([...pass, ...pass]);
    expect(taken).toEqual({ floor: [2, 8, 10, 16], subject: [4, 6, 12, 14] });
  });
});

describe("a line", () => {
  it("stands beside its floor in ns, TSC cycles and as a share of its rate", () => {
    const line = lineOf(job, "edgelane", "2 MiB pages", summary, 2.5e9, undefined, { floor: "io", ns: 5 });
    expect(line).toMatchObject({
      ...{ ports: "ring", case: "vxlan-encap", flows: 1000, frame: 64, memory: "2 MiB pages", ok: true },
      ...{ ns_per_packet: 20, mpps: 50, cycles_per_packet: 50, core_share: 0.99 },
      ...{ floor: "io", floor_ns: 5, over_floor_ns: 15, over_floor_cycles: 37.5, of_floor: 0.25 },
    });
    expect(line).not.toHaveProperty("wrong");
  });

  it("says what was wrong, and what could not be measured", () => {
    const line = lineOf(job, "edgelane", "4 KiB pages", summary, 2.5e9, "1 of 9 packets hit no flow");
    expect(line).toMatchObject({ ok: false, wrong: "1 of 9 packets hit no flow", ns_per_packet: 20 });
    const failed = failedLine(job, "4 KiB pages", "not measured: it needs 9 MiB, 1 MiB are free");
    expect(failed).toMatchObject({ flows: 1000, ok: false, wrong: expect.stringContaining("9 MiB") });
    expect(failed).not.toHaveProperty("ns_per_packet");
    const rows = table([line, failed]).split("\n");
    expect(rows[2]).toMatch(/NO: 1 of 9 packets hit no flow +\|$/);
    expect(rows[3]).toMatch(/edgelane .*NO: not measured/);
  });

  it("is a row of an aligned Markdown table, numbers to the right", () => {
    expect(
      markdown(
        ["name", "n"],
        [
          ["a", 1],
          ["longer", 1000],
        ],
      ),
    ).toBe(
      ["| name   |    n |", "| ------ | ---: |", "| a      |    1 |", "| longer | 1000 |", ""].join("\n"),
    );
  });
});

describe("a count of instructions", () => {
  it("is the same within one percent of the baseline", () => {
    expect(
      [undefined, 1000, 1000, 1000, 1000].map((was, i) => changeOf(was, [1, 990, 1010, 989, 1011][i]!)),
    ).toEqual([...["new", "same", "same", "fewer", "more"]]);
  });

  it("says what changed, by how much, and how to accept it", () => {
    expect(tellChange("l2", 700, 700)).toEqual({
      ...{ case: "l2", instructions: 700, baseline: 700, change: "same", ok: true },
      text: "ok   instructions: l2: 700.0 instructions a packet",
    });
    expect(tellChange("l2", 700, 770)).toMatchObject({
      ...{ change: "more", ok: false },
      text: "FAIL instructions: l2: 770.0 instructions a packet, 10.0 % more than 700; if it is worth that: edgelane bench --instructions --accept",
    });
    expect(tellChange("l2", 700, 630)).toMatchObject({
      ok: true,
      text: expect.stringMatching(/10\.0 % fewer .*--accept$/),
    });
    expect(tellChange("l2", undefined, 630)).toMatchObject({
      ok: false,
      text: expect.stringMatching(/^FAIL .*not in the baseline/),
    });
  });
});

describe("a row of variants", () => {
  const series = (ns: number) => ({ ns, mean: ns, p10: ns - 1, p90: ns + 1, share: 1, samples: 8 });
  const result = {
    ...{ tsc_hz: 2e9, packets: 30, wrong: 0, what: "", floor: series(1) },
    variants: [
      { flows: 10, masks: 1, draw: "uniform", worker: series(20), packets: 10 },
      { flows: 10, masks: 8, draw: "uniform", worker: series(21), packets: 10 },
      { flows: 10, masks: 16, draw: "uniform", worker: series(24), packets: 10 },
    ],
  };
  const spec = { kind: "masks", work: "microflow", quads: 1, variants: [], bar: 1.15 } as const;

  it("holds each against the first, and the last against the bar", () => {
    const lines = variantLines({ ...spec, variants: [] }, result, "2 MiB pages");
    expect(lines.map(({ masks, ratio, met }) => [masks, ratio, met])).toEqual([
      [1, 1, undefined],
      [8, 1.05, undefined],
      [16, 1.2, false],
    ]);
    expect(lines[2]).toMatchObject({
      case: "masks",
      work: "microflow",
      bar: 1.15,
      ok: true,
      peer: "edgelane",
    });
    expect(lines[0]).toMatchObject({ ns_per_packet: 20, mpps: 50, floor_ns: 1, over_floor_cycles: 38 });
  });

  it("is wrong in every line when a packet was", () => {
    const lines = variantLines({ ...spec, variants: [] }, { ...result, wrong: 2, what: "length" }, "");
    expect(lines.map(({ ok, wrong }) => [ok, wrong])).toEqual(Array(3).fill([false, "2 wrong: length"]));
    expect(rowTables(lines)).toMatch(/^masks:\n\| work .*\n(.*\n){3}.*NO: 2 wrong: length \|\n$/);
  });
});
