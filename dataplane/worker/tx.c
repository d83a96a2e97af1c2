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

#include "gro.h"
#include "lcore.h"
#include "lcore_env.h"
#include "wish.h"
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

static struct tx_run *run_of(struct tx_buffer *b, uint32_t i)
{
	struct tx_run *run = b->run;

	while (run + 1 < b->run + b->runs && run[1].start <= i)
		run++;
	return run;
}

/* Packet i, which is still the buffer's, is out of the count of its run. */
static void drop(struct lcore *lc, struct tx_buffer *b, uint32_t i, uint16_t reason)
{
	struct tx_run *run = run_of(b, i);

	run->bytes -= b->m[i]->pkt_len;
	if (run->owner.origin)
		lcore_drop(lc, b->m[i], run->owner.origin, reason);
	else
		handover_drop(lc, b->m[i], run->owner, reason);
	b->m[i] = NULL;
}

/* Closes the gaps. */
static void close_up(struct tx_buffer *b)
{
	uint32_t kept = 0, run = 0;

	for (uint32_t i = 0; i < b->count; i++) {
		for (; run < b->runs && b->run[run].start == i; run++)
			b->run[run].start = kept;
		if (b->m[i])
			b->m[kept++] = b->m[i];
	}
	b->count = kept;
}

/* As few mbufs as the pool's room allows, in place of packet i. */
static void compact(struct lcore *lc, struct tx_buffer *b, uint32_t i)
{
	struct rte_mbuf *copy = lcore_copy(lc, b->m[i]);

	if (copy) {
		rte_pktmbuf_free(b->m[i]);
		b->m[i] = copy;
	}
}

/* Packets of more mbufs than the device takes get fewer, where the room is; of one, where it knows no chains.
 * Those it is to segment were counted when that was decided. */
static void straighten(struct lcore *lc, const struct port *p, struct tx_buffer *b)
{
	const uint32_t most = p->offload.chains ? p->offload.segments : 1;

	if (!most)
		return;
	for (uint32_t i = 0; i < b->count; i++) {
		if (b->m[i]->nb_segs <= most || (p->offload.chains && b->m[i]->ol_flags & WISH_SEGMENT))
			continue;
		if (most > 1)
			compact(lc, b, i);
		if (b->m[i]->nb_segs > most && (most > 1 || rte_pktmbuf_linearize(b->m[i]) != 0))
			drop(lc, b, i, EL_DROP_TX_PREPARE);
	}
	close_up(b);
}

/* Drops what the driver refuses. */
static void prepare(struct lcore *lc, const struct port *p, struct tx_buffer *b)
{
	uint16_t queue = p->tx_queue[lc->index];
	uint32_t done = 0;

	if (unlikely(b->chained))
		straighten(lc, p, b);
	for (;;) {
		done += rte_eth_tx_prepare(p->ethdev, queue, b->m + done, (uint16_t)(b->count - done));
		if (likely(done >= b->count))
			return;
		drop(lc, b, done, EL_DROP_TX_PREPARE);
		close_up(b);
	}
}

/* What was not dropped was sent. */
static void count_sent(struct lcore *lc, uint16_t port, const struct tx_buffer *b, uint32_t sent)
{
	for (uint32_t i = 0; i < b->runs; i++) {
		const struct tx_run *run = &b->run[i];
		uint32_t end = i + 1 < b->runs ? run[1].start : b->count;
		uint32_t packets = RTE_MIN(end, sent) - RTE_MIN(run->start, sent);

		if (run->owner.origin) {
			run->owner.origin->tx += packets;
			run->owner.origin->tx_bytes += run->bytes;
		} else if (packets) {
			handover_sent(lc, run->owner, (uint32_t)run->bytes);
		}
		lc->sent[port].bytes += run->bytes;
	}
	lc->sent[port].packets += sent;
}

/* For a guest that takes large packets: what merges with a packet before it is no packet any more. */
static void merge(struct lcore *lc, const struct port *p, struct tx_buffer *b)
{
	const struct port_offload now = port_offload_now(p);
	uint16_t taken[TX_BURST];
	uint32_t length[TX_BURST];
	uint8_t into[TX_BURST];

	if (b->count < 2 || !(now.hardware >> EL_OFFLOAD_TSO & 1) ||
	    !(now.hardware >> EL_OFFLOAD_TX_CHECKSUM & 1))
		return;
	for (uint32_t i = 0; i < b->count; i++)
		length[i] = b->m[i]->pkt_len;
	gro_burst(b->m, b->count, &now, taken, into);
	for (uint32_t i = 0; i < b->count; i++) {
		struct tx_run *run;

		if (!taken[i])
			continue;
		run = run_of(b, i);
		run->bytes -= length[i];
		run_of(b, into[i])->bytes += taken[i];
		if (run->owner.origin)
			run->owner.origin->merged++;
		else
			handover_merged(lc, run->owner);
		b->m[i] = NULL;
		b->chained++;
	}
	close_up(b);
}

void tx_flush_port(struct lcore *lc, uint16_t port)
{
	const struct port *p = &lc->w->ports[port];
	struct tx_buffer *b = lc->tx.buffer[port];
	struct capture_sending looked;
	uint32_t sent = 0;
	bool captured;

	if (unlikely(p->offload.software >> EL_OFFLOAD_GRO & 1))
		merge(lc, p, b);
	prepare(lc, p, b);
	captured = capture_points(&lc->capture) != 0;
	if (unlikely(captured))
		capture_sending(lc, &looked, port, b->m, b->count);
	for (int tries = 0; sent < b->count && tries < MOST_TRIES; tries++)
		sent += rte_eth_tx_burst(p->ethdev, p->tx_queue[lc->index], b->m + sent,
		                         (uint16_t)(b->count - sent));
	if (unlikely(captured))
		capture_sent(&looked, sent, b->count);
	for (uint32_t i = sent; i < b->count; i++)
		drop(lc, b, i, EL_DROP_TX_FULL);
	count_sent(lc, port, b, sent);
	b->count = b->runs = b->chained = 0;
	lc->tx.waiting &= ~(1ull << port);
	lc->unpublished = true;
}

void tx_outlet_open(struct lcore *lc, struct tx_outlet *o, uint32_t port, struct el_queue_stats *origin)
{
	const struct port *p = &lc->w->ports[port];

	o->port = port;
	o->most = 0;
	if (port >= lc->w->port_count || !port_is_up(p) || p->tx_lcore[lc->index] != lc->index)
		return;
	o->most = (uint32_t)port_mtu(p) + RTE_ETHER_HDR_LEN;
	o->buffer = lc->tx.buffer[port];
	o->run = tx_run(&lc->tx, (uint16_t)port, (struct tx_owner){.origin = origin});
}

void tx_flush(struct lcore *lc)
{
	while (lc->tx.waiting)
		tx_flush_port(lc, (uint16_t)__builtin_ctzll(lc->tx.waiting));
}
