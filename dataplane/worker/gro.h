/* Merges TCP segments of one burst into large packets, for a guest that takes those (TSO): IPv4 and IPv6, the
 * checksum of each segment verified first.
 *
 * One code for both families: rte_gro of DPDK 22.11 knows IPv4 only, believes every checksum, and copies each
 * packet's key into tables that a burst does not need.
 */
#ifndef EDGELANE_GRO_H
#define EDGELANE_GRO_H

#include <rte_mbuf.h>

#include "offload.h"

#define GRO_MOST 32u /* packets of a burst */

/* Looks through `count` (at most GRO_MOST) packets bound for one port. `taken[i]` becomes the bytes of
 * payload of packet i that now are the end of packet into[i], which came before it; m[i] is then no more the
 * caller's. Otherwise 0. A packet that took others is as the device wants it (finish_by_device); order within
 * a connection stays as it was. */
void gro_burst(struct rte_mbuf **m, uint32_t count, const struct port_offload *o, uint16_t taken[],
               uint8_t into[]);

#endif
