// What the network does, told in samples: test/scenarios holds a file for each. Every one runs twice, and what comes out
// must be what scapy builds, to the byte.
//
//   scenario ──► simulate, step by step ──► executor in TypeScript ──► frames, drops, flow ─┐
//       └──────► real worker and controller, as `replay` drives them ──► the same ──────────┴──► equal
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { story as needing } from "./lib/needs.js";
import { mean, readBudget, writeBudget } from "./scenarios/lib/budget.js";
import { features, type Scenario, scenarios } from "./scenarios/lib/format.js";
import { profileOf } from "./scenarios/lib/host.js";
import { judge } from "./scenarios/lib/judge.js";
import { simulated } from "./scenarios/lib/model.js";
import { replayed } from "./scenarios/lib/real.js";
import { Scapy } from "./scenarios/lib/scapy.js";
import { type Seen, type Story, storyOf } from "./scenarios/lib/story.js";
import { exactBits } from "./scenarios/lib/words.js";

/** Part of a scenario's name: only those. */
const only = process.env.EDGELANE_SCENARIO ?? "";

describe("features", () => {
  const all = scenarios();
  const rows = features();

  it("has a row for all that a scenario covers", () => {
    const ids = new Set(rows.map(({ id }) => id));
    const unknown = all.flatMap(({ name, covers }) =>
      covers.filter((id) => !ids.has(id)).map((id) => `${name} covers ${id}`),
    );
    expect(unknown).toEqual([]);
  });

  it("has a scenario for each row, or says why not yet", () => {
    const covered = new Set(all.flatMap(({ covers }) => covers));
    const bare = rows.filter(({ id, later }) => !covered.has(id) && later === undefined);
    const later = rows.filter(({ id, later: reason }) => reason !== undefined && !covered.has(id));
    console.log(
      `${all.length} scenarios cover ${covered.size} of ${rows.length} rows of the feature tables; ${later.length} are for later`,
    );
    expect(bare.map(({ id, says }) => `${id}: ${says}`)).toEqual([]);
  });
});

needing("scenarios", ["built", "scapy"], () => {
  const chosen = scenarios(only);
  const scapy = new Scapy();
  afterAll(() => scapy.stop());
  let outcomes = new Map<string, Outcome>();
  beforeAll(async () => {
    outcomes = await runAll(chosen, scapy);
  });

  for (const { name, says } of chosen)
    it(`${name}: ${says}`, () => {
      const found = outcomes.get(name)!;
      if (found instanceof Error) throw found;
      expect(found.complaints.join("\n"), `\n${found.complaints.join("\n")}\n`).toBe("");
    });

  it("reads no more bits than its budget says", () => {
    const means = [...outcomes].flatMap(([name, one]): [string, number][] =>
      one instanceof Error || one.bits.length === 0 ? [] : [[name, mean(one.bits)]],
    );
    const all = [...outcomes.values()].flatMap((one) => (one instanceof Error ? [] : one.bits));
    console.log(`${all.length} flows of scenarios are exact in ${mean(all)} bits each`);
    if (process.env.EDGELANE_BUDGET === "write") writeBudget(Object.fromEntries(means));
    const budget = readBudget();
    const over = means.filter(([name, bits]) => bits > (budget[name] ?? Number.POSITIVE_INFINITY));
    const unknown = means.filter(([name]) => budget[name] === undefined);
    expect(
      unknown.map(([name, bits]) => `${name} has no budget: EDGELANE_BUDGET=write gives it ${bits} bits`),
    ).toEqual([]);
    expect(over.map(([name, bits]) => `${name}: ${bits} bits, ${budget[name]} are its budget`)).toEqual([]);
  });
});

type Outcome = { complaints: string[]; bits: number[] } | Error;

/** Those of equal settings share a node. */
async function runAll(all: readonly Scenario[], scapy: Scapy): Promise<Map<string, Outcome>> {
  const outcomes = new Map<string, Outcome>();
  const batches = new Map<string, Story[]>();
  for (const scenario of all) {
    try {
      const story = await storyOf(scenario, scapy);
      batches.set(story.host.settings, [...(batches.get(story.host.settings) ?? []), story]);
    } catch (cause) {
      outcomes.set(scenario.name, cause as Error);
    }
  }
  for (const stories of batches.values()) {
    const real = await replayed(stories);
    for (const [index, story] of stories.entries()) {
      const seen = real[index]!;
      outcomes.set(story.scenario.name, seen instanceof Error ? seen : await one(story, seen, scapy));
    }
  }
  return outcomes;
}

async function one(story: Story, real: readonly Seen[], scapy: Scapy): Promise<Outcome> {
  try {
    const profile = profileOf(story.host.settings, (port) => `net_null${port}`, "model");
    const seen = simulated(story, profile);
    const bits = seen.flatMap(({ flow }) => (flow === undefined ? [] : [exactBits(flow.mask)]));
    return { complaints: await judge(story, seen, real, scapy), bits };
  } catch (cause) {
    return cause as Error;
  }
}
