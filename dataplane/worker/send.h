/* The usual way out for a packet of one segment: a port that is up, whose queue is this lcore's, a frame
 * within the MTU. All else is lcore_send's. */
#ifndef EDGELANE_SEND_H
#define EDGELANE_SEND_H

#include "lcore.h"
#include "lcore_env.h"

static inline __attribute__((always_inline)) void send_by(struct lcore *lc, struct tx_outlet *o,
                                                          struct rte_mbuf *m, struct el_queue_stats *origin,
                                                          uint32_t port)
{
	struct tx_buffer *b;

	if (unlikely(o->port != port))
		tx_outlet_open(lc, o, port, origin);
	if (unlikely(m->pkt_len > o->most)) {
		o->port = EL_PORT_NONE; /* whatever becomes of it, the buffer may have been flushed */
		lcore_send(lc, m, origin, (uint16_t)port);
		return;
	}
	b = o->buffer;
	o->run->bytes += m->pkt_len;
	b->m[b->count] = m;
	if (unlikely(++b->count == TX_BURST)) {
		o->port = EL_PORT_NONE;
		tx_flush_port(lc, (uint16_t)port);
	}
}

#endif
