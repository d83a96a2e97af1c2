// Profiles for cards, through the program: what a person is told where the card is not, what check plans, and what a
// running node shows of its ports, also when nobody but its worker is left.
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { encodeStart, packageRoot } from "../bindings/index.js";
import { pciDevices } from "../dataplane/controller/index.js";
import { loadProfile, parseProfile, resolveProfile } from "../dataplane/profiles/index.js";
import { program } from "./lib/edge.js";
import { processesOf } from "./lib/leftovers.js";
import { story } from "./lib/needs.js";
import { eventually, Running, run } from "./lib/run.js";

const folder = mkdtempSync(join(tmpdir(), "edgelane-profiles-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const env = { EDGELANE_RUN_DIR: join(folder, "run") };
const edgelane = (...words: string[]) => run(program, words, { accept: "any", env });

interface Row {
  port: string;
  offload: string;
  outcome: string;
  why: string;
  proof: string;
}

/** Profiles whose card is not at its address here; of the others it is said that nothing was tried. */
const CARDS = [
  {
    name: "connectx3-pro-40g",
    title: "a ConnectX-3 Pro",
    address: "0000:41:00.0",
    ask: /lspci -D -d 15b3:.*modprobe -a mlx4_core mlx4_en mlx4_ib ib_uverbs/,
    library: "librte_net_mlx4",
  },
  {
    name: "x710-10g",
    title: "an X710",
    address: "0000:01:00.0",
    ask: /lspci -D -d 8086:.*modprobe -a vfio-pci/,
    library: "librte_net_i40e",
  },
].filter(({ name, address }) => {
  const there = pciDevices().has(address);
  if (there) process.stdout.write(`SKIP ${name} without its card: there is a device at ${address}\n`);
  return !there;
});

story("profiles of cards", ["built"], () => {
  describe.each(CARDS)("$name", ({ name, title, address, ask, library }) => {
    it("without the card ends in one sentence that names it and what to check, at once", async () => {
      const ways = [["--profile", name], [name], [name, "--topology", "nowhere.json"]];
      for (const words of ways) {
        const { code, stderr, stdout } = await edgelane("run", ...words);
        const [sentence, remedy, ...more] = stderr.trimEnd().split("\n");
        expect(sentence).toBe(
          `DEVICE_MISSING: Port "up0" wants ${title} at ${address}, and there is no PCI device at that address.`,
        );
        expect(remedy).toMatch(ask);
        expect([...more, stdout]).toEqual([""]);
        expect(code).toBe(3);
      }
    });

    it("and in under three seconds", async () => {
      const took: number[] = [];
      do {
        const began = performance.now();
        await edgelane("run", "--profile", name);
        took.push(performance.now() - began);
      } while (took.length < 2 && took.at(-1)! >= 3000);
      expect(took.at(-1)).toBeLessThan(3000);
    });

    it("its driver really loads, and the worker itself says so of the device", async () => {
      const shipped = loadProfile(name);
      const profile = {
        ...shipped,
        name: `card-${process.pid}`,
        ports: shipped.ports.filter(({ card }) => card !== undefined),
        memory: { hugepages: false, megabytes: 512 },
      };
      const start = join(folder, `${name}.start`);
      const cpus = [...new Set([0, (await cpuCount()) - 1])];
      writeFileSync(start, encodeStart(resolveProfile(profile, { cpus, runDir: folder })));
      const loads = join(folder, `${name}.loads`);
      const { code, stderr } = await run(
        join(packageRoot, "build/c/dataplane/worker/edgelane-worker"),
        ["--config", start],
        {
          accept: "any",
          env: { LD_DEBUG: "files", LD_DEBUG_OUTPUT: loads },
        },
      );
      expect(stderr).toMatch(
        new RegExp(`^EL_ERR_DEVICE: port "up0": device "${address}.*" did not probe: `, "m"),
      );
      expect(code).toBe(3);
      const [file] = (await run("/bin/sh", ["-c", `ls ${loads}.*`])).stdout.trim().split("\n");
      expect(readFileSync(file!, "utf8")).toMatch(new RegExp(`calling init: .*/${library}\\.so`));
    });

    it("check plans it on what is documented, and says that nobody proved it", async () => {
      const { stdout } = await edgelane("check", name, "--json");
      const { offloads, findings } = JSON.parse(stdout) as {
        offloads: { port: string; basis: string; offloads: Row[] }[];
        findings: { code: string }[];
      };
      expect(findings.map(({ code }) => code)).toContain("CHECK_DEVICE");
      const up0 = offloads.find(({ port }) => port === "up0")!;
      expect(up0.basis).toMatch(new RegExp(`^documented .*, no device at ${address}$`));
      expect(up0.offloads).toContainEqual(
        expect.objectContaining({ offload: "vxlanTso", outcome: "hardware", proof: "unproven on this port" }),
      );
      const text = (await edgelane("check", name)).stdout;
      expect(text).toMatch(/^port +offload +done by +because +proof$/m);
      expect(text).toMatch(/^up0 +greTso +(hardware|software) +\S.*$/m);
    });
  });

  it("check refuses what the card cannot, with place and remedy", async () => {
    const path = join(folder, "impossible.json");
    const wrong = {
      ...{ version: 1, host: "h", memory: { megabytes: 1024 } },
      ports: [
        {
          name: "up0",
          device: "0000:01:00.0",
          card: "x710",
          mtu: 9710,
          offloads: { outerUdpChecksum: "hardware" },
        },
      ],
    };
    const told = async () => {
      writeFileSync(path, JSON.stringify(wrong));
      const { code, stdout } = await edgelane("check", path, "--json");
      expect(code).toBe(1);
      return (JSON.parse(stdout).findings as { code: string; path?: string; remedy: string }[]).filter(
        (one) => one.path,
      );
    };
    expect(await told()).toEqual([
      expect.objectContaining({ code: "PROFILE_CARD_REFUSES", path: "/ports/0/mtu", level: "error" }),
    ]);
    wrong.ports[0]!.mtu = 9000;
    expect(await told()).toEqual([
      expect.objectContaining({
        code: "PROFILE_OFFLOAD_REFUSED",
        path: "/ports/0/offloads/outerUdpChecksum",
        level: "error",
      }),
    ]);
  });

  it("the former list of offloads is refused with what to write instead", async () => {
    const path = join(folder, "former.json");
    writeFileSync(
      path,
      JSON.stringify({
        version: 1,
        host: "h",
        ports: [{ name: "a", device: "net_null0" }],
        offloads: ["checksum"],
      }),
    );
    const { code, stderr } = await edgelane("run", path);
    expect(stderr).toMatch(
      /^PROFILE_REMOVED_KEY: .*\n {2}remedy: Wishes are each port's own now: write \/ports\/0\/offloads/,
    );
    expect(code).toBe(1);
  });

  it("a running node shows what became of each wish, and so does its worker alone", async () => {
    const name = `shown-${process.pid}`;
    const profile = parseProfile({
      ...{ version: 1, host: "h", name, memory: { hugepages: false, megabytes: 256 } },
      ports: [{ name: "a", device: "net_null0,no-rx=1", offloads: { txChecksum: "software", gro: "off" } }],
      idle: { backoffUs: 1000 },
    });
    const files = { profile: join(folder, "shown.json"), topology: join(folder, "topology.json") };
    writeFileSync(files.profile, JSON.stringify(profile));
    writeFileSync(
      files.topology,
      JSON.stringify({ version: 1, hosts: [{ id: "h" }], bridges: [], ports: [] }),
    );
    mkdirSync(env.EDGELANE_RUN_DIR, { recursive: true });
    const node = new Running(program, ["run", files.profile, "--topology", files.topology], { env });
    const show = async (what: string) =>
      JSON.parse((await edgelane("show", what, "--node", name, "--json")).stdout);
    try {
      await eventually(
        "the node answers",
        async () => (await edgelane("show", "status", "--node", name)).code === 0,
      );
      const rows = (await show("offloads")) as Row[];
      expect(rows).toContainEqual(
        expect.objectContaining({
          port: "a",
          offload: "txChecksum",
          outcome: "software",
          why: "the profile asks for software",
        }),
      );
      expect(rows.map(({ offload }) => offload)).not.toContain("gro");
      expect(await show("ports")).toEqual([expect.objectContaining({ name: "a", driver: "net_null" })]);
      const table = (await edgelane("show", "offloads", "--node", name)).stdout;
      expect(table).toMatch(/^a +txChecksum +software +the profile asks for software +-$/m);
      const ports = (await edgelane("show", "ports", "--node", name)).stdout;
      expect(ports).toMatch(/^id +port +driver +card +rx path +tx path .*\n *0 +a +net_null /);
      expect(ports.endsWith(`\n\n${table}`)).toBe(true);
      await node.stop("SIGKILL");
      expect(await show("offloads")).toEqual(rows);
      expect(await show("ports")).toEqual([expect.objectContaining({ name: "a", driver: "net_null" })]);
    } finally {
      await node.stop("SIGKILL");
      for (const { pid, words } of processesOf(folder))
        if (words[0]?.endsWith("edgelane-worker")) process.kill(pid, "SIGTERM");
    }
  });

  it("a wish for hardware that the device does not grant ends the start, with nothing left", async () => {
    const path = join(folder, "unmet.json");
    const topology = join(folder, "unmet-topology.json");
    writeFileSync(topology, JSON.stringify({ version: 1, hosts: [{ id: "h" }], bridges: [], ports: [] }));
    writeFileSync(
      path,
      JSON.stringify({
        ...{
          version: 1,
          host: "h",
          name: `unmet-${process.pid}`,
          memory: { hugepages: false, megabytes: 256 },
        },
        ports: [{ name: "a", device: "net_null0,no-rx=1", offloads: { tso: "hardware" } }],
      }),
    );
    const { code, stderr } = await edgelane("run", path, "--topology", topology);
    const said = stderr.split("\n").find((line) => line.startsWith("PROFILE_OFFLOAD_REFUSED"));
    expect(said).toMatch(/Port "a" wants tso of net_null, and .*\.$/);
    expect(code).toBe(1);
    await eventually("its worker is gone", () => processesOf(`unmet-${process.pid}`).length === 0);
  });
});

async function cpuCount(): Promise<number> {
  return Number((await run("nproc", [])).stdout);
}
