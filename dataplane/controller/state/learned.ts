// All that the node learned, as the simulation reads it. Each change is told once, as tags; it must never change
// without telling.

import type { TimeoutsProfile } from "../../profiles/profile.js";
import { tag } from "../../simulation/tags.js";
import type { Learned, LearnedState, Mac, Tag } from "../../simulation/verdict.js";
import { formatMac } from "../../topology/addresses.js";
import type { State } from "../../topology/wire.js";
import type { Clock } from "../clock.js";
import type { PathMtus } from "../underlay/mtu.js";
import { Answers } from "./answers.js";
import { Gateways } from "./gateways.js";
import { Neighbours } from "./neighbours.js";
import { Stations } from "./stations.js";
import type { StateStore } from "./store.js";

export interface LearnedEvents {
  /** What was read under these tags no longer holds; `why` says it in the operator's words. */
  changed(tags: readonly Tag[], why: () => string): void;
  /** A router port's neighbour answered, failed, or was forgotten. */
  neighbour(port: string, address: string): void;
  /** Send one request for a router port's neighbour. */
  ask(port: string, address: string): void;
  /** Does a live flow or a parked packet depend on it? */
  wanted(port: string, address: string): boolean;
  /** Is a port of an L2 gateway there, as far as this host can tell, and is it this host's own? All are there, and
   * none is, when absent. */
  alive?(port: string): boolean;
  local?(port: string): boolean;
  /** Say outside which port of the gateway is active, and where the stations behind it are. */
  announce?(gateway: string): void;
  /** This host's port of the gateway is active still. */
  hello?(gateway: string): void;
}

export interface LearnedOptions {
  host: string;
  clock: Clock;
  timeouts: TimeoutsProfile;
  /** Stations, and answers, held at most. */
  limit: number;
  store: StateStore;
  pathMtus: PathMtus;
  events: LearnedEvents;
}

export class LearnedTables implements LearnedState {
  readonly stations: Stations;
  readonly neighbours: Neighbours;
  readonly answers: Answers;
  readonly gateways: Gateways;

  constructor(private readonly options: LearnedOptions) {
    const { clock, timeouts, limit, events } = options;
    this.stations = new Stations(clock, timeouts.macAgeMs, limit, ({ bridge, vlan, mac }) => {
      const where = this.stations.find(bridge, vlan, mac);
      this.tell(tag.station(bridge, vlan, mac), () => stationNews(bridge, vlan, mac, where));
    });
    this.answers = new Answers(clock, timeouts.neighbour.expireMs, limit, ({ bridge, vlan, address }) => {
      const mac = this.answers.find(bridge, vlan, address);
      this.tell(tag.bridgeNeighbour(bridge, address, vlan), () =>
        neighbourNews(`bridge ${bridge}`, address, mac),
      );
    });
    this.gateways = new Gateways(clock, {
      alive: (port) => events.alive?.(port) ?? true,
      local: (port) => events.local?.(port) ?? false,
      changed: (gateway, port) =>
        this.tell(tag.gateway(gateway), () => `port ${port} of L2 gateway ${gateway} is active`),
      announce: (gateway) => events.announce?.(gateway),
      hello: (gateway) => events.hello?.(gateway),
    });
    this.neighbours = new Neighbours(clock, timeouts.neighbour, {
      ask: ({ scope, address }) => events.ask(scope, address),
      wanted: ({ scope, address }) => events.wanted(scope, address),
      changed: ({ scope, address }) => {
        const mac = this.neighbours.find(scope, address);
        this.tell(tag.neighbour(scope, address), () => neighbourNews(`port ${scope}`, address, mac));
        events.neighbour(scope, address);
      },
    });
  }

  station(bridge: string, vlan: number, mac: Mac): string | undefined {
    return this.stations.find(bridge, vlan, mac);
  }

  neighbour(port: string, address: string): Mac | "failed" | undefined {
    return this.neighbours.find(port, address);
  }

  bridgeNeighbour(bridge: string, address: string, vlan: number): Mac | undefined {
    return this.answers.find(bridge, vlan, address);
  }

  gateway(id: string): string | undefined {
    return this.gateways.find(id);
  }

  pathMtu(remote: string): number | undefined {
    return this.options.pathMtus.get(remote);
  }

  /** What a verdict says was learned; the underlay's part is not for these tables. */
  learn(learned: Learned): void {
    if (learned.kind === "station") this.stations.learn(learned);
    else if (learned.kind === "gateway") this.gateways.told(learned.gateway, learned.port);
    else if (learned.kind === "neighbour") this.neighbours.learn(learned.port, learned.address, learned.mac);
    else if (learned.kind === "bridge-neighbour")
      this.answers.learn(learned.bridge, learned.vlan, learned.address, learned.mac);
  }

  /** Reads the store; entries age from when they were seen, the time in between included. */
  restore(): void {
    const { store, clock, host, pathMtus } = this.options;
    const state = store.load();
    if (state === undefined || state.host !== host) return;
    const seen = (ms: number): number => clock.now() - Math.max(0, clock.wall() - ms);
    for (const entry of state.stations) this.stations.restore(entry, seen(entry.seenMs));
    for (const { port, address, mac, seenMs } of state.neighbours)
      this.neighbours.restore(port, address, mac, seen(seenMs));
    for (const { bridge, vlan, address, mac, seenMs } of state.bridgeNeighbours)
      this.answers.restore({ bridge, vlan: vlan ?? 0, address, mac, seen: seen(seenMs) });
    for (const { remote, mtu, seenMs } of state.pathMtus) pathMtus.restore(remote, mtu, seen(seenMs));
  }

  save(): void {
    this.options.store.touched(() => this.dump());
  }

  stop(): void {
    this.stations.stop();
    this.neighbours.stop();
    this.answers.stop();
    this.gateways.stop();
  }

  private tell(changed: Tag, why: () => string): void {
    this.options.events.changed([changed], why);
    this.save();
  }

  /** All of it, to be kept or sent. */
  dump(): State {
    const { clock, host, pathMtus } = this.options;
    const wall = (seen: number): number => Math.max(0, Math.round(clock.wall() - (clock.now() - seen)));
    const dated = <T extends { seen: number }>({
      seen,
      ...rest
    }: T): Omit<T, "seen"> & { seenMs: number } => ({
      ...rest,
      seenMs: wall(seen),
    });
    return {
      version: 1,
      host,
      savedMs: Math.round(clock.wall()),
      stations: this.stations.list().map(dated),
      neighbours: this.neighbours
        .list()
        .flatMap(({ scope, address, state, mac, seen }) =>
          state === "known" && mac !== undefined ? [{ port: scope, address, mac, seenMs: wall(seen) }] : [],
        ),
      bridgeNeighbours: this.answers
        .list()
        .map(({ vlan, ...one }) => ({ ...dated(one), ...(vlan === 0 ? {} : { vlan }) })),
      pathMtus: pathMtus.list().map(dated),
    };
  }
}

function stationNews(bridge: string, vlan: number, mac: Mac, where: string | undefined): string {
  const station = `station ${formatMac(mac)}${vlan === 0 ? "" : ` of VLAN ${vlan}`} of bridge ${bridge}`;
  return where === undefined ? `${station} was forgotten` : `${station} was seen at ${where}`;
}

function neighbourNews(of: string, address: string, mac: Mac | "failed" | undefined): string {
  if (mac === undefined) return `neighbour ${address} of ${of} was forgotten`;
  return mac === "failed"
    ? `neighbour ${address} of ${of} did not answer`
    : `neighbour ${address} of ${of} answered: ${formatMac(mac)}`;
}
