"""Writes captures for the replay story: 1,000 5-tuples of 20 MAC pairs on port a, and 20 greetings back on port b.
Usage: replay_captures.py FOLDER"""
import sys

from scapy.all import IP, TCP, UDP, Ether, Raw, wrpcap

folder = sys.argv[1]
forth, back = [], []
for i in range(1000):
    pair = i % 20
    a, b = "02:aa:00:00:00:%02x" % pair, "02:bb:00:00:00:%02x" % pair
    l4 = (TCP if i % 3 else UDP)(sport=1024 + i, dport=2000 + i * 7 % 5000)
    frame = Ether(src=a, dst=b) / IP(src="10.0.1.%d" % (10 + pair), dst="10.0.1.%d" % (100 + pair)) / l4
    frame = frame / Raw(b"%08d" % i)
    frame.time = 1700000000 + i * 0.001
    forth.append(frame)
    if i < 20:
        hello = Ether(src=b, dst=a) / IP(src="10.0.1.%d" % (100 + pair), dst="10.0.1.%d" % (10 + pair))
        hello = hello / UDP(sport=7, dport=7) / Raw(b"hello")
        hello.time = 1699999999 + i * 0.001
        back.append(hello)
wrpcap(folder + "/a.pcap", forth)
wrpcap(folder + "/b.pcap", back)
