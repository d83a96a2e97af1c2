// Learned state for tests: what a controller would have written down, in a map.
import { addressIn } from "../../tags.js";
import type { Learned, LearnedState, Mac } from "../../verdict.js";

export class TestState implements LearnedState {
  readonly stations = new Map<string, string>();
  readonly neighbours = new Map<string, Mac | "failed">();
  readonly bridgeNeighbours = new Map<string, Mac>();

  station(bridge: string, vlan: number, mac: Mac): string | undefined {
    return this.stations.get(`${bridge} ${vlan} ${mac}`);
  }

  neighbour(port: string, address: string): Mac | "failed" | undefined {
    return this.neighbours.get(`${port} ${address}`);
  }

  bridgeNeighbour(bridge: string, address: string, vlan: number): Mac | undefined {
    return this.bridgeNeighbours.get(`${bridge} ${addressIn(vlan, address)}`);
  }

  /** Writes down what a verdict taught. */
  learn(learned: readonly Learned[]): void {
    for (const one of learned) {
      if (one.kind === "station") this.stations.set(`${one.bridge} ${one.vlan} ${one.mac}`, one.where);
      if (one.kind === "neighbour") this.neighbours.set(`${one.port} ${one.address}`, one.mac);
      if (one.kind === "bridge-neighbour")
        this.bridgeNeighbours.set(`${one.bridge} ${addressIn(one.vlan, one.address)}`, one.mac);
    }
  }
}
