// Mirrors at every point, and that they never harm what they copy:
//
//   vm1 ── br ── vm2        copies leave by vm3 (here), vm4 (host b), or go into another bridge
import { describe, expect, it } from "vitest";
import { DROP } from "../../../bindings/layout.js";
import type { Condition, PortMirrors, Topology } from "../../topology/model.js";
import { describePath } from "../path.js";
import { tag } from "../tags.js";
import { MAC, Net, numberOf, udp, vm } from "./lib/networks.js";
import { actionsOf, bitsOf } from "./lib/print.js";

const ZONE = {
  id: "z",
  type: "vxlan" as const,
  hosts: [
    { host: "a", address: "192.0.2.1" },
    { host: "b", address: "192.0.2.2" },
  ],
};
const DROPPING = { id: "drop", rules: [{ action: "drop" as const }] };

interface Where {
  one?: PortMirrors;
  two?: PortMirrors;
  to?: string;
  match?: Condition;
  more?: Partial<Topology>;
  chains?: { inboundChain?: string; outboundChain?: string };
}

function net({ one, two, to = "vm3", match, more, chains }: Where): Net {
  const made = new Net({
    tunnelZones: [ZONE],
    bridges: [{ id: "br", macTable: [{ mac: MAC.b, port: "vm2" }] }, { id: "aside" }],
    ports: [
      vm(1, "br", { ...(one ? { mirrors: one } : {}), ...chains }),
      vm(2, "br", two ? { mirrors: two } : {}),
      vm(3, "aside"),
      { id: "vm4", device: "aside", host: "b", interface: "p1", key: 77 },
    ],
    mirrors: [{ id: "m", to, ...(match ? { match } : {}) }],
    chains: [DROPPING],
    ...more,
  });
  made.state.stations.set(`br 0 ${numberOf(MAC.a)}`, "vm1");
  return made;
}

const points = ["preIn", "postIn", "preOut", "postOut"] as const;

describe("a mirror", () => {
  it.each(points)("copies at %s of a port, and the packet goes its way", (point) => {
    const side = point.endsWith("In") ? { one: { [point]: ["m"] } } : { two: { [point]: ["m"] } };
    expect(net(side).actions(udp)).toEqual(["output 3", "output 2"]);
  });

  it.each([
    ["inboundMirrors", "br"],
    ["outboundMirrors", "br"],
  ] as const)("copies at %s of a bridge", (list, id) => {
    const bridges = [{ id, macTable: [{ mac: MAC.b, port: "vm2" }], [list]: ["m"] }, { id: "aside" }];
    expect(net({ more: { bridges } }).actions(udp)).toEqual(["output 3", "output 2"]);
  });

  it("leaves by another host's port through the tunnel, in a clone: its size asks nobody", () => {
    expect(net({ one: { preIn: ["m"] }, to: "vm4" }).actions(udp)).toEqual([
      "clone(encap 0/77, output tunnel)",
      "output 2",
    ]);
  });

  it("goes into the device behind an interior port", () => {
    const ports = [
      vm(1, "br", { mirrors: { preIn: ["m"] } }),
      vm(2, "br"),
      vm(3, "aside"),
      { id: "in", device: "br", peer: "out" },
      { id: "out", device: "aside", peer: "in" },
    ];
    const made = net({ to: "in", more: { ports } });
    const verdict = made.look(udp);
    expect(actionsOf(verdict.actions)).toEqual(["output 3", "output 2"]);
    // The bridge that copies flow into learns nothing of them.
    expect(verdict.learned.map((one) => one.kind === "station" && one.bridge)).toEqual(["br"]);
  });

  it("copies what the chain of its port drops, where it stands before that chain", () => {
    const chains = { inboundChain: "drop" };
    const before = net({ one: { preIn: ["m"] }, chains }).look(udp);
    expect(before.result).toEqual({ kind: "drop", reason: DROP.POLICY, lifetimeMs: 0 });
    expect(actionsOf(before.actions)).toEqual(["output 3", "drop POLICY"]);
    const after = net({ one: { postIn: ["m"] }, chains }).look(udp);
    expect(actionsOf(after.actions)).toEqual(["drop POLICY"]);
  });

  it("reads what its match asks for, and not a bit more", () => {
    const plain = bitsOf(net({}).look(udp).mask);
    expect(bitsOf(net({ one: { preIn: ["m"] } }).look(udp).mask)).toEqual(plain);
    const hit = net({ one: { preIn: ["m"] }, match: { destination: "10.4.0.0/16" } }).look(udp);
    expect(actionsOf(hit.actions)).toEqual(["output 3", "output 2"]);
    expect(bitsOf(hit.mask)).toEqual({ ...plain, eth_type: 16, ip_dst: 16 });
    const miss = net({ one: { preIn: ["m"] }, match: { destination: "10.132.0.0/16" } }).look(udp);
    expect(actionsOf(miss.actions)).toEqual(["output 2"]);
    expect(bitsOf(miss.mask)).toEqual({ ...plain, eth_type: 16, ip_dst: 1 });
  });

  it("never copies its own copies, though its port is one that it watches", () => {
    expect(net({ two: { preOut: ["m"], postOut: ["m"] }, to: "vm2" }).actions(udp)).toEqual([
      "output 2",
      "output 2",
      "output 2",
    ]);
  });

  it("copies copies of another one until the loop limit, and the packet still arrives", () => {
    const ring = Array.from({ length: 20 }, (_, i) => ({ id: `m${i}`, to: `vm${3 + (i % 2)}` }));
    const all = ring.map(({ id }) => id);
    const ports = [
      vm(1, "br", { mirrors: { preIn: ["m0"] } }),
      vm(2, "br"),
      vm(3, "aside", { mirrors: { preOut: all } }),
      vm(4, "aside", { mirrors: { preOut: all } }),
    ];
    const actions = net({ more: { ports, mirrors: ring } }).actions(udp);
    expect(actions.at(-1)).toBe("output 2");
    expect(actions.length).toBeLessThanOrEqual(65);
  });

  it.each<[string, Partial<Topology>]>([
    [
      "its port is down",
      {
        ports: [vm(1, "br", { mirrors: { preIn: ["m"] } }), vm(2, "br"), vm(3, "aside", { adminUp: false })],
      },
    ],
    [
      "its port's chain drops",
      {
        ports: [
          vm(1, "br", { mirrors: { preIn: ["m"] } }),
          vm(2, "br"),
          vm(3, "aside", { outboundChain: "drop" }),
        ],
      },
    ],
    [
      "its copies go round in a loop",
      {
        bridges: [{ id: "br", macTable: [{ mac: MAC.b, port: "vm2" }] }, { id: "aside" }, { id: "third" }],
        ports: [
          vm(1, "br", { mirrors: { preIn: ["m"] } }),
          vm(2, "br"),
          { id: "vm3", device: "br", peer: "a1" },
          { id: "a1", device: "aside", peer: "vm3" },
          { id: "a2", device: "aside", peer: "b1" },
          { id: "b1", device: "third", peer: "a2" },
          { id: "b2", device: "third", peer: "a3" },
          { id: "a3", device: "aside", peer: "b2" },
        ],
      },
    ],
  ])("fails alone when %s", (_, more) => {
    expect(net({ more }).actions(udp)).toEqual(["output 2"]);
  });

  it("carries what was rewritten so far: past a router the new MACs and hop limit", () => {
    const more: Partial<Topology> = {
      bridges: [
        { id: "br" },
        { id: "aside" },
        { id: "far", macTable: [{ mac: MAC.c, port: "vm2", addresses: ["10.4.0.9"] }] },
      ],
      routers: [{ id: "r", inboundMirrors: ["m"], outboundMirrors: ["m"] }],
      ports: [
        vm(1, "br"),
        vm(2, "far"),
        vm(3, "aside"),
        { id: "b-r", device: "br", peer: "r-b" },
        { id: "r-b", device: "r", peer: "b-r", mac: MAC.r, addresses: ["10.1.0.1/16"] },
        { id: "f-r", device: "far", peer: "r-f" },
        { id: "r-f", device: "r", peer: "f-r", mac: MAC.s, addresses: ["10.4.0.1/16"] },
      ],
    };
    expect(net({ more }).actions({ ...udp, dst: MAC.r, to: "10.4.0.9" })).toEqual([
      "output 3",
      `clone(set eth_dst ${MAC.c}, set eth_src ${MAC.s}, dec-ttl, output 3)`,
      `set eth_dst ${MAC.c}`,
      `set eth_src ${MAC.s}`,
      "dec-ttl",
      "output 2",
    ]);
  });

  it("copies a question that is answered on the spot: the packet itself becomes the copy", () => {
    const bridges = [
      { id: "br", macTable: [{ mac: MAC.b, port: "vm2", addresses: ["10.0.0.2"] }], inboundMirrors: ["m"] },
      { id: "aside" },
    ];
    const verdict = net({ more: { bridges } }).look({
      port: 1,
      src: MAC.a,
      dst: MAC.all,
      arp: { sender: "10.0.0.1", target: "10.0.0.2" },
    });
    expect(verdict.result.kind).toBe("once");
    expect(actionsOf(verdict.actions)).toEqual(["output 3"]);
    expect(verdict.generated).toHaveLength(1);
  });

  it("is named by its flows' tags, and by the way they took", () => {
    const made = net({ one: { preIn: ["m"] } });
    const verdict = made.look(udp);
    expect([...verdict.tags]).toContain(tag.mirror("m"));
    expect([...verdict.tags]).toContain(tag.mirrors("vm1", "preIn"));
    expect([...net({ two: { preIn: ["m"] } }).look(udp).tags]).not.toContain(tag.mirror("m"));
    expect(describePath(made.snapshot, verdict)).toContainEqual({
      step: "mirror",
      id: "m",
      detail: "a copy to vm3",
    });
  });
});
