"""What the judges of actions share: scapy's rebuild of a packet, checks of fates, keys compared with el_parse, tunnels.

Expected bytes come from scapy, checksums computed anew by scapy; never from a formula shared with the worker.
"""
import subprocess
import sys

import acts as a
from wire import *

ACTION_INVALID, NO_ACTION, TUNNEL_DOWN, DROP_MTU, DROP_ECN, NO_MBUF, GROUP_EMPTY = 17, 18, 14, 13, 25, 15, 22
HOP_DST, HOP_SRC = bytes.fromhex("02aabbccdd01"), bytes.fromhex("02aabbccdd02")


def one(kind, *words):
    """A check: exactly one fate, these words."""
    want = [kind] + [w.hex() if isinstance(w, bytes) else str(w) for w in words]

    def check(fates):
        if len(fates) != 1:
            return "%d fates" % len(fates)
        got = fates[0][:len(want)]
        return None if got == want else "not %s" % want

    return check


def dissect(raw):
    return Ether(raw) if int.from_bytes(raw[12:14], "big") > 1500 else Dot3(raw)


def ip_of(p):
    while p and not isinstance(p, (IP, IPv6, Raw, ARP)):
        p = p.payload
    return p if isinstance(p, (IP, IPv6)) else None


def l4_of(ip):
    p = ip.payload
    while isinstance(p, (IPv6ExtHdrHopByHop, IPv6ExtHdrDestOpt, IPv6ExtHdrRouting, IPv6ExtHdrFragment)):
        p = p.payload
    return p


def rebuilt(p):
    """Bytes of p with the checksums that scapy computes."""
    ip = ip_of(p)
    if ip:
        if isinstance(ip, IP):
            ip.chksum = None
        l4 = l4_of(ip)
        if isinstance(l4, UDP) and l4.chksum == 0:
            return bytes(p)
        for field in l4.fields_desc:
            if field.name in ("chksum", "cksum"):
                setattr(l4, field.name, None)
    return bytes(p)


class KeyJudge:
    """Keys of punted packets against el_parse of the bytes that came up (which judge_parse.py judges)."""

    asked = []


def same_key(s, want):
    def check(fates):
        if len(fates) != 1 or fates[0][:3] != ["upcall", "1", "7"]:
            return "no PUNT"
        if want is not None and fates[0][3] != want.hex():
            return "not %s" % want.hex()
        KeyJudge.asked.append(fates[0][3:6])
        return None

    return check


def judge_keys(parse_dump):
    if not KeyJudge.asked:
        return []
    lines = ["parse 3 " + raw for raw, _, _ in KeyJudge.asked]
    out = subprocess.run([parse_dump], input="\n".join(lines) + "\n", capture_output=True, text=True, check=True)
    problems = []
    for answer, (raw, key, parsed) in zip(out.stdout.splitlines(), KeyJudge.asked):
        words = answer.split()
        if words[0] != "0" or words[2] != key or words[3] != parsed:
            problems.append("key after edits is\n  %s %s, its bytes read\n  %s %s\n  packet %s" % (key, parsed, *words[2:4], raw))
    return problems


TUNNELS = []  # (id, kind, v6, flags, vlan, mtu)


def make_tunnels(s):
    s.say("nexthop", 0, a.nexthop(9, HOP_DST, HOP_SRC))
    s.say("nexthop", 1, a.nexthop(9, HOP_DST, HOP_SRC, vlan=77))
    for kind in (VXLAN_T, GRE_T, NVGRE_T, GRE_IP_T):
        for v6 in (False, True):
            i = len(TUNNELS)
            flags = {0: a.COPY_TOS, 1: a.DF, 2: a.DF | a.UDP_CSUM, 3: a.COPY_TOS | a.ZERO6}[(i + (kind == VXLAN_T)) % 4]
            local, remote = ("2001:db8::a", "2001:db8::b") if v6 else ("10.9.0.1", "10.9.0.2")
            s.say("tunnel", i, a.tunnel(kind, local, remote, flags, tos=0x48, hops=(i % 2,)))
            TUNNELS.append((i, kind, v6, flags, 77 * (i % 2)))
    for i, v6, flags in ((8, False, a.UDP_CSUM), (9, True, a.COPY_TOS)):
        local, remote = ("2001:db8::a", "2001:db8::b") if v6 else ("10.9.0.1", "10.9.0.2")
        s.say("tunnel", i, a.tunnel(VXLAN_T, local, remote, flags, tos=0x48, hops=(1,), udp=8472))
        TUNNELS.append((i, VXLAN_T, v6, flags, 77))
    s.say("tunnel", 10, a.tunnel(VXLAN_T, "10.9.0.1", "10.9.0.2", a.MTU_PUNT, mtu=100))
    s.say("tunnel", 11, a.tunnel(VXLAN_T, "10.9.0.1", "10.9.0.2", 0, mtu=100))
    s.say("tunnel", 12, a.tunnel(VXLAN_T, "10.9.0.1", "10.9.0.2", 0, hops=()))
    s.say("tunnel", 13, a.tunnel(VXLAN_T, "10.9.0.1", "10.9.0.2", 0, hops=(5, 0)))


def finish(s, actions_dump, parse_dump):
    """Runs the script, prints what is wrong and a line of figures, and ends the program."""
    runs, problems = s.judge(actions_dump)
    problems += judge_keys(parse_dump)
    for problem in problems[:8]:
        print(problem)
    print("%d runs judged, %d keys, %d wrong" % (runs, len(KeyJudge.asked), len(problems)))
    sys.exit(1 if problems else 0)


def arguments():
    """ACTIONS_DUMP PARSE_DUMP [COUNT [SEED]]"""
    words = sys.argv[1:]
    return words[0], words[1], int(words[2]) if len(words) > 2 else 400, int(words[3]) if len(words) > 3 else 1
