// Packets whose checksums or segmentation their sender left to the worker, judged by scapy: cut and summed in software,
// or left to a device by flags and lengths, which a card written in Python follows to the letter. Plain and in every
// tunnel over both families, after edits, in any mbufs; no length, checksum, sequence or flag may be wrong.
import { join } from "node:path";
import { expect, it } from "vitest";
import { story } from "./lib/needs.js";
import { run } from "./lib/run.js";

const root = join(import.meta.dirname, "..");
const tools = ["actions_dump", "parse_dump"].map((tool) => join(root, "build/c/test/tools", tool));

story("what a sender leaves undone is done right", ["built", "scapy"], () => {
  for (const seed of ["1"]) {
    it(`500 packets and bursts, seed ${seed}`, async () => {
      const judge = join(root, "test/unit-c/judge_offloads.py");
      const { stdout } = await run("/usr/bin/python3", [judge, ...tools, "100", seed], {
        timeoutMs: 240_000,
      });
      expect(stdout).toMatch(/^[5-9]\d\d runs judged, 0 keys, 0 wrong$/m);
    }, 250_000);
  }
});
