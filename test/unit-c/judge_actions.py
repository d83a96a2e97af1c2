#!/usr/bin/env python3
"""Judges SET, DEC_TTL, VLAN actions, CLONE, SELECT, OUTPUT and the checker of lists by scapy.
Usage: judge_actions.py ACTIONS_DUMP PARSE_DUMP [COUNT [SEED]]. Exits 1 when something is wrong, with the packets."""
from judge import *


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
    meter = struct.pack("<HHI", 12, 8, 1)
    unsupported = [struct.pack("<HHHHHHI", 13, 16, 1, 0, 1, 0, 0)]
    bad = [
        (b"\0" * 4, 0), (struct.pack("<HHI", 0, 8, 0), 0), (struct.pack("<HHI", 17, 8, 0), 0),
        (struct.pack("<HHI", 14, 8, 0), 4),
        (struct.pack("<HHHH", 1, 16, 1, 0), 2), (struct.pack("<HHHH", 1, 4, 1, 0), 2), (struct.pack("<HHHH", 1, 0, 1, 0), 2),
        (a.output(16), 4), (a.output(0xFFFF), 4), (struct.pack("<HHHH", 1, 8, 1, 1), 6),
        (a.drop(0), 4), (a.drop(96), 4), (a.drop(64) + a.output(1), 8), (a.punt() + a.output(1), 8),
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
    # There is no such meter.
    s.run(raw, meter + a.output(1), one("dropped", 21))
    for acts in unsupported:
        s.run(raw, acts, one("refused", 12, 0))
        s.run(raw, a.clone(acts) + a.output(1), one("refused", 12, 8))


def main():
    actions_dump, parse_dump, count, seed = arguments()
    m = Maker(seed, ah=False)
    s = a.Script()
    make_tunnels(s)
    judge_edits(s, m, count * 3)
    judge_fragments(s, m, count)
    judge_wrong_checksums(s, m, count // 4)
    judge_vlan_and_ttl(s, m, count)
    judge_control(s, m)
    judge_refusals(s)
    finish(s, actions_dump, parse_dump)


main()
