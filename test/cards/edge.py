"""The worker between a guest and wires (cards-edge), as the judges of test/cards see it: frames, tunnels, sessions.

Expected bytes come from scapy; nothing here knows the C code.
"""
import logging
import struct
import subprocess
import sys

logging.getLogger("scapy").setLevel(logging.ERROR)
try:
    from scapy.all import IP, TCP, UDP, Dot1Q, Ether, IPv6, IPv6ExtHdrFragment, Raw, conf
    from scapy.utils import checksum
except ImportError:
    print("SKIP: scapy is missing: apt-get install python3-scapy")
    sys.exit(77)

conf.verb = 0

# RX_CHECKSUM TX_CHECKSUM OUTER_IP_CHECKSUM TSO VXLAN_TSO GRE_TSO MULTI_SEGS SCATTER VXLAN_PORT
WISHES = 1 << 0 | 1 << 1 | 1 << 2 | 1 << 4 | 1 << 5 | 1 << 6 | 1 << 8 | 1 << 9 | 1 << 15
FAST_FREE = 1 << 10
TUNNELS = {"vxlan/ipv4": 0, "vxlan/ipv6": 1, "gre/ipv4": 2, "gre/ipv6": 3, "vxlan/ipv6 zero": 4, "vxlan/ipv4 sum": 5,
           "none": 6}
# Cards by the name of their row: which model, what it is like, what is wished of it.
CARDS = {
    "mlx4": ("mlx4", "vxlan_port=4789", WISHES),
    "i40e": ("i40e", "", WISHES),
    "plain": ("plain", "", WISHES),
    "mlx4 blind": ("mlx4", "", WISHES),
    "mlx4 elsewhere": ("mlx4", "vxlan_port=8472", WISHES),
    "mlx4 without TSO": ("mlx4", "vxlan_port=4789 no_tso=1", WISHES),
    "connectx-3": ("mlx4", "vxlan_port=4789 not_pro=1", WISHES),
    "i40e fast": ("i40e", "mtu=1600", WISHES | FAST_FREE),
    "i40e jumbo": ("i40e", "", WISHES | FAST_FREE),
    "mlx4 tagged": ("mlx4", "vxlan_port=4789 vlan=100", WISHES),
    "i40e tagged": ("i40e", "vlan=100", WISHES),
}
BUSY = ("mlx4", "vxlan_port=4789 burst_most=1", 0)  # it takes one packet a burst
VLAN = 100
RX_L4_NONE, RX_LRO = 1 << 8 | 1 << 3, 1 << 16
KEY, OURS4, OURS6 = 5, "192.0.2.250", "2001:db8::fa"
PORT = 40001  # no protocol that tshark knows


def payload(n):
    return bytes((i * 7 + i // 251) & 0xFF for i in range(n))


def mac(wire, tunnel):
    return "02:00:00:00:%02x:%02x" % (wire, tunnel)


def ip(v, **more):
    if v == 4:
        return IP(src="10.1.0.1", dst="10.1.0.2", id=more.get("id", 7), flags=more.get("flags", 0), frag=more.get("frag", 0))
    return IPv6(src="fd00::1", dst="fd00::2", fl=0x12345)


def tcp(v, data, seq=1000, flags="A", ident=7):
    return bytes(Ether(src="02:00:00:00:aa:01", dst=mac(0, 0)) / ip(v, id=ident) /
                 TCP(sport=PORT, dport=PORT, seq=seq, flags=flags, options=[("Timestamp", (1, 2))]) / Raw(data))


def udp(v, data):
    return bytes(Ether(src="02:00:00:00:aa:01", dst=mac(0, 0)) / ip(v) / UDP(sport=PORT, dport=PORT) / Raw(data))


def fragments(v, data, room):
    """A datagram in fragments whose IP packets are of `room` bytes at most."""
    whole = ip(v) / UDP(sport=PORT, dport=PORT) / Raw(data)
    head = 20 if v == 4 else 40
    body, out, step = bytes(whole)[head:], [], (room - head - (0 if v == 4 else 8)) // 8 * 8
    for at in range(0, len(body), step):
        last = at + step >= len(body)
        part = Raw(body[at:at + step])
        if v == 4:
            p = IP(src="10.1.0.1", dst="10.1.0.2", id=77, proto=17, frag=at // 8, flags=0 if last else "MF") / part
        else:
            p = ip(6) / IPv6ExtHdrFragment(nh=17, offset=at // 8, m=0 if last else 1, id=77) / part
        out.append(bytes(Ether(src="02:00:00:00:aa:01", dst=mac(0, 0)) / p))
    return out


def total(data, start=0):
    """Sum of big-endian words, folded; scapy's, not inverted."""
    s = (checksum(data) ^ 0xFFFF) + start
    return (s & 0xFFFF) + (s >> 16)


def pseudo(frame, at, proto, length):
    head = frame[at + 12:at + 20] if frame[at] >> 4 == 4 else frame[at + 8:at + 40]
    return total(head + struct.pack(">II", proto, length))


def unfinished_at(frame, at, proto):
    """As a guest leaves it: the pseudo header's sum in the checksum field. IP begins at `at`; options and extension
    headers are none of the sum's."""
    f = bytearray(frame)
    if f[at] >> 4 == 4:
        l4, end = at + (f[at] & 15) * 4, at + struct.unpack_from(">H", f, at + 2)[0]
    else:
        l4, end, after = at + 40, at + 40 + struct.unpack_from(">H", f, at + 4)[0], f[at + 6]
        while after in (0, 60):
            after, l4 = f[l4], l4 + 8 + f[l4 + 1] * 8
    struct.pack_into(">H", f, l4 + (16 if proto == 6 else 6), pseudo(frame, at, proto, end - l4))
    return bytes(f)


def unfinished(frame):
    return unfinished_at(frame, 14, (frame[23] if frame[14] >> 4 == 4 else frame[20]))


def inner_of(raw, tunnel, wire, tagged=False):
    """What is inside, and what is wrong with what is outside."""
    if tunnel == "none":
        return raw, None
    if tagged:
        if raw[12:16] != struct.pack(">HH", 0x8100, VLAN):
            return None, "VLAN tag of the underlay"
        raw = raw[:12] + raw[16:]
    v6 = "ipv6" in tunnel
    l3, l4 = 14, 54 if v6 else 34
    if raw[:6] != bytes([2, 0, 0, 1, 1, wire]) or raw[12:14] != (b"\x86\xdd" if v6 else b"\x08\x00"):
        return None, "outer Ethernet header"
    length = struct.unpack_from(">H", raw, l3 + (4 if v6 else 2))[0] + (40 if v6 else 0)
    if length != len(raw) - 14:
        return None, "outer length %d in a frame of %d" % (length, len(raw))
    if not v6 and checksum(raw[14:34]) != 0:
        return None, "outer IPv4 checksum"
    if tunnel.startswith("gre"):
        if raw[l3 + (6 if v6 else 9)] != 47 or raw[l4:l4 + 8] != struct.pack(">HHI", 0x2000, 0x6558, KEY):
            return None, "GRE header"
        return raw[l4 + 8:], None
    sport, dport, bytes_, csum = struct.unpack_from(">HHHH", raw, l4)
    if raw[l3 + (6 if v6 else 9)] != 17 or dport != 4789 or sport < 49152 or bytes_ != len(raw) - l4:
        return None, "outer UDP header"
    if csum and total(raw[l4:], pseudo(raw, l3, 17, bytes_)) != 0xFFFF:
        return None, "outer UDP checksum"
    if (csum == 0) == (tunnel in ("vxlan/ipv6", "vxlan/ipv4 sum")):
        return None, "outer UDP checksum field %04x" % csum
    if raw[l4 + 8:l4 + 16] != struct.pack(">II", 1 << 27, KEY << 8):
        return None, "VXLAN header"
    return raw[l4 + 16:], None


def same(got, want, is_piece):
    """Byte for byte behind the destination MAC; of pieces the identification may be any, of padding zeros."""
    end = 14 + (struct.unpack_from(">H", want, 16)[0] if want[14] >> 4 == 4 else 40 + struct.unpack_from(">H", want, 18)[0])
    if got[end:].strip(b"\0"):
        return "bytes behind the packet"
    got, want = bytearray(got[6:end]), bytearray(want[6:end])
    if len(got) != len(want):
        return "%d bytes, not %d" % (len(got), len(want))
    if is_piece and want[8] >> 4 == 4:
        if checksum(bytes(got[8:28])) != 0:
            return "inner IPv4 checksum"
        got[12:14] = want[12:14]
        got[18:20] = want[18:20]
    if got == want:
        return None
    at = next(i for i, (a, b) in enumerate(zip(got, want)) if a != b)
    return "byte %d is %02x, not %02x" % (at + 6, got[at], want[at])


def outside(tunnel, wire, frame, tagged=False):
    """The frame as the other end would send it."""
    v6, ours = "ipv6" in tunnel, OURS6 if "ipv6" in tunnel else OURS4
    head = Ether(src="02:00:00:01:01:%02x" % wire, dst="02:00:00:01:00:%02x" % wire)
    if tagged:
        head /= Dot1Q(vlan=VLAN)
    head /= IPv6(src="2001:db8::%x" % wire, dst=ours) if v6 else IP(src="192.0.2.%d" % wire, dst=ours)
    if tunnel.startswith("gre"):
        head.lastlayer().setfieldval("nh" if v6 else "proto", 47)
        return bytes(head / Raw(struct.pack(">HHI", 0x2000, 0x6558, KEY) + frame))
    return bytes(head / UDP(sport=50000, dport=4789) / Raw(struct.pack(">II", 1 << 27, KEY << 8) + frame))


def spoiled(frame, at):
    f = bytearray(frame)
    f[at] ^= 0xFF
    return bytes(f)


class Session:
    """What is told to cards-edge, and who looks at each answer."""

    def __init__(self):
        self.lines, self.readers, self.wires = [], [], {}

    def wire(self, card, asked):
        model, knobs, wishes = BUSY if card == "busy" else CARDS[card]
        self.wires[card, asked] = len(self.wires) + 1
        self.tell("wire %s %x %s" % (model, wishes if asked == "on" else 0, knobs), None)

    def guest(self, wire, tunnel, frame, flags, mss, split, reader):
        """A frame of the guest, readdressed to that wire's tunnel."""
        to = bytes.fromhex(mac(wire, TUNNELS[tunnel]).replace(":", ""))
        self.tell("guest %x %d %d %s" % (flags, mss, split, (to + frame[6:]).hex()), reader)

    def tell(self, line, reader):
        self.lines.append(line)
        if line != "run" and not line.startswith("link "):
            self.readers.append(reader)

    def run(self, program):
        out = subprocess.run([program], input="\n".join(self.lines) + "\n", capture_output=True, text=True)
        answers = iter(out.stdout.splitlines())
        for n, reader in enumerate(self.readers):
            frames = []
            for answer in answers:
                words = answer.split(" ")
                if words[0] != "frame":
                    break
                frames.append((int(words[1]), bytes.fromhex(words[2])))
            else:
                sys.exit("cards-edge ended with %d after %d of %d answers: %s" % (
                    out.returncode, n, len(self.readers), out.stderr))
            if reader:
                reader(frames, words)
        if out.returncode:
            sys.exit("cards-edge ended with %d: %s" % (out.returncode, out.stderr))
