// From the operator's ids to indexes, and addresses from text to bytes. Unknown ids give -1: parseTopology has refused
// documents that have any.
import { formatIp, type Ip, parseIp, parsePrefix } from "../../topology/addresses.js";
import type { Topology } from "../../topology/model.js";
import type { Neighbours, VAddress } from "../snapshot.js";
import type { Mac } from "../verdict.js";

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

export function addressOf({ family, bytes }: Ip, bits: number): VAddress {
  const text = formatIp(bytes);
  if (family === 6) return { text, family, bytes, bits, word: 0, ones: 0 };
  return { text, family, bytes, bits, word: wireWord(bytes), ones: bits === 96 ? 0 : -1 << (128 - bits) };
}

const wireWord = (bytes: Uint8Array): number =>
  (bytes[12]! << 24) | (bytes[13]! << 16) | (bytes[14]! << 8) | bytes[15]!;

export const noNeighbours = (): Neighbours => ({ v4: new Map(), v6: new Map() });

/** `address`: in the spelling of formatIp. */
export function setNeighbour(neighbours: Neighbours, address: string, mac: Mac): void {
  const ip = parseIp(address);
  if (ip?.family === 4) neighbours.v4.set(wireWord(ip.bytes), mac);
  else neighbours.v6.set(address, mac);
}

/** "10.0.0.1/24" as an own address. */
export function ownAddress(text: string): VAddress | undefined {
  const prefix = parsePrefix(text);
  if (prefix === undefined) return undefined;
  return addressOf(prefix, prefix.bits);
}

export function ownAddresses(texts: readonly string[] | undefined): VAddress[] {
  return (texts ?? []).flatMap((text) => ownAddress(text) ?? []);
}
