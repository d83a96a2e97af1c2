#!/usr/bin/python3
"""Writes and reads packets for the scenarios, and nothing else does: what scapy builds is what must come out.

One JSON request a line, one JSON answer a line:
  {"op": "build", "names": {...}, "frames": {...}, "wanted": [EXPRESSION...]}
      -> {"frames": [{"hex": ..., "free": OFFSET or null} or {"error": ...}...]}
  {"op": "tell", "frames": [HEX...]}                  -> {"lines": [...]}: one line a packet
  {"op": "differ", "pairs": [[HEX, HEX]...]}          -> {"lines": [[...]...]}: in which fields they differ

In an expression stand scapy's own names, the scenario's `frames`, and:
  port("leg")     MAC of that router port                    key("vm9")    tunnel key that names that port
  mac("10.0.0.9") MAC that a neighbour answers with: 02:ee and the last four bytes of its address
  node            MAC of the host's underlay port up0
  vxlan(key, remote, inner, ...), gre(...), nvgre(...)       outer headers as this host writes them, in front of inner
  icmp4(...), icmp6(...)                                     headers as routers write them: no id, DF, TTL 64
  cut(frame, n)   its first n bytes
A UDP source port 0 in front of VXLAN stands for whatever the inner flow's hash makes of it.
"""
import copy
import ipaddress
import json
import sys

from scapy.config import conf
conf.verb = 0
from scapy.all import *  # noqa: F401,F403  expressions use its names
from scapy.packet import NoPayload
from scapy.contrib.igmp import IGMP  # noqa: F401
from scapy.layers.inet6 import *  # noqa: F401,F403
from scapy.layers.ipsec import AH, ESP  # noqa: F401
from scapy.layers.dhcp6 import *  # noqa: F401,F403
from scapy.layers.sctp import SCTP, SCTPChunkData  # noqa: F401

# Inner frames of VXLAN are Ethernet; port 4789 always carries it.
bind_layers(UDP, VXLAN, dport=4789)
VXLAN_PORTS = (4789, 8472, 4790)


def mac(address):
    return "02:ee:" + ":".join("%02x" % byte for byte in ipaddress.ip_address(address).packed[-4:])


def cut(frame, size):
    return bytes(frame)[:size]


def icmp4(src, dst, **fields):
    tos = 0xc0 if fields.get("type") in (3, 11) else 0
    return IP(src=src, dst=dst, id=0, flags="DF", ttl=64, tos=tos) / ICMP(**fields)


def icmp6(src, dst, message):
    return IPv6(src=src, dst=dst, hlim=64) / message


def quoted(packet, ttl=None):
    """The packet as an ICMP error quotes it: from its IP header on."""
    found = packet[IP] if IP in packet else packet[IPv6]
    found = copy.deepcopy(found)
    if ttl is not None:
        if isinstance(found, IP):
            found.ttl = ttl
        else:
            found.hlim = ttl
    return Raw(bytes(found))


def routed(packet, src, dst, hops=1):
    """The packet behind so many routers: other MACs, hops fewer."""
    out = copy.deepcopy(packet)
    out[Ether].src, out[Ether].dst = src, dst
    if IP in out:
        out[IP].ttl -= hops
        del out[IP].chksum
    else:
        out[IPv6].hlim -= hops
    return out


class Wire:
    """Outer headers as the host writes them, to the next hop of the remote."""

    def __init__(self, node, local4, local6, tag=None):
        self.node, self.local4, self.local6, self.tag = node, local4, local6, tag

    def ip(self, remote, proto, local, hop, ttl, tos, tag):
        via = hop or mac(remote)
        ether = Ether(src=self.node, dst=via)
        vlan = self.tag if tag is None else tag
        if vlan:
            ether /= Dot1Q(vlan=vlan)
        if ":" in remote:
            return ether / IPv6(src=local or self.local6, dst=remote, hlim=ttl, tc=tos, nh=proto)
        return ether / IP(src=local or self.local4, dst=remote, ttl=ttl, id=0, flags="DF", tos=tos, proto=proto)

    def vxlan(self, key, remote, inner, local=None, hop=None, ttl=64, tos=0, dport=4789, tag=None, sport=0):
        outer = self.ip(remote, 17, local, hop, ttl, tos, tag)
        udp = UDP(sport=sport, dport=dport, chksum=None if ":" in remote else 0)
        return outer / udp / Raw(bytes(VXLAN(flags=8, vni=key))) / Raw(bytes(inner))

    def gre(self, key, remote, inner, local=None, hop=None, ttl=64, tos=0, tag=None):
        outer = self.ip(remote, 47, local, hop, ttl, tos, tag)
        return outer / Raw(bytes(GRE(key_present=1, key=key, proto=0x6558))) / Raw(bytes(inner))

    def nvgre(self, vsid, remote, inner, flow=0, **more):
        return self.gre(vsid << 8 | flow, remote, inner, **more)


def free_at(data):
    """Offset of a UDP header that must be in front of VXLAN and whose source port is anybody's."""
    at = 14
    while data[at - 2:at] in (b"\x81\x00", b"\x88\xa8"):
        at += 4
    kind = data[at - 2:at]
    if kind == b"\x08\x00" and data[at + 9] == 17:
        at += (data[at] & 15) * 4
    elif kind == b"\x86\xdd" and data[at + 6] == 17:
        at += 40
    else:
        return None
    sport, dport = int.from_bytes(data[at:at + 2], "big"), int.from_bytes(data[at + 2:at + 4], "big")
    return at if sport == 0 and dport in VXLAN_PORTS else None


def build(request):
    names = request["names"]
    wire = Wire(names["node"], names["local4"], names["local6"], names.get("vlan"))

    def port(name):
        return names["ports"][name]

    def key(name):
        return names["keys"][name]

    space = dict(globals())
    space.update(node=names["node"], port=port, key=key, vxlan=wire.vxlan, gre=wire.gre, nvgre=wire.nvgre)
    out = []
    broken = None
    for name, expression in request["frames"].items():
        try:
            space[name] = eval(expression, space)
        except Exception as error:
            broken = "frame %s: %s: %s" % (name, type(error).__name__, error)
    for expression in request["wanted"]:
        try:
            data = bytes(copy.deepcopy(eval(expression, space)))
            out.append({"hex": data.hex(), "free": free_at(data) if len(data) > 42 else None})
        except Exception as error:
            out.append({"error": "%s: %s: %s" % (expression, type(error).__name__, broken or error)})
    return {"frames": out}


def layers(packet):
    while packet and not isinstance(packet, NoPayload):
        yield packet
        packet = packet.payload


def tell(data):
    words = []
    for layer in layers(Ether(data)):
        name = type(layer).__name__
        if isinstance(layer, Ether):
            words.append("%s > %s" % (layer.src, layer.dst))
        elif isinstance(layer, Dot1Q):
            words.append("VLAN %d" % layer.vlan)
        elif isinstance(layer, IP):
            part = " fragment %d" % layer.frag if layer.frag or "MF" in str(layer.flags) else ""
            words.append("%s > %s ttl %d tos %d%s" % (layer.src, layer.dst, layer.ttl, layer.tos, part))
        elif isinstance(layer, IPv6):
            words.append("%s > %s hlim %d" % (layer.src, layer.dst, layer.hlim))
        elif isinstance(layer, (TCP, UDP)):
            words.append("%s %s > %s" % (name, layer.sport, layer.dport))
        elif isinstance(layer, VXLAN):
            words.append("VXLAN %d" % layer.vni)
        elif isinstance(layer, ARP):
            words.append("ARP %s %s is-at %s asks %s" % ({1: "request", 2: "reply"}.get(layer.op, layer.op),
                                                         layer.psrc, layer.hwsrc, layer.pdst))
        elif isinstance(layer, ICMP):
            words.append("ICMP %d/%d" % (layer.type, layer.code))
        elif isinstance(layer, (Raw, Padding)):
            words.append("%d bytes" % len(layer.load))
        else:
            words.append(name)
    return "%s (%d B)" % (" | ".join(words), len(data))


def differ(expected, got):
    lines = []
    for want, have in zip(layers(Ether(expected)), layers(Ether(got))):
        if type(want) is not type(have):
            lines.append("%s, not %s" % (type(have).__name__, type(want).__name__))
            break
        for field in want.fields_desc:
            a, b = want.getfieldval(field.name), have.getfieldval(field.name)
            if a != b:
                lines.append("%s.%s is %s, not %s" % (type(want).__name__, field.name, brief(field, have, b),
                                                      brief(field, want, a)))
    if len(expected) != len(got):
        lines.append("%d bytes, not %d" % (len(got), len(expected)))
    if not lines:
        at = next(i for i, pair in enumerate(zip(expected, got)) if pair[0] != pair[1])
        lines.append("byte %d is %02x, not %02x" % (at, got[at], expected[at]))
    return lines


def brief(field, layer, value):
    text = value.hex() if isinstance(value, bytes) else str(field.i2repr(layer, value))
    return text if len(text) < 80 else text[:80] + "..."


def answer(request):
    if request["op"] == "build":
        return build(request)
    if request["op"] == "tell":
        return {"lines": [tell(bytes.fromhex(one)) for one in request["frames"]]}
    return {"lines": [differ(bytes.fromhex(a), bytes.fromhex(b)) for a, b in request["pairs"]]}


for line in sys.stdin:
    try:
        told = answer(json.loads(line))
    except Exception as error:
        told = {"error": "%s: %s" % (type(error).__name__, error)}
    print(json.dumps(told), flush=True)
