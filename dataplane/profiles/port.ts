// One port of a profile as the program sees it: every default filled in. Types only; port.schema.json is the source.

export interface PortProfile {
  /** The name topology ports bind to (`interface`). */
  name: string;
  /** Why it is set so, for people. */
  notes?: string;
  /** PCI address, TAP, or DPDK device arguments: "0000:01:00.0", "tap0,iface=vm1". */
  device: string;
  /** The card this port is written for: the device must be one. */
  card?: CardName;
  /** Rx queues. */
  queues: number;
  rxDescriptors: number;
  txDescriptors: number;
  thresholds: ThresholdsProfile;
  /** A full rx queue drops; false: it holds up the port where the card can. Absent: what suits the card. */
  rxDrop?: boolean;
  /** L3 bytes. */
  mtu: number;
  /** What RSS spreads by; empty: off. */
  rss: RssType[];
  /** Hex digits; absent: the driver's. */
  rssKey?: string;
  /** Queue of each hash remainder, repeated over the card's table; absent: even. */
  reta?: number[];
  /** UDP ports the card is told of. */
  vxlanPorts: number[];
  /** Rx queues that tunnelled packets are steered to; absent: none. */
  steer?: SteerProfile;
  promiscuous: boolean;
  /** Polled only while it has credit (replay). */
  gated: boolean;
  /** Share of the slow path beside other ports; absent: 1, or for tunnels as much as all others together. */
  upcallWeight?: number;
  offloads: OffloadsProfile;
}

export type CardName = "connectx3-pro" | "x710";

export type RssType = "ip" | "tcp" | "udp" | "sctp" | "l2";

/** Descriptors; 0 leaves each to the driver. */
export interface ThresholdsProfile {
  notes?: string;
  /** Rx descriptors refilled at once. */
  rxFree: number;
  /** Free tx descriptors below which sent ones are taken back. */
  txFree: number;
  /** Sent descriptors per completion report. */
  txRs: number;
}

/** Consecutive rx queues. */
export interface SteerProfile {
  first: number;
  count: number;
}

/** auto: hardware where it is right, else software where packets need it. hardware: or the node does not start. */
export type Wish = "auto" | "hardware" | "software" | "off";

export interface OffloadsProfile {
  notes?: string;
  rxChecksum: Wish;
  txChecksum: Wish;
  outerIpChecksum: Wish;
  outerUdpChecksum: Wish;
  tso: Wish;
  vxlanTso: Wish;
  greTso: Wish;
  gro: Wish;
  fastFree: Exclude<Wish, "software">;
  rssInner: Exclude<Wish, "software">;
  vxlanPort: Exclude<Wish, "software">;
  isolate: Exclude<Wish, "software">;
  mark: Exclude<Wish, "software">;
  lldp: Exclude<Wish, "software">;
  respread: Exclude<Wish, "hardware">;
}
