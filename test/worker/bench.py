"""What the worker's stories share: packets, captures, and a worker on two gated capture ports.

     a.pcap -> [port 0 | worker | port 1] -> b.out.pcap
     b.pcap -> [port 1 | worker | port 0] -> a.out.pcap
"""
import os
import unittest

from scapy.layers.inet import IP, UDP
from scapy.layers.l2 import Ether
from scapy.packet import Raw
from scapy.utils import rdpcap, wrpcap

from edge import Client, Conf, Worker, output

A, B = "02:00:00:00:00:01", "02:00:00:00:00:02"


def udp(sport=1000, dport=53, size=32, src="10.0.0.1", dst="10.0.0.2"):
    return Ether(src=A, dst=B) / IP(src=src, dst=dst) / UDP(sport=sport, dport=dport) / Raw(b"x" * size)


def write(path, packets):
    wrpcap(str(path), list(packets), linktype=1)


def read(path):
    return [bytes(p) for p in rdpcap(str(path))] if os.path.getsize(path) > 24 else []


def root():
    return os.geteuid() == 0


class Bench(unittest.TestCase):
    """self.start(packets) gives an attached client; the worker has to end clean."""

    def start(self, packets_a=(), packets_b=(), **fields):
        # What is held waits for the test, however slow the machine.
        fields = {"park_timeout_ms": 60000, **fields}
        conf = self.conf = Conf(self.id().split(".")[-1][:20].replace("_", ""), **fields)
        for name, packets in (("a", packets_a), ("b", packets_b)):
            write(conf.dir / f"{name}.pcap", packets)
            conf.port(name, f"net_pcap_{name},rx_pcap={conf.dir}/{name}.pcap,tx_pcap={conf.dir}/{name}.out.pcap",
                      flags=("UP", "GATED"))
        conf.lcore(1, (0, 0), (1, 0))
        self.worker = Worker(conf).ready()
        self.addCleanup(self.end)
        self.client = Client(conf.socket)
        return self.client

    def end(self):
        if self.worker.process.returncode is None:
            self.assertEqual(self.worker.stop(), 0, self.worker.said())
        self.assertFalse(self.conf.socket.exists())
        self.assertFalse((self.conf.dir / "control.sock.lock").exists())
        self.assertNotIn("ERROR", self.worker.said())  # a sanitizer's

    def credit(self, port, count):
        self.client.command("PORT_CREDIT", port=port, count=count)
        self.client.must()

    def sent_by(self, name):
        """Ends the worker; the packets in the capture of that port."""
        self.assertEqual(self.worker.stop(), 0, self.worker.said())
        return read(self.conf.dir / f"{name}.out.pcap")

    def forward_all(self, flow=1, action=1, mask=0, port=0, to=1):
        self.client.mask(mask)
        self.client.action(action, output(to))
        self.client.flow(flow, action, mask, in_port=port)
        self.client.must()
