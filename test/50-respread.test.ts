// GRE gives a port nothing to spread by: all of a tunnel comes by one queue. With `respread` two lcores share it by the
// inner flow, no packet is lost, and none overtakes another of its flow.
//
//   ns peer                       edgelane                                     ns vm
//   scapy ── u0 192.0.2.2 ──TAP── wire, lcore 0 ──┬── handled by lcore 0 ──┬── vm ──TAP── eth0
//            GRE, 64 inner flows                  └──ring── lcore 1 ───────┘
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { Capture } from "./lib/capture.js";
import { Edge, host, ledger } from "./lib/edge.js";
import { story } from "./lib/needs.js";
import { Lab, type Netns } from "./lib/netns.js";
import { eventually, run } from "./lib/run.js";

const trains = join(import.meta.dirname, "lib/trains.py");
const frames = join(import.meta.dirname, "lib/frames.py");
const there = "02:00:00:50:00:02";
const here = "02:00:00:50:00:01";
const flows = 64;
const each = 40;

story("one GRE tunnel over two lcores", ["built", "netns", "tap", "scapy", "ping"], () => {
  let lab: Lab;
  let edge: Edge;
  let vm: Netns;
  let peer: Netns;

  beforeAll(async () => {
    lab = await Lab.open();
    vm = await lab.netns("vm");
    peer = await lab.netns("peer");
    edge = await Edge.start(lab, {
      ports: [
        { name: "vm", space: vm },
        {
          ...{ name: "wire", space: peer, as: "u0", addresses: ["192.0.2.2/24"] },
          offloads: { respread: "software" },
        },
      ],
      underlay: [{ port: "wire", addresses: ["192.0.2.1/24"] }],
      topology: {
        bridges: [{ id: "br", macTable: [{ mac: here, port: "vm" }] }],
        ports: [
          { id: "vm", device: "br", host, interface: "vm" },
          {
            id: "remote",
            device: "br",
            vtep: { type: "gre", key: 50, host, remotes: [{ address: "192.0.2.2" }] },
          },
        ],
      },
      profile: {
        cores: undefined,
        lcores: [
          { lcore: 0, queues: [{ port: "wire", queue: 0 }] },
          { lcore: 1, queues: [{ port: "vm", queue: 0 }] },
        ],
      },
    });
    await peer.spawn("/usr/bin/python3", [frames, "swallow"]).says(/ready/);
    await eventually("the node's answer", async () => (await peer.ping("192.0.2.1", 1)) === 1);
  });
  afterAll(() => lab.close());

  it("is shared by its inner flows, whole and in order", async () => {
    const file = (name: string) => join(lab.folder, `${name}.pcap`);
    const mac = /lladdr (\S+)/.exec(await peer.ip("neigh show 192.0.2.1 dev u0"))![1]!;
    await run("/usr/bin/python3", [trains, "write", file("plain"), there, here, `${flows}`, `${each}`]);
    const wrap = { type: "gre", key: 50, src: "192.0.2.2", dst: "192.0.2.1", dmac: mac };
    const how = JSON.stringify({ ...wrap, smac: await peer.mac("u0") });
    await run("/usr/bin/python3", [frames, "wrap", file("plain"), file("gre"), how]);
    // The flow that takes them all is there first: what waits for a verdict may be overtaken by what no longer has to.
    await run("/usr/bin/python3", [trains, "write", file("first"), there, here, "1", "1"]);
    await run("/usr/bin/python3", [frames, "wrap", file("first"), file("gre-first"), how]);
    await peer.run("/usr/bin/python3", [trains, "send", file("gre-first"), "u0"]);
    await eventually("the flow into the VM", async () =>
      (await edge.api.flows()).some(
        ({ actions, confirmed }) => confirmed && /decap.*output vm/.test(actions),
      ),
    );
    const before = new Map((await edge.queues()).map((row) => [`${row.portName}/${row.queue}`, row.rx]));

    const capture = await Capture.start(vm, "eth0");
    await peer.run("/usr/bin/python3", [trains, "send", file("gre"), "u0"]);
    const said = await run("/usr/bin/python3", [trains, "order", await capture.stop(), there]);

    expect(JSON.parse(said.stdout)).toEqual({ flows, packets: flows * each, late: 0 });
    const shares = (await edge.queues())
      .filter(({ portName }) => portName === "wire")
      .map((row) => ({
        ...{ queue: row.queue, lcore: row.lcore },
        rx: row.rx - before.get(`${row.portName}/${row.queue}`)!,
      }));
    expect(shares.map(({ queue, lcore }) => `${queue}@${lcore}`).sort()).toEqual(["0@0", "spread 0@1"]);
    for (const { rx } of shares) expect(rx).toBeGreaterThan((flows * each) / 4);
    expect(shares.reduce((sum, { rx }) => sum + rx, 0)).toBeGreaterThanOrEqual(flows * each);
  });

  it("leaves the ledger balanced, and ends", async () => {
    expect(ledger(await edge.queues()).unbalanced).toEqual([]);
    expect(await edge.stop()).toBe(0);
  });
});
