// Captures of a running node, judged by tshark: both sides of a port, both sides of a tunnel, drops with their reason,
// filters, and that looking on changes nothing.
import { execFileSync, spawn } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, expect, it } from "vitest";
import { packageRoot } from "../../../bindings/root.js";
import type { CaptureOptions } from "../index.js";
import { NodeClient, VirtualClock } from "../index.js";
import { ledgerOf } from "../stats/ledger.js";
import { bridge, Rig, story } from "./rig.js";

const vm = "02:00:00:00:00:01";
const far = "02:00:00:00:00:02";
const frame = (port: string, payload = 20) =>
  `Ether(src="${vm}",dst="${far}")/IP(src="10.0.0.1",dst="10.0.0.2")/UDP(sport=1000+i,dport=${port})/("x"*${payload})`;
const FIELDS = ["frame.interface_name", "frame.packet_flags_direction", "udp.srcport", "frame.comment"];

/** A line a packet: the fields, tab-separated. */
function judged(bytes: Uint8Array, folder: string, fields: readonly string[] = FIELDS): string[][] {
  const path = join(folder, "judged.pcapng");
  writeFileSync(path, bytes);
  const words = [
    "-r",
    path,
    "-d",
    "udp.port==7,data",
    "-T",
    "fields",
    ...fields.flatMap((field) => ["-e", field]),
  ];
  const text = execFileSync("tshark", words, { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] });
  return text
    .split("\n")
    .slice(0, -1)
    .map((line) => line.split("\t"));
}

story("a capture", () => {
  let rig: Rig;
  afterEach(async () => rig.end());

  /** What one capture of the node, started here, has got when it is ended. */
  function capture(options: CaptureOptions): () => Buffer {
    const chunks: Buffer[] = [];
    const sink = {
      write: (bytes: Uint8Array) => void chunks.push(Buffer.from(bytes)),
      waiting: () => 0,
      end: () => {},
    };
    const end = rig.node.capture(options, sink);
    return () => {
      end();
      return Buffer.concat(chunks);
    };
  }

  const plain = async (frames: string, more: object = {}) => {
    rig = new Rig();
    const profile = rig.profile({ a: rig.capture("a", frames), b: rig.capture("b", "[]") });
    const net = { ...bridge(rig.host, "a", "b"), ...more };
    return rig.start(profile, net);
  };

  it("shows each packet where it comes in and where it leaves, byte for byte, in nanoseconds", async () => {
    await plain(`[${frame("7")} for i in range(3)]`);
    const end = capture({});
    await rig.feed("a", 3);
    const bytes = end();
    const lines = judged(bytes, rig.folder);
    expect(lines.map(([on, , port]) => `${on} ${port}`).sort()).toEqual(
      ["a rx", "b tx"].flatMap((on) => [1000, 1001, 1002].map((port) => `${on} ${port}`)),
    );
    for (const [on, direction] of lines) expect(Number(direction), on).toBe(on === "a rx" ? 1 : 2);
    const came = judged(readFileSync(join(rig.folder, "a.in.pcap")), rig.folder, [
      "frame.len",
      "data",
      "ip.checksum",
    ]);
    const seen = judged(bytes, rig.folder, ["frame.len", "data", "ip.checksum", "frame.interface_name"]);
    expect(seen.filter(([, , , on]) => on === "a rx").map((line) => line.slice(0, 3))).toEqual(came);
    const times = judged(bytes, rig.folder, ["frame.time_epoch"]).map(([time]) => time!);
    expect(Math.abs(Number(times[0]) - Date.now() / 1000)).toBeLessThan(600);
    for (const time of times) expect(time).toMatch(/\.\d{9}$/);
  });

  it("shows dropped packets with their reason, and the ledger balances under it", async () => {
    const chains = [
      { id: "c", rules: [{ match: { destinationPorts: { first: 9, last: 9 } }, action: "drop" }] },
    ];
    const ports = bridge("h1", "a", "b").ports.map((port) => ({ ...port, inboundChain: "c" }));
    await plain(`[${frame("7 if i % 2 else 9")} for i in range(4)]`, { chains, ports });
    const end = capture({ points: ["drops"] });
    await rig.feed("a", 4);
    const lines = judged(end(), rig.folder);
    expect(lines).toEqual([
      ["a drops", "0x00000001", "1000", "POLICY: a chain dropped it"],
      ["a drops", "0x00000001", "1002", "POLICY: a chain dropped it"],
    ]);
    const ledger = ledgerOf(rig.node.sample().queues);
    expect(ledger).toMatchObject({ balanced: true, in: 4 });
  });

  it("takes what the filter wants, of the ports it names, so many", async () => {
    await plain(`[${frame("7")} for i in range(6)]`);
    const odd = capture({
      filter: ["protocol=udp", "sport=1001-1004", "source=10.0.0.0/24", "dport!=8"],
      ports: ["b"],
    });
    const two = capture({ points: ["rx"], count: 2 });
    const none = capture({ filter: ["destination=2001:db8::/32"] });
    await rig.feed("a", 6);
    expect(judged(odd(), rig.folder).map(([on, , port]) => `${on} ${port}`)).toEqual(
      [1001, 1002, 1003, 1004].map((port) => `b tx ${port}`),
    );
    expect(judged(two(), rig.folder).map(([, , port]) => port)).toEqual(["1000", "1001"]);
    expect(judged(none(), rig.folder)).toEqual([]);
    expect(() => capture({ filter: ["colour=red"] })).toThrow(
      expect.objectContaining({ code: "CAPTURE_FILTER" }),
    );
    expect(() => capture({ ports: ["c"] })).toThrow(expect.objectContaining({ code: "PORT_UNKNOWN" }));
  });

  it("shows a tunnel's outer and inner packet", async () => {
    rig = new Rig();
    const wire = "02:70:63:61:70:01";
    const hop = "02:00:00:00:99:01";
    const reply = `Ether(src="${hop}",dst="${wire}")/ARP(op=2,hwsrc="${hop}",psrc="192.0.2.2",hwdst="${wire}",pdst="192.0.2.1")`;
    const back = `Ether(src="${hop}",dst="${wire}")/IP(src="192.0.2.2",dst="192.0.2.1")/UDP(sport=50000,dport=4789)/VXLAN(vni=100)/Ether(src="${far}",dst="${vm}")/IP(src="10.0.0.2",dst="10.0.0.1")/UDP(sport=7,dport=1000)/"back"`;
    const profile = rig.profile(
      {
        vm: rig.capture("vm", `[${frame("7")} for i in range(1)]`),
        wire: rig.capture("wire", `[${reply}, ${back}]`),
      },
      { underlay: [{ port: "wire", addresses: ["192.0.2.1/24"] }] },
    );
    const vtep = { type: "vxlan", key: 100, host: rig.host, remotes: [{ address: "192.0.2.2" }] };
    await rig.start(
      profile,
      {
        bridges: [{ id: "br" }],
        ports: [
          { id: "vm", device: "br", host: rig.host, interface: "vm" },
          { id: "gw", device: "br", vtep },
        ],
      },
      { clock: new VirtualClock() },
    );
    const both = capture({ tunnel: "both", ports: ["wire"], filter: ["protocol=udp"] });
    const inner = capture({ tunnel: "inner", ports: ["wire"], filter: ["protocol=udp"] });
    await rig.feed("vm");
    await rig.feed("wire");
    await rig.feed("wire");
    const fields = ["frame.interface_name", "vxlan.vni", "eth.dst", "udp.srcport"];
    const lines = judged(both(), rig.folder, fields);
    expect(lines.map(([on, vni]) => `${on} ${vni}`)).toEqual([
      "wire tx 100",
      "wire tx inner ",
      "wire rx 100",
      "wire rx inner ",
    ]);
    expect([lines[1]![2], lines[1]![3]]).toEqual([far, "1000"]);
    expect([lines[3]![2], lines[3]![3]]).toEqual([vm, "7"]);
    expect(judged(inner(), rig.folder, fields).map(([on]) => on)).toEqual(["wire tx inner", "wire rx inner"]);
  });

  it("streams to a pipe that tshark reads, and ends when its reader goes", async () => {
    await plain(`[${frame("7")} for i in range(4)]`);
    const program = join(packageRoot, "scripts/edgelane");
    const env = { ...process.env, EDGELANE_RUN_DIR: rig.folder };
    const tshark = spawn(
      "sh",
      ["-c", `"${program}" capture --node ${rig.name} --rx | tshark -l -c 2 -r - -T fields -e udp.srcport`],
      { env },
    );
    let text = "";
    tshark.stdout.on("data", (chunk) => {
      text += chunk;
    });
    const ended = new Promise((resolve) => tshark.once("exit", resolve));
    const client = new NodeClient(rig.name, rig.folder);
    while ((await client.get<{ captures: number }>("status")).captures === 0)
      await new Promise((resolve) => setTimeout(resolve, 20));
    await rig.feed("a", 4);
    await ended;
    expect(text).toBe("1000\n1001\n");
    while ((await client.get<{ captures: number }>("status")).captures > 0)
      await new Promise((resolve) => setTimeout(resolve, 20));
  });

  it("loses copies, counted, and never packets, when nobody empties the ring", async () => {
    rig = new Rig();
    const many = 1200;
    const profile = rig.profile(
      { a: rig.capture("a", `[${frame("7", 1400)} for i in range(${many})]`), b: rig.capture("b", "[]") },
      { idle: { backoffUs: 100 } },
    );
    const node = await rig.start(profile, bridge(rig.host, "a", "b"), { clock: new VirtualClock() });
    const end = capture({});
    await rig.feed("a");
    await rig.feed("a", many - 1);
    const bytes = end();
    const got = judged(bytes, rig.folder).length;
    expect(got).toBeGreaterThan(600);
    expect(got).toBeLessThan(2 * many);
    expect(
      execFileSync("capinfos", ["-c", join(rig.folder, "judged.pcapng")], { encoding: "utf8" }),
    ).toContain(String(got));
    // Interface statistics: 12 bytes, then the option's 4, then the count.
    const statistics = bytes.lastIndexOf(Buffer.from([5, 0, 0, 0]));
    expect(Number(bytes.readBigUInt64LE(statistics + 24))).toBe(2 * many - got);
    expect(ledgerOf(node.sample().queues)).toMatchObject({ balanced: true, in: many });
    await node.stop();
    expect(rig.left("b", "1").length).toBe(many);
  });
});
