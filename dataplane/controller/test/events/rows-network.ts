// Changes of hosts, zones, bridges, routers and ports.
import { add, all, less, more, part, type Row, remove, set } from "./edit.js";
import { MAC } from "./scene.js";

export const NETWORK: readonly Row[] = [
  ["the document has another name", (t) => void Object.assign(t, { name: "else" })],
  ["a host has another name", set("hosts", "a", { name: "else" })],
  ["a host comes", add("hosts", { id: "d" })],

  ["a zone's tunnels are of another kind", set("tunnelZones", "zone", { type: "gre" })],
  ["a zone's tunnels use another UDP port", set("tunnelZones", "zone", { udpPort: 4790 })],
  [
    "a host comes into a zone",
    all(add("hosts", { id: "d" }), more("tunnelZones", "zone", "hosts", { host: "d", address: "192.0.2.4" })),
  ],
  ["a host leaves a zone", less("tunnelZones", "zone", "hosts", 2)],
  ["a host of a zone has another address", part("tunnelZones", "zone", "hosts", 1, { address: "192.0.2.9" })],
  ["the own address in a zone is another", part("tunnelZones", "zone", "hosts", 0, { address: "192.0.2.5" })],
  [
    "a member's host is another",
    all(add("hosts", { id: "d" }), part("tunnelZones", "zone", "hosts", 2, { host: "d" })),
  ],
  ["a zone goes", remove("tunnelZones", "zone")],

  ["a bridge comes", add("bridges", { id: "new" })],
  [
    "a bridge goes, and its port",
    all(
      remove("bridges", "watch"),
      remove("ports", "tap"),
      set("ports", "d2", { mirrors: undefined }),
      set("bridges", "data", { inboundMirrors: undefined }),
      set("routers", "r", { outboundMirrors: undefined }),
      remove("mirrors", "taps"),
    ),
  ],
  ["a bridge has another name", set("bridges", "web", { name: "else" })],
  ["a bridge is down", set("bridges", "web", { adminUp: false })],
  ["a bridge gets an inbound chain", set("bridges", "web", { inboundChain: "data-in" })],
  ["a bridge has another inbound chain", set("bridges", "data", { inboundChain: "log" })],
  ["a bridge loses its inbound chain", set("bridges", "data", { inboundChain: undefined })],
  ["a bridge gets an outbound chain", set("bridges", "web", { outboundChain: "data-in" })],
  ["a bridge has another outbound chain", set("bridges", "data", { outboundChain: "log" })],
  ["a network gets a QoS policy that marks", set("bridges", "web", { qos: "gold" })],
  ["a network loses its QoS policy", set("bridges", "seg", { qos: undefined })],
  ["a bridge no longer answers for others", set("bridges", "web", { arpSuppression: false })],
  ["a station is declared", more("bridges", "web", "macTable", { mac: MAC.far, port: "far" })],
  [
    "a station with an address is declared",
    more("bridges", "web", "macTable", { mac: "02:00:00:00:00:66", port: "far", addresses: ["10.0.1.99"] }),
  ],
  ["a declared station moves", part("bridges", "web", "macTable", 0, { port: "web2" })],
  ["a declared station has another MAC", part("bridges", "web", "macTable", 0, { mac: "02:00:00:00:00:77" })],
  ["a declared station is of a VLAN", part("bridges", "web", "macTable", 0, { vlan: 9 })],
  [
    "a declared station has another address",
    part("bridges", "web", "macTable", 0, { addresses: ["10.0.1.99"] }),
  ],
  ["a declared station goes", less("bridges", "web", "macTable", 0)],
  ["a bridge gets a mirror of what enters", set("bridges", "web", { inboundMirrors: ["taps"] })],
  ["a bridge loses its mirror of what enters", set("bridges", "data", { inboundMirrors: undefined })],
  ["a bridge gets a mirror of what leaves", set("bridges", "web", { outboundMirrors: ["taps"] })],

  ["a router comes", add("routers", { id: "new" })],
  ["a router has another name", set("routers", "r", { name: "else" })],
  ["a router is down", set("routers", "r", { adminUp: false })],
  ["a router has another inbound chain", set("routers", "r", { inboundChain: "log" })],
  ["a router loses its outbound chain", set("routers", "r", { outboundChain: undefined })],
  ["a router gets a mirror of what enters", set("routers", "r", { inboundMirrors: ["taps"] })],
  ["a router loses its mirror of what leaves", set("routers", "r", { outboundMirrors: undefined })],
  [
    "a router translates under another prefix",
    set("routers", "r", {
      nat64: { prefix: "64:ff9b:1::/96", pairs: [{ ipv6: "2001:db8:1::11", ipv4: "10.0.1.111" }] },
    }),
  ],
  [
    "a translated host has another IPv4 address",
    set("routers", "r", {
      nat64: { prefix: "64:ff9b::/96", pairs: [{ ipv6: "2001:db8:1::11", ipv4: "10.0.1.112" }] },
    }),
  ],
  [
    "a translated host has another IPv6 address",
    set("routers", "r", {
      nat64: { prefix: "64:ff9b::/96", pairs: [{ ipv6: "2001:db8:1::22", ipv4: "10.0.1.111" }] },
    }),
  ],
  [
    "a host more is translated",
    set("routers", "r", {
      nat64: {
        prefix: "64:ff9b::/96",
        pairs: [
          { ipv6: "2001:db8:1::11", ipv4: "10.0.1.111" },
          { ipv6: "2001:db8:1::22", ipv4: "10.0.1.122" },
        ],
      },
    }),
  ],

  [
    "a route comes under a wider one",
    more("routers", "r", "routes", { destination: "203.0.113.0/24", type: "reject" }),
  ],
  [
    "a route comes that some flows' packets go by",
    more("routers", "r", "routes", { destination: "8.0.0.0/8", type: "blackhole" }),
  ],
  [
    "a route comes behind a better one",
    more("routers", "r", "routes", { destination: "10.9.0.0/16", type: "reject", weight: 200 }),
  ],
  [
    "a route comes from a source that no flow has",
    more("routers", "r", "routes", { destination: "8.0.0.0/8", source: "10.99.0.0/16", type: "blackhole" }),
  ],
  ["a route goes", less("routers", "r", "routes", 5)],
  ["a route goes that is not taken", less("routers", "r", "routes", 1)],
  ["a route has another name", part("routers", "r", "routes", 0, { id: "else" })],
  ["a route is to another prefix", part("routers", "r", "routes", 5, { destination: "10.10.0.0/16" })],
  ["a route is from another source", part("routers", "r", "routes", 4, { source: "10.0.1.12/32" })],
  ["a route is of another type", part("routers", "r", "routes", 6, { type: "blackhole" })],
  ["a route is by another port", part("routers", "r", "routes", 5, { type: undefined, port: "meta" })],
  ["a route has another gateway", part("routers", "r", "routes", 0, { gateway: "192.168.0.252" })],
  ["a route has another weight, and is the best still", part("routers", "r", "routes", 0, { weight: 50 })],
  ["a route has another weight, and another is the best", part("routers", "r", "routes", 0, { weight: 300 })],
  ["an equal route has another share", part("routers", "r", "routes", 2, { share: 3 })],
  ["a route that is alone has another share", part("routers", "r", "routes", 0, { share: 3 })],
];
