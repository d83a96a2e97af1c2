// What an operator asks of a running node: why, what if, what is dropped, what is busy. The program and the worker are
// the real ones; packets come from scapy, one by one.
import { existsSync, mkdirSync, mkdtempSync, rmSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { NodeClient, type Rerun, type Why } from "../dataplane/controller/index.js";
import { Rig } from "../dataplane/controller/test/rig.js";
import type { Topology } from "../dataplane/topology/index.js";
import { program } from "./lib/edge.js";
import { story } from "./lib/needs.js";
import { eventually, Running, run, sleep } from "./lib/run.js";

const gateway = "02:00:00:00:0a:01";
const [one, two] = ["02:00:00:00:00:01", "02:00:00:00:00:02"];

/** Two networks and a router between them; telnet into the second is dropped. */
const network = (changes: object = {}) => ({
  version: 1,
  hosts: [{ id: "h1" }, { id: "h2" }],
  tunnelZones: [
    {
      id: "zone",
      type: "vxlan",
      hosts: [
        { host: "h1", address: "192.0.2.1" },
        { host: "h2", address: "192.0.2.2" },
      ],
    },
  ],
  bridges: [
    { id: "net-a" },
    { id: "net-b", outboundChain: "into-b", macTable: [{ mac: two, port: "web", addresses: ["10.0.2.10"] }] },
  ],
  routers: [{ id: "router" }],
  ports: [
    { id: "client", device: "net-a", host: "h1", interface: "vm1" },
    { id: "web", device: "net-b", host: "h1", interface: "vm2" },
    { id: "far", device: "net-b", host: "h2", interface: "vm3" },
    { id: "a-router", device: "net-a", peer: "router-a" },
    { id: "router-a", device: "router", peer: "a-router", addresses: ["10.0.1.1/24"], mac: gateway },
    { id: "b-router", device: "net-b", peer: "router-b" },
    { id: "router-b", device: "router", peer: "b-router", addresses: ["10.0.2.1/24"] },
  ],
  chains: [
    {
      id: "into-b",
      rules: [
        {
          id: "no-telnet",
          match: { protocol: 6, destinationPorts: { first: 23, last: 23 } },
          action: "drop",
        },
      ],
    },
  ],
  ...changes,
});

const tcp = (dport: number, sport = 40000) =>
  `Ether(src="${one}",dst="${gateway}")/IP(src="10.0.1.10",dst="10.0.2.10")/TCP(sport=${sport},dport=${dport})`;
/** The client's packets, in the order in which the stories need them. */
const frames = [tcp(80), tcp(23), tcp(80), tcp(80), tcp(80)];

story("an operator", ["built", "scapy"], () => {
  const files = mkdtempSync(join(tmpdir(), "edgelane-ops-"));
  const rig = new Rig();
  let client: NodeClient;
  const edgelane = (...words: string[]) =>
    run(program, words, { accept: "any", env: { EDGELANE_RUN_DIR: rig.folder } });
  const document = (name: string, changes: object): string => {
    const path = join(files, `${name}.json`);
    writeFileSync(path, JSON.stringify(network(changes)));
    return path;
  };

  beforeAll(async () => {
    const profile = rig.profile(
      {
        vm1: rig.capture("vm1", `[${frames.join(",")}]`),
        vm2: rig.capture("vm2", "[]"),
        up0: rig.capture("up0", "[]"),
      },
      { underlay: [{ port: "up0", addresses: ["192.0.2.1/24"], gateways: [] }] },
    );
    await rig.start(profile, network());
    client = new NodeClient(rig.name, rig.folder);
    await rig.feed("vm1", 2);
  });
  afterAll(async () => {
    await rig.end();
    rmSync(files, { recursive: true, force: true });
  });

  const reads = (why: Why | undefined): [string, string | undefined][] =>
    (why?.path ?? []).map(({ step, id, reads }) => [`${step} ${id}`, reads]);

  it("asks why packets go where they go, and is told which bits each step read", async () => {
    const { code, stdout } = await edgelane("why", "dst=10.0.2.10", "protocol=tcp", "dport=80");
    expect(code).toBe(0);
    expect(stdout).toMatch(/^flow 1 sends such packets to vm2\n/);
    expect(stdout).toMatch(/chain into-b +\(ran to its end\) {2}reads ip_proto=6,.*tp_dst=80\//);
    expect(stdout).toMatch(
      /changed +eth_dst 02:00:00:00:0a:01 → 02:00:00:00:00:02, .*hop limit - 1; then to vm2/,
    );
    const why = await client.why(1);
    expect(reads(why)).toContainEqual(["worker-port 0", "in_port=0"]);
    expect(why.tags).toEqual(
      expect.arrayContaining([
        "route 10.0.2.0/24 of router router",
        "chain into-b to its end",
        "port client",
      ]),
    );
    expect(why.tags.join()).not.toContain("0x");
    expect(why).toMatchObject({ kind: "live", packets: 1, confirmed: true });
  });

  it("asks why packets are dropped: by packet and by reason, with the rule and what to do", async () => {
    const { stdout } = await edgelane("why", "--drop", "policy");
    expect(stdout).toMatch(
      /^port vm1: 1 packet dropped POLICY: a chain dropped it\n {2}remedy +change the rule/,
    );
    expect(stdout).toMatch(/example .*tp_dst=23/);
    const { why } = await client.whyPacket({ src: "10.0.1.10", protocol: "tcp", dport: "23" });
    expect(why).toHaveLength(1);
    expect(why[0]).toMatchObject({ kind: "live", result: "drop", drop: { reason: "POLICY" } });
    expect(why[0]!.path.find(({ id }) => id === "no-telnet")).toMatchObject({
      detail: "drop",
      text: "protocol tcp, destinationPorts 23",
      reads: expect.stringContaining("tp_dst=23"),
    });
    expect(await client.whyDrop("POLICY", "vm2")).toEqual([]);
    const drops = await edgelane("show", "drops");
    expect(drops.stdout).toMatch(/vm1 +POLICY +1 +a chain dropped it +change the rule/);
  });

  it("asks about packets that no flow has: they are simulated, and what was assumed is said", async () => {
    const { why } = await client.whyPacket({
      src: "10.0.1.10",
      dst: "10.0.9.9",
      protocol: "udp",
      dport: "53",
    });
    expect(why[0]).toMatchObject({ kind: "simulated", drop: { reason: "NO_ROUTE" } });
    expect(why[0]!.says).toContain("no route to its destination");
    expect(why[0]!.assumed!.join()).toContain("port=vm1 (as packets from there were)");
    expect(why[0]!.assumed!.join()).toContain(`eth_dst=${gateway} (of router port router-a)`);
    expect((await client.status()).flows).toBe(2);
  });

  it("gets one sentence and a remedy for what cannot be answered", async () => {
    const cases: readonly [string[], number, RegExp][] = [
      [["77"], 1, /^FLOW_UNKNOWN: /],
      [["dst=10.9.9.9"], 1, /^WHY_PORT_UNKNOWN: .*\n {2}remedy: Name it: port=vm1 or port=vm2/],
      [["--drop", "nonsense"], 1, /^DROP_UNKNOWN: /],
      [["colour=red"], 2, /^USAGE_FIELD: colour=red /],
      [[], 2, /^USAGE_ARGUMENT: nothing is asked about/],
    ];
    await Promise.all(
      cases.map(async ([words, code, said]) => {
        const answer = await edgelane("why", ...words);
        expect(answer.stderr).toMatch(said);
        expect(answer.stderr).not.toMatch(/\n\s+at /);
        expect(answer.code).toBe(code);
      }),
    );
  });

  it("sees tunnels as a table without JSON in it", async () => {
    const { stdout } = await edgelane("show", "tunnels");
    expect(stdout).toMatch(/vxlan +192\.0\.2\.1 +192\.0\.2\.2 +4789 .* 192\.0\.2\.2 by up0, no answer/);
    expect(stdout).not.toMatch(/[{[]/);
  });

  it("watches what is busy, with the controller and without it", async () => {
    const looked = client.top({ ms: 1500, flows: 5, sort: "packets" });
    await sleep(500);
    await rig.feed("vm1", 2);
    const top = await looked;
    expect(top.flows[0]).toMatchObject({
      flow: 1,
      inPort: "vm1",
      actions: expect.stringMatching(/output vm2$/),
    });
    expect(Math.round(top.flows[0]!.packets * top.seconds)).toBe(2);
    expect(top.upcalls).toMatchObject([{ port: "vm1", rate: 0, upcalls: 2 }]);
    const alone = join(files, "alone");
    mkdirSync(alone);
    symlinkSync(join(rig.folder, `${rig.name}.worker.sock`), join(alone, `${rig.name}.worker.sock`));
    const [live, orphan] = await Promise.all([
      edgelane("top", "--once", "--interval", "200ms", "--sort", "drops"),
      run(program, ["top", "--once", "--interval", "200ms"], {
        accept: "any",
        env: { EDGELANE_RUN_DIR: alone },
      }),
    ]);
    expect(live.stdout).toMatch(/^2 flows {2}\(sort: drops\)\n/);
    expect(live.stdout).toMatch(/\n2 +vm1 +0 +0\.00 +drop POLICY /);
    expect(live.stdout).not.toMatch(/output vm2/);
    expect(orphan.stdout).toMatch(/^2 flows; no controller answers: queues and drops only/);
    expect(orphan.stdout).toMatch(/vm1 +POLICY +0 +1 +a chain dropped it/);
    expect(orphan.code).toBe(0);
  });

  it("watches it on a small terminal: some of each, flows too, and q ends it", async () => {
    const words = `stty rows 16 cols 60; exec "${program}" top --interval 200ms`;
    const env = { EDGELANE_RUN_DIR: rig.folder };
    const top = new Running("script", ["-qec", words, "/dev/null"], { env });
    await top.says(/sort: packets[\s\S]*sort: packets/, 20_000);
    top.process.stdin?.write("q");
    expect(await top.ended(10_000)).toBe(0);
    const looks = top.stdout.replaceAll("\r", "").split("\u001b[H\u001b[J");
    const lines = looks[1]!.split("\n");
    expect(lines.length).toBeLessThanOrEqual(16);
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(60);
    for (const name of ["lcore  port", "port  drops", "flow  from"])
      expect(
        lines.find((line) => line.startsWith(name)),
        looks[1],
      ).toBeDefined();
  });

  it("plans a topology: which flows would fare how, why, and what it leaves out of reach", async () => {
    const rules = [{ id: "no-tcp", match: { protocol: 6 }, action: "drop" }];
    const more = [
      ...rules,
      { id: "late", match: { protocol: 6, destinationPorts: { first: 80, last: 80 } }, action: "accept" },
    ];
    const path = document("planned", {
      chains: [
        { id: "into-b", rules: more },
        { id: "idle", rules: [] },
      ],
      tunnelZones: [],
    });
    const before = await client.status();
    const { code, stdout } = await edgelane("plan", path);
    expect(stdout).toMatch(/1 flow \(3 packets\) would be dropped: vm2 → dropped POLICY\n +because .*rule/);
    expect(stdout).toMatch(/of 2 live flows 2 read what changes: 1 would fare otherwise, 1 as before/);
    expect(stdout).toMatch(/warning PORT_LOSES_TUNNEL: port far /);
    expect(stdout).toMatch(/warning HOST_UNREACHABLE: no port of host h2 /);
    expect(stdout).toMatch(/warning UNUSED: chain idle is named by nothing/);
    expect(stdout).toMatch(
      /warning RULE_SHADOWED: no packet comes to rule late of chain into-b: rule no-tcp /,
    );
    expect(code).toBe(1);
    expect(await client.status()).toMatchObject({
      revision: before.revision,
      generation: before.generation,
      flows: 2,
    });
    const gre = { tunnelZones: [{ ...network().tunnelZones[0]!, type: "gre" }] };
    const { warnings, flows } = await client.plan(network(gre) as Topology);
    expect(flows.changed).toBe(0);
    expect(warnings.find(({ code }) => code === "TUNNEL_MTU")).toMatchObject({ fresh: true });
  });

  it("asks why a flow ended, and is told which difference of the topology ended it", async () => {
    const rules = [{ id: "no-tcp", match: { protocol: 6 }, action: "drop" }];
    const { code, stdout } = await edgelane(
      "apply",
      document("closed", { chains: [{ id: "into-b", rules }] }),
    );
    expect(stdout).toMatch(
      /planned: 2 to be withdrawn, of which 1 to fare otherwise\nhappened: 2 of them withdrawn, 0 others; 2 verdicts .*\nall as planned\n$/,
    );
    expect(code).toBe(0);
    const why = await client.why(1);
    expect(why).toMatchObject({ kind: "ended", ended: { how: "invalidated" } });
    expect(why.ended!.why).toMatch(
      /^the topology became revision \w+: rule no-t\w+ of chain into-b was (removed|added)/,
    );
    const answer = await client.whyPacket({
      src: "10.0.1.10",
      dst: "10.0.2.10",
      protocol: "tcp",
      dport: "80",
    });
    expect(answer.why.map(({ kind }) => kind)).toEqual(["simulated", "ended"]);
    expect(answer.why[0]!.path.map(({ id }) => id)).toContain("no-tcp");
  });

  it("records what the node is asked, and runs it elsewhere: what agrees, what differs", async () => {
    const out = join(files, "asked.rec");
    const env = { EDGELANE_RUN_DIR: rig.folder };
    const recorder = new Running(program, ["record", "--out", out, "--count", "1"], { env });
    await eventually("the recording's head", () => existsSync(out) && statSync(out).size > 0);
    await rig.feed("vm1", 1);
    expect(await recorder.ended(20_000)).toBe(0);
    expect(recorder.stdout).toMatch(/^1 upcall, \d+ bytes in /);
    const rules = [{ id: "no-tcp", match: { protocol: 6 }, action: "drop" }];
    const same = document("same", { chains: [{ id: "into-b", rules }] });
    const open = document("open", { chains: [{ id: "into-b", rules: [] }] });
    const [agrees, differs, cut] = await Promise.all([
      edgelane("simulate", "--recording", out, "--topology", same),
      edgelane("simulate", "--recording", out, "--topology", open, "--json"),
      truncate(out).then((path) => edgelane("simulate", "--recording", path, "--topology", open)),
    ]);
    expect(agrees.stdout).toMatch(/^1 upcall, recorded under revision \w+: 1 agree, 0 differ\n$/);
    expect(agrees.code).toBe(0);
    const run = JSON.parse(differs.stdout) as Rerun;
    expect(run).toMatchObject({ agree: 0, differ: 1, differences: [{ port: "vm1", was: "drop POLICY" }] });
    expect(run.differences[0]!.is).toMatch(/^flow set eth_dst=.*output vm2$/);
    expect(differs.code).toBe(1);
    expect(cut.stderr).toMatch(/^RECORDING_CUT: .* ends within message 2/);
    expect(cut.code).toBe(1);
  });

  async function truncate(path: string): Promise<string> {
    const bytes = await readFile(path);
    await writeFile(`${path}.cut`, bytes.subarray(0, bytes.length - 3));
    return `${path}.cut`;
  }
});
