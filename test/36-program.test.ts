// The program itself: verbs, exit codes, and one clear sentence for each thing that can be wrong with what it is given.
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { writePcap } from "../scripts/pcap/write.js";
import { program } from "./lib/edge.js";
import { processesOf } from "./lib/leftovers.js";
import { story } from "./lib/needs.js";
import { Running, run } from "./lib/run.js";

const folder = mkdtempSync(join(tmpdir(), "edgelane-program-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const root = join(import.meta.dirname, "..");
const demo = join(root, "dataplane/topology/examples/demo.json");
const edgelane = (...words: string[]) =>
  run(program, words, { accept: "any", env: { EDGELANE_RUN_DIR: join(folder, "run") } });

let files = 0;
function file(content: unknown): string {
  const path = join(folder, `${files++}.json`);
  writeFileSync(path, typeof content === "string" ? content : JSON.stringify(content));
  return path;
}

const topology = (changes: object) => ({
  version: 1,
  hosts: [{ id: "h" }],
  bridges: [{ id: "br" }],
  ports: [{ id: "p", device: "br", host: "h", interface: "vm" }],
  ...changes,
});
const port = (changes: object) => ({ id: "q", device: "br", host: "h", interface: "vm2", ...changes });
const two = (second: object) => topology({ ports: [topology({}).ports[0], second] });
const vtep = (key: number) =>
  two({
    id: "q",
    device: "br",
    vtep: { type: "vxlan", key, host: "h", remotes: [{ address: "192.0.2.2" }] },
  });

/** What is wrong, the document, and where the finding must point. */
const WRONG: readonly [string, unknown, string][] = [
  ["an unknown key", topology({ bridgs: [] }), "/bridgs"],
  ["a wrong type", topology({ bridges: [{ id: 7 }] }), "/bridges/0/id"],
  ["a dangling reference", two(port({ device: "nope" })), "/ports/1/device"],
  ["a duplicate id", two(port({ id: "p" })), "/ports/1/id"],
  ["a port bound twice", two(port({ interface: "vm" })), "/ports/1"],
  ["a VNI out of range", vtep(2 ** 24), "/ports/1/vtep/key"],
  ["a port key out of range", two(port({ key: 0 })), "/ports/1/key"],
];

story("edgelane", ["built"], () => {
  describe("validate", () => {
    it("says yes to the examples", async () => {
      const { code, stdout } = await edgelane("validate", demo);
      expect(stdout).toMatch(/^valid: 1 hosts/);
      expect(code).toBe(0);
    });

    for (const [what, document, path] of WRONG)
      it(`says no to ${what}, with the place and the remedy`, async () => {
        const { code, stdout } = await edgelane("validate", file(document), "--json");
        expect(code).toBe(1);
        const { error } = JSON.parse(stdout) as {
          error: { code: string; place?: string; findings?: { path: string; remedy: string }[] };
        };
        expect(error.code).toMatch(/^TOPOLOGY_[A-Z_]+$/);
        const finding = error.findings!.find((entry) => entry.path.startsWith(path));
        expect(finding, JSON.stringify(error)).toBeDefined();
        expect(finding!.remedy).not.toBe("");
      });

    it("lists all that is wrong, each with its line and what mends it", async () => {
      const text = JSON.stringify(two(port({ device: "bz", vlan: "ten" })), null, 1);
      const { code, stderr } = await edgelane("validate", file(text.replace('"bridges"', '"bridgs"')));
      expect(code).toBe(1);
      const line = (of: string): number => text.split("\n").findIndex((row) => row.includes(of)) + 1;
      const places = [...stderr.matchAll(/^ {2}(\S+) \(line (\d+)\) TOPOLOGY_\w+: .*\n {4}remedy: \S/gm)];
      expect(places.map(([, path, at]) => [path, Number(at)])).toEqual([
        ["/bridgs", line('"bridges"')],
        ["/ports/1/vlan", line('"vlan"')],
      ]);
      const alone = await edgelane("validate", file(text.replace('"ten"', "10")));
      expect(alone.stderr).toMatch(
        new RegExp(`at /ports/1/device, line ${line('"bz"')}: There is no .*\n {2}remedy: Write "br"`),
      );
    });

    it("tells a profile from a topology, where either is named for the other", async () => {
      const profile = join(root, "dataplane/profiles/demo.json");
      const swapped = await edgelane("run", demo, "--topology", profile);
      expect(swapped.stderr).toMatch(
        /^PROFILE_OTHER_KIND: .*demo.json is a topology, no profile\.\n.*--topology /,
      );
      const judged = await edgelane("validate", profile);
      expect(judged.stderr).toMatch(
        /^TOPOLOGY_OTHER_KIND: .* is a profile, .*\n {2}remedy: .*edgelane check /,
      );
      expect([swapped.code, judged.code]).toEqual([1, 1]);
    });

    it("names line and column of what is no JSON", async () => {
      const { code, stderr } = await edgelane("validate", file('{\n  "version": 1,,\n}'));
      expect(code).toBe(1);
      expect(stderr).toMatch(/^TOPOLOGY_SYNTAX: .*line 2.*\n {2}remedy: /);
    });
  });

  describe("simulate", () => {
    it("tells a packet's path hop by hop, and the flow", async () => {
      const { code, stdout } = await edgelane(
        ...["simulate", "--topology", demo, "--port", "vm1", "--json"],
        ...["src=10.0.1.10", "dst=10.0.2.10", "dmac=02:00:00:00:0a:01", "protocol=tcp", "dport=80"],
      );
      expect(code).toBe(0);
      const [told] = JSON.parse(stdout) as {
        result: string;
        path: { step: string; id: string }[];
        actions: string;
      }[];
      expect(told!.result).toBe("flow");
      expect(told!.path.map(({ step, id }) => `${step} ${id}`)).toEqual(
        expect.arrayContaining(["rule own-ipv4", "route router-b", "port-out vm2"]),
      );
      expect(told!.actions).toMatch(/dec_ttl, output vm2$/);
    });

    it("sends what names no MAC to the router, and says so", async () => {
      const words = ["simulate", "--topology", demo, "--port", "vm1", "src=10.0.1.10", "dst=10.0.2.10"];
      const { stdout } = await edgelane(...words);
      expect(stdout).toMatch(/route +router-b /);
      expect(stdout).toMatch(/assumed: dmac=02:00:00:00:0a:01 \(of router port router-a\)/);
      const near = await edgelane(...words.slice(0, -1), "dst=10.0.1.30", "dmac=02:00:00:00:00:09");
      expect(near.stdout).not.toMatch(/assumed: dmac|route /);
    });

    it("names the port and the field that were meant", async () => {
      const [port, field] = await Promise.all([
        edgelane("simulate", "--topology", demo, "--port", "vm3", "dst=10.0.2.10"),
        edgelane("simulate", "--topology", demo, "--port", "vm1", "dts=10.0.2.10"),
      ]);
      expect(port!.stderr).toMatch(/^SIMULATE_PORT: .*"vm3"\n {2}remedy: name vm[12]\n$/);
      expect(field!.stderr).toMatch(/^USAGE_ARGUMENT: "dts=.*\n {2}remedy: write dst=10\.0\.2\.10\n$/);
    });

    it("names the rule that drops", async () => {
      const { stdout } = await edgelane(
        ...["simulate", "--topology", demo, "--port", "vm1"],
        ...["src=10.0.1.10", "dst=10.0.2.10", "dmac=02:00:00:00:0a:01", "protocol=tcp", "dport=23"],
      );
      expect(stdout).toMatch(/rule +no-telnet {2}\(drop\)/);
      expect(stdout).toMatch(/result {2}drop POLICY/);
    });
  });

  it("ended by a signal while it starts or replays, leaves nothing", async () => {
    const empty = join(folder, "empty.pcap");
    writePcap(empty, []);
    for (const wait of [600, 1000]) {
      const work = mkdtempSync(join(folder, "work-"));
      const words = ["replay", "--topology", demo, "--in", `vm1=${empty}`, "--out", join(work, "out")];
      const child = new Running(program, words, { env: { TMPDIR: work } });
      await new Promise((resolve) => setTimeout(resolve, wait));
      await child.stop("SIGINT", 15_000);
      expect(readdirSync(work).filter((name) => name !== "out")).toEqual([]);
      expect(processesOf(work)).toEqual([]);
    }
  });

  describe("exit codes", () => {
    const cases: readonly [string, string[], number, RegExp][] = [
      ["2 for a verb that is none", ["frob"], 2, /unknown command/],
      ["2 for a missing argument", ["run"], 2, /^USAGE_ARGUMENT: no profile is named\n/],
      [
        "2 for a duration that is none",
        ["run", "demo", "--topology", demo, "--for", "soon"],
        2,
        /"soon" is no duration/,
      ],
      [
        "2 for a field that is none",
        ["simulate", "--topology", demo, "--port", "vm1", "x=1"],
        2,
        /"x=1" is no field/,
      ],
      ["1 for a profile nobody knows", ["run", "nobody", "--topology", demo], 1, /^PROFILE_UNKNOWN: /],
      ["1 for an unreadable topology", ["validate", "/nowhere.json"], 1, /^TOPOLOGY_UNREADABLE: /],
      ["3 for a node that does not run", ["show", "queues"], 3, /^NODE_NOT_RUNNING: /],
    ];
    for (const [what, words, expected, says] of cases)
      it(`${what}`, async () => {
        const { code, stderr } = await edgelane(...words);
        expect(stderr).toMatch(says);
        expect(stderr).not.toMatch(/\n\s+at /);
        expect(code).toBe(expected);
      });

    it("of an error for a program is JSON, of every verb", async () => {
      const wrong = [["bench", "nothing"], ["show", "nothing"], ["apply", "/nowhere.json"], ["why"]];
      const said = await Promise.all(wrong.map((words) => edgelane(...words, "--json")));
      for (const { stdout, stderr } of said) {
        expect(JSON.parse(stdout)).toMatchObject({
          error: { code: expect.stringMatching(/^[A-Z_]+$/), remedy: expect.stringMatching(/./) },
        });
        expect(stderr).toBe("");
      }
    });

    it("0 for help on every verb, which names --json", async () => {
      for (const verb of [
        "run",
        "check",
        "replay",
        "simulate",
        "show",
        "apply",
        "capture",
        "validate",
        "bench",
      ]) {
        const { code, stdout } = await edgelane(verb, "--help");
        expect(stdout, verb).toContain("--json");
        expect(code).toBe(0);
      }
    });
  });
});
