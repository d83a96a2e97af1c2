// What a change of the topology means for live flows: the tags it fires, at the grain of what changed. Pure; what it
// cannot name finely it names coarsely, and it must never leave a flow that the new topology would treat otherwise.
import { KEY } from "../../bindings/layout.js";
import { linkLocalOf } from "../simulation/compile/mac.js";
import { policyOf } from "../simulation/compile/qos.js";
import { regionOfPrefix } from "../simulation/region.js";
import { tag } from "../simulation/tags.js";
import type { Tag } from "../simulation/verdict.js";
import {
  formatIp,
  formatPrefix,
  networkOf,
  type Prefix,
  parseIp,
  parseMac,
  parsePrefix,
} from "../topology/addresses.js";
import { type Change, diffTopology } from "../topology/diff.js";
import { derivedMac, portKeys } from "../topology/keys.js";
import type { Dhcp, Dhcp6, Port, QosPolicy, Route, Topology } from "../topology/model.js";
import { expandPolicy } from "../topology/policy.js";
import { BlamedTags } from "./blame.js";
import type { Fired, Within } from "./flows/fired.js";
import { planRules } from "./plan-rules.js";

const VLANS = 4096;
/** Fields of a DHCP subnet that decide whose messages are taken in. */
const WHO_IS_SERVED = new Set(["bridge", "enabled", "server", "serverMac", "subnet"]);

type Station = NonNullable<NonNullable<Topology["bridges"]>[number]["macTable"]>[number];

/** What the node adds: which worker port an interface of this host is. */
export interface PlanFacts {
  host: string;
  ports: ReadonlyMap<string, number>;
  /** The node's underlay addresses. */
  locals: readonly string[];
}

/** All flows under `tags` go, and of those under others the ones that `within` says. */
export interface TopologyPlan extends Fired {
  changes: Change[];
  tags: Set<Tag>;
  within: Within[];
  /** Words of the difference that fired a tag. */
  words(tag: Tag): string | undefined;
}

export function planChange(from: Topology, to: Topology, facts: PlanFacts): TopologyPlan {
  const declared = diffTopology(from, to);
  const [before, after] = [expandPolicy(from), expandPolicy(to)];
  // Templates change as the chains and groups they stand for.
  const changes = before === from && after === to ? declared : diffTopology(before, after);
  const tags = new BlamedTags();
  const within: Within[] = [];
  const plan = new Planner(before, after, facts, tags, within);
  for (const change of changes) {
    tags.by(change);
    const first = within.length;
    plan.fire(change);
    for (const one of within.slice(first)) tags.blame(one.tags, [change]);
  }
  tags.by(changes.find(({ kind }) => kind === "port"));
  if (changes.some(({ kind }) => kind === "port")) plan.keys();
  for (const { by, ...one } of planRules(before, after, changes)) {
    tags.blame(one.tags, by);
    within.push(one);
  }
  return { changes: declared, tags: new Set(tags), within, words: (tag) => tags.words(tag) };
}

class Planner {
  /** By router. */
  private readonly known = new Map<string, Set<string>>();

  constructor(
    private readonly before: Topology,
    private readonly after: Topology,
    private readonly facts: PlanFacts,
    private readonly tags: Set<Tag>,
    private readonly within: Within[],
  ) {}

  fire(change: Change): void {
    const { kind, id } = change;
    if (isOnly(change, ["qos"])) this.ported(kind, id);
    else if (kind === "port" && isOnly(change, ["mirrors"])) this.portMirrors(id);
    else if (kind === "port") this.port(id, change);
    else if (kind === "router" && change.part !== undefined) this.route(id, change);
    else if (kind === "bridge" && change.part !== undefined) this.station(id, change);
    else if ((kind === "bridge" || kind === "router") && isOnly(change, DEVICE_MIRRORS))
      this.deviceMirrors(id);
    else if (kind === "bridge" || kind === "router") this.device(id);
    else if (kind === "tunnel-zone") this.zone(id);
    else if (kind === "ip-address-group" || kind === "port-group") this.groupMirrors(id);
    else if (kind === "mirror") this.tags.add(tag.mirror(id));
    else if (kind === "l2-insertion") this.insertion(id);
    else if (kind === "dhcp" || kind === "dhcp6") this.served(change);
    else if (kind === "metadata") this.metadata(change);
    else if (kind === "qos-policy") this.policy(id);
    else if (kind === "l2-gateway") this.gateway(id, change);
    if (kind === "bridge" && change.fields.includes("qos")) this.members(id);
  }

  /** Keys are derived past each other: a new port can move another's. */
  keys(): void {
    const before = portKeys(this.before);
    const after = portKeys(this.after);
    for (const id of new Set([...before.keys(), ...after.keys()])) {
      if (before.get(id) === after.get(id)) continue;
      this.tags.add(tag.port(id));
      for (const key of [before.get(id), after.get(id)])
        if (key !== undefined) this.tags.add(tag.tunnelKey(key));
    }
  }

  private device(id: string): void {
    this.tags.add(tag.device(id));
    const routes = (topology: Topology): string[] =>
      topology.routers?.find((router) => router.id === id)?.routes?.map((route) => route.destination) ?? [];
    for (const destination of [...routes(this.before), ...routes(this.after)]) this.prefix(id, destination);
  }

  private port(id: string, { op, fields }: Change): void {
    if (op === "changed" && fields.every((field) => field === "inboundChain" || field === "outboundChain")) {
      const tags = [tag.port(id)];
      if (fields.includes("inboundChain")) this.within.push({ tags, entering: id });
      if (fields.includes("outboundChain")) this.within.push({ tags, leaving: id });
      return;
    }
    const versions = [find(this.before, id), find(this.after, id)].filter((port) => port !== undefined);
    const linked = new Set<string>(versions.flatMap(({ peer }) => (peer === undefined ? [] : [peer])));
    for (const topology of [this.before, this.after])
      for (const port of topology.ports) if (port.peer === id) linked.add(port.id);
    for (const touched of [id, ...linked]) {
      this.tags.add(tag.port(touched));
      for (const topology of [this.before, this.after]) this.neighbourhood(topology, find(topology, touched));
    }
    for (const port of versions) this.binding(port);
  }

  /** A port seen from its device: floods reach it, routes lead to it, stations are known behind it. */
  /** Its ports pass frames otherwise, as bridge ports and by their keys. */
  private gateway(id: string, change: Change): void {
    this.tags.add(tag.gateway(id));
    for (const topology of [this.before, this.after])
      for (const port of byId(topology.l2Gateways, id)?.ports ?? []) this.port(port, change);
  }

  private neighbourhood(topology: Topology, port: Port | undefined): void {
    if (port === undefined) return;
    for (const vlan of vlansOf(port)) this.tags.add(tag.flood(port.device, vlan));
    this.stationsAt(topology, port);
    for (const address of port.addresses ?? []) this.connected(port.device, address);
    if (port.addresses?.some((address) => address.includes(":")))
      this.connected(port.device, `${linkLocalText(port)}/128`);
    // Who is served at a bridge's ports meets the service before anything else of the bridge.
    if (port.ra !== undefined) this.peerDevice(topology, port);
    const onBridge = topology.bridges?.some((bridge) => bridge.id === port.device) === true;
    if (onBridge) this.routersOn(topology, port.device);
  }

  /** What a declared station's VLAN is may be its port's. */
  private stationsAt(topology: Topology, port: Port): void {
    for (const entry of byId(topology.bridges, port.device)?.macTable ?? [])
      if (entry.port === port.id) this.entry(port.device, entry, port);
  }

  /** Routers on a bridge know each other's and declared stations' addresses; the bridge knows their MACs. */
  private routersOn(topology: Topology, bridge: string): void {
    const own = new Set(topology.ports.filter((port) => port.device === bridge).map((port) => port.id));
    const peers = topology.ports.filter(
      (port) =>
        (port.peer !== undefined && own.has(port.peer)) ||
        topology.ports.some((other) => own.has(other.id) && other.peer === port.id),
    );
    if (peers.length === 0) return;
    this.tags.add(tag.device(bridge));
    for (const peer of peers) this.tags.add(tag.port(peer.id));
  }

  private peerDevice(topology: Topology, port: Port): void {
    for (const { id, device, peer } of topology.ports)
      if (peer === port.id || port.peer === id) this.tags.add(tag.device(device));
    this.tags.add(tag.device(port.device));
  }

  /** A lease decides on one station's messages only; what is told in them decides on no flow. */
  private served({ kind, id, op, fields, part }: Change): void {
    const list = kind === "dhcp" ? "dhcp" : "dhcp6";
    for (const topology of [this.before, this.after]) {
      const subnet = byId<Dhcp | Dhcp6>(topology[list], id);
      if (subnet === undefined) continue;
      // Nothing that DHCPv6 knows of stations is read by a flow.
      if (part !== undefined) {
        const mac = kind === "dhcp" ? parseMac(part.key.replace(/#\d+$/, "")) : undefined;
        if (mac !== undefined) this.tags.add(tag.lease(subnet.bridge, mac));
      } else if (op !== "changed" || fields.some((field) => WHO_IS_SERVED.has(field)))
        this.tags.add(tag.device(subnet.bridge));
    }
  }

  private metadata({ id, part }: Change): void {
    for (const topology of [this.before, this.after]) {
      const hook = byId(topology.metadata, id);
      if (hook === undefined) continue;
      this.tags.add(tag.port(hook.port));
      for (const { port } of hook.guests)
        if (part === undefined || part.key === port) this.tags.add(tag.port(port));
    }
  }

  private binding(port: Port): void {
    if (port.host === this.facts.host && port.interface !== undefined) {
      const worker = this.facts.ports.get(port.interface);
      if (worker !== undefined) this.tags.add(tag.workerPort(worker));
    }
    for (const topology of [this.before, this.after]) {
      const key = portKeys(topology).get(port.id);
      if (key !== undefined) this.tags.add(tag.tunnelKey(key));
    }
    if (port.vtep === undefined) return;
    this.tags.add(tag.tunnelKey(port.vtep.key));
    for (const { address, macs } of port.vtep.remotes) {
      for (const local of this.facts.locals) this.tags.add(tag.tunnel(local, address));
      for (const text of macs ?? []) this.anyVlan(port.device, parseMac(text)!);
    }
  }

  /** Mirrors whose matches name a group. */
  private groupMirrors(id: string): void {
    for (const topology of [this.before, this.after])
      for (const { id: mirror, match = {} } of topology.mirrors ?? []) {
        const { inPortGroup, outPortGroup, portGroup, srcAddressGroup, dstAddressGroup } = match;
        if ([inPortGroup, outPortGroup, portGroup, srcAddressGroup, dstAddressGroup].includes(id))
          this.tags.add(tag.mirror(mirror));
      }
  }

  /** Where a point had mirrors, what passed it says so; where it had none, all that passed the port may have. */
  private portMirrors(id: string): void {
    const [before, after] = [find(this.before, id)?.mirrors ?? {}, find(this.after, id)?.mirrors ?? {}];
    for (const point of ["preIn", "postIn", "preOut", "postOut"] as const)
      this.mirrorPoint(tag.mirrors(id, point), tag.port(id), before[point], after[point]);
  }

  private deviceMirrors(id: string): void {
    const of = (topology: Topology) =>
      byId<Device>([...(topology.bridges ?? []), ...(topology.routers ?? [])], id);
    const [before, after] = [of(this.before), of(this.after)];
    const device = tag.device(id);
    this.mirrorPoint(tag.mirrors(id, "in"), device, before?.inboundMirrors, after?.inboundMirrors);
    this.mirrorPoint(tag.mirrors(id, "out"), device, before?.outboundMirrors, after?.outboundMirrors);
  }

  private mirrorPoint(
    point: Tag,
    owner: Tag,
    before: readonly string[] = [],
    after: readonly string[] = [],
  ): void {
    if (before.join() !== after.join()) this.tags.add(before.length > 0 ? point : owner);
  }

  private insertion(id: string): void {
    for (const topology of [this.before, this.after]) {
      const one = byId(topology.l2Insertions, id);
      if (one === undefined) continue;
      this.tags.add(tag.port(one.port));
      this.tags.add(tag.port(one.servicePort));
    }
  }

  /** Flows name meters, and write marks: a rate of the same direction is a matter of the meter alone. */
  private policy(id: string): void {
    const [before, after] = [byId(this.before.qosPolicies, id), byId(this.after.qosPolicies, id)];
    if (before !== undefined && after !== undefined && before.dscp === after.dscp)
      if (directions(before) === directions(after)) return;
    for (const topology of [this.before, this.after]) {
      const networks = new Map((topology.bridges ?? []).map((bridge) => [bridge.id, bridge.qos]));
      for (const port of topology.ports)
        if (policyOf(port, networks).id === id) this.tags.add(tag.port(port.id));
    }
  }

  private ported(kind: Change["kind"], id: string): void {
    if (kind === "port") this.tags.add(tag.port(id));
  }

  /** Ports of a network take its policy. */
  private members(bridge: string): void {
    for (const topology of [this.before, this.after])
      for (const port of topology.ports) if (port.device === bridge) this.tags.add(tag.port(port.id));
  }

  private route(router: string, { part }: Change): void {
    const at = (topology: Topology, place: number | undefined): Route | undefined =>
      place === undefined ? undefined : byId(topology.routers, router)?.routes?.[place];
    for (const route of [at(this.before, part!.before), at(this.after, part!.after)])
      if (route !== undefined) this.prefix(router, route.destination, route.source);
  }

  /** An address of a router's port makes two routes: to its network and to itself. */
  private connected(device: string, address: string): void {
    if (byId(this.before.routers, device) === undefined && byId(this.after.routers, device) === undefined)
      return;
    for (const text of connectedRoutes(address)) this.prefix(device, text);
  }

  /** Packets under the prefix, which it resolves or another did so far. */
  private prefix(router: string, text: string, from?: string): void {
    const prefix = parsePrefix(text);
    if (prefix === undefined) return;
    const source = from === undefined ? undefined : parsePrefix(from);
    const region = [
      ...regionOfPrefix(KEY.ip_dst, prefix),
      ...(source === undefined ? [] : regionOfPrefix(KEY.ip_src, source)),
    ];
    const known = this.prefixes(router);
    const tags = [tag.route(router, formatPrefix(networkOf(prefix)))];
    for (let length = prefix.length - 1; length >= 0; length--) {
      const wider: Prefix = { ...prefix, length, bits: prefix.bits - (prefix.length - length) };
      const name = formatPrefix(networkOf(wider));
      if (!known.has(name) && length > 0) continue;
      tags.push(tag.route(router, name));
      break;
    }
    this.within.push({ tags, regions: [region] });
  }

  /** Destinations of the router's routes as they were. */
  private prefixes(router: string): Set<string> {
    let known = this.known.get(router);
    if (known === undefined) {
      const routes = byId(this.before.routers, router)?.routes ?? [];
      const ports = this.before.ports.filter((port) => port.device === router);
      const texts = [
        ...routes.map((route) => route.destination),
        ...ports.flatMap((port) => port.addresses ?? []).flatMap(connectedRoutes),
      ];
      known = new Set(
        texts.flatMap((text) => {
          const prefix = parsePrefix(text);
          return prefix === undefined ? [] : [formatPrefix(networkOf(prefix))];
        }),
      );
      this.known.set(router, known);
    }
    return known;
  }

  private station(bridge: string, { part }: Change): void {
    const at = (topology: Topology, place: number | undefined) =>
      place === undefined ? undefined : byId(topology.bridges, bridge)?.macTable?.[place];
    for (const [topology, place] of [
      [this.before, part!.before] as const,
      [this.after, part!.after] as const,
    ]) {
      const entry = at(topology, place);
      if (entry !== undefined) this.entry(bridge, entry, find(topology, entry.port));
    }
    for (const topology of [this.before, this.after]) this.routersOn(topology, bridge);
  }

  private entry(bridge: string, entry: Station, port: Port | undefined): void {
    const mac = parseMac(entry.mac);
    const vlan = entry.vlan ?? port?.vlan;
    if (mac !== undefined && vlan !== undefined) this.tags.add(tag.station(bridge, vlan, mac));
    else if (mac !== undefined) this.anyVlan(bridge, mac);
    for (const text of entry.addresses ?? []) {
      const ip = parseIp(text);
      if (ip !== undefined) this.tags.add(tag.bridgeNeighbour(bridge, formatIp(ip.bytes), vlan ?? 0));
    }
  }

  private anyVlan(bridge: string, mac: number): void {
    for (let vlan = 0; vlan < VLANS; vlan++) this.tags.add(tag.station(bridge, vlan, mac));
  }

  /** Who is in a zone, and under which address, decides the tunnels, and who may send to us. */
  private zone(id: string): void {
    for (const topology of [this.before, this.after]) {
      const members = byId(topology.tunnelZones, id)?.hosts ?? [];
      for (const { host, address } of members) {
        for (const local of this.facts.locals) this.tags.add(tag.tunnel(local, address));
        for (const port of topology.ports) if (port.host === host) this.tags.add(tag.port(port.id));
      }
    }
    for (const worker of this.facts.ports.values()) this.tags.add(tag.workerPort(worker));
  }
}

function connectedRoutes(address: string): string[] {
  const own = address.slice(0, address.indexOf("/"));
  return [address, `${own}/${own.includes(":") ? 128 : 32}`];
}

function linkLocalText({ id, mac }: Port): string {
  return formatIp(linkLocalOf((mac === undefined ? undefined : parseMac(mac)) ?? derivedMac(id)));
}

function byId<T extends { id: string }>(list: readonly T[] | undefined, id: string): T | undefined {
  return list?.find((object) => object.id === id);
}

interface Device {
  id: string;
  inboundMirrors?: string[];
  outboundMirrors?: string[];
}

const DEVICE_MIRRORS = ["inboundMirrors", "outboundMirrors"];

const isOnly = ({ op, part, fields }: Change, names: readonly string[]): boolean =>
  op === "changed" && part === undefined && fields.every((field) => names.includes(field));

/** VLANs in which floods reach the port; 0 for all of them too. */
function vlansOf({ vlan, trunkVlans }: Port): readonly number[] {
  if (vlan === undefined) return trunkVlans ?? [0];
  return [vlan, ...(trunkVlans ?? [])];
}

const directions = ({ rates = [] }: QosPolicy): string =>
  rates
    .map(({ direction }) => direction)
    .toSorted()
    .join(" ");

const find = (topology: Topology, id: string): Port | undefined => byId(topology.ports, id);
