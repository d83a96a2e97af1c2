"""Encodes action records and objects as the ABI lays them out, and drives actions_dump. Knows no C code."""
import struct
import subprocess

from wire import FIELDS, addr16

PORT_TUNNEL = 0xFFFE
MTU_PUNT, UDP_CSUM, ZERO6, COPY_TOS, DF = 1, 2, 4, 8, 16
UP_PUNT, UP_TTL, UP_MTU, UP_PATH_MTU = 1, 2, 3, 4


def output(port):
    return struct.pack("<HHHH", 1, 8, port, 0)


def drop(reason):
    return struct.pack("<HHHH", 2, 8, reason, 0)


def set_field(name, value, mask=None):
    at, size = FIELDS[name]
    mask = b"\xff" * size if mask is None else mask
    return struct.pack("<HHHH16s16s", 3, 40, at, 0, value, mask)


def dec_ttl():
    return struct.pack("<HHI", 4, 8, 0)


def push_vlan(tpid, tci):
    return struct.pack("<HHHH", 5, 8, tpid, tci)


def pop_vlan():
    return struct.pack("<HHI", 6, 8, 0)


def encap(tunnel, key):
    return struct.pack("<HHIII", 7, 16, tunnel, key, 0)


def decap(dst=b"\x02\0\0\0\0\x0a", src=b"\x02\0\0\0\0\x0b"):
    return struct.pack("<HH6s6s", 8, 16, dst, src)


def punt(arg=0):
    return struct.pack("<HHI", 9, 8, arg)


def clone(body):
    return struct.pack("<HHI", 10, 8 + len(body), 0) + body


def select(group):
    return struct.pack("<HHI", 11, 8, group)


def check_mtu(mtu):
    return struct.pack("<HHHH", 14, 8, mtu, 0)


def clamp_mss(mss):
    return struct.pack("<HHHH", 15, 8, mss, 0)


def translate(family, src, dst, src_mask=b"\xff" * 16, dst_mask=b"\xff" * 16):
    """Addresses: 16 bytes as in a key."""
    return struct.pack("<HHB3x16s16s16s16s", 16, 72, family, src, src_mask, dst, dst_mask)


def tunnel(kind, local, remote, flags=0, tos=0, ttl=64, udp=4789, src=(49152, 16384), mtu=0, hops=(0,)):
    return struct.pack("<16xIBBBB16s16sHHHHHHI8I", 0, kind, ttl, tos, flags, addr16(local), addr16(remote), udp, *src,
                       mtu, len(hops), 0, 0, *(list(hops) + [0] * (8 - len(hops))))


def nexthop(port, dst, src, vlan=0):
    return struct.pack("<16xIHH6s6sI", 0, port, vlan, dst, src, 0)


def member(action, weight, token):
    return struct.pack("<IIQ", action, weight, token)


class Script:
    """Lines for actions_dump, and what each run must come to."""

    def __init__(self):
        self.lines = []
        self.checks = []
        self.segment = 0

    def say(self, *words):
        self.lines.append(" ".join(w.hex() or "-" if isinstance(w, bytes) else str(w) for w in words))

    def segments_of(self, size):
        if size != self.segment:
            self.segment = size
            self.say("segment", size)

    def run(self, raw, acts, check, port=3):
        """check(fates) returns a sentence when something is wrong; fates: lists of words, the last is `end`."""
        self.say("run", port, raw, acts)
        self.checks.append((raw, acts, check))

    def judge(self, tool):
        """(runs, problems)."""
        out = subprocess.run([tool], input="\n".join(self.lines) + "\n", capture_output=True, text=True, check=False)
        if out.returncode:
            return 0, ["actions_dump ended with %d: %s" % (out.returncode, out.stderr)]
        runs, fates, problems = iter(self.checks), [], []
        for line in out.stdout.splitlines():
            fates.append(line.split())
            if fates[-1][0] != "end":
                continue
            raw, acts, check = next(runs)
            problem = check(fates[:-1]) or ("%s mbufs lost" % fates[-1][2] if fates[-1][2] != "0" else None)
            problem = problem or ledger(fates)
            if problem:
                problems.append("%s\n  packet  %s\n  actions %s\n  fates   %s" % (problem, raw.hex(), acts.hex(), fates))
            fates = []
        if next(runs, None):
            problems.append("fewer answers than runs")
        return len(self.checks), problems


def ledger(fates):
    """One packet and its copies: each has exactly one end."""
    if fates[0][0] in ("refused", "parse"):
        return None
    if len(fates) - 1 != 1 + int(fates[-1][1]):
        return "%d ends for 1 packet and %s copies" % (len(fates) - 1, fates[-1][1])
    return None
