/* The hit path of the worker. See burst.h.
 *
 *      parse_brief ──► classify ──► straight_run ──► tx buffer
 *          │ declined       │ no flow      │ declined
 *          ▼                ▼              ▼
 *       el_parse         upcall        actions_run
 *
 * Each arrow is a loop over the burst, so that memory asked for in one is there in the next. Where packets of
 * one flow came in a row, there is nothing to wait for: one loop does all of it, and looks nothing up while
 * the flow stays the same (handle_train). No locks, system calls, allocation or logs.
 */
#include "burst.h"

#include <stddef.h>

#include <rte_mbuf.h>
#include <rte_prefetch.h>

#include "classify.h"
#include "lcore_env.h"
#include "receive.h"
#include "straight_run.h"
#include "wish.h"
#include "worker.h"

#define AHEAD 4u  /* packets whose headers are asked for before they are parsed */
#define BEHIND 8u /* packets parsed before the index's answer to one is read */
#define TRAIN 4u  /* so many packets of one flow in a row are a train, so many flows in a burst are none */

/* A packet between the stages. */
struct stage {
	struct brief brief;
	struct probe probe;
};

struct burst {
	const struct endpoints *endpoints; /* one list from the first packet to the last */
	struct stage stage[CLASSIFY_BURST];
	/* Of those parsed whole, by the same number. */
	struct packet packet[CLASSIFY_BURST];
	struct compact compact[CLASSIFY_BURST];
};

/* Never nothing: an action outlives the flows that name it by a grace period. */
static inline const struct action *action_of(const struct lcore *lc, const struct flow_line *line)
{
	return __atomic_load_n(&lc->w->actions.slot[__atomic_load_n(&line->action_id, __ATOMIC_RELAXED)],
	                       __ATOMIC_ACQUIRE);
}

void burst_run(struct lcore *lc, struct packet *p, const struct flow_line *line)
{
	const struct action *a = action_of(lc, line);

	p->flow_id = line->flow_id;
	actions_run(lc, p, a->bytes, a->len);
}

/* Parses packet i whole. A drop reason. */
static __attribute__((noinline)) uint16_t parse_whole(const struct rx_queue *q, struct burst *burst,
                                                      uint32_t i)
{
	struct brief *b = &burst->stage[i].brief;
	struct packet *p = &burst->packet[i];
	uint16_t reason;

	p->m = b->m;
	p->origin = q->stats;
	reason = receive_parse_at(p, q->port, burst->endpoints);
	b->m = p->m;
	if (reason == EL_DROP_NONE)
		brief_of_key(b, &burst->compact[i], &p->key);
	return reason;
}

/* Packet i, which no straight line took: its flow's list as it came, or without a flow an upcall. */
static __attribute__((noinline)) void finish_whole(struct lcore *lc, const struct rx_queue *q,
                                                   struct burst *burst, uint32_t i,
                                                   const struct flow_line *line)
{
	struct packet *p = &burst->packet[i];

	if (!burst->stage[i].brief.whole) {
		uint16_t reason = parse_whole(q, burst, i);

		if (unlikely(reason != EL_DROP_NONE)) { /* never: parse_brief takes none that is refused */
			lcore_drop(lc, p->m, p->origin, reason);
			return;
		}
	}
	if (line) {
		burst_run(lc, p, line);
	} else {
		q->stats->misses++;
		lcore_upcall(lc, p, EL_UPCALL_MISS, 0);
	}
}

/* Its headers, and the line before them, where an ENCAP writes. */
static inline void prefetch_packet(struct rte_mbuf *m)
{
	const uint8_t *data = rte_pktmbuf_mtod(m, const uint8_t *);

	rte_prefetch0(data);
	rte_prefetch0_write(data - RTE_CACHE_LINE_SIZE);
}

/* Drops m, which cannot be parsed. */
static __attribute__((noinline)) void refuse(struct lcore *lc, const struct rx_queue *q, struct rte_mbuf *m,
                                             uint16_t reason)
{
	q->stats->rx_bytes += m->pkt_len;
	lcore_drop(lc, m, q->stats, reason);
}

/* What the index says of a packet: its line is on its way. */
static inline __attribute__((always_inline)) void answer(const struct table *t, struct stage *s,
                                                         const bool one_mask)
{
	if (one_mask)
		classify_fetch(t, &s->probe);
	else
		classify_recall(t, &s->probe);
}

static inline const struct brief_endpoints *brief_endpoints(const struct rx_queue *q,
                                                            const struct burst *burst)
{
	return q->port->underlay ? &burst->endpoints->brief : NULL;
}

/* Briefs of the burst's packets, each with its line on the way. Returns their end: those that cannot be
 * parsed are dropped. */
static inline __attribute__((always_inline)) struct stage *
parse(struct lcore *lc, const struct rx_queue *q, struct rte_mbuf **m, uint32_t count, struct burst *burst,
      const struct table *t, const struct table_order *order, const bool one_mask)
{
	const struct brief_endpoints *brief = brief_endpoints(q, burst);
	const struct subtable *only = order->subtable[0];
	const uint32_t in_port = q->port->id;
	struct rte_mbuf *const *end = m + count;
	struct stage *s = burst->stage;

	for (uint32_t i = 0; i < count && i < AHEAD; i++)
		prefetch_packet(m[i]);
	for (; m < end; m++) {
		const uint8_t *data = rte_pktmbuf_mtod(*m, const uint8_t *);
		uint32_t len = (*m)->data_len;

		if (m + AHEAD < end)
			prefetch_packet(m[AHEAD]);
		s->brief.m = *m;
		if (unlikely(len != (*m)->pkt_len || !parse_brief(&s->brief, data, len, in_port, brief))) {
			uint16_t reason = parse_whole(q, burst, (uint32_t)(s - burst->stage));

			if (reason != EL_DROP_NONE) {
				refuse(lc, q, s->brief.m, reason);
				continue;
			}
		}
		if (one_mask)
			classify_aim(t, only, &s->brief, &s->probe);
		else
			classify_ask(t, &s->brief, &s->probe);
		if (s >= burst->stage + BEHIND)
			answer(t, s - BEHIND, one_mask);
		s++;
	}
	for (struct stage *rest = s - burst->stage > (ptrdiff_t)BEHIND ? s - BEHIND : burst->stage; rest < s;
	     rest++)
		answer(t, rest, one_mask);
	return s;
}

/* Packets of one flow in a row. */
struct run {
	struct flow_line *line; /* NULL: none yet */
	uint64_t packets;
	uint64_t bytes;
};

static inline __attribute__((always_inline)) void count_run(struct run *r, uint32_t now)
{
	if (r->line)
		burst_count(r->line, r->packets, r->bytes, now);
	r->packets = r->bytes = 0;
}

static inline __attribute__((always_inline)) void handle(struct lcore *lc, struct rx_queue *q,
                                                         struct rte_mbuf **m, uint32_t count,
                                                         const struct table_order *order, const bool one_mask)
{
	const struct table *t = lc->table;
	struct subtable *only = order->subtable[0];
	struct tx_outlet outlet = {.port = EL_PORT_NONE};
	struct wrap_plan plan = {.of = NULL};
	const uint32_t now = burst_now(lc);
	uint64_t bytes = 0, walks = 0, misses = 0;
	const struct action *a = NULL;
	struct run run = {0};
	struct burst burst;
	struct stage *end;

	burst.endpoints = receive_endpoints(lc);
	end = parse(lc, q, m, count, &burst, t, order, one_mask);

	for (struct stage *s = burst.stage; s < end; s++) {
		struct flow_line *line = s->probe.line;
		struct subtable *mask = one_mask || !line ? only : classify_mask(t, line);
		uint32_t len = s->brief.m->pkt_len;

		bytes += len;
		if (likely(line && (one_mask || mask) && classify_is(t, mask, line, &s->brief))) {
			if (!one_mask)
				classify_count(mask, 1);
		} else {
			walks++;
			line = classify_walk(t, order, &s->brief, one_mask ? NULL : &s->probe.hash);
			if (!line) {
				misses++;
				finish_whole(lc, q, &burst, (uint32_t)(s - burst.stage), NULL);
				continue;
			}
		}
		if (line != run.line) {
			count_run(&run, now);
			run.line = line;
			a = action_of(lc, line);
		}
		run.packets++;
		run.bytes += len;
		if (unlikely(s->brief.whole ||
		             !straight_run(lc, &outlet, &plan, &s->brief, &a->straight, q->stats))) {
			finish_whole(lc, q, &burst, (uint32_t)(s - burst.stage), line);
			outlet.port = EL_PORT_NONE; /* others may have flushed its buffer */
		}
	}
	q->train = run.packets >= TRAIN;
	count_run(&run, now);
	if (one_mask)
		classify_count(only, (uint64_t)(end - burst.stage) - walks);
	q->stats->rx_bytes += bytes;
	q->stats->hits += (uint64_t)(end - burst.stage) - misses;
}

/* The same, with what it may rely on known when it is compiled. */
static void handle_one_mask(struct lcore *lc, struct rx_queue *q, struct rte_mbuf **m, uint32_t count,
                            const struct table_order *order)
{
	handle(lc, q, m, count, order, true);
}

static void handle_masks(struct lcore *lc, struct rx_queue *q, struct rte_mbuf **m, uint32_t count,
                         const struct table_order *order)
{
	handle(lc, q, m, count, order, false);
}

/* The flow of b, looked up alone; it counts with its mask. */
static __attribute__((noinline)) struct flow_line *find(struct lcore *lc, const struct table_order *order,
                                                        const struct brief *b)
{
	struct flow_line *line;

	if (order->count == 1)
		return classify_walk(lc->table, order, b, NULL);
	classify_burst(lc->table, b, 1, &line);
	return line;
}

/* Packets of one flow in a row, and what the next is held against: it stays as it is until the lcore's next
 * quiescent state, even if main takes the line out meanwhile. */
struct train {
	struct run run;
	const struct action *a;
	struct subtable *mask;
	__m128i tunnel;   /* of the line */
	uint64_t shape;   /* of packets that fit if their vectors do; 0: none */
	uint64_t found;   /* in the run: looked up, and counted with the mask */
	uint64_t packets; /* of the runs before */
	uint64_t bytes;   /* likewise, and of packets without a flow */
	uint32_t flows;   /* so many runs and packets without a flow */
};

static inline void train_end(struct train *r, uint32_t now)
{
	if (r->run.packets > r->found)
		classify_count(r->mask, r->run.packets - r->found);
	r->found = 0;
	r->packets += r->run.packets;
	r->bytes += r->run.bytes;
	count_run(&r->run, now);
}

/* b was found to be of this line. */
static void train_take(struct lcore *lc, struct train *r, struct flow_line *line, const struct brief *b,
                       uint32_t now)
{
	uint32_t meta = __atomic_load_n(&line->meta, __ATOMIC_ACQUIRE);

	if (line != r->run.line) {
		train_end(r, now);
		r->flows++;
		r->run.line = line;
		r->a = action_of(lc, line);
	}
	r->found++;
	r->shape = 0;
	/* A dead line does not say any more what it held. */
	if (b->whole || !(meta & TABLE_LIVE))
		return;
	r->mask = classify_mask_of(lc->table, meta);
	r->tunnel = classify_tunnel(lc->table, line, meta);
	if (r->mask)
		r->shape = b->shape;
}

static inline __attribute__((always_inline)) int train_holds(const struct train *r, const struct brief *b)
{
	__m128i differs;

	if (unlikely(b->shape != r->shape))
		return 0;
	differs = classify_differs(r->mask, r->run.line, b);
	if (b->form >= COMPACT_TUNNELLED)
		differs = _mm_or_si128(
		    differs, _mm_and_si128(_mm_xor_si128(b->tunnel, r->tunnel), r->mask->mask.tunnel));
	return compact_is_zero(differs);
}

/* Looks packet 0 of the burst up, which the train does not hold. 0: it is dealt with, no flow has it or no
 * straight line takes it. */
static __attribute__((noinline)) int train_look(struct lcore *lc, const struct rx_queue *q,
                                                struct burst *burst, const struct table_order *order,
                                                struct train *r, uint32_t now)
{
	struct brief *b = &burst->stage[0].brief;
	struct flow_line *line = find(lc, order, b);

	if (line) {
		train_take(lc, r, line, b, now);
		if (!b->whole)
			return 1;
		r->run.packets++;
		r->run.bytes += b->m->pkt_len;
	} else {
		r->flows++;
		r->bytes += b->m->pkt_len;
	}
	finish_whole(lc, q, burst, 0, line);
	return 0;
}

/* A packet that parse_brief declined, to its end. */
static __attribute__((noinline)) void train_whole(struct lcore *lc, const struct rx_queue *q,
                                                  struct rte_mbuf *m, struct burst *burst,
                                                  const struct table_order *order, struct train *r,
                                                  uint32_t now)
{
	uint16_t reason;

	burst->stage[0].brief.m = m;
	reason = parse_whole(q, burst, 0);
	if (reason == EL_DROP_NONE)
		train_look(lc, q, burst, order, r, now);
	else
		refuse(lc, q, burst->stage[0].brief.m, reason);
}

/* After a burst that ended in packets of one flow: each packet from parse to tx before the next. It asks for
 * no table's memory ahead, so that many flows in turn would make it slow: then it was the last. */
static void handle_train(struct lcore *lc, struct rx_queue *q, struct rte_mbuf **m, uint32_t count,
                         const struct table_order *order)
{
	const struct brief_endpoints *endpoints;
	const uint32_t now = burst_now(lc), in_port = q->port->id;
	struct tx_outlet outlet = {.port = EL_PORT_NONE};
	struct rte_mbuf *const *end = m + count;
	struct wrap_plan plan = {.of = NULL};
	struct train train = {.shape = 0};
	struct burst burst;

	burst.endpoints = receive_endpoints(lc);
	endpoints = brief_endpoints(q, &burst);
	for (uint32_t i = 0; i < count && i < AHEAD; i++)
		prefetch_packet(m[i]);
	for (; m < end; m++) {
		const uint8_t *data = rte_pktmbuf_mtod(*m, const uint8_t *);
		uint32_t len = (*m)->data_len;
		struct brief b; /* its address is nobody's, so that it stays in registers */

		if (m + AHEAD < end)
			prefetch_packet(m[AHEAD]);
		b.m = *m;
		if (unlikely(len != (*m)->pkt_len || !parse_brief(&b, data, len, in_port, endpoints))) {
			train_whole(lc, q, *m, &burst, order, &train, now);
			outlet.port = EL_PORT_NONE; /* others may have flushed its buffer */
			continue;
		}
		if (unlikely(!train_holds(&train, &b))) {
			burst.stage[0].brief = b;
			if (!train_look(lc, q, &burst, order, &train, now)) {
				outlet.port = EL_PORT_NONE;
				continue;
			}
		}
		train.run.packets++;
		train.run.bytes += len;
		if (unlikely(!straight_run(lc, &outlet, &plan, &b, &train.a->straight, q->stats))) {
			burst.stage[0].brief = b;
			finish_whole(lc, q, &burst, 0, train.run.line);
			outlet.port = EL_PORT_NONE;
		}
	}
	train_end(&train, now);
	q->train = train.flows < TRAIN;
	q->stats->rx_bytes += train.bytes;
	q->stats->hits += train.packets;
}

/* Of a guest's burst: a packet that leaves something undone is nothing for straight lines. */
static int has_wishes(struct rte_mbuf *const *m, uint32_t count)
{
	uint64_t flags = 0;

	for (uint32_t i = 0; i < count; i++)
		flags |= m[i]->ol_flags;
	return (flags & WISH_SIGNS) != 0;
}

/* Such a burst: each packet parsed whole, its flow's list as it came. */
static __attribute__((noinline)) void handle_wishes(struct lcore *lc, const struct rx_queue *q,
                                                    struct rte_mbuf **m, uint32_t count,
                                                    const struct table_order *order)
{
	const uint32_t now = burst_now(lc);
	struct train train = {.shape = 0};
	struct burst burst;

	burst.endpoints = receive_endpoints(lc);
	for (uint32_t i = 0; i < count; i++)
		train_whole(lc, q, m[i], &burst, order, &train, now);
	train_end(&train, now);
	q->stats->rx_bytes += train.bytes;
	q->stats->hits += train.packets;
}

/* Before the first flow. */
static void handle_no_mask(struct lcore *lc, const struct rx_queue *q, struct rte_mbuf **m, uint32_t count,
                           const struct table_order *order)
{
	struct burst burst;
	struct stage *end;

	burst.endpoints = receive_endpoints(lc);
	end = parse(lc, q, m, count, &burst, lc->table, order, false);

	for (struct stage *s = burst.stage; s < end; s++) {
		q->stats->rx_bytes += s->brief.m->pkt_len;
		finish_whole(lc, q, &burst, (uint32_t)(s - burst.stage), NULL);
	}
}

void burst_handle(struct lcore *lc, struct rx_queue *q, struct rte_mbuf **m, uint32_t count)
{
	const struct table_order *order = classify_order(lc->table);

	if (unlikely(q->port->offload.guest) && has_wishes(m, count))
		handle_wishes(lc, q, m, count, order);
	else if (order->count && q->train)
		handle_train(lc, q, m, count, order);
	else if (likely(order->count == 1))
		handle_one_mask(lc, q, m, count, order);
	else if (order->count)
		handle_masks(lc, q, m, count, order);
	else
		handle_no_mask(lc, q, m, count, order);
}
