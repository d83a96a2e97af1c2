// The services of the edge under random packets and changes: what a verdict says holds for every packet equal under its
// mask, a flow that a change of a service would treat otherwise carries a tag that the change fires, and no message of a
// service ever becomes a flow that takes other packets in.
import fc from "fast-check";
import { expect, it } from "vitest";
import { KEY } from "../../../bindings/layout.js";
import { compile, simulate, type Verdict } from "../../simulation/index.js";
import { FACTS, MAC, numberOf, topology, vm } from "../../simulation/test/lib/networks.js";
import { packetOf } from "../../simulation/test/lib/packets.js";
import { canonical, type Pool, Random, randomKey, sibling } from "../../simulation/test/lib/random-keys.js";
import { TestState } from "../../simulation/test/lib/state.js";
import { parseTopology, type Topology } from "../../topology/index.js";
import { planChange } from "../plan.js";
import { stays } from "./stays.js";

/** Every service there or not, by the bits of a number. */
function network(bits: number): Topology {
  const on = (bit: number): boolean => (bits & (1 << bit)) !== 0;
  const when = <T extends object>(bit: number, value: T): T | Record<string, never> => (on(bit) ? value : {});
  const document = topology({
    bridges: [{ id: "br", ...when(0, { ra: { managed: on(1) } }), arpSuppression: on(2) }],
    routers: [
      {
        id: "rt",
        ...when(18, {
          nat64: { prefix: "fd01::64:0:0/96", pairs: [{ ipv6: "fd01::a", ipv4: "10.0.1.11" }] },
        }),
      },
      { id: "hall" },
    ],
    ports: [
      vm(1, "br", when(3, { inboundChain: "picky" })),
      vm(2, "br", { ...when(4, { outboundChain: "picky" }), ...when(17, { vlan: 5 }) }),
      vm(3, "hall", { mac: MAC.s, addresses: ["198.18.0.1/16", "fd02::1/64"] }),
      { id: "up", device: "br", peer: "r1" },
      {
        ...{ id: "r1", device: "rt", peer: "up", mac: MAC.r, addresses: ["10.0.1.1/24", "fd01::1/64"] },
        ...when(5, { ra: {} }),
      },
    ],
    chains: [{ id: "picky", rules: [{ match: { protocol: 17 }, action: "drop" }] }],
    ...when(6, {
      dhcp: [
        {
          ...{ id: "four", bridge: "br", subnet: "10.0.1.0/24", server: on(7) ? "10.0.1.1" : "10.0.1.2" },
          ...when(8, { enabled: false }),
          ...when(15, { vlan: 5 }),
          hosts: [MAC.a, ...(on(9) ? [MAC.b] : [])].map((mac, i) => ({ mac, address: `10.0.1.${10 + i}` })),
        },
      ],
    }),
    ...when(10, {
      dhcp6: [
        {
          ...{ id: "six", bridge: "br", subnet: "fd01::/64", ...when(16, { vlan: 5 }) },
          hosts: [
            { mac: MAC.a, address: "fd01::a" },
            ...(on(11) ? [{ mac: MAC.b, address: "fd01::b" }] : []),
          ],
        },
      ],
    }),
    ...when(12, {
      metadata: [
        {
          ...{ id: "cloud", port: "vm3", proxy: "198.18.0.2", proxy6: "fd02::2" },
          ...{ tcpPort: on(13) ? 80 : 8080, sources: "198.18.0.0/16", sources6: "fd02:1::/64" },
          guests: [
            { port: "vm1", mac: MAC.a, address: "10.0.1.10", address6: "fd01::a", source: "198.18.9.1" },
            ...(on(14) ? [{ port: "vm2", mac: MAC.b, address: "10.0.1.11", source: "198.18.9.2" }] : []),
          ],
        },
      ],
    }),
  });
  return parseTopology(document);
}
const BITS = 19;
const NETWORKS = Number(process.env.EDGELANE_NETWORKS ?? 60);

const pool: Pool = {
  ports: [1, 2, 3],
  underlayPorts: [],
  macs: [
    ...[MAC.a, MAC.b, MAC.c, MAC.r, MAC.s, MAC.all].map(numberOf),
    ...[0x333300000002, 0x333300010002, 0x3333ff000254, 0xffffffffffff],
  ],
  ipv4: [
    "0.0.0.0",
    "255.255.255.255",
    "10.0.1.1",
    "10.0.1.2",
    "10.0.1.10",
    "10.0.1.11",
    "169.254.169.254",
  ].concat([...["198.18.0.1", "198.18.0.2", "198.18.9.1", "198.18.9.2"]]),
  ipv6: [
    "::",
    "fe80::a",
    "fd01::64:a00:10b",
    "ff02::2",
    "ff02::1:2",
    "fd01::1",
    "fd01::a",
    "fd02::2",
    "fd00:ec2::254",
  ],
  vlans: [0, 5],
  keys: [0],
  outer: ["192.0.2.2"],
  journeys: [],
};

/** As random as any, but its ports and types are mostly those of services. */
function messageKey(random: Random): Uint8Array {
  const key = randomKey(random, pool);
  const short = (at: number, value: number): void => void key.set([value >> 8, value & 0xff], at);
  if (random.chance(70)) key[KEY.ip_proto] = random.pick([17, 17, 6, 58]);
  if (random.chance(80)) {
    const icmp = key[KEY.ip_proto] === 58;
    short(KEY.tp_src, icmp ? random.pick([133, 135, 136]) : random.pick([68, 546, 80, 8080, 40_000]));
    if (!icmp) short(KEY.tp_dst, random.pick([67, 547, 80, 8080, 53]));
    key.set([0xfd, 0, 0x0e, 0xc2], KEY.nd_target);
    key.fill(0, KEY.nd_target + 4, KEY.nd_target + 14);
    key.set([2, 0x54], KEY.nd_target + 14);
  }
  return canonical(key);
}

const state = new TestState();
for (const proxy of ["198.18.0.2", "fd02::2"]) state.neighbours.set(`vm3 ${proxy}`, numberOf(MAC.c));
state.stations.set(`br 0 ${numberOf(MAC.b)}`, "vm2");

const decided = (verdict: Verdict): string =>
  JSON.stringify([verdict.result, Buffer.from(verdict.actions).toString("hex")]);
const installs = ({ result }: Verdict): boolean => result.kind === "flow" || result.kind === "drop";

it("hold under the mask, and end when a change concerns them", () => {
  const counts = { pairs: 0, changed: 0, answered: 0 };
  fc.assert(
    fc.property(
      fc.nat({ max: 2 ** BITS - 1 }),
      fc.nat({ max: BITS - 1 }),
      fc.integer(),
      (bits, turned, seed) => {
        const [before, after] = [network(bits), network(bits ^ (1 << turned))];
        const [old, young] = [compile(before, FACTS), compile(after, FACTS)];
        const fired = planChange(before, after, old, young);
        const random = new Random(seed);
        for (let i = 0; i < 60; i++) {
          const key = messageKey(random);
          const verdict = simulate(old, state, packetOf(key));
          if (verdict.result.kind === "consumed" && verdict.generated.length > 0) counts.answered++;
          if (!installs(verdict)) continue;
          for (let j = 0; j < 6; j++) {
            const drawn = messageKey(random);
            const other = j < 3 ? sibling(random, pool, key, verdict.mask) : mixed(key, drawn, verdict.mask);
            if (other === undefined) continue;
            counts.pairs++;
            const again = decided(simulate(old, state, packetOf(other)));
            if (again !== decided(verdict))
              throw new Error(`${bits}: ${again} ${decided(verdict)} ${Buffer.from(other).toString("hex")}`);
            const now = simulate(young, state, packetOf(other));
            if (decided(now) === decided(verdict)) continue;
            counts.changed++;
            if (stays(fired, old, verdict, key) !== undefined)
              throw new Error(
                `bit ${turned} of ${bits}: ${decided(verdict)} ${decided(now)} ${Buffer.from(other).toString("hex")}`,
              );
          }
        }
      },
    ),
    { numRuns: NETWORKS },
  );
  console.log(JSON.stringify(counts));
  expect(counts.pairs).toBeGreaterThan(100 * NETWORKS);
  expect(counts.changed).toBeGreaterThan(NETWORKS / 4);
  expect(counts.answered).toBeGreaterThan(0);
});

/** `drawn` where the mask is free; undefined when no packet has such a key. */
function mixed(key: Uint8Array, drawn: Uint8Array, mask: Uint8Array): Uint8Array | undefined {
  const one = canonical(key.map((byte, i) => (byte & mask[i]!) | (drawn[i]! & ~mask[i]!)));
  return one.every((byte, i) => ((byte ^ key[i]!) & mask[i]!) === 0) ? one : undefined;
}
