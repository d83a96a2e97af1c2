// Action lists: objects to bytes and back, in words, and what is malformed is refused at its offset.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Action, ActionWriter, encodeActions } from "../actions.js";
import { decodeActions, formatActions } from "../actions-print.js";
import { formatMac } from "../address.js";
import { ACT_KIND_SIZES, DROP, FIELDS, MAX_ACTION_BYTES, PORT_TUNNEL } from "../layout.js";

const u16 = fc.integer({ min: 0, max: 0xffff });
const u32 = fc.integer({ min: 0, max: 0xffffffff });
const mac = fc.uint8Array({ minLength: 6, maxLength: 6 }).map(formatMac);
const set = fc.constantFrom(...FIELDS).chain(({ member, bytes }) => {
  const part = fc.uint8Array({ minLength: bytes, maxLength: bytes });
  return fc.record({
    kind: fc.constant("set" as const),
    member: fc.constant(member),
    value: part,
    bits: part,
  });
});
const { actions } = fc.letrec<{ one: Action; actions: Action[] }>((tie) => ({
  one: fc.oneof(
    { depthSize: "small" },
    fc.record({ kind: fc.constant("output" as const), port: u16 }),
    fc.record({ kind: fc.constant("drop" as const), reason: u16 }),
    set,
    fc.constant({ kind: "dec-ttl" as const }),
    fc.record({ kind: fc.constant("push-vlan" as const), tpid: u16, tci: u16 }),
    fc.constant({ kind: "pop-vlan" as const }),
    fc.record({ kind: fc.constant("encap" as const), tunnel: u32, key: u32 }),
    fc.record({ kind: fc.constant("decap" as const), ethDst: mac, ethSrc: mac }),
    fc.record({ kind: fc.constant("punt" as const), arg: u32 }),
    fc.record({ kind: fc.constant("select" as const), group: u32 }),
    fc.record({ kind: fc.constant("meter" as const), meter: u32 }),
    fc.record({ kind: fc.constant("ct" as const), zone: u16, flags: u16, resume: u16 }),
    fc.record({ kind: fc.constant("clone" as const), actions: tie("actions") }),
  ),
  actions: fc.array(tie("one"), { maxLength: 8 }),
}));

describe("encode and decode", () => {
  test("every list comes back, its records 8-byte aligned", () => {
    fc.assert(
      fc.property(actions, (list) => {
        const bytes = encodeActions(list);
        expect(bytes.length % 8).toBe(0);
        expect(decodeActions(bytes)).toEqual(list);
        expect(formatActions(bytes)).toBe(formatActions(list));
      }),
    );
  });

  test("a writer used again leaves nothing of the list before", () => {
    const writer = new ActionWriter();
    writer.set("ip_dst", "2001:db8::ffff").encap(0xffffffff, 0xffffffff).output(PORT_TUNNEL);
    writer.reset().decap().output(3);
    expect(writer.bytes()).toEqual(encodeActions(decodeActions(writer.bytes())));
    expect(writer.take()).toEqual(new ActionWriter().decap().output(3).take());
    expect(writer.length).toBe(0);
  });

  test("bytes in front of the list do not matter", () => {
    const list = new ActionWriter()
      .clone((copy) => copy.output(1))
      .drop(DROP.POLICY)
      .take();
    const shifted = new Uint8Array(list.length + 3);
    shifted.set(list, 3);
    expect(decodeActions(shifted.subarray(3))).toEqual(decodeActions(list));
  });
});

test("in words", () => {
  const list = new ActionWriter()
    .decTtl()
    .set("eth_dst", "02:00:00:00:00:05")
    .setBits(
      FIELDS.find((field) => field.member === "ip_tos")!.offset,
      Uint8Array.of(0xb8),
      Uint8Array.of(0xfc),
    )
    .clone((copy) => copy.output(2))
    .pushVlan(0x8100, (5 << 13) | 100)
    .encap(3, 7001)
    .output(PORT_TUNNEL)
    .take();
  const names = { port: (id: number) => (id === 2 ? "tap2" : undefined) };
  expect(formatActions(list, names)).toBe(
    "dec_ttl, set eth_dst=02:00:00:00:00:05, set ip_tos=184/0xfc, clone(output tap2), " +
      "push_vlan 0x8100 vid=100 pcp=5, encap tunnel=3 key=7001, output tunnel",
  );
  expect(formatActions(new ActionWriter().drop(DROP.NO_ROUTE).take())).toBe("drop NO_ROUTE");
  expect(formatActions(new Uint8Array(0))).toBe("nothing");
});

describe("malformed lists", () => {
  test("random bytes are decoded or refused, never anything else", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 64 }), (bytes) => {
        try {
          expect(encodeActions(decodeActions(bytes)).length).toBe(bytes.length);
        } catch (error) {
          expect(error).toMatchObject({
            code: "ACTIONS_MALFORMED",
            place: expect.stringMatching(/^byte \d+$/),
          });
        }
      }),
    );
  });

  test("each kind with each wrong length", () => {
    for (const [kind, size] of Object.entries(ACT_KIND_SIZES)) {
      for (const wrong of [0, 4, size - 8, size + 4, size + 8].filter((length) => length !== size)) {
        const bytes = new Uint8Array(size);
        new DataView(bytes.buffer).setUint16(0, Number(kind), true);
        new DataView(bytes.buffer).setUint16(2, wrong, true);
        expect(() => decodeActions(bytes), `kind ${kind} length ${wrong}`).toThrow("no action record");
      }
    }
  });

  test("a list that grows past its bound says so", () => {
    const writer = new ActionWriter();
    for (let i = 0; i < MAX_ACTION_BYTES / 8; i++) writer.output(1);
    expect(() => writer.output(1)).toThrow(expect.objectContaining({ code: "ACTIONS_TOO_LONG" }));
  });
});
