// The worker's own lcore code in one process between ring ports, judged by a slow path that shares nothing with it.
// Every byte, port, drop reason, upcall and counter has to be the same. EDGELANE_HOT_PACKETS sets how many packets.
import { join } from "node:path";
import { expect, it } from "vitest";
import { story } from "./lib/needs.js";
import { run } from "./lib/run.js";

const folder = join(import.meta.dirname, "../build/c/test/hot-path");
const packets = process.env.EDGELANE_HOT_PACKETS ?? "1000000";
const seed = process.env.EDGELANE_HOT_SEED ?? "1";

const last = (text: string): string => text.trim().split("\n").at(-1)!;

/** Its last line is its account; a mismatch ends it with a failure and what it found. */
async function program(name: string, args: string[] = ["--seed", seed]): Promise<string> {
  const { stdout } = await run(join(folder, name), ["--packets", packets, ...args], { timeoutMs: 600_000 });
  console.log(last(stdout));
  return last(stdout);
}

story("the hot path", ["built"], () => {
  it(`does to ${packets} random packets what the slow path does`, async () => {
    expect(await program("hot-differential")).toMatch(/^hot path and slow path agree on \d+ packets/);
  }, 620_000);

  it(`treats each of ${packets} packets by what is in force while all of it changes`, async () => {
    expect(await program("hot-changes")).toMatch(/^under change: \d+ packets/);
  }, 620_000);

  it(`makes no system call, takes no lock and allocates nothing while ${packets} packets pass`, async () => {
    expect(await program("hot-quiet", [])).toMatch(/^quiet: \d+ hits without a system call/);
  }, 620_000);
});
