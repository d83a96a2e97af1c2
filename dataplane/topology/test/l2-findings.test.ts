// What VLANs, gateways and VTEPs may not say: each row is a small network with one contradiction in it.
import { expect, it } from "vitest";
import { ElError } from "../error.js";
import { parseTopology } from "../index.js";
import type { Port, Topology } from "../model.js";

const at = (id: string, more: Partial<Port> = {}): Port => ({
  ...{ id, device: "br", host: "a", interface: id },
  ...more,
});
const vtep = { type: "vxlan" as const, key: 5, host: "a" };

const network = (ports: Port[], more: Partial<Topology> = {}): Topology => ({
  version: 1,
  hosts: [{ id: "a" }, { id: "b" }],
  bridges: [{ id: "br" }, { id: "other" }],
  routers: [{ id: "ro" }],
  ports,
  ...more,
});

function found(topology: Topology): string[] {
  try {
    parseTopology(topology);
    return [];
  } catch (error) {
    if (!(error instanceof ElError)) throw error;
    for (const { message, remedy } of error.findings) {
      expect(message).toMatch(/^\S.*\.$/s);
      expect(remedy).toMatch(/^[A-Z].*\.$/s);
    }
    return error.findings.map(({ code, path }) => `${code.replace("TOPOLOGY_", "")} ${path}`);
  }
}

const link = (more: Partial<Port>): Port[] => [
  { id: "x", device: "br", peer: "y", ...more },
  { id: "y", device: "ro", peer: "x", addresses: ["10.0.0.1/24"] },
];
const pair = (one: Partial<Port>, other: Partial<Port>): Topology =>
  network([at("g1", one), at("g2", { host: "b", ...other })], {
    tunnelZones: [
      {
        ...{ id: "z", type: "vxlan" },
        hosts: [
          { host: "a", address: "192.0.2.1" },
          { host: "b", address: "192.0.2.2" },
        ],
      },
    ],
    l2Gateways: [{ id: "g", ports: ["g1", "g2"] }],
  });

it.each<[string, Topology, ...string[]]>([
  [
    "access, trunk and native VLAN ports",
    network([at("p", { vlan: 5, trunkVlans: [6, 7] }), at("q", { vlan: 6 })]),
  ],
  ["VLAN 4095", network([at("p", { vlan: 4095 })]), "OUT_OF_RANGE /ports/0/vlan"],
  [
    "a VLAN tagged and untagged",
    network([at("p", { vlan: 5, trunkVlans: [5] })]),
    "VLAN_CONTRADICTION /ports/0/trunkVlans/0",
  ],
  [
    "untagged frames of two kinds",
    network([at("p", { vlan: 5, trunkVlans: [6, 0] })]),
    "VLAN_CONTRADICTION /ports/0/trunkVlans/1",
  ],
  ["a VLAN twice", network([at("p", { trunkVlans: [6, 6] })]), "DUPLICATE_VLAN /ports/0/trunkVlans/1"],
  ["no VLAN at all", network([at("p", { trunkVlans: [] })]), "TOO_FEW /ports/0/trunkVlans"],
  ["a router behind an access port", network(link({ vlan: 5 }))],
  ["a router behind a trunk", network(link({ trunkVlans: [5] })), "TRUNK_TO_ROUTER /ports/0/trunkVlans"],
  [
    "a router port with a VLAN",
    network([{ id: "y", device: "ro", host: "a", interface: "p", addresses: ["10.0.0.1/24"], vlan: 5 }]),
    "NOT_A_BRIDGE_PORT /ports/0/vlan",
  ],
  ["hairpin at an exterior port", network([at("p", { hairpin: true })])],
  ["hairpin on a link", network(link({ hairpin: true })), "HAIRPIN_NOT_EXTERIOR /ports/0/hairpin"],
  [
    "a station in a VLAN that its port has not",
    network([at("p", { vlan: 5 })], {
      bridges: [{ id: "br", macTable: [{ mac: "02:00:00:00:00:01", port: "p", vlan: 6 }] }],
    }),
    "VLAN_CONTRADICTION /bridges/0/macTable/0/vlan",
  ],
  ["a gateway of two ports", pair({}, {})],
  ["a gateway on one host", pair({}, { host: "a" }), "GATEWAY_MISMATCH /l2Gateways/0/ports"],
  ["a gateway over two bridges", pair({}, { device: "other" }), "GATEWAY_MISMATCH /l2Gateways/0/ports"],
  [
    "a gateway with two sets of VLANs",
    pair({ vlan: 5 }, { trunkVlans: [5] }),
    "GATEWAY_MISMATCH /l2Gateways/0/ports",
  ],
  [
    "a service node that is no remote",
    network([
      {
        id: "v",
        device: "br",
        vtep: { ...vtep, remotes: [{ address: "192.0.2.9" }], serviceNode: "192.0.2.8" },
      },
    ]),
    "UNKNOWN_REFERENCE /ports/0/vtep/serviceNode",
  ],
  [
    "a service node and a flood list",
    network([
      {
        ...{ id: "v", device: "br" },
        vtep: {
          ...vtep,
          remotes: [{ address: "192.0.2.9" }],
          serviceNode: "192.0.2.9",
          flood: ["192.0.2.9"],
        },
      },
    ]),
    "FLOOD_TWICE /ports/0/vtep/flood",
  ],
  [
    "stations behind a service node",
    network([
      {
        ...{ id: "v", device: "br" },
        vtep: {
          ...vtep,
          remotes: [{ address: "192.0.2.9", macs: ["02:00:00:00:00:01"] }],
          serviceNode: "192.0.2.9",
        },
      },
    ]),
    "STATION_AT_SERVICE_NODE /ports/0/vtep/remotes/0/macs",
  ],
])("%s", (_, topology, ...expected) => {
  expect(found(topology)).toEqual(expected);
});
