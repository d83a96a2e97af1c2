"""Bad commands are answered by code and offset and change nothing; answers wait for room; idle flows are told of."""
import struct
import time
import unittest

from bench import Bench, udp
from edge import act, address, clone, drop, mac, output
from header import K, S


class Refused(Bench):
    def bad(self, kind, field, code, extra=b"", **fields):
        struct_of = S["el_cmd_" + kind.lower()]
        at, offset = struct_of, 0
        for part in field.split("."):
            member = getattr(at, part)
            offset += member.offset
            at = dict(at._fields_)[part]
        with self.subTest(kind=kind, field=field, code=code):
            self.client.command(kind, extra=extra, **fields)
            self.assertEqual(self.client.refused(), [(code, offset)])

    def test_each_field(self):
        k = self.start()
        k.mask(0)
        k.mask(1, "eth_dst")
        k.action(1, output(1))
        k.flow(1, 1, 0, in_port=0)
        k.must()
        mask = k.key(in_port=0xFFFF)
        self.bad("MASK_SET", "mask_id", "RANGE", mask_id=16, mask=mask)
        self.bad("MASK_SET", "rsv0", "RESERVED", mask_id=2, rsv0=1, mask=mask)
        self.bad("MASK_SET", "mask.in_port", "RANGE", mask_id=2, mask=k.key(in_port=0xFFFE))
        self.bad("MASK_SET", "mask.rsv1", "RESERVED", mask_id=2, mask=k.key(in_port=0xFFFF, rsv1=1))
        self.bad("MASK_SET", "mask", "EXISTS", mask_id=2, mask=mask)
        self.bad("MASK_SET", "mask_id", "IN_USE", mask_id=0, mask=k.key(in_port=0xFFFF, stage=1))
        self.bad("MASK_DEL", "mask_id", "RANGE", mask_id=16)
        self.bad("MASK_DEL", "mask_id", "UNKNOWN_ID", mask_id=5)
        self.bad("MASK_DEL", "mask_id", "IN_USE", mask_id=0)
        self.bad("ACTION_SET", "action_id", "RANGE", action_id=1 << 16, len=0)
        self.bad("ACTION_SET", "len", "SIZE", action_id=2, len=8)
        self.bad("ACTION_DEL", "action_id", "UNKNOWN_ID", action_id=2)
        self.bad("ACTION_DEL", "action_id", "IN_USE", action_id=1)
        good = dict(flow_id=2, action_id=1, mask_id=1, key=k.key(in_port=0, eth_dst=mac("02:00:00:00:00:09")))
        self.bad("FLOW_ADD", "flow_id", "RANGE", **{**good, "flow_id": 1 << 16})
        self.bad("FLOW_ADD", "flow_id", "IN_USE", **{**good, "flow_id": 1})
        self.bad("FLOW_ADD", "action_id", "UNKNOWN_ID", **{**good, "action_id": 7})
        self.bad("FLOW_ADD", "mask_id", "UNKNOWN_ID", **{**good, "mask_id": 7})
        self.bad("FLOW_ADD", "mask_id", "UNKNOWN_ID", **{**good, "mask_id": 1 << 31})
        self.bad("FLOW_ADD", "rsv0", "RESERVED", **{**good, "rsv0": 7})
        self.bad("FLOW_ADD", "key", "RANGE", **{**good, "mask_id": 0})
        self.bad("FLOW_ADD", "key.in_port", "RANGE", **{**good, "key": k.key(in_port=2)})
        self.bad("FLOW_ADD", "key", "EXISTS", **{**good, "mask_id": 0, "key": k.key(in_port=0)})
        k.command("GENERATION", generation=5)
        self.bad("GENERATION", "generation", "STALE", generation=4)
        self.bad("FLOW_ADD", "generation", "STALE", **good, generation=4)
        self.bad("FLOW_DEL", "flow_id", "UNKNOWN_ID", flow_id=2)
        self.bad("FLOW_DEL", "flow_id", "UNKNOWN_ID", flow_id=0xFFFFFFFF)
        self.bad("FLOW_STATS", "flow_id", "UNKNOWN_ID", flow_id=2)
        self.bad("NEXTHOP_SET", "nexthop_id", "RANGE", nexthop_id=256)
        self.bad("NEXTHOP_SET", "port", "RANGE", nexthop_id=1, port=2, eth_dst=mac("02:00:00:00:00:01"),
                 eth_src=mac("02:00:00:00:00:01"))
        self.bad("NEXTHOP_DEL", "nexthop_id", "UNKNOWN_ID", nexthop_id=1)
        self.bad("TUNNEL_SET", "tunnel_id", "RANGE", tunnel_id=256)
        self.bad("TUNNEL_SET", "type", "RANGE", tunnel_id=1, type=9)
        self.bad("TUNNEL_DEL", "tunnel_id", "UNKNOWN_ID", tunnel_id=1)
        end = dict(endpoint_id=0, type=K["EL_TUN_VXLAN"], udp_dst=4789, local=address("192.0.2.1"))
        self.bad("ENDPOINT_SET", "endpoint_id", "RANGE", **{**end, "endpoint_id": 64})
        self.bad("ENDPOINT_SET", "type", "RANGE", **{**end, "type": 4})
        self.bad("ENDPOINT_SET", "udp_dst", "RANGE", **{**end, "udp_dst": 0})
        self.bad("ENDPOINT_SET", "udp_dst", "RANGE", **{**end, "type": K["EL_TUN_GRE"]})
        self.bad("ENDPOINT_DEL", "endpoint_id", "UNKNOWN_ID", endpoint_id=3)
        self.bad("GROUP_SET", "group_id", "RANGE", group_id=64)
        self.bad("GROUP_SET", "member_count", "RANGE", group_id=1, member_count=65)
        self.bad("GROUP_SET", "member_count", "SIZE", group_id=1, member_count=1)
        self.bad("GROUP_DEL", "group_id", "UNKNOWN_ID", group_id=1)
        self.bad("RELEASE", "park_id", "RANGE", park_id=1 << 56)
        self.bad("RELEASE", "park_id", "RANGE", park_id=1024 << 32)
        self.bad("RELEASE", "verdict", "RANGE", verdict=4)
        self.bad("RELEASE", "reason", "RANGE", verdict=2, reason=0)
        self.bad("RELEASE", "reason", "RANGE", verdict=2, reason=96)
        self.bad("RELEASE", "act_len", "SIZE", verdict=1, act_len=8)
        self.bad("RELEASE", "act_len", "SIZE", extra=output(1), verdict=0, act_len=8)
        self.bad("INJECT", "port", "RANGE", port=2, pkt_len=1)
        self.bad("INJECT", "act_len", "SIZE", act_len=4, pkt_len=1)
        self.bad("INJECT", "act_len", "SIZE", act_len=0xFFFFFFF8, pkt_len=1)
        self.bad("INJECT", "pkt_len", "RANGE", pkt_len=0)
        self.bad("INJECT", "pkt_len", "RANGE", pkt_len=9729, extra=bytes(9736))
        self.bad("INJECT", "pkt_len", "SIZE", pkt_len=9, extra=bytes(8))
        self.bad("PORT_SET", "port", "RANGE", port=2)
        self.bad("PORT_SET", "flags", "RANGE", flags=16)
        self.bad("PORT_SET", "mtu", "RANGE", flags=8, mtu=67)
        self.bad("PORT_CREDIT", "port", "RANGE", port=2, count=1)
        self.bad("PORT_CREDIT", "count", "RANGE", port=0, count=1 << 31)
        meter = dict(meter_id=1, type=1, yellow=255, cir=1000, cbs=10)
        self.bad("METER_SET", "meter_id", "RANGE", **{**meter, "meter_id": 64})
        for field, value, code in (("type", 3, "RANGE"), ("unit", 2, "RANGE"), ("yellow", 64, "RANGE"),
                                   ("rsv0", 1, "RESERVED"), ("cir", 0, "RANGE"), ("cbs", 0, "RANGE"),
                                   ("ebs", 10**12 + 1, "RANGE"), ("pir", 1, "RANGE")):
            self.bad("METER_SET", field, code, **{**meter, field: value})
        self.bad("METER_SET", "pir", "RANGE", **{**meter, "type": 2, "ebs": 1, "pir": 999})
        self.bad("METER_SET", "ebs", "RANGE", **{**meter, "type": 2, "pir": 1000})
        self.bad("METER_DEL", "meter_id", "UNKNOWN_ID", meter_id=1)
        self.bad("METER_STATS", "meter_id", "UNKNOWN_ID", meter_id=64)
        self.bad("SHUTDOWN", "rsv2", "RESERVED", rsv2=1)
        self.assertEqual((k.header().flow_count, k.header().generation), (1, 5))

    def test_headers_and_sizes(self):
        k = self.start()
        for record, code, offset in (
                (struct.pack("<IHHII", 16, 99, 0, 1, 0), "KIND", 4),
                (struct.pack("<IHHII", 16, K["EL_CMD_SYNC"], 0, 1, 0), "SIZE", 0),
                (struct.pack("<IHHIIQQ", 32, K["EL_CMD_SYNC"], 0, 1, 0, 0, 0), "SIZE", 0),
                (struct.pack("<IHHIIQ", 24, K["EL_CMD_SYNC"], 7, 1, 0, 0), "RESERVED", 6),
                (struct.pack("<IHHIIQ", 24, K["EL_CMD_SYNC"], 0, 1, 7, 0), "RESERVED", 12),
                (struct.pack("<IHH", 8, K["EL_CMD_SYNC"], 0), "SIZE", 0),
                (struct.pack("<IHHII", 20000, K["EL_CMD_ACTION_SET"], 0, 1, 0) + bytes(19984), "SIZE", 0)):
            with self.subTest(code=code, offset=offset):
                k.put(record)
                self.assertEqual(k.refused(), [(code, offset)])

    def test_action_lists(self):
        k = self.start()
        head = 24
        nested = clone(clone(clone(clone(clone(output(0))))))
        for acts, code, offset in ((output(2), "ACTION", 4), (act("METER", struct.pack("<I", 64)), "ACTION", 4),
                                   (act("CT", bytes(12)), "UNSUPPORTED", 0), (struct.pack("<HHI", 99, 8, 0), "ACTION", 0),
                                   (output(0)[:4] + b"\0\0\1\0", "ACTION", 6), (nested, "ACTION", None),
                                   (drop("POLICY") + output(1) + struct.pack("<HHI", 1, 16, 0), "ACTION", None)):
            with self.subTest(acts=acts.hex()):
                k.command("ACTION_SET", extra=acts, action_id=1, len=len(acts))
                (got, at), = k.refused()
                self.assertEqual(got, code)
                if offset is not None:
                    self.assertEqual(at, head + offset)
                k.command("INJECT", extra=acts + bytes(8), port=0, act_len=len(acts), pkt_len=8)
                (got, at), = k.refused()
                self.assertEqual(got, code)
        self.assertEqual(k.settled(injected=0)["held"], 0)


class Answers(Bench):
    def test_commands_wait_for_room_for_their_answers(self):
        k = self.start(event_bytes=4096)
        for i in range(2000):
            k.command("FLOW_DEL", flow_id=i)
        k.publish()
        time.sleep(0.1)
        self.assertNotEqual(k.rings.command.tail, k.rings.command.head)  # it has stopped
        errors = []
        while len(errors) < 2000:
            errors += [e.seq for e in k.events() if e.hdr.kind == K["EL_EV_ERROR"]]
        self.assertEqual(errors, list(range(1, 2001)))

    def test_a_dump_longer_than_the_ring(self):
        k = self.start(event_bytes=4096)
        k.mask(0, "tp_src")
        k.action(1, output(1))
        for i in range(500):
            k.flow(i * 3, 1, 0, in_port=0, tp_src=i + 1)
        k.must()
        k.command("FLOW_DUMP", token=5)
        events = [e for e in k.sync() if e.hdr.kind in (K["EL_EV_FLOW"], K["EL_EV_FLOW_DUMP_END"])]
        self.assertEqual([e.flow_id for e in events[:-1]], [i * 3 for i in range(500)])
        self.assertEqual([e.key.tp_src for e in events[:-1]], [i + 1 for i in range(500)])
        self.assertEqual(events[-1].token, 5)

    def test_many_syncs_at_once_come_back_in_order(self):
        k = self.start()
        for token in range(300):
            k.command("SYNC", token=token)
        k.publish()
        tokens = []
        while len(tokens) < 300:
            tokens += [e.token for e in k.events() if e.hdr.kind == K["EL_EV_SYNC"]]
        self.assertEqual(tokens, list(range(300)))

    def test_idle_flows_are_told_of_and_stay(self):
        k = self.start([udp(sport=i) for i in range(1, 11)], idle_timeout_ms=200)
        self.forward_all(flow=7)
        k.mask(1, "tp_src")
        k.flow(8, 1, 1, in_port=0, tp_src=0x3930)
        k.must()
        told, end = [], time.monotonic() + 10
        while {7, 8} - set(told) and time.monotonic() < end:
            told += [e.flow_id for e in k.events() if e.hdr.kind == K["EL_EV_FLOW_IDLE"] and e.idle_ms >= 200]
            time.sleep(0.01)
        self.assertEqual(sorted(told[:2]), [7, 8])
        self.credit(0, 10)
        k.settled(tx=10)

    def test_ports_are_told_of_at_the_start(self):
        k = self.start()
        events = k.sync()
        self.assertEqual([(e.port, e.up) for e in events if e.hdr.kind == K["EL_EV_PORT"]], [(0, 1), (1, 1)])

    def test_random_records_never_stop_the_worker(self):
        import random
        draw = random.Random(1)
        k = self.start(event_bytes=1 << 20)
        kinds = {K["EL_CMD_" + n]: S["el_cmd_" + n.lower()] for n in ("MASK_SET", "FLOW_ADD", "ACTION_SET", "TUNNEL_SET",
                 "NEXTHOP_SET", "GROUP_SET", "RELEASE", "INJECT", "ENDPOINT_SET", "PORT_CREDIT", "FLOW_DEL")}
        import ctypes
        for _ in range(3000):
            kind = draw.choice(list(kinds))
            size = ctypes.sizeof(kinds[kind]) + draw.choice((0, 0, 8, 16, 64))
            body = bytes(draw.choice((0, 0, 0, 1, 255, draw.randrange(256))) for _ in range(size - 16))
            k.put(struct.pack("<IHHII", size, kind, 0, 0, 0) + body)
            if draw.random() < 0.02:
                k.sync()
        k.sync()
        self.assertIsNone(self.worker.process.poll())
        k.ledger()


if __name__ == "__main__":
    unittest.main()
