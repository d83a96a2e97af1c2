/* What a driver still holds of what it has sent. A card is done at once here; its driver looks later. */
#include <stdlib.h>
#include <string.h>

#include <rte_mbuf.h>

#include "card.h"

int tx_ring_make(struct card_txq *q, uint16_t desc)
{
	if (q->held_count)
		return -EBUSY;
	free(q->held);
	q->held = calloc(desc, sizeof(*q->held));
	q->desc = desc;
	q->slots = 0;
	q->pool = NULL;
	return q->held ? 0 : -ENOMEM;
}

/* FAST_FREE gives an mbuf back without a look at it. */
static void check_free(struct card_txq *q, const struct rte_mbuf *m)
{
	if (!(q->offloads & RTE_ETH_TX_OFFLOAD_MBUF_FAST_FREE))
		return;
	if (!q->pool)
		q->pool = m->pool;
	for (; m; m = m->next)
		if (rte_mbuf_refcnt_read(m) != 1 || !RTE_MBUF_DIRECT(m) || m->pool != q->pool)
			model_violation(q->model, "an mbuf that FAST_FREE may not free");
}

void tx_ring_put(struct card_txq *q, struct rte_mbuf *m, uint32_t slots)
{
	check_free(q, m);
	q->packets++;
	q->bytes += m->pkt_len;
	q->model->account.packets++;
	q->model->account.held++;
	q->slots += slots;
	q->held[q->held_count++] = (struct held){.m = m, .slots = slots};
}

void tx_ring_release(struct card_txq *q, uint32_t count)
{
	if (!count) /* of a queue never set up too */
		return;
	for (uint32_t i = 0; i < count; i++) {
		q->slots -= q->held[i].slots;
		rte_pktmbuf_free(q->held[i].m);
	}
	q->held_count -= count;
	q->model->account.held -= count;
	memmove(q->held, q->held + count, q->held_count * sizeof(*q->held));
}
