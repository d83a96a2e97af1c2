"""Guests that leave checksums and segmentation to the worker: 64 KB packets between them, into VXLAN to the kernel's own
endpoint, and back from it in one piece. The guests are DPDK's virtio-user driver; scapy judges every byte.

   guest 0 --vhost-- port 0 | worker | port 2 --TAP-- [ns: w, vx4 and vx6 are the kernel's VXLAN devices]
   guest 1 --vhost-- port 1 |
"""
import json
import os
import pathlib
import signal
import struct
import subprocess
import time
import unittest

from bench import root
from edge import BUILD, Client, Conf, Worker, address, decap, encap, mac, output
from header import K
from scapy.all import IP, TCP, UDP, Ether, IPv6, Raw, raw, rdpcap

JUDGE = pathlib.Path(__file__).resolve().parents[1] / "lib/judge.py"
OWN = os.getpid() % 100000
NODE, PEER = {4: "192.0.2.1", 6: "2001:db8::1"}, {4: "192.0.2.2", 6: "2001:db8::2"}
STATION, OTHER = "02:00:00:00:38:01", "02:00:00:00:38:02"
WISHES = ("RX_CHECKSUM", "TX_CHECKSUM", "TSO", "GRO")


def sh(line):
    done = subprocess.run(line, shell=True, capture_output=True, text=True, timeout=30)
    if done.returncode:
        raise AssertionError(f"{line}: {done.stdout}{done.stderr}")
    return done.stdout


def ones(data):
    data += b"\0" * (len(data) % 2)
    total = sum(struct.unpack(f">{len(data) // 2}H", data))
    while total >> 16:
        total = (total & 0xFFFF) + (total >> 16)
    return total


def large(family, payload, sport=1000):
    """A TCP packet as a guest hands it to its card: the checksum field holds the pseudo header's sum."""
    ip = IP(src="10.0.0.1", dst="10.0.0.2", id=9, flags="DF") if family == 4 else IPv6(src="fd00::1", dst="fd00::2")
    frame = bytearray(raw(Ether(src=STATION, dst=OTHER) / ip / TCP(sport=sport, dport=80, flags="PA", seq=7) / Raw(payload)))
    at = 34 if family == 4 else 54
    addresses = frame[26:34] if family == 4 else frame[22:54]
    frame[at + 16:at + 18] = ones(bytes(addresses) + struct.pack(">II", 6, len(frame) - at)).to_bytes(2, "big")
    return bytes(frame)


class Guest:
    """The program test/tools/guest on a vhost socket."""

    def __init__(self, path, name):
        self.process = subprocess.Popen(
            [str(BUILD / "test/tools/guest"), "-l", "0", "--no-huge", "-m", "128", "--no-pci", "--no-telemetry", "--file-prefix",
             f"guest-{name}-{os.getpid()}", "--vdev", f"net_virtio_user0,path={path},queues=1", "--log-level", "lib.*:error"],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        os.set_blocking(self.process.stdout.fileno(), False)
        self.text, self.frames = "", []

    def close(self):
        self.process.stdin.close()
        self.process.wait(20)
        self.process.stdout.close()

    def send(self, segsz, frame):
        self.process.stdin.write(b"send %d %s\n" % (segsz, frame.hex().encode()))
        self.process.stdin.flush()

    def hear(self):
        """Takes in what it said; its received packets as (flags, segsz, bytes)."""
        try:
            self.text += (self.process.stdout.read() or b"").decode(errors="replace")
        except BlockingIOError:
            pass
        *lines, self.text = self.text.split("\n")
        self.up = getattr(self, "up", None) or next((line.split()[1:] for line in lines if line.startswith("up ")), None)
        for line in lines:
            if line.startswith("got "):
                flags, segsz, data = line.split()[1:]
                self.frames.append((int(flags), int(segsz), bytes.fromhex(data)))
        return self.frames


def until(what, condition, seconds=30):
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            raise AssertionError(f"{what}: not within {seconds} s")
        time.sleep(0.01)


@unittest.skipUnless(root(), "needs root, for network namespaces")
class Guests(unittest.TestCase):
    EAL = ("--no-huge", "-m", "512")
    LCORES = ((1, ((0, 0), (1, 0), (2, 0))),)
    FEWEST = 10  # packets that twenty segments become

    def setUp(self):
        conf = Conf(f"g{OWN}", eal=self.EAL)
        self.space, self.dir = f"{conf.name}s", conf.dir
        self.addCleanup(lambda: subprocess.run(f"ip netns del {self.space}", shell=True))
        sh(f"ip netns add {self.space}")
        for i in range(2):
            conf.port(f"g{i}", f"net_vhost{i},iface={conf.dir}/{i}.sock,tso=1", wanted=WISHES)
        conf.port("w", f"net_tap0,iface={conf.name}w", flags=("UP", "UNDERLAY"))
        for lcore, queues in self.LCORES:
            conf.lcore(lcore, *queues)
        worker = Worker(conf).ready()
        self.addCleanup(lambda: self.assertEqual(worker.stop(), 0, worker.said()))
        self.k = Client(conf.socket)
        self.guests = []
        for i in range(2):
            self.guests.append(Guest(conf.dir / f"{i}.sock", i))
            self.addCleanup(self.guests[i].close)
        for i, guest in enumerate(self.guests):
            until("a guest's driver is up", lambda: guest.hear() is not None and guest.up)
            until("the worker sees the guest", lambda: self.k.header().ports[i].link_up)
        self.kernel(conf.name)

    def kernel(self, name):
        """The kernel's endpoints, and the worker's tunnels to them: 4 over IPv4, 6 over IPv6 with outer checksums."""
        ns = f"ip -n {self.space}"
        sh(f"ip link set {name}w netns {self.space}; {ns} link set {name}w name w; {ns} link set w address {OTHER} mtu 1500")
        sh(f"ip netns exec {self.space} sysctl -qw net.ipv6.conf.all.accept_dad=0 net.ipv6.conf.default.accept_dad=0")
        sh(f"{ns} link set w up; {ns} addr add {PEER[4]}/24 dev w; {ns} addr add {PEER[6]}/64 dev w nodad")
        for v, node in NODE.items():
            sh(f"{ns} neigh replace {node} lladdr {STATION} dev w")
            sh(f"{ns} link add vx{v} type vxlan id {v} local {PEER[v]} remote {node} dev w dstport 4789 "
               f"{'noudpcsum' if v == 4 else ''}; {ns} link set vx{v} address {OTHER} mtu 1430")
            # It shall say nothing of its own.
            sh(f"ip netns exec {self.space} sysctl -qw net.ipv6.conf.vx{v}.disable_ipv6=1; {ns} link set vx{v} up")
        k = self.k
        k.command("NEXTHOP_SET", nexthop_id=0, port=2, eth_dst=mac(OTHER), eth_src=mac(STATION))
        for v, node in NODE.items():
            k.command("TUNNEL_SET", tunnel_id=v, type=K["EL_TUN_VXLAN"], ttl=64, local=address(node), remote=address(PEER[v]),
                      udp_dst=4789, udp_src_min=49152, udp_src_range=16384, mtu=1430, nexthop_count=1)
            k.command("ENDPOINT_SET", endpoint_id=v, type=K["EL_TUN_VXLAN"], udp_dst=4789, local=address(node))
        k.mask(0)
        k.must()

    def capture(self, device):
        path = self.dir / f"{device}.pcap"
        dumpcap = subprocess.Popen(["ip", "netns", "exec", self.space, "dumpcap", "-q", "-P", "-B", "64", "-i", device, "-w", str(path)],
                                   stderr=subprocess.PIPE)
        self.addCleanup(dumpcap.stderr.close)
        for line in dumpcap.stderr:
            if line.startswith(b"File:"):
                break

        def stop():
            time.sleep(0.5)
            dumpcap.send_signal(signal.SIGINT)
            self.assertEqual(dumpcap.wait(10), 0)
            return path

        return stop

    def test_64_kb_into_vxlan_to_the_kernel(self):
        for v in (4, 6):
            with self.subTest(underlay=v):
                self.k.action(v, encap(v, v) + output(K["EL_PORT_TUNNEL"]))
                self.k.flow(1, v, 0, in_port=0)
                self.k.must()
                before = self.k.ledger()
                outer, inner = self.capture("w"), self.capture(f"vx{v}")
                payload = os.urandom(64000)
                for n, family in enumerate((4, 6)):
                    self.guests[0].send(1300, large(family, payload, sport=1000 + n))
                segments = 2 * -(-64000 // 1300)
                self.k.settled(tx=before["tx"] + segments, split=before["split"] + segments - 2, held=0)
                how = {"type": "vxlan", "key": v}
                judged = json.loads(subprocess.run(["/usr/bin/python3", JUDGE, outer(), json.dumps(how)], check=True,
                                                   capture_output=True, text=True).stdout)
                self.assertEqual(judged["findings"], [])
                self.assertEqual(judged["tunnelled"], segments)
                self.assertEqual(judged["udpChecksums"][NODE[v]], ["filled" if v == 6 else "zero"])
                streams = {}
                for p in rdpcap(str(inner())):
                    if TCP in p:
                        streams.setdefault(p[TCP].sport, {})[p[TCP].seq] = bytes(p[TCP].payload)
                self.assertEqual([b"".join(s for _, s in sorted(one.items())) == payload for one in streams.values()], [True, True])

    def test_64_kb_from_guest_to_guest_stay_whole(self):
        self.k.action(1, output(1))
        self.k.flow(1, 1, 0, in_port=0)
        self.k.must()
        before = self.k.ledger()
        sent = [large(family, os.urandom(60000), sport=2000 + family) for family in (4, 6)]
        for frame in sent:
            self.guests[0].send(1400, frame)
        until("both arrive", lambda: len(self.guests[1].hear()) == 2)
        for (flags, segsz, got), frame in zip(self.guests[1].frames, sent):
            at = 50 if frame[12:14] == b"\x08\x00" else 70
            self.assertEqual((flags, segsz), (3, 1400))
            self.assertEqual(got[:at] + got[at + 2:], frame[:at] + frame[at + 2:])
            # The vhost library seeds again, without the length.
            seeds = [int.from_bytes(f[at:at + 2], "big") for f in (got, frame)]
            self.assertIn((seeds[1] - seeds[0]) % 0xFFFF, (0, (len(frame) - at + 16) % 0xFFFF))
        self.assertEqual(self.k.settled(tx=before["tx"] + 2, held=0)["split"], before["split"])

    def test_segments_from_the_kernel_arrive_in_one_piece(self):
        self.k.action(1, decap() + output(1))
        self.k.flow(1, 1, 0, in_port=2)
        self.k.must()
        for v, family in ((4, 4), (4, 6), (6, 4)):
            with self.subTest(underlay=v, inside=family):
                before, heard = self.k.ledger(), len(self.guests[1].hear())
                payload = os.urandom(1300 * 20)
                segments = []
                for i in range(20):
                    whole = Ether(large(family, payload[i * 1300:(i + 1) * 1300], sport=3000))
                    whole[TCP].seq, whole[TCP].flags, whole[TCP].chksum = 7 + i * 1300, "A", None
                    segments.append(raw(whole))
                # All are waiting when the worker looks.
                self.k.command("PORT_SET", port=2, flags=K["EL_PORT_UNDERLAY"])
                self.k.must()
                self.send_by(f"vx{v}", segments)
                self.k.command("PORT_SET", port=2, flags=K["EL_PORT_UNDERLAY"] | K["EL_PORT_UP"])
                self.k.must()
                tcp = lambda: [f for f in self.guests[1].hear()[heard:] if TCP in Ether(f[2]) and Ether(f[2])[TCP].sport == 3000]
                until("all arrives", lambda: sum(len(Ether(f[2])[TCP].payload) for f in tcp()) == len(payload))
                got = tcp()
                self.assertEqual(b"".join(bytes(Ether(f[2])[TCP].payload) for f in got), payload)
                self.assertLess(len(got), self.FEWEST)
                self.assertTrue(all(f[:2] == (3, 1300) for f in got if len(f[2]) > 1400))
                after = self.k.settled(held=0)
                self.assertEqual(after["merged"] - before["merged"], 20 - len(got))

    def test_a_parked_packet_keeps_what_is_to_be_done(self):
        """Without a flow it goes up: its length there is that of its segments."""
        before = self.k.ledger()
        frame = large(4, os.urandom(20000), sport=4000)
        self.guests[0].send(1000, frame)
        up = []  # the namespace says things of its own, by port 2
        until("it comes up", lambda: up.extend(u for u in self.k.upcalls(1, 0.1) if u.port == 0) or up)
        self.assertEqual([u.pkt_len for u in up], [54 + 1000])
        self.assertEqual(bytes(up[0].data)[:54], frame[:54])
        self.k.release(up[0].park_id, "EXECUTE", acts=encap(4, 4) + output(K["EL_PORT_TUNNEL"]))
        self.k.must()
        self.k.settled(tx=before["tx"] + 20, split=before["split"] + 19, held=0)

    def send_by(self, device, frames):
        """Puts frames on a device of the namespace."""
        code = ("import socket,sys\ns=socket.socket(socket.AF_PACKET,socket.SOCK_RAW)\ns.bind((sys.argv[1],0))\n"
                "for line in sys.stdin: s.send(bytes.fromhex(line))")
        subprocess.run(["ip", "netns", "exec", self.space, "/usr/bin/python3", "-c", code, device], check=True, text=True,
                       input="\n".join(f.hex() for f in frames) + "\n", timeout=20)


@unittest.skipUnless(root(), "needs root, for network namespaces")
class GuestsOfTwoLcores(Guests):
    """Guest 1's port and the wire each have one tx queue, of another lcore: packets are handed over before they leave."""
    EAL = ("--no-huge", "-m", "512", "--lcores", "0@(0-1),1@0,2@1")
    LCORES = ((1, ((0, 0),)), (2, ((1, 0), (2, 0))))


@unittest.skipUnless(root(), "needs root, for network namespaces")
class MergedElsewhere(Guests):
    """What comes by the wire is handed over to guest 1's lcore, and merged there as far as it came together."""
    EAL = GuestsOfTwoLcores.EAL
    LCORES = ((1, ((0, 0), (2, 0))), (2, ((1, 0),)))
    FEWEST = 21
    test_64_kb_into_vxlan_to_the_kernel = test_64_kb_from_guest_to_guest_stay_whole = None
    test_a_parked_packet_keeps_what_is_to_be_done = None


if __name__ == "__main__":
    unittest.main()
