/* Transmit buffers of one lcore: packets collect by port during a loop and leave at its end.
 *
 * Every packet put into a buffer is counted once: sent, or dropped by name. Packets of one owner in a row are
 * one run, and counted together.
 */
#ifndef EDGELANE_TX_H
#define EDGELANE_TX_H

#include <stdint.h>

#include <rte_mbuf.h>

#include "edgelane.h"

#define TX_BURST 32u

struct lcore;

/* Whose packet it is: a ledger of this lcore, or a ticket of the lcore that handed it over. */
struct tx_owner {
	struct el_queue_stats *origin; /* NULL: handed over */
	uint16_t lcore;                /* handed over: by this lcore */
	uint16_t entry;                /* and its ledger there */
};

/* Packets in a row of one ledger, or one packet handed over. */
struct tx_run {
	struct tx_owner owner;
	uint32_t start; /* its first packet's place in the buffer */
	uint32_t rsv0;
	uint64_t bytes;
};

struct tx_buffer {
	uint32_t count;
	uint32_t runs;
	uint32_t chained; /* segments beyond the first, of all packets */
	uint32_t rsv0;
	struct rte_mbuf *m[TX_BURST];
	struct tx_run run[TX_BURST];
};

struct tx {
	uint64_t waiting; /* ports with something in their buffer */
	struct tx_buffer *buffer[EL_MAX_PORTS];
};

/* Buffers for `ports` ports. 0, or -1: out of memory. */
int tx_init(struct tx *tx, uint32_t ports);
void tx_close(struct tx *tx);

/* Sends what waits at one port. */
void tx_flush_port(struct lcore *lc, uint16_t port);
/* Sends all that waits. */
void tx_flush(struct lcore *lc);

/* The run that a packet of `owner` joins. */
static inline struct tx_run *tx_run(struct tx *tx, uint16_t port, struct tx_owner owner)
{
	struct tx_buffer *b = tx->buffer[port];

	if (unlikely(b->runs == 0 || b->run[b->runs - 1].owner.origin != owner.origin || !owner.origin)) {
		/* A run that got no packet is taken over: there is never more than one beyond packets. */
		if (b->runs && b->run[b->runs - 1].start == b->count)
			b->runs--;
		b->run[b->runs++] = (struct tx_run){.owner = owner, .start = b->count};
		tx->waiting |= 1ull << port;
	}
	return &b->run[b->runs - 1];
}

/* Takes m over. The port exists and this lcore sends for itself on it. */
static inline void tx_add(struct lcore *lc, struct tx *tx, uint16_t port, struct rte_mbuf *m,
                          struct tx_owner owner)
{
	struct tx_buffer *b = tx->buffer[port];

	tx_run(tx, port, owner)->bytes += m->pkt_len;
	b->chained += m->nb_segs - 1u;
	b->m[b->count] = m;
	if (unlikely(++b->count == TX_BURST))
		tx_flush_port(lc, port);
}

/* ---- one after another by the same port, of the same ledger ---- */

/* Where packets leave by that port; looked up once, until the port changes or its buffer was flushed. */
struct tx_outlet {
	struct tx_buffer *buffer;
	struct tx_run *run;
	uint32_t port; /* EL_PORT_NONE: none yet */
	uint32_t most; /* bytes of a frame; 0: all go by lcore_send */
};

void tx_outlet_open(struct lcore *lc, struct tx_outlet *o, uint32_t port, struct el_queue_stats *origin);

#endif
