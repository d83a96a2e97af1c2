"""Messages of DHCP, DHCPv6 and router discovery, by scapy: built from its own expressions, and taken apart.

One JSON line a request on stdin, one answer a line: {"build": expression} gives {"hex"}, {"frame": hex} gives {"layers",
"fields", "options"}; options are lists of [name or code, value] as scapy reads them.
"""
import json
import sys

import scapy.all as scapy
from scapy.layers.dhcp import DHCP
from scapy.layers.dhcp6 import *  # noqa: F401,F403
from scapy.layers.l2 import Ether

NAMES = {**vars(scapy), **globals()}


def plain(value):
    if isinstance(value, (list, tuple)):
        return [plain(one) for one in value]
    if isinstance(value, bytes):
        return value.hex()
    if isinstance(value, scapy.Packet):
        return [type(value).__name__, fields(value)] + ([plain(value.payload)] if value.payload else [])
    return value if isinstance(value, (int, bool, type(None))) else str(value)


def fields(layer):
    return {name: plain(layer.getfieldval(name)) for name in (field.name for field in layer.fields_desc)}


def dissect(frame):
    packet = Ether(frame)
    again = packet.copy()
    found, names, layer = {}, [], packet
    while layer:
        name = type(layer).__name__
        names.append(name)
        found.setdefault(name, fields(layer))
        layer = layer.payload
    for layer in (scapy.IP, scapy.UDP, scapy.IPv6, scapy.ICMPv6ND_RA):
        if layer in again:
            for name in ("chksum", "cksum", "len", "plen"):
                if name in again[layer].fields:
                    again[layer].delfieldval(name)
    options = plain([option for option in packet[DHCP].options if option != "pad"]) if DHCP in packet else []
    return {"layers": names, "fields": found, "options": options, "intact": bytes(again) == bytes(packet)}


for line in sys.stdin:
    asked = json.loads(line)
    if "build" in asked:
        print(json.dumps({"hex": bytes(eval(asked["build"], NAMES)).hex()}))
    else:
        print(json.dumps(dissect(bytes.fromhex(asked["frame"]))))
