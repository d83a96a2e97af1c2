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
#include "straight_run.h"
#include "worker.h"

#define LARGEST_BURST 256
#define PREFETCH_AHEAD 4

/* A packet between the stages. */
struct stage {
	struct brief brief;
	struct probe probe;
};

struct burst {
	struct stage stage[CLASSIFY_BURST];
	/* Of those parse_brief declined, by the same number. */
	struct packet packet[CLASSIFY_BURST];
	struct compact compact[CLASSIFY_BURST];
};

/* What a burst adds up to. */
struct sums {
	uint64_t bytes;
	uint64_t hits;
};

uint16_t receive_parse(struct lcore *lc, struct packet *p, const struct port *port)
{
	const struct endpoints *e = __atomic_load_n(&lc->w->endpoints, __ATOMIC_ACQUIRE);

	if (!port->underlay)
		return packet_parse(p, port->id, NULL, 0);
	return packet_parse(p, port->id, e->endpoint, e->count);
}

/* This lcore is the only writer; main reads. */
static inline void count_hit(struct flow_line *line, uint32_t bytes, uint32_t now)
{
	__atomic_store_n(&line->packets, line->packets + 1, __ATOMIC_RELAXED);
	__atomic_store_n(&line->bytes, line->bytes + bytes, __ATOMIC_RELAXED);
	__atomic_store_n(&line->last_used, now, __ATOMIC_RELAXED);
}

static inline uint32_t used_now(const struct lcore *lc)
{
	return (uint32_t)(lc->now >> TABLE_LAST_SHIFT);
}

static inline const struct action *action_of(const struct lcore *lc, const struct flow_line *line)
{
	return objects_get(&lc->w->actions, __atomic_load_n(&line->action_id, __ATOMIC_RELAXED));
}

static void run(struct lcore *lc, struct packet *p, const struct flow_line *line)
{
	const struct action *a = action_of(lc, line);

	p->flow_id = line->flow_id;
	actions_run(lc, p, a ? a->bytes : NULL, a ? a->len : 0);
}

bool receive_classify(struct lcore *lc, struct packet *p)
{
	struct classify c;
	struct compact compact;
	struct brief b = {.m = p->m};
	struct flow_line *line;

	classify_begin(&c, lc->table);
	brief_of_key(&b, &compact, &p->key);
	line = classify_walk(&c, &b, NULL);
	if (!line)
		return false;
	p->origin->hits++;
	count_hit(line, p->m->pkt_len, used_now(lc));
	run(lc, p, line);
	return true;
}

/* Parses b->m whole: packet and compact of number i, and *b after them. A drop reason. */
static __attribute__((noinline)) uint16_t parse_whole(struct lcore *lc, const struct rx_queue *q,
                                                      struct burst *burst, uint32_t i)
{
	struct brief *b = &burst->stage[i].brief;
	struct packet *p = &burst->packet[i];
	uint16_t reason;

	p->m = b->m;
	p->origin = q->stats;
	reason = receive_parse(lc, p, q->port);
	b->m = p->m;
	if (reason == EL_DROP_NONE)
		brief_of_key(b, &burst->compact[i], &p->key);
	return reason;
}

/* What the straight line declined, or nobody looked for: the flow's list as it came, or an upcall. */
static __attribute__((noinline)) void finish_whole(struct lcore *lc, const struct rx_queue *q,
                                                   struct burst *burst, uint32_t i,
                                                   const struct flow_line *line)
{
	struct packet *p = &burst->packet[i];

	if (!burst->stage[i].brief.whole) {
		uint16_t reason = parse_whole(lc, q, burst, i);

		if (unlikely(reason != EL_DROP_NONE)) { /* never: parse_brief takes none that is refused */
			lcore_drop(lc, p->m, p->origin, reason);
			return;
		}
	}
	if (line)
		run(lc, p, line);
	else
		lcore_upcall(lc, p, EL_UPCALL_MISS, 0);
}

static inline void prefetch_packet(struct rte_mbuf *m)
{
	rte_prefetch0(rte_pktmbuf_mtod(m, void *));
}

/* Briefs of the burst's packets, each with its first probe under way; those that cannot be parsed are
 * dropped. Returns how many are left. */
static inline __attribute__((always_inline)) uint32_t
parse_burst(struct lcore *lc, const struct rx_queue *q, struct rte_mbuf **m, uint32_t count,
            struct burst *burst, const struct classify *c, struct sums *sums, const bool one_mask)
{
	const struct endpoints *e = __atomic_load_n(&lc->w->endpoints, __ATOMIC_ACQUIRE);
	const struct brief_endpoints *brief = q->port->underlay ? &e->brief : NULL;
	const uint32_t in_port = q->port->id;
	struct stage *s = burst->stage;

	for (uint32_t i = 0; i < count && i < PREFETCH_AHEAD; i++)
		prefetch_packet(m[i]);
	for (uint32_t i = 0; i < count; i++) {
		const uint8_t *data = rte_pktmbuf_mtod(m[i], const uint8_t *);
		uint32_t len = m[i]->data_len;

		prefetch_packet(m[i + PREFETCH_AHEAD < count ? i + PREFETCH_AHEAD : i]);
		s->brief.m = m[i];
		sums->bytes += m[i]->pkt_len;
		if (unlikely(len != m[i]->pkt_len || !parse_brief(&s->brief, data, len, in_port, brief))) {
			uint16_t reason = parse_whole(lc, q, burst, (uint32_t)(s - burst->stage));

			if (reason != EL_DROP_NONE) {
				lcore_drop(lc, s->brief.m, q->stats, reason);
				continue;
			}
		}
		if (likely(c->first != NULL))
			classify_start(c, &s->brief, &s->probe, one_mask);
		s++;
	}
	return (uint32_t)(s - burst->stage);
}

static inline __attribute__((always_inline)) void handle(struct lcore *lc, const struct rx_queue *q,
                                                         struct rte_mbuf **m, uint32_t count,
                                                         struct classify *c, struct sums *sums,
                                                         const bool one_mask)
{
	struct tx_outlet outlet = {.port = EL_PORT_NONE};
	const uint32_t now = used_now(lc);
	struct burst burst;
	struct stage *end = burst.stage + parse_burst(lc, q, m, count, &burst, c, sums, one_mask);

	if (unlikely(c->first == NULL)) {
		q->stats->misses += (uint64_t)(end - burst.stage);
		for (struct stage *s = burst.stage; s < end; s++)
			finish_whole(lc, q, &burst, (uint32_t)(s - burst.stage), NULL);
		return;
	}
	if (!one_mask)
		for (struct stage *s = burst.stage; s < end; s++) {
			s->probe.mask = classify_hinted(c, s->probe.hint);
			classify_aim(c->t, s->probe.mask, &s->brief, &s->probe);
		}
	for (struct stage *s = burst.stage; s < end; s++)
		classify_fetch(c->t, &s->probe);
	for (struct stage *s = burst.stage; s < end; s++) {
		struct flow_line *line = classify_end(c, &s->brief, &s->probe, one_mask);
		const struct action *a;

		if (unlikely(!line)) {
			q->stats->misses++;
			outlet.port = EL_PORT_NONE;
			finish_whole(lc, q, &burst, (uint32_t)(s - burst.stage), NULL);
			continue;
		}
		count_hit(line, s->brief.m->pkt_len, now);
		sums->hits++;
		a = action_of(lc, line);
		if (unlikely(!a || s->brief.whole ||
		             !straight_run(lc, &outlet, &s->brief, &a->straight, q->stats))) {
			outlet.port = EL_PORT_NONE; /* others may flush its buffer */
			finish_whole(lc, q, &burst, (uint32_t)(s - burst.stage), line);
		}
	}
}

/* The same with what it may rely on known when it is compiled. */
static void handle_one_mask(struct lcore *lc, const struct rx_queue *q, struct rte_mbuf **m, uint32_t count,
                            struct classify *c, struct sums *sums)
{
	handle(lc, q, m, count, c, sums, true);
}

static void handle_masks(struct lcore *lc, const struct rx_queue *q, struct rte_mbuf **m, uint32_t count,
                         struct classify *c, struct sums *sums)
{
	handle(lc, q, m, count, c, sums, false);
}

static void handle_burst(struct lcore *lc, const struct rx_queue *q, struct rte_mbuf **m, uint32_t count)
{
	struct sums sums = {0};
	struct classify c;

	classify_begin(&c, lc->table);
	(c.order->count == 1 ? handle_one_mask : handle_masks)(lc, q, m, count, &c, &sums);
	classify_finish(&c);
	q->stats->rx_bytes += sums.bytes;
	q->stats->hits += sums.hits;
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
		handle_burst(lc, q, m + done, count - done < CLASSIFY_BURST ? count - done : CLASSIFY_BURST);
	return count;
}
