// Two lcores, two queues a port: packets are counted where they came in, the kernel's own count agrees, and the skew
// between the queues is shown.
//
//   ns a eth0 10.0.0.1 ──TAP, 2 queues── edgelane bridge ──TAP, 2 queues── ns b eth0 10.0.0.2
//                          queue 0: lcore 0, queue 1: lcore 1 (the kernel spreads connections over TAP queues)
import { afterAll, beforeAll, expect, it } from "vitest";
import { Edge, host, ledger, program } from "./lib/edge.js";
import { story } from "./lib/needs.js";
import { Lab, type Netns } from "./lib/netns.js";
import { eventually, run } from "./lib/run.js";
import { tcp, udpFan } from "./lib/traffic.js";

story("two lcores with two queues", ["built", "netns", "tap", "ping", "iperf3"], () => {
  let lab: Lab;
  let edge: Edge;
  let a: Netns;
  let b: Netns;

  beforeAll(async () => {
    lab = await Lab.open();
    a = await lab.netns("a");
    b = await lab.netns("b");
    const both = (queue: number) => [
      { port: "a", queue },
      { port: "b", queue },
    ];
    edge = await Edge.start(lab, {
      ports: [
        { name: "a", space: a, addresses: ["10.0.0.1/24"], queues: 2 },
        { name: "b", space: b, addresses: ["10.0.0.2/24"], queues: 2 },
      ],
      topology: {
        bridges: [{ id: "br" }],
        ports: [
          { id: "a", device: "br", host, interface: "a" },
          { id: "b", device: "br", host, interface: "b" },
        ],
      },
      profile: {
        cores: undefined,
        lcores: [
          { lcore: 0, queues: both(0) },
          { lcore: 1, queues: both(1) },
        ],
      },
    });
  });
  afterAll(() => lab.close());

  /** What the kernel counts on the namespace's side of a TAP. */
  async function kernelSent(space: Netns): Promise<{ packets: number; dropped: number }> {
    const text = await space.ip("-s -j link show dev eth0");
    const [link] = JSON.parse(text) as { stats64: { tx: { packets: number; dropped: number } } }[];
    return link!.stats64.tx;
  }

  it("forward on both lcores, each queue counted by itself", async () => {
    expect(await a.ping("10.0.0.2", 3)).toBeGreaterThanOrEqual(2);
    expect((await tcp(a, b, "10.0.0.2", { streams: 8, bytes: 4_000_000 })).received).toBeGreaterThan(
      2_000_000,
    );
    expect(await udpFan(a, b, "10.0.0.2", 64)).toBe(64);
    const queues = (await edge.queues()).filter(({ queue }) => queue !== "inject");
    expect(queues.map(({ portName, queue, lcore }) => `${portName}/${queue}@${lcore}`).sort()).toEqual([
      "a/0@0",
      "a/1@1",
      "b/0@0",
      "b/1@1",
    ]);
    for (const queue of queues) expect(queue.rx, `${queue.portName}/${queue.queue}`).toBeGreaterThan(0);
  });

  it("count what the kernel counts", async () => {
    for (const [space, name] of [
      [a, "a"],
      [b, "b"],
    ] as const) {
      const agreed = await eventually(`one count for port ${name}`, async () => {
        const before = await kernelSent(space);
        const rows = (await edge.queues()).filter(
          ({ portName, queue }) => portName === name && queue !== "inject",
        );
        const after = await kernelSent(space);
        const sum = rows.reduce((total, { rx }) => total + rx, 0);
        if (before.packets !== after.packets) return undefined;
        if (sum !== after.packets)
          throw new Error(`edgelane ${sum}, kernel ${after.packets} and ${after.dropped} dropped`);
        return sum;
      });
      expect(agreed).toBeGreaterThan(100);
    }
  });

  it("show how unevenly the packets fall", async () => {
    const words = ["show", "queues", "--node", edge.name];
    const [head, ...lines] = (await run(program, words, { env: edge.env })).stdout.trim().split("\n");
    expect(head).toMatch(/skew$/);
    const shown = lines.map((line) => line.split(/\s+/).filter(Boolean));
    const sums = (await edge.queues()).filter(({ queue }) => queue !== "inject");
    for (const name of ["a", "b"]) {
      const rx = sums.filter(({ portName }) => portName === name).map((queue) => queue.rx);
      const even = rx.reduce((sum, one) => sum + one, 0) / rx.length;
      const cells = shown.filter((cells) => cells[1] === name).map((cells) => Number(cells.at(-1)));
      expect(cells).toHaveLength(2);
      for (const cell of cells) expect(cell).toBeCloseTo(Math.max(...rx) / even, 1);
    }
  });

  it("balance their ledgers queue by queue", async () => {
    const sum = ledger(await edge.queues());
    expect(sum.unbalanced).toEqual([]);
    expect(sum.in).toBeGreaterThan(1_000);
  });
});
