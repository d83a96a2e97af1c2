// What a port is wished to do by itself, as the worker's start has it. Types only; a test holds them to bindings/.

/** What a port is wished to do by itself: struct el_port_conf. Masks are sums of 1 << OFFLOAD. */
export interface PortWishes {
  wanted: number;
  /** To be done by the worker even where the card could. */
  software: number;
  /** By check --wire on this port. */
  proven: number;
  disproved: number;
  /** UDP ports of VXLAN that the card shall know. */
  vxlanPorts: readonly number[];
  /** At most 52 bytes; empty: the driver's own. */
  rssKey: Uint8Array;
  /** Rx queue of each entry, at most 128; empty: even. */
  reta: readonly number[];
  /** Rx queues that tunnels are steered to; count 0: no steering. */
  steer: { first: number; count: number };
  /** Descriptors; 0: what suits the card. */
  rxFreeThresh: number;
  txRsThresh: number;
  txFreeThresh: number;
  /** RX_FULL. */
  rxFull: number;
}
