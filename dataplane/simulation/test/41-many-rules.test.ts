// A chain of many rules decides as its rules do one by one, and reads nothing that one by one they would not read. Each
// rule stands alone on a port of its own; one more port has them all.
import fc from "fast-check";
import { expect, it } from "vitest";
import type { Condition, Rule } from "../../topology/model.js";
import { compile, describePath, simulate } from "../index.js";
import { FACTS, MAC, Net, vm } from "./lib/networks.js";
import { packet, type Spec } from "./lib/packets.js";

const RULES = 60;
const ALL = RULES + 1;

const octet = fc.constantFrom(0, 1, 2, 3, 7, 128);
const prefix = fc
  .tuple(octet, octet, fc.constantFrom(8, 15, 16, 23, 24, 30, 32))
  .map(([a, b, length]) => `10.${a}.0.${b}/${length}`);
const prefix6 = fc
  .tuple(octet, fc.constantFrom(16, 32, 33, 64, 128))
  .map(([a, length]) => `2001:db8::${a}/${length}`);
const port = fc.constantFrom(0, 22, 53, 79, 80, 81, 128, 443, 1024, 8080, 65535);
const ports = fc.tuple(port, port).map(([a, b]) => ({ first: Math.min(a, b), last: Math.max(a, b) }));
const condition: fc.Arbitrary<Condition> = fc
  .record({
    match: fc.record(
      {
        etherType: fc.constantFrom(0x0800, 0x86dd, 0x0806),
        protocol: fc.constantFrom(1, 6, 17),
        source: fc.oneof(prefix, prefix6),
        destination: prefix,
        destinationPorts: ports,
        sourcePorts: ports,
        tos: fc.constantFrom(0, 184),
        vlan: fc.constantFrom(0, 5),
        fragments: fc.constantFrom<NonNullable<Condition["fragments"]>>(
          "header",
          "nonheader",
          "unfragmented",
        ),
      },
      { requiredKeys: [] },
    ),
    // Else one of the first rules takes nearly every packet.
    least: fc.constantFrom<Condition>({ protocol: 6 }, { destination: "10.7.0.0/16" }, { tos: 184 }),
    not: fc.boolean(),
    invert: fc.nat(20),
  })
  .map(({ match, least, not, invert }): Condition => {
    const whole = Object.keys(match).length < 2 ? { ...match, ...least } : match;
    const [first] = Object.keys(whole) as (keyof Condition)[];
    return {
      ...whole,
      ...(not && Object.keys(whole).length > 2
        ? { not: [first as NonNullable<Condition["not"]>[number]] }
        : {}),
      ...(invert === 0 ? { invert: true } : {}),
    };
  });

const ones = (byte: number): number => byte.toString(2).replaceAll("0", "").length;

const anyPacket: fc.Arbitrary<Spec> = fc
  .record({
    a: octet,
    b: octet,
    protocol: fc.constantFrom(1, 6, 17),
    tp: fc.tuple(port, port),
    tos: fc.constantFrom(0, 184),
    vlan: fc.constantFrom(undefined, undefined, 5),
  })
  .map(({ a, b, vlan, ...rest }) => ({
    ...{ src: MAC.a, dst: MAC.b, from: `10.${a}.0.${b}`, to: `10.${b}.0.${a}`, ...rest },
    ...(vlan === undefined ? {} : { vlan }),
  }));

it("a chain of many rules decides as they do one by one, and reads no more", () => {
  let decided = 0;
  const bits = { together: 0, apart: 0 };
  fc.assert(
    fc.property(
      fc.array(condition, { minLength: RULES, maxLength: RULES }),
      fc.array(anyPacket, { minLength: 10, maxLength: 10 }),
      (conditions, packets) => {
        const rules = conditions.map((match, i): Rule => ({ id: `r${i}`, match, action: "drop" }));
        const chains = [...rules.map((rule) => [rule]), rules];
        const facts = { ...FACTS, ports: new Map(chains.map((_, i) => [`p${i + 1}`, i + 1])) };
        const net = new Net(
          {
            bridges: [{ id: "br", macTable: [{ mac: MAC.b, port: `vm${ALL}` }] }],
            ports: chains.map((_, i) => vm(i + 1, "br", { inboundChain: `c${i + 1}` })),
            chains: chains.map((one, i) => ({ id: `c${i + 1}`, rules: one })),
          },
          facts,
        );
        const look = (spec: Spec, snapshot = net.snapshot): { by: string | undefined; mask: Uint8Array } => {
          const verdict = simulate(snapshot, net.state, packet(spec));
          const by = describePath(snapshot, verdict).find(({ step }) => step === "rule")?.id;
          return { by, mask: verdict.mask };
        };
        for (const spec of packets) {
          const masks: Uint8Array[] = [];
          let alone = 0;
          for (; alone < rules.length; alone++) {
            const { by, mask } = look({ ...spec, port: alone + 1 });
            masks.push(mask);
            if (by !== undefined) break;
          }
          if (alone > 0 && alone < rules.length) decided++;
          const all = look({ ...spec, port: ALL });
          expect(all.by).toBe(alone === rules.length ? undefined : `r${alone}`);
          for (let i = 2; i < all.mask.length; i++) {
            const apart = masks.reduce((sum, mask) => sum | mask[i]!, 0);
            expect(all.mask[i]! & ~apart).toBe(0);
            bits.together += ones(all.mask[i]!);
            bits.apart += ones(apart);
          }
        }
        // Another revision, in which the chain has a rule less, one moved and one changed.
        const edited = structuredClone(net.topology);
        const last = edited.chains!.at(-1)!.rules;
        last.splice(7, 1);
        last.push(...last.splice(20, 1));
        last[30]!.match = { protocol: 6 };
        const fresh = compile(edited, facts);
        const kept = compile(edited, facts, net.snapshot);
        for (const spec of packets)
          expect(look({ ...spec, port: ALL }, kept)).toEqual(look({ ...spec, port: ALL }, fresh));
      },
    ),
    { numRuns: 60 },
  );
  console.log(`${bits.together} bits read, ${bits.apart} by rules one by one`);
  // Else nothing was passed over.
  expect(decided).toBeGreaterThan(100);
});
