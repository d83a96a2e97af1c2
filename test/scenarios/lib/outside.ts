// Who answers when the network asks: the scenario's neighbours, and all of the underlay but those it calls silent.
import { parseIp, parseMac } from "../../../dataplane/topology/addresses.js";
import type { Scenario } from "./format.js";
import { neighbourMac } from "./host.js";

export class Outside {
  constructor(private readonly scenario: Scenario) {}

  /** A router port's neighbour. */
  neighbour(address: string): number | undefined {
    const said = this.scenario.answers[address];
    if (said === undefined) return undefined;
    return said === "default" ? neighbourMac(parseIp(address)!.bytes) : parseMac(said);
  }

  /** A next hop of the underlay. */
  hop(address: string): number | undefined {
    if (this.scenario.node.silent?.includes(address)) return undefined;
    return neighbourMac(parseIp(address)!.bytes);
  }
}
