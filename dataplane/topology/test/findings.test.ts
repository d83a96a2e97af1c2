// Bad input: each row spoils the demo topology in one way and names the code and place that must come back.
import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { ElError } from "../error.js";
import { loadTopology, parseTopology } from "../index.js";
import { packagePath } from "../schema.js";

type Json = Record<string, unknown>;
const demo = readFileSync(packagePath("dataplane/topology/examples/demo.json"), "utf8");

/** The demo with the value at each JSON pointer replaced; undefined removes it; a path ending in "/-" appends. */
function spoilt(changes: Json): Json {
  const document = JSON.parse(demo) as Json;
  for (const [pointer, value] of Object.entries(changes)) {
    const keys = pointer.slice(1).split("/");
    const last = keys.pop()!;
    let parent = document;
    for (const key of keys) {
      parent[key] ??= {};
      parent = parent[key] as Json;
    }
    if (last === "-") (parent as unknown as unknown[]).push(value);
    else if (value === undefined) delete parent[last];
    else parent[last] = value;
  }
  return document;
}

function errorOf(input: string | object): ElError {
  try {
    parseTopology(input, "demo.json");
  } catch (error) {
    if (error instanceof ElError) return error;
    throw error;
  }
  throw new Error("it was accepted");
}

const found = (input: string | object) => errorOf(input).findings.map(({ code, path }) => `${code} ${path}`);
const zone = (hosts: unknown[], more: Json = {}) => [{ id: "z", type: "vxlan", hosts, ...more }];
const match = (condition: Json) => ({ "/chains/0/rules/-": { action: "drop", match: condition } });
const at = "/chains/0/rules/4/match";
const route = (value: Json) => ({ "/routers/0/routes": [value] });

const rows: [name: string, changes: Json, ...expected: string[]][] = [
  ["an unknown key", { "/bridge": [] }, "TOPOLOGY_UNKNOWN_KEY /bridge"],
  ["an unknown key deep down", { "/ports/2/vtep/vni": 1 }, "TOPOLOGY_UNKNOWN_KEY /ports/2/vtep/vni"],
  ["a missing key", { "/ports/0/device": undefined }, "TOPOLOGY_MISSING_KEY /ports/0"],
  ["a missing version", { "/version": undefined }, "TOPOLOGY_MISSING_KEY "],
  ["a later version", { "/version": 2 }, "TOPOLOGY_NOT_ALLOWED /version"],
  ["text for a number", { "/ports/2/vtep/key": "5001" }, "TOPOLOGY_WRONG_TYPE /ports/2/vtep/key"],
  ["a fraction", { "/ports/0/key": 1.5 }, "TOPOLOGY_WRONG_TYPE /ports/0/key"],
  ["an object for a list", { "/hosts": {} }, "TOPOLOGY_WRONG_TYPE /hosts"],
  ["an unknown word", { "/ports/2/vtep/type": "geneve" }, "TOPOLOGY_NOT_ALLOWED /ports/2/vtep/type"],
  ["a key of 0", { "/ports/0/key": 0 }, "TOPOLOGY_OUT_OF_RANGE /ports/0/key"],
  ["a key of 25 bits", { "/ports/0/key": 2 ** 24 }, "TOPOLOGY_OUT_OF_RANGE /ports/0/key"],
  ["a VNI of 25 bits", { "/ports/2/vtep/key": 2 ** 24 }, "TOPOLOGY_OUT_OF_RANGE /ports/2/vtep/key"],
  ["a bad MAC", { "/ports/5/mac": "02:00:00:00:0a" }, "TOPOLOGY_BAD_MAC /ports/5/mac"],
  ["a bad CIDR", { "/ports/5/addresses/0": "10.0.1.1/33" }, "TOPOLOGY_BAD_ADDRESS /ports/5/addresses/0"],
  [
    "a bad address",
    { "/ports/2/vtep/remotes/0/address": "192.0.2" },
    "TOPOLOGY_BAD_ADDRESS /ports/2/vtep/remotes/0/address",
  ],
  [
    "a bad prefix in a group",
    { "/ipAddressGroups/0/addresses/0": "10.0.2.0/ab" },
    "TOPOLOGY_BAD_PREFIX /ipAddressGroups/0/addresses/0",
  ],
  [
    "a bad name",
    { "/hosts/0/id": "edge@1" },
    "TOPOLOGY_BAD_NAME /hosts/0/id",
    "TOPOLOGY_UNKNOWN_REFERENCE /ports/0/host",
    "TOPOLOGY_UNKNOWN_REFERENCE /ports/1/host",
    "TOPOLOGY_UNKNOWN_REFERENCE /ports/2/vtep/host",
  ],
  [
    "a name too long for the worker",
    { "/ports/0/interface": "x".repeat(32) },
    "TOPOLOGY_BAD_LENGTH /ports/0/interface",
  ],
  [
    "a port over 65535",
    match({ destinationPorts: { first: 1, last: 70000 } }),
    `TOPOLOGY_OUT_OF_RANGE ${at}/destinationPorts/last`,
  ],
  ["no remotes", { "/ports/2/vtep/remotes": [] }, "TOPOLOGY_TOO_FEW /ports/2/vtep/remotes"],

  ["a host twice", { "/hosts/-": { id: "edge1" } }, "TOPOLOGY_DUPLICATE_ID /hosts/1/id"],
  ["a bridge named as a router", { "/routers/-": { id: "net-a" } }, "TOPOLOGY_DUPLICATE_ID /routers/1/id"],
  [
    "a rule twice in a chain",
    { "/chains/0/rules/1/id": "own-ipv4" },
    "TOPOLOGY_DUPLICATE_ID /chains/0/rules/1/id",
  ],

  [
    "a device that is not there",
    { "/ports/0/device": "net-c" },
    "TOPOLOGY_UNKNOWN_REFERENCE /ports/0/device",
  ],
  [
    "a chain that is not there",
    { "/bridges/0/inboundChain": "from-vm2" },
    "TOPOLOGY_UNKNOWN_REFERENCE /bridges/0/inboundChain",
  ],
  [
    "a jump to nowhere",
    { "/chains/1/rules/1/chain": "labs" },
    "TOPOLOGY_UNKNOWN_REFERENCE /chains/1/rules/1/chain",
  ],
  [
    "a rule on a port that is not there",
    match({ inPorts: ["vm1", "vm9"] }),
    `TOPOLOGY_UNKNOWN_REFERENCE ${at}/inPorts/1`,
  ],
  [
    "a rule on groups that are not there",
    match({ portGroup: "g", srcAddressGroup: "h", traversedDevice: "d" }),
    `TOPOLOGY_UNKNOWN_REFERENCE ${at}/portGroup`,
    `TOPOLOGY_UNKNOWN_REFERENCE ${at}/srcAddressGroup`,
    `TOPOLOGY_UNKNOWN_REFERENCE ${at}/traversedDevice`,
  ],
  [
    "a group of a port that is not there",
    { "/portGroups": [{ id: "g", ports: ["vm9"] }] },
    "TOPOLOGY_UNKNOWN_REFERENCE /portGroups/0/ports/0",
  ],
  [
    "a zone of a host that is not there",
    { "/tunnelZones": zone([{ host: "edge9", address: "192.0.2.1" }]) },
    "TOPOLOGY_UNKNOWN_REFERENCE /tunnelZones/0/hosts/0/host",
  ],
  [
    "a station behind another bridge's port",
    { "/bridges/0/macTable": [{ mac: "02:00:00:00:00:01", port: "vm2" }] },
    "TOPOLOGY_FOREIGN_PORT /bridges/0/macTable/0/port",
  ],
  [
    "a route by a bridge's port",
    route({ destination: "10.9.0.0/16", port: "vm1" }),
    "TOPOLOGY_FOREIGN_PORT /routers/0/routes/0/port",
  ],

  ["a port attached to nothing", { "/ports/2/vtep": undefined }, "TOPOLOGY_NO_ATTACHMENT /ports/2"],
  [
    "a port attached twice",
    { "/ports/2/host": "edge1", "/ports/2/interface": "x" },
    "TOPOLOGY_TWO_ATTACHMENTS /ports/2",
  ],
  ["a host without interface", { "/ports/0/interface": undefined }, "TOPOLOGY_HALF_BINDING /ports/0"],
  ["an interface bound twice", { "/ports/1/interface": "vm1" }, "TOPOLOGY_BOUND_TWICE /ports/1/interface"],
  [
    "a one-sided peer",
    { "/ports/3/peer": "router-b" },
    "TOPOLOGY_PEER_ONE_SIDED /ports/3/peer",
    "TOPOLOGY_PEER_ONE_SIDED /ports/5/peer",
  ],
  [
    "a port peered with itself",
    { "/ports/3/peer": "a-router" },
    "TOPOLOGY_PEER_SELF /ports/3/peer",
    "TOPOLOGY_PEER_ONE_SIDED /ports/5/peer",
  ],
  [
    "a NAT64 table",
    {
      "/routers/0/nat64": {
        prefix: "64:ff9b::/95",
        pairs: [
          { ipv6: "2001:db8::1", ipv4: "192.0.2.1" },
          { ipv6: "64:ff9b::1", ipv4: "2001:db8::2" },
          { ipv6: "2001:db8::1", ipv4: "192.0.2.1" },
        ],
      },
    },
    "TOPOLOGY_NAT64_PREFIX /routers/0/nat64/prefix",
    "TOPOLOGY_NAT64_PAIR_IN_PREFIX /routers/0/nat64/pairs/1/ipv6",
    "TOPOLOGY_MIXED_FAMILIES /routers/0/nat64/pairs/1/ipv4",
    "TOPOLOGY_NAT64_PAIR_TWICE /routers/0/nat64/pairs/2/ipv6",
    "TOPOLOGY_NAT64_PAIR_TWICE /routers/0/nat64/pairs/2/ipv4",
  ],
  ["a router port without address", { "/ports/5/addresses": [] }, "TOPOLOGY_NO_ADDRESS /ports/5"],
  [
    "an address on a bridge port",
    { "/ports/0/addresses": ["10.0.1.9/24"] },
    "TOPOLOGY_NOT_A_ROUTER_PORT /ports/0/addresses",
  ],
  ["a key on an interior port", { "/ports/3/key": 7 }, "TOPOLOGY_KEY_WITHOUT_HOST /ports/3/key"],

  [
    "overlapping subnets on a router",
    { "/ports/6/addresses/0": "10.0.0.1/16" },
    "TOPOLOGY_OVERLAPPING_SUBNETS /ports/5/addresses/0",
  ],
  [
    "overlapping IPv6 subnets",
    { "/ports/6/addresses/1": "fd00:0:0:a:8000::1/65" },
    "TOPOLOGY_OVERLAPPING_SUBNETS /ports/6/addresses/1",
  ],
  [
    "a network address",
    { "/ports/6/addresses/0": "10.0.2.0/24" },
    "TOPOLOGY_NOT_A_HOST_ADDRESS /ports/6/addresses/0",
  ],
  [
    "a broadcast address",
    { "/ports/6/addresses/0": "10.0.2.255/24" },
    "TOPOLOGY_NOT_A_HOST_ADDRESS /ports/6/addresses/0",
  ],
  [
    "a multicast address",
    { "/ports/6/addresses/1": "ff02::1/64" },
    "TOPOLOGY_NOT_A_HOST_ADDRESS /ports/6/addresses/1",
  ],
  [
    "one address for two routers of a bridge",
    {
      "/routers/-": { id: "r2" },
      "/ports/-": { id: "r2-a", device: "r2", peer: "a-r2", addresses: ["10.0.1.1/24"] },
      "/ports/8": { id: "a-r2", device: "net-a", peer: "r2-a" },
    },
    "TOPOLOGY_DUPLICATE_ADDRESS /ports/7/addresses/0",
  ],

  ["one MAC for two ports", { "/ports/6/mac": "02:00:00:00:0A:01" }, "TOPOLOGY_DUPLICATE_MAC /ports/6/mac"],
  [
    "a station twice",
    {
      "/bridges/0/macTable": [
        { mac: "02:00:00:00:00:01", port: "vm1" },
        { mac: "02:00:00:00:00:01", port: "vm1" },
      ],
    },
    "TOPOLOGY_DUPLICATE_MAC /bridges/0/macTable/1/mac",
  ],
  [
    "a station that a remote VTEP has",
    {
      "/bridges/0/macTable": [{ mac: "02:00:00:00:00:01", port: "vm1" }],
      "/ports/2/vtep/remotes/0/macs": ["02:00:00:00:00:01"],
    },
    "TOPOLOGY_DUPLICATE_MAC /ports/2/vtep/remotes/0/macs/0",
  ],
  [
    "a station with the router's MAC",
    { "/bridges/0/macTable": [{ mac: "02:00:00:00:0a:01", port: "vm1" }] },
    "TOPOLOGY_DUPLICATE_MAC /bridges/0/macTable/0/mac",
  ],
  ["a group MAC", { "/ports/5/mac": "03:00:00:00:0a:01" }, "TOPOLOGY_NOT_A_UNICAST_MAC /ports/5/mac"],

  [
    "a host twice in a zone",
    {
      "/tunnelZones": zone([
        { host: "edge1", address: "192.0.2.1" },
        { host: "edge1", address: "192.0.2.3" },
      ]),
    },
    "TOPOLOGY_DUPLICATE_MEMBER /tunnelZones/0/hosts/1/host",
  ],
  [
    "one address for two hosts",
    {
      "/hosts/-": { id: "edge2" },
      "/tunnelZones": zone([
        { host: "edge1", address: "2001:db8::1" },
        { host: "edge2", address: "2001:DB8:0::1" },
      ]),
    },
    "TOPOLOGY_DUPLICATE_TUNNEL_ADDRESS /tunnelZones/0/hosts/1/address",
  ],
  [
    "two families in a zone",
    {
      "/hosts/-": { id: "edge2" },
      "/tunnelZones": zone([
        { host: "edge1", address: "2001:db8::1" },
        { host: "edge2", address: "192.0.2.2" },
      ]),
    },
    "TOPOLOGY_MIXED_FAMILIES /tunnelZones/0/hosts/1/address",
  ],
  [
    "a UDP port of GRE",
    { "/tunnelZones": zone([], { type: "gre", udpPort: 4789 }) },
    "TOPOLOGY_UDP_PORT_WITHOUT_VXLAN /tunnelZones/0/udpPort",
  ],

  [
    "a remote twice",
    { "/ports/2/vtep/remotes/-": { address: "192.0.2.2" } },
    "TOPOLOGY_DUPLICATE_REMOTE /ports/2/vtep/remotes/1/address",
  ],
  [
    "two families behind a gateway",
    { "/ports/2/vtep/remotes/-": { address: "2001:db8::2" } },
    "TOPOLOGY_MIXED_FAMILIES /ports/2/vtep/remotes/1/address",
  ],
  [
    "a flood to a stranger",
    { "/ports/2/vtep/flood": ["192.0.2.3"] },
    "TOPOLOGY_UNKNOWN_REFERENCE /ports/2/vtep/flood/0",
  ],
  [
    "a remote that is local",
    { "/ports/2/vtep/local": "192.0.2.2" },
    "TOPOLOGY_REMOTE_IS_LOCAL /ports/2/vtep/remotes/0/address",
  ],

  [
    "one key for two ports",
    { "/ports/0/key": 9, "/ports/1/key": 9 },
    "TOPOLOGY_DUPLICATE_TUNNEL_KEY /ports/1/key",
  ],
  ["a port key that is a VNI", { "/ports/0/key": 5001 }, "TOPOLOGY_KEY_IS_VTEP_KEY /ports/0/key"],
  [
    "one VNI for two gateways of a host",
    {
      "/ports/-": {
        id: "g2",
        device: "net-b",
        vtep: { type: "vxlan", key: 5001, host: "edge1", remotes: [{ address: "192.0.2.9" }] },
      },
    },
    "TOPOLOGY_DUPLICATE_VTEP_KEY /ports/7/vtep/key",
  ],

  [
    "a gateway on no subnet",
    route({ destination: "0.0.0.0/0", port: "router-a", gateway: "10.0.2.9" }),
    "TOPOLOGY_GATEWAY_OFF_LINK /routers/0/routes/0/gateway",
  ],
  [
    "a gateway that is the router",
    route({ destination: "0.0.0.0/0", port: "router-a", gateway: "10.0.1.1" }),
    "TOPOLOGY_GATEWAY_IS_SELF /routers/0/routes/0/gateway",
  ],
  [
    "host bits in a prefix",
    route({ destination: "10.9.1.0/16", type: "reject" }),
    "TOPOLOGY_HOST_BITS /routers/0/routes/0/destination",
  ],
  [
    "two families in a route",
    route({ destination: "::/0", source: "10.0.0.0/8", type: "reject" }),
    "TOPOLOGY_MIXED_FAMILIES /routers/0/routes/0/source",
  ],
  ["a route to nowhere", route({ destination: "::/0" }), "TOPOLOGY_ROUTE_WITHOUT_PORT /routers/0/routes/0"],
  [
    "a blackhole with a port",
    route({ destination: "::/0", type: "blackhole", port: "router-a" }),
    "TOPOLOGY_ROUTE_WITH_TARGET /routers/0/routes/0/port",
  ],

  [
    "a jump without a target",
    { "/chains/1/rules/1/chain": undefined },
    "TOPOLOGY_JUMP_WITHOUT_CHAIN /chains/1/rules/1",
  ],
  [
    "a target without a jump",
    { "/chains/1/rules/0/chain": "lab" },
    "TOPOLOGY_CHAIN_WITHOUT_JUMP /chains/1/rules/0/chain",
  ],
  [
    "a redirect without a target",
    { "/chains/1/rules/0/action": "redirect" },
    "TOPOLOGY_REDIRECT_WITHOUT_PORT /chains/1/rules/0",
  ],
  [
    "a port without a redirect",
    { "/chains/1/rules/0/port": "vm1" },
    "TOPOLOGY_PORT_WITHOUT_REDIRECT /chains/1/rules/0/port",
  ],
  [
    "a circle of jumps",
    { "/chains/2/rules/-": { action: "jump", chain: "net-b-in" } },
    "TOPOLOGY_JUMP_CYCLE /chains/2/rules/2",
  ],
  [
    "a chain that jumps to itself",
    { "/chains/2/rules/-": { action: "jump", chain: "lab" } },
    "TOPOLOGY_JUMP_CYCLE /chains/2/rules/2",
  ],

  [
    "two families in a rule",
    match({ source: "10.0.0.0/8", destination: "fd00::/8" }),
    `TOPOLOGY_MIXED_FAMILIES ${at}/destination`,
  ],
  [
    "an IPv6 address under the IPv4 type",
    match({ etherType: 2048, source: "fd00::1" }),
    `TOPOLOGY_MIXED_FAMILIES ${at}/source`,
  ],
  [
    "a backward range",
    match({ sourcePorts: { first: 9, last: 8 } }),
    `TOPOLOGY_EMPTY_RANGE ${at}/sourcePorts`,
  ],
  [
    "a mask of nothing",
    match({ srcMacMask: "ff:ff:ff:00:00:00" }),
    `TOPOLOGY_MASK_WITHOUT_MAC ${at}/srcMacMask`,
  ],
  ["a VLAN of untagged frames", match({ noVlan: true, vlan: 7 }), `TOPOLOGY_VLAN_AND_NO_VLAN ${at}/vlan`],
  [
    "ports of later fragments",
    match({ fragments: "nonheader", sourcePorts: { first: 1, last: 2 } }),
    `TOPOLOGY_PORTS_OF_FRAGMENTS ${at}/sourcePorts`,
  ],
  [
    "not of a field that is not there",
    match({ protocol: 6, not: ["vlan"] }),
    `TOPOLOGY_NOT_OF_NOTHING ${at}/not/0`,
  ],
  [
    "a mirror to no port, one that is not declared, and a match that contradicts itself",
    {
      "/mirrors": [{ id: "m", to: "nowhere", match: { vlan: 5, noVlan: true } }],
      "/ports/0/mirrors": { postIn: ["m", "n"] },
      "/bridges/0/outboundMirrors": ["o"],
    },
    "TOPOLOGY_UNKNOWN_REFERENCE /bridges/0/outboundMirrors/0",
    "TOPOLOGY_UNKNOWN_REFERENCE /ports/0/mirrors/postIn/1",
    "TOPOLOGY_UNKNOWN_REFERENCE /mirrors/0/to",
    "TOPOLOGY_VLAN_AND_NO_VLAN /mirrors/0/match/vlan",
  ],
  [
    "insertions that share a VLAN and a position, one of them behind an interior port",
    {
      "/l2Insertions": [
        { id: "a", port: "vm1", servicePort: "vm2", vlan: 9 },
        { id: "b", port: "vm1", servicePort: "vm2", vlan: 9 },
        { id: "c", port: "vm1", servicePort: "a-router", vlan: 9, position: 2 },
      ],
    },
    "TOPOLOGY_SERVICE_NOT_EXTERIOR /l2Insertions/2/servicePort",
    "TOPOLOGY_VLAN_TAKEN /l2Insertions/1/vlan",
    "TOPOLOGY_POSITION_TAKEN /l2Insertions/1",
  ],
  [
    "a service that is led through a service",
    {
      "/l2Insertions": [
        { id: "a", port: "vm1", servicePort: "vm2", vlan: 9 },
        { id: "b", port: "vm2", servicePort: "vm1", vlan: 9 },
      ],
    },
    "TOPOLOGY_SERVICE_PROTECTED /l2Insertions/0/servicePort",
    "TOPOLOGY_SERVICE_PROTECTED /l2Insertions/1/servicePort",
  ],
  ["not twice", match({ protocol: 6, not: ["protocol", "protocol"] }), `TOPOLOGY_DUPLICATE_NOT ${at}/not/1`],
];

it.each(rows)("%s", (_, changes, ...expected) => {
  const error = errorOf(spoilt(changes));
  expect(error.findings.map(({ code, path }) => `${code} ${path}`)).toEqual(expected);
  for (const { message, remedy } of error.findings) {
    expect(message).toMatch(/^\S.*\.$/s);
    expect(remedy).toMatch(/^[A-Z].*\.$/s);
  }
});

it("the demo itself is right", () => {
  expect(parseTopology(demo).hosts).toEqual([{ id: "edge1" }]);
});

it("reports faults of different kinds together", () => {
  const codes = found(
    spoilt({ "/colour": 1, "/ports/0/key": 0, "/ports/1/interface": "vm1", "/bridges/0/inboundChain": "x" }),
  );
  expect(codes).toEqual([
    "TOPOLOGY_UNKNOWN_KEY /colour",
    "TOPOLOGY_OUT_OF_RANGE /ports/0/key",
    "TOPOLOGY_UNKNOWN_REFERENCE /bridges/0/inboundChain",
    "TOPOLOGY_BOUND_TWICE /ports/1/interface",
  ]);
});

it("guesses what a misspelt word meant", () => {
  expect(errorOf(spoilt({ "/brigdes": [] })).remedy).toBe('Write "bridges", or remove it.');
  expect(errorOf(spoilt({ "/ports/0/device": "net_a" })).remedy).toBe('Write "net-a", or declare "net_a".');
});

it("one fault lends the error its own code, several are TOPOLOGY_INVALID", () => {
  expect(errorOf(spoilt({ "/x": 1 }))).toMatchObject({
    code: "TOPOLOGY_UNKNOWN_KEY",
    place: "demo.json at /x",
  });
  expect(errorOf(spoilt({ "/x": 1, "/y": 1 }))).toMatchObject({
    code: "TOPOLOGY_INVALID",
    place: "demo.json",
  });
});

it("places faults of the text itself, and duplicate keys beside others", () => {
  expect(errorOf(demo.replace('"version"', "version"))).toMatchObject({
    code: "TOPOLOGY_SYNTAX",
    message: expect.stringMatching(/line 3, column 3/),
  });
  const twice = demo.replace('"id": "net-a",', '"id": "net-a", "id": "net-a", "colour": 1,');
  expect(found(twice)).toEqual([
    "TOPOLOGY_DUPLICATE_KEY /bridges/0/id",
    "TOPOLOGY_UNKNOWN_KEY /bridges/0/colour",
  ]);
  expect(found("null")).toEqual(["TOPOLOGY_WRONG_TYPE "]);
  expect(found('{"__proto__": {"version": 1}, "version": 1, "hosts": [], "ports": []}')).toEqual([
    "TOPOLOGY_UNKNOWN_KEY /__proto__",
  ]);
});

it("an inverted field may be of the other family", () => {
  expect(() =>
    parseTopology(spoilt(match({ source: "10.0.0.0/8", destination: "fd00::/8", not: ["source"] }))),
  ).not.toThrow();
});

it("says which file cannot be read, and why", () => {
  expect(() => loadTopology("/no/such/file.json")).toThrow(
    expect.objectContaining({ code: "TOPOLOGY_UNREADABLE", message: "/no/such/file.json does not exist." }),
  );
  expect(() => loadTopology("/")).toThrow(
    expect.objectContaining({ code: "TOPOLOGY_UNREADABLE", message: "/ is a folder." }),
  );
});

it.each(["demo", "gre", "ecmp"])("the example %s is right", (name) => {
  expect(loadTopology(packagePath(`dataplane/topology/examples/${name}.json`)).version).toBe(1);
});
