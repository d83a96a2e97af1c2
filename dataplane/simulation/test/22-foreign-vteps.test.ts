// Foreign VTEPs on a bridge: who gets floods, who may reach whom through the gateway.
//
//   vm1 ─ br ─┬─ gate: VXLAN 77 to .7, .8, .9
//             └─ other: GRE 5 to 203.0.113.1
import { describe, expect, it } from "vitest";
import { DROP } from "../../../bindings/layout.js";
import type { Vtep } from "../../topology/model.js";
import { MAC, Net, vm } from "./lib/networks.js";
import { actionsOf } from "./lib/print.js";

const [SEVEN, EIGHT, NINE] = ["198.51.100.7", "198.51.100.8", "198.51.100.9"] as const;
const net = (more: Partial<Vtep> = {}, other: Partial<Vtep> = {}): Net =>
  new Net({
    bridges: [{ id: "br" }],
    ports: [
      vm(1, "br"),
      {
        id: "gate",
        device: "br",
        vtep: {
          ...{ type: "vxlan", key: 77, host: "a", ...more },
          remotes: [{ address: SEVEN }, { address: EIGHT }, { address: NINE }],
        },
      },
      {
        id: "other",
        device: "br",
        vtep: { ...{ type: "gre", key: 5, host: "a", ...other }, remotes: [{ address: "203.0.113.1" }] },
      },
    ],
  });
const from = (src: string, more = {}) => ({
  port: 0,
  tunnel: { key: 77, src },
  src: MAC.b,
  dst: MAC.all,
  ...more,
});

describe("foreign VTEPs", () => {
  it("reach the bridge, and never each other", () => {
    expect(net().actions(from(SEVEN))).toEqual(["decap", "output 1"]);
    const one = net();
    one.send(from(EIGHT, { src: MAC.c }));
    const verdict = one.look(from(SEVEN, { dst: MAC.c }));
    expect(verdict.result).toMatchObject({ kind: "drop", reason: DROP.HAIRPIN });
  });

  it("are replicated for by their flood proxy, but for the one that sent", () => {
    const actions = net({ floodProxy: true }).actions(from(EIGHT));
    expect(actions).toEqual([
      "decap",
      "output 1",
      "clone(encap 0/77, output tunnel)",
      "encap 2/77",
      "output tunnel",
    ]);
    const both = net({ floodProxy: true }, { floodProxy: true });
    expect(both.actions(from(EIGHT)).filter((one) => one.includes("encap"))).toHaveLength(3);
  });

  it("reach each other's known stations through the proxy, and never themselves", () => {
    const one = net({ floodProxy: true });
    one.send(from(EIGHT, { src: MAC.c }));
    expect(one.actions(from(SEVEN, { dst: MAC.c }))).toEqual(["decap", "encap 1/77", "output tunnel"]);
    expect(one.look(from(EIGHT, { dst: MAC.c })).result).toMatchObject({ reason: DROP.HAIRPIN });
  });

  it("leave floods to a service node, from which nobody learns", () => {
    const one = net({ serviceNode: NINE });
    expect(one.actions({ port: 1, dst: MAC.all })).toEqual([
      "clone(encap 2/77, output tunnel)",
      "encap 3/5",
      "output tunnel",
    ]);
    expect(one.look(from(NINE)).learned).toEqual([]);
    expect(one.look(from(SEVEN)).learned).toMatchObject([{ where: `gate@${SEVEN}` }]);
    expect(actionsOf(one.look(from(NINE)).actions)).toEqual(["decap", "output 1"]);
  });

  it("are routed to each other all the same", () => {
    const one = new Net({
      bridges: [{ id: "br" }, { id: "far" }],
      routers: [{ id: "ro" }],
      ports: [
        { id: "l", device: "br", peer: "rl" },
        { id: "rl", device: "ro", peer: "l", mac: MAC.r, addresses: ["10.0.0.1/24"] },
        { id: "f", device: "far", peer: "rf" },
        { id: "rf", device: "ro", peer: "f", mac: MAC.s, addresses: ["10.0.1.1/24"] },
        {
          id: "g1",
          device: "br",
          vtep: { type: "vxlan", key: 77, host: "a", remotes: [{ address: SEVEN }] },
        },
        {
          id: "g2",
          device: "far",
          vtep: { type: "vxlan", key: 78, host: "a", remotes: [{ address: EIGHT, macs: [MAC.c] }] },
        },
      ],
    });
    one.state.neighbours.set("rf 10.0.1.9", 0x02000000000c);
    const actions = one.actions(from(SEVEN, { dst: MAC.r, from: "10.0.0.9", to: "10.0.1.9", protocol: 6 }));
    expect(actions.slice(-2)).toEqual(["encap 1/78", "output tunnel"]);
  });
});
