// What a profile becomes on a machine: numbers of struct el_start, EAL arguments that DPDK itself accepts.
import { execFileSync, spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, expectTypeOf, it } from "vitest";
import { type StartConfig as Encoded, encodeStart } from "../../../bindings/start.js";
import { story } from "../../../test/lib/needs.js";
import { loadProfile, parseProfile, resolveProfile, type StartConfig } from "../index.js";
import { RSS_BITS } from "../rss.js";

const tap = (name: string, more: object = {}) => ({ name, device: `net_tap_${name},iface=${name}`, ...more });
const base = { version: 1, host: "edge1", ports: [tap("a")], memory: { hugepages: false, megabytes: 256 } };
const on = (cpus: number[], changes: object = {}) =>
  resolveProfile(parseProfile({ ...base, ...changes }), { cpus, runDir: "/run/edgelane" });

it("is what bindings encode", () => {
  expectTypeOf<StartConfig>().toEqualTypeOf<Encoded>(); // judged by tsc
  const bytes = encodeStart(resolveProfile(loadProfile("demo"), { cpus: [0, 1], runDir: "/run/edgelane" }));
  const text = Buffer.from(bytes).toString("latin1");
  for (const word of ["demo\0", "/run/edgelane/demo.worker.sock\0", "tap_up0,iface=el-up0\0", "--no-huge\0"])
    expect(text).toContain(word);
});

it("spreads every queue once over the cores, whatever their number", () => {
  const counts = fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 4 });
  const cores = fc.uniqueArray(fc.nat({ max: 127 }), { minLength: 1, maxLength: 8 });
  fc.assert(
    fc.property(counts, cores, (queues, cpus) => {
      const ports = queues.map((count, i) =>
        tap(`p${i}`, { queues: count, rxDescriptors: 32, txDescriptors: 32 }),
      );
      const { lcores } = on(cpus, { ports, cores: cpus });
      const polled = lcores.flatMap((lcore) => lcore.queues.map(({ port, queue }) => `${port}/${queue}`));
      expect(polled.sort()).toEqual(
        queues.flatMap((count, i) => Array.from({ length: count }, (_, q) => `${i}/${q}`)).sort(),
      );
      const sizes = lcores.map((lcore) => lcore.queues.length);
      expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1);
      expect(Math.min(...sizes)).toBeGreaterThan(0);
    }),
  );
});

describe("EAL arguments", () => {
  const lcores = (cpus: number[], changes: object = {}) => on(cpus, changes).ealArgs.slice(0, 2);

  it("leave the first CPU to the main lcore, which floats over what nobody polls on", () => {
    expect(lcores([0, 1])).toEqual(["--lcores=0@(0),1@1", "--main-lcore=0"]);
    expect(lcores([0, 1, 2, 3], { cores: [2] })).toEqual(["--lcores=0@(0,1,3),2@2", "--main-lcore=0"]);
  });

  it("give the main lcore another id when lcore 0 polls, and share a CPU when there is but one", () => {
    expect(lcores([0, 1], { cores: [0] })).toEqual(["--lcores=1@(1),0@0", "--main-lcore=1"]);
    expect(lcores([0])).toEqual(["--lcores=1@(0),0@0", "--main-lcore=1"]);
  });

  it("ask for memory as the profile says", () => {
    expect(on([0, 1]).ealArgs).toEqual(expect.arrayContaining(["--no-huge", "-m", "256", "--no-pci"]));
    const huge = on([0, 1], { memory: { perSocket: [512, 0] } }).ealArgs;
    expect(huge).toEqual(expect.arrayContaining(["--in-memory", "--socket-mem=512,0"]));
    expect(huge).not.toContain("--no-huge");
  });

  it("scan the PCI bus only for a profile that names a PCI device", () => {
    const { ealArgs } = on([0, 1], {
      ports: [{ name: "a", device: "0000:01:00.0" }],
      memory: { megabytes: 512 },
    });
    expect(ealArgs).toContain("--allow=0000:00:00.0");
    expect(ealArgs).not.toContain("--no-pci");
  });

  it("end with the profile's own", () => {
    expect(on([0, 1], { logLevel: "debug", eal: ["--legacy-mem"] }).ealArgs.slice(-2)).toEqual([
      "--log-level=debug",
      "--legacy-mem",
    ]);
  });
});

it("marks ports as underlay, gated and promiscuous, and asks for RSS only with several queues", () => {
  const { ports } = on([0, 1], {
    ports: [tap("a", { queues: 2, promiscuous: false }), tap("b", { gated: true })],
    underlay: [{ port: "a", addresses: ["192.0.2.1/24"] }],
  });
  expect(ports.map(({ flags }) => flags)).toEqual([1 | 8, 2 | 4 | 8]);
  expect(ports.map(({ rssTypes }) => rssTypes > 0n)).toEqual([true, false]);
});

it("takes enough mbufs for every descriptor, burst and parking place", () => {
  const { mbufCount } = on([0, 1, 2], { ports: [tap("a", { queues: 2 })] });
  expect(mbufCount).toBeGreaterThanOrEqual(2 * 1024 + 2 * 1024 + 2 * (1024 + 64));
});

it("says what the machine lacks", () => {
  expect(() => on([0, 1], { cores: [1, 7] })).toThrow(
    expect.objectContaining({ code: "PROFILE_CPU_MISSING", remedy: "Use CPUs of 0, 1." }),
  );
  const runDir = `/tmp/${"x".repeat(100)}`;
  expect(() => resolveProfile(parseProfile(base), { cpus: [0, 1], runDir })).toThrow(
    expect.objectContaining({ code: "RUN_DIR_TOO_LONG" }),
  );
});

const ethdev = "/usr/include/dpdk/rte_ethdev.h";
it.runIf(existsSync(ethdev))("its RSS bits are DPDK's own", () => {
  const header = readFileSync(ethdev, "utf8");
  const names: Record<keyof typeof RSS_BITS, RegExp> = {
    ip: /^(FRAG_)?IPV[46]$|_OTHER$|^IPV6_EX$/,
    tcp: /_TCP(_EX)?$/,
    udp: /_UDP(_EX)?$/,
    sctp: /_SCTP$/,
    l2: /^L2_PAYLOAD$/,
  };
  const defined = [...header.matchAll(/#define RTE_ETH_RSS_(\w+)\s+RTE_BIT64\((\d+)\)/g)];
  for (const [word, pattern] of Object.entries(names)) {
    const bits = defined
      .filter(([, name]) => pattern.test(name!))
      .reduce((sum, [, , bit]) => sum | (1n << BigInt(bit!)), 0n);
    expect(RSS_BITS[word as keyof typeof RSS_BITS], word).toBe(bits);
  }
});

story("EAL arguments as DPDK reads them", ["testpmd"], () => {
  const cpus = execFileSync("nproc", { encoding: "utf8" }).trim() === "1" ? [0] : [0, 1];

  it.each([
    ["no hugepages", {}],
    ["polling on CPU 0", { cores: [0] }],
    ["a log level and an argument of its own", { logLevel: "info", eal: ["--no-hpet"] }],
  ])("start its environment: %s", async (_, changes) => {
    const folder = mkdtempSync(join(tmpdir(), "edgelane-eal-"));
    try {
      const { ealArgs, lcores } = on(cpus, { name: `eal-${process.pid}`, ...changes });
      const output = await testpmdOutput(ealArgs, folder);
      expect(output).toContain("Port statistics");
      expect(output).toContain(`Logical Core ${lcores[0]!.lcore} `);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

/** What it says until it forwards, or until it ends. */
async function testpmdOutput(ealArgs: string[], runtimeDir: string): Promise<string> {
  const own = ["--vdev=net_null0", "--", "--nb-cores=1", "--total-num-mbufs=2048", "--stats-period=1"];
  const child = spawn("dpdk-testpmd", [...ealArgs, ...own], {
    env: { ...process.env, XDG_RUNTIME_DIR: runtimeDir },
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr])
    stream.on("data", (text: Buffer) => {
      output += text.toString();
      if (output.includes("Port statistics")) child.kill("SIGINT");
    });
  await new Promise((resolve) => child.on("close", resolve));
  return output;
}
