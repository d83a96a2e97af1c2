/* Grants a packet's wishes and counts what became of it. See finish_send.h.
 *
 * It runs on the lcore that received the packet, before any handover: the ledger is here.
 */
#include "finish_send.h"

#include "finish.h"
#include "lcore.h"
#include "lcore_env.h"
#include "segment.h"
#include "worker.h"

/* Every segment is a packet. Those already sent when mbufs run out are a part of the stream like any other;
 * the rest is one packet dropped. */
static void send_segments(struct lcore *lc, struct rte_mbuf *m, const struct shape *s,
                          struct el_queue_stats *origin, uint16_t port)
{
	struct segment_cut cut;
	uint32_t count = 0;

	segment_open(&cut, m, s, lc->w->pool);
	while (cut.left > 0) {
		struct rte_mbuf *segment = segment_next(&cut);

		count++;
		if (likely(segment != NULL))
			lcore_pass(lc, segment, origin, port);
		else
			lcore_drop(lc, NULL, origin, EL_DROP_NO_MBUF);
	}
	origin->split += count - 1;
	rte_pktmbuf_free(m);
}

void finish_send(struct lcore *lc, struct rte_mbuf *m, struct el_queue_stats *origin, uint16_t port)
{
	const struct port *p = &lc->w->ports[port];
	const struct port_offload now = port_offload_now(p);
	struct shape s;
	uint16_t reason = finish_shape(&m, &s);

	if (likely(reason == EL_DROP_NONE)) {
		uint32_t frame = m->ol_flags & WISH_SEGMENT ? s.payload + m->tso_segsz : m->pkt_len;

		if (unlikely(frame - (s.outer_l3 ? s.outer_l3 : s.l3) > port_mtu(p)))
			reason = EL_DROP_OVERSIZED;
	}
	if (unlikely(reason != EL_DROP_NONE)) {
		lcore_drop(lc, m, origin, reason);
		return;
	}
	if (!finish_by_device(m, &s, &now)) {
		if (m->ol_flags & WISH_SEGMENT) {
			send_segments(lc, m, &s, origin, port);
			return;
		}
		finish_checksums(m, &s);
	}
	lcore_pass(lc, m, origin, port);
}
