"""A worker whose controller is gone tells where its tunnel addresses are, and nothing else; scapy judges the answers.

   [ns: raw socket] w --- port 0, underlay | worker
"""
import json
import os
import subprocess
import unittest

from bench import root
from edge import Client, Conf, Worker, address
from header import K
from scapy.all import (ARP, Dot1Q, Ether, ICMPv6ND_NA, ICMPv6ND_NS, ICMPv6NDOptDstLLAddr, ICMPv6NDOptMTU,
                       ICMPv6NDOptSrcLLAddr, IPv6, Padding, raw)
from test_guest import sh, until

ME, OWN = "02:00:00:00:71:01", {4: "192.0.2.1", 6: "2001:db8::1"}
ASKS = {"w": 0, "4": "192.0.2.2", "6": "2001:db8::2"}
SOLICITED = Ether(src=ME, dst="33:33:ff:00:00:01")
BROADCAST = Ether(src=ME, dst="ff:ff:ff:ff:ff:ff")
SOCKET = """
import json, socket, sys
s = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, 0x300)  # ETH_P_ALL
s.bind(("w", 3))
s.setsockopt(263, 8, 1)  # PACKET_AUXDATA: a tag that the kernel took off
s.settimeout(0.2)
for line in sys.stdin:
    s.send(bytes.fromhex(line))
    got = []
    while True:
        try: data, aux, _, where = s.recvmsg(2048, 256)
        except TimeoutError: break
        if where[2] == 4: continue  # our own
        got.append(data.hex())
        got.extend([int.from_bytes(a[2][16:18], sys.byteorder) for a in aux if a[2][0] & 16])
    print(json.dumps(got), flush=True)
"""


def arp(target=OWN[4], op=1, src=ASKS["4"], hwsrc=ME):
    return ARP(op=op, hwsrc=hwsrc, psrc=src, pdst=target)


def nd(target=OWN[6], src=ASKS["6"], hlim=255, dst="ff02::1:ff00:1"):
    return IPv6(src=src, dst=dst, hlim=hlim) / ICMPv6ND_NS(tgt=target)


@unittest.skipUnless(root(), "needs root, for a network namespace")
class Alone(unittest.TestCase):
    def setUp(self):
        conf = self.conf = Conf(f"al{os.getpid() % 100000}")
        self.addCleanup(lambda: subprocess.run(f"ip netns del {conf.name}", shell=True))
        sh(f"ip netns add {conf.name}")
        conf.port("u", f"tap0,iface={conf.name}", flags=("UP", "UNDERLAY"))
        conf.lcore(1, (0, 0))
        self.worker = Worker(conf).ready()
        self.addCleanup(self.end)
        sh(f"ip link set {conf.name} netns {conf.name}; ip -n {conf.name} link set {conf.name} name w arp off")
        sh(f"ip netns exec {conf.name} sysctl -qw net.ipv6.conf.w.disable_ipv6=1; ip -n {conf.name} link set w up")
        k = Client(conf.socket)
        until("the link is up", lambda: k.header().ports[0].link_up)
        self.mac = bytes(k.header().ports[0].mac).hex(":")
        for family, own in OWN.items():
            k.command("ENDPOINT_SET", endpoint_id=family, type=K["EL_TUN_VXLAN"], udp_dst=4789, local=address(own))
        k.must()
        self.controller = k
        self.raw = subprocess.Popen(["ip", "netns", "exec", conf.name, "/usr/bin/python3", "-c", SOCKET], text=True,
                                    stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self.addCleanup(self.raw.wait)
        self.addCleanup(self.raw.stdout.close)
        self.addCleanup(self.raw.stdin.close)

    def end(self):
        self.assertEqual(self.worker.stop(), 0, self.worker.said())
        self.assertNotIn("ERROR", self.worker.said())  # a sanitizer's

    def ask(self, packet):
        """What comes back."""
        self.raw.stdin.write(raw(packet).hex() + "\n")
        self.raw.stdin.flush()
        return json.loads(self.raw.stdout.readline())

    def gone(self):
        """What says how many packets became of what since."""
        self.controller.close()
        watcher = Client(self.conf.socket, "OBSERVER")
        self.addCleanup(watcher.close)
        # The kernel spoke before the interface was in its namespace.
        before = watcher.settled(held=0)
        return lambda **more: watcher.settled(held=0, **{name: before.get(name, 0) + n for name, n in more.items()})

    def answers(self, packet):
        got = self.ask(packet)
        self.assertEqual(len(got), 1, packet.summary())
        answer = Ether(bytes.fromhex(got[0]))
        again = Ether(raw(answer))
        if ICMPv6ND_NA in again:
            del again[ICMPv6ND_NA].cksum
            del again[IPv6].plen
        self.assertEqual(raw(again), raw(answer), "lengths and checksums as scapy has them")
        return answer

    def test_says_where_its_addresses_are(self):
        since = self.gone()
        for ether in (BROADCAST, Ether(src=ME, dst=self.mac)):
            got = self.answers(ether / arp())
            self.assertEqual((got.src, got.dst), (self.mac, ME))
            self.assertEqual((got[ARP].op, got[ARP].hwsrc, got[ARP].psrc, got[ARP].hwdst, got[ARP].pdst),
                             (2, self.mac, OWN[4], ME, ASKS["4"]))
        for packet in (nd() / ICMPv6NDOptSrcLLAddr(lladdr=ME), nd(),
                       nd() / ICMPv6NDOptSrcLLAddr(lladdr=ME) / ICMPv6NDOptMTU(mtu=1500)):
            got = self.answers(SOLICITED / packet)
            self.assertEqual((got.src, got.dst, got[IPv6].src, got[IPv6].dst, got[IPv6].hlim),
                             (self.mac, ME, OWN[6], ASKS["6"], 255))
            na = got[ICMPv6ND_NA]
            self.assertEqual((na.tgt, na.R, na.S, na.O), (OWN[6], 0, 1, 1))
            self.assertEqual(na[ICMPv6NDOptDstLLAddr].lladdr, self.mac)
            self.assertNotIn(Padding, got)
        since(rx=5, tx=5)

    def test_tells_all_when_somebody_probes_for_an_address_of_its(self):
        since = self.gone()
        got = self.answers(BROADCAST / arp(src="0.0.0.0"))
        self.assertEqual((got[ARP].op, got[ARP].psrc, got[ARP].pdst), (2, OWN[4], "0.0.0.0"))
        got = self.answers(SOLICITED / nd(src="::"))
        self.assertEqual((got.dst, got[IPv6].dst), ("33:33:00:00:00:01", "ff02::1"))
        self.assertEqual((got[ICMPv6ND_NA].S, got[ICMPv6ND_NA].O), (0, 1))
        since(rx=2, tx=2)

    def test_keeps_the_tag(self):
        self.gone()
        got = self.ask(BROADCAST / Dot1Q(vlan=7, prio=3) / arp())
        self.assertEqual(got[1:], [3 << 13 | 7])
        self.assertEqual(Ether(bytes.fromhex(got[0]))[ARP].op, 2)

    def test_says_nothing_of_others_nor_to_who_is_not_on_the_link(self):
        since = self.gone()
        frames = (BROADCAST / arp("192.0.2.3"), BROADCAST / arp(op=2), SOLICITED / nd("2001:db8::3"), SOLICITED / nd(hlim=254),
                  SOLICITED / IPv6(src=ASKS["6"], dst=OWN[6], hlim=255) / ICMPv6ND_NA(tgt=OWN[6]))
        for frame in frames:
            self.assertEqual(self.ask(frame), [], frame.summary())
        since(rx=len(frames), tx=0, DETACHED=len(frames))

    def test_leaves_it_to_a_controller_that_is_there(self):
        before = self.controller.ledger()
        self.assertEqual(self.ask(BROADCAST / arp()), [])
        self.controller.settled(rx=before["rx"] + 1, upcalls=before["upcalls"] + 1, held=before["held"] + 1)
        self.controller.close()


if __name__ == "__main__":
    unittest.main()
