/* What mbuf chains need beyond DPDK's helpers: headers gathered in front, a tail cut over several segments.
 */
#ifndef EDGELANE_CHAIN_H
#define EDGELANE_CHAIN_H

#include <rte_mbuf.h>

/* Makes the first `bytes` bytes of the chain contiguous, at most all of it; *m may become another head.
 * EL_DROP_NONE, NO_MBUF, or NO_HEADROOM when no mbuf of the pool could hold them. */
uint16_t chain_gather(struct rte_mbuf **m, uint32_t bytes);

/* Cuts the chain down to its first `bytes` bytes; a shorter one stays as it is. */
void chain_trim(struct rte_mbuf *m, uint32_t bytes);

#endif
