// A node's profile as the program sees it: every default filled in. Types only; profile.schema.json is the source.
import type { PortProfile } from "./port.js";

/** How one node runs: its ports, cores, memory, bounds and underlay. */
export interface Profile {
  version: 1;
  /** Why it is set so, for people; as in every `notes` below. */
  notes?: string;
  /** What it was measured to carry. */
  envelope?: EnvelopeProfile;
  role: "gateway" | "compute";
  /** Topology host id. */
  host: string;
  /** Node name: socket and EAL file prefix are named after it. Default: the host. */
  name: string;
  underlay: UnderlayProfile[];
  ports: PortProfile[];
  /** Which lcore polls which queues; absent: all queues are spread over `cores`. */
  lcores?: LcoreProfile[];
  /** CPUs to poll on when `lcores` is absent; absent: all allowed CPUs but the first. */
  cores?: number[];
  /** Packets per rx burst, 1..256. */
  burst: number;
  mbufs: MbufProfile;
  memory: MemoryProfile;
  idle: { notes?: string /** Longest idle sleep of an lcore, µs; 0 = spin. */; backoffUs: number };
  bounds: BoundsProfile;
  timeouts: TimeoutsProfile;
  ffi: FfiProfile;
  simulation: { /** Devices and ports one packet may cross. */ maxDevices: number };
  tunnels: TunnelsProfile;
  state: { /** Learned MACs and neighbours survive a restart here; absent: memory only. */ file?: string };
  /** What DPDK itself may print. */
  logLevel: "error" | "warning" | "notice" | "info" | "debug";
  /** Further EAL arguments, passed as they are. */
  eal: string[];
}

/** The measured limits of a profile on one machine. */
export interface EnvelopeProfile {
  /** One sentence: what was measured, or that nothing was. */
  measured: string;
  machine?: string;
  /** Measures it again. */
  command?: string;
  /** Each with its unit. */
  figures: string[];
}

/** One underlay network on one port: the node's own tunnel addresses there. */
export interface UnderlayProfile {
  notes?: string;
  /** Name of one of `ports`; being named here is what makes it an underlay port. */
  port: string;
  /** VID 1..4094; absent: untagged. */
  vlan?: number;
  /** With prefix length: "192.0.2.1/24", "2001:db8::1/64". */
  addresses: string[];
  /** Next hops for what is not on the link; several of one family share by ECMP. */
  gateways: string[];
  /** L3 bytes; default: the port's. */
  mtu: number;
}

export interface LcoreProfile {
  notes?: string;
  /** CPU number. */
  lcore: number;
  queues: { /** Port name. */ port: string; queue: number }[];
}

export interface MbufProfile {
  notes?: string;
  /** Absent: what the descriptors, bursts and parking places need. */
  count?: number;
  /** Data room of one mbuf without headroom, bytes. */
  size: number;
  /** Bytes kept in front of a packet for outer headers. */
  headroom: number;
}

export interface MemoryProfile {
  notes?: string;
  hugepages: boolean;
  /** MiB of the whole worker. */
  megabytes: number;
  /** MiB for each NUMA node in turn; instead of megabytes. */
  perSocket?: number[];
}

export interface BoundsProfile {
  notes?: string;
  flows: number;
  /** Distinct action lists. */
  actions: number;
  tunnels: number;
  nexthops: number;
  /** Select groups. */
  groups: number;
  /** Meters of QoS policies. */
  meters: number;
  /** Parked packets per lcore. */
  parked: number;
  /** Upcall ring slots per lcore; a power of two. */
  upcallSlots: number;
  /** Upcalls per second of a port of weight 1; 0 = no limit. */
  upcallRate: number;
  /** Depth of that bucket. */
  upcallBurst: number;
}

export interface TimeoutsProfile {
  notes?: string;
  /** A flow without packets for this long ends; 0 = never. */
  flowIdleMs: number;
  parkMs: number;
  /** A learned station unseen for this long is forgotten. */
  macAgeMs: number;
  neighbour: {
    retryMs: number;
    /** Requests before a neighbour counts as failed. */
    tries: number;
    /** Age at which a known neighbour is asked again. */
    staleMs: number;
    /** Age at which an unanswering neighbour is forgotten. */
    expireMs: number;
  };
}

export interface FfiProfile {
  /** Upcalls taken and commands encoded per call. */
  batch: number;
  /** Command ring; a power of two. */
  commandBytes: number;
  /** Event ring; a power of two. */
  eventBytes: number;
}

export interface TunnelsProfile {
  notes?: string;
  /** VXLAN source ports: min .. min + range - 1; range is a power of two. */
  sourcePortMin: number;
  sourcePortRange: number;
  /** Outer DSCP and ECN from the inner packet (RFC 6040). */
  copyTos: boolean;
  /** Outer TTL or hop limit. */
  ttl: number;
  /** Fill in the outer UDP checksum over IPv4 too. */
  udpChecksum: boolean;
  /** Leave the outer UDP checksum zero over IPv6 (RFC 6936). */
  zeroChecksum6: boolean;
  /** A packet larger than the tunnel's MTU: tell its sender, or drop it silently. */
  tooBig: "icmp" | "drop";
}
