// The theorem that flows without priorities stand on: what a verdict says of one packet holds for every packet that
// is equal to it under the mask. On random networks, with random packets; failures shrink to a small network.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { MAX_ACTION_BYTES, MAX_GROUP_MEMBERS } from "../../../bindings/layout.js";
import { compile, simulate, tag } from "../index.js";
import { describePath } from "../path.js";
import type { LearnedState, Verdict } from "../verdict.js";
import { type Network, network } from "./lib/arbitrary.js";
import { packetOf } from "./lib/packets.js";
import { actionsOf } from "./lib/print.js";
import { Random, randomKey, sibling } from "./lib/random-keys.js";

/** All of a verdict that a flow is made of, as text. */
function decided(verdict: Verdict): string {
  const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString("hex");
  const groups = verdict.groups.map((group) =>
    group.members.map((member) => `${hex(member.actions)} ${member.weight} ${member.token}`),
  );
  return JSON.stringify([verdict.result, hex(verdict.actions), groups]);
}

const NETWORKS = 300;
const PACKETS = 100;
const SIBLINGS = 5;

describe("verdicts on random networks", () => {
  it("hold for every packet equal under the mask, and say the same twice", () => {
    let compared = 0;
    const results = new Map<string, number>();
    fc.assert(
      fc.property(network, fc.integer(), (net, seed) => {
        const snapshot = compile(net.topology, net.facts);
        const random = new Random(seed);
        for (let i = 0; i < PACKETS; i++) {
          const key = randomKey(random, net.pool);
          const verdict = simulate(snapshot, net.state, packetOf(key));
          const first = decided(verdict);
          results.set(verdict.result.kind, (results.get(verdict.result.kind) ?? 0) + 1);
          expect(decided(simulate(snapshot, net.state, packetOf(key)))).toBe(first);
          // Nothing of a verdict is the engine's any more.
          expect(decided(verdict)).toBe(first);
          expect(verdict.mask.subarray(0, 2)).toEqual(Uint8Array.of(0xff, 0xff));
          if (verdict.result.kind !== "flow" && verdict.result.kind !== "drop") continue;
          for (let j = 0; j < SIBLINGS; j++) {
            const other = sibling(random, net.pool, key, verdict.mask);
            if (other === undefined) continue;
            compared++;
            const again = decided(simulate(snapshot, net.state, packetOf(other)));
            if (again !== first) {
              throw new Error(
                `${first}\n${again}\n${Buffer.from(key).toString("hex")}\n${Buffer.from(other).toString("hex")}\n` +
                  `${JSON.stringify(describePath(snapshot, verdict))}`,
              );
            }
          }
        }
      }),
      { numRuns: NETWORKS },
    );
    console.log(`compared ${compared} pairs; verdicts ${JSON.stringify(Object.fromEntries(results))}`);
    expect(compared).toBeGreaterThan(100_000);
    for (const kind of ["flow", "drop", "once", "consumed", "wait"])
      expect(results.get(kind)).toBeGreaterThan(0);
  });

  it("carry action lists that a worker takes", () => {
    fc.assert(
      fc.property(network, fc.integer(), (net, seed) => {
        const snapshot = compile(net.topology, net.facts);
        const random = new Random(seed);
        for (let i = 0; i < 20; i++) {
          const verdict = simulate(snapshot, net.state, packetOf(randomKey(random, net.pool)));
          const lists = [
            verdict.actions,
            ...verdict.groups.flatMap((group) => group.members.map((one) => one.actions)),
          ];
          for (const list of [...lists, ...verdict.generated.map((one) => one.actions)]) {
            expect(list.length).toBeLessThanOrEqual(MAX_ACTION_BYTES);
            const words = actionsOf(list);
            if (list.length > 0) expect(words.at(-1)).toMatch(/^(output|select|clone|drop)/);
          }
          for (const group of verdict.groups)
            expect(group.members.length).toBeLessThanOrEqual(MAX_GROUP_MEMBERS);
          const acts = verdict.result.kind === "consumed" || verdict.result.kind === "wait" ? 0 : 1;
          expect(verdict.actions.length > 0 ? 1 : 0).toBe(acts);
        }
      }),
      { numRuns: 200 },
    );
  });

  it("carry the tag of whatever learned thing would change them", () => {
    let changed = 0;
    fc.assert(
      fc.property(network, fc.integer(), (net, seed) => {
        const snapshot = compile(net.topology, net.facts);
        const random = new Random(seed);
        for (let i = 0; i < 30; i++) {
          const packet = packetOf(randomKey(random, net.pool));
          const asking = new Asking(net.state);
          const before = simulate(snapshot, asking, packet);
          if (before.result.kind !== "flow" && before.result.kind !== "drop") continue;
          for (const question of asking.asked) {
            const after = simulate(snapshot, new Otherwise(net, question, random), packet);
            if (decided(before) === decided(after)) continue;
            changed++;
            if (before.tags.includes(question.tag)) continue;
            throw new Error(`${JSON.stringify(question)}\n${decided(before)}\n${decided(after)}`);
          }
        }
      }),
      { numRuns: 300 },
    );
    console.log(`${changed} verdicts would change with what is learned, each tagged with it`);
    expect(changed).toBeGreaterThan(500);
  });
});

interface Question {
  kind: keyof LearnedState;
  name: string;
  tag: number;
}

/** Notes what a simulation asks of the learned state, and the tag a controller fires when that changes. */
class Asking implements LearnedState {
  readonly asked: Question[] = [];

  constructor(private readonly state: LearnedState) {}

  station(bridge: string, vlan: number, mac: number): string | undefined {
    this.asked.push({
      kind: "station",
      name: `${bridge} ${vlan} ${mac}`,
      tag: tag.station(bridge, vlan, mac),
    });
    return this.state.station(bridge, vlan, mac);
  }

  neighbour(port: string, address: string): number | "failed" | undefined {
    this.asked.push({ kind: "neighbour", name: `${port} ${address}`, tag: tag.neighbour(port, address) });
    return this.state.neighbour(port, address);
  }

  bridgeNeighbour(bridge: string, address: string, vlan: number): number | undefined {
    const fired = tag.bridgeNeighbour(bridge, address, vlan);
    this.asked.push({ kind: "bridgeNeighbour", name: `${bridge} ${address} ${vlan}`, tag: fired });
    return this.state.bridgeNeighbour(bridge, address, vlan);
  }
}

/** The same state but for one answer, which is another or none. */
class Otherwise implements LearnedState {
  private readonly mac: number;
  private readonly where: string;
  private readonly forgotten: boolean;

  constructor(
    private readonly net: Network,
    private readonly question: Question,
    random: Random,
  ) {
    this.mac = random.pick(net.pool.macs);
    this.where = random.pick([...net.topology.ports.map((port) => port.id), "gateway@198.51.100.8"]);
    this.forgotten = random.chance(30);
  }

  station(bridge: string, vlan: number, mac: number): string | undefined {
    if (this.is("station", `${bridge} ${vlan} ${mac}`)) return this.forgotten ? undefined : this.where;
    return this.net.state.station(bridge, vlan, mac);
  }

  neighbour(port: string, address: string): number | "failed" | undefined {
    if (this.is("neighbour", `${port} ${address}`)) return this.forgotten ? "failed" : this.mac;
    return this.net.state.neighbour(port, address);
  }

  bridgeNeighbour(bridge: string, address: string, vlan: number): number | undefined {
    if (this.is("bridgeNeighbour", `${bridge} ${address} ${vlan}`))
      return this.forgotten ? undefined : this.mac;
    return this.net.state.bridgeNeighbour(bridge, address, vlan);
  }

  private is(kind: keyof LearnedState, name: string): boolean {
    return this.question.kind === kind && this.question.name === name;
  }
}
