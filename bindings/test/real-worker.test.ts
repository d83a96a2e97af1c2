// The classes against the real worker: attach, refuse, command, miss, answer, count, lose, attach again.
//
//   in.pcap --> [in, gated] worker [out] --> out.pcap        [loop] ring: what is sent comes back in
import { existsSync } from "node:fs";
import { connect } from "node:net";
import { afterEach, describe, expect, test } from "vitest";
import { ActionWriter } from "../actions.js";
import { imbalance } from "../counters.js";
import { decodeKey, encodeKey, fieldMask } from "../key.js";
import {
  ABI_MAGIC,
  ABI_VERSION,
  CMD_CAPTURE,
  CMD_KIND,
  CMD_MASK_SET,
  DROP,
  ERR,
  HELLO_SIZE,
  LAYOUT_HASH,
  OFFLOAD,
  OFFLOAD_COUNT,
  OUTCOME,
  PROOF,
  ROLE,
  UPCALL_REASON,
  WELCOME_SIZE,
  WHY,
} from "../layout.js";
import { nowNs } from "../library.js";
import type { Link } from "../link.js";
import { decodeStruct, encodeStruct, type RecordObject } from "../record.js";
import { Driver, PORT, RealWorker, scapy, workerProgram } from "./real-worker.js";

const built = existsSync(workerProgram);
if (!built) console.log(`skipped: ${workerProgram} is not built (npm run build)`);

const stops: (() => unknown)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0).reverse()) await stop();
});

async function started(...args: Parameters<typeof RealWorker.start>): Promise<RealWorker> {
  const worker = await RealWorker.start(...args);
  stops.push(() => worker.clean());
  return worker;
}

async function attached(real: RealWorker): Promise<Driver> {
  return new Driver(closing(await real.connect()));
}

function closing<L extends Link>(link: L): L {
  stops.push(() => link.close());
  return link;
}

/** Says hello byte by byte as told; the welcome, and whether the worker hung up after it. */
function rawHello(
  socket: string,
  change: RecordObject,
): Promise<{ welcome: RecordObject; hangUp: Promise<void> }> {
  const hello = new DataView(new ArrayBuffer(HELLO_SIZE));
  const honest = { magic: ABI_MAGIC, version: ABI_VERSION, layout: LAYOUT_HASH, role: ROLE.CONTROLLER };
  encodeStruct(hello, 0, "hello", { size: HELLO_SIZE, ...honest, pid: process.pid, ...change });
  const peer = connect(socket);
  stops.push(() => peer.destroy());
  const hangUp = new Promise<void>((resolve) => peer.once("close", () => resolve()));
  peer.write(new Uint8Array(hello.buffer));
  return new Promise((resolve, reject) => {
    peer.once("error", reject);
    peer.once("data", (bytes) => {
      expect(bytes.length).toBe(WELCOME_SIZE);
      resolve({ welcome: decodeStruct(new DataView(bytes.buffer, bytes.byteOffset), 0, "welcome"), hangUp });
    });
  });
}

const MASK = fieldMask(["in_port", "eth_type", "ip_proto", "tp_dst"]);
const output = (port: number) => new ActionWriter().output(port).take();
const udp = (count: number) =>
  `[Ether(src='02:00:00:00:00:01', dst='02:00:00:00:00:02')/IP(src='10.0.0.1', dst='10.0.0.2', id=i)` +
  `/UDP(sport=1000+i, dport=53)/(b'x'*i) for i in range(${count})]`;

describe.skipIf(!built)("attach", () => {
  test("one controller, any number of observers, and an end that is seen", async () => {
    const real = await started();
    const { worker } = await attached(real);
    expect(worker.welcome).toMatchObject({ pid: real.pid, session: 1, generation: 0, flowCount: 0 });
    await expect(real.connect()).rejects.toMatchObject({ code: "WORKER_BUSY", place: real.socket });
    const observers = [closing(await real.observe()), closing(await real.observe())];
    for (const { counters } of observers) {
      const sample = counters.sample();
      expect(sample).toMatchObject({ attached: true, session: 1, flowCount: 0 });
      expect(sample.ports.map(({ name }) => name)).toEqual(["in", "out", "loop"]);
      expect(sample.startNs).toBeLessThan(nowNs());
    }
    const seen = Promise.all(
      [worker, ...observers].map((link) => new Promise<void>((end) => link.onEnd(end))),
    );
    expect(await real.end("SIGTERM")).toBe(0);
    await seen;
    expect(existsSync(real.socket)).toBe(false);
    expect(worker.alive).toBe(false);
  });

  test.each([
    ["another layout", { layout: (LAYOUT_HASH ^ 1) >>> 0 }, ERR.LAYOUT],
    ["another version", { version: ABI_VERSION + 1 }, ERR.VERSION],
  ])("a client with %s is refused, told why, and harms nobody", async (_, change, code) => {
    const real = await started();
    const { welcome, hangUp } = await rawHello(real.socket, change);
    expect(welcome).toMatchObject({ error: code, version: ABI_VERSION, layout: LAYOUT_HASH });
    await hangUp;
    const { worker } = await attached(real);
    await worker.sync();
  });

  test("killed with -9, the worker's end rejects what was waiting", async () => {
    const real = await started();
    const { worker } = await attached(real);
    const ended = new Promise<void>((end) => worker.onEnd(end));
    process.kill(real.pid, "SIGSTOP");
    const rejected = expect(worker.sync()).rejects.toMatchObject({ code: "WORKER_GONE", place: real.socket });
    expect(await real.end("SIGKILL")).toBe("SIGKILL");
    await rejected;
    await ended;
    await expect(real.connect()).rejects.toMatchObject({ code: "WORKER_GONE" });
  });
});

describe.skipIf(!built)("commands", () => {
  test("take effect in order; what is wrong is refused with its number, code and place", async () => {
    const { worker, events } = await attached(await started());
    const { commands } = worker;
    commands.maskSet(0, MASK);
    commands.actionSet(1, output(PORT.out));
    commands.flowAdd(5, 1, 0, 0, 42, encodeKey({ in_port: PORT.in, eth_type: 0x0800 }));
    const noMask = commands.maskSet(1, new Uint8Array(128));
    const noAction = commands.flowAdd(6, 999, 0, 0, 0, encodeKey({ in_port: PORT.in }));
    const meter = commands.meterSet(1, { type: 1, unit: 0, yellow: 64, cir: 1n, cbs: 1n, ebs: 0n, pir: 0n });
    const inUse = commands.actionDel(1);
    const nowhere = commands.capture(1n, 8, 1500);
    const nothing = commands.capture(1n, 1, 0);
    commands.generation(10);
    const stale = commands.flowAdd(7, 1, 0, 9, 0, encodeKey({ in_port: PORT.in, tp_dst: 1 }));
    await worker.sync();
    const errors = events.flatMap((event) => (event.kind === "error" ? [event] : []));
    expect(errors).toEqual([
      { kind: "error", seq: noMask, code: ERR.RANGE, command: CMD_KIND.MASK_SET, offset: CMD_MASK_SET.mask },
      expect.objectContaining({ seq: noAction, code: ERR.UNKNOWN_ID, command: CMD_KIND.FLOW_ADD }),
      expect.objectContaining({ seq: meter, code: ERR.RANGE, command: CMD_KIND.METER_SET }),
      expect.objectContaining({ seq: inUse, code: ERR.IN_USE, command: CMD_KIND.ACTION_DEL }),
      expect.objectContaining({ seq: nowhere, code: ERR.RANGE, offset: CMD_CAPTURE.points }),
      expect.objectContaining({ seq: nothing, code: ERR.RANGE, offset: CMD_CAPTURE.snap }),
      expect.objectContaining({ seq: stale, code: ERR.STALE, command: CMD_KIND.FLOW_ADD }),
    ]);
    const sampled = () => worker.counters.sample();
    await expect.poll(sampled, { timeout: 10_000 }).toMatchObject({ flowCount: 1, generation: 10 });
  });

  test("twenty thousand through a ring of 64 KiB: all in force, all read back", async () => {
    const { worker, events, until } = await attached(await started());
    const { commands } = worker;
    const count = 20_000;
    commands.maskSet(0, fieldMask(["in_port", "ip_src"]));
    commands.actionSet(1, output(PORT.out));
    const source = (i: number) => `10.${i >> 16}.${(i >> 8) & 255}.${i & 255}`;
    for (let i = 0; i < count; i++) {
      if (!commands.hasRoom(256)) await commands.room(8192);
      commands.flowAdd(i, 1, 0, 0, i * 3, encodeKey({ in_port: PORT.in, ip_src: source(i) }));
    }
    await worker.sync();
    expect(events.filter(({ kind }) => kind === "error")).toEqual([]);
    await expect.poll(() => worker.counters.sample().flowCount, { timeout: 10_000 }).toBe(count);
    commands.flowDump(77);
    commands.publish();
    await until(() => events.find((event) => event.kind === "dump-end"));
    const flows = events.flatMap((event) => (event.kind === "flow" ? [event] : []));
    expect(flows.map(({ flowId }) => flowId).sort((a, b) => a - b)).toEqual(
      Array.from({ length: count }, (_, i) => i),
    );
    for (const { flowId, cookie, key, maskId, actionId } of flows) {
      expect({ cookie, maskId, actionId }).toEqual({ cookie: flowId * 3, maskId: 0, actionId: 1 });
      expect(decodeKey(key).ip_src).toBe(source(flowId));
    }
  });
});

describe.skipIf(!built)("a miss", () => {
  test("comes up by doorbell; its flow is installed, it goes on, and the rest never come up", async () => {
    const real = await started(udp(20));
    const { worker, events, upcalls, until } = await attached(real);
    const { commands } = worker;
    await worker.sync();
    const before = nowNs();
    commands.portCredit(PORT.in, 1);
    commands.publish();
    const miss = await until(() => upcalls[0]);
    expect(miss).toMatchObject({ reason: UPCALL_REASON.MISS, port: PORT.in, length: 42, l3Offset: 14 });
    expect(miss.parkId).not.toBe(0n);
    expect(miss.timeNs).toBeGreaterThan(before);
    expect(decodeKey(miss.key)).toMatchObject({
      ip_src: "10.0.0.1",
      tp_src: 1000,
      tp_dst: 53,
    });
    commands.maskSet(0, MASK);
    commands.actionSet(1, output(PORT.out));
    commands.flowAdd(
      1,
      1,
      0,
      0,
      0,
      encodeKey({ in_port: PORT.in, eth_type: 0x0800, ip_proto: 17, tp_dst: 53 }),
    );
    commands.releaseClassify(miss.parkId);
    commands.portCredit(PORT.in, 19);
    await worker.sync();
    const flow = () => {
      events.length = 0;
      commands.flowStats(1);
      commands.publish();
    };
    flow();
    await until(() => {
      const stats = events.find((event) => event.kind === "stats");
      if (stats?.kind === "stats" && stats.packets < 20) flow();
      return stats?.kind === "stats" && stats.packets === 20 && stats;
    });
    expect(upcalls.length).toBe(1);
    expect(await real.end("SIGTERM")).toBe(0);
    const same = `[bytes(p) for p in rdpcap('${real.sent}')] == [bytes(p) for p in ${udp(20)}]`;
    expect(scapy(`print(${same})`).trim()).toBe("True");
  });

  test("may be dropped, consumed or sent by actions of its own; the ledger tells which", async () => {
    const real = await started(udp(3));
    const { worker, upcalls, until } = await attached(real);
    const { commands } = worker;
    commands.portCredit(PORT.in, 3);
    commands.publish();
    await until(() => upcalls.length === 3);
    commands.releaseDrop(upcalls[0]!.parkId, DROP.POLICY);
    commands.releaseConsume(upcalls[1]!.parkId);
    commands.releaseExecute(upcalls[2]!.parkId, output(PORT.out));
    commands.releaseDrop(0x7fff_ffff_ffff_ffffn, DROP.POLICY);
    await worker.sync();
    const ledger = () => worker.counters.lcore(0).queues.find(({ port }) => port === PORT.in)!;
    await expect.poll(() => ledger().held, { timeout: 10_000 }).toBe(0);
    const { rx, misses, consumed, tx, drops } = ledger();
    expect({ rx, misses, consumed, tx, policy: drops[DROP.POLICY] }).toEqual({
      ...{ rx: 3, misses: 3, consumed: 1, tx: 1, policy: 1 },
    });
    expect(imbalance(ledger())).toBe(0);
  });
});

describe.skipIf(!built)("under traffic", () => {
  /** Sixty-four packets that go round the ring port for ever. */
  async function circulate(driver: Driver): Promise<void> {
    const { commands } = driver.worker;
    commands.maskSet(0, fieldMask(["in_port"]));
    commands.actionSet(1, output(PORT.loop));
    commands.flowAdd(1, 1, 0, 0, 0, encodeKey({ in_port: PORT.loop }));
    for (let i = 0; i < 64; i++) commands.inject(PORT.loop, output(PORT.loop), new Uint8Array(60 + i));
    await driver.worker.sync();
  }

  test("every sample of every queue balances, and nothing runs backwards", async () => {
    const real = await started();
    const driver = await attached(real);
    await circulate(driver);
    const { counters } = closing(await real.observe());
    let last = counters.lcore(0);
    let moved = 0;
    for (let i = 0; i < 3000; i++) {
      const page = counters.lcore(0);
      for (const [at, queue] of page.queues.entries()) {
        expect(imbalance(queue), JSON.stringify(queue)).toBe(0);
        expect(queue.rx).toBeGreaterThanOrEqual(last.queues[at]!.rx);
      }
      expect(page.timeNs).toBeGreaterThanOrEqual(last.timeNs);
      if (page.timeNs > last.timeNs) moved++;
      last = page;
      if (i % 100 === 0) await new Promise((resolve) => setTimeout(resolve, 10));
    }
    expect(moved).toBeGreaterThan(2);
    const ring = last.queues.find(({ port, queue }) => port === PORT.loop && queue === 0)!;
    expect(ring.rx).toBeGreaterThan(64);
    expect(ring.hits).toBe(ring.rx);
    expect(last.tx[PORT.loop]!.packets).toBeGreaterThanOrEqual(ring.tx);
  });

  test("ports say how they were set up, without a controller", async () => {
    const real = await started();
    const { counters } = closing(await real.observe());
    const ring = counters.ports()[PORT.loop]!;
    expect(ring).toMatchObject({ driver: "net_ring", card: "", rxMode: "", rxDesc: 256, txDesc: 256 });
    expect(ring.offloads).toHaveLength(OFFLOAD_COUNT);
    expect(ring.offloads[OFFLOAD.MULTI_SEGS]).toEqual({
      outcome: OUTCOME.HARDWARE,
      why: WHY.ADVERTISED,
      proof: PROOF.UNPROVEN,
    });
    expect(ring.offloads[OFFLOAD.TSO]).toMatchObject({ outcome: OUTCOME.SOFTWARE, why: WHY.LACKS });
    expect(counters.ports()[PORT.out]?.offloads[OFFLOAD.TSO]).toMatchObject({
      outcome: OUTCOME.NOT_WANTED,
      why: WHY.NONE,
    });
  });

  test("the controller may go and come: forwarding goes on, its flows and generation are read back", async () => {
    const real = await started();
    const first = await attached(real);
    await circulate(first);
    first.worker.commands.generation(2 ** 33 + 1);
    await first.worker.sync();
    first.worker.close();
    const { counters } = closing(await real.observe());
    await expect.poll(() => counters.sample().attached, { timeout: 10_000 }).toBe(false);
    const received = () => counters.lcore(0).queues.reduce((sum, { rx }) => sum + rx, 0);
    const before = received();
    await expect.poll(received, { timeout: 10_000 }).toBeGreaterThan(before);
    const { worker, events, until } = await attached(real);
    expect(worker.welcome).toMatchObject({ session: 2, generation: 2 ** 33 + 1, flowCount: 1 });
    worker.commands.flowDump(1);
    worker.commands.publish();
    await until(() => events.find((event) => event.kind === "dump-end"));
    expect(events.filter(({ kind }) => kind === "flow")).toMatchObject([{ flowId: 1, actionId: 1 }]);
    const again = received();
    await expect.poll(received, { timeout: 10_000 }).toBeGreaterThan(again);
  });

  test("a controller that hangs up without a word makes room for the next", async () => {
    const real = await started();
    const { welcome } = await rawHello(real.socket, {});
    expect(welcome.error).toBe(ERR.OK);
    await expect(real.connect()).rejects.toMatchObject({ code: "WORKER_BUSY" });
    await stops.pop()!();
    await expect
      .poll(() => real.connect().then(closing, (cause: Error) => cause), { timeout: 10_000 })
      .toMatchObject({ welcome: { session: 2 } });
  });
});
