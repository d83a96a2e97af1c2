// Rows beside Open vSwitch, before and after anything is measured: which there are, what is said of them, and what
// is found wrong.
import { describe, expect, it } from "vitest";
import { SIZES } from "../frames.js";
import { CaptureStream } from "../peers/fifo.js";
import { failedRow, linesOf } from "../peers/lines.js";
import { thereAndBack } from "../peers/measure.js";
import { hitsOf, judgeLedger, type Ledger } from "../peers/ovs-peer.js";
import { type PeerJob, peerJobName, peerJobs } from "../peers/plan.js";
import { peersTable } from "../peers/table.js";
import { lineFault } from "../report/line.js";

const jobOf = (name: string): PeerJob => peerJobs(/./).find((job) => peerJobName(job) === name)!;

describe("the rows beside Open vSwitch", () => {
  it("are every case at 1, 1k and 100k flows of 64 bytes, and some of larger frames", () => {
    const names = peerJobs(/./).map(peerJobName);
    for (const what of ["l2", "microflow", "l3", "vxlan-encap", "gre-encap", "vxlan-decap", "gre-decap"])
      for (const flows of [1, 1000, 100_000]) expect(names).toContain(`${what} ${flows}`);
    expect(names).toContain("l2-macs 100000");
    expect(names).toContain("l2 imix 1000");
    expect(names).toContain("vxlan-encap 1500 1000");
    expect(new Set(names).size).toBe(names.length);
    expect(peerJobs(/^l2 1000$/)).toHaveLength(1);
  });

  it("have what is wanted of them at 1k and 100k flows of 64 bytes", () => {
    const bars = Object.fromEntries(peerJobs(/./).map((job) => [peerJobName(job), job.bar]));
    expect(bars).toMatchObject({
      "l2 1000": 2,
      "l2 100000": 2.5,
      "l2-macs 1000": 2,
      "microflow 100000": 5.5,
    });
    expect(bars).toMatchObject({ "gre-encap 1000": 2.5, "vxlan-encap 100000": 3, "vxlan-decap 100000": 5 });
    expect(bars).toMatchObject({ "l2 1": undefined, "l3 1000": undefined, "l2 imix 1000": undefined });
  });

  it("mix sizes by 7 : 4 : 1", () => {
    const sizes = Array.from({ length: 1200 }, (_, flow) => SIZES.imix(flow));
    expect([60, 566, 1500].map((size) => sizes.filter((one) => one === size).length)).toEqual([
      700, 400, 100,
    ]);
  });
});

it("are taken there and back, one at a time", async () => {
  const order: string[] = [];
  const contender = (name: string, ns: number) => ({
    name,
    sample: async (ms: number) => {
      order.push(`${name}${ms}`);
      return ns === 0 ? undefined : { ns: ns + order.length, share: 1, packets: 10 };
    },
  });
  const taken = await thereAndBack([contender("a", 100), contender("b", 200)], 2, 5);
  expect(order).toEqual(["a5", "b5", "b5", "a5", "a5", "b5", "b5", "a5"]);
  expect(taken.get("a")).toMatchObject({ ns: 104.5, min: 101, max: 108, samples: 4 });
  const shares = [0.1, 0.9, 0.05, 0.1, 0.15];
  const busy = { name: "d", sample: async () => ({ ns: 1, share: shares.shift()!, packets: 1 }) };
  expect(await thereAndBack([busy], 1, 5)).toEqual(
    new Map([["d", expect.objectContaining({ share: 0.15 })]]),
  );
  expect(shares).toEqual([]);
  await expect(thereAndBack([contender("c", 0)], 1, 5)).rejects.toMatchObject({ code: "BENCH_STILL" });
});

describe("the lines of a row", () => {
  const of = (ns: number, wrong?: string) => ({
    summary: { ns, min: ns, max: ns, share: 0.97, packets: 1000, samples: 4 },
    wrong,
  });
  const row = {
    floor: of(16).summary,
    ovs: { emc: of(60), "emc=off": of(80), smc: of(75, "3 packets were lost") },
    ...{ edgelane: of(32), native: of(20) },
  };
  const lines = linesOf(jobOf("l2 1000"), row, 2e9);

  it("hold edgelane against the best of Open vSwitch, and both against the floor", () => {
    expect(lines.map(({ peer, config, march }) => [peer, config ?? march])).toEqual([
      ["testpmd", undefined],
      ...["emc", "emc=off", "smc"].map((config) => ["ovs-dpdk", config]),
      ...[
        ["edgelane", undefined],
        ["edgelane", "native"],
      ],
    ]);
    expect(lines.map(({ best }) => best)).toEqual([undefined, true, false, false, undefined, undefined]);
    expect(lines[4]).toMatchObject({
      ...{ case: "l2", frame: 64, flows: 1000, entries: 1, masks: 1, ports: "pcap", ok: true },
      ...{ ratio: 1.88, bar: 2, met: false, mpps: 31.25, over_floor_cycles: 32, of_floor: 0.5 },
    });
    expect(lines[5]).toMatchObject({ ratio: 3, met: true });
    expect(lines[3]).toMatchObject({ ok: false, wrong: "3 packets were lost" });
    for (const line of lines) expect(lineFault(line)).toBeUndefined();
  });

  it("are one row of the table for each build, which says reached or missed, and what was not right", () => {
    const [, , base, native] = peersTable(lines).split("\n");
    expect(base).toMatch(/^\| l2 +\| +64 \| +1000 .*\| missed .*NO: ovs-dpdk smc 3 packets were lost/);
    expect(native).toMatch(/^\| l2 \(native\) .*\| reached /);
    expect(peersTable([failedRow(jobOf("l2 imix 1000"), "not measured: no")])).toMatch(
      /l2 +\| imix .*NO: edgelane {2}not measured: no/,
    );
    expect(peersTable(lines)).toContain("Ports: net_pcap (infinite_rx) in, net_null (no-rx) out");
  });
});

describe("what Open vSwitch did", () => {
  const none = { received: 0, simple: 0, emc: 0, smc: 0, megaflow: 0, missed: 0, failed: 0, cycles: 0 };

  it("counts only in the configuration it was measured in, without misses", () => {
    expect(hitsOf("emc", none, { ...none, received: 9, emc: 9 })).toBeUndefined();
    expect(hitsOf("emc", none, { ...none, smc: 1 })).toMatch(/with emc/);
    expect(hitsOf("emc=off", none, { ...none, emc: 1 })).toMatch(/1 packets hit the EMC/);
    expect(hitsOf("smc", none, { ...none, smc: 5, megaflow: 4 })).toBeUndefined();
    expect(hitsOf("smc", { ...none, failed: 1 }, { ...none, missed: 2, failed: 2 })).toMatch(
      /^3 packets missed/,
    );
  });

  const right: Ledger = {
    ...{ came: 100, left: 98, failed: 2, lost: 0, held: 2, wanted: 2 },
    ...{ lists: ["tnl_pop(4)", "2"], wantedLists: 2, bytes: 6000, wantedBytes: 6000 },
  };

  it.each([
    [{}, undefined],
    [{ left: 97 }, "1 of 100 packets did not leave"],
    [{ came: 0 }, "no packet came"],
    [{ lost: 1 }, "1 packets were lost at its ports"],
    [{ held: 3 }, "3 datapath flows are held, not 2"],
    [{ lists: ["2"] }, "its flows have 1 action lists: 2"],
    [{ bytes: 5999 }, "5999 bytes came, not 6000"],
    [{ bytes: undefined }, undefined],
  ])("is wrong by its ledger: %o", (change, wrong) => {
    expect(judgeLedger({ ...right, ...change })).toBe(wrong);
  });
});

it("a capture that comes in pieces, or begins anew, has the frames it has", () => {
  const header = Buffer.alloc(24);
  header.writeUInt32LE(0xa1b23c4d);
  const record = (fill: number, length: number) => {
    const bytes = Buffer.alloc(16 + length, fill);
    bytes.fill(0, 0, 16).writeUInt32LE(length, 8);
    return bytes;
  };
  const all = Buffer.concat([header, record(1, 60), record(2, 110), header, record(3, 60), record(4, 8)]);
  for (const size of [1, 7, 25, 1000]) {
    const stream = new CaptureStream();
    const frames: Buffer[] = [];
    for (let at = 0; at < all.length; at += size) frames.push(...stream.take(all.subarray(at, at + size)));
    expect(frames.map((frame) => [frame[0], frame.length])).toEqual([
      ...[
        [1, 60],
        [2, 110],
      ],
      ...[
        [3, 60],
        [4, 8],
      ],
    ]);
  }
});
