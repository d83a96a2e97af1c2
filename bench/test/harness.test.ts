// The harness itself, on the real worker: it finds right what is right and wrong what is wrong, and counts alike twice.
import { execFileSync, spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { packageRoot } from "../../bindings/index.js";
import { writePcap } from "../../scripts/pcap/write.js";
import { countInstructions } from "../callgrind.js";
import { writeCapture } from "../captures.js";
import { CASES } from "../cases.js";
import { ealWords } from "../harness.js";
import type { Line } from "../lines.js";
import { MEASURED } from "../machine.js";
import { judgeAudit, judgeFrames, memoryFor } from "../pcap.js";
import { lineFault } from "../report/line.js";
import { ringProgram, runRing } from "../ring.js";
import { Subject } from "../subject.js";
import { caseOf, scapy, testFolder } from "./tools.js";

const has = (program: string): boolean => spawnSync("which", [program]).status === 0;
const built = existsSync(ringProgram) && existsSync(join(packageRoot, "build/js/bench/main.js"));
if (!built) console.log("SKIP bench: the harness is not built (npm run build)");
if (!has("valgrind")) console.log("SKIP bench: no valgrind to count instructions with");
if (!has("dpdk-testpmd")) console.log("SKIP bench: no dpdk-testpmd to compare with");

const folder = testFolder();
process.env.RUNTIME_DIRECTORY = folder;

const ring = (...words: string[]) => runRing(words, ealWords(false, MEASURED));

describe.skipIf(!built)("the ring harness", () => {
  it.each(CASES.cases.map(({ name }) => name))("%s: every frame and every counter is right", async (name) => {
    const { result } = await ring(`--case=${name}`, "--flows=3000", "--quads=2");
    expect(result).toMatchObject({ wrong: 0, what: "", packets: (1 + 4 + 4) * 4096 });
    expect(result.floor!.samples).toBe(4);
    expect(result.variants[0]!.worker.ns).toBeGreaterThan(0);
  });

  it.each([
    ["vxlan-encap", "UDP or VXLAN header"],
    ["gre-encap", "GRE header"],
  ])("%s: a worker that was told another key is found out, frame by frame", async (name, what) => {
    const { result } = await ring(`--case=${name}`, "--flows=10", "--key=5002", "--rounds=1");
    expect(result).toMatchObject({ wrong: 4096, what });
  });

  it("microflows of 16 masks, of Zipf's law and of one packet each, in one process: all right", async () => {
    const { result } = await ring(
      ...["--case=microflow", "--quads=1", "--variant=flows=3000,masks=16"],
      ...["--variant=flows=3000,draw=zipf", "--variant=flows=131072,masks=3,draw=once"],
    );
    expect(result).toMatchObject({ wrong: 0, what: "" });
    expect(result.variants.map(({ flows, masks, draw }) => [flows, masks, draw])).toEqual([
      [3000, 16, "uniform"],
      [3000, 1, "zipf"],
      [131_072, 3, "once"],
    ]);
    for (const { worker, packets } of result.variants) {
      expect(worker.samples).toBe(16);
      expect(packets % 4096).toBe(0);
    }
  });

  it("IPv6 microflows: every frame and every counter is right", async () => {
    const { result } = await ring("--case=microflow6", "--flows=3000", "--quads=1");
    expect(result).toMatchObject({ wrong: 0, what: "" });
  });

  it("ends with 1 when something was wrong, and with 2 on a word it does not know", () => {
    const run = (...words: string[]) =>
      spawnSync(ringProgram, [...words, "--", ...ealWords(false, MEASURED)], { encoding: "utf8" });
    expect(run("--case=vxlan-encap", "--key=1", "--rounds=1").status).toBe(1);
    expect(run("--case=vxlan-encap", "--rounds=1").status).toBe(0);
    expect(run("--cases=l2")).toMatchObject({
      status: 2,
      stderr: expect.stringContaining("usage: bench-ring"),
    });
    expect(run("--case=nonsense")).toMatchObject({
      status: 3,
      stderr: "BENCH_RING: there is no such case\n",
    });
  });
});

describe.skipIf(!built || !has("valgrind"))("callgrind", () => {
  it("counts the same instructions each time", async () => {
    const first = await countInstructions(caseOf("l2"), 1000, folder);
    expect(first).toBeGreaterThan(100);
    expect(await countInstructions(caseOf("l2"), 1000, folder)).toBe(first);
  });
});

describe.skipIf(!built)("the worker's own process on pcap ports", () => {
  it("sends by its loaded flows what scapy takes for VXLAN, and its ledger is exact", async () => {
    const job = { ports: "pcap", case: caseOf("vxlan-encap"), flows: 300 } as const;
    const capture = join(folder, "in.pcap");
    writeCapture(capture, job.case, job.flows);
    const subject = await Subject.start({
      ...{ what: job.case, flows: job.flows, folder, capture, mbufs: 16384, mbufSize: 1024 },
      ...{ hugepages: false, megabytes: memoryFor(16384) },
    });
    try {
      expect((await subject.sample(100))!.packets).toBeGreaterThan(0);
      const frames = await subject.prove();
      const audit = await subject.audit();
      expect(judgeFrames(job, frames)).toBeUndefined();
      expect(judgeAudit(job, audit, frames)).toBeUndefined();
      expect(audit.flows).toBe(300);

      const seen = join(folder, "seen.pcap");
      const some = frames.slice(0, 500);
      writePcap(
        seen,
        some.map((data) => ({ time: 0n, data, length: data.length })),
      );
      const told = scapy(
        `p = rdpcap('${seen}'); print(json.dumps([len(p), sorted({(q[VXLAN].vni, q[UDP].dport, q[IP].src, q[IP].dst) for q in p})]))`,
      );
      expect(told).toEqual([some.length, [[5001, 4789, "192.0.2.1", "192.0.2.2"]]]);

      // The same truth, held against another expectation.
      expect(judgeFrames({ ...job, case: caseOf("gre-encap") }, frames)).toMatch(/^frame 0 /);
      expect(judgeFrames({ ...job, flows: 3 }, frames)).toMatch(/which there is not$/);
      expect(judgeAudit({ ...job, flows: 301 }, audit, frames)).toBe("300 flows are installed, not 301");
      expect(judgeAudit(job, { ...audit, hits: audit.hits - 1 }, frames)).toMatch(
        /^1 of \d+ packets hit no flow$/,
      );
      expect(judgeAudit(job, { ...audit, txBytes: audit.txBytes + 4 }, frames)).toMatch(/bytes left, not/);
      const packets = audit.packets.map((count, flow) => (flow === 5 ? count * 2 : flow === 6 ? 0 : count));
      expect(judgeAudit(job, { ...audit, packets }, frames)).toMatch(/^(flow 5 counted|flows counted)/);
      expect(judgeFrames(job, [])).toBe("no frame came out to be looked at");
    } finally {
      await subject.close();
    }
  });
});

describe.skipIf(!built || !has("dpdk-testpmd"))("edgelane bench --quick --json", () => {
  it("gives one JSON line for the host, then each row beside testpmd's, all right", {
    timeout: 300_000,
  }, () => {
    const text = execFileSync(
      process.execPath,
      ["build/js/bench/main.js", "--quick", "--json", "--only", "^(ring|pcap) vxlan-encap"],
      { cwd: packageRoot, encoding: "utf8", stdio: ["ignore", "pipe", "inherit"] },
    );
    const [{ host }, ...lines] = text
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line)) as [{ host: object }, ...Line[]];
    expect(host).toMatchObject({
      cpu: expect.any(String),
      dpdk: expect.stringMatching(/^\d+\./),
      load: expect.any(Number),
    });
    const rows = lines.map(({ ports, flows, peer }) => `${ports} ${flows} ${peer}`);
    const sizes = { ring: [1, 1000, 100_000, 1_000_000], pcap: [1, 1000] };
    expect(rows).toEqual(
      (["ring", "pcap"] as const).flatMap((ports) =>
        sizes[ports].flatMap((flows) => [`${ports} ${flows} testpmd`, `${ports} ${flows} edgelane`]),
      ),
    );
    for (const line of lines) {
      expect(lineFault(line)).toBeUndefined();
      expect(line).toMatchObject({ ok: true, frame: 64, case: "vxlan-encap" });
      expect(line.ns_per_packet).toBeGreaterThan(0);
      expect(line.core_share).toBeGreaterThan(0);
      if (line.peer === "edgelane") expect(line.over_floor_cycles).toBeGreaterThan(0);
    }
  });

  it("refuses a word it does not know", () => {
    const { status } = spawnSync(process.execPath, ["build/js/bench/main.js", "--fast"], {
      cwd: packageRoot,
    });
    expect(status).toBe(2);
  });
});
