// However it ends or fails to start, a node leaves nothing: no process, TAP, hugepage file, DPDK folder or socket. A
// start that cannot succeed says so in one sentence with a stable code and a remedy.
//
//   ns a eth0 ──TAP── edgelane bridge ──TAP── eth0 ns b
import { afterEach, beforeEach, expect, it } from "vitest";
import { Edge, type EdgeOptions, host, program } from "./lib/edge.js";
import { leftovers, processesOf } from "./lib/leftovers.js";
import { missing, story } from "./lib/needs.js";
import { alive, Lab, type Netns } from "./lib/netns.js";
import { eventually, type Running, run } from "./lib/run.js";

story("clean-up", ["built", "netns", "tap", "ping"], () => {
  let lab: Lab;
  let a: Netns;
  let b: Netns;

  beforeEach(async () => {
    lab = await Lab.open();
    a = await lab.netns("a");
    b = await lab.netns("b");
  });
  afterEach(() => lab.close());

  const scene = (more: Partial<EdgeOptions> = {}): EdgeOptions => ({
    ports: [
      { name: "a", space: a, addresses: ["10.0.0.1/24"] },
      { name: "b", space: b, addresses: ["10.0.0.2/24"] },
    ],
    topology: {
      bridges: [{ id: "br" }],
      ports: [
        { id: "a", device: "br", host, interface: "a" },
        { id: "b", device: "br", host, interface: "b" },
      ],
    },
    ...more,
  });

  const left = (edge: Edge) => leftovers(edge.name, edge.folder, edge.taps);

  /** The worker that belongs to a node. */
  function workerOf(edge: Edge): number {
    const [worker, ...more] = processesOf(edge.folder).filter(({ words }) =>
      words[0]!.endsWith("edgelane-worker"),
    );
    expect(more).toEqual([]);
    return worker!.pid;
  }

  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    it(`nothing is left after ${signal}`, async () => {
      const edge = await Edge.start(lab, scene());
      expect(await a.ping("10.0.0.2", 2)).toBeGreaterThanOrEqual(1);
      expect(await left(edge)).not.toEqual([]);
      expect(await edge.stop(signal), edge.running.output()).toBe(0);
      expect(await left(edge)).toEqual([]);
    });
  }

  it("a killed controller's worker goes on forwarding, ends at SIGTERM, and its name is free again", async () => {
    const edge = await Edge.start(lab, scene());
    expect(await a.ping("10.0.0.2", 3)).toBeGreaterThanOrEqual(2);
    const worker = workerOf(edge);
    process.kill(edge.running.pid, "SIGKILL");
    await edge.running.ended(5_000);
    expect(alive(worker)).toBe(true);
    expect(await a.ping("10.0.0.2", 3)).toBe(3);
    const env = { EDGELANE_RUN_DIR: edge.folder };
    const flows = await run(program, ["show", "flows"], { accept: "any", env });
    expect(flows.stderr).toMatch(
      new RegExp(`^CONTROLLER_GONE: .* process ${worker}, .*\n.*kill ${worker}, `),
    );
    expect((await run(program, ["show", "queues"], { env })).stdout).toMatch(/^lcore .*\n.* a /);
    expect(await edge.launch().ended(15_000)).toBe(3);
    expect(await a.ping("10.0.0.2", 1)).toBe(1);
    process.kill(worker, "SIGTERM");
    await eventually("the worker's end", () => !alive(worker));
    // The dead controller could not remove its own socket; everything else must be gone.
    const rest = (await left(edge)).filter((line) => !/^socket .*(api|controller)/.test(line));
    expect(rest).toEqual([]);
    const again = await Edge.start(lab, scene());
    expect(await again.stop()).toBe(0);
    expect(await left(again)).toEqual([]);
  });

  it("a killed worker ends its controller, and nothing is left", async () => {
    const edge = await Edge.start(lab, scene());
    process.kill(workerOf(edge), "SIGKILL");
    expect(await edge.running.ended(15_000)).toBe(3);
    saysWhy(edge.running);
    expect((await left(edge)).filter((line) => !line.startsWith("DPDK's"))).toEqual([]);
  });

  /** One sentence, a stable code before it, a remedy after it, no stack. */
  function saysWhy(running: Running, code = /^[A-Z][A-Z0-9_]+$/): void {
    const lines = running.stderr.split("\n").filter((line) => line !== "");
    expect(running.stderr).not.toMatch(/^\s+at /m);
    const told = lines.find((line) => code.test(line.split(":")[0]!));
    expect(told, running.stderr).toBeDefined();
    expect(running.stderr).toMatch(/remedy: \S/);
  }

  async function refused(edge: Edge, code: RegExp, place: RegExp, user?: number): Promise<void> {
    const running = edge.launch(user);
    const exit = await running.ended(20_000);
    expect([1, 3], running.output()).toContain(exit);
    saysWhy(running, code);
    expect(running.stderr).toMatch(place);
  }

  it("a missing interface", async () => {
    const ports = [{ name: "a", by: { device: "net_af_packet0,iface=nosuch0" } }];
    const edge = await Edge.prepare(lab, scene({ ports, topology: { ports: [] } }));
    await refused(edge, /DEVICE|PORT_SETUP/, /remedy: .*ip link show nosuch0/);
    expect(await left(edge)).toEqual([]);
  });

  it("a missing PCI device", async () => {
    const ports = [{ name: "a", by: { device: "0000:7f:1f.7" } }];
    const edge = await Edge.prepare(lab, scene({ ports, topology: { ports: [] } }));
    await refused(edge, /DEVICE/, /0000:7f:1f\.7/);
    expect(await left(edge)).toEqual([]);
  });

  it("a device that fails after another one came up", async () => {
    const edge = await Edge.prepare(
      lab,
      scene({
        ports: [
          { name: "a", space: a },
          { name: "b", by: { device: "net_af_packet9,iface=nosuch0" } },
        ],
      }),
    );
    await refused(edge, /DEVICE|PORT_SETUP/, /nosuch0/);
    expect(await left(edge)).toEqual([]);
  });

  it("an MTU that the device does not take", async () => {
    const edge = await Edge.prepare(
      lab,
      scene({ ports: [{ name: "a", space: a, mtu: 9000 }], topology: { ports: [] } }),
    );
    await refused(edge, /PORT_SETUP/, /9000/);
    expect(await left(edge)).toEqual([]);
  });

  it("too few hugepages", async () => {
    const edge = await Edge.prepare(
      lab,
      scene({ profile: { memory: { hugepages: true, megabytes: 1_000_000 } } }),
    );
    await refused(edge, /HUGEPAGES/, /remedy: .*vm\.nr_hugepages=500000/);
    expect(await left(edge)).toEqual([]);
  });

  it("an lcore that does not exist", async () => {
    const edge = await Edge.prepare(lab, scene({ profile: { cores: [99] } }));
    await refused(edge, /LCORE|CPU/, /99/);
    expect(await left(edge)).toEqual([]);
  });

  it("no root", async () => {
    const reason = missing("nobody");
    if (reason !== undefined) {
      process.stdout.write(`SKIP no root: ${reason}\n`);
      return;
    }
    const edge = await Edge.prepare(lab, scene());
    await a.run("chown", ["-R", "65534:65534", lab.folder]);
    await refused(edge, /PERMISSION|DEVICE/, /permi|root/i, 65534);
    expect(await left(edge)).toEqual([]);
  });

  it("a second node of the same name leaves the first alone", async () => {
    const first = await Edge.start(lab, scene());
    const second = await Edge.prepare(lab, scene());
    expect(second.name).toBe(first.name);
    await refused(second, /NODE_RUNNING|NAME_TAKEN/, new RegExp(first.name));
    expect(await a.ping("10.0.0.2", 2)).toBeGreaterThanOrEqual(1);
    expect(await first.stop()).toBe(0);
    expect(await left(first)).toEqual([]);
    expect(await left(second)).toEqual([]);
  });

  it("one device for two ports", async () => {
    const by = { device: "net_ring0" };
    const ports = [
      { name: "a", by },
      { name: "b", by },
    ];
    const edge = await Edge.prepare(lab, scene({ ports }));
    await refused(edge, /PROFILE_|DEVICE_TAKEN/, /net_ring0/);
    expect(await left(edge)).toEqual([]);
  });

  it("one port for two devices of the topology", async () => {
    const ports = ["p", "q"].map((id) => ({ id, device: "br", host, interface: "a" }));
    const edge = await Edge.prepare(lab, scene({ topology: { bridges: [{ id: "br" }], ports } }));
    await refused(edge, /TOPOLOGY_/, /ports\/[01]/);
    expect(await left(edge)).toEqual([]);
  });
});
