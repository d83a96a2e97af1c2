// An L2 gateway: two trunks into one outside network, the first here, the second on host b.
//
//   vm1 ── 10 ─┐        ┌─ g1 (here) ──┐
//              ├─ br ───┤              ├── outside
//   vm2 ── 10 ─┘        └─ g2 (host b)─┘
import { describe, expect, it } from "vitest";
import { DROP } from "../../../bindings/layout.js";
import { formatMac } from "../../topology/addresses.js";
import { derivedMac } from "../../topology/keys.js";
import type { Port } from "../../topology/model.js";
import { announceGateway } from "../simulate.js";
import { tag } from "../tags.js";
import type { LearnedState } from "../verdict.js";
import { MAC, Net, numberOf, vm } from "./lib/networks.js";
import { actionsOf } from "./lib/print.js";

const zone = {
  ...{ id: "z", type: "vxlan" as const },
  hosts: [
    { host: "a", address: "192.0.2.1" },
    { host: "b", address: "192.0.2.2" },
    { host: "c", address: "192.0.2.3" },
  ],
};
const ports: Port[] = [
  vm(1, "br", { vlan: 10 }),
  vm(2, "br", { vlan: 10 }),
  { id: "g1", device: "br", host: "a", interface: "p3", key: 31 },
  { id: "g2", device: "br", host: "b", interface: "x", key: 32 },
];

class Gateway extends Net {
  active: string | undefined;

  constructor() {
    super({
      ...{ bridges: [{ id: "br" }], tunnelZones: [zone], ports },
      l2Gateways: [{ id: "g", ports: ["g1", "g2"] }],
    });
    (this.state as LearnedState).gateway = () => this.active;
  }
}

describe("an L2 gateway", () => {
  it("floods by the active port alone", () => {
    const one = new Gateway();
    const verdict = one.look({ port: 1, dst: MAC.all });
    expect(actionsOf(verdict.actions)).toEqual(["output 2", "push-vlan 10 pcp 0", "output 3"]);
    expect(verdict.tags).toContain(tag.gateway("g"));
    one.active = "g2";
    expect(one.actions({ port: 1, dst: MAC.all })).toEqual([
      "output 2",
      "push-vlan 10 pcp 0",
      "encap 0/32",
      "output tunnel",
    ]);
  });

  it("moves the stations outside with the active port at once", () => {
    const one = new Gateway();
    one.send({ port: 3, src: MAC.c, dst: MAC.b, vlan: 10 });
    expect(one.actions({ port: 1, dst: MAC.c })).toEqual(["push-vlan 10 pcp 0", "output 3"]);
    one.active = "g2";
    const moved = one.look({ port: 1, dst: MAC.c });
    expect(actionsOf(moved.actions)).toEqual(["push-vlan 10 pcp 0", "encap 0/32", "output tunnel"]);
    expect(moved.tags).toContain(tag.gateway("g"));
    // A conversation inside depends on no gateway.
    one.send({ port: 2, src: MAC.b });
    expect(one.look({ port: 1, dst: MAC.b }).tags).not.toContain(tag.gateway("g"));
  });

  it("lets nothing in by the port that is not active, so that no loop goes through it", () => {
    const one = new Gateway();
    one.active = "g2";
    expect(one.look({ port: 3, src: MAC.c, dst: MAC.all, vlan: 10 }).result).toMatchObject({
      kind: "drop",
      reason: DROP.HAIRPIN,
    });
  });

  it("hears from outside that the other port's host has taken over", () => {
    const hello = { port: 3, src: formatMac(derivedMac("g2")), dst: MAC.all, etherType: 0x8035 };
    const verdict = new Gateway().look(hello);
    expect(verdict.result).toEqual({ kind: "consumed" });
    expect(verdict.learned).toEqual([{ kind: "gateway", gateway: "g", port: "g2" }]);
  });

  it("passes on what hosts that know no better send to the port that is down, and never back", () => {
    const one = new Gateway();
    one.active = "g2";
    const late = { port: 0, dst: MAC.c, vlan: 10 };
    expect(one.actions({ ...late, tunnel: { key: 31, src: "192.0.2.3" } })).toEqual([
      "decap",
      "encap 0/32",
      "output tunnel",
    ]);
    // Host b sends here: it has given up its own port, and this one is active.
    const verdict = one.look({ ...late, tunnel: { key: 31, src: "192.0.2.2" } });
    expect(actionsOf(verdict.actions)).toEqual(["decap", "output 3"]);
    expect(verdict.learned).toEqual([{ kind: "gateway", gateway: "g", port: "g1" }]);
  });

  it("announces where stations are: its own MAC first, then each in its VLAN and by its address", () => {
    const one = new Gateway();
    const said = announceGateway(one.snapshot, one.state, "g", [
      { mac: numberOf(MAC.a), vlan: 10, address: "10.0.0.1" },
      { mac: numberOf(MAC.b), vlan: 10, address: "2001:db8::2" },
      { mac: numberOf(MAC.c), vlan: 20 },
    ]);
    expect(said.map(({ actions }) => actionsOf(actions))).toEqual(Array(4).fill(["output 3"]));
    const types = said.map(({ data }) => Buffer.from(data.subarray(6, 18)).toString("hex"));
    expect(types[0]!.slice(0, 12)).toBe(derivedMac("g1").toString(16).padStart(12, "0"));
    expect(types[0]!.slice(12)).toMatch(/^8035/);
    expect(types.slice(1)).toEqual([
      "02000000000a8100000a0806",
      "02000000000b8100000a86dd",
      "02000000000c810000148035",
    ]);
    one.active = "g2";
    const far = announceGateway(one.snapshot, one.state, "g", []);
    expect(far.map(({ actions }) => actionsOf(actions))).toEqual([["encap 0/32", "output tunnel"]]);
    expect(announceGateway(one.snapshot, one.state, "h", [])).toEqual([]);
  });
});
