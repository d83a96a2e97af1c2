// The topology as one host's simulation needs it: indexed, parsed, resolved. Built once a revision (compile); never
// mutated. Types only. Devices, ports, chains and rules are named by small integers here; ids are for people.
import type { Chain, Vtep } from "../topology/model.js";
import type { VEdge, VRa } from "./edge.js";
import type { StationTable } from "./stations.js";
import type { Tree } from "./tree.js";
import type { AddressTries, Trie } from "./trie.js";
import type { Mac, Tag } from "./verdict.js";

/** What the node itself adds to the declared topology. */
export interface NodeFacts {
  /** Topology host id. */
  host: string;
  /** Worker port ids by the profile's port names. */
  ports: ReadonlyMap<string, number>;
  /** Their L3 MTUs, by the same names; none: no limit is known. */
  mtus?: ReadonlyMap<string, number>;
  /** Underlay ports: worker port id, VLAN (0 = none), own MAC and addresses ("192.0.2.1/24"). */
  underlay: readonly Underlay[];
  /** Devices one packet may cross, 2..14; default 12. */
  maxDevices?: number;
}

export interface Underlay {
  port: number;
  vlan: number;
  mac: number;
  addresses: readonly string[];
  /** L3 bytes; absent: not known. */
  mtu?: number;
}

export type TunnelKind = Vtep["type"];

/** A tunnel this host may send into; its id is its index, and the worker's tunnel_id. */
export interface Tunnel {
  id: number;
  type: TunnelKind;
  local: string;
  remote: string;
  udpPort: number;
}

/** A local tunnel address: what is sent to it is parsed as tunnelled (ENDPOINT_SET). udpPort 0 for GRE. */
export interface Endpoint {
  type: TunnelKind;
  local: string;
  udpPort: number;
}

/** Virtual devices one packet may cross at most: the TTL in a key tells them apart up to 15. */
export const MAX_DEVICES = 14;

export const BRIDGE = 0;
export const ROUTER = 1;

/** How a port continues beyond its device. */
export const LINK = {
  /** Linked to nothing. */
  NONE: 0,
  /** A worker port of this host. */
  LOCAL: 1,
  /** Bound to another host: reached by tunnel, named by its key. */
  REMOTE: 2,
  /** A port of another virtual device. */
  PEER: 3,
  /** A gateway to foreign VTEPs, run by this host. */
  VTEP: 4,
  /** Bound to an interface of this host that the profile does not have. */
  UNBOUND: 5,
  /** A gateway that another host runs, or a host no tunnel zone joins with this one. */
  UNREACHABLE: 6,
} as const;

/** What few ports have, by where a packet meets it: one look at VPort.extras passes all of them by. */
export const EXTRA = {
  /** On its way in: services of the port, a bound for segments, mirrors, L2 insertion. */
  ENTER: 1,
  /** Behind the port's chain: mirrors, marks, meters. */
  INTO: 2,
  /** On its way out, before and behind the chain: mirrors, L2 insertion. */
  LEAVE: 4,
  /** Behind all those: bounds for segments and packets, meters. */
  SEND: 8,
} as const;

export interface VPort {
  index: number;
  id: string;
  /** Index into Snapshot.devices. */
  device: number;
  adminUp: boolean;
  /** Chain indexes, -1 none. */
  inbound: number;
  outbound: number;
  link: number;
  /** LOCAL: worker port id; PEER: port index; REMOTE: tunnel id. -1 else. */
  target: number;
  /** Key that names it on the wire (exterior), VNI or GRE key (VTEP), 0 else. */
  key: number;
  vtep: VVtep | null;
  mac: Mac;
  /** The MAC as the words of a key hold it in eth_dst. */
  macHead: number;
  macTail: number;
  /** The same as in eth_src: within the first word that has any of it, and the next. */
  srcHead: number;
  srcTail: number;
  /** What packets meet at it beside chains: bits of EXTRA. */
  extras: number;
  /** Largest L3 packet that leaves by it; 0: any, as far as is known. */
  mtu: number;
  /** Largest L3 packet that comes in by it; 0: not known. */
  most: number;
  /** Largest MSS of SYNs in and out, IPv4 and IPv6; 0: any. */
  mss4: number;
  mss6: number;
  /** PEER: the other side is a router's port. */
  towardsRouter: boolean;
  /** Bridge ports: the VLAN of what is untagged outside, 0 none. */
  vlan: number;
  /** Bridge ports: VLANs that pass with their tags (0: untagged). null: all, or with `vlan` no other. */
  trunk: ReadonlySet<number> | null;
  /** Frames may leave by the port they came in. */
  hairpin: boolean;
  /** Index into Snapshot.gateways, -1 none. */
  gateway: number;
  /** Router ports. */
  addresses: VAddress[];
  /** Router ports: MACs of the addresses declared on its link. */
  neighbours: Neighbours;
  /** Router ports: MACs of those that lease an address on its link, by its text; null: nobody. */
  leases: ReadonlyMap<string, Mac> | null;
  /** Router ports: what they answer ARP and ND for beside their own, of the translation's addresses; prefixes too. */
  answers: readonly VAddress[];
  /** Router ports that speak IPv6: their own on the link (RFC 4291 2.1). */
  linkLocal: VAddress | null;
  /** Router ports that advertise themselves. */
  ra: VRa | null;
  /** Exterior ports of this host that serve who is at them. */
  edge: VEdge | null;
  /** What its QoS policy says: DSCP of IP packets that enter, -1 their own; meters (Snapshot.meters) either way. */
  dscp: number;
  metersIn: readonly number[];
  metersOut: readonly number[];
  tag: Tag;
  neighbourTag: Tag;
  /** Null where no point has any. */
  mirrors: VPortMirrors | null;
  /** Protected port: its services in order. */
  insertions: VInsertion[] | null;
  /** Service port: whom it serves, by VLAN id. */
  serves: Map<number, VInsertion> | null;
}

/** Mirrors of one point, in the order they are named. */
export interface VMirrorPoint {
  tag: Tag;
  mirrors: VMirror[];
}

export interface VPortMirrors {
  preIn: VMirrorPoint | null;
  postIn: VMirrorPoint | null;
  preOut: VMirrorPoint | null;
  postOut: VMirrorPoint | null;
}

export interface VMirror {
  index: number;
  id: string;
  /** Port index. */
  to: number;
  /** Chain that accepts what matches and drops what does not; -1: all matches. */
  chain: number;
  tag: Tag;
}

export interface VInsertion {
  index: number;
  id: string;
  /** Port indexes: the protected one, and the one its service is behind. */
  port: number;
  service: number;
  vlan: number;
  position: number;
  /** Place among the services of its port. */
  place: number;
  failOpen: boolean;
  /** MAC that traffic from the port must have, -1: any. */
  mac: Mac;
}

/** A rate of a QoS policy at one port or network; its index is what METER names in a verdict. */
export interface VMeter {
  /** "port vm1 in 0", "bridge web out 1": the same for good, whatever the rate. */
  id: string;
  policy: string;
  unit: "bytes" | "packets";
  /** Units a second, units. */
  cir: number;
  cbs: number;
  /** 0: one rate (RFC 2697), `ebs` is its excess burst. */
  pir: number;
  ebs: number;
  /** DSCP of what is yellow, -1 its own. */
  yellow: number;
}

export interface VAddress {
  text: string;
  family: 4 | 6;
  /** 16 bytes. */
  bytes: Uint8Array;
  /** Prefix bits within the 16 bytes. */
  bits: number;
  /** IPv4: the address and its prefix's ones, as numbers; 0 else. */
  word: number;
  ones: number;
}

/** MACs by address: IPv4 as a number, IPv6 as text. */
export interface Neighbours {
  v4: Map<number, Mac>;
  v6: Map<string, Mac>;
}

export interface VVtep {
  /** Remote addresses by number; the others are parallel to it. */
  remotes: string[];
  /** Tunnel ids. */
  tunnels: number[];
  /** Keys they are sent to with. */
  keys: number[];
  /** Router ports: remote number by declared MAC. */
  macs: ReadonlyMap<Mac, number>;
  /** "port@remote", as stations are learned. */
  where: string[];
  /** Numbers of the remotes that get floods. */
  flood: number[];
  /** Number of the remote that replicates for this gateway, -1 none. */
  serviceNode: number;
  /** This gateway replicates for its remotes. */
  floodProxy: boolean;
  /** Remote number by outer source address. */
  sources: AddressTries;
}

export interface VDevice {
  index: number;
  id: string;
  kind: typeof BRIDGE | typeof ROUTER;
  adminUp: boolean;
  inbound: number;
  outbound: number;
  /** Port indexes. */
  ports: number[];
  tag: Tag;
  bridge: VBridge | null;
  router: VRouter | null;
  inboundMirrors: VMirrorPoint | null;
  outboundMirrors: VMirrorPoint | null;
}

export interface VBridge {
  suppress: boolean;
  /** Declared stations and peered router ports: place (Snapshot.places) by MAC and VLAN. */
  stations: StationTable;
  /** Declared stations' addresses: MAC by VLAN and text (addressIn). */
  addresses: ReadonlyMap<string, Mac>;
  /** Peered router ports' addresses, likewise to the bridge's own port index. */
  routers: ReadonlyMap<string, number>;
  /** Base of its station tags. */
  stationTag: Tag;
  neighbourTag: Tag;
  floodTag: Tag;
}

export interface VRouter {
  /** Values index `prefixes`. */
  routes: AddressTries;
  prefixes: VPrefix[];
  /** Tags of "no route", IPv4 and IPv6. */
  none4: Tag;
  none6: Tag;
  nat64: VNat64 | null;
}

/** Static translation of IPv4 and IPv6. */
export interface VNat64 {
  /** 16 bytes, and how many bits of them count (RFC 6052 2.2). */
  prefix: Uint8Array;
  bits: number;
  /** Values index `four` and `six`: the addresses of a pair, 16 bytes each, IPv4 mapped. */
  pairs: AddressTries;
  four: Uint8Array[];
  six: Uint8Array[];
}

/** All routes to one destination prefix: by source prefix (longest first), then by weight. */
export interface VPrefix {
  /** As formatPrefix writes it. */
  text: string;
  tag: Tag;
  sources: { bytes: Uint8Array; bits: number; classes: VRoute[][] }[];
}

export const ROUTE = { PORT: 0, LOCAL: 1, BLACKHOLE: 2, REJECT: 3 } as const;

export interface VRoute {
  /** Index into Snapshot.routes. */
  index: number;
  type: number;
  /** Port index, -1 none. */
  port: number;
  /** Next hop, or null when the destination is on the link. */
  gateway: VAddress | null;
  /** On-link routes of a connected prefix: directed broadcast and network address may not be next hops. */
  connected: boolean;
  share: number;
  token: bigint;
}

/** An L2 gateway whose ports are both there. */
export interface VGateway {
  id: string;
  tag: Tag;
  /** Port indexes, the preferred one first, and their own MACs' bytes. */
  ports: readonly [number, number];
  macs: readonly [Uint8Array, Uint8Array];
}

/** Where a station can be: a port, and behind a gateway port which remote (-1 none). */
export interface Place {
  port: number;
  remote: number;
}

export interface VChain {
  index: number;
  id: string;
  /** Its rules have the numbers first .. first+count among the rules of all chains. */
  first: number;
  count: number;
  /** As declared, for people: what the rules are called. */
  declared: Chain;
  /** Made when a packet first comes to the chain; null until then. */
  tree: Tree | null;
  /** Gives the chain its tree. */
  plant(): Tree;
}

/** The tests of a chain's rules (tests.ts). */
export interface Tests {
  records: Int32Array;
  portSets: readonly ReadonlySet<number>[];
  /** Address groups, a trie for each family. */
  groups: readonly Trie[];
  /** What ICMP_DATA compares with: 16 bytes and how many bits of them. */
  prefixes: readonly { bytes: Uint8Array; bits: number }[];
}

/** A chain's rules, struct of arrays by their number in the chain. */
export interface ChainRules {
  count: number;
  action: Uint8Array;
  /** Chain it jumps to, or the port it redirects to with how (REDIRECT), -1 none. */
  jump: Int32Array;
  /** Tag of an evaluation that stopped at the rule; the last: that ran to the chain's end. */
  tag: Int32Array;
  /** Where its tests begin and end in `tests`. */
  from: Int32Array;
  to: Int32Array;
  tests: Tests;
  /** Do rules ask for the port the packet entered or leaves the device by? */
  readsIn: boolean;
  readsOut: boolean;
}

export interface Snapshot {
  host: string;
  underlay: readonly Underlay[];
  tunnels: Tunnel[];
  meters: readonly VMeter[];
  /** Tag of each tunnel. */
  tunnelTags: Int32Array;
  endpoints: Endpoint[];
  ports: VPort[];
  devices: VDevice[];
  chains: VChain[];
  mirrors: VMirror[];
  insertions: VInsertion[];
  /** What routes are called, for people. */
  routes: { id: string; router: string; text: string }[];
  gateways: VGateway[];
  places: Place[];
  /** Place by "port" or "port@remote". */
  placeOf: ReadonlyMap<string, number>;
  /** Port index by id. */
  portOf: ReadonlyMap<string, number>;
  /** A worker port of this host, for packets nobody sent. */
  anyPort: number;
  maxDevices: number;
  /** Tag of each worker port's binding. */
  workerTags: Int32Array;
  /** Virtual port index by worker port, -1 none. */
  bound: Int32Array;
  /** Index into `underlay` by worker port, -1 none. */
  underlayOf: Int32Array;
  /** The node's own underlay addresses, parallel to `underlay`. */
  ownAddresses: VAddress[][];
  /** Egress port index by the key in a tunnel header. */
  keys: ReadonlyMap<number, number>;
  /** Gateway port index by VNI (VXLAN) or key (GRE). */
  vnis: ReadonlyMap<number, number>;
  greKeys: ReadonlyMap<number, number>;
  vsids: ReadonlyMap<number, number>;
  /** Outer sources allowed to name our ports: hosts of our zones. Values are tunnel ids. */
  peers: AddressTries;
  /** The same by address, as text. */
  peerTunnels: ReadonlyMap<string, number>;
}
