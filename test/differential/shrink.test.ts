// The harness itself: would it notice, and does what it noticed become small? An executor that is wrong on purpose
// stands in for a worker that is.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { story } from "../lib/needs.js";
import { layout, short } from "./bytes.js";
import { casesOf, check } from "./check.js";
import { execute } from "./execute.js";
import type { Execute, Outcome } from "./expect.js";
import type { Mismatch } from "./judge.js";
import { makeScene } from "./make.js";
import { loadScene, type Scene, saveScene } from "./scene.js";
import { shrink } from "./shrink.js";

/** Frames of TCP to port 80 lose a bit of their last byte on the way through a tunnel. */
const wrong: Execute = (machine, program, packet) =>
  execute(machine, program, packet).map((fate) => {
    const { protocol, l4 } = layout(packet.bytes);
    const tunnelled = fate.kind === "sent" && fate.bytes.length > packet.bytes.length + 20;
    if (!tunnelled || protocol !== 6 || l4 === 0 || short(packet.bytes, l4 + 2) !== 80) return fate;
    const bytes = new Uint8Array(fate.bytes);
    bytes[bytes.length - 1]! ^= 1;
    return { ...fate, bytes };
  });

const text = ({ sure }: Outcome): string =>
  JSON.stringify(sure.sent.map(({ port, bytes }) => `${port} ${Buffer.from(bytes).toString("hex")}`));

/** Mismatches of the right executor and the wrong one, without a node. */
async function differences(scene: Scene): Promise<Mismatch[]> {
  const right = casesOf(scene).cases;
  return casesOf(scene, { run: wrong }).cases.flatMap(({ packet, outcomes }) =>
    outcomes.some((outcome, i) => text(outcome) !== text(right[packet]!.outcomes[i]!))
      ? [{ text: `packet ${packet}`, suspects: [packet] }]
      : [],
  );
}

/** The first seed with something for the wrong executor to spoil. */
async function failing(): Promise<Scene> {
  for (let seed = 1; ; seed++) {
    const { scene } = casesOf(makeScene(seed, { packets: 1500, changes: 2 }).scene, { prune: true });
    if ((await differences(scene)).length > 3) return scene;
  }
}

story("the differential test itself", ["built"], () => {
  it("finds a wrong byte on the real worker's side of the comparison", async () => {
    const scene = await failing();
    expect((await check(scene)).mismatches).toEqual([]);
    const { mismatches } = await check(scene, { run: wrong });
    expect(mismatches.length).toBeGreaterThan(3);
    expect(mismatches[0]!.text).toMatch(/packet \d+ .*must be flow.*came out/s);
  });

  it("shrinks to one packet and the few things it meets, saves that, and fails again from the file", async () => {
    const scene = await failing();
    const lines: string[] = [];
    const small = await shrink(scene, await differences(scene), {
      examine: differences,
      runs: 5000,
      tell: (line) => lines.push(line),
    });
    expect(small.scene.packets.length).toBe(1);
    expect(small.scene.topologies.length).toBe(1);
    const [topology] = small.scene.topologies;
    expect(topology!.ports.length).toBeLessThanOrEqual(2);
    expect(topology!.chains ?? []).toEqual([]);
    expect(JSON.stringify(small.scene.known).length).toBeLessThan(400);
    expect(lines.at(-1)).toMatch(/^shrunk to 1 packets, 1 topologies/);

    const folder = mkdtempSync(join(tmpdir(), "eld-"));
    try {
      const path = join(folder, "case.json");
      saveScene(path, small.scene);
      const again = loadScene(path);
      expect((await differences(again)).length).toBe(1);
      expect((await check(again)).mismatches).toEqual([]);
      expect((await check(again, { run: wrong })).mismatches.length).toBeGreaterThan(0);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
