// What a worker says is checked: each lie at attach or in the shared memory is one typed error, never a crash.
import { existsSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, test } from "vitest";
import type { Event } from "../events.js";
import {
  COUNTERS,
  ERR,
  EV_KIND,
  PAGE,
  PAGE_SIZE,
  RING,
  RING_SIZE,
  RINGS,
  UPCALL,
  UPCALL_SIZE,
} from "../layout.js";
import { encodeStruct } from "../record.js";
import { Observer, Worker } from "../worker-link.js";
import { EVENT_AT, EVENT_BYTES, FakeWorker, Memories, SLOTS, UPCALL_AT } from "./fake-worker.js";

const stops: (() => unknown)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0).reverse()) await stop();
});

async function attach(memories: Memories, options?: Record<string, unknown>): Promise<Worker> {
  const fake = await FakeWorker.start(memories, options);
  stops.push(() => fake.stop());
  const worker = await Worker.connect(fake.socket);
  stops.push(() => worker.close());
  return worker;
}

const slotAt = (lcore: number, slot: number) => UPCALL_AT + (lcore * SLOTS + slot) * UPCALL_SIZE;
const upcallRing = (lcore: number) => RINGS.upcall + lcore * RING_SIZE;

function putUpcall(memories: Memories, lcore: number, slot: number, arg: number, length = 60): void {
  const at = slotAt(lcore, slot);
  encodeStruct(memories.rings, at, "upcall", { size: UPCALL.data + length, snap_len: length, arg, lcore });
  memories.rings.setUint32(upcallRing(lcore) + RING.head, slot + 1, true);
}

describe("at attach", () => {
  const lies: [string, string, (memories: Memories) => void][] = [
    ["another ABI version", "WORKER_VERSION", (m) => m.setWelcome({ version: 2, error: ERR.VERSION })],
    ["another header", "WORKER_LAYOUT", (m) => m.setWelcome({ layout: 1, error: ERR.LAYOUT })],
    ["another controller", "WORKER_BUSY", (m) => m.setWelcome({ error: ERR.BUSY })],
    ["an error nobody knows", "WORKER_UNKNOWN", (m) => m.setWelcome({ error: 200 })],
    ["no worker at all", "WORKER_SOCKET", (m) => m.setWelcome({ magic: 0 })],
    ["a welcome of another size", "WORKER_SIZE", (m) => m.setWelcome({ size: 60 })],
    ["rings larger than their memory", "WORKER_LAYOUT", (m) => m.setWelcome({ rings_bytes: 2 ** 40 })],
    ["counters smaller than one page", "WORKER_LAYOUT", (m) => m.setWelcome({ counters_bytes: 4096 })],
    ["rings of another magic", "WORKER_LAYOUT", (m) => m.setRings({ magic: 7 })],
    ["rings of another slot size", "WORKER_LAYOUT", (m) => m.setRings({ slot_size: 64 })],
    ["more lcores than there may be", "WORKER_LAYOUT", (m) => m.setRings({ lcore_count: 17 })],
    ["a capacity of no power of two", "WORKER_LAYOUT", (m) => m.setRings({ command: { capacity: 4000 } })],
    ["a capacity of zero", "WORKER_LAYOUT", (m) => m.setRings({ event: { capacity: 0 } })],
    [
      "data past the memory's end",
      "WORKER_LAYOUT",
      (m) => m.setRings({ event: { data_offset: 0xfffffff8 } }),
    ],
    ["data over the ring's own head", "WORKER_LAYOUT", (m) => m.setRings({ event: { data_offset: 64 } })],
    [
      "a capacity past the memory's end",
      "WORKER_LAYOUT",
      (m) => m.setRings({ upcall: [{ capacity: 2 ** 29 }] }),
    ],
  ];
  test.each(lies)("%s: %s", async (_, code, spoil) => {
    const memories = new Memories();
    spoil(memories);
    await expect(attach(memories)).rejects.toMatchObject({ code, remedy: expect.stringMatching(/\w/) });
  });

  test("a memory that could shrink is not mapped", async () => {
    await expect(attach(new Memories(), { seal: false })).rejects.toMatchObject({ code: "WORKER_LAYOUT" });
  });

  test("a welcome cut short, or none", async () => {
    await expect(attach(new Memories(), { welcome: "45444c31", hangUp: true })).rejects.toMatchObject({
      code: "WORKER_SOCKET",
    });
    await expect(attach(new Memories(), { mute: true, hangUp: true })).rejects.toMatchObject({
      code: "WORKER_SOCKET",
    });
  });

  test("a worker that never answers does not hold the event loop", async () => {
    let turns = 0;
    const timer = setInterval(() => turns++, 50);
    stops.push(() => clearInterval(timer));
    await expect(attach(new Memories(), { mute: true })).rejects.toMatchObject({ code: "WORKER_SILENT" });
    expect(turns).toBeGreaterThan(10);
  });

  test("no socket, no listener, a path too long", async () => {
    const path = join(tmpdir(), "edgelane-nobody.sock");
    expect(existsSync(path)).toBe(false);
    await expect(Worker.connect(path)).rejects.toMatchObject({ code: "WORKER_MISSING", place: path });
    const long = join(tmpdir(), "x".repeat(120));
    await expect(Observer.connect(long)).rejects.toMatchObject({ code: "WORKER_SOCKET" });
    const file = join(tmpdir(), `edgelane-file-${process.pid}`);
    writeFileSync(file, "");
    stops.push(() => rmSync(file));
    await expect(Worker.connect(file)).rejects.toMatchObject({ code: "WORKER_GONE" });
  });
});

describe("in the shared memory", () => {
  test("upcalls of all lcores come in turn, only the bytes in use, and free their slots", async () => {
    const memories = new Memories();
    for (let slot = 0; slot < SLOTS; slot++) putUpcall(memories, 0, slot, slot);
    putUpcall(memories, 1, 0, 100, 1344);
    const worker = await attach(memories);
    expect(worker.welcome).toMatchObject({ session: 3, generation: 9, flowCount: 5 });
    expect(worker.upcalls.take()).toBe(5);
    expect([0, 1, 2, 3, 4].map((i) => worker.upcalls.at(i).arg)).toEqual([0, 1, 2, 3, 100]);
    expect(worker.upcalls.at(4).data.length).toBe(1344);
    expect(worker.upcalls.take()).toBe(0);
  });

  test.each([
    ["one port", [[3, 3, 3, 3]], 4, [false, false]],
    ["two ports in one ring", [[3, 3, 4, 4]], 2, [true, false]],
    ["a port between another's", [[3, 4, 3]], 1, [true, true]],
    ["two rings of one port", [[3, 3], [3]], 2, [false, false]],
    ["two rings of two ports", [[3, 3], [4]], 2, [true, false]],
    ["nothing", [[]], 1, [false, false]],
  ])("it is known whether %s wait", async (_, rings, most, mixed) => {
    const memories = new Memories();
    rings.forEach((ports, lcore) => {
      for (const [slot, port] of ports.entries()) {
        putUpcall(memories, lcore, slot, slot);
        memories.rings.setUint16(slotAt(lcore, slot) + UPCALL.port, port, true);
      }
    });
    const worker = await attach(memories);
    const before = [worker.upcalls.mixed, worker.upcalls.mixed];
    worker.upcalls.take(most);
    expect([...before, worker.upcalls.mixed]).toEqual([mixed[0], mixed[0], mixed[1]]);
    const other = await attach(memories);
    other.upcalls.take(most);
    expect(other.upcalls.mixed).toBe(mixed[1]);
  });

  test("a ring that makes no sense is not of several ports", async () => {
    const memories = new Memories();
    memories.rings.setUint32(upcallRing(0) + RING.head, SLOTS + 1, true);
    expect((await attach(memories)).upcalls.mixed).toBe(false);
  });

  test("a copy outlives the next take", async () => {
    const memories = new Memories();
    putUpcall(memories, 0, 0, 7);
    memories.rings.setUint8(slotAt(0, 0) + UPCALL.data, 0xaa);
    const worker = await attach(memories);
    worker.upcalls.take();
    const kept = worker.upcalls.at(0).copy();
    worker.upcalls.at(0).room.fill(0);
    expect(kept).toMatchObject({ arg: 7, snapLength: 60 });
    expect(kept.data[0]).toBe(0xaa);
  });

  test.each([
    ["a head further than the ring is long", UPCALL.data + 60, 60, SLOTS + 1, "WORKER_RANGE"],
    ["a record smaller than its fixed part", 8, 60, 1, "WORKER_SIZE"],
    ["a record larger than a slot", UPCALL_SIZE + 8, 60, 1, "WORKER_SIZE"],
    ["more packet than record", UPCALL.data + 60, 1344, 1, "WORKER_SIZE"],
  ])("upcalls with %s", async (_, size, snapLength, head, code) => {
    const memories = new Memories();
    encodeStruct(memories.rings, slotAt(0, 0), "upcall", { size, snap_len: snapLength });
    memories.rings.setUint32(upcallRing(0) + RING.head, head, true);
    const worker = await attach(memories);
    expect(() => worker.upcalls.take()).toThrow(expect.objectContaining({ code }));
  });

  test("events are read over the ring's end; PAD is skipped", async () => {
    const memories = new Memories();
    const sync = (at: number, token: number) =>
      encodeStruct(memories.rings, EVENT_AT + at, "ev_sync", {
        hdr: { size: 16, kind: EV_KIND.SYNC },
        token,
      });
    sync(EVENT_BYTES - 24, 1);
    encodeStruct(memories.rings, EVENT_AT + EVENT_BYTES - 8, "ev_hdr", { size: 8, kind: EV_KIND.PAD });
    sync(0, 2);
    memories.rings.setUint32(RINGS.event + RING.tail, EVENT_BYTES - 24, true);
    memories.rings.setUint32(RINGS.event + RING.head, EVENT_BYTES + 16, true);
    const worker = await attach(memories);
    const events: Event[] = [];
    worker.events.take((event) => events.push(event));
    expect(events).toEqual([
      { kind: "sync", token: 1 },
      { kind: "sync", token: 2 },
    ]);
  });

  test.each([
    ["a size of zero", 0, 16, "WORKER_SIZE"],
    ["a size of no multiple of 8", 12, 16, "WORKER_SIZE"],
    ["a size past what was published", 64, 16, "WORKER_SIZE"],
    ["a head further than the ring is long", 16, EVENT_BYTES + 8, "WORKER_RANGE"],
    ["a head of no multiple of 8", 16, 20, "WORKER_RANGE"],
  ])("events with %s", async (_, size, head, code) => {
    const memories = new Memories();
    encodeStruct(memories.rings, EVENT_AT, "ev_hdr", { size, kind: EV_KIND.SYNC });
    memories.rings.setUint32(RINGS.event + RING.head, head, true);
    const worker = await attach(memories);
    expect(() => worker.events.take(() => {})).toThrow(expect.objectContaining({ code }));
  });

  test("a counter page that is for ever being written, and one that claims too many queues", async () => {
    const memories = new Memories();
    memories.counters.setUint32(COUNTERS.pages + PAGE.seq, 1, true);
    memories.counters.setUint16(COUNTERS.pages + PAGE_SIZE + PAGE.queue_count, 34, true);
    const worker = await attach(memories);
    expect(() => worker.counters.lcore(0)).toThrow(expect.objectContaining({ code: "WORKER_SILENT" }));
    expect(() => worker.counters.lcore(1)).toThrow(expect.objectContaining({ code: "WORKER_RANGE" }));
    expect(() => worker.counters.lcore(16)).toThrow(expect.objectContaining({ code: "WORKER_RANGE" }));
  });

  test("after close every part says so", async () => {
    const worker = await attach(new Memories());
    worker.close();
    worker.close();
    const closed = expect.objectContaining({ code: "WORKER_CLOSED" });
    expect(() => worker.upcalls.take()).toThrow(closed);
    expect(() => worker.events.take(() => {})).toThrow(closed);
    expect(() => worker.counters.sample()).toThrow(closed);
    expect(() => worker.commands.shutdown()).toThrow(closed);
    await expect(worker.sync()).rejects.toMatchObject({ code: "WORKER_CLOSED" });
  });
});
