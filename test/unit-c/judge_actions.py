#!/usr/bin/env python3
"""Compares what action lists make of packets with what scapy makes. Usage: judge_actions.py ACTIONS_DUMP PARSE_DUMP
[COUNT [SEED]].

Prints one line of figures; a difference prints the packet and exits 1. Expected bytes are scapy's rebuild, checksums
computed anew by scapy; never a formula shared with the worker.
"""
import subprocess
import sys

import acts as a
from wire import *

ACTION_INVALID, NO_ACTION, TUNNEL_DOWN, DROP_MTU, DROP_ECN, NO_MBUF, GROUP_EMPTY = 17, 18, 14, 13, 25, 15, 22
HOP_DST, HOP_SRC = bytes.fromhex("02aabbccdd01"), bytes.fromhex("02aabbccdd02")


def one(kind, *words):
    """A check: exactly one fate, these words."""
    want = [kind] + [w.hex() if isinstance(w, bytes) else str(w) for w in words]

    def check(fates):
        if len(fates) != 1:
            return "%d fates" % len(fates)
        got = fates[0][:len(want)]
        return None if got == want else "not %s" % want

    return check


def dissect(raw):
    return Ether(raw) if int.from_bytes(raw[12:14], "big") > 1500 else Dot3(raw)


def ip_of(p):
    while p and not isinstance(p, (IP, IPv6, Raw, ARP)):
        p = p.payload
    return p if isinstance(p, (IP, IPv6)) else None


def l4_of(ip):
    p = ip.payload
    while isinstance(p, (IPv6ExtHdrHopByHop, IPv6ExtHdrDestOpt, IPv6ExtHdrRouting, IPv6ExtHdrFragment)):
        p = p.payload
    return p


def rebuilt(p):
    """Bytes of p with the checksums that scapy computes."""
    ip = ip_of(p)
    if ip:
        if isinstance(ip, IP):
            ip.chksum = None
        l4 = l4_of(ip)
        if isinstance(l4, UDP) and l4.chksum == 0:
            return bytes(p)
        for name in ("chksum", "cksum"):
            if name in l4.fields_desc_names():
                setattr(l4, name, None)
    return bytes(p)


Packet = Ether.__mro__[1]
Packet.fields_desc_names = lambda self: [f.name for f in self.fields_desc]
Raw.fields_desc_names = lambda self: []


def merge(old, value, mask):
    return bytes(o & ~m & 255 | v & m for o, v, m in zip(old, value, mask))


class Edits:
    """Random SET lists, applied by scapy too."""

    def __init__(self, maker):
        self.m, self.r = maker, maker.r

    def value(self, size):
        mask = self.r.choice((b"\xff" * size, b"\xff" * size, self.r.randbytes(size)))
        return self.r.randbytes(size), mask

    def mac(self, p, name):
        value, mask = self.value(6)
        now = merge(bytes.fromhex(getattr(p, name).replace(":", "")), value, mask)
        setattr(p, name, ":".join("%02x" % b for b in now))
        return a.set_field("eth_" + name, value, mask)

    def address(self, layer, name, size, key):
        value, mask = self.value(size)
        text = getattr(layer, name)
        family = socket.AF_INET6 if size == 16 else socket.AF_INET
        setattr(layer, name, socket.inet_ntop(family, merge(socket.inet_pton(family, text), value, mask)))
        if size == 4:
            value, mask = addr16(socket.inet_ntoa(value)), bytes(12) + mask
        return a.set_field(key, value, mask)

    def number(self, layer, name, size, key):
        value, mask = self.value(size)
        setattr(layer, name, int.from_bytes(merge(int(getattr(layer, name)).to_bytes(size, "big"), value, mask), "big"))
        return a.set_field(key, value, mask)

    def tci(self, tag):
        value, mask = self.value(2)
        value = bytes([value[0] | 0x10, value[1]])
        now = int.from_bytes(merge((tag.prio << 13 | tag.vlan).to_bytes(2, "big"), value, mask), "big")
        tag.prio, tag.vlan = now >> 13, now & 0xFFF
        return a.set_field("vlan_tci", value, mask)

    def choices(self, p):
        out = [lambda: self.mac(p, "dst"), lambda: self.mac(p, "src")]
        if isinstance(p.payload, (Dot1Q, Dot1AD)):
            out.append(lambda: self.tci(p.payload))
        arp, ip = p.getlayer(ARP), ip_of(p)
        if arp and not ip:
            out += [lambda: self.address(arp, "psrc", 4, "ip_src"), lambda: self.address(arp, "pdst", 4, "ip_dst")]
        if not ip:
            return out
        size, tos = (4, "tos") if isinstance(ip, IP) else (16, "tc")
        out += [lambda: self.address(ip, "src", size, "ip_src"), lambda: self.address(ip, "dst", size, "ip_dst"),
                lambda: self.number(ip, tos, 1, "ip_tos")]
        l4 = l4_of(ip)
        if isinstance(l4, (TCP, UDP, SCTP)):
            out += [lambda: self.number(l4, "sport", 2, "tp_src"), lambda: self.number(l4, "dport", 2, "tp_dst")]
        if isinstance(l4, (ICMPv6EchoRequest, ICMPv6EchoReply)) or isinstance(l4, ICMP) and l4.type in (0, 8):
            out.append(lambda: self.number(l4, "id", 2, "icmp_id"))
        return out

    def list_for(self, raw):
        """(action bytes, expected packet bytes)."""
        p = dissect(raw)
        choices = self.choices(p)
        acts = b""
        for _ in range(self.r.randrange(1, 6)):
            acts += self.r.choice(choices)()
        return acts, rebuilt(p)


def judge_edits(s, m, count):
    edits = Edits(m)
    for _ in range(count):
        raw = bytes(m.frame(fragments=False, tags=m.tags(2)))
        if m.r.random() < 0.1 and UDP in dissect(raw):
            p = dissect(raw)
            p[UDP].chksum = 0
            raw = bytes(p)
        acts, want = edits.list_for(raw)
        pad = m.r.randbytes(m.r.choice((0, 0, 9)))
        s.segments_of(m.r.choice((0, 0, 17, 64, 100)))
        s.run(raw + pad, acts + a.output(5), one("sent", 5, want + pad))
        s.run(raw + pad, acts + a.punt(7), same_key(s, want + pad))


class KeyJudge:
    """Keys of punted packets against el_parse of the bytes that came up (which judge_parse.py judges)."""

    asked = []


def same_key(s, want):
    def check(fates):
        if len(fates) != 1 or fates[0][:3] != ["upcall", "1", "7"]:
            return "no PUNT"
        if want is not None and fates[0][3] != want.hex():
            return "not %s" % want.hex()
        KeyJudge.asked.append(fates[0][3:6])
        return None

    return check


def judge_keys(parse_dump):
    lines = ["parse 3 " + raw for raw, _, _ in KeyJudge.asked]
    out = subprocess.run([parse_dump], input="\n".join(lines) + "\n", capture_output=True, text=True, check=True)
    problems = []
    for answer, (raw, key, parsed) in zip(out.stdout.splitlines(), KeyJudge.asked):
        words = answer.split()
        if words[0] != "0" or words[2] != key or words[3] != parsed:
            problems.append("key after edits is\n  %s %s, its bytes read\n  %s %s\n  packet %s" % (key, parsed, *words[2:4], raw))
    return problems


def judge_fragments(s, m, count):
    """A fragment of an edited packet is the edited fragment of the packet."""
    edits = Edits(m)
    for _ in range(count):
        v6 = m.r.random() < 0.5
        body = m.l4(v6)
        while SCTP in body or isinstance(body, (ICMPv6ND_NS, ICMPv6ND_NA)) or len(body) < 48:
            body = m.l4(v6) / m.payload()
        if v6:
            frag = IPv6ExtHdrFragment(id=5, m=1)
            whole = Ether(bytes(m.ether(tags=[]) / m.ipv6() / frag / body))
        else:
            whole = Ether(bytes(m.ether(tags=[]) / m.ipv4(options=False) / body))
            whole[IP].flags = 1
        whole = Ether(rebuilt(whole))
        raw = bytes(whole)
        acts, now = edits.list_for(raw)
        head = 14 + (48 if v6 else 20)
        cut = 40
        for later in (False, True):
            s.segments_of(m.r.choice((0, 30, 64)))
            s.run(slice_of(raw, head, cut, later, v6), acts + a.output(1),
                  one("sent", 1, slice_of(now, head, cut, later, v6)) if not later or harmless(acts) else any_fate)


def harmless(acts):
    return b"\x68\0\0\0" not in acts  # SET icmp_id does not apply to a later fragment


def any_fate(fates):
    return None if len(fates) == 1 else "%d fates" % len(fates)


def slice_of(raw, head, cut, later, v6):
    """The first or the later fragment of a packet whose headers before the fragmentable part are `head` bytes."""
    p = Ether(raw[:head] + (raw[head + cut:] if later else raw[head:head + cut]))
    bits = (cut // 8 << 3) if later else 1
    out = bytearray(bytes(p))
    size = len(out) - 14
    if v6:
        out[18:20] = (size - 40).to_bytes(2, "big")
        out[56:58] = bits.to_bytes(2, "big")
        return bytes(out)
    out[16:18] = size.to_bytes(2, "big")
    out[20:22] = (cut // 8 if later else 0x2000).to_bytes(2, "big")
    ip = IP(bytes(out[14:34]))
    ip.chksum = None
    out[14:34] = bytes(ip)
    return bytes(out)


def judge_wrong_checksums(s, m, count):
    """A packet whose checksum is wrong must not be healed by an edit."""
    for _ in range(count):
        p = Ether(bytes(Ether() / m.ipv4(options=False) / m.r.choice((TCP, UDP))(sport=1, dport=2) / m.payload()))
        p.lastlayer()
        l4 = p[IP].payload
        l4.chksum ^= 0x0101
        raw = bytes(p)

        def check(fates, raw=raw):
            got = Ether(bytes.fromhex(fates[0][2]))
            fresh = Ether(rebuilt(got.copy()))
            return "a wrong checksum became right" if fresh[IP].payload.chksum == got[IP].payload.chksum else None

        s.run(raw, a.set_field("ip_src", addr16(m.ip4())) + a.set_field("tp_dst", m.r.randbytes(2)) + a.output(1), check)


def judge_vlan_and_ttl(s, m, count):
    for _ in range(count):
        raw = bytes(m.frame(tags=m.tags(2)))
        p = dissect(raw)
        tpid, tci = m.r.choice((0x8100, 0x88A8)), m.r.randrange(65536)
        pushed = raw[:12] + struct.pack(">HH", tpid, tci) + raw[12:]
        s.segments_of(m.r.choice((0, 17, 64)))
        s.run(raw, a.push_vlan(tpid, tci) + a.output(2), one("sent", 2, pushed))
        s.run(raw, a.push_vlan(tpid, tci) + a.punt(7), same_key(s, pushed))
        s.run(raw, a.push_vlan(tpid, tci) + a.pop_vlan() + a.output(2), one("sent", 2, raw))
        tagged = isinstance(p.payload, (Dot1Q, Dot1AD))
        popped = raw[:12] + raw[16:]
        s.run(raw, a.pop_vlan() + a.output(2), one("sent", 2, popped) if tagged else one("dropped", ACTION_INVALID))
        if tagged:
            s.run(raw, a.pop_vlan() + a.punt(7), same_key(s, popped))
        ip = ip_of(p)
        edit = a.set_field("eth_dst", b"\x02\0\0\0\0\x77")
        if not ip:
            s.run(raw, a.dec_ttl() + a.output(2), one("dropped", ACTION_INVALID))
            continue
        ttl = ip.ttl if isinstance(ip, IP) else ip.hlim
        if ttl <= 2:
            s.run(raw, edit + a.dec_ttl() + a.dec_ttl() + a.output(2), one("upcall", a.UP_TTL, 0, raw))
            continue
        if isinstance(ip, IP):
            ip.ttl -= 2
            ip.chksum = None
        else:
            ip.hlim -= 2
        p.dst = "02:00:00:00:00:77"
        s.run(raw, edit + a.dec_ttl() + a.dec_ttl() + a.output(2), one("sent", 2, bytes(p)))


TUNNELS = []  # (id, kind, v6, flags, vlan, mtu)


def make_tunnels(s):
    s.say("nexthop", 0, a.nexthop(9, HOP_DST, HOP_SRC))
    s.say("nexthop", 1, a.nexthop(9, HOP_DST, HOP_SRC, vlan=77))
    for kind in (VXLAN_T, GRE_T, NVGRE_T, GRE_IP_T):
        for v6 in (False, True):
            i = len(TUNNELS)
            flags = {0: a.COPY_TOS, 1: a.DF, 2: a.DF | a.UDP_CSUM, 3: a.COPY_TOS | a.ZERO6}[(i + (kind == VXLAN_T)) % 4]
            local, remote = ("2001:db8::a", "2001:db8::b") if v6 else ("10.9.0.1", "10.9.0.2")
            s.say("tunnel", i, a.tunnel(kind, local, remote, flags, tos=0x48, hops=(i % 2,)))
            TUNNELS.append((i, kind, v6, flags, 77 * (i % 2)))
    for i, v6, flags in ((8, False, a.UDP_CSUM), (9, True, a.COPY_TOS)):
        local, remote = ("2001:db8::a", "2001:db8::b") if v6 else ("10.9.0.1", "10.9.0.2")
        s.say("tunnel", i, a.tunnel(VXLAN_T, local, remote, flags, tos=0x48, hops=(1,), udp=8472))
        TUNNELS.append((i, VXLAN_T, v6, flags, 77))
    s.say("tunnel", 10, a.tunnel(VXLAN_T, "10.9.0.1", "10.9.0.2", a.MTU_PUNT, mtu=100))
    s.say("tunnel", 11, a.tunnel(VXLAN_T, "10.9.0.1", "10.9.0.2", 0, mtu=100))
    s.say("tunnel", 12, a.tunnel(VXLAN_T, "10.9.0.1", "10.9.0.2", 0, hops=()))
    s.say("tunnel", 13, a.tunnel(VXLAN_T, "10.9.0.1", "10.9.0.2", 0, hops=(5, 0)))


def outer_check(t, inner, key):
    _, kind, v6, flags, vlan = t
    p = dissect(inner)
    ip_in = ip_of(p)

    def check(fates):
        if len(fates) != 1 or fates[0][0] != "sent" or fates[0][1] != "9":
            return "not sent by the next hop's port"
        raw = bytes.fromhex(fates[0][2])
        o = Ether(raw)
        if (o.dst, o.src) != (":".join("%02x" % b for b in HOP_DST), ":".join("%02x" % b for b in HOP_SRC)):
            return "outer MACs"
        if bool(vlan) != (Dot1Q in o and isinstance(o.payload, Dot1Q)) or vlan and o[Dot1Q].vlan != vlan:
            return "outer VLAN"
        ip = ip_of(o)
        if type(ip) is not (IPv6 if v6 else IP) or (ip.src, ip.dst) != (("2001:db8::a", "2001:db8::b") if v6 else ("10.9.0.1", "10.9.0.2")):
            return "outer addresses"
        tos_in = None if not ip_in else ip_in.tos if isinstance(ip_in, IP) else ip_in.tc
        tos = tos_in if flags & a.COPY_TOS and ip_in else 0x48
        if (ip.tc if v6 else ip.tos) != tos or (ip.hlim if v6 else ip.ttl) != 64:
            return "outer TOS or TTL"
        if not v6 and bool(flags & a.DF) != bool(ip.flags.DF):
            return "DF"
        at = raw.index(bytes(ip)[:4]) + (40 if v6 else 20)
        if (ip.plen + 40 if v6 else ip.len) != len(raw) - at + (40 if v6 else 20):
            return "outer length"
        if kind == VXLAN_T:
            u = UDP(raw[at:])
            vx = VXLAN(raw[at + 8:at + 16])
            if not 49152 <= u.sport < 65536 or u.len != len(raw) - at or vx.vni != key or raw[at + 8:at + 12] != b"\x08\0\0\0":
                return "UDP or VXLAN header"
            summed = flags & a.UDP_CSUM if not v6 else not flags & a.ZERO6
            if bool(summed) != bool(u.chksum):
                return "UDP checksum %s" % u.chksum
            if summed:
                q = (IPv6(src=ip.src, dst=ip.dst) if v6 else IP(src=ip.src, dst=ip.dst)) / UDP(
                    sport=u.sport, dport=u.dport) / Raw(raw[at + 8:])
                if UDP(bytes(q)[40 if v6 else 20:]).chksum != u.chksum:
                    return "UDP checksum"
            got = raw[at + 16:]
        else:
            g = GRE(raw[at:])
            proto = 0x6558 if kind != GRE_IP_T else 0x86DD if isinstance(ip_in, IPv6) else 0x0800
            if g.proto != proto or raw[at:at + 2] != b"\x20\0" or (g.key >> 8 if kind == NVGRE_T else g.key) != key:
                return "GRE header"
            got = raw[at + 8:]
        if not v6:
            fresh = ip.copy()
            fresh.chksum = None
            if bytes(fresh)[:20] != bytes(ip)[:20]:
                return "outer IPv4 checksum"
        want = inner if kind != GRE_IP_T else bytes(ip_in)
        return None if got == want else "inner packet is %s" % got.hex()

    return check


def judge_encap(s, m, count):
    for n in range(count):
        t = TUNNELS[n % len(TUNNELS)]
        raw = bytes(m.frame(tags=m.tags(2)))
        key = m.r.getrandbits(24)
        s.segments_of(m.r.choice((0, 17, 64, 101)))
        ip = ip_of(dissect(raw))
        if t[1] == GRE_IP_T and not ip:
            s.run(raw, a.encap(t[0], key) + a.output(a.PORT_TUNNEL), one("dropped", ACTION_INVALID))
            continue
        s.run(raw, a.encap(t[0], key) + a.output(a.PORT_TUNNEL), outer_check(t, raw, key))
        s.run(raw, a.encap(t[0], key) + a.punt(7), same_key(s, None))
    s.segments_of(0)
    big = bytes(Ether() / IP(src="10.0.0.1", dst="10.0.0.2") / UDP() / Raw(bytes(73)))
    fits = big[:16] + bytes(Ether(rebuilt(Ether() / IP(src="10.0.0.1", dst="10.0.0.2") / UDP() / Raw(bytes(72)))))[16:]
    edit = a.set_field("eth_src", b"\x02\0\0\0\0\x55") + a.dec_ttl()
    s.run(big, edit + a.encap(10, 1) + a.output(a.PORT_TUNNEL), one("upcall", a.UP_MTU, 100, big))
    s.run(big, edit + a.encap(11, 1) + a.output(a.PORT_TUNNEL), one("dropped", DROP_MTU))
    s.run(fits, a.encap(10, 1) + a.output(a.PORT_TUNNEL), one("sent", 9))
    s.run(big, a.encap(12, 1) + a.output(a.PORT_TUNNEL), one("dropped", TUNNEL_DOWN))
    s.run(big, a.encap(15, 1) + a.output(a.PORT_TUNNEL), one("dropped", TUNNEL_DOWN))
    s.run(big, a.encap(13, 1) + a.output(a.PORT_TUNNEL), one("sent", 9))
    s.run(big, a.encap(0, 1 << 24) + a.output(a.PORT_TUNNEL), one("dropped", ACTION_INVALID))
    s.run(big, a.output(a.PORT_TUNNEL), one("dropped", ACTION_INVALID))
    ports = set()
    for i in range(64):
        def check(fates):
            ports.add(Ether(bytes.fromhex(fates[0][2]))[UDP].sport)
            return None
        s.run(bytes(Ether() / IP(src="10.0.0.1", dst="10.0.0.2") / UDP(sport=1000 + i)), a.encap(0, 1) + a.output(a.PORT_TUNNEL), check)
    def spread(fates):
        return None if len(ports) > 55 else "%d source ports for 64 flows" % len(ports)
    s.run(big, a.drop(90), spread)


# RFC 6040 4.2: inner by outer; None is a drop.
ECN = {0: {0: 0, 2: 0, 1: 0, 3: None}, 2: {0: 2, 2: 2, 1: 1, 3: 3}, 1: {0: 1, 2: 1, 1: 1, 3: 3}, 3: {0: 3, 2: 3, 1: 3, 3: 3}}


def judge_decap(s, m, count):
    for e in ENDPOINTS:
        s.say("endpoint", e)
    for _ in range(count):
        inner = m.frame(tags=m.tags(2))
        p, kind = m.tunnelled(inner)
        p = Ether(bytes(p))
        raw = bytes(p)
        outer = ip_of(p)
        top = outer.payload
        while not isinstance(top, (UDP, GRE)):
            top = top.payload
        inside = bytes(top.payload) if kind != VXLAN_T else bytes(top.payload)[8:]
        if kind == GRE_IP_T:
            inside = b"\x02\0\0\0\0\x0a\x02\0\0\0\0\x0b" + struct.pack(">H", top.proto) + inside
        q = dissect(inside)
        ip = ip_of(q)
        want = inside
        expect = None
        if ip:
            tos = "tos" if isinstance(ip, IP) else "tc"
            ecn = ECN[getattr(ip, tos) & 3][(outer.tos if isinstance(outer, IP) else outer.tc) & 3]
            if ecn is None:
                expect = one("dropped", DROP_ECN)
            else:
                setattr(ip, tos, getattr(ip, tos) & ~3 | ecn)
                if isinstance(ip, IP):
                    ip.chksum = None
                want = bytes(q)
        s.segments_of(m.r.choice((0, 33, 64, 200)))
        pad = m.r.randbytes(m.r.choice((0, 5, 40)))
        s.run(raw + pad, a.decap() + a.output(4), expect or one("sent", 4, want))
        if not expect:
            s.run(raw + pad, a.decap() + a.punt(7), same_key(s, want))
            s.run(raw, a.dec_ttl() + a.decap() + a.output(4), tunnelled_edit(ip))
        if kind in (GRE_T, GRE_IP_T) and top.chksum_present:
            flipped = bytearray(raw)
            flipped[-1] ^= 1
            s.run(bytes(flipped), a.decap() + a.output(4), one("dropped", MALFORMED))
    s.run(bytes(Ether() / IP(dst="192.0.2.99") / UDP()), a.decap() + a.output(4), one("dropped", ACTION_INVALID))


def tunnelled_edit(ip):
    """DEC_TTL before DECAP: no edit of what is still wrapped."""
    ttl = 64 if not ip else ip.ttl if isinstance(ip, IP) else ip.hlim
    return one("upcall", a.UP_TTL) if ttl <= 1 else one("dropped", ACTION_INVALID)


def sends(*ports):
    def check(fates):
        got = sorted(int(f[1]) if f[0] == "sent" else -int(f[1]) for f in fates)
        return None if got == sorted(ports) else "fates %s, not %s" % (got, sorted(ports))

    return check


def judge_control(s, m):
    raw = bytes(Ether() / IP(src="10.0.0.1", dst="10.0.0.2", ttl=9) / UDP(sport=5, dport=6) / (b"x" * 100))
    mac = a.set_field("eth_dst", b"\x02\0\0\0\0\x99")
    for segment in (0, 40):
        s.segments_of(segment)
        s.run(raw, b"", sends(-NO_ACTION))
        s.run(raw, mac, sends(-NO_ACTION))
        s.run(raw, a.output(1) + a.output(2) + a.output(3), sends(1, 2, 3))
        s.run(raw, a.output(1) + mac + a.drop(64), sends(1, -64))

        def untouched(fates):
            by = {f[1]: f[2] for f in fates}
            if by.get("2") != raw.hex() or by.get("1") == raw.hex():
                return "a clone and its original share bytes"
            return sends(1, 2)(fates)

        s.run(raw, a.clone(mac + a.output(1)) + a.output(2), untouched)
        s.run(raw, a.clone(a.clone(a.clone(a.clone(a.output(1)) + a.output(2)) + a.output(3)) + a.output(4)) + a.output(5),
              sends(1, 2, 3, 4, 5))
        s.run(raw, a.clone(a.encap(0, 5) + a.output(a.PORT_TUNNEL)) + a.clone(a.encap(1, 5) + a.output(a.PORT_TUNNEL)) + a.output(2),
              sends(9, 9, 2))
        s.run(raw, a.clone(b"") + a.drop(70), sends(-NO_ACTION, -70))
    s.segments_of(0)
    s.say("budget", 1)
    s.run(raw, a.output(1) + a.output(2) + a.output(3), sends(1, -NO_MBUF, 3))
    s.say("budget", 0)
    s.run(raw, a.clone(a.output(1)) + a.output(2), sends(-NO_MBUF, 2))
    s.say("budget", -1)

    for i in range(4):
        s.say("action", i, mac + a.output(10 + i))
    s.say("group", 0, b"".join(a.member(i, 1, 1000 + i) for i in range(4)))
    s.say("group", 1, b"-"[:0])
    s.say("group", 2, a.member(15, 1, 1))
    s.say("action", 5, a.clone(a.select(3)) + a.select(3))
    s.say("group", 3, a.member(5, 1, 1))
    s.run(raw, a.select(1), sends(-GROUP_EMPTY))
    s.run(raw, a.select(2), sends(-GROUP_EMPTY))
    s.run(raw, a.select(9), sends(-GROUP_EMPTY))
    taken = {}

    def note(fates, flow):
        if len(fates) != 1 or fates[0][0] != "sent":
            return "not sent"
        taken.setdefault(flow, set()).add(fates[0][1])
        return None if len(taken[flow]) == 1 else "a flow changed its member"

    for flow in range(200):
        p = bytes(Ether() / IP(src="10.0.0.1", dst="10.0.0.2", ttl=9) / UDP(sport=flow) / b"x")
        s.run(p, a.select(0), lambda f, flow=flow: note(f, flow))
        # Edits before SELECT do not change the choice: it is by the hash on arrival.
        s.run(p, a.set_field("ip_src", addr16("10.0.0.77")) + a.dec_ttl() + a.select(0), lambda f, flow=flow: note(f, flow))

    def spread(fates):
        counts = [sum(1 for v in taken.values() if p in v) for p in ("10", "11", "12", "13")]
        return None if min(counts) > 25 else "members got %s of 200" % counts

    s.run(raw, a.drop(90), spread)

    # A group that names a list that names the group: bounded, and every copy has its end.
    def bounded(fates):
        reasons = {f[1] for f in fates}
        return None if len(fates) > 20 and reasons <= {str(ACTION_INVALID), str(NO_MBUF)} else "fates %s" % reasons

    s.run(raw, a.select(3), bounded)
    # TTL is judged before the copy is made, through SELECT too.
    low = bytes(Ether() / IP(src="10.0.0.1", dst="10.0.0.2", ttl=1) / UDP())
    s.say("action", 6, a.dec_ttl() + a.output(1))
    s.say("group", 4, a.member(6, 3, 9))
    s.run(low, a.output(1) + a.select(4), one("upcall", a.UP_TTL, 0, low))
    s.run(low, mac + a.select(4), one("upcall", a.UP_TTL, 0, low))


def judge_refusals(s):
    """Encoded lists that must not pass: (bytes, code, offset)."""
    raw = bytes(Ether() / IP() / UDP())
    unsupported = [struct.pack("<HHI", 12, 8, 1), struct.pack("<HHHHHHI", 13, 16, 1, 0, 1, 0, 0)]
    bad = [
        (b"\0" * 4, 0), (struct.pack("<HHI", 0, 8, 0), 0), (struct.pack("<HHI", 14, 8, 0), 0),
        (struct.pack("<HHHH", 1, 16, 1, 0), 2), (struct.pack("<HHHH", 1, 4, 1, 0), 2), (struct.pack("<HHHH", 1, 0, 1, 0), 2),
        (a.output(16), 4), (a.output(0xFFFF), 4), (struct.pack("<HHHH", 1, 8, 1, 1), 6),
        (a.drop(0), 4), (a.drop(95), 4), (a.drop(64) + a.output(1), 8), (a.punt() + a.output(1), 8),
        (a.select(0) + a.drop(64), 8), (a.select(16), 4), (a.encap(16, 1), 4), (a.push_vlan(0x9100, 1), 4),
        (struct.pack("<HHI", 4, 8, 1), 4), (struct.pack("<HHI", 6, 8, 1), 4),
        (a.set_field("ip_ttl", b"\1"), 4), (struct.pack("<HHHH16s16s", 3, 40, 81, 0, b"", b""), 4),
        (struct.pack("<HHHH16s16s", 3, 40, 100, 0, b"\1\1\1", b"\xff\xff"), 10),
        (struct.pack("<HHHH16s16s", 3, 40, 100, 0, b"\1\1", b"\xff\xff\xff"), 26),
        (a.set_field("vlan_tci", b"\0\5"), 24),
        (a.clone(a.output(1) + a.drop(0)), 20), (struct.pack("<HHI", 10, 16, 0), 2),
        (a.clone(a.clone(a.clone(a.clone(a.clone(b""))))), 32), (a.output(1) * 513, 0),
    ]
    for acts, offset in bad:
        s.run(raw, acts, one("refused", 15, offset))
    for acts in unsupported:
        s.run(raw, acts, one("refused", 12, 0))
        s.run(raw, a.clone(acts) + a.output(1), one("refused", 12, 8))


def main():
    actions_dump, parse_dump = sys.argv[1:3]
    count = int(sys.argv[3]) if len(sys.argv) > 3 else 400
    m = Maker(int(sys.argv[4]) if len(sys.argv) > 4 else 1, ah=False)
    s = a.Script()
    make_tunnels(s)
    judge_edits(s, m, count * 3)
    judge_fragments(s, m, count)
    judge_wrong_checksums(s, m, count // 4)
    judge_vlan_and_ttl(s, m, count)
    judge_encap(s, m, count * 2)
    judge_control(s, m)
    judge_refusals(s)
    judge_decap(s, m, count * 2)  # last: its endpoints make tunnels of what was plain before
    runs, problems = s.judge(actions_dump)
    problems += judge_keys(parse_dump)
    for problem in problems[:8]:
        print(problem)
    print("%d runs judged, %d keys, %d wrong" % (runs, len(KeyJudge.asked), len(problems)))
    sys.exit(1 if problems else 0)


main()
