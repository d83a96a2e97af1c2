#!/usr/bin/python3
"""Reads a capture and checks every byte of every encapsulated packet in it; prints one JSON object.

  judge.py CAPTURE [OPTIONS as JSON]     options: see JudgeOptions in capture.ts

It shares no code with the product: scapy dissects and computes the checksums. Checked for each frame:
the frame is whole; the outer Ethernet, VLAN, IPv4 or IPv6 header is right and its length is the frame's; the outer
IPv4 checksum; UDP length and checksum (RFC 768; over IPv6 it must not be zero unless zero6, RFC 6936); VXLAN flags and
reserved bits (RFC 7348), GRE flags and protocol (RFC 2784, 2890, 7637); the key; the inner Ethernet header, tags, IPv4
header checksum and length, IPv6 length and extension headers, TCP, UDP, ICMP and ICMPv6 checksums (of a fragmented
packet after its pieces are joined), ARP; and that no byte is left over behind the inner packet except Ethernet padding.
Of packets of the node itself: source ports in the dynamic range, one port for one inner connection.
"""
import json
import sys
from collections import defaultdict

from scapy.all import (ARP, GRE, IP, UDP, VXLAN, Dot1AD, Dot1Q, Dot3, Ether, IPv6, RawPcapReader, bind_layers)
from scapy.layers.inet6 import (ICMPv6ND_NA, ICMPv6ND_NS, IPv6ExtHdrDestOpt, IPv6ExtHdrFragment, IPv6ExtHdrHopByHop,
                                IPv6ExtHdrRouting)
from scapy.utils import checksum
import socket
import struct

EXTENSIONS = (IPv6ExtHdrHopByHop, IPv6ExtHdrDestOpt, IPv6ExtHdrRouting)


class Wrong(Exception):
    """A packet that contradicts a rule; the sentence names it."""


def demand(holds, sentence):
    if not holds:
        raise Wrong(sentence)


def pseudo(src, dst, proto, length):
    """Pseudo header of RFC 9293 and RFC 8200 8.1."""
    if ":" in src:
        return (socket.inet_pton(socket.AF_INET6, src) + socket.inet_pton(socket.AF_INET6, dst)
                + struct.pack("!IxxxB", length, proto))
    return socket.inet_aton(src) + socket.inet_aton(dst) + struct.pack("!BBH", 0, proto, length)


class Judge:
    def __init__(self, options):
        self.o = options
        self.frame = 0
        self.port_of = {}
        self.pieces = {}
        self.out = {"frames": 0, "tunnelled": 0, "directions": defaultdict(int), "keys": set(),
                    "sourcePorts": defaultdict(set), "udpChecksums": defaultdict(set), "connections": defaultdict(set), "ttls": defaultdict(set),
                    "inner": defaultdict(int), "longest": defaultdict(int), "plain": defaultdict(int), "findings": []}

    # -- the outer packet

    def judge(self, data, wire_length):
        self.frame += 1
        self.out["frames"] += 1
        try:
            demand(len(data) == wire_length, "the capture holds %d of %d bytes" % (len(data), wire_length))
            self.outer(data)
        except Wrong as wrong:
            self.out["findings"].append({"frame": self.frame, "what": str(wrong)})
        except Exception as error:      # scapy could not dissect it
            self.out["findings"].append({"frame": self.frame, "what": "undissectable: %r" % error})

    def outer(self, data):
        ip, offset = self.ethernet(data, Ether(data))
        if ip is None:
            return
        tunnelled = isinstance(ip, (IP, IPv6)) and self.tunnel_of(ip)
        if not tunnelled:
            self.plain(data, ip, offset)
            return
        src, dst = ip.src, ip.dst
        header, total = self.ip_header(data, offset, ip)
        demand(offset + total == len(data), "outer IP ends at byte %d of %d" % (offset + total, len(data)))
        if isinstance(ip, IP):
            demand(not ip.frag and not ip.flags.MF, "the outer packet is a fragment")
        self.out["tunnelled"] += 1
        self.out["directions"]["%s > %s" % (src, dst)] += 1
        self.out["ttls"][src].add(ip.ttl if isinstance(ip, IP) else ip.hlim)
        at = offset + header
        upper = self.upper(ip)[0].payload
        if isinstance(upper, UDP):
            self.udp(data[at:], src, dst, zero_allowed=isinstance(ip, IP) or self.o.get("zero6", False))
            self.out["udpChecksums"][src].add("filled" if upper.chksum else "zero")
            vx = data[at + 8:at + 16]
            demand(vx[0] == 0x08, "VXLAN flags are 0x%02x, RFC 7348 wants 0x08" % vx[0])
            demand(vx[1:4] == b"\0\0\0" and vx[7] == 0, "reserved VXLAN bits are set: %s" % vx.hex())
            self.key(upper[VXLAN].vni)
            self.out["sourcePorts"][src].add(upper.sport)
            connection = self.inner_frame(data[at + 16:], upper[VXLAN].payload, src)
            self.entropy(src, upper.sport, connection)
        else:
            inner_at = self.gre(data, at)
            protocol = int.from_bytes(data[at + 2:at + 4], "big")
            if protocol == 0x6558:
                self.inner_frame(data[inner_at:], upper.payload, src)
            else:
                self.out["inner"]["ip-payload"] += 1
                self.inner_ip(IP(data[inner_at:]) if protocol == 0x0800 else IPv6(data[inner_at:]), data[inner_at:], src)

    def tunnel_of(self, ip):
        kind = self.o.get("type", "any")
        last, proto = self.upper(ip)
        if proto == 17 and kind in ("any", "vxlan") and isinstance(last.payload, UDP):
            return last.payload.dport == self.o.get("udpPort", 4789)
        return proto == 47 and kind != "vxlan"

    def gre(self, data, at):
        flags, protocol = struct.unpack("!HH", data[at:at + 4])
        demand(flags & 0x8000 == 0 and flags & 0x5fff == 0,
               "GRE flags are 0x%04x, only the key bit may be set" % flags)
        demand(protocol in (0x6558, 0x0800, 0x86dd), "GRE carries protocol 0x%04x" % protocol)
        if self.o.get("type") in ("gre", "nvgre"):
            demand(protocol == 0x6558, "GRE carries 0x%04x, not Ethernet" % protocol)
        demand(flags & 0x2000, "GRE has no key")
        key = struct.unpack("!I", data[at + 4:at + 8])[0]
        self.key(key >> 8 if self.o.get("type") == "nvgre" else key)
        return at + 8

    def key(self, key):
        self.out["keys"].add(key)
        if "key" in self.o:
            demand(key == self.o["key"], "the tunnel key is %d, not %d" % (key, self.o["key"]))

    def entropy(self, src, port, connection):
        if src != self.o.get("node"):
            return
        demand(port >= 49152, "VXLAN source port %d is outside 49152-65535 (RFC 7348 section 5)" % port)
        if connection is None:
            return
        before = self.port_of.setdefault(connection, port)
        demand(before == port, "one inner connection used source ports %d and %d" % (before, port))

    def plain(self, data, ip, offset):
        if isinstance(ip, ARP):
            self.out["plain"]["arp"] += 1
            return
        header, total = self.ip_header(data, offset, ip)
        rest = data[offset + total:]
        demand(not rest or len(data) <= 60, "%d bytes are left over behind the packet" % len(rest))
        self.out["plain"][self.upper_layer(ip, data[offset:offset + total])[0]] += 1

    # -- shared by outer and inner

    def ethernet(self, data, frame, count=None):
        """(IP, IPv6 or ARP layer, its offset), or (None, 0) for what is neither."""
        demand(len(data) >= 14, "the Ethernet frame has %d bytes" % len(data))
        layer, offset, tags = frame.payload, 14, 0
        while isinstance(layer, (Dot1Q, Dot1AD)):
            layer, offset, tags = layer.payload, offset + 4, tags + 1
        if count is not None and tags:
            count["qinq" if tags > 1 else "vlan"] += 1
        if isinstance(layer, (IP, IPv6, ARP)):
            return layer, offset
        if count is not None:
            count["ethertype 0x%s" % data[offset - 2:offset].hex()] += 1
        else:
            self.out["plain"]["other"] += 1
        return None, 0

    def ip_header(self, data, offset, ip):
        """Checks it; (bytes before the upper layer, bytes of the whole packet)."""
        if isinstance(ip, IP):
            size = ip.ihl * 4
            demand(ip.version == 4 and size >= 20, "IPv4 version %d, header of %d bytes" % (ip.version, size))
            demand(checksum(data[offset:offset + size]) == 0, "the IPv4 header checksum 0x%04x is wrong" % ip.chksum)
            demand(ip.ttl > 0, "the TTL is 0")
            demand(offset + ip.len <= len(data), "IPv4 says %d bytes, %d are there" % (ip.len, len(data) - offset))
            return size, ip.len
        demand(ip.version == 6, "IPv6 version %d" % ip.version)
        demand(ip.hlim > 0, "the hop limit is 0")
        total = 40 + ip.plen
        demand(offset + total <= len(data), "IPv6 says %d bytes, %d are there" % (total, len(data) - offset))
        last, _ = self.upper(ip)
        size = 40
        layer = ip
        while layer is not last:
            layer = layer.payload
            size += 8 if isinstance(layer, IPv6ExtHdrFragment) else (layer.len + 1) * 8
        return size, total

    def upper(self, ip):
        """(last IP-level header, upper protocol number)"""
        layer = ip
        while isinstance(layer.payload, EXTENSIONS + (IPv6ExtHdrFragment,)):
            layer = layer.payload
        return layer, layer.proto if isinstance(layer, IP) else layer.nh

    def udp(self, data, src, dst, zero_allowed):
        length, value = struct.unpack("!HH", data[4:8])
        demand(length == len(data), "UDP says %d bytes, %d are there" % (length, len(data)))
        if value == 0:
            demand(zero_allowed, "the UDP checksum is zero over IPv6")
        else:
            demand(checksum(pseudo(src, dst, 17, length) + data) == 0, "the UDP checksum 0x%04x is wrong" % value)

    def upper_layer(self, ip, packet):
        """Checks what IP carries; (kind, connection)."""
        last, proto = self.upper(ip)
        at, _ = self.ip_header(packet, 0, ip)
        body, src, dst = packet[at:], ip.src, ip.dst
        piece = last if isinstance(last, IPv6ExtHdrFragment) else ip if isinstance(ip, IP) and (ip.frag or ip.flags.MF) else None
        if piece is not None:
            offset = (piece.frag if isinstance(piece, IP) else piece.offset) * 8
            more = bool(piece.flags.MF) if isinstance(piece, IP) else bool(piece.m)
            body = self.join((src, dst, piece.id, proto), offset, more, body)
            if body is None:
                return "fragment", (src, dst, proto)
        if proto == 6:
            demand(checksum(pseudo(src, dst, 6, len(body)) + body) == 0, "the TCP checksum is wrong")
            return "tcp", (src, dst, 6) + struct.unpack("!HH", body[:4])
        if proto == 17:
            self.udp(body, src, dst, zero_allowed=isinstance(ip, IP))
            return "udp", (src, dst, 17) + struct.unpack("!HH", body[:4])
        if proto == 1:
            demand(checksum(body) == 0, "the ICMP checksum is wrong")
            return "icmp", None
        if proto == 58:
            demand(checksum(pseudo(src, dst, 58, len(body)) + body) == 0, "the ICMPv6 checksum is wrong")
            return ("nd" if 133 <= body[0] <= 137 else "icmp6"), None
        return "protocol %d" % proto, (src, dst, proto)

    def join(self, name, offset, more, body):
        """The whole payload once every piece is there, else None."""
        have = self.pieces.setdefault(name, {"parts": {}, "end": None})
        have["parts"][offset] = body
        if not more:
            have["end"] = offset + len(body)
        whole = b""
        while len(whole) in have["parts"]:
            whole += have["parts"][len(whole)]
            if have["end"] is not None and len(whole) >= have["end"]:
                del self.pieces[name]
                return whole
        return None

    # -- the inner packet

    def inner_frame(self, data, frame, outer_src):
        self.out["longest"][outer_src] = max(self.out["longest"][outer_src], len(data))
        demand(isinstance(frame, (Ether, Dot3)), "the tunnel carries no Ethernet frame")
        ip, offset = self.ethernet(data, frame, self.out["inner"])
        if ip is None:
            return None
        if isinstance(ip, ARP):
            demand(len(data) in (offset + 28, 60) or (len(data) < 64 and not any(data[offset + 28:])),
                   "an ARP frame of %d bytes" % len(data))
            self.out["inner"]["arp"] += 1
            return None
        return self.inner_ip(ip, data[offset:], outer_src, len(data))

    def inner_ip(self, ip, packet, outer_src, frame_length=None):
        _, total = self.ip_header(packet, 0, ip)
        rest = packet[total:]
        demand(not rest or (frame_length is not None and frame_length <= 60),
               "%d bytes are left over behind the inner packet" % len(rest))
        if isinstance(ip, IPv6) and isinstance(ip.payload, EXTENSIONS):
            self.out["inner"]["extension"] += 1
        kind, connection = self.upper_layer(ip, packet[:total])
        self.out["inner"][kind] += 1
        if connection is not None:
            self.out["connections"][outer_src].add(connection)
        return connection if kind in ("tcp", "udp") else None

    def report(self):
        out = dict(self.out)
        for name in ("sourcePorts", "udpChecksums", "ttls"):
            out[name] = {k: sorted(v) for k, v in out[name].items()}
        out["keys"] = sorted(out["keys"])
        out["connections"] = {k: len(v) for k, v in out["connections"].items()}
        out["findings"] = out["findings"][:50]
        return out


def main():
    options = json.loads(sys.argv[2]) if len(sys.argv) > 2 else {}
    bind_layers(UDP, VXLAN, dport=options.get("udpPort", 4789))
    bind_layers(GRE, Ether, proto=0x6558)
    judge = Judge(options)
    for data, meta in RawPcapReader(sys.argv[1]):
        judge.judge(bytes(data), meta.wirelen)
    json.dump(judge.report(), sys.stdout)


if __name__ == "__main__":
    main()
