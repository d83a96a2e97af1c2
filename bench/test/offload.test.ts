// Large sends: what is said of them, and that the program which measures them judges every byte.
import { existsSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { CASES } from "../cases.js";
import { ealWords, harnessProgram, runHarness } from "../harness.js";
import { tellChange } from "../instructions.js";
import { MEASURED } from "../machine.js";
import { LABEL, type OffloadResult, offloadLines, offloadTable } from "../offload.js";
import { lineFault, parseRun } from "../report/line.js";
import { reportPage } from "../report/page.js";

const built = existsSync(harnessProgram("bench-offload"));
if (!built) console.log("SKIP bench-offload: the harness is not built (npm run build)");

const series = (ns: number) => ({ ns, mean: ns, p10: ns / 2, p90: ns * 2, share: 1, samples: 8 });
const made: OffloadResult = {
  ...{ tsc_hz: 2e9, payload: 65_000, wrong: 0, what: "" },
  kinds: [
    {
      ...{ name: "vxlan-6-in-4", mss: 1378, sends: 64 },
      ...{ floor: series(20), offload: series(650), software: series(13_000) },
    },
  ],
};

describe("what is said of large sends", () => {
  it("cycles and bits by the byte of payload, time by 64 KB, and the ratio of one run", () => {
    const [software, offload] = offloadLines(made);
    expect(software).toMatchObject({
      ...{ work: "vxlan-6-in-4", mode: "software", ok: true, label: "worker side only, no NIC measured" },
      ...{ cycles_per_byte: 0.4, ns_per_64k: 13_107.2, gbps: 40, ratio: 20, mss: 1378, packets: 64 },
    });
    expect(offload).toMatchObject({ mode: "offload", cycles_per_byte: 0.02, gbps: 800 });
    expect(offload).not.toHaveProperty("ratio");
  });

  it("a byte that was wrong makes every line wrong", () => {
    for (const line of offloadLines({ ...made, wrong: 3, what: "payload" }))
      expect(line).toMatchObject({ ok: false, wrong: "3 wrong: payload" });
  });

  it("lines are as the schema says", () => {
    expect(offloadLines(made).map(lineFault)).toEqual([undefined, undefined]);
  });

  it("table and page say that no card was measured, beside the published gain", () => {
    const lines = offloadLines(made);
    const text = offloadTable(lines);
    expect(text).toMatch(/worker side only, no NIC measured/);
    expect(text).toMatch(/ConnectX-3 Pro.* 2\.2 times the throughput, 52 % less CPU/);
    expect(text).toMatch(/vxlan-6-in-4 +\| worker, software +\| +0\.4 \| +13107\.2 \| +40 \| +20 \|/);
    const run = parseRun(
      "a run",
      [{ host: { cpu: "one" } }, ...lines].map((l) => JSON.stringify(l)).join("\n"),
    );
    expect(reportPage([run])).toContain(LABEL);
  });

  it("counts are a byte's, with as many digits", () => {
    expect(tellChange("offload x software", 0.3, 0.3031, "byte")).toMatchObject({
      ...{ change: "more", ok: false },
      text: "FAIL instructions: offload x software: 0.3031 instructions a byte, 1.0 % more than 0.3; if it is worth that: edgelane bench --instructions --accept",
    });
  });
});

describe.skipIf(!built)("bench-offload", () => {
  const run = (...words: string[]) =>
    runHarness<OffloadResult>("bench-offload", words, ealWords(false, MEASURED));

  it("every byte of every kind is right, cut by the worker and by a card", async () => {
    const { result } = await run("--quads=1");
    expect(result).toMatchObject({ wrong: 0, what: "" });
    expect(result.kinds.map(({ name }) => name)).toEqual(CASES.instructions.offload.kinds);
    for (const { floor, offload, software, sends } of result.kinds) {
      // Two of each to warm up and two that count, of 32 sends.
      expect(sends).toBe(8 * 32);
      expect([floor, offload, software].map((one) => one?.samples)).toEqual([2, 2, 2]);
    }
  });

  it.each(["vxlan-4-in-6", "gre-6-in-4"])(
    "%s: a worker that was told another key is found out",
    async (kind) => {
      const { result } = await run(`--kind=${kind}`, "--rounds=1", "--key=5002");
      expect(result.what).toBe("outer headers");
      expect(result.wrong).toBeGreaterThan(32);
    },
  );
});
