"""Judges packets: one JSON line {"frame": hex} a line on stdin, one JSON object a line out.

Says which layers scapy sees, chosen fields, and whether every checksum is what scapy itself would write.
"""
import json
import sys

from scapy.all import ARP, ICMP, Ether, Dot1Q, ICMPv6DestUnreach, ICMPv6EchoReply, ICMPv6ND_NA, ICMPv6ND_NS
from scapy.all import ICMPv6NDOptDstLLAddr, ICMPv6NDOptSrcLLAddr, ICMPv6PacketTooBig, ICMPv6TimeExceeded, IP, IPv6, Raw

FIELDS = {
    Ether: ("dst", "src", "type"),
    Dot1Q: ("vlan",),
    ARP: ("op", "hwsrc", "psrc", "hwdst", "pdst"),
    IP: ("src", "dst", "ttl", "proto", "len"),
    IPv6: ("src", "dst", "hlim", "nh", "plen"),
    ICMP: ("type", "code", "id", "seq", "nexthopmtu"),
    ICMPv6EchoReply: ("id", "seq"),
    ICMPv6DestUnreach: ("code",),
    ICMPv6TimeExceeded: ("code",),
    ICMPv6PacketTooBig: ("mtu",),
    ICMPv6ND_NA: ("tgt", "R", "S", "O"),
    ICMPv6ND_NS: ("tgt",),
    ICMPv6NDOptDstLLAddr: ("lladdr",),
    ICMPv6NDOptSrcLLAddr: ("lladdr",),
}


def checksums(packet):
    """True when rebuilding with empty checksums and lengths gives the same bytes."""
    again = packet.copy()
    layer = again
    while layer and not isinstance(layer, Raw):
        # What an error quotes is the sender's, not ours to sum.
        if "error" in type(layer).__name__:
            break
        for name in ("chksum", "cksum", "len", "plen"):
            if name in layer.fields and type(layer) not in (ARP,):
                # Not fields[name]: only this forgets the bytes that scapy keeps.
                layer.delfieldval(name)
        layer = layer.payload
    return bytes(again) == bytes(packet)


for line in sys.stdin:
    packet = Ether(bytes.fromhex(json.loads(line)["frame"]))
    seen = {}
    layer = packet
    names = []
    while layer:
        names.append(type(layer).__name__)
        for name in FIELDS.get(type(layer), ()):
            if hasattr(layer, name):
                seen.setdefault(f"{type(layer).__name__}.{name}", getattr(layer, name))
        if not layer.payload:
            break
        layer = layer.payload
    print(json.dumps({"layers": names, "fields": seen, "intact": checksums(packet)}))
