// The programs of bench/worker on the real worker's code, few packets each: what they forward is right, and what they
// say of it fits together. Nothing here is a matter of time.
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { CASES, type InstallsRow } from "../cases.js";
import { ealWords, harnessProgram, runHarness } from "../harness.js";
import { type InstallsResult, measureInstalls } from "../installs.js";
import { measureInstallsTypescript } from "../installs-typescript.js";
import type { LatencyResult } from "../latency.js";
import { MEASURED, OTHER } from "../machine.js";
import type { MemoryResult } from "../memory.js";
import type { ScalingResult } from "../scaling.js";
import type { YardstickResult } from "../yardstick.js";
import { testFolder } from "./tools.js";

const built = existsSync(harnessProgram("bench-latency"));
const two = MEASURED !== OTHER;
if (!built) console.log("SKIP bench programs: the harness is not built (npm run build)");
if (!two) console.log("SKIP bench programs: there is one CPU only");

/** As fast as it goes is over in milliseconds, and on a busy machine the lcore may sleep. */
const missed = ({ wrong }: { wrong?: unknown }): boolean => wrong === "not measured: no round fell into it";

const folder = testFolder();
process.env.RUNTIME_DIRECTORY = folder;

describe.skipIf(!built || !two)("the programs of the harness", () => {
  const spec: InstallsRow = {
    ...{ kind: "installs", work: "microflow", writer: "c", flows: 5000, batch: 20_000 },
    ...{ passes: 1, expire: 1, quietMs: 20, bar: { perSecond: 200_000, loss: 1 } },
  };

  it("bench-installs: every flow is installed, forwards, is removed or expires", async () => {
    let lines = await measureInstalls(spec, false, folder);
    for (let again = 0; again < 3 && lines.some(missed); again++)
      lines = await measureInstalls(spec, false, folder);
    expect(lines.map(({ operation, ok, wrong }) => [operation, ok, wrong])).toEqual(
      ["load", "install", "remove", "expire", "watch", "install-unbounded", "remove-unbounded"].map(
        (operation) => [operation, true, undefined],
      ),
    );
  });

  it("bench-installs: a refused command makes it wrong", async () => {
    const words = ["--flows=5000", "--batch=1000", "--passes=1", `--socket=${folder}/refused.sock`];
    const { result } = await runHarness<InstallsResult>(
      "bench-installs",
      [...words, "--again"],
      ealWords(false, MEASURED),
    );
    expect(result).toMatchObject({ what: "commands were refused" });
    expect(result.wrong).toBeGreaterThan(0);
  });

  it("installs of TypeScript: the frames that go round are all there in the end", async () => {
    const lines = await measureInstallsTypescript({ ...spec, writer: "typescript" }, folder);
    expect(lines.map(({ operation, ok, wrong }) => [operation, ok, wrong])).toEqual(
      ["install", "remove", "install-unbounded", "remove-unbounded", "expire"].map((operation) => [
        operation,
        true,
        undefined,
      ]),
    );
    for (const { packets } of lines) expect(packets).toBeGreaterThan(0);
  });

  it("bench-workers: two lcores forward by tables of their own and write no line of each other's", async () => {
    const { result, stderr } = await runHarness<ScalingResult>(
      "bench-workers",
      ["--case=vxlan-decap", "--flows=3000", "--quads=1"],
      ealWords(false, MEASURED, OTHER),
    );
    expect(stderr).not.toMatch(/line/);
    expect(result).toMatchObject({ wrong: 0, what: "", shared_lines: 0 });
    for (const { lines, packets } of result.lanes) {
      // At least the counters of the flows that a round was drawn of.
      expect(lines).toBeGreaterThan(1000);
      expect(packets % 4096).toBe(0);
    }
  });

  it.each(["microflow", "vxlan-encap", "vxlan-decap"])("bench-latency: %s", async (name) => {
    const { result } = await runHarness<LatencyResult>(
      "bench-latency",
      [`--case=${name}`, "--passes=1"],
      ealWords(false, OTHER, MEASURED),
    );
    expect(result).toMatchObject({ wrong: 0, what: "" });
    for (const { percentiles, p50_ns, p99_ns, max_ns } of result.loads.filter(({ packets }) => packets > 0)) {
      const values = percentiles.map(([, ns]) => ns);
      expect([...values].sort((a, b) => a - b)).toEqual(values);
      expect(p50_ns).toBeLessThanOrEqual(p99_ns);
      expect(percentiles.at(-1)).toEqual([100, max_ns]);
    }
  });

  it.each(["microflow", "microflow6"])("bench-memory: %s", async (name) => {
    const run = async (...pages: string[]) =>
      (
        await runHarness<MemoryResult>(
          "bench-memory",
          [`--case=${name}`, "--flows=200000", ...pages],
          ealWords(false, MEASURED),
        )
      ).result;
    const small = await run("--small-pages");
    expect(small).toMatchObject({ wrong: 0, what: "", huge: 0 });
    expect(small.bytes).toBeGreaterThan(64);
    expect(small.bytes).toBeLessThan(400);
    expect(small.book).toBeLessThan(small.bytes);
    expect(await run()).toMatchObject({ wrong: 0, what: "" });
  });

  it("bench-yardstick: every lookup finds what was put there", async () => {
    const { result } = await runHarness<YardstickResult>(
      "bench-yardstick",
      ["--flows=5000", "--quads=1"],
      ealWords(false, MEASURED),
    );
    expect(result).toMatchObject({ wrong: 0, what: "", key_bytes: 32 });
    expect(result.peers.map(({ name }) => name)).toContain("rte_hash");
  });

  it("each says how it is used", () => {
    for (const kind of ["ring", "installs", "latency", "memory", "offload", "workers", "yardstick"]) {
      const { status, stderr } = spawnSync(harnessProgram(`bench-${kind}`), ["--nonsense"], {
        encoding: "utf8",
      });
      expect([status, stderr]).toEqual([2, expect.stringContaining(`usage: bench-${kind}`)]);
    }
  });

  it("every row of the plans names work that the programs know", () => {
    const known = new Set([...CASES.cases.map(({ name }) => name), "microflow6", "sends"]);
    for (const { more } of Object.values(CASES.plans))
      for (const { work } of more) expect(known).toContain(work);
  });
});
