// `edgelane check PROFILE --wire`: known frames over a cable that is a ring, a pair of memif ports or none at all, and
// never over one that a node uses.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, afterEach, beforeEach, expect, it } from "vitest";
import { processesOf } from "./lib/leftovers.js";
import { story } from "./lib/needs.js";
import { Lab } from "./lib/netns.js";
import { eventually, type Finished, type Running, run } from "./lib/run.js";

const program = process.env.EDGELANE_PROGRAM ?? join(import.meta.dirname, "../scripts/edgelane");

interface Port {
  name: string;
  device: string;
  offloads?: Record<string, string>;
}

story("known frames over a cable", ["built", "netns"], () => {
  let lab: Lab;
  let name: string;
  let folder: string;
  let profile: string;

  beforeEach(async () => {
    lab = await Lab.open();
    name = lab.name("w");
    folder = join(lab.folder, name);
    mkdirSync(folder, { recursive: true });
    lab.atClose(() => {
      for (const { pid, words } of processesOf(folder))
        if (words[0]?.endsWith("edgelane-worker")) process.kill(pid, "SIGKILL");
    });
  });
  afterEach(() => lab.close());
  afterAll(() => lab.close());

  function give(ports: Port[]): void {
    profile = join(folder, "profile.json");
    writeFileSync(
      profile,
      JSON.stringify({
        version: 1,
        role: "gateway",
        host: "node",
        name,
        ports: ports.map((port) => ({ ...port, rxDescriptors: 256, txDescriptors: 256 })),
        cores: [1],
        memory: { hugepages: false, megabytes: 192 },
        idle: { backoffUs: 200 },
      }),
    );
  }

  const edgelane = (...words: string[]): Promise<Finished> =>
    run(program, words, { env: { EDGELANE_RUN_DIR: folder }, accept: "any", timeoutMs: 40_000 });

  function node(): Running {
    const topology = join(folder, "topology.json");
    writeFileSync(topology, JSON.stringify({ version: 1, hosts: [{ id: "node" }], ports: [] }));
    return lab.spawn(program, ["run", profile, "--topology", topology], {
      env: { EDGELANE_RUN_DIR: folder },
    });
  }

  const memory = () => join(folder, "wire.json");
  const memif = (id: string, role: string) =>
    `net_memif${id},role=${role},id=0,socket=${join(folder, "m.sock")},socket-abstract=no`;

  it("a looped ring: everything is software, and that is told", async () => {
    give([{ name: "ring", device: "net_ring0" }]);
    const { code, stdout } = await edgelane("check", profile, "--wire", "ring");
    expect(code, stdout).toBe(0);
    expect(stdout).toMatch(/^ring +txChecksum +software +the card cannot do it +-$/m);
    expect(stdout).toMatch(/^ring +tso +software/m);
    expect(stdout).toMatch(/^ring +multiSegs +hardware +proven on this port by check --wire$/m);
    expect(stdout).toContain("the worker does it all");
    expect(JSON.parse(readFileSync(memory(), "utf8")).devices.net_ring0).toMatchObject({
      driver: "net_ring",
      proven: ["MULTI_SEGS"],
      disproved: [],
    });
    expect(processesOf(folder)).toEqual([]);
  });

  it("two memif ports, both ways, as JSON", async () => {
    give([
      { name: "idle", device: "net_ring0" },
      { name: "a", device: memif("0", "server") },
      { name: "b", device: memif("1", "client") },
    ]);
    const { code, stdout, stderr } = await edgelane("check", profile, "--wire", "a:b", "--json");
    expect(code, stdout + stderr).toBe(0);
    const { findings, wire } = JSON.parse(stdout);
    expect(findings).toEqual([]);
    expect(wire).toMatchObject({ ending: "DONE", strangers: 0 });
    expect(wire.received).toBe(wire.sent);
    expect(wire.sent).toBeGreaterThan(5);
    // The port that was not named has not been touched.
    expect(wire.ports.map(({ port, driver }: { port: string; driver: string }) => [port, driver])).toEqual([
      ["a", "net_memif"],
      ["b", "net_memif"],
    ]);
  });

  it("ports that are not cabled to each other are told from wrong bytes", async () => {
    give([
      { name: "a", device: "net_ring0" },
      { name: "b", device: "net_ring1" },
    ]);
    const { code, stdout } = await edgelane("check", profile, "--wire", "a:b");
    expect(code, stdout).toBe(1);
    expect(stdout).toContain("error WIRE_NOTHING_BACK");
    expect(stdout).toContain("are the ports cabled to each other?");
    expect(stdout).not.toContain("remembered");
  });

  it("ports that are none, and a cable of three ends, are usage errors", async () => {
    give([{ name: "a", device: "net_ring0" }]);
    for (const words of ["nobody", "a:a", "a:a:a", "a:7"]) {
      const { code, stderr } = await edgelane("check", profile, "--wire", words);
      expect(code, stderr).toBe(2);
      expect(stderr).toContain("USAGE_WIRE");
    }
    expect((await edgelane("check", "--wire", "a")).code).toBe(2);
  });

  it("a running node's ports are live: refused, and the node goes on", async () => {
    give([{ name: "ring", device: "net_ring0" }]);
    const running = node();
    await eventually(
      "the node answers",
      async () => {
        const { code, stderr } = await edgelane("show", "status", "--node", name);
        if (code !== 0) throw new Error(stderr + running.output());
        return true;
      },
      30_000,
    );
    const { code, stderr } = await edgelane("check", profile, "--wire", "ring");
    expect(code).toBe(3);
    expect(stderr).toMatch(/WIRE_NODE_RUNS: Node ".*" runs \(its worker is process \d+\)/);
    expect(stderr).toMatch(/remedy: Stop it first/);
    expect((await edgelane("show", "status", "--node", name)).code).toBe(0);
    expect(await running.stop("SIGINT")).toBe(0);
  });

  it("what was found wrong is switched off at the next start, logged and shown; of another driver it is forgotten", async () => {
    give([{ name: "ring", device: "net_ring0" }]);
    const remember = (driver: string) =>
      writeFileSync(
        memory(),
        JSON.stringify({
          version: 1,
          devices: {
            net_ring0: {
              driver,
              firmware: "",
              proven: [],
              disproved: ["MULTI_SEGS"],
              time: "2026-01-01T00:00:00Z",
            },
          },
        }),
      );
    const shown = async (): Promise<{ row: Record<string, string>; log: string }> => {
      const running = node();
      const rows = await eventually(
        "the node shows its offloads",
        async () => {
          const { code, stdout, stderr } = await edgelane("show", "offloads", "--node", name, "--json");
          if (code !== 0) throw new Error(stderr + running.output());
          return JSON.parse(stdout) as Record<string, string>[];
        },
        30_000,
      );
      expect(await running.stop("SIGINT")).toBe(0);
      return { row: rows.find(({ offload }) => offload === "multiSegs")!, log: running.output() };
    };
    remember("net_ring");
    const wrong = await shown();
    expect(wrong.row).toMatchObject({ outcome: "software", why: "check --wire found wrong bytes" });
    expect(wrong.row.proof).toContain("wrong on this port");
    expect(wrong.log).toContain("check --wire found wrong bytes");
    remember("net_other");
    const other = await shown();
    expect(other.row).toMatchObject({ outcome: "hardware" });
    expect(other.row.proof).toContain("unproven");
    expect(other.log).toContain("check --wire looked at net_other");
  });

  it("a memory that cannot be read is not taken for an empty one", async () => {
    give([{ name: "ring", device: "net_ring0" }]);
    writeFileSync(memory(), "{");
    const { code, stderr } = await edgelane("check", profile, "--wire", "ring");
    expect(code).toBe(3);
    expect(stderr).toContain("WIRE_FILE");
    expect(stderr).toContain(`rm ${memory()}`);
  });
});
