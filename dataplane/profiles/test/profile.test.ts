// Profiles: defaults, and bad input row by row with the code and place that must come back.
import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { ElError } from "../../topology/error.js";
import { packagePath } from "../../topology/schema.js";
import { loadProfile, parseProfile, profileNames } from "../index.js";
import * as limits from "../limits.js";

type Json = Record<string, unknown>;
const tap = (name: string, more: Json = {}) => ({ name, device: `net_tap_${name},iface=${name}`, ...more });
const least = { version: 1, host: "edge1", ports: [tap("a"), tap("b")] };
const underlay = (more: Json = {}) => ({ underlay: [{ port: "b", addresses: ["192.0.2.1/24"], ...more }] });

function found(changes: Json): string[] {
  try {
    parseProfile({ ...least, ...changes });
  } catch (error) {
    if (!(error instanceof ElError)) throw error;
    for (const { message, remedy } of error.findings) {
      expect(message).toMatch(/^\S.*\.$/);
      expect(remedy).toMatch(/^[A-Z].*\.$/);
    }
    return error.findings.map(({ code, path }) => `${code} ${path}`);
  }
  return [];
}

const queue = (port: string, number: number) => ({ port, queue: number });
const both = [queue("a", 0), queue("b", 0)];
const many = <T>(count: number, make: (i: number) => T) => Array.from({ length: count }, (_, i) => make(i));

const port = (more: Json) => ({ ports: [tap("a", more), tap("b")] });

const rows: [name: string, changes: Json, ...expected: string[]][] = [
  ["an unknown key", { port: [] }, "PROFILE_UNKNOWN_KEY /port"],
  ["an unknown key of a section", { memory: { hugepage: true } }, "PROFILE_UNKNOWN_KEY /memory/hugepage"],
  ["a wrong type", { burst: "32" }, "PROFILE_WRONG_TYPE /burst"],
  ["the former list of offloads", { offloads: ["checksum"] }, "PROFILE_REMOVED_KEY /offloads"],
  [
    "an unknown wish",
    port({ offloads: { checksum: "auto" } }),
    "PROFILE_UNKNOWN_KEY /ports/0/offloads/checksum",
  ],
  [
    "a wish of no known word",
    port({ offloads: { tso: "yes" } }),
    "PROFILE_NOT_ALLOWED /ports/0/offloads/tso",
  ],
  [
    "re-spreading by a card",
    port({ offloads: { respread: "hardware" } }),
    "PROFILE_NOT_ALLOWED /ports/0/offloads/respread",
  ],
  [
    "marks by software",
    port({ offloads: { mark: "software" } }),
    "PROFILE_NOT_ALLOWED /ports/0/offloads/mark",
  ],
  ["a card nobody knows", port({ card: "x520" }), "PROFILE_NOT_ALLOWED /ports/0/card"],
  ["a card behind a TAP", port({ card: "x710" }), "PROFILE_CARD_OF_VIRTUAL /ports/0/card"],
  ["a key of 39 bytes", port({ queues: 2, rssKey: "ab".repeat(39) }), "PROFILE_BAD_RSS_KEY /ports/0/rssKey"],
  [
    "a key without RSS",
    port({ queues: 2, rss: [], rssKey: "ab".repeat(52) }),
    "PROFILE_SPREADS_NOTHING /ports/0/rssKey",
  ],
  ["a key for one queue", port({ rssKey: "ab".repeat(52) }), "PROFILE_SPREADS_NOTHING /ports/0/rssKey"],
  [
    "a spreading table that leads nowhere",
    port({ queues: 2, reta: [0, 1, 2] }),
    "PROFILE_UNKNOWN_QUEUE /ports/0/reta/2",
  ],
  [
    "a spreading table of 129",
    port({ queues: 2, reta: many(129, () => 1) }),
    "PROFILE_TOO_MANY /ports/0/reta",
  ],
  [
    "steering to queues that are not there",
    port({ queues: 2, steer: { first: 1, count: 2 } }),
    "PROFILE_UNKNOWN_QUEUE /ports/0/steer",
  ],
  ["17 VXLAN ports", port({ vxlanPorts: many(17, (i) => 4789 + i) }), "PROFILE_TOO_MANY /ports/0/vxlanPorts"],
  ["VXLAN port 0", port({ vxlanPorts: [0] }), "PROFILE_OUT_OF_RANGE /ports/0/vxlanPorts/0"],
  [
    "segmentation in the card without its checksums",
    port({ offloads: { txChecksum: "software", tso: "hardware", greTso: "hardware" } }),
    "PROFILE_TSO_WITHOUT_CHECKSUM /ports/0/offloads/tso",
    "PROFILE_TSO_WITHOUT_CHECKSUM /ports/0/offloads/greTso",
  ],
  [
    "a threshold as large as its ring",
    port({ rxDescriptors: 64, thresholds: { rxFree: 64 } }),
    "PROFILE_OUT_OF_RANGE /ports/0/thresholds/rxFree",
  ],
  ["no ports", { ports: [] }, "PROFILE_TOO_FEW /ports"],
  ["65 ports", { ports: many(65, (i) => tap(`p${i}`)) }, "PROFILE_TOO_MANY /ports"],
  ["a burst of 257", { burst: 257 }, "PROFILE_OUT_OF_RANGE /burst"],
  ["17 queues", { ports: [tap("a", { queues: 17 })] }, "PROFILE_OUT_OF_RANGE /ports/0/queues"],
  ["a port name too long", { ports: [tap("x".repeat(32))] }, "PROFILE_BAD_LENGTH /ports/0/name"],
  ["a host name too long to be the node's", { host: "h".repeat(40) }, "PROFILE_BAD_LENGTH /name"],
  [
    "a port name twice",
    { ports: [tap("a"), { ...tap("b"), name: "a" }] },
    "PROFILE_DUPLICATE_NAME /ports/1/name",
  ],
  [
    "a device twice",
    { ports: [tap("a"), { ...tap("a"), name: "b" }] },
    "PROFILE_DUPLICATE_DEVICE /ports/1/device",
  ],
  [
    "a PCI device twice in two spellings",
    {
      ports: [
        { name: "a", device: "0000:0A:00.0" },
        { name: "b", device: "0a:00.0,x=1" },
      ],
    },
    "PROFILE_DUPLICATE_DEVICE /ports/1/device",
  ],
  [
    "a kernel interface for a device",
    { ports: [{ name: "a", device: "eth0" }] },
    "PROFILE_BAD_DEVICE /ports/0/device",
  ],
  [
    "a TAP with an argument of DPDK's",
    { ports: [{ name: "a", device: "tap0,iface=vm1,mac=fixed" }] },
    "PROFILE_BAD_DEVICE /ports/0/device",
  ],
  [
    "a TAP whose interface no kernel would name so",
    { ports: [{ name: "a", device: "tap0,iface=abcdefghijklmnop" }] },
    "PROFILE_BAD_DEVICE /ports/0/device",
  ],
  [
    "an MTU over the mbufs",
    { ports: [tap("a", { mtu: 9000 })], mbufs: { size: 1024 } },
    "PROFILE_MTU_OVER_MBUFS /ports/0/mtu",
  ],
  ["too few mbufs", { mbufs: { count: 1000 } }, "PROFILE_TOO_FEW_MBUFS /mbufs/count"],
  ["more mbufs than memory", { mbufs: { count: 1_000_000 } }, "PROFILE_TOO_LITTLE_MEMORY /memory"],
  [
    "sockets without hugepages",
    { memory: { hugepages: false, perSocket: [512] } },
    "PROFILE_SOCKETS_WITHOUT_HUGEPAGES /memory/perSocket",
  ],
  ["1000 upcall slots", { bounds: { upcallSlots: 1000 } }, "PROFILE_NOT_A_POWER_OF_TWO /bounds/upcallSlots"],
  [
    "source ports beyond 65535",
    { tunnels: { sourcePortMin: 60000 } },
    "PROFILE_OUT_OF_RANGE /tunnels/sourcePortMin",
  ],
  [
    "neighbours that never go stale",
    { timeouts: { neighbour: { staleMs: 90_000 } } },
    "PROFILE_STALE_AFTER_EXPIRY /timeouts/neighbour/staleMs",
  ],
  [
    "an EAL argument of its own",
    { eal: ["--file-prefix=x", "-l", "--huge-dir=/h"] },
    "PROFILE_EAL_ARGUMENT /eal/0",
    "PROFILE_EAL_ARGUMENT /eal/1",
  ],

  [
    "an lcore twice",
    {
      lcores: [
        { lcore: 1, queues: [both[0]] },
        { lcore: 1, queues: [both[1]] },
      ],
    },
    "PROFILE_DUPLICATE_LCORE /lcores/1/lcore",
  ],
  ["a core twice", { cores: [1, 1] }, "PROFILE_DUPLICATE_LCORE /cores/1"],
  [
    "lcores beside cores",
    { cores: [1], lcores: [{ lcore: 1, queues: both }] },
    "PROFILE_LCORES_AND_CORES /cores",
  ],
  [
    "a queue polled twice",
    {
      lcores: [
        { lcore: 1, queues: both },
        { lcore: 2, queues: both.slice(1) },
      ],
    },
    "PROFILE_QUEUE_TWICE /lcores/1/queues/0",
  ],
  [
    "a queue nobody polls",
    { lcores: [{ lcore: 1, queues: both.slice(1) }] },
    "PROFILE_QUEUE_UNPOLLED /ports/0",
  ],
  [
    "a port that is not there",
    { lcores: [{ lcore: 1, queues: [...both, queue("c", 0)] }] },
    "PROFILE_UNKNOWN_PORT /lcores/0/queues/2/port",
  ],
  [
    "a queue that is not there",
    { lcores: [{ lcore: 1, queues: [...both, queue("a", 1)] }] },
    "PROFILE_UNKNOWN_QUEUE /lcores/0/queues/2/queue",
  ],
  [
    "33 queues on an lcore",
    {
      ports: many(33, (i) => tap(`p${i}`, { rxDescriptors: 32, txDescriptors: 32 })),
      lcores: [{ lcore: 1, queues: many(33, (i) => queue(`p${i}`, 0)) }],
    },
    "PROFILE_TOO_MANY /lcores/0/queues",
  ],

  [
    "an underlay port that is not there",
    { underlay: [{ port: "c", addresses: ["192.0.2.1/24"] }] },
    "PROFILE_UNKNOWN_PORT /underlay/0/port",
  ],
  ["VLAN 4095", underlay({ vlan: 4095 }), "PROFILE_OUT_OF_RANGE /underlay/0/vlan"],
  ["VLAN 0", underlay({ vlan: 0 }), "PROFILE_OUT_OF_RANGE /underlay/0/vlan"],
  [
    "an address without prefix length",
    underlay({ addresses: ["192.0.2.1"] }),
    "PROFILE_BAD_ADDRESS /underlay/0/addresses/0",
  ],
  [
    "a network address",
    underlay({ addresses: ["192.0.2.0/24"] }),
    "PROFILE_NOT_A_HOST_ADDRESS /underlay/0/addresses/0",
  ],
  [
    "an address twice",
    underlay({ addresses: ["192.0.2.1/24", "192.0.2.1/24"] }),
    "PROFILE_DUPLICATE_ADDRESS /underlay/0/addresses/1",
  ],
  [
    "a gateway off the link",
    underlay({ gateways: ["192.0.3.1"] }),
    "PROFILE_GATEWAY_OFF_LINK /underlay/0/gateways/0",
  ],
  [
    "a gateway that is oneself",
    underlay({ gateways: ["192.0.2.1"] }),
    "PROFILE_GATEWAY_IS_SELF /underlay/0/gateways/0",
  ],
  [
    "nine gateways",
    underlay({ gateways: many(9, (i) => `192.0.2.${i + 2}`) }),
    "PROFILE_TOO_MANY /underlay/0/gateways",
  ],
  [
    "a gateway twice",
    underlay({ gateways: ["192.0.2.2", "192.0.2.2"] }),
    "PROFILE_DUPLICATE_GATEWAY /underlay/0/gateways/1",
  ],
  ["an underlay MTU over the port's", underlay({ mtu: 1501 }), "PROFILE_MTU_OVER_PORT /underlay/0/mtu"],
  [
    "an IPv6 underlay of 1279",
    underlay({ addresses: ["2001:db8::1/64"], mtu: 1279 }),
    "PROFILE_MTU_TOO_SMALL /underlay/0/mtu",
  ],
  [
    "one network twice",
    {
      underlay: [
        { port: "b", addresses: ["192.0.2.1/24"] },
        { port: "b", addresses: ["198.51.100.1/24"] },
      ],
    },
    "PROFILE_DUPLICATE_UNDERLAY /underlay/1",
  ],
  [
    "overlapping networks",
    {
      underlay: [
        { port: "b", addresses: ["192.0.2.1/24"] },
        { port: "b", vlan: 5, addresses: ["192.0.2.129/25"] },
      ],
    },
    "PROFILE_OVERLAPPING_SUBNETS /underlay/1/addresses/0",
  ],
];

it.each(rows)("%s", (_, changes, ...expected) => {
  expect(found(changes)).toEqual(expected);
});

it("the least profile is right, and everything else has a default", () => {
  const profile = parseProfile(least);
  expect(profile).toMatchObject({
    role: "compute",
    name: "edge1",
    underlay: [],
    burst: 32,
    memory: { hugepages: true },
    timeouts: { neighbour: { tries: 3 } },
    tunnels: { tooBig: "icmp", sourcePortMin: 49152 },
    state: {},
  });
  expect(profile.lcores).toBeUndefined();
  expect(parseProfile({ ...least, ...underlay() }).underlay[0]!.mtu).toBe(1500);
});

it("parsing leaves the caller's object alone, and a parsed profile parses again", () => {
  const before = JSON.stringify(least);
  const profile = parseProfile(least);
  expect(JSON.stringify(least)).toBe(before);
  expect(parseProfile(profile)).toEqual(profile);
});

it("ports of one PCI function are told apart by their port argument", () => {
  const dual = [0, 1].map((port) => ({ name: `p${port}`, device: `0000:0a:00.0,port=${port}` }));
  expect(found({ ports: dual })).toEqual([]);
});

it("the profiles that come with edgelane are right; an unknown one is told with its neighbours", () => {
  expect(profileNames()).toEqual(["connectx3-pro-40g", "demo", "demo-pcap", "vhost-laptop", "x710-10g"]);
  for (const name of profileNames()) expect(loadProfile(name).name).toBe(name);
  expect(() => loadProfile("demmo")).toThrow(
    expect.objectContaining({ code: "PROFILE_UNKNOWN", remedy: expect.stringContaining('"demo"') }),
  );
  expect(() => loadProfile("./demmo.json")).toThrow(expect.objectContaining({ code: "PROFILE_UNREADABLE" }));
});

it("the removed list of offloads is told with what to write instead", () => {
  const wrong = { ...least, offloads: ["checksum", "segmentation"] };
  expect(() => parseProfile(wrong)).toThrow(
    expect.objectContaining({
      remedy: expect.stringMatching(/^Wishes are each port's own .*\/ports\/0\/offloads/),
    }),
  );
});

it("a card is told VXLAN's port where tunnels end, unless the profile says otherwise", () => {
  const card = { name: "b", device: "0000:01:00.0" };
  const told = (more: Json) =>
    parseProfile({ ...least, ...underlay(), ...more }).ports.map(({ vxlanPorts }) => vxlanPorts);
  expect(told({})).toEqual([[], []]);
  expect(told({ ports: [{ ...card, name: "c", device: "0000:02:00.0" }, card] })).toEqual([[], [4789]]);
  expect(told({ ports: [tap("a"), { ...card, vxlanPorts: [8472, 4789] }] })).toEqual([[], [8472, 4789]]);
});

it("its limits are the header's", () => {
  const parts = ["limits", "key", "start"].map((part) => packagePath(`bindings/abi/${part}.h`));
  const header = parts.map((path) => readFileSync(path, "utf8")).join("");
  const number = (name: string) => Number(new RegExp(`#define EL_${name} (\\d+)`).exec(header)![1]);
  const { PORT_FLAG, MAX_SEGMENTS, SOCKET_LEN, ...same } = limits;
  for (const [name, value] of Object.entries(same)) expect(value, name).toBe(number(name));
  expect(header).toContain(`char socket[${SOCKET_LEN}];`);
  for (const [name, value] of Object.entries(PORT_FLAG))
    expect(header).toMatch(new RegExp(`EL_PORT_${name} = ${value},`));
  expect(MAX_SEGMENTS * 2048).toBeGreaterThanOrEqual(limits.MAX_FRAME);
  const schemaOf = (part: string) =>
    JSON.parse(readFileSync(packagePath(`dataplane/profiles/${part}.schema.json`), "utf8"));
  const schema = schemaOf("profile");
  const { PortProfile } = schemaOf("port").$defs;
  expect(schema.properties.ports.maxItems).toBe(limits.MAX_PORTS);
  expect(schema.properties.lcores.maxItems).toBe(limits.MAX_LCORES);
  expect(PortProfile.properties.queues.maximum).toBe(limits.MAX_QUEUES);
  expect(PortProfile.properties.name.maxLength).toBe(limits.NAME_LEN - 1);
  expect(PortProfile.properties.device.maxLength).toBe(limits.DEVARGS_LEN - 1);
  expect(PortProfile.properties.mtu.maximum).toBe(limits.MAX_FRAME - 18);
});
