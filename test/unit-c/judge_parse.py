#!/usr/bin/env python3
"""Compares el_parse with scapy's reading of the same bytes. Usage: judge_parse.py PARSE_DUMP [COUNT [SEED]].

Prints one line of figures; a difference prints the packet and exits 1. Must read every expected value from scapy's
dissection of the bytes, never from how the packet was built.
"""
import subprocess
import sys

from wire import *


def header_len(layer):
    return len(layer) - len(layer.payload)


class Expect:
    """What a key should say of `raw`, read by scapy."""

    def __init__(self, raw):
        self.k = {"in_port": 3}
        self.p = dict.fromkeys(PARSED, 0)
        self.at = 0
        self.need = 0  # bytes of headers
        self.link(Ether(raw) if int.from_bytes(raw[12:14], "big") > 1500 else Dot3(raw))
        self.need = max(self.need, self.at)
        self.key = pack_key(self.k)

    def link(self, p):
        k = self.k
        k["eth_dst"] = bytes.fromhex(p.dst.replace(":", ""))
        k["eth_src"] = bytes.fromhex(p.src.replace(":", ""))
        self.at += 14
        if isinstance(p, Dot3):
            k["eth_type"] = 0x05FF
            self.p["l3_offset"] = self.at
            return
        kind, tags = p.type, []
        p = p.payload
        while isinstance(p, (Dot1Q, Dot1AD)) and len(tags) < 2:
            tags.append((kind, p.prio << 13 | 0x1000 | p.vlan))
            kind, p = p.type, p.payload
            self.at += 4
        if tags:
            k["vlan_tpid"], k["vlan_tci"] = tags[0]
        if len(tags) == 2:
            k["vlan2_tci"] = tags[1][1]
        k["eth_type"] = kind
        self.network(p)

    def network(self, p):
        self.p["l3_offset"] = self.at
        if isinstance(p, ARP):
            self.need = self.at + 28
            self.k.update(ip_src=addr16(p.psrc), ip_dst=addr16(p.pdst), ip_proto=p.op)
        elif isinstance(p, IP):
            self.ipv4(p)
        elif isinstance(p, IPv6):
            self.ipv6(p)

    def ipv4(self, p):
        k = self.k
        k.update(eth_type=0x0800, ip_src=addr16(p.src), ip_dst=addr16(p.dst), ip_proto=p.proto, ip_tos=p.tos,
                 ip_ttl=min(p.ttl, 15), ip_frag=2 if p.frag else 1 if p.flags.MF else 0)
        self.at += p.ihl * 4
        if not p.frag:
            self.transport(p.payload, p)

    def ipv6(self, ip):
        k = self.k
        k.update(eth_type=0x86DD, ip_src=addr16(ip.src), ip_dst=addr16(ip.dst), ip_tos=ip.tc, ip_ttl=min(ip.hlim, 15))
        self.at += 40
        nh, p = ip.nh, ip.payload
        while isinstance(p, (IPv6ExtHdrHopByHop, IPv6ExtHdrDestOpt, IPv6ExtHdrRouting, IPv6ExtHdrFragment, AH)):
            self.at += header_len(p)
            nh = p.nh
            if isinstance(p, IPv6ExtHdrFragment):
                k["ip_frag"] = 2 if p.offset else 1 if p.m else 0
                if p.offset:
                    k["ip_proto"] = nh
                    return
            p = p.payload
        k["ip_proto"] = nh
        self.transport(p, ip)

    def transport(self, p, ip):
        k = self.k
        self.p["l4_offset"] = self.at
        raw = bytes(p)
        if k["ip_proto"] == 58 and isinstance(p, Raw):  # scapy does not look for ICMPv6 behind AH
            p = IPv6(bytes(IPv6(nh=58) / p)).payload
        self.need = self.at + {6: 20, 17: 8, 132: 12, 1: 8, 58: 4}.get(k["ip_proto"], 0)
        if isinstance(p, (TCP, UDP, SCTP)):
            k.update(tp_src=p.sport, tp_dst=p.dport)
            if isinstance(p, TCP):
                k["tcp_flags"] = int(p.flags) & 0xFF
        elif isinstance(p, ICMP) or k["ip_proto"] == 58:
            k.update(tp_src=raw[0], tp_dst=raw[1])
            if isinstance(p, (ICMPv6EchoRequest, ICMPv6EchoReply)) or isinstance(p, ICMP) and p.type in (0, 8):
                k["icmp_id"] = p.id
                self.need = self.at + 8
            if isinstance(p, (ICMPv6ND_NS, ICMPv6ND_NA)):
                k.update(nd_target_set=1, nd_target=addr16(p.tgt))
                self.need = self.at + 24
        self.tunnel(p, ip)

    def tunnel(self, p, ip):
        k, local = self.k, addr16(ip.dst)
        if k.get("ip_frag") or k.get("tun_type"):
            return
        if isinstance(p, UDP) and endpoint(VXLAN_T, ip.dst, p.dport) in ENDPOINTS:
            vxlan = VXLAN(bytes(p.payload))  # whatever scapy makes of the source port
            kind, key, inner, size = VXLAN_T, vxlan.vni, vxlan.payload, 16
        elif isinstance(p, GRE) and endpoint(NVGRE_T, ip.dst) in ENDPOINTS and p.key_present:
            kind, key, inner, size = NVGRE_T, p.key >> 8, p.payload, 8
        elif isinstance(p, GRE) and endpoint(GRE_T, ip.dst) in ENDPOINTS:
            kind = GRE_T if p.proto == 0x6558 else GRE_IP_T
            key, inner, size = p.key if p.key_present else 0, p.payload, header_len(p)
        else:
            return
        self.k = {"in_port": 3, "tun_type": kind, "tun_key": key, "tun_tos": k["ip_tos"], "tun_src": k["ip_src"],
                  "tun_dst": local}
        self.p = dict(self.p, outer_l3_offset=self.p["l3_offset"], outer_l4_offset=self.at, l3_offset=0, l4_offset=0)
        self.at += size
        self.p.update(inner_offset=self.at, outer_len=self.at)
        if kind == GRE_IP_T:
            self.network(inner)
        else:
            raw = bytes(inner)
            self.link(Ether(raw) if int.from_bytes(raw[12:14], "big") > 1500 else Dot3(raw))


def broken(m):
    """(bytes, reason) of packets that contradict themselves."""
    tcp = Ether() / IP(src="10.0.0.1", dst="10.0.0.2") / TCP() / b"data"
    vxlan = Ether() / IP(dst=LOCAL4) / UDP(dport=4789, chksum=0) / VXLAN(flags=0, vni=1) / Ether() / ARP()
    v6 = IPv6(src="2001:db8::1", dst="2001:db8::2")
    many = Ether() / v6
    for _ in range(9):
        many = many / IPv6ExtHdrDestOpt()
    long = Ether() / v6 / IPv6ExtHdrDestOpt(len=40, options=[], autopad=0) / Raw(bytes(320)) / UDP()

    def edit(p, **changes):
        p = p.copy()
        for field, value in changes.items():
            layer, name = field.split("_", 1)
            setattr(p[layer], name, value)
        return bytes(p)

    yield edit(tcp, IP_chksum=0x1234), MALFORMED
    yield edit(tcp, IP_version=5), MALFORMED
    yield edit(tcp, IP_ihl=4), MALFORMED
    yield edit(tcp, IP_len=19), MALFORMED
    yield edit(tcp, IP_len=1000), TRUNCATED
    yield edit(tcp, TCP_dataofs=4), MALFORMED
    yield edit(tcp, TCP_dataofs=15), TRUNCATED
    yield edit(Ether() / v6 / UDP(), IPv6_version=4), MALFORMED
    yield edit(Ether() / v6 / UDP(), IPv6_plen=9), TRUNCATED
    yield edit(Ether() / v6 / UDP(), IPv6_plen=7), TRUNCATED
    yield bytes(Ether() / v6 / ICMPv6ND_NS())[:14 + 40] + bytes(0), TRUNCATED
    yield bytes(Ether() / IPv6(plen=20, nh=58) / Raw(b"\x87" + bytes(19))), TRUNCATED
    yield bytes(many / UDP()), MALFORMED
    yield bytes(long), MALFORMED
    yield bytes(vxlan), MALFORMED
    yield edit(Ether() / IP(dst=LOCAL4) / UDP(dport=4789, chksum=0) / VXLAN(vni=1) / Ether() / ARP(), UDP_len=9), TRUNCATED
    yield edit(Ether() / IP(dst=LOCAL4) / UDP(dport=4789, chksum=0) / VXLAN(vni=1) / Ether() / ARP(), UDP_len=500), MALFORMED
    yield bytes(Ether() / IP(dst=LOCAL4) / GRE(version=1, proto=0x6558) / Ether() / ARP()), MALFORMED
    yield bytes(Ether() / IP(dst=LOCAL4) / GRE(routing_present=1, proto=0x6558) / Ether() / ARP()), MALFORMED
    yield bytes(Ether() / IP(dst=LOCAL4) / GRE(proto=0x6558) / Raw(bytes(13))), TRUNCATED
    yield bytes(Dot3(len=500) / LLC() / Raw(bytes(40))), TRUNCATED
    for n in range(14):
        yield bytes(n), TRUNCATED


def plain_outer(m):
    """Tunnel packets that do not end here, or are fragments: their outer headers are the key's."""
    inner = Ether() / IP() / UDP()
    yield Ether() / IP(dst="192.0.2.99") / UDP(dport=4789) / VXLAN(vni=1) / inner
    yield Ether() / IP(dst=LOCAL4) / UDP(dport=4790) / Raw(bytes(VXLAN(vni=1) / inner))
    yield Ether() / IP(dst=LOCAL4, flags=1) / UDP(dport=4789) / VXLAN(vni=1) / inner
    yield Ether() / IP(dst=LOCAL4, frag=8, proto=17) / Raw(bytes(64))
    yield Ether() / IP(dst="192.0.2.99") / GRE(proto=0x6558) / inner
    yield Ether() / IP(dst="192.0.2.2") / GRE(proto=0x6558) / inner  # NVGRE without a key
    yield Ether() / IP(dst=LOCAL4) / GRE(proto=0x88BE) / Raw(bytes(40))
    yield Ether() / IPv6(dst="::ffff:192.0.2.1") / UDP(dport=4789) / VXLAN(vni=1) / inner


def main():
    tool, count = sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 3000
    seed = int(sys.argv[3]) if len(sys.argv) > 3 else 1
    m = Maker(seed)
    lines = ["endpoint " + e.hex() for e in ENDPOINTS]
    checks = []  # what the answer to each parse line must be

    def ask(raw, check, length=None):
        lines.append("parse 3 %s%s" % (raw.hex() or "-", "" if length is None else " %d" % length))
        checks.append((raw, check))

    kinds = {}
    for i in range(count):
        raw = bytes(m.tunnelled()[0] if i % 3 == 0 else m.frame())
        e = Expect(raw)
        kinds[e.k.get("tun_type", 0)] = kinds.get(e.k.get("tun_type", 0), 0) + 1
        ask(raw, ("is", e))
        ask(raw + m.r.randbytes(m.r.randrange(1, 20)), ("is", e))
        for length in (m.r.randrange(len(raw) + 1), e.need, e.need - 1):
            ask(raw, ("prefix", e, length), length)
        cut = m.r.randrange(len(raw))
        if i % 4 == 1 and e.k["eth_type"] in (0x0800, 0x86DD):
            ask(raw[:cut], ("drop", TRUNCATED))
    for p in plain_outer(m):
        ask(bytes(p), ("plain", p))
    for raw, reason in broken(m):
        ask(raw, ("drop", reason))

    out = subprocess.run([tool], input="\n".join(lines) + "\n", capture_output=True, text=True, check=False)
    answers = out.stdout.splitlines()
    if out.returncode or len(answers) != len(checks):
        sys.exit("parse_dump ended with %d after %d of %d answers: %s" % (out.returncode, len(answers), len(checks), out.stderr))
    bad = 0
    for answer, (raw, check) in zip(answers, checks):
        problem = judge(answer, check)
        if problem:
            bad += 1
            if bad <= 10:
                print("%s\n  packet %s\n  %s" % (problem, raw.hex(), check[1].k if hasattr(check[1], "k") else check))
    print("%d parses judged, %d wrong; packets by tunnel kind: %s" % (len(checks), bad, dict(sorted(kinds.items()))))
    sys.exit(1 if bad else 0)


def judge(answer, check):
    reason, hashed, key, parsed = answer.split()
    reason, key = int(reason), bytes.fromhex(key)
    at = dict(zip(PARSED, struct.unpack("<7H", bytes.fromhex(parsed)[:14])))
    if check[0] == "drop":
        return None if reason == check[1] else "reason %d, not %d" % (reason, check[1])
    if check[0] == "plain":
        return None if reason == 0 and key[2] == 0 and at["inner_offset"] == 0 else "taken for a tunnel of ours"
    e = check[1]
    if check[0] == "prefix":
        if check[2] < e.need:
            return None if reason == TRUNCATED else "reason %d from %d of %d header bytes" % (reason, check[2], e.need)
    if reason != 0:
        return "reason %d" % reason
    if key != e.key:
        return "key differs in %s: %s" % (differing(key, e.key), key.hex())
    wrong = [n for n in PARSED if n != "headers_len" and at[n] != e.p[n]]
    if wrong:
        return "offsets differ: %s is %s, scapy says %s" % (wrong, at, e.p)
    if int(hashed) != hash_flow(key):
        return "hash %s, the definition gives %d" % (hashed, hash_flow(key))
    return None


main()
