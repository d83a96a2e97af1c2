// Random topologies of the right shape (meaning is not kept): every optional field comes and goes.
import fc from "fast-check";
import { formatIp, formatMac } from "../addresses.js";
import type { Condition, L2Insertion, Port, Rule, SecurityRule, Topology, Vtep } from "../model.js";

const id = fc.stringMatching(/^[A-Za-z0-9_][A-Za-z0-9._:-]{0,20}$/);
const text = fc.string({ maxLength: 20 });
const mac = fc.nat({ max: 2 ** 32 - 1 }).map((n) => formatMac(n + 0x02 * 2 ** 40));
const uint32 = fc.integer({ min: 0, max: 2 ** 32 - 1 });
const port16 = fc.integer({ min: 0, max: 65535 });

/** 16 bytes, IPv4-mapped half of the time; never the IPv4-mapped prefix by chance. */
export const ipBytes: fc.Arbitrary<Uint8Array> = fc
  .tuple(fc.boolean(), fc.uint8Array({ minLength: 16, maxLength: 16 }), fc.array(fc.nat({ max: 15 })))
  .map(([four, bytes, zeros]) => {
    for (const at of zeros) bytes[at] = 0; // runs of zeros are what IPv6 text is about
    if (four) bytes.set([0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff]);
    else if (bytes.subarray(0, 10).every((byte) => byte === 0)) bytes[0] = 0x20;
    return bytes;
  });

const ip = ipBytes.map((bytes) => formatIp(bytes));
const prefix = fc.tuple(ip, fc.nat({ max: 32 })).map(([address, length]) => `${address}/${length}`);
const ports = fc.record({ first: port16, last: port16 });
const some = <T>(item: fc.Arbitrary<T>) => fc.array(item, { minLength: 1, maxLength: 3 });
const few = <T>(item: fc.Arbitrary<T>) => fc.array(item, { maxLength: 3 });

const condition = fc.record(
  {
    invert: fc.boolean(),
    not: some(fc.constantFrom("source", "vlan", "protocol")),
    inPorts: some(id),
    outPorts: some(id),
    inPortGroup: id,
    outPortGroup: id,
    portGroup: id,
    srcAddressGroup: id,
    dstAddressGroup: id,
    etherType: port16,
    srcMac: mac,
    srcMacMask: mac,
    dstMac: mac,
    dstMacMask: mac,
    noVlan: fc.boolean(),
    vlan: fc.nat({ max: 4095 }),
    tos: fc.nat({ max: 255 }),
    protocol: fc.nat({ max: 255 }),
    source: fc.oneof(ip, prefix),
    destination: fc.oneof(ip, prefix),
    sourcePorts: ports,
    destinationPorts: ports,
    fragments: fc.constantFrom("any", "header", "nonheader", "unfragmented"),
    traversedDevice: id,
    icmpDataSource: ip,
    icmpDataDestination: ip,
    forwardFlow: fc.boolean(),
    returnFlow: fc.boolean(),
    destinationRewritten: fc.boolean(),
    neighbourTarget: ip,
    foreignMac: fc.boolean(),
  },
  { requiredKeys: [] },
) as fc.Arbitrary<Condition>;

const rule = fc.record(
  {
    id,
    match: condition,
    action: fc.constantFrom("accept", "drop", "reject", "return", "jump", "continue", "redirect"),
    chain: id,
    port: id,
    enter: fc.boolean(),
    failOpen: fc.boolean(),
    log: id,
  },
  { requiredKeys: ["action"] },
) as fc.Arbitrary<Rule>;

const securityRule = fc.record(
  {
    id,
    direction: fc.constantFrom("ingress", "egress"),
    family: fc.constantFrom("ipv4", "ipv6"),
    protocol: fc.nat({ max: 255 }),
    ports,
    remotePrefix: fc.oneof(ip, prefix),
    remoteGroup: id,
    replies: fc.boolean(),
  },
  { requiredKeys: ["direction"] },
) as fc.Arbitrary<SecurityRule>;

const antiSpoof = fc.record(
  {
    pairs: some(fc.record({ mac, addresses: few(fc.oneof(ip, prefix)) })),
    dhcpServer: fc.boolean(),
    router: fc.boolean(),
  },
  { requiredKeys: ["pairs"] },
);

const vtep = fc.record(
  {
    type: fc.constantFrom("vxlan", "gre"),
    key: fc.integer({ min: 1, max: 2 ** 32 - 1 }),
    host: id,
    local: ip,
    udpPort: fc.integer({ min: 1, max: 65535 }),
    remotes: some(
      fc.record(
        { address: ip, macs: some(mac), key: fc.integer({ min: 1, max: 2 ** 32 - 1 }) },
        { requiredKeys: ["address"] },
      ),
    ),
    flood: few(ip),
    serviceNode: ip,
    floodProxy: fc.boolean(),
  },
  { requiredKeys: ["type", "key", "host", "remotes"] },
) as fc.Arbitrary<Vtep>;

const seconds = fc.integer({ min: 60, max: 2 ** 32 - 1 });
const v4 = fc.nat({ max: 255 }).map((n) => `10.0.0.${n}`);
const option = fc.record(
  {
    option: fc.constantFrom("ntp-servers", "224"),
    type: fc.constantFrom("addresses", "bytes", "text", "uint32", "routes", "domains"),
    values: some(text),
  },
  { requiredKeys: ["option", "values"] },
);

const dhcp = fc.record(
  {
    ...{ id, bridge: id, enabled: fc.boolean(), subnet: prefix, server: v4, serverMac: mac, gateway: v4 },
    ...{ dnsServers: some(ip), mtu: fc.integer({ min: 576, max: 65535 }), leaseTime: seconds },
    ...{ routes: some(fc.record({ destination: prefix, gateway: v4 })), options: some(option) },
    hosts: some(
      fc.record(
        { mac, address: v4, name: fc.constant("vm.example"), options: some(option) },
        { requiredKeys: ["mac", "address"] },
      ),
    ),
  },
  { requiredKeys: ["id", "bridge", "subnet", "server"] },
);

const dhcp6 = fc.record(
  {
    ...{ id, bridge: id, enabled: fc.boolean(), subnet: prefix, serverMac: mac },
    ...{ preferredLifetime: seconds, validLifetime: seconds, dnsServers: some(ip) },
    ...{ domainSearch: some(fc.constantFrom("example.net", "a.b")), rapidCommit: fc.boolean() },
    hosts: some(
      fc.record(
        { mac, duid: fc.constant("00:03:00:01:02"), address: ip, name: fc.constant("vm.example") },
        { requiredKeys: ["address"] },
      ),
    ),
  },
  { requiredKeys: ["id", "bridge", "subnet"] },
);

const ra = fc.record(
  {
    ...{ managed: fc.boolean(), otherConfig: fc.boolean(), lifetime: fc.nat({ max: 9000 }) },
    ...{ hopLimit: fc.nat({ max: 255 }), mtu: fc.integer({ min: 1280, max: 65535 }) },
    ...{ reachableTime: fc.nat({ max: 3_600_000 }), retransTimer: uint32 },
    ...{ preference: fc.constantFrom("low", "medium", "high") },
    prefixes: few(
      fc.record(
        {
          prefix,
          onLink: fc.boolean(),
          autonomous: fc.boolean(),
          validLifetime: uint32,
          preferredLifetime: uint32,
        },
        { requiredKeys: ["prefix"] },
      ),
    ),
    ...{ dnsServers: some(ip), domainSearch: some(fc.constant("example.net")) },
    ...{ interval: fc.integer({ min: 4, max: 1800 }), routerMac: mac, routerAddress: ip },
  },
  { requiredKeys: [] },
);

const metadata = fc.record(
  {
    ...{ id, port: id, proxy: ip, proxy6: ip, tcpPort: fc.integer({ min: 1, max: 65535 }) },
    ...{ sources: prefix, sources6: prefix },
    guests: few(
      fc.record(
        { port: id, mac, address: ip, address6: ip, source: ip, source6: ip },
        { requiredKeys: ["port", "mac"] },
      ),
    ),
  },
  { requiredKeys: ["id", "port", "guests"] },
);

const chains = { adminUp: fc.boolean(), inboundChain: id, outboundChain: id };

const mirrors = { inboundMirrors: some(id), outboundMirrors: some(id) };

const amount = fc.integer({ min: 1, max: 4_000_000_000 });
const rate = fc.record(
  {
    direction: fc.constantFrom("in", "out"),
    kbps: amount,
    pps: amount,
    burst: amount,
    peak: amount,
    peakBurst: amount,
    yellowDscp: fc.nat({ max: 63 }),
  },
  { requiredKeys: ["direction"] },
);

const port = fc.record(
  {
    id,
    device: id,
    ...chains,
    host: id,
    interface: id,
    peer: id,
    vtep,
    mac,
    addresses: some(prefix),
    key: fc.integer({ min: 1, max: 2 ** 24 - 1 }),
    mtu: fc.integer({ min: 68, max: 65535 }),
    mssClamp: fc.nat({ max: 65495 }),
    vlan: fc.integer({ min: 1, max: 4094 }),
    trunkVlans: some(fc.nat({ max: 4094 })),
    hairpin: fc.boolean(),
    securityGroups: some(id),
    antiSpoof,
    mirrors: fc.record(
      { preIn: some(id), postIn: some(id), preOut: some(id), postOut: some(id) },
      { requiredKeys: [] },
    ),
    ra,
    qos: id,
  },
  { requiredKeys: ["id", "device"] },
) as fc.Arbitrary<Port>;

const station = fc.record(
  { mac, port: id, vlan: fc.integer({ min: 1, max: 4094 }), addresses: some(ip) },
  { requiredKeys: ["mac", "port"] },
);

const route = fc.record(
  {
    id,
    destination: prefix,
    source: prefix,
    type: fc.constantFrom("port", "local", "blackhole", "reject"),
    port: id,
    gateway: ip,
    weight: uint32,
    share: fc.integer({ min: 1, max: 65535 }),
  },
  { requiredKeys: ["destination"] },
);

const insertion = fc.record(
  {
    id,
    port: id,
    servicePort: id,
    vlan: fc.integer({ min: 1, max: 4094 }),
    position: port16,
    failOpen: fc.boolean(),
    mac,
  },
  { requiredKeys: ["id", "port", "servicePort", "vlan"] },
) as fc.Arbitrary<L2Insertion>;

const nat64 = fc.record({ prefix, pairs: few(fc.record({ ipv6: ip, ipv4: ip })) });

export const anyTopology = fc.record(
  {
    version: fc.constant(1),
    name: text,
    hosts: few(fc.record({ id, name: text }, { requiredKeys: ["id"] })),
    tunnelZones: some(
      fc.record(
        {
          id,
          type: fc.constantFrom("vxlan", "gre"),
          udpPort: fc.integer({ min: 1, max: 65535 }),
          hosts: few(fc.record({ host: id, address: ip })),
        },
        { requiredKeys: ["id", "type", "hosts"] },
      ),
    ),
    bridges: some(
      fc.record(
        {
          id,
          name: text,
          ...chains,
          ...mirrors,
          arpSuppression: fc.boolean(),
          qos: id,
          macTable: some(station),
          ra,
        },
        { requiredKeys: ["id"] },
      ),
    ),
    routers: some(
      fc.record(
        { id, name: text, ...chains, ...mirrors, routes: some(route), nat64 },
        { requiredKeys: ["id"] },
      ),
    ),
    ports: few(port),
    chains: some(fc.record({ id, name: text, rules: few(rule), log: id }, { requiredKeys: ["id", "rules"] })),
    securityGroups: some(
      fc.record(
        { id, name: text, stateless: fc.boolean(), rules: few(securityRule) },
        { requiredKeys: ["id", "rules"] },
      ),
    ),
    ruleLoggers: some(
      fc.record(
        {
          id,
          events: fc.constantFrom("accept", "drop", "all"),
          perSecond: fc.integer({ min: 1, max: 1000 }),
          burst: fc.integer({ min: 1, max: 10000 }),
        },
        { requiredKeys: ["id"] },
      ),
    ),
    ipAddressGroups: some(fc.record({ id, addresses: few(fc.oneof(ip, prefix)) })),
    portGroups: some(fc.record({ id, ports: few(id) })),
    qosPolicies: some(
      fc.record({ id, name: text, rates: some(rate), dscp: fc.nat({ max: 63 }) }, { requiredKeys: ["id"] }),
    ),
    l2Gateways: some(
      fc.record(
        { id, ports: fc.array(id, { minLength: 2, maxLength: 2 }), holdSeconds: fc.nat({ max: 86400 }) },
        { requiredKeys: ["id", "ports"] },
      ),
    ),
    mirrors: some(fc.record({ id, to: id, match: condition }, { requiredKeys: ["id", "to"] })),
    l2Insertions: some(insertion),
    dhcp: some(dhcp),
    dhcp6: some(dhcp6),
    metadata: some(metadata),
  },
  { requiredKeys: ["version", "hosts", "ports"] },
) as fc.Arbitrary<Topology>;
