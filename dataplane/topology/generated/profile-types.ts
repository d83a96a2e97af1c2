// Generated from dataplane/profiles/profile.schema.json, dataplane/profiles/limits.schema.json by dataplane/topology/generate.ts; a test fails when it is stale. Do not edit.

/** How one node runs: its ports, cores, memory, bounds and underlay. */
export interface Profile {
  /** Version of this format. */
  version: 1;
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
  /** Wishes. This version grants none: all is done in software. */
  offloads: ("checksum" | "segmentation" | "vlan")[];
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

/** One underlay network on one port: the node's own tunnel addresses there. */
export interface UnderlayProfile {
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

/** A port of the worker. */
export interface PortProfile {
  /** What topology ports bind to as their interface. */
  name: string;
  /** PCI address or DPDK device arguments, for example 0000:01:00.0 or net_tap0,iface=vm1. */
  device: string;
  /** Rx queues. */
  queues: number;
  /** Of each rx queue. */
  rxDescriptors: number;
  /** Of each tx queue. */
  txDescriptors: number;
  /** L3 bytes. */
  mtu: number;
  /** What receive side scaling spreads by; empty: off. */
  rss: ("ip" | "tcp" | "udp" | "sctp" | "l2")[];
  /** Receive frames for every MAC. */
  promiscuous: boolean;
  /** Poll only while the controller gave credit (replay). */
  gated: boolean;
}

/** What one lcore polls. */
export interface LcoreProfile {
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

/** The packet buffers. */
export interface MbufProfile {
  /** Buffers; what descriptors, bursts and parking places need when absent. */
  count?: number;
  /** Data room of one buffer without headroom, bytes. */
  size: number;
  /** Bytes kept in front of a packet for outer headers. */
  headroom: number;
}

/** The worker's memory. */
export interface MemoryProfile {
  /** false: ordinary pages, slower, needs no set-up. */
  hugepages: boolean;
  /** MiB of the whole worker. */
  megabytes: number;
  /** MiB for each NUMA node in turn, instead of megabytes; needs hugepages. */
  perSocket?: number[];
}

/** What an lcore does without packets. */
export interface IdleProfile {
  /** Longest sleep, µs; 0 = spin. */
  backoffUs: number;
}

/** How much of everything. */
export interface BoundsProfile {
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
  /** Packets parked per lcore. */
  parked: number;
  /** Upcall ring slots per lcore; a power of two. */
  upcallSlots: number;
  /** Misses per second and port; 0 = no limit. */
  upcallRate: number;
  /** Depth of that bucket. */
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
