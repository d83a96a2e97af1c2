/* One round of a lane: frames in, turns of the lcore, judgement. See rig.h. */
#include <rte_cycles.h>
#include <rte_ethdev.h>
#include <rte_mbuf.h>
#include <rte_ring.h>

#include "lcore.h"
#include "rig.h"

#define BURST 32

static void put(struct lane *l, uint32_t flow, int counted)
{
	struct rte_mbuf *m = rte_pktmbuf_alloc(l->pool);

	if (!m)
		rig_die("mbufs were lost");
	m->data_len = (uint16_t)frame_make(&l->r->f, flow, rte_pktmbuf_mtod(m, uint8_t *));
	m->pkt_len = m->data_len;
	if (counted) {
		l->sent[flow]++;
		l->packets++;
	}
	rte_ring_sp_enqueue(l->in, m);
}

void lane_fill(struct lane *l, int counted)
{
	for (uint32_t i = 0; i < RIG_BATCH; i++) {
		uint32_t flow = counted ? draw_next(&l->draw) : i % l->r->flows;

		if (flow == UINT32_MAX)
			rig_die("every flow has had its packet");
		put(l, flow, counted);
	}
}

void lane_fill_from(struct lane *l, uint32_t first, uint32_t end)
{
	for (uint32_t i = 0; i < RIG_BATCH; i++)
		put(l, (uint32_t)(((uint64_t)first + i) % end), 1);
}

/* A function of its own: callgrind counts what happens inside it. */
__attribute__((noinline)) void bench_measured(struct lane *l)
{
	struct lcore *lc = l->lc;
	struct rte_rcu_qsbr *qsbr = l->r->w.rcu.qsbr;

	rte_rcu_qsbr_thread_online(qsbr, lc->index);
	while (!rte_ring_empty(l->in)) {
		lc->now = rte_rdtsc();
		lcore_turn(lc);
		rte_rcu_qsbr_quiescent(qsbr, lc->index);
	}
	rte_rcu_qsbr_thread_offline(qsbr, lc->index);
}

__attribute__((noinline)) void bench_floor(struct lane *l)
{
	const struct port *p = &l->r->w.ports[2 * (l - l->r->lane)];
	struct rte_mbuf *m[BURST];
	uint16_t n;

	while ((n = rte_eth_rx_burst(p[0].ethdev, 0, m, BURST)) > 0)
		rte_eth_tx_burst(p[1].ethdev, 0, m, n);
}

void lane_find(struct lane *l, const char *what)
{
	if (what && l->wrong++ == 0)
		l->what = what;
}

void lane_judge(struct lane *l, int changed)
{
	struct rte_mbuf *m;
	uint32_t count = 0;

	for (; rte_ring_sc_dequeue(l->out, (void **)&m) == 0; count++) {
		if (changed)
			lane_find(l, frame_judge(&l->r->f, rte_pktmbuf_mtod(m, const uint8_t *), m->pkt_len));
		rte_pktmbuf_free(m);
	}
	if (count != RIG_BATCH)
		lane_find(l, "packets are missing");
}
