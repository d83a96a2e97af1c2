// The network that simulations are timed on: a packet passes two bridges, the router between them and four chains of
// twenty rules, and leaves by a tunnel.
//
//   vm1 ── net-a ── router ── net-b ── vm2, on another host
//     chain   └ chain   └ chain        └ chain

import { KEY, parsePacket } from "../bindings/index.js";
import { compile, type LearnedState, type Packet, type Snapshot } from "../dataplane/simulation/index.js";
import { type Chain, parseTopology, type Rule } from "../dataplane/topology/index.js";

export const RULES = 20;
const VM1 = { mac: "02:00:00:00:01:10", address: "10.0.1.10" };
const VM2 = { mac: "02:00:00:00:02:10", address: "10.0.2.10" };
const ROUTER_MAC = "02:00:00:00:0a:01";
/** Worker ports. */
const UNDERLAY = 0;
const VM_PORT = 1;

/** Nineteen rules that do not hold, of several kinds, and one that does. */
function chain(id: string): Chain {
  const misses = Array.from({ length: RULES - 1 }, (_, i): Rule => {
    const match =
      i % 4 === 0
        ? { protocol: 6, destinationPorts: { first: 1000 + i, last: 1000 + i } }
        : i % 4 === 1
          ? { etherType: 0x0800, source: `172.16.${i}.0/24` }
          : i % 4 === 2
            ? { protocol: 17, destinationPorts: { first: 100 + i, last: 110 + i } }
            : { etherType: 0x0800, destination: `192.168.${i}.0/24` };
    return { id: `${id}-${i}`, match, action: "drop" };
  });
  return { id, rules: [...misses, { id: `${id}-rest`, action: "accept" }] };
}

/** As many rules, each with a prefix, a port or both of its own; only the last holds for the traffic below. */
function longChain(id: string, count: number): Chain {
  const misses = Array.from({ length: count - 1 }, (_, i): Rule => {
    const [high, low] = [(i >> 8) & 255, i & 255];
    const port = { first: 100 + (i % 800), last: 110 + (i % 800) };
    const match =
      i % 4 === 0
        ? { protocol: 6, source: `10.${high}.${low}.0/24`, destinationPorts: port }
        : i % 4 === 1
          ? { source: `172.${16 + (high & 15)}.${low}.0/24` }
          : i % 4 === 2
            ? { protocol: 17, destination: `10.0.2.${low}`, destinationPorts: port }
            : { destination: `192.168.${low}.${high}` };
    return { id: `${id}-${i}`, match, action: "drop" };
  });
  return { id, rules: [...misses, { id: `${id}-rest`, action: "accept" }] };
}

export const CHAINS = ["from-vm1", "into-router", "out-of-router", "to-vm2"] as const;

/** `rules`: in each chain. */
export function referenceSnapshot(rules?: number): Snapshot {
  const topology = parseTopology({
    version: 1,
    hosts: [{ id: "a" }, { id: "b" }],
    tunnelZones: [
      {
        id: "zone",
        type: "vxlan",
        hosts: [
          { host: "a", address: "192.0.2.1" },
          { host: "b", address: "192.0.2.2" },
        ],
      },
    ],
    bridges: [
      { id: "net-a", macTable: [{ mac: VM1.mac, port: "vm1", addresses: [VM1.address] }] },
      { id: "net-b", macTable: [{ mac: VM2.mac, port: "vm2", addresses: [VM2.address] }] },
    ],
    routers: [{ id: "router", inboundChain: CHAINS[1], outboundChain: CHAINS[2] }],
    ports: [
      { id: "vm1", device: "net-a", host: "a", interface: "vm1", inboundChain: CHAINS[0] },
      { id: "vm2", device: "net-b", host: "b", interface: "vm2", outboundChain: CHAINS[3] },
      { id: "a-router", device: "net-a", peer: "router-a" },
      { id: "router-a", device: "router", peer: "a-router", mac: ROUTER_MAC, addresses: ["10.0.1.1/24"] },
      { id: "b-router", device: "net-b", peer: "router-b" },
      {
        ...{ id: "router-b", device: "router", peer: "b-router" },
        ...{ mac: "02:00:00:00:0b:01", addresses: ["10.0.2.1/24"] },
      },
    ],
    chains: CHAINS.map((id) => (rules === undefined ? chain(id) : longChain(id, rules))),
  });
  return compile(topology, {
    host: "a",
    ports: new Map([["vm1", VM_PORT]]),
    underlay: [{ port: UNDERLAY, vlan: 0, mac: 0x020000000101, addresses: ["192.0.2.1/24"] }],
  });
}

/** Everything is declared: nothing has to be learned. */
export const NOTHING_LEARNED: LearnedState = {
  station: () => undefined,
  neighbour: () => undefined,
  bridgeNeighbour: () => undefined,
};

const bytes = (address: string, separator: string, radix: number): number[] =>
  address.split(separator).map((byte) => Number.parseInt(byte, radix));

/** Connections from vm1 to vm2, one packet at a time, in memory that is used again as an upcall's is: TCP and UDP, ports
 * that no rule takes, COUNT different 5-tuples in scattered order before the first comes again. */
export class ReferenceTraffic {
  static readonly COUNT = 1 << 20;
  readonly packet = firstPacket();
  private readonly words = this.packet.keyWords;
  private at = 0;

  /** `count`: as many tuples as the round holds, a power of 2. `spread`: from as many addresses as fit. */
  constructor(
    private readonly count: number = ReferenceTraffic.COUNT,
    private readonly spread = false,
  ) {}

  next(): Packet {
    // An odd factor only changes the order.
    const tuple = Math.imul(this.at++, 0x9e3779b1) & (this.count - 1);
    const from = 2048 + ((tuple >> 1) & 0x3fff);
    const to = 2000 + (tuple >> 15) * 997;
    const { words } = this;
    // Whole words: one that is read right after a byte of it was written waits for that byte, and an upcall's were
    // written long ago.
    words[PROTO] = (words[PROTO]! & ~0xff) | ((tuple & 1) === 0 ? UDP : TCP);
    words[PORTS] = wire(from) | (wire(to) << 16);
    if (this.spread) {
      const host = ((tuple >> 12) << 8) | (((tuple >> 4) & 0xff) << 16) | (tuple << 24);
      words[SOURCE] = (words[SOURCE]! & 0xff) | host;
    }
    return this.packet;
  }
}

const TCP = 6;
const UDP = 17;
/** Words of the key. */
const PROTO = KEY.ip_proto >> 2;
const PORTS = KEY.tp_src >> 2;
const SOURCE = (KEY.ip_src + 12) >> 2;

/** 16 bits in wire order. */
const wire = (value: number): number => ((value & 0xff) << 8) | ((value >> 8) & 0xff);

/** Its key is made by the worker's own parser. */
function firstPacket(): Packet & { keyWords: Int32Array } {
  const data = new Uint8Array(60);
  data.set([...bytes(ROUTER_MAC, ":", 16), ...bytes(VM1.mac, ":", 16), 8, 0, 0x45, 0, 0, 46]);
  data.set([64, UDP, 0, 0, ...bytes(VM1.address, ".", 10), ...bytes(VM2.address, ".", 10)], 22);
  data.set([39, 16, 15, 160, 0, 26], 34);
  let sum = 0;
  for (let at = 14; at < 34; at += 2) sum += (data[at]! << 8) | data[at + 1]!;
  sum = ~((sum & 0xffff) + (sum >> 16)) & 0xffff;
  data.set([sum >> 8, sum & 255], 24);
  const parsed = parsePacket(data, VM_PORT);
  const { l3Offset, l4Offset, innerOffset } = parsed;
  const key = parsed.key.slice();
  const keyWords = new Int32Array(key.buffer);
  return { key, keyWords, data, length: data.length, innerOffset, l3Offset, l4Offset };
}
