/* Polls queues. See receive.h; what becomes of a burst is burst.c's. */
#include "receive.h"

#include <rte_ethdev.h>
#include <rte_ring.h>

#include "burst.h"
#include "classify.h"
#include "guest.h"
#include "spread.h"
#include "wish.h"
#include "worker.h"

#define LARGEST_BURST 256

uint16_t receive_parse_at(struct packet *p, const struct port *port, const struct endpoints *e)
{
	uint16_t reason =
	    packet_parse(p, port->id, port->underlay ? e->endpoint : NULL, port->underlay ? e->count : 0);

	if (unlikely(p->m->ol_flags & WISH_SIGNS) && reason == EL_DROP_NONE)
		reason = guest_take(p, port->offload.guest);
	return reason;
}

uint16_t receive_parse(struct lcore *lc, struct packet *p, const struct port *port)
{
	return receive_parse_at(p, port, receive_endpoints(lc));
}

bool receive_classify(struct lcore *lc, struct packet *p)
{
	struct compact compact;
	struct brief b;
	struct flow_line *line;

	brief_of_key(&b, &compact, &p->key);
	line = classify_walk(lc->table, classify_order(lc->table), &b, NULL);
	if (!line)
		return false;
	p->origin->hits++;
	burst_count(line, 1, p->m->pkt_len, burst_now(lc));
	burst_run(lc, p, line);
	return true;
}

/* Packets a gated port may still receive, at most `most`, taken from its credit. */
static uint32_t take_credit(struct port *p, uint32_t most)
{
	uint32_t credit = __atomic_load_n(&p->credit, __ATOMIC_RELAXED), taken;

	do {
		taken = credit < most ? credit : most;
	} while (taken && !__atomic_compare_exchange_n(&p->credit, &credit, credit - taken, false,
	                                               __ATOMIC_ACQUIRE, __ATOMIC_RELAXED));
	return taken;
}

uint32_t receive_poll(struct lcore *lc, struct rx_queue *q)
{
	struct rte_mbuf *m[LARGEST_BURST];
	uint32_t most = lc->burst, count, stay, bucket;

	if (!port_is_up(q->port) || (q->port->gated && (most = take_credit(q->port, most)) == 0))
		return 0;
	if (unlikely(q->ring))
		count = rte_ring_sc_dequeue_burst(q->ring, (void **)m, most, NULL);
	else
		count = rte_eth_rx_burst(q->port->ethdev, q->queue, m, (uint16_t)most);
	if (q->port->gated && count < most)
		__atomic_fetch_add(&q->port->credit, most - count, __ATOMIC_RELAXED);
	bucket = count ? 32u - (uint32_t)__builtin_clz(count) : 0;
	q->stats->batch[bucket < EL_BATCH_HIST ? bucket : EL_BATCH_HIST - 1]++;
	if (!count)
		return 0;
	if (unlikely(capture_points(&lc->capture)) && !q->ring)
		capture_received(lc, q->port->id, m, count);
	q->stats->rx += count;
	lc->unpublished = true;
	stay = unlikely(q->spread) ? spread_burst(lc, q, m, count) : count;
	for (uint32_t done = 0; done < stay; done += CLASSIFY_BURST)
		burst_handle(lc, q, m + done, stay - done < CLASSIFY_BURST ? stay - done : CLASSIFY_BURST);
	return count;
}
