// Recorded upcalls run through a topology, anywhere: the same ports, addresses and learned state, the same order. It says
// which verdicts agree with the recorded ones. It needs no worker and changes nothing.
import { formatKey } from "../../../bindings/key.js";
import { UPCALL_REASON } from "../../../bindings/layout.js";
import { compile } from "../../simulation/compile.js";
import { describePath } from "../../simulation/path.js";
import { Simulator } from "../../simulation/simulate.js";
import type { Exception, Learned, LearnedState, Mac, PathStep } from "../../simulation/verdict.js";
import type { State, Topology, Upcall } from "../../topology/index.js";
import { Outcomes } from "../planning/outcome.js";
import { decidingNow } from "../planning/simulated.js";
import type { Recorded } from "./file.js";

/** Shown at most. */
const SHOWN = 50;

export interface Difference {
  /** Of the recording's upcalls, from 1. */
  upcall: number;
  port: string;
  match: string;
  was: string;
  is: string;
  pathWas: PathStep[];
  pathIs: PathStep[];
}

export interface Rerun {
  upcalls: number;
  agree: number;
  differ: number;
  /** Recorded without a verdict: nothing to compare with. */
  undecided: number;
  /** The recording's topology. */
  revision: string;
  differences: Difference[];
}

export function rerun({ head, upcalls }: Recorded, topology: Topology): Rerun {
  const { host, maxDevices, underlay } = head;
  const ports = new Map(head.ports.map((name, id) => [name, id]));
  const snapshot = compile(topology, { host, ports, underlay, ...(maxDevices > 0 ? { maxDevices } : {}) });
  const state = new Memory(head.state);
  const simulator = new Simulator();
  const outcomes = new Outcomes(snapshot, head.ports);
  const run: Rerun = {
    ...{ upcalls: upcalls.length, agree: 0, differ: 0, undecided: 0, revision: head.revision },
    differences: [],
  };
  for (const [i, upcall] of upcalls.entries()) {
    const { key, data, length, innerOffset = 0, l3Offset = 0, l4Offset = 0, verdict: was } = upcall;
    const packet = { key, data, length, innerOffset, l3Offset, l4Offset };
    const verdict = simulator.simulate(snapshot, state, packet, exceptionOf(upcall));
    state.learn(verdict.learned);
    const is = outcomes.of(decidingNow(verdict)).text;
    if (was?.did === undefined) run.undecided++;
    else if (was.did === is) run.agree++;
    else {
      run.differ++;
      if (run.differences.length >= SHOWN) continue;
      run.differences.push({
        ...{ upcall: i + 1, port: head.ports[upcall.port] ?? String(upcall.port), match: formatKey(key) },
        ...{ was: was.did, is, pathWas: was.path, pathIs: describePath(snapshot, verdict) },
      });
    }
  }
  return run;
}

function exceptionOf({ reason, arg }: Upcall): Exception | undefined {
  if (reason === UPCALL_REASON.TTL) return { kind: "ttl" };
  if (reason === UPCALL_REASON.PATH_MTU) return { kind: "path-mtu", mtu: arg ?? 0 };
  return reason === UPCALL_REASON.TUNNEL_MTU ? { kind: "tunnel-mtu", mtu: arg ?? 0 } : undefined;
}

/** The learned state of the recording, taught by its packets. */
class Memory implements LearnedState {
  private readonly stations = new Map<string, string>();
  private readonly neighbours = new Map<string, Mac>();
  private readonly answers = new Map<string, Mac>();
  private readonly pathMtus = new Map<string, number>();

  constructor({ stations, neighbours, bridgeNeighbours, pathMtus }: State) {
    for (const { remote, mtu } of pathMtus) this.pathMtus.set(remote, mtu);
    for (const one of stations) this.learn([{ ...one, kind: "station" }]);
    for (const one of neighbours) this.learn([{ ...one, kind: "neighbour" }]);
    for (const one of bridgeNeighbours)
      this.learn([{ ...one, vlan: one.vlan ?? 0, kind: "bridge-neighbour" }]);
  }

  station(bridge: string, vlan: number, mac: Mac): string | undefined {
    return this.stations.get(`${bridge} ${vlan} ${mac}`);
  }

  neighbour(port: string, address: string): Mac | undefined {
    return this.neighbours.get(`${port} ${address}`);
  }

  bridgeNeighbour(bridge: string, address: string, vlan: number): Mac | undefined {
    return this.answers.get(`${bridge} ${vlan} ${address}`);
  }

  pathMtu(remote: string): number | undefined {
    return this.pathMtus.get(remote);
  }

  learn(learned: readonly Learned[]): void {
    for (const one of learned) {
      if (one.kind === "station") this.stations.set(`${one.bridge} ${one.vlan} ${one.mac}`, one.where);
      else if (one.kind === "neighbour") this.neighbours.set(`${one.port} ${one.address}`, one.mac);
      else if (one.kind === "path-mtu") this.pathMtus.set(one.remote, one.mtu);
      else if (one.kind === "bridge-neighbour")
        this.answers.set(`${one.bridge} ${one.vlan} ${one.address}`, one.mac);
    }
  }
}
