// Services as declared: what must not be accepted, where, and what differs between two of them.
import { expect, it } from "vitest";
import { diffTopology } from "../diff.js";
import { ElError } from "../error.js";
import { parseTopology, type Topology } from "../index.js";

const base: Topology = {
  version: 1,
  hosts: [{ id: "a" }, { id: "b" }],
  bridges: [{ id: "net", ra: { prefixes: [{ prefix: "fd01::/64" }] } }],
  routers: [{ id: "r" }],
  ports: [
    { id: "vm1", device: "net", host: "a", interface: "p1" },
    { id: "vm2", device: "net", host: "b", interface: "p1" },
    { id: "up", device: "net", peer: "r1" },
    { id: "r1", device: "r", peer: "up", addresses: ["10.0.1.1/24", "fd01::1/64"], ra: { managed: true } },
    { id: "out", device: "r", host: "a", interface: "p2", addresses: ["198.18.0.1/16", "fd02::1/64"] },
  ],
  dhcp: [
    {
      ...{ id: "four", bridge: "net", subnet: "10.0.1.0/24", server: "10.0.1.1", gateway: "10.0.1.1" },
      hosts: [{ mac: "02:00:00:00:00:01", address: "10.0.1.10" }],
    },
  ],
  dhcp6: [
    {
      ...{ id: "six", bridge: "net", subnet: "fd01::/64" },
      hosts: [{ mac: "02:00:00:00:00:01", address: "fd01::10" }],
    },
  ],
  metadata: [
    {
      ...{ id: "meta", port: "out", proxy: "198.18.0.2", sources: "198.18.0.0/16" },
      guests: [{ port: "vm1", mac: "02:00:00:00:00:01", address: "10.0.1.10" }],
    },
  ],
};

function changed(change: (topology: Topology) => void): Topology {
  const copy = structuredClone(base);
  change(copy);
  return copy;
}

function found(change: (topology: Topology) => void): string[] {
  try {
    parseTopology(changed(change));
    return [];
  } catch (error) {
    if (error instanceof ElError) return error.findings.map(({ code, path }) => `${code} ${path}`);
    throw error;
  }
}

it("is a topology", () => {
  expect(found(() => {})).toEqual([]);
});

const host = (more: object) => ({ mac: "02:00:00:00:00:02", address: "10.0.1.11", ...more });
const option = (option: string, values: string[], type?: "uint8") => ({
  ...{ option, values },
  ...(type ? { type } : {}),
});
const rows: [name: string, change: (t: Topology) => void, ...expected: string[]][] = [
  [
    "a bridge that is none",
    (t) => {
      t.dhcp![0]!.bridge = "r";
    },
    "UNKNOWN_REFERENCE /dhcp/0/bridge",
  ],
  [
    "a subnet of IPv6",
    (t) => {
      t.dhcp![0] = { id: "x", bridge: "net", subnet: "fd01::/64", server: "fd01::5" };
    },
    "WRONG_FAMILY /dhcp/0/subnet",
  ],
  [
    "a gateway elsewhere",
    (t) => {
      t.dhcp![0]!.gateway = "10.0.2.1";
    },
    "OUTSIDE_SUBNET /dhcp/0/gateway",
  ],
  [
    "a host elsewhere",
    (t) => {
      t.dhcp![0]!.hosts!.push(host({ address: "10.0.2.1" }));
    },
    "OUTSIDE_SUBNET /dhcp/0/hosts/1/address",
  ],
  [
    "a host at the broadcast address",
    (t) => {
      t.dhcp![0]!.hosts!.push(host({ address: "10.0.1.255" }));
    },
    "NOT_A_HOST_ADDRESS /dhcp/0/hosts/1/address",
  ],
  [
    "a host twice",
    (t) => {
      t.dhcp![0]!.hosts!.push(host({ mac: "02:00:00:00:00:01" }));
    },
    "DHCP_HOST_TWICE /dhcp/0/hosts/1/mac",
  ],
  [
    "an address twice",
    (t) => {
      t.dhcp![0]!.hosts!.push(host({ address: "10.0.1.10" }));
    },
    "DHCP_HOST_TWICE /dhcp/0/hosts/1/address",
  ],
  [
    "an option without a name",
    (t) => {
      t.dhcp![0]!.options = [option("ntp", ["10.0.1.1"])];
    },
    "DHCP_OPTION /dhcp/0/options/0",
  ],
  [
    "an option of the server",
    (t) => {
      t.dhcp![0]!.options = [option("53", ["01"])];
    },
    "DHCP_OPTION /dhcp/0/options/0",
  ],
  [
    "a value of another type",
    (t) => {
      t.dhcp![0]!.options = [option("ntp-servers", ["fd01::1"])];
    },
    "DHCP_OPTION /dhcp/0/options/0",
  ],
  [
    "a number that is too large",
    (t) => {
      t.dhcp![0]!.options = [option("200", ["256"], "uint8")];
    },
    "DHCP_OPTION /dhcp/0/options/0",
  ],
  [
    "a bad host name",
    (t) => {
      t.dhcp![0]!.hosts![0]!.name = "a b";
    },
    "BAD_DOMAIN /dhcp/0/hosts/0/name",
  ],
  [
    "a bad DUID",
    (t) => {
      t.dhcp6![0]!.hosts![0]!.duid = "0x1";
    },
    "BAD_DUID /dhcp6/0/hosts/0/duid",
    "DHCP_HOST_NAME /dhcp6/0/hosts/0",
  ],
  [
    "a nameless DHCPv6 host",
    (t) => {
      t.dhcp6![0]!.hosts!.push({ address: "fd01::11" });
    },
    "DHCP_HOST_NAME /dhcp6/0/hosts/1",
  ],
  [
    "preferred longer than valid",
    (t) => {
      t.dhcp6![0]!.validLifetime = 100;
    },
    "LIFETIMES /dhcp6/0/preferredLifetime",
  ],
  [
    "an advertisement by a bridge port",
    (t) => {
      t.ports[0]!.ra = {};
    },
    "NOT_A_ROUTER_PORT /ports/0/ra",
  ],
  [
    "an advertisement of somebody else by a router port",
    (t) => {
      t.ports[3]!.ra = { routerMac: "02:00:00:00:00:09" };
    },
    "RA_OF_ITSELF /ports/3/ra",
  ],
  [
    "a router that is not link-local",
    (t) => {
      t.bridges![0]!.ra!.routerAddress = "fd01::1";
    },
    "NOT_LINK_LOCAL /bridges/0/ra/routerAddress",
  ],
  [
    "a hook at a bridge port",
    (t) => {
      t.metadata![0]!.port = "vm1";
    },
    "METADATA_PORT /metadata/0/port",
    "OUTSIDE_SUBNET /metadata/0/proxy",
  ],
  [
    "a proxy elsewhere",
    (t) => {
      t.metadata![0]!.proxy = "203.0.113.1";
    },
    "OUTSIDE_SUBNET /metadata/0/proxy",
  ],
  [
    "a guest at another host",
    (t) => {
      t.metadata![0]!.guests[0]!.port = "vm2";
    },
    "METADATA_HOST /metadata/0/guests/0/port",
  ],
  [
    "a guest of a family the hook lacks",
    (t) => {
      t.metadata![0]!.guests[0]!.address6 = "fd01::10";
    },
    "METADATA_HALF /metadata/0/guests/0/address6",
  ],
  [
    "a guest twice",
    (t) => {
      t.metadata![0]!.guests.push(t.metadata![0]!.guests[0]!);
    },
    "METADATA_TWICE /metadata/0/guests/1/port",
  ],
  [
    "a prefix too small",
    (t) => {
      t.metadata![0]!.sources = "198.18.0.0/31";
    },
    "METADATA_FULL /metadata/0/sources",
  ],
];

it.each(rows)("refuses %s", (_, change, ...expected) => {
  expect(found(change)).toEqual(expected.map((one) => `TOPOLOGY_${one}`));
});

it("differs at the grain of a station", () => {
  const show = (change: (t: Topology) => void) =>
    diffTopology(base, changed(change)).map(
      ({ kind, id, op, fields, part }) => `${op} ${kind} ${id} ${part ? `${part.kind} ${part.key}` : fields}`,
    );
  expect(
    show((t) => {
      t.dhcp![0]!.hosts!.push(host({}));
    }),
  ).toEqual(["added dhcp four lease 02:00:00:00:00:02"]);
  expect(
    show((t) => {
      t.dhcp6![0]!.hosts![0]!.address = "fd01::99";
    }),
  ).toEqual(["changed dhcp6 six lease 02:00:00:00:00:01"]);
  expect(
    show((t) => {
      t.dhcp![0]!.gateway = "10.0.1.9";
    }),
  ).toEqual(["changed dhcp four gateway"]);
  expect(
    show((t) => {
      t.metadata![0]!.guests.pop();
    }),
  ).toEqual(["removed metadata meta guest vm1"]);
  expect(
    show((t) => {
      t.ports[3]!.ra = { managed: false };
    }),
  ).toEqual(["changed port r1 ra"]);
});
