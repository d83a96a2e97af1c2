#!/usr/bin/python3
"""Uncommon but legal frames: written, sent, wrapped and compared, all by scapy.

  frames.py write FILE SRC_MAC DST_MAC                  one capture of every kind; prints the kinds, a JSON list
  frames.py send FILE INTERFACE                         puts the frames on an interface
  frames.py wrap FILE OUT OPTIONS                       outer headers around each; OPTIONS: type, key, src, dst, smac, dmac
  frames.py compare SENT CAPTURE OPTIONS                OPTIONS: type (absent: not tunnelled), source (MAC of the frames),
                                                        copies (each frame that often; 1);
                                                        prints {"missing": [kind numbers], "changed": n, "found": n}
  frames.py swallow                                     takes VXLAN and GRE packets off the kernel's hands, for ever
"""
import json
import os
import socket
import sys
import time

from scapy.all import (ARP, GRE, ICMP, IP, LLC, SNAP, TCP, UDP, VXLAN, Dot1AD, Dot1Q, Dot3, Ether, IPOption_RR,
                       IPOption_Router_Alert, IPv6, Raw, fragment, rdpcap, wrpcap)
from scapy.contrib.igmp import IGMP
from scapy.layers.inet6 import (ICMPv6EchoRequest, ICMPv6TimeExceeded, IPv6ExtHdrDestOpt, IPv6ExtHdrFragment,
                                IPv6ExtHdrHopByHop, IPv6ExtHdrRouting, PadN, RouterAlert, fragment6)
from scapy.layers.ipsec import AH, ESP
from scapy.layers.sctp import SCTP, SCTPChunkData

A4, B4, A6, B6 = "10.9.0.1", "10.9.0.2", "fd09::1", "fd09::2"


def kinds(src, dst):
    eth = Ether(src=src, dst=dst)
    v4, v6 = IP(src=A4, dst=B4), IPv6(src=A6, dst=B6)
    udp = UDP(sport=7000, dport=7001) / Raw(b"payload of udp" * 3)
    yield "vlan", eth / Dot1Q(vlan=100, prio=5) / v4 / udp
    yield "qinq 88a8", Ether(src=src, dst=dst, type=0x88a8) / Dot1AD(vlan=200) / Dot1Q(vlan=300) / v4 / udp
    yield "qinq 8100", eth / Dot1Q(vlan=201) / Dot1Q(vlan=301, prio=3) / v6 / udp
    yield "ipv4 options", eth / IP(src=A4, dst=B4, options=[IPOption_Router_Alert(), IPOption_RR(length=11)]) / udp
    yield "hop-by-hop", eth / v6 / IPv6ExtHdrHopByHop(options=[RouterAlert()]) / udp
    yield "destination options", eth / v6 / IPv6ExtHdrDestOpt(options=[PadN(optdata=b"\0" * 12)]) / udp
    yield "routing", eth / v6 / IPv6ExtHdrRouting(type=2, addresses=["fd09::9"], segleft=0) / udp
    yield "three extension headers", (eth / v6 / IPv6ExtHdrHopByHop() / IPv6ExtHdrRouting(type=2, addresses=["fd09::9"], segleft=0)
                                      / IPv6ExtHdrDestOpt() / TCP(sport=7002, dport=80, flags="S"))
    for number, piece in enumerate(fragment(IP(src=A4, dst=B4, id=4321) / UDP(sport=7, dport=8) / Raw(os.urandom(3000)), 1200)):
        yield "ipv4 fragment %d" % number, eth / piece
    whole = v6 / IPv6ExtHdrFragment(id=99) / UDP(sport=9, dport=10) / Raw(os.urandom(2500))
    for number, piece in enumerate(fragment6(whole, 1280)):
        yield "ipv6 fragment %d" % number, eth / piece
    yield "sctp", eth / v4 / SCTP(sport=7003, dport=7004) / SCTPChunkData(data=b"sctp data")
    yield "igmp", eth / IP(src=A4, dst="239.1.2.3", ttl=1) / IGMP(type=0x16, gaddr="239.1.2.3")
    yield "esp", eth / v4 / ESP(spi=5, seq=1, data=os.urandom(40))
    yield "ah", eth / v6 / AH(nh=17, payloadlen=4, spi=6, seq=2, icv=b"\0" * 12) / udp
    yield "udp without checksum", eth / v4 / UDP(sport=7005, dport=7006, chksum=0) / Raw(b"none")
    yield "icmp error", eth / v4 / ICMP(type=3, code=3) / IP(src=B4, dst=A4) / UDP(sport=1, dport=2)
    yield "icmp6 error", eth / v6 / ICMPv6TimeExceeded() / IPv6(src=B6, dst=A6) / UDP(sport=1, dport=2)
    yield "icmp6 echo", eth / v6 / ICMPv6EchoRequest(id=4, data=b"echo")
    yield "llc", Dot3(src=src, dst=dst) / LLC(dsap=0xaa, ssap=0xaa, ctrl=3) / SNAP(OUI=0, code=0x88b7) / Raw(b"l" * 30)
    yield "unknown ethertype", Ether(src=src, dst=dst, type=0x88b5) / Raw(b"experiment" * 5)
    yield "a tunnel of its own, vxlan", (eth / v4 / UDP(sport=5555, dport=4789, chksum=0) / VXLAN(vni=1, flags=8)
                                         / Ether(src=dst, dst=src) / IP(src="1.1.1.1", dst="2.2.2.2") / udp)
    yield "a tunnel of its own, gre", eth / v4 / GRE(key_present=1, key=1) / IP(src="1.1.1.1", dst="2.2.2.2") / udp
    yield "ip in ip", eth / v4 / IP(src="1.1.1.1", dst="2.2.2.2") / udp
    yield "ethernet padding", eth / v4 / UDP(sport=7007, dport=7008) / Raw(b"s")
    yield "arp for somebody else", eth / ARP(op=2, hwsrc=src, psrc="10.9.9.9", hwdst=dst, pdst="10.9.9.8")


def write(path, src, dst):
    names, frames = [], []
    for name, frame in kinds(src, dst):
        names.append(name)
        frames.append(bytes(frame).ljust(60, b"\0"))
    wrpcap(path, frames, linktype=1)
    json.dump(names, sys.stdout)


def raw(path):
    return [bytes(frame) for frame in rdpcap(path)]


def send(path, interface):
    s = socket.socket(socket.AF_PACKET, socket.SOCK_RAW)
    s.bind((interface, 0))
    for frame in raw(path):
        s.send(frame)
        time.sleep(0.005)


def wrap(path, out, o):
    outer = Ether(src=o["smac"], dst=o["dmac"])
    outer /= IPv6(src=o["src"], dst=o["dst"]) if ":" in o["src"] else IP(src=o["src"], dst=o["dst"])
    wrapped = []
    for number, frame in enumerate(raw(path)):
        if o["type"] == "vxlan":
            tunnel = UDP(sport=49152 + number, dport=4789) / VXLAN(flags=8, vni=o["key"])
        elif o["type"] == "nvgre":
            tunnel = GRE(key_present=1, key=o["key"] << 8 | number & 0xff, proto=0x6558)
        else:
            tunnel = GRE(key_present=1, key=o["key"], proto=0x6558)
        wrapped.append(bytes(outer / tunnel / Raw(frame)))
    wrpcap(out, wrapped, linktype=1)


def unwrap(frame, kind):
    """The inner frame of a tunnelled one, else None; bytes only: lengths are judge.py's business."""
    v6 = frame[12:14] == b"\x86\xdd"
    if not v6 and frame[12:14] != b"\x08\x00":
        return None
    at = 14 + (40 if v6 else 20)
    proto = frame[20] if v6 else frame[23]
    if kind == "vxlan" and proto == 17 and frame[at + 2:at + 4] == (4789).to_bytes(2, "big"):
        return frame[at + 16:]
    if kind in ("gre", "nvgre") and proto == 47:
        return frame[at + 8:]
    return None


def compare(sent_path, capture, o):
    source = bytes.fromhex(o["source"].replace(":", ""))
    sent = raw(sent_path) * o.get("copies", 1)
    got = [unwrap(f, o["type"]) if "type" in o else f for f in raw(capture)]
    got = [f for f in got if f is not None and f[6:12] == source]
    missing, rest = [], list(got)
    for number, frame in enumerate(sent):
        if frame in rest:
            rest.remove(frame)
        else:
            missing.append(number)
    json.dump({"missing": missing, "changed": len(rest), "found": len(got)}, sys.stdout)


def swallow():
    held = []
    for family in (socket.AF_INET, socket.AF_INET6):
        udp = socket.socket(family, socket.SOCK_DGRAM)
        if family == socket.AF_INET6:
            udp.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
        udp.bind(("", 4789))
        held += [udp, socket.socket(family, socket.SOCK_RAW, 47)]
    print("ready", flush=True)
    while True:
        time.sleep(3600)


if __name__ == "__main__":
    verb, words = sys.argv[1], sys.argv[2:]
    if verb in ("wrap", "compare"):
        {"wrap": wrap, "compare": compare}[verb](words[0], words[1], json.loads(words[2]))
    else:
        {"write": write, "send": send, "swallow": swallow}[verb](*words)
