/* Tunnel packets that one lcore receives and another handles, chosen by the inner flow.
 *
 * GRE gives a NIC nothing to spread by: all packets of a tunnel come by one queue. A port that asks for it
 * has them spread again here, by rings between lcores; for who reads such a ring it is an rx queue like
 * others, with a ledger of its own. Packets of one inner flow always go the same way, so none overtakes
 * another; what is not tunnelled stays where it came.
 */
#ifndef EDGELANE_SPREAD_H
#define EDGELANE_SPREAD_H

#include <stdint.h>

#include "edgelane.h"

struct lcore;
struct rx_queue;
struct rte_mbuf;
struct rte_ring;
struct worker;
struct fail;

#define SPREAD_SLOTS 1024u

/* The rings of one rx queue's port, from the lcore that polls it to each lcore; NULL: to itself. */
struct spread {
	uint32_t lcores;
	struct rte_ring *to[EL_MAX_LCORES];
};

/* Rings and rx queues for every port that wishes it, before lcores run. 0, or -1 with NO_MEMORY or LCORE in
 * *f. */
int spread_connect(struct worker *w, struct fail *f);
/* Frees rings and what is in them. */
void spread_close(struct worker *w);

/* Sends packets of the burst to the lcores they belong to and counts them out of q; returns how many stay,
 * at the front of m. */
uint32_t spread_burst(struct lcore *lc, const struct rx_queue *q, struct rte_mbuf **m, uint32_t count);

#endif
