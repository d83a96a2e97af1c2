/* SPSC rings between lcores. See handover.h. */
#include "handover.h"

#include <stdio.h>

#include <rte_mbuf.h>
#include <rte_ring.h>
#include <rte_ring_elem.h>

#include "lcore.h"
#include "lcore_env.h"
#include "worker.h"

#define POLL_BURST 32u

struct parcel {
	struct rte_mbuf *m;
	uint16_t port;
	uint16_t entry; /* ledger of the sender */
	uint32_t rsv0;
};

#define MERGED UINT16_MAX

struct answer {
	uint16_t entry;
	uint16_t drop; /* enum el_drop; NONE: sent; or MERGED */
	uint32_t bytes;
};

static struct rte_ring *make_ring(const char *what, uint16_t from, uint16_t to, unsigned element)
{
	char name[RTE_RING_NAMESIZE];

	snprintf(name, sizeof(name), "%s_%u_%u", what, from, to);
	return rte_ring_create_elem(name, element, HANDOVER_SLOTS, SOCKET_ID_ANY,
	                            RING_F_SP_ENQ | RING_F_SC_DEQ | RING_F_EXACT_SZ);
}

static int connect_pair(struct lcore *from, struct lcore *to)
{
	struct rte_ring *parcels = make_ring("parcel", from->index, to->index, sizeof(struct parcel));
	struct rte_ring *answers = make_ring("answer", from->index, to->index, sizeof(struct answer));

	from->handover.out[to->index] = to->handover.in[from->index] = parcels;
	to->handover.answer[from->index] = from->handover.result[to->index] = answers;
	return parcels && answers ? 0 : -1;
}

int handover_connect(struct lcore **lcores, uint32_t count)
{
	for (uint32_t from = 0; from < count; from++) {
		const struct worker *w = lcores[from]->w;

		for (uint32_t port = 0; port < w->port_count; port++) {
			uint16_t to = w->ports[port].tx_lcore[from];

			if (to != from && !lcores[from]->handover.out[to] &&
			    connect_pair(lcores[from], lcores[to]))
				return -1;
		}
	}
	return 0;
}

void handover_close(struct lcore *lc)
{
	struct parcel parcel;

	for (uint32_t i = 0; i < EL_MAX_LCORES; i++) {
		if (lc->handover.in[i])
			while (rte_ring_dequeue_elem(lc->handover.in[i], &parcel, sizeof(parcel)) == 0)
				rte_pktmbuf_free(parcel.m);
		rte_ring_free(lc->handover.in[i]);
		rte_ring_free(lc->handover.answer[i]);
	}
}

void handover_send(struct lcore *lc, uint16_t to, uint16_t port, struct rte_mbuf *m,
                   struct el_queue_stats *origin)
{
	struct parcel parcel = {.m = m, .port = port, .entry = (uint16_t)(origin - lc->stats)};

	if (lc->handover.under_way[to] == HANDOVER_SLOTS ||
	    rte_ring_enqueue_elem(lc->handover.out[to], &parcel, sizeof(parcel)) != 0) {
		lcore_drop(lc, m, origin, EL_DROP_HANDOVER_FULL);
		return;
	}
	lc->handover.under_way[to]++;
	lc->handover.under_way_all++;
	origin->held++;
}

static void take_answers(struct lcore *lc, uint32_t from)
{
	struct answer answers[POLL_BURST];
	uint32_t count;

	count = rte_ring_dequeue_burst_elem(lc->handover.result[from], answers, sizeof(answers[0]),
	                                    POLL_BURST, NULL);
	for (uint32_t i = 0; i < count; i++) {
		struct el_queue_stats *origin = &lc->stats[answers[i].entry];

		origin->held--;
		if (answers[i].drop == MERGED) {
			origin->merged++;
		} else if (answers[i].drop) {
			origin->drops[answers[i].drop]++;
		} else {
			origin->tx++;
			origin->tx_bytes += answers[i].bytes;
		}
	}
	lc->handover.under_way[from] -= count;
	lc->handover.under_way_all -= count;
	if (count)
		lc->unpublished = true;
}

static uint32_t take_parcels(struct lcore *lc, uint16_t from)
{
	struct parcel parcels[POLL_BURST];
	uint32_t count;

	count =
	    rte_ring_dequeue_burst_elem(lc->handover.in[from], parcels, sizeof(parcels[0]), POLL_BURST, NULL);
	for (uint32_t i = 0; i < count; i++)
		tx_add(lc, &lc->tx, parcels[i].port, parcels[i].m,
		       (struct tx_owner){.lcore = from, .entry = parcels[i].entry});
	return count;
}

uint32_t handover_poll(struct lcore *lc)
{
	uint32_t taken = 0;

	for (uint16_t i = 0; i < lc->w->lcore_count; i++) {
		if (lc->handover.under_way[i])
			take_answers(lc, i);
		if (lc->handover.in[i])
			taken += take_parcels(lc, i);
	}
	return taken;
}

static void answer(struct lcore *lc, struct tx_owner owner, uint16_t reason, uint32_t bytes)
{
	struct answer a = {.entry = owner.entry, .drop = reason, .bytes = bytes};

	/* Never full: see under_way. */
	rte_ring_enqueue_elem(lc->handover.answer[owner.lcore], &a, sizeof(a));
}

void handover_sent(struct lcore *lc, struct tx_owner owner, uint32_t bytes)
{
	answer(lc, owner, EL_DROP_NONE, bytes);
}

void handover_merged(struct lcore *lc, struct tx_owner owner)
{
	answer(lc, owner, MERGED, 0);
}

void handover_drop(struct lcore *lc, struct rte_mbuf *m, struct tx_owner owner, uint16_t reason)
{
	if (unlikely(capture_points(&lc->capture)))
		capture_dropped(lc, lc->w->lcores[owner.lcore]->stats[owner.entry].port, m, reason);
	rte_pktmbuf_free(m);
	answer(lc, owner, reason, 0);
}
