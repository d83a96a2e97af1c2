// Which lines a run makes, before anything is measured.
import { describe, expect, it } from "vitest";
import { capturePackets, shuffled } from "../captures.js";
import { CASES, jobName, jobs, rowName, type VariantsRow } from "../cases.js";

const EVERYTHING = /./;

describe("a full run", () => {
  const names = jobs(CASES.plans.full, EVERYTHING).map(jobName);

  it("has encap and decap at 1, 1k, 100k and 1M flows over ring and over pcap ports", () => {
    for (const ports of ["ring", "pcap"])
      for (const what of ["l2", "microflow", "l3", "vxlan-encap", "vxlan-decap", "gre-encap", "gre-decap"])
        for (const flows of [1, 1000, 100_000, 1_000_000])
          expect(names).toContain(`${ports} ${what} ${flows}`);
    expect(names).toHaveLength(56);
  });

  it("has each line once, port kind by port kind, few flows before many", () => {
    expect(new Set(names).size).toBe(names.length);
    expect(names.slice(0, 5)).toEqual([
      ...["ring l2 1", "ring l2 1000", "ring l2 100000", "ring l2 1000000"],
      "ring microflow 1",
    ]);
    expect(names.findIndex((name) => name.startsWith("pcap"))).toBe(28);
  });
});

it("both plans have every kind of row, and each kind's names are told apart from cases", () => {
  const kinds = ({ more }: (typeof CASES.plans)["full"]) => [...new Set(more.map(({ kind }) => kind))].sort();
  expect(kinds(CASES.plans.quick)).toEqual(kinds(CASES.plans.full));
  const names = CASES.plans.full.more.map(rowName);
  expect(names).toContain("ring masks microflow");
  for (const name of jobs(CASES.plans.full, EVERYTHING).map(jobName)) expect(names).not.toContain(name);
});

it("no row that draws each flow once asks for more packets than it has flows", () => {
  for (const { more } of Object.values(CASES.plans))
    for (const spec of more.filter(({ kind }) => kind === "cold"))
      for (const { flows } of (spec as VariantsRow).variants)
        expect((spec as VariantsRow).quads * 24 + 4).toBeLessThanOrEqual(flows / 4096);
});

it("a quick run has lines of both port kinds, and all sizes over ring ports", () => {
  const names = jobs(CASES.plans.quick, EVERYTHING).map(jobName);
  for (const flows of [1, 1000, 100_000, 1_000_000]) expect(names).toContain(`ring vxlan-encap ${flows}`);
  expect(names).toContain("pcap vxlan-decap 1000");
});

it("--only names lines by port kind, case and flows", () => {
  const names = (only: RegExp) => jobs(CASES.plans.full, only).map(jobName);
  expect(names(/^pcap gre-decap 1000$/)).toEqual(["pcap gre-decap 1000"]);
  expect(names(/nothing/)).toEqual([]);
});

describe("the order of flows in a capture", () => {
  it("has every flow once, the same way each time, and is no ramp", () => {
    const order = shuffled(100_000);
    expect([...order].sort((a, b) => a - b)).toEqual(Array.from({ length: 100_000 }, (_, i) => i));
    expect(shuffled(100_000)).toEqual(order);
    const steps = order.filter((flow, i) => i > 0 && flow === order[i - 1]! + 1).length;
    expect(steps).toBeLessThan(100);
  });

  it("is repeated when there are few", () => {
    expect([1, 1000, 1024, 100_000].map(capturePackets)).toEqual([1024, 1024, 1024, 100_000]);
  });
});
