/* mbufs without EAL, each one heap object of its own: the sanitizers see every step beyond one, and every
 * leak. */
#ifndef EDGELANE_TEST_MBUFS_H
#define EDGELANE_TEST_MBUFS_H

#include <rte_mbuf.h>

/* A pool whose mbufs have `headroom` + `room` bytes, allocated when asked for. NULL: out of memory. */
struct rte_mempool *mbufs_pool(uint16_t room);
void mbufs_pool_free(struct rte_mempool *pool);

/* Allocations that still succeed; -1 = all (as at the start). */
extern long mbufs_budget;
/* mbufs not given back. */
extern long mbufs_live;

/* The packet in segments of `segment` bytes (0 = as few as fit), `headroom` bytes in front of the first. */
struct rte_mbuf *mbufs_from(struct rte_mempool *pool, const uint8_t *bytes, uint32_t len, uint16_t headroom,
                            uint32_t segment);
/* Copies the chain out; returns its length. */
uint32_t mbufs_to(const struct rte_mbuf *m, uint8_t *bytes, uint32_t size);

#endif
