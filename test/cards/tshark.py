"""Frames into a pcap file, and what tshark thinks of their checksums."""
import struct
import subprocess
import sys


def write_pcap(path, frames):
    with open(path, "wb") as f:
        f.write(struct.pack("<IHHiIII", 0xA1B2C3D4, 2, 4, 0, 0, 1 << 18, 1))
        for n, raw in enumerate(frames):
            f.write(struct.pack("<IIII", 1 + n // 1000000, n % 1000000, len(raw), len(raw)) + raw)


def ask_tshark(path, count):
    """For each frame the statuses of the checksums it finds - 0 is bad, 1 good, 2 not verified (fragments), 3 absent
    (UDP's zero) - and whether something is malformed."""
    options = ["ip.check_checksum:TRUE", "tcp.check_checksum:TRUE", "udp.check_checksum:TRUE", "ip.defragment:FALSE",
               "ipv6.defragment:FALSE", "tcp.analyze_sequence_numbers:FALSE", "tcp.desegment_tcp_streams:FALSE"]
    fields = ["ip.checksum.status", "tcp.checksum.status", "udp.checksum.status", "_ws.malformed"]
    command = ["tshark", "-n", "-r", path, "-T", "fields", "-E", "separator=;"]
    for o in options:
        command += ["-o", o]
    for f in fields:
        command += ["-e", f]
    lines = subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()
    if len(lines) != count:
        sys.exit("tshark saw %d frames of %d" % (len(lines), count))
    for line in lines:
        status = line.split(";")
        yield [x for s in status[:3] for x in s.split(",") if x], status[3]
