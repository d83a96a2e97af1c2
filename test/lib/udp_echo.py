#!/usr/bin/python3
"""Datagrams of noise to an echo server, each compared byte for byte with what comes back.

  udp_echo.py serve ADDRESS PORT
  udp_echo.py send ADDRESS PORT SIZE COUNT      prints {"echoed", "again", "different"}
  udp_echo.py fan ADDRESS PORT COUNT            one datagram from each of COUNT source ports; prints {"answered"}

Don't-fragment is set: a datagram that does not fit is an error, never two fragments.
"""
import json
import os
import socket
import sys

IP_MTU_DISCOVER, IPV6_MTU_DISCOVER, PMTUDISC_DO = 10, 23, 2


def open_socket(address):
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    s = socket.socket(family, socket.SOCK_DGRAM)
    if family == socket.AF_INET:
        s.setsockopt(socket.IPPROTO_IP, IP_MTU_DISCOVER, PMTUDISC_DO)
    else:
        s.setsockopt(socket.IPPROTO_IPV6, IPV6_MTU_DISCOVER, PMTUDISC_DO)
    return s


def serve(address, port):
    s = open_socket(address)
    s.bind((address, port))
    print("ready", flush=True)
    while True:
        data, peer = s.recvfrom(65536)
        s.sendto(data, peer)


def send(address, port, size, count):
    s = open_socket(address)
    s.connect((address, port))
    s.settimeout(1)
    out = {"echoed": 0, "again": 0, "different": 0}
    for number in range(count):
        payload = number.to_bytes(4, "big") + os.urandom(size - 4)
        for attempt in range(5):
            out["again"] += attempt > 0
            s.send(payload)
            try:
                answer = s.recv(65536)
                while answer[:4] != payload[:4]:    # a late answer to an earlier one
                    answer = s.recv(65536)
            except TimeoutError:
                continue
            out["echoed" if answer == payload else "different"] += 1
            break
    print(json.dumps(out))


def fan(address, port, count):
    sockets = [open_socket(address) for _ in range(count)]
    answered = 0
    for number, s in enumerate(sockets):
        s.connect((address, port))
        s.settimeout(1)
        for _ in range(3):
            s.send(b"fan %d" % number)
            try:
                answered += s.recv(2048) == b"fan %d" % number
                break
            except TimeoutError:
                continue
    print(json.dumps({"answered": answered}))


if __name__ == "__main__":
    if sys.argv[1] == "serve":
        serve(sys.argv[2], int(sys.argv[3]))
    elif sys.argv[1] == "fan":
        fan(sys.argv[2], int(sys.argv[3]), int(sys.argv[4]))
    else:
        send(sys.argv[2], *map(int, sys.argv[3:6]))
