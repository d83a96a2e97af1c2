// What must become of one packet: a fresh simulation, run by the executor. It must never look at what other packets
// did.

import { hashFlow } from "../../bindings/hash.js";
import { ACT_DROP_SIZE, DROP, UPCALL_REASON } from "../../bindings/layout.js";
import { announcedOf } from "../../dataplane/controller/state/announced.js";
import { PATH_STRIDE, STEP } from "../../dataplane/simulation/path.js";
import { announceGateway, simulate } from "../../dataplane/simulation/simulate.js";
import type { Exception, Generated, Learned, Packet, Verdict } from "../../dataplane/simulation/verdict.js";
import type { Topology } from "../../dataplane/topology/model.js";
import { execute, type Machine, type Program, type Running, tunnelOf } from "./execute.js";
import type { Known } from "./scene.js";
import { parsed, type World } from "./world.js";

export interface Sent {
  port: number;
  bytes: Uint8Array;
}

export interface Part {
  sent: Sent[];
  /** Reasons. */
  drops: number[];
  consumed: number;
}

export interface Outcome {
  /** Always. */
  sure: Part;
  /** Once at most: answers that only the packet that made a flow gets, requests for neighbours. */
  maybe: Part;
  /** What it teaches; empty of news when the state is settled. */
  learned: Learned[];
  /** A neighbour that it would wait for. */
  waits?: { port: string; address: string };
  result: string;
  /** ICMP errors among what it sets off: a node sends so many a second. */
  errors: number;
}

const nothing = (): Part => ({ sent: [], drops: [], consumed: 0 });

/** Exceptions of exceptions end here. */
const MOST_ROUNDS = 4;

export type Execute = (machine: Machine, program: Program, packet: Running) => ReturnType<typeof execute>;

/** `known`: the packet's verdict in this world, where it was simulated before. `later`: the world in which the worker's
 * questions about it are answered. */
export function expectation(
  world: World,
  port: number,
  data: Uint8Array,
  run: Execute = execute,
  known?: Verdict,
  later = world,
): Outcome {
  const outcome: Outcome = {
    ...{ sure: nothing(), maybe: nothing() },
    ...{ learned: [], result: "parse", errors: 0 },
  };
  const packet = parsed(world, port, data);
  if (typeof packet === "number") {
    outcome.sure.drops.push(packet);
    return outcome;
  }
  const running = { bytes: data, tunnel: tunnelOf(packet.key), hash: hashFlow(packet.key), exit: -1 };
  decide(new Deciding(world, port, run, outcome, later), packet, running, undefined, outcome.sure, 0, known);
  return outcome;
}

/** Who says of an active port that it is tells nobody anything. */
export const isNews = ({ state }: World, one: Learned): boolean =>
  one.kind !== "gateway" || one.port !== state.gateway?.(one.gateway);

/** What a node of its own accord may say in such a world, once: where the stations are that its gateways lead to. */
export function announced(world: World, topology: Topology, known: Known): Part {
  const part = nothing();
  const { snapshot, state } = world;
  const answers = known.bridgeNeighbours.map((one) => ({ vlan: 0, seen: 0, ...one }));
  for (const { id } of topology.l2Gateways ?? [])
    for (const said of [announcedOf(topology, snapshot, id, known.stations, answers), []])
      for (const one of announceGateway(snapshot, state, id, said))
        generated(new Deciding(world, one.port, execute, unheard()), one, part, 0);
  return part;
}

const unheard = (): Outcome => ({
  sure: nothing(),
  maybe: nothing(),
  learned: [],
  result: "said",
  errors: 0,
});

class Deciding {
  constructor(
    readonly world: World,
    readonly port: number,
    readonly run: Execute,
    readonly outcome: Outcome,
    readonly later = world,
  ) {}
}

function decide(
  on: Deciding,
  packet: Packet,
  running: Running,
  exception: Exception | undefined,
  to: Part,
  round: number,
  known?: Verdict,
): void {
  const { world, outcome } = on;
  const verdict = known ?? simulate(world.snapshot, world.state, packet, exception);
  if (exception === undefined) outcome.result = verdict.result.kind;
  outcome.learned.push(...verdict.learned.filter((one) => isNews(world, one)));
  const { result } = verdict;
  if (result.kind === "wait") {
    outcome.waits = result.on;
    return;
  }
  const installed = exception === undefined && (result.kind === "flow" || result.kind === "drop");
  // A request for a neighbour goes out when one is due: others may have asked just before.
  for (const one of verdict.generated) {
    if (one.error === true) outcome.errors++;
    generated(on, one, installed || one.asks !== undefined ? outcome.maybe : to, round);
  }
  if (result.kind === "consumed") to.consumed++;
  else if (result.kind === "drop" && verdict.actionLength === ACT_DROP_SIZE) to.drops.push(result.reason);
  else carryOut(on, verdict, running, to, round, installed && isCopied(verdict));
}

function carryOut(
  on: Deciding,
  program: Pick<Verdict, "actions" | "groups">,
  running: Running,
  to: Part,
  round: number,
  copied = false,
): void {
  for (const fate of on.run(on.world.machine, program, running)) {
    if (fate.kind === "sent") to.sent.push({ port: fate.port, bytes: fate.bytes });
    else if (fate.kind === "dropped") to.drops.push(fate.reason);
    else asked(on, fate, to, round, copied);
  }
}

/** Mirrors copy packets of the flow: whoever asks may be a copy. */
function isCopied({ path }: Verdict): boolean {
  for (let at = 0; at < path.length; at += PATH_STRIDE) if ((path[at]! & 0xff) === STEP.MIRROR) return true;
  return false;
}

/** The worker asks what to do instead: the packet is simulated as it entered its list. */
function asked(
  on: Deciding,
  { reason, arg, packet: running }: { reason: number; arg: number; packet: Running },
  to: Part,
  round: number,
  copied: boolean,
): void {
  const exception: Exception =
    reason === UPCALL_REASON.TTL
      ? { kind: "ttl" }
      : reason === UPCALL_REASON.PATH_MTU
        ? { kind: "path-mtu", mtu: arg }
        : { kind: "tunnel-mtu", mtu: arg, copied };
  const then = new Deciding(on.later, on.port, on.run, on.outcome);
  const packet = parsed(then.world, on.port, running.bytes, on.port === 0 && running.tunnel !== 0);
  if (typeof packet === "number") to.drops.push(packet);
  else if (round === MOST_ROUNDS) to.drops.push(DROP.SIM_FAULT);
  else decide(then, packet, running, exception, to, round + 1);
}

/** An injected packet is parsed as one that came in by its port. */
function generated(on: Deciding, { actions, data, port }: Generated, to: Part, round: number): void {
  const packet = parsed(on.world, port, data);
  if (typeof packet === "number") {
    to.drops.push(packet);
    return;
  }
  const running = { bytes: data, tunnel: tunnelOf(packet.key), hash: hashFlow(packet.key), exit: -1 };
  carryOut(on, { actions, groups: [] }, running, to, round);
}
