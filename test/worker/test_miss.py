"""A miss parks its packet and goes up once; the answer sends the packet and all that waited behind it."""
import time
import unittest

from bench import Bench, udp
from edge import Client, drop, output, punt
from header import K

PARK_IDS_DISTINCT = "each parked chain has an id of its own, never 0"


class Miss(Bench):
    def test_one_upcall_for_packets_with_one_key(self):
        packets = [udp(sport=1 + i % 4, size=10 + i) for i in range(40)]
        k = self.start(packets)
        self.credit(0, 40)
        up = k.upcalls(4)
        k.settled(rx=40, misses=40, upcalls=4, held=40)
        self.assertEqual(len(up), 4)
        self.assertEqual(len({u.park_id for u in up} - {0}), 4, PARK_IDS_DISTINCT)
        for u, p in zip(up, packets):
            self.assertEqual((u.reason, u.port, u.queue, u.lcore), (K["EL_UPCALL_MISS"], 0, 0, 0))
            self.assertEqual(bytes(u.data[:u.snap_len]), bytes(p))
            self.assertEqual(u.pkt_len, len(p))
            self.assertEqual(u.flow_id, K["EL_ID_NONE"])
        self.forward_all()
        for u in up:
            k.release(u.park_id)
        k.must()
        k.settled(tx=40, held=0, hits=40)
        sent = self.sent_by("b")
        for i in range(4):
            self.assertEqual([s for s in sent if s[35] == 1 + i], [bytes(p) for p in packets[i::4]])

    def test_each_verdict_does_what_it_says(self):
        k = self.start([udp(sport=i) for i in range(1, 6)])
        self.credit(0, 5)
        ids = [u.park_id for u in k.upcalls(5)]
        k.release(ids[0], "EXECUTE", acts=output(1))
        k.release(ids[1], "DROP", reason=K["EL_DROP_POLICY"])
        k.release(ids[2], "CONSUME")
        k.release(ids[4], "EXECUTE", acts=b"")
        k.release(ids[0], "DROP", reason=K["EL_DROP_POLICY"])  # gone already: no error
        k.must()
        for times in range(1, K["EL_MOST_RETURNS"] + 1):  # no flow: it asks again, but not for ever
            k.release(ids[3])
            k.must()
            up = k.upcalls(1)[0]
            self.assertEqual((up.reason, up.arg), (K["EL_UPCALL_MISS"], times))
            ids[3] = up.park_id
        k.release(ids[3])
        k.must()
        k.settled(tx=1, POLICY=1, consumed=1, INVALIDATED=1, NO_ACTION=1, held=0, upcalls=8)

    def test_the_last_to_ask_needs_no_flow(self):
        k = self.start([udp(sport=9, size=20 + i) for i in range(3)])
        self.credit(0, 3)
        for times in range(K["EL_MOST_RETURNS"]):
            up = k.upcalls(1)[0]
            self.assertEqual(up.arg, times)
            k.release(up.park_id)
            k.must()
        for left in (2, 1, 0):  # those behind it have come back as often
            up = k.upcalls(1)[0]
            self.assertEqual(up.arg, K["EL_MOST_RETURNS"])
            k.release(up.park_id, "EXECUTE", acts=output(1))
            k.must()
            k.settled(tx=3 - left, held=left)
        k.settled(INVALIDATED=0, upcalls=6)

    def test_an_answer_for_one_packet_is_not_for_those_behind_it(self):
        packets = [udp(sport=9, size=20 + i) for i in range(4)]
        k = self.start(packets)
        self.credit(0, 4)
        up = k.upcalls(1)[0]
        k.settled(rx=4, held=4, upcalls=1)
        k.release(up.park_id, "EXECUTE", acts=output(1))
        k.must()
        up = k.upcalls(1)[0]
        self.assertEqual(bytes(up.data[:up.snap_len]), bytes(packets[1]))
        k.settled(tx=1, held=3, upcalls=2)
        k.release(up.park_id, "CONSUME")
        k.must()
        up = k.upcalls(1)[0]
        self.assertEqual(bytes(up.data[:up.snap_len]), bytes(packets[2]))
        k.release(up.park_id, "DROP", reason=K["EL_DROP_POLICY"])
        k.must()
        k.settled(tx=1, consumed=1, POLICY=2, held=0, upcalls=3)
        self.assertEqual(self.sent_by("b"), [bytes(packets[0])])

    def test_a_punt_waits_too_and_is_never_chained(self):
        k = self.start([udp(sport=7)] * 3)
        k.mask(0)
        k.action(1, punt(77))
        k.flow(3, 1, 0, in_port=0)
        k.must()
        self.credit(0, 3)
        up = k.upcalls(3)
        self.assertEqual([(u.reason, u.arg, u.flow_id) for u in up], [(K["EL_UPCALL_PUNT"], 77, 3)] * 3)
        k.release(up[1].park_id, "EXECUTE", acts=punt(78))
        k.must()
        again = k.upcalls(1)
        self.assertEqual((again[0].arg, bytes(again[0].data[:again[0].snap_len])), (78, bytes(udp(sport=7))))
        for u in (up[0], up[2], again[0]):
            k.release(u.park_id, "EXECUTE", acts=output(1))
        k.must()
        k.settled(tx=3, held=0, upcalls=4)

    def test_no_answer_in_time(self):
        k = self.start([udp(sport=1), udp(sport=2), udp(sport=1)], park_timeout_ms=100)
        self.credit(0, 3)
        up = k.upcalls(2)
        k.settled(PARK_TIMEOUT=3, held=0)
        k.release(up[0].park_id)
        k.must()

    def test_places_run_out(self):
        k = self.start([udp(sport=i) for i in range(1, 21)], max_parked=16)
        self.credit(0, 20)
        # One place in eight is kept for the other port.
        k.settled(rx=20, held=14, UPCALL_SHARE=6)
        stats = k.page(0).upcalls[0]
        self.assertEqual((stats.taken, stats.refused, stats.waiting, stats.tokens), (14, 6, 14, (1 << 32) - 1))

    def test_a_flood_leaves_the_other_port_its_places(self):
        k = self.start([udp(sport=i) for i in range(1, 161)], [udp(sport=i) for i in range(1, 3)], max_parked=16)
        self.credit(0, 160)
        k.settled(rx=160, held=14, UPCALL_SHARE=146)
        self.credit(1, 2)
        k.settled(rx=162, held=16, UPCALL_SHARE=146)
        self.assertEqual([k.page(0).upcalls[port].waiting for port in (0, 1)], [14, 2])

    def test_one_connection_does_not_take_all_places(self):
        k = self.start([udp(sport=1)] * 30 + [udp(sport=2)], max_parked=16)
        self.credit(0, 31)
        k.settled(rx=31, held=9, PARK_FULL=22)

    def test_the_upcall_ring_fills(self):
        k = self.start([udp(sport=i) for i in range(1, 33)], upcall_slots=16)
        self.credit(0, 32)
        k.settled(rx=32, held=14, UPCALL_SHARE=18)
        self.assertEqual(len(k.upcalls(14)), 14)

    def test_the_budget_of_a_port(self):
        k = self.start([udp(sport=i) for i in range(1, 101)], [udp(sport=i) for i in range(1, 4)], upcall_rate=1,
                       upcall_burst=10)
        self.credit(0, 100)
        ledger = k.settled(rx=100)
        self.assertIn(ledger["upcalls"], (1, 2))
        self.assertEqual(ledger["UPCALL_RATE"], 100 - ledger["upcalls"])

    def test_large_packets_show_their_head(self):
        packet = udp(size=1400)
        k = self.start([packet])
        self.credit(0, 1)
        u = k.upcalls(1)[0]
        self.assertEqual((u.pkt_len, u.snap_len), (len(packet), K["EL_SNAP"]))
        self.assertEqual(bytes(u.data), bytes(packet)[:K["EL_SNAP"]])

    def test_a_jumbo_packet_in_several_mbufs(self):
        packet = udp(size=5000)
        k = self.start([packet], mbuf_data=1024)
        k.command("PORT_SET", port=1, flags=K["EL_PORT_UP"], mtu=9000)
        k.must()
        self.credit(0, 1)
        u = k.upcalls(1)[0]
        self.assertEqual(bytes(u.data), bytes(packet)[:K["EL_SNAP"]])
        k.release(u.park_id, "EXECUTE", acts=output(1) + output(1))
        k.must()
        k.settled(tx=2, cloned=1)
        self.assertEqual(self.sent_by("b"), [bytes(packet)] * 2)

    def test_injected_packets_have_a_ledger_of_their_own(self):
        k = self.start()
        for size in (0, 100, 6000):
            k.inject(0, bytes(udp(size=size)), output(1) + output(0))
        k.inject(1, bytes(udp()), drop("CONTROLLER"))
        k.inject(1, b"\x01" * 5, output(0))
        k.must()
        ledger = k.settled(injected=5, tx=4, CONTROLLER=1, OVERSIZED=2, TRUNCATED=1)
        self.assertEqual(ledger["rx"], 0)
        page = k.page(0)
        self.assertEqual(page.queues[page.queue_count - 1].queue, K["EL_QUEUE_INJECT"])
        self.assertEqual(self.sent_by("b"), [bytes(udp(size=0)), bytes(udp(size=100))])


class Detached(Bench):
    def test_the_controller_dies_and_forwarding_goes_on(self):
        k = self.start([udp(sport=i) for i in range(1, 31)], [udp(sport=i) for i in range(1, 31)])
        self.forward_all()
        self.credit(0, 10)
        self.credit(1, 30)
        k.settled(tx=10, held=30)
        observer = Client(self.conf.socket, "OBSERVER")
        self.assertEqual(observer.header().attached, 1)
        k.close()
        observer.settled(DETACHED=30, held=0)
        again = self.client = Client(self.conf.socket)
        self.assertEqual((again.welcome.session, again.welcome.flow_count), (2, 1))
        again.command("FLOW_DUMP", token=99)
        events = again.sync()
        flows = [e for e in events if e.hdr.kind == K["EL_EV_FLOW"]]
        self.assertEqual([(f.flow_id, f.action_id, f.mask_id, f.cookie, f.packets) for f in flows], [(1, 1, 0, 7, 10)])
        self.assertEqual([e.token for e in events if e.hdr.kind == K["EL_EV_FLOW_DUMP_END"]], [99])
        self.credit(0, 20)
        again.settled(tx=30)
        observer.close()

    def test_misses_without_a_controller_are_dropped_by_name(self):
        k = self.start([udp(sport=i) for i in range(1, 11)])
        self.credit(0, 4)
        k.settled(held=4)
        self.credit(0, 6)
        k.settled(held=10)
        k.close()
        observer = Client(self.conf.socket, "OBSERVER")
        observer.settled(DETACHED=10, held=0)
        observer.close()

    def test_a_controller_that_left_can_harm_nobody(self):
        k = self.start([udp(sport=i) for i in range(1, 11)])
        rings = k.rings
        k.lib.el_client_drain(k.handle)
        import ctypes
        import os
        import socket
        fd = k.lib.el_client_fd(k.handle)
        s = socket.socket(fileno=fd)
        s.shutdown(socket.SHUT_RDWR)
        time.sleep(0.1)
        again = self.client = Client(self.conf.socket)
        rings.command.head = 0x12345678
        rings.event.tail = 0xdeadbeef
        ctypes.memset(ctypes.addressof(rings), 0xA5, ctypes.sizeof(rings))
        self.forward_all()
        self.credit(0, 10)
        again.settled(tx=10)
        s.close()
        self.assertTrue(os.path.exists(self.conf.socket))


if __name__ == "__main__":
    unittest.main()
