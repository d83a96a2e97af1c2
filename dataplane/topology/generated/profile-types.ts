// Generated from dataplane/profiles/profile.schema.json, dataplane/profiles/port.schema.json, dataplane/profiles/limits.schema.json by dataplane/topology/generate.ts; a test fails when it is stale. Do not edit.

/** How one node runs: its ports, cores, memory, bounds and underlay. */
export interface Profile {
  /** Version of this format. */
  version: 1;
  /** Why it is set so, for people; nothing reads it. */
  notes?: string;
  /** What this profile was measured to carry, and where; or that it was not. */
  envelope?: EnvelopeProfile;
  /** gateway: joins foreign networks; compute: carries VM ports. Told by status; decides nothing. */
  role: "gateway" | "compute";
  /** Topology host id. */
  host: string;
  /** Node name; the host when absent. */
  name: string;
  /** Networks that carry tunnels. */
  underlay: UnderlayProfile[];
  /** The worker's ports. */
  ports: PortProfile[];
  /** Which lcore polls which queues; absent: all queues are spread over cores. */
  lcores?: LcoreProfile[];
  /** CPUs to poll on when lcores is absent; absent: all allowed CPUs but the first. */
  cores?: number[];
  /** Packets per rx burst. */
  burst: number;
  /** The packet buffers. */
  mbufs: MbufProfile;
  /** The worker's memory. */
  memory: MemoryProfile;
  /** What an lcore does without packets. */
  idle: IdleProfile;
  /** How much of everything. */
  bounds: BoundsProfile;
  /** How long things last. */
  timeouts: TimeoutsProfile;
  /** Between controller and worker. */
  ffi: FfiProfile;
  /** Limits of the simulation. */
  simulation: SimulationProfile;
  /** Outer headers. */
  tunnels: TunnelsProfile;
  /** Where learned MACs and neighbours are kept. */
  state: StateProfile;
  /** What DPDK itself may print. */
  logLevel: "error" | "warning" | "notice" | "info" | "debug";
  /** Further EAL arguments, passed as they are. */
  eal: string[];
}

/** The measured limits of a profile on one machine. */
export interface EnvelopeProfile {
  /** One sentence: what was measured, or that nothing was measured on this card. */
  measured: string;
  /** Where: CPU, memory, kernel. */
  machine?: string;
  /** The command that measures it again. */
  command?: string;
  /** What came out, each with its unit. */
  figures: string[];
}

/** One underlay network on one port: the node's own tunnel addresses there. */
export interface UnderlayProfile {
  /** Why it is set so, for people; nothing reads it. */
  notes?: string;
  /** Name of one of ports; being named here makes it an underlay port. */
  port: string;
  /** VID; untagged when absent. */
  vlan?: number;
  /** Own addresses with prefix length, IPv4 and IPv6. */
  addresses: string[];
  /** Next hops for what is not on the link; several of one family share by ECMP. */
  gateways: string[];
  /** L3 bytes; the port's when absent. */
  mtu: number;
}

/** What one lcore polls. */
export interface LcoreProfile {
  /** Why it is set so, for people; nothing reads it. */
  notes?: string;
  /** CPU number. */
  lcore: number;
  /** Polled in order. */
  queues: QueueProfile[];
}

/** One rx queue of one port. */
export interface QueueProfile {
  /** Port name. */
  port: string;
  /** Rx queue of that port. */
  queue: number;
}

/** A port of the worker. */
export interface PortProfile {
  /** What topology ports bind to as their interface. */
  name: string;
  /** Why it is set so, for people; nothing reads it. */
  notes?: string;
  /** PCI address, TAP, or DPDK device arguments: for example 0000:01:00.0; tap0,iface=vm1 (a TAP with virtio headers: large packets cross whole and unsummed); net_vhost0,iface=/run/vm1.sock. */
  device: string;
  /** The card this port is written for. The device found must be one (kernel: PCI ids; DPDK: driver), else the node does not start; without the device, edgelane check plans for this card. */
  card?: "connectx3-pro" | "x710";
  /** Rx queues, each polled by one lcore. A ConnectX-3 spreads over powers of two only: other numbers are refused for it. */
  queues: number;
  /** Of each rx queue: how long an lcore may look away. X710: a multiple of 32 from 64 to 4096, a power of two for its vector path. ConnectX-3: a power of two from 64 to 8192. What a card would round is refused. */
  rxDescriptors: number;
  /** Of each tx queue. Chained packets and offloads take more than one. Limits as of rxDescriptors. */
  txDescriptors: number;
  /** When descriptors are given back and taken. */
  thresholds: ThresholdsProfile;
  /** Share of the controller's time, of parking places and of upcalls per second, beside other ports. Absent: 1; for ports that tunnels come by as much as all others together. */
  upcallWeight?: number;
  /** true: a full rx queue drops what arrives for it; false: it holds up the whole port where the card can. Absent: what suits the card. */
  rxDrop?: boolean;
  /** L3 bytes, tunnel headers included on an underlay port. An X710 takes at most 9702: more is refused. */
  mtu: number;
  /** What receive side scaling spreads by; empty: off. */
  rss: ("ip" | "tcp" | "udp" | "sctp" | "l2")[];
  /** A spreading key of one's own as hex digits, as long as the card's: 52 bytes on X710; ConnectX-3 has a fixed one, and another is refused there. Absent: the driver's. */
  rssKey?: string;
  /** Queue of each hash remainder, repeated over the card's table (X710: 512 entries). ConnectX-3 has none: it is refused there. Absent: even. */
  reta?: number[];
  /** UDP ports the card is told of, so that it looks into tunnels: 16 on X710; one on ConnectX-3, by a kernel device. Absent: 4789 for a card on an underlay port, else none. */
  vxlanPorts: number[];
  /** Rx queues that tunnelled packets are steered to by flow rules, so that other traffic cannot crowd them out. Absent: none. */
  steer?: SteerProfile;
  /** Receive frames for every MAC. */
  promiscuous: boolean;
  /** Poll only while the controller gave credit (replay). */
  gated: boolean;
  /** What the card is wished to do; what became of each wish is told by edgelane check and show offloads. */
  offloads: OffloadsProfile;
}

/** Descriptor thresholds; 0 leaves each to the driver. */
export interface ThresholdsProfile {
  /** Why it is set so, for people; nothing reads it. */
  notes?: string;
  /** Rx descriptors that are refilled at once. X710: 32 or more keeps the vector path; it divides rxDescriptors. */
  rxFree: number;
  /** Free tx descriptors below which sent ones are taken back. */
  txFree: number;
  /** Sent descriptors per completion report. X710: 32 to 64 keeps the vector path; it divides txDescriptors and is no larger than txFree. */
  txRs: number;
}

/** Wishes of one port. auto: the card where it does it and does it right, else the worker where packets need it. hardware: the card, else the node does not start. software: the worker. off: not asked for; what packets cannot do without, the worker does all the same. */
export interface OffloadsProfile {
  /** Why it is set so, for people; nothing reads it. */
  notes?: string;
  /** Checksums of what arrives are judged by the card, and believed as far as that card deserves. */
  rxChecksum: "auto" | "hardware" | "software" | "off";
  /** Transport and inner IPv4 checksums are filled in by the card. On X710 this gives up the vector tx path: small packets are faster with software. */
  txChecksum: "auto" | "hardware" | "software" | "off";
  /** The outer IPv4 header's checksum is filled in by the card; in software it comes from the tunnel's template at no cost. */
  outerIpChecksum: "auto" | "hardware" | "software" | "off";
  /** The outer UDP checksum is filled in by the card. Neither ConnectX-3 nor X710 can: hardware is refused there; auto means the worker does it where tunnels ask for it. */
  outerUdpChecksum: "auto" | "hardware" | "software" | "off";
  /** TCP segments larger than the MTU are cut by the card. Needs txChecksum. */
  tso: "auto" | "hardware" | "software" | "off";
  /** The same inside VXLAN. */
  vxlanTso: "auto" | "hardware" | "software" | "off";
  /** The same inside GRE. On ConnectX-3 auto means software: nobody has proved that card right. */
  greTso: "auto" | "hardware" | "software" | "off";
  /** TCP segments for a guest are merged on their way in. */
  gro: "auto" | "hardware" | "software" | "off";
  /** Sent mbufs go back to their pool unseen, which X710's vector tx path needs. It rules out chained packets, and with them TSO, tx checksums in the card and an MTU above the mbuf size. */
  fastFree: "auto" | "hardware" | "off";
  /** Tunnelled packets are spread by their inner headers. */
  rssInner: "auto" | "hardware" | "off";
  /** The card is told of vxlanPorts, so that it sees into tunnels. ConnectX-3 learns of one by a kernel VXLAN device; two are refused. On X710 steer and mark work only with off: a tunnel it knows is matched by its inner headers. */
  vxlanPort: "auto" | "hardware" | "off";
  /** Nothing arrives but what flow rules ask for; the kernel keeps the rest. ConnectX-3 only. */
  isolate: "auto" | "hardware" | "off";
  /** The card marks packets of known tunnels, which spares the worker a look. X710 only. */
  mark: "auto" | "hardware" | "off";
  /** LLDP frames reach the node: the card's firmware stops keeping them. X710 only. */
  lldp: "auto" | "hardware" | "off";
  /** Tunnels without entropy of their own (GRE) are spread again between lcores by their inner headers, in software. */
  respread: "auto" | "software" | "off";
}

/** Consecutive rx queues for tunnels. ConnectX-3: a power of two of them, the first a multiple of that; X710: one. */
export interface SteerProfile {
  /** Their first queue. */
  first: number;
  /** How many. */
  count: number;
}

/** The packet buffers. */
export interface MbufProfile {
  /** Why it is set so, for people; nothing reads it. */
  notes?: string;
  /** Buffers; what descriptors, bursts and parking places need when absent. */
  count?: number;
  /** Data room of one buffer without headroom, bytes. */
  size: number;
  /** Bytes kept in front of a packet for outer headers. */
  headroom: number;
}

/** The worker's memory. */
export interface MemoryProfile {
  /** Why it is set so, for people; nothing reads it. */
  notes?: string;
  /** false: ordinary pages, slower, needs no set-up. */
  hugepages: boolean;
  /** MiB of the whole worker. */
  megabytes: number;
  /** MiB for each NUMA node in turn, instead of megabytes; needs hugepages. */
  perSocket?: number[];
}

/** What an lcore does without packets. */
export interface IdleProfile {
  /** Why it is set so, for people; nothing reads it. */
  notes?: string;
  /** Longest sleep, µs; 0 = spin. */
  backoffUs: number;
}

/** How much of everything. */
export interface BoundsProfile {
  /** Why it is set so, for people; nothing reads it. */
  notes?: string;
  /** Installed flows. */
  flows: number;
  /** Distinct action lists. */
  actions: number;
  /** Tunnels to other hosts. */
  tunnels: number;
  /** Resolved underlay neighbours. */
  nexthops: number;
  /** Select groups. */
  groups: number;
  /** Rates that QoS policies come to: one per policed port or network, direction and rate. */
  meters: number;
  /** Packets parked per lcore. */
  parked: number;
  /** Upcall ring slots per lcore; a power of two. */
  upcallSlots: number;
  /** Upcalls per second of a port of weight 1 (upcallWeight); 0 = no limit. */
  upcallRate: number;
  /** So many of them at once, for a port of weight 1. */
  upcallBurst: number;
}

/** ARP and ND of underlay and router ports. */
export interface NeighbourProfile {
  /** Between two requests, ms. */
  retryMs: number;
  /** Requests before a neighbour counts as failed. */
  tries: number;
  /** Age at which a known neighbour is asked again, ms. */
  staleMs: number;
  /** Age at which an unanswering neighbour is forgotten, ms. */
  expireMs: number;
}

/** How long things last. */
export interface TimeoutsProfile {
  /** Why it is set so, for people; nothing reads it. */
  notes?: string;
  /** A flow without packets ends, ms; 0 = never. */
  flowIdleMs: number;
  /** A parked packet's longest wait, ms. */
  parkMs: number;
  /** A learned station unseen is forgotten, ms. */
  macAgeMs: number;
  /** ARP and ND of underlay and router ports. */
  neighbour: NeighbourProfile;
}

/** Between controller and worker. */
export interface FfiProfile {
  /** Upcalls taken and commands encoded per call. */
  batch: number;
  /** Bytes; a power of two. */
  commandBytes: number;
  /** Bytes; a power of two. */
  eventBytes: number;
}

/** Limits of the simulation. */
export interface SimulationProfile {
  /** Devices one packet may cross. */
  maxDevices: number;
}

/** Outer headers. */
export interface TunnelsProfile {
  /** Why it is set so, for people; nothing reads it. */
  notes?: string;
  /** First VXLAN source port. */
  sourcePortMin: number;
  /** Number of VXLAN source ports; a power of two. */
  sourcePortRange: number;
  /** Outer DSCP and ECN from the inner packet (RFC 6040). */
  copyTos: boolean;
  /** Outer TTL or hop limit. */
  ttl: number;
  /** Fill in the outer UDP checksum over IPv4 too. */
  udpChecksum: boolean;
  /** Leave the outer UDP checksum zero over IPv6 (RFC 6936). */
  zeroChecksum6: boolean;
  /** A packet larger than the tunnel's MTU: tell its sender, or drop it. */
  tooBig: "icmp" | "drop";
}

/** Where learned MACs and neighbours are kept. */
export interface StateProfile {
  /** Path of the state file; memory only when absent. */
  file?: string;
}
