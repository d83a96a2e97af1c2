// Which tags a change of the topology fires: what it touches, and no more.
import { describe, expect, it } from "vitest";
import { KEY } from "../../../bindings/layout.js";
import { compile } from "../../simulation/compile.js";
import { STEP } from "../../simulation/path.js";
import { tag } from "../../simulation/tags.js";
import { parseTopology } from "../../topology/index.js";
import { planChange } from "../plan.js";

const rule = (id: string, more: object = {}) => ({ id, action: "accept", ...more });

const base = {
  version: 1,
  hosts: [{ id: "h1" }, { id: "h2" }],
  tunnelZones: [
    {
      id: "z",
      type: "vxlan",
      hosts: [
        { host: "h1", address: "192.0.2.1" },
        { host: "h2", address: "192.0.2.2" },
      ],
    },
  ],
  bridges: [{ id: "br", macTable: [{ mac: "02:00:00:00:00:09", port: "far", vlan: 5 }] }],
  routers: [
    {
      id: "r",
      routes: [
        { id: "wide", destination: "172.16.0.0/12", type: "blackhole" },
        { id: "default", destination: "0.0.0.0/0", type: "reject" },
      ],
    },
  ],
  ports: [
    { id: "vm", device: "br", host: "h1", interface: "tap0", key: 11, inboundChain: "c" },
    { id: "far", device: "br", host: "h2", interface: "tap1", key: 12 },
    { id: "up", device: "r", host: "h1", interface: "tap2", key: 13, addresses: ["10.0.0.1/24"] },
  ],
  chains: [{ id: "c", rules: [rule("r0"), rule("r1", { match: { inPortGroup: "g" } }), rule("r2")] }],
  ipAddressGroups: [{ id: "a", addresses: ["10.0.0.7"] }],
  portGroups: [{ id: "g", ports: ["vm"] }],
};

const facts = {
  host: "h1",
  ports: new Map([
    ["tap0", 0],
    ["tap2", 1],
    ["up0", 2],
  ]),
  underlay: [{ port: 2, vlan: 0, mac: 0x0200000000aa, addresses: ["192.0.2.1/24"] }],
};

function planOf(before: object, after: object) {
  const [from, to] = [parseTopology(before), parseTopology(after)];
  return planChange(from, to, compile(from, facts), compile(to, facts));
}

function fired(change: (document: typeof base) => void) {
  const after = structuredClone(base);
  change(after);
  return planOf(base, after).tags;
}

function within(change: (document: typeof base) => void, from = base) {
  const after = structuredClone(from);
  change(after);
  const plan = planOf(from, after);
  expect(plan.tags.size).toBe(0);
  return plan.within;
}

/** Evaluations of chain c that stopped at these rules, or ran to its end. */
const stops = (...rules: string[]) => [...rules.map((key) => tag.rule("c", key)), tag.chainEnd("c")];
/** Words of a key, in the machine's order. */
const DST = (KEY.ip_dst + 12) >> 2;
const ETH = KEY.eth_type >> 2;
const IP4 = 0x0008 << 16;

describe("a change of the topology", () => {
  it("fires nothing when nothing changed", () => {
    expect(fired(() => {}).size).toBe(0);
  });

  it("of a rule touches evaluations that got as far as it, of packets it may hold for", () => {
    const every = within((t) => {
      t.chains[0]!.rules[0]!.action = "drop";
    });
    expect(every).toEqual([{ tags: stops("r0", "r1", "r2") }]);
    const some = within((t) => {
      Object.assign(t.chains[0]!.rules[2]!, { match: { destination: "10.1.0.0/16" } });
    });
    // As it was it held for all packets.
    expect(some).toEqual([{ tags: stops("r2") }]);
    const inserted = within((t) => {
      t.chains[0]!.rules.splice(1, 0, rule("new", { match: { destination: "10.1.0.0/16" } }));
    });
    expect(inserted).toEqual([
      { tags: stops("r1", "r2"), regions: [[ETH, IP4, 0xffff << 16, DST, 0x010a, 0xffff]] },
    ]);
  });

  it("of a port group touches packets at the port, from the rule that names it on", () => {
    expect(within((t) => t.portGroups[0]!.ports.push("far"))).toEqual([
      { tags: stops("r1", "r2"), also: [tag.port("far")] },
    ]);
  });

  it("of an address group touches packets of its members, from the rule that names it on", () => {
    const add = (t: typeof base) => t.ipAddressGroups[0]!.addresses.push("10.1.0.0/16");
    expect(within(add)).toEqual([]);
    const named = structuredClone(base);
    Object.assign(named.chains[0]!.rules[1]!, { match: { dstAddressGroup: "a" } });
    expect(within(add, named)).toEqual([{ tags: stops("r1", "r2"), regions: [[DST, 0x010a, 0xffff]] }]);
  });

  it("of routes touches packets under the prefix, whatever resolved them before", () => {
    const added = within((t) =>
      t.routers[0]!.routes.push({ id: "n", destination: "172.16.0.0/16", type: "reject" }),
    );
    const tags = (...prefixes: string[]) => prefixes.map((prefix) => tag.route("r", prefix));
    expect(added).toEqual([{ tags: tags("172.16.0.0/12"), regions: [[DST, 0x10ac, 0xffff]] }]);
    const elsewhere = within((t) =>
      t.routers[0]!.routes.push({ id: "n", destination: "10.9.0.0/16", type: "reject" }),
    );
    expect(elsewhere).toEqual([{ tags: tags("0.0.0.0/0"), regions: [[DST, 0x090a, 0xffff]] }]);
  });

  it("of a port's chain touches packets that pass it that way and that it may refuse", () => {
    const attached = (port: string, field: string, rules: object[], from = base) => {
      const named = structuredClone(from);
      named.chains.push({ id: "new", rules: rules as never });
      return within((t) => Object.assign(t.ports.find(({ id }) => id === port)!, { [field]: "new" }), named);
    };
    const passing = (step: number) => ({ tags: [tag.port("far")], way: [[{ step, id: "far" }]] });
    const to = { match: { destination: "10.1.0.0/16" } };
    const region = [ETH, IP4, 0xffff << 16, DST, 0x010a, 0xffff];
    const end = tag.chainEnd("new");
    const drop = rule("no", { ...to, action: "drop" });
    expect(attached("far", "inboundChain", [drop])).toEqual([
      { ...passing(STEP.PORT_IN), regions: [region], gains: [end] },
    ]);
    expect(attached("far", "outboundChain", [rule("yes"), drop])).toEqual([
      { ...passing(STEP.PORT_OUT), regions: [], gains: [tag.rule("new", "yes"), end] },
    ]);
    expect(attached("far", "inboundChain", [rule("rest", { action: "drop" })])).toEqual([
      passing(STEP.PORT_IN),
    ]);
    const many = Array.from({ length: 40 }, (_, i) => rule(`no-${i}`, { ...to, action: "drop" }));
    expect(attached("far", "inboundChain", many)).toEqual([passing(STEP.PORT_IN)]);
    const jump = rule("sub", { ...to, action: "jump", chain: "c" });
    expect(attached("far", "inboundChain", [jump, drop])).toEqual([
      {
        ...passing(STEP.PORT_IN),
        regions: [region],
        gains: [tag.rule("c", "r0"), tag.chainEnd("c"), tag.rule("new", "sub"), end],
      },
    ]);
  });

  it("of a port's chain to none touches packets that it refused", () => {
    const refusing = structuredClone(base);
    Object.assign(refusing.chains[0]!.rules[1]!, { action: "reject" });
    const passing = { way: [[{ step: STEP.PORT_IN, id: "vm" }]] };
    const detached = (t: typeof base) => {
      t.ports[0]! = { ...t.ports[0]!, inboundChain: undefined as never };
    };
    expect(within(detached, refusing)).toEqual([
      { tags: [tag.port("vm")], ...passing, regions: [], gains: [] },
      { tags: [tag.rule("c", "r1")], ...passing, also: [tag.port("vm")] },
    ]);
  });

  it("of a declared station touches that station", () => {
    const tags = fired((t) => {
      t.bridges[0]!.macTable[0]!.port = "vm";
    });
    expect(tags).toEqual(new Set([tag.station("br", 5, 9 + 2 ** 41)]));
  });

  it("of a port's state touches the port, not its binding, its key nor its bridge", () => {
    const tags = fired((t) => {
      Object.assign(t.ports[0]!, { adminUp: false });
    });
    expect(tags).toEqual(new Set([tag.port("vm")]));
  });

  it("of a tunnel's address touches the ports behind it, and what came from there", () => {
    const after = structuredClone(base);
    after.tunnelZones[0]!.hosts[1]!.address = "192.0.2.3";
    const { tags, within } = planOf(base, after);
    expect(tags).toEqual(new Set([tag.port("far")]));
    const source = (word: number) => [(KEY.tun_src + 12) >> 2, word, -1];
    expect(within).toEqual([
      {
        tags: [tag.workerPort(2)],
        way: [[{ step: STEP.TUNNEL_IN }]],
        regions: [source(0x020200c0), source(0x030200c0)],
      },
    ]);
  });

  it("of a bridge's own fields touches the bridge", () => {
    const tags = fired((t) => {
      Object.assign(t.bridges[0]!, { adminUp: false });
    });
    expect(tags).toEqual(new Set([tag.device("br")]));
  });
});
