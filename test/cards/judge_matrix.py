"""Every card, tunnel, underlay, kind of packet and size, offloads asked for and not: what leaves has to be the same.

    judge_matrix.py CARDS_EDGE [FOLDER]

The worker runs between a guest and models of cards (cards-edge). Inner packets are compared with what scapy builds
for them, checksums are judged by scapy and by tshark, and no card may have been asked for what it leaves undefined.
Prints one line a combination, `ok NAME: ...` or `WRONG NAME: ...`; FOLDER keeps the frames as a pcap file.
"""
import logging
import os
import shutil
import struct
import subprocess
import sys
import tempfile

logging.getLogger("scapy").setLevel(logging.ERROR)
try:
    from scapy.all import IP, TCP, UDP, Ether, IPv6, IPv6ExtHdrFragment, Raw, conf
    from scapy.utils import checksum
except ImportError:
    print("SKIP: scapy is missing: apt-get install python3-scapy")
    sys.exit(77)

conf.verb = 0

CARDS = ("mlx4", "i40e", "plain")
# RX_CHECKSUM TX_CHECKSUM OUTER_IP_CHECKSUM TSO VXLAN_TSO GRE_TSO MULTI_SEGS SCATTER VXLAN_PORT
WISHES = 1 << 0 | 1 << 1 | 1 << 2 | 1 << 4 | 1 << 5 | 1 << 6 | 1 << 8 | 1 << 9 | 1 << 15
TUNNELS = {"vxlan/ipv4": 0, "vxlan/ipv6": 1, "gre/ipv4": 2, "gre/ipv6": 3, "vxlan/ipv6 zero": 4, "vxlan/ipv4 sum": 5,
           "none": 6}
MATRIX = ("vxlan/ipv4", "vxlan/ipv6", "gre/ipv4", "gre/ipv6")
# What a card with all wishes has to have done itself; else its rows would prove nothing.
BY_CARD = {("mlx4", "vxlan/ipv4"), ("i40e", "vxlan/ipv4"), ("i40e", "gre/ipv4"), ("i40e", "gre/ipv6"),
           ("i40e", "vxlan/ipv6 zero"), ("mlx4", "none"), ("i40e", "none")}
RX_L4_NONE, RX_LRO = 1 << 8 | 1 << 3, 1 << 16
KEY, OURS4, OURS6 = 5, "192.0.2.250", "2001:db8::fa"
PORT = 5001  # no protocol that tshark knows


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


def unfinished(frame):
    """As a guest leaves it: the pseudo header's sum in the checksum field."""
    f = bytearray(frame)
    l4 = 34 if f[14] >> 4 == 4 else 54
    proto = f[23] if f[14] >> 4 == 4 else f[20]
    struct.pack_into(">H", f, l4 + (16 if proto == 6 else 6), pseudo(frame, 14, proto, len(frame) - l4))
    return bytes(f)


class Item:
    """One packet of the guest: how it is sent, and what it has to become."""

    def __init__(self, sent, want, flags=0, mss=0, split=0):
        self.sent, self.want, self.flags, self.mss, self.split = sent, want, flags, mss, split


def both(frame, split=0):
    """Finished by the guest, and left unfinished."""
    return [Item(frame, [frame], split=split), Item(unfinished(frame), [frame], RX_L4_NONE, split=split)]


def segmented(v, size, mss, flags, split=0):
    data = payload(size)
    want = []
    for at in range(0, size, mss):
        keep = set(flags) - ({"C"} if at else set()) - ({"F", "P"} if at + mss < size else set())
        want.append(tcp(v, data[at:at + mss], 1000 + at, "".join(sorted(keep))))
    return Item(unfinished(tcp(v, data, 1000, flags)), want, RX_L4_NONE | RX_LRO, mss, split)


def make_items():
    """{(kind, size): [Item]}; frames are the same for every card and tunnel, but for one MAC."""
    items = {}
    for v in (4, 6):
        head = 20 if v == 4 else 40
        tiny = payload(max(0, 64 - 14 - head - 32)), payload(max(0, 64 - 14 - head - 8))
        for size in (64, 1500, 9000):
            t = tiny[0] if size == 64 else payload(size - head - 32)
            u = tiny[1] if size == 64 else payload(size - head - 8)
            items.setdefault(("tcp", str(size)), []).extend(both(tcp(v, t)) + both(tcp(v, t[:-1]), split=200 if size > 64 else 0))
            items.setdefault(("udp", str(size)), []).extend(both(udp(v, u)) + both(udp(v, u[:-1])))
            datagram = {64: 40, 1500: 4000, 9000: 20000}[size]
            cut = fragments(v, payload(datagram), {64: head + (0 if v == 4 else 8) + 16, 1500: 1500, 9000: 9000}[size])
            items.setdefault(("fragments", str(size)), []).extend(Item(f, [f]) for f in cut)
        items.setdefault(("fragments", "64K"), []).extend(Item(f, [f]) for f in fragments(v, payload(65000), 1500))
        items.setdefault(("tcp", "64K"), []).extend([
            segmented(v, 64000, 1400, "FPA"), segmented(v, 64000, 8900, "CPA"),
            segmented(v, 65535 - head - 32 if v == 4 else 65535 - 32, 1448, "A", split=2048),
            segmented(v, 3000, 300, "PA", split=100)])
        # A datagram whose frame the guest's device has padded, and one that needs no checksum but its own zero.
        short = udp(v, b"x")
        items[("udp", "64")].append(Item(short.ljust(60, b"\0"), [short]))
        items[("udp", "64")].append(Item(unfinished(short).ljust(60, b"\0"), [short], RX_L4_NONE))
    return items


def inner_of(raw, tunnel, wire):
    """What is inside, and what is wrong with what is outside."""
    if tunnel == "none":
        return raw, None
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


class Combination:
    def __init__(self, name, card, wire, tunnel, asked):
        self.name, self.card, self.wire, self.tunnel, self.asked = name, card, wire, tunnel, asked
        self.wrong, self.frames, self.l4, self.tso, self.outer, self.numbers = [], 0, 0, 0, 0, []

    def account(self, done):
        violations, stalls, l4, tso, outer, drops, reason = (int(w) for w in done[1:8])
        self.l4, self.tso, self.outer = self.l4 + l4, self.tso + tso, self.outer + outer
        if violations or stalls:
            self.wrong.append("%d violations, %d stalls: %s" % (violations, stalls, " ".join(done[8:])))
        if drops:
            self.wrong.append("%d dropped, reason %d" % (drops, reason))

    def judge(self, item, frames, done):
        self.account(done)
        self.frames += len(frames)
        if len(frames) != len(item.want):
            self.wrong.append("%d frames, not %d" % (len(frames), len(item.want)))
            return
        ids = set()
        for (port, raw), want in zip(frames, item.want):
            inner, why = inner_of(raw, self.tunnel, self.wire)
            if port != self.wire:
                why = "it left by port %d" % port
            why = why or same(inner, want, item.mss)
            if why:
                self.wrong.append("%s%s" % ("of a packet to be cut: " if item.mss else "", why))
                return
            if item.mss and inner[14] >> 4 == 4:
                ids.add(inner[18:20])
        if ids and len(ids) != len(frames):
            self.wrong.append("%d identifications for %d segments" % (len(ids), len(frames)))

    def finish(self, kind):
        hardware = self.l4 + self.tso + self.outer
        if self.asked == "off" and hardware:
            self.wrong.append("not asked for, and the card did it")
        if self.asked == "on" and kind in ("tcp", "udp") and (self.card, self.tunnel) in BY_CARD and not self.l4:
            self.wrong.append("asked for, and the card did nothing")

    def line(self):
        if self.wrong:
            return "WRONG %s: %s%s" % (self.name, self.wrong[0], " (and %d more)" % (len(self.wrong) - 1) if self.wrong[1:] else "")
        return "ok %s: %d frames; by the card: %d checksums, %d cut, %d outer" % (
            self.name, self.frames, self.l4, self.tso, self.outer)


class Session:
    """What is told to cards-edge, and who looks at each answer."""

    def __init__(self):
        self.lines, self.readers, self.wires = [], [], {}

    def wire(self, card, asked):
        self.wires[card, asked] = len(self.wires) + 1
        self.tell("wire %s %x %s" % (card, WISHES if asked == "on" else 0, "vxlan_port=4789" if card == "mlx4" else ""), None)

    def tell(self, line, reader):
        self.lines.append(line)
        if line != "run":
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


def guest_packets(s, combinations, seen):
    items = make_items()
    plan = [(t, k, n) for t in MATRIX for k in ("tcp", "udp", "fragments") for n in ("64", "1500", "9000", "64K")]
    plan += [(t, k, n) for t in ("vxlan/ipv6 zero", "vxlan/ipv4 sum", "none") for k, n in (("tcp", "1500"), ("tcp", "64K"), ("udp", "1500"))]
    for (card, asked), wire in s.wires.items():
        for tunnel, kind, size in plan:
            if (kind, size) not in items:  # UDP is not segmented: a guest sends 64 KB of it in fragments
                continue
            c = Combination("%s %s %s %s %s" % (card, tunnel, kind, size, asked), card, wire, tunnel, asked)
            combinations.append((c, kind))
            for item in items[kind, size]:
                def reader(frames, words, c=c, item=item):
                    c.judge(item, frames, words)
                    seen.extend((c, raw) for _, raw in frames)

                to = bytes.fromhex(mac(wire, TUNNELS[tunnel]).replace(":", ""))
                s.tell("guest %x %d %d %s" % (item.flags, item.mss, item.split, (to + item.sent[6:]).hex()), reader)


def outside(tunnel, wire, frame):
    """The frame as the other end would send it."""
    v6, ours = "ipv6" in tunnel, OURS6 if "ipv6" in tunnel else OURS4
    head = Ether(src="02:00:00:01:01:%02x" % wire, dst="02:00:00:01:00:%02x" % wire)
    head /= IPv6(src="2001:db8::%x" % wire, dst=ours) if v6 else IP(src="192.0.2.%d" % wire, dst=ours)
    if tunnel.startswith("gre"):
        head.lastlayer().setfieldval("nh" if v6 else "proto", 47)
        return bytes(head / Raw(struct.pack(">HHI", 0x2000, 0x6558, KEY) + frame))
    return bytes(head / UDP(sport=50000, dport=4789) / Raw(struct.pack(">II", 1 << 27, KEY << 8) + frame))


def spoiled(frame, at):
    f = bytearray(frame)
    f[at] ^= 0xFF
    return bytes(f)


def wire_packets(s, combinations):
    """From the wire to the guest: what is inside arrives as it is, right or wrong, whatever the card says of it."""
    inside = [tcp(4, payload(900)), udp(6, payload(33)), tcp(6, payload(8000)), *fragments(4, payload(4000), 1500)]
    inside += [spoiled(inside[0], 24), spoiled(inside[0], 50), spoiled(inside[1], 60), spoiled(inside[2], 70)]
    for (card, asked), wire in s.wires.items():
        for tunnel in MATRIX:
            c = Combination("%s %s arriving %s" % (card, tunnel, asked), card, wire, tunnel, asked)
            combinations.append((c, "arriving"))
            for frame in inside:
                def reader(frames, words, c=c, frame=frame):
                    c.account(words)
                    c.frames += len(frames)
                    if frames != [(0, frame)]:
                        c.wrong.append("%d frames, or other bytes" % len(frames))

                s.tell("arrive %d %s" % (wire, outside(tunnel, wire, frame).hex()), reader)


def ledger(combinations):
    c = Combination("the ledger", "", 0, "", "")
    combinations.append((c, "ledger"))

    def reader(_, words):
        rx, injected, cloned, split, tx, consumed, merged, held, drops = (int(w) for w in words[1:])
        c.frames = tx
        if rx + injected + cloned + split != tx + drops + consumed + merged + held:
            c.wrong.append("it does not balance: %s" % " ".join(words[1:]))

    return reader


def write_pcap(path, seen):
    with open(path, "wb") as f:
        f.write(struct.pack("<IHHiIII", 0xA1B2C3D4, 2, 4, 0, 0, 1 << 18, 1))
        for n, (_, raw) in enumerate(seen):
            f.write(struct.pack("<IIII", 1 + n // 1000000, n % 1000000, len(raw), len(raw)) + raw)


def ask_tshark(path, seen):
    """A status for each checksum it finds: 0 is bad, 2 not verified (fragments), 3 absent (UDP's zero)."""
    options = ["ip.check_checksum:TRUE", "tcp.check_checksum:TRUE", "udp.check_checksum:TRUE", "ip.defragment:FALSE",
               "ipv6.defragment:FALSE", "tcp.analyze_sequence_numbers:FALSE", "tcp.desegment_tcp_streams:FALSE"]
    fields = ["ip.checksum.status", "tcp.checksum.status", "udp.checksum.status", "_ws.malformed"]
    command = ["tshark", "-n", "-r", path, "-T", "fields", "-E", "separator=;"]
    for o in options:
        command += ["-o", o]
    for f in fields:
        command += ["-e", f]
    lines = subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()
    if len(lines) != len(seen):
        sys.exit("tshark saw %d frames of %d" % (len(lines), len(seen)))
    sums = 0
    for line, (c, raw) in zip(lines, seen):
        status = line.split(";")
        found = [x for s in status[:3] for x in s.split(",") if x]
        sums += found.count("1")
        if "0" in found or status[3] or ("1" not in found and "ipv6 fragments" not in c.name and "fragments" not in c.name):
            c.wrong.append("tshark: %s" % line)
    return sums


def main():
    folder = sys.argv[2] if len(sys.argv) > 2 else tempfile.mkdtemp(prefix="edgelane-cards-")
    s, combinations, seen = Session(), [], []
    for card in CARDS:
        for asked in ("on", "off"):
            s.wire(card, asked)
    s.tell("run", None)
    guest_packets(s, combinations, seen)
    wire_packets(s, combinations)
    s.tell("ledger", ledger(combinations))
    s.run(sys.argv[1])
    path = os.path.join(folder, "wire.pcap")
    write_pcap(path, seen)
    sums = ask_tshark(path, seen) if shutil.which("tshark") else 0
    for c, kind in combinations:
        c.finish(kind)
        print(c.line())
    if len(sys.argv) <= 2:
        shutil.rmtree(folder)
    wrong = sum(1 for c, _ in combinations if c.wrong)
    print("matrix: %d combinations, %d wrong; %d frames, %d checksums right for tshark" % (
        len(combinations), wrong, len(seen), sums))
    sys.exit(1 if wrong else 0)


main()
