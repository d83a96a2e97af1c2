/* Buffers, the prepare stage and the burst to the device. See tx.h.
 *
 * The prepare stage is where a driver may refuse a packet; it is dropped there by name, because a packet that
 * a driver chokes on in its burst would stand in front of all others for ever. For the same reason retries
 * are bounded.
 */
#include "tx.h"

#include <stdlib.h>

#include <rte_ethdev.h>
#include <rte_mbuf.h>

#include "lcore.h"
#include "lcore_env.h"
#include "worker.h"

#define MOST_TRIES 8

int tx_init(struct tx *tx, uint32_t ports)
{
	for (uint32_t i = 0; i < ports; i++) {
		tx->buffer[i] = calloc(1, sizeof(*tx->buffer[i]));
		if (!tx->buffer[i])
			return -1;
	}
	return 0;
}

void tx_close(struct tx *tx)
{
	for (uint32_t i = 0; i < EL_MAX_PORTS; i++) {
		if (tx->buffer[i])
			for (uint32_t j = 0; j < tx->buffer[i]->count; j++)
				rte_pktmbuf_free(tx->buffer[i]->m[j]);
		free(tx->buffer[i]);
		tx->buffer[i] = NULL;
	}
}

static void drop(struct lcore *lc, struct rte_mbuf *m, struct tx_owner owner, uint16_t reason)
{
	if (owner.origin)
		lcore_drop(lc, m, owner.origin, reason);
	else
		handover_drop(lc, m, owner, reason);
}

static void count_sent(struct lcore *lc, struct tx_owner owner, uint32_t bytes)
{
	if (!owner.origin) {
		handover_sent(lc, owner, bytes);
		return;
	}
	owner.origin->tx++;
	owner.origin->tx_bytes += bytes;
}

/* Devices without chained mbufs get one segment, where the room is. */
static bool straighten(const struct port *p, struct rte_mbuf *m)
{
	return p->chains || m->nb_segs == 1 || rte_pktmbuf_linearize(m) == 0;
}

/* Drops what the driver refuses and closes the gap. Packets left. */
static uint32_t prepare(struct lcore *lc, const struct port *p, struct tx_buffer *b)
{
	uint16_t queue = p->tx_queue[lc->index];
	uint32_t kept = 0, done = 0;

	for (uint32_t i = 0; i < b->count; i++) {
		if (!straighten(p, b->m[i])) {
			drop(lc, b->m[i], b->owner[i], EL_DROP_TX_PREPARE);
			continue;
		}
		b->m[kept] = b->m[i];
		b->owner[kept++] = b->owner[i];
	}
	while (done < kept) {
		done += rte_eth_tx_prepare(p->ethdev, queue, b->m + done, (uint16_t)(kept - done));
		if (done == kept)
			break;
		drop(lc, b->m[done], b->owner[done], EL_DROP_TX_PREPARE);
		kept--;
		for (uint32_t i = done; i < kept; i++) {
			b->m[i] = b->m[i + 1];
			b->owner[i] = b->owner[i + 1];
		}
	}
	return kept;
}

static void flush_port(struct lcore *lc, uint16_t port)
{
	const struct port *p = &lc->w->ports[port];
	struct tx_buffer *b = lc->tx.buffer[port];
	uint32_t bytes[TX_BURST], count = prepare(lc, p, b), sent = 0;

	for (uint32_t i = 0; i < count; i++)
		bytes[i] = b->m[i]->pkt_len; /* the device frees them */
	for (int tries = 0; sent < count && tries < MOST_TRIES; tries++)
		sent += rte_eth_tx_burst(p->ethdev, p->tx_queue[lc->index], b->m + sent,
		                         (uint16_t)(count - sent));
	for (uint32_t i = 0; i < sent; i++) {
		count_sent(lc, b->owner[i], bytes[i]);
		lc->sent[port].bytes += bytes[i];
	}
	lc->sent[port].packets += sent;
	for (uint32_t i = sent; i < count; i++)
		drop(lc, b->m[i], b->owner[i], EL_DROP_TX_FULL);
	b->count = 0;
	lc->unpublished = true;
}

void tx_add(struct lcore *lc, uint16_t port, struct rte_mbuf *m, struct tx_owner owner)
{
	struct tx_buffer *b = lc->tx.buffer[port];

	b->m[b->count] = m;
	b->owner[b->count] = owner;
	lc->tx.waiting |= 1ull << port;
	if (++b->count == TX_BURST)
		flush_port(lc, port);
}

void tx_flush(struct lcore *lc)
{
	for (; lc->tx.waiting; lc->tx.waiting &= lc->tx.waiting - 1)
		flush_port(lc, (uint16_t)__builtin_ctzll(lc->tx.waiting));
}
