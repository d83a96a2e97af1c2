// Flows that a change of their way leaves in place: a chain or mirror that comes to it, or is taken off it, and decides
// nothing for them. They are found by what is changed of it later, and say the way as it is then.
import { describe, expect, it } from "vitest";
import { compile } from "../../simulation/compile.js";
import { Simulator, simulate } from "../../simulation/simulate.js";
import { tag } from "../../simulation/tags.js";
import { packet, packetOf, type Spec } from "../../simulation/test/lib/packets.js";
import { TestState } from "../../simulation/test/lib/state.js";
import { parseTopology, type Topology } from "../../topology/index.js";
import { VirtualClock } from "../clock.js";
import { whyFlow } from "../explain/why.js";
import { FlowTable } from "../flows/table.js";
import { planChange } from "../plan.js";
import { ModelWorker } from "./model-worker.js";

const MAC = { vm1: "02:00:00:00:00:01", vm2: "02:00:00:00:00:02" } as const;
const NAMES = ["vm1", "vm2", "tap"];
const FACTS = { host: "h", ports: new Map(NAMES.map((id, place) => [id, place + 1])), underlay: [] };
const NOBODY = { port: (id: number) => NAMES[id - 1], tunnel: () => undefined, meter: () => undefined };
const to = (port: number) => ({ protocol: 6, destinationPorts: { first: port, last: port } });
const drop = (id: string, match: object) => ({ id, match, action: "drop" }) as const;

const BASE = parseTopology({
  version: 1,
  hosts: [{ id: "h" }],
  bridges: [
    { id: "br", macTable: (["vm1", "vm2"] as const).map((port) => ({ mac: MAC[port], port })) },
    { id: "watch" },
  ],
  ports: NAMES.map((id) => ({ id, device: id === "tap" ? "watch" : "br", host: "h", interface: id })),
  chains: [
    { id: "guard", rules: [{ id: "sub", match: { protocol: 6 }, action: "jump", chain: "sub" }] },
    { id: "sub", rules: [{ id: "web", match: to(80), action: "accept" }, drop("telnet", to(23))] },
    // What every flow reads, so that they are told apart.
    { id: "all", rules: [80, 23, 22].map((port) => ({ match: to(port), action: "continue" })) },
  ],
  mirrors: [{ id: "copies", to: "tap", match: to(23) }],
});

const ip = { port: 1, src: MAC.vm1, dst: MAC.vm2, from: "10.0.0.1", to: "10.0.0.2", protocol: 6 };
const FLOWS: Readonly<Record<string, Spec>> = {
  web: { ...ip, tp: [4000, 80] },
  telnet: { ...ip, tp: [4000, 23] },
  ssh: { ...ip, tp: [4000, 22] },
  dns: { ...ip, protocol: 17, tp: [4000, 53] },
};

class Node {
  readonly flows: FlowTable;
  private topology: Topology;
  private snapshot;
  private readonly state = new TestState();

  constructor(
    topology: Topology,
    private readonly specs = FLOWS,
  ) {
    this.topology = topology;
    this.snapshot = compile(topology, FACTS);
    this.flows = new FlowTable({
      ...{ commands: new ModelWorker(), clock: new VirtualClock() },
      limits: { flows: 100, actions: 100, groups: 10 },
      tunnelId: (id) => id,
      meterId: (id) => id,
    });
    this.meet();
  }

  /** Applies it; the flows that went. They are there again, simulated, and all do what they should. */
  change(edit: (topology: Topology) => void): string[] {
    const after = structuredClone(this.topology);
    edit(after);
    const topology = parseTopology(after);
    const snapshot = compile(topology, FACTS, this.snapshot);
    const { tags, within } = planChange(this.topology, topology, this.snapshot, snapshot);
    this.flows.invalidate(tags, within);
    this.topology = topology;
    this.snapshot = snapshot;
    const gone = Object.keys(this.specs).filter((name) => this.live(name) === undefined);
    this.meet();
    for (const flow of this.flows.list()) {
      const { actions } = simulate(snapshot, this.state, packetOf(flow.key));
      expect(Buffer.from(flow.actions).toString("hex")).toBe(Buffer.from(actions).toString("hex"));
    }
    return gone;
  }

  why(name: string) {
    const { snapshot, state } = this;
    const flow = this.live(name)!;
    const parts = { snapshot, state, names: NOBODY, snapshotNames: NOBODY, now: 0 };
    return whyFlow(flow, { ...parts, maskOf: (one) => this.flows.maskOf(one) });
  }

  private live(name: string) {
    return this.flows.match(packet(this.specs[name]!).key);
  }

  private meet(): void {
    const simulator = new Simulator();
    for (const spec of Object.values(this.specs)) {
      const one = packet(spec);
      if (this.flows.match(one.key) !== undefined) continue;
      this.flows.install(one.key, simulator.simulate(this.snapshot, this.state, one), this.snapshot, 1);
    }
  }
}

const port = (id: string, fields: object) => (t: Topology) =>
  void Object.assign(t.ports.find((one) => one.id === id)!, fields);
const chain = (t: Topology, id: string) => t.chains!.find((one) => one.id === id)!;
/** All flows have read their ports before anything comes. */
const aware = (): Node => {
  const before = structuredClone(BASE);
  before.bridges![0]!.inboundChain = "all";
  return new Node(parseTopology(before));
};

describe("a flow outlives", () => {
  it("a chain that refuses none of its packets, and is found by the chain's rules from then on", () => {
    const node = aware();
    expect(node.change(port("vm1", { inboundChain: "guard" }))).toEqual(["telnet"]);
    expect(node.change((t) => chain(t, "sub").rules.push(drop("ssh", to(22))))).toEqual(["ssh"]);
    expect(node.change((t) => Object.assign(chain(t, "sub").rules[0]!, { action: "drop" }))).toEqual(["web"]);
    expect(node.change((t) => chain(t, "guard").rules.push(drop("dns", { protocol: 17 })))).toEqual(["dns"]);
    // Nothing but what the chain refuses hangs on its being there.
    expect(node.change((t) => chain(t, "sub").rules.splice(0, 3))).toEqual(["web", "telnet", "ssh"]);
    expect(node.change(port("vm1", { inboundChain: undefined }))).toEqual(["dns"]);
  });

  it("a chain, and leaves nothing of it behind", () => {
    const node = aware();
    node.change(port("vm1", { inboundChain: "guard" }));
    expect(node.flows.depends(tag.chainEnd("guard"))).toBe(true);
    for (const { serial } of [...node.flows.list()]) node.flows.end(serial, "idle");
    expect(node.flows.depends(tag.chainEnd("guard"))).toBe(false);
  });

  it("chains before and behind a bridge, and at the port that it leaves by", () => {
    for (const attach of [
      (t: Topology) => void Object.assign(t.bridges![0]!, { outboundChain: "guard" }),
      port("vm2", { outboundChain: "guard" }),
    ]) {
      const node = aware();
      expect(node.change(attach)).toEqual(["telnet"]);
      expect(node.change((t) => chain(t, "sub").rules.unshift(drop("ssh", to(22))))).toEqual(["ssh"]);
    }
  });

  it("another chain in the place of one, where neither refuses its packets", () => {
    const node = aware();
    node.change(port("vm1", { inboundChain: "guard" }));
    node.change((t) => t.chains!.push({ id: "other", rules: [drop("ssh", to(22))] }));
    expect(node.change(port("vm1", { inboundChain: "other" }))).toEqual(["telnet", "ssh"]);
    expect(node.change((t) => chain(t, "other").rules.push(drop("web", to(80))))).toEqual(["web"]);
  });

  it("no chain that may refuse a packet that it has not read so much of", () => {
    expect(new Node(BASE).change(port("vm1", { inboundChain: "guard" }))).toContain("web");
  });

  it("nothing that may ask what a tag hid, where its port's VLAN comes off", () => {
    const before = structuredClone(BASE);
    Object.assign(before.ports[0]!, { trunkVlans: [0, 5] });
    Object.assign(before.ports[1]!, { vlan: 5 });
    before.chains!.push({ id: "bare", rules: [drop("bare", { noVlan: true })] });
    before.mirrors!.push({ id: "bare", to: "tap", match: { noVlan: true } });
    const { web } = FLOWS as { web: Spec };
    const specs = { tagged: { ...web, vlan: 5 }, back: { ...web, port: 2, src: MAC.vm2, dst: MAC.vm1 } };
    for (const fields of [{ outboundChain: "bare" }, { mirrors: { postOut: ["bare"] } }])
      expect(new Node(before, specs).change(port("vm2", fields))).toEqual(["tagged"]);
  });

  it("a mirror that copies none of its packets, and is found when that one copies others", () => {
    const node = aware();
    expect(node.change(port("vm1", { mirrors: { preIn: ["copies"] } }))).toEqual(["telnet"]);
    expect(node.change((t) => Object.assign(t.mirrors![0]!, { match: to(22) }))).toEqual(["telnet", "ssh"]);
    expect(node.change((t) => void t.mirrors!.push({ id: "more", to: "tap", match: to(80) }))).toEqual([]);
    expect(node.change(port("vm1", { mirrors: { preIn: ["copies", "more"] } }))).toEqual(["web"]);
    expect(node.change(port("vm1", { mirrors: { preIn: ["more", "copies"] } }))).toHaveLength(4);
    expect(node.change(port("vm1", { mirrors: { preIn: ["more"] } }))).toEqual(["ssh"]);
    expect(node.change(port("vm1", { mirrors: undefined }))).toEqual(["web"]);
  });

  it("none of it in silence: its way is told as it is now", () => {
    const node = aware();
    const steps = () => node.why("dns").path.map(({ step, id }) => `${step} ${id}`);
    expect(steps()).not.toContain("chain guard");
    node.change(port("vm1", { inboundChain: "guard" }));
    expect(steps()).toContain("chain guard");
    expect(node.why("dns").tags).toContain("chain guard to its end");
    node.change(port("vm1", { inboundChain: undefined }));
    expect(steps()).not.toContain("chain guard");
    expect(node.why("dns").kind).toBe("live");
  });
});
