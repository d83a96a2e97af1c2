// Scene after scene until enough packets are through, or one comes out wrong: that scene is shrunk and saved.
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { packageRoot } from "../../bindings/root.js";
import { type Checked, casesOf, check } from "./check.js";
import { makeScene } from "./make.js";
import { saveScene } from "./scene.js";
import { shrink } from "./shrink.js";
import { add, noSums, type Sums, summary, sumsOf } from "./sums.js";

export interface Wanted {
  /** Packets, at least. */
  packets: number;
  seed: number;
  tell(line: string): void;
  /** Scenes at a time; default 2. */
  lanes?: number;
  /** From one scene's seed to the next; default 1. */
  step?: number;
  /** Wrong scenes before it ends; default 1. */
  failures?: number;
  /** What one more scene came to. */
  came?(more: Sums): void;
  /** Of one scene, about; default 40000. */
  scene?: number;
}

export interface Explored {
  sums: Sums;
  /** One line for people. */
  summary: string;
  /** What came out wrong, and the command that shows it again. */
  failure?: string;
}

/** Flows looked into, over all topologies of a scene. */
const SAMPLES = 400;

/** Packets of a scene: of fewer there might be none. */
const LEAST = 1000;
/** Of a mismatch before it is small, characters. */
const MOST_TOLD = 1500;

export const fixtures = join(packageRoot, "test/fixtures/differential");

export const replayCommand = (path: string): string =>
  `EDGELANE_DIFF_CASE=${path} npx vitest run test/30-differential.test.ts`;

export async function explore(wanted: Wanted): Promise<Explored> {
  const exploring = new Exploring(wanted);
  // A scene waits for its worker half of its time: meanwhile there is another.
  await Promise.all(Array.from({ length: wanted.lanes ?? 2 }, () => exploring.lane()));
  return exploring.end();
}

class Exploring {
  private readonly started = performance.now();
  private readonly sums = noSums();
  private readonly failures: string[] = [];
  private next: number;
  private given = 0;

  constructor(private readonly wanted: Wanted) {
    this.next = wanted.seed;
  }

  /** Scene after scene until enough are through, or too many are wrong. */
  async lane(): Promise<void> {
    const { packets, scene: size = 40_000, step = 1, failures = 1, tell, came } = this.wanted;
    while (this.given < packets && this.failures.length < failures) {
      const number = this.next;
      this.next += step;
      // Some are changed often, with less between the changes.
      const restless = number % 4 === 3;
      const made = makeScene(number, {
        packets: Math.max(LEAST, Math.min(restless ? size / 2 : size, packets - this.given)),
        changes: restless ? 10 : number % 4,
      });
      const cases = casesOf(made.scene, { prune: true, verdicts: made.verdicts });
      this.given += cases.scene.packets.length;
      const checked = await check(made.scene, { pool: made.pool, samples: SAMPLES }, cases);
      if (checked.mismatches.length > 0) await this.wrong(number, checked);
      const more = sumsOf(checked);
      add(this.sums, more);
      came?.(more);
      if (this.sums.scenes % 10 === 0) tell(this.summary());
    }
  }

  end(): Explored {
    const { sums, failures } = this;
    const explored = { sums, summary: this.summary() };
    return failures.length === 0 ? explored : { ...explored, failure: failures.join("\n") };
  }

  /** Made as small as it goes, and kept. */
  private async wrong(number: number, { scene, mismatches }: Checked): Promise<void> {
    const { tell } = this.wanted;
    const place = this.failures.push(`seed ${number}: ${mismatches.length} mismatches`) - 1;
    const first = mismatches.slice(0, 3).map(({ text }) => text.slice(0, MOST_TOLD));
    tell(`seed ${number}: ${mismatches.length} mismatches; shrinking\n${first.join("\n")}`);
    const small = await shrink(scene, mismatches, { tell });
    mkdirSync(fixtures, { recursive: true });
    const path = join(fixtures, `seed-${number}.json`);
    saveScene(path, small.scene);
    const texts = small.mismatches.slice(0, 3).map(({ text }) => text);
    this.failures[place] =
      `seed ${number}: ${texts.join("\n")}\nSaved as ${path}. See it again: ${replayCommand(path)}`;
    tell(this.failures[place]);
  }

  private summary(): string {
    return summary(this.sums, (performance.now() - this.started) / 1000);
  }
}
