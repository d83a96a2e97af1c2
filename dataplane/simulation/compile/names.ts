// From the operator's ids to indexes, and addresses from text to bytes. Unknown ids give -1: parseTopology has refused
// documents that have any.
import { formatIp, parsePrefix } from "../../topology/addresses.js";
import type { Topology } from "../../topology/model.js";
import type { VAddress } from "../snapshot.js";

const indexes = (list: readonly { id: string }[]): Map<string, number> =>
  new Map(list.map((one, index) => [one.id, index]));

export class Names {
  readonly ports: ReadonlyMap<string, number>;
  private readonly devices: ReadonlyMap<string, number>;
  private readonly chains: ReadonlyMap<string, number>;

  constructor(topology: Topology) {
    this.ports = indexes(topology.ports);
    this.devices = indexes([...(topology.bridges ?? []), ...(topology.routers ?? [])]);
    this.chains = indexes(topology.chains ?? []);
  }

  port(id: string | undefined): number {
    return id === undefined ? -1 : (this.ports.get(id) ?? -1);
  }

  device(id: string | undefined): number {
    return id === undefined ? -1 : (this.devices.get(id) ?? -1);
  }

  chain(id: string | undefined): number {
    return id === undefined ? -1 : (this.chains.get(id) ?? -1);
  }
}

/** "10.0.0.1/24" as an own address. */
export function ownAddress(text: string): VAddress | undefined {
  const prefix = parsePrefix(text);
  if (prefix === undefined) return undefined;
  return { text: formatIp(prefix.bytes), family: prefix.family, bytes: prefix.bytes, bits: prefix.bits };
}

export function ownAddresses(texts: readonly string[] | undefined): VAddress[] {
  return (texts ?? []).flatMap((text) => ownAddress(text) ?? []);
}
