/* Frames from and to a TAP, one system call each. See tap_burst.h.
 *
 * mbufs are posted for the largest frame there may be; those that a frame did not reach wait for the next.
 */
#include "tap_burst.h"

#include <errno.h>
#include <unistd.h>

#include <rte_ethdev.h>

#include "plan.h"
#include "tap.h"

/* A burst ends behind so many bytes: they should still be in the cache when they leave. */
#define BURST_BYTES (128u << 10)

/* Puts new mbufs in the place of those that were taken; false: there are none. */
static bool post(struct tap_rx *rx)
{
	if (likely(!rx->taken))
		return true;
	if (rte_pktmbuf_alloc_bulk(rx->pool, rx->mbuf, rx->taken) != 0) {
		__atomic_store_n(&rx->no_mbuf, rx->no_mbuf + 1, __ATOMIC_RELAXED);
		return false;
	}
	for (uint16_t i = 0; i < rx->taken; i++)
		rx->room[1 + i] = (struct iovec){
		    .iov_base = rte_pktmbuf_mtod(rx->mbuf[i], void *),
		    .iov_len = rte_pktmbuf_tailroom(rx->mbuf[i]),
		};
	rx->taken = 0;
	return true;
}

/* The posted mbufs that `bytes` reach, as one packet. */
static struct rte_mbuf *take(struct tap_rx *rx, uint32_t bytes)
{
	struct rte_mbuf *head = rx->mbuf[0], *last = head;

	head->pkt_len = bytes;
	for (;;) {
		const uint32_t here = RTE_MIN((uint32_t)rx->room[1 + rx->taken].iov_len, bytes);

		last->data_len = (uint16_t)here;
		bytes -= here;
		rx->taken++;
		if (bytes == 0)
			break;
		last = last->next = rx->mbuf[rx->taken];
	}
	head->nb_segs = rx->taken;
	return head;
}

/* rte_rx_callback_fn: net_null never has anything of its own. */
static uint16_t receive(uint16_t ethdev, uint16_t queue, struct rte_mbuf **m, uint16_t count, uint16_t most,
                        void *param)
{
	struct tap_rx *rx = param;
	uint32_t bytes = 0;

	(void)queue;
	while (count < most && bytes < BURST_BYTES && post(rx)) {
		const ssize_t got = readv(rx->fd, rx->room, 1 + rx->posted);

		if (got <= (ssize_t)sizeof(rx->header))
			break;
		m[count] = take(rx, (uint32_t)got - (uint32_t)sizeof(rx->header));
		m[count]->port = ethdev;
		bytes += m[count]->pkt_len;
		if (rx->header.flags | rx->header.gso_type)
			tap_header_take(&rx->header, m[count], rx->tunnels);
		count++;
	}
	return count;
}

static bool write_one(const struct tap_tx *tx, const struct rte_mbuf *m)
{
	struct iovec piece[1 + PLAN_TAP_MBUFS];
	struct tap_header header;
	int pieces = 1;

	tap_header_tell(&header, m);
	piece[0] = (struct iovec){.iov_base = &header, .iov_len = sizeof(header)};
	for (; m && pieces <= PLAN_TAP_MBUFS; m = m->next)
		piece[pieces++] =
		    (struct iovec){.iov_base = rte_pktmbuf_mtod(m, void *), .iov_len = m->data_len};
	return writev(tx->fd, piece, pieces) > 0;
}

/* rte_tx_callback_fn: those written go on to net_null, which frees them; the others stay the caller's. */
static uint16_t transmit(uint16_t ethdev, uint16_t queue, struct rte_mbuf **m, uint16_t count, void *param)
{
	uint16_t sent = 0;

	(void)ethdev;
	(void)queue;
	while (sent < count && write_one(param, m[sent]))
		sent++;
	return sent;
}

int tap_connect(struct tap *tap, struct rte_mempool *pool, uint16_t rx_queues, uint16_t tx_queues)
{
	const uint32_t room = rte_pktmbuf_data_room_size(pool) - RTE_PKTMBUF_HEADROOM;
	const uint16_t posted = (uint16_t)RTE_MIN(TAP_MOST_BYTES / room + 1, TAP_MOST_MBUFS);

	for (uint16_t q = 0; q < rx_queues; q++) {
		struct tap_rx *rx = &tap->rx[q];

		*rx = (struct tap_rx){
		    .fd = tap->fd[q],
		    .posted = posted,
		    .taken = posted,
		    .tunnels = tap->tunnels,
		    .pool = pool,
		    .room[0] = {.iov_base = &rx->header, .iov_len = sizeof(rx->header)},
		};
		rx->callback = rte_eth_add_rx_callback(tap->ethdev, q, receive, rx);
		if (!rx->callback)
			return -ENOMEM;
	}
	for (uint16_t q = 0; q < tx_queues; q++) {
		struct tap_tx *tx = &tap->tx[q];

		tx->fd = tap->fd[q % tap->queues];
		tx->callback = rte_eth_add_tx_callback(tap->ethdev, q, transmit, tx);
		if (!tx->callback)
			return -ENOMEM;
	}
	return 0;
}

void tap_burst_close(struct tap *tap)
{
	for (uint16_t q = 0; q < EL_MAX_QUEUES; q++) {
		struct tap_rx *rx = &tap->rx[q];

		rte_pktmbuf_free_bulk(rx->mbuf + rx->taken, rx->posted - rx->taken);
	}
}
