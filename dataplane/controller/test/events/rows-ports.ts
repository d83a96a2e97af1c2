// Changes of ports: their links, VLANs, gateways, guards and limits.
import { add, all, type Row, remove, set, the } from "./edit.js";
import { MAC } from "./scene.js";

const vtep =
  (fields: object): Row[1] =>
  (t) =>
    void Object.assign(the(t, "ports", "vx").vtep as object, fields);
const remotes = (...list: object[]): Row[1] => vtep({ remotes: list });
const guard = (fields: object): Row[1] =>
  set("ports", "web1", {
    antiSpoof: { pairs: [{ mac: MAC.web1, addresses: ["10.0.1.11", "2001:db8:1::11"] }], ...fields },
  });
const [SEVEN, EIGHT] = [{ address: "198.51.100.7" }, { address: "198.51.100.8" }];

export const PORTS: readonly Row[] = [
  [
    "a port comes to a bridge",
    add("ports", { id: "web3", device: "web", host: "a", interface: "p14" } as never),
  ],
  [
    "a port comes to one VLAN of a bridge",
    add("ports", { id: "d3", device: "data", host: "a", interface: "p14", vlan: 9 } as never),
  ],
  [
    "a port comes for untagged frames only",
    add("ports", { id: "d3", device: "data", host: "a", interface: "p14", trunkVlans: [0] } as never),
  ],
  ["a port goes", remove("ports", "far")],
  [
    "a port of a router comes",
    add("ports", {
      id: "new",
      device: "r",
      host: "a",
      interface: "p14",
      addresses: ["10.77.0.1/24"],
    } as never),
  ],
  ["a port belongs to another bridge", set("ports", "web2", { device: "watch" })],
  ["a port is down", set("ports", "web2", { adminUp: false })],
  ["a port of a router is down", set("ports", "meta", { adminUp: false })],
  ["a port is at another host", set("ports", "far", { host: "c" })],
  ["a port leaves this host", set("ports", "printer", { host: "c" })],
  ["a port is bound to another interface", set("ports", "printer", { interface: "p14" })],
  ["a port of another host is bound to another interface", set("ports", "far", { interface: "x9" })],
  ["a link leads elsewhere", all(set("ports", "web-r", { device: "watch" }))],
  [
    "a link is cut",
    all(remove("ports", "web-r"), set("ports", "r-web", { peer: undefined, host: "b", interface: "x5" })),
  ],
  ["a port of another host has another key", set("ports", "far", { key: 77 })],
  ["a port of this host has another key", set("ports", "web2", { key: 77 })],
  ["a port of a router has another MAC", set("ports", "up", { mac: "02:00:00:00:00:99" })],
  ["a port of a router says its own MAC", set("ports", "up", { mac: MAC.up.toUpperCase() })],
  ["a port of a router has another address", set("ports", "meta", { addresses: ["198.18.0.9/24"] })],
  [
    "a port of a router has an address more",
    set("ports", "up", { addresses: ["192.168.0.1/24", "172.16.1.1/32"] }),
  ],
  ["a port has a QoS policy", set("ports", "web2", { qos: "gold" })],
  ["a port gets an inbound chain", set("ports", "web2", { inboundChain: "log" })],
  ["a port has another outbound chain", set("ports", "printer", { outboundChain: "data-in" })],
  ["an access port is of another VLAN", set("ports", "d1", { vlan: 7 })],
  ["a trunk takes a VLAN more", set("ports", "d2", { trunkVlans: [5, 7, 9] })],
  ["a trunk takes a VLAN less", set("ports", "d2", { trunkVlans: [5] })],
  ["a trunk does not take an access port's VLAN any more", set("ports", "d2", { trunkVlans: [7] })],
  ["a trunk takes all", set("ports", "d2", { trunkVlans: undefined })],
  ["a port lets frames turn back", set("ports", "out1", { hairpin: true })],
  ["another port lets frames turn back", set("ports", "web2", { hairpin: true })],
  ["a port gets a mirror before its inbound chain", set("ports", "web2", { mirrors: { preIn: ["taps"] } })],
  ["a port gets a mirror behind its inbound chain", set("ports", "web2", { mirrors: { postIn: ["taps"] } })],
  ["a port gets a mirror before its outbound chain", set("ports", "web2", { mirrors: { preOut: ["taps"] } })],
  [
    "a port gets a mirror behind its outbound chain",
    set("ports", "web2", { mirrors: { postOut: ["taps"] } }),
  ],
  ["a port loses its mirror", set("ports", "d2", { mirrors: undefined })],
  ["a port is in no security group", set("ports", "web1", { securityGroups: undefined })],
  [
    "a port comes into a security group",
    set("ports", "web2", {
      securityGroups: ["servers"],
      antiSpoof: { pairs: [{ mac: MAC.web2, addresses: ["10.0.1.12"] }] },
    }),
  ],
  [
    "a guest has another MAC",
    set("ports", "web1", {
      antiSpoof: { pairs: [{ mac: "02:00:00:00:00:51", addresses: ["10.0.1.11", "2001:db8:1::11"] }] },
    }),
  ],
  [
    "a guest has another address",
    set("ports", "web1", {
      antiSpoof: { pairs: [{ mac: MAC.web1, addresses: ["10.0.1.51", "2001:db8:1::11"] }] },
    }),
  ],
  [
    "a guest has a second MAC",
    set("ports", "web1", {
      antiSpoof: {
        pairs: [
          { mac: MAC.web1, addresses: ["10.0.1.11", "2001:db8:1::11"] },
          { mac: "02:00:00:00:00:52", addresses: ["10.0.1.52"] },
        ],
      },
    }),
  ],
  ["a guest may be a DHCP server", guard({ dhcpServer: true })],
  ["a guest may be a router", guard({ router: true })],
  ["a port takes smaller packets, on a bridge", set("ports", "web2", { mtu: 1400 })],
  ["a port takes smaller packets, behind a router", set("ports", "up", { mtu: 1400 })],
  ["a port limits segments", set("ports", "web2", { mssClamp: 1300 })],
  ["a port limits segments otherwise", set("ports", "up", { mssClamp: 1300 })],

  ["a gateway's segment has another number", vtep({ key: 5001 })],
  ["a gateway speaks another encapsulation", vtep({ type: "nvgre" })],
  ["a gateway is run by another host", vtep({ host: "b" })],
  [
    "a gateway has another address of its own",
    all(vtep({ local: "2001:db8:ff::1" }), remotes({ address: "2001:db8:7::7" })),
  ],
  ["a gateway says which address is its own", vtep({ local: "192.0.2.1" })],
  ["a gateway uses another UDP port", vtep({ udpPort: 4790 })],
  ["a gateway has a remote more", remotes(SEVEN, EIGHT, { address: "198.51.100.9" })],
  [
    "a gateway has a remote more that gets no floods",
    all(
      remotes(SEVEN, EIGHT, { address: "198.51.100.99" }),
      vtep({ flood: ["198.51.100.7", "198.51.100.8"] }),
    ),
  ],
  ["a remote has another address", remotes(SEVEN, { address: "198.51.100.9" })],
  ["a remote goes", remotes(EIGHT)],
  ["stations are declared behind a remote", remotes({ ...SEVEN, macs: [MAC.remote] }, EIGHT)],
  ["a remote is sent to with another key", remotes(SEVEN, { ...EIGHT, key: 6000 })],
  ["one remote only gets floods", vtep({ flood: ["198.51.100.8"] })],
  ["a remote replicates for the gateway", vtep({ serviceNode: "198.51.100.8" })],
  ["the gateway replicates for its remotes", vtep({ floodProxy: true })],
  ["an advertisement is given up", set("ports", "r-web", { ra: undefined })],
];
