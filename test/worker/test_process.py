"""How the worker starts, refuses to start, and ends: one clear line, and nothing left behind."""
import ctypes
import os
import pathlib
import shutil
import signal
import subprocess
import tempfile
import time
import unittest

from bench import Bench, root, udp, write
from edge import BUILD, Client, Conf, Refused, Worker, output
from header import K, S


def runtime(name):
    return any(pathlib.Path(d, f"el-{name}-{os.getpid()}").exists() for d in ("/var/run/dpdk", "/tmp/dpdk"))


def null_conf(name, device="net_null0", **fields):
    conf = Conf(name, **fields)
    conf.port("p0", device)
    conf.lcore(1, (0, 0))
    return conf


class Start(unittest.TestCase):
    def refuse(self, conf, code, *words):
        worker = Worker(conf)
        self.assertEqual(worker.wait(), 3)
        said = worker.said()
        self.assertEqual(said.count("\n"), 1, said)
        self.assertTrue(said.startswith(f"EL_ERR_{code}: "), said)
        for word in words:
            self.assertIn(word, said)
        self.assertFalse(conf.socket.exists())
        self.assertFalse(pathlib.Path(f"{conf.socket}.lock").exists())
        self.assertFalse(runtime(conf.name))

    def test_every_field_has_its_range(self):
        for field, bad in dict(burst=[0, 257], mbuf_headroom=[127, 2049], mbuf_count=[0, 255], mbuf_data=[1023, 40000],
                               max_flows=[0, 1 << 25], max_actions=[0], max_tunnels=[0], max_nexthops=[0],
                               max_groups=[0], max_parked=[0], upcall_slots=[0, 8, 24], event_bytes=[1, 5000],
                               command_bytes=[64, 100000], upcall_rate=[1 << 31], park_timeout_ms=[0],
                               idle_timeout_ms=[1 << 30], backoff_us=[1 << 20], max_meters=[1 << 17]).items():
            for value in bad:
                with self.subTest(field=field, value=value):
                    self.refuse(null_conf("range", **{field: value}), "CONFIG", f"{field} is {value};")

    def test_ports_and_lcores_fit_together(self):
        conf = null_conf("fit")
        conf.port("p0", "net_null1")
        conf.lcore(1, (1, 0))
        self.refuse(conf, "CONFIG", 'ports[1].name is "p0"')
        conf.ports[1] = ("p1", *conf.ports[1][1:])
        self.refuse(conf, "LCORE", "lcore 1 is used by lcores[0] and by lcores[1]")
        conf.lcores = [(1, ((0, 0),))]
        self.refuse(conf, "CONFIG", 'queue 0 of port "p1" is polled by no lcore')
        conf.lcores = [(1, ((0, 0), (1, 0), (1, 0)))]
        self.refuse(conf, "CONFIG", 'queue 0 of port "p1" is polled by lcores[0] and by lcores[0]')
        conf.lcores = [(1, ((0, 0), (2, 0)))]
        self.refuse(conf, "CONFIG", "lcores[0].queues[1].port is 2")
        conf.lcores = [(7, ((0, 0), (1, 0)))]
        self.refuse(conf, "LCORE", "lcores[0].lcore is 7, which is not among the EAL's lcores")
        conf.lcores = [(0, ((0, 0), (1, 0)))]
        self.refuse(conf, "LCORE", "main lcore")
        conf = null_conf("few", mbuf_count=1000)
        self.refuse(conf, "CONFIG", "mbuf_count is 1000;")

    def test_files_that_are_none(self):
        conf = null_conf("file")
        whole = conf.encode()
        for content, code, words in ((b"", "CONFIG", "0 bytes"), (whole[:-1], "CONFIG", "file_size"),
                                     (whole + b"x", "CONFIG", "file_size"), (b"junk" * 5000, "CONFIG", "magic"),
                                     (whole[:8] + b"\x09" + whole[9:], "VERSION", "version 9"),
                                     (whole[:12] + b"\0\0\0\0" + whole[16:], "LAYOUT", "00000000")):
            conf.encode = lambda content=content: content
            with self.subTest(words=words):
                self.refuse(conf, code, words)
        run = subprocess.run([str(BUILD / "dataplane/worker/edgelane-worker"), "--config", "/nowhere"],
                             capture_output=True, text=True)
        self.assertEqual((run.returncode, run.stderr),
                         (3, "EL_ERR_CONFIG: /nowhere: No such file or directory\n"))

    def test_devices_that_are_none(self):
        self.refuse(null_conf("dev1", "0000:77:00.0"), "DEVICE", 'port "p0"',
                    "this machine has no PCI device 0000:77:00.0", "lspci -D")
        with_bus = null_conf("dev8", "0000:77:00.0,port=1")
        with_bus.eal = [arg for arg in with_bus.eal if arg != "--no-pci"] + ["--allow=0000:00:00.0"]
        self.refuse(with_bus, "DEVICE", 'port "p0"', "this machine has no PCI device 0000:77:00.0")
        self.refuse(null_conf("dev2", "net_nonsense0"), "DEVICE", 'port "p0"', "net_nonsense0")
        self.refuse(null_conf("dev3", "net_pcap0,rx_pcap=/nowhere.pcap"), "DEVICE", 'port "p0"', "/nowhere.pcap")
        self.refuse(null_conf("dev4", "net_null0,sise=3"), "DEVICE", 'port "p0"')
        self.refuse(null_conf("dev5", "net_af_packet0,iface=nowhere0"), "DEVICE", 'port "p0"')
        conf = null_conf("dev6")
        conf.port("p1", "net_null0")
        conf.lcores = [(1, ((0, 0), (1, 0)))]
        self.refuse(conf, "DEVICE_TAKEN", 'port "p1"', 'port "p0"')
        conf = null_conf("dev7", "net_pcap0,rx_iface=lo,tx_iface=lo")
        conf.ports[0] = (*conf.ports[0][:2], 4, *conf.ports[0][3:])
        conf.lcores = [(1, tuple((0, q) for q in range(4)))]
        self.refuse(conf, "PORT_SETUP" if root() else "PERMISSION", 'port "p0"')

    def test_the_cards_drivers_are_loaded(self):
        folder = pathlib.Path("/usr/lib/x86_64-linux-gnu")
        drivers = [f"librte_net_{name}.so.23" for name in ("mlx4", "i40e")]
        absent = [name for name in drivers if not (folder / name).exists()]
        if absent:
            self.skipTest(f"not installed here: {', '.join(absent)}")
        worker = Worker(null_conf("drivers")).ready()
        try:
            maps = pathlib.Path(f"/proc/{worker.process.pid}/maps").read_text()
        finally:
            worker.stop()
        for name in drivers:
            self.assertIn(name, maps)

    def test_memory_that_is_not_there(self):
        self.refuse(null_conf("mem1", eal=("--no-huge", "-m", "64"), mbuf_count=1 << 20), "NO_MEMORY", "1048576 mbufs")
        free = int(pathlib.Path("/sys/kernel/mm/hugepages/hugepages-2048kB/free_hugepages").read_text())
        if free * 2 < 200000:
            self.refuse(null_conf("mem2", eal=("--in-memory", "-m", "200000")), "HUGEPAGES", "hugepages")

    def test_eal_arguments_that_are_none(self):
        self.refuse(null_conf("eal1", eal=("--no-huge", "--nonsense")), "EAL")

    def test_a_path_that_is_no_socket(self):
        conf = null_conf("path")
        conf.socket.write_text("mine")
        worker = Worker(conf)
        self.assertEqual(worker.wait(), 3)
        self.assertIn("EL_ERR_SOCKET: ", worker.said())
        self.assertEqual(conf.socket.read_text(), "mine")

    @unittest.skipUnless(root(), "needs root, to become nobody")
    def test_without_privileges(self):
        conf = null_conf("nobody")
        shutil.chown(conf.dir, "nobody")
        here = tempfile.mkdtemp(prefix="edgelane-run-")
        self.addCleanup(shutil.rmtree, here)
        shutil.chown(here, "nobody")
        conf.write()
        start = ["setpriv", "--reuid", "nobody", "--regid", "nogroup", "--clear-groups"]
        worker = Worker(conf, start, {"XDG_RUNTIME_DIR": here}).ready()
        client = Client(conf.socket)
        client.inject(0, bytes(udp()), output(0))
        client.must()
        client.settled(injected=1, tx=1)
        self.assertEqual(worker.stop(), 0, worker.said())
        self.assertEqual(os.listdir(pathlib.Path(here, "dpdk")), [])
        conf = null_conf("nobody2", "net_tap0,iface=elnobody")
        shutil.chown(conf.dir, "nobody")
        worker = Worker(conf, start, {"XDG_RUNTIME_DIR": here})
        self.assertEqual(worker.wait(), 3)
        self.assertRegex(worker.said(), r'^EL_ERR_PERMISSION: port "p0": device "net_tap0,iface=elnobody" [^\n]*\n$')


def attach(socket):
    """A client of a worker whose predecessor left its socket behind: that one refuses until the new one listens."""
    for _ in range(200):
        try:
            return Client(socket)
        except Refused:
            time.sleep(0.1)
    return Client(socket)


class End(unittest.TestCase):
    def test_one_worker_a_name(self):
        conf = null_conf("twice")
        first = Worker(conf).ready()
        second = Worker(conf)
        self.assertEqual(second.wait(), 3)
        self.assertIn('EL_ERR_NAME_TAKEN: a worker named "twice"', second.said())
        Client(conf.socket, "OBSERVER").close()
        self.assertEqual(first.stop(), 0)

    def test_a_killed_predecessor_is_swept_away(self):
        conf = null_conf("killed")
        Worker(conf).ready().kill()
        self.assertTrue(conf.socket.exists())
        worker = Worker(conf)
        client = attach(conf.socket)
        self.assertEqual(client.welcome.session, 1)
        self.assertEqual(worker.stop(), 0, worker.said())
        self.assertFalse(conf.socket.exists())
        self.assertFalse(runtime("killed"))

    def test_shutdown_by_command_and_by_signals(self):
        for how in ("SHUTDOWN", signal.SIGINT, signal.SIGTERM):
            conf = null_conf("shut")
            worker = Worker(conf).ready()
            client = Client(conf.socket)
            if how == "SHUTDOWN":
                client.command("SHUTDOWN")
                client.publish()
            else:
                worker.process.send_signal(how)
            self.assertEqual(worker.wait(), 0)
            self.assertFalse(conf.socket.exists())
            self.assertFalse(runtime("shut"))

    def test_what_is_held_is_dropped_by_name(self):
        conf = Conf("held")
        write(conf.dir / "a.pcap", [udp(sport=i) for i in range(1, 21)])
        conf.port("a", f"net_pcap0,rx_pcap={conf.dir}/a.pcap,tx_pcap={conf.dir}/a.out.pcap")
        conf.lcore(1, (0, 0))
        worker = Worker(conf, env={}).ready()
        time.sleep(0.2)
        observer = Client(conf.socket, "OBSERVER")
        observer.settled(DETACHED=20)
        self.assertEqual(worker.stop(), 0)
        self.assertEqual(observer.ledger()["DETACHED"], 20)  # the pages outlive their writer


class Held(Bench):
    def test_parked_packets_at_the_end(self):
        k = self.start([udp(sport=i) for i in range(1, 21)])
        self.credit(0, 20)
        k.settled(held=20)
        self.assertEqual(self.worker.stop(), 0)
        k.settled(held=0, SHUTDOWN=20)


class Attach(unittest.TestCase):
    def setUp(self):
        self.conf = null_conf("attach")
        self.worker = Worker(self.conf).ready()
        self.addCleanup(lambda: self.assertEqual(self.worker.stop(), 0, self.worker.said()))

    def raw(self, sent):
        import socket
        s = socket.socket(socket.AF_UNIX)
        s.settimeout(5)
        s.connect(str(self.conf.socket))
        for part in sent:
            s.send(part)
            time.sleep(0.01)
        return s

    def hello(self, **fields):
        h = S["el_hello"](size=24, magic=K["EL_ABI_MAGIC"], version=1, role=1)
        from header import layout_hash
        h.layout = layout_hash()
        for name, value in fields.items():
            setattr(h, name, value)
        return bytes(h)

    def answer(self, sent):
        s = self.raw(sent)
        got = s.recv(4096)
        self.assertEqual(s.recv(1), b"")
        s.close()
        return S["el_welcome"].from_buffer_copy(got).error

    def test_wrong_hellos(self):
        self.assertEqual(self.answer([self.hello(version=2)]), K["EL_ERR_VERSION"])
        self.assertEqual(self.answer([self.hello(layout=1)]), K["EL_ERR_LAYOUT"])
        self.assertEqual(self.answer([self.hello(magic=1)]), K["EL_ERR_VERSION"])
        self.assertEqual(self.answer([self.hello(size=25)]), K["EL_ERR_SIZE"])
        self.assertEqual(self.answer([self.hello(role=3)]), K["EL_ERR_RANGE"])
        half = self.hello(layout=1)
        self.assertEqual(self.answer([half[:5], half[5:]]), K["EL_ERR_LAYOUT"])

    def test_silent_clients_hold_up_nobody(self):
        """More of them than the worker takes at once; each is let go after two seconds."""
        silent = [self.raw([]) for _ in range(40)]
        Client(self.conf.socket).close()
        for s in silent:
            s.close()

    def test_one_controller_at_a_time(self):
        first = Client(self.conf.socket)
        with self.assertRaises(Refused) as caught:
            Client(self.conf.socket)
        self.assertEqual(caught.exception.code, K["EL_ERR_BUSY"])
        observers = [Client(self.conf.socket, "OBSERVER") for _ in range(8)]
        for o in observers:
            self.assertEqual(o.header().attached, 1)
            o.close()
        for session in range(2, 12):
            first.close()
            first = Client(self.conf.socket)
            self.assertEqual(first.welcome.session, session)

    def test_counters_are_read_only(self):
        o = Client(self.conf.socket, "OBSERVER")
        libc = ctypes.CDLL(None, use_errno=True)
        at = ctypes.c_void_p(o.counters_at)
        self.assertEqual(libc.mprotect(at, ctypes.c_size_t(4096), 3), -1)
        o.close()

    def test_broken_rings_end_the_session_only(self):
        for head in (4, 1 << 31, 0xFFFFFFF8):
            k = Client(self.conf.socket)
            k.rings.command.head = head
            k.rings.event.tail = 0x7FFFFFF8
            k.lib.el_commands_publish(k.handle, 0)
            deadline = time.monotonic() + 5
            k.rings.command.head = head
            while k.lib.el_client_drain(k.handle) == 0:
                self.assertLess(time.monotonic(), deadline)
                k.rings.command.head = head
                time.sleep(0.01)
            k.close()
        k = Client(self.conf.socket)
        k.must()
        k.close()


if __name__ == "__main__":
    unittest.main()
