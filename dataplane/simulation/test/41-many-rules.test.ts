// Rules that are passed over because a bit rules them out: a chain of many decides as its rules do one by one. Each rule
// stands alone on a port of its own; one more port has them all.
import fc from "fast-check";
import { expect, it } from "vitest";
import type { Condition, Rule } from "../../topology/model.js";
import { describePath } from "../index.js";
import { FACTS, MAC, Net, vm } from "./lib/networks.js";
import type { Spec } from "./lib/packets.js";

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

const packet: fc.Arbitrary<Spec> = fc
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

it("a chain of many rules decides as they do one by one", () => {
  let decided = 0;
  fc.assert(
    fc.property(
      fc.array(condition, { minLength: RULES, maxLength: RULES }),
      fc.array(packet, { minLength: 10, maxLength: 10 }),
      (conditions, packets) => {
        const rules = conditions.map((match, i): Rule => ({ id: `r${i}`, match, action: "drop" }));
        const chains = [...rules.map((rule) => [rule]), rules];
        const net = new Net(
          {
            bridges: [{ id: "br", macTable: [{ mac: MAC.b, port: `vm${ALL}` }] }],
            ports: chains.map((_, i) => vm(i + 1, "br", { inboundChain: `c${i + 1}` })),
            chains: chains.map((one, i) => ({ id: `c${i + 1}`, rules: one })),
          },
          { ...FACTS, ports: new Map(chains.map((_, i) => [`p${i + 1}`, i + 1])) },
        );
        const stoppedBy = (spec: Spec): string | undefined =>
          describePath(net.snapshot, net.look(spec)).find(({ step }) => step === "rule")?.id;
        for (const spec of packets) {
          const alone = rules.findIndex((_, i) => stoppedBy({ ...spec, port: i + 1 }) !== undefined);
          if (alone > 0) decided++;
          expect(stoppedBy({ ...spec, port: ALL })).toBe(alone < 0 ? undefined : `r${alone}`);
        }
      },
    ),
    { numRuns: 60 },
  );
  // Else nothing was passed over.
  expect(decided).toBeGreaterThan(100);
});
