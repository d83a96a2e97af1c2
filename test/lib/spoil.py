#!/usr/bin/python3
"""Writes a capture of good and of wrong tunnelled packets, one of each kind, for the test of the judge.

  spoil.py FILE      prints the kinds in file order, one JSON list; "good..." is right, each other has the one fault it names.
"""
import json
import sys

from scapy.all import GRE, ICMP, IP, TCP, UDP, VXLAN, Dot1AD, Dot1Q, Ether, IPv6, Raw, bind_layers, fragment, wrpcap

bind_layers(GRE, Ether, proto=0x6558)
bind_layers(UDP, VXLAN, dport=4789)
eth = Ether(src="02:00:00:00:00:01", dst="02:00:00:00:00:02")
o4 = eth / IP(src="192.0.2.1", dst="192.0.2.2", ttl=64)
o6 = eth / IPv6(src="2001:db8::1", dst="2001:db8::2", hlim=64)
vx = lambda port=50000: UDP(sport=port, dport=4789, chksum=0) / VXLAN(flags=8, vni=42)
vx6 = lambda: UDP(sport=50000, dport=4789) / VXLAN(flags=8, vni=42)
gre = lambda **more: GRE(key_present=1, key=42, proto=0x6558, **more)
i4 = Ether(src="02:00:00:00:01:01", dst="02:00:00:00:01:02") / IP(src="10.0.0.1", dst="10.0.0.2")
i6 = Ether(src="02:00:00:00:01:01", dst="02:00:00:00:01:02") / IPv6(src="fd00::1", dst="fd00::2")
udp = UDP(sport=1000, dport=2000) / Raw(b"x" * 33)
tcp = TCP(sport=1001, dport=80) / Raw(b"y" * 51)
ping = ICMP() / Raw(b"z" * 18)
qinq = Ether(src="02:00:00:00:01:01", dst="02:00:00:00:01:02", type=0x88a8) / Dot1AD(vlan=7) / Dot1Q(vlan=8)


def patch(packet, offset, value):
    data = bytearray(bytes(packet))
    data[offset] ^= value
    return bytes(data)


first, second = fragment(IP(src="10.0.0.1", dst="10.0.0.2", id=9) / UDP(sport=1, dport=2) / Raw(b"f" * 90), 64)
macs = Ether(src="02:00:00:00:01:01", dst="02:00:00:00:01:02")
kinds = [
    ("good vxlan udp", o4 / vx() / i4 / udp),
    ("good vxlan tcp over ipv6", o6 / vx6() / i6 / tcp),
    ("good gre ping", o4 / gre() / i4 / ping),
    ("good vxlan qinq", o4 / vx(50001) / qinq / IP(src="10.0.0.7", dst="10.0.0.2") / udp),
    ("good first fragment", o4 / vx(50002) / macs / first),
    ("good last fragment", o4 / vx(50002) / macs / second),
    ("outer ip checksum", patch(o4 / vx() / i4 / udp, 14 + 8, 1)),
    ("outer udp checksum", patch(o6 / vx6() / i4 / udp, 14 + 40 + 6, 1)),
    ("zero udp checksum over ipv6", o6 / vx() / i4 / udp),
    ("outer length", bytes(o4 / vx() / i4 / udp) + b"\0\0"),
    ("vxlan flags", o4 / UDP(sport=50000, dport=4789, chksum=0) / VXLAN(flags=0x0c, vni=42) / i4 / udp),
    ("vxlan reserved bits", patch(o4 / vx() / i4 / udp, 14 + 20 + 8 + 7, 1)),
    ("key", o4 / UDP(sport=50000, dport=4789, chksum=0) / VXLAN(flags=8, vni=43) / i4 / udp),
    ("gre without key", o4 / GRE(proto=0x6558) / i4 / udp),
    ("gre with checksum", o4 / gre(chksum_present=1) / i4 / udp),
    ("inner ip checksum", patch(o4 / vx() / i4 / udp, 14 + 36 + 14 + 8, 1)),
    ("inner udp checksum", patch(o4 / vx() / i4 / udp, 14 + 36 + 14 + 20 + 6, 1)),
    ("inner tcp checksum", patch(o4 / vx() / i4 / tcp, 14 + 36 + 14 + 20 + 25, 1)),
    ("inner icmp checksum", patch(o4 / gre() / i4 / ping, 14 + 28 + 14 + 20 + 9, 1)),
    ("inner leftover", o4 / vx() / i4 / udp / Raw(b"")),
    ("low source port", o4 / vx(4789) / i4 / udp),
    ("source port of a connection changed", o4 / vx(50009) / i4 / udp),
]
packets = []
for name, packet in kinds:
    if name == "inner leftover":
        inner = bytes(i4 / udp) + b"\0\0\0"
        packet = o4 / vx() / Raw(inner)
    packets.append(Ether(bytes(packet)) if isinstance(packet, bytes) else packet)
wrpcap(sys.argv[1], [bytes(p) for p in packets], linktype=1)
json.dump([name for name, _ in kinds], sys.stdout)
