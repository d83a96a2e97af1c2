#!/usr/bin/env python3
"""Judges ENCAP and DECAP by scapy.
Usage: judge_tunnels.py ACTIONS_DUMP PARSE_DUMP [COUNT [SEED]]. Exits 1 when something is wrong, with the packets."""
from judge import *
from scapy.all import defragment


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


def cut_check(raw, mtu):
    """IPv4 fragments, each in a packet of the tunnel's own by one source port: scapy puts them together again."""

    def check(fates):
        if len(fates) < 2 or any(f[0] != "sent" for f in fates):
            return "no fragments: %s" % [f[:2] for f in fates]
        outer = [Ether(bytes.fromhex(f[2])) for f in fates]
        if len({o[UDP].sport for o in outer}) != 1 or len({o[VXLAN].vni for o in outer}) != 1:
            return "they part ways"
        inner = [o[VXLAN][Ether] for o in outer]
        if any(len(i) - 14 > mtu for i in inner):
            return "a fragment that does not fit"
        if any(bytes(i)[:12] != raw[:12] for i in inner):
            return "other MACs"
        merged = IP(bytes(defragment([i[IP] for i in inner])[0]))
        merged.chksum = None
        want = IP(raw[14:])
        want.chksum = None
        return None if bytes(merged) == bytes(want) else "they do not add up"

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
    loose = bytes(Ether() / IP(src="10.0.0.1", dst="10.0.0.2") / UDP() / Raw(bytes(73)))
    big = bytes(Ether() / IP(src="10.0.0.1", dst="10.0.0.2", flags="DF") / UDP() / Raw(bytes(73)))
    fits = big[:16] + bytes(Ether(rebuilt(Ether() / IP(src="10.0.0.1", dst="10.0.0.2") / UDP() / Raw(bytes(72)))))[16:]
    edit = a.set_field("eth_src", b"\x02\0\0\0\0\x55") + a.dec_ttl()
    s.run(big, edit + a.encap(10, 1) + a.output(a.PORT_TUNNEL), one("upcall", a.UP_MTU, 100, big))
    s.run(big, edit + a.encap(11, 1) + a.output(a.PORT_TUNNEL), one("dropped", DROP_MTU))
    for tunnel in (10, 11):
        s.run(loose, a.encap(tunnel, 1) + a.output(a.PORT_TUNNEL), cut_check(loose, 100))
    s.run(loose, a.clone(a.encap(10, 1) + a.output(a.PORT_TUNNEL)) + a.output(3), lambda fates: None if
          [f[:2] for f in fates] == [["sent", "9"], ["sent", "9"], ["sent", "3"]] and fates[2][2] == loose.hex() else str(fates))
    s.run(bytes(Ether() / IPv6(src="2001:db8::1", dst="2001:db8::2") / UDP() / Raw(bytes(73))),
          a.encap(11, 1) + a.output(a.PORT_TUNNEL), one("dropped", DROP_MTU))
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


def main():
    actions_dump, parse_dump, count, seed = arguments()
    m = Maker(seed, ah=False)
    s = a.Script()
    make_tunnels(s)
    judge_encap(s, m, count * 2)
    judge_decap(s, m, count * 2)  # last: its endpoints make tunnels of what was plain before
    finish(s, actions_dump, parse_dump)


main()
