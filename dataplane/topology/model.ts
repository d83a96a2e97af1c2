// What an operator declares: the topology document, as types. Never behaviour, never defaults.
// Addresses are text here ("10.0.0.1", "10.0.0.0/24", "2001:db8::1/64", "02:00:00:00:00:01"); ids are the
// operator's own names, unique over all objects of one kind.

import type { Dhcp, Dhcp6, Metadata, RouterAdvertisement } from "./services.js";

export type * from "./services.js";

/** One versioned document: everything the virtual network is. */
export interface Topology {
  version: 1;
  name?: string;
  hosts: Host[];
  tunnelZones?: TunnelZone[];
  bridges?: Bridge[];
  routers?: Router[];
  ports: Port[];
  chains?: Chain[];
  ipAddressGroups?: IpAddressGroup[];
  portGroups?: PortGroup[];
  securityGroups?: SecurityGroup[];
  ruleLoggers?: RuleLogger[];
  l2Gateways?: L2Gateway[];
  mirrors?: Mirror[];
  l2Insertions?: L2Insertion[];
  dhcp?: Dhcp[];
  dhcp6?: Dhcp6[];
  metadata?: Metadata[];
  qosPolicies?: QosPolicy[];
}

/** A node that runs edgelane; its id is the profile's `host`. */
export interface Host {
  id: string;
  name?: string;
}

/** Hosts that reach each other by one kind of tunnel. */
export interface TunnelZone {
  id: string;
  type: "vxlan" | "gre";
  /** VXLAN destination port; default 4789. */
  udpPort?: number;
  hosts: { host: string; address: string }[];
}

export interface Bridge {
  id: string;
  name?: string;
  adminUp?: boolean;
  inboundChain?: string;
  outboundChain?: string;
  /** QoS policy of the network: shared by its exterior ports that name none. */
  qos?: string;
  /** Answer ARP and neighbour solicitations from what is known; default true. */
  arpSuppression?: boolean;
  /** Declared stations: never learned, never aged. */
  macTable?: { mac: string; port: string; vlan?: number; addresses?: string[] }[];
  /** Mirrors of what enters, before the inbound chain, and of what leaves, after the outbound chain. */
  inboundMirrors?: string[];
  outboundMirrors?: string[];
  /** Answer router solicitations at the exterior ports. */
  ra?: RouterAdvertisement;
}

export interface Router {
  id: string;
  name?: string;
  adminUp?: boolean;
  inboundChain?: string;
  outboundChain?: string;
  routes?: Route[];
  inboundMirrors?: string[];
  outboundMirrors?: string[];
  nat64?: Nat64;
}

/** Stateless translation of IPv4 and IPv6 (RFC 7915) for hosts that have an address of both. */
export interface Nat64 {
  /** Stands for all of IPv4 (RFC 6052). */
  prefix: string;
  pairs: { ipv6: string; ipv4: string }[];
}

/** Longest destination prefix, then source prefix, then lowest weight class; equal routes share by `share`. */
export interface Route {
  id?: string;
  destination: string;
  source?: string;
  type?: "port" | "local" | "blackhole" | "reject";
  /** Router port it leaves by (type port). */
  port?: string;
  /** Next hop; absent: the destination is on the link. */
  gateway?: string;
  /** Preference among routes to one prefix: lower wins; default 100. */
  weight?: number;
  /** Share among equal routes (ECMP); default 1. */
  share?: number;
}

/** A port of a bridge or router: exactly one of host+interface (exterior), peer (interior) or vtep (gateway). */
export interface Port {
  id: string;
  /** Bridge or router id. */
  device: string;
  adminUp?: boolean;
  host?: string;
  /** The profile's port name on that host. */
  interface?: string;
  peer?: string;
  vtep?: Vtep;
  /** Router ports: own MAC and addresses with prefix length. MAC default: derived from the id. */
  mac?: string;
  addresses?: string[];
  /** Tunnel key that names this exterior port on the wire, 1..2^24-1; default: derived from the id. */
  key?: number;
  /** QoS policy of this port, instead of its network's. */
  qos?: string;
  inboundChain?: string;
  outboundChain?: string;
  /** Bridge ports: untagged outside, this VLAN inside. With trunkVlans only untagged frames are of it; without, all
   * frames are, their own tags left inside. */
  vlan?: number;
  /** Bridge ports: VLANs that pass with their tags, 0 for untagged frames; absent on a port without vlan: all. */
  trunkVlans?: number[];
  /** Exterior bridge ports: frames may leave by the port they came in. */
  hairpin?: boolean;
  mirrors?: PortMirrors;
  /** Exterior ports: only what one of these allows may pass, after the port's own chains. */
  securityGroups?: string[];
  antiSpoof?: AntiSpoof;
  /** Largest L3 packet that leaves by this port, bytes; default: an interface's of this host by its profile, else any. */
  mtu?: number;
  /** Largest MSS that a SYN keeps when it enters or leaves by this port; 0: what fits the way out. */
  mssClamp?: number;
  /** Router ports: advertise this router on its link. */
  ra?: RouterAdvertisement;
}

/** A bridge's or router's port towards foreign VTEPs: the key is an L2 segment, packets enter here. */
export interface Vtep {
  type: "vxlan" | "gre" | "nvgre";
  /** VNI or VSID (24 bits), or GRE key (32 bits). */
  key: number;
  /** Host that runs the gateway. */
  host: string;
  /** Local tunnel address; default: the host's first underlay address of the family of the remote. */
  local?: string;
  udpPort?: number;
  /** Stations known to be behind a remote VTEP; others are learned. */
  remotes: VtepRemote[];
  /** Remote addresses that get floods; default: all remotes. */
  flood?: string[];
  /** The remote that replicates floods for this gateway: it alone gets them, and no station is learned from it. */
  serviceNode?: string;
  /** This gateway replicates for the foreign VTEPs: what one of them sends may go to others. */
  floodProxy?: boolean;
}

export interface VtepRemote {
  address: string;
  macs?: string[];
  /** Key it is sent to with; default: the gateway's. */
  key?: number;
}

/** What ports or networks may send and receive, and how it is marked. */
export interface QosPolicy {
  id: string;
  name?: string;
  rates?: QosRate[];
  /** Of IP packets that come in. */
  dscp?: number;
}

/** One limit: exactly one of kbps (1000 bits a second) and pps. */
export interface QosRate {
  /** in: from the port into the network. */
  direction: "in" | "out";
  kbps?: number;
  pps?: number;
  /** Bytes or packets; default 0.8 s of the rate, no less than the largest frame. */
  burst?: number;
  /** Peak rate in the same unit (RFC 2698). */
  peak?: number;
  /** Burst at the peak rate, default burst; without a peak the excess burst (RFC 2697), default 0. */
  peakBurst?: number;
  /** Of yellow IP packets. */
  yellowDscp?: number;
}

export interface Chain {
  id: string;
  name?: string;
  rules: Rule[];
  /** Rule logger of all its rules. */
  log?: string;
}

export interface Rule {
  id?: string;
  match?: Condition;
  action: "accept" | "drop" | "reject" | "return" | "jump" | "continue" | "redirect";
  /** Target of a jump. */
  chain?: string;
  /** Where a redirected packet goes: out by this port, past its chains. */
  port?: string;
  /** Instead it enters by that port, as if it had come in there. */
  enter?: boolean;
  /** While the port is down the packet goes on, accepted; default: it is dropped. */
  failOpen?: boolean;
  /** Rule logger; default: the chain's. */
  log?: string;
}

/** All named fields must hold; each may be inverted by naming it in `not`; `invert` inverts the whole. */
export interface Condition {
  invert?: boolean;
  not?: string[];
  inPorts?: string[];
  outPorts?: string[];
  inPortGroup?: string;
  outPortGroup?: string;
  /** In or out port is in the group. */
  portGroup?: string;
  srcAddressGroup?: string;
  dstAddressGroup?: string;
  etherType?: number;
  srcMac?: string;
  srcMacMask?: string;
  dstMac?: string;
  dstMacMask?: string;
  noVlan?: boolean;
  vlan?: number;
  /** DSCP+ECN byte. */
  tos?: number;
  protocol?: number;
  source?: string;
  destination?: string;
  /** Ports, ICMP type; inclusive. */
  sourcePorts?: { first: number; last: number };
  /** Ports, ICMP code; inclusive. */
  destinationPorts?: { first: number; last: number };
  fragments?: "any" | "header" | "nonheader" | "unfragmented";
  traversedDevice?: string;
  /** Addresses inside an ICMP error. */
  icmpDataSource?: string;
  icmpDataDestination?: string;
  /** Conntrack says this is a forward or a return flow. */
  forwardFlow?: boolean;
  returnFlow?: boolean;
  /** The destination address was rewritten on the way. */
  destinationRewritten?: boolean;
  /** Target of a neighbour solicitation or advertisement. */
  neighbourTarget?: string;
  /** ARP or neighbour discovery names another MAC for its sender than the frame comes from. */
  foreignMac?: boolean;
}

/** Ports that name groups pass only what one of them allows, and ARP, neighbour discovery and DHCP. */
export interface SecurityGroup {
  id: string;
  name?: string;
  /** No connection is remembered: answers pass only where a rule lets them. There is no other kind: it must be said. */
  stateless?: boolean;
  rules: SecurityRule[];
}

export interface SecurityRule {
  id?: string;
  /** ingress: to the port's guest; egress: from it. */
  direction: "ingress" | "egress";
  family?: "ipv4" | "ipv6";
  protocol?: number;
  /** Destination ports; of ICMP: its type. */
  ports?: { first: number; last: number };
  remotePrefix?: string;
  /** Security group: the addresses that its ports may have. */
  remoteGroup?: string;
  /** What comes back from these ports passes too, whether or not anybody asked for it. */
  replies?: boolean;
}

/** What a port's guest may call itself. */
export interface AntiSpoof {
  pairs: { mac: string; addresses: string[] }[];
  /** It may answer as a DHCP server; default false. */
  dhcpServer?: boolean;
  /** It may send router advertisements and redirects; default false. */
  router?: boolean;
}

/** Writes down decisions on new flows of the rules and chains that name it. */
export interface RuleLogger {
  id: string;
  /** drop: reject included; default all. */
  events?: "accept" | "drop" | "all";
  /** Records a second at most; default 10. */
  perSecond?: number;
  /** Records at once; default perSecond. */
  burst?: number;
}

export interface IpAddressGroup {
  id: string;
  addresses: string[];
}

export interface PortGroup {
  id: string;
  ports: string[];
}

/** Two ports of one bridge, on different hosts, into the same outside network: one is active, the other drops. */
export interface L2Gateway {
  id: string;
  /** The preferred port, then the one that takes over. */
  ports: string[];
  /** How long the preferred port must be up again before it takes back, seconds; default 10. */
  holdSeconds?: number;
}

/** Copies packets, as they are at the points that name it, out of a port. */
export interface Mirror {
  id: string;
  /** Port the copies leave by. */
  to: string;
  match?: Condition;
}

/** Mirrors by the point of a port: before and after its inbound chain, before and after its outbound chain. */
export interface PortMirrors {
  preIn?: string[];
  postIn?: string[];
  preOut?: string[];
  postOut?: string[];
}

/** All traffic of a port, both directions, goes through a service behind another port, tagged with a VLAN whose PCP
 * tells the direction. */
export interface L2Insertion {
  id: string;
  /** The protected port. */
  port: string;
  servicePort: string;
  vlan: number;
  /** Order among the services of one port, lowest first in both directions; default 0. */
  position?: number;
  /** Pass the service by while its port is down; default: drop. */
  failOpen?: boolean;
  /** What the service gives back must be from this MAC, or to it or a group. */
  mac?: string;
}
