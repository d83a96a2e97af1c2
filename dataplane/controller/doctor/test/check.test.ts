// `edgelane check` itself, on captured trees: what a person reads, what a program reads, and the exit code.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { program } from "../../../../test/lib/edge.js";
import { story } from "../../../../test/lib/needs.js";
import { run } from "../../../../test/lib/run.js";
import type { Finding } from "../codes.js";
import { lay, readTree, type Situation, TREES } from "./lay.js";

const folder = mkdtempSync(join(tmpdir(), "edgelane-check-"));
afterAll(() => rmSync(folder, { recursive: true }));

const base = (name: string) => readTree(join(TREES, "base", `${name}.tree`));

/** Runs `edgelane check` on the tree as it was laid. */
async function check(situation: Situation, ...words: string[]) {
  const root = mkdtempSync(join(folder, "tree-"));
  const profile = lay(situation, root);
  const { code, stdout } = await run(program, ["check", profile, "--sysfs-root", root, ...words], {
    accept: "any",
    timeoutMs: 60_000,
  });
  return { code, stdout };
}

/** Situations of one card that may well come together. */
const TOGETHER: Readonly<Record<string, string[]>> = {
  "connectx3-pro": [
    "infiniband-beside",
    "verbs-hidden",
    "steering-off",
    "pcie-older-platform",
    "vxlan-device-absent",
    "vxlan-firmware",
    "pause",
    "governor",
    "netdev-mtu",
    "read-request",
  ],
  x710: [
    "x710-on-kernel-driver",
    "hugepages-short",
    "pcie-width-trained-down",
    "nvm-untested",
    "sibling-on-kernel-driver",
    "vector-rx-descriptors",
    "vector-tx-bulk",
    "cores-not-isolated",
  ],
};

story("edgelane check", ["built"], () => {
  it.each(Object.keys(TOGETHER))("lists all that is wrong with %s, worst first", async (card) => {
    const together = base(card);
    const expected = TOGETHER[card]!.map((name) => {
      readTree(join(TREES, `${name}.tree`), together);
      const { finds, says, remedy } = together.expected;
      return { code: finds, message: says, remedy };
    });
    const { code, stdout } = await check(together, "--json");
    const { findings } = JSON.parse(stdout) as { findings: Finding[] };
    const told = findings.map(({ code, message, remedy }) => ({ code, message, remedy }));
    expect(told).toHaveLength(expected.length);
    expect(told).toEqual(expect.arrayContaining(expected));
    const levels = findings.map(({ level }) => ["error", "warning", "note"].indexOf(level));
    expect(levels).toEqual([...levels].sort());
    expect(code).toBe(1);
  });

  it("says of a warning what it is and how to mend it, and that the node may run", async () => {
    const { code, stdout } = await check(readTree(join(TREES, "pause.tree")));
    expect(stdout).toMatch(
      /^warning CHECK_MLX4_PAUSE: port up0 \(0000:03:00\.0\): .*\n {2}remedy: echo .*\n\nvm1: /,
    );
    expect(code).toBe(0);
  });

  it("has nothing to say of a healthy machine", async () => {
    const { code, stdout } = await check(base("x710"));
    expect(stdout).toMatch(/^nothing to mend\n\nvm1: /);
    expect(code).toBe(0);
  });

  it("refuses a folder that is no captured tree", async () => {
    const { code, stderr } = await run(program, ["check", "demo", "--sysfs-root", "/dev"], {
      accept: "any",
    });
    expect(stderr).toMatch(/^USAGE_ARGUMENT: there is no folder sys below \/dev\n/);
    expect(code).toBe(2);
  });
});
