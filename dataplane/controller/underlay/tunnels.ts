// The tunnels of the snapshot as objects of the worker: one id for good by what a tunnel is, its next hops and MTU kept
// true. It must never give a tunnel's id to another while a flow names it.
import { TUNNEL_FLAGS } from "../../../bindings/layout.js";
import type { TunnelsProfile } from "../../profiles/profile.js";
import { overhead } from "../../simulation/compile/overlay-mtu.js";
import type { Tunnel } from "../../simulation/snapshot.js";
import { parseIp } from "../../topology/addresses.js";
import { ElError } from "../../topology/error.js";
import type { UnderlayCommands } from "../commands.js";
import { Ids } from "../flows/ids.js";
import { workerType } from "./kind.js";
import type { PathMtus } from "./mtu.js";
import { type Hop, hopsTo, type Net } from "./nets.js";
import type { NextHop, NextHops } from "./nexthops.js";

const MAX_HOPS = 8;

export interface TunnelEntry extends Tunnel {
  /** The worker's. */
  readonly id: number;
  readonly hops: readonly NextHop[];
  /** Distinct verdicts of live flows that encapsulate into it. */
  users: number;
  /** Largest inner L3 packet, bytes. */
  mtu: number;
}

export class Tunnels {
  private readonly byName = new Map<string, TunnelEntry>();
  private readonly byId = new Map<number, TunnelEntry>();
  /** Worker id by snapshot id. */
  private places: number[] = [];
  private readonly ids: Ids;

  constructor(
    private readonly nets: readonly Net[],
    private readonly hops: NextHops,
    private readonly pathMtus: PathMtus,
    private readonly profile: TunnelsProfile,
    private readonly commands: UnderlayCommands,
    limit: number,
  ) {
    this.ids = new Ids(limit);
  }

  /** Throws ElError TUNNELS_TOO_MANY when `assign` would find no room; changes nothing. */
  fits(tunnels: readonly Tunnel[]): void {
    const fresh = tunnels.filter((tunnel) => !this.byName.has(nameOf(tunnel))).length;
    const room = this.ids.limit - this.ids.used;
    if (fresh > room)
      throw new ElError(
        "TUNNELS_TOO_MANY",
        `The topology needs ${fresh} more tunnels, and ${room} are left.`,
        {
          place: "/bounds/tunnels",
          remedy: `Raise bounds.tunnels in the profile to at least ${this.ids.used + fresh}.`,
        },
      );
  }

  /** Makes the tunnels of a new snapshot, for which there is room; gives back those that are no longer in it, to be ended with `end`. */
  assign(tunnels: readonly Tunnel[]): TunnelEntry[] {
    const names = tunnels.map(nameOf);
    const fresh = tunnels.filter((tunnel) => !this.byName.has(nameOf(tunnel)));
    for (const tunnel of fresh) this.make(tunnel);
    this.places = names.map((name) => this.byName.get(name)!.id);
    return this.absent(tunnels);
  }

  /** Those that these tunnels do not name. */
  absent(tunnels: readonly Tunnel[]): TunnelEntry[] {
    const named = new Set(tunnels.map(nameOf));
    return [...this.byName].filter(([name]) => !named.has(name)).map(([, entry]) => entry);
  }

  /** Takes away those that no snapshot has named again meanwhile. Packets on their way into one must be through. */
  end(entries: readonly TunnelEntry[]): void {
    for (const entry of entries)
      if (this.byId.get(entry.id) === entry && !this.places.includes(entry.id)) this.remove(entry);
  }

  private remove(entry: TunnelEntry): void {
    this.byName.delete(nameOf(entry));
    this.byId.delete(entry.id);
    this.commands.tunnelDel(entry.id);
    for (const hop of entry.hops) this.hops.leave(hop, entry.id);
    this.ids.give(entry.id);
  }

  /** The worker's id of a snapshot's tunnel. */
  id(snapshotId: number): number {
    const id = this.places[snapshotId];
    if (id === undefined) throw new RangeError(`the snapshot has no tunnel ${snapshotId}`);
    return id;
  }

  get(id: number): TunnelEntry | undefined {
    return this.byId.get(id);
  }

  list(): IterableIterator<TunnelEntry> {
    return this.byId.values();
  }

  used(id: number): boolean {
    return (this.byId.get(id)?.users ?? 0) > 0;
  }

  /** "down": no next hop answered, or there is none; "asking": an answer may still come. */
  state(id: number): "up" | "asking" | "down" {
    const hops = this.byId.get(id)?.hops ?? [];
    if (hops.some((hop) => hop.mac !== undefined)) return "up";
    return hops.some((hop) => !this.hops.failed(hop)) ? "asking" : "down";
  }

  /** Starts resolving its next hops. */
  want(id: number): void {
    for (const hop of this.byId.get(id)?.hops ?? []) this.hops.want(hop.net, hop.address);
  }

  /** Tells the worker anew: a next hop or the path's MTU changed. */
  refresh(id: number): void {
    const entry = this.byId.get(id);
    if (entry !== undefined) this.program(entry);
  }

  refreshRemote(remote: string): void {
    for (const entry of this.byId.values()) if (entry.remote === remote) this.program(entry);
  }

  private make(tunnel: Tunnel): void {
    const id = this.ids.take()!;
    const hops = hopsTo(this.nets, tunnel.local, tunnel.remote)
      .slice(0, MAX_HOPS)
      .map((hop: Hop) => this.hops.join(hop.net, hop.address, id))
      .filter((hop) => hop !== undefined);
    const entry: TunnelEntry = { ...tunnel, id, hops, users: 0, mtu: 0 };
    this.byName.set(nameOf(tunnel), entry);
    this.byId.set(id, entry);
    this.program(entry);
  }

  private program(entry: TunnelEntry): void {
    const { tooBig, ttl, copyTos, udpChecksum, zeroChecksum6, sourcePortMin, sourcePortRange } = this.profile;
    const local = parseIp(entry.local)!;
    entry.mtu = this.mtuOf(entry, local.family);
    const flags =
      (tooBig === "icmp" ? TUNNEL_FLAGS.MTU_PUNT : 0) |
      (udpChecksum ? TUNNEL_FLAGS.UDP_CSUM : 0) |
      (zeroChecksum6 ? TUNNEL_FLAGS.ZERO6 : 0) |
      (copyTos ? TUNNEL_FLAGS.COPY_TOS : 0) |
      // Routers tell of a smaller MTU only when they may not fragment (RFC 1191).
      TUNNEL_FLAGS.DF;
    this.commands.tunnelSet(entry.id, {
      type: workerType(entry.type),
      ttl,
      tos: 0,
      flags,
      local: local.bytes,
      remote: parseIp(entry.remote)!.bytes,
      udpDst: entry.type === "vxlan" ? entry.udpPort : 0,
      udpSrcMin: sourcePortMin,
      udpSrcRange: sourcePortRange,
      mtu: entry.mtu,
      nexthops: entry.hops.filter((hop) => hop.mac !== undefined).map((hop) => hop.id),
    });
  }

  private mtuOf(entry: TunnelEntry, family: 4 | 6): number {
    const links = entry.hops.map((hop) => hop.net.mtu);
    const told = this.pathMtus.get(entry.remote);
    const outer = Math.min(...links, told ?? Number.POSITIVE_INFINITY);
    return Number.isFinite(outer) ? Math.max(0, outer - overhead(entry.type, family)) : 0;
  }
}

const nameOf = ({ type, local, remote, udpPort }: Tunnel): string => `${type} ${local} ${remote} ${udpPort}`;
