// What a change of the topology does to ten thousand live flows: how many of them it has simulated again, beside how
// many it is about. Flows that stay are simulated too, by the bench alone, and must come out as they were.
//
//   vm1 ┐                                   chains of vm1 and vm3 jump to one security group of 5000 rules
//   vm3 ┴─ net-a ── router ── net-b ── gateway ── 50 prefixes, 10.100.0.0/16 and on
import { KEY, parsePacket } from "../bindings/index.js";
import { VirtualClock } from "../dataplane/controller/clock.js";
import type { FlowCommands } from "../dataplane/controller/commands.js";
import { FlowTable } from "../dataplane/controller/flows/table.js";
import { planChange } from "../dataplane/controller/plan.js";
import {
  compile,
  type NodeFacts,
  type Packet,
  Simulator,
  type Snapshot,
} from "../dataplane/simulation/index.js";
import { parseTopology, type Rule, type Topology } from "../dataplane/topology/index.js";
import { NOTHING_LEARNED } from "./reference-network.js";

const NETS = 50;
const SUBNETS = 100;
const FLOWS = NETS * SUBNETS * 2;
const VMS = [
  { id: "vm1", mac: "02:00:00:00:01:10", address: "10.0.1.10" },
  { id: "vm3", mac: "02:00:00:00:01:30", address: "10.0.1.30" },
] as const;
const GATEWAY = { mac: "02:00:00:00:02:10", address: "10.0.2.10" };
const ROUTER_MAC = "02:00:00:00:0a:01";

const FACTS: NodeFacts = {
  host: "a",
  ports: new Map([
    ["vm1", 1],
    ["vm3", 2],
    ["vm2", 3],
    ["tap", 4],
  ]),
  underlay: [{ port: 0, vlan: 0, mac: 0x020000000101, addresses: ["192.0.2.1/24"] }],
};

export interface Changed {
  part: string;
  flows: number;
  resimulated: number;
  expected: number;
  ok: boolean;
  wrong?: string;
}

const network = (place: number): string => `10.${100 + Math.floor(place / SUBNETS)}.${place % SUBNETS}.0/24`;

function base(): Topology {
  const allowed = Array.from({ length: NETS * SUBNETS }, (_, i): Rule => {
    const match = { protocol: 6, destination: network(i), destinationPorts: { first: 443, last: 443 } };
    return { id: `to-${i}`, match, action: "accept" };
  });
  return parseTopology({
    version: 1,
    hosts: [{ id: "a" }],
    bridges: [
      { id: "net-a", macTable: VMS.map(({ mac, id, address }) => ({ mac, port: id, addresses: [address] })) },
      { id: "net-b", macTable: [{ mac: GATEWAY.mac, port: "vm2", addresses: [GATEWAY.address] }] },
      { id: "watch" },
    ],
    routers: [
      {
        id: "router",
        routes: Array.from({ length: NETS }, (_, net) => ({
          id: `net-${net}`,
          destination: `10.${100 + net}.0.0/16`,
          port: "router-b",
          gateway: GATEWAY.address,
        })),
      },
    ],
    ports: [
      ...VMS.map(({ id }) => ({
        ...{ id, device: "net-a", host: "a", interface: id, inboundChain: `of-${id}` },
      })),
      { id: "vm2", device: "net-b", host: "a", interface: "vm2" },
      { id: "tap", device: "watch", host: "a", interface: "tap" },
      { id: "a-router", device: "net-a", peer: "router-a" },
      { id: "router-a", device: "router", peer: "a-router", mac: ROUTER_MAC, addresses: ["10.0.1.1/24"] },
      { id: "b-router", device: "net-b", peer: "router-b" },
      {
        ...{ id: "router-b", device: "router", peer: "b-router" },
        ...{ mac: "02:00:00:00:0b:01", addresses: ["10.0.2.1/24"] },
      },
    ],
    chains: [
      ...VMS.map(({ id }) => ({
        id: `of-${id}`,
        rules: [
          { id: "blocked", match: { dstAddressGroup: "blocked" }, action: "drop" },
          { id: "group", action: "jump", chain: "shared" },
          { id: "rest", action: "drop" },
        ],
      })),
      { id: "shared", rules: allowed },
    ],
    ipAddressGroups: [{ id: "blocked", addresses: ["203.0.113.0/24"] }],
  });
}

interface Change {
  name: string;
  expected: number;
  edit(topology: Topology): void;
}

const rules = (topology: Topology): Rule[] => topology.chains!.find(({ id }) => id === "shared")!.rules;

const CHANGES: readonly Change[] = [
  {
    name: "a route added beside them",
    expected: 0,
    edit: (t) => t.routers![0]!.routes!.push({ id: "new", destination: "10.99.0.0/16", type: "blackhole" }),
  },
  {
    name: "one route of fifty changed",
    expected: 2 * SUBNETS,
    edit: (t) =>
      Object.assign(t.routers![0]!.routes![7]!, { type: "blackhole", port: undefined, gateway: undefined }),
  },
  {
    name: "a longer route added under one of them",
    expected: 2,
    edit: (t) => t.routers![0]!.routes!.push({ id: "new", destination: "10.107.5.0/24", type: "blackhole" }),
  },
  {
    name: "one rule of 5000 edited in a shared security group",
    expected: 2,
    edit: (t) => Object.assign(rules(t)[2500]!.match!, { destinationPorts: { first: 444, last: 444 } }),
  },
  {
    name: "a rule put in the middle of it, over one prefix of fifty",
    expected: 2 * SUBNETS,
    edit: (t) =>
      rules(t).splice(2500, 0, { id: "new", match: { destination: "10.140.0.0/16" }, action: "drop" }),
  },
  {
    name: "the same, where all of them have stopped before",
    expected: 0,
    edit: (t) =>
      rules(t).splice(4500, 0, { id: "new", match: { destination: "10.140.0.0/16" }, action: "drop" }),
  },
  {
    name: "an address added to a group that all of them read",
    expected: 2,
    edit: (t) => t.ipAddressGroups![0]!.addresses.push("10.120.3.0/24"),
  },
  {
    name: "a chain that ends in a drop attached to the port of one half",
    expected: FLOWS / 2,
    edit: (t) => Object.assign(t.ports[0]!, { inboundChain: "of-vm3" }),
  },
  {
    name: "a chain over one prefix of fifty attached behind the router",
    expected: 2 * SUBNETS,
    edit: (t) => {
      t.chains!.push({ id: "new", rules: [{ match: { destination: "10.140.0.0/16" }, action: "drop" }] });
      Object.assign(t.bridges![1]!, { inboundChain: "new" });
    },
  },
  {
    name: "a mirror of one prefix of fifty put on the port of one half",
    expected: SUBNETS,
    edit: (t) => {
      t.mirrors = [{ id: "new", to: "tap", match: { destination: "10.140.0.0/16" } }];
      Object.assign(t.ports[0]!, { mirrors: { preIn: ["new"] } });
    },
  },
];

/** A worker that takes everything. */
function taker(): FlowCommands {
  let sequence = 0;
  const take = (): number => ++sequence;
  return {
    ...{ maskSet: take, maskDel: take, actionSet: take, actionDel: take, groupSet: take, groupDel: take },
    ...{ flowAddMasked: take, flowDel: take },
  };
}

const bytes = (address: string, separator: string, radix: number): number[] =>
  address.split(separator).map((byte) => Number.parseInt(byte, radix));

/** One packet to a subnet, as the worker's parser makes its key. */
function packetTo(vm: (typeof VMS)[number], worker: number, place: number): Packet {
  const data = new Uint8Array(60);
  data.set([...bytes(ROUTER_MAC, ":", 16), ...bytes(vm.mac, ":", 16), 8, 0, 0x45, 0, 0, 46]);
  data.set([64, 6, 0, 0, ...bytes(vm.address, ".", 10)], 22);
  data.set([10, 100 + Math.floor(place / SUBNETS), place % SUBNETS, 9], 30);
  data.set([39, 16, 443 >> 8, 443 & 255], 34);
  data[46] = 0x50;
  let sum = 0;
  for (let at = 14; at < 34; at += 2) sum += (data[at]! << 8) | data[at + 1]!;
  sum = ~((sum & 0xffff) + (sum >> 16)) & 0xffff;
  data.set([sum >> 8, sum & 255], 24);
  const { key, l3Offset, l4Offset, innerOffset } = parsePacket(data, worker);
  return { key: Uint8Array.from(key), data, length: data.length, innerOffset, l3Offset, l4Offset };
}

class Live {
  readonly flows: FlowTable;
  private readonly simulator = new Simulator();
  /** What each packet's flow does. */
  private readonly lists = new Map<Packet, Uint8Array>();

  constructor(
    snapshot: Snapshot,
    readonly packets: readonly Packet[],
  ) {
    this.flows = new FlowTable({
      commands: taker(),
      clock: new VirtualClock(),
      limits: { flows: 4 * FLOWS, actions: 1 << 16, groups: 16 },
      tunnelId: (id) => id,
      meterId: (id) => id,
    });
    for (const packet of packets) {
      const verdict = this.simulator.simulate(snapshot, NOTHING_LEARNED, packet);
      this.flows.install(packet.key, verdict, snapshot, 1);
      this.lists.set(packet, verdict.actions.slice(0, verdict.actionLength));
    }
  }

  /** What is wrong with flows that a change left in place. */
  stale(after: Snapshot): string | undefined {
    for (const packet of this.packets) {
      if (this.flows.match(packet.key) === undefined) continue;
      const { actions, actionLength } = this.simulator.simulate(after, NOTHING_LEARNED, packet);
      if (Buffer.compare(this.lists.get(packet)!, actions.subarray(0, actionLength)) !== 0)
        return `a flow to ${packet.key.subarray(KEY.ip_dst + 12, KEY.ip_dst + 16).join(".")} is stale`;
    }
    return undefined;
  }
}

export function measureChanges(only: Pick<RegExp, "test">, report: (line: Changed) => void): Changed[] {
  const before = base();
  const snapshot = compile(before, FACTS);
  const packets = VMS.flatMap((vm, worker) =>
    Array.from({ length: NETS * SUBNETS }, (_, place) => packetTo(vm, worker + 1, place)),
  );
  return CHANGES.flatMap(({ name, expected, edit }) => {
    const part = `change: ${name}`;
    if (!only.test(part)) return [];
    const live = new Live(snapshot, packets);
    const flows = live.flows.size;
    const after = structuredClone(before);
    edit(after);
    const judged = parseTopology(JSON.parse(JSON.stringify(after)));
    const next = compile(judged, FACTS, snapshot);
    const { tags, within } = planChange(before, judged, snapshot, next);
    const resimulated = live.flows.invalidate(tags, within);
    const wrong =
      flows !== FLOWS
        ? `${flows} flows are live, not ${FLOWS}`
        : resimulated !== expected
          ? `${resimulated} flows are simulated again, not ${expected}`
          : live.stale(next);
    const ok = wrong === undefined;
    const line = { part, flows, resimulated, expected, ok, ...(wrong !== undefined && { wrong }) };
    report(line);
    return [line];
  });
}
