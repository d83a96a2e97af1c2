// Two guests in QEMU, each behind a vhost-user port of a node of its own, on different subnets of one virtual network:
// addresses by DHCP and by router advertisements, ping, TCP both ways, traceroute, path-MTU discovery. Their kernels
// tell what they found.
//
//   guest 1 ──vhost── node one ──TAP── ns fabric ──TAP── node two ──vhost── guest 2
//   10.1.0.10  bridge left ─ router r ─ bridge right  10.2.0.10       the link to the left takes 1300 bytes
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { Edge, ledger } from "./lib/edge.js";
import { story } from "./lib/needs.js";
import { Lab } from "./lib/netns.js";
import { Qemu } from "./lib/qemu.js";

const MAC = ["02:00:00:62:00:01", "02:00:00:62:00:02"] as const;
const V4 = ["10.1.0.10", "10.2.0.10"] as const;
/** As kernels make them of the MAC (RFC 4291 appendix A). */
const V6 = ["fd01::ff:fe62:1", "fd02::ff:fe62:2"] as const;
const SIDES = ["left", "right"] as const;

const TOPOLOGY = {
  hosts: [{ id: "one" }, { id: "two" }],
  tunnelZones: [
    {
      id: "zone",
      type: "vxlan",
      hosts: [
        { host: "one", address: "192.0.2.1" },
        { host: "two", address: "192.0.2.2" },
      ],
    },
  ],
  bridges: SIDES.map((id, i) => ({
    id,
    macTable: [{ mac: MAC[i], port: `guest${i + 1}`, addresses: [V4[i], V6[i]] }],
  })),
  routers: [
    {
      id: "r",
      routes: SIDES.flatMap((side, i) => [
        { destination: `10.${i + 1}.0.0/24`, port: `r-${side}` },
        { destination: `fd0${i + 1}::/64`, port: `r-${side}` },
      ]),
    },
  ],
  ports: SIDES.flatMap((side, i) => [
    { id: `guest${i + 1}`, device: side, host: i === 0 ? "one" : "two", interface: "vm" },
    { id: `${side}-r`, device: side, peer: `r-${side}` },
    {
      ...{ id: `r-${side}`, device: "r", peer: `${side}-r` },
      addresses: [`10.${i + 1}.0.1/24`, `fd0${i + 1}::1/64`],
      ra: {},
      ...(side === "left" ? { mtu: 1300 } : {}),
    },
  ]),
  dhcp: SIDES.map((side, i) => ({
    ...{ id: side, bridge: side, subnet: `10.${i + 1}.0.0/24` },
    ...{ server: `10.${i + 1}.0.1`, gateway: `10.${i + 1}.0.1`, dnsServers: ["10.9.9.9"] },
    hosts: [{ mac: MAC[i], address: V4[i], name: `guest${i + 1}` }],
  })),
};

story("two guests in QEMU behind vhost-user", ["built", "netns", "tap", "qemu"], () => {
  let lab: Lab;
  const edges: Edge[] = [];
  const guests: Qemu[] = [];
  const both = <T>(ask: (guest: Qemu, i: number) => Promise<T>): Promise<T[]> => Promise.all(guests.map(ask));

  beforeAll(async () => {
    lab = await Lab.open();
    await Qemu.image();
    const fabric = await lab.netns("fab");
    await fabric.ip("link add wire type bridge");
    await fabric.ip("link set wire up");
    const sockets = ["one", "two"].map((name) => join(lab.folder, `${name}.sock`));
    for (const [i, host] of (["one", "two"] as const).entries()) {
      const device = `net_vhost0,iface=${sockets[i]},queues=1,tso=1`;
      edges.push(
        await Edge.start(lab, {
          ...{ host, label: host, topology: TOPOLOGY },
          ports: [
            { name: "vm", by: { device }, mtu: 1450 },
            { name: "wire", space: fabric, as: `n${i}` },
          ],
          underlay: [{ port: "wire", addresses: [`192.0.2.${i + 1}/24`] }],
        }),
      );
      await fabric.ip(`link set n${i} master wire`);
    }
    guests.push(
      ...(await Promise.all(
        sockets.map((socket, i) => Qemu.boot(lab, { socket, mac: MAC[i]!, label: `g${i + 1}` })),
      )),
    );
  }, 240_000);
  afterAll(() => lab.close());

  it("give the guests their addresses", async () => {
    await both((guest) => guest.sh("ip link set lo up; ip link set eth0 up"));
    const leases = await both((guest) => guest.sh("udhcpc -i eth0 -n -q -t 10 -T 1 -s /etc/lease"));
    // The left one's router takes less.
    for (const [i, { text }] of leases.entries())
      expect(text).toContain(`lease ${V4[i]}/24 router=10.${i + 1}.0.1 mtu=${[1300, 1450][i]} dns=10.9.9.9`);
    const found = await both((guest) =>
      guest.sh(
        "for i in $(seq 20); do ip -6 address show dev eth0 scope global | grep -v tentative | grep inet6 && break; sleep 1; done; ip -6 route show default",
      ),
    );
    for (const [i, { text }] of found.entries()) {
      expect(text).toContain(`${V6[i]}/64`);
      expect(text).toMatch(/default via fe80::/);
    }
  }, 120_000);

  it("let them ping each other and see the way", async () => {
    for (const [from, to] of [
      [0, 1],
      [1, 0],
    ] as const) {
      // The first may wait for a neighbour.
      expect((await guests[from]!.sh(`ping -c 4 -W 2 ${V4[to]}`)).text).toMatch(/[34] packets received/);
      expect((await guests[from]!.sh(`ping -c 4 -W 2 ${V6[to]}`)).text).toMatch(/[34] packets received/);
      const way4 = (await guests[from]!.sh(`traceroute -n -q 1 -w 3 ${V4[to]}`)).text;
      expect(way4).toMatch(new RegExp(`1  10.${from + 1}.0.1 [^]*2  ${V4[to]} `));
      const way6 = (await guests[from]!.sh(`traceroute6 -n -q 1 -w 3 ${V6[to]}`)).text;
      expect(way6).toMatch(new RegExp(`1  fd0${from + 1}::1 [^]*2  ${V6[to]} `));
    }
  }, 180_000);

  it("let them find the path's MTU", async () => {
    // The first is too big for the link to the left; what the router tells of it holds for the next.
    for (const target of [V4[0], V6[0]]) {
      const { text } = await guests[1]!.sh(`ping -c 3 -W 2 -s 1350 ${target}`);
      expect(text).toMatch(/[12] packets received/);
    }
    const told = await guests[1]!.sh("cat /proc/net/snmp /proc/net/snmp6");
    const [names, counts] = told.text.split("\n").filter((line) => line.startsWith("Icmp:"));
    const unreachable = names!.split(" ").indexOf("InDestUnreachs");
    expect(Number(counts!.split(" ")[unreachable])).toBeGreaterThan(0);
    expect(told.text).toMatch(/^Icmp6InPktTooBigs\s+[1-9]/m);
  }, 120_000);

  it("carry TCP, large sends included", async () => {
    const served = await both((guest) =>
      guest.sh(
        "mkdir -p /www && dd if=/dev/urandom of=/www/f bs=1k count=1000 2>/dev/null && httpd -p 80 -h /www && md5sum </www/f",
      ),
    );
    for (const [from, to] of [
      [0, 1],
      [1, 0],
    ] as const) {
      for (const host of [V4[to], `[${V6[to]}]`]) {
        const { text } = await guests[from]!.sh(`wget -q -O - http://${host}/f | md5sum`);
        expect(text).toBe(served[to]!.text);
      }
    }
    for (const edge of edges) expect(ledger(await edge.queues()).unbalanced).toEqual([]);
  }, 240_000);
});
