// Generated from dataplane/topology/topology.schema.json, dataplane/topology/device.schema.json, dataplane/topology/chain.schema.json, dataplane/topology/insert.schema.json, dataplane/topology/service.schema.json, dataplane/topology/qos.schema.json, dataplane/topology/policy.schema.json by dataplane/topology/generate.ts; a test fails when it is stale. Do not edit.

/** One versioned document: everything the virtual network is. */
export interface Topology {
  /** Version of this format. */
  version: 1;
  /** Free text for people. */
  name?: string;
  /** Nodes that run edgelane. */
  hosts: Host[];
  /** How hosts reach each other. */
  tunnelZones?: TunnelZone[];
  /** Virtual switches. */
  bridges?: Bridge[];
  /** Virtual routers. */
  routers?: Router[];
  /** Ports of all bridges and routers. */
  ports: Port[];
  /** Rule chains. */
  chains?: Chain[];
  /** Named sets of addresses. */
  ipAddressGroups?: IpAddressGroup[];
  /** Named sets of ports. */
  portGroups?: PortGroup[];
  /** Pairs of ports into one outside network, of which one is active. */
  l2Gateways?: L2Gateway[];
  /** Where copies of traffic go; ports, bridges and routers name them. */
  mirrors?: Mirror[];
  /** Services that the traffic of a port is led through. */
  l2Insertions?: L2Insertion[];
  /** IPv4 addresses and settings for stations. */
  dhcp?: Dhcp[];
  /** IPv6 addresses and settings for stations. */
  dhcp6?: Dhcp6[];
  /** Ways to metadata proxies. */
  metadata?: Metadata[];
  /** Rates and marks for ports and networks. */
  qosPolicies?: QosPolicy[];
  /** What ports may get and send. */
  securityGroups?: SecurityGroup[];
  /** Who writes down what rules decide. */
  ruleLoggers?: RuleLogger[];
}

/** Two ports of one bridge, on different hosts, into the same outside network. One is active, the other drops. */
export interface L2Gateway {
  /** Unique name. */
  id: string;
  /** The preferred port, then the one that takes over. */
  ports: string[];
  /** How long the preferred port must be up again before it takes back, seconds; 10 when absent. */
  holdSeconds?: number;
}

/** A node that runs edgelane. */
export interface Host {
  /** Unique name; a profile names its node by it. */
  id: string;
  /** Free text for people. */
  name?: string;
}

/** Hosts that reach each other by one kind of tunnel. */
export interface TunnelZone {
  /** Unique name. */
  id: string;
  /** How packets travel between the hosts of this zone. */
  type: "vxlan" | "gre";
  /** VXLAN destination port; 4789 when absent. */
  udpPort?: number;
  /** The hosts of this zone and their tunnel addresses. */
  hosts: TunnelZoneHost[];
}

/** One host's tunnel address in a zone. */
export interface TunnelZoneHost {
  /** Id of a host. */
  host: string;
  /** The host's underlay address, IPv4 or IPv6: one family in a zone. */
  address: string;
}

/** A set of addresses that conditions name. */
export interface IpAddressGroup {
  /** Unique name. */
  id: string;
  /** Addresses and prefixes, IPv4 and IPv6. */
  addresses: string[];
}

/** A set of ports that conditions name. */
export interface PortGroup {
  /** Unique name. */
  id: string;
  /** Ids of ports. */
  ports: string[];
}

/** A virtual layer 2 switch that learns stations. */
export interface Bridge {
  /** Unique name, over bridges and routers. */
  id: string;
  /** Free text for people. */
  name?: string;
  /** false drops everything; true when absent. */
  adminUp?: boolean;
  /** Chain for packets that enter the bridge. */
  inboundChain?: string;
  /** Chain for packets that leave the bridge. */
  outboundChain?: string;
  /** QoS policy of the network: shared by its exterior ports that name none. */
  qos?: string;
  /** Answer ARP and neighbour solicitations from what is known; true when absent. */
  arpSuppression?: boolean;
  /** Stations that are never learned and never age. */
  macTable?: Station[];
  /** Mirrors of packets that enter the bridge, before its inbound chain. */
  inboundMirrors?: string[];
  /** Mirrors of packets that leave the bridge, after its outbound chain. */
  outboundMirrors?: string[];
  /** Answer router solicitations at the exterior ports, beside what router ports of the bridge advertise. */
  ra?: RouterAdvertisement;
}

/** A declared station of a bridge. */
export interface Station {
  /** The station's MAC address, not a group address. */
  mac: string;
  /** Port of this bridge behind which the station is. */
  port: string;
  /** VID of its frames; untagged when absent. */
  vlan?: number;
  /** Its IPv4 and IPv6 addresses, for ARP suppression. */
  addresses?: string[];
}

/** A virtual layer 3 router. */
export interface Router {
  /** Unique name, over bridges and routers. */
  id: string;
  /** Free text for people. */
  name?: string;
  /** false drops everything; true when absent. */
  adminUp?: boolean;
  /** Chain before routing. */
  inboundChain?: string;
  /** Chain after routing. */
  outboundChain?: string;
  /** Routes beside those of the ports' own subnets. */
  routes?: Route[];
  /** Mirrors of packets that enter the router, before its inbound chain. */
  inboundMirrors?: string[];
  /** Mirrors of packets that leave the router, after its outbound chain. */
  outboundMirrors?: string[];
  /** Translates between IPv6 hosts that have an IPv4 address here and IPv4 ones seen under a prefix. */
  nat64?: Nat64;
}

/** Stateless translation of IPv4 and IPv6 (RFC 7915). */
export interface Nat64 {
  /** IPv6 prefix that stands for all of IPv4 (RFC 6052), /32, /40, /48, /56, /64 or /96, for example 64:ff9b::/96. */
  prefix: string;
  /** Which IPv4 address an IPv6 host has. */
  pairs: Nat64Pair[];
}

/** An IPv6 host and its IPv4 address. */
export interface Nat64Pair {
  /** The host's own address. */
  ipv6: string;
  /** What IPv4 hosts call it; packets to it are to be routed to this router. */
  ipv4: string;
}

/** Longest destination prefix, then source prefix, then lowest weight; equal routes share. */
export interface Route {
  /** Name, unique in this router. */
  id?: string;
  /** Destination prefix, for example 10.0.0.0/8 or ::/0. */
  destination: string;
  /** Source prefix the packet must have; any when absent. */
  source?: string;
  /** port: send on; local: the router itself; blackhole: drop; reject: drop and tell the sender. port when absent. */
  type?: "port" | "local" | "blackhole" | "reject";
  /** Router port it leaves by (type port). */
  port?: string;
  /** Next hop on the port's subnet; absent: the destination is on the link. */
  gateway?: string;
  /** Preference among routes to one prefix: lower wins; 100 when absent. */
  weight?: number;
  /** Share among equal routes (ECMP); 1 when absent. */
  share?: number;
}

/** A port of a bridge or router: exactly one of host with interface (exterior), peer (interior) or vtep (gateway). */
export interface Port {
  /** Unique name. */
  id: string;
  /** Bridge or router the port belongs to. */
  device: string;
  /** false drops everything; true when absent. */
  adminUp?: boolean;
  /** Host an exterior port is bound on. */
  host?: string;
  /** Name of the port in that host's profile. */
  interface?: string;
  /** The port an interior port is linked to; that port names this one. */
  peer?: string;
  /** Makes the port a gateway towards foreign VTEPs: of a bridge, or of a router that is peered with them. */
  vtep?: Vtep;
  /** Router ports: own MAC; derived from the id when absent. */
  mac?: string;
  /** Router ports: own addresses with prefix length, for example 10.0.0.1/24. */
  addresses?: string[];
  /** Names this exterior port on the wire; derived from the id when absent. */
  key?: number;
  /** QoS policy of this port, instead of its network's. */
  qos?: string;
  /** Chain for packets that enter the device by this port. */
  inboundChain?: string;
  /** Chain for packets that leave the device by this port. */
  outboundChain?: string;
  /** Bridge ports: untagged outside, this VLAN inside. With trunkVlans only untagged frames are of it, without all are, their own tags left inside. */
  vlan?: number;
  /** Bridge ports: VLANs that pass with their tags, 0 for untagged frames; all when absent on a port without vlan. */
  trunkVlans?: number[];
  /** Exterior bridge ports: frames may leave by the port they came in; false when absent. */
  hairpin?: boolean;
  /** Mirrors of this port's traffic, by the point where they copy. */
  mirrors?: PortMirrors;
  /** Largest L3 packet that leaves by this port, bytes; a router tells senders of larger ones. The smaller of the two of a link holds. Absent: of an interface on this host what the profile says, else any. */
  mtu?: number;
  /** Largest MSS that a TCP SYN keeps when it enters or leaves by this port; 0: what fits the way out. */
  mssClamp?: number;
  /** Router ports: advertise this router on its link. */
  ra?: RouterAdvertisement;
  /** Exterior ports: only what one of these groups allows may pass, of a group without rules nothing. After the port's own chains. */
  securityGroups?: string[];
  /** Exterior ports: what the guest may call itself; anything when absent. */
  antiSpoof?: AntiSpoof;
}

/** Foreign VTEPs behind a bridge or router port: the key is an L2 segment, packets enter here. */
export interface Vtep {
  /** Encapsulation the foreign VTEPs speak. */
  type: "vxlan" | "gre" | "nvgre";
  /** VNI or NVGRE's VSID (1..16777215), or GRE key (1..4294967295). */
  key: number;
  /** Host that runs the gateway. */
  host: string;
  /** Local tunnel address; when absent the host's first underlay address of the remotes' family. */
  local?: string;
  /** VXLAN destination port; 4789 when absent. */
  udpPort?: number;
  /** The foreign VTEPs. */
  remotes: VtepRemote[];
  /** Remotes that get broadcast, multicast and unknown unicast; all when absent, none when empty. */
  flood?: string[];
  /** The remote that replicates floods for this gateway: it alone gets them, and no station is learned from it. */
  serviceNode?: string;
  /** This gateway replicates for the foreign VTEPs: what one of them sends may go to others; false when absent. */
  floodProxy?: boolean;
}

/** One foreign VTEP. */
export interface VtepRemote {
  /** Its tunnel address. */
  address: string;
  /** Stations known to be behind it; others are learned. */
  macs?: string[];
  /** VNI, VSID or GRE key that it is sent to with; the gateway's own when absent. */
  key?: number;
}

/** An ordered list of rules; its end accepts. */
export interface Chain {
  /** Unique name. */
  id: string;
  /** Free text for people. */
  name?: string;
  /** Tried in order. */
  rules: Rule[];
  /** Rule logger of all its rules. */
  log?: string;
}

/** What is done to packets that meet a condition. */
export interface Rule {
  /** Name, unique in this chain. */
  id?: string;
  /** Condition; every packet when absent. */
  match?: Condition;
  /** accept, drop, reject (drop and tell the sender), return (to the chain that jumped here), jump, continue (with the next rule), redirect (to a port). */
  action: "accept" | "drop" | "reject" | "return" | "jump" | "continue" | "redirect";
  /** Target of a jump. */
  chain?: string;
  /** Target of a redirect: the packet leaves by this port, past its chains. */
  port?: string;
  /** Redirect: the packet enters by the port instead, as if it had come in there; false when absent. */
  enter?: boolean;
  /** Redirect: while the port is down the packet goes on, accepted; dropped when absent. */
  failOpen?: boolean;
  /** Rule logger; the chain's when absent. */
  log?: string;
}

/** All named fields must hold. */
export interface Condition {
  /** Turn the whole condition round. */
  invert?: boolean;
  /** Names of fields of this condition that must not hold. */
  not?: string[];
  /** The packet entered the device by one of these ports. */
  inPorts?: string[];
  /** The packet leaves the device by one of these ports. */
  outPorts?: string[];
  /** The in port is in this group. */
  inPortGroup?: string;
  /** The out port is in this group. */
  outPortGroup?: string;
  /** The in port or the out port is in this group. */
  portGroup?: string;
  /** The source address is in this group. */
  srcAddressGroup?: string;
  /** The destination address is in this group. */
  dstAddressGroup?: string;
  /** EtherType after VLAN tags, for example 2048 for IPv4. */
  etherType?: number;
  /** Source MAC address. */
  srcMac?: string;
  /** Bits of the source MAC that count; all when absent. */
  srcMacMask?: string;
  /** Destination MAC address. */
  dstMac?: string;
  /** Bits of the destination MAC that count; all when absent. */
  dstMacMask?: string;
  /** true: the frame is untagged; false: it is tagged. */
  noVlan?: boolean;
  /** VID of the outermost tag. */
  vlan?: number;
  /** DSCP and ECN byte. */
  tos?: number;
  /** Protocol or last IPv6 next header, for example 6 for TCP. */
  protocol?: number;
  /** Source prefix or address. */
  source?: string;
  /** Destination prefix or address. */
  destination?: string;
  /** Source ports, or ICMP types; inclusive. */
  sourcePorts?: PortRange;
  /** Destination ports, or ICMP codes; inclusive. */
  destinationPorts?: PortRange;
  /** any; header: whole packets and first fragments; nonheader: later fragments; unfragmented. */
  fragments?: "any" | "header" | "nonheader" | "unfragmented";
  /** Bridge or router the packet has crossed. */
  traversedDevice?: string;
  /** Source address inside an ICMP error. */
  icmpDataSource?: string;
  /** Destination address inside an ICMP error. */
  icmpDataDestination?: string;
  /** Conntrack says that this is a forward flow. */
  forwardFlow?: boolean;
  /** Conntrack says that this is a return flow. */
  returnFlow?: boolean;
  /** The destination address was rewritten on the way. */
  destinationRewritten?: boolean;
  /** Target of a neighbour solicitation or advertisement. */
  neighbourTarget?: string;
  /** ARP or neighbour discovery names another MAC for its sender than the frame comes from; false: it does not. Each such packet is looked at by itself. */
  foreignMac?: boolean;
}

/** First and last, both included. */
export interface PortRange {
  /** Lowest port. */
  first: number;
  /** Highest port. */
  last: number;
}

/** Copies packets as they are at the points that name it. */
export interface Mirror {
  /** Unique name. */
  id: string;
  /** Port the copies leave by. */
  to: string;
  /** Which packets; all when absent. */
  match?: Condition;
}

/** Mirrors by the point of the port where they copy. */
export interface PortMirrors {
  /** Packets that enter, before the inbound chain. */
  preIn?: string[];
  /** Packets that enter, after the inbound chain let them pass. */
  postIn?: string[];
  /** Packets that leave, before the outbound chain. */
  preOut?: string[];
  /** Packets that leave, after the outbound chain let them pass. */
  postOut?: string[];
}

/** Leads all traffic of a port, both directions, through a service behind another port, tagged with a VLAN. */
export interface L2Insertion {
  /** Unique name. */
  id: string;
  /** The protected port. */
  port: string;
  /** Exterior port the service is behind. */
  servicePort: string;
  /** VID of the frames the service gets and gives back; its PCP is 0 for traffic from the protected port, 1 for traffic to it. */
  vlan: number;
  /** Order among the services of one port, lowest first in both directions; 0 when absent. */
  position?: number;
  /** Pass the service by while its port is down; when absent or false its traffic is dropped then. */
  failOpen?: boolean;
  /** What the service gives back must be from this MAC, or to it or a group; any when absent. */
  mac?: string;
}

/** An IPv4 subnet of a bridge whose stations get their addresses from the node they are at (RFC 2131). */
export interface Dhcp {
  /** Unique name. */
  id: string;
  /** Bridge whose exterior ports are served. */
  bridge: string;
  /** VLAN of the bridge whose stations it serves; the untagged network when absent. */
  vlan?: number;
  /** false serves nobody; true when absent. */
  enabled?: boolean;
  /** The IPv4 prefix of the stations. */
  subnet: string;
  /** Address the answers come from; may be that of a router port on the bridge. */
  server: string;
  /** MAC the answers come from; when absent that of the router port with the address, else derived from the id. */
  serverMac?: string;
  /** Default router told to stations (option 3). */
  gateway?: string;
  /** Told to stations (option 6). */
  dnsServers?: string[];
  /** Most the stations may send, bytes (option 26); the least of this and of what links and tunnels carry is told. */
  mtu?: number;
  /** Seconds (options 51, 58, 59); 86400 when absent, 4294967295 for ever. */
  leaseTime?: number;
  /** Classless static routes (option 121); the default route by the gateway is added. */
  routes?: DhcpRoute[];
  /** Further options for all its stations. */
  options?: DhcpOption[];
  /** The stations: those not named are left to others. */
  hosts?: DhcpHost[];
}

/** One classless static route (RFC 3442). */
export interface DhcpRoute {
  /** IPv4 prefix. */
  destination: string;
  /** Next hop; 0.0.0.0: the destination is on the link. */
  gateway: string;
}

/** One option by name or code, its values as text. */
export interface DhcpOption {
  /** A name of RFC 2132 such as ntp-servers, or a code from 1 to 254. */
  option: string;
  /** How its values are written; known from the name, bytes for a code that has none. */
  type?: "addresses" | "uint8" | "uint16" | "uint32" | "bool" | "cidrs" | "routes" | "domains" | "text" | "bytes";
  /** Addresses, numbers, true or false, address/length, prefix gateway, domain names, text or hex digits. */
  values: string[];
}

/** A station and its address. */
export interface DhcpHost {
  /** The station's MAC. */
  mac: string;
  /** Its IPv4 address. */
  address: string;
  /** Host name told to it (option 12). */
  name?: string;
  /** Further options; they come before those of the subnet. */
  options?: DhcpOption[];
}

/** An IPv6 subnet of a bridge whose stations get addresses and settings from the node they are at (RFC 8415). */
export interface Dhcp6 {
  /** Unique name. */
  id: string;
  /** Bridge whose exterior ports are served. */
  bridge: string;
  /** VLAN of the bridge whose stations it serves; the untagged network when absent. */
  vlan?: number;
  /** false serves nobody; true when absent. */
  enabled?: boolean;
  /** The IPv6 prefix of the stations. */
  subnet: string;
  /** MAC of the server, its DUID and link-local address are made of it; derived from the id when absent. */
  serverMac?: string;
  /** Seconds; 43200 when absent. */
  preferredLifetime?: number;
  /** Seconds, not below the preferred one; 86400 when absent. */
  validLifetime?: number;
  /** Told to stations (option 23). */
  dnsServers?: string[];
  /** Told to stations (option 24). */
  domainSearch?: string[];
  /** Answer a soliciting station that asks for it with the address at once; true when absent. */
  rapidCommit?: boolean;
  /** The stations that get an address; the others get settings only. */
  hosts?: Dhcp6Host[];
}

/** A station, by MAC or by DUID, and its address. */
export interface Dhcp6Host {
  /** The station's MAC. */
  mac?: string;
  /** The station's DHCP unique identifier, hex digits. */
  duid?: string;
  /** Its IPv6 address. */
  address: string;
  /** Fully qualified name told to it (option 39). */
  name?: string;
}

/** What stations are told of the link and its router (RFC 4861, 4862, 8106). */
export interface RouterAdvertisement {
  /** Addresses come by DHCPv6 (flag M); false when absent. */
  managed?: boolean;
  /** Other settings come by DHCPv6 (flag O); false when absent. */
  otherConfig?: boolean;
  /** Seconds it may be the default router; 0: it is none. 1800 when absent. */
  lifetime?: number;
  /** Told to stations; 0: not told. 64 when absent. */
  hopLimit?: number;
  /** Bytes; the least of this and of what the link and the tunnels carry is told. */
  mtu?: number;
  /** Milliseconds; 0: not told, as when absent. */
  reachableTime?: number;
  /** Milliseconds; 0: not told, as when absent. */
  retransTimer?: number;
  /** Among several default routers (RFC 4191); medium when absent. */
  preference?: "low" | "medium" | "high";
  /** Of the link; when absent those of the router port, on-link and autonomous. */
  prefixes?: RaPrefix[];
  /** Told to stations (RFC 8106). */
  dnsServers?: string[];
  /** Told to stations (RFC 8106). */
  domainSearch?: string[];
  /** Prefixes behind this router, whoever the default one is (RFC 4191). */
  routes?: RaRoute[];
  /** Seconds between unsolicited advertisements; 600 when absent. */
  interval?: number;
  /** On a bridge: MAC of the router it speaks for; when absent its first router port's, else nobody's and the lifetime is 0. */
  routerMac?: string;
  /** Link-local address it speaks from; made of the MAC when absent. */
  routerAddress?: string;
}

/** One prefix of the link. */
export interface RaPrefix {
  /** IPv6 prefix. */
  prefix: string;
  /** Its addresses are reached without a router (flag L); true when absent. */
  onLink?: boolean;
  /** Stations make addresses of it (flag A); true when absent. */
  autonomous?: boolean;
  /** Seconds; 86400 when absent. */
  validLifetime?: number;
  /** Seconds, not above the valid one; 14400 when absent. */
  preferredLifetime?: number;
}

/** A prefix that is reached by this router (RFC 4191). */
export interface RaRoute {
  /** IPv6 prefix. */
  prefix: string;
  /** Among several routers to it; medium when absent. */
  preference?: "low" | "medium" | "high";
  /** Seconds; that of the router when absent. */
  lifetime?: number;
}

/** Sends what guests ask of the metadata address to a proxy behind a router port of their host, and the answers back. */
export interface Metadata {
  /** Unique name. */
  id: string;
  /** Exterior router port by which the proxy is reached; the guests it serves are at the same host. */
  port: string;
  /** IPv4 address of the proxy, on the port's link. */
  proxy?: string;
  /** IPv6 address of the proxy, on the port's link. */
  proxy6?: string;
  /** Where the proxy listens; 80 when absent. */
  tcpPort?: number;
  /** IPv4 prefix of which each guest gets one address: as that the proxy sees it. */
  sources?: string;
  /** The same for IPv6. */
  sources6?: string;
  /** Who is served. */
  guests: MetadataGuest[];
}

/** A guest at a port and what the proxy sees it as. */
export interface MetadataGuest {
  /** Exterior port the guest is at. */
  port: string;
  /** The guest's MAC. */
  mac: string;
  /** The guest's IPv4 address. */
  address?: string;
  /** The guest's IPv6 address. */
  address6?: string;
  /** IPv4 address the proxy sees; of the prefix, chosen by the port's id when absent. */
  source?: string;
  /** The same for IPv6. */
  source6?: string;
}

/** What ports or networks may send and receive, and how it is marked. Each port that names it has its own; a network that names it shares one among its exterior ports on a host, those without a policy of their own. */
export interface QosPolicy {
  /** Unique name. */
  id: string;
  /** Free text for people. */
  name?: string;
  /** All of a direction hold at once. */
  rates?: QosRate[];
  /** Of IP packets that come in; their own when absent. ECN stays. */
  dscp?: number;
}

/** One limit: exactly one of kbps and pps. What is over it is dropped, METER. Bytes are those of the Ethernet frame without FCS, as it came in or would go out, tunnel headers not counted. */
export interface QosRate {
  /** in: from the port into the network; out: to the port. */
  direction: "in" | "out";
  /** 1000 bits a second. */
  kbps?: number;
  /** Frames of any size. */
  pps?: number;
  /** Bytes (kbps) or packets (pps) at once; 0.8 s of the rate when absent, and no less than the largest frame. */
  burst?: number;
  /** In the rate's own unit. What is over the rate and within this is yellow: it passes (RFC 2698). */
  peak?: number;
  /** With a peak: its burst, as long as burst when absent. Without: what is over the burst and within this is yellow (RFC 2697). */
  peakBurst?: number;
  /** Of yellow IP packets; their own when absent. ECN stays. */
  yellowDscp?: number;
}

/** What may come to the ports that name it, and what they may send. Nothing else may, but ARP, neighbour discovery and DHCP. */
export interface SecurityGroup {
  /** Unique name. */
  id: string;
  /** Free text for people. */
  name?: string;
  /** true: no connection is remembered, and answers pass only where a rule lets them. There is no other kind: it must be said. */
  stateless?: boolean;
  /** What may pass. */
  rules: SecurityRule[];
}

/** Packets that may pass. */
export interface SecurityRule {
  /** Name, unique in this group. */
  id?: string;
  /** ingress: to the port's guest; egress: from it. */
  direction: "ingress" | "egress";
  /** One of the two only; both when absent. */
  family?: "ipv4" | "ipv6";
  /** IP protocol; any when absent. */
  protocol?: number;
  /** Destination ports; of ICMP: its type. */
  ports?: PortRange;
  /** Where packets come from (ingress) or go to (egress). */
  remotePrefix?: string;
  /** The same as a security group: the addresses that its ports may have (antiSpoof). */
  remoteGroup?: string;
  /** true: what comes back from these ports passes too, whether or not anybody asked for it. */
  replies?: boolean;
}

/** What a port's guest may call itself. All else it sends in another's name is dropped. */
export interface AntiSpoof {
  /** MACs with the addresses that they may use. */
  pairs: AddressPair[];
  /** true: it may answer as a DHCP server; false when absent. */
  dhcpServer?: boolean;
  /** true: it may send router advertisements and redirects; false when absent. */
  router?: boolean;
}

/** A MAC and the addresses it may use; its IPv6 link-local address (EUI-64) is among them. */
export interface AddressPair {
  /** Source of frames. */
  mac: string;
  /** Addresses or prefixes. */
  addresses: string[];
}

/** Writes down decisions on new flows of the rules and chains that name it. */
export interface RuleLogger {
  /** Unique name. */
  id: string;
  /** Which decisions: accept, drop (reject included) or all; all when absent. */
  events?: "accept" | "drop" | "all";
  /** At most so many records a second; 10 when absent. What is beyond is counted. */
  perSecond?: number;
  /** So many at once; perSecond when absent. */
  burst?: number;
}
