// Flow set-up beside forwarding, with commands encoded by the TypeScript classes, on the real worker process.
import { setTimeout as sleep } from "node:timers/promises";
import { CMD_FLOW_ADD_SIZE, KEY } from "../bindings/index.js";
import { CASES, type InstallsRow } from "./cases.js";
import { addFlows, flowKey } from "./flows.js";
import { judge } from "./frames.js";
import { type RowLine, round, rowHead, verdict } from "./lines.js";
import { Loop, type Moment, ROUND } from "./loop.js";

const TOGETHER = 1024;
const ROOM = TOGETHER * CMD_FLOW_ADD_SIZE;

/** Between moments: flows, and what they took. */
export interface Span {
  flows: number;
  packets: number;
  wallNs: number;
  lcoreNs: number;
  mainNs: number;
  /** Of this process, on its CPU. */
  encodeNs: number;
}

export const NO_SPAN: Span = { flows: 0, packets: 0, wallNs: 0, lcoreNs: 0, mainNs: 0, encodeNs: 0 };

export function plus(sum: Span, flows: number, from: Moment, to: Moment, encodeNs: number): Span {
  return {
    flows: sum.flows + flows,
    packets: sum.packets + to.packets - from.packets,
    wallNs: sum.wallNs + to.wallNs - from.wallNs,
    lcoreNs: sum.lcoreNs + to.lcoreNs - from.lcoreNs,
    mainNs: sum.mainNs + to.mainNs - from.mainNs,
    encodeNs: sum.encodeNs + encodeNs,
  };
}

const perPacket = ({ lcoreNs, packets }: Span): number => lcoreNs / packets;
const rate = (flows: number, ns: number): number => Math.round((flows / ns) * 1e9);

/** The controller and the worker's main thread share a CPU: what both took counts. */
export function spanLine(
  spec: InstallsRow,
  operation: string,
  span: Span,
  quiet: Span,
  wrong: string | undefined,
): RowLine {
  const perSecond = rate(span.flows, span.mainNs + span.encodeNs);
  const loss = round(1 - perPacket(quiet) / perPacket(span), 3);
  return {
    ...rowHead("installs", spec.work),
    ...{ operation, writer: "typescript", flows: spec.flows, batch: spec.batch },
    placed: "writes in turns with it",
    per_second: perSecond,
    per_second_wall: rate(span.flows, span.wallNs),
    encoded_per_second: rate(span.flows, span.encodeNs),
    ns_per_packet: round(perPacket(span)),
    mpps: round(1e3 / perPacket(span)),
    core_share: round(span.lcoreNs / span.wallNs),
    packets: span.packets,
    quiet_ns: round(perPacket(quiet)),
    loss,
    ...(operation === "install" && {
      bar: `${spec.bar.perSecond / 1e6} M/s, loss ${spec.bar.loss}`,
      met: perSecond >= spec.bar.perSecond && loss <= spec.bar.loss,
    }),
    ...verdict(wrong),
  };
}

/** Published as they are written, and no more than the ring holds. Written in place: one key, renumbered. */
async function install(loop: Loop, key: Uint8Array, first: number, count: number): Promise<void> {
  const { commands } = loop.link;
  for (let flow = first; flow < first + count; flow++) {
    if (flow % TOGETHER === 0) {
      commands.publish();
      await commands.room(ROOM);
    }
    key[KEY.ip_dst + 14] = (flow >>> 8) & 255;
    key[KEY.ip_dst + 15] = flow & 255;
    const port = 1024 + (flow >>> 16);
    key[KEY.tp_src] = port >>> 8;
    key[KEY.tp_src + 1] = port & 255;
    commands.flowAdd(flow, 0, 0, 0, flow, key);
  }
}

async function remove(loop: Loop, first: number, count: number): Promise<void> {
  const { commands } = loop.link;
  for (let flow = first; flow < first + count; flow++) {
    if (flow % TOGETHER === 0) {
      commands.publish();
      await commands.room(ROOM);
    }
    commands.flowDel(flow);
  }
}

const cpuNs = (): number => {
  const { user, system } = process.cpuUsage();
  return (user + system) * 1000;
};

export async function measureInstallsTypescript(spec: InstallsRow, folder: string): Promise<RowLine[]> {
  const what = CASES.cases.find(({ name }) => name === spec.work)!;
  const loop = await Loop.start(what, spec.flows, spec.flows + spec.batch + 64, folder);
  const spans = { quiet: NO_SPAN, install: NO_SPAN, remove: NO_SPAN };
  const take = async (name: keyof typeof spans, flows: number, work: () => Promise<unknown>) => {
    const from = loop.now();
    const cpu = cpuNs();
    await work();
    spans[name] = plus(spans[name], flows, from, loop.now(), cpuNs() - cpu);
  };
  try {
    const key = flowKey(what, 0, 0);
    // The first batch warms the code and the memory of the ring.
    await addFlows(loop.link.commands, what, 0, spec.flows, spec.batch);
    await loop.link.sync();
    await remove(loop, spec.flows, spec.batch);
    await loop.link.sync();
    for (let pass = 0; pass < spec.passes; pass++) {
      await take("quiet", 0, () => sleep(spec.quietMs ?? 100));
      await take("install", spec.batch, async () => {
        await install(loop, key, spec.flows, spec.batch);
        await loop.link.sync();
      });
      await take("quiet", 0, () => sleep(spec.quietMs ?? 100));
      await take("remove", spec.batch, async () => {
        await remove(loop, spec.flows, spec.batch);
        await loop.link.sync();
      });
    }
    const wrong = await loop.audit((frame) => judge(what, { flows: ROUND }, frame));
    return (["install", "remove"] as const).map((name) =>
      spanLine(spec, name, spans[name], spans.quiet, wrong),
    );
  } finally {
    await loop.close();
  }
}
