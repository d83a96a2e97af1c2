// Scene after scene until enough packets are through, or one comes out wrong: that scene is shrunk and saved.
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { packageRoot } from "../../bindings/root.js";
import { type Checked, casesOf, check } from "./check.js";
import type { Mismatch } from "./judge.js";
import { makeScene } from "./make.js";
import { type Scene, saveScene } from "./scene.js";
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
  /** Bits that a flow is exact in, in_port left out. */
  meanBits: number;
  /** One line for people. */
  summary: string;
  /** What came out wrong, and the command that shows it again. */
  failure?: string;
}

/** Flows looked into after each topology. */
const SAMPLES = 300;
/** Scenes at a time. */
const LANES = Number(process.env.EDGELANE_DIFF_LANES ?? 2);

export const fixtures = join(packageRoot, "test/fixtures/differential");

export const replayCommand = (path: string): string =>
  `EDGELANE_DIFF_CASE=${path} npx vitest run test/30-differential.test.ts`;

export async function explore(wanted: Wanted): Promise<Explored> {
  const exploring = new Exploring(wanted);
  // A scene waits for its worker half of its time: meanwhile there is another.
  await Promise.all(Array.from({ length: LANES }, () => exploring.lane()));
  return exploring.end();
}

class Exploring {
  private readonly started = performance.now();
  private readonly sums = { packets: 0, scenes: 0, hits: 0, siblings: 0, churned: 0, flows: 0, bits: 0 };
  private readonly results = new Map<string, number>();
  private next: number;
  private given = 0;
  private failed: { number: number; scene: Scene; mismatches: Mismatch[] } | undefined;

  constructor(private readonly wanted: Wanted) {
    this.next = wanted.seed;
  }

  /** Scene after scene until enough are through, or one is wrong. */
  async lane(): Promise<void> {
    const { packets, scene: size = 20_000, tell } = this.wanted;
    while (this.given < packets && this.failed === undefined) {
      const number = this.next++;
      // Some are changed often, with less between the changes.
      const restless = number % 4 === 3;
      const made = makeScene(number, {
        packets: Math.min(restless ? size / 4 : size, packets - this.given),
        changes: restless ? 10 : number % 4,
      });
      const cases = casesOf(made.scene, { prune: true });
      this.given += cases.scene.packets.length;
      const checked = await check(made.scene, { pool: made.pool, samples: SAMPLES }, cases);
      if (checked.mismatches.length > 0) this.failed ??= { number, ...checked };
      else this.add(checked);
      if (this.sums.scenes % 10 === 0) tell(this.summary());
    }
  }

  async end(): Promise<Explored> {
    const { sums, failed } = this;
    const meanBits = sums.bits / Math.max(1, sums.flows);
    if (failed === undefined) return { ...sums, meanBits, summary: this.summary() };
    const { number, scene, mismatches } = failed;
    const { tell } = this.wanted;
    tell(`seed ${number}: ${mismatches.length} mismatches; shrinking`);
    const small = await shrink(scene, mismatches, { tell });
    mkdirSync(fixtures, { recursive: true });
    const path = join(fixtures, `seed-${number}.json`);
    saveScene(path, small.scene);
    const texts = small.mismatches.slice(0, 3).map(({ text }) => text);
    const failure = `seed ${number}: ${texts.join("\n")}\nSaved as ${path}. See it again: ${replayCommand(path)}`;
    return { ...sums, meanBits, summary: this.summary(), failure };
  }

  private add({ scene, seen, siblings, flows, bits, results }: Checked): void {
    const { sums } = this;
    sums.packets += scene.packets.length;
    sums.scenes++;
    sums.hits += seen.hits;
    sums.siblings += siblings;
    sums.churned += seen.churned;
    sums.flows += flows;
    sums.bits += bits;
    for (const [kind, count] of results) this.results.set(kind, (this.results.get(kind) ?? 0) + count);
  }

  private summary(): string {
    const { packets, scenes, hits, siblings, churned, flows, bits } = this.sums;
    const seconds = (performance.now() - this.started) / 1000;
    const kinds = [...this.results].map(([kind, count]) => `${count} ${kind}`).join(", ");
    return (
      `${packets} packets over ${scenes} scenes, ${hits} flow hits, ${siblings} siblings, ${churned} flows expired or invalidated at random; ` +
      `${(bits / Math.max(1, flows)).toFixed(1)} exact bits a flow; ` +
      `verdicts: ${kinds}; ${Math.round(seconds)} s, ${Math.round(packets / seconds)} packets/s`
    );
  }
}
