// The node's own legs: its addresses announced, next hops found and followed, tunnels told how to get there. It must
// never take a MAC from configuration.
import type { Profile } from "../../profiles/profile.js";
import type { Endpoint, Tunnel } from "../../simulation/snapshot.js";
import { formatIp, parseIp } from "../../topology/addresses.js";
import type { Clock, Timer } from "../clock.js";
import type { UnderlayCommands } from "../commands.js";
import { workerType } from "./kind.js";
import { PathMtus } from "./mtu.js";
import type { Net } from "./nets.js";
import { NextHops } from "./nexthops.js";
import { Probe } from "./probe.js";
import { type TunnelEntry, Tunnels } from "./tunnels.js";

/** RFC 5227 section 1.1: two announcements, two seconds apart. */
const ANNOUNCE_AGAIN_MS = 2000;

interface Pending {
  tunnels: readonly number[];
  run: () => void;
}

export interface UnderlayOptions {
  profile: Profile;
  nets: readonly Net[];
  clock: Clock;
  commands: UnderlayCommands;
  /** A tunnel's state is no longer "asking", or it is again. */
  changed(tunnel: number): void;
  /** A path MTU was learned or forgotten. */
  learned(): void;
}

export class Underlay {
  readonly pathMtus: PathMtus;
  readonly hops: NextHops;
  readonly tunnels: Tunnels;
  private readonly probe: Probe;
  private readonly endpoints = new Map<string, number>();
  private pending: Pending[] = [];
  private again: Timer | undefined;

  constructor(private readonly options: UnderlayOptions) {
    const { profile, nets, clock, commands } = options;
    this.probe = new Probe(commands);
    this.pathMtus = new PathMtus(clock, (remote) => {
      this.tunnels.refreshRemote(remote);
      options.learned();
    });
    this.hops = new NextHops(
      nets,
      commands,
      {
        ask: (net, address) => this.probe.ask(net, address),
        used: (tunnel) => this.tunnels.used(tunnel),
        changed: (hop) => {
          for (const tunnel of hop.tunnels) this.tunnels.refresh(tunnel);
          this.settle();
          for (const tunnel of hop.tunnels) options.changed(tunnel);
        },
      },
      { clock, times: profile.timeouts.neighbour, limit: profile.bounds.nexthops },
    );
    this.tunnels = new Tunnels(
      nets,
      this.hops,
      this.pathMtus,
      profile.tunnels,
      commands,
      profile.bounds.tunnels,
    );
  }

  /** The tunnels and endpoints of a new snapshot. Gives back tunnels to be ended with `tunnels.end`. */
  assign(tunnels: readonly Tunnel[], endpoints: readonly Endpoint[]): TunnelEntry[] {
    this.assignEndpoints(endpoints);
    return this.tunnels.assign(tunnels);
  }

  /** Announces the own addresses, twice, and starts finding the gateways. */
  start(): void {
    this.announce();
    this.again = this.options.clock.at(this.options.clock.now() + ANNOUNCE_AGAIN_MS, () => this.announce());
    for (const net of this.options.nets)
      for (const gateway of net.gateways) this.hops.want(net, formatIp(gateway.bytes));
  }

  /** All nets, or those of one port: its link came up. */
  announce(port?: number): void {
    for (const net of this.options.nets)
      if (port === undefined || net.port === port) this.probe.announce(net);
  }

  /** What an ARP or ND message on an underlay port said. */
  learn(port: number, address: string, mac: number): void {
    this.hops.learn(port, address, mac);
  }

  /** Runs it once none of the tunnels is being asked for; asks. */
  whenSettled(tunnels: readonly number[], run: () => void): void {
    if (this.settled(tunnels)) {
      run();
      return;
    }
    this.pending.push({ tunnels, run });
    for (const tunnel of tunnels) this.tunnels.want(tunnel);
  }

  stop(): void {
    this.again?.cancel();
    this.pathMtus.stop();
    this.hops.stop();
    this.pending = [];
  }

  private settled(tunnels: readonly number[]): boolean {
    return tunnels.every((tunnel) => this.tunnels.state(tunnel) !== "asking");
  }

  private settle(): void {
    const ready = this.pending.filter(({ tunnels }) => this.settled(tunnels));
    if (ready.length === 0) return;
    this.pending = this.pending.filter((one) => !ready.includes(one));
    for (const { run } of ready) run();
  }

  private assignEndpoints(endpoints: readonly Endpoint[]): void {
    const names = endpoints.map(({ type, local, udpPort }) => `${type} ${local} ${udpPort}`);
    for (const [name, id] of this.endpoints) {
      if (names.includes(name)) continue;
      this.endpoints.delete(name);
      this.options.commands.endpointDel(id);
    }
    endpoints.forEach(({ type, local, udpPort }, index) => {
      const name = names[index]!;
      if (this.endpoints.has(name)) return;
      const taken = new Set(this.endpoints.values());
      let id = 0;
      while (taken.has(id)) id++;
      this.endpoints.set(name, id);
      this.options.commands.endpointSet(id, workerType(type), parseIp(local)!.bytes, udpPort);
    });
  }
}
