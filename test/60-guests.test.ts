// Two guests that are told everything: real clients get their addresses from the edge, and reach each other over two
// nodes, a router between their subnets and a tunnel between their hosts. What is asserted is what the kernels say.
//
//   ns a: udhcpc, SLAAC          node one           ns fabric        node two        ns b: dhclient -4, dhclient -6
//   eth0 10.0.1.10 ──TAP── left ─┐ 192.0.2.1 ──TAP── bridge ──TAP── 192.0.2.2   right ──TAP── eth0 10.0.2.11
//        fd01::/64 by itself     router r                                        │             fd02::11
//   ns twin 10.0.1.10 ──TAP── other, a tenant with the same addresses            router r, MTU 1500: not what it is told
//   ns proxy 198.18.0.2 ──TAP── 198.18.0.1 of router hall
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { Edge, ledger } from "./lib/edge.js";
import { story } from "./lib/needs.js";
import { Lab, type Netns } from "./lib/netns.js";
import { eventually } from "./lib/run.js";
import { tcp, udpEcho } from "./lib/traffic.js";

const macs = { a: "02:00:00:60:00:0a", b: "02:00:00:60:00:0b", proxy: "02:00:00:60:00:0c" };
/** What the kernel makes of a's MAC. */
const SLAAC = "fd01::ff:fe60:a";
/** 1500 less IPv4, UDP, VXLAN and Ethernet. */
const OVERLAY_MTU = 1450;

const script = join(import.meta.dirname, "lib/dhcp-script.sh");
const UDHCPC = ["udhcpc", "-i", "eth0", "-s", script, "-n", "-f", "-t", "5", "-T", "1"];

const topology = {
  hosts: [{ id: "one" }, { id: "two" }],
  tunnelZones: [
    {
      ...{ id: "zone", type: "vxlan" },
      hosts: [
        { host: "one", address: "192.0.2.1" },
        { host: "two", address: "192.0.2.2" },
      ],
    },
  ],
  bridges: [
    { id: "left", macTable: [{ mac: macs.a, port: "a", addresses: ["10.0.1.10", SLAAC] }] },
    { id: "right", macTable: [{ mac: macs.b, port: "b", addresses: ["10.0.2.11", "fd02::11"] }] },
    { id: "other" },
  ],
  routers: [{ id: "r" }, { id: "hall" }],
  ports: [
    { id: "a", device: "left", host: "one", interface: "vm" },
    { id: "twin", device: "other", host: "one", interface: "vm2" },
    { id: "b", device: "right", host: "two", interface: "vm" },
    { id: "left-r", device: "left", peer: "r-left" },
    {
      ...{ id: "r-left", device: "r", peer: "left-r", addresses: ["10.0.1.1/24", "fd01::1/64"] },
      ra: { dnsServers: ["fd01::53"], domainSearch: ["left.example"] },
    },
    { id: "right-r", device: "right", peer: "r-right" },
    {
      ...{ id: "r-right", device: "r", peer: "right-r", addresses: ["10.0.2.1/24", "fd02::1/64"] },
      ra: { managed: true, prefixes: [{ prefix: "fd02::/64", autonomous: false }] },
    },
    { id: "desk", device: "hall", host: "one", interface: "proxy", addresses: ["198.18.0.1/16"] },
  ],
  dhcp: [
    {
      ...{ id: "left4", bridge: "left", subnet: "10.0.1.0/24", server: "10.0.1.1", gateway: "10.0.1.1" },
      ...{ dnsServers: ["10.0.1.53"], leaseTime: 600 },
      hosts: [{ mac: macs.a, address: "10.0.1.10", name: "guest-a" }],
    },
    {
      ...{ id: "right4", bridge: "right", subnet: "10.0.2.0/24", server: "10.0.2.2", gateway: "10.0.2.1" },
      hosts: [{ mac: macs.b, address: "10.0.2.11", name: "guest-b" }],
    },
    {
      // Nobody has the server's address: a client that renews asks for it by ARP.
      ...{ id: "other4", bridge: "other", subnet: "10.0.1.0/24", server: "10.0.1.1", gateway: "10.0.1.1" },
      hosts: [{ mac: macs.a, address: "10.0.1.10", name: "twin" }],
    },
  ],
  dhcp6: [
    {
      ...{ id: "right6", bridge: "right", subnet: "fd02::/64", dnsServers: ["fd02::53"] },
      hosts: [{ mac: macs.b, address: "fd02::11" }],
    },
  ],
  metadata: [
    {
      ...{ id: "cloud", port: "desk", proxy: "198.18.0.2", tcpPort: 8775, sources: "198.18.0.0/16" },
      guests: [
        { port: "a", mac: macs.a, address: "10.0.1.10", source: "198.18.10.1" },
        { port: "twin", mac: macs.a, address: "10.0.1.10", source: "198.18.10.2" },
      ],
    },
  ],
};

const needs = ["built", "netns", "tap", "ping", "iperf3", "udhcpc", "dhclient", "traceroute"] as const;

story("guests that are told everything", [...needs], () => {
  let lab: Lab;
  const edges: Edge[] = [];
  let [a, b, twin, proxy]: Netns[] = [];

  beforeAll(async () => {
    lab = await Lab.open();
    [a, b, twin] = [await lab.netns("a"), await lab.netns("b"), await lab.netns("twin")];
    proxy = await lab.netns("proxy");
    const fabric = await lab.netns("fab");
    await fabric.ip("link add wire type bridge");
    await fabric.ip("link set wire up");
    const conf = "net.ipv6.conf.default";
    for (const guest of [a, b]) {
      await guest.sysctl(`${conf}.router_solicitations=3`, `${conf}.router_solicitation_delay=0`);
      await guest.sysctl(`${conf}.router_solicitation_interval=1`, `${conf}.accept_ra=1`);
    }
    // A guest that does not listen: its way to smaller packets is by ICMP alone.
    await b.sysctl(`${conf}.accept_ra_mtu=0`);
    const underlay = (address: string) => [{ port: "wire", addresses: [address] }];
    edges.push(
      await Edge.start(lab, {
        ...{ host: "one", label: "one", topology, underlay: underlay("192.0.2.1/24") },
        ports: [
          { name: "vm", space: a, mac: macs.a },
          { name: "vm2", space: twin, mac: macs.a },
          { name: "proxy", space: proxy, mac: macs.proxy, addresses: ["198.18.0.2/16"] },
          { name: "wire", space: fabric, as: "n0" },
        ],
      }),
      await Edge.start(lab, {
        ...{ host: "two", label: "two", topology, underlay: underlay("192.0.2.2/24") },
        ports: [
          { name: "vm", space: b, mac: macs.b },
          { name: "wire", space: fabric, as: "n1" },
        ],
      }),
    );
    for (const wire of ["n0", "n1"]) await fabric.ip(`link set ${wire} master wire`);
  });
  afterAll(() => lab.close());

  const toldTo = (label: string): string => join(lab.folder, `told-${label}`);
  const told = (label: string): string => readFileSync(toldTo(label), { encoding: "utf8", flag: "a+" });

  /** Runs busybox udhcpc until it has its lease. */
  async function udhcpc(guest: Netns, label: string): Promise<void> {
    await guest.run("busybox", [...UDHCPC, "-q"], { env: { TOLD: toldTo(label) } });
  }

  function dhclient(guest: Netns, family: 4 | 6, label: string): void {
    const files = ["-lf", toldTo(`${label}.leases`), "-pf", toldTo(`${label}.pid`), "-cf", "/dev/null"];
    guest.spawn("dhclient", [
      `-${family}`,
      "-d",
      ...files,
      "-sf",
      script,
      "-e",
      `TOLD=${toldTo(label)}`,
      "eth0",
    ]);
  }

  it("get IPv4 addresses from the node they are at", async () => {
    dhclient(b!, 4, "b4");
    await udhcpc(a!, "a4");
    await udhcpc(twin!, "twin");
    expect(told("a4")).toMatch(
      /^reason=bound\ndns=10\.0\.1\.53\nhostname=guest-a\nip=10\.0\.1\.10\nlease=600\n/m,
    );
    expect(told("a4")).toContain(`mtu=${OVERLAY_MTU}`);
    expect(told("twin")).toContain("hostname=twin");
    expect(await a!.ip("-br address show dev eth0")).toContain("10.0.1.10/24");
    expect(await a!.ip("link show dev eth0")).toContain(`mtu ${OVERLAY_MTU}`);
    await eventually("b's lease", () => /reason=(BOUND|REBOOT).*interface_mtu/s.test(told("b4")), 20_000);
    expect(told("b4")).toContain("new_dhcp_server_identifier=10.0.2.2");
    expect(told("b4")).toContain(`new_interface_mtu=${OVERLAY_MTU}`);
    expect(await b!.ip("-br address show dev eth0")).toContain("10.0.2.11/24");
  });

  it("get IPv6 addresses: one makes its own, the other asks by DHCPv6", async () => {
    dhclient(b!, 6, "b6");
    await eventually("a's address", async () =>
      (await a!.ip("-6 address show dev eth0")).includes(`${SLAAC}/64`),
    );
    expect(await a!.ip("-6 route show default")).toMatch(/default via fe80::.* dev eth0 proto ra/);
    const [mtu] = /[0-9]+/.exec((await a!.run("sysctl", ["-n", "net.ipv6.conf.eth0.mtu"])).stdout)!;
    expect(Number(mtu)).toBe(OVERLAY_MTU);
    await eventually("b's lease", () => /reason=BOUND6.*name_servers/s.test(told("b6")), 20_000);
    expect(told("b6")).toContain("new_dhcp6_name_servers=fd02::53");
    const own = await b!.ip("-6 address show dev eth0 scope global");
    expect(own).toContain("fd02::11/64");
    // The prefix is not for making addresses of.
    expect(own.match(/inet6/g)).toHaveLength(1);
    expect(await b!.ip("-6 route show default")).toMatch(/default via fe80::.* proto ra/);
  });

  it("reach each other by ping and TCP, both ways and both families", async () => {
    await eventually("a ping between the nodes", async () => (await a!.ping("10.0.2.11", 1)) === 1);
    for (const [from, to] of [
      [a!, "10.0.2.11"],
      [b!, "10.0.1.10"],
      [a!, "fd02::11"],
      [b!, SLAAC],
    ] as const)
      expect(await from.ping(to, 3), to).toBeGreaterThanOrEqual(2);
    expect(await a!.pingText("10.0.2.11")).toContain("ttl=63");
    for (const to of ["10.0.2.11", "fd02::11"]) {
      const bytes = 2_000_000;
      expect((await tcp(a!, b!, to, { bytes })).received, to).toBeGreaterThan(bytes / 2);
      expect((await tcp(a!, b!, to, { bytes, reverse: true })).received, to).toBeGreaterThan(bytes / 2);
    }
    expect(await udpEcho(a!, b!, "10.0.2.11", 1400, 20)).toMatchObject({ echoed: 20, different: 0 });
  });

  it("see the router on the way", async () => {
    const hops = async (to: string): Promise<string[]> => {
      const words = ["-n", "-q", "1", "-w", "2", "-m", "4", to];
      const { stdout } = await a!.run("traceroute", words);
      return [...stdout.matchAll(/^ *\d+ +(\S+)/gm)].map(([, hop]) => hop!);
    };
    expect(await hops("10.0.2.11")).toEqual(["10.0.1.1", "10.0.2.11"]);
    expect(await hops("fd02::11")).toEqual(["fd01::1", "fd02::11"]);
    expect(await a!.ping("10.0.1.1", 2)).toBe(2);
    const link = /via (fe80::\S+)/.exec(await a!.ip("-6 route show default"))![1]!;
    expect(await a!.ping(`${link}%eth0`, 2)).toBe(2);
  });

  it("learn how much the way takes where they were not told", async () => {
    // b did not take the MTU over: its packets are too big for the tunnel, and its kernel hears of it.
    expect(await b!.ip("link show dev eth0")).toContain("mtu 1500");
    const big = await b!.pingText("10.0.1.10", 2, ["-M", "do", "-s", "1472"]);
    expect(big).toMatch(/From 10\.0\.2\.1 .*Frag needed and DF set \(mtu = 1450\)/);
    expect(await b!.ip("route get 10.0.1.10")).toContain(`mtu ${OVERLAY_MTU}`);
    await b!.pingText(SLAAC, 2, ["-M", "do", "-s", "1452"]);
    expect(await b!.ip(`-6 route get ${SLAAC}`)).toContain(`mtu ${OVERLAY_MTU}`);
    expect(await b!.ping("10.0.1.10", 2, ["-M", "do", "-s", `${OVERLAY_MTU - 28}`])).toBe(2);
    await b!.ip("route flush cache");
    await b!.ip("-6 route flush cache");
    for (const to of ["10.0.1.10", SLAAC])
      expect((await tcp(b!, a!, to, { bytes: 2_000_000 })).received, to).toBeGreaterThan(1_000_000);
  });

  it("ask the same metadata address from the same address, and are told apart", async () => {
    const server = proxy!.spawn("/usr/bin/python3", ["-u", "-c", ANSWERER]);
    await server.says(/ready/);
    const ask = async (guest: Netns): Promise<string> =>
      (await guest.run("/usr/bin/python3", ["-c", ASKER])).stdout.trim();
    expect(await ask(a!)).toBe("you are 198.18.10.1");
    expect(await ask(twin!)).toBe("you are 198.18.10.2");
    // The answer came from where it was asked, though nobody has the address.
    await a!.ip("route add 169.254.0.0/16 dev eth0");
    expect(await ask(a!)).toBe("you are 198.18.10.1");
    expect(await a!.ip("neighbour show 169.254.169.254")).toMatch(/lladdr 02:/);
  });

  it("renew their leases at the server's own address", async () => {
    const client = twin!.spawn("busybox", UDHCPC, { env: { TOLD: toldTo("renewing") } });
    await eventually("the twin's lease", () => told("renewing").includes("reason=bound"));
    // To udhcpc this is half of the lease gone.
    client.process.kill("SIGUSR1");
    await eventually("the twin's renewal", () => told("renewing").includes("reason=renew"));
    expect(await twin!.ip("neighbour show 10.0.1.1")).toMatch(/lladdr 02:/);
    await client.stop();
  });

  it("left every packet with a fate, and no flow of DHCP", async () => {
    for (const edge of edges) {
      expect(ledger(await edge.queues()).unbalanced).toEqual([]);
      const flows = JSON.stringify(await edge.api.flows());
      expect(flows).not.toContain("tp_dst=67");
      expect(await edge.stop()).toBe(0);
    }
  });
});

const ASKER = `
import urllib.request
print(urllib.request.urlopen("http://169.254.169.254/", timeout=5).read().decode())
`;

const ANSWERER = `
import http.server
class Answer(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        text = f"you are {self.client_address[0]}".encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text)
    def log_message(self, *words):
        pass
server = http.server.ThreadingHTTPServer(("198.18.0.2", 8775), Answer)
print("ready")
server.serve_forever()
`;
