// The flow book's rows against a plain model, under random sequences of installs, ends, invalidations, swaps, sweeps
// and refusals; the model worker judges every command on the way.
import fc from "fast-check";
import { expect, it } from "vitest";
import { ACT_KIND, FIELDS, KEY, KEY_SIZE } from "../../../bindings/layout.js";
import { compile } from "../../simulation/compile.js";
import { keep } from "../../simulation/simulate.js";
import type { Verdict } from "../../simulation/verdict.js";
import type { Topology } from "../../topology/model.js";
import { VirtualClock } from "../clock.js";
import { bytesKey, masked } from "../flows/bits.js";
import { FlowTable, REFUSED } from "../flows/table.js";
import { ModelWorker } from "./model-worker.js";

const topology: Topology = { version: 1, hosts: [{ id: "h" }], ports: [] };
const snapshot = compile(topology, { host: "h", ports: new Map(), underlay: [] });
const SHAPES = [
  ["ETH_DST"],
  ["ETH_DST", "IP_DST"],
  ["ETH_DST", "TP_DST", "IP_PROTO"],
  ["ETH_DST", "ETH_SRC"],
];

const maskOf = (names: readonly string[]): Uint8Array => {
  const mask = new Uint8Array(KEY_SIZE);
  for (const { name, offset, bytes } of FIELDS)
    if (name === "IN_PORT" || names.includes(name)) mask.fill(0xff, offset, offset + bytes);
  return mask;
};

/** The destination MAC decides, so that flows which overlap agree. */
function keyOf(destination: number, rest: number): Uint8Array {
  const key = new Uint8Array(KEY_SIZE);
  key[KEY.eth_dst + 5] = destination;
  key[KEY.eth_src + 5] = rest;
  key[KEY.ip_dst + 15] = rest;
  key[KEY.tp_dst + 1] = rest >> 1;
  return key;
}

function verdictOf(destination: number, shape: number, era: number): Verdict {
  const mask = maskOf(SHAPES[shape]!);
  const actions = new Uint8Array(8);
  new DataView(actions.buffer).setUint32(0, ACT_KIND.OUTPUT | (8 << 16), true);
  actions[4] = destination * 16 + era;
  // Lent arrays are longer than what counts.
  return keep({
    result: { kind: "flow" },
    ...{ mask, maskWords: new Int32Array(mask.buffer), rewritten: 0 },
    ...{ actions, actionWords: new Int32Array(actions.buffer), actionLength: 8 },
    ...{ groups: [], generated: [], learned: [] },
    ...{ tags: Int32Array.of(destination, 1000 + shape, 77), tagCount: 2 },
    ...{ path: Int32Array.of(destination, shape, era, 99), pathLength: 3 },
  });
}

interface Plain {
  key: Uint8Array;
  verdict: Verdict;
}

const step = fc.oneof(
  {
    weight: 12,
    arbitrary: fc.record({ do: fc.constant("install"), a: fc.nat(3), b: fc.nat(255), c: fc.nat(3) }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("end"), a: fc.nat(1000), b: fc.nat(), c: fc.nat() }) },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constant("invalidate"), a: fc.nat(7), b: fc.nat(), c: fc.nat() }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("sweep"), a: fc.nat(40), b: fc.nat(), c: fc.nat() }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("fill"), a: fc.nat(3), b: fc.nat(), c: fc.nat(3) }) },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant("refuse"), a: fc.nat(1000), b: fc.nat(), c: fc.nat() }),
  },
);

it("agrees with a plain model under any sequence of changes", () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), fc.integer({ min: 300, max: 2000 }), (steps, limit) => {
      const worker = new ModelWorker();
      const clock = new VirtualClock();
      const sent = new Map<number, number>();
      const flowAdd = worker.flowAddMasked.bind(worker);
      worker.flowAddMasked = (...args) => {
        const seq = flowAdd(...args);
        sent.set(args[4], seq);
        return seq;
      };
      const limits = { flows: limit, actions: 1000, groups: 10 };
      const flows = new FlowTable({
        commands: worker,
        clock,
        limits,
        tunnelId: (id) => id,
        meterId: (id) => id,
      });
      const model = new Map<number, Plain>();
      let era = 0;
      const install = (destination: number, rest: number, shape: number): void => {
        const key = keyOf(destination, rest);
        const verdict = verdictOf(destination, shape, era);
        const slot = flows.install(key, verdict, snapshot, 1);
        if (slot === REFUSED) throw new Error("refused with room left");
        const flow = flows.at(slot)!;
        model.set(flow.serial, model.get(flow.serial) ?? { key, verdict });
        for (const serial of model.keys()) if ("end" in flows.find(serial)!) model.delete(serial);
      };
      for (const { do: what, a, b, c } of steps) {
        if (what === "install") install(a, b, c);
        else if (what === "fill") for (let rest = 0; rest < 90; rest++) install(a, rest, c);
        else if (what === "sweep") flows.sweep(a);
        else if (what === "end") {
          const serial = [...model.keys()][a % Math.max(1, model.size)];
          if (serial !== undefined) flows.end(serial, "idle");
          model.delete(serial ?? -1);
        } else if (what === "refuse") {
          const serial = [...model.keys()][a % Math.max(1, model.size)];
          if (serial === undefined) continue;
          const slot = flows.find(serial)!.slot;
          // As the worker has it: the flow is not there.
          worker.flows.delete(slot);
          expect(flows.refused(sent.get(serial)!)).toBe(serial);
          model.delete(serial);
        } else {
          const tag = a < 4 ? a : 996 + a;
          const gone = [...model].filter(([, { verdict }]) => verdict.tags.includes(tag));
          expect(flows.tagged([tag])).toBe(gone.length);
          expect(flows.invalidate([tag])).toBe(gone.length);
          for (const [serial] of gone) model.delete(serial);
          // What is simulated from now on may differ for what was withdrawn; for all, it is simplest.
          if (a < 4) era = (era + 1) % 16;
          if (a < 4) flows.invalidate([0, 1, 2, 3]);
          if (a < 4) model.clear();
        }
        judge(flows, worker, model);
      }
    }),
    { numRuns: 40 },
  );
});

function judge(flows: FlowTable, worker: ModelWorker, model: Map<number, Plain>): void {
  expect(flows.size).toBe(model.size);
  expect(worker.flows.size).toBe(flows.size + flows.leaving);
  const listed = [...flows.list()];
  expect(listed.map(({ serial }) => serial).sort((x, y) => x - y)).toEqual(
    [...model.keys()].sort((x, y) => x - y),
  );
  for (const flow of listed) {
    const plain = model.get(flow.serial)!;
    expect(bytesKey(flow.key)).toBe(bytesKey(plain.key));
    expect([...flow.tags]).toEqual([...plain.verdict.tags]);
    expect([...flow.path]).toEqual([...plain.verdict.path]);
    const there = worker.flows.get(flow.slot)!;
    expect(there.cookie).toBe(flow.serial);
    expect(worker.actions.get(there.actionId)).toEqual(plain.verdict.actions);
    expect(bytesKey(there.key)).toBe(bytesKey(masked(plain.key, worker.masks.get(flow.maskId)!)));
    expect(flows.match(flow.key)?.serial).toBeDefined();
  }
  // Whatever else the worker has asks again.
  for (const [slot, { actionId }] of worker.flows)
    if (flows.at(slot) === undefined) expect(worker.actions.get(actionId)![0]).toBe(ACT_KIND.PUNT);
}
