"""Random packets of every kind the worker parses, and how a 128-byte key reads. Knows the ABI, not the C code."""
import logging
import random
import socket
import struct
import sys

logging.getLogger("scapy").setLevel(logging.ERROR)
try:
    from scapy.all import (ARP, Dot1AD, Dot1Q, Dot3, Ether, GRE, ICMP, ICMPv6DestUnreach, ICMPv6EchoReply,
                           ICMPv6EchoRequest, ICMPv6MLReport, ICMPv6ND_NA, ICMPv6ND_NS, ICMPv6ND_RS, ICMPv6NDOptSrcLLAddr,
                           IP, IPOption_LSRR, IPOption_NOP, IPOption_RR, IPOption_Timestamp, IPv6, IPv6ExtHdrDestOpt,
                           IPv6ExtHdrFragment, IPv6ExtHdrHopByHop, IPv6ExtHdrRouting, LLC, Raw, SCTP, SCTPChunkData, TCP,
                           UDP, VXLAN, bind_layers, conf)
    from scapy.layers.ipsec import AH
except ImportError:
    print("SKIP: scapy is missing: apt-get install python3-scapy")
    sys.exit(77)

# Without a destination scapy would ask the network for one, and wait.
conf.neighbor.resolve = lambda l2, l3: "ff:ff:ff:ff:ff:ff"

conf.verb = 0
# scapy knows two TPIDs; the third is the same header. AH is transparent to what follows.
bind_layers(Ether, Dot1Q, type=0x9100)
bind_layers(Dot1Q, Dot1Q, type=0x9100)
for proto, layer in ((6, TCP), (17, UDP), (132, SCTP), (44, IPv6ExtHdrFragment), (60, IPv6ExtHdrDestOpt),
                     (0, IPv6ExtHdrHopByHop), (43, IPv6ExtHdrRouting)):
    bind_layers(AH, layer, nh=proto)

VXLAN_T, GRE_T, NVGRE_T, GRE_IP_T = 1, 2, 3, 4
TRUNCATED, MALFORMED = 1, 2
LOCAL4, LOCAL6 = "192.0.2.1", "2001:db8:ffff::1"
ODD_PORT = 8472
bind_layers(UDP, VXLAN, dport=ODD_PORT)

FIELDS = {  # name: offset, bytes
    "in_port": (0, 2), "tun_type": (2, 1), "tun_tos": (3, 1), "tun_key": (4, 4), "tun_src": (8, 16),
    "tun_dst": (24, 16), "eth_dst": (40, 6), "eth_src": (46, 6), "vlan_tci": (52, 2), "vlan2_tci": (54, 2),
    "vlan_tpid": (56, 2), "eth_type": (58, 2), "ip_src": (64, 16), "ip_dst": (80, 16), "ip_proto": (96, 1),
    "ip_tos": (97, 1), "ip_ttl": (98, 1), "ip_frag": (99, 1), "tp_src": (100, 2), "tp_dst": (102, 2),
    "icmp_id": (104, 2), "tcp_flags": (106, 1), "ct_state": (107, 1), "stage": (108, 2), "nd_target_set": (110, 1),
    "nd_target": (112, 16),
}
LITTLE = {"in_port": "<H", "tun_key": "<I", "stage": "<H"}
PARSED = ("inner_offset", "l3_offset", "l4_offset", "headers_len", "outer_l3_offset", "outer_l4_offset", "outer_len")


def pack_key(fields):
    """128 bytes from {name: int or bytes}; ints big-endian but for the host-order fields."""
    key = bytearray(128)
    for name, value in fields.items():
        at, size = FIELDS[name]
        if name in LITTLE:
            value = struct.pack(LITTLE[name], value)
        elif isinstance(value, int):
            value = value.to_bytes(size, "big")
        key[at:at + size] = value
    return bytes(key)


def differing(a, b):
    return [n for n, (at, size) in FIELDS.items() if a[at:at + size] != b[at:at + size]] or ["reserved bytes"]


def addr16(text):
    if ":" in text:
        return socket.inet_pton(socket.AF_INET6, text)
    return b"\0" * 10 + b"\xff\xff" + socket.inet_aton(text)


def endpoint(kind, local, udp=0):
    return struct.pack("<BBH16sI", kind, 0, udp, addr16(local), 0)


ENDPOINTS = [endpoint(VXLAN_T, LOCAL4, 4789), endpoint(VXLAN_T, LOCAL4, ODD_PORT), endpoint(VXLAN_T, LOCAL6, 4789),
             endpoint(GRE_T, LOCAL4), endpoint(GRE_T, LOCAL6), endpoint(NVGRE_T, "192.0.2.2")]


def hash_flow(key):
    """The definition in hash.c, over 64-bit integers."""
    u64 = 0xFFFFFFFFFFFFFFFF
    A, B, C = 0x9E3779B97F4A7C15, 0xD6E8FEB86659FD93, 0xA0761D6478BD642F

    def fold(a, b):
        return a * b & u64 ^ a * b >> 64

    def word(kind, at):
        return struct.unpack_from("<" + kind, key, at)[0]

    eth_type = struct.unpack_from(">H", key, 58)[0]
    ports = 0 if key[99] else word("I", 100)
    proto = key[96] << 8
    if eth_type == 0x0800:
        h = fold(A ^ (proto | word("I", 76) << 32), B ^ (word("I", 92) | ports << 32))
    elif eth_type == 0x86DD:
        h = fold(A ^ word("Q", 64), B ^ word("Q", 72))
        h = fold(h ^ word("Q", 80), B ^ word("Q", 88))
        h = fold(h ^ (proto | ports << 32), B)
    else:
        h = fold(A ^ word("Q", 40), B ^ (word("I", 48) | word("H", 58) << 32))
    return (h * C & u64) >> 32


class Maker:
    """Packets from a seeded generator: the same seed gives the same packets."""

    def __init__(self, seed, ah=True):
        self.r = random.Random(seed)
        self.ah = ah  # scapy computes no checksum behind AH

    def mac(self):
        return "02:%02x:%02x:%02x:%02x:%02x" % tuple(self.r.randrange(256) for _ in range(5))

    def ip4(self):
        return "%d.%d.%d.%d" % (self.r.randrange(1, 224), *(self.r.randrange(256) for _ in range(3)))

    def ip6(self):
        return socket.inet_ntop(socket.AF_INET6, b"\x20\x01" + self.r.randbytes(14))

    def payload(self, most=120):
        return Raw(self.r.randbytes(self.r.randrange(most + 1)))

    def tags(self, most=3):
        r = self.r
        n = min(r.choice((0, 0, 0, 1, 1, 2, 3)), most)
        out = [Dot1Q(vlan=r.randrange(1, 4095), prio=r.randrange(8)) for _ in range(n)]
        if n >= 2 and r.random() < 0.6:
            out[0] = Dot1AD(vlan=r.randrange(1, 4095), prio=r.randrange(8))
        return out

    def ether(self, tags=None):
        p = Ether(dst=self.mac(), src=self.mac())
        tags = self.tags() if tags is None else tags
        if len(tags) >= 1 and isinstance(tags[0], Dot1Q) and self.r.random() < 0.15:
            p.type = 0x9100
        for tag in tags:
            p = p / tag
        return p

    def l4(self, v6):
        r = self.r
        sp, dp = r.randrange(1, 65536), r.choice((53, 80, 443, r.randrange(1, 65536)))
        if dp in (4789, ODD_PORT):
            dp = 1
        kinds = [
            lambda: TCP(sport=sp, dport=dp, flags=r.randrange(256), seq=r.getrandbits(32),
                        options=[("MSS", 1460), ("Timestamp", (1, 2))] if r.random() < 0.5 else []) / self.payload(),
            lambda: UDP(sport=sp, dport=dp) / self.payload(),
            lambda: UDP(sport=sp, dport=dp) / self.payload(),
            lambda: SCTP(sport=sp, dport=dp, tag=r.getrandbits(32)) / SCTPChunkData(data=r.randbytes(r.randrange(1, 60))),
        ]
        if v6:
            kinds += [
                lambda: ICMPv6EchoRequest(id=r.randrange(65536), seq=r.randrange(65536), data=r.randbytes(r.randrange(40))),
                lambda: ICMPv6EchoReply(id=r.randrange(65536), data=r.randbytes(r.randrange(40))),
                lambda: ICMPv6ND_NS(tgt=self.ip6()) / ICMPv6NDOptSrcLLAddr(lladdr=self.mac()),
                lambda: ICMPv6ND_NA(tgt=self.ip6()),
                lambda: ICMPv6ND_RS(),
                lambda: ICMPv6MLReport(mladdr="ff02::1:ff00:1"),
                lambda: ICMPv6DestUnreach(code=r.randrange(7)) / IPv6(src=self.ip6(), dst=self.ip6()) / UDP(),
            ]
        else:
            kinds += [
                lambda: ICMP(type=r.choice((0, 8)), id=r.randrange(65536), seq=r.randrange(65536)) / self.payload(40),
                lambda: ICMP(type=3, code=r.randrange(16)) / IP(src=self.ip4(), dst=self.ip4()) / UDP(),
                lambda: ICMP(type=13, id=r.randrange(65536)),
            ]
        return r.choice(kinds)()

    def ipv4(self, dst=None, inner=None, options=True):
        r = self.r
        opts = []
        if options and r.random() < 0.3:
            opts = r.choice(([IPOption_RR(routers=[self.ip4()])], [IPOption_LSRR(routers=[self.ip4(), self.ip4()])],
                             [IPOption_NOP(), IPOption_NOP()],
                             [IPOption_Timestamp()]))
        return IP(src=self.ip4(), dst=dst or self.ip4(), tos=r.randrange(256), ttl=r.randrange(256),
                  id=r.randrange(65536), flags=r.choice((0, 2)), options=opts)

    def extensions(self):
        r = self.r
        out = []
        if r.random() < 0.3:
            out.append(IPv6ExtHdrHopByHop())
        if r.random() < 0.3:
            out.append(IPv6ExtHdrDestOpt())
        if r.random() < 0.3:
            out.append(IPv6ExtHdrRouting(addresses=[self.ip6()], segleft=r.randrange(2)))
        if self.ah and r.random() < 0.2:
            out.append(AH(nh=0, payloadlen=4, icv=bytes(12)))
        return out

    def ipv6(self, dst=None):
        r = self.r
        return IPv6(src=self.ip6(), dst=dst or self.ip6(), tc=r.randrange(256), fl=r.randrange(1 << 20),
                    hlim=r.randrange(256))

    def chain6(self, ip, extensions, rest):
        """ip / extensions / rest with the next headers spelled out where scapy cannot guess them."""
        p = ip
        parts = extensions + [rest]
        for i, ext in enumerate(parts[:-1]):
            if isinstance(ext, AH):
                ext.nh = {"TCP": 6, "UDP": 17, "SCTP": 132, "IPv6ExtHdrFragment": 44, "IPv6ExtHdrDestOpt": 60,
                          "IPv6ExtHdrRouting": 43}.get(type(parts[i + 1]).__name__, 58)
            p = p / ext
        return p / rest

    def l3(self, fragments=True):
        """An ARP, IPv4, IPv6 or other packet without Ethernet."""
        r = self.r
        kind = r.random()
        if kind < 0.1:
            return ARP(op=r.choice((1, 2)), hwsrc=self.mac(), psrc=self.ip4(), hwdst=self.mac(), pdst=self.ip4())
        if kind < 0.55:
            ip = self.ipv4()
            if fragments and r.random() < 0.2:
                ip.flags = r.choice((0, 1))
                ip.frag = r.choice((0, 8, 185))
                if ip.frag:
                    ip.proto = r.choice((1, 6, 17, 132))
                    return ip / Raw(r.randbytes(r.randrange(1, 60)))
            return ip / self.l4(False)
        if kind < 0.95:
            ext = self.extensions()
            if fragments and r.random() < 0.2:
                frag = IPv6ExtHdrFragment(offset=r.choice((0, 8, 185)), m=r.randrange(2), id=r.getrandbits(32))
                if frag.offset:
                    frag.nh = r.choice((6, 17, 58))
                    return self.chain6(self.ipv6(), ext + [frag], Raw(r.randbytes(r.randrange(1, 60))))
                ext.append(frag)
            return self.chain6(self.ipv6(), ext, self.l4(True))
        return Raw(r.randbytes(46))

    def frame(self, fragments=True, tags=None):
        r = self.r
        if r.random() < 0.04:
            return Dot3(dst="01:80:c2:00:00:00", src=self.mac()) / LLC(dsap=0x42, ssap=0x42, ctrl=3) / Raw(bytes(35))
        e = self.ether(tags)
        body = self.l3(fragments)
        if isinstance(body, Raw):
            e.lastlayer().type = 0x88CC
        return e / body

    def tunnelled(self, inner=None):
        """(packet, kind): a frame or IP packet inside a tunnel that ends at one of ENDPOINTS."""
        r = self.r
        kind = r.choice((VXLAN_T, GRE_T, NVGRE_T, GRE_IP_T))
        v6 = kind != NVGRE_T and r.random() < 0.4
        local = "192.0.2.2" if kind == NVGRE_T else LOCAL6 if v6 else LOCAL4
        ip = self.ipv6(local) if v6 else self.ipv4(local)
        outer = self.ether(tags=self.tags(1)[:1])
        inner = inner or self.frame()
        if kind == GRE_IP_T:
            while not isinstance(inner, (IP, IPv6)):
                inner = self.l3()
        key = r.getrandbits(24) if kind != GRE_T else r.getrandbits(32)
        if kind == VXLAN_T:
            port = 4789 if v6 or r.random() < 0.7 else ODD_PORT
            head = UDP(sport=r.randrange(1, 65536), dport=port) / VXLAN(flags=8, vni=key)
            if not v6 or r.random() < 0.5:
                head[UDP].chksum = 0
        else:
            proto = 0x6558 if kind != GRE_IP_T else 0x0800 if isinstance(inner, IP) else 0x86DD
            head = GRE(proto=proto, key_present=1, key=key if kind != NVGRE_T else key << 8 | r.randrange(256))
            if kind in (GRE_T, GRE_IP_T):
                head.chksum_present = r.randrange(2)
                head.seqnum_present = r.randrange(2)
                if r.random() < 0.15:
                    head.key_present = 0
                if head.seqnum_present:
                    head.sequence_number = r.getrandbits(32)
        return outer / ip / head / inner, kind
