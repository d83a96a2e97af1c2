// L2 insertion: vm1's traffic, both ways, through the services behind s1 (here) and s2 (here or on host b):
//
//   vm1 ══ s1 ══ s2 ══ br ── vm2
import { describe, expect, it } from "vitest";
import { DROP } from "../../../bindings/layout.js";
import type { L2Insertion, Port, Topology } from "../../topology/model.js";
import { describePath } from "../path.js";
import { MAC, Net, numberOf, vm } from "./lib/networks.js";
import type { Spec } from "./lib/packets.js";
import { actionsOf, bitsOf } from "./lib/print.js";

const ZONE = {
  id: "z",
  type: "vxlan" as const,
  hosts: [
    { host: "a", address: "192.0.2.1" },
    { host: "b", address: "192.0.2.2" },
  ],
};

interface Services {
  first?: Partial<L2Insertion>;
  second?: Partial<L2Insertion>;
  s1?: Partial<Port>;
  s2?: Partial<Port>;
  one?: Partial<Port>;
  more?: Partial<Topology>;
}

function net({ first = {}, second, s1 = {}, s2 = {}, one = {}, more = {} }: Services): Net {
  const insertions = [{ id: "fw", port: "vm1", servicePort: "s1", vlan: 10, position: 1, ...first }];
  if (second)
    insertions.push({ id: "ids", port: "vm1", servicePort: "s2", vlan: 20, position: 2, ...second });
  const made = new Net({
    tunnelZones: [ZONE],
    bridges: [
      {
        id: "br",
        macTable: [
          { mac: MAC.b, port: "vm2" },
          { mac: MAC.a, port: "vm1" },
        ],
      },
      { id: "services" },
    ],
    ports: [
      vm(1, "br", one),
      vm(2, "br"),
      { ...vm(3, "services"), id: "s1", ...s1 },
      { ...vm(4, "services"), id: "s2", ...s2 },
    ],
    chains: [{ id: "drop", rules: [{ action: "drop" }] }],
    l2Insertions: insertions,
    ...more,
  });
  made.state.stations.set(`br 0 ${numberOf(MAC.a)}`, "vm1");
  return made;
}

const FROM: Spec = {
  port: 1,
  src: MAC.a,
  dst: MAC.b,
  from: "10.0.0.1",
  to: "10.0.0.2",
  tp: [1, 2],
  protocol: 17,
};
const TO: Spec = { ...FROM, port: 2, src: MAC.b, dst: MAC.a };
const back = (spec: Spec, port: number, vlan: number, pcp = 0): Spec => ({
  ...spec,
  port,
  vlan: vlan | (pcp << 13),
});

describe("a protected port", () => {
  it("sends what enters it to its service, tagged, and what leaves it too, with the direction in the PCP", () => {
    expect(net({}).actions(FROM)).toEqual(["push-vlan 10 pcp 0", "output 3"]);
    expect(net({}).actions(TO)).toEqual(["push-vlan 10 pcp 1", "output 3"]);
  });

  it("has what the service gives back go on where it left", () => {
    expect(net({}).actions(back(FROM, 3, 10))).toEqual(["pop-vlan", "output 2"]);
    expect(net({}).actions(back(TO, 3, 10, 1))).toEqual(["pop-vlan", "output 1"]);
  });

  it("visits its services in the order of position, in both directions", () => {
    const made = net({ second: {} });
    expect(made.actions(back(FROM, 3, 10))).toEqual(["pop-vlan", "push-vlan 20 pcp 0", "output 4"]);
    expect(made.actions(back(FROM, 4, 20))).toEqual(["pop-vlan", "output 2"]);
    expect(made.actions(TO)).toEqual(["push-vlan 10 pcp 1", "output 3"]);
    expect(made.actions(back(TO, 3, 10, 1))).toEqual(["pop-vlan", "push-vlan 20 pcp 1", "output 4"]);
    expect(made.actions(back(TO, 4, 20, 1))).toEqual(["pop-vlan", "output 1"]);
    const turned = net({ first: { position: 9 }, second: {} });
    expect(turned.actions(FROM)).toEqual(["push-vlan 20 pcp 0", "output 4"]);
  });

  it("learns its stations at the port, not at the service's", () => {
    const made = net({ more: { bridges: [{ id: "br" }, { id: "services" }] } });
    expect(made.look(FROM).learned).toEqual([]);
    expect(made.look(back(FROM, 3, 10)).learned).toMatchObject([{ bridge: "br", where: "vm1", vlan: 0 }]);
  });

  it("has its own chain judge what comes back, not what leaves for the service", () => {
    const made = net({ one: { inboundChain: "drop" } });
    expect(made.actions(FROM)).toEqual(["push-vlan 10 pcp 0", "output 3"]);
    expect(made.actions(back(FROM, 3, 10))).toEqual(["drop POLICY"]);
  });

  it("has a service on another host, which sends to the port's own host in turn", () => {
    const far = { s1: { host: "b", interface: "p3", key: 99 } };
    expect(net(far).actions(FROM)).toEqual(["push-vlan 10 pcp 0", "encap 0/99", "output tunnel"]);
    const remote = net({ one: { host: "b", interface: "p1", key: 55 } });
    expect(remote.actions(back(TO, 3, 10, 1))).toEqual(["pop-vlan", "encap 0/55", "output tunnel"]);
    expect(remote.actions(TO)).toEqual(["push-vlan 10 pcp 1", "output 3"]);
  });

  it("is read of no more than the service's tag and what the bridge asks", () => {
    expect(bitsOf(net({}).look(FROM).mask)).toEqual({ vlan_tci: 1 });
    expect(bitsOf(net({}).look(back(TO, 3, 10, 1)).mask)).toEqual({ vlan_tci: 14 });
  });

  it("keeps the tag that a frame has of its own below the service's", () => {
    const tagged = { ...FROM, vlan: 7 };
    expect(net({}).actions(tagged)).toEqual(["push-vlan 10 pcp 0", "output 3"]);
    const given = net({ more: { bridges: [{ id: "br" }, { id: "services" }] } }).look({
      ...FROM,
      port: 3,
      vlan: 10,
      vlan2: 7,
    });
    expect(given.learned).toMatchObject([{ bridge: "br", where: "vm1", vlan: 7 }]);
    expect(actionsOf(given.actions)).toEqual(["pop-vlan", "output 2"]);
    expect(net({}).actions({ ...FROM, vlan: 7, vlan2: 8 })).toEqual(["drop VLAN_UNEXPECTED"]);
  });
});

describe("a service whose port is down", () => {
  it.each<[string, Services]>([
    ["administratively", { s1: { adminUp: false } }],
    ["bound to nothing that is here", { s1: { interface: "nowhere" } }],
    ["on a host that no zone leads to", { s1: { host: "c", interface: "p1" } }],
  ])("%s: is passed by when it fails open, else its traffic is dropped by name", (_, parts) => {
    const closed = net(parts);
    expect(closed.look(FROM).result).toEqual({ kind: "drop", reason: DROP.SERVICE_DOWN, lifetimeMs: 0 });
    expect(closed.look(TO).result).toMatchObject({ reason: DROP.SERVICE_DOWN });
    const open = net({ ...parts, first: { failOpen: true } });
    expect(open.actions(FROM)).toEqual(["output 2"]);
    expect(open.actions(TO)).toEqual(["output 1"]);
    const two = net({ ...parts, first: { failOpen: true }, second: {} });
    expect(two.actions(FROM)).toEqual(["push-vlan 20 pcp 0", "output 4"]);
    const path = describePath(open.snapshot, open.look(FROM));
    expect(path).toContainEqual({ step: "service", id: "fw", detail: "s1 is down: passed by" });
  });
});

describe("a service port", () => {
  it("has traffic of its own: untagged, or with a tag that is no insertion's", () => {
    expect(net({}).actions({ ...FROM, port: 3 })).toEqual(["output 4"]);
    expect(net({}).actions({ ...FROM, port: 3, vlan: 11 })).toEqual(["output 4"]);
  });

  it("may give back as the port's only what is from its MAC", () => {
    const made = net({ first: { mac: MAC.a } });
    expect(made.actions(back(FROM, 3, 10))).toEqual(["pop-vlan", "output 2"]);
    expect(made.actions(back({ ...FROM, src: MAC.c }, 3, 10))).toEqual(["drop MARTIAN"]);
    expect(made.actions(back(TO, 3, 10, 1))).toEqual(["pop-vlan", "output 1"]);
  });
});
