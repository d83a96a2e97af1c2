// The command ring's producer against a consumer that reads it as the contract says: order, wrap-around, room.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { CommandRing } from "../command-ring.js";
import { Commands } from "../commands.js";
import { CMD_HDR, CMD_KIND, RING, RING_SIZE } from "../layout.js";
import { decodeStruct } from "../record.js";

/** A ring in plain memory with the worker's side of it. */
class Bench {
  readonly ring: CommandRing;
  readonly commands: Commands;
  readonly #memory: ArrayBuffer;
  readonly #positions: DataView;
  readonly #capacity: number;
  published = 0;

  constructor(capacity: number, start = 0) {
    this.#capacity = capacity;
    this.#memory = new ArrayBuffer(RING_SIZE + capacity);
    this.#positions = new DataView(this.#memory);
    this.#positions.setUint32(RING.data_offset, RING_SIZE, true);
    this.#positions.setUint32(RING.capacity, capacity, true);
    this.#positions.setUint32(RING.head, start, true);
    this.#positions.setUint32(RING.tail, start, true);
    this.ring = new CommandRing(this.#memory, 0, (head) => {
      this.published++;
      this.#positions.setUint32(RING.head, head, true);
      return 0;
    });
    this.commands = new Commands(this.ring);
  }

  /** Consumes up to `most` published records; copies of them, without PAD. */
  consume(most = Number.POSITIVE_INFINITY): DataView[] {
    const records: DataView[] = [];
    const head = this.#positions.getUint32(RING.head, true);
    let tail = this.#positions.getUint32(RING.tail, true);
    while (tail !== head && records.length < most) {
      const at = tail & (this.#capacity - 1);
      const data = new DataView(this.#memory, RING_SIZE + at);
      const size = data.getUint32(CMD_HDR.size, true);
      expect(size).toBeGreaterThanOrEqual(8);
      expect(size % 8).toBe(0);
      expect(at + size).toBeLessThanOrEqual(this.#capacity);
      expect(size).toBeLessThanOrEqual((head - tail) >>> 0);
      if (data.getUint16(CMD_HDR.kind, true) !== CMD_KIND.PAD) {
        records.push(new DataView(this.#memory.slice(RING_SIZE + at, RING_SIZE + at + size)));
      } else {
        expect(at + size).toBe(this.#capacity);
      }
      tail = (tail + size) >>> 0;
    }
    this.#positions.setUint32(RING.tail, tail, true);
    return records;
  }
}

const bytes = (length: number, seed: number) => Uint8Array.from({ length }, (_, i) => (seed * 31 + i) & 0xff);

describe("order and wrap-around", () => {
  test("whatever is written and whenever it is read, each record comes out once, whole and in order", () => {
    const step = fc.oneof(
      fc.record({ actions: fc.integer({ min: 0, max: 20 }).map((count) => count * 8) }),
      fc.record({ packet: fc.integer({ min: 1, max: 90 }) }),
      fc.record({ read: fc.integer({ min: 1, max: 5 }) }),
    );
    const start = fc.constantFrom(0, 8, 504, 0xffffff00);
    fc.assert(
      fc.property(start, fc.array(step, { maxLength: 200 }), (at, steps) => {
        const bench = new Bench(512, at);
        const sent: { seq: number; body: Uint8Array }[] = [];
        const got: DataView[] = [];
        steps.forEach((one, i) => {
          const length = "actions" in one ? one.actions : "packet" in one ? one.packet : 0;
          if ("read" in one) got.push(...bench.consume(one.read));
          else if (bench.commands.hasRoom(32 + length + 8)) {
            const body = bytes(length, i);
            const seq =
              "actions" in one
                ? bench.commands.actionSet(i, body)
                : bench.commands.inject(i, new Uint8Array(0), body);
            sent.push({ seq, body });
            bench.commands.publish();
          }
        });
        got.push(...bench.consume());
        expect(got.map((record) => record.getUint32(CMD_HDR.seq, true))).toEqual(sent.map(({ seq }) => seq));
        got.forEach((record, i) => {
          const fixed = record.getUint16(CMD_HDR.kind, true) === CMD_KIND.INJECT ? 32 : 24;
          const { body } = sent[i]!;
          expect(new Uint8Array(record.buffer, fixed, body.length)).toEqual(body);
        });
      }),
    );
  });

  test("many thousand records through a small ring, positions past 2^32", () => {
    const bench = new Bench(4096, 0xffff_f000);
    const key = bytes(128, 1);
    let read = 0;
    for (let i = 0; i < 20_000; i++) {
      if (!bench.commands.hasRoom(176)) {
        bench.commands.publish();
        for (const record of bench.consume()) expect(record.getUint32(16, true)).toBe(read++);
      }
      bench.commands.flowAdd(i, 1, 2, 2 ** 40 + 3, 2 ** 52 + 5, key);
    }
    bench.commands.publish();
    const rest = bench.consume();
    expect(read + rest.length).toBe(20_000);
    expect(decodeStruct(rest.at(-1)!, 0, "cmd_flow_add")).toMatchObject({
      ...{ flow_id: 19_999, action_id: 1, mask_id: 2, rsv0: 0, generation: 2 ** 40 + 3, cookie: 2 ** 52 + 5 },
      hdr: { size: 176, kind: CMD_KIND.FLOW_ADD, rsv0: 0, seq: 20_000, rsv1: 0 },
    });
  });
});

describe("back-pressure", () => {
  test("a full ring refuses and loses nothing; room waits for the consumer", async () => {
    const bench = new Bench(512);
    const key = new Uint8Array(128);
    expect(bench.commands.hasRoom(352)).toBe(true);
    bench.commands.flowAdd(0, 0, 0, 0, 0, key);
    bench.commands.flowAdd(1, 0, 0, 0, 0, key);
    expect(bench.commands.hasRoom(176)).toBe(false);
    const refused = expect.objectContaining({ code: "WORKER_COMMANDS_FULL" });
    expect(() => bench.commands.flowAdd(2, 0, 0, 0, 0, key)).toThrow(refused);
    let there = false;
    const waiting = bench.commands.room(176).then(() => {
      there = true;
    });
    await new Promise(setImmediate);
    expect(there).toBe(false);
    expect(bench.published).toBe(1);
    const taken = bench.consume();
    await waiting;
    bench.commands.flowAdd(2, 0, 0, 0, 0, key);
    bench.commands.publish();
    taken.push(...bench.consume());
    expect(taken.map((record) => record.getUint32(16, true))).toEqual([0, 1, 2]);
  });

  test("a record that can never fit is refused for what it is", async () => {
    const bench = new Bench(512);
    const tooLarge = { code: "WORKER_COMMAND_TOO_LARGE" };
    expect(() => bench.commands.actionSet(1, new Uint8Array(512))).toThrow(expect.objectContaining(tooLarge));
    await expect(bench.commands.room(300)).rejects.toMatchObject(tooLarge);
  });

  test("a value out of range leaves no half record behind", () => {
    const bench = new Bench(512);
    bench.commands.portSet(1, 8);
    expect(() => bench.commands.portSet(65536, 8)).toThrow(expect.objectContaining({ code: "FIELD_RANGE" }));
    bench.commands.flowDel(5);
    bench.commands.publish();
    expect(bench.consume().map((record) => record.getUint16(CMD_HDR.kind, true))).toEqual([
      CMD_KIND.PORT_SET,
      CMD_KIND.FLOW_DEL,
    ]);
  });

  test("one publish a batch, none for nothing, and nothing after close", async () => {
    const bench = new Bench(4096);
    for (let i = 0; i < 10; i++) bench.commands.flowDel(i);
    bench.commands.publish();
    bench.commands.publish();
    expect(bench.published).toBe(1);
    bench.ring.close();
    const closed = { code: "WORKER_CLOSED" };
    expect(() => bench.commands.flowDel(1)).toThrow(expect.objectContaining(closed));
    expect(() => bench.commands.hasRoom(8)).toThrow(expect.objectContaining(closed));
    await expect(bench.commands.room(8)).rejects.toMatchObject(closed);
  });
});

test("every command has the size and the fields C declares", () => {
  const bench = new Bench(65536);
  const { commands } = bench;
  const six = bytes(6, 1);
  const sixteen = bytes(16, 2);
  const mask = bytes(128, 3);
  commands.sync(2 ** 50);
  commands.generation(7);
  commands.maskSet(3, mask);
  commands.nexthopSet(4, { port: 1, vlan: 100, ethDst: six, ethSrc: six });
  commands.tunnelSet(5, {
    ...{ type: 1, ttl: 64, tos: 4, flags: 3, local: sixteen, remote: sixteen, udpDst: 4789 },
    ...{ udpSrcMin: 49152, udpSrcRange: 16384, mtu: 1450, nexthops: [4, 9] },
  });
  commands.endpointSet(6, 1, sixteen, 4789);
  commands.groupSet(7, [{ actionId: 1, weight: 2, token: 2n ** 64n - 1n }]);
  commands.releaseDrop(2n ** 63n + 5n, 64);
  commands.releaseExecute(9n, new Uint8Array(16));
  commands.portCredit(2, 1000);
  commands.meterSet(1, { type: 2, unit: 1, yellow: 8, cir: 2n ** 39n, cbs: 9n, ebs: 10n, pir: 2n ** 39n });
  commands.shutdown();
  commands.publish();
  const [
    sync,
    generation,
    maskSet,
    nexthop,
    tunnel,
    endpoint,
    group,
    drop,
    execute,
    credit,
    meter,
    shutdown,
  ] = bench.consume();
  expect(decodeStruct(sync!, 0, "cmd_sync").token).toBe(2 ** 50);
  expect(decodeStruct(generation!, 0, "cmd_generation").generation).toBe(7);
  expect(new Uint8Array(maskSet!.buffer, 24)).toEqual(mask);
  const hop = { nexthop_id: 4, port: 1, vlan: 100, eth_dst: six, eth_src: six };
  expect(decodeStruct(nexthop!, 0, "cmd_nexthop_set")).toMatchObject(hop);
  expect(decodeStruct(tunnel!, 0, "cmd_tunnel_set")).toMatchObject({
    ...{
      tunnel_id: 5,
      type: 1,
      ttl: 64,
      tos: 4,
      flags: 3,
      local: sixteen,
      udp_dst: 4789,
      udp_src_min: 49152,
    },
    ...{ udp_src_range: 16384, mtu: 1450, nexthop_count: 2, nexthops: [4, 9, 0, 0, 0, 0, 0, 0] },
  });
  const end = { endpoint_id: 6, type: 1, udp_dst: 4789, local: sixteen };
  expect(decodeStruct(endpoint!, 0, "cmd_endpoint_set")).toMatchObject(end);
  expect(group!.byteLength).toBe(40);
  expect(group!.getBigUint64(32, true)).toBe(2n ** 64n - 1n);
  expect(drop!.getBigUint64(16, true)).toBe(2n ** 63n + 5n);
  expect(decodeStruct(drop!, 0, "cmd_release")).toMatchObject({ verdict: 2, reason: 64, act_len: 0 });
  expect(decodeStruct(execute!, 0, "cmd_release")).toMatchObject({ park_id: 9, verdict: 1, act_len: 16 });
  expect(decodeStruct(credit!, 0, "cmd_port_credit")).toMatchObject({ port: 2, count: 1000 });
  expect(decodeStruct(meter!, 0, "cmd_meter_set")).toMatchObject({
    ...{ meter_id: 1, type: 2, unit: 1, yellow: 8, rsv0: 0, cir: 2 ** 39, cbs: 9, ebs: 10, pir: 2 ** 39 },
  });
  expect(decodeStruct(shutdown!, 0, "cmd_shutdown")).toMatchObject({ hdr: { size: 24 }, rsv2: 0 });
});
