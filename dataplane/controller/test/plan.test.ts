// Which tags a change of the topology fires: what it touches, and no more.
import { describe, expect, it } from "vitest";
import { tag } from "../../simulation/tags.js";
import { parseTopology, type Topology } from "../../topology/index.js";
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
  ]),
  locals: ["192.0.2.1"],
};

function fired(change: (document: typeof base) => void) {
  const after = structuredClone(base);
  change(after);
  return planChange(parseTopology(base), parseTopology(after) as Topology, facts).tags;
}

describe("a change of the topology", () => {
  it("fires nothing when nothing changed", () => {
    expect(fired(() => {}).size).toBe(0);
  });

  it("of a rule touches evaluations that got as far as it", () => {
    const tags = fired((t) => {
      t.chains[0]!.rules[1]!.action = "drop";
    });
    expect(tags).toEqual(new Set([1, 2, 3].map((stop) => tag.chain("c", stop))));
  });

  it("of a port group touches the rules that name it", () => {
    const tags = fired((t) => t.portGroups[0]!.ports.push("far"));
    expect(tags).toEqual(new Set([1, 2, 3].map((stop) => tag.chain("c", stop))));
  });

  it("of an address group touches who asked for its members", () => {
    expect(fired((t) => t.ipAddressGroups[0]!.addresses.push("10.0.0.8"))).toEqual(
      new Set([tag.addressGroup("a")]),
    );
  });

  it("of routes touches the prefix and what resolved its packets before", () => {
    const added = fired((t) =>
      t.routers[0]!.routes.push({ id: "n", destination: "172.16.5.0/24", type: "reject" }),
    );
    expect(added).toEqual(new Set([tag.route("r", "172.16.5.0/24"), tag.route("r", "172.16.0.0/12")]));
    const elsewhere = fired((t) =>
      t.routers[0]!.routes.push({ id: "n", destination: "10.9.0.0/16", type: "reject" }),
    );
    expect(elsewhere).toEqual(new Set([tag.route("r", "10.9.0.0/16"), tag.route("r", "0.0.0.0/0")]));
  });

  it("of a declared station touches that station", () => {
    const tags = fired((t) => {
      t.bridges[0]!.macTable[0]!.port = "vm";
    });
    expect(tags).toEqual(new Set([tag.station("br", 5, 9 + 2 ** 41)]));
  });

  it("of a port touches the port, its binding, its key and its bridge's floods, not the bridge", () => {
    const tags = fired((t) => {
      Object.assign(t.ports[0]!, { adminUp: false });
    });
    expect(tags).toEqual(new Set([tag.port("vm"), tag.flood("br"), tag.workerPort(0), tag.tunnelKey(11)]));
  });

  it("of a tunnel address touches that tunnel and the ports behind it", () => {
    const tags = fired((t) => {
      t.tunnelZones[0]!.hosts[1]!.address = "192.0.2.3";
    });
    for (const one of [
      tag.tunnel("192.0.2.1", "192.0.2.2"),
      tag.tunnel("192.0.2.1", "192.0.2.3"),
      tag.port("far"),
    ])
      expect(tags).toContain(one);
    expect(tags).not.toContain(tag.device("br"));
  });

  it("of a bridge's own fields touches the bridge", () => {
    const tags = fired((t) => {
      Object.assign(t.bridges[0]!, { adminUp: false });
    });
    expect(tags).toEqual(new Set([tag.device("br")]));
  });
});
