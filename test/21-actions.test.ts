// The worker's actions against scapy: what each list makes of random packets, in any segmentation, byte for byte with
// every checksum; keys kept true; every packet and copy with one end.
import { join } from "node:path";
import { expect, it } from "vitest";
import { story } from "./lib/needs.js";
import { run } from "./lib/run.js";

const root = join(import.meta.dirname, "..");

const judges = {
  judge_actions: "SET, DEC_TTL, VLAN, CLONE, SELECT, OUTPUT and refused lists",
  judge_l3: "CHECK_MTU with fragments, CLAMP_MSS and TRANSLATE",
  judge_tunnels: "ENCAP and DECAP of VXLAN, GRE and NVGRE over IPv4 and IPv6",
};

story("packets are changed as scapy would change them", ["built", "scapy"], () => {
  for (const [judge, what] of Object.entries(judges)) {
    it(what, async () => {
      const { stdout } = await run(
        "/usr/bin/python3",
        [
          join(root, `test/unit-c/${judge}.py`),
          join(root, "build/c/test/tools/actions_dump"),
          join(root, "build/c/test/tools/parse_dump"),
          "300",
          "11",
        ],
        { timeoutMs: 120_000 },
      );
      expect(stdout).toMatch(/^\d{4,} runs judged, \d{3,} keys, 0 wrong$/m);
    }, 150_000);
  }
});
