// Each situation, captured as data in trees/, is told by exactly one code; healthy machines are told nothing.
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { loadProfile, type Profile } from "../../../profiles/index.js";
import { CODES } from "../codes.js";
import { diagnose } from "../diagnose.js";
import { readMachine } from "../machine/index.js";
import { lay, readTree, type Situation, TREES } from "./lay.js";

const folder = mkdtempSync(join(tmpdir(), "edgelane-trees-"));
afterAll(() => rmSync(folder, { recursive: true }));

const trees = (path: string) =>
  readdirSync(path)
    .filter((name) => name.endsWith(".tree"))
    .map((name) => ({ name: name.slice(0, -".tree".length), situation: readTree(join(path, name)) }));

function findings(name: string, situation: Situation) {
  const root = mkdtempSync(join(folder, `${name}-`));
  const profile = loadProfile(lay(situation, root));
  return diagnose(readMachine(root), situation.machineOnly ? undefined : profile);
}

const situations = trees(TREES);
const healthy = trees(join(TREES, "base"));

describe("on a healthy machine the doctor finds nothing", () => {
  it.each(healthy)("$name", ({ name, situation }) => {
    expect(findings(name, situation)).toEqual([]);
    expect(findings(name, { ...situation, machineOnly: true })).toEqual([]);
  });
});

/** The profile that comes with edgelane, on the machine of the tree: its address, and one CPU of it. */
function shipped(name: string, { profile }: Situation): unknown {
  const own = loadProfile(name);
  const device = (profile as Profile).ports.find((port) => port.name === "up0")!.device;
  return {
    ...own,
    cores: [2],
    ports: own.ports.map((port) => (port.name === "up0" ? { ...port, device } : port)),
  };
}

describe("a shipped profile on a healthy machine with its card", () => {
  it.each([
    ["connectx3-pro-40g", "connectx3-pro", []],
    // It is set for large segments, and says what that costs.
    ["x710-10g", "x710", ["CHECK_VECTOR_TX"]],
  ])("%s", (name, card, expected) => {
    const situation = healthy.find((tree) => tree.name === card)!.situation;
    const found = findings(name, { ...situation, profile: shipped(name, situation) });
    expect(found.map(({ code }) => code)).toEqual(expected);
  });
});

describe("one situation, one finding", () => {
  it.each(situations)("$name", ({ name, situation }) => {
    const { finds, says, remedy } = situation.expected;
    const [first, ...others] = findings(name, situation);
    expect(others).toEqual([]);
    expect(first?.code).toBe(finds);
    expect(first?.message).toBe(says);
    expect(first?.remedy).toBe(remedy);
    const [level] = CODES[first!.code];
    expect(first?.level).toBe(situation.machineOnly && level === "error" ? "warning" : level);
  });
});

describe("the table of codes", () => {
  it.each(Object.keys(CODES))("%s has a situation", (code) => {
    expect(situations.map(({ situation }) => situation.expected.finds)).toContain(code);
  });
});
