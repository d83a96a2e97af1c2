"""Every card, tunnel, underlay, kind of packet and size, offloads asked for and not: what leaves has to be the same.

    judge_matrix.py CARDS_EDGE [FOLDER] [CARD:KNOB=VALUE...]

The worker runs between a guest and models of cards (cards-edge). Inner packets are compared with what scapy builds
for them, checksums are judged by scapy and by tshark, and no card may have been asked for what it leaves undefined.
Prints one line a combination, `ok NAME: ...` or `WRONG NAME: ...`; FOLDER keeps the frames as a pcap file. A card
with a fault on purpose (flip_every, lose_every, outer_sum_bad) shows whether this judge sees anything at all.
"""
import os
import shutil
import struct
import sys
import tempfile

from edge import (CARDS, RX_L4_NONE, RX_LRO, Session, checksum, fragments, inner_of, outside, payload, same, spoiled,
                  tcp, udp, unfinished)
from tshark import ask_tshark, write_pcap

MATRIX = ("vxlan/ipv4", "vxlan/ipv6", "gre/ipv4", "gre/ipv6")
# What a card with all wishes has to have done itself; else its rows would prove nothing.
BY_CARD = {("mlx4", "vxlan/ipv4"), ("i40e", "vxlan/ipv4"), ("i40e", "gre/ipv4"), ("i40e", "gre/ipv6"),
           ("i40e", "vxlan/ipv6 zero"), ("mlx4", "none"), ("i40e", "none")}
MALFORMED, PORT_DOWN, TX_FULL = "2", "9", "10"


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
    items["tcp", "64K in small segments"] = [segmented(v, 64000, 1400, "PA") for v in (4, 6)]
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
            inner, why = inner_of(raw, self.tunnel, self.wire, "tagged" in self.card)
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


def guest_packets(s, combinations, seen):
    items = make_items()
    plan = [(t, k, n) for t in MATRIX for k in ("tcp", "udp", "fragments") for n in ("64", "1500", "9000", "64K")]
    some = (("tcp", "1500"), ("tcp", "64K"), ("udp", "64"), ("udp", "1500"))
    plan += [(t, k, n) for t in ("vxlan/ipv6 zero", "vxlan/ipv4 sum", "none") for k, n in some]
    for (card, asked), wire in s.wires.items():
        for tunnel, kind, size in plan if card != "busy" else []:
            if card not in ("mlx4", "i40e", "plain") and (kind, size) not in some:
                continue
            if card == "i40e fast" and size == "64K":
                size = "64K in small segments"
            if (kind, size) not in items:  # UDP is not segmented: a guest sends 64 KB of it in fragments
                continue
            c = Combination("%s %s %s %s %s" % (card, tunnel, kind, size, asked), card, wire, tunnel, asked)
            combinations.append((c, kind))
            for item in items[kind, size]:
                def reader(frames, words, c=c, item=item):
                    c.judge(item, frames, words)
                    seen.extend((c, raw) for _, raw in frames)

                s.guest(wire, tunnel, item.sent, item.flags, item.mss, item.split, reader)


def wire_packets(s, combinations):
    """From the wire to the guest: what is inside arrives as it is, right or wrong, whatever the card says of it.

    But for a wrong IPv4 header: no card is believed in it, and it goes no further."""
    inside = [tcp(4, payload(900)), udp(6, payload(33)), tcp(6, payload(8000)), *fragments(4, payload(4000), 1500)]
    inside += [spoiled(inside[0], 24), spoiled(inside[0], 50), spoiled(inside[1], 60), spoiled(inside[2], 70)]
    for (card, asked), wire in s.wires.items():
        for tunnel in MATRIX if card != "busy" else []:
            c = Combination("%s %s arriving %s" % (card, tunnel, asked), card, wire, tunnel, asked)
            combinations.append((c, "arriving"))
            for frame in inside:
                if card == "i40e fast" and len(frame) > 1514:  # its MTU is small
                    continue

                def reader(frames, words, c=c, frame=frame):
                    c.frames += len(frames)
                    if frame[14] >> 4 == 4 and checksum(frame[14:34]) != 0:
                        if frames or words[6:8] != ["1", MALFORMED]:
                            c.wrong.append("a wrong IPv4 header: %d frames, dropped as %s" % (len(frames), words[7]))
                        return
                    c.account(words)
                    if frames != [(0, frame)]:
                        c.wrong.append("%d frames, or other bytes" % len(frames))

                s.tell("arrive %d %s" % (wire, outside(tunnel, wire, frame, "tagged" in card).hex()), reader)


def busy_packets(s, combinations):
    """A card that takes one packet a burst: what it does not take is dropped, and counted."""
    c = Combination("a busy card", "busy", s.wires["busy", "off"], "vxlan/ipv4", "off")
    combinations.append((c, "busy"))
    item = segmented(4, 64000, 1400, "A")

    def reader(frames, words):
        c.frames += len(frames)
        if not frames or len(frames) + int(words[6]) != len(item.want) or words[7] != TX_FULL:
            c.wrong.append("%d frames and %s dropped as %s, of %d" % (len(frames), words[6], words[7], len(item.want)))

    s.guest(c.wire, c.tunnel, item.sent, item.flags, item.mss, item.split, reader)


def cut_cable(s, combinations):
    """Link lost and found again, as the worker sees it."""
    c = Combination("a cable out and in", "i40e", s.wires["i40e", "on"], "vxlan/ipv4", "on")
    combinations.append((c, "cable"))
    item = Item(tcp(4, payload(100)), [None])

    def dropped(frames, words):
        if frames or words[7] != PORT_DOWN:
            c.wrong.append("cable out: %d frames, dropped as %s" % (len(frames), words[7]))

    def sent(frames, _):
        c.frames += len(frames)
        if len(frames) != 1:
            c.wrong.append("cable in: %d frames" % len(frames))

    for up, reader in ((0, dropped), (1, sent)):
        s.tell("link %d %d" % (c.wire, up), None)
        s.guest(c.wire, c.tunnel, item.sent, 0, 0, 0, reader)


def ledger(combinations):
    c = Combination("the ledger", "", 0, "", "")
    combinations.append((c, "ledger"))

    def reader(_, words):
        rx, injected, cloned, split, tx, consumed, merged, held, drops = (int(w) for w in words[1:])
        c.frames = tx
        if rx + injected + cloned + split != tx + drops + consumed + merged + held:
            c.wrong.append("it does not balance: %s" % " ".join(words[1:]))

    return reader


def ask(path, seen):
    write_pcap(path, [raw for _, raw in seen])
    sums = 0
    for (c, _), (found, malformed) in zip(seen, ask_tshark(path, len(seen))):
        sums += found.count("1")
        if "0" in found or malformed or ("1" not in found and "fragments" not in c.name):
            c.wrong.append("tshark: %s %s" % (found, malformed))
    return sums


def main():
    spoil = [a.split(":") for a in sys.argv[2:] if ":" in a]
    kept = [a for a in sys.argv[2:] if ":" not in a]
    folder = kept[0] if kept else tempfile.mkdtemp(prefix="edgelane-cards-")
    for card, knob in spoil:
        model, knobs, wishes = CARDS[card]
        CARDS[card] = (model, "%s %s" % (knobs, knob), wishes)
    s, combinations, seen = Session(), [], []
    for card in ("mlx4", "i40e", "plain"):
        for asked in ("on", "off"):
            s.wire(card, asked)
    for card in ("mlx4 blind", "mlx4 elsewhere", "mlx4 without TSO", "connectx-3", "i40e fast", "i40e jumbo",
                 "mlx4 tagged", "i40e tagged"):
        s.wire(card, "on")
    s.wire("busy", "off")
    s.tell("run", None)
    guest_packets(s, combinations, seen)
    wire_packets(s, combinations)
    busy_packets(s, combinations)
    cut_cable(s, combinations)
    s.tell("ledger", ledger(combinations))
    s.run(sys.argv[1])
    path = os.path.join(folder, "wire.pcap")
    sums = ask(path, seen) if shutil.which("tshark") else 0
    for c, kind in combinations:
        c.finish(kind)
        print(c.line())
    if not kept:
        shutil.rmtree(folder)
    wrong = sum(1 for c, _ in combinations if c.wrong)
    print("matrix: %d combinations, %d wrong; %d frames, %d checksums right for tshark" % (
        len(combinations), wrong, len(seen), sums))
    sys.exit(1 if wrong else 0)


main()
