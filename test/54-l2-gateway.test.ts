// An L2 gateway that fails over: two trunks into one outside network, on two nodes, of which one is active. No spanning
// tree: the outside switch would loop if both passed frames, and would send to the old port if nobody told it.
//
//   ns a ──TAP── node one ── trunk1 ──TAP── t1 ┐                        ns fab: the underlay between the nodes
//   10.0.0.1                                   ├ ns out: bridge lan, which is a station too: 10.0.0.9
//   ns b ──TAP── node two ── trunk2 ──TAP── t2 ┘
//   10.0.0.2
import { afterAll, beforeAll, expect, it } from "vitest";
import type { Topology } from "../dataplane/topology/index.js";
import { Edge, ledger } from "./lib/edge.js";
import { story } from "./lib/needs.js";
import { Lab, type Netns } from "./lib/netns.js";
import { eventually } from "./lib/run.js";

const macs = { a: "02:00:00:54:00:0a", b: "02:00:00:54:00:0b", lan: "02:00:00:54:00:09" };
const mtu = 1446;
/** ping waits as long for its last answers as between its requests: on a busy machine they may be late. */
const slowly = ["-i", "1"];

story("an L2 gateway over two nodes", ["built", "netns", "tap", "ping"], () => {
  let lab: Lab;
  const edges: Edge[] = [];
  let a: Netns;
  let b: Netns;
  let out: Netns;

  const topology: Topology = {
    version: 1,
    hosts: [{ id: "one" }, { id: "two" }],
    tunnelZones: [
      {
        ...{ id: "zone", type: "vxlan" },
        hosts: [
          { host: "one", address: "192.0.2.1" },
          { host: "two", address: "192.0.2.2" },
        ],
      },
    ],
    bridges: [
      {
        id: "net",
        macTable: [
          { mac: macs.a, port: "a", addresses: ["10.0.0.1"] },
          { mac: macs.b, port: "b", addresses: ["10.0.0.2"] },
        ],
      },
    ],
    ports: [
      { id: "a", device: "net", host: "one", interface: "vm" },
      { id: "b", device: "net", host: "two", interface: "vm" },
      { id: "trunk1", device: "net", host: "one", interface: "trunk" },
      { id: "trunk2", device: "net", host: "two", interface: "trunk" },
    ],
    l2Gateways: [{ id: "lan", ports: ["trunk1", "trunk2"], holdSeconds: 1 }],
  };

  /** The outside switch's port that the station was last heard at. */
  const heardAt = async (mac: string): Promise<string | undefined> => {
    const text = (await out.run("bridge", ["-j", "fdb", "show", "br", "lan"])).stdout;
    const entries = JSON.parse(text) as { mac: string; ifname: string; master?: string }[];
    return entries.find((one) => one.mac === mac && one.master === "lan")?.ifname;
  };
  /** What the nodes have dropped, by port and reason. */
  const drops = async (): Promise<string> => {
    const queues = (await Promise.all(edges.map((edge) => edge.queues()))).flat();
    return JSON.stringify(queues.map(({ portName, drops }) => ({ portName, ...drops })));
  };
  const active = async (edge: Edge): Promise<string | undefined> =>
    (await edge.api.get<{ active: string }[]>("l2-gateways"))[0]?.active;

  beforeAll(async () => {
    lab = await Lab.open();
    [a, b, out] = [await lab.netns("a"), await lab.netns("b"), await lab.netns("out")];
    const fabric = await lab.netns("fab");
    await fabric.ip("link add wire type bridge");
    await fabric.ip("link set wire up");
    // Of its own, or it would be another when a trunk is gone, and the stations would ask for the old one for a while.
    await out.ip(`link add lan address ${macs.lan} type bridge`);
    const start = (
      host: "one" | "two",
      space: Netns,
      mac: string,
      own: string,
      number: number,
    ): Promise<Edge> =>
      Edge.start(lab, {
        ...{ host, label: host, topology: { ...topology } },
        ports: [
          { name: "vm", space, mac, addresses: [own], mtu },
          { name: "trunk", space: out, as: `t${number}` },
          { name: "wire", space: fabric, as: `n${number}` },
        ],
        underlay: [{ port: "wire", addresses: [`192.0.2.${number}/24`] }],
        profile: { timeouts: { neighbour: { staleMs: 1000, retryMs: 250, tries: 3, expireMs: 4000 } } },
      });
    edges.push(await start("one", a, macs.a, "10.0.0.1/24", 1));
    edges.push(await start("two", b, macs.b, "10.0.0.2/24", 2));
    for (const wire of ["n1", "n2"]) await fabric.ip(`link set ${wire} master wire`);
    for (const trunk of ["t1", "t2"]) await out.ip(`link set ${trunk} master lan`);
    await out.address("lan", "10.0.0.9/24");
    await eventually("a ping between the nodes", async () => (await a.ping("10.0.0.2", 1)) === 1);
    // The second could not reach the first before there was a wire between them.
    await eventually("both to agree", async () => (await active(edges[1]!)) === "trunk1");
  });
  afterAll(() => lab.close());

  it("goes by the preferred trunk, and by no other", async () => {
    expect(await a.ping("10.0.0.9", 4)).toBeGreaterThanOrEqual(3);
    expect(await b.ping("10.0.0.9", 4)).toBeGreaterThanOrEqual(3);
    expect(await out.pingText("10.0.0.1", 4)).not.toMatch(/DUP!|100% packet loss/);
    expect(await heardAt(macs.a)).toBe("t1");
    expect(await heardAt(macs.b)).toBe("t1");
  });

  it("takes the other at once when the first goes down, and tells the switch outside unasked", async () => {
    const without = structuredClone(topology);
    without.ports[2]!.adminUp = false;
    // The second node is not told: it learns from the first.
    const applied = await edges[0]!.api.apply(without);
    expect(applied.changes).toBe(1);
    await eventually("the switch to hear both stations at the other port", async () => {
      return (await heardAt(macs.a)) === "t2" && (await heardAt(macs.b)) === "t2";
    });
    expect(await active(edges[0]!)).toBe("trunk2");
    expect(await active(edges[1]!)).toBe("trunk2");
    for (const [space, target] of [
      [out, "10.0.0.1"],
      [out, "10.0.0.2"],
      [a, "10.0.0.9"],
      [b, "10.0.0.9"],
    ] as const) {
      const before = await drops();
      const text = await space.pingText(target, 4, slowly);
      expect(text, `${before} before, ${await drops()} after`).toMatch(/[34] received/);
      expect(text).not.toMatch(/DUP!/);
    }
    expect(await heardAt(macs.a)).toBe("t2");
  });

  it("goes back once the first has been up for the hold time, whatever the second sends before it knows", async () => {
    // The second node goes on forwarding without its controller, and so by the port that is given up.
    const { pid } = edges[1]!.running;
    process.kill(pid, "SIGSTOP");
    await edges[0]!.api.apply(topology);
    await eventually("the first to be active again", async () => (await active(edges[0]!)) === "trunk1");
    await b.ping("10.0.0.9", 1);
    expect(await heardAt(macs.b)).toBe("t2");
    process.kill(pid, "SIGCONT");
    await eventually("the second to know", async () => (await active(edges[1]!)) === "trunk1");
    await eventually("the switch to hear both stations at the first port", async () => {
      return (await heardAt(macs.a)) === "t1" && (await heardAt(macs.b)) === "t1";
    });
    const before = await drops();
    const received = await out.ping("10.0.0.2", 4, slowly);
    expect(received, `${before} before, ${await drops()} after`).toBeGreaterThanOrEqual(3);
    expect(await a.ping("10.0.0.9", 3)).toBeGreaterThanOrEqual(2);
    for (const edge of edges) expect(ledger(await edge.queues()).unbalanced).toEqual([]);
  });

  it("takes the other when the first one's host is gone", async () => {
    expect(await edges[0]!.stop()).toBe(0);
    await eventually("the second node to notice", async () => (await active(edges[1]!)) === "trunk2");
    expect(await heardAt(macs.b)).toBe("t2");
    await eventually("a ping by the second node", async () => (await b.ping("10.0.0.9", 1)) === 1);
    expect(await b.ping("10.0.0.9", 4)).toBeGreaterThanOrEqual(3);
    expect(await edges[1]!.stop()).toBe(0);
  });
});
