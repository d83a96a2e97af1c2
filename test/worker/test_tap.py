"""TAPs with virtio headers: what namespaces send crosses the worker whole and unsummed, into VXLAN to the kernel's own
endpoint too; what leaves by a port without such headers is judged by scapy; what a raw socket crafts does no harm.

   [ns a] w --- port 0 | worker | port 1 --- w [ns b]
                       |        | port 2 --- w [ns u: vx4 and vx6 are the kernel's VXLAN devices]
                       |        | port 3: a capture file
"""
import os
import platform
import struct
import subprocess
import unittest

from bench import read, root, udp, write
from edge import Client, Conf, Worker, address, decap, encap, mac, output
from header import K
from scapy.all import IP, TCP, UDP, Ether, IPv6, raw
from test_guest import large, sh, until

OWN = os.getpid() % 100000
MACS = {"a": "02:00:00:00:70:01", "b": "02:00:00:00:70:02", "u": "02:00:00:00:70:03"}
STATION = "02:00:00:00:70:09"
WISHES = ("RX_CHECKSUM", "TX_CHECKSUM", "TSO", "VXLAN_TSO", "OUTER_IP_CHECKSUM", "OUTER_UDP_CHECKSUM", "GRO")
NODE, PEER = {4: "192.0.2.1", 6: "2001:db8::1"}, {4: "192.0.2.2", 6: "2001:db8::2"}
TUNNELS = tuple(int(n) for n in platform.release().split(".")[:2]) >= (6, 17)
BYTES = 2 << 20

SERVE = """
import hashlib, socket, sys
s = socket.create_server((sys.argv[1], 7), family=socket.AF_INET6 if ":" in sys.argv[1] else socket.AF_INET)
print("ready", flush=True)
c, _ = s.accept()
data = b""
while len(data) < int(sys.argv[2]):
    got = c.recv(1 << 20)
    if not got: break
    data += got
c.sendall(data)
c.close()
print(hashlib.sha256(data).hexdigest(), flush=True)
"""
SEND = """
import os, socket, sys, threading, hashlib
data = os.urandom(int(sys.argv[2]))
c = socket.create_connection((sys.argv[1], 7), 20)
threading.Thread(target=lambda: c.sendall(data)).start()
back = b""
while len(back) < len(data):
    got = c.recv(1 << 20)
    if not got: break
    back += got
print(hashlib.sha256(data).hexdigest(), hashlib.sha256(back).hexdigest())
"""


@unittest.skipUnless(root(), "needs root, for network namespaces")
class Taps(unittest.TestCase):
    EAL = ("--no-huge", "-m", "512")
    LCORES = ((1, ((0, 0), (1, 0), (2, 0), (3, 0))),)

    def setUp(self):
        conf = self.conf = Conf(f"t{OWN}", eal=self.EAL)
        self.spaces = {side: f"{conf.name}{side}" for side in "abu"}
        self.addCleanup(lambda: [subprocess.run(f"ip netns del {s}", shell=True) for s in self.spaces.values()])
        for i, (side, space) in enumerate(self.spaces.items()):
            sh(f"ip netns add {space}")
            flags = ("UP", "UNDERLAY") if side == "u" else ("UP",)
            conf.port(side, f"tap{i},iface={conf.name}{side}", flags=flags, wanted=WISHES)
        write(conf.dir / "none.pcap", [])
        conf.port("p", f"net_pcap0,rx_pcap={conf.dir}/none.pcap,tx_pcap={conf.dir}/out.pcap", flags=("UP", "GATED"))
        for lcore, queues in self.LCORES:
            conf.lcore(lcore, *queues)
        self.worker = Worker(conf).ready()
        self.addCleanup(self.end)
        k = self.k = Client(conf.socket)
        self.assertEqual([k.header().ports[i].link_up for i in range(3)], [1, 1, 1])
        self.assertEqual(k.header().ports[0].driver, b"tap")
        for i, side in enumerate("abu"):
            self.place(i, side)
        until("all links are up", lambda: all(k.header().ports[i].link_up for i in range(3)))
        k.mask(0)

    def place(self, port, side):
        """Its interface into its namespace, and up, with the addresses it has there."""
        space, name = self.spaces[side], f"{self.conf.name}{side}"
        sh(f"ip link set {name} netns {space}; ip -n {space} link set {name} name w address {MACS[side]}")
        sh(f"ip netns exec {space} sysctl -qw net.ipv6.conf.all.accept_dad=0 net.ipv6.conf.default.accept_dad=0")
        sh(f"ip -n {space} link set w up")
        if side in "ab":
            sh(f"ip -n {space} addr add 10.7.0.{port + 1}/24 dev w; ip -n {space} addr add fd07::{port + 1}/64 dev w nodad")

    def end(self):
        self.assertEqual(self.worker.stop(), 0, self.worker.said())
        self.assertNotIn("ERROR", self.worker.said())  # a sanitizer's
        for space in self.spaces.values():
            self.assertNotIn(" w:", sh(f"ip -n {space} -br link | sed 's/^w /_ w:/'"))

    def cross(self, *pairs):
        for i, (port, acts) in enumerate(pairs):
            self.k.action(i, acts)
            self.k.flow(i, i, 0, in_port=port)
        self.k.must()

    def transfer(self, server, client, to):
        """Random bytes there and back, both judged by their hash."""
        serve = subprocess.Popen(["ip", "netns", "exec", self.spaces[server], "/usr/bin/python3", "-c", SERVE, to, str(BYTES)],
                                 stdout=subprocess.PIPE, text=True)
        self.addCleanup(serve.stdout.close)
        self.addCleanup(serve.kill)
        self.assertEqual(serve.stdout.readline(), "ready\n")
        said = subprocess.run(["ip", "netns", "exec", self.spaces[client], "/usr/bin/python3", "-c", SEND, to, str(BYTES)],
                              check=True, capture_output=True, text=True, timeout=60).stdout.split()
        self.assertEqual(serve.stdout.readline().strip(), said[0])
        self.assertEqual(said[0], said[1])

    def test_large_packets_from_namespace_to_namespace_stay_whole(self):
        self.cross((0, output(1)), (1, output(0)))
        for to in ("10.7.0.2", "fd07::2"):
            with self.subTest(to=to):
                before, sent = self.k.ledger(), self.sent()
                self.transfer("b", "a", to)
                after = self.k.settled(held=0)
                self.assertEqual(after["split"], before["split"])
                packets, bytes_ = (now - was for now, was in zip(self.sent(), sent))
                self.assertGreater(bytes_, 2 * BYTES)
                self.assertLess(packets, 2 * BYTES / 4000)

    def sent(self):
        pages = [self.k.page(i) for i in range(self.k.header().lcore_count)]
        return [sum(getattr(p.tx[i], name) for p in pages for i in range(4)) for name in ("packets", "bytes")]

    def tunnel(self):
        """The kernel's endpoints, and the worker's tunnels to them: 4 over IPv4, 6 over IPv6 with outer checksums."""
        ns, k = f"ip -n {self.spaces['u']}", self.k
        sh(f"{ns} addr add {PEER[4]}/24 dev w; {ns} addr add {PEER[6]}/64 dev w nodad")
        k.command("NEXTHOP_SET", nexthop_id=0, port=2, eth_dst=mac(MACS["u"]), eth_src=mac(STATION))
        for v, node in NODE.items():
            sh(f"{ns} neigh replace {node} lladdr {STATION} dev w")
            sh(f"{ns} link add vx{v} type vxlan id {v} local {PEER[v]} remote {node} dev w dstport 4789; "
               f"{ns} link set vx{v} address {MACS['b']} mtu 1430 up; {ns} addr add 10.7.{v}.2/24 dev vx{v}; "
               f"{ns} addr add fd07:{v}::2/64 dev vx{v} nodad")
            sh(f"ip -n {self.spaces['a']} addr add 10.7.{v}.1/24 dev w; ip -n {self.spaces['a']} addr add fd07:{v}::1/64 dev w nodad")
            k.command("TUNNEL_SET", tunnel_id=v, type=K["EL_TUN_VXLAN"], ttl=64, local=address(node), remote=address(PEER[v]),
                      udp_dst=4789, udp_src_min=49152, udp_src_range=16384, mtu=1430, nexthop_count=1)
            k.command("ENDPOINT_SET", endpoint_id=v, type=K["EL_TUN_VXLAN"], udp_dst=4789, local=address(node))
        sh(f"ip -n {self.spaces['a']} link set w mtu 1430")

    def test_large_packets_cross_into_vxlan_and_back(self):
        self.tunnel()
        for v in (4, 6):
            self.cross((0, encap(v, v) + output(K["EL_PORT_TUNNEL"])), (2, decap() + output(0)))
            for to in (f"10.7.{v}.2", f"fd07:{v}::2"):
                with self.subTest(underlay=v, to=to):
                    before, sent = self.k.ledger(), self.sent()
                    self.transfer("u", "a", to)
                    after = self.k.settled(held=0)
                    if TUNNELS:
                        self.assertEqual(after["split"], before["split"])
                        self.assertLess(self.sent()[0] - sent[0], 2 * BYTES / 4000)

    def test_large_packets_are_cut_where_a_port_cannot_have_them(self):
        self.cross((0, output(3)))
        sh(f"ip -n {self.spaces['a']} neigh replace 10.7.0.2 lladdr {MACS['b']} dev w")
        payload = os.urandom(60000)
        before = self.k.ledger()
        self.craft(*(((1, gso, 0, 1300, at, 16), large(family, payload, sport=2000 + n))
                     for n, (family, gso, at) in enumerate(((4, 1, 34), (6, 4, 54)))))
        self.k.settled(split=before["split"] + 2 * (-(-60000 // 1300) - 1), held=0)
        self.worker_stopped()
        streams = {}
        for frame in read(self.conf.dir / "out.pcap"):
            p = Ether(frame)
            if TCP in p:
                self.right(p)
                streams.setdefault(p[TCP].sport, {})[p[TCP].seq] = bytes(p[TCP].payload)
        self.assertEqual(sorted(streams), [2000, 2001])
        for one in streams.values():
            self.assertEqual(b"".join(piece for _, piece in sorted(one.items())), payload)

    def right(self, p):
        """Every checksum is as scapy has it."""
        again = Ether(raw(p))
        for layer in (IP, TCP, UDP):
            if layer in again:
                del again[layer].chksum
        self.assertEqual(raw(again), raw(p))

    def worker_stopped(self):
        self.assertEqual(self.worker.stop(), 0, self.worker.said())

    def craft(self, *frames):
        """Puts frames with virtio headers of their own into namespace a's end of port 0; what the kernel refused."""
        code = ("import socket,sys\ns=socket.socket(socket.AF_PACKET,socket.SOCK_RAW)\ns.setsockopt(263,15,1)\n"  # PACKET_VNET_HDR
                "s.bind(('w',0))\nfor line in sys.stdin:\n try: s.send(bytes.fromhex(line))\n except OSError as e: print(e)")
        lines = [(struct.pack("<BBHHHH", *head) + frame).hex() for head, frame in frames]
        return subprocess.run(["ip", "netns", "exec", self.spaces["a"], "/usr/bin/python3", "-c", code], check=True, text=True,
                              capture_output=True, input="\n".join(lines) + "\n", timeout=20).stdout

    def test_what_a_raw_socket_crafts_is_summed_or_refused(self):
        self.cross((0, output(3)))
        # Where no TCP or UDP header is: the worker sums at once. Inside another's tunnel, over UDP.
        inner = bytearray(raw(udp(sport=77, size=99)))
        inner[40:42] = b"\0\0"
        start = 42 + 34
        frame = raw(Ether(src=MACS["a"], dst=MACS["b"]) / IP(src="10.7.0.1", dst="10.7.0.9") / UDP(sport=9, dport=9) / bytes(inner))
        self.assertEqual(self.craft(((1, 0, 0, 0, start, 6), frame)), "")
        # Cut into less than anybody may ask for.
        tiny = large(4, os.urandom(5000), sport=4000)
        self.craft(((1, 1, 0, 8, 34, 16), tiny))
        self.k.settled(MALFORMED=1, held=0)
        self.craft(*(((flags, gso, 0, 1000, begin, 16), tiny) for gso in (1, 3, 4, 5, 0x21, 0x41, 0x81) for flags in (0, 1, 3)
                     for begin in (0, 20, 34, 36, 60000)))
        self.k.settled(held=0)
        self.worker_stopped()
        frames = [f for f in read(self.conf.dir / "out.pcap")]
        summed = [f for f in frames if f[:start + 6] == frame[:start + 6]]
        self.assertEqual(len(summed), 1)
        self.assertNotEqual(summed[0][start + 6:start + 8], b"\0\0")
        total = sum(struct.unpack(f">{(len(frame) - start) // 2}H", summed[0][start:start + (len(frame) - start) // 2 * 2]))
        total += summed[0][-1] << 8 if (len(frame) - start) % 2 else 0
        self.assertEqual(total % 0xFFFF, 0)

    def test_the_link_is_that_of_the_interface_wherever_it_is(self):
        space, port = self.spaces["b"], self.k.header().ports[1]
        sh(f"ip -n {space} link set w down")
        until("the port is down", lambda: not port.link_up)
        self.k.inject(0, bytes(udp()), output(1))
        self.k.must()
        self.k.settled(PORT_DOWN=1)
        sh(f"ip -n {space} link set w up")
        until("the port is up", lambda: port.link_up)

        sh(f"ip netns del {self.spaces.pop('b')}")
        until("the port goes with its namespace", lambda: not port.link_up)
        naps = self.k.page(0).idle_sleeps
        until("the lcore sleeps on", lambda: self.k.page(0).idle_sleeps > naps + 3)

    def test_who_comes_after_a_namespace_gets_an_interface_anew(self):
        self.cross((0, output(1)), (1, output(0)))
        for way in ("the namespace", "the interface"):
            space, port = self.spaces["b"], self.k.header().ports[1]
            sh(f"ip netns del {space}; ip netns add {space}" if way == "the namespace" else f"ip -n {space} link del w")
            until("the port is down", lambda: not port.link_up)
            until("the port is up", lambda: port.link_up)
            self.place(1, "b")
            until("the port is up where it is now", lambda: port.link_up)
            self.transfer("b", "a", "10.7.0.2")
            self.transfer("a", "b", "fd07::1")


@unittest.skipUnless(root(), "needs root, for network namespaces")
class TapsOfTwoLcores(Taps):
    """Who receives a packet is not who polls the port that it leaves by."""
    EAL = ("--no-huge", "-m", "512", "--lcores", "0@(0-1),1@0,2@1")
    LCORES = ((1, ((0, 0), (3, 0))), (2, ((1, 0), (2, 0))))
    test_the_link_is_that_of_the_interface_wherever_it_is = test_what_a_raw_socket_crafts_is_summed_or_refused = None
    test_large_packets_are_cut_where_a_port_cannot_have_them = test_who_comes_after_a_namespace_gets_an_interface_anew = None


class Refusals(unittest.TestCase):
    def test_arguments_it_does_not_know(self):
        for device in ("tap0,iface=", "tap0,mac=02:00:00:00:00:01", "tap0,iface=" + "x" * 16, "tap0,iface=a,remote=eth0"):
            conf = Conf("refuse")
            conf.port("p", device)
            conf.lcore(1, (0, 0))
            worker = Worker(conf)
            self.assertEqual(worker.wait(), 3)
            self.assertIn("EL_ERR_CONFIG: port \"p\": device", worker.said())

    @unittest.skipUnless(root(), "needs root, for /dev/net/tun")
    def test_an_interface_that_is_taken(self):
        first, second = Conf("first"), Conf("second")
        for conf in (first, second):
            conf.port("p", f"tap0,iface=tt{OWN}")
            conf.lcore(1, (0, 0))
        worker = Worker(first).ready()
        other = Worker(second)
        self.assertEqual(other.wait(), 3)
        self.assertIn("EL_ERR_DEVICE_TAKEN: port \"p\"", other.said())
        worker.kill()
        self.assertNotIn(f"tt{OWN}", os.listdir("/sys/class/net"))


if __name__ == "__main__":
    unittest.main()
