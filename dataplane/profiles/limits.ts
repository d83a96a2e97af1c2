// What one worker takes at most, as the start configuration's header says; a test holds them equal to it.
export const MAX_PORTS = 64;
export const MAX_LCORES = 16;
/** Rx queues of one port. */
export const MAX_QUEUES = 16;
/** Queues one lcore polls. */
export const MAX_LCORE_QUEUES = 32;
/** Gateways of one family on one underlay network. */
export const MAX_NEXTHOPS = 8;
/** Underlay addresses. */
export const MAX_ENDPOINTS = 64;
/** Bytes with the Ethernet header. */
export const MAX_FRAME = 9728;
/** Bytes with the final zero. */
export const NAME_LEN = 32;
export const DEVARGS_LEN = 256;
export const SOCKET_LEN = 108;
export const MAX_EAL_ARGS = 48;
/** Bits of a port's flags. */
export const PORT_FLAG = { UNDERLAY: 1, GATED: 2, PROMISC: 4, UP: 8 } as const;

/** mbufs a received frame may be chained over: drivers refuse to send more (i40e: 8 buffers a frame). */
export const MAX_SEGMENTS = 8;
