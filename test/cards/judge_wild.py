"""Packets nobody in his right mind sends, on every card at once: no card may stall, be asked for what it leaves
undefined, or let out another packet than its neighbours do (of unsound ones: as many, and as long).

    judge_wild.py CARDS_EDGE [PACKETS [SEED]]

Guests are not trusted: their headers are odd, their segments tiny, their wishes contradict their packets. The port of
plain software is what the cards are held to; that one is judged by judge_matrix.py and, for whole packets, by tshark.
"""
import os
import random
import struct
import sys
import tempfile

from edge import (CARDS, RX_L4_NONE, RX_LRO, TUNNELS, IP, TCP, UDP, Ether, IPv6, Raw, Session, checksum, inner_of, payload,
                  unfinished_at)
from tshark import ask_tshark, write_pcap

from scapy.all import Dot1Q, ICMP, IPOption_NOP, IPOption_RR, IPv6ExtHdrDestOpt, IPv6ExtHdrHopByHop, PadN

REASONS = 10  # told at most
SEED = "a checksum field that holds no pseudo header's sum"


class Maker:
    def __init__(self, seed):
        self.r = random.Random(seed)

    def l4(self, large):
        r = self.r
        kind = r.choice(("tcp", "tcp", "tcp", "udp", "other")) if not large else "tcp"
        if kind == "udp":
            return UDP(sport=40001, dport=40002)
        if kind == "other":
            return r.choice((ICMP(), Raw(b"\0\0\0\0")))
        options = r.choice(([], [("Timestamp", (1, 2))], [("NOP", None)] * r.randrange(41), [("MSS", 1400), ("SAckOK", b"")]))
        return TCP(sport=40001, dport=40002, seq=r.choice((1, 2**32 - 1000)), flags=r.choice(("A", "FPA", "CPA", "S", "ECA")),
                   options=options)

    def ip(self):
        r = self.r
        if r.random() < 0.5:
            options = r.choice(([], [], [IPOption_NOP()] * 4, [IPOption_RR(routers=["1.2.3.4"] * r.randrange(1, 9))]))
            return IP(src="10.1.0.1", dst="10.1.0.2", id=r.randrange(65536), flags=r.choice((0, "DF", 0, "MF")) if
                      r.random() < 0.2 else 0, options=options)
        p = IPv6(src="fd00::1", dst="fd00::2", fl=r.randrange(1 << 20))
        if r.random() < 0.15:
            p /= r.choice((IPv6ExtHdrHopByHop(), IPv6ExtHdrDestOpt()))
        return p

    def packet(self):
        """(frame, flags, mss, split, is it sound?)"""
        r = self.r
        large = r.random() < 0.3
        eth = Ether(src="02:00:00:00:aa:01", dst="02:00:00:00:00:00")
        for _ in range(r.choice((0, 0, 0, 0, 1, 2))):
            eth /= Dot1Q(vlan=r.randrange(1, 4095))
        ip, l4 = self.ip(), self.l4(large)
        size = r.choice((0, 1, 7, 100, r.randrange(1400), r.randrange(8800)))
        if large:
            size = r.choice((size, r.randrange(65535 - 200), 65535 - 160))
        frame = bytes(eth / ip / l4 / Raw(payload(size)))
        tags = frame[12:].find(b"\x08\x00" if isinstance(ip, IP) else b"\x86\xdd")
        sound = isinstance(l4, (TCP, UDP)) and not (isinstance(ip, IP) and ip.flags)
        flags, mss = 0, 0
        if r.random() < 0.8:
            flags = r.choice((RX_L4_NONE, RX_LRO, RX_L4_NONE | RX_LRO)) if not large else RX_L4_NONE | RX_LRO
            mss = r.choice((r.randrange(200, 1400), r.randrange(48, 9000), 1448, 8948, 0, 1, 65535, r.randrange(65536)))
        if isinstance(l4, (TCP, UDP)) and flags and r.random() < 0.95:
            frame = unfinished_at(frame, 14 + tags, 6 if isinstance(l4, TCP) else 17)
        else:
            sound = sound and not flags
        if r.random() < 0.1:
            frame, sound = bytearray(frame), False
            for _ in range(r.choice((1, 1, 5))):
                frame[r.randrange(12, min(len(frame), 90))] = r.randrange(256)
            frame = bytes(frame)
        if r.random() < 0.05:
            frame, sound = frame[:r.randrange(14, len(frame) + 1)], False
        if len(frame) < 60:
            frame = frame.ljust(60, b"\0")
        split = r.choice((0, 0, 0, r.randrange(1, 100), r.randrange(100, 4096)))
        if split and len(frame) > 200 * split:
            split = len(frame) // 200
        return frame, flags, mss, split, sound


def at_the_limits():
    """Sound packets just within and beyond what the cards' drivers take: (frame, flags, mss, split, sound)."""
    nops = [("NOP", None)] * 40
    for tags in (0, 2):
        for options in ([], [IPOption_NOP()] * 40):
            for v in (4, 6):
                head = Ether(src="02:00:00:00:aa:01", dst="02:00:00:00:00:00")
                for _ in range(tags):
                    head /= Dot1Q(vlan=5)
                head /= IP(src="10.1.0.1", dst="10.1.0.2", options=options) if v == 4 else IPv6(src="fd00::1", dst="fd00::2")
                if options and v == 6:  # headers of more than the 192 bytes that ConnectX-3 takes
                    head /= IPv6ExtHdrDestOpt(options=[PadN(optdata=bytes(80))])
                # Segment sizes of X710: 256 to 9674; buffers: 8 a frame; of ConnectX-3: 24 or so in all.
                for mss, split in ((255, 0), (256, 0), (1400, 0), (1400, 900), (1400, 140), (8000, 1000), (8000, 1200)):
                    data = payload(4000 if mss < 2000 else 20000)
                    frame = bytes(head / TCP(sport=40001, dport=40002, flags="FPA", options=nops) / Raw(data))
                    yield unfinished_at(frame, 14 + 4 * tags, 6), RX_L4_NONE | RX_LRO, mss, split, True


def essence(inner):
    """What has to be the same whoever did it: identifications and the sums over them may differ."""
    f = bytearray(inner[6:])
    at = 12 - 6
    while f[at:at + 2] in (b"\x81\x00", b"\x88\xa8"):
        at += 4
    if f[at:at + 2] == b"\x08\x00" and len(f) >= at + 22:
        head = (f[at + 2] & 15) * 4
        whole = bytes(f[at + 2:at + 2 + head])
        f[at + 12:at + 14] = struct.pack(">H", len(whole) >= 20 and checksum(whole) == 0)
        f[at + 6:at + 8] = b"\0\0"
    # A card pads short frames, and so may whoever is before it.
    return bytes(f).rstrip(b"\0")


class Wild:
    def __init__(self):
        self.wrong, self.seen, self.sound, self.cut, self.by_card, self.left, self.dropped = [], [], [], 0, 0, 0, 0

    def complain(self, n, what):
        self.wrong.append("packet %d: %s" % (n, what))

    def reader(self, n, name, wire, tunnel, sound, first):
        def read(frames, words):
            violations, stalls, l4, tso, _, drops, reason = (int(w) for w in words[1:8])
            self.cut, self.by_card, self.left = self.cut + tso, self.by_card + l4, self.left + len(frames)
            self.dropped += drops
            # A guest's own wrong seed spoils its own checksum only.
            if stalls or violations and (sound or SEED not in " ".join(words[8:])):
                self.complain(n, "%s, %s: %s" % (name, tunnel, " ".join(words[8:])))
            got = []
            for port, raw in frames:
                inner, why = inner_of(raw, tunnel, wire, "tagged" in name)
                if why or port != wire:
                    self.complain(n, "%s, %s: %s" % (name, tunnel, why or "it left by port %d" % port))
                    return
                got.append(essence(inner) if sound else max(60, len(inner)))
                self.seen.append(raw)
                self.sound.append((n, name, tunnel, sound))
            outcome = got, drops and reason
            if not first:
                first.append(outcome)
            elif first[0] != outcome:
                self.complain(n, "%s, %s: %d frames, reason %d; plain software: %d frames, reason %d" % (
                    name, tunnel, len(got), outcome[1], len(first[0][0]), first[0][1]))

        return read


def main():
    packets = int(sys.argv[2]) if len(sys.argv) > 2 else 400
    maker, wild, s = Maker(int(sys.argv[3]) if len(sys.argv) > 3 else 1), Wild(), Session()
    s.wire("plain", "off")
    for card in CARDS:
        s.wire(card, "on")
    s.tell("run", None)
    told = [(p, t) for p in at_the_limits() for t in ("vxlan/ipv4", "gre/ipv6", "none")]
    told += [(maker.packet(), maker.r.choice(list(TUNNELS))) for _ in range(packets)]
    for n, ((frame, flags, mss, split, sound), tunnel) in enumerate(told):
        first = []
        for (card, asked), wire in s.wires.items():
            if card == "i40e fast" and (mss if flags & RX_LRO and mss else len(frame)) > 1300:  # its MTU is small
                continue
            s.guest(wire, tunnel, frame, flags, mss, split,
                    wild.reader(n, "%s %s" % (card, asked), wire, tunnel, sound, first))
    balance = []
    s.tell("ledger", lambda _, words: balance.extend(int(w) for w in words[1:]))
    s.run(sys.argv[1])
    if sum(balance[:4]) != sum(balance[4:]):
        wild.wrong.append("the ledger does not balance: %s" % balance)
    with tempfile.TemporaryDirectory(prefix="edgelane-cards-") as folder:
        path = os.path.join(folder, "wild.pcap")
        write_pcap(path, wild.seen)
        for (found, malformed), (n, name, tunnel, sound) in zip(ask_tshark(path, len(wild.seen)), wild.sound):
            if sound and ("0" in found or malformed):
                wild.complain(n, "%s, %s: tshark: %s %s" % (name, tunnel, found, malformed))
    for line in wild.wrong[:REASONS]:
        print("WRONG", line)
    print("wild: %d packets on %d wires, %d wrong; %d frames left, %d drops; by cards: %d sums, %d cut" % (
        len(told), len(s.wires), len(wild.wrong), wild.left, wild.dropped, wild.by_card, wild.cut))
    sys.exit(1 if wild.wrong else 0)


main()
