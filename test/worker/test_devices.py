"""Every kind of port carries real packets; two lcores share queues and hand packets over."""
import os
import struct
import subprocess
import time
import unittest

from bench import Bench, read, root, udp, write
from edge import Client, Conf, Worker, output
from header import K

TWO = ("--no-huge", "-m", "512", "--lcores", "0@(0-1),1@0,2@1")


def sh(line):
    done = subprocess.run(line, shell=True, capture_output=True, text=True, timeout=30)
    if done.returncode:
        raise AssertionError(f"{line}: {done.stdout}{done.stderr}")
    return done.stdout


OWN = os.getpid() % 100000  # names of namespaces and interfaces are the machine's: other runs have theirs


def cross(k, *pairs):
    k.mask(0)
    for i, (port, to) in enumerate(pairs):
        k.action(i, output(to))
        k.flow(i, i, 0, in_port=port)
    k.must()


class Device(unittest.TestCase):
    def run_worker(self, conf):
        worker = Worker(conf).ready()
        self.addCleanup(lambda: self.assertEqual(worker.stop(), 0, worker.said()))
        return Client(conf.socket)

    def test_ring(self):
        conf = Conf("ring")
        conf.port("r0", "net_ring0")
        conf.port("r1", "net_ring1")
        write(conf.dir / "in.pcap", [udp(sport=i) for i in range(1, 11)])
        conf.port("p", f"net_pcap0,rx_pcap={conf.dir}/in.pcap,tx_pcap={conf.dir}/out.pcap", flags=("UP", "GATED"))
        conf.lcore(1, (0, 0), (1, 0), (2, 0))
        k = self.run_worker(conf)
        cross(k, (2, 0), (0, 1), (1, 2))  # what a ring port sends comes back by it
        k.command("PORT_CREDIT", port=2, count=10)
        k.must()
        k.settled(rx=30, tx=30)

    def test_null_floods_without_a_leak(self):
        conf = Conf("null")
        conf.port("n", "net_null0,size=64")
        conf.lcore(1, (0, 0))
        k = self.run_worker(conf)
        cross(k, (0, 0))
        k.command("PORT_SET", port=0, flags=0)
        time.sleep(0.3)
        k.must()
        first = k.settled(held=0)
        self.assertGreater(first["tx"], 10000)


@unittest.skipUnless(root(), "needs root, for network namespaces")
class Wired(unittest.TestCase):
    """   [ns a] wa --- port 0 | worker | port 1 --- wb [ns b]   """

    def wire(self, conf, devices, queues=1):
        name = conf.name
        self.addCleanup(lambda: [subprocess.run(f"ip netns del {name}{s}", shell=True) for s in "ab"])
        for side in "ab":
            sh(f"ip netns add {name}{side}")
            if devices == "veth":
                sh(f"ip link add {name}v{side} type veth peer name w netns {name}{side}")
                sh(f"ip link set {name}v{side} up")
            device = {"veth": f"net_af_packet_{side},iface={name}v{side}", "tap": f"net_tap{side},iface={name}v{side}"}
            conf.port(side, device[devices], rx=queues)
        worker = Worker(conf).ready()
        self.addCleanup(lambda: self.assertEqual(worker.stop(), 0, worker.said()))
        k = Client(conf.socket)
        for number, side in enumerate("ab", 1):
            if devices == "tap":
                sh(f"ip link set {name}v{side} netns {name}{side}; ip -n {name}{side} link set {name}v{side} name w")
            # What a veth sends to itself has no checksum yet; a TAP checks as well.
            sh(f"ip netns exec {name}{side} ethtool -K w tx off")
            sh(f"ip -n {name}{side} addr add 10.9.0.{number}/24 dev w; ip -n {name}{side} link set w up")
        return k

    def talk(self, name, k):
        sh(f"ip netns exec {name}a ping -c 3 -i 0.2 -W 3 10.9.0.2")
        server = subprocess.Popen(["ip", "netns", "exec", f"{name}b", "iperf3", "-s", "-1"], stdout=subprocess.DEVNULL,
                                  stderr=subprocess.DEVNULL)
        self.addCleanup(server.kill)
        sh(f"ip netns exec {name}b sh -c 'until ss -ltnH sport = :5201 | grep -q .; do sleep 0.1; done'")
        sh(f"ip netns exec {name}a iperf3 -c 10.9.0.2 -t 2 -P 4")
        server.wait(10)
        self.assertGreater(k.settled(held=0)["tx"], 1000)

    def test_af_packet(self):
        conf = Conf(f"a{OWN}")
        conf.lcore(1, (0, 0), (1, 0))
        k = self.wire(conf, "veth")
        cross(k, (0, 1), (1, 0))
        self.talk(conf.name, k)

    def test_tap_with_two_lcores_and_two_queues(self):
        conf = Conf(f"t{OWN}", eal=TWO)
        conf.lcore(1, (0, 0), (1, 0))
        conf.lcore(2, (0, 1), (1, 1))
        k = self.wire(conf, "tap", queues=2)
        cross(k, (0, 1), (1, 0))
        self.talk(conf.name, k)
        pages = [k.page(i) for i in range(2)]
        rx = [[p.queues[q].rx for q in range(2)] for p in pages]
        self.assertEqual([p.queue_count for p in pages], [3, 3])
        self.assertTrue(all(sum(r) for r in rx), f"both lcores received: {rx}")


class Vhost(unittest.TestCase):
    def test_vhost_and_virtio_user(self):
        host, guest = Conf("vhost"), Conf("vguest")
        packets = [udp(sport=1 + i, size=i) for i in range(200)]
        write(host.dir / "in.pcap", packets)
        write(host.dir / "none.pcap", [])
        host.port("v", f"net_vhost0,iface={host.dir}/v.sock")
        host.port("p", f"net_pcap0,rx_pcap={host.dir}/none.pcap,tx_pcap={host.dir}/out.pcap")
        host.lcore(1, (0, 0), (1, 0))
        guest.port("u", f"net_virtio_user0,path={host.dir}/v.sock,queues=1")
        guest.port("p", f"net_pcap0,rx_pcap={host.dir}/in.pcap,tx_pcap={host.dir}/back.pcap", flags=("UP", "GATED"))
        guest.lcore(1, (0, 0), (1, 0))
        a = Worker(host).ready()
        ka = Client(host.socket)
        self.assertEqual(ka.header().ports[0].link_up, 0)
        ka.inject(0, bytes(udp()), output(0))
        ka.must()
        ka.settled(injected=1, PORT_DOWN=1)
        b = Worker(guest).ready()
        kb = Client(guest.socket)
        cross(ka, (0, 1))
        cross(kb, (1, 0))
        end = time.monotonic() + 10
        while not ka.header().ports[0].link_up and time.monotonic() < end:
            time.sleep(0.01)
        kb.command("PORT_CREDIT", port=1, count=200)
        kb.must()
        kb.settled(rx=200, tx=200)
        ka.settled(rx=200)
        self.assertEqual(b.stop(), 0, b.said())
        end = time.monotonic() + 10
        while ka.header().ports[0].link_up and time.monotonic() < end:
            time.sleep(0.01)
        self.assertIn(("el_ev_port", 0, 0), [(type(e).__name__, e.port, e.up) for e in ka.events()
                                             if e.hdr.kind == K["EL_EV_PORT"]])
        self.assertEqual(a.stop(), 0, a.said())
        self.assertEqual(read(host.dir / "out.pcap"), [bytes(p) for p in packets])
        self.assertFalse((host.dir / "v.sock").exists())


class Handover(unittest.TestCase):
    """A capture port has one tx queue: the lcore that does not own it hands its packets over.

          lcore 1 polls a          lcore 2 polls b and sends for both lcores on b
    """

    def test_packets_of_one_lcore_leave_by_another(self):
        conf = Conf("hand", eal=TWO)
        packets = [udp(sport=1 + i) for i in range(5000)]
        write(conf.dir / "a.pcap", packets)
        write(conf.dir / "b.pcap", packets[:100])
        for side in "ab":
            conf.port(side, f"net_pcap_{side},rx_pcap={conf.dir}/{side}.pcap,tx_pcap={conf.dir}/{side}.out.pcap",
                      flags=("UP", "GATED"))
        conf.lcore(1, (0, 0))
        conf.lcore(2, (1, 0))
        worker = Worker(conf).ready()
        k = Client(conf.socket)
        cross(k, (0, 1), (1, 0))
        for step in range(1, 11):  # the ring between the two holds 1024
            k.command("PORT_CREDIT", port=0, count=500)
            k.command("PORT_CREDIT", port=1, count=10)
            k.must()
            k.settled(rx=510 * step, tx=510 * step, held=0)
        one, two = k.page(0), k.page(1)
        self.assertEqual((one.queues[0].rx, two.queues[0].rx), (5000, 100))
        self.assertEqual((one.tx[1].packets, two.tx[0].packets), (0, 0))
        self.assertEqual((one.tx[0].packets, two.tx[1].packets), (two.queues[0].tx, one.queues[0].tx))
        self.assertEqual(one.queues[0].tx_bytes, two.tx[1].bytes)
        k.command("PORT_SET", port=1, flags=0)
        k.must()
        self.assertEqual(worker.stop(), 0, worker.said())
        self.assertEqual(read(conf.dir / "b.out.pcap"), [bytes(p) for p in packets])

    def test_they_end_while_handing_over(self):
        conf = Conf("hande", eal=TWO, backoff_us=0)
        conf.port("n0", "net_null0,size=64")
        conf.port("n1", "net_null1,size=64")
        write(conf.dir / "b.pcap", [])
        conf.port("b", f"net_pcap_b,rx_pcap={conf.dir}/b.pcap,tx_pcap=/dev/null")
        conf.lcore(1, (0, 0))
        conf.lcore(2, (1, 0), (2, 0))
        worker = Worker(conf).ready()
        k = Client(conf.socket)
        cross(k, (0, 2), (1, 2))
        time.sleep(0.5)
        k.ledger()
        self.assertEqual(worker.stop(), 0, worker.said())
        ledger = k.settled(held=0)
        self.assertGreater(ledger["tx"], 1000)


class Both(Bench):
    def test_a_group_member_that_is_no_action_is_refused(self):
        k = self.start()
        k.command("GROUP_SET", extra=struct.pack("<IIQ", 3, 1, 1), group_id=0, member_count=1)
        self.assertEqual(k.refused(), [("UNKNOWN_ID", 24)])


if __name__ == "__main__":
    unittest.main()
