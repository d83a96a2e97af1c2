// The worker's own port set-up and lcore between a guest and software models of ConnectX-3 Pro and X710: for every
// card, tunnel, underlay, kind and size of packet, with offloads and without, the same packets have to leave, right for
// scapy and tshark. The models are judged first, on their own.
import { join } from "node:path";
import { beforeAll, expect, it } from "vitest";
import { story } from "./lib/needs.js";
import { run } from "./lib/run.js";

const python = "/usr/bin/python3";
const scripts = join(import.meta.dirname, "cards");
const folder = join(import.meta.dirname, "../build/c/test/cards");

/** EDGELANE_CARDS_SEED chooses other wild packets. */
const seed = process.env.EDGELANE_CARDS_SEED ?? "1";

const last = (text: string): string => text.trim().split("\n").at(-1)!;

/** What a judge printed, whether it was content or not. */
async function judge(script: string, program: string, args: string[] = []): Promise<string> {
  const { stdout, stderr } = await run(python, [join(scripts, script), join(folder, program), ...args], {
    timeoutMs: 240_000,
    accept: "any",
  });
  console.log(last(stdout + stderr));
  return stdout + stderr;
}

story("the card models", ["built", "scapy"], () => {
  it("refuse what the cards' drivers refuse", async () => {
    await run(join(folder, "test_refusals"), [], { timeoutMs: 120_000 });
  }, 130_000);

  it("do to packets what the cards do", async () => {
    expect(await judge("judge_models.py", "cards-dump")).toMatch(/^models: \d+ packets, 0 wrong$/m);
  }, 250_000);
});

story("packets by way of cards", ["built", "scapy", "tshark"], () => {
  const verdicts = new Map<string, string>();
  let text = "";

  beforeAll(async () => {
    text = await judge("judge_matrix.py", "cards-edge");
    for (const [, verdict, name, words] of text.matchAll(/^(ok|WRONG) ([^:]*): (.*)$/gm)) {
      verdicts.set(name!, verdict === "ok" ? "ok" : words!);
    }
  }, 250_000);

  const combinations: string[] = [];
  for (const card of ["mlx4", "i40e", "plain"]) {
    for (const asked of ["on", "off"]) {
      for (const tunnel of ["vxlan", "gre"]) {
        for (const underlay of ["ipv4", "ipv6"]) {
          for (const kind of ["tcp", "udp", "fragments"]) {
            for (const size of ["64", "1500", "9000", "64K"]) {
              // No guest sends UDP to be cut: 64 KB of it are fragments.
              if (kind === "udp" && size === "64K") continue;
              combinations.push(`${card} ${tunnel}/${underlay} ${kind} ${size} ${asked}`);
            }
          }
          combinations.push(`${card} ${tunnel}/${underlay} arriving ${asked}`);
        }
      }
    }
  }

  it.each(combinations)("%s", (name) => {
    expect(verdicts.get(name) ?? text.slice(-2000)).toBe("ok");
  });

  it("are not right when a card is wrong: the judges would see it", async () => {
    const spoilt = await judge("judge_matrix.py", "cards-edge", [
      "mlx4:flip_every=97",
      "i40e:outer_sum_bad=1",
      "connectx-3:lose_every=50",
    ]);
    expect(spoilt).toMatch(/^WRONG mlx4 vxlan\/ipv4 tcp 64K on: /m);
    expect(spoilt).toMatch(/^WRONG i40e vxlan\/ipv4 udp 64 on: outer IPv4 checksum/m);
    expect(spoilt).toMatch(/^WRONG connectx-3 gre\/ipv6 tcp 64K on: \d+ frames, not \d+/m);
    expect(spoilt).not.toMatch(/^WRONG (plain|the ledger)/m);
  }, 250_000);

  it("wild ones: no card stalls, nor lets out another packet than plain software", async () => {
    expect(await judge("judge_wild.py", "cards-edge", ["200", seed])).toMatch(/^wild: .*, 0 wrong;/m);
  }, 250_000);

  it("other tunnels and settings", () => {
    expect(
      [...verdicts].filter(([name, verdict]) => verdict !== "ok" && !combinations.includes(name)),
    ).toEqual([]);
    expect(verdicts.get("the ledger")).toBe("ok");
    expect(text).toMatch(/^matrix: \d+ combinations, 0 wrong;/m);
  });
});
