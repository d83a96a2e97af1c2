// The flow table against a model of the worker's rules, with policies more varied than 16 masks.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ACT_KIND, DROP, FIELDS, KEY, KEY_SIZE, MAX_MASKS } from "../../../bindings/layout.js";
import { compile } from "../../simulation/compile.js";
import type { Result, Verdict } from "../../simulation/verdict.js";
import type { Topology } from "../../topology/model.js";
import { VirtualClock } from "../clock.js";
import { agree, bytesKey, covers } from "../flows/bits.js";
import { BASE_MASK_ID, baseMask, MaskSet } from "../flows/masks.js";
import type { EndedFlow, Flow } from "../flows/record.js";
import { FlowTable, REFUSED } from "../flows/table.js";
import { ModelWorker } from "./model-worker.js";

const topology: Topology = { version: 1, hosts: [{ id: "h" }], ports: [] };
const snapshot = compile(topology, { host: "h", ports: new Map(), underlay: [] });

function record(kind: number, value: number): Uint8Array {
  const bytes = new Uint8Array(kind === ACT_KIND.ENCAP ? 16 : 8);
  const view = new DataView(bytes.buffer);
  view.setUint16(0, kind, true);
  view.setUint16(2, bytes.length, true);
  view.setUint32(4, value, true);
  return bytes;
}

function verdict(mask: Uint8Array, actions: Uint8Array, more: Partial<Verdict> = {}): Verdict {
  const result: Result = { kind: "flow" };
  const tags = more.tags ?? new Int32Array(0);
  return {
    result,
    mask,
    maskWords: new Int32Array(mask.buffer),
    rewritten: 0,
    actions,
    actionWords: new Int32Array(actions.buffer),
    actionLength: actions.length,
    groups: [],
    tags,
    tagCount: tags.length,
    path: new Int32Array(0),
    pathLength: 0,
    generated: [],
    learned: [],
    ...more,
  };
}

/** A group that the worker has: its id, and its members. */
type Made = ModelWorker["groups"] extends Map<infer Id, infer Members> ? [Id, Members] : never;

function maskOf(names: readonly string[]): Uint8Array {
  const mask = new Uint8Array(KEY_SIZE);
  for (const field of FIELDS)
    if (field.name === "IN_PORT" || names.includes(field.name))
      mask.fill(0xff, field.offset, field.offset + field.bytes);
  return mask;
}

function keyOf(seed: number): Uint8Array {
  const key = new Uint8Array(KEY_SIZE);
  let state = seed * 2654435761 + 1;
  for (let i = 2; i < KEY_SIZE; i++) {
    state = (Math.imul(state, 1103515245) + 12345) >>> 0;
    key[i] = state >>> 24;
  }
  return key;
}

/** The flow that packets with this key hit from now on. */
function put(flows: FlowTable, key: Uint8Array, of: Verdict): Flow {
  const slot = flows.install(key, of, snapshot, 1);
  if (slot === REFUSED) throw new Error("refused with room left");
  return flows.at(slot)!;
}

function table(limits = { flows: 1000, actions: 1000, groups: 10 }) {
  const worker = new ModelWorker();
  const clock = new VirtualClock();
  const flows = new FlowTable({
    commands: worker,
    clock,
    limits,
    tunnelId: (id) => id + 100,
    meterId: (id) => id + 200,
  });
  return { worker, clock, flows };
}

describe("canonical masks", () => {
  it("keeps the port-and-L2 mask alive, and at most 16, whatever is asked for", () => {
    const names = FIELDS.map((field) => field.name);
    const asked = fc.record({ names: fc.subarray(names), key: fc.nat(30), end: fc.boolean() });
    fc.assert(
      fc.property(fc.array(asked, { maxLength: 200 }), (steps) => {
        const { worker, flows } = table();
        for (const { names, key: seed, end } of steps) {
          const key = keyOf(seed);
          const mask = maskOf(names);
          // Flows that overlap must agree: the list follows from the one field that all masks have.
          key[KEY.in_port] = seed % 4;
          const flow = put(flows, key, verdict(mask, record(ACT_KIND.OUTPUT, seed % 4)));
          expect(covers(worker.masks.get(flow.maskId)!, mask)).toBe(true);
          if (end) flows.end(flow.serial, "idle");
          expect(worker.masks.size).toBeLessThanOrEqual(MAX_MASKS);
          expect(bytesKey(worker.masks.get(BASE_MASK_ID)!)).toBe(bytesKey(baseMask()));
        }
        expect(worker.flows.size).toBe(flows.size);
        for (const flow of flows.list()) {
          const hits = worker.lookup(flow.key);
          expect(hits.map((hit) => hit.cookie)).toContain(flow.serial);
          for (const hit of hits)
            expect(worker.actions.get(hit.actionId)).toEqual(flows.actions.bytes(flow.actionId));
          expect(covers(worker.masks.get(flow.maskId)!, flow.computed.mask)).toBe(true);
        }
      }),
      { numRuns: 150 },
    );
  });

  it("gives a much-used mask the place of one that few flows use", () => {
    const { worker, flows } = table({ flows: 5000, actions: 10, groups: 10 });
    const act = record(ACT_KIND.OUTPUT, 1);
    const shapes = FIELDS.filter((field) => field.name !== "IN_PORT").map((field) => [field.name]);
    for (const shape of shapes) flows.install(keyOf(1), verdict(maskOf(shape), act), snapshot, 1);
    const busy = maskOf(["IP_TOS", "TP_DST"]);
    for (let i = 0; i < 400; i++) flows.install(keyOf(i + 10), verdict(busy, act), snapshot, 1);
    expect([...worker.masks.values()].map(bytesKey)).toContain(bytesKey(busy));
    expect(worker.flows.size).toBe(flows.size);
    expect(flows.masks.list().length).toBe(MAX_MASKS);
  });

  it("uses a covering mask for a computed one only when no place is free", () => {
    const masks = new MaskSet();
    const narrow = maskOf(["ETH_DST"]);
    expect(bytesKey(masks.place(masks.intern(narrow)).use.mask)).toBe(bytesKey(narrow));
  });
});

describe("flows", () => {
  it("installs one flow for all packets that agree on what was read", () => {
    const { worker, flows } = table();
    const mask = maskOf(["ETH_DST"]);
    const key = keyOf(1);
    const other = Uint8Array.from(key);
    other[KEY.tp_dst] = other[KEY.tp_dst]! ^ 1;
    expect(agree(key, other, mask)).toBe(true);
    const act = record(ACT_KIND.OUTPUT, 3);
    const first = flows.install(key, verdict(mask, act), snapshot, 1);
    expect(flows.install(other, verdict(mask, act), snapshot, 1)).toBe(first);
    expect(worker.flows.size).toBe(1);
    expect(flows.match(other)?.serial).toBe(1);
  });

  it("takes out exactly the flows of a tag, and their lists and masks with the last of them", () => {
    const { worker, flows } = table();
    const mask = maskOf(["ETH_SRC"]);
    flows.install(
      keyOf(1),
      verdict(mask, record(ACT_KIND.OUTPUT, 1), { tags: Int32Array.of(7, 8) }),
      snapshot,
      1,
    );
    flows.install(
      keyOf(2),
      verdict(mask, record(ACT_KIND.OUTPUT, 1), { tags: Int32Array.of(8) }),
      snapshot,
      1,
    );
    expect(flows.invalidate([7])).toBe(1);
    expect(worker.flows.size).toBe(1);
    expect(worker.actions.size).toBe(1);
    expect(flows.invalidate([7, 8])).toBe(1);
    expect(worker.actions.size).toBe(0);
    expect([...worker.masks.keys()]).toEqual([BASE_MASK_ID]);
    expect([1, 2].map((serial) => (flows.find(serial) as EndedFlow).end)).toEqual([
      "invalidated",
      "invalidated",
    ]);
    expect(flows.find(1)).toMatchObject({ end: "invalidated" });
  });

  it("makes a group before the one whose member names it, and ends it after", () => {
    const { worker, flows } = table();
    const inner = { members: [{ actions: record(ACT_KIND.OUTPUT, 4), weight: 1, token: 1n }] };
    const outer = { members: [{ actions: record(ACT_KIND.SELECT, 0), weight: 1, token: 2n }] };
    const select = verdict(maskOf([]), record(ACT_KIND.SELECT, 1), { groups: [inner, outer] });
    const flow = put(flows, keyOf(1), select);
    const [[innerId], [outerId, members]] = [...worker.groups].slice(0, 2) as [Made, Made];
    expect(worker.actions.get(members[0]!.actionId)).toEqual(record(ACT_KIND.SELECT, innerId));
    expect(worker.actions.get(worker.flows.get(0)!.actionId)).toEqual(record(ACT_KIND.SELECT, outerId));
    flows.end(flow.serial, "idle");
    expect(worker.groups.size + worker.actions.size).toBe(0);
  });

  it("turns verdict-relative tunnels and groups into the worker's, members and clones too", () => {
    const { worker, flows } = table();
    const member = { actions: record(ACT_KIND.ENCAP, 4), weight: 2, token: 9n };
    const select = verdict(maskOf([]), record(ACT_KIND.SELECT, 0), { groups: [{ members: [member] }] });
    const flow = put(flows, keyOf(1), select);
    expect(flow.tunnels).toEqual([104]);
    const [groupId, members] = [...worker.groups][0]!;
    expect(worker.actions.get(worker.flows.get(0)!.actionId)).toEqual(record(ACT_KIND.SELECT, groupId));
    expect(worker.actions.get(members[0]!.actionId)).toEqual(record(ACT_KIND.ENCAP, 104));
    flows.end(flow.serial, "idle");
    expect(worker.groups.size + worker.actions.size).toBe(0);
  });

  it("ends a drop flow when its lifetime is over, not before", () => {
    const { worker, clock, flows } = table();
    const result: Result = { kind: "drop", reason: DROP.POLICY, lifetimeMs: 5000 };
    flows.install(keyOf(1), verdict(maskOf([]), new Uint8Array(), { result }), snapshot, 1);
    clock.advanceTo(4999);
    expect(worker.flows.size).toBe(1);
    clock.advanceTo(5000);
    expect(worker.flows.size).toBe(0);
  });

  it("lets the oldest flow go at its bound, and still says what it was", () => {
    const { worker, flows } = table({ flows: 128, actions: 10, groups: 1 });
    const act = record(ACT_KIND.OUTPUT, 1);
    for (let seed = 1; seed <= 128; seed++) put(flows, keyOf(seed), verdict(maskOf(["ETH_DST"]), act));
    expect(worker.flows.size).toBe(126);
    expect(flows.find(1)).toMatchObject({ end: "evicted" });
    expect(flows.matchPast(keyOf(2))).toMatchObject({ serial: 2, end: "evicted" });
    expect([...flows.list()].map(({ serial }) => serial)[0]).toBe(3);
  });

  it("refuses, and leaves nothing behind, when the worker has no room for another action list", () => {
    const { worker, flows } = table({ flows: 10, actions: 1, groups: 1 });
    flows.install(keyOf(1), verdict(maskOf(["ETH_DST"]), record(ACT_KIND.OUTPUT, 1)), snapshot, 1);
    const second = verdict(maskOf(["ETH_SRC"]), record(ACT_KIND.OUTPUT, 2));
    expect(flows.install(keyOf(2), second, snapshot, 1)).toBe(REFUSED);
    expect(worker.masks.size).toBe(2);
    expect(worker.flows.size).toBe(1);
  });

  it("believes no idle event that is older than the flow in that slot", () => {
    const { clock, flows } = table();
    clock.advanceTo(1000);
    flows.install(keyOf(1), verdict(maskOf([]), record(ACT_KIND.OUTPUT, 1)), snapshot, 1);
    clock.advanceTo(1500);
    flows.idle(0, 30_000);
    expect(flows.size).toBe(1);
    clock.advanceTo(31_000);
    flows.idle(0, 30_000);
    expect(flows.size).toBe(0);
  });
});
