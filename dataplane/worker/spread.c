/* Rings of tunnel packets between lcores. See spread.h. */
#include "spread.h"

#include <stdio.h>
#include <stdlib.h>

#include <rte_mbuf.h>
#include <rte_prefetch.h>
#include <rte_ring.h>

#include "counters.h"
#include "lcore.h"
#include "lcore_env.h"
#include "receive.h"
#include "straight_run.h"
#include "worker.h"

#define LARGEST_BURST 256
#define AHEAD 4u

/* A port's packets under credit are handled one after another: they stay. */
static bool wishes(const struct worker *w, const struct port *p)
{
	return w->lcore_count > 1 && p->underlay && !p->gated &&
	       (p->offload.software & 1u << EL_OFFLOAD_RESPREAD);
}

static struct spread *of_port(struct lcore *lc, const struct port *p)
{
	struct spread *s = NULL;

	for (uint16_t i = 0; i < lc->queue_count; i++)
		if (lc->queues[i].port == p && lc->queues[i].spread)
			s = lc->queues[i].spread;
	return s;
}

/* What `from` receives on p and `to` handles. */
static int connect_pair(struct worker *w, struct spread *s, struct port *p, uint16_t from, uint16_t to,
                        struct fail *f)
{
	struct lcore *lc = w->lcores[to];
	char name[RTE_RING_NAMESIZE];

	if (lc->queue_count == EL_MAX_LCORE_QUEUES)
		return fail(f, EL_ERR_LCORE,
		            "lcore %u would poll more than %u queues: port \"%s\" is spread over all lcores",
		            lc->eal_id, EL_MAX_LCORE_QUEUES, p->name);
	snprintf(name, sizeof(name), "spread_%u_%u_%u", p->id, from, to);
	s->to[to] = rte_ring_create(name, SPREAD_SLOTS, SOCKET_ID_ANY,
	                            RING_F_SP_ENQ | RING_F_SC_DEQ | RING_F_EXACT_SZ);
	if (!s->to[to])
		return fail(f, EL_ERR_NO_MEMORY, "out of memory for a ring between lcores");
	lc->queues[lc->queue_count] = (struct rx_queue){
	    .port = p,
	    .queue = (uint16_t)(EL_QUEUE_SPREAD + from),
	    .stats = &lc->stats[lc->queue_count],
	    .ring = s->to[to],
	};
	lc->queue_count++;
	return 0;
}

static int connect_port(struct worker *w, struct port *p, struct fail *f)
{
	uint32_t pollers = p->lcore_mask;

	for (uint32_t left = pollers; left; left &= left - 1) {
		uint16_t from = (uint16_t)__builtin_ctz(left), own = w->conf.lcores[from].queue_count;
		struct spread *s = calloc(1, sizeof(*s));

		if (!s)
			return fail(f, EL_ERR_NO_MEMORY, "out of memory for a ring between lcores");
		s->lcores = w->lcore_count;
		for (uint16_t i = 0; i < own; i++)
			if (w->lcores[from]->queues[i].port == p)
				w->lcores[from]->queues[i].spread = s;
		for (uint16_t to = 0; to < w->lcore_count; to++)
			if (to != from && connect_pair(w, s, p, from, to, f))
				return -1;
	}
	/* Their tables get the port's flows. */
	p->lcore_mask = (uint16_t)((1u << w->lcore_count) - 1);
	return 0;
}

int spread_connect(struct worker *w, struct fail *f)
{
	for (uint32_t i = 0; i < w->port_count; i++)
		if (wishes(w, &w->ports[i]) && connect_port(w, &w->ports[i], f))
			return -1;
	for (uint32_t i = 0; i < w->lcore_count; i++) {
		counters_bind(w, w->lcores[i]);
		counters_publish(w->lcores[i]);
	}
	return 0;
}

static void close_ring(struct rte_ring *ring)
{
	void *m;

	while (ring && rte_ring_dequeue(ring, &m) == 0)
		rte_pktmbuf_free(m);
	rte_ring_free(ring);
}

void spread_close(struct worker *w)
{
	for (uint32_t i = 0; i < w->lcore_count; i++) {
		struct lcore *lc = w->lcores[i];

		for (uint32_t p = 0; lc && p < w->port_count; p++) {
			struct spread *s = of_port(lc, &w->ports[p]);

			for (uint32_t to = 0; s && to < EL_MAX_LCORES; to++)
				close_ring(s->to[to]);
			free(s);
		}
	}
}

/* The lcore whose flow m is of; this one's where m is in no tunnel of ours, or cannot be parsed. */
static uint32_t lcore_of(const struct lcore *lc, const struct rx_queue *q, const struct endpoints *e,
                         struct rte_mbuf **m)
{
	const uint8_t *data = rte_pktmbuf_mtod(*m, const uint8_t *);
	const struct spread *s = q->spread;
	struct packet p = {.m = *m};
	struct brief b;
	uint32_t hash;

	if (likely((*m)->data_len == (*m)->pkt_len) &&
	    parse_brief(&b, data, (*m)->data_len, q->port->id, &e->brief)) {
		if (!b.inner)
			return lc->index;
		hash = straight_hash(&b);
	} else {
		/* Its sender's requests are looked at where it is handled. */
		uint16_t reason = packet_parse(&p, q->port->id, e->endpoint, e->count);

		*m = p.m;
		if (reason != EL_DROP_NONE || p.key.tun_type == EL_TUN_NONE)
			return lc->index;
		hash = p.hash;
	}
	return (uint32_t)((uint64_t)hash * s->lcores >> 32);
}

uint32_t spread_burst(struct lcore *lc, const struct rx_queue *q, struct rte_mbuf **m, uint32_t count)
{
	const struct endpoints *e = receive_endpoints(lc);
	struct rte_mbuf *for_lcore[EL_MAX_LCORES][LARGEST_BURST];
	uint32_t counts[EL_MAX_LCORES] = {0}, stay = 0;

	for (uint32_t i = 0; i < count && i < AHEAD; i++)
		rte_prefetch0(rte_pktmbuf_mtod(m[i], const void *));
	for (uint32_t i = 0; i < count; i++) {
		uint32_t to;

		if (i + AHEAD < count)
			rte_prefetch0(rte_pktmbuf_mtod(m[i + AHEAD], const void *));
		to = lcore_of(lc, q, e, &m[i]);
		if (to == lc->index)
			m[stay++] = m[i];
		else
			for_lcore[to][counts[to]++] = m[i];
	}
	for (uint32_t to = 0; to < q->spread->lcores; to++) {
		uint32_t sent;

		if (!counts[to])
			continue;
		sent = rte_ring_sp_enqueue_burst(q->spread->to[to], (void **)for_lcore[to], counts[to], NULL);
		q->stats->rx -= sent;
		for (uint32_t i = sent; i < counts[to]; i++) {
			q->stats->rx_bytes += for_lcore[to][i]->pkt_len;
			lcore_drop(lc, for_lcore[to][i], q->stats, EL_DROP_HANDOVER_FULL);
		}
	}
	return stay;
}
