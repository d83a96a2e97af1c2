#!/usr/bin/python3
"""Numbered packets of many flows, and whether each flow's arrive whole and in order.

  trains.py write FILE SRC_MAC DST_MAC FLOWS COUNT   COUNT UDP packets of each flow, flows taking turns
  trains.py send FILE INTERFACE                      as fast as the interface takes them
  trains.py order CAPTURE SRC_MAC                    prints {"flows", "packets", "late"}; late: not behind its forerunner
"""
import json
import socket
import struct
import sys

from scapy.all import IP, UDP, Ether, Raw, rdpcap, wrpcap


def write(path, src, dst, flows, count):
    head = Ether(src=src, dst=dst) / IP(src="10.50.0.1", dst="10.50.0.2")
    wrpcap(path, [head / UDP(sport=10000 + flow, dport=9) / Raw(struct.pack("!HI", flow, number) + b"." * 20)
                  for number in range(count) for flow in range(flows)], linktype=1)


def send(path, interface):
    s = socket.socket(socket.AF_PACKET, socket.SOCK_RAW)
    s.bind((interface, 0))
    for frame in rdpcap(path):
        s.send(bytes(frame))


def order(path, src):
    source, next_number, packets, late = bytes.fromhex(src.replace(":", "")), {}, 0, 0
    for frame in map(bytes, rdpcap(path)):
        if frame[6:12] != source or frame[12:14] != b"\x08\x00" or frame[23] != 17:
            continue
        flow, number = struct.unpack_from("!HI", frame, 42)
        late += number != next_number.get(flow, 0)
        next_number[flow] = number + 1
        packets += 1
    print(json.dumps({"flows": len(next_number), "packets": packets, "late": late}))


if __name__ == "__main__":
    what, *words = sys.argv[1:]
    if what == "write":
        write(*words[:3], *map(int, words[3:]))
    elif what == "send":
        send(*words)
    else:
        order(*words)
