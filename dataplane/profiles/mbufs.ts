// How many packet buffers a worker can hold at once; fewer would stall a queue. The same sum as the worker's own check.
import type { Profile } from "./profile.js";

/** Of one lcore's mempool cache, and once more for the main thread. */
const CACHE = 512;
/** What each queue of net_af_xdp holds besides: its fill and completion rings, whatever descriptors are asked for. */
const XDP_RINGS = 2 * 2048;

export function mbufsNeeded({ ports, bounds, burst }: Profile, lcores: number): number {
  const perLcore = bounds.parked + 2 * burst + CACHE;
  const rings = ports.map(
    ({ device, queues, rxDescriptors, txDescriptors }) =>
      queues * (rxDescriptors + (device.startsWith("net_af_xdp") ? XDP_RINGS : 0)) + lcores * txDescriptors,
  );
  return CACHE + lcores * perLcore + rings.reduce((sum, ring) => sum + ring, 0);
}

/** A quarter more than needed, as 2^n - 1, which fills a mempool's ring best (DPDK rte_mempool_create). */
export function mbufsWanted(profile: Profile, lcores: number): number {
  return 2 ** Math.ceil(Math.log2((mbufsNeeded(profile, lcores) * 5) / 4 + 1)) - 1;
}
