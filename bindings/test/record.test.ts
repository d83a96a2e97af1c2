// The generic struct codec, the start file and the events, read back by the types C declares.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { decodeEvent } from "../events.js";
import {
  EV_KIND,
  EV_KIND_SIZES,
  LAYOUT_HASH,
  MAX_PORTS,
  PORT_CONF,
  START,
  START_SIZE,
  TYPES,
} from "../layout.js";
import {
  decodeStruct,
  encodeStruct,
  type RecordObject,
  type RecordValue,
  type StructName,
  structSize,
} from "../record.js";
import { encodeStart, type StartConfig } from "../start.js";

function fieldValue(type: string, dims: number[]): fc.Arbitrary<RecordValue> {
  if (type === "char" && dims.length === 1) {
    return fc.string({ unit: fc.constantFrom(..."abcxyz019-_."), maxLength: dims[0]! - 1 });
  }
  if (type === "u8" && dims.length === 1) return fc.uint8Array({ minLength: dims[0]!, maxLength: dims[0]! });
  if (dims.length > 0) {
    const [first, ...rest] = dims;
    return fc.array(fieldValue(type, rest), { minLength: first!, maxLength: first! });
  }
  if (type.startsWith("el_")) return structOf(type.slice(3) as StructName);
  return type === "u64" ? fc.maxSafeNat() : fc.integer({ min: 0, max: 2 ** Number(type.slice(1)) - 1 });
}

function structOf(name: StructName): fc.Arbitrary<RecordObject> {
  const parts = TYPES[name].split(", ").map((declaration): [string, fc.Arbitrary<RecordValue>] => {
    const [, type, field, brackets] = /^(\w+) (\w+)(.*)$/.exec(declaration)!;
    return [field!, fieldValue(type!, [...brackets!.matchAll(/\d+/g)].map(Number))];
  });
  return fc.record(Object.fromEntries(parts)) as fc.Arbitrary<RecordObject>;
}

const huge = new Set(["page", "counters", "queue_stats"]);
describe("every struct", () => {
  test.each(Object.keys(TYPES).filter((name) => !huge.has(name)) as StructName[])("%s comes back", (name) => {
    fc.assert(
      fc.property(structOf(name), (object) => {
        const view = new DataView(new ArrayBuffer(structSize(name) + 8));
        encodeStruct(view, 8, name, object);
        expect(decodeStruct(view, 8, name)).toEqual(object);
        expect(view.getBigUint64(0)).toBe(0n);
      }),
      { numRuns: 20 },
    );
  });

  test("a value out of range is refused with the field's name", () => {
    const view = new DataView(new ArrayBuffer(structSize("start")));
    const refused = (object: RecordObject, place: string) =>
      expect(() => encodeStruct(view, 0, "start", object)).toThrow(
        expect.objectContaining({ code: "FIELD_RANGE", place }),
      );
    refused({ burst: 65536 }, "burst");
    refused({ burst: -1 }, "burst");
    refused({ burst: 1.5 }, "burst");
    refused({ name: "x".repeat(32) }, "name");
    refused({ name: "a\0b" }, "name");
    refused({ eal_args: Array(49).fill("") }, "eal_args");
    expect(() => encodeStruct(view, 0, "cmd_sync", { token: 2 ** 53 })).toThrow("token cannot hold");
  });
});

const config: StartConfig = {
  ...{ name: "n1", socket: "/run/x.sock", burst: 32, mbufHeadroom: 128, mbufCount: 8192, mbufData: 2048 },
  ...{
    maxFlows: 1000,
    maxActions: 1000,
    maxTunnels: 16,
    maxNexthops: 16,
    maxGroups: 16,
    maxMeters: 16,
    maxParked: 256,
  },
  ...{ upcallSlots: 256, commandBytes: 65536, eventBytes: 65536, upcallRate: 0, upcallBurst: 0 },
  ...{ parkTimeoutMs: 1000, idleTimeoutMs: 0, backoffUs: 100, ealArgs: ["--no-huge", "-m", "64"] },
  ports: [
    {
      name: "p0",
      device: "net_ring0",
      flags: 8,
      rxQueues: 1,
      rxDesc: 512,
      txDesc: 512,
      mtu: 1500,
      rssTypes: 2n ** 63n,
    },
    {
      name: "p1",
      device: "net_ring1",
      flags: 9,
      rxQueues: 2,
      rxDesc: 512,
      txDesc: 512,
      mtu: 9000,
      rssTypes: 0n,
    },
  ],
  lcores: [
    {
      lcore: 1,
      queues: [
        { port: 0, queue: 0 },
        { port: 1, queue: 1 },
      ],
    },
  ],
};

describe("the start file", () => {
  test("holds its size, its layout hash and everything given, in order", () => {
    const bytes = encodeStart(config);
    const view = new DataView(bytes.buffer);
    const start = decodeStruct(view, 0, "start");
    expect(start).toMatchObject({
      layout: LAYOUT_HASH,
      file_size: bytes.length,
      port_count: 2,
      lcore_count: 1,
    });
    expect(start).toMatchObject({ name: "n1", socket: "/run/x.sock", max_parked: 256, eal_argc: 3 });
    const args = Array.from({ length: 3 }, (_, i) =>
      Buffer.from(bytes).toString("latin1", START.eal_args + 256 * i),
    );
    expect(args.map((text) => text.slice(0, text.indexOf("\0")))).toEqual(config.ealArgs);
    const second = decodeStruct(view, START_SIZE + structSize("port_conf"), "port_conf");
    expect(second).toMatchObject({ name: "p1", port: 1, flags: 9, rx_queues: 2, mtu: 9000 });
    expect(view.getBigUint64(START_SIZE + PORT_CONF.rss_types, true)).toBe(2n ** 63n);
    const lcore = decodeStruct(view, START_SIZE + 2 * structSize("port_conf"), "lcore_conf");
    expect(lcore).toMatchObject({ lcore: 1, queue_count: 2 });
    expect((lcore.queues as RecordObject[]).slice(0, 2)).toEqual([
      { port: 0, queue: 0 },
      { port: 1, queue: 1 },
    ]);
  });

  test("too many ports are refused before anything is written", () => {
    const ports = Array(MAX_PORTS + 1).fill(config.ports[0]);
    expect(() => encodeStart({ ...config, ports })).toThrow(
      expect.objectContaining({ code: "START_TOO_MANY" }),
    );
  });
});

describe("events", () => {
  test("of every known kind are decoded; cut short or unknown ones are left out", () => {
    for (const kind of Object.values(EV_KIND).filter((value) => value !== EV_KIND.PAD)) {
      const view = new DataView(new ArrayBuffer(EV_KIND_SIZES[kind]!));
      encodeStruct(view, 0, "ev_hdr", { size: view.byteLength, kind });
      expect(decodeEvent(view, 0, view.byteLength), `kind ${kind}`).toBeDefined();
      expect(decodeEvent(view, 0, view.byteLength - 8)).toBeUndefined();
      view.setUint16(4, 999, true);
      expect(decodeEvent(view, 0, view.byteLength)).toBeUndefined();
    }
  });

  test("carry what C wrote", () => {
    const view = new DataView(new ArrayBuffer(structSize("ev_flow")));
    const key = Uint8Array.from({ length: 128 }, (_, i) => i);
    const flow = {
      flow_id: 7,
      action_id: 8,
      mask_id: 9,
      generation: 2 ** 40 + 1,
      cookie: 3,
      packets: 4,
      bytes: 5,
    };
    encodeStruct(view, 0, "ev_flow", { hdr: { size: view.byteLength, kind: EV_KIND.FLOW }, ...flow, key });
    expect(decodeEvent(view, 0, view.byteLength)).toEqual({
      ...{
        kind: "flow",
        flowId: 7,
        actionId: 8,
        maskId: 9,
        generation: 2 ** 40 + 1,
        cookie: 3,
        packets: 4,
        bytes: 5,
      },
      key,
    });
  });
});
