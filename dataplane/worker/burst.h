/* The hit path: a burst of mbufs to their flows' actions. */
#ifndef EDGELANE_BURST_H
#define EDGELANE_BURST_H

#include "lcore.h"
#include "packet.h"

/* Hands each of `count` (1..CLASSIFY_BURST) packets from q on exactly once, in order. */
void burst_handle(struct lcore *lc, struct rx_queue *q, struct rte_mbuf **m, uint32_t count);

/* Runs the list of p's flow. Consumes p->m. */
void burst_run(struct lcore *lc, struct packet *p, const struct flow_line *line);

/* When, in a line's units. */
static inline uint32_t burst_now(const struct lcore *lc)
{
	return (uint32_t)(lc->now >> TABLE_LAST_SHIFT);
}

/* This lcore is the only writer; main reads. */
static inline void burst_count(struct flow_line *line, uint64_t packets, uint64_t bytes, uint32_t now)
{
	__atomic_store_n(&line->packets, line->packets + packets, __ATOMIC_RELAXED);
	__atomic_store_n(&line->bytes, line->bytes + bytes, __ATOMIC_RELAXED);
	__atomic_store_n(&line->last_used, now, __ATOMIC_RELAXED);
}

#endif
