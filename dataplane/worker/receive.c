/* The hit path of the worker. See receive.h.
 *
 * Packets of a burst keep their order; each is handed on exactly once.
 */
#include "receive.h"

#include <rte_ethdev.h>
#include <rte_mbuf.h>
#include <rte_prefetch.h>

#include "classify.h"
#include "lcore_env.h"
#include "worker.h"

#define LARGEST_BURST 256
#define PREFETCH_AHEAD 4

uint16_t receive_parse(struct lcore *lc, struct packet *p, const struct port *port)
{
	const struct endpoints *e = __atomic_load_n(&lc->w->endpoints, __ATOMIC_ACQUIRE);

	if (!port->underlay)
		return packet_parse(p, port->id, NULL, 0);
	return packet_parse(p, port->id, e->endpoint, e->count);
}

static void hit(struct lcore *lc, struct packet *p, struct flow_line *line)
{
	uint32_t len, action_id = __atomic_load_n(&line->action_id, __ATOMIC_RELAXED);
	const uint8_t *acts = lcore_action(lc, action_id, &len);

	p->flow_id = line->flow_id;
	p->origin->hits++;
	/* This lcore is the only writer; main reads. */
	__atomic_store_n(&line->packets, line->packets + 1, __ATOMIC_RELAXED);
	__atomic_store_n(&line->bytes, line->bytes + p->m->pkt_len, __ATOMIC_RELAXED);
	__atomic_store_n(&line->last_tsc, lc->now, __ATOMIC_RELAXED);
	actions_run(lc, p, acts, len);
}

bool receive_classify(struct lcore *lc, struct packet *p)
{
	const struct el_key *key = &p->key;
	struct flow_line *line;

	classify_burst(lc->table, &key, 1, &line);
	if (!line)
		return false;
	hit(lc, p, line);
	return true;
}

static void handle(struct lcore *lc, const struct rx_queue *q, struct rte_mbuf **m, uint32_t count)
{
	struct packet packets[CLASSIFY_BURST];
	const struct el_key *keys[CLASSIFY_BURST];
	struct flow_line *lines[CLASSIFY_BURST];
	uint32_t live = 0;

	for (uint32_t i = 0; i < count && i < PREFETCH_AHEAD; i++)
		rte_prefetch0(rte_pktmbuf_mtod(m[i], void *));
	for (uint32_t i = 0; i < count; i++) {
		struct packet *p = &packets[live];
		uint16_t reason;

		if (i + PREFETCH_AHEAD < count)
			rte_prefetch0(rte_pktmbuf_mtod(m[i + PREFETCH_AHEAD], void *));
		p->m = m[i];
		p->origin = q->stats;
		q->stats->rx_bytes += m[i]->pkt_len;
		reason = receive_parse(lc, p, q->port);
		if (reason != EL_DROP_NONE)
			lcore_drop(lc, p->m, p->origin, reason);
		else
			keys[live++] = &p->key;
	}
	if (!live)
		return;
	classify_burst(lc->table, keys, live, lines);
	for (uint32_t i = 0; i < live; i++) {
		if (lines[i]) {
			hit(lc, &packets[i], lines[i]);
		} else {
			q->stats->misses++;
			lcore_upcall(lc, &packets[i], EL_UPCALL_MISS, 0);
		}
	}
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
	uint32_t most = lc->burst, count, bucket;

	if (!port_is_up(q->port) || (q->port->gated && (most = take_credit(q->port, most)) == 0))
		return 0;
	count = rte_eth_rx_burst(q->port->ethdev, q->queue, m, (uint16_t)most);
	if (q->port->gated && count < most)
		__atomic_fetch_add(&q->port->credit, most - count, __ATOMIC_RELAXED);
	bucket = count ? 32u - (uint32_t)__builtin_clz(count) : 0;
	q->stats->batch[bucket < EL_BATCH_HIST ? bucket : EL_BATCH_HIST - 1]++;
	if (!count)
		return 0;
	q->stats->rx += count;
	lc->unpublished = true;
	for (uint32_t done = 0; done < count; done += CLASSIFY_BURST)
		handle(lc, q, m + done, count - done < CLASSIFY_BURST ? count - done : CLASSIFY_BURST);
	return count;
}
