#!/usr/bin/env python3
"""Judges by scapy what becomes of packets whose checksum or segmentation was left to the worker: cut and summed in
software, or left to a device with flags and lengths, which a card in Python then follows to the letter.
Usage: judge_offloads.py ACTIONS_DUMP PARSE_DUMP [COUNT [SEED]]. Exits 1 when something is wrong, with the packets."""
from judge import *
from scapy.utils import checksum

UNSUMMED, LARGE = 1, 2
TX_CHECKSUM, OUTER_IP, TSO, VXLAN_TSO, GRE_TSO = (1 << n for n in (1, 2, 4, 5, 6))
ALL = TX_CHECKSUM | OUTER_IP | TSO | VXLAN_TSO | GRE_TSO
F_GRE, F_VXLAN, F_SEG, F_L4, F_IP, F_V4, F_V6 = 2 << 45, 1 << 45, 1 << 50, 3 << 52, 1 << 54, 1 << 55, 1 << 56
F_OUTER_IP, F_OUTER_V4, F_OUTER_V6 = 1 << 58, 1 << 59, 1 << 60


def device(hardware=0, guest=0, segments=0, tso_segments=0, headers=0, least=0, most=0, tunnels=15, port=0, tso_most=0,
           chains=1):
    return struct.pack("<IIBBBBHHHBBHxxI", hardware, 0, guest, chains, segments, tso_segments, headers, least, most, tunnels,
                       0, port, tso_most)


def pseudo(ip, proto, length):
    """Sum of the pseudo header, folded, not complemented."""
    v6 = isinstance(ip, IPv6)
    raw = socket.inet_pton(socket.AF_INET6 if v6 else socket.AF_INET, ip.src)
    raw += socket.inet_pton(socket.AF_INET6 if v6 else socket.AF_INET, ip.dst)
    return ~checksum(raw + struct.pack(">II" if v6 else ">HH", *((length, proto) if v6 else (proto, length)))) & 0xFFFF


def l4_at(raw):
    """(offset of IP, offset of its transport) by scapy."""
    p = dissect(raw)
    ip = ip_of(p)
    return len(raw) - len(bytes(ip)), len(raw) - len(bytes(l4_of(ip)))


def left_undone(raw):
    """raw with the pseudo header's sum where its transport checksum was."""
    p = dissect(raw)
    ip, at = ip_of(p), l4_at(raw)[1]
    l4 = l4_of(ip)
    proto, field = (6, 16) if isinstance(l4, TCP) else (17, 6)
    out = bytearray(raw)
    out[at + field:at + field + 2] = pseudo(ip, proto, len(raw) - at).to_bytes(2, "big")
    return bytes(out)


def renewed(raw, tunnel):
    """raw with every length and checksum, inside and outside, computed by scapy."""
    p = dissect(raw)
    outer_udp_zero = tunnel and UDP in p and VXLAN in p and p[UDP].chksum == 0
    layer = p
    while layer and not isinstance(layer, Raw):
        for field in layer.fields_desc:
            if field.name in ("chksum", "len", "plen") and not isinstance(layer, (GRE, Dot3)):
                setattr(layer, field.name, None)
        layer = layer.payload
    if outer_udp_zero:
        p[UDP].chksum = 0
    return bytes(p)


def card(words):
    """What a card makes of an mbuf: it believes flags and lengths, and reads headers only where they point."""
    flags, (o2, o3, l2, l3, l4, segsz, _) = int(words[2], 16), map(int, words[3:10])
    raw = bytes.fromhex(words[10])
    outer, inner = o2, o2 + o3 + l2
    tp, data = inner + l3, inner + l3 + l4
    udp = flags & F_L4 == F_L4
    pieces = [raw[i:i + segsz] for i in range(data, len(raw), segsz)] if flags & F_SEG else [raw[data:]]
    out = []
    for i, piece in enumerate(pieces):
        f = bytearray(raw[:data] + piece)

        def number(at, value, size=2):
            f[at:at + size] = value.to_bytes(size, "big")

        def ip(at, v6):
            if not flags & F_SEG:
                return
            number(at + (4 if v6 else 2), len(f) - at - (40 if v6 else 0))
            if not v6:
                number(at + 4, (int.from_bytes(f[at + 4:at + 6], "big") + i) & 0xFFFF)

        def seeded(at, size):
            """A field as the card sums it: with what stands there."""
            number(at, checksum(bytes(f[size[0]:size[1]])))

        if flags & F_SEG:
            number(tp + 4, (int.from_bytes(f[tp + 4:tp + 8], "big") + i * segsz) & 0xFFFFFFFF, 4)
            f[tp + 13] &= 0xFF if i == len(pieces) - 1 else ~0x09 & 0xFF
            f[tp + 13] &= 0xFF if i == 0 else 0x7F
            field = int.from_bytes(f[tp + 16:tp + 18], "big") + l4 + len(piece)
            number(tp + 16, (field & 0xFFFF) + (field >> 16))
        ip(inner, flags & F_V6)
        if flags & F_IP:
            seeded(inner + 10, (inner, tp))
        if flags & F_L4:
            seeded(tp + (6 if udp else 16), (tp, len(f)))
            if udp and f[tp + 6:tp + 8] == b"\0\0":
                number(tp + 6, 0xFFFF)
        if o3:
            ip(outer, flags & F_OUTER_V6)
            if flags & F_SEG and flags & F_VXLAN == F_VXLAN and not flags & F_GRE:
                number(outer + o3 + 4, len(f) - outer - o3)
            if flags & F_OUTER_IP:
                seeded(outer + 10, (outer, outer + o3))
        out.append(bytes(f))
    return out


class Sent:
    """Checks the frames of one packet against the packet as it would have left whole."""

    def __init__(self, want, tunnel, segsz, by_device):
        self.want, self.tunnel, self.segsz, self.by_device = want, tunnel, segsz, by_device

    def inside(self, frame):
        """The inner frame, and the bytes of the outer headers."""
        p = dissect(frame)
        if not self.tunnel:
            return frame, b""
        inner = p[VXLAN].payload if VXLAN in p else p[GRE].payload
        raw = bytes(inner)
        outer = frame[:len(frame) - len(raw)]
        if isinstance(inner, (IP, IPv6)):
            raw = self.want[:l4_at(self.want)[0]] + raw
        return raw, outer

    def __call__(self, fates):
        if len(fates) != 1 or fates[0][0] not in ("cut", "told"):
            return "fates %s" % [f[:2] for f in fates]
        told = fates[0][0] == "told"
        if self.by_device is not None and told != self.by_device:
            return "%s the device's work" % ("" if told else "not")
        frames = card(fates[0]) if told else [bytes.fromhex(w) for w in fates[0][2:]]
        at = l4_at(self.want)[1]
        is_tcp = isinstance(l4_of(ip_of(dissect(self.want))), TCP)
        head = at + ((self.want[at + 12] >> 4) * 4 if is_tcp else 8)
        payload, ids = self.want[head:], set()
        pieces = [payload]
        if self.segsz:
            pieces = [payload[i:i + self.segsz] for i in range(0, len(payload), self.segsz)]
        if len(frames) != len(pieces):
            return "%d frames, not %d" % (len(frames), len(pieces))
        for i, (frame, piece) in enumerate(zip(frames, pieces)):
            if renewed(frame, self.tunnel) != frame:
                return "frame %d: scapy computes\n   %s, it has\n   %s" % (i, renewed(frame, self.tunnel).hex(), frame.hex())
            inner, outer = self.inside(frame)
            if inner[head:] != piece:
                return "frame %d carries %d bytes that are not the payload's" % (i, len(inner) - head)
            p = dissect(self.want[:head] + piece)
            ip = ip_of(p)
            if isinstance(ip, IP):
                ip.id = (ip.id + i) & 0xFFFF
                ids.add(dissect(inner)[IP].id)
            tcp = l4_of(ip)
            if len(pieces) > 1:
                tcp.seq = (tcp.seq + i * self.segsz) & 0xFFFFFFFF
                keep = (0xFF if i == len(pieces) - 1 else ~0x09) & (0xFF if i == 0 else ~0x80)
                tcp.flags = int(tcp.flags) & 0x100 | int(tcp.flags) & keep & 0xFF
            if renewed(bytes(p), False) != inner:
                return "frame %d is not the segment\n   %s\n   %s" % (i, renewed(bytes(p), False).hex(), inner.hex())
            if self.tunnel:
                problem = self.judge_outer(dissect(outer + inner), i, len(pieces))
                if problem:
                    return "frame %d: %s" % (i, problem)
        return None

    def judge_outer(self, p, i, count):
        _, kind, v6, flags, vlan = self.tunnel[:5]
        if (IPv6 if v6 else IP) not in p or (Dot1Q in p) != bool(vlan) and Dot1Q not in dissect(self.want):
            return "not in its tunnel"
        if kind == VXLAN_T:
            summed = not flags & a.ZERO6 if v6 else flags & a.UDP_CSUM
            if bool(p[UDP].chksum) != bool(summed):
                return "outer UDP checksum is %x" % p[UDP].chksum
        return None


def a_port(r):
    """A port behind which scapy expects no protocol: it would dissect random bytes."""
    return r.randrange(50001, 60000)


def packets(m, large):
    """A TCP or UDP packet as a guest would send it; what el_parse takes and no fragment."""
    r = m.r
    v6 = r.random() < 0.5
    size = r.choice((0, 1, 7, 60, 1400)) if not large else r.choice((49, 700, 1449, 5000, 9001, 20000, r.randrange(100, 62000)))
    if large or r.random() < 0.6:
        l4 = TCP(sport=a_port(r), dport=a_port(r), flags=r.randrange(256), seq=r.getrandbits(32),
                 options=[("Timestamp", (1, 2))] if r.random() < 0.5 else [])
    else:
        l4 = UDP(sport=a_port(r), dport=a_port(r))
    ip = m.ipv6() if v6 else m.ipv4(options=False)
    if not v6 and r.random() < 0.2:
        ip.options = [IPOption_RR(routers=[m.ip4()])]
    if not v6:
        ip.ttl = max(ip.ttl, 9)
    else:
        ip.hlim = max(ip.hlim, 9)
    return bytes(m.ether(m.tags(2)) / ip / l4 / Raw(r.randbytes(size)))


def edited(m, raw):
    """(actions, the packet after them)."""
    p = dissect(raw)
    ip, l4 = ip_of(p), l4_of(ip_of(p))
    acts = b""
    if m.r.random() < 0.5:
        now, name = (m.ip6(), "tc") if isinstance(ip, IPv6) else (m.ip4(), "tos")
        side = m.r.choice(("src", "dst"))
        setattr(ip, side, now)
        acts += a.set_field("ip_" + side, addr16(now))
        setattr(ip, name, 0x20)
        acts += a.set_field("ip_tos", b"\x20")
    if m.r.random() < 0.5:
        l4.dport = a_port(m.r)
        acts += a.set_field("tp_dst", l4.dport.to_bytes(2, "big"))
    if m.r.random() < 0.5:
        acts += a.dec_ttl()
        if isinstance(ip, IP):
            ip.ttl -= 1
        else:
            ip.hlim -= 1
    return acts, renewed(bytes(p), False)


def plain(raw):
    ip, l4 = l4_at(raw)
    return l4 - ip == (20 if raw[ip] >> 4 == 4 else 40)


def judge_all(s, m, count):
    for n in range(count):
        large = n % 2 == 0
        raw = packets(m, large)
        segsz = m.r.choice((48, 536, 1000, 1448, 8948)) if large else 0
        acts, want = edited(m, raw)
        tunnel = m.r.choice(TUNNELS[:10]) if m.r.random() < 0.7 else None
        hardware = m.r.choice((0, 0, ALL, ALL, m.r.randrange(64) << 1))
        s.say("device", device(hardware, guest=0))
        s.say("wish", UNSUMMED | (LARGE if large else 0), segsz)
        s.segments_of(m.r.choice((0, 0, 300, 1000)) if large else m.r.choice((0, 17, 64)))
        by_device = None
        if hardware in (0, ALL) and plain(raw):
            udp_sum = tunnel and tunnel[1] == VXLAN_T and (not tunnel[3] & a.ZERO6 if tunnel[2] else tunnel[3] & a.UDP_CSUM)
            by_device = hardware == ALL and not udp_sum
        if len(raw) - l4_at(raw)[1] - 20 <= segsz:
            by_device = by_device if not large else None
        acts += a.encap(tunnel[0], 77) + a.output(a.PORT_TUNNEL) if tunnel else a.output(5)
        s.run(left_undone(raw), acts, Sent(want, tunnel, segsz, by_device))


def judge_limits(s, m):
    """Each limit passed by one: software; kept to: the device."""
    raw = bytes(Ether() / IP(src="10.0.0.1", dst="10.0.0.2", id=7) / TCP(seq=9, flags="PA") / Raw(m.r.randbytes(4000)))
    s.segments_of(0)
    s.say("wish", 3, 1000)
    for limits, fits in (({"headers": 54}, 1), ({"headers": 53}, 0), ({"least": 1000}, 1), ({"least": 1001}, 0),
                         ({"most": 1000}, 1), ({"most": 999}, 0), ({"tso_most": 4054}, 1), ({"tso_most": 4053}, 0)):
        s.say("device", device(ALL, **limits))
        s.run(left_undone(raw), a.output(5), Sent(raw, None, 1000, bool(fits)))
    # 4054 bytes in mbufs of 500 are 9; a frame of 1000 takes its headers and three or four of them.
    s.segments_of(500)
    for limits, fits in (({"tso_segments": 9}, 1), ({"tso_segments": 2}, 0), ({"segments": 5}, 1), ({"segments": 1}, 0),
                         ({"chains": 0}, 0)):
        s.say("device", device(ALL, **limits))
        s.run(left_undone(raw), a.output(5), Sent(raw, None, 1000, bool(fits)))
    s.segments_of(0)
    for tunnels, port, fits in ((1, 0, 1), (14, 0, 0), (1, 4789, 1), (1, 8472, 0)):
        s.say("device", device(ALL, tunnels=tunnels, port=port))
        s.run(left_undone(raw), a.encap(13, 1) + a.output(a.PORT_TUNNEL),
              Sent(raw, (13, VXLAN_T, False, 0, 0), 1000, bool(fits)))
    # A guest that negotiated TSO gets pseudo headers with length, and its IPv4 checksum untouched.
    s.say("device", device(ALL, guest=1))
    s.run(left_undone(raw), a.output(5), lambda f: None if f[0][0] == "told" and f[0][10] == left_undone(raw).hex() and
          not int(f[0][2], 16) & F_IP else "a guest is told otherwise")


def judge_mtu(s, m):
    """MTU questions are about segments: tunnel 10 and 11 carry 100 bytes of IP."""
    raw = bytes(Ether() / IP(src="10.0.0.1", dst="10.0.0.2", id=7) / TCP() / Raw(m.r.randbytes(2000)))
    s.say("device", device(0))
    s.say("wish", 3, 60)
    s.run(left_undone(raw), a.encap(11, 1) + a.output(a.PORT_TUNNEL), Sent(raw, (11, VXLAN_T, False, 0, 0), 60, False))
    s.say("wish", 3, 61)
    s.run(left_undone(raw), a.encap(11, 1) + a.output(a.PORT_TUNNEL), one("dropped", DROP_MTU))
    s.run(left_undone(raw), a.encap(10, 1) + a.output(a.PORT_TUNNEL), one("upcall", a.UP_MTU, 100, left_undone(raw)))
    # More than an outer length can tell.
    big = bytes(Ether() / IP(src="10.0.0.1", dst="10.0.0.2") / TCP() / Raw(m.r.randbytes(65495)))
    s.say("wish", 3, 1400)
    for tunnel in TUNNELS[:8]:
        s.run(left_undone(big), a.encap(tunnel[0], 5) + a.output(a.PORT_TUNNEL), Sent(big, tunnel, 1400, False))


def stream(m, v6, sizes):
    """One connection's segments, as they come off a wire."""
    ip = m.ipv6() if v6 else m.ipv4(options=False)
    eth, seq, ports, out = m.ether(m.tags(1)), m.r.getrandbits(32), (a_port(m.r), a_port(m.r)), []
    for size in sizes:
        if not v6:
            ip.id = (ip.id + 1) & 0xFFFF
        segment = TCP(sport=ports[0], dport=ports[1], seq=seq, ack=7, flags="A", options=[("Timestamp", (3, 4))])
        out.append(Ether(bytes(eth / ip / segment / Raw(m.r.randbytes(size)))))
        seq = (seq + size) & 0xFFFFFFFF
    return out


def after_card(fate):
    """The frames that a fate comes to."""
    if fate[0] != "told":
        return [bytes.fromhex(fate[2])]
    raw = bytes.fromhex(fate[10])
    at = l4_at(raw)[1]
    # A guest is seeded with the length, a card adds it itself.
    seed = pseudo(ip_of(dissect(raw)), 6, 0)
    return [renewed(f, False) for f in card(fate[:10] + [(raw[:at + 16] + seed.to_bytes(2, "big") + raw[at + 18:]).hex()])]


def merged_into(frames, groups):
    """A check: packets of so many frames each, which cut again are the frames that came."""
    def check(fates):
        got = [after_card(f) for f in fates]
        if [len(g) for g in got] != groups:
            return "packets of %s, not %s" % ([len(g) for g in got], groups)
        for one, frame in zip(sum(got, []), frames):
            if one != bytes(frame):
                return "a segment is\n   %s, not\n   %s" % (one.hex(), bytes(frame).hex())
        for fate in fates:
            if fate[0] == "told" and left_undone(bytes.fromhex(fate[10])) != bytes.fromhex(fate[10]):
                return "a large packet is seeded wrongly"
        return None

    return check


def spoilt(frames, at, layer, name, value):
    frames = [f.copy() for f in frames]
    setattr(frames[at][layer], name, value)
    return [Ether(renewed(bytes(f), False)) for f in frames]


def judge_gro(s, m, count):
    """What is merged is, cut again by a card, what came; and what must not be merged is not."""
    def burst(frames, check):
        s.lines.append("gro " + ",".join(bytes(f).hex() for f in frames))
        s.checks.append((b"", b"", check))

    s.say("device", device(ALL, guest=1))
    for n in range(count):
        v6 = n % 2 == 1
        ip, tos, ttl = (IPv6, "tc", "hlim") if v6 else (IP, "tos", "ttl")
        s.segments_of(m.r.choice((0, 0, 300)))
        full = stream(m, v6, [1000] * 8)
        burst(full, merged_into(full, [8]))
        for sizes, groups in (([1000, 1000, 10, 1000, 1000], [3, 2]), ([100, 1000, 1000], [1, 2]), ([1000, 0, 1000], [1, 1, 1])):
            frames = stream(m, v6, sizes)
            burst(frames, merged_into(frames, groups))
        for change in ((TCP, "ack", 8), (TCP, "window", 9), (TCP, "options", [("Timestamp", (3, 5))]), (TCP, "flags", "AU"),
                       (TCP, "seq", 5), (TCP, "flags", "AE"), (ip, tos, 3), (ip, ttl, 3)):
            old = getattr(full[2][change[0]], change[1])
            odd = spoilt(full[:4], 2, *change)
            if old != change[2]:
                burst(odd, merged_into(odd, [2, 1, 1]))
        push = spoilt(full[:4], 1, TCP, "flags", "PA")
        burst(push, merged_into(push, [2, 2]))
        # A checksum that is wrong stays alone, and stays wrong.
        wrong = [bytes(f) for f in full[:4]]
        wrong[2] = wrong[2][:-1] + bytes([wrong[2][-1] ^ 1])
        burst(wrong, lambda f, w=wrong[2]: None if [x[0] for x in f] == ["told", "sent", "sent"] and f[1][2] == w.hex()
              else "a wrong checksum was merged: %s" % [x[0] for x in f])
        other = stream(m, v6, [500] * 4)
        turns = [x for pair in zip(full[:4], other) for x in pair]
        burst(turns, merged_into(full[:4] + other, [4, 4]))


def judge_refusals(s, m):
    """Wishes that a packet cannot bear."""
    tcp = bytes(Ether() / IP(src="10.0.0.1", dst="10.0.0.2") / TCP() / Raw(bytes(500)))
    udp = bytes(Ether() / IP(src="10.0.0.1", dst="10.0.0.2") / UDP() / Raw(bytes(500)))
    icmp = bytes(Ether() / IP(src="10.0.0.1", dst="10.0.0.2") / ICMP() / Raw(bytes(50)))
    frag = bytes(Ether() / IP(src="10.0.0.1", dst="10.0.0.2", flags="MF") / UDP() / Raw(bytes(504)))
    arp = bytes(Ether() / ARP())
    for raw, signs, segsz in ((tcp, 3, 0), (tcp, 3, 47), (udp, 3, 100), (icmp, 1, 0), (frag, 1, 0), (arp, 1, 0), (arp, 3, 9)):
        s.say("wish", signs, segsz)
        s.run(raw, a.output(5), one("parse", MALFORMED))
    s.say("wish", 0, 0)


def main():
    actions_dump, parse_dump, count, seed = arguments()
    m = Maker(seed, ah=False)
    s = a.Script()
    make_tunnels(s)
    s.say("nexthop", 5, a.nexthop(9, HOP_DST, HOP_SRC))
    judge_all(s, m, count * 4)
    judge_limits(s, m)
    judge_mtu(s, m)
    judge_refusals(s, m)
    judge_gro(s, m, max(2, count // 10))
    finish(s, actions_dump, parse_dump)


main()
