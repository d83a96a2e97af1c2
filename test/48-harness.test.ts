// The judges and the peers judged: before edgelane is measured by them, they measure each other; then they stand beside
// it.
//
//   spoil.py (scapy) ──capture──► judge.py: every fault found, nothing else
//
//   ns a ── veth ── ns b          kernel VXLAN device on both ends, IPv4 and IPv6 underlay
//   vx0 10.0.0.1    vx0 10.0.0.2
//
//   ns c ── veth ── ns d          Open vSwitch (userspace) on both ends, GRE with key
//   br-int          br-int
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { Capture, judge, judged } from "./lib/capture.js";
import { kernelVtep } from "./lib/kernel-vtep.js";
import { story } from "./lib/needs.js";
import { Lab } from "./lib/netns.js";
import { OvsVtep } from "./lib/ovs-vtep.js";
import { run } from "./lib/run.js";
import { tcp, udpEcho } from "./lib/traffic.js";

story("the judge", ["scapy", "netns"], () => {
  let lab: Lab;
  beforeAll(async () => {
    lab = await Lab.open();
  });
  afterAll(() => lab.close());

  it("finds each planted fault and nothing else", async () => {
    const file = join(lab.folder, "spoilt.pcap");
    const spoil = join(import.meta.dirname, "lib/spoil.py");
    const { stdout } = await run("/usr/bin/python3", [spoil, file]);
    const kinds = JSON.parse(stdout) as string[];
    const { findings, frames } = await judge(file, { key: 42, node: "192.0.2.1" });
    expect(frames).toBe(kinds.length);
    const wrong = kinds.flatMap((kind, index) => (kind.startsWith("good") ? [] : [index + 1]));
    const sentences = findings.map(({ frame, what }) => `${kinds[frame - 1]}: ${what}`);
    expect(
      findings.map(({ frame }) => frame),
      sentences.join("\n"),
    ).toEqual(wrong);
    expect(new Set(findings.map(({ what }) => what.replace(/\d+/g, ""))).size).toBeGreaterThan(10);
  });
});

for (const underlay of [
  { family: "IPv4", a: "192.0.2.1", b: "192.0.2.2", length: 24 },
  { family: "IPv6", a: "2001:db8::1", b: "2001:db8::2", length: 64 },
]) {
  story(
    `two kernel VTEPs over ${underlay.family}`,
    ["netns", "vxlan", "scapy", "tshark", "iperf3", "ping"],
    () => {
      let lab: Lab;
      beforeAll(async () => {
        lab = await Lab.open();
      });
      afterAll(() => lab.close());

      it("pass TCP and UDP, and their packets are judged to be right", async () => {
        const [a, b] = [await lab.netns("a"), await lab.netns("b")];
        await lab.veth(a, "u0", b, "u0");
        await a.address("u0", `${underlay.a}/${underlay.length}`);
        await b.address("u0", `${underlay.b}/${underlay.length}`);
        const common = { underlay: "u0", vni: 42 };
        await kernelVtep(a, {
          ...common,
          local: underlay.a,
          remote: underlay.b,
          addresses: ["10.0.0.1/24", "fd00::1/64"],
        });
        await kernelVtep(b, {
          ...common,
          local: underlay.b,
          remote: underlay.a,
          addresses: ["10.0.0.2/24", "fd00::2/64"],
        });
        for (const device of ["vx0"]) {
          for (const space of [a, b])
            await space.run("ethtool", ["-K", device, "tx", "off", "tso", "off", "gso", "off"]);
        }
        const capture = await Capture.start(b, "u0");
        expect(await a.ping("10.0.0.2")).toBe(3);
        expect(await b.ping("fd00::1")).toBe(3);
        expect((await tcp(a, b, "10.0.0.2", { bytes: 2_000_000 })).received).toBeGreaterThan(1_000_000);
        expect(await udpEcho(a, b, "10.0.0.2", 1400, 20)).toMatchObject({ echoed: 20, different: 0 });
        const verdict = await judged(capture, { type: "vxlan", key: 42 });
        expect(verdict.findings).toEqual([]);
        expect(verdict.tunnelled).toBeGreaterThan(1_000);
        expect(Object.keys(verdict.directions)).toHaveLength(2);
      });
    },
  );

  story(
    `two Open vSwitches with GRE over ${underlay.family}`,
    ["netns", "ovs", "scapy", "tshark", "ping"],
    () => {
      let lab: Lab;
      beforeAll(async () => {
        lab = await Lab.open();
      });
      afterAll(() => lab.close());

      it("pass ping and UDP, and their packets are judged to be right", async () => {
        const [c, d] = [await lab.netns("c"), await lab.netns("d")];
        await lab.veth(c, "u0", d, "u0");
        const common = { underlay: "u0", type: "gre", key: 42 } as const;
        const [local, remote] = [`${underlay.a}/${underlay.length}`, `${underlay.b}/${underlay.length}`];
        await OvsVtep.start(c, { ...common, local, remote: underlay.b, addresses: ["10.0.0.1/24"] });
        await OvsVtep.start(d, { ...common, local: remote, remote: underlay.a, addresses: ["10.0.0.2/24"] });
        const capture = await Capture.start(d, "u0");
        expect(await c.ping("10.0.0.2", 5)).toBeGreaterThan(2);
        expect(await udpEcho(c, d, "10.0.0.2", 1400, 20)).toMatchObject({ echoed: 20, different: 0 });
        const verdict = await judged(capture, { type: "gre", key: 42 });
        expect(verdict.findings).toEqual([]);
        expect(verdict.tunnelled).toBeGreaterThan(40);
      });
    },
  );
}

story("edgelane bench --peers", ["built", "netns", "testpmd", "ovsDpdk"], () => {
  it("measures testpmd, Open vSwitch and edgelane on one row, all right", async () => {
    const bench = join(import.meta.dirname, "../scripts/edgelane");
    const { stdout } = await run(
      bench,
      ["bench", "--peers", "--quick", "--json", "--only", "^vxlan-decap 1000$"],
      {
        timeoutMs: 150_000,
      },
    );
    const [, ...lines] = stdout
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    const native = lines.some(({ march }) => march === "native") ? ["edgelane"] : [];
    const row = {
      case: "vxlan-decap",
      ports: "pcap",
      frame: 64,
      flows: 1000,
      entries: 1,
      masks: 1,
      ok: true,
    };
    for (const line of lines) expect(line).toMatchObject(row);
    expect(lines.map(({ peer, config }) => config ?? peer)).toEqual([
      ...["testpmd", "emc", "emc=off", "smc", "edgelane"],
      ...native,
    ]);
    const ovs = lines.filter(({ peer }) => peer === "ovs-dpdk").map(({ mpps }) => mpps as number);
    const own = lines.find(({ peer }) => peer === "edgelane")!;
    expect(own.ratio).toBeCloseTo((own.mpps as number) / Math.max(...ovs), 1);
    expect(own.met).toBe((own.ratio as number) >= 4);
  }, 180_000);
});
