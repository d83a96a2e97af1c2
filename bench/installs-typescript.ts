// Flow set-up beside forwarding, with commands encoded by the TypeScript classes, on the real worker process.
import { setTimeout as sleep } from "node:timers/promises";
import { CMD_FLOW_ADD_SIZE, type Commands, KEY } from "../bindings/index.js";
import { type BenchCase, CASES, type InstallsRow } from "./cases.js";
import { flowKey } from "./flows.js";
import { judge } from "./frames.js";
import { askedRate, judged } from "./installs.js";
import { type RowLine, round, rowHead, verdict } from "./lines.js";
import { Loop, type Moment, ROUND } from "./loop.js";

const TOGETHER = 1024;
const ROOM = TOGETHER * CMD_FLOW_ADD_SIZE;
/** Looks that the worker's sweep takes at a flow in a time-out. */
const LOOKS = 4;
/** Quiet times about an expiry. */
const QUIETS = 3;

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

/** The controller and the worker's main thread share a CPU: what both took counts. `asked`: flows a second. */
export function spanLine(
  spec: InstallsRow,
  operation: string,
  span: Span,
  quiet: Span,
  wrong: string | undefined,
  asked?: number,
): RowLine {
  const wall = rate(span.flows, span.wallNs);
  const loss = round(1 - perPacket(quiet) / perPacket(span), 3);
  return {
    ...rowHead("installs", spec.work),
    ...{ operation, writer: "typescript", flows: spec.flows, batch: spec.batch },
    placed: "writes in turns with it",
    ...(asked !== undefined && { asked }),
    per_second: rate(span.flows, span.mainNs + span.encodeNs),
    per_second_wall: wall,
    encoded_per_second: rate(span.flows, span.encodeNs),
    ns_per_packet: round(perPacket(span)),
    mpps: round(1e3 / perPacket(span)),
    core_share: round(span.lcoreNs / span.wallNs),
    packets: span.packets,
    quiet_ns: round(perPacket(quiet)),
    loss,
    ...(asked !== undefined && judged(spec, wall, loss)),
    ...verdict(wrong),
  };
}

type Write = (commands: Commands, flow: number) => void;

/** Written in place: one key, renumbered. */
function adder(key: Uint8Array): Write {
  return (commands, flow) => {
    key[KEY.ip_dst + 14] = (flow >>> 8) & 255;
    key[KEY.ip_dst + 15] = flow & 255;
    const port = 1024 + (flow >>> 16);
    key[KEY.tp_src] = port >>> 8;
    key[KEY.tp_src + 1] = port & 255;
    commands.flowAdd(flow, 0, 0, 0, flow, key);
  };
}

const remove: Write = (commands, flow) => commands.flowDel(flow);

/** Published as they are written, and no more than the ring holds; at most `perSecond`. */
async function writeAll(loop: Loop, spec: InstallsRow, perSecond: number, write: Write): Promise<void> {
  const { commands } = loop.link;
  const start = performance.now();
  for (let done = 0; done < spec.batch; ) {
    const due = Math.min(spec.batch, ((performance.now() - start) / 1e3) * perSecond, done + TOGETHER);
    if (due < spec.batch && due < done + TOGETHER) {
      await sleep(1);
      continue;
    }
    await commands.room(ROOM);
    for (; done < due; done++) write(commands, spec.flows + done);
    commands.publish();
  }
  await loop.link.sync();
}

const cpuNs = (): number => {
  const { user, system } = process.cpuUsage();
  return (user + system) * 1000;
};

async function spanOf(sum: Span, loop: Loop, flows: number, work: () => Promise<unknown>): Promise<Span> {
  const from = loop.now();
  const cpu = cpuNs();
  await work();
  return plus(sum, flows, from, loop.now(), cpuNs() - cpu);
}

/** Holds the CPU: what others did there meanwhile would count as quiet. */
async function rest(ms = 100): Promise<void> {
  const end = performance.now() + ms;
  for (let spun = 0; performance.now() < end; ) for (const until = spun + 10_000; spun < until; ) spun++;
}

const KINDS = ["install", "remove", "install-unbounded", "remove-unbounded"] as const;

async function measureWrites(spec: InstallsRow, what: BenchCase, folder: string): Promise<RowLine[]> {
  const loop = await Loop.start(what, spec.flows, spec.flows + spec.batch + 64, folder);
  let quiet = NO_SPAN;
  const spans = Object.fromEntries(KINDS.map((kind) => [kind, NO_SPAN])) as Record<
    (typeof KINDS)[number],
    Span
  >;
  const asked = askedRate(spec);
  try {
    const add = adder(flowKey(what, 0, 0));
    const writes = (kind: (typeof KINDS)[number]) =>
      writeAll(
        loop,
        spec,
        kind.endsWith("unbounded") ? Number.POSITIVE_INFINITY : asked,
        kind.startsWith("install") ? add : remove,
      );
    // The first batch warms the code and the memory of the ring.
    await writes("install-unbounded");
    await writes("remove-unbounded");
    for (let pass = 0; pass < spec.passes; pass++)
      for (const kind of KINDS) {
        quiet = await spanOf(quiet, loop, 0, () => rest(spec.quietMs));
        spans[kind] = await spanOf(spans[kind], loop, spec.batch, () => writes(kind));
      }
    const wrong = await loop.audit((frame) => judge(what, { flows: ROUND }, frame));
    return KINDS.map((kind) =>
      spanLine(spec, kind, spans[kind], quiet, wrong, kind.endsWith("unbounded") ? undefined : asked),
    );
  } finally {
    await loop.close();
  }
}

/** All flows that no frame goes round by fall silent; the worker's sweep tells of them at the rate that is asked. */
async function measureExpiry(spec: InstallsRow, what: BenchCase, folder: string): Promise<RowLine> {
  const asked = askedRate(spec);
  const idleMs = Math.floor((LOOKS * 1000 * spec.flows) / asked);
  const loop = await Loop.start(what, spec.flows, spec.flows + 64, folder, idleMs);
  const silent = spec.flows - ROUND;
  let gone = 0;
  let hear = () => {};
  const heard = new Promise<void>((resolve) => (hear = resolve));
  let finish = () => {};
  const finished = new Promise<void>((resolve) => (finish = resolve));
  loop.onIdle = (flow) => {
    if (flow < ROUND) return;
    loop.link.commands.flowDel(flow);
    if (++gone === 1) hear();
    if (gone === silent) finish();
  };
  let quiet = NO_SPAN;
  const rests = async () => {
    for (let i = 0; i < QUIETS; i++) quiet = await spanOf(quiet, loop, 0, () => rest(spec.quietMs));
  };
  try {
    await rests();
    const early = gone;
    await heard;
    const span = await spanOf(NO_SPAN, loop, silent - early, () => finished.then(() => loop.link.sync()));
    await rests();
    const wrong = await loop.audit((frame) => judge(what, { flows: ROUND }, frame));
    const line = spanLine(
      spec,
      "expire",
      span,
      quiet,
      early > 0 ? "flows expired in a quiet time" : wrong,
      asked,
    );
    return { ...line, placed: "answers it" };
  } finally {
    await loop.close();
  }
}

export async function measureInstallsTypescript(spec: InstallsRow, folder: string): Promise<RowLine[]> {
  const what = CASES.cases.find(({ name }) => name === spec.work)!;
  const lines = await measureWrites(spec, what, folder);
  return spec.expire > 0 ? [...lines, await measureExpiry(spec, what, folder)] : lines;
}
