// What `plan` says of each flow is what `apply` does to it: random changes of a network on the real worker, each planned,
// put in force and compared, then tried with the same packets again.
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { VirtualClock } from "../dataplane/controller/clock.js";
import { Outcomes } from "../dataplane/controller/planning/outcome.js";
import { deciding, look } from "../dataplane/controller/planning/simulated.js";
import { Rig } from "../dataplane/controller/test/rig.js";
import { frameOf } from "../dataplane/simulation/build/from-key.js";
import { keyOf } from "../dataplane/simulation/test/lib/packets.js";
import { Random } from "../dataplane/simulation/test/lib/random-keys.js";
import { ElError, parseTopology, type Topology } from "../dataplane/topology/index.js";
import { writePcap } from "../scripts/pcap/write.js";
import { story } from "./lib/needs.js";

const SEED = Number(process.env.EDGELANE_SEED ?? 7);
const ROUNDS = Number(process.env.EDGELANE_CHANGES ?? 30);
const PACKETS = 40;
const PORTS = ["p0", "p1", "p2", "p3"];
const gateways = ["02:00:00:00:0a:01", "02:00:00:00:0b:01"];
const vm = (number: number): string => `02:00:00:00:00:1${number}`;
/** The address of a port's station: two on each network. */
const address = (number: number): string => `10.0.${number >> 1}.1${number}`;

const network = (): Topology =>
  parseTopology({
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
    bridges: [0, 1].map((net) => ({
      id: `net-${net}`,
      inboundChain: "in",
      outboundChain: "out",
      macTable: [0, 1].map((i) => ({
        mac: vm(2 * net + i),
        port: `port-${2 * net + i}`,
        addresses: [address(2 * net + i)],
      })),
    })),
    routers: [{ id: "router", routes: [{ destination: "10.0.9.0/24", type: "blackhole" }] }],
    ports: [
      ...PORTS.map((name, i) => ({ id: `port-${i}`, device: `net-${i >> 1}`, host: "h1", interface: name })),
      { id: "far", device: "net-1", host: "h2", interface: "x" },
      ...[0, 1].flatMap((net) => [
        { id: `up-${net}`, device: `net-${net}`, peer: `leg-${net}` },
        {
          id: `leg-${net}`,
          device: "router",
          peer: `up-${net}`,
          mac: gateways[net],
          addresses: [`10.0.${net}.1/24`],
        },
      ]),
    ],
    chains: [
      {
        id: "in",
        rules: [{ match: { protocol: 6, destinationPorts: { first: 20, last: 25 } }, action: "drop" }],
      },
      {
        id: "out",
        rules: [
          { match: { srcAddressGroup: "some" }, action: "accept" },
          { action: "jump", chain: "sub" },
        ],
      },
      { id: "sub", rules: [{ match: { protocol: 17 }, action: "return" }] },
    ],
    ipAddressGroups: [{ id: "some", addresses: ["10.0.0.10", "10.0.1.0/28"] }],
  });

type Edit = (topology: Topology, random: Random) => void;
const chain = (t: Topology, random: Random) => random.pick(t.chains!);
const EDITS: readonly Edit[] = [
  (t, random) => {
    const { rules } = chain(t, random);
    const first = random.pick([20, 53, 80, 443]);
    const match = {
      protocol: random.pick([6, 17]),
      destinationPorts: { first, last: first + random.below(30) },
    };
    rules.splice(random.below(rules.length + 1), 0, {
      match,
      action: random.pick(["drop", "accept", "reject", "return"]),
    });
  },
  (t, random) => {
    const { rules } = chain(t, random);
    rules.splice(random.below(rules.length + 1), 1);
  },
  (t, random) => {
    chain(t, random).rules.reverse();
  },
  (t, random) => {
    const match = random.pick([
      { source: "10.0.0.0/24" },
      { destination: "10.0.1.12" },
      { source: "10.0.1.13/32" },
    ]);
    chain(t, random).rules.unshift({ match, action: random.pick(["drop", "accept", "continue"]) });
  },
  (t, random) => {
    const group = t.ipAddressGroups![0]!;
    group.addresses = random.pick([["10.0.0.11"], [], ["10.0.0.0/24", "10.0.1.13"], ["10.0.1.0/28"]]);
  },
  (t, random) => {
    const port = random.pick(t.ports.filter(({ id }) => id.startsWith("port-")));
    port.adminUp = port.adminUp === false;
  },
  (t, random) => {
    const routes = t.routers![0]!.routes!;
    if (random.chance(40)) routes.pop();
    else
      routes.push({
        destination: random.pick(["10.0.1.12/32", "10.0.9.0/24", "0.0.0.0/0", "10.0.0.0/25"]),
        type: random.pick(["blackhole", "reject"]),
      });
  },
  (t, random) => {
    const bridge = random.pick(t.bridges!);
    bridge.macTable = random.chance(50) ? [] : (bridge.macTable ?? []);
  },
  (t, random) => {
    const bridge = random.pick(t.bridges!);
    const side = random.pick(["inboundChain", "outboundChain"] as const);
    if (random.chance(50)) delete bridge[side];
    else bridge[side] = random.pick(["in", "out", "sub"]);
  },
  (t, random) => {
    const leg = random.pick(t.ports.filter(({ id }) => id.startsWith("leg-")));
    leg.mac = random.pick([...gateways, "02:00:00:00:0c:01"]);
  },
];

function frameFor(random: Random): { port: number; data: Uint8Array } {
  const from = random.below(4);
  const to = random.below(5);
  const near = to >> 1 === from >> 1 && to < 4;
  const spec = {
    dst: near ? vm(to) : gateways[from >> 1]!,
    src: vm(from),
    from: address(from),
    to: to === 4 ? random.pick(["10.0.9.9", "172.16.0.1"]) : address(to),
    protocol: random.pick([6, 17]),
    tp: [40000 + random.below(3), random.pick([20, 23, 53, 80, 443])] as const,
  };
  return { port: from, data: frameOf(keyOf(spec)).data };
}

story("plan and apply", ["built", "scapy"], () => {
  const random = new Random(SEED);
  const rig = new Rig();
  const frames = Array.from({ length: PACKETS }, () => frameFor(random));
  const each = PORTS.map((_, port) => frames.filter((frame) => frame.port === port));

  beforeAll(async () => {
    const paths = PORTS.map((name, port): [string, string] => {
      const path = join(rig.folder, `${name}.in.pcap`);
      const whole = Array.from({ length: ROUNDS + 1 }, () => each[port]!).flat();
      writePcap(
        path,
        whole.map(({ data }, i) => ({ time: BigInt(i) * 1000n, data, length: data.length })),
      );
      return [name, path];
    });
    const underlay = [{ port: "up0", addresses: ["192.0.2.1/24"], gateways: [] }];
    // Time stands still: no flow ends but by a change.
    await rig.start(
      rig.profile({ ...Object.fromEntries(paths), up0: rig.capture("up0", "[]") }, { underlay }),
      network(),
      { clock: new VirtualClock() },
    );
  });
  afterAll(async () => rig.end());

  const sendAll = async (): Promise<void> => {
    for (const [port, name] of PORTS.entries())
      if (each[port]!.length > 0) await rig.feed(name, each[port]!.length);
  };

  it(`agree over ${ROUNDS} random changes (seed ${SEED}), and so do the packets after them`, async () => {
    const { core } = rig.node;
    await sendAll();
    const learned = (): string =>
      JSON.stringify(core.state.stations.list().map(({ bridge, mac, where }) => [bridge, mac, where]));
    let topology = network();
    const counts = { affected: 0, changed: 0, lost: 0, tried: 0 };
    for (let round = 0; round < ROUNDS; round++) {
      const next = structuredClone(topology);
      for (let edits = 1 + random.below(2); edits > 0; edits--) random.pick(EDITS)(next, random);
      topology = judged(next) ?? topology;
      const foreseen = core.foresee(topology);
      const planned = await look(foreseen.affected, {
        ...{ flows: core.flows, ports: core.portNames, snapshot: foreseen.snapshot, state: foreseen.state },
        because: () => "",
        budgetMs: 10_000,
      });
      const applied = await rig.node.applyPlanned(topology);
      expect(applied.differences, `round ${round}: ${applied.planned.changes.join(", ")}`).toEqual([]);
      expect(applied.happened.asPlanned).toBe(planned.of);
      expect(applied.flows.invalidated).toBe(planned.of);
      counts.affected += planned.of;
      counts.changed += applied.planned.flows.changed;
      counts.lost += applied.planned.flows.lost;
      const before = learned();
      await sendAll();
      // What packets taught since is no part of the plan.
      if (learned() !== before) continue;
      const outcomes = new Outcomes(core.snapshot, core.portNames);
      for (const { key, after } of planned.remembered) {
        const flow = core.flows.match(key);
        if (flow === undefined) continue;
        expect(outcomes.of(deciding(flow)).text).toBe(after.text);
        counts.tried++;
      }
    }
    console.log(
      `planned ${counts.affected} flows, ${counts.changed} to fare otherwise, ${counts.tried} tried by packets`,
    );
    expect(counts.changed).toBeGreaterThan(ROUNDS);
    expect(counts.tried).toBeGreaterThan(ROUNDS);
  });
});

function judged(topology: Topology): Topology | undefined {
  try {
    return parseTopology(topology);
  } catch (cause) {
    if (cause instanceof ElError) return undefined;
    throw cause;
  }
}
