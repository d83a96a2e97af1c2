// Small hand-made networks for the stories; each test draws the one it uses.
import type { Port, Topology } from "../../../topology/model.js";
import { compile } from "../../compile.js";
import { simulate } from "../../simulate.js";
import type { NodeFacts, Snapshot } from "../../snapshot.js";
import type { Exception, Packet, Verdict } from "../../verdict.js";
import { type Extras, packet, type Spec } from "./packets.js";
import { actionsOf } from "./print.js";
import { TestState } from "./state.js";

/** Host "a": worker port 0 is the underlay (192.0.2.1, 2001:db8:ff::1), "p1" to "p8" are 1 to 8. */
export const FACTS: NodeFacts = {
  host: "a",
  ports: new Map(Array.from({ length: 8 }, (_, index) => [`p${index + 1}`, index + 1])),
  underlay: [{ port: 0, vlan: 0, mac: 0x0200000000aa, addresses: ["192.0.2.1/24", "2001:db8:ff::1/64"] }],
};

export const MAC = {
  a: "02:00:00:00:00:0a",
  b: "02:00:00:00:00:0b",
  c: "02:00:00:00:00:0c",
  r: "02:00:00:00:00:f1",
  s: "02:00:00:00:00:f2",
  all: "ff:ff:ff:ff:ff:ff",
} as const;

/** From vm1 to vm2. */
export const udp: Spec = {
  port: 1,
  src: MAC.a,
  dst: MAC.b,
  from: "10.1.2.3",
  to: "10.4.5.6",
  tp: [1000, 80],
  protocol: 17,
};

export const numberOf = (mac: string): number => Number.parseInt(mac.replaceAll(":", ""), 16);

/** A port of this host. */
export const vm = (number: number, device: string, more: Partial<Port> = {}): Port => ({
  id: `vm${number}`,
  device,
  host: "a",
  interface: `p${number}`,
  ...more,
});

export const topology = (parts: Partial<Topology>): Topology => ({
  version: 1,
  hosts: [{ id: "a" }, { id: "b" }, { id: "c" }],
  ports: [],
  ...parts,
});

/** A compiled network with its learned state; verdicts teach it. */
export class Net {
  readonly topology: Topology;
  readonly snapshot: Snapshot;
  readonly state = new TestState();

  constructor(parts: Partial<Topology>, facts: NodeFacts = FACTS) {
    this.topology = topology(parts);
    this.snapshot = compile(this.topology, facts);
  }

  /** Simulates one packet without learning from it. */
  look(spec: Spec | Packet, extras: Extras = {}, exception?: Exception): Verdict {
    const one = "key" in spec ? spec : packet(spec, extras);
    return simulate(this.snapshot, this.state, one, exception);
  }

  /** Simulates one packet and writes down what it taught, as a controller would. */
  send(spec: Spec | Packet, extras: Extras = {}): Verdict {
    const verdict = this.look(spec, extras);
    this.state.learn(verdict.learned);
    return verdict;
  }

  actions(spec: Spec): string[] {
    return actionsOf(this.look(spec).actions);
  }
}
