// The TypeScript parts by benchmark.js: simulate a packet, encode a flow, take an upcall. Each result is looked at
// before and after it is timed.
import Benchmark from "benchmark";
import { CommandRing } from "../bindings/command-ring.js";
import {
  CMD_FLOW_ADD,
  CMD_FLOW_ADD_SIZE,
  Commands,
  decodeActions,
  KEY_SIZE,
  PORT_TUNNEL,
  RING,
  RING_SIZE,
  UPCALL,
  UPCALL_SIZE,
  Upcalls,
} from "../bindings/index.js";
import { describePath, Simulator, tag, type Verdict } from "../dataplane/simulation/index.js";
import { CHAINS, NOTHING_LEARNED, ReferenceTraffic, referenceSnapshot } from "./reference-network.js";
import { median } from "./samples.js";
import { markdown } from "./table.js";
import { TAIL, tail } from "./tail.js";

/** One thing that is done over and over. */
export interface Part {
  name: string;
  /** Times a second that are wanted. */
  bar?: number;
  run(): void;
  /** What is wrong with the result of `run`, or undefined. */
  check(): string | undefined;
}

export interface PartLine {
  part: string;
  /** Median of the samples, of which the process had its CPU for `core_share`. */
  ns: number;
  per_second: number;
  /** Relative margin of error, percent (benchmark.js). */
  rme: number;
  samples: number;
  /** Of the process, 0..1; below 0.95 something else was on its CPU: run again. */
  core_share: number;
  bar?: number;
  met?: boolean;
  ok: boolean;
  wrong?: string;
}

/** What a core is to simulate in a second. */
const SIMULATIONS = 1_000_000;

/** `rules`: in each chain, and packets from many addresses; else the reference. */
export function simulation(name: string, tuples: number, rules?: number): Part {
  const snapshot = referenceSnapshot(rules);
  const traffic = new ReferenceTraffic(tuples, rules !== undefined);
  const simulator = new Simulator();
  let last: Verdict | undefined;
  return {
    name,
    bar: SIMULATIONS,
    run() {
      last = simulator.simulate(snapshot, NOTHING_LEARNED, traffic.next());
    },
    check() {
      if (last?.result.kind !== "flow") return `the verdict is ${last?.result.kind}, not flow`;
      const out = decodeActions(last.actions.subarray(0, last.actionLength)).at(-1);
      if (out?.kind !== "output" || out.port !== PORT_TUNNEL)
        return "the packet does not leave by the tunnel";
      const path = describePath(snapshot, last);
      const rules = path.filter(({ step }) => step === "rule").map(({ id }) => id);
      if (rules.join() !== REST.join()) return `the packet was let pass by ${rules.join()}`;
      if (path.at(-1)?.step !== "encap") return "the path does not end at the tunnel";
      const tags = last.tags.subarray(0, last.tagCount);
      return REST.every((rule, i) => tags.includes(tag.rule(CHAINS[i]!, rule)))
        ? undefined
        : "a rule has no tag";
    },
  };
}

/** The last rule of every chain. */
const REST = CHAINS.map((chain) => `${chain}-rest`);

const SIMULATE = "simulate: 2 bridges, router, 4 chains of 20 rules";

/** A ring whose consumer is always done. */
function ring(capacity: number): CommandRing {
  const memory = new ArrayBuffer(RING_SIZE + capacity);
  const words = new Uint32Array(memory);
  words[RING.data_offset >> 2] = RING_SIZE;
  words[RING.capacity >> 2] = capacity;
  return new CommandRing(memory, 0, (head) => {
    words[RING.tail >> 2] = head;
    return 0;
  });
}

function encoding(): Part {
  const target = ring(1 << 20);
  const commands = new Commands(target);
  const key = Uint8Array.from({ length: KEY_SIZE }, (_, i) => i);
  let flow = 0;
  return {
    name: "encode: one FLOW_ADD, published by 64",
    run() {
      commands.flowAdd(flow, flow & 1023, 3, 7, flow, key);
      if ((++flow & 63) === 0) commands.publish();
    },
    check() {
      // A record never crosses the ring's end, so that one begins where the ring begins.
      if (target.words[0] !== CMD_FLOW_ADD_SIZE) return "the ring does not begin with a FLOW_ADD";
      const written = target.bytes.subarray(CMD_FLOW_ADD.key, CMD_FLOW_ADD_SIZE);
      return written.every((byte, i) => byte === i) ? undefined : "the key is not in the record";
    },
  };
}

function decoding(): Part {
  const batch = 64;
  const upcalls = new Upcalls(
    {
      take: (out) => {
        const view = new DataView(out.buffer, out.byteOffset);
        for (let i = 0; i < batch; i++) {
          view.setUint32(i * UPCALL_SIZE + UPCALL.snap_len, 60, true);
          view.setUint16(i * UPCALL_SIZE + UPCALL.port, 3, true);
          view.setUint32(i * UPCALL_SIZE + UPCALL.park_id, 1000 + i, true);
        }
        return batch;
      },
      mixed: () => 0,
    },
    batch,
    "memory",
  );
  let at = batch;
  let sum = 0;
  let parked = 0n;
  let bytes = 0;
  return {
    name: "decode: one upcall, taken by 64",
    run() {
      if (at === batch) {
        upcalls.take();
        at = 0;
      }
      const upcall = upcalls.at(at++);
      sum += upcall.port + upcall.reason + upcall.length + upcall.l3Offset + upcall.key[30]!;
      parked = upcall.parkId;
      bytes = upcall.data.length;
    },
    check: () =>
      bytes === 60 && parked >= 1000n && sum > 0 ? undefined : "an upcall's fields are not what was written",
  };
}

export function time(part: Part, quick: boolean): PartLine {
  part.run();
  const before = part.check();
  const wall = process.hrtime.bigint();
  const cpu = process.cpuUsage();
  const bench = new Benchmark(part.name, () => part.run(), {
    maxTime: quick ? 1 : 5,
    minSamples: quick ? 5 : 20,
  }).run();
  const used = process.cpuUsage(cpu);
  const on = ((used.user + used.system) * 1000) / Number(process.hrtime.bigint() - wall);
  const wrong = before ?? part.check();
  const seconds = median(bench.stats.sample) * Math.min(1, on);
  return {
    part: part.name,
    ns: Number((seconds * 1e9).toFixed(1)),
    per_second: Math.round(1 / seconds),
    rme: Number(bench.stats.rme.toFixed(1)),
    samples: bench.stats.sample.length,
    core_share: Number(Math.min(1, on).toFixed(2)),
    ...(part.bar !== undefined && { bar: part.bar, met: 1 / seconds >= part.bar }),
    ok: wrong === undefined,
    ...(wrong !== undefined && { wrong }),
  };
}

export function runMicrobench(
  only: RegExp,
  quick: boolean,
  report: (line: object) => void,
): { ok: boolean; table: string } {
  const lines = [
    simulation(SIMULATE, 4096),
    simulation(`${SIMULATE}, 1M 5-tuples in turn`, ReferenceTraffic.COUNT),
    encoding(),
    decoding(),
  ]
    .filter(({ name }) => only.test(name))
    .map((part) => {
      const line = time(part, quick);
      report(line);
      return line;
    });
  const head = ["part", "ns", "a second", "rme %", "core", "ok"];
  const rows = lines.map((line) => [
    ...[line.part, line.ns, line.per_second, line.rme, line.core_share],
    line.ok ? "yes" : `NO: ${line.wrong}`,
  ]);
  const tables = rows.length > 0 ? [markdown(head, rows)] : [];
  if (only.test(TAIL)) tables.push(tail(quick, report));
  return { ok: lines.every(({ ok }) => ok), table: tables.join("\n\n") };
}
