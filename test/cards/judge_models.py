"""The card models against scapy: what they do to packets that ask for offloads, and what they say of packets that come.

    judge_models.py CARDS_DUMP

Expected bytes are built by scapy from the packet as it should be, never from what went in.
"""
import logging
import struct
import subprocess
import sys

logging.getLogger("scapy").setLevel(logging.ERROR)
try:
    from scapy.all import ARP, GRE, IP, TCP, UDP, VXLAN, Ether, IPv6, Raw, conf
except ImportError:
    print("SKIP: scapy is missing: apt-get install python3-scapy")
    sys.exit(77)

conf.verb = 0

# rte_mbuf_core.h of 22.11
TCP_CKSUM, UDP_CKSUM, SEG = 1 << 52, 3 << 52, 1 << 50
IP_CKSUM, V4, V6 = 1 << 54, 1 << 55, 1 << 56
OUTER_IP_CKSUM, OUTER_V4, OUTER_V6 = 1 << 58, 1 << 59, 1 << 60
T_VXLAN, T_GRE = 1 << 45, 2 << 45
RX_HASH, RX_L4_BAD, RX_IP_BAD, RX_OUTER_IP_BAD = 1 << 1, 1 << 3, 1 << 4, 1 << 5
RX_IP_GOOD, RX_L4_GOOD = 1 << 7, 1 << 8

ALL_TX = 0x86AE
KEY_I40E = struct.pack("<13I", 0x6B793944, 0x23504CB5, 0x5BEA75B6, 0x309F4F12, 0x3DC0A2B8, 0x024DDCDF, 0x339B8CA0,
                       0x4C4AF64A, 0x34FAC605, 0x55D85839, 0x3A58997D, 0x2EC938E1, 0x66031581)
RSS_UDP4, RSS_UDP6 = 1 << 5, 1 << 11
KEY_MLX4 = bytes.fromhex("2cc681d15bdbf4f7fca28319db1a3e946b9e38d92c9c03d1ad9944a7d9563d59063c25f3fc1fdc2a")


# Without addresses scapy would ask the network for them.
PLAIN = Ether(src="02:00:00:00:00:01", dst="02:00:00:00:00:02")


def payload(n):
    return bytes((i * 7 + i // 251) & 0xFF for i in range(n))


def inner(v, proto, data, ident=7, **tcp):
    ip = IP(src="10.1.0.1", dst="10.1.0.2", id=ident, flags="DF") if v == 4 else IPv6(src="fd00::1", dst="fd00::2")
    l4 = TCP(sport=1111, dport=80, seq=tcp.pop("seq", 1000), flags=tcp.pop("flags", "A"),
             options=[("Timestamp", (1, 2))]) if proto == "tcp" else UDP(sport=1111, dport=53)
    return Ether(src="02:00:00:00:00:01", dst="02:00:00:00:00:02") / ip / l4 / Raw(data)


def outer(kind, v, frame, ident=99):
    ip = IP(src="192.0.2.1", dst="192.0.2.2", id=ident) if v == 4 else IPv6(src="2001:db8::1", dst="2001:db8::2")
    eth = Ether(src="02:00:00:00:01:01", dst="02:00:00:00:01:02")
    if kind == "vxlan":
        return eth / ip / UDP(sport=50000, dport=4789, chksum=0) / VXLAN(vni=5, flags=8) / frame
    if kind == "gre":
        return eth / ip / GRE(proto=0x6558, key_present=1, key=5) / frame
    return frame


def pseudo(ip, proto, length):
    if isinstance(ip, IP):
        head = bytes(ip)[12:20]
    else:
        head = bytes(ip)[8:40]
    total = sum(struct.unpack(">%dH" % (len(head) // 2), head)) + proto + length
    while total >> 16:
        total = (total & 0xFFFF) + (total >> 16)
    return total


def unfinished(kind, ov, frame, tso=False, length_in_seed=False, zero_outer=True):
    """The bytes as they are left to a card, and the mbuf's lengths."""
    frame = Ether(bytes(frame))
    ip = frame.payload
    l4 = ip.payload
    l4.chksum = pseudo(ip, 6 if isinstance(l4, TCP) else 17, 0 if tso and not length_in_seed else len(bytes(l4)))
    if isinstance(ip, IP):
        ip.chksum = 0
    whole = outer(kind, ov, frame)
    if kind and ov == 4 and zero_outer:
        whole[IP].chksum = 0
    l4len = l4.dataofs * 4 if isinstance(l4, TCP) else 8
    l3len = 20 if isinstance(ip, IP) else 40
    if kind:
        return bytes(whole), (8 + 8 + 14 if kind == "vxlan" else 8 + 14, l3len, l4len, 14, 20 if ov == 4 else 40)
    return bytes(whole), (14, l3len, l4len, 0, 0)


def flags_of(kind, ov, v, proto, tso):
    f = (V4 | IP_CKSUM if v == 4 else V6) | (TCP_CKSUM if proto == "tcp" else UDP_CKSUM) | (SEG if tso else 0)
    if kind:
        f |= (T_VXLAN if kind == "vxlan" else T_GRE) | (OUTER_V4 | OUTER_IP_CKSUM if ov == 4 else OUTER_V6)
    return f


class Script:
    def __init__(self):
        self.lines, self.checks, self.count = [], [], 0

    def do(self, line, check=None):
        self.lines.append(line)
        self.checks.append((line, check))

    def card(self, name, tx=ALL_TX, rx=0xE, queues=1, rss=0, **knobs):
        self.lines.append("card %s %s" % (name, " ".join("%s=%s" % k for k in knobs.items())))
        self.do("open %x %x %d %x" % (tx, rx, queues, rss), lambda got: got == ["open 0"] or "it did not open")

    def send(self, what, flags, lens, raw, frames=None, mss=0, split=0, says="OK", violations=0, stalls=0):
        def check(got):
            words = got[-1].split(None, 8)
            if words[2] != says or bool(int(words[4])) != bool(violations) or bool(int(words[6])) != bool(stalls):
                return "said: %s" % got[-1]
            wire = [bytes.fromhex(g.split()[1]) for g in got[:-1]]
            if frames is None:
                return True
            want = [bytes(f).ljust(60, b"\0") for f in frames]
            if wire != want:
                n = next((i for i, (a, b) in enumerate(zip(wire, want)) if a != b), -1)
                if n < 0:
                    return "%d frames, not %d" % (len(wire), len(want))
                at = next((i for i, (a, b) in enumerate(zip(wire[n], want[n])) if a != b), -1)
                return "frame %d of %d: byte %d of %d/%d\n   %s\n   %s" % (
                    n, len(wire), at, len(wire[n]), len(want[n]), wire[n][:120].hex(), want[n][:120].hex())
            return True

        self.count += 1
        self.do("send %x %d %d %d %d %d %d %d %s" % (flags, *lens, mss, split, raw.hex()),
                lambda got: check(got) if check(got) is True else "%s: %s" % (what, check(got)))

    def arrive(self, what, raw, want, unwanted=0, queue=None, ptype=None, rss=None):
        def check(got):
            words = got[-1].split()
            if words[0] != "rx":
                return "%s: lost" % what
            flags = int(words[2], 16)
            if flags & want != want or flags & unwanted:
                return "%s: flags %x, not %x without %x" % (what, flags, want, unwanted)
            if ptype is not None and int(words[3], 16) != ptype:
                return "%s: ptype %s, not %x" % (what, words[3], ptype)
            if queue is not None and int(words[1]) != queue:
                return "%s: queue %s, not %d" % (what, words[1], queue)
            if rss is not None and int(words[4], 16) != rss:
                return "%s: hash %s, not %x" % (what, words[4], rss)
            return words[5] == raw.hex() or "%s: other bytes" % what

        self.count += 1
        self.do("arrive " + raw.hex(), check)

    def run(self, program):
        # Lines that answer with nothing but "frame" are answered up to their closing word.
        out = subprocess.run([program], input="\n".join(self.lines) + "\n", capture_output=True, text=True)
        if out.returncode:
            sys.exit("cards-dump ended with %d: %s" % (out.returncode, out.stderr))
        answers, wrong = iter(out.stdout.splitlines()), 0
        for line, check in self.checks:
            got = []
            while not got or got[-1].startswith("frame "):
                got.append(next(answers))
            verdict = check(got)
            if verdict is not True:
                wrong += 1
                print("WRONG", verdict)
        return wrong


def pieces(kind, ov, v, data, mss, flags):
    """The frames that a TSO packet has to become: each built anew."""
    out = []
    parts = [data[i:i + mss] for i in range(0, len(data), mss)]
    for n, part in enumerate(parts):
        f = set(flags)
        if n:
            f -= {"C"}
        if n < len(parts) - 1:
            f -= {"F", "P"}
        out.append(outer(kind, ov, inner(v, "tcp", part, ident=7 + n, seq=1000 + n * mss,
                                         flags="".join(sorted(f))), ident=99 + n))
    return out


def transmit(s):
    for card, knobs in (("i40e", {}), ("mlx4", {"vxlan_port": 4789})):
        s.card(card, **knobs)
        for kind, ov in ((None, 0), ("vxlan", 4), ("vxlan", 6), ("gre", 4), ("gre", 6)):
            known = card == "i40e" or not kind or (kind == "vxlan" and ov == 4)
            for v in (4, 6):
                for proto in ("tcp", "udp"):
                    for size in (0, 1, 1001):
                        whole = inner(v, proto, payload(size))
                        raw, lens = unfinished(kind, ov, whole)
                        s.send("%s %s%d/%s%d %d" % (card, kind, ov, proto, v, size), flags_of(kind, ov, v, proto, False),
                               lens, raw, [outer(kind, ov, whole)] if known else None, violations=not known)
                for mss, tcp in ((1400, "FPA"), (700, "CPA"), (5000, "A")):
                    data = payload(5000)
                    raw, lens = unfinished(kind, ov, inner(v, "tcp", data, flags=tcp), tso=True)
                    s.send("%s tso %d %s%d/%d" % (card, mss, kind, ov, v), flags_of(kind, ov, v, "tcp", True), lens, raw,
                           pieces(kind, ov, v, data, mss, tcp) if known else None, mss=mss, violations=not known)
        whole = inner(4, "tcp", payload(50))
        s.send("%s: nothing asked for" % card, 0, (0, 0, 0, 0, 0), bytes(whole), [whole])
        fragment = PLAIN / IP(src="10.1.0.1", dst="10.1.0.2", flags="MF") / UDP(sport=1, dport=2, chksum=1) / Raw(payload(64))
        s.send("%s: a fragment" % card, V4 | IP_CKSUM | UDP_CKSUM, (14, 20, 8, 0, 0), bytes(fragment), violations=1)


def beyond_mlx4(s):
    vx = flags_of("vxlan", 4, 4, "tcp", False)
    whole = inner(4, "tcp", payload(300))
    raw, lens = unfinished("vxlan", 4, whole, zero_outer=False)
    s.card("mlx4")
    s.send("no port from the kernel", vx, lens, raw, violations=1)
    # Without OUTER_IPV4_CKSUM it takes a tunnel for a plain packet: inner sums stay, outer ones are written.
    s.card("mlx4", tx=0x86AE & ~0x80, vxlan_port=4789)
    spoiled = Ether(raw)
    del spoiled[IP].chksum
    del spoiled[UDP].chksum
    s.send("not set up for outer sums", vx & ~OUTER_IP_CKSUM, lens, raw, [spoiled])
    s.card("mlx4", vxlan_port=4789)
    s.send("only the outer sum asked for", T_VXLAN | OUTER_V4 | OUTER_IP_CKSUM, lens, raw, [raw])
    big = inner(4, "tcp", payload(5000))
    raw, lens = unfinished("vxlan", 4, big, tso=True)
    tso = flags_of("vxlan", 4, 4, "tcp", True)
    s.send("headers over two segments", tso, lens, raw, [], mss=1000, split=90, stalls=1)
    s.send("mss 0", tso, lens, raw, [], mss=0, stalls=1)
    s.send("too many segments", tso, lens, raw, [], mss=1000, split=150, stalls=1)
    s.send("32 segments", 0, (0, 0, 0, 0, 0), bytes(inner(4, "udp", payload(1600))), [], split=51, stalls=1)
    s.send("a wrong seed", flags_of(None, 0, 4, "tcp", False), (14, 20, 32, 0, 0), bytes(whole), violations=1)
    s.send("a jumbo beyond the netdev", 0, (0, 0, 0, 0, 0), bytes(inner(4, "udp", payload(9100))), violations=1)
    s.card("mlx4", tx=0x800E, no_tso=1, vxlan_port=4789)
    s.send("no TSO", tso, lens, raw, mss=1000, violations=1)


def beyond_i40e(s):
    tso = flags_of("vxlan", 4, 4, "tcp", True)
    raw, lens = unfinished("vxlan", 4, inner(4, "tcp", payload(5000)), tso=True)
    s.card("i40e")
    s.send("mss below 256", tso, lens, raw, [], mss=255, says="EINVAL")
    s.send("mss above 9674", tso, lens, raw, [], mss=9675, says="EINVAL")
    s.send("nine segments", 0, (0, 0, 0, 0, 0), bytes(inner(4, "udp", payload(900))), [], split=100, says="EINVAL")
    s.send("16 bytes", 0, (0, 0, 0, 0, 0), bytes(16), [], says="EINVAL")
    s.send("an unknown flag", 1 << 42, (0, 0, 0, 0, 0), bytes(inner(4, "udp", payload(9))), [], says="ENOTSUP")
    s.send("headers over two segments", tso, lens, raw, [], mss=1000, split=90, says="ENOTSUP")
    s.send("a frame of many buffers", tso, lens, raw, mss=1400, split=150, violations=1)
    s.send("l4_len 0", tso, lens[:2] + (0,) + lens[3:], raw, mss=1000, violations=1)
    s.send("lengths that are not the frame's", tso, (32,) + lens[1:], raw, mss=1000, violations=1)
    s.send("an odd length", flags_of(None, 0, 4, "udp", False), (15, 20, 8, 0, 0),
           unfinished(None, 0, inner(4, "udp", payload(33)))[0], violations=1)
    s.send("TSO without the outer sum", tso & ~OUTER_IP_CKSUM, lens, raw, mss=1000, violations=1)
    s.card("i40e", tx=0x10000)
    s.send("a flag on the simple path", T_VXLAN, (0, 0, 0, 0, 0), bytes(inner(4, "udp", payload(9))), [], says="ENOTSUP")
    s.send("two segments on it", 0, (0, 0, 0, 0, 0), bytes(inner(4, "udp", payload(99))), [], split=80, says="EINVAL")
    whole = inner(4, "udp", payload(99))
    s.send("a plain packet on it", 0, (0, 0, 0, 0, 0), bytes(whole), [whole])


def toeplitz(key, data):
    """Microsoft's definition, over Python's integers."""
    bits, k, result = int.from_bytes(data, "big"), int.from_bytes(key, "big"), 0
    n, width = len(data) * 8, len(key) * 8
    for i in range(n):
        if bits >> (n - 1 - i) & 1:
            result ^= k >> (width - 32 - i) & 0xFFFFFFFF
    return result


def spoil(frame, at):
    raw = bytearray(bytes(frame))
    raw[at] ^= 0xFF
    return bytes(raw)


def receive(s):
    vxlan4, gre4 = outer("vxlan", 4, inner(4, "tcp", payload(64))), outer("gre", 4, inner(6, "udp", payload(64)))
    good = RX_IP_GOOD | RX_L4_GOOD
    inner_ip = 14 + 20 + 8 + 8 + 14
    s.card("i40e")
    s.arrive("plain", bytes(inner(4, "tcp", payload(9))), good, ptype=0x191 & ~0x80 | 0x80)
    s.arrive("ARP", bytes(PLAIN / ARP(psrc="10.0.0.1", hwsrc="02:00:00:00:00:01") / Raw(bytes(18))), good)
    s.arrive("bad TCP", spoil(inner(4, "tcp", payload(9)), 60), RX_IP_GOOD | RX_L4_BAD)
    s.arrive("bad IP", spoil(inner(4, "tcp", payload(9)), 24), RX_IP_BAD)
    s.arrive("VXLAN, port unknown, bad inside", spoil(vxlan4, inner_ip + 10), good)
    s.lines.append("tunnel 4789")
    s.checks.append(("tunnel", lambda got: got == ["tunnel 0"] or "no tunnel port"))
    s.arrive("VXLAN, port known", bytes(vxlan4), good)
    s.arrive("bad inner IP", spoil(vxlan4, inner_ip + 10), RX_IP_BAD)
    s.arrive("bad inner TCP", spoil(vxlan4, inner_ip + 20 + 33), RX_IP_GOOD | RX_L4_BAD)
    s.arrive("bad outer IP", spoil(vxlan4, 24), good | RX_OUTER_IP_BAD)
    s.arrive("bad inner UDP in GRE", spoil(gre4, 14 + 20 + 8 + 14 + 40 + 9), RX_L4_BAD)
    s.card("mlx4", vxlan_port=4789)
    s.arrive("plain", bytes(inner(4, "tcp", payload(9))), good, RX_HASH | RX_L4_BAD)
    s.arrive("ARP", bytes(PLAIN / ARP(psrc="10.0.0.1", hwsrc="02:00:00:00:00:01") / Raw(bytes(18))), 0, good)
    s.arrive("bad TCP", spoil(inner(4, "tcp", payload(9)), 60), RX_IP_GOOD, RX_L4_GOOD | RX_L4_BAD)
    # The outer header is good, and that hides the inner one.
    s.arrive("bad inner IP", spoil(vxlan4, inner_ip + 10), good, RX_IP_BAD)
    s.arrive("bad inner TCP", spoil(vxlan4, inner_ip + 20 + 33), good, RX_L4_BAD)
    # Three queues asked for: two get traffic. The hash is in network order, and its flag is missing.
    s.card("mlx4", queues=3)
    for port in range(40):
        frame = PLAIN / IP(src="10.0.0.1", dst="10.0.0.2") / UDP(sport=1000 + port, dport=53) / Raw(payload(20))
        h = toeplitz(KEY_MLX4, bytes([10, 0, 0, 1, 10, 0, 0, 2]) + struct.pack(">HH", 1000 + port, 53))
        s.arrive("spread %d" % port, bytes(frame), RX_L4_GOOD, RX_HASH, queue=h & 1,
                 rss=int.from_bytes(struct.pack("<I", h), "big"))
    # Without Rx checksums the flag is there.
    s.card("mlx4", rx=1 << 19, queues=2, rss=RSS_UDP4)
    s.arrive("no sums, a hash", bytes(PLAIN / IP(src="10.0.0.1", dst="10.0.0.2") / UDP(sport=9, dport=9)), RX_HASH, RX_L4_GOOD | RX_IP_GOOD)
    # X710: any number of queues, by a table; a known tunnel by what is inside, TCP not at all when not asked for.
    s.card("i40e", queues=3, rss=RSS_UDP4 | RSS_UDP6)
    for port in range(40):
        addresses = bytes([10, 0, 0, 1, 10, 0, 0, 2])
        frame = PLAIN / IP(src="10.0.0.1", dst="10.0.0.2") / UDP(sport=1000 + port, dport=53) / Raw(payload(20))
        h = toeplitz(KEY_I40E, addresses + struct.pack(">HH", 1000 + port, 53))
        s.arrive("spread %d" % port, bytes(frame), RX_HASH, queue=h % 512 % 3, rss=h)
        s.arrive("tunnel %d" % port, bytes(outer("gre", 4, frame)), RX_HASH, queue=h % 512 % 3, rss=h)
        six = PLAIN / IPv6(src="fd00::1", dst="fd00::2") / UDP(sport=1000 + port, dport=53) / Raw(payload(20))
        h = toeplitz(KEY_I40E, bytes(six)[22:54] + struct.pack(">HH", 1000 + port, 53))
        s.arrive("IPv6 %d" % port, bytes(six), RX_HASH, queue=h % 512 % 3, rss=h)
    s.arrive("TCP", bytes(inner(4, "tcp", payload(9))), 0, RX_HASH, queue=0)


def main():
    s = Script()
    transmit(s)
    beyond_mlx4(s)
    beyond_i40e(s)
    receive(s)
    wrong = s.run(sys.argv[1])
    print("models: %d packets, %d wrong" % (s.count, wrong))
    sys.exit(1 if wrong else 0)


main()
