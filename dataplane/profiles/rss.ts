// Profile words → RTE_ETH_RSS_* bits (DPDK 22.11, rte_ethdev.h). The worker masks them by what a device has.
import type { RssType } from "./port.js";

const bits = (...numbers: number[]): bigint => numbers.reduce((sum, bit) => sum | (1n << BigInt(bit)), 0n);

export const RSS_BITS: Readonly<Record<RssType, bigint>> = {
  ip: bits(2, 3, 7, 8, 9, 13, 15), // IPv4 and IPv6: plain, fragments, other protocols; IPv6 with extensions
  tcp: bits(4, 10, 16),
  udp: bits(5, 11, 17),
  sctp: bits(6, 12),
  l2: bits(14), // RTE_ETH_RSS_L2_PAYLOAD
};

export function rssBits(types: readonly RssType[]): bigint {
  return types.reduce((sum, type) => sum | RSS_BITS[type], 0n);
}
