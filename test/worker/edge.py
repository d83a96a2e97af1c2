"""A worker to drive by hand: writes its start configuration, starts it, attaches through libedgelane.so.

It is the worker's own test bench: the real client library, none of the TypeScript.
"""
import atexit
import ctypes
import ipaddress
import os
import pathlib
import shutil
import signal
import struct
import subprocess
import tempfile
import time

from header import K, NAMES, ROOT, S, layout_hash

CLIENT = ROOT / "build/c"  # the library is loaded into Python, which is no sanitizer build
BUILD = pathlib.Path(os.environ.get("EDGELANE_BUILD", CLIENT))


def library():
    lib = ctypes.CDLL(str(CLIENT / "bindings/libedgelane.so"))
    lib.el_client_rings.restype = ctypes.c_void_p
    lib.el_client_counters.restype = ctypes.c_void_p
    return lib


def act(kind, body=b""):
    """One action record: kind by name, body after the 4-byte head."""
    size = 4 + len(body)
    pad = -size % 8
    return struct.pack("<HH", K["EL_ACT_" + kind], size + pad) + body + bytes(pad)


def output(port):
    return act("OUTPUT", struct.pack("<HH", port, 0))


def drop(reason):
    return act("DROP", struct.pack("<HH", K["EL_DROP_" + reason], 0))


def encap(tunnel, key):
    return act("ENCAP", struct.pack("<III", tunnel, key, 0))


def decap(dst=bytes(6), src=bytes(6)):
    return act("DECAP", dst + src)


def punt(arg=0):
    return act("PUNT", struct.pack("<I", arg))


def select(group):
    return act("SELECT", struct.pack("<I", group))


def clone(acts):
    return struct.pack("<HHI", K["EL_ACT_CLONE"], 8 + len(acts), 0) + acts


def mac(text):
    return bytes.fromhex(text.replace(":", ""))


def address(text):
    a = ipaddress.ip_address(text)
    return a.packed if a.version == 6 else bytes(10) + b"\xff\xff" + a.packed


class Conf:
    """A start configuration with sane defaults; fields of el_start by keyword."""

    def __init__(self, name, eal=("--no-huge", "-m", "512"), **fields):
        self.dir = pathlib.Path(tempfile.mkdtemp(prefix=f"edgelane-{name}-"))
        atexit.register(shutil.rmtree, self.dir, ignore_errors=True)
        self.name = name
        self.socket = self.dir / "control.sock"
        self.ports, self.lcores = [], []
        lcores = () if "--lcores" in eal else ("--lcores", "0@(0-1),1@1")
        self.eal = [*lcores, "--no-pci", "--no-telemetry", "--file-prefix", f"el-{name}-{os.getpid()}", *eal]
        self.fields = dict(burst=32, mbuf_headroom=128, mbuf_count=16384, mbuf_data=2048, max_flows=65536,
                           max_actions=65536, max_tunnels=256, max_nexthops=256, max_groups=64, max_meters=64, max_parked=1024,
                           upcall_slots=256, command_bytes=1 << 20, event_bytes=1 << 18, upcall_rate=0,
                           upcall_burst=0, park_timeout_ms=1000, idle_timeout_ms=0, backoff_us=100)
        self.fields.update(fields)

    def port(self, name, device, rx=1, mtu=1500, flags=("UP",), desc=256, rss=0, wanted=()):
        bits = sum(K["EL_PORT_" + f] for f in flags)
        self.ports.append((name, device, rx, mtu, bits, desc, rss, sum(1 << K["EL_OFFLOAD_" + w] for w in wanted)))
        return len(self.ports) - 1

    def lcore(self, lcore, *queues):
        self.lcores.append((lcore, queues))

    def encode(self):
        s = S["el_start"]()
        for key, value in self.fields.items():
            setattr(s, key, value)
        s.size, s.magic, s.version, s.layout = ctypes.sizeof(s), K["EL_ABI_MAGIC"], K["EL_ABI_VERSION"], layout_hash()
        s.name, s.socket = self.name.encode(), str(self.socket).encode()
        s.port_count, s.lcore_count, s.eal_argc = len(self.ports), len(self.lcores), len(self.eal)
        for i, arg in enumerate(self.eal):
            s.eal_args[i].value = arg.encode()
        rest = b""
        for i, (name, device, rx, mtu, bits, desc, rss, wanted) in enumerate(self.ports):
            p = S["el_port_conf"](size=ctypes.sizeof(S["el_port_conf"]), port=i, flags=bits, name=name.encode(),
                                  device=device.encode(), rx_queues=rx, rx_desc=desc, tx_desc=desc, mtu=mtu,
                                  rss_types=rss, wanted=wanted)
            rest += bytes(p)
        for lcore, queues in self.lcores:
            c = S["el_lcore_conf"](size=ctypes.sizeof(S["el_lcore_conf"]), lcore=lcore, queue_count=len(queues))
            for i, (port, queue) in enumerate(queues):
                c.queues[i].port, c.queues[i].queue = port, queue
            rest += bytes(c)
        s.file_size = ctypes.sizeof(s) + len(rest)
        return bytes(s) + rest

    def write(self):
        path = self.dir / "start.bin"
        path.write_bytes(self.encode())
        return path


class Worker:
    """The process. `ready` waits for its socket; `stop` ends it by SIGTERM and gives its exit code."""

    def __init__(self, conf, prefix=(), env=None):
        self.conf = conf
        with open(conf.dir / "log", "wb") as log:
            self.process = subprocess.Popen(
                [*prefix, str(BUILD / "dataplane/worker/edgelane-worker"), "--config", str(conf.write())],
                stderr=log, stdout=log, env={**os.environ, "UBSAN_OPTIONS": "print_stacktrace=1",
                                             "ASAN_OPTIONS": "detect_leaks=1", **(env or {})})

    def ready(self, seconds=30):
        end = time.monotonic() + seconds
        while not self.conf.socket.exists():
            if self.process.poll() is not None or time.monotonic() > end:
                raise RuntimeError(f"worker not ready ({self.process.poll()}): {self.said()}")
            time.sleep(0.005)
        return self

    def said(self):
        return (self.conf.dir / "log").read_text(errors="replace")

    def wait(self, seconds=30):
        return self.process.wait(seconds)

    def stop(self):
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        return self.wait()

    def kill(self):
        self.process.kill()
        return self.wait()


class Refused(Exception):
    def __init__(self, code, text):
        super().__init__(f"{NAMES['EL_ERRORS'].get(-code, code)}: {text}")
        self.code = -code


class Client:
    """An attached controller (or observer)."""

    def __init__(self, socket, role="CONTROLLER"):
        self.lib = library()
        self.welcome = S["el_welcome"]()
        self.handle = ctypes.c_void_p()
        error = ctypes.create_string_buffer(256)
        code = self.lib.el_client_open(str(socket).encode(), K["EL_ROLE_" + role], ctypes.byref(self.welcome),
                                       ctypes.byref(self.handle), error, 256)
        if code != 0:
            raise Refused(code, error.value.decode())
        self.counters_at = self.lib.el_client_counters(self.handle)
        self.head, self.seq, self.pending = 0, 0, []
        if role == "CONTROLLER":
            self.base = self.lib.el_client_rings(self.handle)
            self.rings = S["el_rings"].from_address(self.base)

    def close(self):
        self.lib.el_client_close(self.handle)

    # -- commands --
    def put(self, record):
        ring = self.rings.command
        at = self.head % ring.capacity
        to_end = ring.capacity - at
        need = len(record) + (to_end if to_end < len(record) else 0)
        end = time.monotonic() + 10
        while (self.head + need - self.rings.command.tail) & 0xFFFFFFFF > ring.capacity:
            if time.monotonic() > end:
                raise RuntimeError("the command ring stays full")
            time.sleep(0.0005)
        if to_end < len(record):
            ctypes.memmove(self.base + ring.data_offset + at, struct.pack("<IHH", to_end, 0, 0), 8)
            self.head += to_end
            at = 0
        ctypes.memmove(self.base + ring.data_offset + at, record, len(record))
        self.head = (self.head + len(record)) & 0xFFFFFFFF

    def publish(self):
        code = self.lib.el_commands_publish(self.handle, ctypes.c_uint32(self.head))
        if code:
            raise Refused(code, "publish")

    def command(self, kind, extra=b"", **fields):
        """Puts one command on the ring; extra bytes follow its struct. Its sequence number."""
        names = {K["EL_CMD_" + n]: t for n, t in COMMAND_STRUCTS.items()}
        c = S[names[K["EL_CMD_" + kind]]]()
        for key, value in fields.items():
            if isinstance(value, (bytes, bytearray)):
                getattr(c, key)[:] = value
            elif isinstance(value, (list, tuple)):
                for i, v in enumerate(value):
                    getattr(c, key)[i] = v
            else:
                setattr(c, key, value)
        self.seq += 1
        c.hdr.kind, c.hdr.seq, c.hdr.size = K["EL_CMD_" + kind], self.seq, ctypes.sizeof(c) + len(extra)
        self.put(bytes(c) + extra)
        return self.seq

    def sync(self, seconds=10):
        """Publishes, waits for SYNC. The other events that came before it."""
        self.command("SYNC", token=self.seq + 1)
        token = self.seq
        self.publish()
        end = time.monotonic() + seconds
        seen = []
        while time.monotonic() < end:
            for e in self.events():
                if e.hdr.kind == K["EL_EV_SYNC"] and e.token == token:
                    return seen
                seen.append(e)
            time.sleep(0.0002)
        raise RuntimeError("no SYNC")

    def must(self, seconds=10):
        """sync, and no ERROR came."""
        for e in self.sync(seconds):
            if e.hdr.kind == K["EL_EV_ERROR"]:
                raise AssertionError(f"command {e.seq} ({NAMES['EL_COMMANDS'].get(e.kind)}) refused: "
                                     f"{NAMES['EL_ERRORS'][e.code]} at {e.offset}")

    def refused(self):
        """sync; (code name, offset) of the errors that came."""
        return [(NAMES["EL_ERRORS"][e.code], e.offset) for e in self.sync() if e.hdr.kind == K["EL_EV_ERROR"]]

    # -- what comes up --
    def events(self):
        room = ctypes.create_string_buffer(1 << 16)
        size = self.lib.el_events_take(self.handle, room, len(room))
        if size < 0:
            raise Refused(size, "events")
        out, at = [], 0
        while at < size:
            hdr = S["el_ev_hdr"].from_buffer_copy(room, at)
            out.append(S[EVENT_STRUCTS[NAMES["EL_EVENTS"][hdr.kind]]].from_buffer_copy(room, at))
            at += hdr.size
        return out

    def upcalls(self, count=1, seconds=5):
        """At least `count` upcalls, or what came until the time is up."""
        room = (S["el_upcall"] * 256)()
        out, end = [], time.monotonic() + seconds
        while len(out) < count and time.monotonic() < end:
            n = self.lib.el_upcalls_take(self.handle, room, 256)
            if n < 0:
                raise Refused(n, "upcalls")
            out += [S["el_upcall"].from_buffer_copy(room[i]) for i in range(n)]
            if n == 0:
                time.sleep(0.0005)
        return out

    # -- counters --
    def page(self, lcore):
        page = S["el_page"]()
        code = self.lib.el_counters_read(self.handle, lcore, ctypes.byref(page))
        if code:
            raise Refused(code, "page")
        return page

    def header(self):
        return S["el_counters"].from_address(self.counters_at)

    def ledger(self):
        """Sums over all lcores and queues; raises when a page does not balance."""
        total = {}
        for lcore in range(self.header().lcore_count):
            page = self.page(lcore)
            for i in range(page.queue_count):
                q = page.queues[i]
                left = q.rx + q.injected + q.cloned + q.split
                right = q.tx + sum(q.drops) + q.consumed + q.merged + q.held
                if left != right:
                    raise AssertionError(f"lcore {lcore} port {q.port} queue {q.queue}: {left} in, {right} out")
                for name in ("rx", "injected", "cloned", "split", "tx", "consumed", "merged", "held", "hits", "misses",
                             "upcalls"):
                    total[name] = total.get(name, 0) + getattr(q, name)
                for reason, n in enumerate(q.drops):
                    if n:
                        name = NAMES["EL_DROPS"][reason]
                        total[name] = total.get(name, 0) + n
        return total

    def settled(self, seconds=10, **wanted):
        """Waits until the ledger's sums are as wanted; the ledger. Balance is checked at every look."""
        end = time.monotonic() + seconds
        while True:
            ledger = self.ledger()
            if all(ledger.get(k, 0) == v for k, v in wanted.items()):
                return ledger
            if time.monotonic() > end:
                raise AssertionError(f"wanted {wanted}, got {ledger}")
            time.sleep(0.002)

    # -- shorthands --
    def key(self, **fields):
        k = S["el_key"]()
        for name, value in fields.items():
            if isinstance(value, (bytes, bytearray)):
                getattr(k, name)[:] = value
            else:
                setattr(k, name, value)
        return k

    def mask(self, mask_id, *names):
        k = S["el_key"]()
        for name in ("in_port", *names):
            field = getattr(S["el_key"], name)
            ctypes.memset(ctypes.addressof(k) + field.offset, 0xFF, field.size)
        self.command("MASK_SET", mask_id=mask_id, mask=k)

    def action(self, action_id, acts):
        self.command("ACTION_SET", extra=acts, action_id=action_id, len=len(acts))

    def flow(self, flow_id, action_id, mask_id, generation=0, **fields):
        self.command("FLOW_ADD", flow_id=flow_id, action_id=action_id, mask_id=mask_id, generation=generation,
                     cookie=flow_id * 7, key=self.key(**fields))

    def release(self, park_id, verdict="CLASSIFY", reason=0, acts=b""):
        self.command("RELEASE", extra=acts, park_id=park_id, verdict=K["EL_RELEASE_" + verdict], reason=reason,
                     act_len=len(acts))

    def inject(self, port, packet, acts):
        self.command("INJECT", extra=acts + packet + bytes(-len(packet) % 8), port=port, act_len=len(acts),
                     pkt_len=len(packet))


def _structs(list_name):
    import re

    from header import text
    body = re.search(rf"#define {list_name}\(\w+\)(.*?)(?<!\\)\n", text, flags=re.S).group(1)
    return {name: kind for name, kind in re.findall(r"\bX?\w*\((\w+), \d+,\s*(\w+)\)", body)}


COMMAND_STRUCTS = _structs("EL_COMMANDS")
EVENT_STRUCTS = _structs("EL_EVENTS")
