// Captures through the real worker, as a person does it: the same bytes twice, every packet accounted for, and far
// fewer flows than connections.
//
//      a.pcap ──► a ─┐                ┌─ b ──► b.pcap: the 1,000 packets of a, unchanged
//                    └─ bridge "br" ──┤
//      b.pcap ──► b ─┘                └─ c, on another host: floods leave by up0, in VXLAN
import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { readPcap } from "../scripts/pcap/read.js";
import { program } from "./lib/edge.js";
import { story } from "./lib/needs.js";
import { run } from "./lib/run.js";

const folder = mkdtempSync(join(tmpdir(), "edgelane-story-"));
const at = (name: string): string => join(folder, name);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const TOPOLOGY = {
  version: 1,
  hosts: [{ id: "one" }, { id: "two" }],
  tunnelZones: [
    {
      id: "zone",
      type: "vxlan",
      hosts: [
        { host: "one", address: "192.0.2.1" },
        { host: "two", address: "192.0.2.9" },
      ],
    },
  ],
  bridges: [{ id: "br" }],
  ports: [
    { id: "a", device: "br", host: "one", interface: "vm-a" },
    { id: "b", device: "br", host: "one", interface: "vm-b" },
    { id: "c", device: "br", host: "two", interface: "vm-c", key: 77 },
  ],
};

interface Ledger {
  balanced: boolean;
  in: number;
  out: number;
  flows: number;
  ports: Record<string, { rx: number; sent: number; drops: Record<string, number> }>;
}

const words = (out: string): string[] => [
  ...["replay", "--topology", at("topology.json"), "--host", "one"],
  ...["--in", `a=${at("a.pcap")}`, `b=${at("b.pcap")}`, "--out", at(out)],
];

story("replay", ["built", "scapy"], () => {
  beforeAll(() => {
    writeFileSync(at("topology.json"), JSON.stringify(TOPOLOGY));
    execFileSync("/usr/bin/python3", [join(import.meta.dirname, "lib/replay_captures.py"), folder]);
  });

  it("gives the same bytes on two runs", async () => {
    await run(program, words("first"));
    await run(program, words("second"));
    const files = readdirSync(at("first")).sort();
    expect(files).toEqual(["a.pcap", "b.pcap", "flows.json", "ledger.json", "up0.pcap"]);
    for (const file of files)
      expect(readFileSync(at(`first/${file}`)).equals(readFileSync(at(`second/${file}`))), file).toBe(true);
  });

  it("accounts for every packet, with at most a tenth as many flows as connections", () => {
    const ledger = JSON.parse(readFileSync(at("first/ledger.json"), "utf8")) as Ledger;
    expect(ledger.balanced).toBe(true);
    expect(ledger.in).toBe(ledger.out);
    expect(ledger.ports.a!.rx).toBe(1000);
    expect(ledger.ports.b!.sent).toBe(1000);
    expect(ledger.flows).toBeLessThanOrEqual(100);
  });

  it("delivers every packet unchanged, in order, with the stamp it came in with", () => {
    const sent = readPcap(at("a.pcap"));
    const left = readPcap(at("first/b.pcap"));
    expect(left.map(({ data }) => Buffer.from(data).toString("hex"))).toEqual(
      sent.map(({ data }) => Buffer.from(data).toString("hex")),
    );
    expect(left.map(({ time }) => time)).toEqual(sent.map(({ time }) => time));
  });

  it("takes pcapng files for the same", async () => {
    for (const name of ["a", "b"])
      execFileSync("editcap", ["-F", "pcapng", at(`${name}.pcap`), at(`${name}.pcapng`)]);
    await run(
      program,
      words("third").map((word) => word.replace(/\.pcap$/, ".pcapng")),
    );
    for (const file of readdirSync(at("first")))
      expect(readFileSync(at(`third/${file}`)).equals(readFileSync(at(`first/${file}`))), file).toBe(true);
  });

  it("handles all at once with --fast, with the same counts", async () => {
    const { stdout } = await run(program, [...words("fast"), "--fast", "--json"]);
    const ledger = JSON.parse(stdout) as Ledger;
    expect(ledger.balanced).toBe(true);
    expect(ledger.ports.b!.sent).toBe(1000);
  });

  it("runs as nobody", async () => {
    const own = mkdtempSync(join(tmpdir(), "edgelane-nobody-"));
    try {
      execFileSync("chmod", ["777", own]);
      execFileSync("chmod", ["-R", "a+rX", folder]);
      const args = words("x").map((word) => (word === at("x") ? join(own, "out") : word));
      const user = ["--reuid=65534", "--regid=65534", "--clear-groups"];
      const { stdout } = await run("setpriv", [...user, program, ...args, "--json"], {
        env: { XDG_RUNTIME_DIR: own, TMPDIR: own },
      });
      expect((JSON.parse(stdout) as Ledger).ports.b!.sent).toBe(1000);
    } finally {
      rmSync(own, { recursive: true, force: true });
    }
  });

  it("refuses a capture that ends inside a record, and names the record", async () => {
    execFileSync("cp", [at("b.pcap"), at("cut.pcap")]);
    truncateSync(at("cut.pcap"), readFileSync(at("b.pcap")).length - 5);
    const args = words("cut").map((word) => word.replace("b.pcap", "cut.pcap"));
    const { code, stderr } = await run(program, args, { accept: "any" });
    expect(code).toBe(1);
    expect(stderr).toMatch(
      /^CAPTURE_TRUNCATED: the capture \S+cut\.pcap ends inside record 20\n {2}remedy: /,
    );
  });
});
