// Changes of what the edge serves.
import { add, all, less, more, part, type Row, remove, set } from "./edit.js";
import { MAC } from "./scene.js";

const RA: Record<string, unknown> = {
  managed: true,
  otherConfig: true,
  lifetime: 900,
  hopLimit: 32,
  mtu: 1400,
  reachableTime: 1000,
  retransTimer: 1000,
  preference: "high",
  routes: [{ prefix: "fd09::/48", preference: "high", lifetime: 60 }],
  prefixes: [
    { prefix: "2001:db8:2::/64", onLink: false, autonomous: false, validLifetime: 60, preferredLifetime: 30 },
  ],
  dnsServers: ["2001:db8::53"],
  domainSearch: ["example.net"],
  interval: 300,
};
const cloud = (fields: object): Row[1] => part("metadata", "cloud", "guests", 0, fields);

export const SERVICES: readonly Row[] = [
  ["a router's advertisements say all otherwise", set("ports", "r-web", { ra: RA })],
  [
    "a bridge advertises beside its router",
    set("bridges", "web", { ra: { routerMac: MAC.router, routerAddress: "fe80::1" } }),
  ],
  ["a bridge advertises where nobody did", set("bridges", "watch", { ra: { interval: 500 } })],
  [
    "a bridge serves DHCP",
    add("dhcp", { id: "new4", bridge: "watch", subnet: "10.66.0.0/24", server: "10.66.0.1" } as never),
  ],
  ["DHCP is given up", remove("dhcp", "lan4")],
  ["DHCP is of a VLAN", set("dhcp", "lan4", { vlan: 5 })],
  ["DHCP is for another bridge", set("dhcp", "lan4", { bridge: "watch" })],
  ["DHCP is not enabled", set("dhcp", "lan4", { enabled: false })],
  ["DHCP is for another subnet", set("dhcp", "lan4", { subnet: "10.0.0.0/16" })],
  ["DHCP comes from another address", set("dhcp", "lan4", { server: "10.0.1.99" })],
  ["DHCP comes from another MAC", set("dhcp", "lan4", { serverMac: "02:00:00:00:00:78" })],
  ["DHCP tells another gateway", set("dhcp", "lan4", { gateway: "10.0.1.2" })],
  [
    "DHCP tells all else otherwise",
    set("dhcp", "lan4", {
      dnsServers: ["10.0.1.53"],
      mtu: 1400,
      leaseTime: 60,
      routes: [{ destination: "10.0.0.0/9", gateway: "10.0.1.2" }],
      options: [{ option: "42", type: "bytes", values: ["0a000109"] }],
    }),
  ],
  [
    "a station has another lease",
    part("dhcp", "lan4", "hosts", 0, {
      address: "10.0.1.50",
      name: "web",
      options: [{ option: "ntp-servers", values: ["10.0.1.8"] }],
    }),
  ],
  ["a station gets a lease", more("dhcp", "lan4", "hosts", { mac: MAC.web2, address: "10.0.1.12" })],
  ["a station's lease is another's", part("dhcp", "lan4", "hosts", 0, { mac: MAC.web2 })],
  ["a station loses its lease", less("dhcp", "lan4", "hosts", 0)],
  ["DHCPv6 is given up", remove("dhcp6", "lan6")],
  ["DHCPv6 is of a VLAN", set("dhcp6", "lan6", { vlan: 5 })],
  ["DHCPv6 is for another bridge", set("dhcp6", "lan6", { bridge: "watch" })],
  ["DHCPv6 is not enabled", set("dhcp6", "lan6", { enabled: false })],
  [
    "DHCPv6 tells all otherwise",
    set("dhcp6", "lan6", {
      subnet: "2001:db8::/32",
      serverMac: "02:00:00:00:00:79",
      preferredLifetime: 60,
      validLifetime: 120,
      dnsServers: ["2001:db8::53"],
      domainSearch: ["example.net"],
      rapidCommit: false,
    }),
  ],
  [
    "a station has another DHCPv6 lease",
    set("dhcp6", "lan6", {
      hosts: [{ duid: "00030001020000000050", address: "2001:db8:1::50", name: "web" }],
    }),
  ],
  ["a guest has another MAC at the proxy", cloud({ mac: "02:00:00:00:00:12" })],
  ["a guest has another address at the metadata hook", cloud({ address: "10.0.1.13" })],
  ["the proxy sees a guest as another", cloud({ source: "198.18.0.13" })],
  ["another port's guest asks the proxy", cloud({ port: "printer" })],
  [
    "a guest more asks the proxy",
    more("metadata", "cloud", "guests", { port: "printer", mac: MAC.printer, address: "10.0.1.3" }),
  ],
  ["the proxy is elsewhere", set("metadata", "cloud", { proxy: "198.18.0.3" })],
  ["the proxy listens elsewhere", set("metadata", "cloud", { tcpPort: 8080 })],
  ["guests are seen under another prefix", set("metadata", "cloud", { sources: "198.18.0.128/25" })],
  [
    "the proxy is at another port",
    all(
      set("metadata", "cloud", { port: "up", proxy: "192.168.0.2", sources: "192.168.0.0/24" }),
      cloud({ source: "192.168.0.12" }),
    ),
  ],
  [
    "guests ask by IPv6 too",
    all(
      set("ports", "meta", { addresses: ["198.18.0.1/24", "fd02::1/64"] }),
      set("metadata", "cloud", { proxy6: "fd02::2", sources6: "fd02::/64" }),
      cloud({ address6: "2001:db8:1::12", source6: "fd02::12" }),
    ),
  ],
  ["metadata are given up", remove("metadata", "cloud")],
];
