// The worker's parser against scapy: random packets of every kind, their tunnels, their prefixes, and broken ones.
// scapy reads the bytes; no expected value comes from how a packet was built.
import { join } from "node:path";
import { expect, it } from "vitest";
import { story } from "./lib/needs.js";
import { run } from "./lib/run.js";

const root = join(import.meta.dirname, "..");

story("packets are read as scapy reads them", ["built", "scapy"], () => {
  for (const seed of [1, 2]) {
    it(`1500 packets with their prefixes and paddings, seed ${seed}`, async () => {
      const { stdout } = await run(
        "/usr/bin/python3",
        [
          join(root, "test/unit-c/judge_parse.py"),
          join(root, "build/c/test/tools/parse_dump"),
          "1500",
          `${seed}`,
        ],
        { timeoutMs: 120_000 },
      );
      expect(stdout).toMatch(/^\d{4,} parses judged, 0 wrong; /m);
    }, 150_000);
  }
});
