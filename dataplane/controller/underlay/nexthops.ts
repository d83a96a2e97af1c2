// Underlay neighbours that tunnels go by, resolved and kept in the worker. It must never leave a tunnel pointing at a
// next hop whose MAC is not known.

import { formatIp, writeMac } from "../../topology/addresses.js";
import type { Clock } from "../clock.js";
import type { UnderlayCommands } from "../commands.js";
import { Ids } from "../flows/ids.js";
import { type Neighbour, Neighbours, type NeighbourTimes } from "../state/neighbours.js";
import { type Net, netOf } from "./nets.js";

export interface NextHop {
  readonly id: number;
  readonly net: Net;
  readonly address: string;
  mac?: number;
  /** Tunnels that go by it. */
  readonly tunnels: Set<number>;
}

export interface NextHopEvents {
  /** Send one ARP request or neighbour solicitation. */
  ask(net: Net, address: string): void;
  /** It came up, changed its MAC, or went down. */
  changed(hop: NextHop): void;
  /** Does traffic go by this tunnel? */
  used(tunnel: number): boolean;
}

export class NextHops {
  private readonly byName = new Map<string, NextHop>();
  private readonly ids: Ids;
  private readonly neighbours: Neighbours;

  constructor(
    private readonly nets: readonly Net[],
    private readonly commands: UnderlayCommands,
    private readonly events: NextHopEvents,
    options: { clock: Clock; times: NeighbourTimes; limit: number },
  ) {
    this.ids = new Ids(options.limit);
    this.neighbours = new Neighbours(options.clock, options.times, {
      ask: ({ scope, address }) => events.ask(nets[Number(scope)]!, address),
      changed: (neighbour) => this.changed(neighbour),
      wanted: ({ scope, address }) => this.wanted(this.byName.get(nameOf(Number(scope), address))),
    });
  }

  /** The hop, made if it is new; undefined when the worker has no room for another. */
  join(net: Net, address: string, tunnel: number): NextHop | undefined {
    const name = nameOf(net.index, address);
    let hop = this.byName.get(name);
    if (hop === undefined) {
      const id = this.ids.take();
      if (id === undefined) return undefined;
      hop = { id, net, address, tunnels: new Set() };
      this.byName.set(name, hop);
      const known = this.neighbours.find(String(net.index), address);
      if (typeof known === "number") this.set(hop, known);
    }
    hop.tunnels.add(tunnel);
    return hop;
  }

  leave(hop: NextHop, tunnel: number): void {
    hop.tunnels.delete(tunnel);
    if (hop.tunnels.size > 0) return;
    this.byName.delete(nameOf(hop.net.index, hop.address));
    if (hop.mac !== undefined) this.commands.nexthopDel(hop.id);
    this.ids.give(hop.id);
  }

  /** Starts asking for it, unless it is known or being asked for. */
  want(net: Net, address: string): void {
    this.neighbours.want(String(net.index), address);
  }

  failed(hop: NextHop): boolean {
    return this.neighbours.find(String(hop.net.index), hop.address) === "failed";
  }

  /** What an ARP or ND message on a port said. */
  learn(port: number, address: string, mac: number): void {
    const net = netOf(this.nets, port, address);
    if (net !== undefined) this.neighbours.learn(String(net.index), address, mac);
  }

  list(): { port: number; address: string; state: Neighbour["state"]; mac?: number }[] {
    return this.neighbours
      .list()
      .map(({ scope, seen: _, ...rest }) => ({ port: this.nets[Number(scope)]!.port, ...rest }));
  }

  stop(): void {
    this.neighbours.stop();
  }

  private wanted(hop: NextHop | undefined): boolean {
    if (hop === undefined) return false;
    return isGateway(hop) || [...hop.tunnels].some((tunnel) => this.events.used(tunnel));
  }

  private changed({ scope, address }: Neighbour): void {
    const hop = this.byName.get(nameOf(Number(scope), address));
    if (hop === undefined) return;
    const mac = this.neighbours.find(scope, address);
    if (typeof mac === "number") {
      this.set(hop, mac);
      this.events.changed(hop);
      return;
    }
    if (hop.mac !== undefined) {
      delete hop.mac;
      // The tunnels are told first: the worker must not hold one that names a hop it has lost.
      this.events.changed(hop);
      this.commands.nexthopDel(hop.id);
    } else {
      this.events.changed(hop);
    }
    if (mac === undefined && this.wanted(hop)) this.want(hop.net, address);
  }

  private set(hop: NextHop, mac: number): void {
    hop.mac = mac;
    const { port, vlan, mac: own } = hop.net;
    this.commands.nexthopSet(hop.id, { port, vlan, ethDst: macBytes(mac), ethSrc: macBytes(own) });
  }
}

function isGateway(hop: NextHop): boolean {
  return hop.net.gateways.some((gateway) => formatIp(gateway.bytes) === hop.address);
}

function macBytes(mac: number): Uint8Array {
  const bytes = new Uint8Array(6);
  writeMac(mac, bytes);
  return bytes;
}

const nameOf = (net: number, address: string): string => `${net} ${address}`;
