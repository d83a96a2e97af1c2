/* See traffic.h. A frame goes round as the worker leaves it: what it added is in the headroom, what it took
 * off is still there, so that setting the mbuf back makes it the frame that went in.
 */
#include "traffic.h"

#include <string.h>

#include <rte_cycles.h>
#include <rte_mbuf.h>
#include <rte_prefetch.h>
#include <rte_ring.h>

#include "lcore.h"

#define BURST 32u
#define STAMP_AT 46u /* in the inner frame, after the flow's number */
/* So many packets behind its plan, the generator was held up itself: they are no fault of the worker's. */
#define BEHIND 256u
#define DRAIN_SECONDS 0.02

static void refill(struct traffic *t)
{
	const struct rig *r = t->l->r;

	while (t->spares < TRAFFIC_MBUFS) {
		struct rte_mbuf *m = rte_pktmbuf_alloc(t->l->pool);

		if (!m)
			rig_die("mbufs were lost");
		t->in_len = frame_make(&r->f, t->spares % r->flows, rte_pktmbuf_mtod(m, uint8_t *));
		m->data_len = (uint16_t)t->in_len;
		m->pkt_len = t->in_len;
		t->spare[t->spares++] = m;
	}
}

void traffic_start(struct traffic *t, struct lane *l)
{
	*t = (struct traffic){.l = l};
	refill(t);
	t->out_len = frame_out(&l->r->f);
}

/* The number of the flow is where it was made. */
static void count(struct traffic *t, const struct rte_mbuf *m)
{
	uint32_t flow;

	memcpy(&flow, rte_pktmbuf_mtod(m, const uint8_t *) + t->in_len - t->l->r->f.inner + STAMP_AT - 4, 4);
	t->l->sent[rte_be_to_cpu_32(flow)]++;
	t->l->packets++;
}

static uint32_t send(struct traffic *t, uint32_t n, uint64_t now)
{
	struct rte_mbuf **m = &t->spare[t->spares - n];
	uint32_t at = t->in_len - t->l->r->f.inner + STAMP_AT, done;

	for (uint32_t i = 0; i < n; i++) {
		memcpy(rte_pktmbuf_mtod(m[i], uint8_t *) + at, &now, sizeof(now));
		count(t, m[i]);
	}
	done = rte_ring_sp_enqueue_burst(t->l->in, (void **)m, n, NULL);
	for (uint32_t i = done; i < n; i++) {
		uint32_t flow;

		memcpy(&flow, rte_pktmbuf_mtod(m[i], const uint8_t *) + at - 4, 4);
		t->l->sent[rte_be_to_cpu_32(flow)]--;
		t->l->packets--;
	}
	memmove(m, m + done, (n - done) * sizeof(*m));
	t->spares -= done;
	return done;
}

static void take(struct traffic *t, struct rte_mbuf *m, uint64_t now, double ns, struct hdr *h)
{
	uint8_t *stamp = rte_pktmbuf_mtod(m, uint8_t *) + t->out_len - t->l->r->f.inner + STAMP_AT;
	uint64_t sent;

	if (m->pkt_len != t->out_len || m->nb_segs != 1) {
		lane_find(t->l, "length");
	} else {
		memcpy(&sent, stamp, sizeof(sent));
		if (h)
			hdr_record(h, (uint64_t)((double)(now - sent) * ns));
		if (++t->received % TRAFFIC_JUDGED == 0) {
			memset(stamp, 0, sizeof(sent));
			lane_find(t->l,
			          frame_judge(&t->l->r->f, rte_pktmbuf_mtod(m, const uint8_t *), m->pkt_len));
		}
	}
	/* What nobody wrote stays in both cores' caches. */
	if (m->data_off != RTE_PKTMBUF_HEADROOM || m->pkt_len != t->in_len || m->ol_flags) {
		m->data_off = RTE_PKTMBUF_HEADROOM;
		m->data_len = (uint16_t)t->in_len;
		m->pkt_len = t->in_len;
		m->ol_flags = 0;
	}
	t->spare[t->spares++] = m;
}

static uint32_t sink(struct traffic *t, double ns, struct hdr *h)
{
	struct rte_mbuf *m[BURST];
	uint32_t n = rte_ring_sc_dequeue_burst(t->l->out, (void **)m, BURST, NULL);
	uint64_t now = rte_rdtsc();

	/* The worker wrote these lines: fetched at once, they come at once. */
	for (uint32_t i = 0; i < n; i++) {
		rte_prefetch0(m[i]);
		rte_prefetch0((uint8_t *)(m[i] + 1) + RTE_PKTMBUF_HEADROOM + t->in_len - t->out_len);
	}
	for (uint32_t i = 0; i < n; i++)
		take(t, m[i], now, ns, h);
	return n;
}

struct trial traffic_run(struct traffic *t, double rate, double seconds, struct hdr *h)
{
	double hz = (double)rte_get_tsc_hz(), ns = 1e9 / hz, per_cycle = rate / hz;
	uint64_t begin = rte_rdtsc(), now = begin, end = begin + (uint64_t)(seconds * hz), under_way = 0;
	struct trial out = {.rate = rate};

	for (; now < end; now = rte_rdtsc()) {
		uint64_t plan = (uint64_t)((double)(now - begin) * per_cycle), due = plan - out.offered;
		uint32_t n, done;

		if (due > BEHIND) {
			out.skipped += due - BURST;
			out.offered += due - BURST;
			due = BURST;
		}
		n = due < BURST ? (uint32_t)due : BURST;
		if (n > t->spares)
			n = t->spares;
		if (n) {
			done = send(t, n, now);
			out.offered += n;
			out.lost += n - done;
			under_way += done;
		}
		under_way -= sink(t, ns, h);
	}
	out.seconds = (double)(now - begin) / hz;
	for (end = now + (uint64_t)(DRAIN_SECONDS * hz); under_way && rte_rdtsc() < end;)
		under_way -= sink(t, ns, h);
	out.lost += under_way;
	refill(t);
	return out;
}

void traffic_audit(struct traffic *t)
{
	struct lane *l = t->l;
	const struct el_queue_stats *q = &l->lc->stats[0];
	uint64_t dropped = 0;

	for (uint32_t i = 0; i < EL_DROP_COUNT; i++)
		dropped += q->drops[i];
	if (q->rx != l->packets || q->hits != q->rx || q->misses || q->tx + dropped != q->rx ||
	    q->tx != t->received || dropped != q->drops[EL_DROP_TX_FULL])
		lane_find(l, "the queue's ledger");
	if (q->rx_bytes != q->rx * t->in_len || q->tx_bytes != q->tx * t->out_len)
		lane_find(l, "the queue's bytes");
	for (uint32_t i = 0; i < l->r->flows; i++)
		if (flows_totals(&l->r->w, flows_get(&l->r->w, i)).packets != l->sent[i])
			lane_find(l, "a flow's counter");
}

void traffic_idle(double seconds, struct hdr *h)
{
	double hz = (double)rte_get_tsc_hz(), ns = 1e9 / hz;
	uint64_t step = (uint64_t)(hz / 1e6), next = rte_rdtsc() + step,
	         end = next + (uint64_t)(seconds * hz);

	for (uint64_t now = rte_rdtsc(); now < end; now = rte_rdtsc())
		for (; next <= now; next += step)
			hdr_record(h, (uint64_t)((double)(now - next) * ns));
}
