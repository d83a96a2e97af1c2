// How many packet buffers a worker can hold at once; fewer would stall a queue. The same sum as the worker's own check.
import { isTap } from "./device.js";
import type { Profile } from "./profile.js";

/** Of one lcore's mempool cache, and once more for the main thread. */
const CACHE = 512;
/** What each queue of net_af_xdp holds besides: its fill and completion rings, whatever descriptors are asked for. */
const XDP_RINGS = 2 * 2048;
/** Packets of 64 KB of a TAP: one posted, three on their way. */
const TAP_PACKETS = 4;

export function mbufsNeeded({ ports, bounds, burst, mbufs }: Profile, lcores: number): number {
  const perLcore = bounds.parked + 2 * burst + CACHE;
  const rings = ports.map(
    ({ device, queues, rxDescriptors, txDescriptors }) =>
      queues * (rxDescriptors + ringsWithin(device, mbufs.size)) + lcores * txDescriptors,
  );
  return CACHE + lcores * perLcore + rings.reduce((sum, ring) => sum + ring, 0);
}

function ringsWithin(device: string, mbufSize: number): number {
  if (isTap(device)) return TAP_PACKETS * (Math.floor(65536 / mbufSize) + 1);
  return device.startsWith("net_af_xdp") ? XDP_RINGS : 0;
}

/** A quarter more than needed, as 2^n - 1, which fills a mempool's ring best (DPDK rte_mempool_create). */
export function mbufsWanted(profile: Profile, lcores: number): number {
  return 2 ** Math.ceil(Math.log2((mbufsNeeded(profile, lcores) * 5) / 4 + 1)) - 1;
}
