/* Packets for a tx queue that another lcore owns: a ring there, and a ring of answers back.
 *
 * The lcore that received a packet keeps its ledger: a packet handed over is `held` there until the answer
 * says what became of it. Answers never overflow: no more packets are under way than the rings hold.
 */
#ifndef EDGELANE_HANDOVER_H
#define EDGELANE_HANDOVER_H

#include <stdint.h>

#include "edgelane.h"
#include "tx.h"

#define HANDOVER_SLOTS 1024u

struct lcore;
struct rte_ring;
struct rte_mbuf;

struct handover {
	struct rte_ring *out[EL_MAX_LCORES];    /* to lcore i: packets */
	struct rte_ring *in[EL_MAX_LCORES];     /* from lcore i: packets */
	struct rte_ring *answer[EL_MAX_LCORES]; /* to lcore i: what became of its packets */
	struct rte_ring *result[EL_MAX_LCORES]; /* from lcore i: what became of ours */
	uint32_t under_way[EL_MAX_LCORES];
	uint32_t under_way_all;
};

/* Rings for every pair of lcores that some port needs. 0, or -1: no memory. */
int handover_connect(struct lcore **lcores, uint32_t count);
/* Frees rings and what is in them; called for each lcore. */
void handover_close(struct lcore *lc);

/* Hands m to `to`, or drops it: HANDOVER_FULL. */
void handover_send(struct lcore *lc, uint16_t to, uint16_t port, struct rte_mbuf *m,
                   struct el_queue_stats *origin);
/* Takes in what others handed over and their answers. Packets taken. */
uint32_t handover_poll(struct lcore *lc);

/* What became of a packet that owner.lcore handed over. */
void handover_sent(struct lcore *lc, struct tx_owner owner, uint32_t bytes);
/* It became a part of another packet. */
void handover_merged(struct lcore *lc, struct tx_owner owner);
void handover_drop(struct lcore *lc, struct rte_mbuf *m, struct tx_owner owner, uint16_t reason);

#endif
