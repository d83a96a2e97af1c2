/* Cuts one TCP packet into segments in software: IPv4 and IPv6, plain or inside VXLAN, GRE or NVGRE over
 * either.
 *
 * Each segment is a packet of its own, of new mbufs, every length and checksum of it right. DPDK's rte_gso
 * does this for IPv4 only, computes no checksum, and gives chains that half of the devices have to copy
 * again. The payload is read for its checksum anyhow: copying it on the way costs less than attaching and
 * freeing indirect mbufs (bench/README.md has the figures).
 */
#ifndef EDGELANE_SEGMENT_H
#define EDGELANE_SEGMENT_H

#include <rte_mbuf.h>

#include "shape.h"

/* One packet on its way through the knife. Nobody else looks inside. */
struct segment_cut {
	const struct shape *shape;
	const struct rte_mbuf *whole; /* its headers are copied */
	struct rte_mempool *pool;
	const struct rte_mbuf *from; /* what is copied next */
	uint32_t from_at;
	uint32_t left;   /* payload still to come; 0: done */
	uint32_t number; /* segments made */
	uint32_t seq;
	uint32_t pseudo_sum; /* innermost pseudo header without length */
	uint32_t outer_pseudo_sum;
};

/* Begins with m, which has WISH_SEGMENT, payload, and all headers of *s in its first mbuf; both must outlive
 * the cut. */
void segment_open(struct segment_cut *cut, const struct rte_mbuf *m, const struct shape *s,
                  struct rte_mempool *pool);
/* The next segment, without wishes; while cut->left. NULL: no mbuf, and no more segments come. */
struct rte_mbuf *segment_next(struct segment_cut *cut);

#endif
