"""A worker that says what it is told to say: for the client's checks of a peer that lies. Must never import DPDK.

usage: fake_worker.py SOCKET JSON, with {"welcome": hex, "rings": file, "counters": file, "seal": bool, "mute": bool}
"""
import fcntl
import json
import os
import socket
import sys

path, spec = sys.argv[1], json.loads(sys.argv[2])


def memory(name):
    fd = os.memfd_create(name, os.MFD_CLOEXEC | os.MFD_ALLOW_SEALING)
    os.write(fd, open(spec[name], "rb").read())
    if spec.get("seal", True):
        fcntl.fcntl(fd, fcntl.F_ADD_SEALS, fcntl.F_SEAL_SHRINK | fcntl.F_SEAL_GROW)
    return fd


server = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
server.bind(path)
server.listen(4)
print("ready", flush=True)
while True:
    peer, _ = server.accept()
    hello = peer.recv(4096)
    if not spec.get("mute"):
        fds = [memory(name) for name in ("counters", "rings") if name in spec]
        socket.send_fds(peer, [bytes.fromhex(spec["welcome"])], fds)
    if spec.get("hangUp"):
        peer.close()
    else:
        while peer.recv(4096):
            pass
