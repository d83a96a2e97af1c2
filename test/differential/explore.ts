// Scene after scene until enough packets are through, or one comes out wrong: that scene is shrunk and saved.
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { packageRoot } from "../../bindings/root.js";
import { check } from "./check.js";
import { makeScene } from "./make.js";
import { saveScene } from "./scene.js";
import { shrink } from "./shrink.js";

export interface Wanted {
  /** Packets, at least. */
  packets: number;
  seed: number;
  tell(line: string): void;
  /** Of one scene, about; default 20000. */
  scene?: number;
}

export interface Explored {
  packets: number;
  scenes: number;
  /** Packets that found a flow in the worker. */
  hits: number;
  /** Keys drawn inside live flows' masks. */
  siblings: number;
  /** One line for people. */
  summary: string;
  /** What came out wrong, and the command that shows it again. */
  failure?: string;
}

/** Flows looked into after each topology. */
const SAMPLES = 300;

export const fixtures = join(packageRoot, "test/fixtures/differential");

export const replayCommand = (path: string): string =>
  `EDGELANE_DIFF_CASE=${path} npx vitest run test/30-differential.test.ts`;

export async function explore({ packets, seed, tell, scene: size = 20_000 }: Wanted): Promise<Explored> {
  const started = performance.now();
  const sums = { packets: 0, scenes: 0, hits: 0, siblings: 0, churned: 0 };
  const results = new Map<string, number>();
  const summary = (): string => {
    const seconds = (performance.now() - started) / 1000;
    const kinds = [...results].map(([kind, count]) => `${count} ${kind}`).join(", ");
    return (
      `${sums.packets} packets over ${sums.scenes} scenes, ${sums.hits} flow hits, ${sums.siblings} siblings, ${sums.churned} flows expired or invalidated at random; ` +
      `verdicts: ${kinds}; ${Math.round(seconds)} s, ${Math.round(sums.packets / seconds)} packets/s`
    );
  };
  for (let number = seed; sums.packets < packets; number++) {
    // Some are changed often, with less between the changes.
    const restless = number % 4 === 3;
    const made = makeScene(number, {
      packets: Math.min(restless ? size / 4 : size, packets - sums.packets),
      changes: restless ? 10 : number % 4,
    });
    const checked = await check(made.scene, { pool: made.pool, samples: SAMPLES, prune: true });
    const { scene, mismatches, seen, siblings } = checked;
    if (mismatches.length > 0) {
      tell(`seed ${number}: ${mismatches.length} mismatches; shrinking`);
      const small = await shrink(scene, mismatches, { tell });
      mkdirSync(fixtures, { recursive: true });
      const path = join(fixtures, `seed-${number}.json`);
      saveScene(path, small.scene);
      const texts = small.mismatches.slice(0, 3).map(({ text }) => text);
      return {
        ...sums,
        summary: summary(),
        failure: `seed ${number}: ${texts.join("\n")}\nSaved as ${path}. See it again: ${replayCommand(path)}`,
      };
    }
    sums.packets += scene.packets.length;
    sums.scenes++;
    sums.hits += seen.hits;
    sums.siblings += siblings;
    sums.churned += seen.churned;
    for (const [kind, count] of checked.results) results.set(kind, (results.get(kind) ?? 0) + count);
    if (sums.scenes % 10 === 0) tell(summary());
  }
  return { ...sums, summary: summary() };
}
