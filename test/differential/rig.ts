// Puts a scene to the real thing: a node with the real worker on capture files. It says what came out, and must never
// judge it.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { pino } from "pino";
import { VirtualClock } from "../../dataplane/controller/clock.js";
import { EdgeNode, type Log, type QueueSample } from "../../dataplane/controller/index.js";
import { parseProfile } from "../../dataplane/profiles/index.js";
import { Random } from "../../dataplane/simulation/test/lib/random-keys.js";
import { encodeState } from "../../dataplane/topology/wire.js";
import { readPcap } from "../../scripts/pcap/read.js";
import { writePcap } from "../../scripts/pcap/write.js";
import type { Sent } from "./expect.js";
import { portions } from "./portions.js";
import { HOST, portName, type Scene, type ScenePacket } from "./scene.js";
import { UNDERLAY_MAC } from "./world.js";

export interface Observed {
  sent: Sent[];
  /** By reason's name, all queues together. */
  drops: Map<string, number>;
  consumed: number;
  /** Ledger lines that do not add up, packets still held, the node's own complaints. */
  complaints: string[];
  /** The node did not live to see the end: the rest says nothing. */
  died: boolean;
  /** Packets that found a flow, upcalls taken, flows and masks at the end: for people. */
  hits: number;
  upcalls: number;
  flows: number;
  masks: number;
  /** Flows that expired or were invalidated at random while packets came. */
  churned: number;
}

/** Looks at the node at rest under topology `phase`; gives complaints. */
export type Visit = (node: EdgeNode, phase: number) => string[];

/** Packets in flight during a change, at most. */
const IN_FLIGHT = 512;
const RETRY_MS = 10;
const LOOK_MS = 2;
const START_MS = 1_000_000;
let rigs = 0;

/** `frames`: what becomes of each packet, at most. */
export async function observe(
  scene: Scene,
  frames: readonly number[],
  visit: Visit = () => [],
): Promise<Observed> {
  const folder = mkdtempSync(join(tmpdir(), "eld-"));
  const ins = scene.settings.mtus.map((_, port) => join(folder, `${port}.in.pcap`));
  const outs = scene.settings.mtus.map((_, port) => join(folder, `${port}.out.pcap`));
  const stateFile = join(folder, "state");
  let node: EdgeNode | undefined;
  // Who exits in the middle of a scene leaves nothing behind: workers outlive their controllers.
  const leave = (): void => {
    if (node !== undefined) process.kill(node.status().worker, "SIGTERM");
    rmSync(folder, { recursive: true, force: true });
  };
  process.once("exit", leave);
  try {
    ins.forEach((path, port) => {
      const records = scene.packets.filter((packet) => packet.port === port);
      writePcap(
        path,
        records.map(({ data }) => ({ time: 0n, data, length: data.length })),
      );
    });
    writeFileSync(stateFile, stored(scene));
    const clock = new VirtualClock(START_MS);
    const log: string[] = [];
    node = await EdgeNode.start({
      profile: parseProfile(profileOf(scene, ins, outs, stateFile)),
      topology: scene.topologies[0]!,
      ...{ runDir: folder, clock, log: listening(log), api: false },
    });
    node.errors$.subscribe((error) =>
      log.push(`the node ended: ${error.code} ${error.message} ${error.cause}`),
    );
    const complaints: string[] = [];
    const churn = scene.seed % 3 === 1 ? new Churn(node, scene.seed) : undefined;
    try {
      complaints.push(...(await run(node, clock, scene, frames, visit, churn)));
    } catch (cause) {
      await node.stop();
      return failed([...log, String(cause)]);
    }
    const { queues } = node.sample();
    const [flows, masks, upcalls] = [node.core.flows.size, node.masks().length, node.core.taken];
    await node.stop();
    node = undefined;
    return {
      sent: outs.flatMap((path, port) => readPcap(path).map(({ data }) => ({ port, bytes: data }))),
      drops: added(queues),
      consumed: total(queues.map(({ consumed }) => consumed)),
      complaints: [...complaints, ...log],
      died: false,
      hits: total(queues.map(({ hits }) => hits)),
      ...{ upcalls, flows, masks, churned: churn?.flows ?? 0 },
    };
  } finally {
    await node?.stop();
    process.off("exit", leave);
    rmSync(folder, { recursive: true, force: true });
  }
}

const total = (numbers: readonly number[]): number => numbers.reduce((sum, number) => sum + number, 0);

/** Of a node that did not live to see the end. */
const failed = (complaints: string[]): Observed => ({
  ...{
    sent: [],
    drops: new Map(),
    consumed: 0,
    complaints,
    died: true,
    hits: 0,
    upcalls: 0,
    flows: 0,
    masks: 0,
    churned: 0,
  },
});

function added(queues: readonly QueueSample[]): Map<string, number> {
  const drops = new Map<string, number>();
  for (const queue of queues)
    for (const [name, count] of Object.entries(queue.drops)) drops.set(name, (drops.get(name) ?? 0) + count);
  return drops;
}

/** What came to be, less what has a fate: zero where the ledger adds up. */
const imbalance = (queue: QueueSample): number =>
  queue.rx +
  queue.injected +
  queue.cloned +
  queue.split -
  (queue.tx + total(Object.values(queue.drops)) + queue.consumed + queue.merged + queue.held);

/** What was learned is read from where a restart would find it. */
function stored({ known }: Scene): Uint8Array {
  const seenMs = START_MS;
  return encodeState({
    ...{ version: 1, host: HOST, savedMs: seenMs },
    stations: known.stations.map((station) => ({ ...station, seenMs })),
    neighbours: known.neighbours.flatMap(({ port, address, mac }) =>
      mac === "failed" ? [] : [{ port, address, mac, seenMs }],
    ),
    bridgeNeighbours: known.bridgeNeighbours.map((one) => ({ ...one, seenMs })),
    pathMtus: known.pathMtus.map((path) => ({ ...path, seenMs })),
  });
}

function profileOf(
  { settings }: Scene,
  ins: readonly string[],
  outs: readonly string[],
  file: string,
): object {
  const { underlay, tunnels, flows, lcores } = settings;
  return {
    version: 1,
    host: HOST,
    name: `d${process.pid}-${rigs++}`,
    ports: settings.mtus.map((mtu, port) => ({
      name: portName(port),
      device: `net_pcap${port},rx_pcap=${ins[port]},tx_pcap=${outs[port]}`,
      ...{ gated: true, mtu, rxDescriptors: 64, txDescriptors: 64 },
    })),
    underlay: [
      {
        port: portName(0),
        ...(underlay.vlan === 0 ? {} : { vlan: underlay.vlan }),
        ...{ addresses: underlay.addresses, gateways: underlay.gateways, mtu: underlay.mtu },
      },
    ],
    cores: lcores === 2 ? [0, 1] : [1],
    memory: { hugepages: false, megabytes: 128 },
    idle: { backoffUs: 500 },
    bounds: { flows, parked: 2048, upcallSlots: 2048, upcallRate: 0, tunnels: 64, nexthops: 64 },
    timeouts: {
      ...{ flowIdleMs: 0, parkMs: 60_000, macAgeMs: 86_400_000 },
      neighbour: { retryMs: RETRY_MS, tries: 1, staleMs: 80_000_000, expireMs: 86_400_000 },
    },
    tunnels,
    state: { file },
  };
}

/** Errors and warnings of the node become lines. */
function listening(lines: string[]): Log {
  const stream = {
    write: (text: string): void => {
      const line = JSON.parse(text) as { level: number; msg: string; code?: string };
      if (line.level >= 40) lines.push(`log: ${line.code ?? ""} ${line.msg} ${text.slice(0, 400)}`);
    },
  };
  return pino({ level: "warn", base: null }, stream);
}

/** Takes flows out while packets are on their way, as if they had idled or something they rest on had changed. Nothing
 * has: each packet's fate stays what it was, by another flow. */
class Churn {
  flows = 0;
  private readonly random: Random;

  constructor(
    private readonly node: EdgeNode,
    seed: number,
  ) {
    this.random = new Random(seed ^ 0xc4a21);
  }

  async go(): Promise<void> {
    const { random } = this;
    const { flows, outbox } = this.node.core;
    for (let rounds = 1 + random.below(4); rounds > 0; rounds--) {
      await new Promise((done) => setImmediate(done));
      const before = flows.size;
      const live = [...flows.list()];
      for (let i = random.below(16); i > 0 && live.length > 0; i--) flows.idle(random.pick(live).slot, 0);
      const tags = live.length > 0 && random.chance(40) ? [...random.pick(live).tags] : [];
      if (tags.length > 0) flows.invalidate([random.pick(tags)]);
      this.flows += before - flows.size;
      outbox.flush();
    }
  }
}

async function run(
  node: EdgeNode,
  clock: VirtualClock,
  scene: Scene,
  frames: readonly number[],
  visit: Visit,
  churn?: Churn,
): Promise<string[]> {
  await prepare(node, clock, scene);
  const shared = scene.settings.lcores > 1;
  const weights = new Map(scene.packets.map((packet, at) => [packet, frames[at]!]));
  const weight = shared ? (packet: ScenePacket): number => weights.get(packet)! : undefined;
  const complaints: string[] = [];
  let received = 0;
  let turn = 0;
  const feed = (packets: readonly ScenePacket[]): void => {
    for (const [port, count] of counted(packets)) node.credit(portName(port), count);
    received += packets.length;
  };
  // A node that settles looks and looks: the CPU is the worker's until there is something to see.
  const settled = async (): Promise<void> => {
    while (total(node.sample().queues.map(({ rx }) => rx)) < received) await sleep(LOOK_MS);
    await node.settle(received);
    if (shared) await allLetGo(node);
  };
  for (const [phase, next] of scene.topologies.entries()) {
    if (phase > 0) {
      const during = scene.packets.filter((packet) => packet.phase === phase - 1 && packet.during);
      const [last, ...before] = portions(during, weight, IN_FLIGHT);
      for (const part of before) {
        feed(part);
        await settled();
      }
      feed(last ?? []);
      // Some of them are decided on before, some after, some between withdrawal and publication.
      for (let turns = scene.seed % 7; turns > 0; turns--) await new Promise((done) => setImmediate(done));
      await node.apply(next);
      await settled();
    }
    const quiet = scene.packets.filter((packet) => packet.phase === phase && !packet.during);
    for (const part of portions(quiet, weight)) {
      feed(part);
      if (turn++ % 4 === 0) await churn?.go();
      await settled();
    }
    complaints.push(...(await atRest(node, received)), ...visit(node, phase));
  }
  return complaints;
}

function counted(packets: readonly ScenePacket[]): Map<number, number> {
  const counts = new Map<number, number>();
  for (const { port } of packets) counts.set(port, (counts.get(port) ?? 0) + 1);
  return counts;
}

/** Neighbours that nobody answers for, and those of the underlay. */
async function prepare(node: EdgeNode, clock: VirtualClock, scene: Scene): Promise<void> {
  const { core } = node;
  if (core.snapshot.underlay[0]!.mac !== UNDERLAY_MAC)
    throw new Error("the underlay's MAC is not net_pcap's");
  for (const { address, mac } of scene.known.hops) if (mac !== "failed") core.underlay.learn(0, address, mac);
  for (const tunnel of core.underlay.tunnels.list()) core.underlay.tunnels.want(tunnel.id);
  for (const { port, address, mac } of scene.known.neighbours)
    if (mac === "failed") core.state.neighbours.want(port, address, true);
  core.outbox.flush();
  // Unanswered in time: failed, and still so when all is over, for this clock stands.
  clock.advanceTo(clock.now() + RETRY_MS);
  core.outbox.flush();
  await core.syncs.all();
}

/** How many packets are held when that has ended, or takes too long: no lcore has any for another then. */
async function allLetGo(node: EdgeNode): Promise<number> {
  const held = (): number => total(node.sample().queues.map((queue) => queue.held));
  for (let tries = 0; held() > 0 && tries < 2000; tries++) await sleep(1);
  return held();
}

/** Complaints about the ledger once nothing is held. */
async function atRest(node: EdgeNode, received: number): Promise<string[]> {
  const held = await allLetGo(node);
  const { queues } = node.sample();
  const lines = queues.flatMap((queue) => {
    const off = imbalance(queue);
    return off === 0 ? [] : [`ledger: queue ${queue.port}/${queue.queue} is off by ${off}`];
  });
  if (held > 0) lines.push(`${held} packets are still held`);
  const rx = total(queues.map((queue) => queue.rx));
  if (rx !== received) lines.push(`${rx} packets received, ${received} given`);
  return lines;
}
