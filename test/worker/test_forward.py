"""Flows loaded by hand: what comes in by one port leaves by another, and the ledger balances at every look."""
import unittest

from bench import B, Bench, udp
from edge import clone, drop, mac, output, select
from header import K
import struct


class Forward(Bench):
    def test_bytes_leave_as_they_came(self):
        packets = [udp(sport=1000 + i, size=i * 14) for i in range(100)]
        k = self.start(packets)
        k.mask(0, "eth_dst")
        k.action(1, output(1))
        k.flow(5, 1, 0, in_port=0, eth_dst=mac(B))
        k.must()
        self.credit(0, 1000)
        k.settled(tx=100, hits=100)
        self.assertEqual(self.sent_by("b"), [bytes(p) for p in packets])

    def test_a_gated_port_gives_as_many_as_its_credit(self):
        k = self.start([udp(sport=i + 1) for i in range(50)])
        self.forward_all()
        for step in range(1, 6):
            self.credit(0, 7)
            k.settled(rx=7 * step, tx=7 * step)

    def test_each_mask_finds_its_own(self):
        packets = [udp(sport=1, dport=80), udp(sport=2, dport=81), udp(sport=3, dport=82)]
        k = self.start(packets)
        k.mask(0, "tp_dst", "eth_type", "ip_proto")
        k.mask(3, "tp_src", "eth_type", "ip_proto")
        k.mask(15, "eth_type", "ip_proto", "tp_src", "tp_dst")
        k.action(1, output(1))
        k.action(2, drop("POLICY"))
        be = lambda n: int.from_bytes(n.to_bytes(2, "big"), "little")
        k.flow(1, 1, 0, in_port=0, eth_type=be(0x800), ip_proto=17, tp_dst=be(80))
        k.flow(2, 2, 3, in_port=0, eth_type=be(0x800), ip_proto=17, tp_src=be(2))
        k.flow(3, 1, 15, in_port=0, eth_type=be(0x800), ip_proto=17, tp_src=be(3), tp_dst=be(82))
        k.must()
        self.credit(0, 3)
        k.settled(rx=3, tx=2, POLICY=1)
        for flow in (1, 2, 3):
            k.command("FLOW_STATS", flow_id=flow)
        stats = [e for e in k.sync() if e.hdr.kind == K["EL_EV_FLOW_STATS"]]
        self.assertEqual([(e.flow_id, e.packets) for e in stats], [(1, 1), (2, 1), (3, 1)])
        self.assertEqual(self.sent_by("b"), [bytes(packets[0]), bytes(packets[2])])

    def test_copies_and_drops_are_counted(self):
        k = self.start([udp(sport=i + 1) for i in range(10)])
        k.mask(0)
        k.action(1, output(1) + clone(output(0)) + clone(drop("POLICY")) + output(1))
        k.flow(1, 1, 0, in_port=0)
        k.must()
        self.credit(0, 10)
        k.settled(rx=10, cloned=30, tx=30, POLICY=10)
        self.assertEqual(len(self.sent_by("b")), 20)

    def test_a_group_spreads_and_swaps(self):
        k = self.start([udp(sport=i + 1) for i in range(400)])
        k.mask(0)
        k.action(1, output(0))
        k.action(2, output(1))
        k.action(3, select(7))
        member = lambda action, weight, token: struct.pack("<IIQ", action, weight, token)
        k.command("GROUP_SET", extra=member(1, 1, 11) + member(2, 1, 22), group_id=7, member_count=2)
        k.flow(1, 3, 0, in_port=0)
        k.must()
        self.credit(0, 200)
        k.settled(tx=200)
        k.command("GROUP_SET", extra=member(2, 1, 22), group_id=7, member_count=1)
        k.must()
        k.command("ACTION_DEL", action_id=2)
        self.assertEqual(k.refused(), [("IN_USE", 16)])
        self.credit(0, 200)
        k.settled(tx=400)
        page = k.page(0)
        self.assertGreater(page.tx[0].packets, 40)
        self.assertEqual(page.tx[0].packets + page.tx[1].packets, 400)
        self.assertEqual(len(self.sent_by("a")), page.tx[0].packets)

    def test_too_large_for_the_port_is_dropped_by_name(self):
        k = self.start([udp(size=1472), udp(size=1473)])
        self.forward_all()
        self.credit(0, 2)
        k.settled(tx=1, OVERSIZED=1)
        k.command("PORT_SET", port=1, flags=K["EL_PORT_UP"], mtu=68)
        k.must()

    def test_a_port_that_is_down_sends_and_takes_nothing(self):
        k = self.start([udp(sport=i + 1) for i in range(4)])
        self.forward_all()
        k.command("PORT_SET", port=1, flags=0)
        k.must()
        self.credit(0, 2)
        k.settled(rx=2, PORT_DOWN=2)
        k.command("PORT_SET", port=1, flags=K["EL_PORT_UP"])
        k.command("PORT_SET", port=0, flags=0)
        k.must()
        self.credit(0, 2)
        self.assertEqual(k.settled(PORT_DOWN=2)["rx"], 2)
        k.command("PORT_SET", port=0, flags=K["EL_PORT_UP"])
        k.must()
        k.settled(rx=4, tx=2)

    def test_an_action_list_replaced_changes_its_flows(self):
        k = self.start([udp(sport=i + 1) for i in range(4)])
        self.forward_all()
        self.credit(0, 1)
        k.settled(tx=1)
        k.action(1, drop("POLICY"))
        k.must()
        self.credit(0, 1)
        k.settled(tx=1, POLICY=1)
        k.action(9, output(1))
        k.flow(1, 9, 0, in_port=0)
        k.command("ACTION_DEL", action_id=1)
        k.must()
        self.credit(0, 1)
        k.settled(tx=2, POLICY=1)

    def test_flows_come_and_go_by_the_thousand(self):
        packets = [udp(sport=1000 + i) for i in range(3000)]
        k = self.start(packets, max_flows=4000)
        k.mask(0, "tp_src")
        k.action(1, output(1))
        be = lambda n: int.from_bytes(n.to_bytes(2, "big"), "little")
        for round_ in range(3):
            for i in range(3000):
                k.flow(i, 1, 0, in_port=0, tp_src=be(1000 + i))
                if i % 500 == 0:
                    k.publish()
            k.must(30)
            self.assertEqual(k.header().flow_count, 3000)
            self.credit(0, 1000)
            k.settled(tx=1000 * (round_ + 1), hits=1000 * (round_ + 1))
            for i in range(3000):
                k.command("FLOW_DEL", flow_id=i)
                if i % 500 == 0:
                    k.publish()
            k.must(30)
        self.assertEqual(len(self.sent_by("b")), 3000)


if __name__ == "__main__":
    unittest.main()
