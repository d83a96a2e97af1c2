// Two ports on a bridge, through the real worker:
//
//   a.in.pcap → a ── br ── b ← b.in.pcap        station 1 behind a, station 2 behind b
//   a.out.pcap ←         → b.out.pcap
import { afterEach, expect, it } from "vitest";
import { decodeUpcall } from "../../topology/index.js";
import { ledgerOf } from "../stats/ledger.js";
import { bridge, Rig, story } from "./rig.js";

const one = "02:00:00:00:00:01";
const two = "02:00:00:00:00:02";
const udp = (from: string, to: string, ports: string) =>
  `Ether(src="${from}",dst="${to}")/IP(src="10.0.0.1",dst="10.0.0.2")/UDP(sport=${ports},dport=53)/("x"*40)`;

story("a bridge of two ports", () => {
  let rig: Rig;
  afterEach(async () => rig.end());

  it.each([
    ["woken by the doorbell", false],
    ["looking all the time", true],
  ])("floods, learns, then forwards in the worker alone: %s", async (_, spin) => {
    rig = new Rig();
    const a = rig.capture("a", `[${udp(one, two, "1000+i")} for i in range(40)]`);
    const b = rig.capture("b", `[${udp(two, one, "2000")} for i in range(3)]`);
    const node = await rig.start(rig.profile({ a, b }), bridge(rig.host, "a", "b"), { spin, recorded: 2 });
    await rig.feed("a");
    await rig.feed("b");
    const misses = () => node.sample().queues.reduce((sum, queue) => sum + queue.misses, 0);
    await rig.feed("a");
    const known = misses();
    await rig.feed("a", 38);
    await rig.feed("b", 2);
    expect(misses()).toBe(known);
    const flows = await node.flows();
    // All but the first, whose flow flooded and ended when station 2 became known.
    expect(flows.map((flow) => flow.packets).reduce((sum, packets) => sum + packets, 0)).toBe(42);
    expect(node.explain(1)).toMatchObject({ ended: "invalidated", actions: "output b" });
    expect(flows.every((flow) => flow.confirmed)).toBe(true);
    expect(flows.find((flow) => flow.match.startsWith("in_port=0"))?.match).not.toContain("tp_src");
    const records = node.core.recorder.list();
    expect(records.map(({ port, verdict }) => [port, verdict?.result])).toEqual([
      [1, "flow"],
      [0, "flow"],
    ]);
    const bytes = Buffer.from(node.core.recorder.encode());
    expect(decodeUpcall(new Uint8Array(bytes.subarray(4, 4 + bytes.readUInt32LE(0))))).toEqual(records[0]);
    const ledger = ledgerOf(node.sample().queues);
    expect(ledger).toMatchObject({ balanced: true });
    await node.stop();
    expect(rig.left("b", "(p[Ether].src, p[UDP].sport, len(p))")).toEqual(
      Array.from({ length: 40 }, (_, i) => `('${one}', ${1000 + i}, 82)`),
    );
    expect(rig.left("a", "p[Ether].src")).toEqual([two, two, two]);
  });

  it("loses one packet, not the node, when deciding on it fails", async () => {
    rig = new Rig();
    const a = rig.capture("a", `[${udp(one, two, "1000+i")} for i in range(2)]`);
    const b = rig.capture("b", "[]");
    const node = await rig.start(rig.profile({ a, b }), bridge(rig.host, "a", "b"));
    const { flows } = node.core;
    const install = flows.installWords.bind(flows);
    flows.installWords = () => {
      flows.installWords = install;
      throw new RangeError("planted");
    };
    await rig.feed("a");
    await rig.feed("a");
    expect(node.status().faults).toBe(1);
    const { queues } = node.sample();
    expect(queues.reduce((sum, queue) => sum + (queue.drops.SIM_FAULT ?? 0), 0)).toBe(1);
    expect(ledgerOf(queues)).toMatchObject({ balanced: true });
    await node.stop();
    expect(rig.left("b", "p[UDP].sport")).toEqual(["1001"]);
  });
});
