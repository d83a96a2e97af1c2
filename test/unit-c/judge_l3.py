#!/usr/bin/env python3
"""Judges CHECK_MTU, CLAMP_MSS and TRANSLATE by scapy.
Usage: judge_l3.py ACTIONS_DUMP PARSE_DUMP [COUNT [SEED]]. Exits 1 when something is wrong, with the packets."""
from judge import *
from scapy.all import ICMPv6TimeExceeded, defragment

UNTRANSLATABLE = 26


def judge_clamp(s, m, count):
    for _ in range(count):
        v6, limit, mss = m.r.random() < 0.5, m.r.randrange(1, 2000), m.r.randrange(1, 65536)
        before = m.r.choice(([], [("NOP", None)], [("NOP", None)] * 3, [("Timestamp", (7, 8))], [("SAckOK", b"")]))
        option = [("MSS", mss)] if m.r.random() < 0.85 else []
        flags = m.r.choice(("S", "SA", "SEC", "A", "PA", "R"))
        tcp = TCP(sport=5, dport=6, flags=flags, options=before + option + [("WScale", 7)]) / m.payload()
        p = Ether() / (m.ipv6() if v6 else m.ipv4()) / tcp
        raw = rebuilt(Ether(bytes(p)))
        want = Ether(raw)
        if "S" in flags and option:
            want[TCP].options = before + [("MSS", min(mss, limit))] + [("WScale", 7)]
        s.segments_of(m.r.choice((0, 17, 64)))
        s.run(raw, a.clamp_mss(limit) + a.output(5), one("sent", 5, rebuilt(want)))
    # What does not end, ends too early, or is none: not a byte changes.
    for options in (b"\2\0\5\xb4", b"\2\1\5\xb4", b"\3\0\2\4\5\xb4\0\0", b"\0\0\2\4\5\xb4\0\0", b"\2\3\5\xb4",
                    b"\xfe\xff\2\4\5\xb4\0\0", b"\1\1\1\2", b"\2\5\5\xb4\0\0\0\0"):
        options = options.ljust((len(options) + 3) // 4 * 4, b"\0")
        head = bytes(TCP(sport=5, dport=6, flags="S", dataofs=5 + len(options) // 4))[:20]
        raw = bytes(Ether() / IP(src="10.0.0.1", dst="10.0.0.2", proto=6) / Raw(head + options))
        s.segments_of(0)
        s.run(raw, a.clamp_mss(1000) + a.output(5), one("sent", 5, raw))
    for raw in (bytes(Ether() / m.ipv4() / UDP(sport=1, dport=2) / Raw(b"\2\4\5\xb4" * 8)), bytes(Ether() / ARP()),
                bytes(Ether() / IP(src="10.0.0.1", dst="10.0.0.2", frag=8, proto=6) / Raw(bytes(13) + b"\2" * 40))):
        s.run(raw, a.clamp_mss(1000) + a.output(5), one("sent", 5, raw))


def judge_mtu(s, m, count):
    for _ in range(count):
        v6, tags = m.r.random() < 0.4, m.tags(2)
        size, mtu = m.r.randrange(0, 1400), m.r.randrange(68, 1500)
        ip = m.ipv6() if v6 else m.ipv4()
        if not v6:
            ip.ttl, ip.flags = max(ip.ttl, 3), m.r.choice((0, 2))
        else:
            ip.hlim = max(ip.hlim, 3)
        raw = rebuilt(Ether(bytes(m.ether(tags) / ip / UDP(sport=5, dport=6) / Raw(m.r.randbytes(size)))))
        l3 = 14 + 4 * len(tags)
        s.segments_of(m.r.choice((0, 17, 64, 700)))
        edit = a.set_field("eth_dst", b"\2\0\0\0\0\x77")
        lists = edit + a.check_mtu(mtu) + a.dec_ttl() + a.output(2)
        if len(raw) - l3 <= mtu:
            s.run(raw, lists, ends("sent", 2))
        elif v6 or ip.flags == 2:
            s.run(raw, lists, one("upcall", a.UP_PATH_MTU, mtu, raw))
        else:
            s.run(raw, lists, whole_again(raw, l3, mtu, m.r.random() < 0.5))
    raw = bytes(Ether() / IP(src="10.0.0.1", dst="10.0.0.2", ttl=9, flags=0) / UDP(sport=5, dport=6) / (b"x" * 1000))
    s.segments_of(0)
    s.run(raw, a.clone(a.check_mtu(500) + a.output(1)) + a.output(2), sends(1, 1, 1, 2))
    s.run(raw, a.check_mtu(900) + a.check_mtu(300) + a.output(1), sends(1, 1, 1, 1, 1))
    s.run(raw, a.check_mtu(70) + a.encap(10, 5) + a.output(a.PORT_TUNNEL), ends("sent", 9))
    s.run(raw, a.check_mtu(500) + a.encap(10, 5) + a.output(a.PORT_TUNNEL), ends("sent", 9))
    s.run(raw, a.check_mtu(500) + a.encap(11, 5) + a.output(a.PORT_TUNNEL), ends("sent", 9))
    s.say("budget", 1)
    s.run(raw, a.check_mtu(500) + a.output(1), sends(1, -NO_MBUF))
    s.say("budget", -1)


def ends(kind, port):
    return lambda fates: None if fates and all(f[:2] == [kind, str(port)] for f in fates) else "not all %s %s" % (kind, port)


def sends(*ports):
    def check(fates):
        got = sorted(int(f[1]) if f[0] == "sent" else -int(f[1]) for f in fates)
        return None if got == sorted(ports) else "fates %s, not %s" % (got, sorted(ports))

    return check


def whole_again(raw, l3, mtu, backwards):
    """scapy puts the fragments together again; each is no larger than it may be, and full but the last."""

    def check(fates):
        frames = [bytes.fromhex(f[2]) for f in fates if f[0] == "sent"]
        if len(frames) != len(fates) or len(frames) < 2:
            return "no fragments"
        if any(len(f) - l3 > mtu for f in frames) or any(len(f) - l3 < mtu - 7 for f in frames[:-1]):
            return "a fragment of another size"
        for f in frames:
            if rebuilt_header(f[l3:]) != f[l3:]:
                return "a fragment's header is wrong"
        parts = [IP(f[l3:]) for f in frames]
        merged = bytes(defragment(parts[::-1] if backwards else parts)[0])
        want = IP(raw[l3:])
        want.ttl -= 1
        want.chksum = None
        return None if IP(merged)[UDP].original == want[UDP].original and IP(merged).ttl == want.ttl and not IP(merged).frag \
            else "they do not add up"

    return check


def rebuilt_header(raw):
    ip = IP(raw)
    size = ip.ihl * 4
    ip.chksum = None
    return bytes(ip)[:size] + raw[size:]


def pair(m):
    """(IPv4 and IPv6 of one side) twice."""
    out = []
    for _ in range(2):
        four = m.ip4()
        out.append((four, socket.inet_ntop(socket.AF_INET6, bytes.fromhex("0064ff9b0000000000000000") + socket.inet_aton(four))
                    if m.r.random() < 0.5 else m.ip6()))
    return out


def written(text, other):
    """The action's value and mask for this address in place of the other."""
    value = addr16(text)
    if addr16(other)[12:] == value[12:]:
        return value[:12] + bytes(4), b"\xff" * 12 + bytes(4)
    return value, b"\xff" * 16


def translation(family, src, dst):
    i = 0 if family == 4 else 1
    (sv, sm), (dv, dm) = written(src[i], src[1 - i]), written(dst[i], dst[1 - i])
    return a.translate(family, sv, dv, sm, dm)


def transports(m):
    """A transport message as both families write it: (in IPv4, in IPv6)."""
    sp, dp, body = m.r.randrange(1, 65536), m.r.randrange(1, 4000), m.payload(1400)
    ident, seq, data = m.r.randrange(65536), m.r.randrange(65536), m.r.randbytes(m.r.randrange(60))
    kind = m.r.randrange(6)
    if kind == 0:
        return ICMP(type=8, id=ident, seq=seq) / Raw(data), ICMPv6EchoRequest(id=ident, seq=seq, data=data)
    if kind == 1:
        return ICMP(type=0, id=ident, seq=seq) / Raw(data), ICMPv6EchoReply(id=ident, seq=seq, data=data)
    if kind == 2:
        return (SCTP(sport=sp, dport=dp, tag=3) / SCTPChunkData(data=b"x" * 20),) * 2
    if kind == 3:
        return (UDP(sport=sp, dport=dp) / body,) * 2
    return (TCP(sport=sp, dport=dp, flags=m.r.randrange(256), options=[("MSS", 1460)]) / body,) * 2


def four(m, src, dst, l4, **more):
    return Ether(rebuilt(Ether(bytes(Ether(dst="02:00:00:00:00:01", src="02:00:00:00:00:02") /
                                     IP(src=src, dst=dst, **more) / l4))))


def six(src, dst, l4, tc, hlim, extensions=()):
    p = Ether(dst="02:00:00:00:00:01", src="02:00:00:00:00:02") / IPv6(src=src, dst=dst, tc=tc, hlim=hlim)
    for ext in extensions:
        p = p / ext
    return Ether(rebuilt(Ether(bytes(p / l4))))


def judge_to6(s, m, count):
    for _ in range(count):
        src, dst = pair(m)
        in4, in6 = transports(m)
        tos, ttl = m.r.randrange(256), m.r.randrange(3, 256)
        options = m.r.choice(([], [], [IPOption_NOP()] * 4, [IPOption_RR(routers=["1.2.3.4"])]))
        raw = bytes(four(m, src[0], dst[0], in4, tos=tos, ttl=ttl, id=m.r.randrange(65536), flags=m.r.choice((0, 2)),
                         options=options))
        zero = UDP in in4 and m.r.random() < 0.3
        if zero:
            p = Ether(raw)
            p[UDP].chksum = 0
            raw = bytes(p)
        want = bytes(six(src[1], dst[1], in6, tos, ttl))
        acts = translation(6, src, dst)
        pad = m.r.randbytes(m.r.choice((0, 0, 9)))
        s.segments_of(m.r.choice((0, 17, 64, 100)))
        s.run(raw + pad, acts + a.output(5), one("sent", 5, want))
        s.run(raw + pad, acts + a.punt(7), same_key(s, want))
        lower = bytes(six(src[1], dst[1], in6, tos, ttl - 1))
        s.run(raw, acts + a.dec_ttl() + a.output(5), one("sent", 5, lower))
    judge_refused(s, m, 6)


def judge_to4(s, m, count):
    for _ in range(count):
        src, dst = pair(m)
        in4, in6 = transports(m)
        tos, ttl = m.r.randrange(256), m.r.randrange(3, 256)
        ext = m.r.choice(([], [], [IPv6ExtHdrHopByHop()], [IPv6ExtHdrDestOpt()],
                          [IPv6ExtHdrRouting(addresses=[m.ip6()], segleft=0)]))
        atomic = m.r.random() < 0.15
        ident = m.r.getrandbits(32)
        raw = bytes(six(src[1], dst[1], in6, tos, ttl, ext + ([IPv6ExtHdrFragment(id=ident)] if atomic else [])))
        want = four(m, src[0], dst[0], in4, tos=tos, ttl=ttl)
        size = len(want) - 14
        want[IP].flags = 0 if atomic or size <= 1260 else 2
        checksum = want[IP].payload.chksum if isinstance(want[IP].payload, (TCP, UDP, ICMP)) else 0
        want[IP].id = ident & 0xFFFF if atomic else checksum if size <= 1260 else 0
        want[IP].chksum = None
        acts = translation(4, src, dst)
        s.segments_of(m.r.choice((0, 17, 64, 100)))
        s.run(raw + m.r.randbytes(m.r.choice((0, 5))), acts + a.output(5), one("sent", 5, bytes(want)))
        s.run(raw, acts + a.punt(7), same_key(s, bytes(want)))
    judge_refused(s, m, 4)


def judge_parts(s, m, count):
    """Fragments translate to fragments: of UDP and TCP, first and later."""
    for _ in range(count):
        src, dst = pair(m)
        l4 = m.r.choice((UDP, TCP))(sport=5, dport=6) / Raw(m.r.randbytes(200))
        tos, ttl, ident = m.r.randrange(256), m.r.randrange(3, 256), m.r.randrange(65536)
        whole4 = bytes(four(m, src[0], dst[0], l4, tos=tos, ttl=ttl))[34:]
        whole6 = bytes(six(src[1], dst[1], l4, tos, ttl))[54:]
        for at, more in ((0, 1), (104, 1), (104, 0)):
            cut = slice(at, at + 104) if more else slice(at, None)
            protocol = 17 if UDP in l4 else 6
            p4 = bytes(Ether(dst="02:00:00:00:00:01", src="02:00:00:00:00:02") /
                       IP(src=src[0], dst=dst[0], tos=tos, ttl=ttl, id=ident, flags=more, frag=at // 8, proto=protocol) /
                       Raw(whole4[cut]))
            p6 = bytes(Ether(dst="02:00:00:00:00:01", src="02:00:00:00:00:02") /
                       IPv6(src=src[1], dst=dst[1], tc=tos, hlim=ttl, nh=44) /
                       IPv6ExtHdrFragment(nh=protocol, offset=at // 8, m=more, id=ident) / Raw(whole6[cut]))
            s.segments_of(m.r.choice((0, 60)))
            s.run(p4, translation(6, src, dst) + a.output(5), one("sent", 5, p6))
            s.run(p6, translation(4, src, dst) + a.output(5), one("sent", 5, p4))
            s.run(p6, translation(4, src, dst) + a.punt(7), same_key(s, p4))


def judge_refused(s, m, family):
    src, dst = ("10.0.0.1", "2001:db8::1"), ("10.0.0.2", "2001:db8::2")
    acts = translation(family, src, dst) + a.output(5)
    no = one("dropped", UNTRANSLATABLE)
    s.segments_of(0)
    if family == 6:
        ip = IP(src=src[0], dst=dst[0], ttl=9)
        bad = [ip / ICMP(type=3, code=1) / IP() / UDP(), ip / ICMP(type=13), ip / ICMP(type=5) / Raw(bytes(40)),
               IP(src=src[0], dst=dst[0], flags=1) / ICMP() / Raw(bytes(32)),
               IP(src=src[0], dst=dst[0], frag=8, proto=1) / Raw(bytes(32)),
               IP(src=src[0], dst=dst[0], options=[IPOption_LSRR(routers=["1.2.3.4", "1.2.3.5"])]) / UDP(),
               IP(src=src[0], dst=dst[0], proto=58) / Raw(bytes(32)), ip / AH(nh=17, payloadlen=4, icv=bytes(12)) / UDP(),
               IP(src=src[0], dst=dst[0], flags=1) / UDP(chksum=0) / Raw(bytes(32))]
    else:
        ip = IPv6(src=src[1], dst=dst[1], hlim=9)
        bad = [ip / ICMPv6DestUnreach() / IPv6() / UDP(), ip / ICMPv6TimeExceeded() / IPv6() / UDP(), ip / ICMPv6ND_NS(),
               ip / IPv6ExtHdrFragment(m=1) / ICMPv6EchoRequest(data=bytes(32)),
               ip / IPv6ExtHdrFragment(offset=8, nh=58) / Raw(bytes(32)),
               ip / IPv6ExtHdrRouting(addresses=["2001:db8::9"], segleft=1) / UDP(),
               ip / AH(nh=17, payloadlen=4, icv=bytes(12)) / UDP(),
               IPv6(src=src[1], dst=dst[1], nh=1) / Raw(bytes(32))]
    for p in bad:
        s.run(bytes(Ether() / p), acts, no)
    other = one("dropped", ACTION_INVALID)
    for p in (bytes(Ether() / ARP()), bytes(Ether() / (IPv6() if family == 6 else IP()) / UDP())):
        s.run(p, acts, other)


def judge_growth(s):
    """A tunnel's MTU is held against what the translation makes of the packet, before a byte is written."""
    src, dst = ("10.0.0.1", "2001:db8::1"), ("10.0.0.2", "2001:db8::2")
    tail = a.encap(10, 5) + a.output(a.PORT_TUNNEL)
    for size, fits in ((52, True), (53, False)):
        raw = bytes(Ether() / IP(src=src[0], dst=dst[0], flags=2) / UDP(sport=5, dport=6) / (b"x" * size))
        s.run(raw, translation(6, src, dst) + tail, ends("sent", 9) if fits else one("upcall", a.UP_MTU, 100, raw))
    raw = bytes(Ether() / IP(src=src[0], dst=dst[0], flags=0) / UDP(sport=5, dport=6) / (b"x" * 53))
    s.run(raw, translation(6, src, dst) + tail, one("upcall", a.UP_MTU, 100, raw))
    # What becomes IPv4 of 1260 bytes at most may be cut from then on (RFC 7915 5.1).
    for size in (72, 73, 1232, 1233):
        raw = bytes(Ether() / IPv6(src=src[1], dst=dst[1]) / UDP(sport=5, dport=6) / (b"x" * size))
        cut = sends(*[9] * -(-(size + 8) // 80))
        s.run(raw, translation(4, src, dst) + tail, cut if size <= 1232 else one("upcall", a.UP_MTU, 100, raw))


def judge_lists(s):
    """Lists the checker refuses; error 15 ACTION, with the place of the wrong field."""
    raw = bytes(Ether() / IP() / UDP())
    for acts, at in ((a.check_mtu(67), 4), (a.clamp_mss(0), 4), (struct.pack("<HHHH", 14, 8, 100, 1), 6),
                     (struct.pack("<HHHH", 15, 8, 100, 1), 6), (struct.pack("<HHB3x64x", 16, 72, 5), 4),
                     (struct.pack("<HHBBBB64x", 16, 72, 6, 0, 1, 0), 6), (struct.pack("<HHI", 16, 8, 6), 2)):
        s.run(raw, acts + a.output(1), one("refused", 15, at))


def main():
    actions_dump, parse_dump, count, seed = arguments()
    s, m = a.Script(), Maker(seed, ah=False)
    make_tunnels(s)
    judge_clamp(s, m, count)
    judge_mtu(s, m, count)
    judge_to6(s, m, count)
    judge_to4(s, m, count)
    judge_parts(s, m, count // 4)
    judge_growth(s)
    judge_lists(s)
    finish(s, actions_dump, parse_dump)


main()
